//! Cells that become days.

use crate::date;
use crate::reader::{At, Desk, Reading, What, no_value};
use chrono::{Datelike, NaiveDate};
use mola_finding::Code;
use mola_frame::Field;
use mola_sheet::{DateSerial, DateSystem, Value};
use mola_spec::mapping::DateForm;

/// Reads one column of days.
#[derive(Debug)]
pub(crate) struct DayReader {
    /// The first day that can be.
    pub(crate) earliest: NaiveDate,
    /// The last day that can be.
    pub(crate) latest: NaiveDate,
    /// How days written as text are read, in order of trial.
    pub(crate) forms: Vec<DateForm>,
    /// Whether a year alone is its first of January, which stands for a birthday that nobody knows.
    pub(crate) takes_years: bool,
}

impl DayReader {
    /// Days from `earliest` to `latest`; without forms, those that are usual.
    pub(crate) fn new(earliest: NaiveDate, latest: NaiveDate, forms: &[DateForm]) -> Self {
        let forms = if forms.is_empty() { &date::USUAL } else { forms };
        Self { earliest, latest, forms: forms.to_vec(), takes_years: false }
    }

    /// The first day that someone can be born on.
    pub(crate) const OLDEST: NaiveDate = NaiveDate::from_ymd_opt(1890, 1, 1).expect("a day");

    /// Reads one cell.
    #[inline]
    pub(crate) fn read(&mut self, at: At<'_>, what: &What, desk: &mut Desk<'_>) -> Reading {
        let day = match at.value {
            Value::Date(serial) => serial.date(),
            Value::Number(number) => of_number(number).or_else(|| self.year(&number.to_string())),
            Value::Text(text) => {
                if let Some(none) = desk.scene.words.of_text(text).and_then(no_value) {
                    return none;
                }
                date::read_fast(text, &self.forms, self.latest.year()).or_else(|| self.year(text))
            }
            _ => None,
        };
        match day {
            Some(day) if (self.earliest..=self.latest).contains(&day) => Reading::Field(Field::Date(day)),
            Some(day) => self.outside(day, at, what, desk),
            None => self.unreadable(at, what, desk),
        }
    }

    fn year(&self, text: &str) -> Option<NaiveDate> {
        let text = text.trim();
        let is_year = self.takes_years && text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        is_year.then(|| NaiveDate::from_ymd_opt(text.parse().ok()?, 1, 1)).flatten()
    }

    fn outside(&self, day: NaiveDate, at: At<'_>, what: &What, desk: &mut Desk<'_>) -> Reading {
        let (low, high) = (self.earliest.to_string(), self.latest.to_string());
        desk.fault(Code::DateOutside, at, what, |finding| {
            finding.with("found", day.to_string()).with("low", low).with("high", high)
        })
    }

    fn unreadable(&self, at: At<'_>, what: &What, desk: &mut Desk<'_>) -> Reading {
        let nearest = match at.value {
            Value::Text(text) => date::nearest(text, self.latest.year()).map(|day| day.to_string()),
            _ => None,
        };
        desk.fault(Code::DateUnreadable, at, what, |finding| finding.with("nearest", nearest.unwrap_or_default()))
    }
}

/// The day that a number without a date format means: a serial, or `20111031`. A year is no day.
fn of_number(number: f64) -> Option<NaiveDate> {
    if (1900.0..=2200.0).contains(&number) {
        return None;
    }
    if (19_000_101.0..=22_001_231.0).contains(&number) && number.fract() == 0.0 {
        let whole = number as u32;
        return NaiveDate::from_ymd_opt((whole / 10_000) as i32, whole / 100 % 100, whole % 100);
    }
    DateSerial { serial: number, system: DateSystem::Excel1900 }.date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_days() {
        for (number, expected) in [
            (40_847.0, Some("2011-10-31")),
            (40_847.5, Some("2011-10-31")),
            (20_111_031.0, Some("2011-10-31")),
            (20_111_331.0, None),
            (2011.0, None),
            (0.0, None),
            (-5.0, None),
            (1e12, None),
        ] {
            assert_eq!(of_number(number).map(|day| day.to_string()).as_deref(), expected, "{number}");
        }
    }
}
