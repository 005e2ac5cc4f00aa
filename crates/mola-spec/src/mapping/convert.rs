//! How the text of a field becomes a value.

use super::field::Form;
use super::plan::{Convert, FieldSource, Unknown};
use super::resolve::Known;
use super::written::{FieldWritten, UnknownWritten};
use crate::codelist::CodeList;
use crate::document::Cursor;
use crate::faults::{contradiction, key_missing, reference_unknown, value_unknown};
use crate::fold::fold;
use chrono::NaiveDate;
use mola_finding::{Code, Finding};
use mola_model::{AgeBand, MoneyFlow, Month, Period};
use std::sync::Arc;

/// A field that is being resolved.
pub(crate) struct Field<'a> {
    pub(crate) at: Cursor<'a>,
    pub(crate) name: &'a str,
    /// The field as written, for findings: `fields.sex`.
    pub(crate) part: &'a str,
    pub(crate) form: Form,
    pub(crate) written: &'a FieldWritten,
}

/// How the text of a field becomes a value, and its source: a constant code is looked up here and
/// now.
pub(crate) fn convert(
    field: &Field<'_>,
    from: FieldSource,
    known: &Known<'_>,
    findings: &mut Vec<Finding>,
) -> Option<(FieldSource, Convert)> {
    findings.extend(idle_keys(field));
    findings.extend(bad_range(field));
    let list = list(field, known, findings)?;
    if let FieldSource::Constant(text) = &from {
        return constant(field, text, list.as_deref(), known, findings)
            .map(|(text, convert)| (FieldSource::Constant(text), convert));
    }
    if let (Some(default), Some(list)) = (&field.written.default, &list)
        && list.find(&fold(&default.text())).is_none()
    {
        findings.push(not_in(field, "default", &default.text(), list));
    }
    Some((from, of_form(field, list)))
}

fn of_form(field: &Field<'_>, list: Option<Arc<CodeList>>) -> Convert {
    let FieldWritten { min, max, factor, unknown, .. } = field.written;
    if let Some(list) = list.clone().filter(|_| field.form != Form::AgeBand) {
        return Convert::Code { list, unknown: policy(*unknown) };
    }
    match field.form {
        Form::Number => Convert::Number { factor: factor.unwrap_or(1.0), min: *min, max: *max },
        Form::Integer => Convert::Integer { min: *min, max: *max },
        Form::Amount => Convert::Amount,
        Form::Date => Convert::Date,
        Form::Flag => Convert::Flag,
        Form::Flow => Convert::Flow(None),
        Form::AgeBand => Convert::AgeBand(list),
        Form::Code | Form::CodeOrText | Form::Text | Form::Period | Form::Year | Form::Month => Convert::Text,
    }
}

fn policy(written: Option<UnknownWritten>) -> Unknown {
    match written {
        Some(UnknownWritten::Error) => Unknown::Error,
        None | Some(UnknownWritten::Warn) => Unknown::Warn,
        Some(UnknownWritten::Keep) => Unknown::Keep,
    }
}

/// Keys that mean nothing for a field of this form.
fn idle_keys(field: &Field<'_>) -> Vec<Finding> {
    let written = field.written;
    let (number, integer) = (field.form == Form::Number, field.form == Form::Integer);
    let codes =
        matches!(field.form, Form::Code | Form::CodeOrText | Form::Flow | Form::AgeBand | Form::Period | Form::Month);
    let keys = [
        ("factor", written.factor.is_some(), number),
        ("min", written.min.is_some(), number || integer),
        ("max", written.max.is_some(), number || integer),
        ("codes", written.codes.is_some(), codes),
        // A field that needs codes and has none is told so already.
        ("unknown", written.unknown.is_some(), written.codes.is_some() || field.form == Form::Code),
    ];
    let idle = keys.iter().filter(|(_, given, meant)| *given && !*meant);
    idle.map(|(key, _, _)| contradiction(field.at.key(key), *key, field.part)).collect()
}

fn bad_range(field: &Field<'_>) -> Option<Finding> {
    let (min, max) = (field.written.min?, field.written.max?);
    (min > max).then(|| contradiction(field.at.key("min"), format!("min = {min}"), format!("max = {max}")))
}

/// The code list that a field names; the outer option is none where it must and does not, or where
/// there is no such list.
fn list(field: &Field<'_>, known: &Known<'_>, findings: &mut Vec<Finding>) -> Option<Option<Arc<CodeList>>> {
    let Some(name) = &field.written.codes else {
        let needs = field.form == Form::Code && field.written.constant.is_none();
        if needs {
            findings.push(key_missing(field.at, "codes", field.part));
        }
        return (!needs).then_some(None);
    };
    let list = known.codelists.get(name);
    if list.is_none() {
        let finding = field.at.key("codes").finding(Code::ReferenceUnknown);
        let names = known.codelists.keys().map(String::as_str);
        findings.push(reference_unknown(finding, "codes", name, names, known.codelist_folder));
    }
    list.cloned().map(Some)
}

/// A constant and what it becomes.
fn constant(
    field: &Field<'_>,
    text: &str,
    list: Option<&CodeList>,
    known: &Known<'_>,
    findings: &mut Vec<Finding>,
) -> Option<(String, Convert)> {
    if field.form == Form::AgeBand && text.parse::<AgeBand>().is_ok() {
        return Some((text.to_owned(), Convert::Text));
    }
    if let Some(list) = list.or_else(|| known.usual_list(field.name)) {
        let entry = list.find(&fold(text));
        if entry.is_none() {
            findings.push(not_in(field, "constant", text, list));
        }
        return entry.map(|entry| (entry.code.clone(), Convert::Text));
    }
    if let Some((names, file)) = known.names(field.name) {
        let found = names.contains(&text);
        if !found {
            let finding = field.at.key("constant").finding(Code::ReferenceUnknown);
            findings.push(reference_unknown(finding, "constant", text, names, file));
        }
        return found.then(|| (text.to_owned(), Convert::Text));
    }
    match checked(field.form, text) {
        Ok(convert) => Some((text.to_owned(), convert.unwrap_or_else(|| of_form(field, None)))),
        Err(allowed) => {
            findings.push(value_unknown(field.at.key("constant"), "constant", text, allowed));
            None
        }
    }
}

/// Whether a constant can be read as its form demands; else what it could be. A flow is known now.
fn checked(form: Form, text: &str) -> Result<Option<Convert>, &'static [&'static str]> {
    let fits = |fits: bool, allowed: &'static [&'static str]| if fits { Ok(None) } else { Err(allowed) };
    match form {
        Form::Number | Form::Amount => fits(text.parse().is_ok_and(f64::is_finite), &["0.5"]),
        Form::Integer => fits(text.parse::<i32>().is_ok(), &["1"]),
        Form::AgeBand => fits(text.parse::<AgeBand>().is_ok(), &["15-24", "60+"]),
        Form::Date => fits(text.parse::<NaiveDate>().is_ok(), &["2011-10-31"]),
        Form::Flag => fits(matches!(text, "true" | "false"), &["true", "false"]),
        Form::Period => fits(text.parse::<Period>().is_ok(), &["2011-10", "2011-Q4", "2011-S2", "2011"]),
        Form::Year => fits(text.parse().is_ok_and(|year| Month::new(year, 1).is_some()), &["2011"]),
        Form::Month => fits(text.parse().is_ok_and(|month: u32| (1..=12).contains(&month)), &["1", "12"]),
        Form::Flow => {
            let flow = MoneyFlow::ALL.into_iter().find(|flow| flow.as_str() == fold(text));
            flow.map(|flow| Some(Convert::Flow(Some(flow)))).ok_or(&[
                "planned",
                "transferred",
                "committed",
                "disbursed",
            ])
        }
        Form::Code | Form::CodeOrText | Form::Text => Ok(None),
    }
}

fn not_in(field: &Field<'_>, key: &str, text: &str, list: &CodeList) -> Finding {
    let finding = field.at.key(key).finding(Code::ReferenceUnknown);
    finding
        .with("key", key)
        .with("found", text)
        .with("nearest", list.nearest(text).unwrap_or_default())
        .with("file", list.name.as_str())
}
