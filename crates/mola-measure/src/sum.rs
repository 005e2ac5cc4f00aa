//! Measures added up over participations.

use crate::Measurement;
use crate::allowed::Allowed;
use crate::census::{By, Cut, by_code};
use crate::roster::Axis;
use crate::selection::Selection;
use crate::tally::Part;
use crate::unique::agency_by;
use mola_frame::column;
use mola_model::{Exact, FigureKey, Indicator, PARTICIPATIONS};

/// A sum and the records behind it.
#[derive(Debug, Clone, Copy, Default)]
struct Total {
    sum: Exact,
    records: u64,
}

impl Total {
    fn add(&mut self, other: Self) {
        self.sum += other.sum;
        self.records += other.records;
    }

    fn part(self) -> Part {
        Part { value: Some(self.sum.value()), records: self.records, ..Part::default() }
    }
}

impl Measurement<'_> {
    /// Adds the figures of a measure that is added up over participations.
    pub(crate) fn sum(&mut self, indicator: &Indicator, name: &str, selection: &Selection<'_>) {
        let allowed = Allowed::of(indicator);
        let mut behind = Total::default();
        for (period, total) in self.periods.iter().zip(totals(name, allowed, &vec![By::Period], selection)) {
            behind.add(total);
            if total.records > 0 {
                self.tally.add(FigureKey::in_period(&indicator.code, *period), total.part());
            }
            if behind.records > 0 {
                self.tally.add(FigureKey::to_date(&indicator.code, *period), behind.part());
            }
        }
        for dimension in self.dimensions(indicator) {
            let Some(codes) = selection.roster.codes.get(&dimension) else { continue };
            let totals = totals(name, allowed, &by_code(&dimension), selection);
            for (word, total) in codes.words.iter().zip(totals).filter(|(_, total)| total.records > 0) {
                let key = FigureKey::to_date(&indicator.code, self.question.period).by(&dimension, word);
                self.tally.add(key, total.part());
            }
        }
        self.sum_by_agency(indicator, name, selection);
    }

    /// What each agency adds in each period.
    fn sum_by_agency(&mut self, indicator: &Indicator, name: &str, selection: &Selection<'_>) {
        let Some(agencies) = selection.roster.codes.get(column::AGENCY) else { return };
        let totals = totals(name, Allowed::of(indicator), &agency_by(By::Period), selection);
        for (cell, total) in totals.into_iter().enumerate().filter(|(_, total)| total.records > 0) {
            let (agency, period) =
                (&agencies.words[cell / self.periods.len()], self.periods[cell % self.periods.len()]);
            self.tally.add(FigureKey::in_period(&indicator.code, period).by(column::AGENCY, agency), total.part());
            self.tally.reported(&indicator.code, period, agency);
        }
    }
}

/// The sums of a measure in each combination of a cut, first axis slowest.
fn totals(name: &str, allowed: Allowed, cut: &Cut, selection: &Selection<'_>) -> Vec<Total> {
    let roster = selection.roster;
    let axes: Vec<Axis<'_>> = cut.iter().filter_map(|by| roster.axis(by)).collect();
    let mut totals = vec![Total::default(); axes.iter().map(|axis| usize::from(axis.radix)).product()];
    let measured = roster.measure(name).unwrap_or_default();
    let value_of = |row: usize| match name {
        PARTICIPATIONS => 1.0,
        _ => measured.get(row).copied().unwrap_or(f64::NAN),
    };
    for row in 0..roster.height() {
        let value = value_of(row);
        if allowed.holds(value) && roster.periods()[row] != Axis::OUT && selection.has(row) {
            let at = |at: usize, axis: &Axis<'_>| at * usize::from(axis.radix) + usize::from(axis.indices[row]);
            totals[axes.iter().fold(0, at)].add(Total { sum: Exact::of(value), records: 1 });
        }
    }
    totals
}
