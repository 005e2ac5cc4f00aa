//! Beneficiaries, each counted once (rule R5): sets, never sums of parts.

use crate::Measurement;
use crate::census::{By, Count, Cut, by_code};
use crate::roster::{Axis, Codes, Roster};
use crate::selection::Selection;
use crate::tally::Part;
use mola_finding::{Code, Finding, Place};
use mola_frame::column;
use mola_model::{FigureKey, Indicator};

impl Measurement<'_> {
    /// Adds the figures of an indicator that counts each beneficiary once: to date and in each
    /// period, by agency, place and the indicator's dimensions, and by agency and period.
    pub(crate) fn unique(&mut self, indicator: &Indicator, selection: &Selection<'_>) {
        self.unique_over_time(indicator, selection);
        for dimension in self.dimensions(indicator) {
            let Some(codes) = selection.roster.codes.get(&dimension) else { continue };
            let counts = selection.counts(&by_code(&dimension));
            for (word, count) in codes.words.iter().zip(counts).filter(|(_, count)| count.records > 0) {
                let key = FigureKey::to_date(&indicator.code, self.question.period).by(&dimension, word);
                self.tally.add(key, counted(*count));
            }
            self.zeros(indicator, &dimension, codes, counts);
        }
        self.note_unknowns(indicator, selection);
    }

    /// What has to be counted for an indicator that counts each beneficiary once.
    pub(crate) fn cuts(&self, indicator: &Indicator) -> Vec<Cut> {
        let by_dimension = self.dimensions(indicator).into_iter().map(|dimension| by_code(&dimension));
        let over_time = [vec![By::Period], agency_by(By::Period)];
        by_dimension.chain(over_time).collect()
    }

    fn unique_over_time(&mut self, indicator: &Indicator, selection: &Selection<'_>) {
        let counts = selection.counts(&vec![By::Period]);
        let mut behind = Count::default();
        for ((period, count), firsts) in self.periods.iter().zip(counts).zip(&selection.firsts) {
            behind.beneficiaries += firsts;
            behind.records += count.records;
            if count.records > 0 {
                let beneficiaries = if indicator.treatment.newly { *firsts } else { count.beneficiaries };
                let own = Count { beneficiaries, ..*count };
                self.tally.add(FigureKey::in_period(&indicator.code, *period), counted(own));
            }
            if behind.records > 0 {
                self.tally.add(FigureKey::to_date(&indicator.code, *period), counted(behind));
            }
        }
        self.note_population(indicator, behind.beneficiaries);
        let Some(agencies) = selection.roster.codes.get(column::AGENCY) else { return };
        let counts = selection.counts(&agency_by(By::Period));
        for (cell, count) in counts.iter().enumerate().filter(|(_, count)| count.records > 0) {
            let (agency, at) = (cell / self.periods.len(), cell % self.periods.len());
            let (agency, period) = (&agencies.words[agency], self.periods[at]);
            self.tally.reported(&indicator.code, period, agency);
            // Who is new is new to the programme, and not to one of its agencies.
            if indicator.treatment.newly {
                continue;
            }
            let key = FigureKey::in_period(&indicator.code, period).by(column::AGENCY, agency);
            self.tally.add(key, counted(Count { records: count.beneficiaries, ..*count }));
        }
    }

    /// The index among `periods` of each row's month.
    pub(crate) fn period_axis(&self, roster: &Roster) -> Option<Vec<u16>> {
        let first = self.periods.first().map_or(self.window.first, |period| period.first());
        let before = self.window.first.0 - first.0;
        let length = self.question.period.cycle().months();
        // The period of each month: divided once and not in every row.
        let index = |month: u16| (before + i32::from(month)) / length;
        let of_month: Vec<u16> = (0..roster.month_count)
            .map(|month| if index(month) < self.periods.len() as i32 { index(month) as u16 } else { Axis::OUT })
            .collect();
        let are_months = (0..).eq(of_month.iter().copied());
        (!are_months).then(|| roster.months.iter().map(|month| of_month[usize::from(*month)]).collect())
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
    pub(crate) fn zeros(&mut self, indicator: &Indicator, dimension: &str, codes: &Codes, counts: &[Count]) {
        if counts.iter().all(|count| count.records == 0) {
            return;
        }
        let programme = self.question.programme;
        let shown: Vec<&str> = if dimension == column::PLACE {
            programme.places.iter().filter(|p| p.parent.is_none()).map(|p| p.code.as_str()).collect()
        } else {
            let known = programme.dimensions.iter().find(|d| d.code == dimension);
            known.map(|d| d.codes.iter().map(|c| c.code.as_str()).collect()).unwrap_or_default()
        };
        let has = |code: &&str| codes.words.iter().zip(counts).any(|(word, count)| word == code && count.records > 0);
        for code in shown.into_iter().filter(|code| !has(code)) {
            let key = FigureKey::to_date(&indicator.code, self.question.period).by(dimension, code);
            self.tally.add(key, Part { value: Some(0.0), ..Part::default() });
        }
    }

    /// Says where lists hold more beneficiaries than there are.
    fn note_population(&mut self, indicator: &Indicator, counted: u64) {
        if let Some(population) = indicator.treatment.population.filter(|population| counted as f64 > *population) {
            let finding = Finding::new(Code::PopulationExceeded, Place::default());
            let finding = finding.with("indicator", indicator.code.as_str()).with("found", counted as f64);
            self.findings.push((String::new(), finding.with("high", population)));
        }
    }

    /// Says how many records have no place, and whose attributes differ between reports.
    fn note_unknowns(&mut self, indicator: &Indicator, selection: &Selection<'_>) {
        if self.question.programme.people.as_ref() != Some(&indicator.code) {
            return;
        }
        let without = selection.counts(&by_code(column::PLACE)).last().map_or(0, |count| count.records);
        if without > 0 {
            let finding = Finding::new(Code::PlaceMissing, Place::default()).with("count", without as f64);
            self.findings.push((String::new(), finding));
        }
        for (field, pairs) in &selection.roster.conflicts {
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
pub(crate) fn counted(count: Count) -> Part {
    Part { value: Some(count.beneficiaries as f64), records: count.records, ..Part::default() }
}

/// A cut by agency and time.
pub(crate) fn agency_by(time: By) -> Cut {
    vec![By::Code(column::AGENCY.to_owned()), time]
}
