//! The moments at which files came before Mola was there to see them come.

use crate::csv_table::{Column, CsvTable};
use crate::settings::SettingsText;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};
use mola_finding::{Code, Finding};
use std::collections::BTreeMap;

const COLUMNS: &[Column] = &[("file", true), ("received", true)];

/// Reads the table: moments in UTC, by path relative to the inbox.
pub(crate) fn receipts(settings: &SettingsText, findings: &mut Vec<Finding>) -> BTreeMap<String, NaiveDateTime> {
    let (table, mut found) = CsvTable::read(settings, COLUMNS);
    findings.append(&mut found);
    let mut receipts = BTreeMap::new();
    for row in table.rows() {
        let file = row.required("file", findings);
        row.required("received", findings);
        let received = row.parsed("received", "2011-02-10T14:30:00Z, 2011-02-10", findings, moment);
        let (Some(file), Some(received)) = (file, received) else { continue };
        if receipts.insert(file.replace('\\', "/"), received).is_some() {
            findings.push(row.finding("file", Code::NameDuplicate).with("found", file));
        }
    }
    receipts
}

/// A moment with its offset from UTC, or without one in UTC; a day alone is its beginning.
pub(crate) fn moment(text: &str) -> Option<NaiveDateTime> {
    let zoned = DateTime::parse_from_rfc3339(text).ok().map(|moment| moment.naive_utc());
    let forms = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"];
    let plain = || forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let day = || text.parse::<NaiveDate>().ok().map(|day| day.and_time(NaiveTime::MIN));
    zoned.or_else(plain).or_else(day)
}

/// The same; a day alone is its end.
pub(crate) fn end_of(text: &str) -> Option<NaiveDateTime> {
    let day = || text.parse::<NaiveDate>().ok()?.and_hms_opt(23, 59, 59);
    day().or_else(|| moment(text))
}
