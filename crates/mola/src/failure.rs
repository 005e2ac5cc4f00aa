//! Why a command is not carried out, in words.

use crate::texts::Texts;
use fluent_bundle::FluentValue;
use mola_finding::Finding;
use mola_run::{ListError, RunError};
use mola_store::StoreError;
use std::io;
use std::path::{Path, PathBuf};

/// Why a command is not carried out.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The work was not done.
    #[error(transparent)]
    Run(#[from] RunError),
    /// The settings have these faults.
    #[error("the settings have {} faults", .0.len())]
    Faults(Vec<Finding>),
    /// A file is refused.
    #[error("the file is refused: {}", .0.code)]
    Refused(Box<Finding>),
    /// A file cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file cannot be written.
    #[error("{} cannot be written: {source}", path.display())]
    Unwritable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Lists are not linked.
    #[error(transparent)]
    List(#[from] ListError),
    /// The answer cannot be written.
    #[error("the answer cannot be written: {0}")]
    Unanswered(io::Error),
    /// The system does not let the program hear of Ctrl-C.
    #[error("Ctrl-C cannot be heard: {0}")]
    Deaf(#[from] ctrlc::Error),
    /// There is no pipeline in the present folder.
    #[error("there is no pipeline here")]
    NoPipelineHere,
    /// There is more than one.
    #[error("there are several pipelines: {}", .0.join(", "))]
    SeveralPipelines(Vec<String>),
    /// One inbox for several pipelines.
    #[error("an inbox is that of one pipeline")]
    OneInbox,
    /// An answer cannot be written as JSON: a defect of Mola.
    #[error("the answer cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

impl Failure {
    /// A stable word for programs.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Run(error) => run_kind(error),
            Self::Faults(_) => "settings-faulty",
            Self::Refused(finding) => finding.code.as_str(),
            Self::Unreadable { .. } => "unreadable",
            Self::Unwritable { .. } => "unwritable",
            Self::List(error) => crate::commands::link::kind(error),
            Self::Unanswered(_) => "output",
            Self::Deaf(_) => "deaf",
            Self::NoPipelineHere => "no-pipeline",
            Self::SeveralPipelines(_) => "several-pipelines",
            Self::OneInbox => "one-inbox",
            Self::Json(_) => "defect",
        }
    }

    /// The sentence for people.
    pub fn text(&self, texts: &Texts) -> String {
        match self {
            Self::Run(error) => run_text(error, texts),
            Self::Faults(faults) => texts.count("faults", faults.len() as u64),
            Self::Refused(finding) => finding.text(texts.language),
            Self::Unreadable { path, source } => with_path(texts, "failure-unreadable", path, source),
            Self::Unwritable { path, source } => with_path(texts, "failure-unwritable", path, source),
            Self::List(error) => list_text(error, texts),
            Self::Unanswered(source) => texts.with("failure-output", &[("reason", source.to_string().into())]),
            Self::Deaf(error) => of_defect(texts, &error.to_string()),
            Self::NoPipelineHere => texts.get("failure-no-pipeline-here"),
            Self::SeveralPipelines(names) => {
                let first = names.first().map_or("", String::as_str);
                texts.with("failure-several-pipelines", &[("names", names.join(", ").into()), ("first", first.into())])
            }
            Self::OneInbox => texts.get("failure-one-inbox"),
            Self::Json(error) => of_defect(texts, &error.to_string()),
        }
    }
}

fn list_text(error: &ListError, texts: &Texts) -> String {
    match error {
        ListError::Fields(reason) => texts.with("failure-fields", &[("reason", reason.trim().into())]),
        ListError::Kind { field, kind } => {
            let allowed: Vec<&str> = mola_run::FieldKind::NAMES.iter().map(|(name, _)| *name).collect();
            let said = [
                ("field", field.as_str().into()),
                ("kind", kind.as_str().into()),
                ("allowed", allowed.join(", ").into()),
            ];
            texts.with("failure-field-kind", &said)
        }
        ListError::NoField(field) => texts.with("failure-no-field", &[("field", field.as_str().into())]),
    }
}

fn run_kind(error: &RunError) -> &'static str {
    match error {
        RunError::NoPipeline(_) => "no-pipeline",
        RunError::Unreadable { .. } => "unreadable",
        RunError::Unwritable { .. } => "unwritable",
        RunError::ReaderLost { .. } => "reader-lost",
        RunError::SettingsChanged => "settings-changed",
        RunError::Store(StoreError::Locked { .. }) => "store-locked",
        RunError::Store(
            StoreError::KeyAbsent { .. }
            | StoreError::KeyOther { .. }
            | StoreError::KeyUnreadable { .. }
            | StoreError::KeyNowhere,
        ) => "key",
        RunError::Store(_) => "store",
        RunError::Report(_) => "report",
        RunError::Record(_) => "record",
        RunError::Frame(_) => "defect",
        RunError::NoRun(_) => "no-run",
        RunError::NoFigure(_) => "no-figure",
        RunError::NoCases { .. } => "no-cases",
        RunError::NoCase { .. } => "no-case",
        RunError::NotEmpty(_) => "not-empty",
        RunError::ProgrammeTwice(_) => "programme-twice",
        RunError::PeriodOutside { .. } => "period-outside",
        RunError::NoIssue { .. } => "no-issue",
        RunError::IssueAmbiguous { .. } => "issue-ambiguous",
        RunError::IssueElsewhere { .. } => "issue-elsewhere",
        RunError::NotClosed { .. } => "not-closed",
        RunError::AlreadyClosed { .. } => "already-closed",
        RunError::AlreadyOpen { .. } => "already-open",
        RunError::NotQuarantined { .. } => "not-quarantined",
        RunError::NoPair { .. } => "no-pair",
        RunError::DecisionUnsigned => "decision-unsigned",
        RunError::NoDecisions => "no-decisions",
        RunError::DecisionUnknown { .. } => "decision-unknown",
        RunError::NoReason => "no-reason",
        RunError::LanguageAbsent { .. } => "language-absent",
        RunError::FormatAbsent { .. } => "format-absent",
        RunError::FormatUnsaid { .. } => "format-unsaid",
        RunError::Template { .. } => "template",
        RunError::NoDonor { .. } => "no-donor",
        RunError::IssuePeriod { .. } => "record",
    }
}

fn run_text(error: &RunError, texts: &Texts) -> String {
    let one = |key: &str, name: &str, value: String| texts.with(key, &[(name, value.into())]);
    let several = |key: &str, values: &[(&str, &String)]| {
        let values: Vec<(&str, FluentValue<'_>)> =
            values.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
        texts.with(key, &values)
    };
    match error {
        RunError::NoPipeline(path) => one("failure-no-pipeline", "path", shown(path)),
        RunError::Unreadable { path, source } => with_path(texts, "failure-unreadable", path, source),
        RunError::Unwritable { path, source } => with_path(texts, "failure-unwritable", path, source),
        RunError::ReaderLost { reason } => one("failure-reader-lost", "reason", reason.to_string()),
        RunError::SettingsChanged => texts.get("failure-settings-changed"),
        RunError::Store(error) => store_text(error, texts),
        RunError::Report(error) => one("failure-report", "reason", error.to_string()),
        RunError::Record(_) | RunError::IssuePeriod { .. } => texts.get("failure-record"),
        RunError::Frame(error) => of_defect(texts, &error.to_string()),
        RunError::NoRun(pipeline) => one("failure-no-run", "pipeline", pipeline.clone()),
        RunError::NoFigure(figure) => one("failure-no-figure", "figure", figure.clone()),
        RunError::NoCases { path, .. } => one("failure-no-cases", "path", shown(path)),
        RunError::NoCase { named, file } => {
            texts.with("failure-no-case", &[("name", named.as_str().into()), ("file", file.as_str().into())])
        }
        RunError::ProgrammeTwice(programme) => one("failure-programme-twice", "programme", programme.clone()),
        RunError::NotEmpty(path) => one("failure-not-empty", "path", shown(path)),
        RunError::PeriodOutside { period, first, last } => {
            several("failure-period-outside", &[("period", period), ("first", first), ("last", last)])
        }
        RunError::NoIssue { issue, pipeline } => {
            several("failure-no-issue", &[("issue", issue), ("pipeline", pipeline)])
        }
        RunError::IssueAmbiguous { issue, ids } => {
            several("failure-issue-ambiguous", &[("issue", issue), ("ids", &ids.join(", "))])
        }
        RunError::IssueElsewhere { issue, programme, owner } => {
            several("failure-issue-elsewhere", &[("issue", issue), ("programme", programme), ("owner", owner)])
        }
        RunError::NotClosed { period, pipeline } => {
            several("failure-not-closed", &[("period", period), ("pipeline", pipeline)])
        }
        RunError::AlreadyClosed { period, issue, pipeline } => {
            several("failure-already-closed", &[("period", period), ("issue", issue), ("pipeline", pipeline)])
        }
        RunError::AlreadyOpen { period, pipeline } => {
            several("failure-already-open", &[("period", period), ("pipeline", pipeline)])
        }
        RunError::NoPair { pair } => one("failure-no-pair", "pair", pair.clone()),
        RunError::DecisionUnsigned => texts.get("failure-decision-unsigned"),
        RunError::NoDecisions => texts.get("failure-no-decisions"),
        RunError::DecisionUnknown { row, found } => {
            several("failure-decision-unknown", &[("row", &row.to_string()), ("found", found)])
        }
        RunError::NotQuarantined { file, aside } if aside.is_empty() => {
            one("failure-none-quarantined", "file", file.clone())
        }
        RunError::NotQuarantined { file, aside } => {
            several("failure-not-quarantined", &[("file", file), ("aside", &aside.join(", "))])
        }
        RunError::NoReason => texts.get("failure-no-reason"),
        RunError::LanguageAbsent { issue, language, there } => {
            let there = there.join(", ");
            several("failure-language-absent", &[("issue", issue), ("language", language), ("there", &there)])
        }
        RunError::NoDonor { donor, there } if there.is_empty() => one("failure-no-donors", "donor", donor.clone()),
        RunError::NoDonor { donor, there } => {
            several("failure-no-donor", &[("donor", donor), ("there", &there.join(", "))])
        }
        RunError::Template { path, source } => {
            several("failure-template", &[("path", &shown(path)), ("reason", &source.to_string())])
        }
        RunError::FormatUnsaid { format, table, pipeline } => {
            several("failure-format-unsaid", &[("format", format), ("table", table), ("pipeline", pipeline)])
        }
        RunError::FormatAbsent { issue, format, there } => {
            let there = there.join(", ");
            several("failure-format-absent", &[("issue", issue), ("format", format), ("there", &there)])
        }
    }
}

fn store_text(error: &StoreError, texts: &Texts) -> String {
    match error {
        StoreError::Io { path, source } => with_path(texts, "failure-store-io", path, source),
        StoreError::Locked { root } => texts.with("failure-store-locked", &[("path", shown(root).into())]),
        StoreError::Watched { root } => texts.with("failure-store-watched", &[("path", shown(root).into())]),
        StoreError::Fenced { root } => texts.with("failure-store-fenced", &[("path", shown(root).into())]),
        StoreError::Absent { path } => texts.with("failure-store-absent", &[("path", shown(path).into())]),
        StoreError::OlderSchema { path, .. } => texts.with("failure-store-older", &[("path", shown(path).into())]),
        StoreError::BlobDamaged { expected, .. } => {
            texts.with("failure-store-damaged", &[("file", expected.to_string().into())])
        }
        StoreError::KeyAbsent { id, place } => {
            texts.with("failure-key-absent", &[("id", id.to_string().into()), ("place", place.as_str().into())])
        }
        StoreError::KeyOther { id, found, place } => {
            let said =
                [("id", id.to_string().into()), ("found", found.to_string().into()), ("place", place.as_str().into())];
            texts.with("failure-key-other", &said)
        }
        StoreError::KeyUnreadable { place } => {
            texts.with("failure-key-unreadable", &[("place", place.as_str().into())])
        }
        StoreError::KeyNowhere => texts.get("failure-key-nowhere"),
        StoreError::Sealed { what } => texts.with("failure-sealed", &[("what", what.as_str().into())]),
        StoreError::NewerSchema { path, .. } => texts.with("failure-store-newer", &[("path", shown(path).into())]),
        other => {
            let cause = std::error::Error::source(other).map(|source| format!("{other}: {source}"));
            let reason = cause.unwrap_or_else(|| other.to_string());
            texts.with("failure-store", &[("reason", reason.into())])
        }
    }
}

fn of_defect(texts: &Texts, reason: &str) -> String {
    texts.with("failure-defect", &[("reason", reason.into()), ("version", env!("CARGO_PKG_VERSION").into())])
}

fn with_path(texts: &Texts, key: &str, path: &Path, source: &io::Error) -> String {
    let values: [(&str, FluentValue<'_>); 2] =
        [("path", shown(path).into()), ("reason", io_text(source, texts).into())];
    texts.with(key, &values)
}

/// What the operating system says, in words of the language where it is one of the usual things.
fn io_text(error: &io::Error, texts: &Texts) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => texts.get("io-not-found"),
        io::ErrorKind::PermissionDenied => texts.get("io-permission-denied"),
        io::ErrorKind::StorageFull => texts.get("io-storage-full"),
        io::ErrorKind::ReadOnlyFilesystem => texts.get("io-read-only"),
        io::ErrorKind::IsADirectory => texts.get("io-is-a-folder"),
        io::ErrorKind::NotADirectory => texts.get("io-is-no-folder"),
        _ => error.to_string(),
    }
}

/// A path as it is shown: with `/`.
pub fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use mola_finding::Language;

    #[test]
    fn a_failure_is_told_in_each_language() {
        let path = || PathBuf::from("pipelines/x");
        let missing = || io::Error::from(io::ErrorKind::NotFound);
        let text = || "2011-10".to_owned();
        let failures: [Failure; 33] = [
            RunError::NoDonor { donor: text(), there: vec![text()] }.into(),
            RunError::NoDonor { donor: text(), there: Vec::new() }.into(),
            RunError::FormatUnsaid { format: text(), table: text(), pipeline: text() }.into(),
            RunError::FormatAbsent { issue: text(), format: text(), there: vec![text()] }.into(),
            RunError::DecisionUnsigned.into(),
            RunError::NoDecisions.into(),
            RunError::DecisionUnknown { row: 7, found: text() }.into(),
            RunError::NoPair { pair: text() }.into(),
            RunError::NotQuarantined { file: text(), aside: vec![text()] }.into(),
            RunError::NotQuarantined { file: text(), aside: Vec::new() }.into(),
            RunError::NoIssue { issue: text(), pipeline: text() }.into(),
            RunError::IssueAmbiguous { issue: text(), ids: vec![text()] }.into(),
            RunError::IssueElsewhere { issue: text(), programme: text(), owner: text() }.into(),
            RunError::NotClosed { period: text(), pipeline: text() }.into(),
            RunError::AlreadyClosed { period: text(), issue: text(), pipeline: text() }.into(),
            RunError::AlreadyOpen { period: text(), pipeline: text() }.into(),
            RunError::NoReason.into(),
            RunError::LanguageAbsent { issue: text(), language: text(), there: vec![text()] }.into(),
            RunError::NoPipeline(path()).into(),
            RunError::Unreadable { path: path(), source: missing() }.into(),
            RunError::Unwritable { path: path(), source: missing() }.into(),
            RunError::Store(StoreError::Locked { root: path() }).into(),
            RunError::Store(StoreError::Watched { root: path() }).into(),
            RunError::Store(StoreError::Fenced { root: path() }).into(),
            RunError::Store(StoreError::Unsynced { path: path() }).into(),
            RunError::NoRun("pipelines/x".into()).into(),
            RunError::NoFigure("12".into()).into(),
            RunError::NoCases { path: path(), start: String::new() }.into(),
            RunError::NoCase { named: "x".into(), file: "cases.toml".into() }.into(),
            RunError::NotEmpty(path()).into(),
            RunError::PeriodOutside { period: "1999".into(), first: "2011-01".into(), last: "2011-10".into() }.into(),
            Failure::NoPipelineHere,
            Failure::SeveralPipelines(vec!["pipelines/x".into(), "pipelines/y".into()]),
        ];
        for failure in failures {
            let said: Vec<String> = Language::ALL.iter().map(|l| failure.text(&Texts::of(*l))).collect();
            assert!(said[0] != said[1] && said[1] != said[2], "{said:?}");
            assert!(said.iter().all(|text| !text.contains("PathBuf") && text.len() > 20), "{said:?}");
            assert!(!failure.kind().is_empty());
        }
    }
}
