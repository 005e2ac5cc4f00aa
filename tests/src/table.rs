//! A table of a report's sheet, found by its header.

use mola_testkit::SheetText;
use std::collections::BTreeMap;

/// A header and the rows under it, down to the first row that is blank.
#[derive(Debug, Clone, Default)]
pub struct Table {
    columns: BTreeMap<String, u32>,
    rows: Vec<BTreeMap<u32, String>>,
}

impl Table {
    /// The table whose header row holds all these texts; none where no row does.
    pub fn under(sheet: &SheetText, header: &[&str]) -> Option<Self> {
        let last = sheet.cells.keys().map(|address| address.row).max()?;
        let is_header = |row: &u32| {
            let texts: Vec<&str> = sheet.row(*row).into_values().collect();
            header.iter().all(|wanted| texts.contains(wanted))
        };
        let top = (1..=last).find(is_header)?;
        let columns = sheet.row(top).into_iter().map(|(column, text)| (text.to_owned(), column)).collect();
        let rows = (top + 1..=last).map(|row| sheet.row(row)).take_while(|row| !row.is_empty());
        let owned = |row: BTreeMap<u32, &str>| row.into_iter().map(|(at, text)| (at, text.to_owned())).collect();
        Some(Self { columns, rows: rows.map(owned).collect() })
    }

    /// How many rows.
    pub fn height(&self) -> usize {
        self.rows.len()
    }

    /// The texts of a column, row by row; empty for a blank cell.
    pub fn column(&self, name: &str) -> Vec<&str> {
        self.rows.iter().map(|row| self.text(row, name).unwrap_or_default()).collect()
    }

    /// The cell of the one row that begins with these texts, in the column of this name.
    pub fn cell(&self, row: &[&str], column: &str) -> Option<&str> {
        let begins = |cells: &&BTreeMap<u32, String>| {
            row.iter().zip(1..).all(|(text, at)| cells.get(&at).is_some_and(|cell| cell == text))
        };
        let mut found = self.rows.iter().filter(begins);
        match (found.next(), found.next()) {
            (Some(only), None) => self.text(only, column),
            _ => None,
        }
    }

    /// The number in such a cell.
    pub fn number(&self, row: &[&str], column: &str) -> Option<f64> {
        self.cell(row, column)?.parse().ok()
    }

    fn text<'a>(&self, row: &'a BTreeMap<u32, String>, column: &str) -> Option<&'a str> {
        row.get(self.columns.get(column)?).map(String::as_str)
    }
}
