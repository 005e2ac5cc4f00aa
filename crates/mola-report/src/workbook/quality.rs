//! Findings: what someone must know or mend.

use super::book::Book;
use super::layout::Page;
use super::style::Tone;
use super::table::{Column, Grid, Row, Value};
use mola_finding::{Catalogue, Code, Place, Severity};
use mola_model::FindingRow;
use rust_xlsxwriter::XlsxError;
use std::collections::BTreeMap;

/// Findings of one kind and agency that are listed; the rest is counted.
pub(crate) const LISTED: usize = 20;

type Kind<'a> = (&'a str, Code);

pub(crate) fn write(book: &Book<'_>, page: &mut Page<'_, '_>) -> Result<(), XlsxError> {
    page.title(&book.words.with("note-quality", &[("limit", &LISTED.to_string())]))?;
    let grid = grid(book);
    page.main_table("tblQuality", &grid.columns, 0, grid.rows)?;
    Ok(())
}

/// The findings, each kind of each agency up to a limit.
pub(crate) fn grid<'a>(book: &Book<'a>) -> Grid<'a> {
    let text = |key: &str, width: f64| Column::text(book.word(key), width);
    let columns = vec![
        Column::number(book.word("col-number"), 6.0),
        text("col-severity", 17.0),
        text("col-agency", 18.0),
        text("col-file", 30.0),
        text("col-sheet", 16.0),
        text("col-cell", 11.0),
        text("col-found", 40.0),
        text("col-expected", 32.0),
        text("col-remedy", 40.0),
        text("col-effect", 32.0),
    ];
    Grid { columns, rows: rows(book) }
}

fn rows<'a>(book: &Book<'a>) -> Vec<Row<'a>> {
    let mut totals: BTreeMap<Kind<'_>, usize> = BTreeMap::new();
    for row in &book.issue.findings {
        *totals.entry(kind(row)).or_default() += 1;
    }
    let mut seen: BTreeMap<Kind<'_>, usize> = BTreeMap::new();
    let mut rows = Vec::new();
    for finding in &book.issue.findings {
        let count = seen.entry(kind(finding)).or_default();
        *count += 1;
        if *count <= LISTED {
            rows.push(row(book, rows.len() + 1, finding));
        } else if *count == LISTED + 1 {
            let rest = totals.get(&kind(finding)).map_or(0, |total| total - LISTED);
            rows.push(more(book, finding, rest));
        }
    }
    rows
}

fn kind(row: &FindingRow) -> Kind<'_> {
    (&row.agency, row.finding.code)
}

fn row<'a>(book: &Book<'a>, number: usize, row: &'a FindingRow) -> Row<'a> {
    let message = Catalogue::of(book.language).message(&row.finding);
    let place = &row.finding.place;
    Row::new(vec![
        Value::count(number as u64),
        severity(book, row.finding.severity),
        Value::wrap(book.agency_name(&row.agency)),
        Value::wrap(place.file.as_deref().unwrap_or_default()),
        Value::wrap(place.sheet.as_deref().unwrap_or_default()),
        Value::wrap(cell(book, place)),
        Value::wrap(message.found),
        Value::wrap(message.expected),
        Value::wrap(message.remedy),
        Value::wrap(message.effect),
    ])
}

fn cell(book: &Book<'_>, place: &Place) -> String {
    match (place.cell, place.line) {
        (Some(cell), _) => cell.to_string(),
        (None, Some(line)) => book.words.with("place-line", &[("line", &line.to_string())]),
        (None, None) => String::new(),
    }
}

fn severity(book: &Book<'_>, severity: Severity) -> Value<'static> {
    let (tone, key) = match severity {
        Severity::Error => (Tone::Poor, "severity-error"),
        Severity::Warning => (Tone::Fair, "severity-warning"),
        Severity::Note => (Tone::Quiet, "severity-note"),
    };
    Value::Toned(tone, book.word(key))
}

fn more<'a>(book: &Book<'a>, finding: &'a FindingRow, rest: usize) -> Row<'a> {
    let more = book.words.with("more-of-kind", &[("count", &rest.to_string())]);
    let mut values = vec![Value::Blank; 10];
    values[1] = severity(book, finding.finding.severity);
    values[2] = Value::wrap(book.agency_name(&finding.agency));
    values[6] = Value::wrap(more);
    Row::new(values)
}
