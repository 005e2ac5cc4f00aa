//! The participations that one or more indicators look at.

use crate::census::{Count, Cut, by_code};
use crate::roster::{Codes, Roster};
use mola_frame::column;
use mola_model::Filter;
use polars::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Participations of one kind of beneficiary that pass one filter, within a window.
pub(crate) struct Selection<'a> {
    /// All participations of that kind.
    pub roster: &'a Roster,
    /// The columns that the filter looks at.
    pub tests: Vec<Test<'a>>,
    /// Who reported each row.
    agencies: Option<&'a Codes>,
    /// How many there are, as far as it was asked for.
    pub counts: BTreeMap<Cut, Vec<Count>>,
    /// By period: beneficiaries whose first participation lies in it.
    pub firsts: Vec<u64>,
}

/// A column that a filter looks at, and by its codes whether they pass.
pub(crate) struct Test<'a> {
    /// The column.
    pub name: &'a str,
    /// What it holds.
    pub codes: &'a Codes,
    /// One a code.
    pub passes: Vec<bool>,
}

impl<'a> Selection<'a> {
    /// The rows of a roster that pass a filter.
    ///
    /// # Errors
    /// When the filter names a column that the roster was gathered without, which is a defect.
    pub fn new(roster: &'a Roster, filter: &Filter) -> PolarsResult<Self> {
        let mut tests = Vec::new();
        for (name, allowed) in filter {
            let Some((name, codes)) = roster.filters.get_key_value(name) else {
                polars_bail!(ColumnNotFound: "{name}");
            };
            tests.push(Test { name, codes, passes: codes.words.iter().map(|word| allowed.contains(word)).collect() });
        }
        let agencies = roster.codes.get(column::AGENCY);
        Ok(Self { roster, tests, agencies, counts: BTreeMap::new(), firsts: Vec::new() })
    }

    /// Whether a row is one of them.
    #[inline]
    pub fn has(&self, row: usize) -> bool {
        self.tests.iter().all(|test| test.passes[usize::from(test.codes.indices[row])])
    }

    /// The rows of each beneficiary, those that do not pass left out, by month and receipt.
    pub fn beneficiaries(&self) -> impl Iterator<Item = (u32, impl Iterator<Item = usize> + Clone)> {
        let own = move |rows: Range<usize>| rows.filter(move |row| self.has(*row));
        (0..self.roster.beneficiary_count).map(move |who| (who, own(self.roster.rows_of(who))))
    }

    /// How many beneficiaries and records there are in each combination of a cut, first axis slowest.
    /// None where the cut was not asked for.
    pub fn counts(&self, cut: &Cut) -> &[Count] {
        self.counts.get(cut).map_or(&[], Vec::as_slice)
    }

    /// The agencies that have records in it, where these were counted.
    pub fn reporting(&self) -> BTreeSet<String> {
        let counts = self.counts(&by_code(column::AGENCY));
        let words = self.agencies.into_iter().flat_map(|agencies| &agencies.words).zip(counts);
        words.filter(|(_, count)| count.records > 0).map(|(word, _)| word.clone()).collect()
    }

    /// By agency and period, first axis slowest: that nobody reported.
    pub fn nobody(&self) -> Vec<bool> {
        let agencies = self.agencies.map_or(0, |codes| codes.words.len());
        vec![false; agencies * usize::from(self.roster.period_count)]
    }

    /// The index of a row's agency and period among those of [`Selection::nobody`]. The row has a period.
    pub fn reporter(&self, row: usize) -> usize {
        let agency = self.agencies.map_or(0, |codes| usize::from(codes.indices[row]));
        agency * usize::from(self.roster.period_count) + usize::from(self.roster.periods()[row])
    }
}
