//! The last value that each beneficiary reported: means over beneficiaries (rule R16) and stocks
//! added up over them (rule R2).

use crate::Measurement;
use crate::canon::measure;
use crate::selection::Selection;
use crate::tally::Part;
use mola_frame::column;
use mola_model::{FigureKey, Indicator, Month, Window};
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
        for period in self.periods.clone() {
            let to_date = Window { first: self.window.first, last: period.last() };
            for (key, window) in [
                (FigureKey::to_date(&indicator.code, period), to_date),
                (FigureKey::in_period(&indicator.code, period), period.window()),
            ] {
                let rows = last_rows(selection, &values, window);
                self.tally.add(key, part(rows.iter().map(|(_, value)| *value), made));
            }
        }
        let rows = last_rows(selection, &values, self.window);
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

/// For each beneficiary with a value in `window` the row of the last one and the value, in the
/// order of beneficiaries.
fn last_rows(selection: &Selection, values: &[Option<f64>], window: Window) -> Vec<(usize, f64)> {
    let mut last: Vec<Option<(i32, usize, f64)>> = vec![None; selection.id_count as usize];
    for (row, (value, month)) in values.iter().zip(&selection.months).enumerate() {
        let Some(value) = value else { continue };
        if !window.contains(Month(*month)) {
            continue;
        }
        let slot = &mut last[selection.ids[row] as usize];
        if slot.is_none_or(|(latest, _, _)| *month >= latest) {
            *slot = Some((*month, row, *value));
        }
    }
    last.into_iter().flatten().map(|(_, row, value)| (row, value)).collect()
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
