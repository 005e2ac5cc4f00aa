//! The participations that one or more indicators look at, ready to be counted.

use mola_frame::column;
use mola_model::{Month, Window};
use polars::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The code of the category *unknown* (rule R15).
pub const UNKNOWN: &str = "?";

/// Attributes of a beneficiary, as against those of a participation: the latest that is known
/// holds for all its records.
pub(crate) const ATTRIBUTES: [&str; 3] = [column::SEX, column::AREA, column::ETHNICITY];

/// Up to so many bits (64 MiB) beneficiaries are counted in a set of bits, which takes a tenth of
/// the time of hashing them.
const MOST_BITS: u64 = 1 << 29;

/// A column of codes, each row an index into `words`; the last word is `UNKNOWN`.
#[derive(Debug, Clone)]
pub struct Codes {
    /// The codes that occur, and `UNKNOWN`.
    pub words: Vec<String>,
    /// One index a row.
    pub indices: Vec<u16>,
}

/// Participations of one kind of beneficiary that pass one filter, within a window, in the order of
/// receipt and row. Of two rows the *later* is the one of the later month, in the same month the
/// one that stands later.
pub struct Selection {
    /// Beneficiaries as numbers from 0, one a row.
    pub ids: Vec<u32>,
    /// How many beneficiaries there are.
    pub id_count: u32,
    /// The month of each row.
    pub months: Vec<i32>,
    /// The index of each row's period, or `Axis::OUT`; filled in by who knows the periods.
    pub periods: Vec<u16>,
    /// Agency, place (its province) and the programme's dimensions.
    pub codes: BTreeMap<String, Codes>,
    /// One row for each beneficiary and combination of codes, where that is fewer than all rows: months repeat what
    /// earlier months said. Empty where it was not worth finding out.
    once: Vec<u32>,
    /// Beneficiaries reported with more than one value of an attribute, by attribute.
    pub conflicts: BTreeMap<String, BTreeSet<(String, String)>>,
    /// Measures, households and places in the source, of the same rows.
    pub frame: DataFrame,
}

impl Selection {
    /// What was gathered, with each column as long as `ids`.
    pub(crate) fn new(
        ids: Vec<u32>,
        id_count: u32,
        months: Vec<i32>,
        codes: BTreeMap<String, Codes>,
        conflicts: BTreeMap<String, BTreeSet<(String, String)>>,
        frame: DataFrame,
    ) -> Self {
        let mut new = Self { ids, id_count, months, periods: Vec::new(), codes, once: Vec::new(), conflicts, frame };
        new.find_once();
        new
    }

    /// The numbers of a measure, or nothing but nulls where no record carries it.
    pub(crate) fn measure(&self, name: &str) -> PolarsResult<Float64Chunked> {
        match self.frame.column(name) {
            Ok(column) => Ok(column.f64()?.clone()),
            Err(_) => Ok(Float64Chunked::full_null(name.into(), self.height())),
        }
    }

    /// The agencies that have records in it.
    pub(crate) fn reporting(&self) -> BTreeSet<String> {
        let Some(agencies) = self.codes.get(column::AGENCY) else { return BTreeSet::new() };
        let mut there = vec![false; agencies.words.len()];
        agencies.indices.iter().for_each(|index| there[usize::from(*index)] = true);
        agencies.words.iter().zip(there).filter(|(_, there)| *there).map(|(word, _)| word.clone()).collect()
    }

    /// The number of rows.
    pub fn height(&self) -> usize {
        self.ids.len()
    }

    fn find_once(&mut self) {
        let axes: Vec<Axis<'_>> = self.codes.values().map(Codes::axis).collect();
        let Some(size) = self.combinations(&axes).filter(|size| *size <= MOST_BITS) else { return };
        let mut seen = Bits::new(size);
        let rows = 0..self.height() as u32;
        self.once = rows.filter(|row| seen.is_new(self.position(&axes, *row as usize).unwrap_or_default())).collect();
    }

    /// How many beneficiaries there are in each combination of `codes`. The result is indexed by the codes in mixed
    /// radix, first slowest.
    ///
    /// # Errors
    /// When the combinations cannot be told apart in 64 bits.
    pub fn distinct(&self, codes: &[&Codes]) -> PolarsResult<Vec<u64>> {
        let axes: Vec<Axis<'_>> = codes.iter().map(|codes| codes.axis()).collect();
        match self.once.is_empty() {
            true => self.count(&axes, 0..self.height()),
            false => self.count(&axes, self.once.iter().map(|row| *row as usize)),
        }
    }

    /// Like [`Selection::distinct`], and by time, which comes last.
    ///
    /// # Errors
    /// When the combinations cannot be told apart in 64 bits.
    pub fn distinct_over(&self, codes: &[&Codes], time: Axis<'_>) -> PolarsResult<Vec<u64>> {
        let mut axes: Vec<Axis<'_>> = codes.iter().map(|codes| codes.axis()).collect();
        axes.push(time);
        self.count(&axes, 0..self.height())
    }

    fn count(&self, axes: &[Axis<'_>], rows: impl Iterator<Item = usize>) -> PolarsResult<Vec<u64>> {
        let Some(size) = self.combinations(axes) else {
            polars_bail!(ComputeError: "too many combinations of codes to count");
        };
        let ids = u64::from(self.id_count.max(1));
        let mut counts = vec![0u64; (size / ids) as usize];
        let positions = rows.filter_map(|row| self.position(axes, row));
        if size <= MOST_BITS {
            let mut seen = Bits::new(size);
            positions.for_each(|at| counts[(at / ids) as usize] += u64::from(seen.is_new(at)));
            return Ok(counts);
        }
        let packed = UInt64Chunked::from_vec("cell".into(), positions.collect());
        for chunk in packed.unique()?.downcast_iter() {
            chunk.values_iter().for_each(|value| counts[(value / ids) as usize] += 1);
        }
        Ok(counts)
    }

    /// Combinations of `axes`, for each beneficiary; `None` where they exceed 64 bits.
    fn combinations(&self, axes: &[Axis<'_>]) -> Option<u64> {
        let ids = u64::from(self.id_count.max(1));
        axes.iter().try_fold(ids, |size, axis| size.checked_mul(u64::from(axis.radix)))
    }

    /// The number of a row's beneficiary in the row's combination; `None` where the row does not count.
    #[inline]
    fn position(&self, axes: &[Axis<'_>], row: usize) -> Option<u64> {
        let mut cell = 0u64;
        for axis in axes {
            let index = axis.indices[row];
            if index == Axis::OUT {
                return None;
            }
            cell = cell * u64::from(axis.radix) + u64::from(index);
        }
        Some(cell * u64::from(self.id_count.max(1)) + u64::from(self.ids[row]))
    }

    /// For each beneficiary its first month.
    pub fn first_months(&self) -> Vec<i32> {
        let mut first = vec![i32::MAX; self.id_count as usize];
        for (id, month) in self.ids.iter().zip(&self.months) {
            let slot = &mut first[*id as usize];
            *slot = (*slot).min(*month);
        }
        first
    }

    /// An axis of months: the index of each row's month from `first` on.
    pub fn month_axis(&self, window: Window) -> (Vec<u16>, u16) {
        let indices = self
            .months
            .iter()
            .map(|month| if window.contains(Month(*month)) { (month - window.first.0) as u16 } else { Axis::OUT });
        (indices.collect(), (window.last.0 - window.first.0 + 1).max(0) as u16)
    }
}

/// A set of numbers below a bound.
struct Bits(Vec<u64>);

impl Bits {
    fn new(size: u64) -> Self {
        Self(vec![0; size.div_ceil(64) as usize])
    }

    /// Puts a number in; says whether it was not there yet.
    #[inline]
    fn is_new(&mut self, number: u64) -> bool {
        let (word, bit) = (&mut self.0[(number / 64) as usize], 1u64 << (number % 64));
        let new = *word & bit == 0;
        *word |= bit;
        new
    }
}

/// One axis of a count: an index below `radix` for each row, or `OUT`.
#[derive(Clone, Copy)]
pub struct Axis<'a> {
    /// One index a row.
    pub indices: &'a [u16],
    /// One more than the largest index.
    pub radix: u16,
}

impl Axis<'_> {
    /// The index of a row that does not count.
    pub const OUT: u16 = u16::MAX;
}

impl Codes {
    /// The axis of these codes.
    pub fn axis(&self) -> Axis<'_> {
        Axis { indices: &self.indices, radix: self.words.len() as u16 }
    }

    /// Gives all rows of a beneficiary the last value that is known of it. Returns the pairs of
    /// values with which one beneficiary was reported.
    pub(crate) fn settle(&mut self, ids: &[u32], id_count: u32, months: &[i32]) -> BTreeSet<(String, String)> {
        let unknown = self.words.len() as u16 - 1;
        let mut last = vec![(i32::MIN, unknown); id_count as usize];
        let mut pairs = BTreeSet::new();
        for ((id, index), month) in ids.iter().zip(&self.indices).zip(months) {
            let (latest, held) = &mut last[*id as usize];
            if *index != unknown {
                if *held != unknown && *held != *index {
                    pairs.insert(((*held).min(*index), (*held).max(*index)));
                }
                if *month >= *latest {
                    (*latest, *held) = (*month, *index);
                }
            }
        }
        for (id, index) in ids.iter().zip(&mut self.indices) {
            *index = last[*id as usize].1;
        }
        let word = |index: u16| self.words[index as usize].clone();
        pairs.into_iter().map(|(one, other)| (word(one), word(other))).collect()
    }
}
