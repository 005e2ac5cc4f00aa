//! `mola explain`

use super::calculation::calculation;
use super::status::minute;
use super::{Answer, Call, again, json};
use crate::args::ExplainArgs;
use crate::failure::Failure;
use crate::page::{Align, BOLD, Cell, FAINT, Page, styled};
use mola_model::{Computation, PARTICIPATIONS, Reason, Status};
use mola_run::{Explained, ExplainedRecord, Request};

/// Records that are shown where not all are asked for.
const SHOWN: usize = 10;
/// Further figures of the same value that are named.
const OTHERS: usize = 5;

pub(super) fn explain(call: &Call<'_>, args: &ExplainArgs) -> Result<Answer, Failure> {
    let request = Request { store: args.store.clone(), ..call.request(args.pipeline.as_deref())? };
    let most = if args.all { usize::MAX } else { SHOWN };
    let explained = mola_run::explain(&request, &args.figure, most)?.map_err(Failure::Faults)?;
    if call.is_json() {
        return json(&explained).map(Answer::clean);
    }
    let mut page = Page::default();
    let label = explained.label.get(call.texts.language);
    page.line(&format!("{}  {label}", styled(BOLD, &explained.figure)));
    page.gap();
    page.pairs(&facts(call, &explained));
    page.gap();
    agencies(&mut page, call, &explained);
    records(&mut page, call, &explained);
    last(&mut page, call, args, &explained);
    Ok(Answer::clean(page.into_text()))
}

/// Value, rule, months, how many records and beneficiaries.
fn facts(call: &Call<'_>, explained: &Explained) -> Vec<(String, Vec<String>)> {
    let texts = &call.texts;
    let records = texts.count("explain-records", explained.records);
    let behind = match explained.beneficiaries {
        Some(count) => format!("{records}, {}", texts.count("explain-beneficiaries", count)),
        None => records,
    };
    let mut pairs = vec![(texts.get("column-value"), vec![value(call, explained)])];
    pairs.extend(open_points(call, explained));
    pairs.extend(calculation(call, explained));
    pairs.extend([
        (texts.get("explain-months"), vec![explained.window.replace("..", " – ")]),
        (texts.get("explain-rule"), rule(call, explained)),
        (texts.get("explain-behind"), vec![behind]),
    ]);
    pairs
}

/// What a figure leaves open: its range, why it has no value or only a part of it, who is in it.
fn open_points(call: &Call<'_>, explained: &Explained) -> Vec<(String, Vec<String>)> {
    let (figure, texts) = (&explained.value, &call.texts);
    let number = |value: f64| texts.language.number(value);
    let range = figure.low.zip(figure.high).map(|(low, high)| {
        let values = [("low", number(low).into()), ("high", number(high).into())];
        (texts.get("explain-range"), vec![texts.with("explain-from-to", &values)])
    });
    let reason = figure.reason.map(|reason| {
        let key = match reason {
            Reason::CannotAddUp => "reason-cannot-add-up",
            Reason::NotAdded => "reason-not-added",
            Reason::DenominatorZero => "reason-denominator-zero",
            Reason::OnlyTotals => "reason-only-totals",
            Reason::Undecided => "reason-undecided",
            Reason::Partial => "reason-partial",
            Reason::OperandMissing => "reason-operand-missing",
            Reason::Fell => "reason-fell",
        };
        (texts.get("explain-why"), vec![texts.get(key)])
    });
    let reporters = figure.reporters.map(|reporters| {
        let shown = |count: u32| texts.number(u64::from(count)).into();
        let values = [("first", shown(reporters.reported)), ("second", shown(reporters.expected))];
        (texts.get("explain-reporters"), vec![texts.with("explain-of", &values)])
    });
    [range, reason, reporters].into_iter().flatten().collect()
}

fn value(call: &Call<'_>, explained: &Explained) -> String {
    let (figure, texts) = (&explained.value, &call.texts);
    if let Some(text) = figure.text.as_ref().filter(|_| figure.status == Status::Reported) {
        return text.clone();
    }
    let Some(value) = figure.value.filter(|_| figure.status == Status::Reported) else {
        return texts.get(match figure.status {
            Status::Reported | Status::Missing => "value-missing",
            Status::NotApplicable => "value-not-applicable",
            Status::NotYetDue => "value-not-yet-due",
            Status::Suppressed => "value-suppressed",
        });
    };
    let share = matches!(explained.computation, Computation::Ratio | Computation::Rate { .. });
    let decimals = if share { 1 } else { 2 * u8::from(value.fract() != 0.0) };
    let unit = if share { "" } else { explained.unit.get(texts.language) };
    let shown = format!("{} {unit}", texts.value(value, decimals, share));
    let parts = figure.numerator.zip(figure.denominator).filter(|_| share);
    let parts = parts.map(|(n, d)| format!("= {} / {}", texts.language.number(n), texts.language.number(d)));
    format!("{} {}", shown.trim_end(), parts.unwrap_or_default()).trim_end().to_owned()
}

/// The rule in words, and what narrows it.
fn rule(call: &Call<'_>, explained: &Explained) -> Vec<String> {
    let texts = &call.texts;
    let measured = |key: &str, measure: &str| texts.with(key, &[("measure", measure.to_owned().into())]);
    let (sentence, filter) = match &explained.computation {
        Computation::Unique { filter, .. } => (texts.get("rule-unique"), Some(filter)),
        Computation::Sum { measure: Some(measure), filter } if measure == PARTICIPATIONS => {
            (texts.get("rule-count"), Some(filter))
        }
        Computation::Sum { measure: Some(measure), filter } => (measured("rule-sum", measure), Some(filter)),
        Computation::Sum { measure: None, filter } => (texts.get("rule-sum-observed"), Some(filter)),
        Computation::Mean { measure, filter, .. } => (measured("rule-mean", measure), Some(filter)),
        Computation::Stock { measure: Some(measure), filter } => (measured("rule-stock", measure), Some(filter)),
        Computation::Stock { measure: None, filter } => (texts.get("rule-stock-observed"), Some(filter)),
        Computation::Ratio => (texts.get("rule-ratio"), None),
        Computation::Indirect => (texts.get("rule-indirect"), None),
        Computation::Milestone => (texts.get("rule-milestone"), None),
        Computation::Ordinal { levels } => (texts.with("rule-ordinal", &[("levels", levels.join(" < ").into())]), None),
        Computation::Text => (texts.get("rule-text"), None),
        Computation::Formula { formula } => (formula.written(&str::to_owned), None),
        Computation::Rate { numerator, denominator } => {
            let values = [("first", numerator.as_str().into()), ("second", denominator.as_str().into())];
            (texts.with("rule-rate", &values), None)
        }
    };
    let mut lines = vec![sentence];
    lines.extend(filter.into_iter().flatten().map(|(column, codes)| format!("{column} = {}", codes.join(" | "))));
    lines
}

fn agencies(page: &mut Page, call: &Call<'_>, explained: &Explained) {
    if explained.agencies.len() < 2 {
        return;
    }
    let mut keys = vec!["column-agency", "column-records"];
    if explained.beneficiaries.is_some() {
        keys.push("column-beneficiaries");
    }
    let mut rows: Vec<Vec<Cell>> = vec![keys.iter().map(|key| Cell::new(call.texts.get(key), BOLD)).collect()];
    rows.extend(explained.agencies.iter().map(|agency| {
        let mut row: Vec<Cell> = vec![agency.agency.as_str().into(), call.texts.number(agency.records).into()];
        row.extend(agency.beneficiaries.map(|count| call.texts.number(count).into()));
        row
    }));
    page.table(0, &[Align::Left, Align::Right, Align::Right][..keys.len()], &rows);
}

/// The records, under the file and sheet that they stand in.
fn records(page: &mut Page, call: &Call<'_>, explained: &Explained) {
    let mut place = None;
    for record in &explained.shown {
        let own = (&record.file, &record.sheet);
        if place != Some(own) {
            page.gap();
            let sheet = call.texts.with("explain-sheet", &[("sheet", record.sheet.as_str().into())]);
            let received = call.texts.with("explain-received", &[("when", minute(&record.received).into())]);
            page.line(&format!("{}, {sheet}", styled(BOLD, &record.file)));
            page.line(&format!("  {}", styled(FAINT, &received)));
            place = Some(own);
        }
        page.parts("  ", &cells(call, record));
    }
}

/// One record: its beneficiary's number in this answer, its row, its cells with what stands there.
fn cells(call: &Call<'_>, record: &ExplainedRecord) -> Vec<String> {
    let mut parts = vec![call.texts.with("explain-row", &[("row", record.row.to_string().into())])];
    if let Some(number) = record.beneficiary {
        parts.push(call.texts.with("explain-beneficiary", &[("number", (number + 1).to_string().into())]));
    }
    let raw = |text: &str| if text.is_empty() { "∅".to_owned() } else { format!("«{text}»") };
    parts.extend(record.cells.iter().map(|cell| format!("{} {} {}", cell.cell, cell.field, raw(&cell.raw))));
    parts
}

fn last(page: &mut Page, call: &Call<'_>, args: &ExplainArgs, explained: &Explained) {
    let hidden = explained.records - explained.shown.len() as u64;
    if hidden > 0 {
        page.gap();
        page.line(&call.texts.count("explain-more", hidden));
        let command = format!("explain {} --all", explained.figure);
        page.line(&format!("  {}", again(call, &command, args.pipeline.as_ref(), args.store.as_ref())));
    }
    if !explained.others.is_empty() {
        page.gap();
        let mut others: Vec<String> = explained.others.iter().take(OTHERS).cloned().collect();
        if explained.others.len() > OTHERS {
            others.push(call.texts.count("more", (explained.others.len() - OTHERS) as u64));
        }
        page.pairs(&[(call.texts.get("explain-others"), others)]);
    }
}
