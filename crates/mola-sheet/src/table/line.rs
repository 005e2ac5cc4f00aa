//! Rows with what merged ranges add to them.

use super::shape::{Shape, of_text, shape};
use crate::chunk::Row;
use crate::value::Value;
use mola_finding::Area;

/// One cell of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) column: u32,
    pub(super) text: String,
    pub(super) shape: Shape,
    /// Whether the file holds it as text.
    pub(super) is_text: bool,
    /// Where a merged range shows the text of another cell here: whether that stands further up.
    pub(super) from_above: Option<bool>,
}

/// One row that shows something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) row: u32,
    /// Fields of the record; 0 in formats other than text.
    pub(super) fields: u32,
    /// Whether rows without anything stand before it.
    pub(super) parted: bool,
    /// From left to right.
    pub(super) cells: Vec<Cell>,
    /// Cells that hold blanks and nothing else: they are part of a record, and say nothing.
    pub(super) blanks: Vec<(u32, String)>,
}

impl Line {
    /// Cells that hold something of their own.
    pub(super) fn own(&self) -> usize {
        self.cells.iter().filter(|cell| cell.from_above.is_none()).count()
    }

    /// What is printed of a cell.
    pub(super) fn text(&self, column: u32) -> &str {
        let blank = || self.blanks.iter().find(|(at, _)| *at == column).map_or("", |(_, text)| text.as_str());
        self.cell(column).map_or_else(blank, |cell| cell.text.as_str())
    }

    pub(super) fn cell(&self, column: u32) -> Option<&Cell> {
        self.cells.binary_search_by_key(&column, |cell| cell.column).ok().map(|at| &self.cells[at])
    }

    /// Whether a merged range leads from this row to the right or comes from above.
    pub(super) fn has_merged(&self) -> bool {
        self.cells.iter().any(|cell| cell.from_above.is_some())
    }
}

/// Makes lines, from top to bottom.
#[derive(Debug)]
pub(super) struct Lines {
    /// Merged ranges that are still to come, the last one first.
    coming: Vec<Area>,
    /// Merged ranges that reach into this row or further ones, with the text that they show.
    open: Vec<(Area, String)>,
    last_row: u32,
}

impl Lines {
    pub(super) fn new(merges: &[Area]) -> Self {
        let mut coming = merges.to_vec();
        coming.sort_by_key(|area| std::cmp::Reverse((area.first.row, area.first.column)));
        Self { coming, open: Vec::new(), last_row: 0 }
    }

    /// The row as a line; `None` where it shows nothing.
    pub(super) fn take(&mut self, row: &Row<'_>) -> Option<Line> {
        let number = row.number();
        let (mut cells, mut blanks) = (Vec::new(), Vec::new());
        for (column, value) in row.cells() {
            let text = value.raw().into_owned();
            if text.trim().is_empty() {
                blanks.push((column, text));
            } else {
                let is_text = matches!(value, Value::Text(_));
                cells.push(Cell { column, text, shape: shape(value), is_text, from_above: None });
            }
        }
        self.spread(number, &mut cells);
        if cells.is_empty() {
            return None;
        }
        let gap = self.last_row > 0 && number > self.last_row + 1;
        self.last_row = number;
        let parted = if row.fields() > 0 { row.is_parted() } else { gap };
        Some(Line { row: number, fields: row.fields(), parted, cells, blanks })
    }

    /// Shows the text of a merged range in all its cells.
    fn spread(&mut self, number: u32, cells: &mut Vec<Cell>) {
        self.open.retain(|(area, _)| area.last.row >= number);
        while let Some(area) = self.coming.pop_if(|area| area.first.row <= number) {
            let origin = cells.iter().find(|cell| area.first.row == number && cell.column == area.first.column);
            self.open.extend(origin.map(|cell| (area, cell.text.clone())));
        }
        for (area, text) in &self.open {
            for column in area.first.column..=area.last.column {
                if !cells.iter().any(|cell| cell.column == column) {
                    let from_above = Some(area.first.row < number);
                    cells.push(Cell { column, text: text.clone(), shape: of_text(text), is_text: true, from_above });
                }
            }
        }
        cells.sort_by_key(|cell| cell.column);
    }
}
