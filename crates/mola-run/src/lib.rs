//! Carries out a plan: intake, read, map, link, measure, disclose, report, record.
//!
//! Clock and folders are arguments. This crate prints nothing, parses no flags and knows no
//! network; it is the only one that knows in which order the others do their part.
//!
//! ```no_run
//! use mola_run::{Request, run};
//!
//! let request = Request::new("pipelines/panama", 1_321_000_000_000, "mola 0.1.0");
//! if let Ok(outcome) = run(&request, &|_| {})? {
//!     println!("{}", outcome.summary.report);
//! }
//! # Ok::<(), mola_run::RunError>(())
//! ```

mod apart;
mod away;
mod cases;
mod check;
mod consolidate;
mod diff;
mod error;
mod explain;
mod feedback;
mod filling;
mod inbox;
mod init;
mod inspect;
mod intake;
mod issuing;
mod knowledge;
mod linking;
mod lists;
mod loading;
mod log;
mod measuring;
mod opening;
mod outputs;
mod parquet;
mod portfolio;
mod reading;
mod record;
mod replies;
mod reporting;
mod restating;
mod retry;
mod review;
mod settings;
mod settling;
mod status;
mod summary;
mod variants;
mod versions;
mod watching;

pub use apart::{READER_FAILED, serve};
pub use cases::{Compared, Mismatch, Tested, TestedCase, test};
pub use check::{CheckedMapping, CheckedProgramme, check};
pub use consolidate::{Outcome, run};
pub use diff::{BridgeOrigin, IssueDifference, diff};
pub use error::RunError;
pub use explain::{
    Calculation, Explained, ExplainedAgency, ExplainedCell, ExplainedPart, ExplainedProgress, ExplainedRange,
    ExplainedRecord, explain,
};
pub use filling::{FilledTemplate, fill_template};
pub use init::init;
pub use inspect::{
    ColumnKind, Inspected, InspectedColumn, InspectedEncoding, InspectedSheet, InspectedTable, LeftOut, LeftOutReason,
    OddCells, inspect, mapping_starter,
};
pub use issuing::{Closed, IssueState, IssueStatus, ProgrammeIssues, Reopened, ReopenedIssue, close, issues, reopen};
pub use lists::{LinkedLists, ListError, ReadList, link_read_lists, list_fields, read_list};
pub use log::{Log, LogEntry, LogFilter, log};
pub use mola_link::FieldKind;
pub use mola_report::report_schema;
pub use portfolio::{PortfolioOutcome, portfolio};
pub use reporting::{Reported, Wanted, report};
pub use retry::{Retried, retry};
pub use review::{
    Review, ReviewDecision, ReviewPair, ReviewSide, Verdict, decide, levels, read_verdicts, review, review_workbook,
};
pub use settings::{Loaded, Settings, SettingsDigests};
pub use status::{FileStatus, ProgrammeStatus, status};
pub use summary::{FileCounts, MissingReport, RowTotals, Summary, SummaryChange, SummaryIndicator};
pub use watching::{Look, Watch};

use mola_finding::Language;
use mola_model::Period;
pub use mola_store::KeyRing;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// What is asked of a run.
#[derive(Debug, Clone)]
pub struct Request {
    /// The pipeline's folder.
    pub pipeline: PathBuf,
    /// The inbox, where it is not the pipeline's own.
    pub inbox: Option<PathBuf>,
    /// The store, where it is not `.mola` in the project folder.
    pub store: Option<PathBuf>,
    /// The folder of reports, where it is not `reports/<programme>` in the project folder.
    pub out: Option<PathBuf>,
    /// Files of the inbox that are to wait, relative to it: someone may still be writing them.
    pub held_back: BTreeSet<String>,
    /// The period, where it is not the last one with data.
    pub period: Option<Period>,
    /// The state of knowledge: what came later does not count. Unix milliseconds, UTC.
    pub as_of: Option<i64>,
    /// The language of the report.
    pub language: Language,
    /// Now, Unix milliseconds, UTC.
    pub now: i64,
    /// What tells this build of Mola from others: what another build read is read again.
    pub engine: String,
    /// Where the store's key is.
    pub keys: KeyRing,
    /// The program that reads files in processes of its own ([`serve`]), so that none can do harm to
    /// the run. Without it they are read in this process.
    pub reader: Option<PathBuf>,
}

impl Request {
    /// A run of the pipeline in this folder with its own settings, in Spanish.
    pub fn new(pipeline: impl Into<PathBuf>, now: i64, engine: impl Into<String>) -> Self {
        Self {
            pipeline: pipeline.into(),
            inbox: None,
            store: None,
            out: None,
            held_back: BTreeSet::new(),
            period: None,
            as_of: None,
            language: Language::Es,
            now,
            engine: engine.into(),
            keys: KeyRing::nowhere(),
            reader: None,
        }
    }
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// So many files of so many are read.
    Read(usize, usize),
    /// Figures are being made.
    Measure,
    /// The report is being written.
    Report,
}
