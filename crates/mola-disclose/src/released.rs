//! An issue that may leave the programme.

use crate::apply::{Veil, hide, hide_formulas};
use crate::cell::{Cell, CountName, Identity, Side};
use crate::collect::{Known, is_range};
use crate::disclosure::{Disclosed, Disclosure};
use crate::personal::redact;
use crate::protecting::protect;
use crate::system::Reason;
use crate::withholding::withheld;
use mola_model::{Issue, Month, Withheld};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// An issue from which everything is taken that must not leave the programme. Only
/// [`Released::of`] makes one, and exporters accept nothing else. Its written form is what a store keeps of an
/// issue, so that it can be given in further formats later: reading it back is for what was written so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Released(Issue);

impl Released {
    /// Hides small counts, whatever they could be worked out from, and what is derived from them.
    /// `earlier` is what the issue before this one told: both lie side by side on somebody's desk. Gives
    /// with it what is told and what is hidden, for the programme itself and for the next issue.
    pub fn of(mut issue: Issue, earlier: Option<&Disclosure>) -> (Self, Disclosure) {
        for row in &mut issue.findings {
            redact(&mut row.finding);
        }
        let period = issue.period;
        if issue.programme.small_cells_below == 0 {
            return (Self(issue), Disclosure { period, counts: BTreeMap::new(), before: BTreeMap::new() });
        }
        let mut known = Known::of(&issue, earlier);
        let open = protected(&mut known, f64::from(issue.programme.small_cells_below));
        let mut veil = Veil { open, ..Veil::default() };
        let is_hidden = |unit: usize| known.system.units[unit].hidden;
        let hidden = known.found.iter().filter(|(_, found)| is_hidden(found.unit).is_some());
        veil.hidden = hidden.map(|(identity, _)| identity.clone()).collect();
        let changes = known.changes.iter().filter(|(_, unit)| is_hidden(**unit).is_some());
        veil.changes = changes.map(|(key, _)| key.clone()).collect();
        hide_formulas(&issue, &mut veil);
        hide(&mut issue, &veil);
        let before = earlier.map(|earlier| last_shown(&known, earlier, issue.window.first)).unwrap_or_default();
        (Self(issue), Disclosure { period, counts: told(&known), before })
    }

    /// The same for someone who is not shown everything: what a rule withholds is hidden, with all that it could be
    /// worked out from.
    #[must_use]
    pub fn withholding(&self, rule: &Withheld) -> Self {
        if rule.is_empty() { self.clone() } else { Self(withheld(self, rule)) }
    }

    /// The issue as it may be shown.
    pub fn issue(&self) -> &Issue {
        &self.0
    }
}

/// Hides what must be hidden, and gives the totals whose ranges are hidden: the largest part and the sum
/// of all, which a range tells, would give away a hidden part.
fn protected(known: &mut Known, threshold: f64) -> BTreeSet<Identity> {
    // Every round hides a figure, so that this ends.
    loop {
        protect(&mut known.system, threshold);
        let unknown = |number: &usize| known.system.is_unknown(*number);
        let families = known.families.iter().filter(|family| family.parts.iter().any(unknown));
        let totals: BTreeSet<usize> = families.map(|family| family.total).collect();
        let numbers = known.edition.numbers.iter().filter(|(_, number)| totals.contains(number));
        let open: BTreeSet<Identity> = numbers.map(|((identity, _), _)| identity.clone()).collect();
        let alone = known.found.iter().filter(|(identity, found)| is_range(found) && open.contains(identity));
        let alone: Vec<usize> = alone.map(|(_, found)| found.unit).collect();
        let shown = alone.into_iter().filter(|unit| known.system.units[*unit].hidden.is_none());
        let shown: Vec<usize> = shown.collect();
        if shown.is_empty() {
            return open;
        }
        shown.into_iter().for_each(|unit| known.system.units[unit].hidden = Some(Reason::Complementary));
    }
}

/// Every count of the issue, and whether it is shown.
fn told(known: &Known) -> BTreeMap<CountName, Disclosed> {
    let mut counts = BTreeMap::new();
    for found in known.found.values() {
        let hidden = known.system.units[found.unit].hidden;
        for (side, count) in &found.counts {
            counts
                .insert(CountName { cell: found.cell.clone(), side: *side }, Disclosed { count: count.count, hidden });
        }
    }
    for (key, unit) in &known.changes {
        if let Some(hidden) = known.system.units[*unit].hidden {
            let name = CountName { cell: Cell::Change(key.clone()), side: Side::Count };
            counts.insert(name, Disclosed { count: 0.0, hidden: Some(hidden) });
        }
    }
    counts
}

/// Of what is hidden now, what was last shown of it: the issue after this one must not differ by a few
/// from that either.
fn last_shown(known: &Known, earlier: &Disclosure, start: Month) -> BTreeMap<CountName, f64> {
    let last = earlier.period.last();
    let shown = earlier.counts.iter().filter(|(_, own)| own.hidden.is_none()).map(|(name, own)| (name, own.count));
    let shown = shown.filter(|(name, _)| Identity::of_cell(&name.cell, start, last).last() == last);
    let older = earlier.before.iter().map(|(name, count)| (name, *count));
    let end = known.found.keys().map(Identity::last).max();
    let hidden_now = |name: &CountName| {
        let then = Identity::of_cell(&name.cell, start, last);
        let of = |identity: &Identity| {
            known.found.get(identity).is_some_and(|found| known.system.units[found.unit].hidden.is_some())
        };
        of(&then) || end.and_then(|end| then.to_date(start, end)).is_some_and(|now| of(&now))
    };
    shown.chain(older).filter(|(name, _)| hidden_now(name)).map(|(name, count)| (name.clone(), count)).collect()
}
