//! One table of a mapping.

use super::complete::missing_fields;
use super::convert::{Field, convert};
use super::field::{Form, form, names};
use super::header::wanted;
use super::plan::{
    ColumnChoice, DateForm, FieldPlan, GrainPlan, SumCheck, TablePlan, Target, TotalCheck, Unpivot, ValueRules,
    YearNamed,
};
use super::resolve::Known;
use super::source::source;
use super::written::{
    DecimalWritten, FieldWritten, GrainWritten, RowsWritten, TableWritten, ValuesWritten, YearNamedWritten,
};
use super::{column, header};
use crate::document::Cursor;
use crate::faults::{contradiction, key_missing, pattern, reference_unknown, value_unknown};
use crate::fold::fold;
use crate::nearest::nearest;
use mola_finding::{Code, Finding};
use regex::Regex;

/// Resolves one table; `shared` are the value rules of the whole mapping.
pub(crate) fn table(
    at: Cursor<'_>,
    written: &TableWritten,
    shared: &ValuesWritten,
    known: &Known<'_>,
    findings: &mut Vec<Finding>,
) -> Option<TablePlan> {
    let grain = grain(at, written, findings);
    let sheets = column::sheets(at.key("sheet"), written.sheet.as_ref(), findings);
    let header = header::header(at.key("header"), &written.header, findings);
    let stop = header::stop(at.key("stop"), &written.stop, findings);
    let skip = header::skip(at.key("skip"), &written.skip, findings);
    let fill_down = columns(at.key("fill_down"), &written.fill_down, findings);
    let unpivot = wanted(written.unpivot.as_ref().map(|unpivot| {
        let pattern = pattern(at.key("unpivot").key("columns"), "columns", &unpivot.columns, findings)?;
        Some(Unpivot { pattern, keep_blank: unpivot.keep_blank })
    }));
    let sums = sums(at.key("sums"), written, findings);
    let rows = rows(at.key("rows"), written.rows.as_ref(), findings);
    let values = values(at.key("values"), &written.values, shared, findings);
    let pattern = unpivot.as_ref().map(|unpivot| unpivot.as_ref().map(|unpivot| &unpivot.pattern));
    let grain = grain?;
    findings.extend(missing_fields(at, written, grain));
    let fields = fields(at.key("fields"), written, grain, pattern, known, findings);
    let totals = totals(at.key("totals"), written, findings);
    Some(TablePlan {
        name: written.name.clone(),
        sheets: sheets?,
        optional: written.optional,
        header: header?,
        stop: stop?,
        skip: skip?,
        skip_hidden: written.skip_hidden,
        fill_merged: written.fill_merged,
        fill_down: fill_down?,
        unpivot: unpivot?,
        grain,
        fields: fields?,
        cumulative: written.cumulative,
        totals,
        sums: sums?,
        rows,
        values,
    })
}

fn grain(at: Cursor<'_>, written: &TableWritten, findings: &mut Vec<Finding>) -> Option<GrainPlan> {
    let other = match written.grain {
        GrainWritten::Participation => None,
        GrainWritten::Observation => Some((GrainPlan::Observation, "grain = \"observation\"")),
        GrainWritten::Money => Some((GrainPlan::Money, "grain = \"money\"")),
    };
    if written.cumulative && written.grain != GrainWritten::Observation {
        let grain = other.map_or("grain = \"participation\"", |(_, text)| text);
        findings.push(contradiction(at.key("cumulative"), "cumulative = true", grain));
    }
    match (other, written.beneficiary) {
        (None, Some(kind)) => Some(GrainPlan::Participation(kind.kind())),
        (None, None) => {
            findings.push(key_missing(at, "beneficiary", "[[table]]"));
            None
        }
        (Some((grain, text)), beneficiary) => {
            if let Some(kind) = beneficiary {
                let kind = format!("beneficiary = \"{}\"", kind.kind().as_str());
                findings.push(contradiction(at.key("beneficiary"), text, kind));
            }
            Some(grain)
        }
    }
}

fn columns(at: Cursor<'_>, names: &[String], findings: &mut Vec<Finding>) -> Option<Vec<ColumnChoice>> {
    let each = names.iter().enumerate();
    let columns: Vec<Option<ColumnChoice>> =
        each.map(|(i, name)| column::named(at.index(i), std::slice::from_ref(name), 0, findings)).collect();
    columns.into_iter().collect()
}

fn rows(at: Cursor<'_>, written: Option<&RowsWritten>, findings: &mut Vec<Finding>) -> Option<(u64, u64)> {
    let RowsWritten { min, max } = written?;
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        findings.push(contradiction(at.key("min"), format!("min = {min}"), format!("max = {max}")));
    }
    Some((min.unwrap_or(0), max.unwrap_or(u64::MAX)))
}

fn values(at: Cursor<'_>, own: &ValuesWritten, shared: &ValuesWritten, findings: &mut Vec<Finding>) -> ValueRules {
    let texts = |own: &Option<Vec<String>>, shared: &Option<Vec<String>>| -> Vec<String> {
        own.as_ref().or(shared.as_ref()).into_iter().flatten().map(|text| fold(text)).collect()
    };
    let dates = match &own.dates {
        Some(forms) => dates(at.key("dates"), forms, findings),
        // The findings of the shared ones are made once, by `shared_values`.
        None => dates(at, shared.dates.as_deref().unwrap_or_default(), &mut Vec::new()),
    };
    ValueRules {
        missing: texts(&own.missing, &shared.missing),
        zero: texts(&own.zero, &shared.zero),
        not_applicable: texts(&own.not_applicable, &shared.not_applicable),
        decimal: own.decimal.or(shared.decimal).map(|decimal| match decimal {
            DecimalWritten::Comma => ',',
            DecimalWritten::Point => '.',
        }),
        dates,
        year_starts: own.year_starts.or(shared.year_starts).unwrap_or(1),
        year_named: match own.year_named.or(shared.year_named) {
            Some(YearNamedWritten::First) => YearNamed::First,
            Some(YearNamedWritten::Last) | None => YearNamed::Last,
        },
    }
}

/// The faults of the value rules that all tables share.
pub(crate) fn shared_values(at: Cursor<'_>, shared: &ValuesWritten, findings: &mut Vec<Finding>) {
    dates(at.key("dates"), shared.dates.as_deref().unwrap_or_default(), findings);
}

fn dates(at: Cursor<'_>, written: &[String], findings: &mut Vec<Finding>) -> Vec<DateForm> {
    let mut forms = Vec::new();
    for (i, text) in written.iter().enumerate() {
        match date_form(text) {
            Some(form) => forms.push(form),
            None => findings.push(value_unknown(
                at.index(i),
                "dates",
                text,
                &["dd/mm/yyyy", "mm/dd/yyyy", "yyyy-mm-dd", "mmm-yy"],
            )),
        }
    }
    forms
}

/// The order of the parts; how long they are and what stands between them is free.
fn date_form(text: &str) -> Option<DateForm> {
    let mut order: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).map(|c| c.to_ascii_lowercase()).collect();
    order.dedup();
    match order[..] {
        ['d', 'm', 'y'] => Some(DateForm::DayMonthYear),
        ['m', 'd', 'y'] => Some(DateForm::MonthDayYear),
        ['y', 'm', 'd'] => Some(DateForm::YearMonthDay),
        ['m', 'y'] => Some(DateForm::MonthYear),
        _ => None,
    }
}

fn totals(at: Cursor<'_>, written: &TableWritten, findings: &mut Vec<Finding>) -> Vec<TotalCheck> {
    for (i, total) in written.totals.iter().enumerate() {
        let at = at.index(i);
        let fields: Vec<&str> = written.fields.keys().map(String::as_str).collect();
        let rules: Vec<&str> = written.skip.iter().map(|rule| rule.rule.as_str()).collect();
        for (key, name, names, file) in
            [("field", &total.field, fields, "fields"), ("rule", &total.rule, rules, "skip")]
        {
            if !names.contains(&name.as_str()) {
                let finding = at.key(key).finding(Code::ReferenceUnknown);
                findings.push(reference_unknown(finding, key, name, names, file));
            }
        }
    }
    written.totals.iter().map(|total| TotalCheck { field: total.field.clone(), rule: total.rule.clone() }).collect()
}

fn sums(at: Cursor<'_>, written: &TableWritten, findings: &mut Vec<Finding>) -> Option<Vec<SumCheck>> {
    let each = written.sums.iter().enumerate().map(|(i, sum)| {
        let at = at.index(i);
        let whole = column::named(at.key("whole"), std::slice::from_ref(&sum.whole), 0, findings);
        let parts = columns(at.key("parts"), &sum.parts, findings);
        Some(SumCheck { whole: whole?, parts: parts? })
    });
    each.collect::<Vec<_>>().into_iter().collect()
}

fn fields(
    at: Cursor<'_>,
    written: &TableWritten,
    grain: GrainPlan,
    unpivot: Option<Option<&Regex>>,
    known: &Known<'_>,
    findings: &mut Vec<Finding>,
) -> Option<Vec<FieldPlan>> {
    let mut plans = Vec::new();
    let mut whole = true;
    for (name, key) in at.keys() {
        let Some(field) = written.fields.get(name) else { continue };
        let Some(form) = form(grain, name, known.own) else {
            let names = names(grain, known.own);
            let near = nearest(name, names.iter().copied()).unwrap_or_default();
            let finding = key.finding(Code::KeyUnknown).with("key", name).with("nearest", near);
            findings.push(finding.with("allowed", names.join(", ")));
            whole = false;
            continue;
        };
        let part = format!("fields.{name}");
        let field = Field { at: at.key(name), name, part: &part, form, written: field };
        match field_plan(&field, unpivot, known, findings) {
            Some(plan) => plans.push(plan),
            None => whole = false,
        }
    }
    whole.then_some(plans)
}

fn field_plan(
    field: &Field<'_>,
    unpivot: Option<Option<&Regex>>,
    known: &Known<'_>,
    findings: &mut Vec<Finding>,
) -> Option<FieldPlan> {
    let from = source(field.at, field.part, field.written, unpivot, findings)?;
    let (from, convert) = convert(field, from, known, findings)?;
    let FieldWritten { required, default, .. } = field.written;
    let target = match field.form {
        Form::Period => Target::Period,
        Form::Year => Target::Year,
        Form::Month => Target::Month,
        _ => Target::Column(field.name.to_owned()),
    };
    Some(FieldPlan { target, from, convert, required: *required, default: default.as_ref().map(|d| d.text()) })
}
