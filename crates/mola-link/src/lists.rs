//! Lists without a programme: which rows of one list, or of two, are about the same.
//!
//! Rows are compared field by field in levels; what a level is worth (Fellegi and Sunter) is learned
//! from the lists themselves, beginning with priors for registers, so that short lists are judged as
//! well. The order of rows and files plays no part.

mod block;
mod cluster;
mod compare;
mod engine;
mod guess;
mod identifiers;
mod model;
mod prepare;
mod text;
mod values;

pub use engine::{Band, Levels, Linked, LinkedPair, link_lists};
pub(crate) use engine::{Decided, link_register};
pub use guess::{FieldKind, guess_fields};

/// A field of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListField {
    /// Its name, as in the header.
    pub name: String,
    /// What it holds.
    pub kind: FieldKind,
}

/// A list: rows of as many texts as there are fields.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// The fields.
    pub fields: Vec<ListField>,
    /// The texts, row by row.
    pub cells: Vec<Box<str>>,
}

impl List {
    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.cells.len().checked_div(self.fields.len()).unwrap_or(0)
    }

    /// The texts of a row.
    fn row(&self, row: usize) -> &[Box<str>] {
        let width = self.fields.len();
        &self.cells[row * width..(row + 1) * width]
    }
}
