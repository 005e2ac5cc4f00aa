//! What each indicator means and by which rules it is made.

use super::book::Book;
use super::indicators::output;
use super::layout::Page;
use super::table::{Column, Grid, Row, Value};
use mola_model::{AxisRule, Computation, Direction, Indicator, MeasurableFrom, Period};
use rust_xlsxwriter::XlsxError;
use std::borrow::Cow;

pub(crate) fn write(book: &Book<'_>, page: &mut Page<'_, '_>) -> Result<(), XlsxError> {
    page.title("")?;
    let grid = grid(book);
    page.main_table("tblDictionary", &grid.columns, 2, grid.rows)?;
    Ok(())
}

/// The indicators and their rules.
pub(crate) fn grid<'a>(book: &Book<'a>) -> Grid<'a> {
    let text = |key: &str, width: f64| Column::text(book.word(key), width);
    let columns = vec![
        text("col-code", 12.0),
        text("col-indicator", 36.0),
        text("col-unit", 14.0),
        text("col-output", 26.0),
        text("col-computation", 36.0),
        text("col-over-time", 15.0),
        text("col-over-places", 15.0),
        text("col-over-agencies", 15.0),
        text("col-over-groups", 15.0),
        text("col-direction", 12.0),
        text("col-measurable", 13.0),
        text("col-breakdowns", 22.0),
        text("col-verification", 30.0),
        text("col-responsible", 18.0),
    ];
    Grid { columns, rows: book.issue.programme.indicators.iter().map(|indicator| row(book, indicator)).collect() }
}

fn row<'a>(book: &Book<'a>, indicator: &'a Indicator) -> Row<'a> {
    let axis = |rule: AxisRule| Value::Wrap(book.word(axis(rule)));
    let agency = indicator.responsible.as_deref().map_or("", |code| book.agency_name(code));
    let measurable = indicator.measurable_from.as_ref().map_or(Value::Blank, |from| measurable(book, from));
    Row::new(vec![
        Value::text(&indicator.code),
        Value::wrap(indicator.label.get(book.language)),
        Value::wrap(indicator.unit.get(book.language)),
        Value::wrap(output(book, Some(indicator))),
        Value::Wrap(computation(book, &indicator.computation)),
        axis(indicator.time),
        axis(indicator.place),
        axis(indicator.agency),
        axis(indicator.disaggregation),
        Value::Text(book.word(direction(indicator.direction))),
        measurable,
        Value::wrap(breakdowns(book, indicator)),
        Value::wrap(indicator.verification.get(book.language)),
        Value::wrap(agency),
    ])
}

/// From when on an indicator can be measured: a period, or an event with the month in which it happened.
fn measurable<'a>(book: &Book<'a>, from: &'a MeasurableFrom) -> Value<'a> {
    match from {
        MeasurableFrom::Period { period } => Value::text(book.words.short_period(*period)),
        MeasurableFrom::Event { name, month: None } => Value::wrap(name.as_str()),
        MeasurableFrom::Event { name, month: Some(month) } => {
            Value::wrap(format!("{name} ({})", book.words.short_period(Period::month(*month))))
        }
    }
}

fn breakdowns(book: &Book<'_>, indicator: &Indicator) -> String {
    let name = |code: &String| {
        let dimension = book.issue.programme.dimensions.iter().find(|d| d.code == *code);
        dimension.map(|d| d.label.get(book.language)).filter(|l| !l.is_empty()).unwrap_or(code).to_owned()
    };
    indicator.dimensions.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn computation(book: &Book<'_>, computation: &Computation) -> Cow<'static, str> {
    match computation {
        Computation::Unique { beneficiary, .. } => {
            book.words.with("computation-unique", &[("kind", &book.words.kind(*beneficiary))]).into()
        }
        Computation::Sum { .. } => book.word("computation-sum"),
        Computation::Mean { .. } => book.word("computation-mean"),
        Computation::Stock { .. } => book.word("computation-stock"),
        Computation::Ratio => book.word("computation-ratio"),
        Computation::Indirect => book.word("computation-indirect"),
        Computation::Milestone => book.word("computation-milestone"),
        Computation::Ordinal { .. } => book.word("computation-ordinal"),
        Computation::Text => book.word("computation-text"),
        Computation::Formula { formula } => formula.written(&str::to_owned).into(),
        Computation::Rate { numerator, denominator } => {
            let (numerator, denominator) = (book.words.flow(*numerator), book.words.flow(*denominator));
            book.words.with("computation-rate", &[("numerator", &numerator), ("denominator", &denominator)]).into()
        }
    }
}

fn axis(rule: AxisRule) -> &'static str {
    match rule {
        AxisRule::Sum => "axis-sum",
        AxisRule::Last => "axis-last",
        AxisRule::Max => "axis-max",
        AxisRule::Min => "axis-min",
        AxisRule::Mean => "axis-mean",
        AxisRule::Ratio => "axis-ratio",
        AxisRule::Distinct => "axis-distinct",
        AxisRule::None => "axis-none",
    }
}

fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Rising => "direction-rising",
        Direction::Falling => "direction-falling",
        Direction::Hold => "direction-hold",
    }
}
