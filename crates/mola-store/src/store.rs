//! The store as a whole: its folder, its lock, its databases.

use crate::database::{LEDGER, VAULT};
use crate::platform::make_private_folder;
use crate::sealing::{Seal, is_sealed};
use crate::{Digest, Files, Key, KeyId, KeyRing, StoreError};
use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use std::cell::OnceCell;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

/// A store, open. It belongs to one thread; [`Store::files`] is what other threads use.
///
/// One process at a time may write to a store; any number may read it.
pub struct Store {
    root: PathBuf,
    key: Key,
    personal: Seal,
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
    /// Where its key is not to be had: [`StoreError::KeyAbsent`], [`StoreError::KeyOther`];
    /// [`StoreError::Locked`] while another process writes to it, [`StoreError::NewerSchema`] where a
    /// newer program wrote it, and what disk and SQLite refuse.
    pub fn open(root: &Path, keys: &KeyRing) -> Result<Self, StoreError> {
        make_private_folder(root).map_err(StoreError::io(root))?;
        let lock = lock(root, "lock", || StoreError::Locked { root: root.to_owned() })?;
        let path = ledger_path(root);
        // A new store is never without a key, and its key is on the disk before it is.
        let first = if path.is_file() { None } else { Some(keys.first()?) };
        let ledger = LEDGER.open(&path, |ledger| first.as_ref().map_or(Ok(()), |key| record_key(ledger, key)))?;
        let (key, is_old) = match (first, recorded_key(&ledger)?) {
            (Some(key), _) => (key, false),
            (None, Some(id)) => (keys.find(&id)?, false),
            (None, None) => (keys.keep(old_secret(root)?.map_or_else(|| keys.first(), Ok)?)?, true),
        };
        let files = Files::open(root, &key)?;
        let personal = Seal::new(&key, "personal");
        let epoch = epoch(&ledger).map_err(StoreError::sql("read its epoch"))?;
        let (root, vault, lock) = (root.to_owned(), OnceCell::new(), Some(lock));
        let store = Self { root, key, personal, ledger, vault, files, lock, epoch };
        if is_old {
            store.move_in()?;
        }
        Ok(store)
    }

    /// Seals what a store holds whose key lay in its own vault; then the key leaves it. Cut off anywhere, it
    /// begins again with the same key.
    fn move_in(&self) -> Result<(), StoreError> {
        self.files.seal_all()?;
        if self.root.join("vault.sqlite").is_file() {
            self.seal_personal()?;
        }
        record_key(&self.ledger, &self.key)?;
        if self.root.join("vault.sqlite").is_file() {
            forget_secret(self.vault()?)?;
        }
        Ok(())
    }

    /// Seals all personal fields that are not sealed yet.
    fn seal_personal(&self) -> Result<(), StoreError> {
        const ACTION: &str = "seal personal fields";
        let transaction = Transaction::new_unchecked(self.vault()?, TransactionBehavior::Immediate)
            .map_err(StoreError::sql(ACTION))?;
        let segments: Vec<String> = transaction
            .prepare("SELECT segment FROM personal")
            .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
            .map_err(StoreError::sql(ACTION))?;
        for segment in segments {
            let fields: Vec<u8> = transaction
                .query_row("SELECT fields FROM personal WHERE segment = ?1", [&segment], |row| row.get(0))
                .map_err(StoreError::sql(ACTION))?;
            if is_sealed(&fields) {
                continue;
            }
            let sealed = self.personal.close(&segment, &fields);
            transaction
                .execute("UPDATE personal SET fields = ?2 WHERE segment = ?1", params![segment, sealed])
                .map_err(StoreError::sql(ACTION))?;
        }
        transaction.commit().map_err(StoreError::sql(ACTION))
    }

    /// Opens the store in `root` for reading, also while a run writes to it. Makes nothing.
    ///
    /// # Errors
    /// [`StoreError::Absent`] where there is none, [`StoreError::OlderSchema`] and
    /// [`StoreError::NewerSchema`] where another version of the program wrote it, and where its key is not
    /// to be had.
    pub fn open_read(root: &Path, keys: &KeyRing) -> Result<Self, StoreError> {
        let path = ledger_path(root);
        let ledger = LEDGER.open_read(&path)?;
        let id = recorded_key(&ledger)?.ok_or(StoreError::Absent { path })?;
        let key = keys.find(&id)?;
        let (files, personal) = (Files::new(root, &key), Seal::new(&key, "personal"));
        Ok(Self { root: root.to_owned(), key, personal, ledger, vault: OnceCell::new(), files, lock: None, epoch: 0 })
    }

    /// The id of the store's key.
    pub fn key_id(&self) -> KeyId {
        self.key.id()
    }

    /// Blobs and segments, for any thread.
    pub fn files(&self) -> Files {
        self.files.clone()
    }

    /// What pseudonyms are made under.
    pub fn secret(&self) -> [u8; 32] {
        self.key.pseudonyms()
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
            let fields = self.personal.close(segment, fields);
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
        let sealed: Option<Vec<u8>> = vault
            .prepare_cached("SELECT fields FROM personal WHERE segment = ?1")
            .and_then(|mut statement| first(statement.query_map([segment], |row| row.get(0))?))
            .map_err(StoreError::sql("read personal fields"))?;
        sealed.map(|sealed| opened(&self.personal, segment, &sealed)).transpose()
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
        let vault = if self.lock.is_some() { VAULT.open(&path, |_| Ok(()))? } else { VAULT.open_read(&path)? };
        if self.lock.is_some() && recorded_key(&self.ledger)?.is_some() {
            // A move that was cut off may have left it.
            forget_secret(&vault)?;
        }
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

fn opened(seal: &Seal, segment: &str, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
    let opened = seal.open(segment, sealed);
    opened.ok_or_else(|| StoreError::Sealed { what: format!("the personal fields of {segment}") })
}

/// The id of the key in use; none in a store whose key lies in its own vault still.
fn recorded_key(ledger: &Connection) -> Result<Option<KeyId>, StoreError> {
    ledger
        .prepare("SELECT id FROM key ORDER BY seq DESC LIMIT 1")
        .and_then(|mut statement| first(statement.query_map([], |row| row.get(0))?))
        .map(|id| id.map(KeyId))
        .map_err(StoreError::sql("read the id of its key"))
}

fn record_key(ledger: &Connection, key: &Key) -> Result<(), StoreError> {
    ledger
        .execute("INSERT INTO key (id) VALUES (?1)", [key.id().to_string()])
        .map(drop)
        .map_err(StoreError::sql("record the id of its key"))
}

/// The key that earlier versions kept in the vault.
fn old_secret(root: &Path) -> Result<Option<Key>, StoreError> {
    let path = root.join("vault.sqlite");
    if !path.is_file() {
        return Ok(None);
    }
    let vault = VAULT.open(&path, |_| Ok(()))?;
    vault
        .prepare("SELECT value FROM secret WHERE name = 'pseudonym'")
        .and_then(|mut statement| first(statement.query_map([], |row| row.get(0))?))
        .map(|secret| secret.map(Key::new))
        .map_err(StoreError::sql("read its secret"))
}

/// Once the key lies elsewhere. The vault overwrites what it deletes.
fn forget_secret(vault: &Connection) -> Result<(), StoreError> {
    vault.execute("DELETE FROM secret", []).map(drop).map_err(StoreError::sql("delete its secret"))
}

/// The first row, if there is one.
pub(crate) fn first<T>(mut rows: impl Iterator<Item = rusqlite::Result<T>>) -> rusqlite::Result<Option<T>> {
    rows.next().transpose()
}
