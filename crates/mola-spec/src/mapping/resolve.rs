//! A mapping as written becomes the plan that is carried out.

use super::column;
use super::header::wanted;
use super::plan::{Convert, Mapping};
use super::table::{shared_values, table};
use super::versions::versions;
use super::written::MappingWritten;
use crate::check::check;
use crate::codelist::CodeList;
use crate::document::{Cursor, Document};
use crate::encoding::encoding;
use crate::faults::{duplicates, reference_unknown, value_unknown};
use crate::schema;
use crate::settings::SettingsText;
use mola_finding::{Code, Finding, Place};
use mola_model::{Month, OwnColumns, Programme};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a mapping or an indicator may name.
pub(crate) struct Known<'a> {
    pub(crate) programme: &'a Programme,
    /// The path of the pipeline, for findings.
    pub(crate) pipeline: &'a str,
    /// The path of the table of indicators, for findings.
    pub(crate) indicator_file: &'a str,
    /// The folder of code lists, for findings.
    pub(crate) codelist_folder: &'a str,
    /// The columns that the programme names itself.
    pub(crate) own: &'a OwnColumns,
    pub(crate) codelists: &'a BTreeMap<String, Arc<CodeList>>,
    /// The code list of each dimension, and that of places.
    pub(crate) lists: BTreeMap<&'a str, &'a str>,
    /// What the programme waits for, and the month in which it happened.
    pub(crate) events: &'a BTreeMap<String, Option<Month>>,
}

impl Known<'_> {
    /// The list that a canonical column has in this programme: as the pipeline says, or else the
    /// one of the same name.
    pub(crate) fn usual_list(&self, column: &str) -> Option<&CodeList> {
        if self.names(column).is_some() {
            return None;
        }
        let name = self.lists.get(column).copied().unwrap_or(column);
        self.codelists.get(name).map(AsRef::as_ref)
    }

    /// The names that the pipeline itself defines for a column, and where.
    pub(crate) fn names(&self, column: &str) -> Option<(Vec<&str>, &str)> {
        let Programme { agencies, outputs, indicators, .. } = self.programme;
        match column {
            "agency" => Some((agencies.iter().map(|a| a.code.as_str()).collect(), self.pipeline)),
            "output" => Some((outputs.iter().map(|o| o.code.as_str()).collect(), self.pipeline)),
            "indicator" => Some((indicators.iter().map(|i| i.code.as_str()).collect(), self.indicator_file)),
            _ => None,
        }
    }
}

/// Reads one mapping: its plan and the places of its globs, unless there is a fault, and all
/// findings.
pub(crate) fn mapping(settings: &SettingsText, known: &Known<'_>) -> (Option<(Mapping, Vec<Place>)>, Vec<Finding>) {
    let (read, mut findings) = Document::read(settings, |document| check(document, schema::mapping()));
    let resolved = read.and_then(|(document, written)| {
        let plan = plan(document.root(), settings, &written, known, &mut findings)?;
        let globs = document.root().key("files");
        let places = (0..plan.files.len()).map(|i| globs.index(i).place()).collect();
        Some((plan, places))
    });
    (resolved.filter(|_| findings.is_empty()), findings)
}

fn plan(
    root: Cursor<'_>,
    settings: &SettingsText,
    written: &MappingWritten,
    known: &Known<'_>,
    findings: &mut Vec<Finding>,
) -> Option<Mapping> {
    let agency = known.programme.agencies.iter().find(|agency| agency.code == written.agency);
    if agency.is_none() {
        let finding = root.key("agency").finding(Code::ReferenceUnknown);
        let names = known.programme.agencies.iter().map(|agency| agency.code.as_str());
        findings.push(reference_unknown(finding, "agency", &written.agency, names, known.pipeline));
    }
    let files = column::files(root.key("files"), &written.files, findings);
    let delimiter = delimiter(root.key("delimiter"), written.delimiter.as_deref(), findings);
    let quote = mark(root.key("quote"), "quote", written.quote.as_deref(), &["\"", "'", "none"], findings);
    let escape = mark(root.key("escape"), "escape", written.escape.as_deref(), &["\\", "none"], findings);
    let versions = wanted(written.versions.as_ref().map(|own| versions(root.key("versions"), own, findings)));
    let encoding = encoding_name(root.key("encoding"), written.encoding.as_deref(), findings);
    shared_values(root.key("values"), &written.values, findings);
    let at = root.key("table");
    findings.extend(duplicates(
        written.table.iter().enumerate().map(|(i, table)| (table.name.as_str(), at.index(i).key("name"))),
    ));
    let each = written.table.iter().enumerate();
    let tables: Vec<_> = each.map(|(i, one)| table(at.index(i), one, &written.values, known, findings)).collect();
    let tables = tables.into_iter().collect::<Option<Vec<_>>>()?;
    let lists = tables.iter().flat_map(|table| &table.fields).filter_map(|field| match &field.convert {
        Convert::Code { list, .. } | Convert::AgeBand(Some(list)) => Some(list.name.clone()),
        _ => None,
    });
    Some(Mapping {
        name: settings.stem().to_owned(),
        agency: written.agency.clone(),
        language: written.language.map_or(agency?.language, |language| language.language()),
        files: files?,
        encoding,
        delimiter,
        quote,
        escape,
        versions: versions?,
        depends: lists.collect::<BTreeSet<_>>().into_iter().collect(),
        tables,
    })
}

fn delimiter(at: Cursor<'_>, written: Option<&str>, findings: &mut Vec<Finding>) -> Option<String> {
    let text = written?;
    let sound = (1..=8).contains(&text.chars().count()) && !text.contains(['\n', '\r', '"', '\0']);
    match text {
        "tab" | "\\t" => Some("\t".to_owned()),
        "space" => Some(" ".to_owned()),
        _ if sound && !text.chars().all(char::is_alphanumeric) => Some(text.to_owned()),
        _ => {
            findings.push(value_unknown(at, "delimiter", text, &[",", ";", "|", "tab", "space"]));
            None
        }
    }
}

/// A character with a meaning in a text, or `none`.
fn mark(
    at: Cursor<'_>,
    key: &str,
    written: Option<&str>,
    usual: &[&str],
    findings: &mut Vec<Finding>,
) -> Option<String> {
    let text = written?;
    let sound = text == "none" || matches!(text.as_bytes(), [byte] if byte.is_ascii_punctuation());
    if !sound {
        findings.push(value_unknown(at, key, text, usual));
    }
    sound.then(|| text.to_owned())
}

fn encoding_name(at: Cursor<'_>, written: Option<&str>, findings: &mut Vec<Finding>) -> Option<String> {
    let known = written.and_then(encoding).map(str::to_owned);
    let unknown = written.filter(|_| known.is_none());
    let usual = ["utf-8", "windows-1252", "iso-8859-1", "utf-16le", "utf-16be", "macintosh"];
    findings.extend(unknown.map(|label| value_unknown(at, "encoding", label, &usual)));
    known
}
