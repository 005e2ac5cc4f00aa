//! The last value that each beneficiary reported: means over beneficiaries (rule R16) and stocks
//! added up over them (rule R2).

use crate::Measurement;
use crate::canon::measure;
use crate::selection::Selection;
use crate::tally::Part;
use mola_frame::column;
use mola_model::{FigureKey, Indicator};
use polars::prelude::*;

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
        let values = measure(&selection.frame, name)?;
        let values: Vec<Option<f64>> = values.iter().collect();
        let (periods, _) = self.period_axis(selection);
        let mut rows_of: Vec<Vec<u32>> = vec![Vec::new(); self.periods.len()];
        for (row, at) in periods.iter().enumerate().filter(|(row, _)| values[*row].is_some()) {
            if let Some(own) = rows_of.get_mut(*at as usize) {
                own.push(row as u32);
            }
        }
        let mut latest = Latest::new(selection, &values);
        for (period, rows) in self.periods.clone().into_iter().zip(rows_of) {
            let mut own = Latest::new(selection, &values);
            for row in rows {
                latest.take(row);
                own.take(row);
            }
            self.tally.add(FigureKey::to_date(&indicator.code, period), part(latest.values(), made));
            self.tally.add(FigureKey::in_period(&indicator.code, period), part(own.values(), made));
        }
        let rows: Vec<(usize, f64)> = latest.rows().collect();
        for dimension in self.dimensions(indicator) {
            let Some(codes) = selection.codes.get(&dimension) else { continue };
            let mut groups: Vec<Vec<f64>> = vec![Vec::new(); codes.words.len()];
            rows.iter().for_each(|(row, value)| groups[codes.indices[*row] as usize].push(*value));
            for (word, group) in codes.words.iter().zip(groups).filter(|(_, group)| !group.is_empty()) {
                let key = FigureKey::to_date(&indicator.code, self.question.period).by(&dimension, word);
                self.tally.add(key, part(group.into_iter(), made));
            }
        }
        self.note_reporters(indicator, selection, &values);
        Ok(())
    }

    fn note_reporters(&mut self, indicator: &Indicator, selection: &Selection, values: &[Option<f64>]) {
        let (periods, _) = self.period_axis(selection);
        let Some(agencies) = selection.codes.get(column::AGENCY) else { return };
        let mut seen = std::collections::BTreeSet::new();
        for row in (0..selection.height()).filter(|row| values[*row].is_some()) {
            if seen.insert((periods[row], agencies.indices[row]))
                && let Some(period) = self.periods.get(periods[row] as usize)
            {
                self.tally.reported(&indicator.code, *period, &agencies.words[agencies.indices[row] as usize]);
            }
        }
    }
}

/// For each beneficiary the row of the last value so far.
struct Latest<'a> {
    selection: &'a Selection,
    values: &'a [Option<f64>],
    /// By beneficiary; `NONE` where there is none.
    rows: Vec<u32>,
}

impl<'a> Latest<'a> {
    const NONE: u32 = u32::MAX;

    fn new(selection: &'a Selection, values: &'a [Option<f64>]) -> Self {
        Self { selection, values, rows: vec![Self::NONE; selection.id_count as usize] }
    }

    /// Takes a row that stands later than all rows of its month that were taken before.
    fn take(&mut self, row: u32) {
        let months = &self.selection.months;
        let slot = &mut self.rows[self.selection.ids[row as usize] as usize];
        if *slot == Self::NONE || months[row as usize] >= months[*slot as usize] {
            *slot = row;
        }
    }

    /// Row and value of each beneficiary that has one, in the order of beneficiaries.
    fn rows(&self) -> impl Iterator<Item = (usize, f64)> {
        let own = self.rows.iter().filter(|row| **row != Self::NONE).map(|row| *row as usize);
        own.filter_map(|row| Some((row, self.values[row]?)))
    }

    fn values(&self) -> impl Iterator<Item = f64> {
        self.rows().map(|(_, value)| value)
    }
}

fn part(values: impl Iterator<Item = f64>, made: Made) -> Part {
    let (count, sum) = values.fold((0u64, 0.0), |(count, sum), value| (count + 1, sum + value));
    if count == 0 {
        return Part::default();
    }
    match made {
        Made::Mean => Part { numerator: Some(sum), denominator: Some(count as f64), records: count, ..Part::default() },
        Made::Sum => Part { value: Some(sum), records: count, ..Part::default() },
    }
}
