//! The findings of one file, and where they stop being listed.

use mola_finding::{CellAddress, Code, Finding, Place};
use std::collections::BTreeMap;

/// The most findings that one file has. Beyond, they are counted by kind.
const MOST: usize = 1_000;
/// The most of one kind, so that one fault in every row does not hide another.
const MOST_OF_A_KIND: usize = 500;

/// The findings of one file.
#[derive(Debug)]
pub(crate) struct Findings {
    file: String,
    list: Vec<Finding>,
    kinds: BTreeMap<Code, Kind>,
}

#[derive(Debug, Default)]
struct Kind {
    listed: usize,
    more: usize,
}

impl Findings {
    /// None yet, in the file that the user knows by this name.
    pub(crate) fn new(file: &str) -> Self {
        Self { file: file.to_owned(), list: Vec::new(), kinds: BTreeMap::new() }
    }

    /// Adds a finding at a cell; `dress` gives it its values, where it is listed at all.
    pub(crate) fn at(&mut self, code: Code, sheet: &str, cell: CellAddress, dress: impl FnOnce(Finding) -> Finding) {
        if self.is_listed(code) {
            let place = Place::file(self.file.clone()).sheet(sheet).cell(cell);
            self.list.push(dress(Finding::new(code, place)));
        }
    }

    /// Adds a finding that is already made.
    pub(crate) fn add(&mut self, finding: Finding) {
        if self.is_listed(finding.code) {
            self.list.push(finding);
        }
    }

    /// Counts one more of a kind; false where it is only counted.
    fn is_listed(&mut self, code: Code) -> bool {
        let kind = self.kinds.entry(code).or_default();
        if kind.listed == MOST_OF_A_KIND || self.list.len() == MOST {
            kind.more += 1;
            return false;
        }
        kind.listed += 1;
        true
    }

    /// A finding about a sheet as a whole, or a part of it, that makes its table unreadable.
    pub(crate) fn fault(&self, code: Code, sheet: &str, cell: Option<CellAddress>) -> Finding {
        let place = Place { cell, ..Place::file(self.file.clone()).sheet(sheet) };
        Finding::new(code, place)
    }

    /// A finding about the file as a whole.
    pub(crate) fn of_file(&self, code: Code) -> Finding {
        Finding::new(code, Place::file(self.file.clone()))
    }

    /// All findings, those that are only counted at the end.
    pub(crate) fn finish(mut self) -> Vec<Finding> {
        for (code, kind) in self.kinds.iter().filter(|(_, kind)| kind.more > 0) {
            let place = Place::file(self.file.clone());
            let more = Finding::new(Code::MoreOfThisKind, place).with("count", kind.more).with("key", code.as_str());
            self.list.push(more);
        }
        self.list
    }
}

/// The form of a personal value: digits as 9, letters as A. It shows what is wrong and not whose
/// it is.
pub(crate) fn form(text: &str) -> String {
    const MOST_CHARACTERS: usize = 40;
    let mask = |c: char| match c {
        '0'..='9' => '9',
        c if c.is_alphanumeric() => 'A',
        c => c,
    };
    text.trim().chars().take(MOST_CHARACTERS).map(mask).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_kind_does_not_hide_another() {
        let mut findings = Findings::new("a.xlsx");
        for row in 1..=700 {
            findings.at(Code::NumberUnreadable, "S", CellAddress::new(row, 1), |f| f.with("found", "x"));
        }
        findings.at(Code::CellError, "S", CellAddress::new(1, 1), |f| f.with("found", "#REF!"));
        let list = findings.finish();
        assert_eq!(list.len(), 502);
        assert_eq!(list[500].code, Code::CellError);
        assert_eq!(list[501].args["count"], mola_finding::Arg::Number(200.0));
    }

    #[test]
    fn there_is_an_end_to_them() {
        let mut findings = Findings::new("a.xlsx");
        for (code, _) in Code::ALL.iter().zip(0..4) {
            for row in 1..=400 {
                findings.at(*code, "S", CellAddress::new(row, 1), |f| f);
            }
        }
        let list = findings.finish();
        assert_eq!(list.len(), 1_002);
        assert_eq!(list.last().map(|f| f.code), Some(Code::MoreOfThisKind));
    }

    #[test]
    fn forms_hide_the_value() {
        assert_eq!(form(" 8-123-45X "), "9-999-99A");
        assert_eq!(form("José"), "AAAA");
    }
}
