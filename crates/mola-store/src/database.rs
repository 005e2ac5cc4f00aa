//! How a database of the store is opened and brought up to date.

use crate::StoreError;
use crate::platform::sync_folder;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::fs::File;
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

/// One of the store's SQLite databases. `migrations[n]` leads from version n to n + 1; the version
/// is SQLite's `user_version`. A migration that was ever released is never changed.
pub(crate) struct Database {
    pub(crate) settings: &'static str,
    pub(crate) migrations: &'static [&'static str],
}

/// Submissions, readings, runs, issues. WAL lets `status` and `explain` read while a run writes.
pub(crate) const LEDGER: Database = Database {
    // Without recursive triggers, what `INSERT OR REPLACE` replaces would be removed unnoticed.
    settings: "PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;",
    migrations: &[
        include_str!("schema/ledger-1.sql"),
        include_str!("schema/ledger-2.sql"),
        include_str!("schema/ledger-3.sql"),
    ],
};

/// Personal fields. A rollback journal writes large new values once, WAL writes them twice.
/// Whatever is deleted here is overwritten with zeros.
pub(crate) const VAULT: Database = Database {
    settings: "PRAGMA page_size=16384; PRAGMA journal_mode=TRUNCATE; PRAGMA secure_delete=ON;",
    migrations: &[include_str!("schema/vault-1.sql")],
};

impl Database {
    /// Opens for writing; makes the file and brings it up to date where needed. `fill` adds what a new
    /// database holds from its first day on.
    pub(crate) fn open(
        &self,
        path: &Path,
        fill: impl Fn(&Connection) -> Result<(), StoreError>,
    ) -> Result<Connection, StoreError> {
        if !path.is_file() {
            self.create(path, fill)?;
        }
        let mut connection = self.connect(path, "FULL")?;
        if self.version(&connection, path)? < self.known() {
            self.migrate(&mut connection, path)?;
        }
        Ok(connection)
    }

    /// Makes a new database under another name, puts it on the disk once and renames it: a crash
    /// leaves none or a whole one, and SQLite need not secure each of its steps.
    fn create(&self, path: &Path, fill: impl Fn(&Connection) -> Result<(), StoreError>) -> Result<(), StoreError> {
        let unfinished = path.with_extension("new");
        // Also what an interrupted run left: SQLite would take it for the database, and its log too.
        for rest in ["new", "new-journal", "new-wal", "new-shm"].map(|ending| path.with_extension(ending)) {
            match std::fs::remove_file(&rest) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(StoreError::io(&rest)(error)),
                _ => {}
            }
        }
        let mut connection = self.connect(&unfinished, "OFF")?;
        self.migrate(&mut connection, &unfinished)?;
        fill(&connection)?;
        out_of_wal(&connection)?;
        connection.close().map_err(|(_, source)| StoreError::sql("close its database")(source))?;
        let file = File::options().read(true).write(true).open(&unfinished).map_err(StoreError::io(&unfinished))?;
        file.sync_all().map_err(StoreError::io(&unfinished))?;
        drop(file);
        std::fs::rename(&unfinished, path).map_err(StoreError::io(path))?;
        let folder = path.parent().unwrap_or(Path::new("."));
        sync_folder(folder).map_err(StoreError::io(folder))
    }

    fn connect(&self, path: &Path, synchronous: &str) -> Result<Connection, StoreError> {
        let connection = Connection::open(path).map_err(StoreError::sql("open its database"))?;
        patience(&connection)?;
        let settings = format!("PRAGMA synchronous={synchronous}; {}", self.settings);
        connection.execute_batch(&settings).map_err(StoreError::sql("set up its database"))?;
        Ok(connection)
    }

    /// Opens for reading; the file must be there and up to date.
    pub(crate) fn open_read(&self, path: &Path) -> Result<Connection, StoreError> {
        if !path.is_file() {
            return Err(StoreError::Absent { path: path.to_owned() });
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(StoreError::sql("open its database"))?;
        patience(&connection)?;
        let found = self.version(&connection, path)?;
        match found == self.known() {
            true => Ok(connection),
            false => Err(StoreError::OlderSchema { path: path.to_owned(), found, known: self.known() }),
        }
    }

    fn known(&self) -> i64 {
        self.migrations.len() as i64
    }

    fn version(&self, connection: &Connection, path: &Path) -> Result<i64, StoreError> {
        let found = connection
            .query_row("PRAGMA user_version", [], |row| row.get(0))
            .map_err(StoreError::sql("read the version of its database"))?;
        if found > self.known() {
            return Err(StoreError::NewerSchema { path: path.to_owned(), found, known: self.known() });
        }
        Ok(found)
    }

    /// All missing steps in one transaction: a crash leaves the old version or the new one.
    fn migrate(&self, connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
        let action = "bring its database up to date";
        let transaction =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(StoreError::sql(action))?;
        // Read again under the write lock: another connection may have migrated meanwhile.
        let from = usize::try_from(self.version(&transaction, path)?).unwrap_or(0);
        for step in &self.migrations[from..] {
            transaction.execute_batch(step).map_err(StoreError::sql(action))?;
        }
        transaction.pragma_update(None, "user_version", self.known()).map_err(StoreError::sql(action))?;
        transaction.commit().map_err(StoreError::sql(action))
    }
}

/// Moves all of a log into the database. Closing would do so too, but without a word where it fails: the half of
/// a database would then be taken for a whole one.
fn out_of_wal(connection: &Connection) -> Result<(), StoreError> {
    let left = connection.query_row("PRAGMA journal_mode=DELETE", [], |row| row.get::<_, String>(0));
    let mode = left.map_err(StoreError::sql("put its database on the disk"))?;
    if mode == "delete" {
        return Ok(());
    }
    let busy = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
    Err(StoreError::sql("put its database on the disk")(rusqlite::Error::SqliteFailure(busy, None)))
}

/// A reader and a writer that meet wait for each other this long.
fn patience(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(Duration::from_secs(10)).map_err(StoreError::sql("set up its database"))
}
