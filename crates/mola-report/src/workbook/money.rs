//! Planned, committed and disbursed by output and agency.

use super::book::Book;
use super::chart::{self, Drawn};
use super::indicators::output_name;
use super::layout::Page;
use super::style::Look;
use super::table::{Column, Placed, Row, Value};
use mola_model::{MoneyRow, Status};
use rust_xlsxwriter::XlsxError;

pub(crate) fn write(book: &Book<'_>, page: &mut Page<'_, '_>) -> Result<(), XlsxError> {
    let money = &book.issue.money;
    page.title(&book.word("note-money"))?;
    let columns = columns(book);
    let first = super::layout::TABLE_ROW + 1;
    let rows = (first..)
        .zip(&money.rows)
        .map(|(n, r)| row(book, n, r, [output_name(book, &r.output), book.agency_name(&r.agency)]));
    let placed = page.main_table("tblMoney", &columns, 2, rows)?;
    let mut next = placed.last + 1;
    if let Some(total) = &money.total {
        page.row(next, &self::total(book, next, placed, total))?;
        next += 1;
    }
    if money.agencies.is_empty() {
        return Ok(());
    }
    page.section(next + 1, "section-agencies")?;
    let rows = (next + 3..).zip(&money.agencies).map(|(n, r)| row(book, n, r, [book.agency_name(&r.agency), ""]));
    let columns = columns.into_iter().enumerate().map(|(n, c)| match n {
        0 => Column { header: book.word("col-agency").into_owned(), ..c },
        1 => Column { header: String::new(), ..c },
        _ => c,
    });
    let placed = page.rows(next + 2, &columns.collect::<Vec<_>>(), rows)?;
    chart(book, page, placed)
}

fn columns(book: &Book<'_>) -> Vec<Column> {
    let currency = [("currency", book.issue.programme.currency.as_str())];
    let money = |key: &str| Column::number(book.words.with(key, &currency), 20.0);
    vec![
        Column::text(book.word("col-output"), 52.0),
        Column::text(book.word("col-agency"), 34.0),
        money("col-planned"),
        money("col-committed"),
        money("col-disbursed"),
        Column::number(book.word("col-delivery"), 16.0),
    ]
}

fn row<'a>(book: &Book<'a>, number: u32, row: &'a MoneyRow, [first, second]: [&'a str; 2]) -> Row<'a> {
    let mut values = vec![Value::wrap(first), Value::wrap(second)];
    values.extend([row.planned, row.committed, row.disbursed].map(|a| amount(book, a)));
    values.push(delivery(book, number, row));
    Row::new(values)
}

fn amount(book: &Book<'_>, amount: Option<i64>) -> Value<'static> {
    amount.map_or_else(|| book.marker(Status::Missing), Value::Money)
}

/// Disbursed over planned, as a formula that a reader can check.
fn delivery(book: &Book<'_>, row: u32, money: &MoneyRow) -> Value<'static> {
    match (money.delivery, money.planned, money.disbursed) {
        (Some(share), Some(planned), Some(_)) if planned != 0 => {
            let row = row + 1;
            Value::Formula(format!("=E{row}/C{row}"), share, Look::Percent(1))
        }
        (Some(share), ..) => Value::Percent(share, 1),
        (None, ..) => book.marker(Status::NotApplicable),
    }
}

/// The sums of the table above.
fn total<'a>(book: &Book<'a>, row: u32, above: Placed, total: &'a MoneyRow) -> Row<'a> {
    let sum = |column: char, amount: Option<i64>| match amount {
        Some(amount) => {
            let formula = format!("=SUM({column}{}:{column}{})", above.first + 1, above.last + 1);
            Value::Formula(formula, amount as f64 / 10_000.0, Look::Money)
        }
        None => book.marker(Status::Missing),
    };
    Row::strong(vec![
        Value::Text(book.word("total")),
        Value::Blank,
        sum('C', total.planned),
        sum('D', total.committed),
        sum('E', total.disbursed),
        delivery(book, row, total),
    ])
}

fn chart(book: &Book<'_>, page: &mut Page<'_, '_>, placed: Placed) -> Result<(), XlsxError> {
    let sheet = book.sheet("money");
    let header = placed.first - 1;
    let series = |column: u16, drawn: Drawn| {
        ((sheet.as_str(), header, column), (sheet.as_str(), placed.first, column, placed.last, column), drawn)
    };
    let mut chart = chart::groups(
        &book.word("chart-money"),
        &book.word("chart-money-alt"),
        (sheet.as_str(), placed.first, 0, placed.last, 0),
        &[series(2, Drawn::Outlined), series(3, Drawn::Lighter), series(4, Drawn::Solid)],
    );
    chart.set_width(900).set_height(190);
    page.sheet.insert_chart_with_offset(placed.last + 2, 0, &chart, 4, 4)?;
    Ok(())
}
