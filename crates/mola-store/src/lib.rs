//! The store: blobs, the SQLite ledger, Parquet segments, and the vault of personal fields.
//!
//! ```text
//! blobs/<sha256>          every submission as received and every output as issued, sealed
//! segments/<id>.parquet   canonical records of one reading, immutable, without personal fields
//! ledger.sqlite           submissions, readings, findings, runs, issues, audit trail
//! vault.sqlite            personal fields, sealed, here and nowhere else
//! incoming/               files while they are written; emptied when the store is opened
//! lock                    held by the one process that writes
//! watch                   held by the one process that watches the inbox
//! ```
//!
//! A transaction of the ledger is the only commit point: whatever the ledger does not name is
//! rubbish that the next run may write over. What came when, and what took its place when, is in the
//! ledger for ever, so that any past moment is a question to it and not another copy.
//!
//! This crate is the sole user of SQL. It knows no rules: it does not know what a mapping or an
//! indicator is, or which records count. It reads no clock; moments are Unix milliseconds in UTC
//! that the caller gives. One store may hold several programmes.
//!
//! ```
//! use mola_store::{Batch, KeyRing, Store, Submission};
//!
//! let folder = tempfile::tempdir()?;
//! let keys = KeyRing::in_folder(folder.path().join("keys"));
//! let mut store = Store::open(folder.path(), &keys)?;
//! let content = store.files().put_blob(b"provincia;personas\nHerrera;12\n")?;
//! let submission = Submission {
//!     content,
//!     path: "fao/2011-03.csv".to_owned(),
//!     agency: "fao".to_owned(),
//!     size: 30,
//!     received: 1_301_900_000_000,
//!     superseded: None,
//! };
//! store.commit("panama", &Batch { submissions: vec![submission.clone()], ..Batch::default() })?;
//! assert_eq!(store.submissions("panama")?, [submission]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod commit;
mod database;
mod digest;
mod entry;
mod error;
mod files;
mod key;
mod parquet;
mod platform;
mod query;
mod sealing;
mod store;

pub use digest::{Digest, DigestBuilder, DigestUnreadable};
pub use entry::{
    AuditEntry, Batch, IssueEntry, Output, Reading, ReadingState, Reopening, RowCounts, RunEntry, Seen, Segment,
    Submission,
};
pub use error::StoreError;
pub use files::Files;
pub use key::{Key, KeyId, KeyRing};
pub use store::{Store, WatchClaim};
