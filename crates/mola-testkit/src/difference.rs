//! What differs between two workbooks, cell by cell.

use crate::workbook::{SheetText, WorkbookText};
use mola_finding::CellAddress;
use std::collections::BTreeSet;
use std::fmt;

/// How many changes of a difference are written out.
const SHOWN: usize = 20;

/// One thing that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A sheet that only the first workbook has.
    SheetGone(String),
    /// A sheet that only the second workbook has.
    SheetNew(String),
    /// The same sheets stand in another order.
    Order,
    /// A cell with another text; none is a blank cell.
    Cell {
        /// The sheet.
        sheet: String,
        /// The cell.
        address: CellAddress,
        /// In the first workbook.
        before: Option<String>,
        /// In the second workbook.
        after: Option<String>,
    },
}

/// All that differs, in order of sheet, row and column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// The changes.
    pub changes: Vec<Change>,
}

impl WorkbookText {
    /// What became different from this workbook to `after`. Empty where both hold the same.
    pub fn difference(&self, after: &Self) -> Difference {
        let mut changes = Vec::new();
        for sheet in &self.sheets {
            match after.sheet(&sheet.name) {
                Some(other) => changes.extend(sheet.changes(other)),
                None => changes.push(Change::SheetGone(sheet.name.clone())),
            }
        }
        let new = after.sheets.iter().filter(|sheet| self.sheet(&sheet.name).is_none());
        changes.extend(new.map(|sheet| Change::SheetNew(sheet.name.clone())));
        if names(self, after) != names(after, self) {
            changes.push(Change::Order);
        }
        Difference { changes }
    }
}

/// The names of a workbook's sheets that the other one has too.
fn names<'a>(workbook: &'a WorkbookText, other: &WorkbookText) -> Vec<&'a str> {
    let shared = workbook.sheets.iter().filter(|sheet| other.sheet(&sheet.name).is_some());
    shared.map(|sheet| sheet.name.as_str()).collect()
}

impl SheetText {
    fn changes(&self, after: &Self) -> Vec<Change> {
        let addresses: BTreeSet<CellAddress> = self.cells.keys().chain(after.cells.keys()).copied().collect();
        let differing = addresses.into_iter().filter(|address| self.cells.get(address) != after.cells.get(address));
        let change = |address| Change::Cell {
            sheet: self.name.clone(),
            address,
            before: self.cells.get(&address).cloned(),
            after: after.cells.get(&address).cloned(),
        };
        differing.map(change).collect()
    }
}

impl Difference {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SheetGone(sheet) => write!(f, "sheet {sheet} is gone"),
            Self::SheetNew(sheet) => write!(f, "sheet {sheet} is new"),
            Self::Order => write!(f, "the sheets stand in another order"),
            Self::Cell { sheet, address, before, after } => match (before, after) {
                (Some(before), Some(after)) => write!(f, "{sheet}!{address}: {before:?} became {after:?}"),
                (Some(before), None) => write!(f, "{sheet}!{address}: {before:?} is gone"),
                (None, Some(after)) => write!(f, "{sheet}!{address}: {after:?} is new"),
                (None, None) => write!(f, "{sheet}!{address}: blank"),
            },
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for change in self.changes.iter().take(SHOWN) {
            writeln!(f, "{change}")?;
        }
        match self.changes.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => writeln!(f, "and {more} more"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workbook(cells: &[(&str, &str, &str)]) -> WorkbookText {
        let mut workbook = WorkbookText::default();
        cells.iter().for_each(|(sheet, address, text)| workbook.put(sheet, address, text));
        workbook
    }

    #[test]
    fn each_change_is_told_in_words() {
        let before = workbook(&[("A", "B2", "1"), ("A", "B3", "x"), ("B", "A1", "y")]);
        for (after, expected) in [
            (before.clone(), ""),
            (workbook(&[("A", "B2", "2"), ("A", "B3", "x"), ("B", "A1", "y")]), "A!B2: \"1\" became \"2\"\n"),
            (workbook(&[("A", "B2", "1"), ("B", "A1", "y")]), "A!B3: \"x\" is gone\n"),
            (workbook(&[("A", "B2", "1"), ("A", "B3", "x")]), "sheet B is gone\n"),
            (
                workbook(&[("B", "A1", "y"), ("A", "B2", "1"), ("A", "B3", "x"), ("C", "A1", "z")]),
                "sheet C is new\nthe sheets stand in another order\n",
            ),
        ] {
            assert_eq!(before.difference(&after).to_string(), expected);
        }
    }

    #[test]
    fn a_long_difference_is_cut_with_a_count() {
        let cells: Vec<(String, String)> = (1..=SHOWN + 3).map(|row| (format!("A{row}"), row.to_string())).collect();
        let after = workbook(&cells.iter().map(|(a, t)| ("A", a.as_str(), t.as_str())).collect::<Vec<_>>());
        let difference = workbook(&[("A", "Z1", "1")]).difference(&after);
        assert_eq!(difference.changes.len(), SHOWN + 4);
        assert!(difference.to_string().ends_with("and 4 more\n"));
    }
}
