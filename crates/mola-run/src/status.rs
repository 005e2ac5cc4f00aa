//! Where a programme stands, without taking anything in.

use crate::consolidate::{moment, reader, store_folder};
use crate::knowledge::Knowledge;
use crate::record::RunRecord;
use crate::settings::{Settings, normal};
use crate::summary::Summary;
use crate::{Request, RunError, inbox};
use mola_finding::Finding;
use mola_model::FileState;
use mola_store::{Store, StoreError, Submission};
use serde::Serialize;

/// Where a programme stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProgrammeStatus {
    /// The version of this shape.
    pub schema_version: u32,
    /// The programme's code.
    pub programme: String,
    /// Every file that was received, by name and time.
    pub files: Vec<FileStatus>,
    /// Files of the inbox that the next run will read.
    pub new: Vec<String>,
    /// Files of the inbox that are still being written.
    pub waiting: Vec<String>,
    /// When the last run was, RFC 3339, UTC.
    pub last_run: Option<String>,
    /// What the last run said.
    pub last: Option<Summary>,
}

/// One file that was received.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FileStatus {
    /// Its name, relative to the inbox.
    pub file: String,
    /// The agency's code.
    pub agency: String,
    /// The mapping that took it; empty where none did.
    pub source: String,
    /// What became of it.
    pub state: FileState,
    /// When it was received, RFC 3339, UTC.
    pub received: String,
    /// Rows that count.
    pub kept: u64,
    /// Rows that were refused.
    pub refused: u64,
}

/// Where a programme stands. The inner error are the faults of the pipeline.
///
/// # Errors
/// When the inbox or the store cannot be read.
pub fn status(request: &Request) -> Result<Result<ProgrammeStatus, Vec<Finding>>, RunError> {
    let settings = match Settings::load(&request.pipeline)? {
        Ok(settings) => settings,
        Err(faults) => return Ok(Err(faults)),
    };
    let folder = request.inbox.clone().unwrap_or_else(|| normal(&settings.folder.join(&settings.inbox)));
    let scan = inbox::scan(&folder)?;
    let programme = settings.pipeline.programme.code.clone();
    let mut status = ProgrammeStatus {
        schema_version: 1,
        programme: programme.clone(),
        files: Vec::new(),
        new: Vec::new(),
        waiting: scan.waiting,
        last_run: None,
        last: None,
    };
    let store = match Store::open_read(&store_folder(request.store.as_deref(), &settings), &request.keys) {
        Err(StoreError::Absent { .. }) => {
            status.new = scan.files.into_iter().map(|f| f.path).collect();
            return Ok(Ok(status));
        }
        store => store?,
    };
    let seen = store.seen(&programme)?;
    let fresh = scan.files.into_iter().filter(|f| !seen.get(&f.path).is_some_and(|seen| f.is_as_seen(seen)));
    status.new = fresh.map(|f| f.path).collect();
    if let Some(run) = store.last_run(&programme)? {
        status.last_run = Some(moment(run.moment).and_utc().to_rfc3339());
        status.last = RunRecord::read(&run).map(|record| record.summary);
    }
    let known = Knowledge::at(&store, &reader(&settings, &store, request)?, request.as_of.unwrap_or(i64::MAX))?;
    let held = |state: FileState| {
        move |held: &crate::knowledge::Held| FileStatus {
            source: held.reading.source.clone(),
            kept: held.reading.counts.kept,
            refused: held.reading.counts.refused,
            ..bare(&held.submission, state)
        }
    };
    status.files.extend(known.counted.iter().map(held(FileState::Accepted)));
    status.files.extend(known.quarantined.iter().map(held(FileState::Quarantined)));
    status.files.extend(known.aside.iter().map(|aside| held(aside.state())(&aside.held)));
    status.files.extend(known.superseded.iter().map(|s| bare(s, FileState::Superseded)));
    status.files.extend(known.later.iter().chain(&known.unread).map(|s| bare(s, FileState::Waiting)));
    status.files.sort_by(|a, b| (&a.file, &a.received).cmp(&(&b.file, &b.received)));
    Ok(Ok(status))
}

fn bare(submission: &Submission, state: FileState) -> FileStatus {
    FileStatus {
        file: submission.path.clone(),
        agency: submission.agency.clone(),
        source: String::new(),
        state,
        received: moment(submission.received).and_utc().to_rfc3339(),
        kept: 0,
        refused: 0,
    }
}
