//! The people of a programme: from the sum of reports to each person once, where they are, and who
//! serves whom.

use crate::Measurement;
use crate::selection::{Axis, Codes, Selection};
use crate::unique::counted;
use mola_frame::column;
use mola_model::{AgencyCount, CrossCell, FigureKey, Overlap, Reconciliation, Status};
use polars::prelude::PolarsResult;
use std::collections::BTreeMap;

/// The reconciliation, the cross table (its figures still to be looked up) and the overlap.
pub(crate) type People = (Reconciliation, Vec<(CrossKey, FigureKey)>, Vec<Overlap>);

/// Place, sex and sector; `None` is all of them.
pub(crate) type CrossKey = [Option<String>; 3];

/// The dimensions of the cross table.
const CROSS: [&str; 3] = [column::PLACE, column::SEX, column::SECTOR];

impl Measurement<'_> {
    /// The tables about the indicator that the programme reconciles; `None` where there is none.
    pub(crate) fn people(&mut self, selections: &BTreeMap<String, Selection>) -> PolarsResult<Option<People>> {
        let programme = self.question.programme;
        let Some(indicator) = programme.people.as_ref().and_then(|code| programme.indicator(code)) else {
            return Ok(None);
        };
        let Some(selection) = selections.get(&crate::selection_key(&indicator.computation)) else {
            return Ok(None);
        };
        let Some(agencies) = selection.codes.get(column::AGENCY) else { return Ok(None) };
        let (reconciliation, overlap) = self.reconcile(selection, agencies)?;
        let cross = self.cross(&indicator.code, selection)?;
        Ok(Some((reconciliation, cross, overlap)))
    }

    fn reconcile(&self, selection: &Selection, agencies: &Codes) -> PolarsResult<(Reconciliation, Vec<Overlap>)> {
        let (months, radix) = selection.month_axis(self.window);
        let monthly = selection.distinct_over(&[agencies], Axis { indices: &months, radix })?;
        let once = selection.distinct(&[agencies])?;
        let served = served_by(selection, agencies);
        // Agencies show in the programme's order; what reports under another name comes last.
        let order = self.agency_order(agencies);
        let rows: Vec<AgencyCount> = order
            .iter()
            .map(|index| AgencyCount {
                agency: agencies.words[*index].clone(),
                gross: Some(monthly[index * radix as usize..(index + 1) * radix as usize].iter().sum()),
                unique: Some(once[*index]),
                only_here: Some(served.iter().filter(|mask| **mask == 1 << index).count() as u64),
            })
            .collect();
        let gross = rows.iter().filter_map(|row| row.gross).sum();
        let by_agency: u64 = rows.iter().filter_map(|row| row.unique).sum();
        let unique = u64::from(selection.id_count);
        let overlap = overlaps(&order, agencies, &served);
        let reconciliation =
            Reconciliation { gross, repeated: gross - by_agency, shared: by_agency - unique, unique, agencies: rows };
        Ok((reconciliation, overlap))
    }

    /// Indices of the agencies that occur, in the programme's order.
    fn agency_order(&self, agencies: &Codes) -> Vec<usize> {
        let known = self.question.programme.agencies.iter().map(|a| a.code.as_str());
        let mut order: Vec<usize> = known.filter_map(|code| agencies.words.iter().position(|w| w == code)).collect();
        let records = crate::unique::per_code(agencies);
        order.extend((0..agencies.words.len()).filter(|i| !order.contains(i)).collect::<Vec<_>>());
        order.retain(|index| records[*index] > 0);
        order
    }

    /// Adds the figures of every combination of two or three of place, sex and sector; those of
    /// one and of none are there already. Gives the keys of all.
    fn cross(&mut self, code: &str, selection: &Selection) -> PolarsResult<Vec<(CrossKey, FigureKey)>> {
        let total = FigureKey::to_date(code, self.question.period);
        let mut cells = Vec::new();
        for chosen in 0..8u8 {
            let axes: Vec<(usize, &Codes)> = (0..3)
                .filter(|at| chosen & (1 << at) != 0)
                .filter_map(|at| Some((at, selection.codes.get(CROSS[at])?)))
                .collect();
            if axes.len() != chosen.count_ones() as usize {
                continue;
            }
            let counts = selection.distinct(&axes.iter().map(|(_, codes)| *codes).collect::<Vec<_>>())?;
            for (cell, count) in counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
                let (place, key) = combination(&axes, cell, &total);
                if axes.len() > 1 {
                    self.tally.add(key.clone(), counted(count, count));
                }
                cells.push((place, key));
            }
        }
        cells.sort();
        Ok(cells)
    }
}

/// The codes that a cell in mixed radix stands for.
fn combination(axes: &[(usize, &Codes)], mut cell: usize, total: &FigureKey) -> (CrossKey, FigureKey) {
    let (mut place, mut key) = (CrossKey::default(), total.clone());
    for (at, codes) in axes.iter().rev() {
        let word = &codes.words[cell % codes.words.len()];
        cell /= codes.words.len();
        key = key.by(CROSS[*at], word);
        place[*at] = Some(word.clone());
    }
    (place, key)
}

/// For each person the agencies that reported them, one bit an agency. Agencies beyond the 64th
/// are left out of overlaps; no programme has half as many.
fn served_by(selection: &Selection, agencies: &Codes) -> Vec<u64> {
    let mut served = vec![0u64; selection.id_count as usize];
    for (id, agency) in selection.ids.iter().zip(&agencies.indices) {
        served[*id as usize] |= 1u64.checked_shl(u32::from(*agency)).unwrap_or(0);
    }
    served
}

fn overlaps(order: &[usize], agencies: &Codes, served: &[u64]) -> Vec<Overlap> {
    let mut pairs = Vec::new();
    for (at, first) in order.iter().enumerate() {
        for second in &order[at + 1..] {
            let both = 1u64.checked_shl(*first as u32).unwrap_or(0) | 1u64.checked_shl(*second as u32).unwrap_or(0);
            let people = served.iter().filter(|mask| both.count_ones() == 2 && **mask & both == both).count() as u64;
            pairs.push(Overlap {
                first: agencies.words[*first].clone(),
                second: agencies.words[*second].clone(),
                people,
                status: Status::Reported,
            });
        }
    }
    pairs
}

/// The cross table with its figures.
pub(crate) fn cross_cells(keys: Vec<(CrossKey, FigureKey)>, facts: &[mola_model::Figure]) -> Vec<CrossCell> {
    let find = |key: &FigureKey| facts.binary_search_by(|f| f.key.cmp(key)).ok().map(|at| facts[at].clone());
    keys.into_iter()
        .filter_map(|([place, sex, sector], key)| Some(CrossCell { place, sex, sector, figure: find(&key)? }))
        .collect()
}
