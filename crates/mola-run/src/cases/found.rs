//! What came of a case, part by part, beside what must come of it.

use super::Compared;
use super::change::Changes;
use mola_finding::{Arg, Code, Finding, Place};
use mola_model::{Amount, Figure, FigureKey, Issue, MoneyRow, Period, Reached, Tracking};
use mola_spec::{Expectation, Expected, Subject};
use serde::Serialize;

/// What came of a case.
pub(super) struct Outcome {
    /// What a run would release; none where the definitions are refused.
    pub(super) issue: Option<Issue>,
    /// What became of figures since a closing; none where the case has none.
    pub(super) changes: Option<Changes>,
    /// What someone must know, with the agency.
    pub(super) findings: Vec<(String, Finding)>,
}

/// A part of a subject: its key and place, what must be found and what is.
pub(super) type Part = (String, Place, Compared, Compared);

impl Outcome {
    /// Every part that an expectation names, and what is found of it.
    pub(super) fn found(&self, expectation: &Expectation) -> Vec<Part> {
        if let Subject::Finding(code) = expectation.subject {
            return vec![self.findings_like(code, expectation)];
        }
        let part = |(key, place, expected): &(String, Place, Expected)| {
            let found = self.value(&expectation.subject, key);
            (key.clone(), place.clone(), Compared::from(expected.clone()), found)
        };
        expectation.parts.iter().map(part).collect()
    }

    fn value(&self, subject: &Subject, key: &str) -> Compared {
        let found = match (subject, &self.issue) {
            (_, None) => None,
            (Subject::Figure(figure), Some(issue)) if key == "share" => number(share(issue, figure)),
            (Subject::Figure(figure), Some(issue)) => issue.figure(figure).and_then(|figure| of_figure(figure, key)),
            (Subject::Standing(code), Some(issue)) => {
                issue.tracking.iter().find(|row| row.indicator == *code).and_then(|row| of_standing(row, key))
            }
            (Subject::Spending(output, agency), Some(issue)) => {
                spending(issue, output, agency).and_then(|row| of_spending(row, key))
            }
            (Subject::Report(source, period), Some(issue)) => report(issue, source, *period),
            (Subject::Reconciliation, Some(issue)) => of_reconciliation(issue, key),
            (Subject::Completeness, Some(issue)) => number(match key {
                "completeness" => issue.completeness.completeness,
                _ => issue.completeness.timeliness,
            }),
            (Subject::Change(figure), _) => self.changes.as_ref().and_then(|changes| changes.part(figure, key)),
            (Subject::Finding(_), Some(_)) => None,
        };
        let absent = matches!(subject, Subject::Figure(_)) && key == "status";
        found.unwrap_or_else(|| if absent { Compared::Word("absent".to_owned()) } else { Compared::Nothing })
    }

    /// How many findings of a kind say what is expected of them.
    fn findings_like(&self, code: Code, expectation: &Expectation) -> Part {
        let said = expectation.parts.iter().filter(|(key, _, _)| key != "count");
        let said: Vec<_> = said.map(|(key, _, expected)| (key.as_str(), expected)).collect();
        let like = |(agency, finding): &&(String, Finding)| {
            let says = |(key, expected): &(&str, &Expected)| says(agency, finding, key, expected);
            finding.code == code && said.iter().all(says)
        };
        let found = self.findings.iter().filter(like).count() as f64;
        let count = expectation.parts.iter().find(|(key, _, _)| key == "count");
        let place = count.map_or(&expectation.place, |(_, place, _)| place).clone();
        let expected = count.map_or(Compared::Number(found.max(1.0)), |(_, _, count)| Compared::from(count.clone()));
        ("count".to_owned(), place, expected, Compared::Number(found))
    }
}

/// What a subject is called.
pub(super) fn name(subject: &Subject) -> String {
    match subject {
        Subject::Figure(key) | Subject::Change(key) => key.to_string(),
        Subject::Finding(code) => code.to_string(),
        Subject::Standing(code) => code.clone(),
        Subject::Spending(output, agency) => {
            let names = [output, agency].map(String::as_str);
            names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" / ")
        }
        Subject::Report(source, period) => format!("{source} {period}"),
        Subject::Reconciliation => "reconciliation".to_owned(),
        Subject::Completeness => "completeness".to_owned(),
    }
}

fn number(value: Option<f64>) -> Option<Compared> {
    value.map(Compared::Number)
}

/// The word by which an enumeration is written in JSON.
fn word(value: impl Serialize) -> Option<Compared> {
    serde_json::to_value(value).ok()?.as_str().map(|word| Compared::Word(word.to_owned()))
}

/// The share of a narrowed figure among those that are narrowed to another code of its last dimension, in per cent.
fn share(issue: &Issue, figure: &FigureKey) -> Option<f64> {
    let mut whole = figure.clone();
    let (dimension, code) = whole.by.pop_last()?;
    let shares = issue.shares(&whole, &dimension)?;
    shares.into_iter().find(|(other, _)| *other == code).map(|(_, tenths)| f64::from(tenths) / 10.0)
}

fn of_figure(figure: &Figure, key: &str) -> Option<Compared> {
    match key {
        "status" => word(figure.status),
        "value" => number(figure.value),
        "numerator" => number(figure.numerator),
        "denominator" => number(figure.denominator),
        "low" => number(figure.low),
        "high" => number(figure.high),
        "text" => figure.text.clone().map(Compared::Word),
        "reason" => figure.reason.and_then(word),
        "reporters" => figure.reporters.map(|all| Compared::Word(format!("{} of {}", all.reported, all.expected))),
        "records" => number(Some(figure.records as f64)),
        "estimated" => Some(Compared::Flag(figure.estimated)),
        _ => None,
    }
}

fn of_standing(row: &Tracking, key: &str) -> Option<Compared> {
    match key {
        "progress" => word(row.progress),
        "milestone" => number(row.milestone.map(|milestone| milestone.value)),
        "of_milestone" => number(row.of_milestone),
        "of_target" => number(row.of_target),
        "from_baseline" => match row.reached {
            Some(Reached::FromBaseline(share)) => number(Some(share)),
            _ => None,
        },
        "basis" => row.reached.map(|reached| {
            Compared::Word(
                match reached {
                    Reached::FromBaseline(_) => "from_baseline",
                    Reached::OfTarget(_) => "of_target",
                    Reached::Held(true) => "held",
                    Reached::Held(false) => "not_held",
                }
                .to_owned(),
            )
        }),
        "reporters" => Some(Compared::Word(format!("{} of {}", row.reporters.0, row.reporters.1))),
        _ => None,
    }
}

fn spending<'i>(issue: &'i Issue, output: &str, agency: &str) -> Option<&'i MoneyRow> {
    let money = &issue.money;
    let all = money.rows.iter().chain(&money.agencies).chain(&money.total);
    let mut own = all.filter(|row| row.output == output && row.agency == agency);
    own.next()
}

fn of_spending(row: &MoneyRow, key: &str) -> Option<Compared> {
    let amount = |amount: Option<i64>| number(amount.map(|amount| Amount(amount).to_f64()));
    match key {
        "planned" => amount(row.planned),
        "transferred" => amount(row.transferred),
        "committed" => amount(row.committed),
        "undisbursed" => amount(row.undisbursed),
        "of_transferred" => number(row.of_transferred),
        "disbursed" => amount(row.disbursed),
        "delivery" => number(row.delivery),
        _ => None,
    }
}

/// The state of a report: it shows in the last month of its period, or of the window.
fn report(issue: &Issue, source: &str, period: Period) -> Option<Compared> {
    let row = issue.completeness.rows.iter().find(|row| row.source == source)?;
    let last = period.last().min(issue.window.last);
    let at = issue.completeness.months.iter().position(|month| month.first() == last)?;
    word(row.cells.get(at)?.state)
}

fn of_reconciliation(issue: &Issue, key: &str) -> Option<Compared> {
    let counts = issue.reconciliation.as_ref()?;
    let count = match key {
        "gross" => counts.gross,
        "repeated" => counts.repeated,
        "shared" => counts.shared,
        _ => counts.unique,
    };
    number(Some(count as f64))
}

/// Whether a finding says this under a key.
fn says(agency: &str, finding: &Finding, key: &str, expected: &Expected) -> bool {
    let arg = finding.args.get(key);
    let alike = match (arg, expected) {
        (Some(Arg::Number(found)), Expected::Number(expected)) => (found - expected).abs() < 1e-9,
        (Some(Arg::Text(found)), Expected::Word(expected)) => found == expected,
        _ => false,
    };
    let is_for = key == "agency" && matches!(expected, Expected::Word(word) if word == agency);
    alike || is_for
}
