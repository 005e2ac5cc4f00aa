//! Rows with what merged ranges add to them.

use super::seen::{Seen, seen};
use mola_finding::Area;
use mola_sheet::Row;

/// One cell of a row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cell {
    /// The column, from 1.
    pub column: u32,
    /// How many columns it reaches over, to the right.
    pub span: u32,
    /// Whether it is the part of a merged cell that begins in a row above.
    pub inherited: bool,
    /// What it looks like.
    pub seen: Seen,
    /// Its text, without outer blanks.
    pub text: String,
}

/// One row, its cells by column.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct HeldRow {
    /// The row's number, from 1.
    pub number: u32,
    /// Its cells that hold something.
    pub cells: Vec<Cell>,
}

impl HeldRow {
    /// Cells of the row's own.
    pub fn own(&self) -> impl Iterator<Item = &Cell> + Clone {
        self.cells.iter().filter(|cell| !cell.inherited)
    }

    /// The only cell of a row that has no other, such as a title or a note.
    pub fn single(&self) -> Option<&Cell> {
        let mut own = self.own();
        own.next().filter(|_| own.next().is_none())
    }

    /// The cell that covers this column.
    pub fn covering(&self, column: u32) -> Option<&Cell> {
        self.cells.iter().find(|cell| (cell.column..cell.column + cell.span).contains(&column))
    }
}

/// Makes rows, from top to bottom.
pub(crate) struct Rows {
    /// Merged ranges that are still to come, the last one first.
    coming: Vec<Area>,
    /// Merged ranges that reach into further rows, with the cell that they show.
    open: Vec<(Area, Cell)>,
}

impl Rows {
    pub fn new(mut merges: Vec<Area>) -> Self {
        merges.sort_by_key(|area| std::cmp::Reverse((area.first.row, area.first.column)));
        Self { coming: merges, open: Vec::new() }
    }

    /// The row with what merged ranges add to it.
    pub fn take(&mut self, row: &Row<'_>) -> HeldRow {
        let number = row.number();
        self.open.retain(|(area, _)| area.last.row >= number);
        let mut cells: Vec<Cell> = row
            .cells()
            .map(|(column, value)| Cell {
                column,
                span: 1,
                inherited: false,
                seen: seen(value),
                text: value.raw().trim().to_owned(),
            })
            .filter(|cell| !cell.text.is_empty() || cell.seen == Seen::Uncached)
            .collect();
        for (area, shown) in &self.open {
            if !cells.iter().any(|cell| cell.column == area.first.column) {
                cells.push(Cell { inherited: true, ..shown.clone() });
            }
        }
        while let Some(area) = self.coming.pop_if(|area| area.first.row <= number) {
            if let Some(cell) = cells.iter_mut().find(|c| area.first.row == number && c.column == area.first.column) {
                cell.span = area.last.column - area.first.column + 1;
                if area.last.row > number {
                    self.open.push((area, cell.clone()));
                }
            }
        }
        cells.sort_by_key(|cell| cell.column);
        HeldRow { number, cells }
    }
}
