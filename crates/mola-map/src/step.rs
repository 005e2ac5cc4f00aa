//! What is done with each row: one step a field.

use crate::carry::Carries;
use crate::reader::{At, Desk, Reader, Reading, What};
use crate::record::{Record, State};
use crate::shown::{is_blank, shown};
use mola_finding::{CellAddress, Code};
use mola_frame::{Field, Slot};
use mola_sheet::{Row, Value};

/// A column of the sheet, and what its blank cells take over from others.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pick {
    /// The column, from 1.
    pub(crate) column: u32,
    /// Which of the carries fills it.
    pub(crate) carry: Option<usize>,
}

impl Pick {
    /// The value in this row.
    #[inline]
    pub(crate) fn value<'a>(&self, row: Row<'a>, carries: &'a Carries) -> Value<'a> {
        let own = row.get(self.column);
        match self.carry {
            Some(carry) if is_blank(own) => carries.value(carry),
            _ => own,
        }
    }
}

/// A value that is known before the rows are.
#[derive(Debug, Clone)]
pub(crate) enum Given {
    /// A value of the frame, or none.
    Reading(Reading),
    /// A personal text.
    Text(String),
}

/// Where a step takes its value from.
#[derive(Debug)]
pub(crate) enum Source {
    /// A cell of the row.
    Cell(Pick),
    /// Several cells of the row, joined.
    Joined(Vec<Pick>, String),
    /// The same for all rows.
    Given(Given),
    /// The cell of the column that became rows.
    Spread,
    /// What the header of that column says: an index into its given values.
    Headed(usize),
}

/// Where a step's value goes to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Destination {
    /// A column of the frame.
    Column(Slot),
    /// A personal text.
    Text(Slot),
    /// A personal text that says who it is.
    Identifier(Slot),
    /// The day of the record, and its column where there is one.
    Date(Option<Slot>),
    /// The day of birth.
    Born(Slot),
    /// The age.
    Age(Slot),
    /// A part of the period.
    Part,
    /// The value of an observation.
    Value(Slot),
    /// Numerator or denominator of an observation.
    RatioPart(Slot),
    /// The amount of money.
    Amount(Slot),
}

impl Destination {
    /// Whether a record without it would say something else than the row does.
    pub(crate) fn is_vital(self) -> bool {
        matches!(self, Self::Date(_) | Self::Part | Self::Value(_) | Self::RatioPart(_) | Self::Amount(_))
    }
}

/// One field of a record.
#[derive(Debug)]
pub(crate) struct Step {
    /// What it is.
    pub(crate) what: What,
    /// Where it comes from.
    pub(crate) source: Source,
    /// How it is read.
    pub(crate) reader: Reader,
    /// Where it goes.
    pub(crate) destination: Destination,
    /// Whether a row without it is refused.
    pub(crate) required: bool,
    /// What stands for a missing cell.
    pub(crate) default: Option<Given>,
}

/// The column that became rows which a record is made of.
#[derive(Debug)]
pub(crate) struct SpreadColumn {
    /// Its number, from 1.
    pub(crate) column: u32,
    /// What its header says, for each step that asks.
    pub(crate) given: Vec<Given>,
}

impl Step {
    /// Reads the field of one row into the open record.
    #[inline]
    pub(crate) fn run(
        &mut self,
        row: Row<'_>,
        carries: &Carries,
        spread: Option<&SpreadColumn>,
        desk: &mut Desk<'_>,
        facts: &mut Record,
    ) {
        let address = |column| CellAddress::new(row.number(), column);
        let (reading, at) = match &self.source {
            Source::Cell(pick) => {
                let at = At { value: pick.value(row, carries), address: address(pick.column) };
                (self.reader.read(at, &self.what, desk), at.address)
            }
            Source::Spread => {
                let column = spread.map_or(1, |spread| spread.column);
                let at = At { value: row.get(column), address: address(column) };
                (self.reader.read(at, &self.what, desk), at.address)
            }
            Source::Joined(picks, join) => {
                let text = joined(picks, join, row, carries);
                let value = if text.is_empty() { Value::Empty } else { Value::Text(&text) };
                let at = At { value, address: address(picks.first().map_or(1, |pick| pick.column)) };
                (self.reader.read(at, &self.what, desk), at.address)
            }
            Source::Given(given) => (given.reading(desk), address(1)),
            Source::Headed(index) => {
                let given = spread.and_then(|spread| spread.given.get(*index));
                (given.map_or(Reading::Missing, |given| given.reading(desk)), address(spread.map_or(1, |s| s.column)))
            }
        };
        let reading = match (reading, &self.default) {
            (Reading::Missing, Some(default)) => default.reading(desk),
            _ => reading,
        };
        self.settle(reading, at, desk, facts);
    }

    fn settle(&self, reading: Reading, at: CellAddress, desk: &mut Desk<'_>, record: &mut Record) {
        match reading {
            Reading::Fault { refuse } => record.refused |= refuse || self.required || self.destination.is_vital(),
            Reading::Missing | Reading::NotApplicable if self.required => {
                let at = At { value: Value::Empty, address: at };
                desk.say(Code::ValueMissing, at, &self.what, |finding| finding);
                record.refused = true;
            }
            Reading::Missing | Reading::NotApplicable => self.without(reading, at, desk, record),
            Reading::Field(field) => self.put(field, record),
            Reading::Part(part) => record.part = part.or(record.part),
            Reading::Text { start, end } => {
                if let Destination::Text(slot) | Destination::Identifier(slot) = self.destination {
                    record.texts.push((slot, start, end));
                }
            }
        }
    }

    fn without(&self, reading: Reading, at: CellAddress, desk: &mut Desk<'_>, record: &mut Record) {
        let state = if reading == Reading::Missing { State::Missing } else { State::NotApplicable };
        match self.destination {
            Destination::Value(_) => record.value = Some(state),
            Destination::RatioPart(_) => record.ratio = Some(record.ratio.map_or(state, |other| other.max(state))),
            Destination::Amount(_) => record.without_amount = true,
            Destination::Identifier(_) => {
                desk.findings.at(Code::IdentifierMissing, &desk.scene.sheet, at, |finding| {
                    finding.with("field", self.what.label.as_str())
                });
            }
            _ => {}
        }
    }

    fn put(&self, field: Field, record: &mut Record) {
        let slot = match self.destination {
            Destination::Date(slot) => {
                if let Field::Date(day) = field {
                    record.date = Some(day);
                }
                match slot {
                    Some(slot) => slot,
                    None => return,
                }
            }
            Destination::Born(slot) => {
                if let Field::Date(day) = field {
                    record.born = Some((slot, day));
                }
                return;
            }
            Destination::Age(slot) => {
                record.aged = true;
                slot
            }
            Destination::Value(slot) => {
                record.value = Some(State::Reported);
                slot
            }
            Destination::RatioPart(slot) => {
                record.ratio = Some(record.ratio.unwrap_or(State::Reported));
                slot
            }
            Destination::Column(slot) | Destination::Amount(slot) => slot,
            Destination::Text(_) | Destination::Identifier(_) | Destination::Part => return,
        };
        record.fields.push((slot, field));
    }
}

impl Given {
    fn reading(&self, desk: &mut Desk<'_>) -> Reading {
        match self {
            Self::Reading(reading) => *reading,
            Self::Text(text) => {
                let start = desk.arena.len();
                desk.arena.push_str(text);
                Reading::Text { start, end: desk.arena.len() }
            }
        }
    }
}

fn joined(picks: &[Pick], join: &str, row: Row<'_>, carries: &Carries) -> String {
    let (mut text, mut scratch) = (String::new(), String::new());
    for pick in picks {
        let part = shown(pick.value(row, carries), &mut scratch).trim();
        if !part.is_empty() && !text.is_empty() {
            text.push_str(join);
        }
        text.push_str(part);
    }
    text
}
