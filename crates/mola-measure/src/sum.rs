//! Measures added up over participations.

use crate::Measurement;
use crate::canon::measure;
use crate::selection::Selection;
use crate::tally::Part;
use mola_frame::column;
use mola_model::{FigureKey, Indicator};
use polars::prelude::*;
use std::collections::BTreeMap;

/// One cell of the cube: period, then each dimension, as indices; a sum and the rows behind it.
struct Cell {
    period: usize,
    at: Vec<usize>,
    sum: f64,
    rows: u64,
}

impl Measurement<'_> {
    /// Adds the figures of a measure that is added up over participations.
    pub(crate) fn sum(&mut self, indicator: &Indicator, name: Option<&str>, selection: &Selection) -> PolarsResult<()> {
        let Some(name) = name else { return Ok(()) };
        let dimensions: Vec<String> =
            self.dimensions(indicator).into_iter().filter(|d| selection.codes.contains_key(d)).collect();
        let cells = self.cube(name, &dimensions, selection)?;
        let add = |totals: &mut BTreeMap<FigureKey, Part>, key: FigureKey, cell: &Cell| {
            let part = totals.entry(key).or_default();
            part.value = Some(part.value.unwrap_or(0.0) + cell.sum);
            part.records += cell.rows;
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
        totals.into_iter().for_each(|(key, part)| self.tally.add(key, part));
        Ok(())
    }

    /// Sums by period and dimensions, ordered by cell, so that sums of them are always made in one
    /// order.
    fn cube(&self, name: &str, dimensions: &[String], selection: &Selection) -> PolarsResult<Vec<Cell>> {
        let (periods, _) = self.period_axis(selection);
        let radixes: Vec<u64> = dimensions.iter().map(|d| selection.codes[d].words.len() as u64).collect();
        let packed: Vec<u64> = (0..selection.height())
            .map(|row| {
                let start = u64::from(periods[row]);
                dimensions.iter().zip(&radixes).fold(start, |cell, (dimension, radix)| {
                    cell.wrapping_mul(*radix).wrapping_add(u64::from(selection.codes[dimension].indices[row]))
                })
            })
            .collect();
        let values = measure(&selection.frame, name)?;
        let frame = DataFrame::new(
            selection.height(),
            vec![
                UInt64Chunked::from_vec("cell".into(), packed).into_column(),
                values.with_name("value".into()).into_column(),
            ],
        )?;
        let grouped = frame
            .lazy()
            .filter(col("value").is_not_null())
            .group_by([col("cell")])
            .agg([col("value").sum(), len().alias("rows")])
            .sort(["cell"], SortMultipleOptions::default())
            .collect()?;
        let (cells, sums) = (grouped.column("cell")?.u64()?, grouped.column("value")?.f64()?);
        let rows = grouped.column("rows")?.cast(&DataType::UInt64)?;
        let unpack = |mut cell: u64| {
            let mut at: Vec<usize> = Vec::with_capacity(radixes.len());
            for radix in radixes.iter().rev() {
                at.push((cell % radix) as usize);
                cell /= radix;
            }
            at.reverse();
            (cell as usize, at)
        };
        let cells = cells.iter().zip(sums.iter()).zip(rows.u64()?.iter()).filter_map(|((cell, sum), rows)| {
            let (period, at) = unpack(cell?);
            Some(Cell { period, at, sum: sum?, rows: rows? })
        });
        Ok(cells.filter(|cell| cell.period < self.periods.len()).collect())
    }
}
