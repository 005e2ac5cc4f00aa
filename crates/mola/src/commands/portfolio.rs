//! `mola run` with several pipelines.

use super::run::{RunJson, is_clean, patiently, request, run_json};
use super::{Answer, Call, Ending, SCHEMA_VERSION, json};
use crate::args::RunArgs;
use crate::environment;
use crate::failure::Failure;
use crate::page::{Align, BOLD, Cell, GOOD, POOR, Page, styled};
use crate::progress::Progress;
use mola_finding::{JsonFinding, Severity};
use mola_model::{Amount, Figure, Joined, MoneyRow, Portfolio, PortfolioRow, Reporters, Together};
use mola_run::{PortfolioOutcome, Request};
use serde::Serialize;
use std::collections::BTreeMap;

pub(super) fn portfolio(call: &Call<'_>, args: &RunArgs) -> Result<Answer, Failure> {
    if args.inbox.is_some() {
        return Err(Failure::OneInbox);
    }
    let requests = args.pipelines.iter().map(|pipeline| request(call, args, Some(pipeline)));
    let requests: Vec<Request> = requests.collect::<Result<_, _>>()?;
    let progress = Progress::new(&call.texts, call.shared.quiet || call.is_json());
    let outcome = patiently(args.once, || mola_run::portfolio(&requests, &|step| progress.show(step)));
    progress.end();
    requests.iter().for_each(|request| call.tell_of_key(request));
    let mut outcome = outcome?.map_err(Failure::Faults)?;
    if args.once && outcome.runs.iter().all(|run| run.is_repeated) {
        return Ok(Answer::clean(String::new()));
    }
    outcome.report = environment::from_here(&outcome.report);
    for run in &mut outcome.runs {
        run.summary.report = environment::from_here(&run.summary.report);
    }
    let text = if call.is_json() { as_json(call, &outcome)? } else { as_text(call, &outcome) };
    let refused = outcome.portfolio.findings.iter().any(|finding| finding.severity == Severity::Error);
    let clean = !refused && outcome.runs.iter().all(is_clean);
    Ok(Answer { text, ending: if clean { Ending::Clean } else { Ending::Findings } })
}

/// Several runs and what they come to together, as programs get it.
#[derive(Serialize)]
struct PortfolioJson<'a> {
    schema_version: u32,
    /// The workbook of the portfolio.
    report: &'a str,
    /// Each run, as `mola run` gives it.
    programmes: Vec<RunJson<'a>>,
    /// Indicators whose code several programmes have.
    indicators: Vec<TogetherJson<'a>>,
    /// Money by currency.
    money: Vec<MoneyJson<'a>>,
    findings: Vec<JsonFinding>,
}

#[derive(Serialize)]
struct TogetherJson<'a> {
    code: &'a str,
    rule: Together,
    #[serde(flatten)]
    together: &'a Joined,
    /// The figures, by programme.
    programmes: BTreeMap<&'a str, &'a Figure>,
}

#[derive(Serialize)]
struct MoneyJson<'a> {
    currency: &'a str,
    /// By programme, in units of the currency.
    programmes: BTreeMap<&'a str, FlowsJson>,
    /// None where one programme alone has this currency.
    total: Option<FlowsJson>,
}

#[derive(Serialize)]
struct FlowsJson {
    planned: Option<f64>,
    transferred: Option<f64>,
    committed: Option<f64>,
    disbursed: Option<f64>,
    undisbursed: Option<f64>,
    disbursed_of_planned: Option<f64>,
    disbursed_of_transferred: Option<f64>,
}

impl FlowsJson {
    fn of(row: &MoneyRow) -> Self {
        let units = |amount: Option<i64>| amount.map(|amount| Amount(amount).to_f64());
        Self {
            planned: units(row.planned),
            transferred: units(row.transferred),
            committed: units(row.committed),
            disbursed: units(row.disbursed),
            undisbursed: units(row.undisbursed),
            disbursed_of_planned: row.delivery,
            disbursed_of_transferred: row.of_transferred,
        }
    }
}

fn as_json(call: &Call<'_>, outcome: &PortfolioOutcome) -> Result<String, Failure> {
    let portfolio = &outcome.portfolio;
    let money = portfolio.money.iter().map(|money| MoneyJson {
        currency: &money.currency,
        programmes: money.rows.iter().map(|row| (row.output.as_str(), FlowsJson::of(row))).collect(),
        total: money.total.as_ref().map(FlowsJson::of),
    });
    json(&PortfolioJson {
        schema_version: SCHEMA_VERSION,
        report: &outcome.report,
        programmes: outcome.runs.iter().map(|run| run_json(call, run)).collect(),
        indicators: portfolio.rows.iter().map(|row| together(portfolio, row)).collect(),
        money: money.collect(),
        findings: portfolio.findings.iter().map(|f| JsonFinding::new(f, call.texts.language)).collect(),
    })
}

fn together<'a>(portfolio: &'a Portfolio, row: &'a PortfolioRow) -> TogetherJson<'a> {
    let names = portfolio.programmes.iter().map(|programme| programme.programme.as_str());
    let figures = names.zip(&row.parts).filter_map(|(name, part)| Some((name, &part.as_ref()?.figure)));
    TogetherJson { code: &row.code, rule: row.rule, together: &row.together, programmes: figures.collect() }
}

fn as_text(call: &Call<'_>, outcome: &PortfolioOutcome) -> String {
    let texts = &call.texts;
    let mut page = Page::default();
    page.line(&styled(BOLD, &texts.count("portfolio-title", outcome.runs.len() as u64)));
    page.gap();
    for run in &outcome.runs {
        let summary = &run.summary;
        let (key, style) = if summary.provisional { ("run-provisional", POOR) } else { ("run-complete", GOOD) };
        let period = texts.with("run-period", &[("period", summary.period.as_str().into())]);
        let head = styled(BOLD, &format!("{} · {}", summary.programme, summary.name));
        page.line(&format!("{head} · {period} · {}", styled(style, &texts.get(key))));
        page.line(&format!("  {}", summary.report));
    }
    page.gap();
    indicators(&mut page, call, outcome);
    page.gap();
    page.listing(&outcome.portfolio.findings, texts);
    page.gap();
    page.whole_pairs(&[(texts.get("portfolio-report"), vec![outcome.report.clone()])]);
    page.into_text()
}

fn indicators(page: &mut Page, call: &Call<'_>, outcome: &PortfolioOutcome) {
    let texts = &call.texts;
    let rows = &outcome.portfolio.rows;
    if rows.is_empty() {
        return page.line(&texts.get("portfolio-none"));
    }
    let header = ["column-code", "column-indicator", "column-together", "column-programmes"];
    let mut table: Vec<Vec<Cell>> = vec![header.iter().map(|key| Cell::new(texts.get(key), BOLD)).collect()];
    table.extend(rows.iter().map(|row| self::row(call, row)));
    page.table(0, &[Align::Left, Align::Cut, Align::Right, Align::Right], &table);
}

fn row(call: &Call<'_>, row: &PortfolioRow) -> Vec<Cell> {
    let texts = &call.texts;
    let first = row.parts.iter().flatten().next();
    let decimals = row.parts.iter().flatten().map(|part| part.decimals).max().unwrap_or(0);
    let share = first.is_some_and(|part| part.share);
    let value = |value: f64| texts.value(value, decimals, share);
    let Joined { value: point, low, high, reporters, .. } = &row.together;
    let together = match (point, low.zip(*high)) {
        (Some(point), _) => value(*point),
        (None, Some((low, high))) => format!("{} – {}", value(low), value(high)),
        (None, None) => "–".to_owned(),
    };
    let count = |reporters: &Reporters| {
        let values = [("part", u64::from(reporters.reported)), ("whole", u64::from(reporters.expected))]
            .map(|(name, count)| (name, (count as f64).into()));
        texts.with("portfolio-of-count", &values)
    };
    vec![
        row.code.as_str().into(),
        first.map_or("", |part| part.label.get(texts.language)).into(),
        together.into(),
        reporters.as_ref().filter(|count| count.expected > 0).map(count).unwrap_or_default().into(),
    ]
}
