//! What is not as it was in the last issue.

use super::book::Book;
use super::layout::{Page, TABLE_ROW};
use super::style::Look;
use super::table::{Column, Row, Value};
use mola_model::{Change, FigureKey, Span, Status};
use rust_xlsxwriter::XlsxError;

pub(crate) fn write(book: &Book<'_>, page: &mut Page<'_, '_>) -> Result<(), XlsxError> {
    let note = match &book.issue.changes {
        None => book.word("changes-first"),
        Some(changes) if changes.is_empty() => book.word("changes-none"),
        Some(_) => "".into(),
    };
    page.title(&note)?;
    let columns = [
        Column::text(book.word("col-figure"), 40.0),
        Column::text(book.word("col-about"), 56.0),
        Column::number(book.word("col-old"), 14.0),
        Column::number(book.word("col-new"), 14.0),
        Column::number(book.word("col-difference"), 14.0),
        Column::text(book.word("col-why"), 26.0),
        Column::text(book.word("col-files"), 44.0),
    ];
    let changes = book.issue.changes.iter().flatten();
    let rows = (TABLE_ROW + 1..).zip(changes).map(|(number, change)| row(book, number, change));
    page.main_table("tblChanges", &columns, 1, rows)?;
    Ok(())
}

fn row<'a>(book: &Book<'a>, number: u32, change: &'a Change) -> Row<'a> {
    let indicator = book.issue.programme.indicator(&change.key.indicator);
    let hidden = change.old.is_none() && change.new.is_none();
    let none = if hidden { Status::Suppressed } else { Status::Missing };
    let value = |value: Option<f64>| value.map_or_else(|| book.marker(none), |v| book.measure(indicator, v));
    let difference = match (change.old, change.new) {
        (Some(old), Some(new)) => {
            let row = number + 1;
            let look = match book.measure(indicator, new) {
                Value::Percent(_, decimals) => Look::Percent(decimals),
                _ => Look::Number(indicator.map_or(0, |i| i.decimals)),
            };
            Value::Formula(format!("=D{row}-C{row}"), new - old, look)
        }
        _ => book.marker(Status::NotApplicable),
    };
    Row::new(vec![
        Value::text(change.key.to_string()),
        Value::wrap(about(book, &change.key)),
        value(change.old),
        value(change.new),
        difference,
        Value::Wrap(book.word(why(change))),
        Value::wrap(change.files.join(", ")),
    ])
}

fn why(change: &Change) -> &'static str {
    match (change.files.is_empty(), change.definition) {
        (true, true) => "why-definition",
        (false, true) => "why-both",
        (false, false) => "why-files",
        (true, false) => "why-unknown",
    }
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
