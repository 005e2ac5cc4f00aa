//! How a file takes the place of an older one about the same.

use super::header::wanted;
use super::plan::{VersionOrder, VersionPlan};
use super::written::VersionsWritten;
use crate::document::Cursor;
use crate::faults::{companions, contradiction, pattern, pattern_with_group, value_unknown};
use mola_finding::{CellAddress, Finding};

/// Resolves `[versions]`.
pub(crate) fn versions(at: Cursor<'_>, written: &VersionsWritten, findings: &mut Vec<Finding>) -> Option<VersionPlan> {
    let same = written.same.as_ref().map(|text| pattern_with_group(at.key("same"), "same", text, findings));
    let inside = written.pattern.as_ref().map(|text| pattern(at.key("pattern"), "pattern", text, findings));
    findings.extend(companions(
        at,
        "versions",
        &[("pattern", written.pattern.is_some(), "cell", written.cell.is_some())],
    ));
    let order = match (&written.file, &written.cell) {
        (None, None) => Some(VersionOrder::Arrival),
        (Some(text), None) => pattern_with_group(at.key("file"), "file", text, findings).map(VersionOrder::File),
        (None, Some(text)) => cell(at, text, findings).zip(wanted(inside)).map(|(cell, p)| VersionOrder::Cell(cell, p)),
        (Some(file), Some(cell)) => {
            findings.push(contradiction(at.key("cell"), format!("file = {file:?}"), format!("cell = {cell:?}")));
            None
        }
    };
    Some(VersionPlan { same: wanted(same)?, order: order? })
}

fn cell(at: Cursor<'_>, text: &str, findings: &mut Vec<Finding>) -> Option<CellAddress> {
    let cell = CellAddress::parse(text);
    if cell.is_none() {
        findings.push(value_unknown(at.key("cell"), "cell", text, &["B2"]));
    }
    cell
}
