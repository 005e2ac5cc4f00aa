//! Dates and times as XML writes them.

use crate::value::{DateSerial, DateSystem};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// Days between the beginnings of the two systems.
const SYSTEMS_APART: f64 = 1_462.0;

/// The serial of a date, a time or both in ISO 8601; `None` for other texts and for days before the
/// system begins.
pub(crate) fn serial_of(text: &str, system: DateSystem) -> Option<f64> {
    let text = text.trim().trim_end_matches('Z');
    if let Some(time) = time_of(text) {
        return Some(time);
    }
    let moment = match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        Ok(date) => date.and_time(NaiveTime::MIN),
        Err(_) => ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M"]
            .iter()
            .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())?,
    };
    let serial = DateSerial::from_datetime(moment)?.serial;
    match system {
        DateSystem::Excel1900 => Some(serial),
        DateSystem::Excel1904 => Some(serial - SYSTEMS_APART).filter(|serial| *serial >= 0.0),
    }
}

fn time_of(text: &str) -> Option<f64> {
    let time = NaiveTime::parse_from_str(text, "%H:%M:%S%.f").ok()?;
    let ms = time.signed_duration_since(NaiveTime::MIN).num_milliseconds();
    Some(ms as f64 / 86_400_000.0)
}

/// The days of a duration such as `PT08H30M00S`, as OpenDocument writes times.
pub(crate) fn days_of_duration(text: &str) -> Option<f64> {
    let text = text.trim();
    let (sign, text) = text.strip_prefix('-').map_or((1.0, text), |text| (-1.0, text));
    let text = text.strip_prefix('P')?;
    let (days, times) = text.split_once('T').unwrap_or((text, ""));
    let seconds =
        sum_of_units(days, &[('D', 86_400.0)])? + sum_of_units(times, &[('H', 3_600.0), ('M', 60.0), ('S', 1.0)])?;
    Some(sign * seconds / 86_400.0)
}

/// Seconds of numbers with units, each unit given with its seconds.
fn sum_of_units(text: &str, units: &[(char, f64)]) -> Option<f64> {
    let mut sum = 0.0;
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_alphabetic()) {
        let unit = rest[at..].chars().next()?;
        let (_, seconds) = units.iter().find(|(letter, _)| *letter == unit)?;
        sum += rest[..at].replace(',', ".").parse::<f64>().ok().filter(|n| n.is_finite())? * seconds;
        rest = &rest[at + 1..];
    }
    rest.is_empty().then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_dates_are_serials() {
        for (text, serial) in [
            ("2011-10-31", Some(40_847.0)),
            ("2011-10-31T06:00:00", Some(40_847.25)),
            ("2011-10-31T06:00:00.000Z", Some(40_847.25)),
            ("12:00:00", Some(0.5)),
            ("1900-02-28", Some(59.0)),
            ("1900-03-01", Some(61.0)),
            ("1899-12-31", None),
            ("2011-02-30", None),
            ("31/10/2011", None),
        ] {
            assert_eq!(serial_of(text, DateSystem::Excel1900), serial, "{text}");
        }
        assert_eq!(serial_of("2011-10-31", DateSystem::Excel1904), Some(39_385.0));
        assert_eq!(serial_of("1903-12-31", DateSystem::Excel1904), None);
    }

    #[test]
    fn durations_are_days() {
        for (text, days) in [
            ("PT12H", Some(0.5)),
            ("PT08H30M00S", Some(8.5 / 24.0)),
            ("P1DT12H", Some(1.5)),
            ("-PT6H", Some(-0.25)),
            ("12H", None),
            ("PT5X", None),
        ] {
            assert_eq!(days_of_duration(text), days, "{text}");
        }
    }
}
