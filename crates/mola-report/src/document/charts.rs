//! The numbers of the charts: target outlined, actual solid.

use super::{Chart, Ink, Layout, Series, shown};
use crate::workbook::book::Book;
use crate::workbook::places::Places;
use crate::workbook::table::Value;
use mola_model::{MoneyRow, Status, Tracking};

/// Unique people by month, in the month and to date, with the target.
pub(super) fn people(book: &Book<'_>) -> Option<Chart> {
    let plot = &book.plot;
    let indicator = book.indicator_name(plot.people?);
    let (first, last) = (plot.points.first()?, plot.points.last()?);
    let (first, last) = (book.words.period(first.month), book.words.period(last.month));
    let series = |key: &str, drawn: Ink, values: Vec<Option<f64>>| Series {
        name: book.word(key).into_owned(),
        drawn,
        values,
        labels: Vec::new(),
    };
    let mut all = vec![
        series("col-in-month", Ink::Lighter, plot.points.iter().map(|p| p.in_month).collect()),
        series("col-to-date", Ink::Solid, plot.points.iter().map(|p| p.to_date).collect()),
    ];
    if plot.target.is_some() {
        all.push(series("col-target", Ink::Dashed, vec![plot.target; plot.points.len()]));
    }
    let values = [("indicator", indicator), ("first", &*first), ("last", &*last)];
    Some(Chart {
        title: book.words.with("chart-people", &[("indicator", indicator)]),
        alt: book.words.with("chart-people-alt", &values),
        layout: Layout::Columns,
        categories: plot.points.iter().map(|p| book.words.short_period(p.month)).collect(),
        series: all,
    })
}

/// Every indicator with a target: how much of it is reached.
pub(super) fn progress(book: &Book<'_>) -> Option<Chart> {
    let target = |t: &&Tracking| book.issue.programme.indicator(&t.indicator).is_some_and(|i| i.target.is_some());
    let rows: Vec<&Tracking> = book.issue.tracking.iter().filter(target).collect();
    if rows.is_empty() {
        return None;
    }
    let label = |row: &&Tracking| match row.of_target {
        Some(share) => book.words.percent(share, 0),
        None if row.to_date.status == Status::Reported => book.words.marker(Status::NotApplicable).into_owned(),
        None => book.words.marker(row.to_date.status).into_owned(),
    };
    let target = Series {
        name: book.word("col-target").into_owned(),
        drawn: Ink::Outlined,
        values: vec![Some(1.0); rows.len()],
        labels: Vec::new(),
    };
    let actual = Series {
        name: book.word("col-to-date").into_owned(),
        drawn: Ink::Solid,
        // A bar that leaves the picture would say no more than one that reaches its edge.
        values: rows.iter().map(|row| row.of_target.map(|share| share.clamp(0.0, 1.5))).collect(),
        labels: rows.iter().map(label).collect(),
    };
    Some(Chart {
        title: book.word("chart-progress").into_owned(),
        alt: book.word("chart-progress-alt").into_owned(),
        layout: Layout::Bars,
        categories: rows.iter().map(|row| book.indicator_name(&row.indicator).to_owned()).collect(),
        series: vec![target, actual],
    })
}

/// People by place and by sector.
pub(super) fn places(book: &Book<'_>, places: &Places<'_>) -> Vec<Chart> {
    let people = book.issue.programme.people.as_deref().unwrap_or_default();
    let indicator = [("indicator", book.indicator_name(people))];
    let Some(column) = places.drawn.map(usize::from) else { return Vec::new() };
    let drawn = |(title, span): &(&str, std::ops::Range<usize>)| {
        let rows = &places.grid.rows[span.clone()];
        let cell = |n: usize| rows.iter().filter_map(move |row| row.values.get(n));
        Chart {
            title: book.words.with(title, &indicator),
            alt: book.words.with("chart-bars-alt", &indicator),
            layout: Layout::Bars,
            categories: cell(1).map(|value| shown(value, book.words).text.into_owned()).collect(),
            series: vec![Series {
                name: book.word("col-to-date").into_owned(),
                drawn: Ink::Solid,
                values: cell(column).map(number).collect(),
                labels: cell(column).map(|value| shown(value, book.words).text.into_owned()).collect(),
            }],
        }
    };
    places.spans.iter().filter(|(_, span)| !span.is_empty()).map(drawn).collect()
}

fn number(value: &Value<'_>) -> Option<f64> {
    match value {
        Value::Number(value, _) | Value::Percent(value, _) => Some(*value),
        Value::Figure(_, value) => number(value),
        _ => None,
    }
}

/// Money by agency: planned outlined, committed and disbursed solid.
pub(super) fn money(book: &Book<'_>) -> Option<Chart> {
    let rows = &book.issue.money.agencies;
    if rows.is_empty() {
        return None;
    }
    let series = |key: &str, drawn: Ink, amount: fn(&MoneyRow) -> Option<i64>| Series {
        name: book.word(key).into_owned(),
        drawn,
        values: rows.iter().map(|row| amount(row).map(|a| a as f64 / 10_000.0)).collect(),
        labels: Vec::new(),
    };
    Some(Chart {
        title: book.word("chart-money").into_owned(),
        alt: book.word("chart-money-alt").into_owned(),
        layout: Layout::Columns,
        categories: rows.iter().map(|row| book.agency_name(&row.agency).to_owned()).collect(),
        series: vec![
            series("col-flow-planned", Ink::Outlined, |row| row.planned),
            series("col-flow-committed", Ink::Lighter, |row| row.committed),
            series("col-flow-disbursed", Ink::Solid, |row| row.disbursed),
        ],
    })
}
