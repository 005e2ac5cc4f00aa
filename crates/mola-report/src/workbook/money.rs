//! Planned, transferred, committed and disbursed by output and agency; as reported, by currency;
//! the exchange rates in use.

use super::book::Book;
use super::chart::{self, Drawn};
use super::indicators::output_name;
use super::layout::{Page, TABLE_ROW, rows_of};
use super::style::Look;
use super::table::{Column, Grid, Placed, Row, Value};
use mola_model::{CurrencyRow, ExchangeRate, MoneyRow, Status};
use rust_xlsxwriter::XlsxError;

/// Height of the chart in pixels.
const CHART_HEIGHT: u32 = 190;

pub(crate) fn write(book: &Book<'_>, page: &mut Page<'_, '_>) -> Result<(), XlsxError> {
    let money = &book.issue.money;
    page.title(&book.word("note-money"))?;
    let grid = grid(book);
    let placed = page.main_table("tblMoney", &grid.columns, 2, grid.rows)?;
    let mut next = placed.last + 1;
    if let Some(total) = &money.total {
        page.row(next, &self::total(book, (placed.first, placed.last), total))?;
        next += 1;
    }
    if !money.agencies.is_empty() {
        next = agencies(book, page, next + 1)?;
    }
    if !money.currencies.is_empty() {
        next = currencies(book, page, next + 1)?;
    }
    if money.rates.is_empty() { Ok(()) } else { rates(book, page, next + 1) }
}

/// By output and agency, without the total.
pub(crate) fn grid<'a>(book: &Book<'a>) -> Grid<'a> {
    let rows = (TABLE_ROW + 1..)
        .zip(&book.issue.money.rows)
        .map(|(n, r)| row(book, n, r, [output_name(book, &r.output), book.agency_name(&r.agency)]));
    Grid { columns: columns(book), rows: rows.collect() }
}

fn columns(book: &Book<'_>) -> Vec<Column> {
    let currency = [("currency", book.issue.programme.currency.as_str())];
    let money = |key: &str| Column::number(book.words.with(key, &currency), 17.0);
    vec![
        Column::text(book.word("col-output"), 44.0),
        Column::text(book.word("col-agency"), 30.0),
        money("col-planned"),
        money("col-transferred"),
        money("col-committed"),
        money("col-disbursed"),
        money("col-undisbursed"),
        Column::number(book.word("col-delivery"), 14.0),
        Column::number(book.word("col-of-transferred"), 14.0),
    ]
}

fn row<'a>(book: &Book<'a>, number: u32, row: &'a MoneyRow, [first, second]: [&'a str; 2]) -> Row<'a> {
    let mut values = vec![Value::wrap(first), Value::wrap(second)];
    values.extend([row.planned, row.transferred, row.committed, row.disbursed].map(|a| amount(book, a)));
    values.extend(derived(book, number, row));
    Row::new(values)
}

fn amount(book: &Book<'_>, amount: Option<i64>) -> Value<'static> {
    amount.map_or_else(|| book.marker(Status::Missing), Value::Money)
}

/// What follows from the amounts of a row, as formulas that a reader can check.
fn derived(book: &Book<'_>, row: u32, money: &MoneyRow) -> [Value<'static>; 3] {
    let line = row + 1;
    let share = |share: Option<f64>, column: char| match share {
        Some(share) => Value::Formula(format!("=F{line}/{column}{line}"), share, Look::Percent(1)),
        None => book.marker(Status::NotApplicable),
    };
    let undisbursed = match (money.undisbursed, money.committed.zip(money.disbursed)) {
        (Some(rest), Some((committed, disbursed))) if committed.checked_sub(disbursed) == Some(rest) => {
            Value::Formula(format!("=E{line}-F{line}"), units(rest), Look::Money)
        }
        // What is rounded once may differ from the difference of what is rounded.
        (Some(rest), _) => Value::Money(rest),
        (None, _) => book.marker(Status::NotApplicable),
    };
    [undisbursed, share(money.delivery, 'C'), share(money.of_transferred, 'D')]
}

fn units(amount: i64) -> f64 {
    amount as f64 / 10_000.0
}

/// The totals: sums of the table above where these are exact, and else what was rounded once.
pub(crate) fn total<'a>(book: &Book<'a>, (first, last): (u32, u32), total: &'a MoneyRow) -> Row<'a> {
    let sum = |column: char, amount: fn(&MoneyRow) -> Option<i64>| match amount(total) {
        Some(whole) if book.issue.money.rows.iter().filter_map(amount).sum::<i64>() == whole => {
            let formula = format!("=SUM({column}{}:{column}{})", first + 1, last + 1);
            Value::Formula(formula, units(whole), Look::Money)
        }
        Some(whole) => Value::Money(whole),
        None => book.marker(Status::Missing),
    };
    let mut values = vec![
        Value::Text(book.word("total")),
        Value::Blank,
        sum('C', |r| r.planned),
        sum('D', |r| r.transferred),
        sum('E', |r| r.committed),
        sum('F', |r| r.disbursed),
    ];
    values.extend(derived(book, last + 1, total));
    Row::strong(values)
}

/// By agency, with a chart below; the row after it.
fn agencies(book: &Book<'_>, page: &mut Page<'_, '_>, row: u32) -> Result<u32, XlsxError> {
    page.section(row, "section-agencies")?;
    let agencies = &book.issue.money.agencies;
    let rows = (row + 2..).zip(agencies).map(|(n, r)| self::row(book, n, r, [book.agency_name(&r.agency), ""]));
    let mut columns = columns(book);
    columns[0].header = book.word("col-agency").into_owned();
    columns[1].header = String::new();
    let placed = page.rows(row + 1, &columns, rows)?;
    chart(book, page, placed)?;
    Ok(placed.last + 2 + rows_of(CHART_HEIGHT))
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
        &[series(2, Drawn::Outlined), series(4, Drawn::Lighter), series(5, Drawn::Solid)],
    );
    chart.set_width(900).set_height(CHART_HEIGHT);
    page.sheet.insert_chart_with_offset(placed.last + 2, 0, &chart, 4, 4)?;
    Ok(())
}

/// What was reported, in its own currencies; the row after it.
fn currencies(book: &Book<'_>, page: &mut Page<'_, '_>, row: u32) -> Result<u32, XlsxError> {
    page.section(row, "section-currencies")?;
    let grid = currency_grid(book);
    Ok(page.rows(row + 1, &grid.columns, grid.rows)?.last + 1)
}

/// As reported, by agency and currency.
pub(crate) fn currency_grid<'a>(book: &Book<'a>) -> Grid<'a> {
    let mut columns = vec![Column::text(book.word("col-agency"), 44.0), Column::text(book.word("col-currency"), 30.0)];
    let flows = ["col-flow-planned", "col-flow-transferred", "col-flow-committed", "col-flow-disbursed"];
    let counts = ["col-lines", "col-left-out"];
    columns.extend(flows.into_iter().chain(counts).map(|key| Column::number(book.word(key), 17.0)));
    Grid { columns, rows: book.issue.money.currencies.iter().map(|r| currency(book, r)).collect() }
}

fn currency<'a>(book: &Book<'a>, row: &'a CurrencyRow) -> Row<'a> {
    let mut values = vec![Value::wrap(book.agency_name(&row.agency)), Value::text(&row.currency)];
    let flows = [row.planned, row.transferred, row.committed, row.disbursed];
    // A flow that an agency does not report in this currency is no gap.
    values.extend(flows.map(|amount| amount.map_or(Value::Blank, Value::Money)));
    values.extend([Value::count(row.lines), Value::count(row.left_out)]);
    Row::new(values)
}

fn rates(book: &Book<'_>, page: &mut Page<'_, '_>, row: u32) -> Result<(), XlsxError> {
    page.section(row, "section-rates")?;
    let grid = rate_grid(book);
    page.rows(row + 1, &grid.columns, grid.rows)?;
    Ok(())
}

/// The exchange rates in use.
pub(crate) fn rate_grid<'a>(book: &Book<'a>) -> Grid<'a> {
    let currency = [("currency", book.issue.programme.currency.as_str())];
    let columns = vec![
        Column::text(book.word("col-currency"), 44.0),
        Column::text(book.word("col-rate-source"), 30.0),
        Column::text(book.word("col-rate-from"), 17.0),
        Column::number(book.words.with("col-rate", &currency), 17.0),
    ];
    Grid { columns, rows: book.issue.money.rates.iter().map(|r| rate(book, r)).collect() }
}

fn rate<'a>(book: &Book<'a>, line: &'a ExchangeRate) -> Row<'a> {
    let written = line.rate.to_string();
    let decimals = written.split_once('.').map_or(0, |(_, rest)| rest.len() as u8);
    Row::new(vec![
        Value::text(&line.currency),
        Value::wrap(&line.source),
        Value::text(book.words.day(line.from)),
        Value::Number(line.rate.to_f64(), decimals),
    ])
}
