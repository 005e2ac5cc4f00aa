//! Where the cells of a table stand once their spans are counted.

use crate::chunk::Chunk;
use crate::error::SheetError;
use crate::held::{HeldSheet, SheetBuilder};
use crate::limits::{Limits, MAX_COLUMNS, MAX_ROWS};

/// Puts cells into rows and columns.
pub(super) struct Grid<'l> {
    builder: SheetBuilder<'l>,
    row: u32,
    in_row: bool,
    /// For each column, how many more rows are covered from above.
    covered: Vec<u32>,
    /// The same as this row leaves it.
    next_covered: Vec<u32>,
    column: usize,
    cell: Option<(u32, String)>,
    title: Option<String>,
}

impl<'l> Grid<'l> {
    pub(super) fn new(name: &str, limits: &'l Limits) -> Self {
        Self {
            builder: SheetBuilder::new(name, Chunk::default(), limits),
            row: 0,
            in_row: false,
            covered: Vec::new(),
            next_covered: Vec::new(),
            column: 0,
            cell: None,
            title: None,
        }
    }

    pub(super) fn begin_row(&mut self, hidden: bool) -> Result<(), SheetError> {
        self.end_row()?;
        self.row += 1;
        self.in_row = true;
        self.column = 0;
        self.next_covered = self.covered.iter().map(|rows| rows.saturating_sub(1)).collect();
        self.builder.begin_row(self.row, hidden)
    }

    pub(super) fn end_row(&mut self) -> Result<(), SheetError> {
        if !std::mem::take(&mut self.in_row) {
            return Ok(());
        }
        self.end_cell()?;
        self.covered = std::mem::take(&mut self.next_covered);
        self.builder.end_row()
    }

    /// Begins a cell of this many columns and rows; spans that are none count as one.
    pub(super) fn begin_cell(&mut self, columns: i64, rows: i64) -> Result<(), SheetError> {
        self.end_cell()?;
        if !self.in_row {
            return Ok(());
        }
        let span = |wanted: i64, most: u32| u32::try_from(wanted).unwrap_or(1).clamp(1, most);
        let (columns, rows) = (span(columns, MAX_COLUMNS), span(rows, MAX_ROWS));
        while self.covered.get(self.column).is_some_and(|rows| *rows > 0) {
            self.column += 1;
        }
        let first = self.column;
        self.column += columns as usize;
        // The last column is checked: no row is wider than a sheet.
        self.builder.cell(u32::try_from(self.column).unwrap_or(u32::MAX), 0)?;
        if rows > 1 {
            self.next_covered.resize(self.next_covered.len().max(self.column), 0);
            self.next_covered[first..self.column].fill(rows - 1);
        }
        let column = u32::try_from(first).unwrap_or(u32::MAX) + 1;
        self.builder.merge(self.row, column, rows, columns);
        self.cell = Some((column, String::new()));
        Ok(())
    }

    pub(super) fn end_cell(&mut self) -> Result<(), SheetError> {
        match self.cell.take() {
            Some((column, text)) => self.builder.text(column, collapsed(&text)),
            None => Ok(()),
        }
    }

    /// Begins the title of the table.
    pub(super) fn begin_text(&mut self) {
        self.title = Some(String::new());
    }

    pub(super) fn end_text(&mut self) -> Option<String> {
        self.title.take().map(|title| collapsed(&title).replace('\n', " "))
    }

    /// Text of the page; blanks and line ends of the source count as one blank.
    pub(super) fn push_text(&mut self, text: &str) {
        let Some(out) = self.title.as_mut().or(self.cell.as_mut().map(|(_, text)| text)) else { return };
        for character in text.chars() {
            if !matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                out.push(character);
            } else if !out.ends_with([' ', '\n']) {
                out.push(' ');
            }
        }
    }

    pub(super) fn break_line(&mut self) {
        if let Some((_, text)) = &mut self.cell {
            text.truncate(text.trim_end_matches(' ').len());
            if !text.is_empty() {
                text.push('\n');
            }
        }
    }

    pub(super) fn finish(mut self) -> Result<HeldSheet, SheetError> {
        self.end_row()?;
        self.builder.finish()
    }
}

/// Without blanks at the ends. Pages fill empty cells with blanks that do not break.
fn collapsed(text: &str) -> &str {
    text.trim()
}
