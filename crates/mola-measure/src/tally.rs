//! Where figures come together.

use crate::rollup::State;
use crate::roster::UNKNOWN;
use mola_model::{
    Computation, Figure, FigureKey, Indicator, Period, Programme, Reason, Reporters, Span, Status, TotalsPolicy,
    Treatment,
};
use std::collections::{BTreeMap, BTreeSet};

/// A part of a figure.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Part {
    /// A value to add; none where nothing was reported.
    pub value: Option<f64>,
    /// A numerator to add.
    pub numerator: Option<f64>,
    /// A denominator to add.
    pub denominator: Option<f64>,
    /// A share or an average that cannot be added up, shown as it is.
    pub bare: Option<f64>,
    /// The least and the most that is known only as totals.
    pub low: Option<f64>,
    /// See `low`.
    pub high: Option<f64>,
    /// What it says in words.
    pub text: Option<String>,
    /// What is known where nothing is reported.
    pub state: State,
    /// Why it is not, or not wholly, there.
    pub reason: Option<Reason>,
    /// Records behind it.
    pub records: u64,
    /// Whether it is an estimate.
    pub estimated: bool,
}

/// All parts so far, by figure.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    parts: BTreeMap<FigureKey, Part>,
    reporters: BTreeMap<(String, Period), BTreeSet<String>>,
    /// Agencies that were asked, be it without an answer.
    asked: BTreeMap<(String, Period), BTreeSet<String>>,
}

impl Tally {
    /// Adds a part to a figure.
    pub fn add(&mut self, key: FigureKey, part: Part) {
        let sum = self.parts.entry(key).or_default();
        let plus = |one: Option<f64>, other: Option<f64>| match (one, other) {
            (Some(one), Some(other)) => Some(one + other),
            (one, other) => one.or(other),
        };
        sum.value = plus(sum.value, part.value);
        sum.numerator = plus(sum.numerator, part.numerator);
        sum.denominator = plus(sum.denominator, part.denominator);
        sum.bare = sum.bare.or(part.bare);
        sum.low = sum.low.into_iter().chain(part.low).reduce(f64::max);
        sum.high = plus(sum.high, part.high);
        sum.text = sum.text.take().or(part.text);
        sum.state = sum.state.max(part.state);
        sum.reason = sum.reason.or(part.reason);
        sum.records += part.records;
        sum.estimated |= part.estimated;
    }

    /// Adds all parts of another tally.
    pub fn take_in(&mut self, other: Self) {
        other.parts.into_iter().for_each(|(key, part)| self.add(key, part));
        for (at, agencies) in other.reporters {
            self.reporters.entry(at).or_default().extend(agencies);
        }
        for (at, agencies) in other.asked {
            self.asked.entry(at).or_default().extend(agencies);
        }
    }

    /// Notes that an agency was asked about an indicator in a period, whatever it answered.
    pub fn asked(&mut self, indicator: &str, period: Period, agency: &str) {
        self.asked.entry((indicator.to_owned(), period)).or_default().insert(agency.to_owned());
    }

    /// Notes that an agency reported on an indicator in a period.
    pub fn reported(&mut self, indicator: &str, period: Period, agency: &str) {
        self.reporters.entry((indicator.to_owned(), period)).or_default().insert(agency.to_owned());
    }

    /// Agencies that reported on an indicator in `period`, and those that ever did up to it.
    pub fn reporters(&self, indicator: &str, period: Period) -> (u32, u32) {
        let (now, _, ever) = self.reporters_to(indicator, period);
        (now.len() as u32, ever.len() as u32)
    }

    /// Agencies that reported in `period`, those that did up to its end, and those that were asked
    /// up to then.
    fn reporters_to(
        &self,
        indicator: &str,
        period: Period,
    ) -> (BTreeSet<&String>, BTreeSet<&String>, BTreeSet<&String>) {
        let own = |((code, at), _): &(&(String, Period), &BTreeSet<String>)| code == indicator && *at <= period;
        let now = self.reporters.get(&(indicator.to_owned(), period)).into_iter().flatten().collect();
        let so_far: BTreeSet<&String> = self.reporters.iter().filter(own).flat_map(|(_, agencies)| agencies).collect();
        let asked = self.asked.iter().filter(own).flat_map(|(_, agencies)| agencies);
        let ever = so_far.iter().copied().chain(asked).collect();
        (now, so_far, ever)
    }

    fn of_figure(&self, key: &FigureKey) -> Option<Reporters> {
        if !key.by.is_empty() {
            return None;
        }
        let (now, so_far, ever) = self.reporters_to(&key.indicator, key.period);
        let reported = if key.span == Span::ToDate { so_far } else { now };
        (!ever.is_empty()).then_some(Reporters { reported: reported.len() as u32, expected: ever.len() as u32 })
    }

    /// The figures in order of key. Every indicator has at least its total in the period and to
    /// date, be it without a value.
    pub fn finish(&self, programme: &Programme, period: Period) -> Vec<Figure> {
        let mut parts = self.parts.clone();
        for indicator in &programme.indicators {
            parts.entry(FigureKey::to_date(&indicator.code, period)).or_default();
            parts.entry(FigureKey::in_period(&indicator.code, period)).or_default();
        }
        let subsets: Vec<&str> = programme.dimensions.iter().filter(|d| d.subset).map(|d| d.code.as_str()).collect();
        // Who is in no group *of whom* something is told is not unknown (rule R14).
        parts.retain(|key, _| !subsets.iter().any(|name| key.by.get(*name).is_some_and(|code| code == UNKNOWN)));
        let figures = parts.into_iter().filter_map(|(key, part)| {
            let reporters = self.of_figure(&key);
            figure(programme, key, part).map(|figure| Figure { reporters, ..figure })
        });
        figures.collect()
    }
}

/// The figure that a sum of parts makes; `None` where the indicator is unknown.
fn figure(programme: &Programme, key: FigureKey, part: Part) -> Option<Figure> {
    let indicator = programme.indicator(&key.indicator)?;
    let value = match indicator.computation {
        Computation::Ratio | Computation::Rate { .. } | Computation::Mean { .. } => {
            match (part.numerator, part.denominator) {
                // A denominator of zero leaves the ratio undefined (rule R1).
                (Some(numerator), Some(denominator)) if denominator != 0.0 => Some(numerator / denominator),
                (Some(_), Some(_)) => None,
                _ => part.bare,
            }
        }
        _ => part.value,
    };
    let open = range(indicator, &part);
    let value = open.map_or(value, |range| point(&indicator.treatment, range));
    // What comes out as one number is no range.
    let range = open.filter(|(low, high)| low < high);
    let early = !indicator.is_measurable(key.period);
    let zero = part.numerator.is_some() && part.denominator == Some(0.0);
    let status = match value {
        _ if early => Status::NotYetDue,
        Some(_) => Status::Reported,
        None if part.text.is_some() => Status::Reported,
        None => match part.state {
            State::Nothing if part.records == 0 => Status::Missing,
            State::Missing => Status::Missing,
            State::NotYetDue => Status::NotYetDue,
            _ => Status::NotApplicable,
        },
    };
    let reason = match range {
        _ if early => None,
        Some(_) => Some(Reason::OnlyTotals),
        None if zero => Some(Reason::DenominatorZero),
        None if value.is_some() && part.bare.is_some() => Some(Reason::CannotAddUp),
        None => part.reason,
    };
    let shown = |v: Option<f64>| if early { None } else { v };
    Some(Figure {
        key,
        status,
        value: shown(value),
        numerator: shown(part.numerator),
        denominator: shown(part.denominator),
        low: shown(range.map(|(low, _)| low)),
        high: shown(range.map(|(_, high)| high)),
        text: part.text.filter(|_| !early),
        reason,
        reporters: None,
        records: part.records,
        estimated: part.estimated || range.is_some(),
    })
}

/// The least and the most of beneficiaries of whom some are known as totals only: lists are exact among
/// themselves, `value` being theirs (rule R6). None where nothing is left open.
fn range(indicator: &Indicator, part: &Part) -> Option<(f64, f64)> {
    let (low, high) = (part.low?, part.high?);
    let listed = part.value.unwrap_or(0.0);
    let population = indicator.treatment.population.unwrap_or(f64::INFINITY);
    let low = low.max(listed);
    Some((low, (listed + high).min(population).max(low)))
}

/// What is shown of a range: the declared policy, or nothing where both ends differ and none is declared.
fn point(treatment: &Treatment, (low, high): (f64, f64)) -> Option<f64> {
    match treatment.totals {
        _ if low == high => Some(low),
        Some(TotalsPolicy::Sum) => Some(high),
        Some(TotalsPolicy::Max) => Some(low),
        Some(TotalsPolicy::Custom(value)) => Some(value),
        None => None,
    }
}
