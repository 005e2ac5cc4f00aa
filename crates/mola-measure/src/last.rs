//! The last value that each beneficiary reported: means over beneficiaries (rule R16) and stocks
//! added up over them (rule R2).

use crate::Measurement;
use crate::selection::{Axis, Selection};
use crate::tally::Part;
use mola_frame::column;
use mola_model::{Exact, FigureKey, Indicator};
use polars::prelude::PolarsResult;

/// What the last values make.
#[derive(Clone, Copy, PartialEq)]
enum Made {
    Mean,
    Sum,
}

impl Measurement<'_> {
    /// Adds the figures of a mean over beneficiaries.
    pub(crate) fn last_mean(&mut self, indicator: &Indicator, name: &str, selection: &Selection) -> PolarsResult<()> {
        self.last(indicator, name, selection, Made::Mean)
    }

    /// Adds the figures of a stock that registers carry.
    pub(crate) fn last_sum(
        &mut self,
        indicator: &Indicator,
        name: Option<&str>,
        selection: &Selection,
    ) -> PolarsResult<()> {
        name.map_or(Ok(()), |name| self.last(indicator, name, selection, Made::Sum))
    }

    fn last(&mut self, indicator: &Indicator, name: &str, selection: &Selection, made: Made) -> PolarsResult<()> {
        // No reader gives NaN for a number: here it stands for none, in half the memory.
        let values: Vec<f64> = selection.measure(name)?.iter().map(|v| v.unwrap_or(f64::NAN)).collect();
        let mut latest = Latest::new(selection, &values);
        let mut own = Latest::new(selection, &values);
        for (period, rows) in self.periods.clone().into_iter().zip(self.valued_rows(indicator, selection, &values)) {
            for row in &rows {
                latest.take(*row);
                own.take(*row);
            }
            self.tally.add(FigureKey::to_date(&indicator.code, period), part(latest.count, latest.sum, made));
            self.tally.add(FigureKey::in_period(&indicator.code, period), part(own.count, own.sum, made));
            own.forget(&rows);
        }
        for dimension in self.dimensions(indicator) {
            let Some(codes) = selection.codes.get(&dimension) else { continue };
            let mut groups = vec![(0, Exact::default()); codes.words.len()];
            for row in latest.rows() {
                let (count, sum) = &mut groups[usize::from(codes.indices[row])];
                (*count, *sum) = (*count + 1, *sum + Exact::of(values[row]));
            }
            for (word, (count, sum)) in codes.words.iter().zip(groups).filter(|(_, (count, _))| *count > 0) {
                let key = FigureKey::to_date(&indicator.code, self.question.period).by(&dimension, word);
                self.tally.add(key, part(count, sum, made));
            }
        }
        Ok(())
    }

    /// The rows of each period that carry a value. Notes whose they are.
    fn valued_rows(&mut self, indicator: &Indicator, selection: &Selection, values: &[f64]) -> Vec<Vec<u32>> {
        let (periods, agencies) = (&selection.periods, &selection.codes[column::AGENCY]);
        let valued = || (0u32..).zip(periods).filter(|(row, at)| **at != Axis::OUT && !values[*row as usize].is_nan());
        let mut counts = vec![vec![0usize; agencies.words.len()]; self.periods.len()];
        for (row, at) in valued() {
            counts[usize::from(*at)][usize::from(agencies.indices[row as usize])] += 1;
        }
        for (period, counts) in self.periods.iter().zip(&counts) {
            let reported = agencies.words.iter().zip(counts).filter(|(_, count)| **count > 0);
            reported.for_each(|(agency, _)| self.tally.reported(&indicator.code, *period, agency));
        }
        // As long as they will be: a list that grows is copied, and there twice meanwhile.
        let mut rows_of: Vec<Vec<u32>> = counts.iter().map(|counts| Vec::with_capacity(counts.iter().sum())).collect();
        valued().for_each(|(row, at)| rows_of[usize::from(*at)].push(row));
        rows_of
    }
}

/// For each beneficiary the row of the last value so far; how many have one, and the sum of them.
struct Latest<'a> {
    selection: &'a Selection,
    values: &'a [f64],
    /// By beneficiary; `NONE` where there is none.
    rows: Vec<u32>,
    count: u64,
    sum: Exact,
}

impl<'a> Latest<'a> {
    const NONE: u32 = u32::MAX;

    fn new(selection: &'a Selection, values: &'a [f64]) -> Self {
        let rows = vec![Self::NONE; selection.id_count as usize];
        Self { selection, values, rows, count: 0, sum: Exact::default() }
    }

    /// Takes a row that stands later than all rows of its month that were taken before.
    fn take(&mut self, row: u32) {
        let months = &self.selection.months;
        let slot = &mut self.rows[self.selection.ids[row as usize] as usize];
        if *slot == Self::NONE {
            self.count += 1;
        } else if months[row as usize] >= months[*slot as usize] {
            self.sum = self.sum - Exact::of(self.values[*slot as usize]);
        } else {
            return;
        }
        *slot = row;
        self.sum += Exact::of(self.values[row as usize]);
    }

    /// Is empty again after these rows, all that were taken.
    fn forget(&mut self, rows: &[u32]) {
        rows.iter().for_each(|row| self.rows[self.selection.ids[*row as usize] as usize] = Self::NONE);
        (self.count, self.sum) = (0, Exact::default());
    }

    /// The row of each beneficiary that has one, in the order of beneficiaries.
    fn rows(&self) -> impl Iterator<Item = usize> {
        self.rows.iter().filter(|row| **row != Self::NONE).map(|row| *row as usize)
    }
}

fn part(count: u64, sum: Exact, made: Made) -> Part {
    let sum = Some(sum.value()).filter(|_| count > 0);
    match made {
        Made::Mean => {
            Part { numerator: sum, denominator: sum.map(|_| count as f64), records: count, ..Part::default() }
        }
        Made::Sum => Part { value: sum, records: count, ..Part::default() },
    }
}
