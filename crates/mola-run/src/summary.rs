//! What a run says of itself, for the terminal and for scripts.

use chrono::{NaiveDateTime, SecondsFormat};
use mola_finding::Language;
use mola_model::{
    BridgePart, Change, Computation, FigureKey, Issue, Progress, Reached, ReportState, SourceRow, Span, Status,
    Tracking,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the shape of `Summary`.
pub const SCHEMA_VERSION: u32 = 1;

/// What a run says of itself. Counts of files are files, of rows rows of sources.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The version of this shape.
    pub schema_version: u32,
    /// The programme's code.
    pub programme: String,
    /// Its name, in the report's language.
    pub name: String,
    /// The period that is reported.
    pub period: String,
    /// The latest receipt that counts, RFC 3339, UTC.
    pub as_of: String,
    /// Whether something is missing, refused or quarantined.
    pub provisional: bool,
    /// Records of participations.
    pub lines: u64,
    /// Unique direct people to date.
    pub people: Option<u64>,
    /// Of these, women.
    pub women: Option<u64>,
    /// Training hours to date.
    pub hours: Option<f64>,
    /// Sum of people over agencies and months.
    pub gross: Option<u64>,
    /// Removed: the same person with the same agency in further months.
    pub repeated: Option<u64>,
    /// Removed: the same person with further agencies.
    pub shared: Option<u64>,
    /// Files.
    pub files: FileCounts,
    /// Rows: read = kept + refused + ignored.
    pub rows: RowTotals,
    /// Reports that are due and have not come.
    pub missing: Vec<MissingReport>,
    /// Findings by severity.
    pub findings: BTreeMap<String, u64>,
    /// Indicators to date.
    pub indicators: Vec<SummaryIndicator>,
    /// Unique people by `agency month`.
    pub by_agency_month: BTreeMap<String, u64>,
    /// Unique people by `place / sex / sector`.
    pub by_cell: BTreeMap<String, u64>,
    /// The issue by which the period is closed; none where it is open.
    #[serde(default)]
    pub closed_by: Option<String>,
    /// The issue that changes are told against; none where it is a run that nobody closed.
    #[serde(default)]
    pub since: Option<String>,
    /// Figures that are not what they were, to date and in the period, over all and by agency or place.
    #[serde(default)]
    pub changes: Vec<SummaryChange>,
    /// The report's path, absolute.
    pub report: String,
    /// The folder of what agencies get back, absolute; none where nothing is given back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback: Option<String>,
}

/// Files of a programme.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileCounts {
    /// All that are known: accepted + quarantined + superseded + duplicate + waiting.
    pub seen: u64,
    /// Read in this run; the others were read before.
    pub read: u64,
    /// They count.
    pub accepted: u64,
    /// Nothing of them counts until they are mended.
    pub quarantined: u64,
    /// A newer version under another name took their place.
    #[serde(default, skip_serializing_if = "is_none")]
    pub superseded: u64,
    /// Their content, or all their rows, came before under another name.
    pub duplicate: u64,
    /// Still being written, or later than the state of knowledge asked for.
    pub waiting: u64,
}

fn is_none(count: &u64) -> bool {
    *count == 0
}

/// Rows of sources that count.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowTotals {
    /// All.
    pub read: u64,
    /// Rows that became records.
    pub kept: u64,
    /// Rows with an error.
    pub refused: u64,
    /// Rows left out by a rule.
    pub ignored: u64,
}

/// A report that is due and has not come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingReport {
    /// The agency's code.
    pub agency: String,
    /// The source's name.
    pub source: String,
    /// The period.
    pub period: String,
    /// The day by which it was due.
    pub due: String,
}

/// A figure that is not what it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SummaryChange {
    /// The figure's id.
    pub figure: String,
    /// What it was.
    pub old: Option<f64>,
    /// What it is.
    pub new: Option<f64>,
    /// What it said besides: a text, or a range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_words: Option<String>,
    /// What it says now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_words: Option<String>,
    /// New less old; none where one of them is not there.
    pub difference: Option<f64>,
    /// The bridge: what each reason added. Amounts add up to the difference.
    pub parts: Vec<BridgePart>,
    /// Files that came or were corrected in between.
    pub files: Vec<String>,
}

impl From<&Change> for SummaryChange {
    fn from(change: &Change) -> Self {
        Self {
            figure: change.key.to_string(),
            old: change.old,
            new: change.new,
            old_words: change.old_words.clone(),
            new_words: change.new_words.clone(),
            difference: change.difference(),
            parts: change.parts.clone(),
            files: change.files.clone(),
        }
    }
}

/// One indicator to date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SummaryIndicator {
    /// Its code.
    pub code: String,
    /// Its name, in the report's language.
    pub label: String,
    /// Its unit, in the report's language.
    pub unit: String,
    /// Decimals to show.
    pub decimals: u8,
    /// Whether its values are shares of 1, shown as percentages.
    pub share: bool,
    /// The figure's id.
    pub figure: String,
    /// What is known of it.
    pub status: Status,
    /// The value, in the indicator's unit; a ratio as a share of 1.
    pub value: Option<f64>,
    /// The overall target.
    pub target: Option<f64>,
    /// To date over the milestone that is due, as a share of 1.
    #[serde(default)]
    pub of_milestone: Option<f64>,
    /// To date over the overall target, as a share of 1.
    #[serde(default)]
    pub of_target: Option<f64>,
    /// How much of the way is done: `basis` says from where that is told.
    #[serde(default)]
    pub reached: Option<Reached>,
    /// How it stands.
    pub progress: Progress,
}

/// A moment in UTC as summaries write it.
pub(crate) fn as_of(moment: NaiveDateTime) -> String {
    moment.and_utc().to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The summary of an issue; lines, files and the report's path are still to be filled in.
pub(crate) fn summary(issue: &Issue, language: Language) -> Summary {
    let programme = &issue.programme;
    let people = programme.people.as_deref().map(|code| FigureKey::to_date(code, issue.period));
    let value = |key: Option<FigureKey>| key.and_then(|key| issue.figure(&key)).and_then(|f| f.value);
    let hours = programme
        .indicators
        .iter()
        .find(|i| matches!(&i.computation, Computation::Sum { measure: Some(measure), .. } if measure == "hours"));
    let mut findings: BTreeMap<String, u64> = BTreeMap::new();
    for row in &issue.findings {
        *findings.entry(row.finding.severity.as_str().to_owned()).or_default() += 1;
    }
    let sum = |of: fn(&SourceRow) -> u64| issue.sources.iter().map(of).sum();
    let reconciliation = issue.reconciliation.as_ref();
    Summary {
        schema_version: SCHEMA_VERSION,
        programme: programme.code.clone(),
        name: programme.name.get(language).to_owned(),
        period: issue.period.to_string(),
        as_of: as_of(issue.as_of),
        provisional: issue.provisional,
        lines: 0,
        people: value(people.clone()).map(|count| count as u64),
        women: value(people.clone().map(|key| key.by("sex", "F"))).map(|count| count as u64),
        hours: value(hours.map(|i| FigureKey::to_date(&i.code, issue.period))),
        gross: reconciliation.map(|r| r.gross),
        repeated: reconciliation.map(|r| r.repeated),
        shared: reconciliation.map(|r| r.shared),
        files: FileCounts::default(),
        rows: RowTotals {
            read: sum(|s| s.read),
            kept: sum(|s| s.kept),
            refused: sum(|s| s.refused),
            ignored: sum(|s| s.ignored),
        },
        missing: missing(issue),
        findings,
        indicators: issue.tracking.iter().map(|row| indicator(issue, row, language)).collect(),
        by_agency_month: by_agency_month(issue, people.as_ref()),
        by_cell: by_cell(issue, language),
        closed_by: None,
        since: issue.since.as_ref().map(|since| since.id.clone()),
        changes: issue.changes.iter().flatten().map(SummaryChange::from).collect(),
        report: String::new(),
        feedback: None,
    }
}

fn indicator(issue: &Issue, row: &Tracking, language: Language) -> SummaryIndicator {
    let definition = issue.programme.indicator(&row.indicator);
    SummaryIndicator {
        code: row.indicator.clone(),
        label: definition.map_or("", |i| i.label.get(language)).to_owned(),
        unit: definition.map_or("", |i| i.unit.get(language)).to_owned(),
        decimals: definition.map_or(0, |i| i.decimals),
        share: definition.is_some_and(|i| matches!(i.computation, Computation::Ratio | Computation::Rate { .. })),
        figure: row.to_date.key.to_string(),
        status: row.to_date.status,
        value: row.to_date.value,
        target: definition.and_then(|i| i.target),
        of_milestone: row.of_milestone,
        of_target: row.of_target,
        reached: row.reached,
        progress: row.progress,
    }
}

fn missing(issue: &Issue) -> Vec<MissingReport> {
    let mut all = Vec::new();
    for row in &issue.completeness.rows {
        let source = issue.programme.sources.iter().find(|s| s.name == row.source);
        for (month, cell) in issue.completeness.months.iter().zip(&row.cells) {
            if cell.state == ReportState::Missing {
                all.push(MissingReport {
                    agency: row.agency.clone(),
                    source: row.source.clone(),
                    period: source.map_or(*month, |source| source.period_of(month.first())).to_string(),
                    due: cell.due.map(|due| due.to_string()).unwrap_or_default(),
                });
            }
        }
    }
    all
}

/// People by agency and period, from the figures that are narrowed to an agency alone.
fn by_agency_month(issue: &Issue, people: Option<&FigureKey>) -> BTreeMap<String, u64> {
    let own = issue.facts.iter().filter(|f| {
        Some(&f.key.indicator) == people.map(|key| &key.indicator)
            && f.key.span == Span::InPeriod
            && f.key.by.len() == 1
    });
    own.filter_map(|f| Some((format!("{} {}", f.key.by.get("agency")?, f.key.period), f.value? as u64))).collect()
}

/// People by place, sex and sector, with the place's name.
fn by_cell(issue: &Issue, language: Language) -> BTreeMap<String, u64> {
    let own = issue.cross.iter().filter_map(|cell| {
        let place = issue.programme.label("place", cell.place.as_deref()?, language);
        Some((format!("{place} / {} / {}", cell.sex.as_deref()?, cell.sector.as_deref()?), cell.figure.value? as u64))
    });
    own.collect()
}
