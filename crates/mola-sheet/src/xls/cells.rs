//! The cells of one sheet.

use super::records::{Record, Records, f64_at, u16_at, u32_at};
use super::{Globals, damaged};
use crate::chunk::Chunk;
use crate::error::{Damage, SheetError};
use crate::held::{HeldSheet, SheetBuilder};
use crate::limits::Limits;
use mola_finding::CellAddress;
use std::collections::BTreeSet;
use std::sync::Arc;

enum Content {
    Number(f64),
    Shared(u32),
    Text(String),
    Bool(bool),
    Error(u8),
    Uncached,
}

struct Cell {
    row: u16,
    column: u16,
    style: u16,
    content: Content,
    formula: bool,
}

/// What a sheet's records say.
struct Sheet<'g> {
    globals: &'g Globals,
    cells: Vec<Cell>,
    hidden_rows: BTreeSet<u16>,
    hidden_columns: Vec<(u32, u32)>,
    merges: Vec<[u16; 4]>,
}

/// Reads the records of a sheet into a held one.
pub(super) fn read(
    mut records: Records<'_>,
    name: &str,
    globals: &Globals,
    limits: &Limits,
) -> Result<HeldSheet, SheetError> {
    let mut sheet = Sheet {
        globals,
        cells: Vec::new(),
        hidden_rows: BTreeSet::new(),
        hidden_columns: Vec::new(),
        merges: Vec::new(),
    };
    while let Some(record) = records.next().map_err(|damage| damaged(damage, name))? {
        sheet.take(&record).map_err(|damage| {
            let is_cell = matches!(record.kind, 0x0203..=0x0205 | 0x027E | 0x00BD | 0x00FD | 0x00D6 | 0x0006);
            let address = u16_at(record.data, 0).ok().zip(u16_at(record.data, 2).ok()).filter(|_| is_cell);
            match (address, damaged(damage, name)) {
                (Some((row, column)), SheetError::Damaged { damage, spot }) => {
                    let cell = CellAddress::new(u32::from(row) + 1, u32::from(column) + 1);
                    SheetError::Damaged { damage, spot: spot.at(cell) }
                }
                (_, error) => error,
            }
        })?;
    }
    sheet.finish(name, limits)
}

impl Sheet<'_> {
    fn take(&mut self, record: &Record<'_>) -> Result<(), Damage> {
        let data = record.data;
        match record.kind {
            // Number (2.4.180)
            0x0203 => self.put(data, Content::Number(f64_at(data, 6)?)),
            // RK (2.4.220)
            0x027E => self.put(data, Content::Number(rk(u32_at(data, 6)?))),
            // MulRk (2.4.175)
            0x00BD => self.several(data),
            // LabelSst (2.4.149)
            0x00FD => {
                let index = u32_at(data, 6)?;
                if index as usize >= self.globals.texts.len() {
                    return Err(Damage::TextIndex);
                }
                self.put(data, Content::Shared(index))
            }
            // Label (2.4.148), RString
            0x0204 | 0x00D6 => self.put(data, Content::Text(self.globals.letters.text(data, 6)?)),
            // BoolErr (2.4.24)
            0x0205 => {
                let [value, kind] = *data.get(6..8).ok_or(Damage::Binary)? else { return Err(Damage::Binary) };
                self.put(data, if kind == 0 { Content::Bool(value != 0) } else { Content::Error(value) })
            }
            // Formula (2.4.127)
            0x0006 => {
                self.put(data, formula_result(data.get(6..14).ok_or(Damage::Binary)?)?)?;
                if let Some(cell) = self.cells.last_mut() {
                    cell.formula = true;
                }
                Ok(())
            }
            // String (2.4.268): the result of the formula before it.
            0x0207 => {
                let text = self.globals.letters.text(data, 0)?;
                if let Some(Cell { content: content @ Content::Uncached, .. }) = self.cells.last_mut() {
                    *content = Content::Text(text);
                }
                Ok(())
            }
            // Row (2.4.221)
            0x0208 => {
                if data.get(12).is_some_and(|flags| flags & 0x20 != 0) {
                    self.hidden_rows.insert(u16_at(data, 0)?);
                }
                Ok(())
            }
            // ColInfo (2.4.53)
            0x007D => self.columns(data),
            // MergeCells (2.4.168)
            0x00E5 => self.merged(data),
            _ => Ok(()),
        }
    }

    fn put(&mut self, data: &[u8], content: Content) -> Result<(), Damage> {
        let (row, column, style) = (u16_at(data, 0)?, u16_at(data, 2)?, u16_at(data, 4)?);
        self.cells.push(Cell { row, column, style, content, formula: false });
        Ok(())
    }

    fn several(&mut self, data: &[u8]) -> Result<(), Damage> {
        let (row, first) = (u16_at(data, 0)?, u16_at(data, 2)?);
        let numbers = data.get(4..data.len().saturating_sub(2)).ok_or(Damage::Binary)?;
        if numbers.len() % 6 != 0 {
            return Err(Damage::Binary);
        }
        for (offset, number) in (0_u16..).zip(numbers.chunks_exact(6)) {
            let column = first.checked_add(offset).ok_or(Damage::CellAddress)?;
            let content = Content::Number(rk(u32_at(number, 2)?));
            self.cells.push(Cell { row, column, style: u16_at(number, 0)?, content, formula: false });
        }
        Ok(())
    }

    fn columns(&mut self, data: &[u8]) -> Result<(), Damage> {
        if u16_at(data, 8)? & 1 == 1 {
            let (first, last) = (u32::from(u16_at(data, 0)?), u32::from(u16_at(data, 2)?));
            self.hidden_columns.push((first + 1, last + 1));
        }
        Ok(())
    }

    fn merged(&mut self, data: &[u8]) -> Result<(), Damage> {
        for range in 0..usize::from(u16_at(data, 0)?) {
            let at = 2 + range * 8;
            let corner = |offset| u16_at(data, at + offset);
            let range = [corner(0)?, corner(2)?, corner(4)?, corner(6)?];
            if range[0] > range[1] || range[2] > range[3] {
                return Err(Damage::MergedRange);
            }
            self.merges.push(range);
        }
        Ok(())
    }

    fn finish(mut self, name: &str, limits: &Limits) -> Result<HeldSheet, SheetError> {
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
        let chunk = Chunk::new(Arc::clone(&self.globals.texts), self.globals.system);
        let mut builder = SheetBuilder::new(name, chunk, limits);
        for cells in self.cells.chunk_by(|one, next| one.row == next.row) {
            let row = cells[0].row;
            builder.begin_row(u32::from(row) + 1, self.hidden_rows.contains(&row))?;
            for cell in cells {
                self.put_cell(cell, &mut builder)?;
            }
            builder.end_row()?;
        }
        for [first_row, last_row, first_column, last_column] in self.merges {
            let (row, column) = (u32::from(first_row) + 1, u32::from(first_column) + 1);
            builder.merge(row, column, u32::from(last_row) + 2 - row, u32::from(last_column) + 2 - column);
        }
        builder.sheet.hidden_columns = self.hidden_columns;
        builder.finish()
    }

    fn put_cell(&self, cell: &Cell, builder: &mut SheetBuilder<'_>) -> Result<(), SheetError> {
        let (row, column) = (u32::from(cell.row) + 1, u32::from(cell.column) + 1);
        let spot = builder.spot(row, column);
        let text_bytes = if let Content::Text(text) = &cell.content { text.len() } else { 0 };
        let chunk = builder.cell(column, text_bytes)?;
        match &cell.content {
            Content::Number(number) => match self.globals.dates.get(usize::from(cell.style)) {
                _ if !number.is_finite() => return Err(SheetError::damaged(Damage::CellContent, spot)),
                Some(shown) => chunk.push_shown(column, *number, *shown),
                None if self.globals.dates.is_empty() => chunk.push_number(column, *number),
                None => return Err(SheetError::damaged(Damage::StyleIndex, spot)),
            },
            Content::Shared(text) => chunk.push_shared(column, *text),
            Content::Text(text) => chunk.push_text(column, text),
            Content::Bool(value) => chunk.push_bool(column, *value),
            Content::Error(code) => chunk.push_error(column, error_text(*code)),
            Content::Uncached => chunk.push_uncached(column),
        }
        if cell.formula {
            chunk.mark_formula(column);
        }
        Ok(())
    }
}

/// A number in four bytes: an integer or the upper half of a float, perhaps a hundred times as much
/// (2.5.217).
pub(crate) fn rk(packed: u32) -> f64 {
    let number =
        if packed & 2 != 0 { f64::from((packed as i32) >> 2) } else { f64::from_bits(u64::from(packed & !3) << 32) };
    if packed & 1 != 0 { number / 100.0 } else { number }
}

/// The stored result of a formula (2.5.133). A text follows in a record of its own.
fn formula_result(data: &[u8]) -> Result<Content, Damage> {
    if data[6..] != [0xFF, 0xFF] {
        return Ok(Content::Number(f64_at(data, 0)?));
    }
    match data[0] {
        0 => Ok(Content::Uncached),
        1 => Ok(Content::Bool(data[2] != 0)),
        2 => Ok(Content::Error(data[2])),
        3 => Ok(Content::Text(String::new())),
        _ => Err(Damage::CellContent),
    }
}

/// The error values (2.5.10).
pub(crate) fn error_text(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#GETTING_DATA",
        _ => "#ERROR!",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_numbers_are_unpacked() {
        for (packed, number) in
            [(0x3FF0_0000, 1.0), (0x0000_0006, 1.0), (0x0000_01F7, 1.25), (0xFFFF_FFFE, -1.0), (0x3FF0_0001, 0.01)]
        {
            assert_eq!(rk(packed), number, "{packed:#x}");
        }
    }

    #[test]
    fn results_of_formulas_are_told_apart() {
        let result = |bytes: [u8; 8]| formula_result(&bytes);
        assert!(matches!(result([0, 0, 0, 0, 0, 0, 0xF0, 0x3F]), Ok(Content::Number(1.0))));
        assert!(matches!(result([1, 0, 1, 0, 0, 0, 0xFF, 0xFF]), Ok(Content::Bool(true))));
        assert!(matches!(result([2, 0, 7, 0, 0, 0, 0xFF, 0xFF]), Ok(Content::Error(7))));
        assert!(matches!(result([0, 0, 0, 0, 0, 0, 0xFF, 0xFF]), Ok(Content::Uncached)));
        assert!(result([9, 0, 0, 0, 0, 0, 0xFF, 0xFF]).is_err());
    }
}
