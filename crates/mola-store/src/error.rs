//! What can go wrong in the store.

use crate::{Digest, KeyId};
use polars::error::PolarsError;
use std::io;
use std::path::{Path, PathBuf};

/// Why the store refuses or fails.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk refuses.
    #[error("{path} cannot be read or written")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// SQLite refuses.
    #[error("the store cannot {action}")]
    Sql {
        /// What was attempted, as a verb and its object.
        action: &'static str,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// Another process writes to the store.
    #[error("the store {root} is in use by another run; wait until it has ended, or use another store")]
    Locked {
        /// The store's folder.
        root: PathBuf,
    },
    /// Another process watches the inbox for the store.
    #[error("another process watches the inbox for the store {root}; end it first, or use another store")]
    Watched {
        /// The store's folder.
        root: PathBuf,
    },
    /// Another process has written to the store in spite of the lock.
    #[error("another run has written to the store {root} meanwhile; nothing was changed, run again")]
    Fenced {
        /// The store's folder.
        root: PathBuf,
    },
    /// There is no store, or the part asked for has not been made yet.
    #[error("there is no store at {path} yet; the first run makes it")]
    Absent {
        /// The folder or file that is not there.
        path: PathBuf,
    },
    /// The store was opened for reading only.
    #[error("the store {root} is open for reading only")]
    ReadOnly {
        /// The store's folder.
        root: PathBuf,
    },
    /// A kept submission is not what was received.
    #[error("the kept file {expected} is damaged: its content now has the digest {found}")]
    BlobDamaged {
        /// The digest of what was received.
        expected: Digest,
        /// The digest of what is there.
        found: Digest,
    },
    /// The content of a segment cannot be read.
    #[error("the segment '{id}' is damaged")]
    SegmentDamaged {
        /// The segment.
        id: String,
        /// What the Parquet reader says.
        source: PolarsError,
    },
    /// A segment lacks a column that is asked for.
    #[error("the segment '{id}' has no column '{column}'")]
    ColumnAbsent {
        /// The segment.
        id: String,
        /// The column.
        column: String,
    },
    /// A segment's id cannot be a file name.
    #[error("'{id}' cannot name a segment: expected 1 to 120 letters, digits, '-' and '_'")]
    SegmentId {
        /// The id.
        id: String,
    },
    /// A frame cannot be written as Parquet.
    #[error("a table cannot be written as Parquet")]
    FrameUnwritable {
        /// What the Parquet writer says.
        source: PolarsError,
    },
    /// Bytes are not the Parquet that they should be.
    #[error("a table cannot be read from its Parquet form")]
    FrameUnreadable {
        /// What the Parquet reader says.
        source: PolarsError,
    },
    /// An earlier write did not reach the disk, so nothing may be committed.
    #[error("{path} did not reach the disk; nothing is committed: mend the disk and run again")]
    Unsynced {
        /// The first file that failed.
        path: PathBuf,
    },
    /// A newer version of Mola wrote the store.
    #[error("{path} has version {found}, this program knows versions up to {known}; use the newer program")]
    NewerSchema {
        /// The database.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The newest version known here.
        known: i64,
    },
    /// The key of the store is not where it should be.
    #[error("the store's key {id} is not at {place}; put its copy back there, or name its file in MOLA_KEY_FILE")]
    KeyAbsent {
        /// The key.
        id: KeyId,
        /// Where it should be.
        place: String,
    },
    /// There is another key than the store's.
    #[error(
        "the store's key is {id}, and at {place} is {found}; put the right one there, or name its file in MOLA_KEY_FILE"
    )]
    KeyOther {
        /// The key of the store.
        id: KeyId,
        /// What is there.
        found: KeyId,
        /// Where.
        place: String,
    },
    /// What should be a key is none.
    #[error("at {place} is no key: expected 64 hexadecimal digits")]
    KeyUnreadable {
        /// Where.
        place: String,
    },
    /// There is no place for a key.
    #[error("there is no folder for the store's key; name a file for it in MOLA_KEY_FILE")]
    KeyNowhere,
    /// Something was sealed under another key, or changed since.
    #[error("{what} does not open with the store's key: it was changed, or sealed under another one")]
    Sealed {
        /// What.
        what: String,
    },
    /// An older version of Mola wrote the store, and it is open for reading only.
    #[error("{path} has version {found}, this program reads version {known}; the next run brings it up to date")]
    OlderSchema {
        /// The database.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The version that can be read.
        known: i64,
    },
    /// The operating system gives no random bytes.
    #[error("the operating system gives no random bytes for the store's secret")]
    Random {
        /// What the operating system says.
        source: getrandom::Error,
    },
}

impl StoreError {
    /// An error of the disk at `path`.
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }

    /// An error of SQLite while attempting `action`.
    pub(crate) fn sql(action: &'static str) -> impl FnOnce(rusqlite::Error) -> Self {
        move |source| Self::Sql { action, source }
    }
}
