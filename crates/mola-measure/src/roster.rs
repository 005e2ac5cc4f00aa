//! All participations of one kind of beneficiary, beneficiary by beneficiary, ready to be counted.

use crate::census::By;
use mola_frame::column;
use polars::prelude::*;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The code of the category *unknown* (rule R15).
pub const UNKNOWN: &str = "?";

/// Attributes of a beneficiary, as against those of a participation: the latest that is known
/// holds for all its records.
const ATTRIBUTES: [&str; 4] = [column::SEX, column::AREA, column::ETHNICITY, column::AGE_BAND];

/// A column of codes, each row an index into `words`; the last word is `UNKNOWN`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Codes {
    /// The codes that occur, and `UNKNOWN`.
    pub words: Vec<String>,
    /// One index a row.
    pub indices: Vec<u16>,
}

/// One axis of a count: an index below `radix` for each row, or `OUT`.
#[derive(Clone, Copy)]
pub(crate) struct Axis<'a> {
    /// One index a row.
    pub indices: &'a [u16],
    /// One more than the largest index.
    pub radix: u16,
}

impl Axis<'_> {
    /// The index of a row that does not count.
    pub const OUT: u16 = u16::MAX;
}

/// Participations of one kind of beneficiary within a window. The rows of a beneficiary stand one
/// below the other, by month, and within a month in the order of receipt: the last one is the
/// latest.
#[derive(Default)]
pub(crate) struct Roster {
    /// Beneficiaries as numbers from 0, one a row; only until the rows are sorted, for then `starts` tells.
    pub ids: Vec<u32>,
    /// How many beneficiaries there are.
    pub beneficiary_count: u32,
    /// Where the rows of each beneficiary begin, and after the last of them where its rows end.
    pub starts: Vec<u32>,
    /// The month of each row, counted from the window's first.
    pub months: Vec<u16>,
    /// Months of the window.
    pub month_count: u16,
    /// The index of each row's period, or `Axis::OUT`; none where periods are the months.
    pub periods_apart: Option<Vec<u16>>,
    /// How many periods there are.
    pub period_count: u16,
    /// Agency, place (its province) and the programme's dimensions.
    pub codes: BTreeMap<String, Codes>,
    /// The columns that filters look at, as they were reported.
    pub filters: BTreeMap<String, Codes>,
    /// Numbers that indicators are made of; NaN where there is none, which no reader gives.
    pub measures: BTreeMap<String, Vec<f64>>,
    /// Households as numbers from 0, or `NONE`; empty where no indicator looks at them.
    pub households: Vec<u32>,
    /// How many households there are.
    pub household_count: u32,
    /// Members of the household, `NO_SIZE` where that was not said.
    pub sizes: Vec<i32>,
    /// The place of each row in the order of receipt; empty where that is not asked for.
    pub received: Vec<u32>,
    /// Where records stand in their sources, in the order of receipt; empty where that is not asked for.
    pub frame: DataFrame,
    /// Beneficiaries reported with more than one value of an attribute, by attribute.
    pub conflicts: BTreeMap<String, BTreeSet<(String, String)>>,
}

impl Roster {
    /// No household.
    pub const NONE: u32 = u32::MAX;
    /// No size of a household.
    pub const NO_SIZE: i32 = i32::MIN;

    /// The number of rows.
    pub fn height(&self) -> usize {
        self.months.len()
    }

    /// The beneficiary of each row.
    pub fn beneficiaries(&self) -> Vec<u32> {
        let mut all = Vec::with_capacity(self.height());
        for who in 0..self.beneficiary_count {
            all.resize(self.starts[who as usize + 1] as usize, who);
        }
        all
    }

    /// The index of each row's period, or `Axis::OUT`.
    pub fn periods(&self) -> &[u16] {
        self.periods_apart.as_deref().unwrap_or(&self.months)
    }

    /// The rows of a beneficiary.
    pub fn rows_of(&self, beneficiary: u32) -> Range<usize> {
        let at = beneficiary as usize;
        self.starts[at] as usize..self.starts[at + 1] as usize
    }

    /// The numbers of a measure, NaN where there is none; `None` where no record carries it.
    pub fn measure(&self, name: &str) -> Option<&[f64]> {
        self.measures.get(name).map(Vec::as_slice)
    }

    /// The axis of periods.
    pub fn period_axis(&self) -> Axis<'_> {
        Axis { indices: self.periods(), radix: self.period_count }
    }

    /// An axis of a cut; `None` where there is no such column.
    pub fn axis(&self, by: &By) -> Option<Axis<'_>> {
        match by {
            By::Code(name) => self.codes.get(name).map(Codes::axis),
            By::Period => Some(self.period_axis()),
            By::Month => Some(Axis { indices: &self.months, radix: self.month_count }),
        }
    }

    /// Gives all rows of a beneficiary the attributes that are known last. The rows are sorted.
    pub(crate) fn settle(&mut self) {
        let starts = &self.starts;
        let attributes = self.codes.par_iter_mut().filter(|(name, _)| ATTRIBUTES.contains(&name.as_str()));
        let settled = attributes.map(|(name, codes)| (name.clone(), codes.settle(starts)));
        self.conflicts = settled.collect();
        // Who grows older is not reported twice.
        self.conflicts.remove(column::AGE_BAND);
    }

    /// Puts rows that stand in the order of receipt into that of beneficiaries and months.
    pub(crate) fn sort(&mut self) {
        self.starts = starts(self.ids.iter().copied(), self.beneficiary_count);
        let order = self.order();
        self.ids = Vec::new();
        let Self { months, households, sizes, codes, filters, measures, .. } = self;
        rayon::scope(|scope| {
            let order = &order;
            scope.spawn(move |_| permute(months, order));
            scope.spawn(move |_| permute(households, order));
            scope.spawn(move |_| permute(sizes, order));
            let codes = codes.values_mut().chain(filters.values_mut());
            codes.for_each(|codes| scope.spawn(move |_| permute(&mut codes.indices, order)));
        });
        // One after the other: they are the largest, and each is there twice for a moment.
        measures.values_mut().for_each(|values| permute(values, &order));
        if self.frame.width() > 0 || !self.households.is_empty() {
            self.received = order;
        }
    }

    /// The rows by beneficiary, then by month, then as they stand.
    fn order(&self) -> Vec<u32> {
        let mut order = ordered(0..self.height() as u32, self.beneficiary_count, |row| self.ids[row as usize]);
        let mut rest = order.as_mut_slice();
        for rows in self.starts.windows(2) {
            let (own, others) = rest.split_at_mut((rows[1] - rows[0]) as usize);
            own.sort_by_key(|row| self.months[*row as usize]);
            rest = others;
        }
        order
    }
}

/// Rows by their key below `bound`; those with the same key stay in the order in which they come.
pub(crate) fn ordered(rows: impl Iterator<Item = u32> + Clone, bound: u32, key: impl Fn(u32) -> u32) -> Vec<u32> {
    let mut next = starts(rows.clone().map(&key), bound);
    let mut order = vec![0; next.last().map_or(0, |end| *end as usize)];
    for row in rows {
        let place = &mut next[key(row) as usize];
        order[*place as usize] = row;
        *place += 1;
    }
    order
}

/// Where each key below `bound` begins once rows are in the order of keys, and where the last one ends.
pub(crate) fn starts(keys: impl Iterator<Item = u32>, bound: u32) -> Vec<u32> {
    let mut starts = vec![0u32; bound as usize + 1];
    keys.for_each(|key| starts[key as usize + 1] += 1);
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    starts
}

/// Puts values into an order. What was not kept has no values.
fn permute<T: Copy + Send + Sync>(values: &mut Vec<T>, order: &[u32]) {
    if !values.is_empty() {
        *values = order.par_iter().with_min_len(1 << 16).map(|row| values[*row as usize]).collect();
    }
}

impl Codes {
    /// The axis of these codes.
    pub fn axis(&self) -> Axis<'_> {
        Axis { indices: &self.indices, radix: self.words.len() as u16 }
    }

    /// The code of a row.
    pub fn word(&self, row: usize) -> &str {
        &self.words[usize::from(self.indices[row])]
    }

    /// Gives all rows of a beneficiary the last value that is known of it. Returns the pairs of
    /// values with which one beneficiary was reported one after the other.
    fn settle(&mut self, starts: &[u32]) -> BTreeSet<(String, String)> {
        let unknown = self.words.len() as u16 - 1;
        let mut pairs = BTreeSet::new();
        for rows in starts.windows(2) {
            let own = &mut self.indices[rows[0] as usize..rows[1] as usize];
            let mut last = unknown;
            for index in own.iter().copied().filter(|index| *index != unknown) {
                if last != unknown && last != index {
                    pairs.insert((last.min(index), last.max(index)));
                }
                last = index;
            }
            own.fill(last);
        }
        let word = |index: u16| self.words[index as usize].clone();
        pairs.into_iter().map(|(one, other)| (word(one), word(other))).collect()
    }
}
