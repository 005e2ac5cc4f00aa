//! A report for one donor, who is not shown everything.

use crate::apply::{Veil, hide, hide_formulas};
use crate::cell::{Cell, Identity, Line};
use crate::released::Released;
use mola_model::{FigureKey, Issue, Withheld};

/// The issue without what is withheld. A figure goes with all others of its indicator that are narrowed by the same
/// dimensions, in every period: no total less its other parts, and no difference of two periods, gives it back.
pub(crate) fn withheld(released: &Released, rule: &Withheld) -> Issue {
    let mut issue = released.issue().clone();
    let start = issue.window.first;
    let changed = issue.changes.iter().flatten().map(|change| &change.key);
    let tracked = issue.tracking.iter().flat_map(|row| [&row.in_period.key, &row.to_date.key]);
    let crossed = issue.cross.iter().map(|cell| &cell.figure.key);
    let keys = issue.facts.iter().map(|figure| &figure.key).chain(changed).chain(tracked).chain(crossed);
    let mut veil = Veil::default();
    for key in keys.filter(|key| is_withheld(key, rule)) {
        veil.hidden.insert(Identity::of(key, start));
        veil.changes.insert(key.clone());
    }
    for row in &issue.tracking {
        let trend = row.trend.iter().map(|(period, ..)| FigureKey::to_date(&row.indicator, *period));
        veil.hidden.extend(trend.filter(|key| is_withheld(key, rule)).map(|key| Identity::of(&key, start)));
    }
    if let Some(people) = issue.programme.people.as_deref() {
        let whole = FigureKey::to_date(people, issue.period);
        let is_people = is_withheld(&whole, rule);
        if is_people || is_withheld(&whole.by("agency", ""), rule) {
            veil.hidden.extend(of_agencies(&issue, is_people));
        }
    }
    hide_formulas(&issue, &mut veil);
    hide(&mut issue, &veil);
    issue
}

fn is_withheld(key: &FigureKey, rule: &Withheld) -> bool {
    let of_figure = |own: &FigureKey| {
        own.indicator == key.indicator && own.by.keys().all(|dimension| key.by.contains_key(dimension))
    };
    rule.indicators.contains(&key.indicator)
        || rule.dimensions.iter().any(|dimension| key.by.contains_key(dimension))
        || rule.figures.iter().any(of_figure)
}

/// The tables of who is with several agencies: they tell of people by agency.
fn of_agencies(issue: &Issue, all: bool) -> Vec<Identity> {
    let agencies = issue.programme.agencies.iter().map(|agency| agency.code.clone());
    let mut cells: Vec<Cell> = agencies.flat_map(|code| [Cell::Gross(code.clone()), Cell::OnlyHere(code)]).collect();
    cells.extend(issue.overlap.iter().map(|row| Cell::Overlap(row.first.clone(), row.second.clone())));
    if all {
        cells.extend([Line::Gross, Line::Repeated, Line::Shared].map(Cell::Line));
    }
    let last = issue.period.last();
    cells.into_iter().map(|cell| Identity::Other { cell, last }).collect()
}
