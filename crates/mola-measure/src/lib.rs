//! Indicators over time, place, agency and disaggregation.
//!
//! Input are the canonical tables of all submissions that count, in the order of their receipt;
//! output are figures, the tables of the report that are made of figures, and findings. This crate
//! knows no file formats and reads no raw columns.
//!
//! ```
//! use mola_measure::Canon;
//!
//! let canon = Canon::new(&[], &[])?;
//! assert_eq!(canon.money.height(), 0);
//! # Ok::<(), polars::error::PolarsError>(())
//! ```

mod allowed;
mod breakdown;
mod canon;
mod census;
mod completeness;
mod formulas;
mod gathering;
mod indirect;
mod last;
mod lineage;
mod money;
mod observed;
mod open;
mod people;
mod rollup;
mod roster;
mod selection;
mod sum;
mod tally;
mod told;
mod tracking;
mod unique;

pub use canon::Canon;
pub use completeness::{Receipt, completeness};
pub use gathering::Participations;
pub use lineage::{Lineage, RecordRef, lineage};
pub use roster::UNKNOWN;

use census::{Cut, census};
use last::Made;
use mola_finding::{Finding, Place};
use mola_frame::column;
use mola_model::{
    Computation, CrossCell, Figure, Filter, Indicator, Kind, Money, Month, Overlap, Period, Programme, Reconciliation,
    Tracking, Window,
};
use observed::Observation;
use people::People;
use polars::prelude::PolarsResult;
use rayon::prelude::*;
use roster::Roster;
use selection::Selection;
use std::collections::{BTreeMap, BTreeSet};
use tally::Tally;

/// What is asked: one programme, to the end of one period.
pub struct Question<'a> {
    /// The programme.
    pub programme: &'a Programme,
    /// The period that is reported.
    pub period: Period,
    /// The place of a record in its source.
    pub place: &'a (dyn Fn(RecordRef) -> Place + Sync),
}

/// Everything that is computed.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// Every figure, ordered by key.
    pub facts: Vec<Figure>,
    /// The tracking table.
    pub tracking: Vec<Tracking>,
    /// From the sum of reports to unique people.
    pub reconciliation: Option<Reconciliation>,
    /// Unique people by place × sex × sector.
    pub cross: Vec<CrossCell>,
    /// People served by two agencies.
    pub overlap: Vec<Overlap>,
    /// Money by output and agency.
    pub money: Money,
    /// What someone must know, by agency; empty where it is about the programme.
    pub findings: Vec<(String, Finding)>,
}

/// The state of one measurement.
struct Measurement<'a> {
    question: &'a Question<'a>,
    canon: &'a Canon,
    window: Window,
    /// Periods of the report's cycle from the programme's start to the period, in order.
    periods: Vec<Period>,
    tally: Tally,
    findings: Vec<(String, Finding)>,
}

/// Measures all indicators of a programme.
///
/// # Errors
/// When a canonical column is absent or of another type than `mola-frame` says, which is a defect.
pub fn measure(question: &Question<'_>, participations: Participations<'_>, canon: &Canon) -> PolarsResult<Measured> {
    let programme = question.programme;
    let mut whole = Measurement::new(question, canon, periods(question.period, programme.window.first));
    let observations = whole.observations()?;
    let mut rosters = participations.finish()?;
    rosters.values_mut().for_each(|roster| whole.date(roster));
    let selections = whole.selections(&rosters)?;
    let indicators = programme.indicators.par_iter().map(|indicator| {
        let mut own = whole.beside();
        own.indicator(indicator, &selections, &observations)?;
        Ok(own)
    });
    let mut parts = indicators.collect::<PolarsResult<Vec<Measurement<'_>>>>()?;
    let mut of_people = whole.beside();
    let people = of_people.reconciled(&selections);
    parts.push(of_people);
    for part in parts {
        whole.tally.take_in(part.tally);
        whole.findings.extend(part.findings);
    }
    let money = whole.money()?;
    let mut facts = whole.tally.finish(programme, question.period);
    whole.formulas(&mut facts);
    let tracking = tracking::tracking(programme, question.period, &whole.periods, &facts, &whole.tally);
    whole.findings.extend(tracking::overdue_findings(programme, &tracking));
    let (reconciliation, cross, overlap) =
        people.map_or((None, Vec::new(), Vec::new()), |(r, cross, o)| (Some(r), people::cross_cells(cross, &facts), o));
    let findings = told::told(whole.findings);
    Ok(Measured { facts, tracking, reconciliation, cross, overlap, money, findings })
}

/// The periods of `period`'s cycle that lie between `first` and its end, in order.
fn periods(period: Period, first: Month) -> Vec<Period> {
    let mut all = vec![period.around(first)];
    while all[all.len() - 1] < period && all.len() < 1200 {
        all.push(all[all.len() - 1].next());
    }
    all
}

/// Kind of beneficiary and filter, which tell selections apart.
type SelectionKey = (Kind, Filter);

/// Which participations a computation looks at; `None` where it looks at none.
fn selected(computation: &Computation) -> Option<SelectionKey> {
    match computation {
        Computation::Unique { beneficiary, filter } | Computation::Mean { beneficiary, filter, .. } => {
            Some((*beneficiary, filter.clone()))
        }
        Computation::Sum { measure: Some(_), filter } => Some(of_kind(filter, Kind::Person)),
        Computation::Stock { measure: Some(_), filter } => Some(of_kind(filter, Kind::Network)),
        Computation::Indirect => Some((Kind::Person, BTreeMap::new())),
        Computation::Sum { measure: None, .. }
        | Computation::Stock { measure: None, .. }
        | Computation::Ratio
        | Computation::Rate { .. }
        | Computation::Milestone
        | Computation::Ordinal { .. }
        | Computation::Text
        | Computation::Formula { .. } => None,
    }
}

/// A sum or stock looks at the one kind of beneficiary that its filter names, or else at `usual`.
fn of_kind(filter: &Filter, usual: Kind) -> SelectionKey {
    let mut filter = filter.clone();
    let named = match filter.get(column::KIND).map(Vec::as_slice) {
        Some([kind]) => Kind::from_word(kind),
        _ => None,
    };
    if named.is_some() {
        filter.remove(column::KIND);
    }
    (named.unwrap_or(usual), filter)
}

impl<'a> Measurement<'a> {
    fn new(question: &'a Question<'a>, canon: &'a Canon, periods: Vec<Period>) -> Self {
        let window = Window { first: question.programme.window.first, last: question.period.last() };
        Self { question, canon, window, periods, tally: Tally::default(), findings: Vec::new() }
    }

    /// An empty measurement of the same question, for a part of it that is worked on at the same time.
    fn beside(&self) -> Self {
        Self::new(self.question, self.canon, self.periods.clone())
    }

    /// Gives the rows of a roster their periods.
    fn date(&self, roster: &mut Roster) {
        roster.periods_apart = self.period_axis(roster);
        roster.period_count = self.periods.len() as u16;
    }

    /// Every selection that some indicator needs, with the counts that are asked of it.
    fn selections<'r>(
        &self,
        rosters: &'r BTreeMap<Kind, Roster>,
    ) -> PolarsResult<BTreeMap<SelectionKey, Selection<'r>>> {
        let mut cuts: BTreeMap<SelectionKey, BTreeSet<Cut>> = BTreeMap::new();
        for indicator in &self.question.programme.indicators {
            let Some(key) = selected(&indicator.computation) else { continue };
            let own = cuts.entry(key).or_default();
            if matches!(indicator.computation, Computation::Unique { .. }) {
                own.extend(self.cuts(indicator));
            }
            if self.question.programme.people.as_ref() == Some(&indicator.code) {
                own.extend(self.cuts(indicator).into_iter().chain(Self::people_cuts()));
            }
        }
        let mut selections = BTreeMap::new();
        for (kind, roster) in rosters {
            let own = cuts.iter().filter(|((of, _), _)| of == kind);
            let made = own.map(|(key, cuts)| Ok((key.clone(), Selection::new(roster, &key.1)?, cuts)));
            let mut made = made.collect::<PolarsResult<Vec<_>>>()?;
            let asked = made.iter_mut().filter(|(_, _, cuts)| !cuts.is_empty());
            census(roster, asked.map(|(_, selection, cuts)| (selection, cuts.iter().cloned().collect())).collect());
            selections.extend(made.into_iter().map(|(key, selection, _)| (key, selection)));
        }
        Ok(selections)
    }

    /// The tables about the people of the programme.
    fn reconciled(&mut self, selections: &BTreeMap<SelectionKey, Selection<'_>>) -> Option<People> {
        let programme = self.question.programme;
        let indicator = programme.people.as_ref().and_then(|code| programme.indicator(code))?;
        self.people(indicator, selections.get(&selected(&indicator.computation)?)?)
    }

    fn indicator(
        &mut self,
        indicator: &Indicator,
        selections: &BTreeMap<SelectionKey, Selection<'_>>,
        observations: &[Observation],
    ) -> PolarsResult<()> {
        let selection = selected(&indicator.computation).and_then(|key| selections.get(&key));
        let mut listed = BTreeSet::new();
        match (&indicator.computation, selection) {
            (Computation::Unique { .. }, Some(selection)) => {
                self.unique(indicator, selection);
                listed = selection.reporting();
            }
            (Computation::Sum { measure: Some(measure), .. }, Some(selection)) => {
                self.note_outside(indicator, measure, selection)?;
                self.sum(indicator, measure, selection);
            }
            (Computation::Stock { measure: Some(measure), .. }, Some(selection)) => {
                self.note_outside(indicator, measure, selection)?;
                self.last(indicator, measure, selection, Made::Sum);
            }
            (Computation::Mean { measure, .. }, Some(selection)) => {
                self.note_outside(indicator, measure, selection)?;
                self.last(indicator, measure, selection, Made::Mean);
            }
            (Computation::Indirect, Some(selection)) => self.indirect(indicator, selection)?,
            (Computation::Rate { numerator, denominator }, _) => self.rate(indicator, *numerator, *denominator)?,
            _ => {}
        }
        if !matches!(indicator.computation, Computation::Rate { .. } | Computation::Formula { .. }) {
            self.observed(indicator, observations, &listed);
        }
        Ok(())
    }
}
