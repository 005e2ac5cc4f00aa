//! Writing to the ledger.

use crate::{
    AuditEntry, Batch, Digest, IssueEntry, Reading, Reopening, RunEntry, Segment, Store, StoreError, Submission,
};
use rusqlite::{Params, Transaction, params};
use serde::Serialize;
use std::collections::BTreeMap;

impl Store {
    /// Adds a batch for any number of files, in one transaction: all of it or nothing. Blobs and
    /// segments that were written before are put on the disk first, so that the ledger never names
    /// what a power failure could take away. The same batch again changes nothing.
    ///
    /// # Errors
    /// [`StoreError::Unsynced`] where a file did not reach the disk; what SQLite refuses, such as a
    /// segment whose reading is not there. Then nothing is committed.
    pub fn commit(&mut self, programme: &str, batch: &Batch) -> Result<(), StoreError> {
        self.writable()?;
        self.files().sync()?;
        self.in_transaction("record what came in", |transaction| write(transaction, programme, batch))
    }

    /// Records a run and gives its number.
    ///
    /// # Errors
    /// What SQLite refuses.
    pub fn record_run(&mut self, programme: &str, run: &RunEntry) -> Result<i64, StoreError> {
        const INSERT: &str =
            "INSERT INTO run (programme, inputs, moment, summary, outputs) VALUES (?1, ?2, ?3, ?4, ?5)";
        self.writable()?;
        self.in_transaction("record the run", |transaction| {
            let outputs = json(&run.outputs)?;
            execute(transaction, INSERT, params![programme, run.inputs, run.moment, run.summary, outputs])?;
            Ok(transaction.last_insert_rowid())
        })
    }

    /// Records an issue and its entry in the audit trail, in one transaction. Its record and its
    /// outputs are blobs already; they are put on the disk first.
    ///
    /// # Errors
    /// [`StoreError::Unsynced`] where a file did not reach the disk; what SQLite refuses, such as an
    /// issue that is there already. Then nothing is recorded.
    pub fn record_issue(&mut self, programme: &str, issue: &IssueEntry, audit: &AuditEntry) -> Result<(), StoreError> {
        const INSERT: &str =
            "INSERT INTO issue (programme, id, period, moment, known_until, provisional, replaces, outputs)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        self.writable()?;
        self.files().sync()?;
        self.in_transaction("record the issue", |transaction| {
            let IssueEntry { id, period, moment, known_until, provisional, replaces, .. } = issue;
            let outputs = json(&issue.outputs)?;
            let row = params![programme, id, period, moment, known_until, provisional, replaces, outputs];
            execute(transaction, INSERT, row)?;
            write_audit(transaction, programme, std::slice::from_ref(audit))
        })
    }

    /// Records that the period of an issue is open again, and the entry in the audit trail, in one
    /// transaction.
    ///
    /// # Errors
    /// What SQLite refuses, such as an issue that is not there, one that is open again already, or a
    /// blank reason. Then nothing is recorded.
    pub fn record_reopening(
        &mut self,
        programme: &str,
        issue: &Digest,
        reopening: &Reopening,
        audit: &AuditEntry,
    ) -> Result<(), StoreError> {
        const INSERT: &str = "INSERT INTO reopening (programme, issue, moment, reason) VALUES (?1, ?2, ?3, ?4)";
        self.writable()?;
        self.in_transaction("record the reopening", |transaction| {
            execute(transaction, INSERT, params![programme, issue, reopening.moment, reopening.reason])?;
            write_audit(transaction, programme, std::slice::from_ref(audit))
        })
    }
}

fn write(transaction: &Transaction<'_>, programme: &str, batch: &Batch) -> rusqlite::Result<()> {
    write_seen(transaction, programme, batch)?;
    for submission in &batch.submissions {
        receive(transaction, programme, submission)?;
    }
    for reading in &batch.readings {
        replace_reading(transaction, programme, reading)?;
    }
    for segment in &batch.segments {
        insert_segment(transaction, programme, segment)?;
    }
    write_findings(transaction, programme, batch)?;
    write_audit(transaction, programme, &batch.audit)
}

fn write_seen(transaction: &Transaction<'_>, programme: &str, batch: &Batch) -> rusqlite::Result<()> {
    const UPSERT: &str = "INSERT OR REPLACE INTO seen (programme, path, size, modified_ns, inode, content)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    for (path, seen) in &batch.seen {
        // SQLite's integers are signed: the 64 bits are kept and read back as they are.
        let (size, inode) = (seen.size.cast_signed(), seen.inode.cast_signed());
        execute(transaction, UPSERT, params![programme, path, size, seen.modified_ns, inode, seen.content])?;
    }
    Ok(())
}

/// Makes a submission current, in the place of whatever is current under its path.
fn receive(transaction: &Transaction<'_>, programme: &str, new: &Submission) -> rusqlite::Result<()> {
    const KNOWN: &str = "SELECT 1 FROM submission
        WHERE programme = ?1 AND content = ?2 AND (received = ?3 OR superseded IS NULL)";
    // The later of the two moments, for a clock that went back must not end what has not begun.
    const SUPERSEDE: &str = "UPDATE submission SET superseded = max(received, ?3)
        WHERE programme = ?1 AND path = ?2 AND superseded IS NULL";
    const INSERT: &str = "INSERT INTO submission (programme, content, received, path, agency, size, superseded)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    if transaction.prepare_cached(KNOWN)?.exists(params![programme, new.content, new.received])? {
        return Ok(());
    }
    execute(transaction, SUPERSEDE, params![programme, new.path, new.received])?;
    let size = new.size.cast_signed();
    let row = params![programme, new.content, new.received, new.path, new.agency, size, new.superseded];
    execute(transaction, INSERT, row)
}

fn replace_reading(transaction: &Transaction<'_>, programme: &str, reading: &Reading) -> rusqlite::Result<()> {
    const UPSERT: &str = "INSERT INTO reading (programme, id, content, source, state, counts, moment)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT DO UPDATE SET content = excluded.content, source = excluded.source,
            state = excluded.state, counts = excluded.counts, moment = excluded.moment";
    for delete in [
        "DELETE FROM segment WHERE programme = ?1 AND reading = ?2",
        "DELETE FROM finding WHERE programme = ?1 AND reading = ?2",
    ] {
        execute(transaction, delete, params![programme, reading.id])?;
    }
    let (state, counts) = (reading.state.as_str(), json(&reading.counts)?);
    let row = params![programme, reading.id, reading.content, reading.source, state, counts, reading.moment];
    execute(transaction, UPSERT, row)
}

fn insert_segment(transaction: &Transaction<'_>, programme: &str, segment: &Segment) -> rusqlite::Result<()> {
    const INSERT: &str = "INSERT OR REPLACE INTO segment (programme, id, reading, grain, rows, meta)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let rows = segment.rows.cast_signed();
    execute(transaction, INSERT, params![programme, segment.id, segment.reading, segment.grain, rows, segment.meta])
}

fn write_findings(transaction: &Transaction<'_>, programme: &str, batch: &Batch) -> rusqlite::Result<()> {
    const INSERT: &str = "INSERT INTO finding (programme, reading, seq, detail) VALUES (?1, ?2, ?3, ?4)";
    let mut numbers: BTreeMap<&str, i64> = BTreeMap::new();
    for (reading, finding) in &batch.findings {
        let number = numbers.entry(reading).or_default();
        *number += 1;
        execute(transaction, INSERT, params![programme, reading, *number, json(finding)?])?;
    }
    Ok(())
}

fn write_audit(transaction: &Transaction<'_>, programme: &str, audit: &[AuditEntry]) -> rusqlite::Result<()> {
    const INSERT: &str = "INSERT OR IGNORE INTO audit (programme, moment, what, detail) VALUES (?1, ?2, ?3, ?4)";
    for entry in audit {
        execute(transaction, INSERT, params![programme, entry.moment, entry.what, entry.detail])?;
    }
    Ok(())
}

fn execute(transaction: &Transaction<'_>, sql: &str, row: impl Params) -> rusqlite::Result<()> {
    transaction.prepare_cached(sql)?.execute(row).map(drop)
}

fn json(value: &impl Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|source| rusqlite::Error::ToSqlConversionFailure(source.into()))
}
