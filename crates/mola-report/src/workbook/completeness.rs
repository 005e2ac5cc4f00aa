//! Who reported when, and what is missing.

use super::book::Book;
use super::layout::Page;
use super::style::Tone;
use super::table::{Column, Grid, Row, Value};
use mola_model::{CompletenessRow, ReportState, Status};
use rust_xlsxwriter::XlsxError;

pub(crate) fn write(book: &Book<'_>, page: &mut Page<'_, '_>) -> Result<(), XlsxError> {
    let completeness = &book.issue.completeness;
    page.title("")?;
    let grid = grid(book);
    let placed = page.main_table("tblCompleteness", &grid.columns, 2, grid.rows)?;
    let shares = [("completeness", completeness.completeness), ("timeliness", completeness.timeliness)];
    for (row, (key, share)) in (placed.last + 2..).zip(shares) {
        let share = share.map_or_else(|| book.marker(Status::NotApplicable), |share| Value::Percent(share, 0));
        page.row(row, &Row::strong(vec![Value::Text(book.word(key)), share]))?;
    }
    Ok(())
}

/// Each source by month.
pub(crate) fn grid<'a>(book: &Book<'a>) -> Grid<'a> {
    let completeness = &book.issue.completeness;
    let mut columns = vec![Column::text(book.word("col-agency"), 34.0), Column::text(book.word("col-source"), 24.0)];
    columns.extend(completeness.months.iter().map(|m| Column::text(book.words.short_period(*m), 12.5)));
    Grid { columns, rows: completeness.rows.iter().map(|row| self::row(book, row)).collect() }
}

fn row<'a>(book: &Book<'a>, row: &'a CompletenessRow) -> Row<'a> {
    let mut values = vec![Value::text(book.agency_name(&row.agency)), Value::text(&row.source)];
    values.extend(row.cells.iter().map(|cell| state(book, cell.state)));
    Row::new(values)
}

fn state(book: &Book<'_>, state: ReportState) -> Value<'static> {
    let (tone, key) = match state {
        ReportState::OnTime => (Tone::Good, "report-on-time"),
        ReportState::Late => (Tone::Fair, "report-late"),
        ReportState::Missing => (Tone::Poor, "report-missing"),
        ReportState::NotYetDue => (Tone::Quiet, "report-not-yet-due"),
        ReportState::NotExpected => return Value::Text(book.word("report-not-expected")),
    };
    Value::Toned(tone, book.word(key))
}
