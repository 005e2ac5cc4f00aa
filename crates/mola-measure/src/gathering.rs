//! Participations on their way to being counted, segment by segment: of each segment only what
//! counting needs is kept, so that a year of registers is never in memory twice.

use crate::canon::stacked;
use crate::selection::{ATTRIBUTES, Axis, Codes, Selection, UNKNOWN};
use crate::{selected, selection_key};
use mola_frame::{ColumnType, Grain, column};
use mola_model::{AgeBand, Filter, Indicator, Kind, Month, Period, Programme, Window};
use polars::prelude::*;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// The participations that the indicators of a programme look at, from its first month to the end
/// of a period. Segments are added in the order of their receipt.
pub struct Participations<'a> {
    gatherings: BTreeMap<String, Gathering<'a>>,
}

impl<'a> Participations<'a> {
    /// None yet; room for `rows`.
    pub fn new(programme: &'a Programme, period: Period, rows: usize) -> Self {
        let window = Window { first: programme.window.first, last: period.last() };
        let all = programme.indicators.iter();
        let mut gatherings: BTreeMap<String, Gathering<'a>> =
            all.filter_map(|i| Some((key(i), Gathering::of(i, programme, window)?))).collect();
        gatherings.values_mut().for_each(|gathering| gathering.reserve(rows));
        Self { gatherings }
    }

    /// Adds the participations of a segment.
    ///
    /// # Errors
    /// When a canonical column is absent, or the filter of an indicator names a column that there
    /// is none of, which is a defect.
    pub fn add(&mut self, frame: &DataFrame) -> PolarsResult<()> {
        self.gatherings.par_iter_mut().try_for_each(|(_, gathering)| gathering.add(frame))
    }

    /// Each selection that some indicator needs, by its key.
    pub(crate) fn finish(self) -> PolarsResult<BTreeMap<String, Selection>> {
        self.gatherings.into_par_iter().map(|(key, gathering)| Ok((key, gathering.finish()?))).collect()
    }
}

fn key(indicator: &Indicator) -> String {
    selection_key(&indicator.computation)
}

/// Participations of one kind of beneficiary that pass one filter, within a window.
pub(crate) struct Gathering<'a> {
    kind: Kind,
    filter: Filter,
    window: Window,
    provinces: BTreeMap<&'a str, &'a str>,
    /// The bands of age that the programme shows, with their codes.
    bands: Vec<(AgeBand, &'a str)>,
    /// Beneficiaries by key, as numbers from 0 in the order of their first row.
    known: HashMap<u64, u32, foldhash::fast::FixedState>,
    ids: Vec<u32>,
    months: Vec<i32>,
    codes: BTreeMap<&'a str, GrowingCodes>,
    frames: Vec<DataFrame>,
    /// Polars forgets its numbers of words as soon as no column has any; as long as this is there
    /// it does not.
    _numbers_of_words: DataType,
}

/// The codes of one column, numbered as they come.
#[derive(Default)]
struct GrowingCodes {
    words: Vec<String>,
    /// By polars' number of a word the index into `words`, or `Axis::OUT`.
    table: Vec<u16>,
    /// One a row; `Axis::OUT` where there is none.
    indices: Vec<u16>,
}

impl<'a> Gathering<'a> {
    /// Nothing yet; `None` where the indicator looks at no participations.
    pub(crate) fn of(indicator: &Indicator, programme: &'a Programme, window: Window) -> Option<Self> {
        let (kind, filter) = selected(&indicator.computation);
        let dimensions = programme.dimensions.iter().map(|d| d.code.as_str());
        let named = dimensions.chain([column::PLACE, column::AGENCY]);
        Some(Self {
            kind: kind?,
            filter,
            window,
            provinces: programme.top_places(),
            bands: bands(programme),
            known: HashMap::default(),
            ids: Vec::new(),
            months: Vec::new(),
            codes: named.map(|name| (name, GrowingCodes::default())).collect(),
            frames: Vec::new(),
            _numbers_of_words: ColumnType::Code.dtype(),
        })
    }

    /// Room for rows, so that no column is copied as it grows. Room that is not used is no memory.
    fn reserve(&mut self, rows: usize) {
        self.ids.reserve_exact(rows);
        self.months.reserve_exact(rows);
        self.codes.values_mut().for_each(|codes| codes.indices.reserve_exact(rows));
    }

    /// Adds the rows that count.
    pub(crate) fn add(&mut self, frame: &DataFrame) -> PolarsResult<()> {
        let counts = self.counting(frame)?;
        // Where all rows count, the frame is shared and not copied.
        let own = if counts.all() { frame.clone() } else { frame.filter(&counts)? };
        for key in own.column(column::KEY)?.u64()?.iter() {
            let next = self.known.len() as u32;
            self.ids.push(*self.known.entry(key.unwrap_or_default()).or_insert(next));
        }
        self.months.extend(own.column(column::MONTH)?.i32()?.iter().map(|month| month.unwrap_or(i32::MIN)));
        for (name, codes) in &mut self.codes {
            if *name == column::AGE_BAND {
                codes.add_bands(&own, &self.bands)?;
                continue;
            }
            match own.column(name) {
                Ok(column) if *name == column::PLACE => {
                    let province = |word: &str| self.provinces.get(word).copied().unwrap_or(word).to_owned();
                    codes.add(column, province)?;
                }
                Ok(column) => codes.add(column, str::to_owned)?,
                // Not every source has every column.
                Err(_) => codes.indices.resize(self.ids.len(), Axis::OUT),
            }
        }
        let kept: Vec<PlSmallStr> = own.get_column_names_owned().into_iter().filter(|name| is_kept(name)).collect();
        self.frames.push(own.select(kept)?);
        Ok(())
    }

    /// Which rows are about the kind, pass the filter and lie in the window.
    fn counting(&self, frame: &DataFrame) -> PolarsResult<BooleanChunked> {
        let months = frame.column(column::MONTH)?.i32()?.iter();
        let mut counts: Vec<bool> = months.map(|m| m.is_some_and(|m| self.window.contains(Month(m)))).collect();
        let kinds = vec![self.kind.as_str().to_owned()];
        let filter = self.filter.iter().map(|(name, allowed)| (name.as_str(), allowed));
        for (name, allowed) in filter.chain([(column::KIND, &kinds)]) {
            let codes = frame.column(name)?.cat32()?;
            let ids: Vec<u32> = allowed.iter().filter_map(|word| codes.get_mapping().get_cat(word)).collect();
            let passes = codes.physical().iter().map(|id| id.is_some_and(|id| ids.contains(&id)));
            counts.iter_mut().zip(passes).for_each(|(counts, passes)| *counts &= passes);
        }
        Ok(counts.into_iter().collect())
    }

    /// The selection.
    pub(crate) fn finish(self) -> PolarsResult<Selection> {
        let id_count = self.known.len() as u32;
        drop(self.known);
        let (ids, months) = (self.ids, self.months);
        let settled = self.codes.into_par_iter().map(|(name, codes)| {
            let mut codes = codes.finish();
            let is_attribute = ATTRIBUTES.contains(&name) || name == column::AGE_BAND;
            let conflicts = is_attribute.then(|| codes.settle(&ids, id_count, &months));
            // Who grows older is not reported twice.
            (name.to_owned(), codes, conflicts.filter(|_| name != column::AGE_BAND))
        });
        let (mut codes, mut conflicts) = (BTreeMap::new(), BTreeMap::new());
        for (name, own, differing) in settled.collect::<Vec<_>>() {
            conflicts.extend(differing.map(|differing| (name.clone(), differing)));
            codes.insert(name, own);
        }
        Ok(Selection::new(ids, id_count, months, codes, conflicts, stacked(&self.frames, Grain::Participation)?))
    }
}

/// The bands of age that a programme shows, with their codes; none where it shows no ages.
pub(crate) fn bands(programme: &Programme) -> Vec<(AgeBand, &str)> {
    let dimension = programme.dimensions.iter().filter(|dimension| dimension.code == column::AGE_BAND);
    dimension.flat_map(|d| &d.codes).filter_map(|code| Some((code.code.parse().ok()?, code.code.as_str()))).collect()
}

/// Measures, households and places in the source stay as they are; all else is in the selection
/// itself.
fn is_kept(name: &str) -> bool {
    [column::HOUSEHOLD, column::HOUSEHOLD_SIZE].contains(&name)
        || !Grain::Participation.columns().iter().any(|(canonical, _)| *canonical == name)
}

impl GrowingCodes {
    /// Adds the codes of a column, each word as `rename` gives it.
    fn add(&mut self, column: &Column, rename: impl Fn(&str) -> String) -> PolarsResult<()> {
        let codes = column.cat32()?;
        let mut last = (None, Axis::OUT);
        for id in codes.physical().iter() {
            if id != last.0 {
                last = (id, id.map_or(Ok(Axis::OUT), |id| self.index(id, codes.get_mapping(), &rename))?);
            }
            self.indices.push(last.1);
        }
        Ok(())
    }

    /// Adds the bands that ages lie in.
    fn add_bands(&mut self, frame: &DataFrame, bands: &[(AgeBand, &str)]) -> PolarsResult<()> {
        self.words = bands.iter().map(|(_, code)| (*code).to_owned()).collect();
        let Ok(ages) = frame.column(column::AGE) else {
            self.indices.resize(self.indices.len() + frame.height(), Axis::OUT);
            return Ok(());
        };
        let index = |age: i32| bands.iter().position(|(band, _)| band.contains(age)).map(|at| at as u16);
        self.indices.extend(ages.i32()?.iter().map(|age| age.and_then(index).unwrap_or(Axis::OUT)));
        Ok(())
    }

    fn index(&mut self, id: u32, words: &CategoricalMapping, rename: impl Fn(&str) -> String) -> PolarsResult<u16> {
        let at = id as usize;
        if self.table.len() <= at {
            self.table.resize(at + 1, Axis::OUT);
        }
        if self.table[at] == Axis::OUT {
            let word = words.cat_to_str(id).map(rename).unwrap_or_default();
            let known = self.words.iter().position(|known| *known == word);
            let index = known.unwrap_or(self.words.len());
            if known.is_none() {
                self.words.push(word);
            }
            polars_ensure!(index + 1 < usize::from(Axis::OUT), ComputeError: "a column has over 65,000 codes");
            self.table[at] = index as u16;
        }
        Ok(self.table[at])
    }

    /// The codes, with words in alphabetical order, so that nothing depends on the order of files.
    fn finish(self) -> Codes {
        let mut words: Vec<String> = self.words.iter().filter(|word| *word != UNKNOWN).cloned().collect();
        words.sort_unstable();
        let unknown = words.len();
        let place = |word: &String| words.binary_search(word).unwrap_or(unknown) as u16;
        let table: Vec<u16> = self.words.iter().map(place).collect();
        let mut indices = self.indices;
        for index in &mut indices {
            *index = table.get(usize::from(*index)).copied().unwrap_or(unknown as u16);
        }
        words.push(UNKNOWN.to_owned());
        Codes { words, indices }
    }
}
