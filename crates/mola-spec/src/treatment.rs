//! The columns of `indicators.csv` that say how reported values are brought together, and formulas.

use crate::csv_table::RowAt;
use crate::indicators::{contradiction, word};
use mola_finding::{Code, Finding};
use mola_model::{Axis, Computation, Formula, Indicator, Kind, Labels, Multiplier, Operator, TotalsPolicy, Treatment};
use std::collections::BTreeMap;

const AXES: [(&str, Axis); 3] = [("time", Axis::Time), ("place", Axis::Place), ("agency", Axis::Agency)];
const YES: &[(&str, bool)] = &[("yes", true), ("no", false)];

/// How reported values are brought together, as the row says.
pub(crate) fn treatment(row: RowAt<'_>, computation: &Computation, findings: &mut Vec<Finding>) -> Treatment {
    let treatment = Treatment {
        order: row.parsed("order", "time>place>agency", findings, order).unwrap_or(Treatment::default().order),
        prorate: word(row, "prorate", YES, findings).unwrap_or(false),
        totals: row.parsed("totals", "sum, max, custom:140", findings, totals),
        totals_reason: row.get("totals_reason").to_owned(),
        population: row.number("population", findings),
        multiplier: multiplier(row, findings),
        low: row.number("min", findings),
        high: row.number("max", findings),
        newly: false,
    };
    let counts = matches!(computation, Computation::Unique { .. });
    for column in ["totals", "population"] {
        if !counts && !row.get(column).is_empty() {
            findings.push(contradiction(row, "kind", column));
        }
    }
    if treatment.totals.is_some() && treatment.totals_reason.is_empty() {
        findings.push(row.finding("totals_reason", Code::KeyMissing).with("key", "totals_reason"));
    }
    if treatment.prorate && !matches!(computation, Computation::Sum { .. }) {
        findings.push(contradiction(row, "kind", "prorate"));
    }
    if treatment.low.zip(treatment.high).is_some_and(|(low, high)| low > high) {
        findings.push(contradiction(row, "min", "max"));
    }
    treatment
}

/// `place>agency>time`: each axis once; those that are not said come after.
fn order(text: &str) -> Option<[Axis; 3]> {
    let mut order = Vec::new();
    for name in text.split('>').map(|name| name.trim().to_lowercase()) {
        let (_, axis) = AXES.iter().find(|(word, _)| *word == name)?;
        (!order.contains(axis)).then(|| order.push(*axis))?;
    }
    let unsaid = AXES.iter().map(|(_, axis)| *axis).filter(|axis| !order.contains(axis));
    order.extend(unsaid.collect::<Vec<_>>());
    order.try_into().ok()
}

fn totals(text: &str) -> Option<TotalsPolicy> {
    match text.trim().to_lowercase().as_str() {
        "sum" => Some(TotalsPolicy::Sum),
        "max" => Some(TotalsPolicy::Max),
        custom => custom.strip_prefix("custom:")?.trim().parse().ok().map(TotalsPolicy::Custom),
    }
}

/// A multiplier says where it comes from and when it was so (rule R9).
fn multiplier(row: RowAt<'_>, findings: &mut Vec<Finding>) -> Option<Multiplier> {
    let value = row.number("multiplier", findings)?;
    row.required("multiplier_source", findings);
    row.required("multiplier_year", findings);
    let year = row.parsed("multiplier_year", "2010", findings, |text| text.parse().ok());
    if row.get("kind") != "indirect" {
        findings.push(contradiction(row, "kind", "multiplier"));
    }
    Some(Multiplier { value, source: row.get("multiplier_source").to_owned(), year: year.unwrap_or_default() })
}

/// The levels of a scale, lowest first.
pub(crate) fn levels(row: RowAt<'_>, findings: &mut Vec<Finding>) -> Vec<String> {
    row.required("levels", findings);
    row.list("levels").map(str::to_owned).collect()
}

/// The formula of an indicator that is worked out from others.
pub(crate) fn formula(row: RowAt<'_>, findings: &mut Vec<Finding>) -> Formula {
    let text = row.get("formula");
    if row.required("formula", findings).is_none() {
        return Formula::Number(0.0);
    }
    Formula::parse(text).unwrap_or_else(|error| {
        let finding = row.finding("formula", Code::FormulaInvalid).with("found", text);
        findings.push(finding.with("reason", error.to_string()));
        Formula::Number(0.0)
    })
}

/// What can only be said of formulas when all indicators are known: that they name indicators, do not
/// need themselves, and add only what has one unit.
pub(crate) fn check_formulas(rows: &[RowAt<'_>], indicators: &[Indicator], findings: &mut Vec<Finding>) {
    let by_code: BTreeMap<&str, &Indicator> = indicators.iter().map(|i| (i.code.as_str(), i)).collect();
    for (row, indicator) in rows.iter().zip(indicators) {
        let Computation::Formula { formula } = &indicator.computation else { continue };
        for code in formula.indicators() {
            if !by_code.contains_key(code) {
                let near = crate::nearest::nearest(code, by_code.keys().copied()).unwrap_or_default();
                let finding = row.finding("formula", Code::ReferenceUnknown).with("key", "formula").with("found", code);
                findings.push(finding.with("nearest", near));
            }
        }
        if let Some(path) = cycle(&by_code, &indicator.code) {
            findings.push(row.finding("formula", Code::FormulaCycle).with("found", path.join(" → ")));
        }
        for (one, other) in different_units(formula, &by_code) {
            let finding = row.finding("formula", Code::FormulaUnits);
            findings.push(finding.with("first", one).with("second", other));
        }
        for (one, other) in added_unique(formula, &by_code) {
            findings.push(row.finding("formula", Code::FormulaUnique).with("first", one).with("second", other));
        }
    }
}

/// The way from a formula back to itself, if there is one.
fn cycle(by_code: &BTreeMap<&str, &Indicator>, code: &str) -> Option<Vec<String>> {
    fn follow<'a>(by_code: &BTreeMap<&str, &'a Indicator>, path: &mut Vec<&'a str>, seen: &mut Vec<&'a str>) -> bool {
        let Some(Computation::Formula { formula }) =
            path.last().and_then(|code| by_code.get(code)).map(|indicator| &indicator.computation)
        else {
            return false;
        };
        for next in formula.indicators() {
            path.push(next);
            if next == path[0] {
                return true;
            }
            if !seen.contains(&next) {
                seen.push(next);
                if follow(by_code, path, seen) {
                    return true;
                }
            }
            path.pop();
        }
        false
    }
    let start = by_code.get(code)?.code.as_str();
    let mut path = vec![start];
    follow(by_code, &mut path, &mut Vec::new()).then(|| path.into_iter().map(str::to_owned).collect())
}

/// What a formula's values are: a unit, and of beneficiaries their kind; shown as `code (unit)`.
struct Counted<'a> {
    shown: String,
    unit: &'a Labels,
    kind: Option<Kind>,
}

/// What a part of a formula counts; none where nothing is said of it: of numbers, and of products and quotients, whose
/// units are new ones.
fn counted<'a>(formula: &Formula, by_code: &BTreeMap<&str, &'a Indicator>) -> Option<Counted<'a>> {
    match formula {
        Formula::Number(_) => None,
        Formula::Pair(operator, one, other) => {
            operator.adds().then(|| counted(one, by_code).or_else(|| counted(other, by_code))).flatten()
        }
        Formula::Indicator(code) => {
            let indicator = by_code.get(code.as_str())?;
            let kind = match indicator.computation {
                Computation::Unique { beneficiary, .. } => Some(beneficiary),
                Computation::Indirect => Some(Kind::Person),
                _ => None,
            };
            let unit = indicator.unit.iter().next().or(kind.map(Kind::as_str)).unwrap_or_default();
            Some(Counted { shown: format!("{code} ({unit})"), unit: &indicator.unit, kind })
        }
    }
}

/// Pairs that are added or subtracted although their units differ, or although they count different kinds of
/// beneficiaries (rule R8).
fn different_units(formula: &Formula, by_code: &BTreeMap<&str, &Indicator>) -> Vec<(String, String)> {
    let Formula::Pair(operator, one, other) = formula else { return Vec::new() };
    let mut found = [different_units(one, by_code), different_units(other, by_code)].concat();
    if operator.adds()
        && let (Some(first), Some(second)) = (counted(one, by_code), counted(other, by_code))
        && (first.unit != second.unit || first.kind.zip(second.kind).is_some_and(|(one, other)| one != other))
    {
        found.push((first.shown, second.shown));
    }
    found
}

/// The counts of unique beneficiaries of one kind that a formula adds, or subtracts together: whoever is in two of
/// them would count twice (rule R5). What is subtracted may be a part of the other, and indirect beneficiaries are
/// nobody's list.
fn added_unique(formula: &Formula, by_code: &BTreeMap<&str, &Indicator>) -> Vec<(String, String)> {
    let (mut terms, mut apart) = (Vec::new(), Vec::new());
    split(formula, true, &mut terms, &mut apart);
    let kind = |code: &str| match by_code.get(code)?.computation {
        Computation::Unique { beneficiary, .. } => Some(beneficiary),
        _ => None,
    };
    let mut found: Vec<(String, String)> = apart.into_iter().flat_map(|part| added_unique(part, by_code)).collect();
    for (at, (added, one)) in terms.iter().enumerate() {
        let same = |(sign, other): &&(bool, &str)| sign == added && kind(one).is_some() && kind(one) == kind(other);
        let others = terms[at + 1..].iter().filter(same);
        found.extend(others.map(|(_, other)| ((*one).to_owned(), (*other).to_owned())));
    }
    found
}

/// The indicators that a formula adds (`true`) or subtracts, and the products and quotients beside them.
fn split<'a>(formula: &'a Formula, added: bool, terms: &mut Vec<(bool, &'a str)>, apart: &mut Vec<&'a Formula>) {
    match formula {
        Formula::Number(_) => {}
        Formula::Indicator(code) => terms.push((added, code)),
        Formula::Pair(operator, one, other) if operator.adds() => {
            split(one, added, terms, apart);
            split(other, added == (*operator == Operator::Plus), terms, apart);
        }
        Formula::Pair(_, one, other) => apart.extend([one.as_ref(), other.as_ref()]),
    }
}
