//! What must come of a case's rows.

use super::definitions::{PERIODS, known};
use super::rows::codes;
use super::written::CaseWritten;
use super::{Expectation, Expected, Subject};
use crate::document::{Cursor, Value};
use crate::faults::{key_missing, reference_unknown, value_unknown};
use crate::mapping::Known;
use crate::pipeline::Pipeline;
use mola_finding::{Code, Finding};
use mola_model::{FigureKey, FigureKeyError, Period, Programme};

/// Keys of an expectation that say what it is about or how it is checked.
const SUBJECTS: &[&str] = &["figure", "code", "output", "source", "tolerance"];

/// All expectations of a case, in the order of the text.
pub(super) fn all(
    at: Cursor<'_>,
    written: &CaseWritten,
    pipeline: &Pipeline,
    programme: &Programme,
    findings: &mut Vec<Finding>,
) -> Vec<Expectation> {
    let checker = Checker { known: known(pipeline, programme), programme };
    let mut all = checker.listed(at, written, findings);
    for (key, subject) in [("reconciliation", Subject::Reconciliation), ("completeness", Subject::Completeness)] {
        let at = at.key(key);
        if at.value().is_some() {
            let tolerance = number(at.key("tolerance"));
            all.push(Expectation { place: at.place(), subject, tolerance, parts: parts(at, SUBJECTS) });
        }
    }
    for expectation in all.iter().filter(|e| e.parts.is_empty() && !matches!(e.subject, Subject::Finding(_))) {
        // What says nothing would pass whatever comes of the rows.
        findings.push(
            Finding::new(Code::KeyMissing, expectation.place.clone()).with("key", first_part(&expectation.subject)),
        );
    }
    if all.is_empty() {
        findings.push(key_missing(at, "expect", "[[case]]"));
    }
    all.sort_by(|one, other| one.place.cmp(&other.place));
    all
}

/// A key that an expectation about this may check.
fn first_part(subject: &Subject) -> &'static str {
    match subject {
        Subject::Figure(_) => "value",
        Subject::Change(_) => "difference",
        Subject::Finding(_) => "count",
        Subject::Standing(_) => "progress",
        Subject::Spending(..) => "disbursed",
        Subject::Report(..) => "state",
        Subject::Reconciliation => "unique",
        Subject::Completeness => "completeness",
    }
}

struct Checker<'a> {
    known: Known<'a>,
    programme: &'a Programme,
}

impl Checker<'_> {
    /// The expectations of which there may be several.
    fn listed(&self, at: Cursor<'_>, written: &CaseWritten, findings: &mut Vec<Finding>) -> Vec<Expectation> {
        let mut all = Vec::new();
        let mut add = |at: Cursor<'_>, own: &[&str], subject: Option<Subject>, tolerance| {
            all.extend(subject.map(|subject| Expectation {
                place: at.place(),
                subject,
                tolerance,
                parts: parts(at, own),
            }));
        };
        for (i, expect) in written.expect.iter().enumerate() {
            let at = at.key("expect").index(i);
            let figure = self.figure(at.key("figure"), &expect.figure, findings).map(Subject::Figure);
            add(at, SUBJECTS, figure, expect.tolerance);
        }
        for (i, change) in written.change.iter().enumerate() {
            let at = at.key("change").index(i);
            let figure = self.figure(at.key("figure"), &change.figure, findings).map(Subject::Change);
            if written.closed.is_none() {
                findings.push(key_missing(at, "closed", "[[case]]"));
            }
            add(at, SUBJECTS, figure, change.tolerance);
        }
        for (i, finding) in written.finding.iter().enumerate() {
            let at = at.key("finding").index(i);
            add(at, SUBJECTS, code(at.key("code"), &finding.code, findings), None);
        }
        for (i, standing) in written.standing.iter().enumerate() {
            let at = at.key("standing").index(i);
            let code = &standing.indicator;
            self.check_name(at.key("indicator"), "indicator", code, findings);
            let own = [SUBJECTS, &["indicator"]].concat();
            add(at, &own, Some(Subject::Standing(code.clone())), standing.tolerance);
        }
        for (i, spending) in written.spending.iter().enumerate() {
            let at = at.key("spending").index(i);
            let name = |key: &str, code: &Option<String>, findings: &mut Vec<Finding>| {
                code.iter().for_each(|code| self.check_name(at.key(key), key, code, findings));
                code.clone().unwrap_or_default()
            };
            let (output, agency) =
                (name("output", &spending.output, findings), name("agency", &spending.agency, findings));
            if agency.is_empty() && !output.is_empty() {
                findings.push(key_missing(at, "agency", "[[case.spending]]"));
            }
            let own = [SUBJECTS, &["agency"]].concat();
            add(at, &own, Some(Subject::Spending(output, agency)), spending.tolerance);
        }
        for (i, report) in written.report.iter().enumerate() {
            let at = at.key("report").index(i);
            let own = [SUBJECTS, &["period"]].concat();
            add(at, &own, self.report(at, &report.source, &report.period, findings), None);
        }
        all
    }

    fn figure(&self, at: Cursor<'_>, text: &str, findings: &mut Vec<Finding>) -> Option<FigureKey> {
        let key = match text.parse::<FigureKey>() {
            Ok(key) => key,
            Err(FigureKeyError::Period(error)) => {
                findings.push(value_unknown(at, "figure", &error.0, PERIODS));
                return None;
            }
            Err(FigureKeyError::Form(_)) => {
                let forms = ["TEC@2011-10+", "TEC@2011-10", "TEC@2011-10+/place=PA-4"];
                findings.push(value_unknown(at, "figure", text, &forms));
                return None;
            }
        };
        self.check_name(at, "indicator", &key.indicator, findings);
        for (dimension, code) in &key.by {
            self.check_dimension(at, dimension, code, findings);
        }
        Some(key)
    }

    fn check_dimension(&self, at: Cursor<'_>, dimension: &str, code: &str, findings: &mut Vec<Finding>) {
        let own = self.programme.dimensions.iter().map(|d| d.code.as_str());
        let all: Vec<&str> = ["agency", "place"].into_iter().chain(own).collect();
        if !all.contains(&dimension) {
            findings.push(value_unknown(at, "figure", dimension, &all));
        } else if code != "?" {
            self.check_name(at, dimension, code, findings);
        }
    }

    /// A code that the pipeline or one of its lists must define.
    fn check_name(&self, at: Cursor<'_>, key: &str, code: &str, findings: &mut Vec<Finding>) {
        let Some((names, file)) = codes(key, &self.known) else { return };
        if !names.contains(&code) {
            findings.push(reference_unknown(at.finding(Code::ReferenceUnknown), key, code, names, file));
        }
    }

    fn report(&self, at: Cursor<'_>, source: &str, period: &str, findings: &mut Vec<Finding>) -> Option<Subject> {
        let known = self.programme.sources.iter().find(|known| known.name == source);
        if known.is_none() {
            let names = self.programme.sources.iter().map(|known| known.name.as_str());
            let finding = at.key("source").finding(Code::ReferenceUnknown);
            findings.push(reference_unknown(finding, "source", source, names, self.known.pipeline));
        }
        let known = known?;
        let found = period.parse().ok().filter(|period: &Period| known.period_of(period.first()) == *period);
        if found.is_none() {
            let first = known.period_of(self.programme.window.first).to_string();
            findings.push(value_unknown(at.key("period"), "period", period, &[&first]));
        }
        Some(Subject::Report(source.to_owned(), found?))
    }
}

fn code(at: Cursor<'_>, text: &str, findings: &mut Vec<Finding>) -> Option<Subject> {
    let found = Code::ALL.iter().find(|code| code.as_str() == text);
    if found.is_none() {
        let names: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        findings.push(value_unknown(at, "code", text, &names));
    }
    found.map(|code| Subject::Finding(*code))
}

/// The keys that are checked, with what they must be.
fn parts(at: Cursor<'_>, subject: &[&str]) -> Vec<(String, mola_finding::Place, Expected)> {
    let checked = at.keys().filter(|(key, _)| !subject.contains(key));
    checked.filter_map(|(key, at)| Some((key.to_owned(), at.place(), expected(at.value()?)?))).collect()
}

fn expected(value: &Value) -> Option<Expected> {
    Some(match value {
        Value::Text(word) if word == "none" => Expected::Nothing,
        Value::Text(word) => Expected::Word(word.clone()),
        Value::Integer(number) => Expected::Number(*number as f64),
        Value::Float(number) => Expected::Number(*number),
        Value::Boolean(truth) => Expected::Flag(*truth),
        Value::Date(_) | Value::List(_) | Value::Table(_) => return None,
    })
}

fn number(at: Cursor<'_>) -> Option<f64> {
    match at.value()? {
        Value::Integer(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        _ => None,
    }
}
