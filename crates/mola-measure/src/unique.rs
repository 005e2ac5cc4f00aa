//! Beneficiaries, each counted once (rule R5): sets, never sums of parts.

use crate::Measurement;
use crate::selection::{Axis, Codes, Selection, UNKNOWN};
use crate::tally::Part;
use mola_finding::{Code, Finding, Place};
use mola_frame::column;
use mola_model::{FigureKey, Indicator, Month, Period};
use polars::prelude::PolarsResult;

impl Measurement<'_> {
    /// Adds the figures of an indicator that counts each beneficiary once: to date and in each
    /// period, by agency, place and the indicator's dimensions, and by agency and period.
    pub(crate) fn unique(&mut self, indicator: &Indicator, selection: &Selection) -> PolarsResult<()> {
        self.unique_over_time(indicator, selection)?;
        for dimension in self.dimensions(indicator) {
            let Some(codes) = selection.codes.get(&dimension) else { continue };
            let counts = selection.distinct(&[codes])?;
            let records = per_code(codes);
            for (word, (count, records)) in codes.words.iter().zip(counts.into_iter().zip(&records)) {
                if *records > 0 {
                    let key = FigureKey::to_date(&indicator.code, self.question.period).by(&dimension, word);
                    self.tally.add(key, counted(count, *records));
                }
            }
            self.zeros(indicator, &dimension, codes, &records, selection.height() > 0);
        }
        self.note_unknowns(indicator, selection);
        Ok(())
    }

    fn unique_over_time(&mut self, indicator: &Indicator, selection: &Selection) -> PolarsResult<()> {
        let firsts = selection.first_months();
        let radix = self.periods.len() as u16;
        let time = Axis { indices: &selection.periods, radix };
        let mut records = vec![0u64; self.periods.len()];
        selection.periods.iter().filter(|at| **at != Axis::OUT).for_each(|at| records[usize::from(*at)] += 1);
        let counts = selection.distinct_over(&[], time)?;
        let mut behind = 0;
        for (at, period) in self.periods.clone().into_iter().enumerate() {
            behind += records[at];
            if records[at] > 0 {
                self.tally.add(FigureKey::in_period(&indicator.code, period), counted(counts[at], records[at]));
            }
            if behind > 0 {
                let known = firsts.iter().filter(|month| **month <= period.last().0).count() as u64;
                self.tally.add(FigureKey::to_date(&indicator.code, period), counted(known, behind));
            }
        }
        let Some(agencies) = selection.codes.get(column::AGENCY) else { return Ok(()) };
        let counts = selection.distinct_over(&[agencies], time)?;
        for (cell, count) in counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
            let (agency, at) = (cell / radix as usize, cell % radix as usize);
            let (agency, period) = (&agencies.words[agency], self.periods[at]);
            self.tally.reported(&indicator.code, period, agency);
            self.tally
                .add(FigureKey::in_period(&indicator.code, period).by(column::AGENCY, agency), counted(count, count));
        }
        Ok(())
    }

    /// The index among `periods` of each row's month.
    pub(crate) fn period_axis(&self, selection: &Selection) -> Vec<u16> {
        let first = self.periods.first().map_or(0, |p: &Period| p.first().0);
        let length = self.question.period.cycle().months();
        // The period of each month, counted from the first period on: divided once and not in every row.
        let of_month: Vec<u16> = (0..length * self.periods.len() as i32)
            .map(|month| if self.window.contains(Month(first + month)) { (month / length) as u16 } else { Axis::OUT })
            .collect();
        let index = |month: &i32| of_month.get(month.wrapping_sub(first) as usize).copied().unwrap_or(Axis::OUT);
        selection.months.iter().map(index).collect()
    }

    /// The dimensions by which an indicator is shown: place, agency and its own; the one that is
    /// reconciled also by sex and sector, which its cross table has as margins.
    pub(crate) fn dimensions(&self, indicator: &Indicator) -> Vec<String> {
        let mut all = vec![column::PLACE.to_owned(), column::AGENCY.to_owned()];
        all.extend(indicator.dimensions.iter().cloned());
        if self.question.programme.people.as_ref() == Some(&indicator.code) {
            all.extend([column::SEX.to_owned(), column::SECTOR.to_owned()]);
        }
        let mut seen = std::collections::BTreeSet::new();
        all.retain(|dimension| seen.insert(dimension.clone()));
        all
    }

    /// Codes that the programme shows and nobody has are zero once anything was reported: a register
    /// without men says that there are none.
    pub(crate) fn zeros(
        &mut self,
        indicator: &Indicator,
        dimension: &str,
        codes: &Codes,
        records: &[u64],
        reported: bool,
    ) {
        if !reported {
            return;
        }
        let programme = self.question.programme;
        let shown: Vec<&str> = if dimension == column::PLACE {
            programme.places.iter().filter(|p| p.parent.is_none()).map(|p| p.code.as_str()).collect()
        } else {
            let known = programme.dimensions.iter().find(|d| d.code == dimension);
            known.map(|d| d.codes.iter().map(|c| c.code.as_str()).collect()).unwrap_or_default()
        };
        let has = |code: &&str| codes.words.iter().zip(records).any(|(word, records)| word == code && *records > 0);
        for code in shown.into_iter().filter(|code| !has(code)) {
            let key = FigureKey::to_date(&indicator.code, self.question.period).by(dimension, code);
            self.tally.add(key, Part { value: Some(0.0), ..Part::default() });
        }
    }

    /// Says how many records have no place, and whose attributes differ between reports.
    fn note_unknowns(&mut self, indicator: &Indicator, selection: &Selection) {
        if self.question.programme.people.as_ref() != Some(&indicator.code) {
            return;
        }
        if let Some(places) = selection.codes.get(column::PLACE) {
            let without = per_code(places).last().copied().unwrap_or(0);
            if without > 0 {
                let finding = Finding::new(Code::PlaceMissing, Place::default()).with("count", without as f64);
                self.findings.push((String::new(), finding));
            }
        }
        for (field, pairs) in &selection.conflicts {
            for (first, second) in pairs {
                let finding = Finding::new(Code::AttributeConflict, Place::default())
                    .with("field", field.as_str())
                    .with("first", first.as_str())
                    .with("second", second.as_str());
                self.findings.push((String::new(), finding));
            }
        }
    }
}

/// A count of beneficiaries.
pub(crate) fn counted(count: u64, records: u64) -> Part {
    Part { value: Some(count as f64), records, ..Part::default() }
}

/// How many rows each code has.
pub(crate) fn per_code(codes: &Codes) -> Vec<u64> {
    let mut counts = vec![0; codes.words.len()];
    codes.indices.iter().for_each(|index| counts[*index as usize] += 1);
    debug_assert_eq!(codes.words.last().map(String::as_str), Some(UNKNOWN));
    counts
}
