//! All counts that one issue tells, and what holds between them.

use crate::cell::{Cell, Identity, Line, Side};
use crate::system::{Reason, Standing, System};
use mola_model::{Computation, FigureKey, Month, Period, Programme};
use std::collections::{BTreeMap, BTreeSet};

/// The variables of an issue.
#[derive(Debug, Default)]
pub(crate) struct Edition {
    /// Months of a period of its cycle.
    pub length: i32,
    pub numbers: BTreeMap<(Identity, Side), usize>,
    /// Those that are narrowed to an agency alone.
    pub by_agency: BTreeSet<usize>,
}

/// A total and its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Family {
    pub total: usize,
    pub parts: Vec<usize>,
}

/// What is known of a programme before any figure is.
pub(crate) struct Ground<'a> {
    pub programme: &'a Programme,
    parents: BTreeMap<&'a str, &'a str>,
    /// Indicators whose periods have the beneficiaries who are new in them.
    newly: BTreeSet<&'a str>,
}

impl<'a> Ground<'a> {
    pub fn of(programme: &'a Programme) -> Self {
        let parents = programme.places.iter().filter_map(|p| Some((p.code.as_str(), p.parent.as_deref()?))).collect();
        let newly = programme.indicators.iter().filter(|i| i.treatment.newly).map(|i| i.code.as_str()).collect();
        Self { programme, parents, newly }
    }

    /// The programme's first month.
    pub fn start(&self) -> Month {
        self.programme.window.first
    }

    /// Whether counts to date are those before and those that came since.
    pub fn accumulates(&self, identity: &Identity) -> bool {
        match identity {
            Identity::Figure { indicator, .. } => {
                let computation = self.programme.indicator(indicator).map(|i| &i.computation);
                matches!(
                    computation,
                    Some(Computation::Unique { .. } | Computation::Mean { .. } | Computation::Indirect)
                )
            }
            Identity::Other { .. } => true,
        }
    }

    /// Whether an indicator's counts to date never fall.
    pub fn only_grows(&self, identity: &Identity) -> bool {
        match identity {
            Identity::Figure { indicator, .. } => {
                let computation = self.programme.indicator(indicator).map(|i| &i.computation);
                matches!(computation, Some(Computation::Unique { .. } | Computation::Mean { .. }))
            }
            Identity::Other { cell: Cell::OnlyHere(_) | Cell::Line(Line::Shared), .. } => false,
            Identity::Other { .. } => true,
        }
    }
}

impl Edition {
    pub fn add(&mut self, identity: Identity, side: Side, number: usize) {
        if matches!(&identity, Identity::Figure { by, .. } if by.len() == 1 && by.contains_key("agency")) {
            self.by_agency.insert(number);
        }
        self.numbers.insert((identity, side), number);
    }

    pub fn number(&self, identity: &Identity, side: Side) -> Option<usize> {
        // The tree is keyed by pairs: a borrowed pair is not a key.
        self.numbers.get(&(identity.clone(), side)).copied()
    }

    /// Every figure with its breakdown by each one further dimension, so that a cross table closes with
    /// all its margins.
    pub fn families(&self, ground: &Ground<'_>) -> Vec<Family> {
        let mut parts: BTreeMap<(usize, &str), Vec<usize>> = BTreeMap::new();
        for ((identity, side), number) in &self.numbers {
            let Identity::Figure { by, .. } = identity else { continue };
            for dimension in by.keys() {
                if let Some(total) = self.total(identity, *side, dimension, ground) {
                    parts.entry((total, dimension)).or_default().push(*number);
                }
            }
        }
        parts.into_iter().map(|((total, _), parts)| Family { total, parts }).collect()
    }

    /// What a figure is part of along `dimension`: for a place the nearest place above that has a figure
    /// of its own, otherwise the same figure over all codes.
    fn total(&self, identity: &Identity, side: Side, dimension: &str, ground: &Ground<'_>) -> Option<usize> {
        let mut above = identity.clone();
        let Identity::Figure { by, .. } = &mut above else { return None };
        let mut code = by.remove(dimension)?;
        // A place is at most as deep as there are places: a ring in the list ends here too.
        for _ in 0..ground.parents.len() {
            let Some(parent) = ground.parents.get(code.as_str()).filter(|_| dimension == "place") else { break };
            code = (*parent).to_owned();
            let mut within = above.clone();
            if let Identity::Figure { by, .. } = &mut within {
                by.insert(dimension.to_owned(), code.clone());
            }
            if let Some(number) = self.number(&within, side) {
                return Some(number);
            }
        }
        self.number(&above, side)
    }

    /// Adds to the system what holds between the counts of this issue.
    pub fn relate(&self, system: &mut System, ground: &Ground<'_>) {
        let everyone = self.everyone(ground);
        for family in self.families(ground) {
            // By how much the agencies' people exceed everyone is a count of its own.
            match self.is_by_agency(family.parts[0]) {
                true if everyone == Some(family.total) => {}
                true => overlapping(system, &family),
                false => sum(system, family.total, &family.parts),
            }
        }
        self.relate_shares(system, ground);
        self.relate_time(system, ground);
        self.relate_agencies(system, ground);
    }

    /// Of a share the rest is a count as well: 39 of 40 is 1 who is not.
    fn relate_shares(&self, system: &mut System, ground: &Ground<'_>) {
        for ((identity, side), over) in &self.numbers {
            let Some(under) = self.number(identity, Side::Under).filter(|_| *side == Side::Over) else { continue };
            let rest = system.at_least(under, *over);
            let value = system.variables[rest].value;
            system.variables[rest].guarded = small(value, Reason::Small, ground);
        }
    }

    /// What is to date grows by those who are new, who are among those of the period.
    fn relate_time(&self, system: &mut System, ground: &Ground<'_>) {
        let start = ground.start();
        let to_date = |identity: &Identity| matches!(identity, Identity::Figure { first, .. } if *first == start);
        let mut before: Option<(&Identity, usize)> = None;
        let own = self.numbers.iter().filter(|((identity, _), _)| to_date(identity) && ground.accumulates(identity));
        for ((identity, side), number) in own {
            let follows =
                |(earlier, _): &(&Identity, usize)| earlier.to_date(start, identity.last()).as_ref() == Some(identity);
            if let Some(earlier) = before.filter(follows) {
                self.relate_period(system, ground, earlier, (identity, *side, *number));
            }
            before = Some((identity, *number));
        }
    }

    fn relate_period(
        &self,
        system: &mut System,
        ground: &Ground<'_>,
        (earlier, old): (&Identity, usize),
        (identity, side, number): (&Identity, Side, usize),
    ) {
        let Identity::Figure { indicator, by, last, .. } = identity else { return };
        let within = Identity::Figure {
            indicator: indicator.clone(),
            by: by.clone(),
            first: Month(earlier.last().0 + 1),
            last: *last,
        };
        let period = self.number(&within, side);
        if let Some(period) = period.filter(|_| ground.newly.contains(indicator.as_str())) {
            return system.sum(number, &[old, period]);
        }
        let new = difference(system, ground, identity, number, old);
        if let Some(period) = period.filter(|_| ground.only_grows(identity)) {
            system.at_least(period, new);
            system.at_least(number, period);
        }
    }

    /// Everyone to date, where there are tables of who is with several agencies.
    fn everyone(&self, ground: &Ground<'_>) -> Option<usize> {
        let last = self.last_of_tables()?;
        let people = Identity::of(&FigureKey::to_date(ground.programme.people.as_deref()?, last), ground.start());
        self.number(&people, Side::Count)
    }

    /// The tables of who is with several agencies: an agency's people are those whom it alone reported
    /// and those whom it shares; all agencies' people, less those counted again, are everyone.
    fn relate_agencies(&self, system: &mut System, ground: &Ground<'_>) {
        let Some((last, everyone)) = self.last_of_tables().zip(self.everyone(ground)) else { return };
        let people = ground.programme.people.as_deref().unwrap_or_default();
        let other = |cell: Cell| self.number(&Identity::Other { cell, last: last.last() }, Side::Count);
        let pairs: Vec<(&str, &str, usize)> = self.overlaps().collect();
        let (mut gross, mut unique, mut alone) = (Vec::new(), Vec::new(), Vec::new());
        for (agency, only_here) in self.agencies() {
            let key = FigureKey::to_date(people, last).by("agency", agency);
            let Some(own) = self.number(&Identity::of(&key, ground.start()), Side::Count) else { continue };
            unique.push(own);
            system.at_least(everyone, own);
            alone.push(only_here);
            let shared = pairs.iter().filter(|(one, two, _)| *one == agency || *two == agency).map(|(.., n)| *n);
            sum(system, own, &shared.chain([only_here]).collect::<Vec<_>>());
            let Some(reports) = other(Cell::Gross(agency.to_owned())) else { continue };
            gross.push(reports);
            system.at_least(reports, own);
            let in_periods = self.in_periods(people, agency);
            if !in_periods.is_empty() {
                sum(system, reports, &in_periods);
            }
        }
        let value =
            |system: &System, numbers: &[usize]| numbers.iter().map(|n| system.variables[*n].value).sum::<f64>();
        // People with several agencies, worked out from those with one alone and from everyone.
        let rest = value(system, &[everyone]) - value(system, &alone);
        let several = system.variable(rest, 0.0, Standing::Latent, small(rest, Reason::Small, ground));
        sum(system, everyone, &[alone, vec![several]].concat());
        let line = |line: Line| other(Cell::Line(line));
        let Some(shared) = line(Line::Shared) else { return };
        system.difference_of(&unique, &[everyone, shared]);
        system.sum(shared, &[several]);
        let pairs: Vec<usize> = pairs.iter().map(|(.., number)| *number).collect();
        sum(system, shared, &pairs);
        if let (Some(all), Some(repeated)) = (line(Line::Gross), line(Line::Repeated)) {
            sum(system, all, &gross);
            system.sum(all, &[repeated, shared, everyone]);
        }
    }

    /// The period to whose end the tables of who is with several agencies are.
    fn last_of_tables(&self) -> Option<Period> {
        let last = self.numbers.keys().find_map(|(identity, _)| match identity {
            Identity::Other { last, .. } => Some(*last),
            Identity::Figure { .. } => None,
        });
        last.map(Period::month)
    }

    fn is_by_agency(&self, number: usize) -> bool {
        self.by_agency.contains(&number)
    }

    fn agencies(&self) -> impl Iterator<Item = (&str, usize)> {
        self.numbers.iter().filter_map(|((identity, _), number)| match identity {
            Identity::Other { cell: Cell::OnlyHere(agency), .. } => Some((agency.as_str(), *number)),
            _ => None,
        })
    }

    fn overlaps(&self) -> impl Iterator<Item = (&str, &str, usize)> {
        self.numbers.iter().filter_map(|((identity, _), number)| match identity {
            Identity::Other { cell: Cell::Overlap(one, two), .. } => Some((one.as_str(), two.as_str(), *number)),
            _ => None,
        })
    }

    /// An agency's people period by period.
    fn in_periods(&self, people: &str, agency: &str) -> Vec<usize> {
        let by = BTreeMap::from([("agency".to_owned(), agency.to_owned())]);
        let at = |month: i32| {
            let months = (Month(month), Month(i32::MIN));
            (
                Identity::Figure { indicator: people.to_owned(), by: by.clone(), first: months.0, last: months.1 },
                Side::Count,
            )
        };
        let own = self.numbers.range(at(i32::MIN)..at(i32::MAX));
        let is_period = |identity: &Identity| matches!(identity, Identity::Figure { first, last, .. } if last.0 - first.0 + 1 == self.length);
        own.filter(|((identity, _), _)| is_period(identity)).map(|(_, number)| *number).collect()
    }
}

/// Adds a total and its parts. Where they overlap, no part is more than the total.
pub(crate) fn sum(system: &mut System, total: usize, parts: &[usize]) {
    if std::iter::once(&total).chain(parts).all(|n| system.variables[*n].standing == Standing::Public) {
        return;
    }
    system.sum(total, parts);
    let all: f64 = parts.iter().map(|part| system.variables[*part].value).sum();
    if all != system.variables[total].value {
        for part in parts.iter().filter(|part| system.variables[**part].value > 0.0).copied().collect::<Vec<_>>() {
            if system.variables[part].value <= system.variables[total].value {
                system.at_least(total, part);
            }
        }
    }
}

/// Adds a total and parts that may overlap by more than anybody outside knows.
fn overlapping(system: &mut System, Family { total, parts }: &Family) {
    let all: f64 = parts.iter().map(|part| system.variables[*part].value).sum();
    let again = all - system.variables[*total].value;
    if again <= 0.0 {
        return sum(system, *total, parts);
    }
    let again = system.variable(again, 0.0, Standing::Latent, None);
    system.difference_of(parts, &[*total, again]);
    for part in parts.iter().filter(|part| system.variables[**part].value > 0.0).copied().collect::<Vec<_>>() {
        system.at_least(*total, part);
    }
}

/// The difference of one quantity between two moments: a few who are new, or gone, are a small count.
pub(crate) fn difference(
    system: &mut System,
    ground: &Ground<'_>,
    identity: &Identity,
    new: usize,
    old: usize,
) -> usize {
    let value = system.variables[new].value - system.variables[old].value;
    let least = if ground.only_grows(identity) && value >= 0.0 { 0.0 } else { f64::NEG_INFINITY };
    let number = system.variable(value, least, Standing::Latent, small(value.abs(), Reason::Difference, ground));
    system.sum(new, &[old, number]);
    number
}

/// The reason to guard a count, where it is above zero and below the threshold.
pub(crate) fn small(count: f64, reason: Reason, ground: &Ground<'_>) -> Option<Reason> {
    (count > 0.0 && count < f64::from(ground.programme.small_cells_below)).then_some(reason)
}
