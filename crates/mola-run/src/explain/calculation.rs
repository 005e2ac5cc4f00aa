//! How a figure came about, beyond its records: numbers of a formula, what a range rests on, the parts of
//! a total that is refused, progress, and what became of it since it was issued.

use crate::record::RunRecord;
use crate::summary::SummaryChange;
use mola_measure::Measured;
use mola_model::{Computation, Figure, FigureKey, Indicator, Reached, Reason, TotalsPolicy};
use serde::Serialize;
use std::collections::BTreeMap;

/// What a figure was worked out from.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Calculation {
    /// The indicators that its formula names, with their values; none of other figures.
    pub operands: BTreeMap<String, Option<f64>>,
    /// What its range rests on, where it has one (rule R6).
    pub range: Option<ExplainedRange>,
    /// What each agency and place has, where that makes no total, or not all of it (rule R1).
    pub parts: Vec<ExplainedPart>,
    /// How much of the way to the target is done (rule R12).
    pub progress: Option<ExplainedProgress>,
    /// What became of it since it was issued (rule R19).
    pub change: Option<SummaryChange>,
}

/// What a range rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExplainedRange {
    /// Beneficiaries who are known one by one.
    pub listed: u64,
    /// The least that all of them are.
    pub low: f64,
    /// The most that all of them are.
    pub high: f64,
    /// The most that there are at all, where the indicator says so.
    pub population: Option<f64>,
    /// Which point is shown; none where nobody declared one.
    pub policy: Option<TotalsPolicy>,
    /// Why, and who says so.
    pub reason: String,
}

/// A part of a figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExplainedPart {
    /// The figure's id.
    pub figure: String,
    /// Its value; none where it has none.
    pub value: Option<f64>,
}

/// The way from the baseline to the target.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ExplainedProgress {
    /// Where it started; none where nobody said.
    pub baseline: Option<f64>,
    /// Where it is.
    pub actual: f64,
    /// Where it is to get.
    pub target: f64,
    /// What is done of it.
    pub reached: Reached,
}

/// How `figure` came about; `listed` beneficiaries are behind it.
pub(super) fn calculation(
    measured: &Measured,
    record: &RunRecord,
    indicator: &Indicator,
    figure: &Figure,
    listed: Option<u64>,
) -> Calculation {
    let id = figure.key.to_string();
    Calculation {
        operands: operands(measured, indicator, &figure.key),
        range: range(indicator, figure, listed),
        parts: parts(measured, figure),
        progress: progress(measured, indicator, figure),
        change: record.summary.changes.iter().find(|change| change.figure == id).cloned(),
    }
}

fn value(measured: &Measured, key: &FigureKey) -> Option<f64> {
    measured.facts.iter().find(|figure| figure.key == *key).and_then(|figure| figure.value)
}

fn operands(measured: &Measured, indicator: &Indicator, key: &FigureKey) -> BTreeMap<String, Option<f64>> {
    let Computation::Formula { formula } = &indicator.computation else { return BTreeMap::new() };
    let of = |code: &str| FigureKey { indicator: code.to_owned(), ..key.clone() };
    formula.indicators().into_iter().map(|code| (code.to_owned(), value(measured, &of(code)))).collect()
}

fn range(indicator: &Indicator, figure: &Figure, listed: Option<u64>) -> Option<ExplainedRange> {
    let (low, high) = figure.low.zip(figure.high)?;
    let treatment = &indicator.treatment;
    Some(ExplainedRange {
        listed: listed.unwrap_or_default(),
        low,
        high,
        population: treatment.population,
        policy: treatment.totals,
        reason: treatment.totals_reason.clone(),
    })
}

/// Figures of the same indicator and time that are narrowed by agency or place alone.
fn parts(measured: &Measured, figure: &Figure) -> Vec<ExplainedPart> {
    let refused = matches!(figure.reason, Some(Reason::NotAdded | Reason::CannotAddUp | Reason::OnlyTotals));
    let key = &figure.key;
    let is_part = |other: &&Figure| {
        let (one, narrower) = (other.key.indicator == key.indicator, other.key.by.len() == key.by.len() + 1);
        let by = |name: &String| key.by.contains_key(name) || ["agency", "place"].contains(&name.as_str());
        one && narrower
            && (other.key.period, other.key.span) == (key.period, key.span)
            && key.by.iter().all(|(name, code)| other.key.by.get(name) == Some(code))
            && other.key.by.keys().all(by)
    };
    let all = measured.facts.iter().filter(|_| refused).filter(is_part);
    let part = |figure: &Figure| ExplainedPart { figure: figure.key.to_string(), value: figure.value };
    all.filter(|figure| figure.value.is_some() || figure.low.is_some()).map(part).collect()
}

/// Only of the figure that its target is about: over all, to date, at the end of what is reported.
fn progress(measured: &Measured, indicator: &Indicator, figure: &Figure) -> Option<ExplainedProgress> {
    let row = measured.tracking.iter().find(|row| row.to_date.key == figure.key)?;
    Some(ExplainedProgress {
        baseline: indicator.baseline.map(|baseline| baseline.value),
        actual: figure.value?,
        target: indicator.target?,
        reached: row.reached?,
    })
}
