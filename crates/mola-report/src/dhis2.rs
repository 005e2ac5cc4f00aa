//! The facts as data values of DHIS2, as JSON and as ADX. Everything is named by codes (`idScheme` is `CODE`): a
//! data element is an indicator, `-TD` to date, `-NUM` and `-DEN` the parts of a share; an organisation unit is a
//! place; a category option combination is the codes to which a figure is narrowed, `sector:crafts_sex:F`.
//!
//! A reported zero is sent. What is missing, hidden or not yet due is not sent: DHIS2 would take it for a report.

mod adx;

pub(crate) use adx::adx;

use crate::facts::percent;
use crate::workbook::book::is_share;
use crate::{Edition, ReportError};
use mola_model::{Cycle, Dhis2, Figure, Issue, Period, Span, Status};
use serde::Serialize;

/// The longest text that DHIS2 takes as a value.
const LONGEST_TEXT: usize = 50_000;

/// One value of one data element.
#[derive(Debug, Clone, PartialEq)]
struct Datum<'a> {
    element: String,
    period: Period,
    org_unit: &'a str,
    /// The codes to which it is narrowed besides the place, in the order of their dimensions.
    by: Vec<(&'a str, &'a str)>,
    value: Number<'a>,
    estimated: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Number<'a> {
    Number(f64),
    Text(&'a str),
}

/// Every value that is sent, in the order of the figures.
fn data<'a>(issue: &'a Issue, settings: &'a Dhis2) -> impl Iterator<Item = Datum<'a>> {
    let whole = settings.org_unit.as_deref().unwrap_or(&issue.programme.code);
    let sent = |fact: &&Figure| fact.status == Status::Reported && is_calendar(fact.key.period);
    issue.facts.iter().filter(sent).flat_map(move |fact| values(issue, fact, whole))
}

fn values<'a>(issue: &'a Issue, fact: &'a Figure, whole: &'a str) -> Vec<Datum<'a>> {
    let share = issue.programme.indicator(&fact.key.indicator).is_some_and(is_share);
    let by = |fact: &'a Figure| {
        let codes = fact.key.by.iter().filter(|(name, _)| *name != "place");
        codes.map(|(name, code)| (name.as_str(), code.as_str())).collect::<Vec<_>>()
    };
    let span = if fact.key.span == Span::ToDate { "-TD" } else { "" };
    let datum = |side: &str, value: Number<'a>| Datum {
        element: format!("{}{side}{span}", fact.key.indicator),
        period: fact.key.period,
        org_unit: match fact.key.by.get("place").map(String::as_str) {
            None => whole,
            Some("?") => "UNKNOWN",
            Some(place) => place,
        },
        by: by(fact),
        value,
        estimated: fact.estimated,
    };
    let number = |value: Option<f64>| value.map(Number::Number);
    let value = fact.value.map(|value| if share { percent(value) } else { value });
    let text = fact.text.as_deref().map(Number::Text).filter(|_| value.is_none());
    let sides = [("", number(value).or(text)), ("-NUM", number(fact.numerator)), ("-DEN", number(fact.denominator))];
    sides.into_iter().filter_map(|(side, value)| Some(datum(side, value?))).collect()
}

/// Whether DHIS2 has a name for the period: the months of a calendar year.
fn is_calendar(period: Period) -> bool {
    period.cycle().period_of(period.first()) == period
}

/// A period as DHIS2 names it: `201110`, `2011Q4`, `2011S2`, `2011`.
fn period_name(period: Period) -> String {
    let (year, month) = (period.first().year(), period.first().month());
    match period.cycle() {
        Cycle::Monthly => format!("{year:04}{month:02}"),
        Cycle::Quarterly => format!("{year:04}Q{}", month.div_ceil(3)),
        Cycle::Semester => format!("{year:04}S{}", month.div_ceil(6)),
        Cycle::Annual => format!("{year:04}"),
    }
}

fn code(code: &str) -> &str {
    if code == "?" { "UNKNOWN" } else { code }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DataValueSet<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    data_set: Option<&'a str>,
    id_scheme: &'static str,
    data_set_id_scheme: &'static str,
    data_element_id_scheme: &'static str,
    org_unit_id_scheme: &'static str,
    category_option_combo_id_scheme: &'static str,
    data_values: Vec<DataValue<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DataValue<'a> {
    data_element: String,
    period: String,
    org_unit: &'a str,
    category_option_combo: String,
    value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<&'static str>,
}

/// The data value set of an edition.
pub(crate) fn dhis2(edition: &Edition<'_>) -> Result<Vec<u8>, ReportError> {
    const CODE: &str = "CODE";
    let settings = &edition.publication.dhis2;
    let set = DataValueSet {
        data_set: settings.data_set.as_deref(),
        id_scheme: CODE,
        data_set_id_scheme: CODE,
        data_element_id_scheme: CODE,
        org_unit_id_scheme: CODE,
        category_option_combo_id_scheme: CODE,
        data_values: data(edition.released.issue(), settings).map(DataValue::of).collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&set)?;
    bytes.push(b'\n');
    Ok(bytes)
}

impl<'a> DataValue<'a> {
    fn of(datum: Datum<'a>) -> Self {
        // Two dimensions may have a code in common, and all have the unknown.
        let combination: Vec<String> = datum.by.iter().map(|(name, own)| format!("{name}:{}", code(own))).collect();
        Self {
            data_element: datum.element,
            period: period_name(datum.period),
            org_unit: datum.org_unit,
            category_option_combo: if combination.is_empty() { "default".to_owned() } else { combination.join("_") },
            value: match datum.value {
                Number::Number(number) => number.to_string(),
                Number::Text(text) => shortened(text),
            },
            comment: datum.estimated.then_some("estimated"),
        }
    }
}

/// A text that is longer than DHIS2 takes ends with a mark.
fn shortened(text: &str) -> String {
    crate::facts::shortened(text, LONGEST_TEXT).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_named_as_dhis2_names_them() {
        for (period, name, adx) in [
            ("2011-10", "201110", "2011-10-01/P1M"),
            ("2011-Q4", "2011Q4", "2011-10-01/P3M"),
            ("2011-S2", "2011S2", "2011-07-01/P6M"),
            ("2011", "2011", "2011-01-01/P1Y"),
        ] {
            let period = period.parse().expect("a period");
            assert_eq!((period_name(period), adx::interval(period)), (name.into(), adx.into()));
            assert!(is_calendar(period));
        }
    }
}
