//! Reading the ledger. Every list has a declared order.

use crate::store::first;
use crate::{
    AuditEntry, Digest, IssueEntry, Reading, ReadingState, Reopening, RunEntry, Seen, Segment, Store, StoreError,
    Submission,
};
use mola_finding::Finding;
use rusqlite::types::{FromSqlError, Type};
use rusqlite::{Params, Row, params};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

impl Store {
    /// What was last seen, by path relative to the inbox with `/` between folders. Of two paths with
    /// one content, one is a submission and the other its duplicate.
    ///
    /// # Errors
    /// What SQLite refuses.
    pub fn seen(&self, programme: &str) -> Result<BTreeMap<String, Seen>, StoreError> {
        const SQL: &str = "SELECT path, size, modified_ns, inode, content FROM seen WHERE programme = ?1";
        self.list("list the files seen", SQL, [programme], |row| {
            let seen = Seen {
                size: unsigned(row, 1)?,
                modified_ns: row.get(2)?,
                inode: unsigned(row, 3)?,
                content: row.get(4)?,
            };
            Ok((row.get(0)?, seen))
        })
    }

    /// All submissions, current or superseded, by moment of receipt and then by path.
    ///
    /// # Errors
    /// What SQLite refuses.
    pub fn submissions(&self, programme: &str) -> Result<Vec<Submission>, StoreError> {
        const SQL: &str = "SELECT content, path, agency, size, received, superseded FROM submission
            WHERE programme = ?1 ORDER BY received, path, content";
        self.list("list the submissions", SQL, [programme], |row| {
            Ok(Submission {
                content: row.get(0)?,
                path: row.get(1)?,
                agency: row.get(2)?,
                size: unsigned(row, 3)?,
                received: row.get(4)?,
                superseded: row.get(5)?,
            })
        })
    }

    /// All readings, by content and then by id.
    ///
    /// # Errors
    /// What SQLite refuses.
    pub fn readings(&self, programme: &str) -> Result<Vec<Reading>, StoreError> {
        const SQL: &str = "SELECT id, content, source, state, counts, moment FROM reading
            WHERE programme = ?1 ORDER BY content, id";
        self.list("list the readings", SQL, [programme], |row| {
            Ok(Reading {
                id: row.get(0)?,
                content: row.get(1)?,
                source: row.get(2)?,
                state: state(row, 3)?,
                counts: json(row, 4)?,
                moment: row.get(5)?,
            })
        })
    }

    /// All segments, by reading and then by id.
    ///
    /// # Errors
    /// What SQLite refuses.
    pub fn segments(&self, programme: &str) -> Result<Vec<Segment>, StoreError> {
        const SQL: &str = "SELECT id, reading, grain, rows, meta FROM segment
            WHERE programme = ?1 ORDER BY reading, id";
        self.list("list the segments", SQL, [programme], |row| {
            Ok(Segment {
                id: row.get(0)?,
                reading: row.get(1)?,
                grain: row.get(2)?,
                rows: unsigned(row, 3)?,
                meta: row.get(4)?,
            })
        })
    }

    /// All findings with the content and the reading that they belong to, by content and reading, and
    /// within a reading in the order in which they were given.
    ///
    /// # Errors
    /// What SQLite refuses.
    pub fn findings(&self, programme: &str) -> Result<Vec<(Digest, String, Finding)>, StoreError> {
        const SQL: &str = "SELECT reading.content, reading.id, finding.detail
            FROM finding JOIN reading ON reading.programme = finding.programme AND reading.id = finding.reading
            WHERE finding.programme = ?1 ORDER BY reading.content, reading.id, finding.seq";
        self.list("list the findings", SQL, [programme], |row| Ok((row.get(0)?, row.get(1)?, json(row, 2)?)))
    }

    /// All runs, in the order in which they were recorded.
    ///
    /// # Errors
    /// What SQLite refuses.
    pub fn runs(&self, programme: &str) -> Result<Vec<RunEntry>, StoreError> {
        const SQL: &str = "SELECT id, inputs, moment, summary, outputs FROM run WHERE programme = ?1 ORDER BY id";
        self.list("list the runs", SQL, [programme], run)
    }

    /// The run that was recorded last.
    ///
    /// # Errors
    /// What SQLite refuses.
    pub fn last_run(&self, programme: &str) -> Result<Option<RunEntry>, StoreError> {
        const SQL: &str = "SELECT id, inputs, moment, summary, outputs FROM run
            WHERE programme = ?1 ORDER BY id DESC LIMIT 1";
        self.one("find the last run", SQL, [programme], run)
    }

    /// The last run that had these inputs.
    ///
    /// # Errors
    /// What SQLite refuses.
    pub fn find_run(&self, programme: &str, inputs: &Digest) -> Result<Option<RunEntry>, StoreError> {
        const SQL: &str = "SELECT id, inputs, moment, summary, outputs FROM run
            WHERE programme = ?1 AND inputs = ?2 ORDER BY id DESC LIMIT 1";
        self.one("find the run", SQL, params![programme, inputs], run)
    }

    /// All issues, in the order in which they were closed.
    ///
    /// # Errors
    /// What SQLite refuses.
    pub fn issues(&self, programme: &str) -> Result<Vec<IssueEntry>, StoreError> {
        const SQL: &str = "SELECT issue.id, issue.period, issue.moment, issue.known_until, issue.provisional,
                issue.replaces, issue.outputs, reopening.moment, reopening.reason
            FROM issue LEFT JOIN reopening
                ON reopening.programme = issue.programme AND reopening.issue = issue.id
            WHERE issue.programme = ?1 ORDER BY issue.seq";
        self.list("list the issues", SQL, [programme], issue)
    }

    /// The programmes that have an issue whose id begins with `prefix`, by name. What holds other
    /// characters than hexadecimal digits begins none.
    ///
    /// # Errors
    /// What SQLite refuses.
    pub fn programmes_of_issue(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        const SQL: &str = "SELECT DISTINCT programme FROM issue
            WHERE substr(id, 1, length(?1)) = ?1 ORDER BY programme";
        self.list("find the programme of an issue", SQL, [prefix], |row| row.get(0))
    }

    /// The audit trail, in the order in which it was written.
    ///
    /// # Errors
    /// What SQLite refuses.
    pub fn audit(&self, programme: &str) -> Result<Vec<AuditEntry>, StoreError> {
        const SQL: &str = "SELECT moment, what, detail FROM audit WHERE programme = ?1 ORDER BY id";
        self.list("list the audit trail", SQL, [programme], |row| {
            Ok(AuditEntry { moment: row.get(0)?, what: row.get(1)?, detail: row.get(2)? })
        })
    }

    fn list<T, C: FromIterator<T>>(
        &self,
        action: &'static str,
        sql: &str,
        values: impl Params,
        entry: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<C, StoreError> {
        self.ledger
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_map(values, entry)?.collect())
            .map_err(StoreError::sql(action))
    }

    fn one<T>(
        &self,
        action: &'static str,
        sql: &str,
        values: impl Params,
        entry: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        self.ledger
            .prepare_cached(sql)
            .and_then(|mut statement| first(statement.query_map(values, entry)?))
            .map_err(StoreError::sql(action))
    }
}

fn run(row: &Row<'_>) -> rusqlite::Result<RunEntry> {
    Ok(RunEntry {
        id: row.get(0)?,
        inputs: row.get(1)?,
        moment: row.get(2)?,
        summary: row.get(3)?,
        outputs: json(row, 4)?,
    })
}

fn issue(row: &Row<'_>) -> rusqlite::Result<IssueEntry> {
    let reopened: Option<i64> = row.get(7)?;
    Ok(IssueEntry {
        id: row.get(0)?,
        period: row.get(1)?,
        moment: row.get(2)?,
        known_until: row.get(3)?,
        provisional: row.get(4)?,
        replaces: row.get(5)?,
        outputs: json(row, 6)?,
        reopened: reopened
            .map(|moment| Ok::<_, rusqlite::Error>(Reopening { moment, reason: row.get(8)? }))
            .transpose()?,
    })
}

fn unsigned(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(i64::cast_unsigned)
}

fn state(row: &Row<'_>, column: usize) -> rusqlite::Result<ReadingState> {
    let word: String = row.get(column)?;
    let unknown = || rusqlite::Error::FromSqlConversionFailure(column, Type::Text, FromSqlError::InvalidType.into());
    ReadingState::from_word(&word).ok_or_else(unknown)
}

fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text = row.get_ref(column)?.as_str()?;
    serde_json::from_str(text)
        .map_err(|source| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, source.into()))
}
