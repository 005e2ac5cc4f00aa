//! Every figure on a row: flat, ready for the reader's own pivots.

use super::book::Book;
use super::layout::Page;
use super::table::{Column, Row, Value};
use crate::facts::{FACTS_ON_SHEET, dimensions};
use mola_model::{Figure, Span};
use rust_xlsxwriter::XlsxError;

pub(crate) fn write(book: &Book<'_>, page: &mut Page<'_, '_>) -> Result<(), XlsxError> {
    let facts = &book.issue.facts;
    if facts.len() > FACTS_ON_SHEET {
        let (count, limit) = (book.words.number(facts.len() as f64, 0), book.words.number(FACTS_ON_SHEET as f64, 0));
        return page.title(&book.words.with("data-elsewhere", &[("count", &count), ("limit", &limit)]));
    }
    let example = facts.first().map(|f| f.key.to_string()).unwrap_or_default();
    page.title(&book.words.with("note-data", &[("id", &example)]))?;
    let dimensions = dimensions(book.issue);
    let longest = facts.iter().map(|f| f.key.to_string().len()).max().unwrap_or(0);
    let width = (longest as f64 + 2.0).clamp(24.0, 80.0);
    let rows = facts.iter().map(|fact| row(book, fact, &dimensions));
    page.main_table("tblFacts", &columns(book, &dimensions, width), 1, rows)?;
    Ok(())
}

fn columns(book: &Book<'_>, dimensions: &[String], id_width: f64) -> Vec<Column> {
    let text = |key: &str, width: f64| Column::text(book.word(key), width);
    let number = |key: &str| Column::number(book.word(key), 14.0);
    let mut columns = vec![
        text("col-id", id_width),
        text("col-indicator", 12.0),
        text("col-about", 44.0),
        text("col-unit", 16.0),
        text("col-period", 12.0),
        text("col-span", 14.0),
    ];
    columns.extend(
        dimensions.iter().map(|d| Column::text(dimension_name(book, d), if d == "agency" { 24.0 } else { 16.0 })),
    );
    columns.extend([number("col-value"), number("col-numerator"), number("col-denominator")]);
    columns.extend([number("col-low"), number("col-high"), text("col-words", 16.0)]);
    columns.extend([text("col-status", 20.0), text("col-reason", 34.0), text("col-reporters-in", 12.0)]);
    columns.extend([text("col-estimated", 11.0), number("col-records")]);
    columns
}

fn dimension_name(book: &Book<'_>, code: &str) -> String {
    match code {
        "agency" => book.word("col-agency").into_owned(),
        "place" => book.word("col-place").into_owned(),
        _ => {
            let dimension = book.issue.programme.dimensions.iter().find(|d| d.code == code);
            dimension.map(|d| d.label.get(book.language)).filter(|l| !l.is_empty()).unwrap_or(code).to_owned()
        }
    }
}

fn row<'a>(book: &Book<'a>, fact: &'a Figure, dimensions: &[String]) -> Row<'a> {
    let key = &fact.key;
    let indicator = book.issue.programme.indicator(&key.indicator);
    let span = match key.span {
        Span::InPeriod => "span-in-period",
        Span::ToDate => "span-to-date",
    };
    // The state stands in a column of its own, so that a pivot of values meets numbers only.
    let number = |value: Option<f64>| value.map_or(Value::Blank, |v| Value::Number(v, 0));
    let mut values = vec![
        Value::text(key.to_string()),
        Value::text(&key.indicator),
        Value::text(book.indicator_name(&key.indicator)),
        Value::text(indicator.map_or("", |i| i.unit.get(book.language))),
        Value::text(key.period.to_string()),
        Value::Text(book.word(span)),
    ];
    values.extend(
        dimensions.iter().map(|d| key.by.get(d).map_or(Value::Blank, |code| Value::text(book.code_label(d, code)))),
    );
    values.push(fact.value.map_or(Value::Blank, |v| book.measure(indicator, v)));
    values.extend([fact.numerator, fact.denominator, fact.low, fact.high].map(number));
    values.push(fact.text.as_deref().map_or(Value::Blank, Value::text));
    let reporters = fact.reporters.map(|r| format!("{}/{}", r.reported, r.expected));
    values.extend([
        Value::Text(book.words.status(fact.status)),
        fact.reason.map_or(Value::Blank, |reason| Value::Text(book.words.reason(reason))),
        reporters.map_or(Value::Blank, Value::text),
        book.estimated(fact.estimated),
        Value::count(fact.records),
    ]);
    Row::new(values)
}
