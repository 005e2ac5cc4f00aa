//! Cells as they are printed for programs: one line each, with all that the reader knows of them.

use crate::value::{DateSystem, Value, number_text};
use crate::workbook::{SheetInfo, Visibility};
use crate::{DateSerial, Row};
use mola_finding::{Area, CellAddress};
use std::borrow::Cow;

/// A cell as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedCell<'a> {
    /// Where it stands.
    pub address: CellAddress,
    /// `text`, `number`, `bool`, `date`, `datetime`, `time`, `duration` or `error`.
    pub kind: &'static str,
    /// The value: numbers with a point, dates in ISO 8601, durations as `PT36H30M0S`.
    pub value: Cow<'a, str>,
    /// What the file holds, before it was understood: of a date, its serial.
    pub raw: Cow<'a, str>,
    /// `hidden_row`, `hidden_column`, `hidden_sheet`, `merged`, `formula`, `no_cached_value`.
    pub flags: Vec<&'static str>,
}

/// What is known of a sheet before its cells are read.
#[derive(Debug, Clone)]
pub struct CellPrinter {
    hidden: bool,
    hidden_columns: Vec<(u32, u32)>,
    merges: Vec<Area>,
}

impl CellPrinter {
    /// A printer of the cells of this sheet.
    pub fn new(info: &SheetInfo, hidden_columns: &[(u32, u32)], merges: &[Area]) -> Self {
        let mut merges = merges.to_vec();
        merges.sort_by_key(|area| area.first.row);
        Self { hidden: info.visibility != Visibility::Visible, hidden_columns: hidden_columns.to_vec(), merges }
    }

    /// The cells of a row that hold something, from left to right.
    pub fn cells<'a>(&self, row: Row<'a>) -> impl Iterator<Item = PrintedCell<'a>> {
        // Ranges that begin below cannot hold cells of this row.
        let merges = &self.merges[..self.merges.partition_point(|area| area.first.row <= row.number())];
        let merges: Vec<&Area> = merges.iter().filter(|area| area.last.row >= row.number()).collect();
        row.cells().map(move |(column, value)| {
            let address = CellAddress::new(row.number(), column);
            let (kind, text, raw) = describe(value, row.is_elapsed(column));
            let hidden_column = self.hidden_columns.iter().any(|(first, last)| (*first..=*last).contains(&column));
            let flags = [
                ("hidden_row", row.is_hidden()),
                ("hidden_column", hidden_column),
                ("hidden_sheet", self.hidden),
                ("merged", merges.iter().any(|area| area.contains(address))),
                ("formula", row.is_formula(column)),
                ("no_cached_value", value == Value::Uncached),
            ];
            let flags = flags.into_iter().filter(|(_, holds)| *holds).map(|(flag, _)| flag).collect();
            PrintedCell { address, kind, value: text, raw, flags }
        })
    }
}

/// Type, value and raw text.
fn describe(value: Value<'_>, elapsed: bool) -> (&'static str, Cow<'_, str>, Cow<'_, str>) {
    match value {
        Value::Empty | Value::Text(_) => ("text", value.raw(), value.raw()),
        Value::Number(_) => ("number", value.raw(), value.raw()),
        Value::Bool(truth) => ("bool", Cow::Borrowed(if truth { "true" } else { "false" }), value.raw()),
        Value::Error(_) | Value::Uncached => ("error", value.raw(), value.raw()),
        Value::Date(date) => {
            let (kind, text) = moment(date, elapsed);
            (kind, text.into(), number_text(date.serial).into())
        }
    }
}

fn moment(date: DateSerial, elapsed: bool) -> (&'static str, String) {
    if elapsed {
        return ("duration", duration(date.serial));
    }
    // Workbooks that count from 1904 have a day 0, but a time of day stands for no day there either.
    let timed = DateSerial { system: DateSystem::Excel1900, ..date };
    let (date, is_time) = if (0.0..1.0).contains(&date.serial) { (timed, date.serial > 0.0) } else { (date, false) };
    let text = Value::Date(date).raw().into_owned();
    match date.datetime() {
        _ if is_time => ("time", text),
        Some(moment) if moment.time() == chrono::NaiveTime::MIN => ("date", text),
        Some(_) => ("datetime", text),
        None if date.serial == 0.0 => ("time", "00:00:00".to_owned()),
        None => ("number", text),
    }
}

/// A duration in ISO 8601, in hours, minutes and seconds to the millisecond.
fn duration(days: f64) -> String {
    let ms = (days.abs() * 86_400_000.0).round();
    let sign = if days < 0.0 && ms > 0.0 { "-" } else { "" };
    let (hours, rest) = ((ms / 3_600_000.0).floor(), ms % 3_600_000.0);
    let (minutes, seconds) = ((rest / 60_000.0).floor(), rest % 60_000.0 / 1_000.0);
    format!("{sign}PT{hours}H{minutes}M{seconds}S")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_has_its_spelling() {
        let date = |serial| Value::Date(DateSerial { serial, system: DateSystem::Excel1900 });
        let late = |serial| Value::Date(DateSerial { serial, system: DateSystem::Excel1904 });
        for (value, elapsed, expected) in [
            (Value::Text("8-1"), false, ["text", "8-1", "8-1"]),
            (Value::Number(0.5), false, ["number", "0.5", "0.5"]),
            (Value::Bool(true), false, ["bool", "true", "TRUE"]),
            (Value::Error("#N/A"), false, ["error", "#N/A", "#N/A"]),
            (Value::Uncached, false, ["error", "", ""]),
            (date(40_847.0), false, ["date", "2011-10-31", "40847"]),
            (date(40_847.25), false, ["datetime", "2011-10-31T06:00:00", "40847.25"]),
            (date(0.5), false, ["time", "12:00:00", "0.5"]),
            (date(0.0), false, ["time", "00:00:00", "0"]),
            (late(0.5), false, ["time", "12:00:00", "0.5"]),
            (late(1.0), false, ["date", "1904-01-02", "1"]),
            (date(60.0), false, ["number", "60", "60"]),
            (date(1.5), true, ["duration", "PT36H0M0S", "1.5"]),
            (date(-0.25), true, ["duration", "-PT6H0M0S", "-0.25"]),
        ] {
            let (kind, text, raw) = describe(value, elapsed);
            assert_eq!([kind, &text, &raw], expected, "{value:?}");
        }
    }
}
