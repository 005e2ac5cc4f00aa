//! What the ledger holds. Moments are Unix milliseconds, UTC.

use crate::Digest;
use mola_finding::Finding;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the last scan saw of a file. While size, time and inode stay the same, so does the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Bytes.
    pub size: u64,
    /// Time of the last change, Unix nanoseconds.
    pub modified_ns: i64,
    /// The file's number in its file system; 0 where there is none.
    pub inode: u64,
    /// The digest of the bytes.
    pub content: Digest,
}

/// A file as received: a content that became current under a path.
///
/// A content that returns after another took its place is listed again, with its new moment. At any
/// moment at most one submission of a path is current.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// The digest of the bytes, and the name of the blob.
    pub content: Digest,
    /// Relative to the inbox, with `/` between folders.
    pub path: String,
    /// Who reports.
    pub agency: String,
    /// Bytes.
    pub size: u64,
    /// When it came, and from when on it is current.
    pub received: i64,
    /// When a later file of the same path took its place. The store fills it in on commit.
    pub superseded: Option<i64>,
}

impl Submission {
    /// Whether the submission is current at this moment.
    pub fn current_at(&self, moment: i64) -> bool {
        self.received <= moment && self.superseded.is_none_or(|end| moment < end)
    }
}

/// What became of a submission under a mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReadingState {
    /// Its records count.
    Accepted,
    /// Nothing of it counts until it is mended.
    Quarantined,
}

impl ReadingState {
    /// The word in the ledger and in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Quarantined => "quarantined",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        [Self::Accepted, Self::Quarantined].into_iter().find(|state| state.as_str() == word)
    }
}

/// Where the rows of a submission went, in rows of its tables.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowCounts {
    /// All rows.
    pub read: u64,
    /// Rows that became records.
    pub kept: u64,
    /// Rows with an error.
    pub refused: u64,
    /// Rows left out, by the rule that left them out.
    #[serde(default)]
    pub ignored: BTreeMap<String, u64>,
}

/// What one version of a mapping made of one submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Names content, mapping version, code lists and engine together.
    pub id: String,
    /// The submission's bytes.
    pub content: Digest,
    /// The mapping's name; empty where no mapping takes the file.
    pub source: String,
    /// Accepted or quarantined.
    pub state: ReadingState,
    /// Where the rows went.
    pub counts: RowCounts,
    /// When it was read.
    pub moment: i64,
}

/// Canonical records of one grain that a reading yielded; the records are in `segments/<id>.parquet`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// The segment's name: see [`crate::Files::put_segment`].
    pub id: String,
    /// The reading that yielded it.
    pub reading: String,
    /// Participation, observation, money or narrative.
    pub grain: String,
    /// Records.
    pub rows: u64,
    /// Whatever the caller keeps with it; the store does not look inside.
    pub meta: String,
}

/// A file that a run wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// Where it was written.
    pub path: String,
    /// The digest of its bytes.
    pub digest: Digest,
}

/// One consolidation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunEntry {
    /// The number that the ledger gives; of no account in an entry that is being recorded.
    pub id: i64,
    /// The digest of all that the run depends on.
    pub inputs: Digest,
    /// When it ran.
    pub moment: i64,
    /// Whatever the caller keeps with it; the store does not look inside.
    pub summary: String,
    /// The files that it wrote.
    pub outputs: Vec<Output>,
}

/// A report that was closed: nothing of it is ever changed or removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueEntry {
    /// The digest of its record, and the name of the blob that holds it.
    pub id: Digest,
    /// The period that it closes.
    pub period: String,
    /// When it was closed.
    pub moment: i64,
    /// The state of knowledge: what came later is not in it.
    pub known_until: i64,
    /// Whether something was missing, refused or quarantined.
    pub provisional: bool,
    /// The issue of the same period that it takes the place of.
    pub replaces: Option<Digest>,
    /// The files that were issued, by name; all are blobs.
    pub outputs: Vec<Output>,
    /// When and why its period was opened again. The store fills it in on reading.
    pub reopened: Option<Reopening>,
}

/// Why a closed period may be reported anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reopening {
    /// When.
    pub moment: i64,
    /// Why, in the words of whoever did it.
    pub reason: String,
}

/// Something that was done, for whoever asks later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// When.
    pub moment: i64,
    /// What, as a stable word.
    pub what: String,
    /// Its particulars, as JSON; without personal data.
    pub detail: String,
}

/// All that one transaction adds to the ledger.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Batch {
    /// Path and what was seen there; replaces what was seen there before.
    pub seen: Vec<(String, Seen)>,
    /// In order of receipt. A content that is current already is not received again.
    pub submissions: Vec<Submission>,
    /// A reading that is there already is replaced, together with its segments and findings.
    pub readings: Vec<Reading>,
    /// Their readings are in this batch or in the ledger.
    pub segments: Vec<Segment>,
    /// Reading and finding, in the order in which they are to be listed. Readings are in this batch.
    pub findings: Vec<(String, Finding)>,
    /// Added to the trail, each once.
    pub audit: Vec<AuditEntry>,
}
