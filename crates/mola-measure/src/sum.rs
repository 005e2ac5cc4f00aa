//! Measures added up over participations.

use crate::Measurement;
use crate::selection::{Axis, Codes, Selection};
use crate::tally::Part;
use mola_frame::column;
use mola_model::{Exact, FigureKey, Indicator};
use polars::prelude::PolarsResult;
use std::collections::{BTreeMap, HashMap};

/// One cell of the cube: period, then each dimension, as indices; a sum and the rows behind it.
struct Cell {
    period: usize,
    at: Vec<usize>,
    sum: Exact,
    rows: u64,
}

impl Measurement<'_> {
    /// Adds the figures of a measure that is added up over participations.
    pub(crate) fn sum(&mut self, indicator: &Indicator, name: Option<&str>, selection: &Selection) -> PolarsResult<()> {
        let Some(name) = name else { return Ok(()) };
        let dimensions: Vec<String> =
            self.dimensions(indicator).into_iter().filter(|d| selection.codes.contains_key(d)).collect();
        let cells = self.cube(name, &dimensions, selection)?;
        let add = |totals: &mut BTreeMap<FigureKey, (Exact, u64)>, key: FigureKey, cell: &Cell| {
            let (sum, rows) = totals.entry(key).or_default();
            *sum += cell.sum;
            *rows += cell.rows;
        };
        let mut totals = BTreeMap::new();
        let to_date = FigureKey::to_date(&indicator.code, self.question.period);
        for cell in &cells {
            for period in &self.periods[cell.period..] {
                add(&mut totals, FigureKey::to_date(&indicator.code, *period), cell);
            }
            let in_period = FigureKey::in_period(&indicator.code, self.periods[cell.period]);
            add(&mut totals, in_period.clone(), cell);
            for (dimension, index) in dimensions.iter().zip(&cell.at) {
                let word = &selection.codes[dimension].words[*index];
                add(&mut totals, to_date.clone().by(dimension, word), cell);
                if dimension == column::AGENCY {
                    add(&mut totals, in_period.clone().by(dimension, word), cell);
                    self.tally.reported(&indicator.code, self.periods[cell.period], word);
                }
            }
        }
        for (key, (sum, records)) in totals {
            self.tally.add(key, Part { value: Some(sum.value()), records, ..Part::default() });
        }
        Ok(())
    }

    /// Sums by period and dimensions, ordered by cell.
    fn cube(&self, name: &str, dimensions: &[String], selection: &Selection) -> PolarsResult<Vec<Cell>> {
        let periods = &selection.periods;
        let codes: Vec<&Codes> = dimensions.iter().map(|d| &selection.codes[d]).collect();
        let mut sums: HashMap<u64, (Exact, u64), foldhash::fast::FixedState> = HashMap::default();
        for (row, value) in selection.measure(name)?.iter().enumerate() {
            let Some(value) = value.filter(|_| periods[row] != Axis::OUT) else { continue };
            let cell = codes.iter().fold(u64::from(periods[row]), |cell, codes| {
                cell.wrapping_mul(codes.words.len() as u64).wrapping_add(u64::from(codes.indices[row]))
            });
            let (sum, rows) = sums.entry(cell).or_default();
            *sum += Exact::of(value);
            *rows += 1;
        }
        let mut cells: Vec<(u64, (Exact, u64))> = sums.into_iter().collect();
        cells.sort_unstable_by_key(|(cell, _)| *cell);
        let unpack = |mut cell: u64| {
            let mut at: Vec<usize> = Vec::with_capacity(codes.len());
            for codes in codes.iter().rev() {
                at.push((cell % codes.words.len() as u64) as usize);
                cell /= codes.words.len() as u64;
            }
            at.reverse();
            (cell as usize, at)
        };
        let cells = cells.into_iter().map(|(cell, (sum, rows))| {
            let (period, at) = unpack(cell);
            Cell { period, at, sum, rows }
        });
        Ok(cells.collect())
    }
}
