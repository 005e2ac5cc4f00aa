//! Hiding in an issue what must be hidden.

use crate::cell::{Cell, Identity, Line};
use crate::collect::counts;
use mola_finding::Code;
use mola_model::{Change, Computation, Figure, FigureKey, Issue, Period, Progress, Status, Tracking};
use std::collections::{BTreeMap, BTreeSet};

/// What is hidden in an issue.
#[derive(Debug, Default)]
pub(crate) struct Veil {
    /// The cells.
    pub hidden: BTreeSet<Identity>,
    /// Figures whose ranges are hidden.
    pub open: BTreeSet<Identity>,
    /// Figures of which it is hidden what became of them.
    pub changes: BTreeSet<FigureKey>,
}

/// Takes the hidden cells, and what is derived from them, out of the issue; and the ranges of `open` ones.
pub(crate) fn hide(issue: &mut Issue, veil: &Veil) {
    let (start, last) = (issue.window.first, issue.period.last());
    let Veil { hidden, open, .. } = veil;
    let is_cell_hidden = |cell: Cell| hidden.contains(&Identity::Other { cell, last });
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
        if is_cell_hidden(Cell::Overlap(row.first.clone(), row.second.clone())) {
            (row.people, row.status) = (0, Status::Suppressed);
        }
    }
    hide_reconciliation(issue, is_cell_hidden, is_hidden);
    hide_rows(issue, hidden);
    let counted: BTreeSet<String> =
        issue.programme.indicators.iter().map(|i| i.code.clone()).filter(|code| counts(issue, code)).collect();
    let threshold = f64::from(issue.programme.small_cells_below);
    for change in issue.changes.iter_mut().flatten() {
        change.hidden |= is_hidden(&change.key) || veil.changes.contains(&change.key);
        let is_counted = counted.contains(&change.key.indicator);
        hide_change(change, is_counted.then_some(threshold), open.contains(&Identity::of(&change.key, start)));
    }
}

/// The rows of a file tell how many people an agency reported; and how many records have no place.
fn hide_rows(issue: &mut Issue, hidden: &BTreeSet<Identity>) {
    let mut agencies: BTreeSet<&str> = BTreeSet::new();
    let mut without_place = false;
    for identity in hidden {
        match identity {
            Identity::Figure { by, .. } => {
                agencies.extend(by.get("agency").map(String::as_str));
                without_place |= by.len() == 1 && by.get("place").is_some_and(|place| place == "?");
            }
            Identity::Other { cell: Cell::Gross(agency) | Cell::OnlyHere(agency), .. } => drop(agencies.insert(agency)),
            Identity::Other { .. } => {}
        }
    }
    let threshold = u64::from(issue.programme.small_cells_below);
    for row in &mut issue.sources {
        row.rows_hidden = (1..threshold).contains(&row.kept) || agencies.contains(row.agency.as_str());
        if row.rows_hidden {
            (row.read, row.kept, row.refused, row.ignored) = (0, 0, 0, 0);
        }
    }
    for row in issue.findings.iter_mut().filter(|row| without_place && row.finding.code == Code::PlaceMissing) {
        row.finding.args.insert("count".to_owned(), "…".into());
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

fn hide_reconciliation(
    issue: &mut Issue,
    is_cell_hidden: impl Fn(Cell) -> bool,
    is_hidden: impl Fn(&FigureKey) -> bool,
) {
    let Some(people) = issue.programme.people.as_ref().map(|people| FigureKey::to_date(people, issue.period)) else {
        return;
    };
    if is_hidden(&people)
        || [Line::Gross, Line::Repeated, Line::Shared].into_iter().any(|l| is_cell_hidden(Cell::Line(l)))
    {
        issue.reconciliation = None;
    }
    for row in issue.reconciliation.iter_mut().flat_map(|own| &mut own.agencies) {
        if is_hidden(&people.clone().by("agency", &row.agency)) {
            row.unique = None;
        }
        if is_cell_hidden(Cell::OnlyHere(row.agency.clone())) {
            row.only_here = None;
        }
        if is_cell_hidden(Cell::Gross(row.agency.clone())) {
            row.gross = None;
        }
    }
}

/// A change whose old or new value is small is shown without either: the one that is not small and
/// an earlier issue would give the other away. A reason that moved only a few is shown without how many.
/// `threshold` is that of counts of beneficiaries; none where it is of something else.
fn hide_change(change: &mut Change, threshold: Option<f64>, is_open: bool) {
    let small = |value: f64| threshold.is_some_and(|threshold| value != 0.0 && value.abs() < threshold);
    // The words of a count are its range (`Told`), whose ends are counts too.
    let ends = |words: &Option<String>| -> Vec<f64> {
        words.iter().flat_map(|words| words.split('–')).filter_map(|end| end.parse().ok()).collect()
    };
    let mut values = [ends(&change.old_words), ends(&change.new_words)].concat();
    values.extend([change.old, change.new].into_iter().flatten());
    change.hidden |= values.into_iter().any(small);
    if is_open {
        (change.old_words, change.new_words) = (None, None);
    }
    if change.hidden {
        (change.old, change.new, change.old_words, change.new_words) = (None, None, None, None);
    }
    if change.hidden || change.parts.iter().filter_map(|part| part.amount).any(small) {
        change.parts.iter_mut().for_each(|part| part.amount = None);
    }
}

/// Figures worked out from others, of which one is hidden: they would tell of it.
pub(crate) fn hide_formulas(issue: &Issue, veil: &mut Veil) {
    let start = issue.window.first;
    let formulas = issue.programme.indicators.iter().filter_map(|indicator| match &indicator.computation {
        Computation::Formula { formula } => Some((indicator.code.as_str(), formula.indicators())),
        _ => None,
    });
    let formulas: BTreeMap<&str, Vec<&str>> = formulas.collect();
    let changed = issue.changes.iter().flatten().map(|change| &change.key);
    let keys: Vec<&FigureKey> = issue.facts.iter().map(|figure| &figure.key).chain(changed).collect();
    // A formula may be an operand of another one; every round hides one more.
    loop {
        let before = (veil.hidden.len(), veil.changes.len());
        for key in &keys {
            for operand in formulas.get(key.indicator.as_str()).into_iter().flatten() {
                let of = FigureKey { indicator: (*operand).to_owned(), ..(*key).clone() };
                if veil.hidden.contains(&Identity::of(&of, start)) {
                    veil.hidden.insert(Identity::of(key, start));
                }
                if veil.changes.contains(&of) {
                    veil.changes.insert((*key).clone());
                }
            }
        }
        if before == (veil.hidden.len(), veil.changes.len()) {
            return;
        }
    }
}
