//! All settings of a programme brought together.

use super::plan::{LinkRule, PipelinePlan, read};
use super::written::PipelineWritten;
use super::{programme, publication, sources};
use crate::codelist::{CodeList, codelist};
use crate::document::Cursor;
use crate::indicators::indicators;
use crate::mapping::{Known, Mapping, mapping};
use crate::rates::rates;
use crate::receipts::receipts;
use crate::settings::{SettingsText, stem};
use crate::targets::targets;
use chrono::NaiveDateTime;
use mola_finding::{Arg, Code, Finding, Severity};
use mola_model::{Kind, Month, OwnColumns, Programme, Publication};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The files that a pipeline wants, as texts.
#[derive(Debug, Clone, Default)]
pub struct PipelineFiles {
    /// The table of indicators.
    pub indicators: SettingsText,
    /// The table of targets.
    pub targets: Option<SettingsText>,
    /// The table of exchange rates.
    pub rates: Option<SettingsText>,
    /// The code lists by name: the file's name without `.csv`.
    pub codelists: BTreeMap<String, SettingsText>,
    /// The mappings, in any order: they are known by their file's name.
    pub mappings: Vec<SettingsText>,
    /// The table of moments of receipt.
    pub receipts: Option<SettingsText>,
}

/// All settings of a programme, checked and brought together.
#[derive(Debug, Clone)]
pub struct Pipeline {
    /// The programme.
    pub programme: Programme,
    /// How the report is published.
    pub publication: Publication,
    /// The mappings, in the order of the sources.
    pub mappings: Vec<Mapping>,
    /// The code lists by name.
    pub codelists: BTreeMap<String, Arc<CodeList>>,
    /// The columns that it names itself, in the order of the text.
    pub own: OwnColumns,
    /// The units of measures, for people, by name.
    pub units: BTreeMap<String, String>,
    /// How beneficiaries are recognised, for every kind.
    pub link: BTreeMap<Kind, LinkRule>,
    /// The moments (UTC) at which files came before Mola, by path relative to the inbox.
    pub receipts: BTreeMap<String, NaiveDateTime>,
    pub(crate) origin: Origin,
}

/// Where what a pipeline defines is defined, for the findings of what names it.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    /// The path of the pipeline.
    pub(crate) pipeline: String,
    /// The path of the table of indicators.
    pub(crate) indicators: String,
    /// The folder of code lists.
    pub(crate) codelists: String,
    /// The code list of each dimension, and that of places.
    pub(crate) lists: BTreeMap<String, String>,
    /// What the programme waits for, and the month in which it happened.
    pub(crate) events: BTreeMap<String, Option<Month>>,
}

impl Pipeline {
    /// The mapping of this name.
    pub fn mapping(&self, name: &str) -> Option<&Mapping> {
        self.mappings.iter().find(|mapping| mapping.name == name)
    }
}

/// Brings a pipeline and its files together. The pipeline is none where there is an error among
/// the findings; these are ordered by file as read, line and column. A mapping that the pipeline names and that is
/// not among the files is a finding here; the other files are the caller's to miss.
pub fn resolve(plan: PipelinePlan, files: &PipelineFiles) -> (Option<Pipeline>, Vec<Finding>) {
    let (read, mut findings) = read(&plan.settings);
    let Some((document, written)) = read else { return (None, findings) };
    let root = document.root();
    let codelists = codelists(files, &mut findings);
    let mut programme = programme::programme(root, &written, &codelists, &mut findings);
    if let Some(settings) = &files.rates {
        programme.rates = rates(settings, &programme.currency, &mut findings);
    }
    let events = programme::events(root.key("events"), &written.events, &mut findings);
    programme.indicators = {
        let known = known(&programme, &plan, &written, files, &codelists, &events);
        indicators(&files.indicators, &known, &mut findings)
    };
    if let Some(settings) = &files.targets {
        targets(settings, &files.indicators.path, programme.window, &mut programme.indicators, &mut findings);
    }
    programme::check_indicators(root.key("programme"), &programme, &files.indicators.path, &mut findings);
    let known = known(&programme, &plan, &written, files, &codelists, &events);
    let mappings = mappings(root, &plan, files, &known, &mut findings);
    programme.sources = sources::sources(root.key("source"), &written, &mappings, programme.window, &mut findings);
    let publication = publication::publication(root, &written, &mut findings);
    publication::check_donors(root, &programme, &files.indicators.path, &publication, &mut findings);
    let receipts = files.receipts.as_ref().map(|settings| receipts(settings, &mut findings)).unwrap_or_default();

    let findings = in_order(without_echoes(findings, &files.indicators.path));
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return (None, findings);
    }
    let origin = Origin {
        pipeline: plan.settings.path.clone(),
        indicators: files.indicators.path.clone(),
        codelists: plan.codelists.clone().unwrap_or_default(),
        lists: programme::lists(&written).into_iter().map(|(c, list)| (c.to_owned(), list.to_owned())).collect(),
        events,
    };
    let units = written.measures.into_iter().map(|(name, measure)| (name, measure.unit)).collect();
    let PipelinePlan { own, link, .. } = plan;
    (Some(Pipeline { programme, publication, mappings, codelists, own, units, link, receipts, origin }), findings)
}

/// A row of indicators that cannot be told apart has no code to be named by: what names it is then
/// not at fault.
fn without_echoes(mut findings: Vec<Finding>, indicator_file: &str) -> Vec<Finding> {
    let broken = findings.iter().any(|finding| {
        let place = finding.place.file.as_deref() == Some(indicator_file);
        place && matches!(finding.code, Code::QuoteUnclosed | Code::RowRagged)
    });
    if broken {
        let file = Arg::Text(indicator_file.to_owned());
        findings.retain(|finding| finding.code != Code::ReferenceUnknown || finding.args.get("file") != Some(&file));
    }
    findings
}

/// By file, in the order in which files have their first finding, then by line and column.
fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    let mut files: Vec<Option<String>> = Vec::new();
    for finding in &findings {
        if !files.contains(&finding.place.file) {
            files.push(finding.place.file.clone());
        }
    }
    findings.sort_by_key(|finding| {
        let file = files.iter().position(|file| *file == finding.place.file);
        (file, finding.place.line, finding.place.column)
    });
    findings
}

fn known<'a>(
    programme: &'a Programme,
    plan: &'a PipelinePlan,
    written: &'a PipelineWritten,
    files: &'a PipelineFiles,
    codelists: &'a BTreeMap<String, Arc<CodeList>>,
    events: &'a BTreeMap<String, Option<Month>>,
) -> Known<'a> {
    Known {
        programme,
        pipeline: &plan.settings.path,
        indicator_file: &files.indicators.path,
        codelist_folder: plan.codelists.as_deref().unwrap_or_default(),
        own: &plan.own,
        codelists,
        lists: programme::lists(written),
        events,
    }
}

fn codelists(files: &PipelineFiles, findings: &mut Vec<Finding>) -> BTreeMap<String, Arc<CodeList>> {
    let read = |(name, settings): (&String, &SettingsText)| {
        let (list, mut found) = codelist(name, settings);
        findings.append(&mut found);
        (name.clone(), Arc::new(list))
    };
    files.codelists.iter().map(read).collect()
}

fn mappings(
    root: Cursor<'_>,
    plan: &PipelinePlan,
    files: &PipelineFiles,
    known: &Known<'_>,
    findings: &mut Vec<Finding>,
) -> Vec<Mapping> {
    let mut mappings = Vec::new();
    let mut seen = BTreeSet::new();
    for path in plan.mappings.iter().filter(|path| seen.insert(stem(path))) {
        match files.mappings.iter().find(|settings| settings.stem() == stem(path)) {
            Some(settings) => {
                let (resolved, mut found) = mapping(settings, known);
                findings.append(&mut found);
                mappings.extend(resolved);
            }
            None => findings.push(sources::of_mapping(root.key("source"), path).finding(Code::SettingsMissing)),
        }
    }
    sources::check_globs(&mappings, findings);
    mappings.into_iter().map(|(mapping, _)| mapping).collect()
}
