//! Where the text of a field comes from.

use super::column;
use super::header::wanted;
use super::plan::{ColumnChoice, FieldSource};
use super::written::FieldWritten;
use crate::document::Cursor;
use crate::faults::{
    companions, contradiction, key_missing, pattern, pattern_with_group, reference_unknown, value_unknown,
};
use mola_finding::{CellAddress, Code, Finding};
use regex::Regex;

/// The source of a field: exactly one of its keys. `part` is the field as written, for findings;
/// `unpivot` the pattern of the columns that become rows, none where it is at fault itself.
pub(crate) fn source(
    at: Cursor<'_>,
    part: &str,
    written: &FieldWritten,
    unpivot: Option<Option<&Regex>>,
    findings: &mut Vec<Finding>,
) -> Option<FieldSource> {
    findings.extend(alone(at, part, written));
    match given(written)[..] {
        [] => {
            findings.push(key_missing(at, "column", part));
            None
        }
        [name] => match name {
            "column" | "header" | "position" => in_column(at, written, findings),
            "columns" => joined(at.key("columns"), written, findings),
            "group" | "value" => unpivoted(at.key(name), written, unpivot, findings),
            _ => beside(at, written, findings),
        },
        [first, second, ..] => {
            findings.push(contradiction(at.key(second), format!("{part} {first}"), format!("{part} {second}")));
            None
        }
    }
}

fn given(written: &FieldWritten) -> Vec<&'static str> {
    let sources = [
        ("column", written.column.is_some()),
        ("header", written.header.is_some()),
        ("position", written.position.is_some()),
        ("columns", written.columns.is_some()),
        ("constant", written.constant.is_some()),
        ("file", written.file.is_some()),
        ("sheet", written.sheet.is_some()),
        ("cell", written.cell.is_some()),
        ("above", written.above.is_some()),
        ("group", written.group.is_some()),
        ("value", written.value == Some(true)),
    ];
    sources.into_iter().filter(|(_, given)| *given).map(|(name, _)| name).collect()
}

fn alone(at: Cursor<'_>, part: &str, written: &FieldWritten) -> Vec<Finding> {
    let column = written.column.is_some();
    let any_column = column || written.header.is_some() || written.position.is_some();
    companions(
        at,
        part,
        &[
            ("nth", written.nth.is_some(), "column", column),
            ("join", written.join.is_some(), "columns", written.columns.is_some()),
            ("pattern", written.pattern.is_some(), "cell", written.cell.is_some()),
            ("optional", written.optional == Some(true), "column", any_column),
        ],
    )
}

fn in_column(at: Cursor<'_>, written: &FieldWritten, findings: &mut Vec<Finding>) -> Option<FieldSource> {
    let choice = if let Some(names) = &written.column {
        by_name(at, names.all(), written.nth, findings)?
    } else if let Some(text) = &written.header {
        ColumnChoice::Fits(pattern(at.key("header"), "header", text, findings)?)
    } else {
        ColumnChoice::Position(column::position(at.key("position"), written.position.as_ref()?, findings)?)
    };
    Some(FieldSource::Column { choice, optional: written.optional == Some(true) })
}

fn by_name(at: Cursor<'_>, names: &[String], nth: Option<u32>, findings: &mut Vec<Finding>) -> Option<ColumnChoice> {
    if let Some((i, _)) = names.iter().enumerate().find(|(_, name)| name.trim().is_empty()) {
        findings.push(value_unknown(at.key("column").index(i), "column", "", &[]));
        return None;
    }
    if let (Some(nth), Some(glob)) = (nth, names.iter().find(|name| column::is_glob(name))) {
        findings.push(contradiction(at.key("nth"), format!("nth = {nth}"), format!("column = {glob:?}")));
        return None;
    }
    column::named(at.key("column"), names, nth.unwrap_or(0), findings)
}

fn joined(at: Cursor<'_>, written: &FieldWritten, findings: &mut Vec<Finding>) -> Option<FieldSource> {
    let names = written.columns.iter().flatten().enumerate();
    let choices: Vec<Option<ColumnChoice>> =
        names.map(|(i, name)| column::named(at.index(i), std::slice::from_ref(name), 0, findings)).collect();
    let join = written.join.clone().unwrap_or_else(|| " ".to_owned());
    Some(FieldSource::Columns { choices: choices.into_iter().collect::<Option<_>>()?, join })
}

/// Sources that are the same for all rows of a table.
fn beside(at: Cursor<'_>, written: &FieldWritten, findings: &mut Vec<Finding>) -> Option<FieldSource> {
    if let Some(constant) = &written.constant {
        return Some(FieldSource::Constant(constant.text()));
    }
    if let Some(text) = &written.file {
        return pattern_with_group(at.key("file"), "file", text, findings).map(FieldSource::FileName);
    }
    if let Some(text) = &written.sheet {
        return pattern_with_group(at.key("sheet"), "sheet", text, findings).map(FieldSource::SheetName);
    }
    if let Some(text) = &written.above {
        return pattern_with_group(at.key("above"), "above", text, findings).map(FieldSource::Above);
    }
    let text = written.cell.as_ref()?;
    let Some(cell) = CellAddress::parse(text) else {
        findings.push(value_unknown(at.key("cell"), "cell", text, &["B2"]));
        return None;
    };
    let compiled = written.pattern.as_ref().map(|text| pattern(at.key("pattern"), "pattern", text, findings));
    Some(FieldSource::Cell(cell, wanted(compiled)?))
}

fn unpivoted(
    at: Cursor<'_>,
    written: &FieldWritten,
    unpivot: Option<Option<&Regex>>,
    findings: &mut Vec<Finding>,
) -> Option<FieldSource> {
    let Some(pattern) = unpivot? else {
        findings.push(key_missing(at, "unpivot", "[[table]]"));
        return None;
    };
    let Some(group) = &written.group else { return Some(FieldSource::Value) };
    let names: Vec<&str> = pattern.capture_names().flatten().collect();
    if !names.contains(&group.as_str()) {
        let finding = at.finding(Code::ReferenceUnknown);
        findings.push(reference_unknown(finding, "group", group, names, "unpivot.columns"));
        return None;
    }
    Some(FieldSource::Group(group.clone()))
}
