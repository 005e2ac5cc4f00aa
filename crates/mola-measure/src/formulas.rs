//! Figures worked out from figures of other indicators.

use crate::Measurement;
use mola_finding::{Code, Finding, Place};
use mola_model::{Computation, Figure, FigureKey, Formula, Indicator, Reason, Reporters, Status};
use std::collections::{BTreeMap, BTreeSet};

impl Measurement<'_> {
    /// Fills in the figures of formulas: wherever all indicators of a formula have a figure about the same
    /// period, agency, place and group, the formula has one too. Formulas that need others come after them.
    pub(crate) fn formulas(&mut self, facts: &mut Vec<Figure>) {
        let programme = self.question.programme;
        let mut known: BTreeMap<FigureKey, Figure> =
            facts.drain(..).map(|figure| (figure.key.clone(), figure)).collect();
        let mut waiting: Vec<(&Indicator, &Formula)> = programme
            .indicators
            .iter()
            .filter_map(|indicator| match &indicator.computation {
                Computation::Formula { formula } => Some((indicator, formula)),
                _ => None,
            })
            .collect();
        while let Some(at) = waiting.iter().position(|(_, own)| !needs_any(own, &waiting)) {
            let (indicator, formula) = waiting.remove(at);
            self.fill_in(indicator, formula, &mut known);
        }
        facts.extend(known.into_values());
    }

    fn fill_in(&mut self, indicator: &Indicator, formula: &Formula, known: &mut BTreeMap<FigureKey, Figure>) {
        let operands: BTreeSet<&str> = formula.indicators().into_iter().collect();
        let about = |key: &FigureKey, code: &str| FigureKey { indicator: code.to_owned(), ..key.clone() };
        let Some(first) = operands.first() else { return };
        let keys = known.keys().filter(|key| key.indicator == **first);
        let shared = keys.filter(|key| operands.iter().all(|code| known.contains_key(&about(key, code))));
        let figures: Vec<Figure> = shared
            .map(|key| {
                let parts: Vec<&Figure> = operands.iter().map(|code| &known[&about(key, code)]).collect();
                worked_out(formula, about(key, &indicator.code), &parts)
            })
            .collect();
        for figure in figures {
            if figure.reason == Some(Reason::DenominatorZero) && figure.key.by.is_empty() {
                let finding = Finding::new(Code::DenominatorZero, Place::default())
                    .with("indicator", &*indicator.code)
                    .with("period", figure.key.period.to_string());
                self.findings.push((String::new(), finding));
            }
            known.insert(figure.key.clone(), figure);
        }
    }
}

fn needs_any(formula: &Formula, waiting: &[(&Indicator, &Formula)]) -> bool {
    formula.indicators().iter().any(|code| waiting.iter().any(|(indicator, _)| indicator.code == *code))
}

/// The value of a formula. Where a part has none, the formula has none; the weakest state is its own.
fn worked_out(formula: &Formula, key: FigureKey, parts: &[&Figure]) -> Figure {
    let of = |code: &str| {
        let part = parts.iter().find(|part| part.key.indicator == code)?;
        part.value.filter(|_| part.status == Status::Reported)
    };
    let value = formula.value(&of);
    let range = range(formula, parts);
    let complete = parts.iter().all(|part| of(&part.key.indicator).is_some());
    let states = || parts.iter().map(|part| part.status).filter(|status| *status != Status::Reported);
    let status = match value {
        Some(_) => Status::Reported,
        None if range.is_some() => Status::NotApplicable,
        None if complete => Status::NotApplicable,
        None if states().any(|status| status == Status::NotYetDue) => Status::NotYetDue,
        None => states().max().unwrap_or(Status::Missing),
    };
    let reason = match value {
        _ if range.is_some() => Some(Reason::OnlyTotals),
        Some(_) => parts.iter().find_map(|part| part.reason),
        None if complete => Some(Reason::DenominatorZero),
        None => Some(Reason::OperandMissing),
    };
    Figure {
        key,
        status,
        value,
        numerator: None,
        denominator: None,
        low: range.map(|(low, _)| low),
        high: range.map(|(_, high)| high),
        text: None,
        reason,
        reporters: weakest(parts),
        records: parts.iter().map(|part| part.records).sum(),
        estimated: parts.iter().any(|part| part.estimated),
    }
}

/// Between which values the formula lies where a part of it is a range; none where none is, or where a part has
/// neither a range nor a value.
fn range(formula: &Formula, parts: &[&Figure]) -> Option<(f64, f64)> {
    let of = |code: &str| {
        let part = parts.iter().find(|part| part.key.indicator == code)?;
        part.low.zip(part.high).or(part.value.filter(|_| part.status == Status::Reported).map(|value| (value, value)))
    };
    parts.iter().any(|part| part.low.is_some()).then(|| formula.range(&of)).flatten().filter(|(low, high)| low < high)
}

/// Of the parts the one of which the smallest share has reported: the whole is no more complete than that.
fn weakest(parts: &[&Figure]) -> Option<Reporters> {
    let known = parts.iter().filter_map(|part| part.reporters);
    known.min_by_key(|all| (u64::from(all.reported) << 32) / u64::from(all.expected).max(1))
}
