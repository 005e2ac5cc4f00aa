//! Where a finding is.

use crate::CellAddress;
use serde::{Deserialize, Serialize};

/// The place of a finding: a file, and in it as far as known a sheet and cell, or a line and column.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The file as the user knows it: relative to the inbox or to the project folder.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub file: Option<String>,
    /// The sheet's name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sheet: Option<String>,
    /// The cell.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cell: Option<CellAddress>,
    /// The line of a text file, from 1.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub line: Option<u32>,
    /// The character in that line, from 1.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub column: Option<u32>,
}

impl Place {
    /// A file as a whole.
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: Some(file.into()), ..Self::default() }
    }

    /// A line and character of a text file, both from 1.
    pub fn line(file: impl Into<String>, line: u32, column: u32) -> Self {
        Self { line: Some(line), column: Some(column), ..Self::file(file) }
    }

    /// The same place, in this sheet.
    pub fn sheet(mut self, sheet: impl Into<String>) -> Self {
        self.sheet = Some(sheet.into());
        self
    }

    /// The same place, at this cell.
    pub fn cell(mut self, cell: CellAddress) -> Self {
        self.cell = Some(cell);
        self
    }
}
