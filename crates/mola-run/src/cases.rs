//! Cases beside a pipeline: given rows, measured as a run measures them, held against what must come
//! of them.

mod change;
mod found;
mod frames;

use crate::settings::Settings;
use crate::{Request, RunError};
use change::Changes;
use chrono::NaiveDateTime;
use found::Outcome;
use frames::{Frames, Known};
use mola_disclose::Released;
use mola_finding::{Finding, Severity};
use mola_measure::{Canon, Measured, Participations, Question, Receipt, completeness, measure};
use mola_model::{Completeness, FindingRow, Issue, OwnColumns, Period, Programme, Window};
use mola_spec::{Case, Expected};
use serde::Serialize;

/// The file of cases, beside `pipeline.toml`.
const CASES: &str = "cases.toml";

/// All cases of a pipeline, held against what came of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Tested {
    /// The file of cases, as findings show it.
    pub file: String,
    /// The cases, in the order of the text.
    pub cases: Vec<TestedCase>,
}

/// One case, held against what came of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TestedCase {
    /// What it shows.
    pub name: String,
    /// The rule that it shows.
    pub rule: Option<String>,
    /// The line that it begins in.
    pub line: u32,
    /// How many values were compared.
    pub compared: u64,
    /// What came out otherwise, in the order of the text.
    pub differences: Vec<Mismatch>,
}

/// A value that is not what it must be.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mismatch {
    /// The line of the expectation.
    pub line: u32,
    /// The character in that line.
    pub column: u32,
    /// What it is about: a figure's id, a finding's code.
    pub subject: String,
    /// Which of its values, such as `status`.
    pub key: String,
    /// What must be found.
    pub expected: Compared,
    /// What is found.
    pub found: Compared,
}

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Compared {
    /// Nothing.
    Nothing,
    /// A number.
    Number(f64),
    /// A word.
    Word(String),
    /// Yes or no.
    Flag(bool),
}

impl From<Expected> for Compared {
    fn from(expected: Expected) -> Self {
        match expected {
            Expected::Nothing => Self::Nothing,
            Expected::Number(number) => Self::Number(number),
            Expected::Word(word) => Self::Word(word),
            Expected::Flag(truth) => Self::Flag(truth),
        }
    }
}

/// Measures the cases of the pipeline whose names hold `named`, all of them where it is none. The
/// inner error are the faults of the pipeline or of its cases.
///
/// # Errors
/// [`RunError::NoCases`] where there is no `cases.toml`, [`RunError::NoCase`] where no name holds
/// `named`; when there is no pipeline, or a file cannot be read.
pub fn test(request: &Request, named: Option<&str>) -> Result<Result<Tested, Vec<Finding>>, RunError> {
    let settings = match Settings::load(&request.pipeline)? {
        Ok(settings) => settings,
        Err(faults) => return Ok(Err(faults)),
    };
    let Some(text) = settings.beside(CASES)? else { return Err(no_cases(&settings)) };
    let (mut cases, faults) = mola_spec::cases(&text, &settings.pipeline);
    if faults.iter().any(|finding| finding.severity == Severity::Error) {
        return Ok(Err(faults));
    }
    if let Some(named) = named {
        let wanted = mola_spec::fold(named);
        cases.retain(|case| mola_spec::fold(&case.name).contains(&wanted));
        if cases.is_empty() {
            return Err(RunError::NoCase { named: named.to_owned(), file: text.path });
        }
    }
    let tested: Vec<TestedCase> = cases.iter().map(|case| tested(case, &settings)).collect::<Result<_, _>>()?;
    Ok(Ok(Tested { file: text.path, cases: tested }))
}

/// What is wrong with the form of the cases beside a pipeline; nothing where there are none.
pub(crate) fn faults(settings: &Settings) -> Result<Vec<Finding>, RunError> {
    Ok(settings.beside(CASES)?.map(|text| mola_spec::cases(&text, &settings.pipeline).1).unwrap_or_default())
}

fn no_cases(settings: &Settings) -> RunError {
    let programme = &settings.pipeline.programme;
    let agency = programme.agencies.first().map_or("", |agency| agency.code.as_str());
    let month = programme.window.first;
    let start = START.replace("AGENCY", agency).replace("NEXT", &month.plus(1).to_string());
    RunError::NoCases { path: settings.folder.join(CASES), start: start.replace("FIRST", &month.to_string()) }
}

/// A file of cases to begin with, for any programme.
const START: &str = include_str!("cases/start.toml");

fn tested(case: &Case, settings: &Settings) -> Result<TestedCase, RunError> {
    let outcome = outcome(case, settings)?;
    let mut compared = 0;
    let mut differences = Vec::new();
    for expectation in &case.expectations {
        let found = outcome.found(expectation);
        compared += found.len() as u64;
        differences.extend(found.into_iter().filter_map(|(key, place, expected, found)| {
            let alike = agrees(&expected, &found, expectation.tolerance);
            (!alike).then(|| Mismatch {
                line: place.line.unwrap_or(0),
                column: place.column.unwrap_or(0),
                subject: found::name(&expectation.subject),
                key,
                expected,
                found,
            })
        }));
    }
    let line = case.place.line.unwrap_or(0);
    Ok(TestedCase { name: case.name.clone(), rule: case.rule.clone(), line, compared, differences })
}

/// Whether two values are the same; numbers by default to nine decimals, larger ones to as many digits.
fn agrees(expected: &Compared, found: &Compared, tolerance: Option<f64>) -> bool {
    match (expected, found) {
        (Compared::Number(expected), Compared::Number(found)) => {
            let allowed = tolerance.unwrap_or_else(|| 1e-9 * expected.abs().max(1.0));
            (expected - found).abs() <= allowed
        }
        _ => expected == found,
    }
}

/// What comes of a case: the issue that a run would make of its rows.
fn outcome(case: &Case, settings: &Settings) -> Result<Outcome, RunError> {
    let refused = case.definitions.iter().any(|finding| finding.severity == Severity::Error);
    let mut findings: Vec<(String, Finding)> =
        case.definitions.iter().map(|finding| (String::new(), finding.clone())).collect();
    if refused {
        return Ok(Outcome { issue: None, changes: None, findings });
    }
    let own = &settings.pipeline.own;
    let measured = measured(case, &case.programme, case.period, own, Known::At(case.as_of))?;
    let changes = case.closed.as_ref().map(|closed| Changes::of(case, closed, own, &measured)).transpose()?;
    findings.extend(measured.findings.iter().cloned());
    let completeness = reports(case, &mut findings);
    let earlier = changes.as_ref().map(|changes| &changes.told);
    let (released, _) = Released::of(issue(case, measured, completeness, &findings), earlier);
    let changes = changes.map(|changes| changes.hiding(released.issue()));
    Ok(Outcome { issue: Some(released.issue().clone()), changes, findings })
}

/// What the rows of a case make that are known.
fn measured(
    case: &Case,
    programme: &Programme,
    period: Period,
    own: &OwnColumns,
    known: Known,
) -> Result<Measured, RunError> {
    let frames = Frames::of(case, own, known)?;
    let mut participations = Participations::new(programme, period, frames.participations.height());
    participations.add(&frames.participations)?;
    let canon = Canon::new(&[frames.observations], &[frames.money])?;
    let place = |record| frames.places.get(&frames::at(record)).cloned().unwrap_or_default();
    Ok(measure(&Question { programme, period, place: &place }, participations, &canon)?)
}

/// The day on which due dates are judged.
fn today(case: &Case) -> chrono::NaiveDate {
    case.today.unwrap_or_else(|| case.programme.cut_off(case.period.last()))
}

fn reports(case: &Case, findings: &mut Vec<(String, Finding)>) -> Completeness {
    let none = Completeness { months: Vec::new(), rows: Vec::new(), completeness: None, timeliness: None };
    let Some(receipts) = &case.receipts else { return none };
    let own = receipts.iter().filter(|receipt| case.as_of.is_none_or(|as_of| receipt.received <= as_of));
    let receipts: Vec<Receipt> = own
        .map(|receipt| Receipt {
            source: receipt.source.clone(),
            months: receipt.period.window().months().collect(),
            received: receipt.received,
        })
        .collect();
    completeness(&case.programme, window(case), &receipts, today(case), findings)
}

fn window(case: &Case) -> Window {
    Window { first: case.programme.window.first, last: case.period.last() }
}

fn issue(case: &Case, measured: Measured, completeness: Completeness, findings: &[(String, Finding)]) -> Issue {
    let Measured { facts, tracking, reconciliation, cross, overlap, money, findings: _ } = measured;
    let row = |(agency, finding): &(String, Finding)| FindingRow { agency: agency.clone(), finding: finding.clone() };
    Issue {
        programme: case.programme.clone(),
        period: case.period,
        window: window(case),
        as_of: case.as_of.unwrap_or_else(|| NaiveDateTime::from(today(case))),
        provisional: false,
        headline: case.programme.headline.clone(),
        tracking,
        reconciliation,
        cross,
        completeness,
        overlap,
        money,
        changes: None,
        since: None,
        findings: findings.iter().map(row).collect(),
        sources: Vec::new(),
        facts,
    }
}
