//! How the report is published.

use super::written::ReportWritten;
use crate::document::Cursor;
use crate::faults::duplicates;
use mola_finding::Finding;
use mola_model::{Format, Publication};

pub(crate) fn publication(at: Cursor<'_>, written: &ReportWritten, findings: &mut Vec<Finding>) -> Publication {
    let formats = written.formats.clone().unwrap_or_else(|| Format::USUAL.to_vec());
    let named = formats.iter().enumerate().map(|(i, format)| (format.name(), at.key("formats").index(i)));
    findings.extend(duplicates(named));
    Publication { formats }
}
