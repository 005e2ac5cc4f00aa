//! Values to date over the last periods, and the numbers that charts and sparklines draw.

use super::book::{Book, is_share};
use super::chart;
use super::layout::{Page, TABLE_ROW, rows_of};
use super::table::{Column, Grid, Row, Value};
use mola_model::{FigureKey, Issue, Period, Status, Tracking};
use rust_xlsxwriter::XlsxError;
use std::collections::BTreeSet;

/// Width and height of the chart in pixels.
const CHART: (u32, u32) = (900, 320);
/// Rows that it takes, with one to spare.
const CHART_ROWS: u32 = rows_of(CHART.1) + 1;
/// The first column of a period, both in the table and below it.
pub(crate) const FIRST_PERIOD: u16 = 3;

/// One month of the indicator that the chart draws.
pub(crate) struct Point {
    pub month: Period,
    pub in_month: Option<f64>,
    pub to_date: Option<f64>,
}

/// What is drawn, and where its numbers stand on the sheet of trends.
pub(crate) struct Plot<'a> {
    /// The indicator of the chart: unique people, or else the first headline.
    pub people: Option<&'a str>,
    /// Its months.
    pub points: Vec<Point>,
    /// Its overall target.
    pub target: Option<f64>,
    /// The periods of the table, oldest first.
    periods: Vec<Period>,
    rows: u32,
}

impl<'a> Plot<'a> {
    pub fn of(issue: &'a Issue) -> Self {
        let drawn = issue.programme.people.as_deref().or(issue.headline.first().map(String::as_str));
        let points: Vec<Point> = drawn.map(|code| points(issue, code)).unwrap_or_default();
        let has_values = points.iter().any(|p| p.to_date.is_some());
        let periods: BTreeSet<Period> = issue.tracking.iter().flat_map(|t| &t.trend).map(|(p, ..)| *p).collect();
        let mut periods: Vec<Period> = periods.into_iter().collect();
        periods.sort_by_key(|p| (p.last(), p.first()));
        Self {
            people: drawn.filter(|_| has_values),
            points: if has_values { points } else { Vec::new() },
            target: drawn.and_then(|code| issue.programme.indicator(code)?.target),
            periods,
            rows: issue.tracking.len() as u32,
        }
    }

    fn chart_row(&self) -> u32 {
        TABLE_ROW + self.rows.max(1) + 2
    }

    /// The header row of the chart's numbers: month, in the month, to date, target.
    pub fn people_row(&self) -> u32 {
        self.chart_row() + if self.people.is_some() { CHART_ROWS + 1 } else { 1 }
    }

    /// The header row of the sparklines' numbers.
    fn spark_row(&self) -> u32 {
        self.people_row() + self.points.len() as u32 + if self.people.is_some() { 2 } else { 0 }
    }

    /// Row and columns of the numbers that the sparkline of the `number`th indicator draws.
    pub fn spark(&self, number: u32) -> Option<(u32, u16, u16)> {
        let last = u16::try_from(self.periods.len()).ok()?.checked_sub(1)?;
        Some((self.spark_row() + 1 + number, FIRST_PERIOD, FIRST_PERIOD + last))
    }
}

fn points(issue: &Issue, code: &str) -> Vec<Point> {
    let value = |key: FigureKey| issue.figure(&key).and_then(|f| f.value);
    let point = |month: Period| Point {
        month,
        in_month: value(FigureKey::in_period(code, month)),
        to_date: value(FigureKey::to_date(code, month)),
    };
    issue.window.months().map(Period::month).map(point).collect()
}

pub(crate) fn write(book: &Book<'_>, page: &mut Page<'_, '_>) -> Result<(), XlsxError> {
    page.title(&book.word("note-trends"))?;
    let grid = grid(book);
    let count = grid.columns.len();
    page.main_table("tblTrends", &grid.columns, 2, grid.rows)?;
    if let Some(chart) = chart::people(book, CHART.0, CHART.1) {
        page.sheet.insert_chart_with_offset(book.plot.chart_row(), 0, &chart, 4, 4)?;
    }
    // What the charts draw is there to be checked on the screen and is not printed.
    let last_column = u16::try_from(count).unwrap_or(1).max(8) - 1;
    page.sheet.set_print_area(0, 0, book.plot.people_row().saturating_sub(2), last_column)?;
    numbers(book, page)
}

/// Every indicator by period, to date.
pub(crate) fn grid<'a>(book: &Book<'a>) -> Grid<'a> {
    let mut columns = vec![
        Column::text(book.word("col-code"), 15.0),
        Column::text(book.word("col-indicator"), 44.0),
        Column::text(book.word("col-unit"), 18.0),
    ];
    columns.extend(book.plot.periods.iter().map(|p| Column::number(book.words.short_period(*p), 12.0)));
    Grid { columns, rows: book.issue.tracking.iter().map(|row| trend(book, row)).collect() }
}

fn trend<'a>(book: &Book<'a>, row: &'a Tracking) -> Row<'a> {
    let indicator = book.issue.programme.indicator(&row.indicator);
    let mut values = vec![
        Value::text(&row.indicator),
        Value::wrap(book.indicator_name(&row.indicator)),
        Value::text(indicator.map_or("", |i| i.unit.get(book.language))),
    ];
    values.extend(book.plot.periods.iter().map(|period| match row.trend.iter().find(|(p, ..)| p == period) {
        Some((_, status, value)) => {
            let shown = book.state(indicator, *status, *value);
            match book.issue.figure(&FigureKey::to_date(&row.indicator, *period)) {
                Some(figure) if figure.status == *status => Value::Figure(&figure.key, Box::new(shown)),
                _ => shown,
            }
        }
        None => book.marker(Status::NotApplicable),
    }));
    Row::new(values)
}

/// The numbers behind charts and sparklines: what has no value is an empty cell, so that a line
/// shows a gap and not a fall to zero.
fn numbers(book: &Book<'_>, page: &mut Page<'_, '_>) -> Result<(), XlsxError> {
    let plot = &book.plot;
    let style = &book.style;
    let head = plot.people_row();
    page.line(head - 1, 0, &book.word("chart-data"), &style.note)?;
    if plot.people.is_some() {
        page.line(head, 0, &book.word("col-month"), &style.small)?;
        for (column, key) in (FIRST_PERIOD..).zip(["col-in-month", "col-to-date", "col-target"]) {
            page.line(head, column, &book.word(key), &style.small_right)?;
        }
    }
    for (row, point) in (head + 1..).zip(&plot.points) {
        page.line(row, 0, &book.words.short_period(point.month), &style.small)?;
        for (column, value) in (FIRST_PERIOD..).zip([point.in_month, point.to_date, plot.target]) {
            number(page, row, column, value)?;
        }
    }
    sparks(book, page)
}

fn sparks(book: &Book<'_>, page: &mut Page<'_, '_>) -> Result<(), XlsxError> {
    let plot = &book.plot;
    for (column, period) in (FIRST_PERIOD..).zip(&plot.periods) {
        page.line(plot.spark_row(), column, &book.words.short_period(*period), &book.style.small_right)?;
    }
    for (row, tracking) in (plot.spark_row() + 1..).zip(&book.issue.tracking) {
        page.line(row, 0, &tracking.indicator, &book.style.small)?;
        let share = book.issue.programme.indicator(&tracking.indicator).is_some_and(is_share);
        page.line(row, 2, if share { "1 = 100 %" } else { "" }, &book.style.small)?;
        for (column, period) in (FIRST_PERIOD..).zip(&plot.periods) {
            let value = tracking.trend.iter().find(|(p, ..)| p == period).and_then(|(.., value)| *value);
            number(page, row, column, value)?;
        }
    }
    Ok(())
}

fn number(page: &mut Page<'_, '_>, row: u32, column: u16, value: Option<f64>) -> Result<(), XlsxError> {
    if let Some(value) = value {
        page.sheet.write_number_with_format(row, column, value, &page.style.small_number)?;
    }
    Ok(())
}
