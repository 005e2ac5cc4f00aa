//! Who reported when (rule R18).

use chrono::{NaiveDate, NaiveDateTime};
use mola_finding::{Code, Finding, Place};
use mola_model::{Completeness, CompletenessRow, Month, Period, Programme, ReportCell, ReportState, Source, Window};
use std::collections::BTreeMap;

/// When a source's report for a month first came.
pub struct Receipt {
    /// The source's name.
    pub source: String,
    /// The months that its records are about.
    pub months: Vec<Month>,
    /// When it came, UTC.
    pub received: NaiveDateTime,
}

/// The table of completeness for the months of `window`, judged on `today`: what is due later is
/// not yet due. Adds a finding for each report that is missing.
pub fn completeness(
    programme: &Programme,
    window: Window,
    receipts: &[Receipt],
    today: NaiveDate,
    findings: &mut Vec<(String, Finding)>,
) -> Completeness {
    let mut came: BTreeMap<(&str, Month), NaiveDateTime> = BTreeMap::new();
    for receipt in receipts {
        for month in &receipt.months {
            let first = came.entry((&receipt.source, *month)).or_insert(receipt.received);
            *first = (*first).min(receipt.received);
        }
    }
    let (mut expected, mut received, mut on_time) = (0u32, 0u32, 0u32);
    let mut rows = Vec::new();
    for source in &programme.sources {
        let cells: Vec<ReportCell> = window.months().map(|month| cell(source, month, window, &came, today)).collect();
        for (month, cell) in window.months().zip(&cells) {
            // What comes before it is due shows in the table and is not expected yet.
            let due = cell.due.is_some_and(|due| due <= today);
            match cell.state {
                ReportState::OnTime | ReportState::Late if !due => {}
                ReportState::OnTime => (expected, received, on_time) = (expected + 1, received + 1, on_time + 1),
                ReportState::Late => (expected, received) = (expected + 1, received + 1),
                ReportState::Missing => {
                    expected += 1;
                    findings.push((source.agency.clone(), missing(source, month, cell)));
                }
                ReportState::NotYetDue | ReportState::NotExpected => {}
            }
        }
        rows.push(CompletenessRow { agency: source.agency.clone(), source: source.name.clone(), cells });
    }
    let share = |part: u32| (expected > 0).then(|| f64::from(part) / f64::from(expected));
    Completeness {
        months: window.months().map(Period::month).collect(),
        rows,
        completeness: share(received),
        timeliness: share(on_time),
    }
}

/// The cell of a source in one month: a report shows in the last month of its period.
fn cell(
    source: &Source,
    month: Month,
    window: Window,
    came: &BTreeMap<(&str, Month), NaiveDateTime>,
    today: NaiveDate,
) -> ReportCell {
    let period = source.period_of(month);
    let early = source.from.is_some_and(|from| period.last() < from.first());
    let late = source.until.is_some_and(|until| period.first() > until.last());
    // Where the window ends inside a period, what came for its part shows in the window's last month.
    let closes = month == period.last() || month == window.last;
    if early || late || !closes {
        return ReportCell { state: ReportState::NotExpected, due: None, received: None };
    }
    let due = source.due(period);
    let received = period.window().months().filter_map(|m| came.get(&(source.name.as_str(), m))).min().copied();
    let state = match received {
        Some(moment) if moment.date() <= due => ReportState::OnTime,
        Some(_) => ReportState::Late,
        None if due < today && month == period.last() => ReportState::Missing,
        None => ReportState::NotYetDue,
    };
    ReportCell { state, due: Some(due), received }
}

fn missing(source: &Source, month: Month, cell: &ReportCell) -> Finding {
    Finding::new(Code::ReportMissing, Place::default())
        .with("agency", source.agency.as_str())
        .with("period", source.period_of(month).to_string())
        .with("limit", cell.due.map(|due| due.to_string()).unwrap_or_default())
        .with("source", source.name.as_str())
}
