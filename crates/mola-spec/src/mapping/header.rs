//! Where a table begins and ends, and which rows are left out.

use super::column;
use super::plan::{HeaderPlace, HeaderPlan, SkipRule, StopPlan};
use super::written::{HeaderWritten, SkipWritten, StopWritten};
use crate::document::Cursor;
use crate::faults::{companions, contradiction, key_missing, pattern, value_unknown};
use mola_finding::{Area, Finding};
use regex::Regex;

/// Rows in which a header is looked for where the mapping does not say.
const WITHIN: u32 = 30;

/// Where the header of a table is.
pub(crate) fn header(at: Cursor<'_>, written: &HeaderWritten, findings: &mut Vec<Finding>) -> Option<HeaderPlan> {
    let before = findings.len();
    let none = written.none == Some(true);
    let places = [
        ("contains", written.contains.is_some()),
        ("row", written.row.is_some()),
        ("area", written.area.is_some()),
        ("none", none),
    ];
    let given: Vec<&str> = places.iter().filter(|(_, given)| *given).map(|(name, _)| *name).collect();
    if let [first, second, ..] = given[..] {
        findings.push(contradiction(at.key(second), format!("header.{first}"), format!("header.{second}")));
    }
    findings.extend(companions(
        at,
        "header",
        &[
            ("within", written.within.is_some(), "contains", written.contains.is_some()),
            ("after", written.after.is_some(), "contains", written.contains.is_some()),
            ("first_row", written.first_row.is_some(), "none", none),
        ],
    ));
    let place = place(at, written, findings);
    (findings.len() == before).then_some(())?;
    Some(HeaderPlan { place: place?, rows: written.rows.unwrap_or(1) })
}

fn place(at: Cursor<'_>, written: &HeaderWritten, findings: &mut Vec<Finding>) -> Option<HeaderPlace> {
    if let Some(texts) = &written.contains {
        let after = written.after.as_ref().map(|text| pattern(at.key("after"), "after", text, findings));
        if texts.iter().all(|text| text.trim().is_empty()) {
            findings.push(value_unknown(at.key("contains"), "contains", "", &[]));
        }
        let within = written.within.unwrap_or(WITHIN);
        return Some(HeaderPlace::Containing { texts: texts.clone(), within, after: after.flatten() });
    }
    if let Some(text) = &written.area {
        let area = Area::parse(text);
        if area.is_none() {
            findings.push(value_unknown(at.key("area"), "area", text, &["B5:N300"]));
        }
        return area.map(HeaderPlace::Area);
    }
    if written.none == Some(true) {
        return Some(HeaderPlace::None { first_row: written.first_row.unwrap_or(1) });
    }
    Some(HeaderPlace::Row(written.row.or(written.rows).unwrap_or(1)))
}

/// Where a table ends.
pub(crate) fn stop(at: Cursor<'_>, written: &StopWritten, findings: &mut Vec<Finding>) -> Option<StopPlan> {
    let at = at.key("first_cell");
    let texts = written.first_cell.iter().enumerate();
    let patterns: Vec<Option<Regex>> =
        texts.map(|(i, text)| pattern(at.index(i), "first_cell", text, findings)).collect();
    Some(StopPlan { blank_rows: written.blank_rows, first_cell: patterns.into_iter().collect::<Option<_>>()? })
}

/// The rows to leave out.
pub(crate) fn skip(at: Cursor<'_>, written: &[SkipWritten], findings: &mut Vec<Finding>) -> Option<Vec<SkipRule>> {
    let rules: Vec<Option<SkipRule>> =
        written.iter().enumerate().map(|(i, rule)| skip_rule(at.index(i), rule, findings)).collect();
    rules.into_iter().collect()
}

fn skip_rule(at: Cursor<'_>, written: &SkipWritten, findings: &mut Vec<Finding>) -> Option<SkipRule> {
    let blank = written.blank == Some(true);
    match (&written.pattern, blank) {
        (None, false) => findings.push(key_missing(at, "pattern", "skip")),
        (Some(_), true) => findings.push(contradiction(at.key("blank"), "pattern", "blank")),
        _ => {}
    }
    findings.extend(companions(at, "skip", &[("blank", blank, "column", written.column.is_some())]));
    let text = written.pattern.as_ref();
    let compiled = text.map(|text| pattern(at.key("pattern"), "pattern", text, findings));
    let column = written.column.as_ref();
    let column = column.map(|name| column::named(at.key("column"), std::slice::from_ref(name), 0, findings));
    Some(SkipRule { name: written.rule.clone(), column: wanted(column)?, pattern: wanted(compiled)? })
}

/// What was not asked for is fine; what was asked for must be there.
pub(crate) fn wanted<T>(part: Option<Option<T>>) -> Option<Option<T>> {
    match part {
        None => Some(None),
        Some(value) => value.map(Some),
    }
}
