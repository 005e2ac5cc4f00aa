//! What became of figures since a closing: the states that a case leads through, as a run does.

use super::frames::Known;
use super::{Compared, measured};
use crate::RunError;
use crate::restating::{Values, values};
use mola_disclose::{Disclosure, Released};
use mola_measure::Measured;
use mola_model::{Cause, Completeness, Exact, FigureKey, Issue, OwnColumns, Status, Told, bridge};
use mola_spec::{Case, CaseClosed};
use std::collections::BTreeSet;

/// What figures told at a closing, and in each state from then to now.
pub(super) struct Changes {
    old: Values,
    states: Vec<(Cause, Values)>,
    /// Figures that were hidden then, or would have to be now.
    hidden: BTreeSet<FigureKey>,
    /// What was told at the closing.
    pub told: Disclosure,
}

impl Changes {
    /// The states from a closing to what was measured now.
    pub(super) fn of(case: &Case, closed: &CaseClosed, own: &OwnColumns, now: &Measured) -> Result<Self, RunError> {
        let at_closing = Known::At(Some(closed.on));
        let issued = measured(case, &closed.programme, closed.period, own, at_closing)?;
        let old = values(&issued.facts);
        let reports = Completeness { months: Vec::new(), rows: Vec::new(), completeness: None, timeliness: None };
        let (released, told) = Released::of(super::issue(case, issued, reports, &[]), None);
        let mut states = Vec::new();
        if let Some(otherwise) = closed.otherwise {
            let same_rows = measured(case, &case.programme, case.period, own, at_closing)?;
            states.push((otherwise, values(&same_rows.facts)));
        }
        let corrected = Known::Corrected(closed.on, case.as_of);
        let corrected = measured(case, &case.programme, case.period, own, corrected)?;
        states.extend([(Cause::Correction, values(&corrected.facts)), (Cause::LateData, values(&now.facts))]);
        Ok(Self { old, states, hidden: BTreeSet::new(), told }.hiding(released.issue()))
    }

    /// The same, with what an issue hides.
    pub(super) fn hiding(mut self, issue: &Issue) -> Self {
        let hidden = issue.facts.iter().filter(|figure| figure.status == Status::Suppressed);
        self.hidden.extend(hidden.map(|figure| figure.key.clone()));
        self
    }

    /// A part of what became of a figure, by its key in a case.
    pub(super) fn part(&self, figure: &FigureKey, key: &str) -> Option<Compared> {
        let told = |values: &Values| values.get(figure).cloned().unwrap_or_default();
        let old = told(&self.old);
        let states: Vec<(Cause, Told)> = self.states.iter().map(|(cause, values)| (*cause, told(values))).collect();
        let new = states.last().map_or(old.clone(), |(_, told)| told.clone());
        let parts = bridge(&old, &states);
        match key {
            "old" => old.value.map(Compared::Number),
            "new" => new.value.map(Compared::Number),
            "difference" => {
                let (old, new) = old.value.zip(new.value)?;
                Some(Compared::Number((Exact::written(new) - Exact::written(old)).nearest()))
            }
            "reasons" => {
                let reasons: Vec<&str> = parts.iter().map(|part| part.reason.as_str()).collect();
                (!reasons.is_empty()).then(|| Compared::Word(reasons.join(", ")))
            }
            "hidden" => Some(Compared::Flag(self.hidden.contains(figure))),
            reason => {
                let own = parts.iter().find(|part| part.reason.as_str() == reason)?;
                own.amount.map(Compared::Number)
            }
        }
    }
}
