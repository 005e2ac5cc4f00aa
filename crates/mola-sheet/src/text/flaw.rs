//! What is odd about lines of a text that are read all the same.

use mola_finding::{Code, Finding, Place};

/// What is odd about a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FlawKind {
    /// A quotation mark is opened and not closed as it should be: it is read as a letter.
    QuoteStray,
    /// The record has another delimiter than its table.
    Delimiter {
        /// Its own.
        found: String,
        /// That of the table.
        expected: String,
    },
}

/// A line that is odd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// The line, from 1.
    pub line: u32,
    /// What is odd.
    pub kind: FlawKind,
}

/// The first odd lines, and how many there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flaws {
    listed: Vec<Flaw>,
    count: u64,
}

/// Flaws that are listed.
const MOST: usize = 100;

impl Flaws {
    pub(super) fn add(&mut self, line: u32, kind: FlawKind) {
        self.count += 1;
        if self.listed.len() < MOST {
            self.listed.push(Flaw { line, kind });
        }
    }

    /// The first ones, by line.
    pub fn listed(&self) -> &[Flaw] {
        &self.listed
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The findings for `file`, the name that the user knows the file by.
    pub fn findings(&self, file: &str) -> Vec<Finding> {
        let mut findings: Vec<Finding> = self.listed.iter().map(|flaw| finding(file, flaw)).collect();
        let more = self.count - self.listed.len() as u64;
        if let Some(last) = findings.last().filter(|_| more > 0) {
            let key = last.code.as_str();
            let finding = Finding::new(Code::MoreOfThisKind, Place::file(file));
            findings.push(finding.with("count", more as f64).with("key", key));
        }
        findings
    }
}

fn finding(file: &str, flaw: &Flaw) -> Finding {
    let place = Place { line: Some(flaw.line), ..Place::file(file) };
    match &flaw.kind {
        FlawKind::QuoteStray => Finding::new(Code::QuoteStray, place),
        FlawKind::Delimiter { found, expected } => {
            Finding::new(Code::DelimiterOther, place).with("found", shown(found)).with("expected", shown(expected))
        }
    }
}

fn shown(delimiter: &str) -> String {
    format!("{delimiter:?}")
}
