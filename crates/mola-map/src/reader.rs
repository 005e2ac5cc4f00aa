//! From a cell to a value, and what is said where there is none.

use crate::code::CodeReader;
use crate::day::DayReader;
use crate::findings::{Findings, form};
use crate::period::PartPeriod;
use crate::quantity::QuantityReader;
use crate::shown::shown;
use crate::span::SpanReader;
use crate::words::{Meaning, Words};
use chrono::NaiveDate;
use mola_finding::{CellAddress, Code, Finding};
use mola_frame::{Field, FrameBuilder};
use mola_model::Window;
use mola_sheet::Value;

/// What a cell was read as.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Reading {
    /// A value of a column.
    Field(Field),
    /// A personal text: where it stands among the texts of the open record.
    Text { start: usize, end: usize },
    /// A period or a part of one.
    Part(PartPeriod),
    /// No data.
    Missing,
    /// There can be no value here.
    NotApplicable,
    /// Something else; that is reported. `refuse` says that the row cannot stand without it.
    Fault { refuse: bool },
}

/// A cell and its address.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At<'a> {
    /// Its value.
    pub(crate) value: Value<'a>,
    /// Its place.
    pub(crate) address: CellAddress,
}

/// What a cell is read for.
#[derive(Debug)]
pub(crate) struct What {
    /// The canonical name of the field.
    pub(crate) field: String,
    /// The column as the file calls it.
    pub(crate) label: String,
    /// Whether the value must not be shown.
    pub(crate) personal: bool,
    /// Whether the rest of the row is counted without it.
    pub(crate) rest_counts: bool,
}

/// How the texts of one table are read.
#[derive(Debug)]
pub(crate) struct Scene {
    /// The sheet's name.
    pub(crate) sheet: String,
    /// Texts that are no values.
    pub(crate) words: Words,
    /// The first day that a record can be about.
    pub(crate) earliest: NaiveDate,
    /// The last day that a record can be about.
    pub(crate) latest: NaiveDate,
    /// The months of the programme.
    pub(crate) window: Window,
}

/// What a reader works on: the open record of one table.
pub(crate) struct Desk<'a> {
    /// Where findings go.
    pub(crate) findings: &'a mut Findings,
    /// The frame, which knows the codes.
    pub(crate) builder: &'a mut FrameBuilder,
    /// The personal texts of the open record.
    pub(crate) arena: &'a mut String,
    /// How the table is read.
    pub(crate) scene: &'a Scene,
}

impl Desk<'_> {
    /// Reports that a cell is not what it is read for. `dress` gives the finding its further
    /// values; of personal fields only the form is shown, and no reading of it.
    pub(crate) fn fault(
        &mut self,
        code: Code,
        at: At<'_>,
        what: &What,
        dress: impl FnOnce(Finding) -> Finding,
    ) -> Reading {
        self.say(code, at, what, |finding| match what.rest_counts {
            true => dress(finding).with("part", "value"),
            false => dress(finding),
        });
        Reading::Fault { refuse: false }
    }

    /// Reports something about a cell.
    pub(crate) fn say(&mut self, code: Code, at: At<'_>, what: &What, dress: impl FnOnce(Finding) -> Finding) {
        self.findings.at(code, &self.scene.sheet, at.address, |finding| {
            let mut scratch = String::new();
            let raw = shown(at.value, &mut scratch);
            let finding = finding.with("field", what.label.as_str());
            if !what.personal && !is_out_of_place(code, raw) {
                return dress(finding.with("found", raw));
            }
            let mut finding = dress(finding).with("found", form(raw));
            ["nearest", "first", "second"].iter().for_each(|name| drop(finding.args.remove(*name)));
            finding
        });
    }
}

/// How the cells of one field become values.
#[derive(Debug)]
pub(crate) enum Reader {
    /// A personal text.
    Text,
    /// An identifier: a personal text that spreadsheets like to turn into a date.
    Identifier,
    /// A code or another word that repeats.
    Code(CodeReader),
    /// A number, whole number or amount.
    Quantity(QuantityReader),
    /// A day.
    Day(DayReader),
    /// A period, year or month.
    Span(SpanReader),
}

impl Reader {
    /// Reads one cell.
    #[inline]
    pub(crate) fn read(&mut self, at: At<'_>, what: &What, desk: &mut Desk<'_>) -> Reading {
        match at.value {
            Value::Empty => Reading::Missing,
            Value::Error(_) => desk.fault(Code::CellError, at, what, |finding| finding),
            Value::Uncached => desk.fault(Code::FormulaUncached, at, what, |finding| finding),
            _ => match self {
                Self::Text => text(at, what, desk),
                Self::Identifier if matches!(at.value, Value::Date(_)) => {
                    desk.fault(Code::IdentifierInvalid, at, what, |f| f)
                }
                Self::Identifier => text(at, what, desk),
                Self::Code(reader) => reader.read(at, what, desk),
                Self::Quantity(reader) => reader.read(at, what, desk),
                Self::Day(reader) => reader.read(at, what, desk),
                Self::Span(reader) => reader.read(at, what, desk),
            },
        }
    }
}

/// Whether a text where a number or a day should be may be someone's name, or in the place of a number someone's
/// number: that of a row whose cells have moved. Of such texts, too, only the form is shown.
fn is_out_of_place(code: Code, text: &str) -> bool {
    let words = || text.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1);
    let is_name = !text.contains(|c: char| c.is_numeric()) && words().count() > 1;
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_number = digits > 4 && text.matches(['-', '\u{2013}']).count() > 1;
    match code {
        Code::NumberUnreadable => is_name || is_number,
        Code::DateUnreadable => is_name,
        _ => false,
    }
}

/// What a word that is no value makes of a field; zero is no value of a text.
pub(crate) fn no_value(meaning: Meaning) -> Option<Reading> {
    match meaning {
        Meaning::Missing => Some(Reading::Missing),
        Meaning::NotApplicable => Some(Reading::NotApplicable),
        Meaning::Zero => None,
    }
}

fn text(at: At<'_>, what: &What, desk: &mut Desk<'_>) -> Reading {
    let mut scratch = String::new();
    let text = shown(at.value, &mut scratch).trim();
    if has_odd_characters(text) {
        desk.say(Code::CharactersOdd, at, what, |finding| finding);
    }
    if let Some(none) = desk.scene.words.of_text(text).and_then(no_value) {
        return none;
    }
    let start = desk.arena.len();
    desk.arena.push_str(text);
    Reading::Text { start, end: desk.arena.len() }
}

/// Whether a text holds control characters, tabs and line ends apart, or a mark for what could not be
/// decoded.
fn has_odd_characters(text: &str) -> bool {
    let control = |byte: u8| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r') || byte == 0x7F;
    text.bytes().any(control) || !text.is_ascii() && text.contains('\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_someone_is_not_shown() {
        for (code, text, expected) in [
            (Code::NumberUnreadable, "María Núñez de Paz", true),
            (Code::NumberUnreadable, "8-123-4567", true),
            (Code::NumberUnreadable, "aprox. 80", false),
            (Code::NumberUnreadable, "ninguno", false),
            (Code::NumberUnreadable, "5-10", false),
            (Code::DateUnreadable, "Eva Paz", true),
            (Code::DateUnreadable, "31-02-2011", false),
            (Code::CodeUnknown, "Bocas del Toro", false),
        ] {
            assert_eq!(is_out_of_place(code, text), expected, "{text}");
        }
    }
}
