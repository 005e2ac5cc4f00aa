//! The programme of a case: the pipeline's, with what the case says instead.

use super::written::CaseWritten;
use super::{CaseClosed, moment, month, parsed};
use crate::document::Cursor;
use crate::faults::{contradiction, reference_unknown};
use crate::indicators::indicators;
use crate::mapping::Known;
use crate::pipeline::{Pipeline, check_thresholds, events};
use crate::rates::rates;
use crate::settings::TableText;
use crate::targets::targets;
use mola_finding::{Arg, Code, Finding, Severity};
use mola_model::{Cause, Indicator, Labels, Period, Programme, Window};
use std::collections::BTreeMap;

/// What a period looks like.
pub(super) const PERIODS: &[&str] = &["2011-10", "2011-Q4", "2011-S2", "2011", "2010-07..2011-06"];

/// The programme, and what was found in the case's own indicators and targets that is no fault of
/// the file: what the case expects, and what is no error.
pub(super) fn programme(
    at: Cursor<'_>,
    written: &CaseWritten,
    pipeline: &Pipeline,
    findings: &mut Vec<Finding>,
) -> (Programme, Vec<Finding>) {
    let mut programme = pipeline.programme.clone();
    programme.window = window(at, written, programme.window, findings);
    programme.small_cells_below = written.small_cells_below.unwrap_or(programme.small_cells_below);
    if let Some(thresholds) = &written.thresholds {
        check_thresholds(at.key("thresholds"), thresholds, findings);
        (programme.on_track, programme.at_risk) = (thresholds.on_track, thresholds.at_risk);
    }
    let mut found = Vec::new();
    if let Some(table) = at.key("indicators").table() {
        let own = events(at.key("events"), written.events.as_ref().unwrap_or(&BTreeMap::new()), findings);
        let events = if written.events.is_some() { &own } else { &pipeline.origin.events };
        programme.indicators = own_indicators(table, &Known { events, ..known(pipeline, &programme) }, &mut found);
    }
    if let Some(table) = at.key("targets").table() {
        programme.indicators.iter_mut().for_each(|indicator| indicator.milestones.clear());
        targets(table, &pipeline.origin.indicators, programme.window, &mut programme.indicators, &mut found);
    }
    if let Some(table) = at.key("rates").table() {
        programme.rates = rates(table, &programme.currency, findings);
    }
    let own = |code: &String| programme.indicators.iter().any(|indicator| indicator.code == *code);
    if let Some(people) = &written.people {
        if !own(people) {
            let names = programme.indicators.iter().map(|indicator| indicator.code.as_str());
            let finding = at.key("people").finding(Code::ReferenceUnknown);
            findings.push(reference_unknown(finding, "people", people, names, &pipeline.origin.indicators));
        }
        programme.people = Some(people.clone());
    }
    programme.people = programme.people.take().filter(own);
    programme.headline.retain(own);
    let expected = |finding: &Finding| written.finding.iter().any(|f| f.code == finding.code.as_str());
    let (kept, faults): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|finding| finding.severity < Severity::Error || expected(finding));
    findings.extend(faults);
    (programme, kept)
}

/// The indicators of a case's own table.
fn own_indicators<'t>(
    table: impl Into<TableText<'t>>,
    known: &Known<'_>,
    findings: &mut Vec<Finding>,
) -> Vec<Indicator> {
    let mut found = Vec::new();
    let mut all = indicators(table, known, &mut found);
    findings.extend(found.into_iter().filter(|finding| !is_name_missing(finding)));
    for indicator in all.iter_mut().filter(|indicator| indicator.label.iter().next().is_none()) {
        indicator.label = Labels::same(indicator.code.clone());
    }
    all
}

/// The closing that a case is compared with, and the programme as it was then.
pub(super) fn closed(
    at: Cursor<'_>,
    written: &CaseWritten,
    own: Period,
    pipeline: &Pipeline,
    now: &Programme,
    findings: &mut Vec<Finding>,
) -> Option<CaseClosed> {
    let own_events = events(at.key("events"), written.events.as_ref().unwrap_or(&BTreeMap::new()), &mut Vec::new());
    let events = if written.events.is_some() { &own_events } else { &pipeline.origin.events };
    let (closed, at) = (written.closed.as_ref()?, at.key("closed"));
    let on = moment(at.key("on"), "on", &closed.on, findings);
    let period = parsed(at, "period", closed.period.as_deref(), PERIODS, findings).unwrap_or(own);
    let (mut programme, mut otherwise) = (now.clone(), None);
    if let Some(table) = at.key("rates").table() {
        programme.rates = rates(table, &programme.currency, findings);
        otherwise = Some(Cause::ExchangeRate);
    }
    if let Some(table) = at.key("indicators").table() {
        programme.indicators = own_indicators(table, &Known { events, ..known(pipeline, now) }, findings);
        let own = |code: &String| programme.indicators.iter().any(|indicator| indicator.code == *code);
        programme.people = programme.people.take().filter(own);
        programme.headline.retain(own);
        otherwise = Some(Cause::Definition);
    }
    Some(CaseClosed { on: on?, period, programme, otherwise })
}

/// A case needs no names: they are not what it shows.
fn is_name_missing(finding: &Finding) -> bool {
    finding.code == Code::KeyMissing && finding.args.get("key") == Some(&Arg::from("label_es"))
}

fn window(at: Cursor<'_>, written: &CaseWritten, own: Window, findings: &mut Vec<Finding>) -> Window {
    let first = month(at, "first", written.first.as_deref(), findings).unwrap_or(own.first);
    let last = month(at, "last", written.last.as_deref(), findings).unwrap_or(own.last);
    if first > last {
        let key = if written.last.is_some() { "last" } else { "first" };
        findings.push(contradiction(at.key(key), format!("first = {first}"), format!("last = {last}")));
    }
    Window { first, last }
}

/// What the tables of a case may name.
pub(super) fn known<'a>(pipeline: &'a Pipeline, programme: &'a Programme) -> Known<'a> {
    let origin = &pipeline.origin;
    Known {
        programme,
        pipeline: &origin.pipeline,
        indicator_file: &origin.indicators,
        codelist_folder: &origin.codelists,
        own: &pipeline.own,
        codelists: &pipeline.codelists,
        lists: origin.lists.iter().map(|(column, list)| (column.as_str(), list.as_str())).collect(),
        events: &origin.events,
    }
}
