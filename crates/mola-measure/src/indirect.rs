//! Relatives of direct beneficiaries (rule R9).

use crate::Measurement;
use crate::lineage::record;
use crate::selection::Selection;
use crate::tally::Part;
use mola_finding::{Code, Finding};
use mola_frame::column;
use mola_model::{FigureKey, Indicator, Month, Window};
use polars::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A household as far as it is known within a window.
struct Household {
    month: i32,
    row: usize,
    size: i32,
    members: BTreeSet<u32>,
}

impl Measurement<'_> {
    /// Adds, over unique households, their size less the direct members in them: to date by
    /// period, and by place. Two direct members of one household do not count their relatives twice.
    pub(crate) fn indirect(&mut self, indicator: &Indicator, selection: &Selection) -> PolarsResult<()> {
        let keys: Vec<Option<u64>> = selection.frame.column(column::HOUSEHOLD)?.u64()?.iter().collect();
        let sizes: Vec<Option<i32>> = selection.frame.column(column::HOUSEHOLD_SIZE)?.i32()?.iter().collect();
        for period in self.periods.clone() {
            let to_date = Window { first: self.window.first, last: period.last() };
            for (key, window) in [
                (FigureKey::to_date(&indicator.code, period), to_date),
                (FigureKey::in_period(&indicator.code, period), period.window()),
            ] {
                let households = households(selection, &keys, &sizes, window);
                self.tally.add(key.clone(), relatives(households.values()));
                self.add_estimated(indicator, key, selection, &keys, window);
            }
        }
        let households = households(selection, &keys, &sizes, self.window);
        if let Some(places) = selection.codes.get(column::PLACE) {
            for (index, word) in places.words.iter().enumerate() {
                let here = households.values().filter(|h| places.indices[h.row] as usize == index);
                let part = relatives(here);
                if part.records > 0 {
                    let key = FigureKey::to_date(&indicator.code, self.question.period).by(column::PLACE, word);
                    self.tally.add(key, part);
                }
            }
        }
        self.note_household_reporters(indicator, selection, &keys);
        self.note_size_conflicts(selection, &keys, &sizes, &households)
    }

    /// Adds, for direct beneficiaries of whom no household is known, as many relatives as the indicator's
    /// multiplier says: an estimate.
    fn add_estimated(
        &mut self,
        indicator: &Indicator,
        key: FigureKey,
        selection: &Selection,
        keys: &[Option<u64>],
        window: Window,
    ) {
        let Some(multiplier) = &indicator.treatment.multiplier else { return };
        let inside = |row: &usize| window.contains(Month(selection.months[*row]));
        let of_rows = |known: bool| -> BTreeSet<u32> {
            let rows = (0..selection.height()).filter(inside).filter(|row| keys[*row].is_some() == known);
            rows.map(|row| selection.ids[row]).collect()
        };
        let (known, unknown) = (of_rows(true), of_rows(false));
        let without = unknown.difference(&known).count() as u64;
        if without > 0 {
            let value = Some(without as f64 * multiplier.value);
            self.tally.add(key, Part { value, records: without, estimated: true, ..Part::default() });
        }
    }

    fn note_household_reporters(&mut self, indicator: &Indicator, selection: &Selection, keys: &[Option<u64>]) {
        let periods = &selection.periods;
        let Some(agencies) = selection.codes.get(column::AGENCY) else { return };
        let mut seen = BTreeSet::new();
        for row in (0..selection.height()).filter(|row| keys[*row].is_some()) {
            if seen.insert((periods[row], agencies.indices[row]))
                && let Some(period) = self.periods.get(periods[row] as usize)
            {
                self.tally.reported(&indicator.code, *period, &agencies.words[agencies.indices[row] as usize]);
            }
        }
    }

    /// Says which rows give a household another size than the one that counts.
    fn note_size_conflicts(
        &mut self,
        selection: &Selection,
        keys: &[Option<u64>],
        sizes: &[Option<i32>],
        households: &BTreeMap<u64, Household>,
    ) -> PolarsResult<()> {
        let mut told = BTreeSet::new();
        for row in 0..selection.height() {
            let (Some(key), Some(size)) = (keys[row], sizes[row]) else { continue };
            let Some(household) = households.get(&key).filter(|h| h.size != size) else { continue };
            if !told.insert((key, size)) {
                continue;
            }
            let place = (self.question.place)(record(&selection.frame, row)?);
            let agency = selection.codes.get(column::AGENCY).map(|a| a.words[a.indices[row] as usize].clone());
            let finding = Finding::new(Code::HouseholdSizeConflict, place)
                .with("first", f64::from(size))
                .with("second", f64::from(household.size))
                .with("found", f64::from(household.size));
            self.findings.push((agency.unwrap_or_default(), finding));
        }
        Ok(())
    }
}

/// The households in `window`: of several sizes the latest counts.
fn households(
    selection: &Selection,
    keys: &[Option<u64>],
    sizes: &[Option<i32>],
    window: Window,
) -> BTreeMap<u64, Household> {
    let mut found: BTreeMap<u64, Household> = BTreeMap::new();
    for row in 0..selection.height() {
        let month = selection.months[row];
        let Some(key) = keys[row].filter(|_| window.contains(Month(month))) else { continue };
        let household =
            found.entry(key).or_insert(Household { month: i32::MIN, row, size: 0, members: BTreeSet::new() });
        household.members.insert(selection.ids[row]);
        if let Some(size) = sizes[row].filter(|_| month >= household.month) {
            (household.month, household.row, household.size) = (month, row, size);
        }
    }
    found
}

/// Members who are not direct beneficiaries. A household without a size adds none.
fn relatives<'a>(households: impl Iterator<Item = &'a Household>) -> Part {
    let (mut sum, mut records) = (0i64, 0);
    for household in households.filter(|h| h.size > 0) {
        sum += (i64::from(household.size) - household.members.len() as i64).max(0);
        records += 1;
    }
    if records == 0 {
        return Part::default();
    }
    Part { value: Some(sum as f64), records, ..Part::default() }
}
