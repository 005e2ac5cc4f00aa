//! Participations on their way to being counted, segment by segment: of each segment only what
//! counting needs is kept, once for all indicators, so that a year of registers is never in memory
//! twice.

use crate::canon::stacked;
use crate::roster::{Axis, Codes, Roster, UNKNOWN};
use crate::selected;
use mola_frame::{ColumnType, Grain, column};
use mola_model::{AgeBand, Computation, Indicator, Kind, Month, PARTICIPATIONS, Period, Programme, Window};
use polars::prelude::*;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// The participations that the indicators of a programme look at, from its first month to the end
/// of a period. Segments are added in the order of their receipt.
pub struct Participations<'a> {
    gatherings: BTreeMap<Kind, Gathering<'a>>,
}

impl<'a> Participations<'a> {
    /// None yet; room for `rows`.
    pub fn new(programme: &'a Programme, period: Period, rows: usize) -> Self {
        let window = Window { first: programme.window.first, last: period.last() };
        let mut gatherings = gatherings(programme, &programme.indicators, window);
        // Nearly all records are about people; room for all of them elsewhere would only look large.
        gatherings.get_mut(&Kind::Person).into_iter().for_each(|gathering| gathering.reserve(rows));
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

    /// The participations of each kind of beneficiary that some indicator looks at.
    pub(crate) fn finish(self) -> PolarsResult<BTreeMap<Kind, Roster>> {
        self.gatherings.into_iter().map(|(kind, gathering)| Ok((kind, gathering.finish()?))).collect()
    }
}

/// What `indicators` look at within `window`, by kind of beneficiary; nothing of it yet.
pub(crate) fn gatherings<'a>(
    programme: &'a Programme,
    indicators: &[Indicator],
    window: Window,
) -> BTreeMap<Kind, Gathering<'a>> {
    let mut all = BTreeMap::new();
    for computation in indicators.iter().map(|indicator| &indicator.computation) {
        if let Some((kind, _)) = selected(computation) {
            all.entry(kind).or_insert_with(|| Gathering::new(kind, programme, window)).needs(computation);
        }
    }
    all
}

/// Participations of one kind of beneficiary within a window.
pub(crate) struct Gathering<'a> {
    kind: Kind,
    window: Window,
    provinces: BTreeMap<&'a str, &'a str>,
    /// The bands of age that the programme shows, with their codes.
    bands: Vec<(AgeBand, &'a str)>,
    beneficiaries: Numbers,
    /// Where some indicator needs them.
    households: Option<Numbers>,
    /// Counted from the window's first.
    months: Vec<u16>,
    /// Agency, province and the programme's dimensions.
    codes: BTreeMap<&'a str, GrowingCodes>,
    /// The columns that filters look at, as they were reported.
    filters: BTreeMap<String, GrowingCodes>,
    /// Numbers that indicators are made of, NaN where there is none; shorter than there are rows where
    /// the last ones have none.
    measures: BTreeMap<String, Vec<f64>>,
    /// Members of households, where some indicator needs them.
    sizes: Vec<i32>,
    /// Where records stand in their sources, where that is asked for.
    places: Vec<DataFrame>,
    /// Polars forgets its numbers of words as soon as no column has any; as long as this is there
    /// it does not.
    _numbers_of_words: DataType,
}

/// Keys as numbers from 0, in the order in which they come.
#[derive(Default)]
struct Numbers {
    known: HashMap<u64, u32, foldhash::fast::FixedState>,
    /// One a row; `Roster::NONE` where there is no key.
    numbers: Vec<u32>,
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
    fn new(kind: Kind, programme: &'a Programme, window: Window) -> Self {
        let dimensions = programme.dimensions.iter().map(|d| d.code.as_str());
        let named = dimensions.chain([column::PLACE, column::AGENCY]);
        Self {
            kind,
            window,
            provinces: programme.top_places(),
            bands: bands(programme),
            beneficiaries: Numbers::default(),
            households: None,
            months: Vec::new(),
            codes: named.map(|name| (name, GrowingCodes::default())).collect(),
            filters: BTreeMap::new(),
            measures: BTreeMap::new(),
            sizes: Vec::new(),
            places: Vec::new(),
            _numbers_of_words: ColumnType::Code.dtype(),
        }
    }

    /// Keeps what a computation needs besides codes.
    fn needs(&mut self, computation: &Computation) {
        let measure = match computation {
            Computation::Sum { measure, .. } | Computation::Stock { measure, .. } => measure.clone(),
            Computation::Mean { measure, .. } => Some(measure.clone()),
            _ => None,
        };
        self.measures.extend(measure.filter(|name| name != PARTICIPATIONS).map(|name| (name, Vec::new())));
        if matches!(computation, Computation::Indirect) {
            self.households.get_or_insert_default();
        }
        let filter = selected(computation).map(|(_, filter)| filter).unwrap_or_default();
        self.filters.extend(filter.into_keys().map(|name| (name, GrowingCodes::default())));
    }

    /// Room for rows, so that no column is copied as it grows. Room that is not used is no memory.
    fn reserve(&mut self, rows: usize) {
        self.beneficiaries.numbers.reserve_exact(rows);
        self.households.iter_mut().for_each(|households| households.numbers.reserve_exact(rows));
        self.months.reserve_exact(rows);
        self.measures.values_mut().for_each(|values| values.reserve_exact(rows));
        let codes = self.codes.values_mut().chain(self.filters.values_mut());
        codes.for_each(|codes| codes.indices.reserve_exact(rows));
    }

    /// Adds the rows that count.
    pub(crate) fn add(&mut self, frame: &DataFrame) -> PolarsResult<()> {
        let counts = self.counting(frame)?;
        // Where all rows count, the frame is shared and not copied.
        let own = if counts.all() { frame.clone() } else { frame.filter(&counts)? };
        self.add_numbers(&own)?;
        let first = self.window.first.0;
        let months = own.column(column::MONTH)?.i32()?.iter();
        self.months.extend(months.map(|month| (month.unwrap_or(first) - first) as u16));
        let (beneficiaries, households) = (&mut self.beneficiaries, &mut self.households);
        let (codes, filters) = (&mut self.codes, &mut self.filters);
        let (provinces, bands) = (&self.provinces, self.bands.as_slice());
        let (keys, words) = rayon::join(
            || -> PolarsResult<()> {
                let keys = own.column(column::KEY)?.u64()?.iter();
                beneficiaries.add(keys.map(|key| Some(key.unwrap_or_default())));
                if let Some(households) = households {
                    households.add(own.column(column::HOUSEHOLD)?.u64()?.iter());
                }
                Ok(())
            },
            || -> PolarsResult<()> {
                codes.par_iter_mut().try_for_each(|(name, codes)| match *name {
                    column::AGE_BAND => codes.add_bands(&own, bands),
                    name => codes.add_own(&own, name, provinces),
                })?;
                filters.par_iter_mut().try_for_each(|(name, codes)| codes.add(own.column(name)?, str::to_owned))
            },
        );
        keys.and(words)
    }

    /// Adds measures and sizes of households, and keeps where the records stand in their source. Months are
    /// not yet added.
    fn add_numbers(&mut self, own: &DataFrame) -> PolarsResult<()> {
        let before = self.months.len();
        for (name, values) in &mut self.measures {
            // Not every source has every measure.
            if let Ok(column) = own.column(name) {
                values.resize(before, f64::NAN);
                let numbers = column.cast(&DataType::Float64)?;
                values.extend(numbers.f64()?.iter().map(|value| value.unwrap_or(f64::NAN)));
            }
        }
        if self.households.is_some() {
            let sizes = own.column(column::HOUSEHOLD_SIZE)?.i32()?.iter();
            self.sizes.extend(sizes.map(|size| size.unwrap_or(Roster::NO_SIZE)));
        }
        let places = own.get_column_names_owned().into_iter().filter(|name| is_place(name));
        let places: Vec<PlSmallStr> = places.collect();
        if !places.is_empty() {
            self.places.push(own.select(places)?);
        }
        Ok(())
    }

    /// Which rows are about the kind and lie in the window.
    fn counting(&self, frame: &DataFrame) -> PolarsResult<BooleanChunked> {
        let months = frame.column(column::MONTH)?.i32()?.iter();
        let kinds = frame.column(column::KIND)?.cat32()?;
        let own = kinds.get_mapping().get_cat(self.kind.as_str());
        let inside = months.map(|m| m.is_some_and(|m| self.window.contains(Month(m))));
        let counts = inside.zip(kinds.physical().iter()).map(|(inside, kind)| inside && kind.is_some() && kind == own);
        Ok(counts.collect())
    }

    /// The roster.
    pub(crate) fn finish(self) -> PolarsResult<Roster> {
        let rows = self.months.len();
        let frame =
            if self.places.is_empty() { DataFrame::empty() } else { stacked(&self.places, Grain::Participation)? };
        let settled = |(name, codes): (String, GrowingCodes)| (name, codes.finish());
        let codes = self.codes.into_par_iter().map(|(name, codes)| (name.to_owned(), codes));
        let whole = |(name, mut values): (String, Vec<f64>)| {
            values.resize(rows, f64::NAN);
            (name, values)
        };
        let mut roster = Roster {
            beneficiary_count: self.beneficiaries.known.len() as u32,
            ids: self.beneficiaries.numbers,
            months: self.months,
            month_count: (self.window.last.0 - self.window.first.0 + 1).max(0) as u16,
            household_count: self.households.as_ref().map_or(0, |households| households.known.len() as u32),
            households: self.households.map(|households| households.numbers).unwrap_or_default(),
            sizes: self.sizes,
            codes: codes.map(settled).collect(),
            filters: self.filters.into_par_iter().map(settled).collect(),
            measures: self.measures.into_iter().filter(|(_, values)| !values.is_empty()).map(whole).collect(),
            frame,
            ..Roster::default()
        };
        roster.sort();
        roster.settle();
        Ok(roster)
    }
}

/// Whether a column says where a record stands in its source.
fn is_place(name: &str) -> bool {
    [column::SEGMENT, column::TABLE, column::ROW, column::COLUMN].contains(&name)
}

/// The bands of age that a programme shows, with their codes; none where it shows no ages.
pub(crate) fn bands(programme: &Programme) -> Vec<(AgeBand, &str)> {
    let dimension = programme.dimensions.iter().filter(|dimension| dimension.code == column::AGE_BAND);
    dimension.flat_map(|d| &d.codes).filter_map(|code| Some((code.code.parse().ok()?, code.code.as_str()))).collect()
}

impl Numbers {
    fn add(&mut self, keys: impl Iterator<Item = Option<u64>>) {
        for key in keys {
            let next = self.known.len() as u32;
            self.numbers.push(key.map_or(Roster::NONE, |key| *self.known.entry(key).or_insert(next)));
        }
    }
}
impl GrowingCodes {
    /// Adds the codes of a column of a frame; a place is its province.
    fn add_own(&mut self, frame: &DataFrame, name: &str, provinces: &BTreeMap<&str, &str>) -> PolarsResult<()> {
        match frame.column(name) {
            Ok(column) if name == column::PLACE => {
                self.add(column, |word| provinces.get(word).copied().unwrap_or(word).to_owned())
            }
            Ok(column) => self.add(column, str::to_owned),
            // Not every source has every column.
            Err(_) => {
                self.indices.resize(self.indices.len() + frame.height(), Axis::OUT);
                Ok(())
            }
        }
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
