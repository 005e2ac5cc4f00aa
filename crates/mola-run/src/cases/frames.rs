//! The canonical tables of a case.

use chrono::NaiveDateTime;
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
    pub(super) fn of(case: &Case, own: &OwnColumns, state: Known) -> PolarsResult<Self> {
        let mut places = BTreeMap::new();
        let mut frame = |table: u16, grain: Grain, rows: &[CaseRow]| {
            let known = state.rows(rows);
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

/// Which rows count.
#[derive(Clone, Copy)]
pub(super) enum Known {
    /// Those that had come by a moment; none is all of them.
    At(Option<NaiveDateTime>),
    /// Those that had come by a closing, and in their place what corrects them and came by the second moment.
    Corrected(NaiveDateTime, Option<NaiveDateTime>),
}

impl Known {
    /// The rows that count, in the order of their receipt. Of a file the version that came last.
    fn rows(self, rows: &[CaseRow]) -> Vec<&CaseRow> {
        let came = |row: &CaseRow, by: Option<NaiveDateTime>| by.is_none() || row.received <= by;
        let mut known: Vec<&CaseRow> = match self {
            Self::At(by) => rows.iter().filter(|row| came(row, by)).collect(),
            Self::Corrected(closing, by) => {
                let closed: Vec<&CaseRow> = rows.iter().filter(|row| came(row, Some(closing))).collect();
                let corrects = |row: &CaseRow| closed.iter().any(|earlier| is_about_the_same(earlier, row));
                rows.iter().filter(|row| came(row, Some(closing)) || came(row, by) && corrects(row)).collect()
            }
        };
        let mut latest: BTreeMap<&str, Option<NaiveDateTime>> = BTreeMap::new();
        for (file, row) in known.iter().filter_map(|row| Some((row.file.as_deref()?, row))) {
            let version = latest.entry(file).or_default();
            *version = (*version).max(row.received);
        }
        known.retain(|row| row.file.as_deref().is_none_or(|file| latest.get(file) == Some(&row.received)));
        known.sort_by_key(|row| row.received);
        known
    }
}

/// Whether a row takes the place of an earlier one: both stand in one file, or, where neither names a file, they say
/// something of the same thing.
fn is_about_the_same(earlier: &CaseRow, row: &CaseRow) -> bool {
    if earlier.file.is_some() || row.file.is_some() {
        return earlier.file == row.file;
    }
    let said = [column::VALUE, column::NUMERATOR, column::DENOMINATOR, column::TEXT, column::STATUS, column::ESTIMATED];
    // Of a beneficiary in a month everything else is said; of observations and amounts what is not counted tells apart.
    let tells = [column::AGENCY, column::KEY, column::KIND, column::ACTIVITY];
    let is_participation = row.cells.iter().any(|(name, _)| name == column::KEY);
    let told = |row: &CaseRow| {
        let is_told = |(name, value): &&(String, CaseValue)| match (value, is_participation) {
            (CaseValue::Period(_) | CaseValue::Date(_), _) => true,
            (_, true) => tells.contains(&name.as_str()),
            (value, false) => !said.contains(&name.as_str()) && !matches!(value, CaseValue::Amount(_)),
        };
        let mut cells: Vec<(String, CaseValue)> = row.cells.iter().filter(is_told).cloned().collect();
        cells.sort_by(|one, other| one.0.cmp(&other.0));
        cells
    };
    told(earlier) == told(row)
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
