//! Several programmes in one workbook: indicators together, money by currency, the programmes.

use super::layout::{Page, TABLE_ROW};
use super::style::{self, Style};
use super::table::{Column, Row, Value};
use crate::{ReportError, Words};
use chrono::{Datelike, NaiveDateTime};
use mola_finding::Language;
use mola_model::{Joined, MoneyRow, Portfolio, PortfolioMoney, PortfolioRow, Shared, Status, Together};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use std::borrow::Cow;

/// What every sheet needs.
struct Desk<'a> {
    portfolio: &'a Portfolio,
    language: Language,
    words: &'static Words,
    style: Style,
}

type Write = fn(&Desk<'_>, &mut Page<'_, '_>) -> Result<(), XlsxError>;

/// The sheets in reading order.
const SHEETS: [(&str, Write); 3] = [("together", together), ("programmes-money", money), ("programmes", programmes)];

/// A portfolio as an xlsx file in `language`. Its parts are what the programmes' own reports show. Its
/// creation date is the latest receipt of any programme, so that the same portfolio is the same bytes.
///
/// # Errors
/// When a sheet goes past a limit of the format.
pub fn portfolio(portfolio: &Portfolio, language: Language) -> Result<Vec<u8>, ReportError> {
    let desk = Desk { portfolio, language, words: Words::of(language), style: Style::new(language) };
    let mut file = Workbook::new();
    file.set_default_format(&style::base(), 17, 64)?;
    let title = desk.words.get("portfolio-title");
    let properties = DocProperties::new().set_title(&*title).set_creation_datetime(&day(portfolio.as_of())?);
    file.set_properties(&properties);
    let count = portfolio.programmes.len().to_string();
    let periods: Vec<String> = portfolio.periods().iter().map(|period| desk.words.period(*period)).collect();
    let values = [("programmes", &*count), ("periods", &*periods.join(", "))];
    let standing = desk.words.get(standing(portfolio.is_provisional()));
    let subtitle = format!("{} · {standing}", desk.words.with("portfolio-subtitle", &values));
    for (key, write) in SHEETS {
        let heading = (&*subtitle, Cow::Borrowed(&*subtitle));
        let mut page = Page::new((desk.words, &desk.style), key, heading, file.add_worksheet())?;
        write(&desk, &mut page)?;
    }
    Ok(file.save_to_buffer()?)
}

fn day(moment: NaiveDateTime) -> Result<ExcelDateTime, XlsxError> {
    // A year is within the calendar of Month, and month and day fit their small types.
    let small = |number: u32| u8::try_from(number).unwrap_or(1);
    let year = u16::try_from(moment.year()).unwrap_or(1900);
    ExcelDateTime::from_ymd(year, small(moment.month()), small(moment.day()))
}

fn standing(provisional: bool) -> &'static str {
    if provisional { "word-provisional" } else { "word-final" }
}

impl Desk<'_> {
    fn text(&self, key: &str, width: f64) -> Column {
        Column::text(self.words.get(key), width)
    }

    fn number(&self, key: &str, width: f64) -> Column {
        Column::number(self.words.get(key), width)
    }

    fn marker(&self, status: Status) -> Value<'static> {
        Value::Marker(self.words.marker(status))
    }
}

/// Indicators that several programmes have, one column a programme.
fn together(desk: &Desk<'_>, page: &mut Page<'_, '_>) -> Result<(), XlsxError> {
    page.title(&desk.words.get("note-together"))?;
    let mut columns = vec![desk.text("col-code", 10.0), desk.text("col-indicator", 38.0), desk.text("col-unit", 14.0)];
    columns.extend(desk.portfolio.programmes.iter().map(|one| Column::number(one.programme.as_str(), 14.0)));
    columns.extend(["col-together", "col-low", "col-high"].map(|key| desk.number(key, 13.0)));
    columns.extend([desk.text("col-how", 30.0), desk.text("col-programmes-in", 12.0)]);
    columns.extend([desk.text("col-estimated", 11.0), desk.text("col-reason", 30.0)]);
    let rows = desk.portfolio.rows.iter().filter_map(|row| self::row(desk, row));
    page.main_table("tblTogether", &columns, 2, rows)?;
    Ok(())
}

fn row<'a>(desk: &Desk<'a>, row: &'a PortfolioRow) -> Option<Row<'a>> {
    let shared = row.parts.iter().flatten().next()?;
    let decimals = row.parts.iter().flatten().map(|part| part.decimals).max().unwrap_or(0);
    let number =
        |value: f64| if shared.share { Value::Percent(value, decimals) } else { Value::Number(value, decimals) };
    let mut values = vec![
        Value::text(&row.code),
        Value::wrap(shared.label.get(desk.language)),
        Value::wrap(shared.unit.get(desk.language)),
    ];
    values.extend(row.parts.iter().map(|part| own(desk, part.as_ref(), &number)));
    let Joined { value, low, high, status, reason, reporters, estimated, .. } = &row.together;
    let ends = [*low, *high].map(|end| end.map_or(Value::Blank, number));
    values.push(match (value, status) {
        (Some(value), _) => number(*value),
        (None, Some(status)) => desk.marker(*status),
        (None, None) => Value::Blank,
    });
    values.extend(ends);
    let counted = |part: u32, whole: u32| {
        desk.words.with("of-count", &[("part", &part.to_string()), ("whole", &whole.to_string())])
    };
    values.push(Value::Wrap(desk.words.get(how(row.rule))));
    values.push(
        reporters
            .filter(|count| count.expected > 0)
            .map_or(Value::Blank, |count| Value::text(counted(count.reported, count.expected))),
    );
    values.push(if *estimated { Value::Text(desk.words.get("estimated")) } else { Value::Blank });
    values.push(reason.map_or(Value::Blank, |reason| Value::Wrap(desk.words.reason(reason))));
    Some(Row::new(values))
}

/// What one programme shows.
fn own(desk: &Desk<'_>, part: Option<&Shared>, number: &impl Fn(f64) -> Value<'static>) -> Value<'static> {
    let Some(Shared { figure, share, decimals, .. }) = part else { return Value::Blank };
    let text = |value: f64| {
        if *share { desk.words.percent(value, *decimals) } else { desk.words.number(value, *decimals) }
    };
    match (figure.value, figure.low.zip(figure.high), &figure.text) {
        (_, _, Some(text)) => Value::text(text.clone()),
        (Some(value), ..) if figure.status == Status::Reported => number(value),
        (None, Some((low, high)), _) => Value::Marker(format!("{} – {}", text(low), text(high)).into()),
        _ => desk.marker(figure.status),
    }
}

fn how(rule: Together) -> &'static str {
    match rule {
        Together::Sum => "axis-sum",
        Together::Max => "axis-max",
        Together::Min => "axis-min",
        Together::Ratio => "axis-ratio",
        Together::Mean => "axis-mean",
        Together::Bounds => "together-bounds",
        Together::None => "axis-none",
    }
}

/// Money by currency, a total only within one.
fn money(desk: &Desk<'_>, page: &mut Page<'_, '_>) -> Result<(), XlsxError> {
    page.title(&desk.words.get("note-programmes-money"))?;
    let flows = ["planned", "transferred", "committed", "disbursed", "undisbursed"];
    let mut columns = vec![desk.text("col-programme", 30.0), desk.text("col-currency", 12.0)];
    columns.extend(flows.map(|flow| desk.number(&format!("col-flow-{flow}"), 18.0)));
    columns.extend([desk.number("col-delivery", 14.0), desk.number("col-of-transferred", 14.0)]);
    let rows = desk.portfolio.money.iter().flat_map(|money| {
        let own = money.rows.iter().map(move |row| spent(desk, money, &row.output, row));
        let total = money.total.iter().map(move |row| Row { strong: true, ..spent(desk, money, "", row) });
        own.chain(total)
    });
    page.main_table("tblProgrammesMoney", &columns, 1, rows)?;
    Ok(())
}

fn spent<'a>(desk: &Desk<'_>, money: &'a PortfolioMoney, programme: &'a str, row: &MoneyRow) -> Row<'a> {
    let name = if programme.is_empty() { Value::Text(desk.words.get("total")) } else { Value::text(programme) };
    let mut values = vec![name, Value::text(&money.currency)];
    let amounts = [row.planned, row.transferred, row.committed, row.disbursed, row.undisbursed];
    values.extend(amounts.map(|amount| amount.map_or_else(|| desk.marker(Status::Missing), Value::Money)));
    let shares = [row.delivery, row.of_transferred];
    values
        .extend(shares.map(|s| s.map_or_else(|| desk.marker(Status::NotApplicable), |share| Value::Percent(share, 1))));
    Row::new(values)
}

/// The programmes, and what someone must know of them together.
fn programmes(desk: &Desk<'_>, page: &mut Page<'_, '_>) -> Result<(), XlsxError> {
    page.title("")?;
    let columns = [
        desk.text("col-programme", 18.0),
        desk.text("col-name", 60.0),
        desk.text("col-period", 20.0),
        desk.text("col-known-until", 22.0),
        desk.text("col-status", 16.0),
        desk.text("col-currency", 12.0),
    ];
    let rows = desk.portfolio.programmes.iter().map(|one| {
        Row::new(vec![
            Value::text(&one.programme),
            Value::wrap(one.name.get(desk.language)),
            Value::text(desk.words.period(one.period)),
            Value::Moment(one.as_of),
            Value::Text(desk.words.get(standing(one.provisional))),
            Value::text(&one.currency),
        ])
    });
    let placed = page.main_table("tblProgrammes", &columns, 1, rows)?;
    let findings = &desk.portfolio.findings;
    if findings.is_empty() {
        return Ok(());
    }
    let first = placed.last.max(TABLE_ROW) + 2;
    page.section(first, "section-findings")?;
    for (row, finding) in (first + 1..).zip(findings) {
        page.line(row, 0, &finding.text(desk.language), &desk.style.plain)?;
    }
    Ok(())
}
