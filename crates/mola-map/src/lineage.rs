//! Where the records of a table come from.

use mola_finding::CellAddress;
use serde::{Deserialize, Serialize};

/// A table as it was found and mapped. Records point to it by its index in `Mapped::tables`, and
/// it is stored beside them, so that a record's field leads back to its cell.
///
/// `read == kept + refused + the sum of ignored`, counted in rows of the source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedTable {
    /// The table's name in the mapping.
    pub name: String,
    /// The sheet it is on.
    pub sheet: String,
    /// The last row of its header, from 1; 0 where it has none.
    pub header_row: u32,
    /// Which column of the sheet, from 1, each field of a record is read from. A field that is
    /// joined from several columns stands here once for each.
    pub columns: Vec<(String, u32)>,
    /// The columns that became rows.
    pub unpivoted: Vec<UnpivotedColumn>,
    /// Fields that are read from the cell of the column that became rows.
    pub spread: Vec<String>,
    /// Fields that are read from the header of that column.
    pub headed: Vec<String>,
    /// Fields that every row has from one cell.
    pub fixed: Vec<(String, CellAddress)>,
    /// Rows read.
    pub read: u64,
    /// Rows that gave at least one record.
    pub kept: u64,
    /// Rows that gave none because of a fault.
    pub refused: u64,
    /// Rows that were left out, by rule, in the order in which rules are tried.
    pub ignored: Vec<(String, u64)>,
    /// Records made. As many as rows kept, unless columns became rows.
    pub records: u64,
    /// The row that ended the table before the sheet did.
    pub ended_at: Option<u32>,
}

/// A column that became rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnpivotedColumn {
    /// Its number, from 1.
    pub column: u32,
    /// Its header, the rows of it joined with ` / `.
    pub header: String,
}

impl MappedTable {
    /// Rows left out, by whatever rule.
    pub fn ignored_rows(&self) -> u64 {
        self.ignored.iter().map(|(_, rows)| rows).sum()
    }
}

/// The cell that a field of a record comes from; `None` where it comes from no cell (a constant,
/// the file's name). `row` is the record's row and `value_column` its column where columns became
/// rows. A field joined from several columns leads to the first of them.
///
/// ```
/// use mola_finding::CellAddress;
/// use mola_map::{MappedTable, cell_of};
///
/// let table = MappedTable { columns: vec![("sex".to_owned(), 4)], spread: vec!["value".to_owned()], ..Default::default() };
/// assert_eq!(cell_of(&table, 6, "sex", None), Some(CellAddress::new(6, 4)));
/// assert_eq!(cell_of(&table, 6, "value", Some(9)), Some(CellAddress::new(6, 9)));
/// assert_eq!(cell_of(&table, 6, "agency", None), None);
/// ```
pub fn cell_of(table: &MappedTable, row: u32, field: &str, value_column: Option<u32>) -> Option<CellAddress> {
    let has = |fields: &[String]| fields.iter().any(|name| name == field);
    if let Some((_, column)) = table.columns.iter().find(|(name, _)| name == field) {
        return Some(CellAddress::new(row, *column));
    }
    if let Some((_, cell)) = table.fixed.iter().find(|(name, _)| name == field) {
        return Some(*cell);
    }
    match value_column {
        Some(column) if has(&table.spread) => Some(CellAddress::new(row, column)),
        Some(column) if has(&table.headed) && table.header_row > 0 => Some(CellAddress::new(table.header_row, column)),
        _ => None,
    }
}
