//! Values to date by place and by sector, every indicator that has them.

use super::beneficiaries::capital;
use super::book::Book;
use super::chart;
use super::layout::{Page, TABLE_ROW};
use super::table::{Column, Grid, Row, Value};
use mola_model::{Figure, Indicator, Span, Status};
use rust_xlsxwriter::XlsxError;
use std::collections::BTreeMap;

/// Breakdowns on this sheet: dimension, the key of its header, the key of its chart's title.
const BREAKDOWNS: [(&str, &str, &str); 2] =
    [("place", "col-place", "chart-places"), ("sector", "col-sector", "chart-sectors")];
/// The first column of an indicator.
const FIRST_INDICATOR: u16 = 2;

/// Figures of the period to date, narrowed by one dimension: by dimension, code and indicator.
type Found<'a> = BTreeMap<(&'a str, &'a str, &'a str), &'a Figure>;

pub(crate) fn write(book: &Book<'_>, page: &mut Page<'_, '_>) -> Result<(), XlsxError> {
    page.title(&book.word("note-places"))?;
    let places = places(book);
    let placed = page.main_table("tblPlaces", &places.grid.columns, FIRST_INDICATOR, places.grid.rows)?;
    match places.drawn {
        Some(column) => charts(book, page, &places.spans, column, placed.last + 2),
        None => Ok(()),
    }
}

/// The table by place and sector.
pub(crate) struct Places<'a> {
    pub grid: Grid<'a>,
    /// The rows of each breakdown: the key of its chart's title, first row, and the row after its last.
    pub spans: Vec<(&'static str, std::ops::Range<usize>)>,
    /// The column of the indicator that is drawn.
    pub drawn: Option<u16>,
}

pub(crate) fn places<'a>(book: &Book<'a>) -> Places<'a> {
    let found = found(book);
    let indicators: Vec<&Indicator> =
        book.issue.programme.indicators.iter().filter(|i| found.keys().any(|(.., code)| *code == i.code)).collect();
    let mut columns =
        vec![Column::text(book.word("col-dimension"), 13.0), Column::text(book.word("col-category"), 24.0)];
    columns.extend(indicators.iter().map(|i| Column::number(i.label.get(book.language), 16.0)));
    let mut rows = Vec::new();
    let mut spans = Vec::new();
    for (dimension, header, title) in BREAKDOWNS {
        let first = rows.len();
        rows.extend(
            codes(book, &found, dimension).into_iter().map(|c| row(book, &found, &indicators, (dimension, header), c)),
        );
        spans.push((title, first..rows.len()));
    }
    if !rows.is_empty() {
        rows.push(total(book, &indicators));
    }
    let drawn = indicators.iter().position(|i| Some(&i.code) == book.issue.programme.people.as_ref());
    let drawn = drawn.and_then(|position| Some(FIRST_INDICATOR + u16::try_from(position).ok()?));
    Places { grid: Grid { columns, rows }, spans, drawn }
}

fn found<'a>(book: &Book<'a>) -> Found<'a> {
    let facts = book.issue.facts.iter();
    let now = facts.filter(|f| f.key.period == book.issue.period && f.key.span == Span::ToDate && f.key.by.len() == 1);
    now.filter_map(|f| f.key.by.iter().next().map(|(d, c)| ((d.as_str(), c.as_str(), f.key.indicator.as_str()), f)))
        .filter(|((dimension, ..), _)| BREAKDOWNS.iter().any(|(d, ..)| d == dimension))
        .collect()
}

/// The codes of a dimension that occur, in the programme's order, unknown last.
fn codes<'a>(book: &Book<'a>, found: &Found<'a>, dimension: &str) -> Vec<&'a str> {
    let programme = &book.issue.programme;
    let declared: Vec<&str> = match dimension {
        "place" => programme.places.iter().map(|p| p.code.as_str()).collect(),
        _ => programme
            .dimensions
            .iter()
            .filter(|d| d.code == dimension)
            .flat_map(|d| &d.codes)
            .map(|c| c.code.as_str())
            .collect(),
    };
    let rank =
        |code: &str| declared.iter().position(|d| *d == code).unwrap_or(declared.len()) + usize::from(code == "?");
    let mut codes: Vec<&str> = found.keys().filter(|(d, ..)| *d == dimension).map(|(_, code, _)| *code).collect();
    codes.sort_by_key(|code| (rank(code), *code));
    codes.dedup();
    codes
}

fn row<'a>(
    book: &Book<'a>,
    found: &Found<'a>,
    indicators: &[&'a Indicator],
    (dimension, header): (&'a str, &str),
    code: &'a str,
) -> Row<'a> {
    let mut values = vec![Value::Text(book.word(header)), Value::text(capital(&book.code_label(dimension, code)))];
    values.extend(indicators.iter().map(|i| match found.get(&(dimension, code, i.code.as_str())) {
        Some(figure) => book.figure(figure),
        None => book.marker(Status::NotApplicable),
    }));
    Row::new(values)
}

fn total<'a>(book: &Book<'a>, indicators: &[&Indicator]) -> Row<'a> {
    let tracked = |i: &&Indicator| book.issue.tracking.iter().find(|t| t.indicator == i.code);
    let mut values = vec![Value::Text(book.word("total")), Value::Text(book.word("whole-programme"))];
    values.extend(indicators.iter().map(|i| match tracked(i) {
        Some(tracking) => book.figure(&tracking.to_date),
        None => book.marker(Status::NotApplicable),
    }));
    Row::strong(values)
}

fn charts(
    book: &Book<'_>,
    page: &mut Page<'_, '_>,
    spans: &[(&str, std::ops::Range<usize>)],
    column: u16,
    row: u32,
) -> Result<(), XlsxError> {
    let sheet = book.sheet("places");
    let people = book.issue.programme.people.as_deref().unwrap_or_default();
    let indicator = [("indicator", book.indicator_name(people))];
    let mut left = 4;
    for (title, span) in spans.iter().filter(|(_, span)| !span.is_empty()) {
        let (first, last) = (TABLE_ROW + 1 + span.start as u32, TABLE_ROW + span.end as u32);
        let alt = book.words.with("chart-bars-alt", &indicator);
        let categories = (sheet.as_str(), first, 1, last, 1);
        let values = (sheet.as_str(), first, column, last, column);
        let mut chart = chart::bars(&book.words.with(title, &indicator), &alt, categories, values, "#,##0");
        chart.set_width(CHART_WIDTH).set_height((90 + 30 * (last - first + 1)).clamp(180, 600));
        page.sheet.insert_chart_with_offset(row, 0, &chart, left, 4)?;
        left += CHART_WIDTH + 20;
    }
    Ok(())
}

/// Width of a chart in pixels.
const CHART_WIDTH: u32 = 460;
