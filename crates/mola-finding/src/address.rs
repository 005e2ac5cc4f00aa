//! Cell addresses as a spreadsheet shows them.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An absolute cell address. Row and column both count from 1, as a spreadsheet shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CellAddress {
    /// Row number, from 1.
    pub row: u32,
    /// Column number, from 1 (A).
    pub column: u32,
}

impl CellAddress {
    /// The cell in `row` and `column`, both counted from 1.
    pub const fn new(row: u32, column: u32) -> Self {
        Self { row, column }
    }

    /// Reads an address such as `F14` or `$F$14`; `None` where the text is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let mut column: u32 = 0;
        let mut row: u32 = 0;
        for byte in text.bytes().filter(|b| *b != b'$') {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' if row == 0 => {
                    let digit = u32::from(byte.to_ascii_uppercase() - b'A') + 1;
                    column = column.checked_mul(26)?.checked_add(digit)?;
                }
                b'0'..=b'9' if column > 0 && (row > 0 || byte != b'0') => {
                    row = row.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?;
                }
                _ => return None,
            }
        }
        (row > 0 && column > 0).then_some(Self { row, column })
    }

    /// The letters of a column: 1 is `A`, 27 is `AA`.
    pub fn letters(mut column: u32) -> String {
        let mut letters = Vec::new();
        while column > 0 {
            let digit = (column - 1) % 26;
            letters.push(b'A' + digit as u8);
            column = (column - 1) / 26;
        }
        letters.iter().rev().map(|b| char::from(*b)).collect()
    }
}

impl fmt::Display for CellAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", Self::letters(self.column), self.row)
    }
}

/// A rectangle of cells, both corners included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Area {
    /// The upper left corner.
    pub first: CellAddress,
    /// The lower right corner.
    pub last: CellAddress,
}

impl Area {
    /// Reads `A1:C3`, or a single cell as an area of one; `None` where the text is neither or the
    /// corners are the wrong way round.
    pub fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once(':').unwrap_or((text, text));
        let area = Self { first: CellAddress::parse(first)?, last: CellAddress::parse(last)? };
        (area.first.row <= area.last.row && area.first.column <= area.last.column).then_some(area)
    }

    /// Whether `cell` lies inside.
    pub fn contains(&self, cell: CellAddress) -> bool {
        (self.first.row..=self.last.row).contains(&cell.row)
            && (self.first.column..=self.last.column).contains(&cell.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_written_alike() {
        for (text, row, column) in [("A1", 1, 1), ("F14", 14, 6), ("AA10", 10, 27), ("XFD1048576", 1_048_576, 16_384)] {
            let cell = CellAddress::new(row, column);
            assert_eq!(CellAddress::parse(text), Some(cell));
            assert_eq!(cell.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in ["", "A", "1", "A0", "1A", "A1B", "ÑA1", "A99999999999", "ZZZZZZZZ1"] {
            assert_eq!(CellAddress::parse(text), None, "{text}");
        }
    }
}
