//! The language of cases: given rows, and the figures, findings and states that must come of them.
//!
//! A case is a small programme of its own: the pipeline's agencies, places and dimensions, its
//! indicators or the case's own, and rows as canonical columns name them.

mod definitions;
mod expectations;
mod rows;
pub(crate) mod written;

use crate::check::check;
use crate::document::{Cursor, Document};
use crate::faults::{duplicates, value_unknown};
use crate::pipeline::Pipeline;
use crate::schema;
use crate::settings::SettingsText;
use chrono::{NaiveDate, NaiveDateTime};
use mola_finding::{Finding, Place};
use mola_model::{Cause, Month, Period, Programme};
use written::{CaseWritten, CasesWritten};

/// Given rows and what must come of them.
#[derive(Debug, Clone)]
pub struct Case {
    /// What it shows.
    pub name: String,
    /// The rule that it shows, such as `R4`.
    pub rule: Option<String>,
    /// Where it stands.
    pub place: Place,
    /// The programme: the pipeline's, with what the case says instead.
    pub programme: Programme,
    /// The period that is reported.
    pub period: Period,
    /// The day on which due dates are judged; `None` is the period's cut-off.
    pub today: Option<NaiveDate>,
    /// An earlier closing.
    pub closed: Option<CaseClosed>,
    /// Rows that were received later do not count.
    pub as_of: Option<NaiveDateTime>,
    /// Who took part, in the order of the text.
    pub participations: Vec<CaseRow>,
    /// Values of indicators, in the order of the text.
    pub observations: Vec<CaseRow>,
    /// Amounts of money, in the order of the text.
    pub money: Vec<CaseRow>,
    /// What came; `None` where the case says nothing of reports.
    pub receipts: Option<Vec<CaseReceipt>>,
    /// What was found in the case's own indicators and targets. Where one is an error, the case
    /// expects it, and nothing can be measured.
    pub definitions: Vec<Finding>,
    /// What must come of it, in the order of the text.
    pub expectations: Vec<Expectation>,
}

/// A closing that what is known now is compared with.
#[derive(Debug, Clone)]
pub struct CaseClosed {
    /// What was received by then was issued, UTC.
    pub on: NaiveDateTime,
    /// The period that was closed.
    pub period: Period,
    /// The programme as it was then.
    pub programme: Programme,
    /// Why figures can differ although the rows are the same; none where nothing was otherwise.
    pub otherwise: Option<Cause>,
}

/// A row in canonical form.
#[derive(Debug, Clone)]
pub struct CaseRow {
    /// Where it stands.
    pub place: Place,
    /// When it was received; rows without a moment came before all others.
    pub received: Option<NaiveDateTime>,
    /// The file that it stands in: what came later under this name takes the place of all that came before.
    pub file: Option<String>,
    /// What it says: the canonical columns that are filled.
    pub cells: Vec<(String, CaseValue)>,
}

/// A cell of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum CaseValue {
    /// A code or another word.
    Word(String),
    /// Who it is: the same text is the same beneficiary or household.
    Key(String),
    /// A number.
    Number(f64),
    /// A whole number.
    Integer(i32),
    /// An amount in ten-thousandths.
    Amount(i64),
    /// A day.
    Date(NaiveDate),
    /// Yes or no.
    Flag(bool),
    /// The months that the row is about.
    Period(Period),
}

/// A report that came.
#[derive(Debug, Clone)]
pub struct CaseReceipt {
    /// The source's name.
    pub source: String,
    /// What it is about.
    pub period: Period,
    /// When it came, UTC.
    pub received: NaiveDateTime,
}

/// Something that must come out so.
#[derive(Debug, Clone)]
pub struct Expectation {
    /// Where it stands.
    pub place: Place,
    /// What it is about.
    pub subject: Subject,
    /// By how much a number may differ.
    pub tolerance: Option<f64>,
    /// The parts of the subject that are checked, by key, each with its place.
    pub parts: Vec<(String, Place, Expected)>,
}

/// What an expectation is about.
#[derive(Debug, Clone, PartialEq)]
pub enum Subject {
    /// A figure.
    Figure(mola_model::FigureKey),
    /// What became of a figure since the closing.
    Change(mola_model::FigureKey),
    /// A finding of this kind.
    Finding(mola_finding::Code),
    /// How an indicator stands against its targets.
    Standing(String),
    /// A row of the table of money, by output and agency; empty for all.
    Spending(String, String),
    /// A source's report for a period.
    Report(String, Period),
    /// From the sum of reports to unique people.
    Reconciliation,
    /// Shares of the reports that are due.
    Completeness,
}

/// What must be found.
#[derive(Debug, Clone, PartialEq)]
pub enum Expected {
    /// Nothing.
    Nothing,
    /// A number.
    Number(f64),
    /// A word.
    Word(String),
    /// Yes or no.
    Flag(bool),
}

/// Reads the cases of a pipeline. A case with a fault is left out, and every fault is a finding at
/// its line and column, also within the tables.
pub fn cases(settings: &SettingsText, pipeline: &Pipeline) -> (Vec<Case>, Vec<Finding>) {
    let (read, mut findings) = Document::read(settings, |document| check(document, schema::cases()));
    let Some((document, written)) = read else { return (Vec::new(), findings) };
    let all = document.root().key("case");
    let CasesWritten { case: written, .. } = written;
    if written.is_empty() {
        findings.push(crate::faults::key_missing(document.root(), "case", ""));
    }
    let named = written.iter().enumerate().map(|(i, case)| (case.name.as_str(), all.index(i).key("name")));
    findings.extend(duplicates(named));
    let mut cases = Vec::new();
    for (i, written) in written.iter().enumerate() {
        let (case, found) = case(all.index(i), written, pipeline);
        findings.extend(found);
        cases.extend(case);
    }
    findings.sort_by(|a, b| a.place.cmp(&b.place));
    (cases, findings)
}

fn case(at: Cursor<'_>, written: &CaseWritten, pipeline: &Pipeline) -> (Option<Case>, Vec<Finding>) {
    let mut findings = Vec::new();
    let rule = rule(at, written, &mut findings);
    let period = parsed(at, "period", Some(&written.period), definitions::PERIODS, &mut findings);
    let today = parsed(at, "today", written.today.as_deref(), &["2011-11-30"], &mut findings);
    let as_of = written.as_of.as_deref().and_then(|text| moment(at.key("as_of"), "as_of", text, &mut findings));
    let (mut programme, definitions) = definitions::programme(at, written, pipeline, &mut findings);
    if let Some(sources) = rows::sources(at, pipeline, &programme, &mut findings) {
        programme.sources = sources;
    }
    let closed = period.and_then(|own| definitions::closed(at, written, own, pipeline, &programme, &mut findings));
    let expected = written.finding.iter().map(|finding| finding.code.as_str()).collect();
    let tables = rows::Tables { at, pipeline, programme: &programme, expected };
    let participations = tables.participations(&mut findings);
    let observations = tables.observations(&mut findings);
    let money = tables.money(&mut findings);
    let receipts = tables.receipts(&mut findings);
    let expectations = expectations::all(at, written, pipeline, &programme, &mut findings);
    let sound = !findings.iter().any(|finding| finding.severity == mola_finding::Severity::Error);
    let case = period.filter(|_| sound).map(|period| Case {
        name: written.name.clone(),
        rule,
        place: at.place(),
        programme,
        period,
        today,
        closed,
        as_of,
        participations,
        observations,
        money,
        receipts,
        definitions,
        expectations,
    });
    (case, findings)
}

fn rule(at: Cursor<'_>, written: &CaseWritten, findings: &mut Vec<Finding>) -> Option<String> {
    let rule = written.rule.as_deref()?;
    let number = rule.strip_prefix('R').and_then(|number| number.parse::<u8>().ok());
    if number.is_none_or(|number| !(1..=25).contains(&number) || format!("R{number}") != rule) {
        findings.push(value_unknown(at.key("rule"), "rule", rule, &["R1", "…", "R25"]));
    }
    Some(rule.to_owned())
}

/// A moment, or the end of a day.
fn moment(at: Cursor<'_>, key: &str, text: &str, findings: &mut Vec<Finding>) -> Option<NaiveDateTime> {
    let moment = crate::receipts::end_of(text);
    if moment.is_none() {
        findings.push(value_unknown(at, key, text, &["2011-11-30", "2011-11-30T12:00:00Z"]));
    }
    moment
}

/// The text of a key as a value; a finding where it is none.
fn parsed<T: std::str::FromStr>(
    at: Cursor<'_>,
    key: &str,
    text: Option<&str>,
    allowed: &[&str],
    findings: &mut Vec<Finding>,
) -> Option<T> {
    let text = text?;
    let value = text.parse().ok();
    if value.is_none() {
        findings.push(value_unknown(at.key(key), key, text, allowed));
    }
    value
}

/// The month that a key names.
fn month(at: Cursor<'_>, key: &str, text: Option<&str>, findings: &mut Vec<Finding>) -> Option<Month> {
    let period: Period = parsed(at, key, text, &["2011-01"], findings)?;
    if period.cycle() != mola_model::Cycle::Monthly {
        findings.push(value_unknown(at.key(key), key, text.unwrap_or_default(), &["2011-01"]));
    }
    Some(period.first())
}
