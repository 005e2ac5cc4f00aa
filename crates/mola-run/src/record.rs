//! What the ledger keeps of a run, and what is kept of an issue for ever.

use crate::Outcome;
use crate::settings::SettingsDigests;
use crate::summary::Summary;
use mola_disclose::{CountName, Disclosure, Reason};
use mola_finding::{Finding, Language};
use mola_model::{Change, Contribution, Figure, FileState, Format, Status, Told};
use mola_store::{Digest, RunEntry};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Which file counted under which name: its content and the moment of its receipt.
pub(crate) type Files = BTreeMap<String, (Digest, i64)>;

/// What figures are made of: they are the same where this is the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Making {
    /// The settings, by what they can do to a figure.
    pub settings: SettingsDigests,
    /// The build of Mola.
    pub engine: String,
    /// Files that were current, whether anything of them counted or not.
    pub files: Files,
}

/// What the ledger keeps of a run.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct RunRecord {
    /// What the run said.
    pub summary: Summary,
    /// What someone must know.
    pub findings: Vec<(String, Finding)>,
    /// The identity of the issue: what it was made of, whatever its language.
    pub issue: String,
    /// What its figures were made of.
    pub making: Making,
    /// The state of knowledge that was asked for, Unix milliseconds.
    pub moment: i64,
    /// What every figure to date or in the period tells, by id.
    pub figures: BTreeMap<String, Told>,
    /// What agencies got back: by file the digest of what was said of it.
    #[serde(default)]
    pub feedback: crate::feedback::Told,
    /// What it gives to a portfolio: what its report shows.
    #[serde(default)]
    pub contribution: Option<Contribution>,
    /// What its report hides, and why, by the name of the count.
    #[serde(default)]
    pub hidden: BTreeMap<CountName, Reason>,
    /// What its report shows, kept whole so that it can be given in further formats and languages.
    #[serde(default)]
    pub released: Option<Digest>,
}

impl RunRecord {
    /// What a run of which this is kept came to.
    pub(crate) fn into_outcome(self) -> Outcome {
        Outcome { summary: self.summary, findings: self.findings, contribution: self.contribution, is_repeated: false }
    }

    /// What the ledger keeps of a run; `None` where another version of Mola wrote it, whose runs
    /// are as if they had not been: the files behind them are all there.
    pub(crate) fn read(run: &RunEntry) -> Option<Self> {
        serde_json::from_str(&run.summary).ok()
    }
}

/// The version of the shape of `IssueRecord`.
pub(crate) const ISSUE_VERSION: u32 = 1;

/// An issue, whole. Its text is a blob, and the digest of that text is the id of the issue; the
/// outputs are blobs that it names.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct IssueRecord {
    /// The version of this shape.
    pub schema_version: u32,
    /// The programme's code.
    pub programme: String,
    /// The period that it closes.
    pub period: String,
    /// When it was closed, Unix milliseconds.
    pub closed: i64,
    /// The state of knowledge: what came later is not in it. Unix milliseconds.
    pub known_until: i64,
    /// The latest receipt that counts, RFC 3339, UTC.
    pub as_of: String,
    /// Whether something was missing, refused or quarantined.
    pub provisional: bool,
    /// The issue of the same period that it takes the place of.
    pub replaces: Option<Digest>,
    /// The issue that its changes are told against.
    pub since: Option<Digest>,
    /// The digest of all settings.
    pub settings: Digest,
    /// What its figures were made of.
    pub making: Making,
    /// The files behind it, in order of name.
    pub files: Vec<IssuedFile>,
    /// Every figure, by id.
    pub figures: BTreeMap<String, IssuedFigure>,
    /// What changed since the issue before, figure by figure.
    pub changes: Vec<Change>,
    /// What it tells and what it hides, and why.
    #[serde(default)]
    pub disclosure: Option<Disclosure>,
    /// What the report shows, kept whole so that it can be given in further formats and languages.
    #[serde(default)]
    pub released: Option<Digest>,
    /// The files that were issued.
    pub outputs: Vec<IssuedOutput>,
}

/// A file behind an issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct IssuedFile {
    /// Its name, relative to the inbox.
    pub file: String,
    /// The agency's code.
    pub agency: String,
    /// What became of it.
    pub state: FileState,
    /// The digest of its content.
    pub content: String,
    /// When it was received, RFC 3339, UTC.
    pub received: String,
}

/// A figure as it was issued.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct IssuedFigure {
    /// What was known of it.
    pub status: Status,
    /// The value, in the indicator's unit.
    pub value: Option<f64>,
    /// The numerator of a ratio.
    pub numerator: Option<f64>,
    /// The denominator of a ratio, or the n of a mean.
    pub denominator: Option<f64>,
    /// The least that it can be, where it is not known exactly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// The most that it can be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// What it says in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Why there is no value, or only a part or a range of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Value>,
    /// How many of those who report on the indicator are in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reporters: Option<Value>,
    /// Records that it was made from.
    pub records: u64,
    /// Whether a part of it is an estimate.
    pub estimated: bool,
    /// Whether it was hidden in what was issued.
    pub hidden: bool,
}

/// A file that was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct IssuedOutput {
    /// Its language; none where one file is for all of them.
    pub language: Option<Language>,
    /// The ending of its name, which is that of its format.
    pub ending: String,
    /// The digest of its bytes, and the name of the blob.
    pub content: Digest,
}

impl IssueRecord {
    /// The formats in which it was issued.
    pub(crate) fn formats(&self) -> Vec<Format> {
        let is_issued = |format: &Format| self.outputs.iter().any(|output| output.ending == format.ending());
        Format::ALL.iter().copied().filter(is_issued).collect()
    }

    /// The digest of the file that was issued in a language and format.
    pub(crate) fn output(&self, language: Language, format: Format) -> Option<Digest> {
        let is_it = |output: &&IssuedOutput| output.is_for(language) && output.ending == format.ending();
        self.outputs.iter().find(is_it).map(|output| output.content)
    }
}

impl IssuedFigure {
    /// What it tells.
    pub(crate) fn told(&self) -> Told {
        Told::new(self.value, self.low.zip(self.high), self.text.as_deref())
    }

    /// A figure, with whether it was hidden.
    ///
    /// # Errors
    /// Never, for what it is made of is plain data.
    pub(crate) fn of(figure: &Figure, hidden: bool) -> serde_json::Result<Self> {
        Ok(Self {
            status: figure.status,
            value: figure.value,
            numerator: figure.numerator,
            denominator: figure.denominator,
            low: figure.low,
            high: figure.high,
            text: figure.text.clone(),
            reason: figure.reason.as_ref().map(serde_json::to_value).transpose()?,
            reporters: figure.reporters.as_ref().map(serde_json::to_value).transpose()?,
            records: figure.records,
            estimated: figure.estimated,
            hidden,
        })
    }
}

impl IssuedOutput {
    /// Whether it is for readers of a language.
    pub(crate) fn is_for(&self, language: Language) -> bool {
        self.language.is_none_or(|own| own == language)
    }

    /// The name of the file: it tells issues of one period apart.
    pub(crate) fn name(&self, programme: &str, period: &str, issue: &Digest) -> String {
        file_name(&format!("{programme}_{period}_{}", short(issue)), self.language, &self.ending)
    }
}

/// The name of a file of a report.
pub(crate) fn file_name(stem: &str, language: Option<Language>, ending: &str) -> String {
    let language = language.map(|language| format!("_{language}")).unwrap_or_default();
    format!("{stem}{language}.{ending}")
}

/// The first twelve digits of a digest, which people are shown.
pub(crate) fn short(digest: &Digest) -> String {
    digest.to_string()[..12].to_owned()
}
