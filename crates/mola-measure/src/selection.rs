//! The participations that one or more indicators look at, ready to be counted.

use mola_frame::column;
use mola_model::{Filter, Kind, Month, Programme, Window};
use polars::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The code of the category *unknown* (rule R15).
pub const UNKNOWN: &str = "?";

/// Attributes of a beneficiary, as against those of a participation: the latest that is known
/// holds for all its records.
const ATTRIBUTES: [&str; 3] = [column::SEX, column::AREA, column::ETHNICITY];

/// Up to so many bits (64 MiB) beneficiaries are counted in a set of bits, which takes a tenth of
/// the time of hashing them.
const MOST_BITS: u64 = 1 << 29;

/// A column of codes, each row an index into `words`; the last word is `UNKNOWN`.
#[derive(Debug, Clone)]
pub struct Codes {
    /// The codes that occur, and `UNKNOWN`.
    pub words: Vec<String>,
    /// One index a row.
    pub indices: Vec<u32>,
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
    /// Agency, place (its province) and the programme's dimensions.
    pub codes: BTreeMap<String, Codes>,
    /// Beneficiaries reported with more than one value of an attribute, by attribute.
    pub conflicts: BTreeMap<String, BTreeSet<(String, String)>>,
    /// The rows themselves, for measures.
    pub frame: DataFrame,
}

impl Selection {
    /// The rows of `participations` about `kind` that pass `filter` and lie in `window`.
    ///
    /// # Errors
    /// When a canonical column is absent or the filter names a column that there is none of.
    pub fn new(
        participations: &DataFrame,
        programme: &Programme,
        kind: Kind,
        filter: &Filter,
        window: Window,
    ) -> PolarsResult<Self> {
        let mut condition = col(column::KIND)
            .eq(lit(kind.as_str()))
            .and(col(column::MONTH).gt_eq(lit(window.first.0)))
            .and(col(column::MONTH).lt_eq(lit(window.last.0)));
        for (name, allowed) in filter {
            let any = allowed.iter().map(|code| col(name.as_str()).eq(lit(code.as_str()))).reduce(Expr::or);
            condition = condition.and(any.unwrap_or(lit(false)));
        }
        let counts = participations.clone().lazy().select([condition.alias("counts")]).collect()?;
        let counts = counts.column("counts")?.bool()?;
        // Where all rows count, the frame is shared and not copied.
        let all = counts.sum() == Some(participations.height() as IdxSize);
        let frame = if all { participations.clone() } else { participations.filter(counts)? };
        let (ids, id_count) = dense(frame.column(column::KEY)?.u64()?);
        let months = values(frame.column(column::MONTH)?.i32()?);
        let mut selection = Self { ids, id_count, months, codes: BTreeMap::new(), conflicts: BTreeMap::new(), frame };
        selection.add_codes(programme)?;
        Ok(selection)
    }

    /// The number of rows.
    pub fn height(&self) -> usize {
        self.ids.len()
    }

    fn add_codes(&mut self, programme: &Programme) -> PolarsResult<()> {
        let provinces = programme.top_places();
        let places =
            Codes::read(&self.frame, column::PLACE, |word| provinces.get(word).copied().unwrap_or(word).to_owned())?;
        self.codes.insert(column::PLACE.to_owned(), places);
        self.codes.insert(column::AGENCY.to_owned(), Codes::read(&self.frame, column::AGENCY, str::to_owned)?);
        for dimension in &programme.dimensions {
            if self.frame.column(&dimension.code).is_err() {
                continue;
            }
            let mut codes = Codes::read(&self.frame, &dimension.code, str::to_owned)?;
            if ATTRIBUTES.contains(&dimension.code.as_str()) {
                let conflicts = codes.settle(&self.ids, self.id_count, &self.months);
                self.conflicts.insert(dimension.code.clone(), conflicts);
            }
            self.codes.insert(dimension.code.clone(), codes);
        }
        Ok(())
    }

    /// How many beneficiaries there are in each combination of `axes`, each an index below a
    /// radix for every row. The result is indexed by the axes in mixed radix, first axis slowest.
    ///
    /// # Errors
    /// When the combinations cannot be told apart in 64 bits.
    pub fn distinct(&self, axes: &[Axis<'_>]) -> PolarsResult<Vec<u64>> {
        let size = axes.iter().try_fold(1u64, |size, axis| size.checked_mul(u64::from(axis.radix)));
        let ids = u64::from(self.id_count.max(1));
        let Some(size) = size.filter(|size| size.checked_mul(ids).is_some()) else {
            polars_bail!(ComputeError: "too many combinations of codes to count");
        };
        let cells = (0..self.height()).filter_map(|row| {
            let mut cell = 0u64;
            for axis in axes {
                let index = axis.indices[row];
                if index == Axis::OUT {
                    return None;
                }
                cell = cell * u64::from(axis.radix) + u64::from(index);
            }
            Some(cell * ids + u64::from(self.ids[row]))
        });
        let mut counts = vec![0u64; size as usize];
        if size * ids <= MOST_BITS {
            let mut seen = vec![0u64; (size * ids).div_ceil(64) as usize];
            for value in cells {
                let (word, bit) = (&mut seen[(value / 64) as usize], 1u64 << (value % 64));
                counts[(value / ids) as usize] += u64::from(*word & bit == 0);
                *word |= bit;
            }
            return Ok(counts);
        }
        let packed = UInt64Chunked::from_vec("cell".into(), cells.collect());
        for chunk in packed.unique()?.downcast_iter() {
            chunk.values_iter().for_each(|value| counts[(value / ids) as usize] += 1);
        }
        Ok(counts)
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
    pub fn month_axis(&self, window: Window) -> (Vec<u32>, u32) {
        let indices = self
            .months
            .iter()
            .map(|month| if window.contains(Month(*month)) { (month - window.first.0) as u32 } else { Axis::OUT });
        (indices.collect(), (window.last.0 - window.first.0 + 1).max(0) as u32)
    }
}

/// One axis of a count: an index below `radix` for each row, or `OUT`.
#[derive(Clone, Copy)]
pub struct Axis<'a> {
    /// One index a row.
    pub indices: &'a [u32],
    /// One more than the largest index.
    pub radix: u32,
}

impl Axis<'_> {
    /// The index of a row that does not count.
    pub const OUT: u32 = u32::MAX;
}

impl Codes {
    /// The axis of these codes.
    pub fn axis(&self) -> Axis<'_> {
        Axis { indices: &self.indices, radix: self.words.len() as u32 }
    }

    /// A column of codes, each word as `rename` gives it.
    fn read(frame: &DataFrame, name: &str, rename: impl Fn(&str) -> String) -> PolarsResult<Self> {
        let codes = frame.column(name)?.cat32()?;
        let physical = codes.physical();
        let mut named: BTreeMap<u32, String> = BTreeMap::new();
        for id in physical.unique()?.iter().flatten() {
            named.insert(id, codes.get_mapping().cat_to_str(id).map(&rename).unwrap_or_default());
        }
        // Words are numbered in alphabetical order, so that nothing depends on the order of files.
        let mut words: Vec<String> = named.values().cloned().collect();
        words.sort_unstable();
        words.dedup();
        let unknown = words.len() as u32;
        let mut table = vec![unknown; named.keys().next_back().map_or(0, |id| *id as usize + 1)];
        for (id, word) in &named {
            table[*id as usize] = words.binary_search(word).map_or(unknown, |index| index as u32);
        }
        words.push(UNKNOWN.to_owned());
        let indices = physical.iter().map(|id| id.map_or(unknown, |id| table[id as usize])).collect();
        Ok(Self { words, indices })
    }

    /// Gives all rows of a beneficiary the last value that is known of it. Returns the pairs of
    /// values with which one beneficiary was reported.
    fn settle(&mut self, ids: &[u32], id_count: u32, months: &[i32]) -> BTreeSet<(String, String)> {
        let unknown = self.words.len() as u32 - 1;
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
        let word = |index: u32| self.words[index as usize].clone();
        pairs.into_iter().map(|(one, other)| (word(one), word(other))).collect()
    }
}

fn values(column: &Int32Chunked) -> Vec<i32> {
    column.iter().map(|v| v.unwrap_or(i32::MIN)).collect()
}

/// Keys as numbers from 0 in the order of their first row.
fn dense(keys: &UInt64Chunked) -> (Vec<u32>, u32) {
    let mut known: HashMap<u64, u32, foldhash::fast::FixedState> = HashMap::default();
    let ids = keys
        .iter()
        .map(|key| {
            let next = known.len() as u32;
            *known.entry(key.unwrap_or_default()).or_insert(next)
        })
        .collect();
    (ids, known.len() as u32)
}
