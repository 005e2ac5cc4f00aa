//! The files behind the report.

use super::book::Book;
use super::layout::Page;
use super::style::{Look, Tone};
use super::table::{Column, Grid, Placed, Row, Value};
use mola_model::{FileState, SourceRow, Status};
use rust_xlsxwriter::XlsxError;

/// Letters of a hash that are shown: enough to tell any two files of a programme apart.
const HASH: usize = 16;

pub(crate) fn write(book: &Book<'_>, page: &mut Page<'_, '_>) -> Result<(), XlsxError> {
    page.title("")?;
    let sources = &book.issue.sources;
    let grid = grid(book);
    let placed = page.main_table("tblSources", &grid.columns, 2, grid.rows)?;
    if sources.is_empty() { Ok(()) } else { page.row(placed.last + 1, &total(book, placed)) }
}

/// The files, each with its rows.
pub(crate) fn grid<'a>(book: &Book<'a>) -> Grid<'a> {
    let text = |key: &str, width: f64| Column::text(book.word(key), width);
    let number = |key: &str| Column::number(book.word(key), 12.0);
    let columns = vec![
        text("col-agency", 20.0),
        text("col-file", 44.0),
        text("col-state", 17.0),
        text("col-source", 24.0),
        text("col-sheets", 28.0),
        number("col-read"),
        number("col-kept"),
        number("col-refused"),
        number("col-ignored"),
        text("col-received", 18.0),
        text("col-content", 21.0),
        text("col-mapping", 21.0),
    ];
    Grid { columns, rows: book.issue.sources.iter().map(|row| self::row(book, row)).collect() }
}

fn row<'a>(book: &Book<'a>, row: &'a SourceRow) -> Row<'a> {
    // How many rows a register has tells how many people are in it.
    let rows = |count: u64| if row.rows_hidden { book.marker(Status::Suppressed) } else { Value::count(count) };
    Row::new(vec![
        Value::wrap(book.agency_name(&row.agency)),
        Value::wrap(&row.file),
        state(book, row.state),
        Value::text(&row.source),
        Value::wrap(row.sheets.join(", ")),
        rows(row.read),
        rows(row.kept),
        rows(row.refused),
        rows(row.ignored),
        Value::Moment(row.received),
        Value::text(row.content.chars().take(HASH).collect::<String>()),
        Value::text(row.mapping.chars().take(HASH).collect::<String>()),
    ])
}

fn state(book: &Book<'_>, state: FileState) -> Value<'static> {
    let (tone, key) = match state {
        FileState::Accepted => (Tone::Good, "file-accepted"),
        FileState::Quarantined => (Tone::Poor, "file-quarantined"),
        FileState::Duplicate => (Tone::Quiet, "file-duplicate"),
        FileState::Superseded => (Tone::Quiet, "file-superseded"),
        FileState::Waiting => (Tone::Fair, "file-waiting"),
    };
    Value::Toned(tone, book.word(key))
}

/// Rows read = kept + refused + ignored: each sum stands under its column.
fn total<'a>(book: &Book<'a>, placed: Placed) -> Row<'a> {
    let sources = &book.issue.sources;
    let sum = |column: char, count: fn(&SourceRow) -> u64| {
        if sources.iter().any(|row| row.rows_hidden) {
            return book.marker(Status::Suppressed);
        }
        let formula = format!("=SUM({column}{}:{column}{})", placed.first + 1, placed.last + 1);
        Value::Formula(formula, sources.iter().map(count).sum::<u64>() as f64, Look::Number(0))
    };
    let mut values = vec![Value::Text(book.word("total"))];
    values.extend(vec![Value::Blank; 4]);
    values.extend([sum('F', |s| s.read), sum('G', |s| s.kept), sum('H', |s| s.refused), sum('I', |s| s.ignored)]);
    values.extend(vec![Value::Blank; 3]);
    Row::strong(values)
}
