//! The flat table of facts: what it has for columns, and the same as CSV.

use crate::{ReportError, Words};
use mola_disclose::Released;
use mola_finding::Language;
use mola_model::{Figure, Issue, Reason, Span};
use std::collections::BTreeSet;

/// The most facts that the workbook holds; beyond, they are in the CSV alone.
pub const FACTS_ON_SHEET: usize = 50_000;

/// The dimensions by which any fact is narrowed: agency and place, then the programme's own in
/// their order, then any other.
pub(crate) fn dimensions(issue: &Issue) -> Vec<String> {
    let mut found: BTreeSet<&str> = issue.facts.iter().flat_map(|f| f.key.by.keys()).map(String::as_str).collect();
    let declared = issue.programme.dimensions.iter().map(|d| d.code.as_str());
    let mut ordered: Vec<&str> = ["agency", "place"].into_iter().chain(declared).filter(|d| found.remove(d)).collect();
    ordered.extend(found);
    ordered.into_iter().map(str::to_owned).collect()
}

/// Every fact of the issue as CSV (UTF-8, comma, header row), with codes for machines and the
/// indicator's name and unit in `language`. Numbers have a decimal point; what is not reported is
/// empty, with its state in `status`.
///
/// # Errors
/// When the CSV cannot be written, which memory alone can cause.
pub fn facts_csv(released: &Released, language: Language) -> Result<Vec<u8>, ReportError> {
    let issue = released.issue();
    let dimensions = dimensions(issue);
    let mut writer = csv::Writer::from_writer(Vec::with_capacity(issue.facts.len() * 96));
    let head = ["figure", "indicator", "label", "unit", "period", "span"];
    let tail = [
        "value",
        "numerator",
        "denominator",
        "low",
        "high",
        "text",
        "status",
        "reason",
        "reporters",
        "estimated",
        "records",
    ];
    writer.write_record(head.into_iter().chain(dimensions.iter().map(String::as_str)).chain(tail))?;
    for fact in &issue.facts {
        writer.write_record(record(issue, fact, &dimensions, language))?;
    }
    Ok(writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?)
}

fn record(issue: &Issue, fact: &Figure, dimensions: &[String], language: Language) -> Vec<String> {
    let indicator = issue.programme.indicator(&fact.key.indicator);
    let number = |value: Option<f64>| value.map(|v| v.to_string()).unwrap_or_default();
    let span = match fact.key.span {
        Span::InPeriod => "in_period",
        Span::ToDate => "to_date",
    };
    let mut record = vec![
        fact.key.to_string(),
        fact.key.indicator.clone(),
        indicator.map(|i| i.label.get(language).to_owned()).unwrap_or_default(),
        indicator.map(|i| i.unit.get(language).to_owned()).unwrap_or_default(),
        fact.key.period.to_string(),
        span.to_owned(),
    ];
    record.extend(dimensions.iter().map(|d| fact.key.by.get(d).cloned().unwrap_or_default()));
    record.extend([fact.value, fact.numerator, fact.denominator, fact.low, fact.high].map(number));
    record.push(fact.text.clone().unwrap_or_default());
    record.extend([fact.status.as_str(), fact.reason.map_or("", Reason::as_str)].map(str::to_owned));
    let reporters = fact.reporters.map(|r| format!("{}/{}", r.reported, r.expected));
    record.extend([reporters.unwrap_or_default(), fact.estimated.to_string(), fact.records.to_string()]);
    record
}

/// A code of a dimension in words; `?` is the category *unknown*.
pub(crate) fn code_label<'a>(issue: &'a Issue, words: &'a Words, dimension: &str, code: &'a str) -> String {
    match (code, dimension) {
        ("?", "place") => words.get("unknown-place").into_owned(),
        ("?", _) => words.get("unknown").into_owned(),
        _ => issue.programme.label(dimension, code, words.language()).to_owned(),
    }
}
