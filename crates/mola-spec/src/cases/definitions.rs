//! The programme of a case: the pipeline's, with what the case says instead.

use super::month;
use super::written::CaseWritten;
use crate::document::Cursor;
use crate::faults::{contradiction, reference_unknown};
use crate::indicators::indicators;
use crate::mapping::Known;
use crate::pipeline::{Pipeline, events};
use crate::rates::rates;
use crate::targets::targets;
use mola_finding::{Arg, Code, Finding, Severity};
use mola_model::{Labels, Programme, Window};
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
    let mut found = Vec::new();
    if let Some(table) = at.key("indicators").table() {
        let own = events(at.key("events"), written.events.as_ref().unwrap_or(&BTreeMap::new()), findings);
        let events = if written.events.is_some() { &own } else { &pipeline.origin.events };
        programme.indicators = indicators(table, &Known { events, ..known(pipeline, &programme) }, &mut found);
        found.retain(|finding| !is_name_missing(finding));
        for indicator in programme.indicators.iter_mut().filter(|i| i.label.iter().next().is_none()) {
            indicator.label = Labels::same(indicator.code.clone());
        }
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
