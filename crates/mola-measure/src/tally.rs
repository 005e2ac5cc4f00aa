//! Where figures come together.

use mola_model::{Computation, Figure, FigureKey, Period, Programme, Status};
use std::collections::{BTreeMap, BTreeSet};

/// A part of a figure.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Part {
    /// A value to add; none where nothing was reported.
    pub value: Option<f64>,
    /// A numerator to add.
    pub numerator: Option<f64>,
    /// A denominator to add.
    pub denominator: Option<f64>,
    /// Records behind it.
    pub records: u64,
    /// Whether it is an estimate.
    pub estimated: bool,
}

/// All parts so far, by figure.
#[derive(Debug, Default)]
pub struct Tally {
    parts: BTreeMap<FigureKey, Part>,
    reporters: BTreeMap<(String, Period), BTreeSet<String>>,
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
        sum.records += part.records;
        sum.estimated |= part.estimated;
    }

    /// Adds all parts of another tally.
    pub fn take_in(&mut self, other: Self) {
        other.parts.into_iter().for_each(|(key, part)| self.add(key, part));
        for (at, agencies) in other.reporters {
            self.reporters.entry(at).or_default().extend(agencies);
        }
    }

    /// Notes that an agency reported on an indicator in a period.
    pub fn reported(&mut self, indicator: &str, period: Period, agency: &str) {
        self.reporters.entry((indicator.to_owned(), period)).or_default().insert(agency.to_owned());
    }

    /// Agencies that reported on an indicator in `period`, and those that ever did up to it.
    pub fn reporters(&self, indicator: &str, period: Period) -> (u32, u32) {
        let own = self.reporters.iter().filter(|((code, at), _)| code == indicator && *at <= period);
        let (mut now, mut ever) = (0, BTreeSet::new());
        for ((_, at), agencies) in own {
            if *at == period {
                now = agencies.len() as u32;
            }
            ever.extend(agencies);
        }
        (now, ever.len() as u32)
    }

    /// The figures in order of key. Every indicator has at least its total in the period and to
    /// date, be it without a value.
    pub fn finish(&self, programme: &Programme, period: Period) -> Vec<Figure> {
        let mut parts = self.parts.clone();
        for indicator in &programme.indicators {
            parts.entry(FigureKey::to_date(&indicator.code, period)).or_default();
            parts.entry(FigureKey::in_period(&indicator.code, period)).or_default();
        }
        parts.into_iter().filter_map(|(key, part)| figure(programme, key, part)).collect()
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
                _ => None,
            }
        }
        _ => part.value,
    };
    let early = indicator.measurable_from.is_some_and(|from| key.period.last() < from.first());
    let status = match value {
        _ if early => Status::NotYetDue,
        Some(_) => Status::Reported,
        None if part.records > 0 => Status::NotApplicable,
        None => Status::Missing,
    };
    let shown = |v: Option<f64>| if early { None } else { v };
    Some(Figure {
        key,
        status,
        value: shown(value),
        numerator: shown(part.numerator),
        denominator: shown(part.denominator),
        records: part.records,
        estimated: part.estimated,
    })
}
