//! Sheets of formats that are read as a whole.

use crate::chunk::Chunk;
use crate::error::{Damage, Limit, SheetError, Spot};
use crate::limits::{Limits, MAX_COLUMNS, MAX_ROWS};
use mola_finding::{Area, CellAddress};

/// Cells of a sheet that is held as a whole: at 16 bytes each they take 160 MB.
pub(crate) const HELD_CELLS: u64 = 10_000_000;
/// Bytes of such a sheet, texts included.
const HELD_BYTES: usize = 256 << 20;

/// All of one sheet.
#[derive(Debug, Default)]
pub(crate) struct HeldSheet {
    pub(crate) chunk: Chunk,
    pub(crate) merges: Vec<Area>,
    pub(crate) hidden_columns: Vec<(u32, u32)>,
}

/// Puts a sheet together, within the limits.
pub(crate) struct SheetBuilder<'l> {
    pub(crate) sheet: HeldSheet,
    name: String,
    limits: &'l Limits,
    row: u32,
}

impl<'l> SheetBuilder<'l> {
    pub(crate) fn new(name: &str, chunk: Chunk, limits: &'l Limits) -> Self {
        let sheet = HeldSheet { chunk, ..HeldSheet::default() };
        Self { sheet, name: name.to_owned(), limits, row: 0 }
    }

    /// The place of a cell of this sheet.
    pub(crate) fn spot(&self, row: u32, column: u32) -> Spot {
        Spot::sheet(&self.name).at(CellAddress::new(row.max(1), column.max(1)))
    }

    pub(crate) fn begin_row(&mut self, row: u32, hidden: bool) -> Result<(), SheetError> {
        if row == 0 || row > MAX_ROWS {
            return Err(SheetError::too_large(Limit::Rows, u64::from(MAX_ROWS), Spot::sheet(&self.name)));
        }
        self.row = row;
        self.sheet.chunk.begin_row(row, hidden);
        Ok(())
    }

    /// The chunk to put a cell into, once the cell is shown to be within the limits.
    pub(crate) fn cell(&mut self, column: u32, text_bytes: usize) -> Result<&mut Chunk, SheetError> {
        let limits = self.limits;
        let too_large = |limit, max: u64| Err(SheetError::too_large(limit, max, self.spot(self.row, column)));
        if column == 0 || column > MAX_COLUMNS {
            return too_large(Limit::Columns, u64::from(MAX_COLUMNS));
        }
        if text_bytes > limits.max_text_bytes {
            return too_large(Limit::Text, limits.max_text_bytes as u64);
        }
        let max_cells = limits.max_cells.min(HELD_CELLS);
        if self.sheet.chunk.cell_count() as u64 >= max_cells {
            return too_large(Limit::Cells, max_cells);
        }
        if self.sheet.chunk.bytes() >= HELD_BYTES {
            return too_large(Limit::Inflated, HELD_BYTES as u64);
        }
        Ok(&mut self.sheet.chunk)
    }

    pub(crate) fn text(&mut self, column: u32, text: &str) -> Result<(), SheetError> {
        self.cell(column, text.len())?.push_text(column, text);
        Ok(())
    }

    pub(crate) fn end_row(&mut self) -> Result<(), SheetError> {
        let row = self.row;
        let ended = self.sheet.chunk.end_row();
        ended.map_err(|_| SheetError::damaged(Damage::CellTwice, self.spot(row, 1)))
    }

    /// A merged range from its corner and its size; a single cell is none.
    pub(crate) fn merge(&mut self, row: u32, column: u32, rows: u32, columns: u32) {
        if rows > 1 || columns > 1 {
            let last = CellAddress::new(row.saturating_add(rows.max(1) - 1), column.saturating_add(columns.max(1) - 1));
            self.sheet.merges.push(Area { first: CellAddress::new(row, column), last });
        }
    }

    pub(crate) fn finish(mut self) -> Result<HeldSheet, SheetError> {
        let sorted = self.sheet.chunk.sort_rows();
        sorted.map_err(|_| SheetError::damaged(Damage::RowTwice, Spot::sheet(&self.name)))?;
        Ok(self.sheet)
    }
}
