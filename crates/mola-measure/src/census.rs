//! Beneficiaries counted once by each of many combinations of codes, for all indicators in one pass.
//!
//! Rows stand beneficiary by beneficiary. A cell that keeps who was counted last needs no set of
//! those whom it counted before: whoever comes back comes back at once.

use crate::roster::{Axis, Roster};
use crate::selection::Selection;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What beneficiaries are counted by: codes, periods, months, or combinations of them. An empty one
/// counts them as a whole.
pub(crate) type Cut = Vec<By>;

/// One axis of a cut.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum By {
    /// A column of codes.
    Code(String),
    /// Periods of the report's cycle.
    Period,
    /// Months of the window.
    Month,
}

/// What a cell of a cut holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Count {
    /// Beneficiaries, each once.
    pub beneficiaries: u64,
    /// Participations.
    pub records: u64,
}

/// A cut by one column of codes.
pub(crate) fn by_code(name: &str) -> Cut {
    vec![By::Code(name.to_owned())]
}

/// So many selections are counted in one pass: as many as a word has bits.
const AT_ONCE: usize = u64::BITS as usize;
/// So many beneficiaries are counted by one thread at a time.
const PORTION: u32 = 1 << 12;

/// Counts beneficiaries and records of selections of one roster, for each by the cuts that are asked
/// of it. Cuts by columns that there are none of are left out.
pub(crate) fn census(roster: &Roster, mut asked: Vec<(&mut Selection<'_>, Vec<Cut>)>) {
    for portion in asked.chunks_mut(AT_ONCE) {
        let plan = Plan::new(roster, portion);
        let cells = plan.counted();
        for ((selection, _), own) in portion.iter_mut().zip(&plan.selections) {
            own.hand_out(&plan, &cells, selection);
        }
    }
}

/// Where everything is counted.
struct Plan<'a> {
    roster: &'a Roster,
    periods: Axis<'a>,
    /// Columns that filters look at, and by code which selections it passes, one bit each.
    tests: Vec<(&'a [u16], Vec<u64>)>,
    /// The different cuts, each with its axes.
    cuts: Vec<(Cut, Vec<Stride<'a>>)>,
    selections: Vec<Planned>,
    /// Cells in all.
    size: usize,
}

/// One index a row, and how many cells a step of it takes.
type Stride<'a> = (&'a [u16], usize);

/// Where a selection is counted.
struct Planned {
    /// The cell of the whole.
    whole: usize,
    /// The first of the cells of first periods.
    firsts: usize,
    /// The index of each cut, its first cell, and how many it has.
    cuts: Vec<(usize, usize, usize)>,
}

/// A cell that is being counted.
#[derive(Clone, Copy)]
struct Cell {
    last: u32,
    beneficiaries: u32,
    records: u32,
}

impl Cell {
    const EMPTY: Self = Self { last: Roster::NONE, beneficiaries: 0, records: 0 };

    /// Counts a record of `who`; says whether it is the first one.
    #[inline]
    fn take(&mut self, who: u32) -> bool {
        let new = self.last != who;
        self.last = who;
        self.beneficiaries += u32::from(new);
        self.records += 1;
        new
    }
}

impl<'a> Plan<'a> {
    fn new(roster: &'a Roster, asked: &[(&mut Selection<'_>, Vec<Cut>)]) -> Self {
        let (periods, tests) = (roster.period_axis(), tests(roster, asked));
        let mut plan = Self { roster, periods, tests, cuts: Vec::new(), selections: Vec::new(), size: 0 };
        for (_, cuts) in asked {
            let (whole, firsts) = (plan.room(1), plan.room(usize::from(periods.radix)));
            let cuts = cuts.iter().filter_map(|cut| {
                let axes = cut.iter().map(|by| roster.axis(by)).collect::<Option<Vec<_>>>()?;
                let size = axes.iter().map(|axis| usize::from(axis.radix)).product();
                Some((plan.cut(cut, &axes), plan.room(size), size))
            });
            let cuts = cuts.collect();
            plan.selections.push(Planned { whole, firsts, cuts });
        }
        plan
    }

    /// The first of so many new cells.
    fn room(&mut self, cells: usize) -> usize {
        self.size += cells;
        self.size - cells
    }

    /// The index of a cut.
    fn cut(&mut self, cut: &Cut, axes: &[Axis<'a>]) -> usize {
        if let Some(known) = self.cuts.iter().position(|(known, _)| known == cut) {
            return known;
        }
        let mut stride = 1;
        let mut strides: Vec<_> = Vec::with_capacity(axes.len());
        for axis in axes.iter().rev() {
            strides.push((axis.indices, stride));
            stride *= usize::from(axis.radix);
        }
        self.cuts.push((cut.clone(), strides));
        self.cuts.len() - 1
    }

    /// All cells, counted.
    fn counted(&self) -> Vec<Count> {
        let count = self.roster.beneficiary_count;
        let portions = (0..count.div_ceil(PORTION)).into_par_iter();
        let fold = portions.fold(
            || vec![Cell::EMPTY; self.size],
            |mut cells, at| {
                self.count(at * PORTION..((at + 1) * PORTION).min(count), &mut cells);
                cells
            },
        );
        let counts = fold.map(|cells| cells.into_iter().map(Count::from).collect());
        counts.reduce(
            || vec![Count::default(); self.size],
            |mut all: Vec<Count>, other| {
                all.iter_mut().zip(other).for_each(|(one, other)| one.add(other));
                all
            },
        )
    }

    /// Counts some beneficiaries.
    fn count(&self, beneficiaries: std::ops::Range<u32>, cells: &mut [Cell]) {
        let mut at = vec![0usize; self.cuts.len()];
        for who in beneficiaries {
            for row in self.roster.rows_of(who) {
                let mut passing = self.passing(row);
                if passing == 0 || self.periods.indices[row] == Axis::OUT {
                    continue;
                }
                for (at, (_, axes)) in at.iter_mut().zip(&self.cuts) {
                    *at = axes.iter().map(|(indices, stride)| usize::from(indices[row]) * stride).sum();
                }
                while passing != 0 {
                    let own = &self.selections[passing.trailing_zeros() as usize];
                    passing &= passing - 1;
                    if cells[own.whole].take(who) {
                        cells[own.firsts + usize::from(self.periods.indices[row])].take(who);
                    }
                    for (cut, first, _) in &own.cuts {
                        cells[first + at[*cut]].take(who);
                    }
                }
            }
        }
    }

    /// The selections that a row is in, one bit each.
    #[inline]
    fn passing(&self, row: usize) -> u64 {
        let all = u64::MAX >> (AT_ONCE - self.selections.len());
        self.tests.iter().fold(all, |passing, (indices, passes)| passing & passes[usize::from(indices[row])])
    }
}

/// Columns that filters look at, and by code which selections it passes, one bit each.
fn tests<'a>(roster: &'a Roster, asked: &[(&mut Selection<'_>, Vec<Cut>)]) -> Vec<(&'a [u16], Vec<u64>)> {
    let mut tests = BTreeMap::new();
    for (bit, (selection, _)) in asked.iter().enumerate() {
        for test in &selection.tests {
            let Some(codes) = roster.filters.get(test.name) else { continue };
            let (_, passes) =
                tests.entry(test.name).or_insert_with(|| (codes.indices.as_slice(), vec![u64::MAX; codes.words.len()]));
            let refused = passes.iter_mut().zip(&test.passes).filter(|(_, passes)| !**passes);
            refused.for_each(|(selections, _)| *selections &= !(1 << bit));
        }
    }
    tests.into_values().collect()
}

impl Planned {
    /// Gives a selection what was counted for it.
    fn hand_out(&self, plan: &Plan<'_>, cells: &[Count], selection: &mut Selection<'_>) {
        let firsts = &cells[self.firsts..self.firsts + usize::from(plan.periods.radix)];
        selection.firsts = firsts.iter().map(|count| count.beneficiaries).collect();
        selection.counts.insert(Cut::new(), vec![cells[self.whole]]);
        for (cut, first, size) in &self.cuts {
            selection.counts.insert(plan.cuts[*cut].0.clone(), cells[*first..first + size].to_vec());
        }
    }
}

impl Count {
    fn add(&mut self, other: Self) {
        self.beneficiaries += other.beneficiaries;
        self.records += other.records;
    }
}

impl From<Cell> for Count {
    fn from(cell: Cell) -> Self {
        Self { beneficiaries: cell.beneficiaries.into(), records: cell.records.into() }
    }
}
