//! What one agency reports about one place and time, broken down or not: parts and whole (rule R14).

use crate::gathering::bands;
use crate::observed::Observation;
use crate::rollup::{Leaf, Rolled, State, over, remainder};
use crate::roster::UNKNOWN;
use mola_frame::column;
use mola_model::{AgeBand, AxisRule, Computation, Exact, Indicator, Month, Programme};
use std::collections::{BTreeMap, BTreeSet};

/// An observation that counts, as a value.
pub(crate) type Seen<'o> = (&'o Observation, Rolled);

/// How a programme's dimensions divide beneficiaries.
pub(crate) struct Breakdowns<'p> {
    /// Dimensions of groups *of whom* something is told: no parts of a whole.
    subsets: BTreeSet<&'p str>,
    /// The bands of age that are shown, with their codes.
    bands: Vec<(AgeBand, &'p str)>,
}

/// Observations of one agency about one place and time.
pub(crate) struct Group<'o> {
    own: Vec<Seen<'o>>,
    breakdowns: &'o Breakdowns<'o>,
}

impl<'p> Breakdowns<'p> {
    pub(crate) fn of(programme: &'p Programme) -> Self {
        let subsets = programme.dimensions.iter().filter(|dimension| dimension.subset);
        Self { subsets: subsets.map(|dimension| dimension.code.as_str()).collect(), bands: bands(programme) }
    }

    /// Observations by agency, place and time.
    pub(crate) fn groups<'o>(&'o self, own: &[Seen<'o>]) -> Vec<Group<'o>> {
        let mut all: BTreeMap<(String, String, Month, Month, bool), Vec<Seen<'o>>> = BTreeMap::new();
        for (o, rolled) in own {
            let key = (o.agency().to_owned(), o.place(), o.window.last, o.window.first, o.cumulative);
            all.entry(key).or_default().push((o, rolled.clone()));
        }
        all.into_values().map(|own| Group { own: without_inner_bands(own), breakdowns: self }).collect()
    }

    /// The band that is shown for one that is reported; none where it lies in none of them as a whole.
    fn shown(&self, reported: &str) -> Option<&'p str> {
        if reported == UNKNOWN {
            return Some(UNKNOWN);
        }
        let reported: AgeBand = reported.parse().ok()?;
        self.bands.iter().find(|(band, _)| band.holds(reported)).map(|(_, code)| *code)
    }

    fn is_of_parts(&self, o: &Observation) -> bool {
        o.groups().all(|(name, _)| !self.subsets.contains(name.as_str()))
    }
}

fn band(o: &Observation) -> Option<AgeBand> {
    o.series.get(column::AGE_BAND)?.parse().ok()
}

/// Without the bands of age that lie in wider ones of the same report: who is in both is reported twice.
fn without_inner_bands(own: Vec<Seen<'_>>) -> Vec<Seen<'_>> {
    let others = |o: &Observation| o.groups().filter(|(name, _)| *name != column::AGE_BAND).count();
    let alike = |one: &Observation, other: &Observation| {
        others(one) == others(other)
            && one.groups().all(|(name, code)| name == column::AGE_BAND || other.series.get(name) == Some(code))
    };
    let is_inner = |o: &Observation| {
        let Some(own_band) = band(o) else { return false };
        let wider = |other: &Observation| band(other).is_some_and(|wider| wider != own_band && wider.holds(own_band));
        own.iter().any(|(other, _)| wider(other) && alike(o, other))
    };
    let kept: Vec<bool> = own.iter().map(|(o, _)| !is_inner(o)).collect();
    own.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(seen, _)| seen).collect()
}

/// Groups partition whom they are about: what each has adds up, also of beneficiaries counted once.
fn additive(indicator: &Indicator) -> AxisRule {
    if indicator.disaggregation == AxisRule::Distinct { AxisRule::Sum } else { indicator.disaggregation }
}

fn adds_up(indicator: &Indicator) -> bool {
    matches!(additive(indicator), AxisRule::Sum | AxisRule::Ratio)
        || matches!(indicator.computation, Computation::Mean { .. })
}

impl<'o> Group<'o> {
    /// The first observation, which stands for all where one place is to be named.
    pub(crate) fn first(&self) -> &'o Observation {
        self.own[0].0
    }

    /// By which dimensions it is broken down, in order of name.
    pub(crate) fn dimensions(&self) -> BTreeSet<&'o str> {
        self.own.iter().flat_map(|(o, _)| o.groups().map(|(name, _)| name.as_str())).collect()
    }

    /// The total: as it was said, or else what the parts make, side by side the breakdown that has most.
    pub(crate) fn total(&self, indicator: &Indicator) -> Option<Rolled> {
        let mut by_breakdown: BTreeMap<Vec<&str>, Vec<&Rolled>> = BTreeMap::new();
        for (o, rolled) in self.own.iter().filter(|(o, _)| self.breakdowns.is_of_parts(o)) {
            by_breakdown.entry(o.groups().map(|(name, _)| name.as_str()).collect()).or_default().push(rolled);
        }
        if let Some(said) = by_breakdown.get(&Vec::new()) {
            return Some(said[0].clone()).filter(|said| said.state != State::Nothing);
        }
        let made = by_breakdown.into_values().map(|parts| over(additive(indicator), &parts));
        made.reduce(|best, next| if next.state > best.state || next.amount() > best.amount() { next } else { best })
    }

    /// The parts by one dimension, as reported: those that are narrowed to it alone, or else what a breakdown that
    /// has it among others makes.
    fn parts(&self, indicator: &Indicator, dimension: &str) -> BTreeMap<&'o str, Rolled> {
        let other_subset = |o: &Observation| {
            o.groups().any(|(name, _)| name != dimension && self.breakdowns.subsets.contains(name.as_str()))
        };
        let has = |o: &Observation| o.series.contains_key(dimension) && !other_subset(o);
        let fewest = self.own.iter().filter(|(o, _)| has(o)).map(|(o, _)| o.groups().count()).min();
        let mut by_code: BTreeMap<&str, Vec<&Rolled>> = BTreeMap::new();
        for (o, rolled) in self.own.iter().filter(|(o, _)| has(o) && Some(o.groups().count()) == fewest) {
            by_code.entry(&o.series[dimension]).or_default().push(rolled);
        }
        by_code.into_iter().map(|(code, parts)| (code, over(additive(indicator), &parts))).collect()
    }

    /// The parts by one dimension as they are shown, and what is in none of them as unknown.
    pub(crate) fn shown(&self, indicator: &Indicator, dimension: &str) -> Vec<(String, Rolled)> {
        let parts = self.parts(indicator, dimension);
        if self.is_subset(dimension) {
            return parts.into_iter().map(|(code, rolled)| (code.to_owned(), rolled)).collect();
        }
        let parts = if dimension == column::AGE_BAND { self.in_bands(indicator, parts) } else { parts };
        let total = self.total(indicator).unwrap_or_default();
        let rest = match parts.is_empty() {
            true => Some(total),
            false if adds_up(indicator) => remainder(&total, &parts.values().collect::<Vec<_>>()),
            false => None,
        };
        let rest = rest.filter(|rest| rest.state == State::Reported).map(|rest| (UNKNOWN, rest));
        parts.into_iter().chain(rest).map(|(code, rolled)| (code.to_owned(), rolled)).collect()
    }

    /// Bands as reported in those that are shown; what nests in none of them is left to what is unknown.
    fn in_bands<'s>(&'s self, indicator: &Indicator, parts: BTreeMap<&'s str, Rolled>) -> BTreeMap<&'s str, Rolled> {
        let mut by_band: BTreeMap<&str, Vec<&Rolled>> = BTreeMap::new();
        for (reported, rolled) in &parts {
            if let Some(band) = self.breakdowns.shown(reported) {
                by_band.entry(band).or_default().push(rolled);
            }
        }
        by_band.into_iter().map(|(band, parts)| (band, over(additive(indicator), &parts))).collect()
    }

    /// The bands of age that lie in none that is shown, each with where it first stands.
    pub(crate) fn bands_outside(&self) -> Vec<(&'o Observation, &'o str)> {
        let mut seen = BTreeSet::new();
        if self.breakdowns.bands.is_empty() {
            return Vec::new();
        }
        let all = self.own.iter().filter_map(|(o, _)| Some((*o, o.series.get(column::AGE_BAND)?.as_str())));
        all.filter(|(_, band)| self.breakdowns.shown(band).is_none() && seen.insert(*band)).collect()
    }

    /// Whether a dimension has groups *of whom* something is told.
    pub(crate) fn is_subset(&self, dimension: &str) -> bool {
        self.breakdowns.subsets.contains(dimension)
    }

    /// The codes of the bands that are shown.
    pub(crate) fn bands_shown(&self) -> String {
        self.breakdowns.bands.iter().map(|(_, code)| *code).collect::<Vec<_>>().join(", ")
    }

    /// What the parts by a dimension make and what the total is, where these contradict each other. Of groups *of
    /// whom* something is told none may be larger than the whole.
    pub(crate) fn differing(&self, indicator: &Indicator, dimension: &str, total: &Rolled) -> Option<(Exact, Exact)> {
        if !adds_up(indicator) {
            return None;
        }
        let amount = |rolled: &Rolled| rolled.value.or(rolled.over.map(|(_, under)| under));
        let parts: Vec<Rolled> = self.parts(indicator, dimension).into_values().collect();
        let expected = amount(total)?;
        if self.is_subset(dimension) {
            let largest = parts.iter().filter_map(amount).max()?;
            return (largest > expected).then_some((largest, expected));
        }
        let found = amount(&over(additive(indicator), &parts.iter().collect::<Vec<_>>()))?;
        (found != expected).then_some((found, expected))
    }

    /// A value of it, to be brought together with others.
    pub(crate) fn leaf(&self, rolled: Rolled) -> Leaf {
        let o = self.first();
        Leaf {
            window: Some(o.window),
            cumulative: o.cumulative,
            place: Some(o.place()),
            agency: Some(o.agency().to_owned()),
            rolled,
        }
    }
}
