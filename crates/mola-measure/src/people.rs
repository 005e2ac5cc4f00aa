//! The people of a programme: from the sum of reports to each person once, where they are, and who
//! serves whom.

use crate::Measurement;
use crate::census::{By, Count, Cut, by_code};
use crate::roster::Codes;
use crate::selection::Selection;
use crate::unique::{agency_by, counted};
use mola_frame::column;
use mola_model::{AgencyCount, CrossCell, FigureKey, Indicator, Overlap, Reconciliation, Status};

/// The reconciliation, the cross table (its figures still to be looked up) and the overlap.
pub(crate) type People = (Reconciliation, Vec<(CrossKey, FigureKey)>, Vec<Overlap>);

/// Place, sex and sector; `None` is all of them.
pub(crate) type CrossKey = [Option<String>; 3];

/// The dimensions of the cross table.
const CROSS: [&str; 3] = [column::PLACE, column::SEX, column::SECTOR];

impl Measurement<'_> {
    /// The tables about the indicator that the programme reconciles; `None` where there is none.
    pub(crate) fn people(&mut self, indicator: &Indicator, selection: &Selection<'_>) -> Option<People> {
        let agencies = selection.roster.codes.get(column::AGENCY)?;
        let (reconciliation, overlap) = self.reconcile(selection, agencies);
        let cross = self.cross(&indicator.code, selection);
        Some((reconciliation, cross, overlap))
    }

    /// What has to be counted for these tables, besides what the indicator itself needs.
    pub(crate) fn people_cuts() -> Vec<Cut> {
        let crossed = combinations().map(|chosen| chosen.iter().map(|at| By::Code(CROSS[*at].to_owned())).collect());
        crossed.chain([agency_by(By::Month)]).collect()
    }

    fn reconcile(&self, selection: &Selection<'_>, agencies: &Codes) -> (Reconciliation, Vec<Overlap>) {
        let monthly = selection.counts(&agency_by(By::Month));
        let once = selection.counts(&by_code(column::AGENCY));
        let months = usize::from(selection.roster.month_count);
        let served = served_by(selection, agencies);
        // Agencies show in the programme's order; what reports under another name comes last.
        let order = self.agency_order(agencies, once);
        let gross = |index: usize| monthly[index * months..(index + 1) * months].iter().map(|c| c.beneficiaries).sum();
        let rows: Vec<AgencyCount> = order
            .iter()
            .map(|index| AgencyCount {
                agency: agencies.words[*index].clone(),
                gross: Some(gross(*index)),
                unique: Some(once[*index].beneficiaries),
                only_here: Some(served.iter().filter(|mask| **mask == 1 << index).count() as u64),
            })
            .collect();
        let gross = rows.iter().filter_map(|row| row.gross).sum();
        let by_agency: u64 = rows.iter().filter_map(|row| row.unique).sum();
        let unique = selection.counts(&Cut::new()).iter().map(|count| count.beneficiaries).sum();
        let overlap = overlaps(&order, agencies, &served);
        let reconciliation =
            Reconciliation { gross, repeated: gross - by_agency, shared: by_agency - unique, unique, agencies: rows };
        (reconciliation, overlap)
    }

    /// Indices of the agencies that occur, in the programme's order.
    fn agency_order(&self, agencies: &Codes, counts: &[Count]) -> Vec<usize> {
        let known = self.question.programme.agencies.iter().map(|a| a.code.as_str());
        let mut order: Vec<usize> = known.filter_map(|code| agencies.words.iter().position(|w| w == code)).collect();
        order.extend((0..agencies.words.len()).filter(|i| !order.contains(i)).collect::<Vec<_>>());
        order.retain(|index| counts[*index].records > 0);
        order
    }

    /// Adds the figures of every combination of two or three of place, sex and sector; those of
    /// one and of none are there already. Gives the keys of all.
    fn cross(&mut self, code: &str, selection: &Selection<'_>) -> Vec<(CrossKey, FigureKey)> {
        let total = FigureKey::to_date(code, self.question.period);
        let mut cells = Vec::new();
        for chosen in combinations() {
            let axes: Vec<(usize, &Codes)> =
                chosen.iter().filter_map(|at| Some((*at, selection.roster.codes.get(CROSS[*at])?))).collect();
            let cut = chosen.iter().map(|at| By::Code(CROSS[*at].to_owned())).collect();
            let counts = selection.counts(&cut).iter().enumerate();
            for (cell, count) in counts.filter(|(_, count)| count.records > 0) {
                let (place, key) = combination(&axes, cell, &total);
                if axes.len() > 1 {
                    self.tally.add(key.clone(), counted(Count { records: count.beneficiaries, ..*count }));
                }
                cells.push((place, key));
            }
        }
        cells.sort();
        cells
    }
}

/// Every choice among the dimensions of the cross table.
fn combinations() -> impl Iterator<Item = Vec<usize>> {
    (0..8u8).map(|chosen| (0..CROSS.len()).filter(|at| chosen & (1 << at) != 0).collect())
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
fn served_by(selection: &Selection<'_>, agencies: &Codes) -> Vec<u64> {
    let bit = |row: usize| 1u64.checked_shl(u32::from(agencies.indices[row])).unwrap_or(0);
    selection.beneficiaries().map(|(_, rows)| rows.fold(0, |served, row| served | bit(row))).collect()
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
