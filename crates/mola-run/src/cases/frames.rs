//! The canonical tables of a case.

use mola_finding::Place;
use mola_frame::{ColumnType, Field, FrameBuilder, Grain, column};
use mola_measure::RecordRef;
use mola_model::{Kind, Month, OwnColumns, Status};
use mola_spec::{Case, CaseRow, CaseValue};
use polars::frame::DataFrame;
use polars::prelude::{ChunkFull, IntoColumn, PolarsResult, UInt32Chunked};
use std::collections::{BTreeMap, HashMap};

/// A record of a case: the number of its table and of its row.
pub(super) type At = (u16, u32);

/// The rows of a case as a run would have them before it, and where each stands.
pub(super) struct Frames {
    pub(super) participations: DataFrame,
    pub(super) observations: DataFrame,
    pub(super) money: DataFrame,
    pub(super) places: BTreeMap<At, Place>,
}

/// What a record of a frame is called in `Frames::places`.
pub(super) fn at(record: RecordRef) -> At {
    (record.table, record.row)
}

impl Frames {
    pub(super) fn of(case: &Case, own: &OwnColumns) -> PolarsResult<Self> {
        let mut places = BTreeMap::new();
        let mut frame = |table: u16, grain: Grain, rows: &[CaseRow]| {
            let known = known(case, rows);
            places.extend((1..).zip(&known).map(|(row, known)| ((table, row), known.place.clone())));
            table_of(table, grain, own, &known)
        };
        Ok(Self {
            participations: frame(0, Grain::Participation, &case.participations)?,
            observations: frame(1, Grain::Observation, &case.observations)?,
            money: frame(2, Grain::Money, &case.money)?,
            places,
        })
    }
}

/// The rows that are known, in the order of their receipt.
fn known<'c>(case: &Case, rows: &'c [CaseRow]) -> Vec<&'c CaseRow> {
    let came = |row: &&CaseRow| case.as_of.is_none() || row.received <= case.as_of;
    let mut known: Vec<&CaseRow> = rows.iter().filter(came).collect();
    known.sort_by_key(|row| row.received);
    known
}

fn table_of(table: u16, grain: Grain, own: &OwnColumns, rows: &[&CaseRow]) -> PolarsResult<DataFrame> {
    let mut writer = Writer { builder: FrameBuilder::new(grain, own), keys: HashMap::new() };
    for (number, row) in (1..).zip(rows) {
        writer.row(grain, row);
        writer.builder.end_row(table, number);
    }
    let mut frame = writer.builder.finish()?;
    let segments = UInt32Chunked::full(column::SEGMENT.into(), 0, frame.height());
    frame.with_column(segments.into_column())?;
    Ok(frame)
}

struct Writer {
    builder: FrameBuilder,
    /// Beneficiaries and households by kind and text, as numbers from 1.
    keys: HashMap<(String, String), u64>,
}

impl Writer {
    fn row(&mut self, grain: Grain, row: &CaseRow) {
        let word = |name: &str| {
            row.cells.iter().find_map(|(column, value)| match value {
                CaseValue::Word(word) if column == name => Some(word.as_str()),
                _ => None,
            })
        };
        let kind = word(column::KIND).unwrap_or(Kind::Person.as_str()).to_owned();
        for (name, value) in &row.cells {
            self.cell(name, value, &kind);
        }
        let (filled, said) = (filled(row), word(column::STATUS).is_some());
        match grain {
            Grain::Participation => self.word(column::KIND, &kind),
            Grain::Observation if !said => {
                let status = if filled { Status::Reported } else { Status::Missing };
                self.word(column::STATUS, status.as_str());
            }
            _ => {}
        }
        if let Some((first, last)) = months(row) {
            self.set(column::MONTH, Field::Integer(last.0));
            self.set(column::MONTHS, Field::Integer(last.0 - first.0 + 1));
        }
    }

    fn cell(&mut self, name: &str, value: &CaseValue, kind: &str) {
        match value {
            CaseValue::Word(_) if name == column::KIND => {}
            CaseValue::Word(word) => self.word(name, word),
            CaseValue::Key(text) => {
                let of = if name == column::HOUSEHOLD { column::HOUSEHOLD } else { kind };
                let next = self.keys.len() as u64 + 1;
                let key = *self.keys.entry((of.to_owned(), text.clone())).or_insert(next);
                self.set(name, Field::Key(key));
            }
            CaseValue::Number(number) => self.set(name, Field::Number(*number)),
            CaseValue::Integer(number) => self.set(name, Field::Integer(*number)),
            CaseValue::Amount(amount) => self.set(name, Field::Amount(*amount)),
            CaseValue::Date(day) => self.set(name, Field::Date(*day)),
            CaseValue::Flag(truth) => self.set(name, Field::Flag(*truth)),
            CaseValue::Period(_) => {}
        }
    }

    /// Sets a column that this grain has.
    fn set(&mut self, name: &str, field: Field) {
        if let Some(slot) = self.builder.slot(name) {
            self.builder.set(slot, field);
        }
    }

    fn word(&mut self, name: &str, word: &str) {
        let Some(slot) = self.builder.slot(name) else { return };
        if self.builder.column_type(slot) == ColumnType::Text {
            return self.builder.set_text(slot, word);
        }
        let code = self.builder.intern(slot, word);
        self.builder.set(slot, code);
    }
}

/// Whether an observation says anything.
fn filled(row: &CaseRow) -> bool {
    row.cells.iter().any(|(name, value)| matches!(value, CaseValue::Number(_)) || name == column::TEXT)
}

/// The months that a row is about: those of its period, or else the month of its day.
fn months(row: &CaseRow) -> Option<(Month, Month)> {
    let period = row.cells.iter().find_map(|(_, value)| match value {
        CaseValue::Period(period) => Some((period.first(), period.last())),
        _ => None,
    });
    let day = || {
        row.cells.iter().find_map(|(name, value)| match value {
            CaseValue::Date(day) if name == column::DATE => Some((Month::of(*day), Month::of(*day))),
            _ => None,
        })
    };
    period.or_else(day)
}
