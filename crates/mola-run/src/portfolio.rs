//! Several programmes: each consolidated for itself, and what they come to together.

use crate::consolidate::{absolute, report_folder, write};
use crate::settings::{Settings, normal};
use crate::{Outcome, Request, RunError, Step, run};
use mola_disclose::Released;
use mola_finding::{Code, Finding, Place};
use mola_model::{
    Amount, AmountSum, AxisRule, Computation, Contribution, Exact, Figure, FigureKey, Indicator, Joined, Labels,
    MoneyRow, Portfolio, PortfolioMoney, PortfolioRow, Programme, Rate, Reason, Reporters, Shared, Status, Together,
    parity,
};
use std::path::PathBuf;

/// What came of several runs.
#[derive(Debug)]
pub struct PortfolioOutcome {
    /// What came of each, in the order in which they were asked for.
    pub runs: Vec<Outcome>,
    /// What they come to together.
    pub portfolio: Portfolio,
    /// The path of the workbook of the portfolio, absolute.
    pub report: String,
}

/// Runs each pipeline for itself, and then brings together the indicators whose code several of them
/// have. The inner error are the faults of all pipelines; then nothing else was done.
///
/// # Errors
/// [`RunError::ProgrammeTwice`] where two pipelines are of one programme, and where any of the runs
/// fails.
pub fn portfolio(
    requests: &[Request],
    progress: &(dyn Fn(Step) + Sync),
) -> Result<Result<PortfolioOutcome, Vec<Finding>>, RunError> {
    let mut faults = Vec::new();
    let mut settings: Vec<Settings> = Vec::new();
    for request in requests {
        match Settings::load(&request.pipeline)? {
            Ok(own) => settings.push(own),
            Err(own) => faults.extend(own),
        }
    }
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let code = |at: usize| &settings[at].pipeline.programme.code;
    if let Some(twice) = (1..settings.len()).find(|at| (0..*at).any(|other| code(other) == code(*at))) {
        return Err(RunError::ProgrammeTwice(code(twice).clone()));
    }
    let mut runs = Vec::new();
    for request in requests {
        match run(request, progress)? {
            Ok(outcome) => runs.push(outcome),
            Err(faults) => return Ok(Err(faults)),
        }
    }
    let portfolio = together(runs.iter().filter_map(|run| run.contribution.clone()).collect());
    let (Some(first), Some(settings)) = (requests.first(), settings.first()) else { return Ok(Err(Vec::new())) };
    let path = path(first, settings, &portfolio);
    write(&path, &mola_report::portfolio(&portfolio, first.language)?)?;
    let report = normal(&absolute(&path)).to_string_lossy().into_owned();
    Ok(Ok(PortfolioOutcome { runs, portfolio, report }))
}

/// Beside the folders of the programmes' own reports, or with them where one folder is asked for.
fn path(request: &Request, settings: &Settings, portfolio: &Portfolio) -> PathBuf {
    let own = report_folder(request, settings);
    let folder = if request.out.is_some() { own.as_path() } else { own.parent().unwrap_or(&own) };
    let periods: Vec<String> = portfolio.periods().iter().map(ToString::to_string).collect();
    folder.join(format!("portfolio_{}_{}.xlsx", periods.join("_"), request.language))
}

/// What a programme gives to a portfolio: what its report shows and nothing else.
pub(crate) fn contribution(released: &Released) -> Contribution {
    let issue = released.issue();
    let programme = &issue.programme;
    let shared = |indicator: &Indicator| {
        let figure = issue.figure(&FigureKey::to_date(&indicator.code, issue.period))?.clone();
        Some(Shared {
            code: indicator.code.clone(),
            label: indicator.label.clone(),
            unit: indicator.unit.clone(),
            decimals: indicator.decimals,
            share: matches!(indicator.computation, Computation::Ratio | Computation::Rate { .. }),
            kind: kind(indicator, programme),
            rule: rule(indicator),
            figure,
        })
    };
    Contribution {
        programme: programme.code.clone(),
        name: programme.name.clone(),
        period: issue.period,
        as_of: issue.as_of,
        provisional: issue.provisional,
        currency: programme.currency.clone(),
        indicators: programme.indicators.iter().filter_map(shared).collect(),
        money: issue.money.total.clone(),
    }
}

/// What an indicator counts or measures. Two of one kind can be brought together.
fn kind(indicator: &Indicator, programme: &Programme) -> String {
    let added = || if indicator.agency == AxisRule::Sum { String::new() } else { format!(" {:?}", indicator.agency) };
    match &indicator.computation {
        Computation::Unique { beneficiary, .. } => format!("unique {}", beneficiary.as_str()),
        Computation::Sum { .. } => format!("sum{}", added().to_lowercase()),
        Computation::Stock { .. } => format!("stock{}", added().to_lowercase()),
        Computation::Mean { beneficiary, .. } => format!("mean {}", beneficiary.as_str()),
        Computation::Ratio => "ratio".to_owned(),
        Computation::Indirect => "indirect".to_owned(),
        Computation::Rate { numerator, denominator } => {
            let currency = par(&programme.currency);
            format!("rate {}/{} {currency}", numerator.as_str(), denominator.as_str())
        }
        Computation::Milestone => "milestone".to_owned(),
        Computation::Ordinal { levels } => format!("ordinal {}", levels.join("|")),
        Computation::Text => "text".to_owned(),
        Computation::Formula { formula } => format!("formula {}", formula.written(&str::to_owned)),
    }
}

fn rule(indicator: &Indicator) -> Together {
    match (&indicator.computation, indicator.agency) {
        (Computation::Sum { .. } | Computation::Stock { .. }, AxisRule::Sum) => Together::Sum,
        (Computation::Sum { .. } | Computation::Stock { .. }, AxisRule::Max) => Together::Max,
        (Computation::Sum { .. } | Computation::Stock { .. }, AxisRule::Min) => Together::Min,
        (Computation::Ratio | Computation::Rate { .. }, rule) if rule != AxisRule::None => Together::Ratio,
        (Computation::Mean { .. }, rule) if rule != AxisRule::None => Together::Mean,
        (Computation::Unique { .. } | Computation::Indirect, _) => Together::Bounds,
        _ => Together::None,
    }
}

/// Currencies that stand one to one are one currency.
fn par(currency: &str) -> &str {
    parity(currency).map_or(currency, |other| currency.max(other))
}

/// What programmes come to together.
pub(crate) fn together(programmes: Vec<Contribution>) -> Portfolio {
    let mut findings = Vec::new();
    let pairs = programmes.iter().zip(programmes.iter().skip(1));
    if let Some((first, second)) = pairs.into_iter().find(|(first, second)| first.period != second.period) {
        let said = |one: &Contribution| format!("{} {}", one.programme, one.period);
        let finding = Finding::new(Code::PeriodsDiffer, Place::default());
        findings.push(finding.with("first", said(first)).with("second", said(second)));
    }
    let mut rows: Vec<PortfolioRow> = Vec::new();
    for indicator in programmes.iter().flat_map(|programme| &programme.indicators) {
        if rows.iter().any(|row| row.code == indicator.code) {
            continue;
        }
        let own = |programme: &Contribution| programme.indicators.iter().find(|i| i.code == indicator.code).cloned();
        let parts: Vec<Option<Shared>> = programmes.iter().map(own).collect();
        if parts.iter().flatten().count() < 2 {
            continue;
        }
        match differing(&programmes, &parts) {
            Some(finding) if !findings.contains(&finding) => findings.push(finding),
            Some(_) => {}
            None => rows.push(row(indicator, parts)),
        }
    }
    let money = money(&programmes);
    Portfolio { programmes, rows, money, findings }
}

/// Indicators of one code that are not of one kind and unit are refused.
fn differing(programmes: &[Contribution], parts: &[Option<Shared>]) -> Option<Finding> {
    let mut own = programmes.iter().zip(parts).filter_map(|(programme, part)| Some((programme, part.as_ref()?)));
    let (first, one) = own.next()?;
    let (second, other) = own.find(|(_, other)| other.kind != one.kind || !alike(&other.unit, &one.unit))?;
    let said = |programme: &Contribution, shared: &Shared| {
        let unit = shared.unit.iter().next().unwrap_or_default();
        format!("{}: {}, {unit}", programme.programme, shared.kind)
    };
    let finding = Finding::new(Code::IndicatorDiffers, Place::default()).with("indicator", one.code.as_str());
    Some(finding.with("first", said(first, one)).with("second", said(second, other)))
}

/// Whether two texts are the same in a language that both have.
fn alike(one: &Labels, other: &Labels) -> bool {
    let same = one.iter().any(|text| other.iter().any(|own| own == text));
    same || one.iter().next().is_none() && other.iter().next().is_none()
}

fn row(indicator: &Shared, parts: Vec<Option<Shared>>) -> PortfolioRow {
    let figures: Vec<&Figure> = parts.iter().flatten().map(|part| &part.figure).collect();
    let together = joined(indicator.rule, &figures);
    PortfolioRow { code: indicator.code.clone(), rule: indicator.rule, together, parts }
}

/// What figures of several programmes come to.
fn joined(rule: Together, figures: &[&Figure]) -> Joined {
    let idle = |figure: &&&Figure| {
        matches!(figure.status, Status::NotYetDue | Status::NotApplicable) && ends(figure).is_none()
    };
    let expected = figures.len() - figures.iter().filter(idle).count();
    let there: Vec<&Figure> = figures.iter().copied().filter(|figure| is_usable(rule, figure)).collect();
    let reporters = Reporters { reported: there.len() as u32, expected: expected as u32 };
    let estimated = there.iter().any(|figure| figure.estimated);
    // A ratio with a part missing is missing (rule R10).
    let whole = there.len() == expected || rule != Together::Ratio;
    let joined = match rule {
        _ if there.is_empty() || !whole => Joined::default(),
        Together::None => Joined { reason: Some(Reason::NotAdded), ..Joined::default() },
        Together::Sum => ranged(&there, |all| all.map(Exact::of).sum::<Exact>().value()),
        Together::Max => ranged(&there, |all| all.fold(f64::NEG_INFINITY, f64::max)),
        Together::Min => ranged(&there, |all| all.fold(f64::INFINITY, f64::min)),
        Together::Ratio | Together::Mean => quotient(&there),
        Together::Bounds => bounds(&there),
    };
    let empty = joined.value.is_none() && joined.low.is_none();
    Joined { status: empty.then(|| status(rule, figures)), reporters: Some(reporters), estimated, ..joined }
}

/// The least and the most that a figure can be: twice its value where that is known.
fn ends(figure: &Figure) -> Option<(f64, f64)> {
    if figure.status == Status::Suppressed {
        return None;
    }
    let range = figure.low.zip(figure.high);
    range.or(figure.value.map(|value| (value, value)))
}

/// Whether a figure can be brought together with others: a share needs both its parts.
fn is_usable(rule: Together, figure: &Figure) -> bool {
    match rule {
        Together::Ratio | Together::Mean => {
            figure.status == Status::Reported && figure.numerator.is_some() && figure.denominator.is_some()
        }
        _ => ends(figure).is_some(),
    }
}

fn ranged(figures: &[&Figure], join: impl Fn(&mut dyn Iterator<Item = f64>) -> f64) -> Joined {
    let ends: Vec<(f64, f64)> = figures.iter().filter_map(|figure| ends(figure)).collect();
    let (low, high) = (join(&mut ends.iter().map(|end| end.0)), join(&mut ends.iter().map(|end| end.1)));
    range(low, high)
}

/// Beneficiaries: at least as many as the largest programme has, at most all of them together.
fn bounds(figures: &[&Figure]) -> Joined {
    let ends = || figures.iter().filter_map(|figure| ends(figure));
    let low = ends().map(|end| end.0).fold(0.0, f64::max);
    range(low, ends().map(|end| Exact::of(end.1)).sum::<Exact>().value())
}

fn range(low: f64, high: f64) -> Joined {
    if low == high {
        return Joined { value: Some(low), ..Joined::default() };
    }
    Joined { low: Some(low), high: Some(high), reason: Some(Reason::OnlyTotals), ..Joined::default() }
}

fn quotient(figures: &[&Figure]) -> Joined {
    let sum = |of: fn(&Figure) -> Option<f64>| {
        figures.iter().filter_map(|figure| of(figure)).map(Exact::of).sum::<Exact>().value()
    };
    let (numerator, denominator) = (sum(|figure| figure.numerator), sum(|figure| figure.denominator));
    let value = (denominator != 0.0).then(|| numerator / denominator);
    let reason = value.is_none().then_some(Reason::DenominatorZero);
    Joined { value, numerator: Some(numerator), denominator: Some(denominator), reason, ..Joined::default() }
}

/// What is known where nothing can be brought together.
fn status(rule: Together, figures: &[&Figure]) -> Status {
    let any = |status: Status| figures.iter().any(|figure| figure.status == status);
    let reported = figures.iter().any(|figure| ends(figure).is_some());
    match () {
        () if rule == Together::None && reported => Status::NotApplicable,
        () if any(Status::Suppressed) => Status::Suppressed,
        () if any(Status::Missing) || reported => Status::Missing,
        () if any(Status::NotYetDue) => Status::NotYetDue,
        () => Status::NotApplicable,
    }
}

/// Money by currency: programmes of one currency add up, others stand for themselves.
fn money(programmes: &[Contribution]) -> Vec<PortfolioMoney> {
    let mut all: Vec<PortfolioMoney> = Vec::new();
    for programme in programmes {
        let Some(own) = &programme.money else { continue };
        let row = MoneyRow { output: programme.programme.clone(), ..own.clone() };
        match all.iter_mut().find(|money| par(&money.currency) == par(&programme.currency)) {
            Some(money) => money.rows.push(row),
            None => {
                all.push(PortfolioMoney { currency: programme.currency.clone(), rows: vec![row], total: None });
            }
        }
    }
    for money in &mut all {
        money.total = (money.rows.len() > 1).then(|| total(&money.rows));
    }
    all
}

/// The sum of rows; a flow that no row has is in none.
fn total(rows: &[MoneyRow]) -> MoneyRow {
    let sum = |of: fn(&MoneyRow) -> Option<i64>| {
        let all = rows.iter().filter_map(of).map(Amount);
        all.fold(None, |sum: Option<AmountSum>, amount| sum.unwrap_or_default().plus(amount, Rate::PAR))
    };
    let shown = |sum: Option<AmountSum>| sum.and_then(AmountSum::rounded).map(|amount| amount.0);
    let (planned, transferred) = (sum(|row| row.planned), sum(|row| row.transferred));
    let (committed, disbursed) = (sum(|row| row.committed), sum(|row| row.disbursed));
    // A programme that has no rate of its own leaves none of all (rule R10).
    let whole = |rate: fn(&MoneyRow) -> Option<f64>| {
        rows.iter().all(|row| row.disbursed.unwrap_or_default() == 0 || rate(row).is_some())
    };
    let planned_of = planned.filter(|_| whole(|row| row.delivery));
    let transferred_of = transferred.filter(|_| whole(|row| row.of_transferred));
    MoneyRow {
        planned: shown(planned),
        transferred: shown(transferred),
        committed: shown(committed),
        disbursed: shown(disbursed),
        undisbursed: shown(committed.zip(disbursed).and_then(|(committed, disbursed)| committed.less(disbursed))),
        delivery: disbursed.zip(planned_of).and_then(|(over, under)| over.over(under)),
        of_transferred: disbursed.zip(transferred_of).and_then(|(over, under)| over.over(under)),
        ..MoneyRow::default()
    }
}

#[cfg(test)]
mod tests;
