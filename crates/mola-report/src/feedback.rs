//! What an agency gets back for one of its files.

use crate::Words;
use chrono::{NaiveDate, NaiveDateTime};
use mola_finding::{Area, CellAddress, Finding, Language, Severity};
use mola_model::FileState;
use std::collections::BTreeMap;

/// A file of an agency and what is to be said of it. It goes to that agency alone, and shows nothing that is not its
/// own.
pub struct Feedback<'a> {
    /// The programme's name.
    pub programme: &'a str,
    /// The agency's name.
    pub agency: &'a str,
    /// The language in which the agency is answered.
    pub language: Language,
    /// The file, below the agency's folder of the inbox.
    pub file: &'a str,
    /// The digest of its content: the receipt.
    pub content: String,
    /// When it came, UTC.
    pub received: NaiveDateTime,
    /// The name of its mapping.
    pub source: &'a str,
    /// What it answers to: which reading of the file.
    pub run: &'a str,
    /// What became of it.
    pub state: FileState,
    /// Its rows.
    pub counts: FeedbackCounts,
    /// The day on which the report is cut off: what is corrected by then is in it.
    pub due: Option<NaiveDate>,
    /// What someone must know of the file, in order of place.
    pub findings: Vec<&'a Finding>,
    /// What each of these findings is known by in a reply, in the same order.
    pub identities: Vec<String>,
    /// Its sheets with all their cells, where they can be sent again as they are.
    pub sheets: Vec<FeedbackSheet>,
    /// The labels of the code lists that findings name, by name.
    pub choices: BTreeMap<String, Vec<String>>,
}

/// What became of the rows of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FeedbackCounts {
    /// Rows read.
    pub read: u64,
    /// Rows that are counted.
    pub kept: u64,
    /// Rows that are not, until they are corrected.
    pub refused: u64,
    /// Rows that are left out by a rule, such as totals.
    pub ignored: u64,
}

/// A sheet as it came.
pub struct FeedbackSheet {
    /// Its name.
    pub name: String,
    /// Whether people do not see it.
    pub hidden: bool,
    /// Its cells, row by row.
    pub cells: Vec<(CellAddress, FeedbackValue)>,
    /// Its merged ranges.
    pub merges: Vec<Area>,
    /// Rows that people do not see.
    pub hidden_rows: Vec<u32>,
    /// Ranges of columns that people do not see, both ends included.
    pub hidden_columns: Vec<(u32, u32)>,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum FeedbackValue {
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// A day and time, as days since the day 0 of the system of 1900.
    Date(f64),
}

impl Feedback<'_> {
    /// Whether there is nothing to correct or to look at.
    pub fn is_clean(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity == Severity::Note)
    }

    /// What became of the file, in one sentence.
    pub fn verdict(&self) -> String {
        let words = Words::of(self.language);
        let count = |number: u64| words.number(number as f64, 0);
        let to_mend = self.findings.iter().filter(|finding| finding.severity != Severity::Note).count() as u64;
        let key = match self.state {
            FileState::Quarantined => "verdict-quarantined",
            _ if self.is_clean() => "verdict-clean",
            _ if self.counts.refused > 0 => "verdict-refused",
            _ => "verdict-look",
        };
        let FeedbackCounts { read, kept, refused, .. } = self.counts;
        let values =
            [("read", count(read)), ("kept", count(kept)), ("refused", count(refused)), ("findings", count(to_mend))];
        let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
        words.with(key, &values)
    }
}

/// The receipt of a file with nothing to correct, as text.
pub fn receipt(feedback: &Feedback<'_>) -> String {
    let words = Words::of(feedback.language);
    let counts = feedback.counts;
    let count = |number: u64| words.number(number as f64, 0);
    let lines = [
        ("feedback-file", feedback.file.to_owned()),
        ("feedback-verdict", feedback.verdict()),
        ("feedback-read", count(counts.read)),
        ("feedback-kept", count(counts.kept)),
        ("feedback-ignored", count(counts.ignored)),
        ("feedback-received", words.moment(feedback.received)),
        ("feedback-receipt", feedback.content.clone()),
    ];
    lines_of(feedback, &lines)
}

/// Why nothing of a file is counted, as text: it lies beside the file that was set aside.
pub fn reasons(feedback: &Feedback<'_>) -> String {
    let words = Words::of(feedback.language);
    let lines = [
        ("feedback-file", feedback.file.to_owned()),
        ("feedback-verdict", feedback.verdict()),
        ("feedback-how", words.get("feedback-how-own").into_owned()),
        ("feedback-received", words.moment(feedback.received)),
        ("feedback-receipt", feedback.content.clone()),
    ];
    let mut text = lines_of(feedback, &lines);
    for finding in feedback.findings.iter().filter(|finding| finding.severity != Severity::Note) {
        text.push_str(&format!("\n{}\n", finding.text(feedback.language)));
    }
    text
}

fn lines_of(feedback: &Feedback<'_>, lines: &[(&str, String)]) -> String {
    let words = Words::of(feedback.language);
    let lines = lines.iter().map(|(key, value)| format!("{}: {value}\n", words.get(key)));
    format!("{} · {}\n\n{}", feedback.programme, feedback.agency, lines.collect::<String>())
}
