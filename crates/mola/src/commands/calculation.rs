//! How a figure came about, in lines: formulas with their numbers, what a range rests on, parts, progress,
//! what became of it.

use super::{Call, changes};
use mola_model::{Computation, Reached, TotalsPolicy};
use mola_run::{Explained, ExplainedProgress, ExplainedRange};

/// Parts that are shown; JSON has all.
const PARTS: usize = 12;

/// What there is of it, each with its name.
pub(super) fn calculation(call: &Call<'_>, explained: &Explained) -> Vec<(String, Vec<String>)> {
    let (own, texts) = (&explained.calculation, &call.texts);
    let share = matches!(explained.computation, Computation::Ratio | Computation::Rate { .. });
    let mut pairs = Vec::new();
    let mut add = |key: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            pairs.push((texts.get(key), lines));
        }
    };
    add("explain-filled", filled(call, explained).into_iter().collect());
    add("explain-basis", own.range.iter().flat_map(|range| basis(call, range)).collect());
    let parts = own.parts.iter().take(PARTS);
    let parts = parts.map(|part| format!("{}  {}", part.figure, written(call, part.value, share)));
    let more = own.parts.len().saturating_sub(PARTS);
    add("explain-parts", parts.chain((more > 0).then(|| texts.count("more", more as u64))).collect());
    add("explain-progress", own.progress.iter().map(|progress| way(call, progress, share)).collect());
    add("label-changes", own.change.iter().map(|change| changes::line(call, change)).collect());
    pairs
}

/// A count, or an operand, with at most two decimals.
fn number(call: &Call<'_>, value: Option<f64>) -> String {
    written(call, value, false)
}

fn written(call: &Call<'_>, value: Option<f64>, share: bool) -> String {
    let decimals = |value: f64| if share { 1 } else { 2 * u8::from(value.fract() != 0.0) };
    value.map_or_else(|| "–".to_owned(), |value| call.texts.value(value, decimals(value), share))
}

/// The formula with its numbers, or the sum over the number of a mean.
fn filled(call: &Call<'_>, explained: &Explained) -> Option<String> {
    let figure = &explained.value;
    let result = number(call, figure.value);
    match &explained.computation {
        Computation::Formula { formula } => {
            let operands = &explained.calculation.operands;
            let shown = |code: &str| number(call, operands.get(code).copied().flatten());
            Some(format!("{} = {result}", formula.written(&shown)))
        }
        Computation::Mean { .. } => {
            let (sum, count) = figure.numerator.zip(figure.denominator)?;
            Some(format!("{} / {} = {result}", number(call, Some(sum)), number(call, Some(count))))
        }
        _ => None,
    }
}

/// Lists, totals beside them, and which point is shown by whose word.
fn basis(call: &Call<'_>, range: &ExplainedRange) -> Vec<String> {
    let texts = &call.texts;
    let values = [("count", number(call, Some(range.listed as f64)).into())];
    let mut lines = vec![texts.with("explain-listed", &values)];
    if let Some(population) = range.population {
        lines.push(texts.with("explain-population", &[("count", number(call, Some(population)).into())]));
    }
    lines.push(texts.get(match range.policy {
        Some(TotalsPolicy::Sum) => "explain-policy-sum",
        Some(TotalsPolicy::Max) => "explain-policy-max",
        Some(TotalsPolicy::Custom(_)) => "explain-policy-custom",
        None => "explain-policy-none",
    }));
    if !range.reason.is_empty() {
        lines.push(texts.with("explain-policy-reason", &[("reason", range.reason.clone().into())]));
    }
    lines
}

/// `(17 − 21) / (12 − 21) = 44%`
fn way(call: &Call<'_>, progress: &ExplainedProgress, share: bool) -> String {
    let [actual, target] = [progress.actual, progress.target].map(|value| written(call, Some(value), share));
    let baseline = written(call, progress.baseline, share);
    match progress.reached {
        Reached::FromBaseline(done) => {
            format!("({actual} − {baseline}) / ({target} − {baseline}) = {}", call.texts.value(done, 0, true))
        }
        Reached::OfTarget(done) => format!("{actual} / {target} = {}", call.texts.value(done, 0, true)),
        Reached::Held(held) => {
            let values = [("actual", actual.into()), ("target", target.into())];
            call.texts.with(if held { "explain-held" } else { "explain-not-held" }, &values)
        }
    }
}
