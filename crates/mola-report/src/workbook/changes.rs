//! What is not as it was in the last issue, and the bridge from the old value to the new one.

use super::book::Book;
use super::layout::{Page, TABLE_ROW};
use super::style::Look;
use super::table::{Column, Grid, Row, Value};
use mola_model::{Cause, Change, FigureKey, Span, Status};
use rust_xlsxwriter::XlsxError;

pub(crate) fn write(book: &Book<'_>, page: &mut Page<'_, '_>) -> Result<(), XlsxError> {
    page.title(&note(book))?;
    let grid = grid(book);
    page.main_table("tblChanges", &grid.columns, 1, grid.rows)?;
    Ok(())
}

/// What changed, with the reasons side by side.
pub(crate) fn grid<'a>(book: &Book<'a>) -> Grid<'a> {
    let mut columns = vec![
        Column::text(book.word("col-figure"), 34.0),
        Column::text(book.word("col-about"), 58.0),
        Column::number(book.word("col-old"), 12.0),
        Column::number(book.word("col-new"), 12.0),
        Column::number(book.word("col-difference"), 12.0),
    ];
    columns.extend(Cause::ALL.map(|reason| Column::number(book.word(header(reason)), 12.0)));
    columns.push(Column::text(book.word("col-files"), 44.0));
    let changes = book.issue.changes.iter().flatten();
    let rows = (TABLE_ROW + 1..).zip(changes).map(|(number, change)| row(book, number, change));
    Grid { columns, rows: rows.collect() }
}

/// What the figures are compared with, and how the columns of reasons are to be read.
pub(crate) fn note(book: &Book<'_>) -> String {
    let key = match (&book.issue.changes, &book.issue.since) {
        (None, _) => "changes-first",
        (Some(changes), None) if changes.is_empty() => "changes-none",
        (Some(_), None) => "changes-bridge",
        (Some(changes), Some(_)) if changes.is_empty() => "changes-none-since",
        (Some(_), Some(_)) => "changes-since",
    };
    let Some(since) = &book.issue.since else { return book.word(key).into_owned() };
    let (period, moment) = (book.words.period(since.period), book.words.moment(since.closed));
    book.words.with(key, &[("issue", since.short()), ("period", &period), ("moment", &moment)])
}

const fn header(reason: Cause) -> &'static str {
    match reason {
        Cause::Definition => "reason-definition",
        Cause::Linking => "reason-linking",
        Cause::CodeList => "reason-code-list",
        Cause::ExchangeRate => "reason-exchange-rate",
        Cause::Correction => "reason-correction",
        Cause::LateData => "reason-late-data",
    }
}

fn row<'a>(book: &Book<'a>, number: u32, change: &'a Change) -> Row<'a> {
    let indicator = book.issue.programme.indicator(&change.key.indicator);
    let none = if change.hidden { Status::Suppressed } else { Status::Missing };
    // Where the value is the same, or there is none, a range or a text is what changed.
    let of_words = mola_model::same(change.old, change.new);
    let value = |value: Option<f64>, words: &'a Option<String>| match (value, words) {
        (_, Some(words)) if of_words => Value::text(words.as_str()),
        (Some(value), _) => book.measure(indicator, value),
        (None, Some(words)) => Value::text(words.as_str()),
        (None, None) => book.marker(none),
    };
    let difference = match (change.old, change.new) {
        (Some(old), Some(new)) if !of_words => {
            let row = number + 1;
            let look = match book.measure(indicator, new) {
                Value::Percent(_, decimals) => Look::Percent(decimals),
                _ => Look::Number(indicator.map_or(0, |i| i.decimals)),
            };
            Value::Formula(format!("=D{row}-C{row}"), new - old, look)
        }
        _ => book.marker(Status::NotApplicable),
    };
    let part = |reason: Cause| match change.parts.iter().find(|part| part.reason == reason) {
        None => Value::Blank,
        Some(_) if change.hidden => book.marker(Status::Suppressed),
        Some(part) => {
            part.amount.map_or_else(|| Value::Marker(book.word("reason-applies")), |a| book.measure(indicator, a))
        }
    };
    let mut values = vec![
        Value::text(change.key.to_string()),
        Value::wrap(about(book, &change.key)),
        value(change.old, &change.old_words),
        value(change.new, &change.new_words),
        difference,
    ];
    values.extend(Cause::ALL.map(part));
    values.push(Value::wrap(change.files.join(", ")));
    Row::new(values)
}

/// A figure's key in words.
fn about<'a>(book: &Book<'a>, key: &'a FigureKey) -> String {
    let span = match key.span {
        Span::InPeriod => "span-in-period",
        Span::ToDate => "span-to-date",
    };
    let head =
        [book.indicator_name(&key.indicator).to_owned(), book.words.period(key.period), book.word(span).into_owned()];
    let narrowed = key.by.iter().map(|(dimension, code)| book.code_label(dimension, code));
    head.into_iter().chain(narrowed).collect::<Vec<_>>().join(" · ")
}
