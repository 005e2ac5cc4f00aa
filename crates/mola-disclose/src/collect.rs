//! From an issue, and what was told before it, to one system of counts.

use crate::cell::{Cell, Count, CountName, Identity, Line, Shown, Side, beneficiaries};
use crate::disclosure::Disclosure;
use crate::edition::{Edition, Family, Ground, difference, small, sum};
use crate::system::{Reason, Standing, System};
use mola_model::{Change, FigureKey, Issue, Month};
use std::collections::BTreeMap;

/// A cell of the issue with its numbers.
#[derive(Debug)]
pub(crate) struct Found {
    pub cell: Cell,
    pub counts: Vec<(Side, Count)>,
    pub unit: usize,
}

/// All that someone outside may know.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub system: System,
    /// The cells of the issue.
    pub found: BTreeMap<Identity, Found>,
    /// The variables of the issue.
    pub edition: Edition,
    /// The unit of each change that is shown, by the figure.
    pub changes: BTreeMap<FigureKey, usize>,
    pub families: Vec<Family>,
}

impl Known {
    pub fn of(issue: &Issue, earlier: Option<&Disclosure>) -> Self {
        let ground = Ground::of(&issue.programme);
        let mut known = Self { found: cells(issue), ..Self::default() };
        let mut old = Edition { length: earlier.map_or(0, |own| length(own.period)), ..Edition::default() };
        if let Some(earlier) = earlier {
            known.add_earlier(&ground, earlier, &mut old);
        }
        known.add_issue(issue, &ground, earlier);
        old.relate(&mut known.system, &ground);
        known.edition.relate(&mut known.system, &ground);
        known.families = known.edition.families(&ground);
        known.link(issue, &ground, &old);
        if let Some(earlier) = earlier {
            known.link_before(issue, &ground, earlier, &old);
        }
        known.add_changes(issue, &ground, &old);
        known
    }

    /// What was shown can be taken back by nobody; what was hidden stays to be guarded.
    fn add_earlier(&mut self, ground: &Ground<'_>, earlier: &Disclosure, old: &mut Edition) {
        for (name, own) in &earlier.counts {
            if matches!(name.cell, Cell::Change(_)) {
                continue;
            }
            let identity = Identity::of_cell(&name.cell, ground.start(), earlier.period.last());
            let standing = if own.hidden.is_some() { Standing::Latent } else { Standing::Public };
            let least = self.least(ground, own.count);
            old.add(identity, name.side, self.system.variable(own.count, least, standing, own.hidden));
        }
    }

    fn least(&self, ground: &Ground<'_>, count: f64) -> f64 {
        if ground.programme.hide_zeros { 0.0 } else { count.min(1.0) }
    }

    fn add_issue(&mut self, issue: &Issue, ground: &Ground<'_>, earlier: Option<&Disclosure>) {
        self.edition.length = length(issue.period);
        let mut of_lines = None;
        for (identity, found) in &mut self.found {
            let most = found.counts.iter().map(|(_, count)| count.count).fold(0.0, f64::max);
            let cost = cost(&found.cell, issue, most, earlier);
            found.unit = match found.cell {
                Cell::Line(_) => *of_lines.get_or_insert_with(|| self.system.unit(cost)),
                _ => self.system.unit(cost),
            };
            for (side, count) in &found.counts {
                let is_zero = count.count == 0.0 && *side == Side::Count;
                let hide_zeros = ground.programme.hide_zeros;
                let standing = if is_zero && !hide_zeros { Standing::Public } else { Standing::Unit(found.unit) };
                let zero = (is_zero && hide_zeros).then_some(Reason::Small);
                let guarded =
                    small(count.count, Reason::Small, ground).or(small(count.least, Reason::Small, ground)).or(zero);
                let least = if hide_zeros { 0.0 } else { count.least.min(1.0) };
                let number = self.system.variable(count.count, least, standing, guarded);
                self.edition.add(identity.clone(), *side, number);
            }
        }
    }

    /// What an earlier issue told of the same, then and now.
    fn link(&mut self, issue: &Issue, ground: &Ground<'_>, old: &Edition) {
        let (start, last) = (ground.start(), issue.period.last());
        for ((identity, side), number) in &old.numbers {
            if let Some(new) = self.edition.number(identity, *side) {
                self.link_same(ground, identity, *number, new);
            } else if let Some(now) = identity.to_date(start, last).filter(|now| ground.accumulates(now))
                && let Some(new) = self.edition.number(&now, *side)
            {
                self.link_grown(ground, &now, *number, new);
            }
        }
    }

    /// What was last shown of counts that the earlier issue hid.
    fn link_before(&mut self, issue: &Issue, ground: &Ground<'_>, earlier: &Disclosure, old: &Edition) {
        let (start, last) = (ground.start(), issue.period.last());
        for (name, count) in &earlier.before {
            let identity = Identity::of_cell(&name.cell, start, earlier.period.last());
            let shown = self.system.variable(*count, 0.0, Standing::Public, None);
            let then = identity.to_date(start, earlier.period.last());
            if let Some((then, number)) =
                then.and_then(|then| Some((old.number(&then, name.side)?, then))).map(|(n, then)| (then, n))
            {
                difference(&mut self.system, ground, &then, number, shown);
            }
            let now = [Some(identity.clone()), identity.to_date(start, last).filter(|now| ground.accumulates(now))];
            let now = now.into_iter().flatten().find_map(|now| Some((self.edition.number(&now, name.side)?, now)));
            if let Some((new, now)) = now {
                self.link_grown(ground, &now, shown, new);
            }
        }
    }

    /// The same count in two states of knowledge. Where nothing changed, a reader will think so.
    fn link_same(&mut self, ground: &Ground<'_>, identity: &Identity, old: usize, new: usize) {
        let (before, now) = (self.system.variables[old].value, self.system.variables[new].value);
        if before == now {
            return sum(&mut self.system, new, &[old]);
        }
        let change = self.system.variable(
            now - before,
            f64::NEG_INFINITY,
            Standing::Latent,
            small((now - before).abs(), Reason::Difference, ground)
                .filter(|_| matches!(identity, Identity::Figure { .. })),
        );
        self.system.sum(new, &[old, change]);
    }

    /// A count to date at two moments.
    fn link_grown(&mut self, ground: &Ground<'_>, now: &Identity, old: usize, new: usize) {
        let hidden = self.system.variables[old].standing == Standing::Latent;
        if hidden && self.system.variables[old].value == self.system.variables[new].value {
            sum(&mut self.system, new, &[old]);
        } else {
            difference(&mut self.system, ground, now, new, old);
        }
    }

    /// What became of figures that were told before: old value, new value and how far they are apart.
    fn add_changes(&mut self, issue: &Issue, ground: &Ground<'_>, old: &Edition) {
        let mut restated = Edition { length: old.length, ..Edition::default() };
        for change in issue.changes.iter().flatten() {
            self.add_change(issue, ground, old, change, &mut restated);
        }
        if restated.numbers.is_empty() {
            return;
        }
        // Figures by agency or place of which nothing is said did not change.
        for ((identity, side), number) in &old.numbers {
            let level = matches!(identity, Identity::Figure { by, .. } if by.keys().all(|d| d == "agency" || d == "place") && by.len() < 2);
            if level && restated.number(identity, *side).is_none() {
                restated.add(identity.clone(), *side, *number);
            }
        }
        for family in restated.families(ground) {
            sum(&mut self.system, family.total, &family.parts);
        }
    }

    fn add_change(
        &mut self,
        issue: &Issue,
        ground: &Ground<'_>,
        old: &Edition,
        change: &Change,
        restated: &mut Edition,
    ) {
        if !counts(issue, &change.key.indicator) {
            return;
        }
        let Some((before, now)) = change.old.zip(change.new) else { return };
        let identity = Identity::of(&change.key, ground.start());
        let unit = self.system.unit(cost(&Cell::Change(change.key.clone()), issue, now, None));
        self.changes.insert(change.key.clone(), unit);
        let shown = self.edition.number(&identity, Side::Count);
        let told = old.number(&identity, Side::Count);
        let own = |system: &mut System, count: f64| {
            let standing = if count == 0.0 { Standing::Public } else { Standing::Unit(unit) };
            system.variable(count, count.min(1.0), standing, small(count, Reason::Small, ground))
        };
        let now = shown.unwrap_or_else(|| own(&mut self.system, now));
        let then = told.unwrap_or_else(|| own(&mut self.system, before));
        // What links a figure of this issue to one of the issue before it is there already.
        if shown.is_none() || told.is_none() {
            self.link_same(ground, &identity, then, now);
        }
        if shown.is_none() {
            // It is to the end of an earlier period, and no more than the same to the end of this one.
            let later = identity.to_date(ground.start(), issue.period.last()).filter(|later| ground.accumulates(later));
            if let Some(later) =
                later.as_ref().and_then(|later| Some((later, self.edition.number(later, Side::Count)?)))
            {
                difference(&mut self.system, ground, later.0, later.1, now);
            }
        }
        restated.add(identity, Side::Count, now);
    }
}

/// Whether an indicator's value is itself a count of beneficiaries.
pub(crate) fn counts(issue: &Issue, indicator: &str) -> bool {
    use mola_model::Computation;
    let computation = issue.programme.indicator(indicator).map(|i| &i.computation);
    matches!(computation, Some(Computation::Unique { .. } | Computation::Indirect))
}

fn length(period: mola_model::Period) -> i32 {
    period.last().0 - period.first().0 + 1
}

/// What is lost where a cell is hidden: more of a larger count, and much more of a total. What was hidden
/// before is rather hidden again than something else.
fn cost(cell: &Cell, issue: &Issue, count: f64, earlier: Option<&Disclosure>) -> f64 {
    let weight = match cell {
        Cell::Figure(key) => match key.by.len() {
            0 if key.period == issue.period => 60.0,
            0 => 12.0,
            1 => 6.0,
            2 => 2.5,
            _ => 1.0,
        },
        Cell::Line(_) => 20.0,
        Cell::Gross(_) | Cell::Overlap(..) | Cell::OnlyHere(_) => 3.0,
        Cell::Change(_) => 1.5,
    };
    let was_hidden = earlier.is_some_and(|earlier| {
        let cell = match cell {
            Cell::Figure(key) => Cell::Figure(FigureKey { period: earlier.period, ..key.clone() }),
            other => other.clone(),
        };
        let own = |side| earlier.counts.get(&CountName { cell: cell.clone(), side });
        [Side::Count, Side::Under].into_iter().find_map(own).is_some_and(|own| own.hidden.is_some())
    });
    weight * (1.0 + count.max(0.0).ln_1p()) * if was_hidden { 0.3 } else { 1.0 }
}

/// Every count of beneficiaries in the issue.
fn cells(issue: &Issue) -> BTreeMap<Identity, Found> {
    let mut cells = Cells { start: issue.window.first, last: issue.period.last(), found: BTreeMap::new() };
    let tracked = issue.tracking.iter().flat_map(|t| [&t.in_period, &t.to_date]);
    for figure in issue.facts.iter().chain(issue.cross.iter().map(|c| &c.figure)).chain(tracked) {
        cells.add(Cell::Figure(figure.key.clone()), beneficiaries(&issue.programme, figure));
    }
    for row in issue.tracking.iter().filter(|row| counts(issue, &row.indicator)) {
        for (period, _, value) in &row.trend {
            cells.add_exact(Cell::Figure(FigureKey::to_date(&row.indicator, *period)), *value);
        }
    }
    for row in &issue.overlap {
        cells.add_exact(Cell::Overlap(row.first.clone(), row.second.clone()), Some(row.people as f64));
    }
    cells.add_reconciliation(issue);
    cells.found
}

struct Cells {
    start: Month,
    last: Month,
    found: BTreeMap<Identity, Found>,
}

impl Cells {
    fn add(&mut self, cell: Cell, counts: Vec<(Side, Count)>) {
        if !counts.is_empty() {
            let identity = Identity::of_cell(&cell, self.start, self.last);
            self.found.entry(identity).or_insert(Found { cell, counts, unit: usize::MAX });
        }
    }

    fn add_exact(&mut self, cell: Cell, count: Option<f64>) {
        self.add(cell, count.map(|count| (Side::Count, Count::exact(count))).into_iter().collect());
    }

    fn add_reconciliation(&mut self, issue: &Issue) {
        let Some(reconciliation) = &issue.reconciliation else { return };
        let of = |count: Option<u64>| count.map(|count| count as f64);
        for row in &reconciliation.agencies {
            self.add_exact(Cell::OnlyHere(row.agency.clone()), of(row.only_here));
            self.add_exact(Cell::Gross(row.agency.clone()), of(row.gross));
            if let Some(people) = &issue.programme.people {
                let key = FigureKey::to_date(people, issue.period).by("agency", &row.agency);
                self.add_exact(Cell::Figure(key), of(row.unique));
            }
        }
        let lines = [
            (Line::Gross, reconciliation.gross),
            (Line::Repeated, reconciliation.repeated),
            (Line::Shared, reconciliation.shared),
        ];
        for (line, count) in lines {
            self.add_exact(Cell::Line(line), Some(count as f64));
        }
    }
}

/// Whether a range is all that is shown of a figure.
pub(crate) fn is_range(found: &Found) -> bool {
    found.counts.iter().any(|(_, count)| count.shown == Shown::Range)
}
