//! Cells that become periods, years or months.

use crate::date::year_of;
use crate::period::{self, PartPeriod, Years};
use crate::reader::{At, Desk, Reading, What, no_value};
use crate::shown::shown;
use foldhash::HashMap;
use mola_finding::Code;
use mola_model::Month;
use mola_sheet::{DateSerial, DateSystem, Value};
use mola_spec::{CodeList, fold};
use std::sync::Arc;

/// Which part of a period a field tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SpanPart {
    /// All that it says.
    Whole,
    /// The year.
    Year,
    /// The month, quarter or semester.
    Month,
}

/// Reads one column of periods. Each distinct text is read once.
#[derive(Debug)]
pub(crate) struct SpanReader {
    part: SpanPart,
    list: Option<Arc<CodeList>>,
    years: Years,
    known: HashMap<Box<str>, Option<PartPeriod>>,
}

impl SpanReader {
    /// Reads `part`; a code list, where there is one, comes before the names that are built in.
    pub(crate) fn new(part: SpanPart, list: Option<Arc<CodeList>>, years: Years) -> Self {
        Self { part, list, years, known: HashMap::default() }
    }

    /// Reads one cell.
    pub(crate) fn read(&mut self, at: At<'_>, what: &What, desk: &mut Desk<'_>) -> Reading {
        let part = match at.value {
            Value::Date(serial) => serial.date().map(|day| PartPeriod::month(Month::of(day))),
            Value::Number(number) => self.of_number(number),
            Value::Text(text) => {
                if let Some(none) = desk.scene.words.of_text(text).and_then(no_value) {
                    return none;
                }
                self.of_text(text)
            }
            _ => None,
        };
        match part.and_then(|part| self.wanted(part)) {
            Some(part) => Reading::Part(part),
            None => {
                desk.say(Code::PeriodUnreadable, at, what, |finding| finding);
                Reading::Fault { refuse: true }
            }
        }
    }

    fn of_text(&mut self, text: &str) -> Option<PartPeriod> {
        if let Some(known) = self.known.get(text) {
            return *known;
        }
        let code = self.list.as_ref().and_then(|list| list.find(&fold(text))).map(|entry| entry.code.as_str());
        let written = code.unwrap_or(text);
        let part = match (self.part, written.trim().as_bytes()) {
            (SpanPart::Year, [a, b]) if a.is_ascii_digit() && b.is_ascii_digit() => {
                let year = year_of(i32::from(a - b'0') * 10 + i32::from(b - b'0'), self.years.latest);
                PartPeriod::of_number(f64::from(year), self.years)
            }
            // A year alone is meant: `2010-11` is no month here.
            (SpanPart::Year, _) => period::read(&written.replace('-', "/"), self.years),
            _ => period::read(written, self.years),
        };
        self.known.insert(text.into(), part);
        part
    }

    fn of_number(&mut self, number: f64) -> Option<PartPeriod> {
        if self.list.is_some() {
            let mut scratch = String::new();
            let text = shown(Value::Number(number), &mut scratch).to_owned();
            return self.of_text(&text);
        }
        // Days of 1954 to 2119 as serials: no year, month or year and month is written so.
        if (20_000.0..80_000.0).contains(&number) {
            let day = DateSerial { serial: number, system: DateSystem::Excel1900 }.date()?;
            return Some(PartPeriod::month(Month::of(day)));
        }
        PartPeriod::of_number(number, self.years)
    }

    fn wanted(&self, part: PartPeriod) -> Option<PartPeriod> {
        match self.part {
            SpanPart::Whole => Some(part),
            SpanPart::Year => part.year.map(|year| PartPeriod { year: Some(year), months: None }),
            SpanPart::Month => part.months.map(|_| part),
        }
    }
}
