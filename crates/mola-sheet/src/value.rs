//! What a cell holds.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};
use std::borrow::Cow;

/// The day that a workbook counts its dates from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateSystem {
    /// Day 1 is 1 January 1900, and day 60 is a 29 February 1900 that never was.
    #[default]
    Excel1900,
    /// Day 0 is 1 January 1904.
    Excel1904,
}

/// A date, time or duration as a workbook stores it: days and fractions of a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DateSerial {
    /// Days since the beginning of `system`.
    pub serial: f64,
    /// What the days are counted from.
    pub system: DateSystem,
}

/// 31 December 9999, the last day that a spreadsheet knows, in the two systems.
const LAST_1900: f64 = 2_958_465.0;
const LAST_1904: f64 = 2_957_003.0;
const DAY_MS: f64 = 86_400_000.0;

impl DateSerial {
    /// The day; `None` where the serial is no day of the calendar: below 1, 60 (29 February 1900)
    /// and beyond 31 December 9999.
    pub fn date(&self) -> Option<NaiveDate> {
        self.datetime().map(|moment| moment.date())
    }

    /// Day and time to the millisecond; `None` where [`DateSerial::date`] is `None`.
    pub fn datetime(&self) -> Option<NaiveDateTime> {
        let (day, ms) = self.day_and_ms()?;
        let first = match self.system {
            DateSystem::Excel1900 if day < 1.0 || day == 60.0 || day > LAST_1900 => return None,
            DateSystem::Excel1900 if day < 60.0 => NaiveDate::from_ymd_opt(1899, 12, 31)?,
            DateSystem::Excel1900 => NaiveDate::from_ymd_opt(1899, 12, 30)?,
            DateSystem::Excel1904 if !(0.0..=LAST_1904).contains(&day) => return None,
            DateSystem::Excel1904 => NaiveDate::from_ymd_opt(1904, 1, 1)?,
        };
        let date = first.checked_add_days(Days::new(day as u64))?;
        Some(date.and_time(time_of(ms)?))
    }

    /// The serial in the system of 1900.
    pub fn in_1900(&self) -> f64 {
        match self.system {
            DateSystem::Excel1900 => self.serial,
            DateSystem::Excel1904 => self.serial + (LAST_1900 - LAST_1904),
        }
    }

    /// The serial of a moment in the system of 1900; `None` before 1900, which has no serials.
    pub(crate) fn from_datetime(moment: NaiveDateTime) -> Option<Self> {
        let first = NaiveDate::from_ymd_opt(1899, 12, 30)?;
        let days = moment.date().signed_duration_since(first).num_days();
        // Before 1 March 1900 serials run one day behind, because 29 February is counted later.
        let day = if days > 60 { days } else { days - 1 };
        let time = moment.time().signed_duration_since(NaiveTime::MIN).num_milliseconds();
        (day >= 1).then(|| Self { serial: day as f64 + time as f64 / DAY_MS, system: DateSystem::Excel1900 })
    }

    fn day_and_ms(&self) -> Option<(f64, u32)> {
        if !self.serial.is_finite() {
            return None;
        }
        let day = self.serial.floor();
        let ms = ((self.serial - day) * DAY_MS).round();
        Some(if ms >= DAY_MS { (day + 1.0, 0) } else { (day, ms as u32) })
    }

    fn text(&self) -> String {
        match (self.datetime(), self.day_and_ms()) {
            (Some(moment), Some((_, 0))) => moment.format("%Y-%m-%d").to_string(),
            (Some(moment), _) => moment.format("%Y-%m-%dT%H:%M:%S%.f").to_string(),
            (None, Some((0.0, ms))) => {
                time_of(ms).map(|time| time.format("%H:%M:%S%.f").to_string()).unwrap_or_default()
            }
            (None, _) => number_text(self.serial),
        }
    }
}

fn time_of(ms: u32) -> Option<NaiveTime> {
    NaiveTime::from_num_seconds_from_midnight_opt(ms / 1000, (ms % 1000) * 1_000_000)
}

/// What a cell holds. Texts are borrowed from the chunk.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub enum Value<'a> {
    /// Nothing, or a text without characters.
    #[default]
    Empty,
    /// Text, never empty.
    Text(&'a str),
    /// A number.
    Number(f64),
    /// A number that its format shows as date, time or duration.
    Date(DateSerial),
    /// True or false.
    Bool(bool),
    /// An error value such as `#DIV/0!`.
    Error(&'a str),
    /// A formula without a stored result: the program that saved it never computed it.
    Uncached,
}

impl<'a> Value<'a> {
    /// The content as a person sees it when the cell is selected: numbers in their shortest form,
    /// dates as `2011-10-31` or `2011-10-31T08:30:00`, empty and uncomputed cells as nothing.
    ///
    /// ```
    /// use mola_sheet::Value;
    /// assert_eq!(Value::Number(0.1 + 0.2).raw(), "0.30000000000000004");
    /// assert_eq!(Value::Number(80.0).raw(), "80");
    /// ```
    pub fn raw(&self) -> Cow<'a, str> {
        match *self {
            Self::Empty | Self::Uncached => Cow::Borrowed(""),
            Self::Text(text) | Self::Error(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number_text(number)),
            Self::Date(date) => Cow::Owned(date.text()),
            Self::Bool(true) => Cow::Borrowed("TRUE"),
            Self::Bool(false) => Cow::Borrowed("FALSE"),
        }
    }

    /// Whether there is nothing in the cell. A formula without a result is something.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }
}

pub(crate) fn number_text(number: f64) -> String {
    let size = number.abs();
    if number == 0.0 {
        "0".to_owned()
    } else if (1e-7..1e17).contains(&size) {
        number.to_string()
    } else {
        format!("{number:E}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(system: DateSystem, serial: f64, expected: &str) {
        assert_eq!(Value::Date(DateSerial { serial, system }).raw(), expected, "{serial}");
    }

    #[test]
    fn serials_are_days() {
        for (serial, expected) in [
            (1.0, "1900-01-01"),
            (59.0, "1900-02-28"),
            (61.0, "1900-03-01"),
            (40_847.0, "2011-10-31"),
            (40_847.25, "2011-10-31T06:00:00"),
            (40_847.999_999_999_9, "2011-11-01"),
            (2_958_465.0, "9999-12-31"),
            (0.5, "12:00:00"),
            // No days: they are shown as the numbers that they are.
            (60.0, "60"),
            (-1.0, "-1"),
            (2_958_466.0, "2958466"),
            (1e300, "1E300"),
        ] {
            check(DateSystem::Excel1900, serial, expected);
        }
        check(DateSystem::Excel1904, 0.0, "1904-01-01");
        check(DateSystem::Excel1904, 39_385.0, "2011-10-31");
    }

    #[test]
    fn no_day_is_two_serials() {
        for serial in (1..70).filter(|day| *day != 60).chain([40_847, 2_958_465]) {
            let date = DateSerial { serial: f64::from(serial), system: DateSystem::Excel1900 };
            let moment = date.datetime().expect("a day");
            assert_eq!(DateSerial::from_datetime(moment), Some(date), "{serial}");
        }
    }

    #[test]
    fn what_is_no_number_is_no_day() {
        for serial in [f64::NAN, f64::INFINITY, -1e300, 0.0, 60.0, 60.5] {
            assert_eq!(DateSerial { serial, system: DateSystem::Excel1900 }.date(), None, "{serial}");
        }
    }

    #[test]
    fn numbers_are_as_short_as_can_be() {
        for (number, text) in [(-0.0, "0"), (0.1, "0.1"), (1234.5, "1234.5"), (1e20, "1E20"), (1e-9, "1E-9")] {
            assert_eq!(Value::Number(number).raw(), text);
        }
    }
}
