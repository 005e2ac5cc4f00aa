//! People whom two agencies both reported.

use super::book::Book;
use super::layout::Page;
use super::table::{Column, Grid, Row, Value};
use mola_model::{Overlap, Status};
use rust_xlsxwriter::XlsxError;

pub(crate) fn write(book: &Book<'_>, page: &mut Page<'_, '_>) -> Result<(), XlsxError> {
    page.title(&book.word("note-overlap"))?;
    let grid = grid(book);
    let placed = page.main_table("tblOverlap", &grid.columns, 0, grid.rows)?;
    let Some(reconciliation) = &book.issue.reconciliation else { return Ok(()) };
    let lines = [
        ("line-gross", reconciliation.gross),
        ("line-repeated", reconciliation.repeated),
        ("line-shared", reconciliation.shared),
        ("line-unique", reconciliation.unique),
    ];
    for (row, (key, count)) in (placed.last + 2..).zip(lines) {
        let values = vec![Value::Text(book.word(key)), Value::Blank, Value::count(count)];
        page.row(row, &if key == "line-unique" { Row::strong(values) } else { Row::new(values) })?;
    }
    Ok(())
}

/// People in both, by pair of agencies.
pub(crate) fn grid<'a>(book: &Book<'a>) -> Grid<'a> {
    let columns = vec![
        Column::text(book.word("col-first-agency"), 48.0),
        Column::text(book.word("col-second-agency"), 48.0),
        Column::number(book.word("col-shared"), 22.0),
    ];
    Grid { columns, rows: book.issue.overlap.iter().map(|row| self::row(book, row)).collect() }
}

fn row<'a>(book: &Book<'a>, row: &'a Overlap) -> Row<'a> {
    let people = match row.status {
        Status::Reported => Value::count(row.people),
        status => book.marker(status),
    };
    Row::new(vec![Value::text(book.agency_name(&row.first)), Value::text(book.agency_name(&row.second)), people])
}
