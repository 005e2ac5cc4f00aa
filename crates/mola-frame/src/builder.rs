//! Rows in, a frame out, column by column.

use crate::cells::{Cells, Texts};
use crate::{ColumnType, Grain, column};
use chrono::NaiveDate;
use mola_model::OwnColumns;
use polars::prelude::*;
use std::collections::HashMap;

/// One value on its way into a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Field {
    /// Nothing.
    Null,
    /// A code: what `intern` gave for this slot.
    Code(u32),
    /// A whole number.
    Integer(i32),
    /// A number.
    Number(f64),
    /// An amount in ten-thousandths.
    Amount(i64),
    /// A key.
    Key(u64),
    /// A day.
    Date(NaiveDate),
    /// Yes or no.
    Flag(bool),
}

/// A column of one builder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot(usize);

enum Values {
    Code { ids: Vec<u32>, words: Vec<String>, known: HashMap<String, u32> },
    Text(Texts),
    Integer(Cells<i32>),
    Number(Cells<f64>),
    Amount(Cells<i64>),
    Key(Cells<u64>),
    Date(Cells<i32>),
    Flag(Cells<bool>),
}

struct ColumnBuilder {
    name: String,
    values: Values,
}

/// Builds the frame of one grain. Values are set slot by slot; `end_row` closes a row, and slots
/// that were not set in it are null.
pub struct FrameBuilder {
    columns: Vec<ColumnBuilder>,
    tables: Vec<u16>,
    rows: Vec<u32>,
    source_columns: Vec<u16>,
}

/// The id of a null in a column of codes.
const NULL_CODE: u32 = u32::MAX;

impl FrameBuilder {
    /// An empty frame of this grain, with those of the programme's own columns that it may have.
    pub fn new(grain: Grain, own: &OwnColumns) -> Self {
        let canonical = grain.columns().iter().map(|(name, kind)| ((*name).to_owned(), *kind));
        let columns = canonical
            .chain(grain.own_columns(own))
            .map(|(name, kind)| ColumnBuilder { name, values: Values::new(kind) });
        Self { columns: columns.collect(), tables: Vec::new(), rows: Vec::new(), source_columns: Vec::new() }
    }

    /// The slot of a column; `None` where this frame has no such column.
    pub fn slot(&self, name: &str) -> Option<Slot> {
        self.columns.iter().position(|c| c.name == name).map(Slot)
    }

    /// What a column holds.
    pub fn column_type(&self, slot: Slot) -> ColumnType {
        match &self.columns[slot.0].values {
            Values::Code { .. } => ColumnType::Code,
            Values::Text(_) => ColumnType::Text,
            Values::Integer(_) => ColumnType::Integer,
            Values::Number(_) => ColumnType::Number,
            Values::Amount(_) => ColumnType::Amount,
            Values::Key(_) => ColumnType::Key,
            Values::Date(_) => ColumnType::Date,
            Values::Flag(_) => ColumnType::Flag,
        }
    }

    /// The number of closed rows.
    pub fn height(&self) -> usize {
        self.rows.len()
    }

    /// The value to set for this word in a column of codes.
    pub fn intern(&mut self, slot: Slot, word: &str) -> Field {
        let Values::Code { words, known, .. } = &mut self.columns[slot.0].values else {
            return Field::Null;
        };
        if let Some(id) = known.get(word) {
            return Field::Code(*id);
        }
        let id = words.len() as u32;
        words.push(word.to_owned());
        known.insert(word.to_owned(), id);
        Field::Code(id)
    }

    /// Sets a value of the open row. A value of another type than the column's is null: mappings
    /// are checked against column types before a row is read.
    pub fn set(&mut self, slot: Slot, field: Field) {
        let height = self.rows.len();
        self.columns[slot.0].values.set(height, field);
    }

    /// Sets a text of the open row.
    pub fn set_text(&mut self, slot: Slot, text: &str) {
        let height = self.rows.len();
        if let Values::Text(values) = &mut self.columns[slot.0].values {
            values.put(height, text);
        }
    }

    /// Closes the open row, which came from this table and row of the source.
    pub fn end_row(&mut self, table: u16, row: u32) {
        self.end_unpivoted_row(table, row, 0);
    }

    /// Closes the open row, which came from this table, row and column of the source: one of the
    /// columns that became rows. Columns count from 1; 0 says that the row as a whole is meant.
    pub fn end_unpivoted_row(&mut self, table: u16, row: u32, column: u16) {
        self.tables.push(table);
        self.rows.push(row);
        self.source_columns.push(column);
    }

    /// The frame.
    ///
    /// # Errors
    /// When polars cannot hold the codes, which takes more than four thousand million of them.
    pub fn finish(self) -> PolarsResult<DataFrame> {
        let height = self.rows.len();
        let mut columns = vec![
            UInt16Chunked::from_vec(column::TABLE.into(), self.tables).into_column(),
            UInt32Chunked::from_vec(column::ROW.into(), self.rows).into_column(),
            UInt16Chunked::from_vec(column::COLUMN.into(), self.source_columns).into_column(),
        ];
        for builder in self.columns {
            columns.push(builder.values.finish(builder.name.into(), height)?.into_column());
        }
        DataFrame::new(height, columns)
    }
}

impl Values {
    fn new(kind: ColumnType) -> Self {
        match kind {
            ColumnType::Code => Self::Code { ids: Vec::new(), words: Vec::new(), known: HashMap::new() },
            ColumnType::Text => Self::Text(Texts::default()),
            ColumnType::Integer => Self::Integer(Cells::default()),
            ColumnType::Number => Self::Number(Cells::default()),
            ColumnType::Amount => Self::Amount(Cells::default()),
            ColumnType::Key => Self::Key(Cells::default()),
            ColumnType::Date => Self::Date(Cells::default()),
            ColumnType::Flag => Self::Flag(Cells::default()),
        }
    }

    fn set(&mut self, height: usize, field: Field) {
        const EPOCH: NaiveDate = NaiveDate::from_ymd_opt(1970, 1, 1).expect("a day");
        match (self, field) {
            (Self::Code { ids, .. }, Field::Code(id)) => {
                ids.resize(height, NULL_CODE);
                ids.push(id);
            }
            (Self::Integer(cells), Field::Integer(v)) => cells.put(height, v),
            (Self::Number(cells), Field::Number(v)) => cells.put(height, v),
            (Self::Amount(cells), Field::Amount(v)) => cells.put(height, v),
            (Self::Key(cells), Field::Key(v)) => cells.put(height, v),
            (Self::Flag(cells), Field::Flag(v)) => cells.put(height, v),
            (Self::Date(cells), Field::Date(v)) => {
                cells.put(height, v.signed_duration_since(EPOCH).num_days() as i32);
            }
            _ => {}
        }
    }

    fn finish(self, name: PlSmallStr, height: usize) -> PolarsResult<Series> {
        Ok(match self {
            Self::Code { ids, words, .. } => codes(name, ids, &words, height)?,
            Self::Text(texts) => texts.finish(name, height).into_series(),
            Self::Integer(cells) => cells.finish::<Int32Type>(name, height).into_series(),
            Self::Number(cells) => cells.finish::<Float64Type>(name, height).into_series(),
            Self::Amount(cells) => cells.finish::<Int64Type>(name, height).into_series(),
            Self::Key(cells) => cells.finish::<UInt64Type>(name, height).into_series(),
            Self::Flag(cells) => BooleanChunked::from_iter_options(name, cells.into_options(height)).into_series(),
            Self::Date(cells) => cells.finish::<Int32Type>(name, height).into_date().into_series(),
        })
    }
}

/// A column of codes: ids of this builder become ids of the process-wide categories.
fn codes(name: PlSmallStr, mut ids: Vec<u32>, words: &[String], height: usize) -> PolarsResult<Series> {
    ids.resize(height, NULL_CODE);
    let dtype = ColumnType::Code.dtype();
    let mapping = dtype.cat_mapping()?;
    let global = words.iter().map(|word| mapping.insert_cat(word)).collect::<PolarsResult<Vec<u32>>>()?;
    let physical = UInt32Chunked::from_iter_options(name, ids.into_iter().map(|id| global.get(id as usize).copied()));
    Ok(Categorical32Chunked::from_cats_and_dtype(physical, dtype).into_series())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_their_places_whatever_is_left_out() {
        let own = OwnColumns { measures: vec!["hours".to_owned()], ..OwnColumns::default() };
        let mut builder = FrameBuilder::new(Grain::Participation, &own);
        let (sex, hours) = (builder.slot(column::SEX).expect("sex"), builder.slot("hours").expect("hours"));
        for (row, word, value) in
            [(6, Some("F"), None), (7, None, Some(2.5)), (8, Some("M"), Some(0.0)), (9, None, None)]
        {
            if let Some(word) = word {
                let code = builder.intern(sex, word);
                builder.set(sex, code);
            }
            if let Some(value) = value {
                builder.set(hours, Field::Number(value));
            }
            builder.end_row(0, row);
        }
        builder.set(hours, Field::Number(99.0));
        let frame = builder.finish().expect("a frame");
        assert_eq!(frame.height(), 4);
        let hours: Vec<_> = frame.column("hours").expect("hours").f64().expect("numbers").iter().collect();
        assert_eq!(hours, [None, Some(2.5), Some(0.0), None]);
        let sex = frame.column(column::SEX).expect("sex").cast(&DataType::String).expect("words");
        assert_eq!(sex.str().expect("words").iter().collect::<Vec<_>>(), [Some("F"), None, Some("M"), None]);
    }
}
