//! The tracking table: every indicator against its baseline, milestone and target.

use super::book::Book;
use super::cover::{standing, way};
use super::layout::Page;
use super::style::{ACCENT, COMPANION};
use super::table::{Column, Grid, Placed, Row, Value};
use mola_model::{Indicator, Level, Reached, Status, Tracking, TrackingColumn};
use rust_xlsxwriter::{ChartEmptyCells, Sparkline, XlsxError};
use std::cmp::Ordering;

/// The column of the sparklines in the whole table, from 0.
const TREND: usize = 17;

pub(crate) fn write(book: &Book<'_>, page: &mut Page<'_, '_>) -> Result<(), XlsxError> {
    let (first, last) = (book.words.month(book.issue.window.first), book.words.month(book.issue.window.last));
    let reading = book.sheet("reading");
    let values = [("first", &*first), ("last", &*last), ("reading", &*reading)];
    page.title(&book.words.with("note-indicators", &values))?;
    let grid = shown(book);
    let placed = page.main_table("tblIndicators", &grid.columns, 2, grid.rows)?;
    let trend = chosen(book).iter().position(|column| *column == TREND);
    trend.map_or(Ok(()), |column| sparklines(book, page, placed, column as u16))
}

/// The table with the columns that are wanted, in their order.
pub(crate) fn shown<'a>(book: &Book<'a>) -> Grid<'a> {
    grid(book).select(&chosen(book))
}

/// The columns that are wanted, by their number in the whole table.
fn chosen(book: &Book<'_>) -> Vec<usize> {
    let all = TrackingColumn::ALL;
    let wanted = book.tracking_columns().unwrap_or(all);
    wanted.iter().filter_map(|column| all.iter().position(|own| own == column)).collect()
}

/// Every indicator with what it should be, what it is and how it stands.
pub(crate) fn grid<'a>(book: &Book<'a>) -> Grid<'a> {
    Grid { columns: columns(book), rows: book.issue.tracking.iter().map(|row| self::row(book, row)).collect() }
}

fn columns(book: &Book<'_>) -> Vec<Column> {
    let text = |key: &str, width: f64| Column::text(book.word(key), width);
    let number = |key: &str, width: f64| Column::number(book.word(key), width);
    vec![
        text("col-code", 9.0),
        text("col-indicator", 27.0),
        text("col-level", 9.5),
        text("col-output", 22.0),
        text("col-unit", 12.0),
        number("col-baseline", 9.5),
        text("col-baseline-period", 10.0),
        number("col-target", 10.0),
        number("col-milestone", 10.0),
        text("col-milestone-period", 10.0),
        number("col-in-period", 10.5),
        number("col-to-date", 10.5),
        text("col-range", 18.0),
        number("col-of-milestone", 9.0),
        number("col-of-target", 9.0),
        number("col-reached", 10.0),
        text("col-basis", 13.0),
        text("col-trend", 14.0),
        text("col-direction-of-change", 10.5),
        text("col-status", 17.0),
        text("col-reporters", 13.5),
        number("col-base", 10.0),
        text("col-estimated", 11.5),
        text("col-verification", 22.0),
        text("col-responsible", 14.5),
    ]
}

fn row<'a>(book: &Book<'a>, row: &'a Tracking) -> Row<'a> {
    let indicator = book.issue.programme.indicator(&row.indicator);
    let mut values = defined(book, row, indicator);
    values.extend(measured(book, row, indicator));
    values.extend(judged(book, row, indicator));
    Row::new(values)
}

/// What the programme says of the indicator.
fn defined<'a>(book: &Book<'a>, row: &'a Tracking, indicator: Option<&'a Indicator>) -> Vec<Value<'a>> {
    let baseline = indicator.and_then(|i| i.baseline);
    let level = match indicator.map(|i| i.level) {
        Some(Level::Impact) => book.word("level-impact"),
        Some(Level::Outcome) => book.word("level-outcome"),
        Some(Level::Output) => book.word("level-output"),
        None => "".into(),
    };
    vec![
        Value::text(&row.indicator),
        Value::wrap(book.indicator_name(&row.indicator)),
        Value::Text(level),
        Value::wrap(output(book, indicator)),
        Value::wrap(indicator.map_or("", |i| i.unit.get(book.language))),
        number(book, indicator, baseline.map(|b| b.value)),
        baseline.map_or(Value::Blank, |b| Value::text(book.words.short_period(b.period))),
        number(book, indicator, indicator.and_then(|i| i.target)),
        number(book, indicator, row.milestone.map(|m| m.value)),
        row.milestone.map_or(Value::Blank, |m| Value::text(book.words.short_period(m.period))),
    ]
}

/// The result that an indicator belongs to: its name, or its code.
pub(crate) fn output<'a>(book: &Book<'a>, indicator: Option<&'a Indicator>) -> &'a str {
    let code = indicator.and_then(|i| i.output.as_deref()).unwrap_or_default();
    output_name(book, code)
}

/// The name of an output, or its code where it has none.
pub(crate) fn output_name<'a>(book: &Book<'a>, code: &'a str) -> &'a str {
    let output = book.issue.programme.outputs.iter().find(|o| o.code == code);
    output.map(|o| o.label.get(book.language)).filter(|l| !l.is_empty()).unwrap_or(code)
}

/// What the period shows.
fn measured<'a>(book: &Book<'a>, row: &'a Tracking, indicator: Option<&Indicator>) -> Vec<Value<'a>> {
    let share = |share: Option<f64>, there: bool| match share {
        Some(share) => Value::Percent(share, 0),
        // A share is hidden with its figure, and not applicable where there is nothing to divide by.
        None if there && row.to_date.status != Status::Reported => book.marker(row.to_date.status),
        None => book.marker(Status::NotApplicable),
    };
    let target = indicator.is_some_and(|i| i.target.is_some());
    let [way, basis] = way_done(book, row, target);
    vec![
        book.figure(&row.in_period),
        book.figure(&row.to_date),
        book.range(&row.to_date),
        share(row.of_milestone, row.milestone.is_some()),
        share(row.of_target, target),
        way,
        basis,
    ]
}

/// How much of the way is done, and from where that is told (rule R12).
fn way_done<'a>(book: &Book<'a>, row: &Tracking, target: bool) -> [Value<'a>; 2] {
    let (done, basis) = match row.reached {
        Some(Reached::FromBaseline(share)) => (Value::Percent(share, 0), "basis-from-baseline"),
        Some(Reached::OfTarget(share)) => (Value::Percent(share, 0), "basis-of-target"),
        Some(Reached::Held(held)) => (Value::Marker(book.word(if held { "held" } else { "not-held" })), "basis-held"),
        None if target && row.to_date.status != Status::Reported => {
            return [book.marker(row.to_date.status), Value::Blank];
        }
        None => return [book.marker(Status::NotApplicable), Value::Blank],
    };
    [done, Value::Wrap(book.word(basis))]
}

/// How it stands, and on what that rests.
fn judged<'a>(book: &Book<'a>, row: &'a Tracking, indicator: Option<&'a Indicator>) -> Vec<Value<'a>> {
    let (tone, progress) = standing(book, row);
    let (part, whole) = (row.reporters.0.to_string(), row.reporters.1.to_string());
    let agency = indicator.and_then(|i| i.responsible.as_deref()).map_or("", |a| book.agency_name(a));
    let way = match way(row).map(|(way, _)| way) {
        Some(Ordering::Greater) => book.word("way-up"),
        Some(Ordering::Less) => book.word("way-down"),
        Some(Ordering::Equal) => book.word("way-same"),
        None => "".into(),
    };
    vec![
        Value::Blank,
        Value::Text(way),
        Value::Toned(tone, progress.into()),
        Value::text(book.words.with("of-count", &[("part", &part), ("whole", &whole)])),
        row.to_date.denominator.map_or(Value::Blank, |n| Value::Number(n, 0)),
        book.estimated(row.to_date.estimated || row.in_period.estimated),
        Value::wrap(indicator.map_or("", |i| i.verification.get(book.language))),
        Value::wrap(agency),
    ]
}

fn number(book: &Book<'_>, indicator: Option<&Indicator>, value: Option<f64>) -> Value<'static> {
    value.map_or_else(|| book.marker(Status::NotApplicable), |v| book.measure(indicator, v))
}

fn sparklines(book: &Book<'_>, page: &mut Page<'_, '_>, placed: Placed, column: u16) -> Result<(), XlsxError> {
    let trends = book.sheet("trends");
    for (number, row) in (0_u32..).zip(placed.first..=placed.last).take(book.issue.tracking.len()) {
        let Some((source, first, last)) = book.plot.spark(number) else { continue };
        let sparkline = Sparkline::new()
            .set_range((trends.as_str(), source, first, source, last))
            .show_empty_cells_as(ChartEmptyCells::Gaps)
            .set_sparkline_color(COMPANION)
            .show_last_point(true)
            .set_last_point_color(ACCENT)
            .set_line_weight(1.75);
        page.sheet.add_sparkline(row, column, &sparkline)?;
    }
    Ok(())
}
