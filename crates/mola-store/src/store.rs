//! The store as a whole: its folder, its lock, its databases.

use crate::database::{LEDGER, VAULT};
use crate::platform::make_private_folder;
use crate::{Digest, Files, StoreError};
use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use std::cell::OnceCell;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

/// A store, open. It belongs to one thread; [`Store::files`] is what other threads use.
///
/// One process at a time may write to a store; any number may read it.
pub struct Store {
    root: PathBuf,
    pub(crate) ledger: Connection,
    vault: OnceCell<Connection>,
    files: Files,
    // Held as long as the store is open; `None` in a store that is open for reading only.
    lock: Option<File>,
    // What the ledger said when it was opened: it says something else once another process has written.
    epoch: i64,
}

/// The place of the one process that watches an inbox for a store; it is given up when this is dropped.
#[derive(Debug)]
pub struct WatchClaim(#[expect(dead_code, reason = "the lock lasts as long as the file is open")] File);

impl WatchClaim {
    /// Claims the place; makes the store's folder where it is missing.
    ///
    /// # Errors
    /// [`StoreError::Watched`] where another process has it, [`StoreError::Io`].
    pub fn of(root: &Path) -> Result<Self, StoreError> {
        make_private_folder(root).map_err(StoreError::io(root))?;
        lock(root, "watch", || StoreError::Watched { root: root.to_owned() }).map(Self)
    }
}

impl Store {
    /// Opens the store in `root` for writing; makes its folders and databases where they are missing
    /// and brings older ones up to date.
    ///
    /// # Errors
    /// [`StoreError::Locked`] while another process writes to it, [`StoreError::NewerSchema`] where a
    /// newer program wrote it, and what disk and SQLite refuse.
    pub fn open(root: &Path) -> Result<Self, StoreError> {
        make_private_folder(root).map_err(StoreError::io(root))?;
        let lock = lock(root, "lock", || StoreError::Locked { root: root.to_owned() })?;
        let files = Files::open(root)?;
        let ledger = LEDGER.open(&ledger_path(root), |_| Ok(()))?;
        let epoch = epoch(&ledger).map_err(StoreError::sql("read its epoch"))?;
        Ok(Self { root: root.to_owned(), ledger, vault: OnceCell::new(), files, lock: Some(lock), epoch })
    }

    /// Opens the store in `root` for reading, also while a run writes to it. Makes nothing.
    ///
    /// # Errors
    /// [`StoreError::Absent`] where there is none, [`StoreError::OlderSchema`] and
    /// [`StoreError::NewerSchema`] where another version of the program wrote it.
    pub fn open_read(root: &Path) -> Result<Self, StoreError> {
        let ledger = LEDGER.open_read(&ledger_path(root))?;
        let files = Files::new(root);
        Ok(Self { root: root.to_owned(), ledger, vault: OnceCell::new(), files, lock: None, epoch: 0 })
    }

    /// Blobs and segments, for any thread.
    pub fn files(&self) -> Files {
        self.files.clone()
    }

    /// The key from which pseudonyms are made: 32 random bytes, made on first use, the same ever
    /// after, and kept with the personal fields.
    ///
    /// # Errors
    /// [`StoreError::Absent`] where there is none and the store is open for reading only.
    pub fn secret(&self) -> Result<[u8; 32], StoreError> {
        self.vault()?
            .query_row("SELECT value FROM secret WHERE name = 'pseudonym'", [], |row| row.get(0))
            .map_err(StoreError::sql("read its secret"))
    }

    /// Keeps the personal fields of segments: pairs of a segment's id and its fields as Parquet
    /// ([`Files::encode`]). To be called before the segments are committed: fields without a segment
    /// do no harm, a segment without its fields does.
    ///
    /// # Errors
    /// What disk and SQLite refuse; then nothing of it is kept.
    pub fn put_personal(&mut self, rows: &[(String, Vec<u8>)]) -> Result<(), StoreError> {
        const ACTION: &str = "keep personal fields";
        self.writable()?;
        let transaction = Transaction::new_unchecked(self.vault()?, TransactionBehavior::Immediate)
            .map_err(StoreError::sql(ACTION))?;
        for (segment, fields) in rows {
            transaction
                .prepare_cached("INSERT OR REPLACE INTO personal (segment, fields) VALUES (?1, ?2)")
                .and_then(|mut statement| statement.execute(params![segment, fields]))
                .map_err(StoreError::sql(ACTION))?;
        }
        transaction.commit().map_err(StoreError::sql(ACTION))
    }

    /// The personal fields of a segment as Parquet ([`Files::decode`]); `None` where it has none.
    ///
    /// # Errors
    /// What disk and SQLite refuse.
    pub fn personal(&self, segment: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let vault = match self.vault() {
            Err(StoreError::Absent { .. }) => return Ok(None),
            vault => vault?,
        };
        vault
            .prepare_cached("SELECT fields FROM personal WHERE segment = ?1")
            .and_then(|mut statement| first(statement.query_map([segment], |row| row.get(0))?))
            .map_err(StoreError::sql("read personal fields"))
    }

    /// Keeps what can be derived again, under the digest of its inputs. A store that is open for reading
    /// only keeps nothing.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn put_derived(&self, inputs: &Digest, bytes: &[u8]) -> Result<(), StoreError> {
        match self.lock {
            Some(_) => self.files.put_derived(inputs, bytes),
            None => Ok(()),
        }
    }

    /// The vault is opened when it is first needed: a run with nothing new does not need it.
    fn vault(&self) -> Result<&Connection, StoreError> {
        if let Some(vault) = self.vault.get() {
            return Ok(vault);
        }
        let path = self.root.join("vault.sqlite");
        let vault = if self.lock.is_some() { VAULT.open(&path, make_secret)? } else { VAULT.open_read(&path)? };
        Ok(self.vault.get_or_init(|| vault))
    }

    /// Does something in one transaction of the ledger, unless another process has written to it since the store was
    /// opened: locks of files are not to be relied on everywhere, and what this process knows would be out of date.
    pub(crate) fn in_transaction<T>(
        &mut self,
        action: &'static str,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let sql = StoreError::sql;
        let transaction = self.ledger.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sql(action))?;
        if epoch(&transaction).map_err(sql(action))? != self.epoch {
            return Err(StoreError::Fenced { root: self.root.clone() });
        }
        let value = work(&transaction).map_err(sql(action))?;
        transaction.commit().map_err(sql(action))?;
        Ok(value)
    }

    /// Refuses where the store is open for reading only.
    pub(crate) fn writable(&self) -> Result<(), StoreError> {
        match self.lock {
            Some(_) => Ok(()),
            None => Err(StoreError::ReadOnly { root: self.root.clone() }),
        }
    }
}

fn ledger_path(root: &Path) -> PathBuf {
    root.join("ledger.sqlite")
}

/// A number that SQLite changes for a connection whenever another one has written.
fn epoch(ledger: &Connection) -> rusqlite::Result<i64> {
    ledger.query_row("PRAGMA data_version", [], |row| row.get(0))
}

/// The operating system lets go of the lock when the process ends, however it ends.
fn lock(root: &Path, name: &str, held: impl FnOnce() -> StoreError) -> Result<File, StoreError> {
    let path = root.join(name);
    let file = File::options().create(true).append(true).open(&path).map_err(StoreError::io(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(held()),
        Err(TryLockError::Error(source)) => Err(StoreError::Io { path, source }),
    }
}

/// A vault has its secret from its first day on: two could never be told apart afterwards.
fn make_secret(vault: &Connection) -> Result<(), StoreError> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(|source| StoreError::Random { source })?;
    vault
        .execute("INSERT INTO secret (name, value) VALUES ('pseudonym', ?1)", [secret])
        .map(drop)
        .map_err(StoreError::sql("keep its secret"))
}

/// The first row, if there is one.
pub(crate) fn first<T>(mut rows: impl Iterator<Item = rusqlite::Result<T>>) -> rusqlite::Result<Option<T>> {
    rows.next().transpose()
}
