//! Figures that are not what they were, and why.

use super::Call;
use super::issues::short;
use crate::page::{Align, BOLD, Cell, Page};
use mola_model::{BridgePart, Cause, FigureKey};
use mola_run::{Summary, SummaryChange};
use std::cmp::Reverse;

/// Changes that the terminal shows of a report; the report and JSON have all.
const SHOWN: usize = 4;

/// What became of the figures of the last issue: how many changed, and the first of the widest.
pub(super) fn since(page: &mut Page, call: &Call<'_>, summary: &Summary) {
    let Some(issue) = &summary.since else { return };
    let count = summary.changes.len();
    let values = [("count", (count as f64).into()), ("issue", short(issue).into())];
    let mut lines = vec![call.texts.with("changes-since", &values)];
    // Over all before narrowed, to date before in a period, the last period first.
    let mut widest: Vec<&SummaryChange> = summary.changes.iter().collect();
    widest.sort_by_key(|change| {
        let key: Option<FigureKey> = change.figure.parse().ok();
        key.map(|key| (key.by.len(), Reverse(key.span), Reverse(key.period), key.indicator))
    });
    lines.extend(widest.iter().take(SHOWN).map(|change| line(call, change)));
    if count > SHOWN {
        lines.push(call.texts.count("more", (count - SHOWN) as u64));
    }
    page.gap();
    page.pairs(&[(call.texts.get("label-changes"), lines)]);
}

/// `BEN-D@2011-10+ 787 → 797: late data +10`
pub(super) fn line(call: &Call<'_>, change: &SummaryChange) -> String {
    let parts: Vec<String> = change.parts.iter().map(|part| told(call, part)).collect();
    let values = [
        ("figure", change.figure.as_str().into()),
        ("old", sides(call, change)[0].clone().into()),
        ("new", sides(call, change)[1].clone().into()),
        ("parts", parts.join(", ").into()),
    ];
    call.texts.with("changes-line", &values)
}

fn told(call: &Call<'_>, part: &BridgePart) -> String {
    let reason = call.texts.get(word(part.reason));
    part.amount.map_or_else(|| reason.clone(), |amount| format!("{reason} {}", signed(call, amount)))
}

/// A table of changes: figure, before, now, difference, and a column for each reason that there is.
pub(super) fn table(page: &mut Page, call: &Call<'_>, changes: &[SummaryChange]) {
    let occurs = |reason: &Cause| changes.iter().flat_map(|change| &change.parts).any(|part| part.reason == *reason);
    let reasons: Vec<Cause> = Cause::ALL.into_iter().filter(occurs).collect();
    let heads = ["column-figure", "column-before", "column-now", "column-difference"];
    let heads = heads.into_iter().chain(reasons.iter().map(|reason| word(*reason)));
    let mut rows: Vec<Vec<Cell>> = vec![heads.map(|key| Cell::new(call.texts.get(key), BOLD)).collect()];
    rows.extend(changes.iter().map(|change| row(call, change, &reasons)));
    let align: Vec<Align> = (0..rows[0].len()).map(|at| if at == 0 { Align::Left } else { Align::Right }).collect();
    page.table(0, &align, &rows);
}

fn row(call: &Call<'_>, change: &SummaryChange, reasons: &[Cause]) -> Vec<Cell> {
    let difference = change
        .difference
        .filter(|_| change.old != change.new)
        .map_or_else(|| "–".to_owned(), |difference| signed(call, difference));
    let part = |reason: &Cause| match change.parts.iter().find(|part| part.reason == *reason) {
        None => String::new(),
        Some(part) => part.amount.map_or_else(|| "•".to_owned(), |amount| signed(call, amount)),
    };
    let [old, new] = sides(call, change);
    let mut row = vec![change.figure.clone(), old, new, difference];
    row.extend(reasons.iter().map(part));
    row.into_iter().map(Cell::from).collect()
}

fn word(reason: Cause) -> &'static str {
    match reason {
        Cause::Definition => "reason-definition",
        Cause::Linking => "reason-linking",
        Cause::CodeList => "reason-code-list",
        Cause::ExchangeRate => "reason-exchange-rate",
        Cause::Correction => "reason-correction",
        Cause::LateData => "reason-late-data",
    }
}

/// What a figure was and is: numbers where these differ, and else the range or text that does.
fn sides(call: &Call<'_>, change: &SummaryChange) -> [String; 2] {
    let of_words = change.old == change.new;
    let side = |number: Option<f64>, words: &Option<String>| match words {
        Some(words) if of_words || number.is_none() => words.clone(),
        _ => value(call, number),
    };
    [side(change.old, &change.old_words), side(change.new, &change.new_words)]
}

fn value(call: &Call<'_>, value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| call.texts.value(value, decimals(value), false))
}

fn signed(call: &Call<'_>, amount: f64) -> String {
    let sign = if amount < 0.0 { "−" } else { "+" };
    format!("{sign}{}", call.texts.value(amount.abs(), decimals(amount), false))
}

/// As many decimals as there are, up to four; up to two where there are tens.
fn decimals(value: f64) -> u8 {
    let most = if value.abs() < 10.0 { 4 } else { 2 };
    let shown = format!("{value:.most$}");
    shown.split_once('.').map_or(0, |(_, decimals)| decimals.trim_end_matches('0').len() as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_show_the_decimals_that_they_have() {
        for (value, expected) in [(0.0, 0), (787.0, 0), (7.5, 1), (0.5297619, 4), (38.5, 1), (2078.253, 2), (-0.25, 2)]
        {
            assert_eq!(decimals(value), expected, "{value}");
        }
    }
}
