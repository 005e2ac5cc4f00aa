//! Why something was not done at all.

use std::path::PathBuf;

/// Why something was not done at all. What can be done in part is done, and the rest are findings.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// There is no `pipeline.toml` in the folder.
    #[error("there is no pipeline.toml in {}", .0.display())]
    NoPipeline(PathBuf),
    /// A file or folder cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file or folder cannot be written.
    #[error("{} cannot be written: {source}", path.display())]
    Unwritable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A process that reads files cannot be started or is lost.
    #[error("files cannot be read in a process of their own: {reason}")]
    ReaderLost {
        /// Why.
        reason: std::io::Error,
    },
    /// Settings were saved while files were being read by them.
    #[error("the settings were changed while files were being read")]
    SettingsChanged,
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] mola_store::StoreError),
    /// A canonical table is not as `mola-frame` says: a defect of Mola.
    #[error("a canonical table is not as it should be; this is a defect of Mola: {0}")]
    Frame(#[from] polars::error::PolarsError),
    /// The report cannot be written.
    #[error(transparent)]
    Report(#[from] mola_report::ReportError),
    /// A record of the store cannot be understood: it was written by another version.
    #[error("a record of the store cannot be read: {0}")]
    Record(#[from] serde_json::Error),
    /// No run was made yet.
    #[error("there is no report yet; make one with: mola run {0}")]
    NoRun(String),
    /// Nothing has this id or value.
    #[error("no figure of the last report has the id or the value '{0}'")]
    NoFigure(String),
    /// There are no cases beside the pipeline.
    #[error("there is no {}", path.display())]
    NoCases {
        /// Where they would be.
        path: PathBuf,
        /// Cases to begin with.
        start: String,
    },
    /// There is no such pair to decide about.
    #[error("no pair '{pair}' is to be decided about")]
    NoPair {
        /// What was asked for.
        pair: String,
    },
    /// A decision says not who made it, or not why.
    #[error("a decision needs a name and a reason")]
    DecisionUnsigned,
    /// A workbook has no column for decisions.
    #[error("there is no column for decisions")]
    NoDecisions,
    /// What stands in the column for decisions is none.
    #[error("row {row}: '{found}' is no decision")]
    DecisionUnknown {
        /// The row of the sheet.
        row: u32,
        /// What stands there.
        found: String,
    },
    /// No file of this name was set aside.
    #[error("no file that was set aside is '{file}'")]
    NotQuarantined {
        /// What was asked for.
        file: String,
        /// The files that were set aside.
        aside: Vec<String>,
    },
    /// No case has such a name.
    #[error("no case in {file} has '{named}' in its name")]
    NoCase {
        /// What was asked for.
        named: String,
        /// The file of cases.
        file: String,
    },
    /// No issue has an id that begins so.
    #[error("no issue has an id that begins with '{issue}'; `mola issues {pipeline}` lists them")]
    NoIssue {
        /// What was asked for.
        issue: String,
        /// The pipeline.
        pipeline: String,
    },
    /// Several issues have an id that begins so.
    #[error("several issues begin with '{issue}': {}; write more digits", ids.join(", "))]
    IssueAmbiguous {
        /// What was asked for.
        issue: String,
        /// The first digits of their ids.
        ids: Vec<String>,
    },
    /// The issue is one of another programme in the same store.
    #[error("issue '{issue}' is one of {owner}, not of {programme}; name the pipeline of {owner}")]
    IssueElsewhere {
        /// What was asked for.
        issue: String,
        /// The programme that was named.
        programme: String,
        /// The programme whose issue it is.
        owner: String,
    },
    /// The period was never closed.
    #[error("{period} is not closed; close it with: mola close {pipeline} {period}")]
    NotClosed {
        /// The period.
        period: String,
        /// The pipeline.
        pipeline: String,
    },
    /// The period is closed.
    #[error("{period} is closed by issue {issue}; to issue it anew: mola reopen {pipeline} {period} --reason \"…\"")]
    AlreadyClosed {
        /// The period.
        period: String,
        /// The first digits of the issue's id.
        issue: String,
        /// The pipeline.
        pipeline: String,
    },
    /// The period is open again already.
    #[error("{period} is open again already; close it with: mola close {pipeline} {period}")]
    AlreadyOpen {
        /// The period.
        period: String,
        /// The pipeline.
        pipeline: String,
    },
    /// Nobody says why a period should be opened again.
    #[error("reopening needs a reason, for the audit trail: --reason \"…\"")]
    NoReason,
    /// The issue has no output in a language.
    #[error("issue {issue} was not made in '{language}'; it is there in: {}", there.join(", "))]
    LanguageAbsent {
        /// The first digits of the issue's id.
        issue: String,
        /// The language that was asked for.
        language: String,
        /// The languages that are there.
        there: Vec<String>,
    },
    /// The issue has no output in a format, and none can be made of it.
    #[error("issue {issue} was not made as {format}, and it was closed before issues were kept whole; it is there as: {}", there.join(", "))]
    FormatAbsent {
        /// The first digits of the issue's id.
        issue: String,
        /// The format that was asked for.
        format: String,
        /// The formats that are there.
        there: Vec<String>,
    },
    /// The pipeline has no donor of this code.
    #[error("there is no donor '{donor}'; there are: {}", there.join(", "))]
    NoDonor {
        /// What was asked for.
        donor: String,
        /// The donors that are there.
        there: Vec<String>,
    },
    /// A template is no workbook.
    #[error("{} cannot be filled: {source}", path.display())]
    Template {
        /// Which.
        path: PathBuf,
        /// Why.
        source: mola_report::TemplateError,
    },
    /// The pipeline does not say what a format needs.
    #[error("{pipeline} does not say what {format} needs: it has no table {table}")]
    FormatUnsaid {
        /// The format.
        format: String,
        /// The table that is not there.
        table: String,
        /// The pipeline.
        pipeline: String,
    },
    /// The period of an issue cannot be read: it was written by another version.
    #[error("the period of issue {issue} cannot be read: {source}")]
    IssuePeriod {
        /// The first digits of the issue's id.
        issue: String,
        /// Why.
        source: mola_model::PeriodError,
    },
    /// The folder holds something already.
    #[error("{} is not empty; name a folder that is empty or does not exist yet", .0.display())]
    NotEmpty(PathBuf),
    /// Two of several pipelines are of one programme.
    #[error("two of the pipelines are of the programme {0}")]
    ProgrammeTwice(String),
    /// The period lies outside the programme.
    #[error("{period} lies outside the programme, which reports from {first} to {last}")]
    PeriodOutside {
        /// The period.
        period: String,
        /// The programme's first month.
        first: String,
        /// The programme's last month.
        last: String,
    },
}
