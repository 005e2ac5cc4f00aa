//! What the fields of a grain must be together.

use super::plan::GrainPlan;
use super::written::{FieldWritten, TableWritten};
use crate::document::Cursor;
use crate::faults::key_missing;
use mola_finding::Finding;
use std::collections::BTreeMap;

/// The fields that a table's grain needs and does not have.
pub(crate) fn missing_fields(at: Cursor<'_>, written: &TableWritten, grain: GrainPlan) -> Vec<Finding> {
    let fields = &written.fields;
    let mut missing = time(fields);
    missing.extend(match grain {
        GrainPlan::Participation(_) => participation(fields),
        GrainPlan::Observation => observation(fields),
        GrainPlan::Money => ["output", "flow", "amount"].into_iter().filter(|name| !has(fields, name)).collect(),
    });
    if written.unpivot.is_some() && !fields.values().any(|field| field.value == Some(true)) {
        missing.push("value = true");
    }
    missing.into_iter().map(|name| key_missing(at.key("fields"), name, "[table.fields]")).collect()
}

fn has(fields: &BTreeMap<String, FieldWritten>, name: &str) -> bool {
    fields.contains_key(name)
}

/// A record is about a month: by its day, by a whole period, or by year and month.
fn time(fields: &BTreeMap<String, FieldWritten>) -> Vec<&'static str> {
    match (has(fields, "date") || has(fields, "period"), has(fields, "year"), has(fields, "month")) {
        (true, _, _) | (_, true, true) => Vec::new(),
        (_, true, false) => vec!["month"],
        (_, false, true) => vec!["year"],
        _ => vec!["date"],
    }
}

/// A beneficiary is recognised by an identifier, or else by name (rule R25).
fn participation(fields: &BTreeMap<String, FieldWritten>) -> Vec<&'static str> {
    if has(fields, "identifier") || has(fields, "name") { Vec::new() } else { vec!["identifier"] }
}

fn observation(fields: &BTreeMap<String, FieldWritten>) -> Vec<&'static str> {
    let mut missing = Vec::new();
    if !has(fields, "indicator") {
        missing.push("indicator");
    }
    match (has(fields, "value"), has(fields, "numerator"), has(fields, "denominator")) {
        (true, _, _) | (_, true, true) => {}
        (_, true, false) => missing.push("denominator"),
        (_, false, true) => missing.push("numerator"),
        _ => missing.push("value"),
    }
    missing
}
