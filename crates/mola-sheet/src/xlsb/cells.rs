//! The cells of one sheet part.

use super::Shared;
use super::records::{Fields, Record, Records};
use crate::chunk::Chunk;
use crate::error::{Damage, SheetError, Spot};
use crate::held::{HeldSheet, SheetBuilder};
use crate::limits::{Limits, MAX_COLUMNS, MAX_ROWS};
use crate::xls::{error_text, rk};
use std::sync::Arc;

/// Reads the records of a sheet into a held one.
pub(super) fn read(bytes: &[u8], name: &str, shared: &Shared, limits: &Limits) -> Result<HeldSheet, SheetError> {
    let chunk = Chunk::new(Arc::clone(&shared.texts), shared.system);
    let mut reader = Reader { shared, builder: SheetBuilder::new(name, chunk, limits), row: None, column: 0 };
    let mut records = Records::new(bytes);
    let in_sheet = |damage| SheetError::damaged(damage, Spot::sheet(name));
    let mut ended = false;
    while let Some(record) = records.next().map_err(in_sheet)? {
        // BrtEndSheet (2.4.613)
        ended |= record.kind == 0x0082;
        reader.take(&record)?;
    }
    if !ended {
        return Err(in_sheet(Damage::CutOff));
    }
    reader.end_row()?;
    reader.builder.finish()
}

struct Reader<'s> {
    shared: &'s Shared,
    builder: SheetBuilder<'s>,
    row: Option<u32>,
    column: u32,
}

impl Reader<'_> {
    fn take(&mut self, record: &Record<'_>) -> Result<(), SheetError> {
        let mut fields = Fields::new(record.data);
        match record.kind {
            // BrtRowHdr (2.4.745)
            0x0000 => self.begin_row(&mut fields),
            // Cells (2.4.323 to 2.4.334) with text, number, truth or error; blank ones (1) hold nothing.
            0x0002..=0x000B | 0x003E => {
                self.column = 0;
                self.cell(record.kind, fields)
            }
            // BrtColInfo (2.4.349)
            0x003C => self.hidden_columns(fields).map_err(|damage| self.damaged(damage)),
            // BrtMergeCell (2.4.702)
            0x00B0 => self.merged(fields).map_err(|damage| self.damaged(damage)),
            // BrtEndSheetData (2.4.618)
            0x0092 => self.end_row(),
            _ => Ok(()),
        }
    }

    fn damaged(&self, damage: Damage) -> SheetError {
        SheetError::damaged(damage, self.builder.spot(self.row.unwrap_or(1), self.column))
    }

    fn begin_row(&mut self, fields: &mut Fields<'_>) -> Result<(), SheetError> {
        self.end_row()?;
        let mut head = || -> Result<(u32, bool), Damage> {
            let row = fields.u32()?;
            let [.., flags] = fields.bytes::<8>()?;
            Ok((row.saturating_add(1), flags & 0x10 != 0))
        };
        let (row, hidden) = head().map_err(|damage| self.damaged(damage))?;
        self.row = Some(row);
        self.column = 0;
        self.builder.begin_row(row, hidden)
    }

    fn end_row(&mut self) -> Result<(), SheetError> {
        match self.row.take() {
            Some(_) => self.builder.end_row(),
            None => Ok(()),
        }
    }

    fn cell(&mut self, kind: u32, mut fields: Fields<'_>) -> Result<(), SheetError> {
        let mut head = || Ok((fields.u32()?.saturating_add(1), fields.u32()? & 0x00FF_FFFF));
        let (column, style) = head().map_err(|damage: Damage| self.damaged(damage))?;
        self.column = column;
        if self.row.is_none() {
            return Err(self.damaged(Damage::CellAddress));
        }
        self.builder.cell(column, 0)?;
        let put = match kind {
            0x0006 | 0x0008 => fields.text().map(|text| self.builder.text(column, &text)),
            // BrtCellRString (2.4.330): flags before the text, formats after it.
            0x003E => fields.bytes::<1>().and_then(|_| fields.text()).map(|text| self.builder.text(column, &text)),
            _ => self.put(kind, column, style, fields).map(Ok),
        };
        put.map_err(|damage| self.damaged(damage))??;
        // BrtFmlaString, BrtFmlaNum, BrtFmlaBool and BrtFmlaError (2.4.659 and before)
        if matches!(kind, 0x0008..=0x000B) {
            self.builder.sheet.chunk.mark_formula(column);
        }
        Ok(())
    }

    fn put(&mut self, kind: u32, column: u32, style: u32, mut fields: Fields<'_>) -> Result<(), Damage> {
        let chunk = &mut self.builder.sheet.chunk;
        match kind {
            0x0003 | 0x000B => chunk.push_error(column, error_text(fields.bytes::<1>()?[0])),
            0x0004 | 0x000A => chunk.push_bool(column, fields.bytes::<1>()? != [0]),
            0x0007 => {
                let index = fields.u32()?;
                if index as usize >= self.shared.texts.len() {
                    return Err(Damage::TextIndex);
                }
                chunk.push_shared(column, index);
            }
            _ => {
                let number = if kind == 0x0002 { rk(fields.u32()?) } else { fields.f64()? };
                match self.shared.dates.get(style as usize) {
                    _ if !number.is_finite() => return Err(Damage::CellContent),
                    Some(shown) => chunk.push_shown(column, number, *shown),
                    None if self.shared.dates.is_empty() => chunk.push_number(column, number),
                    None => return Err(Damage::StyleIndex),
                }
            }
        }
        Ok(())
    }

    fn hidden_columns(&mut self, mut fields: Fields<'_>) -> Result<(), Damage> {
        let (first, last) = (fields.u32()?, fields.u32()?);
        fields.bytes::<8>()?;
        if fields.u16()? & 1 == 1 && first <= last && last < MAX_COLUMNS {
            self.builder.sheet.hidden_columns.push((first + 1, last + 1));
        }
        Ok(())
    }

    fn merged(&mut self, mut fields: Fields<'_>) -> Result<(), Damage> {
        let [first_row, last_row, first_column, last_column] =
            [fields.u32()?, fields.u32()?, fields.u32()?, fields.u32()?];
        if first_row > last_row || first_column > last_column || last_row >= MAX_ROWS || last_column >= MAX_COLUMNS {
            return Err(Damage::MergedRange);
        }
        let (rows, columns) = (last_row - first_row + 1, last_column - first_column + 1);
        self.builder.merge(first_row + 1, first_column + 1, rows, columns);
        Ok(())
    }
}
