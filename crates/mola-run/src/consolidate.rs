//! One consolidation, from the inbox to the report.

use crate::intake::{Intake, take_in};
use crate::knowledge::{Held, Knowledge};
use crate::reading::Reader;
use crate::settings::{Settings, normal};
use crate::summary::{Summary, as_of};
use crate::{Request, RunError, Step};
use chrono::{DateTime, NaiveDate, NaiveDateTime};
use mola_disclose::Released;
use mola_finding::{Code, Finding, Place, Severity};
use mola_link::Linker;
use mola_measure::{Measured, Participations, Question, Receipt, completeness, measure};
use mola_model::{Change, Figure, FileState, FindingRow, Issue, Month, Period, ReportState, SourceRow, Span, Window};
use mola_store::{Digest, DigestBuilder, Output, RunEntry, Store, Submission};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What came of a run.
#[derive(Debug)]
pub struct Outcome {
    /// What it says of itself.
    pub summary: Summary,
    /// What someone must know, with the agency; empty where it is about the programme.
    pub findings: Vec<(String, Finding)>,
}

/// What the ledger keeps of a run.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct RunRecord {
    /// What the run said.
    pub summary: Summary,
    /// What someone must know.
    pub findings: Vec<(String, Finding)>,
    /// The identity of the issue: what it was made of, whatever its language.
    pub issue: String,
    /// The digest of the settings.
    pub settings: String,
    /// Contents that counted, by file.
    pub contents: BTreeMap<String, String>,
    /// The state of knowledge that was asked for, Unix milliseconds.
    pub moment: i64,
    /// Every figure to date or in the period, by id.
    pub figures: BTreeMap<String, Option<f64>>,
}

impl RunRecord {
    /// What the ledger keeps of a run; `None` where another version of Mola wrote it, whose runs
    /// are as if they had not been: the files behind them are all there.
    pub(crate) fn read(run: &RunEntry) -> Option<Self> {
        serde_json::from_str(&run.summary).ok()
    }
}

/// Takes in what is new and writes the report. The inner error are the faults of the pipeline, all
/// of them; then nothing else was done. Where nothing that the report depends on has
/// changed since an earlier run, that run's report is the report.
///
/// # Errors
/// When the pipeline, the inbox, the store or the report's folder cannot be used.
pub fn run(request: &Request, progress: &(dyn Fn(Step) + Sync)) -> Result<Result<Outcome, Vec<Finding>>, RunError> {
    let settings = match Settings::load(&request.pipeline)? {
        Ok(settings) => settings,
        Err(faults) => return Ok(Err(faults)),
    };
    let mut store = Store::open(&store_folder(request.store.as_deref(), &settings))?;
    let reader = reader(&settings, &store, request)?;
    let inbox = inbox_folder(request, &settings);
    let intake = take_in(&reader, &mut store, &inbox, progress)?;
    tracing::debug!(read = intake.read, "the inbox is taken in");
    let known = Knowledge::at(&store, &reader, request.as_of.unwrap_or(i64::MAX))?;
    let mut work = Work { request, settings: &settings, reader: &reader, intake, known };
    let question = work.question()?;
    let programme = settings.pipeline.programme.code.as_str();
    if let Some(outcome) = work.unchanged(&store, &question)? {
        return Ok(Ok(outcome));
    }
    progress(Step::Measure);
    let previous = previous(&store, programme, &question.issue, &as_of(work.as_of()))?;
    let issue = work.issue(&question, previous.as_ref())?;
    progress(Step::Report);
    tracing::debug!("figures are made");
    let (record, outputs) = work.publish(&question, issue)?;
    let outcome = Outcome { summary: record.summary.clone(), findings: record.findings.clone() };
    let entry = RunEntry {
        id: 0,
        inputs: question.inputs,
        moment: request.now,
        summary: serde_json::to_string(&record)?,
        outputs,
    };
    store.record_run(programme, &entry)?;
    tracing::debug!("the run is recorded");
    Ok(Ok(outcome))
}

/// The store's folder: the one that is asked for, or `.mola` in the project folder.
pub(crate) fn store_folder(asked: Option<&Path>, settings: &Settings) -> PathBuf {
    asked.map_or_else(|| settings.root.join(".mola"), Path::to_owned)
}

fn inbox_folder(request: &Request, settings: &Settings) -> PathBuf {
    request.inbox.clone().unwrap_or_else(|| normal(&settings.folder.join(&settings.inbox)))
}

pub(crate) fn reader<'a>(settings: &'a Settings, store: &Store, request: &'a Request) -> Result<Reader<'a>, RunError> {
    let schemes = settings.pipeline.link.iter().map(|(kind, rule)| (*kind, rule.identifier)).collect();
    let linker = Linker::new(schemes, &store.secret()?);
    Ok(Reader { settings, linker, files: store.files(), engine: &request.engine, now: request.now })
}

/// What one run answers.
pub(crate) struct Asked {
    pub period: Period,
    /// The day on which due dates are judged.
    pub today: NaiveDate,
    /// What the issue is made of, whatever its language.
    pub issue: Digest,
    /// What the report is made of.
    pub inputs: Digest,
}

struct Work<'a> {
    request: &'a Request,
    settings: &'a Settings,
    reader: &'a Reader<'a>,
    intake: Intake,
    known: Knowledge,
}

impl Work<'_> {
    fn question(&self) -> Result<Asked, RunError> {
        let programme = &self.settings.pipeline.programme;
        let period = self.request.period.unwrap_or_else(|| self.known.last_period(programme));
        if !programme.window.holds(period.window()) {
            return Err(RunError::PeriodOutside {
                period: period.to_string(),
                first: programme.window.first.to_string(),
                last: programme.window.last.to_string(),
            });
        }
        let asked_on = moment(self.request.as_of.unwrap_or(self.request.now)).date();
        let today = asked_on.min(programme.cut_off(period.last()));
        let mut digest = self.known.identity();
        digest.part("settings", self.settings.digest.to_string().as_bytes());
        digest.part("period", period.to_string().as_bytes()).part("today", today.to_string().as_bytes());
        digest.part("engine", self.request.engine.as_bytes());
        for (path, owner) in &self.intake.duplicates {
            digest.part("duplicate", format!("{path} {owner}").as_bytes());
        }
        for path in &self.intake.waiting {
            digest.part("waiting", path.as_bytes());
        }
        let issue = digest.finish();
        let mut inputs = DigestBuilder::new();
        inputs.part("issue", issue.to_string().as_bytes());
        inputs.part("language", self.request.language.code().as_bytes());
        inputs.part("out", self.report_path(period).to_string_lossy().as_bytes());
        Ok(Asked { period, today, issue, inputs: inputs.finish() })
    }

    fn report_path(&self, period: Period) -> PathBuf {
        let programme = self.settings.pipeline.programme.code.as_str();
        let folder = self.request.out.clone().unwrap_or_else(|| {
            let name = self.settings.folder.file_name().map_or_else(|| programme.into(), PathBuf::from);
            self.settings.root.join("reports").join(name)
        });
        folder.join(format!("{programme}_{period}_{}.xlsx", self.request.language))
    }

    /// The outcome of an earlier run on the same inputs, with its report in place.
    fn unchanged(&self, store: &Store, asked: &Asked) -> Result<Option<Outcome>, RunError> {
        let programme = self.settings.pipeline.programme.code.as_str();
        let Some(run) = store.find_run(programme, &asked.inputs)? else { return Ok(None) };
        for output in &run.outputs {
            let same = std::fs::read(&output.path).is_ok_and(|bytes| Digest::of(&bytes) == output.digest);
            if !same {
                match self.reader.files.blob(&output.digest) {
                    Ok(bytes) => write(Path::new(&output.path), &bytes)?,
                    Err(_) => return Ok(None),
                }
            }
        }
        let Some(mut record) = RunRecord::read(&run) else { return Ok(None) };
        record.summary.files = self.file_counts();
        Ok(Some(Outcome { summary: record.summary, findings: record.findings }))
    }

    /// The latest receipt that counts.
    fn as_of(&self) -> NaiveDateTime {
        moment(self.known.latest_receipt().unwrap_or(0))
    }

    fn issue(&mut self, asked: &Asked, previous: Option<&RunRecord>) -> Result<Issue, RunError> {
        let programme = &self.settings.pipeline.programme;
        let window = Window { first: programme.window.first, last: asked.period.last() };
        let mut participations = Participations::new(programme, asked.period, self.known.participation_rows() as usize);
        let loaded = std::mem::take(&mut self.intake.loaded);
        self.known.participations(self.reader, loaded, false, |frame| participations.add(&frame))?;
        let canon = self.known.canon(self.reader)?;
        let place = |record| self.known.place(record);
        tracing::debug!("records are together");
        let measured = measure(&Question { programme, period: asked.period, place: &place }, participations, &canon)?;
        tracing::debug!("indicators are measured");
        let mut findings = self.known.findings.clone();
        let owned = |finding: &Finding| {
            let file = finding.place.file.as_deref().unwrap_or_default();
            file.split_once('/').map_or("", |(agency, _)| agency).to_owned()
        };
        findings.extend(self.intake.findings.iter().map(|f| (owned(f), f.clone())));
        for old in &self.known.superseded {
            let finding = Finding::new(Code::FileSuperseded, Place::file(&old.path))
                .with("first", moment(old.received).date().to_string());
            findings.push((old.agency.clone(), finding));
        }
        findings.extend(self.settings.findings.iter().map(|f| (String::new(), f.clone())));
        let completeness = completeness(programme, window, &self.receipts(), asked.today, &mut findings);
        let Measured { facts, tracking, reconciliation, cross, overlap, money, findings: more } = measured;
        findings.extend(more);
        let errors = findings.iter().any(|(_, f)| f.severity == Severity::Error);
        let gaps = completeness.rows.iter().flat_map(|r| &r.cells).any(|c| c.state == ReportState::Missing);
        let nothing = self.known.counted.is_empty();
        let held_up = !self.known.quarantined.is_empty() || !self.intake.waiting.is_empty();
        let provisional = errors || gaps || nothing || held_up;
        let changes = previous.map(|old| self.changes(old, &facts));
        Ok(Issue {
            programme: programme.clone(),
            period: asked.period,
            window,
            as_of: self.as_of(),
            provisional,
            headline: programme.headline.clone(),
            tracking,
            reconciliation,
            cross,
            completeness,
            overlap,
            money,
            changes,
            findings: findings.into_iter().map(|(agency, finding)| FindingRow { agency, finding }).collect(),
            sources: self.sources(),
            facts,
        })
    }

    /// When each source's report for each month came.
    fn receipts(&self) -> Vec<Receipt> {
        let receipt = |at: usize, held: &Held| {
            let own = self.known.segments.iter().filter(|s| s.held == at);
            let months: BTreeSet<i32> = own.flat_map(|s| s.meta().months.iter().copied()).collect();
            Receipt {
                source: held.reading.source.clone(),
                months: months.into_iter().map(Month).collect(),
                received: moment(held.submission.received),
            }
        };
        self.known.counted.iter().enumerate().map(|(at, held)| receipt(at, held)).collect()
    }

    /// Figures that are not what they were in the last issue.
    fn changes(&self, old: &RunRecord, facts: &[Figure]) -> Vec<Change> {
        let contents = self.contents();
        let files: BTreeSet<&String> = contents
            .iter()
            .filter(|(path, content)| old.contents.get(*path) != Some(content))
            .map(|(path, _)| path)
            .chain(old.contents.keys().filter(|path| !contents.contains_key(*path)))
            .collect();
        let definition = old.settings != self.settings.digest.to_string();
        let own = facts.iter().filter(|f| f.key.span == Span::ToDate && f.key.by.is_empty());
        own.filter_map(|figure| {
            let before = old.figures.get(&figure.key.to_string())?;
            (*before != figure.value).then(|| Change {
                key: figure.key.clone(),
                old: *before,
                new: figure.value,
                files: files.iter().map(|path| (*path).clone()).collect(),
                definition,
            })
        })
        .collect()
    }

    fn contents(&self) -> BTreeMap<String, String> {
        let own = |h: &Held| (h.submission.path.clone(), h.submission.content.to_string());
        self.known.counted.iter().map(own).collect()
    }

    fn sources(&self) -> Vec<SourceRow> {
        let read = |held: &Held, state: FileState| {
            let at = self.known.counted.iter().position(|h| h.reading.id == held.reading.id);
            let own = self.known.segments.iter().filter(|s| Some(s.held) == at && state == FileState::Accepted);
            let sheets: BTreeSet<String> = own.flat_map(|s| s.meta().tables.iter().map(|t| t.sheet.clone())).collect();
            let counts = &held.reading.counts;
            SourceRow {
                source: held.reading.source.clone(),
                mapping: short(&self.settings.version(&held.reading.source)),
                sheets: sheets.into_iter().collect(),
                read: counts.read,
                kept: counts.kept,
                refused: counts.refused,
                ignored: counts.ignored.values().sum(),
                ..unread(&held.submission, state)
            }
        };
        let counted = self.known.counted.iter().map(|held| read(held, FileState::Accepted));
        let quarantined = self.known.quarantined.iter().map(|held| read(held, FileState::Quarantined));
        let superseded = self.known.superseded.iter().map(|s| unread(s, FileState::Superseded));
        // What came after the state of knowledge is no part of the issue: it can be made again.
        let waiting = self.known.unread.iter().map(|s| unread(s, FileState::Waiting));
        let mut rows: Vec<SourceRow> = counted.chain(quarantined).chain(superseded).chain(waiting).collect();
        rows.sort_by(|one, other| (&one.file, one.received).cmp(&(&other.file, other.received)));
        rows
    }

    fn publish(&self, asked: &Asked, issue: Issue) -> Result<(RunRecord, Vec<Output>), RunError> {
        let figures = issue.facts.iter().map(|f| (f.key.to_string(), f.value)).collect();
        let mut summary = crate::summary::summary(&issue, self.request.language);
        summary.lines = self.known.participation_rows();
        summary.files = self.file_counts();
        let findings: Vec<(String, Finding)> =
            issue.findings.iter().map(|row| (row.agency.clone(), row.finding.clone())).collect();
        let (released, _) = Released::of(issue);
        let path = self.report_path(asked.period);
        let absolute = std::path::absolute(&path).unwrap_or_else(|_| path.clone());
        summary.report = normal(&absolute).to_string_lossy().into_owned();
        let mut files = vec![(path.clone(), mola_report::workbook(&released, self.request.language)?)];
        if released.issue().facts.len() > mola_report::FACTS_ON_SHEET {
            files.push((path.with_extension("csv"), mola_report::facts_csv(&released, self.request.language)?));
        }
        tracing::debug!("the workbook is made");
        let mut outputs = Vec::new();
        for (path, bytes) in files {
            write(&path, &bytes)?;
            let digest = self.reader.files.put_blob(&bytes)?;
            let absolute = std::path::absolute(&path).unwrap_or(path);
            outputs.push(Output { path: absolute.to_string_lossy().into_owned(), digest });
        }
        self.reader.files.sync()?;
        let record = RunRecord {
            summary,
            findings,
            issue: asked.issue.to_string(),
            settings: self.settings.digest.to_string(),
            contents: self.contents(),
            moment: self.request.as_of.unwrap_or(i64::MAX),
            figures,
        };
        Ok((record, outputs))
    }

    fn file_counts(&self) -> crate::FileCounts {
        let (accepted, quarantined) = (self.known.counted.len() as u64, self.known.quarantined.len() as u64);
        let duplicate = self.intake.duplicates.len() as u64;
        let waiting = (self.intake.waiting.len() + self.known.later.len() + self.known.unread.len()) as u64;
        let seen = accepted + quarantined + duplicate + waiting;
        crate::FileCounts { seen, read: self.intake.read as u64, accepted, quarantined, duplicate, waiting }
    }
}

/// The record of the issue before this one: the last run of another issue before the first run
/// of this one that knew of nothing that came after `as_of`.
fn previous(store: &Store, programme: &str, issue: &Digest, as_of: &str) -> Result<Option<RunRecord>, RunError> {
    let mut last = None;
    for run in store.runs(programme)? {
        let Some(record) = RunRecord::read(&run) else { continue };
        if record.issue == issue.to_string() {
            break;
        }
        // Moments are written alike, in UTC: their order is that of the texts.
        if record.summary.as_of.as_str() <= as_of {
            last = Some(record);
        }
    }
    Ok(last)
}

fn unread(submission: &Submission, state: FileState) -> SourceRow {
    SourceRow {
        file: submission.path.clone(),
        agency: submission.agency.clone(),
        source: String::new(),
        state,
        received: moment(submission.received),
        content: submission.content.to_string(),
        mapping: String::new(),
        sheets: Vec::new(),
        read: 0,
        kept: 0,
        refused: 0,
        ignored: 0,
    }
}

fn short(digest: &Digest) -> String {
    digest.to_string()[..12].to_owned()
}

/// A moment in Unix milliseconds as date and time, UTC.
pub(crate) fn moment(millis: i64) -> NaiveDateTime {
    DateTime::from_timestamp_millis(millis).unwrap_or_default().naive_utc()
}

/// A path as it is shown: below the project folder where it is there, with `/`.
pub(crate) fn shown(path: &Path, root: &Path) -> String {
    let absolute = normal(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()));
    absolute.strip_prefix(root).unwrap_or(&absolute).to_string_lossy().replace('\\', "/")
}

/// Writes a file whole or not at all.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), RunError> {
    let unwritable = |source| RunError::Unwritable { path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(unwritable)?;
    }
    let part = path.with_extension("part");
    std::fs::write(&part, bytes).map_err(unwritable)?;
    std::fs::rename(&part, path).map_err(unwritable)
}
