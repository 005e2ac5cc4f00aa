//! Collecting the cells of an issue and hiding those that must be hidden.

use crate::cell::{Cell, Cells, Count, Identity, beneficiaries};
use mola_model::{
    Change, Computation, Figure, FigureKey, Issue, Month, Period, Programme, Progress, Reconciliation, Status, Tracking,
};
use std::collections::BTreeSet;

/// Every count of beneficiaries in the issue.
pub(crate) fn collect(issue: &Issue) -> Cells {
    let mut cells = Cells::default();
    let start = issue.window.first;
    let tracked = issue.tracking.iter().flat_map(|t| [&t.in_period, &t.to_date]);
    for figure in issue.facts.iter().chain(issue.cross.iter().map(|c| &c.figure)).chain(tracked) {
        if let Some(count) = beneficiaries(&issue.programme, figure) {
            cells.add(Identity::of(&figure.key, start), Cell::Figure(figure.key.clone()), count);
        }
    }
    collect_trends(issue, &mut cells);
    collect_shared(issue, &mut cells);
    cells
}

fn collect_trends(issue: &Issue, cells: &mut Cells) {
    for row in issue.tracking.iter().filter(|row| counts(&issue.programme, &row.indicator)) {
        for (period, _, value) in &row.trend {
            let key = FigureKey::to_date(&row.indicator, *period);
            if let Some(count) = value {
                cells.add(Identity::of(&key, issue.window.first), Cell::Figure(key), Count::exact(*count));
            }
        }
    }
}

fn collect_shared(issue: &Issue, cells: &mut Cells) {
    for row in &issue.overlap {
        let pair = (row.first.clone(), row.second.clone());
        let people = Count::exact(row.people as f64);
        cells.add(Identity::Overlap(pair.0.clone(), pair.1.clone()), Cell::Overlap(pair.0, pair.1), people);
    }
    for row in issue.reconciliation.iter().flat_map(|r| &r.agencies) {
        let only_here = Identity::OnlyHere(row.agency.clone());
        if let Some(count) = row.only_here {
            cells.add(only_here, Cell::OnlyHere(row.agency.clone()), Count::exact(count as f64));
        }
        if let (Some(count), Some(key)) = (row.unique, agency_key(issue, &row.agency)) {
            cells.add(Identity::of(&key, issue.window.first), Cell::Figure(key), Count::exact(count as f64));
        }
    }
}

/// Whether an indicator's value is itself a count of beneficiaries.
fn counts(programme: &Programme, indicator: &str) -> bool {
    let computation = programme.indicator(indicator).map(|i| &i.computation);
    matches!(computation, Some(Computation::Unique { .. } | Computation::Indirect))
}

fn agency_key(issue: &Issue, agency: &str) -> Option<FigureKey> {
    Some(FigureKey::to_date(issue.programme.people.as_deref()?, issue.period).by("agency", agency))
}

pub(crate) fn agency_identity(issue: &Issue, agency: &str) -> Option<Identity> {
    agency_key(issue, agency).map(|key| Identity::of(&key, issue.window.first))
}

/// Takes the hidden cells, and what is derived from them, out of the issue; and the ranges of `open` ones.
pub(crate) fn hide(issue: &mut Issue, hidden: &BTreeSet<Identity>, open: &BTreeSet<Identity>) {
    let start = issue.window.first;
    let is_hidden = |key: &FigureKey| hidden.contains(&Identity::of(key, start));
    let tracked = issue.tracking.iter_mut().flat_map(|t| [&mut t.in_period, &mut t.to_date]);
    for figure in issue.facts.iter_mut().chain(issue.cross.iter_mut().map(|c| &mut c.figure)).chain(tracked) {
        hide_figure(figure, is_hidden);
        if open.contains(&Identity::of(&figure.key, start)) {
            (figure.low, figure.high) = (None, None);
        }
    }
    for row in &mut issue.tracking {
        hide_tracking(row, is_hidden);
    }
    for row in &mut issue.overlap {
        if hidden.contains(&Identity::Overlap(row.first.clone(), row.second.clone())) {
            (row.people, row.status) = (0, Status::Suppressed);
        }
    }
    hide_reconciliation(issue, hidden);
    for change in issue.changes.iter_mut().flatten() {
        hide_change(change, &issue.programme, is_hidden, |key| open.contains(&Identity::of(key, start)));
    }
}

/// What is missing or not yet due stays so: there is nothing to hide. A range may have no value beside it.
fn hide_figure(figure: &mut Figure, is_hidden: impl Fn(&FigureKey) -> bool) {
    let says = figure.status == Status::Reported || figure.low.is_some() || figure.high.is_some();
    if says && is_hidden(&figure.key) {
        (figure.value, figure.numerator, figure.denominator) = (None, None, None);
        (figure.low, figure.high, figure.text, figure.reason) = (None, None, None, None);
        (figure.status, figure.records) = (Status::Suppressed, 0);
    }
}

fn hide_tracking(row: &mut Tracking, is_hidden: impl Fn(&FigureKey) -> bool) {
    if row.to_date.status == Status::Suppressed {
        (row.of_milestone, row.of_target, row.reached) = (None, None, None);
        row.progress = Progress::NoData;
    }
    let indicator = row.indicator.clone();
    let key = |period: Period| FigureKey::to_date(&indicator, period);
    for (period, status, value) in &mut row.trend {
        if value.is_some() && is_hidden(&key(*period)) {
            (*status, *value) = (Status::Suppressed, None);
        }
    }
}

fn hide_reconciliation(issue: &mut Issue, hidden: &BTreeSet<Identity>) {
    let start: Month = issue.window.first;
    let people = issue.programme.people.clone().map(|people| FigureKey::to_date(&people, issue.period));
    let Some(people) = people else { return };
    if hidden.contains(&Identity::of(&people, start)) {
        issue.reconciliation = None;
    }
    if let Some(reconciliation) = &mut issue.reconciliation {
        hide_agencies(reconciliation, &people, start, hidden);
    }
}

fn hide_agencies(reconciliation: &mut Reconciliation, people: &FigureKey, start: Month, hidden: &BTreeSet<Identity>) {
    for row in &mut reconciliation.agencies {
        let key = people.clone().by("agency", &row.agency);
        if hidden.contains(&Identity::of(&key, start)) {
            (row.gross, row.unique, row.only_here) = (None, None, None);
        }
        if hidden.contains(&Identity::OnlyHere(row.agency.clone())) {
            row.only_here = None;
        }
    }
}

/// A change whose old or new value is small is shown without either: the one that is not small and
/// an earlier issue would give the other away.
fn hide_change(
    change: &mut Change,
    programme: &Programme,
    is_hidden: impl Fn(&FigureKey) -> bool,
    is_open: impl Fn(&FigureKey) -> bool,
) {
    let threshold = f64::from(programme.small_cells_below);
    let small = |value: Option<f64>| value.is_some_and(|v| v > 0.0 && v < threshold);
    // The words of a count are its range (`Told`), whose ends are counts too.
    let ends = |words: &Option<String>| -> Vec<f64> {
        words.iter().flat_map(|words| words.split('–')).filter_map(|end| end.parse().ok()).collect()
    };
    let ends = [ends(&change.old_words), ends(&change.new_words)].concat();
    let values = [change.old, change.new].into_iter().chain(ends.into_iter().map(Some));
    let counted = counts(programme, &change.key.indicator);
    change.hidden |= is_hidden(&change.key) || counted && values.into_iter().any(small);
    if is_open(&change.key) {
        (change.old_words, change.new_words) = (None, None);
    }
    if change.hidden {
        (change.old, change.new, change.old_words, change.new_words) = (None, None, None, None);
        change.parts.iter_mut().for_each(|part| part.amount = None);
    }
}
