//! One consolidation, from the inbox to the report.

use crate::feedback;
use crate::intake::{Intake, read_again, take_in};
use crate::issuing;
use crate::knowledge::{Held, Knowledge};
use crate::linking::decisions::decisions;
use crate::measuring::{hidden, measured};
use crate::outputs;
use crate::portfolio::contribution;
use crate::reading::{Loaded, Reader};
use crate::record::{Making, RunRecord, short};
use crate::replies::Waivers;
use crate::restating::{Past, Present, Restating, months, values};
use crate::settings::{Settings, normal};
use crate::summary::{Summary, as_of};
use crate::{Request, RunError, Step};
use chrono::{DateTime, NaiveDate, NaiveDateTime};
use mola_disclose::{Disclosure, Released};
use mola_finding::{Code, Finding, Language, Place, Severity};
use mola_link::Linker;
use mola_measure::{Measured, Receipt, completeness};
use mola_model::{
    Change, Contribution, Figure, FileState, FindingRow, Format, Issue, Month, Period, ReportState, SourceRow, Told,
    Window,
};
use mola_report::Edition;
use mola_store::{AuditEntry, Batch, Digest, DigestBuilder, Output, RunEntry, Store, Submission};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What came of a run.
#[derive(Debug)]
pub struct Outcome {
    /// What it says of itself.
    pub summary: Summary,
    /// What someone must know, with the agency; empty where it is about the programme.
    pub findings: Vec<(String, Finding)>,
    /// What it gives to a portfolio.
    pub contribution: Option<Contribution>,
    /// Whether there was nothing new: it is an earlier run, repeated.
    pub is_repeated: bool,
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
    let mut store = Store::open(&store_folder(request.store.as_deref(), &settings), &request.keys)?;
    let outcome = consolidate(request, &settings, &mut store, progress, |store, work, asked| {
        if let Some(outcome) = work.unchanged(store, asked)? {
            return Ok(outcome);
        }
        let (issue, _) = work.issue(store, asked)?;
        progress(Step::Report);
        let told = work.give_feedback(store, &issue)?;
        let (mut record, outputs) = work.publish(asked, issue)?;
        if !told.is_empty() {
            let folder = feedback_folder(request, &settings);
            record.summary.feedback = Some(normal(&absolute(&folder)).to_string_lossy().into_owned());
        }
        record.feedback = told;
        work.record(store, asked.inputs, &record, outputs)?;
        Ok(record.into_outcome())
    })?;
    Ok(Ok(outcome))
}

/// Takes in what is new, and does with all that is known then what `act` does.
///
/// # Errors
/// When the inbox or the store cannot be used, the period lies outside the programme, or `act` fails.
pub(crate) fn consolidate<T>(
    request: &Request,
    settings: &Settings,
    store: &mut Store,
    progress: &(dyn Fn(Step) + Sync),
    act: impl FnOnce(&mut Store, &mut Work<'_>, &Asked) -> Result<T, RunError>,
) -> Result<T, RunError> {
    let reader = reader(settings, store, request)?;
    let mut intake = take_in(&reader, store, &inbox_folder(request, settings), &request.held_back, progress)?;
    tracing::debug!(read = intake.read, "the inbox is taken in");
    let until = request.as_of.unwrap_or(i64::MAX);
    let mut known = Knowledge::at(store, &reader, until)?;
    if !known.unread.is_empty() {
        intake.read += read_again(&reader, store, std::mem::take(&mut known.unread), None, progress)?;
        known = Knowledge::at(store, &reader, until)?;
    }
    let damaged = known.damaged(&reader);
    if !damaged.is_empty() {
        // What was loaded meanwhile may be what the disk has made of it.
        intake.loaded.clear();
        read_again(&reader, store, damaged, Some("segment-restored"), progress)?;
        known = Knowledge::at(store, &reader, until)?;
    }
    note_versions(settings, store, &known)?;
    let period = request.period.unwrap_or_else(|| known.last_period(&settings.pipeline.programme));
    let issues = store.issues(&settings.pipeline.programme.code)?;
    let past = issuing::last(&issues, period, until).map(|entry| issuing::past(&reader.files, entry)).transpose()?;
    let closed_by = issuing::closing(&issues, period).map(|entry| entry.id.to_string());
    let earlier = past.as_ref().and_then(|past| past.told.clone());
    let waivers = Waivers::of(store, &settings.pipeline.programme.code)?;
    let mut work =
        Work { request, waivers, settings, reader: &reader, intake, known, past, earlier, closed_by, progress };
    let asked = work.question(period)?;
    act(store, &mut work, &asked)
}

/// Notes in the audit trail which file took the place of which, once each.
fn note_versions(settings: &Settings, store: &mut Store, known: &Knowledge) -> Result<(), RunError> {
    let programme = settings.pipeline.programme.code.as_str();
    let replaced = known.aside.iter().filter(|aside| !aside.is_same);
    let entries = replaced.map(|aside| {
        let old = &aside.held.submission;
        let received = known.received(&aside.by).map_or(old.received, |received| received.max(old.received));
        let detail = serde_json::json!({ "file": aside.by, "replaces": old.path, "content": old.content.to_string() });
        AuditEntry { moment: received, what: "file-replaced".to_owned(), detail: detail.to_string() }
    });
    let mut audit: Vec<AuditEntry> = entries.collect();
    if !audit.is_empty() {
        let noted = store.audit(programme)?;
        audit.retain(|entry| !noted.contains(entry));
    }
    if audit.is_empty() {
        return Ok(());
    }
    Ok(store.commit(programme, &Batch { audit, ..Batch::default() })?)
}

/// The store's folder: the one that is asked for, or `.mola` in the project folder.
pub(crate) fn store_folder(asked: Option<&Path>, settings: &Settings) -> PathBuf {
    asked.map_or_else(|| settings.root.join(".mola"), Path::to_owned)
}

/// The folder of reports: the one that is asked for, or the programme's own in the project folder.
pub(crate) fn report_folder(request: &Request, settings: &Settings) -> PathBuf {
    request.out.clone().unwrap_or_else(|| own_folder("reports", settings))
}

/// The folder of what agencies get back: in the folder of reports that is asked for, or the programme's own in the
/// project folder.
fn feedback_folder(request: &Request, settings: &Settings) -> PathBuf {
    request.out.as_ref().map_or_else(|| own_folder("feedback", settings), |out| out.join("feedback"))
}

fn own_folder(kind: &str, settings: &Settings) -> PathBuf {
    let name =
        settings.folder.file_name().map_or_else(|| settings.pipeline.programme.code.as_str().into(), PathBuf::from);
    settings.root.join(kind).join(name)
}

pub(crate) fn inbox_folder(request: &Request, settings: &Settings) -> PathBuf {
    request.inbox.clone().unwrap_or_else(|| normal(&settings.folder.join(&settings.inbox)))
}

pub(crate) fn reader<'a>(settings: &'a Settings, store: &Store, request: &'a Request) -> Result<Reader<'a>, RunError> {
    let secret = store.secret();
    let linker = Linker::new(settings.schemes(), &secret);
    let (engine, program) = (request.engine.as_str(), request.reader.as_deref());
    let until = request.as_of.unwrap_or(i64::MAX);
    let decisions = decisions(store, &settings.pipeline.programme.code, until)?;
    Ok(Reader { settings, linker, files: store.files(), engine, now: request.now, decisions, secret, program })
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

/// All that is known, while a report is made of it.
pub(crate) struct Work<'a> {
    request: &'a Request,
    settings: &'a Settings,
    pub reader: &'a Reader<'a>,
    intake: Intake,
    known: Knowledge,
    /// What agencies have said is right.
    waivers: Waivers,
    /// The issue that changes are told against.
    past: Option<Past>,
    /// What the issue before told: what may be told now depends on it.
    pub earlier: Option<Disclosure>,
    /// The issue by which the period is closed.
    closed_by: Option<String>,
    progress: &'a (dyn Fn(Step) + Sync),
}

impl Work<'_> {
    fn question(&self, period: Period) -> Result<Asked, RunError> {
        let programme = &self.settings.pipeline.programme;
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
        if !self.reader.decisions.is_empty() {
            digest.part("linking", self.reader.digests().linking.to_string().as_bytes());
        }
        digest.part("period", period.to_string().as_bytes()).part("today", today.to_string().as_bytes());
        digest.part("engine", self.request.engine.as_bytes());
        digest.part("waivers", self.waivers.text().as_bytes());
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
        inputs.part("out", self.report_path(period, Format::Xlsx).to_string_lossy().as_bytes());
        let since = self.past.as_ref().and_then(|past| past.issue.as_ref());
        inputs.part("since", since.map_or("", |issue| &issue.id).as_bytes());
        Ok(Asked { period, today, issue, inputs: inputs.finish() })
    }

    fn report_path(&self, period: Period, format: Format) -> PathBuf {
        let stem = format!("{}_{period}", self.settings.pipeline.programme.code);
        report_folder(self.request, self.settings).join(outputs::name(&stem, self.request.language, format))
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
        record.summary.closed_by = self.closed_by.clone();
        Ok(Some(Outcome { is_repeated: true, ..record.into_outcome() }))
    }

    /// The latest receipt that counts.
    fn as_of(&self) -> NaiveDateTime {
        moment(self.known.latest_receipt().unwrap_or(0))
    }

    /// The issue, and every figure of the one before that is not what it was; the issue itself has
    /// those over all and by agency or place.
    pub fn issue(&mut self, store: &mut Store, asked: &Asked) -> Result<(Issue, Vec<Change>), RunError> {
        (self.progress)(Step::Measure);
        let programme = &self.settings.pipeline.programme;
        let window = Window { first: programme.window.first, last: asked.period.last() };
        let loaded = std::mem::take(&mut self.intake.loaded);
        let measured = measured(&self.known, self.reader, loaded, asked.period)?;
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
        for aside in self.known.aside.iter().filter(|aside| !aside.is_same) {
            let old = &aside.held.submission;
            let finding = Finding::new(Code::FileSuperseded, Place::file(&old.path))
                .with("first", moment(old.received).date().to_string());
            findings.push((old.agency.clone(), finding));
        }
        findings.extend(self.known.told_of_versions(self.reader)?.into_iter().map(|f| (owned(&f), f)));
        findings.extend(self.settings.findings.iter().map(|f| (String::new(), f.clone())));
        let completeness = completeness(programme, window, &self.receipts(), asked.today, &mut findings);
        let Measured { facts, tracking, reconciliation, cross, overlap, money, findings: more } = measured;
        findings.extend(more);
        self.waivers.apply(self.reader, &self.known, &mut findings);
        let errors = findings.iter().any(|(_, f)| f.severity == Severity::Error);
        let gaps = completeness.rows.iter().flat_map(|r| &r.cells).any(|c| c.state == ReportState::Missing);
        let nothing = self.known.counted.is_empty();
        let held_up = !self.known.quarantined.is_empty() || !self.intake.waiting.is_empty();
        let provisional = errors || gaps || nothing || held_up;
        let since = self.past.as_ref().and_then(|past| past.issue.clone());
        let past = match self.past.take() {
            Some(past) => Some(past),
            None => previous(store, &programme.code, &asked.issue, &as_of(self.as_of()))?,
        };
        let all = past.map(|past| self.changes(store, &past, asked, &facts)).transpose()?;
        tracing::debug!("figures are made");
        let level = |all: &Vec<Change>| all.iter().filter(|change| change.key.is_level()).cloned().collect();
        let issue = Issue {
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
            changes: all.as_ref().map(level),
            since,
            findings: findings.into_iter().map(|(agency, finding)| FindingRow { agency, finding }).collect(),
            sources: self.sources(),
            facts,
        };
        Ok((issue, all.unwrap_or_default()))
    }

    /// What became of the figures of an earlier issue. It is told of the period that it closed; where
    /// it is a run that nobody closed, of the figures that this report has too.
    fn changes(
        &self,
        store: &mut Store,
        past: &Past,
        asked: &Asked,
        facts: &[Figure],
    ) -> Result<Vec<Change>, RunError> {
        let mut now = Present {
            period: asked.period,
            making: self.making(),
            values: values(facts),
            hidden: BTreeSet::new(),
            months: months(&self.known),
            successors: self.known.successors(),
        };
        if past.issue.is_some() && past.period != asked.period {
            let measured = measured(&self.known, self.reader, Loaded::new(), past.period)?;
            (now.period, now.values) = (past.period, values(&measured.facts));
            now.hidden = hidden(self.reader, past.period, measured, self.earlier.as_ref());
        }
        Restating { reader: self.reader, store, progress: self.progress }.changes(past, &now)
    }

    /// What the figures are made of.
    pub fn making(&self) -> Making {
        Making { settings: self.reader.digests(), engine: self.request.engine.clone(), files: self.known.files() }
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
        let aside = self.known.aside.iter().map(|aside| read(&aside.held, aside.state()));
        let superseded = self.known.superseded.iter().map(|s| unread(s, FileState::Superseded));
        // What came after the state of knowledge is no part of the issue: it can be made again.
        let waiting = self.known.unread.iter().map(|s| unread(s, FileState::Waiting));
        let mut rows: Vec<SourceRow> =
            counted.chain(quarantined).chain(aside).chain(superseded).chain(waiting).collect();
        rows.sort_by(|one, other| (&one.file, one.received).cmp(&(&other.file, other.received)));
        rows
    }

    /// Gives agencies back what is to be said of their files; nothing where a past state of knowledge is asked for.
    fn give_feedback(&self, store: &Store, issue: &Issue) -> Result<feedback::Told, RunError> {
        if self.request.as_of.is_some() {
            return Ok(feedback::Told::new());
        }
        let last = store.runs(&self.settings.pipeline.programme.code)?.last().and_then(RunRecord::read);
        let before = last.map(|record| record.feedback).unwrap_or_default();
        let told =
            feedback::give(self.reader, &self.known, issue, &feedback_folder(self.request, self.settings), &before)?;
        tracing::debug!("agencies have their answers");
        Ok(told)
    }

    fn publish(&self, asked: &Asked, issue: Issue) -> Result<(RunRecord, Vec<Output>), RunError> {
        let first = self.settings.pipeline.publication.formats.first().copied().unwrap_or(Format::Xlsx);
        let path = self.report_path(asked.period, first);
        let mut record = self.run_record(asked, &issue, &path);
        let (released, told) = Released::of(issue, self.earlier.as_ref());
        record.hidden = told.hidden_counts();
        record.contribution = Some(contribution(&released));
        record.released = Some(outputs::keep(&self.reader.files, &released)?);
        let edition = self.edition(&released, self.request.language);
        let mut written = Vec::new();
        for format in outputs::usual(&edition) {
            let bytes = mola_report::export(&edition, format)?;
            tracing::debug!(format = format.name(), "a file of the report is made");
            written.push(self.put(&self.report_path(asked.period, format), &bytes)?);
        }
        self.reader.files.sync()?;
        Ok((record, written))
    }

    /// What is shown, as the pipeline has it published.
    pub fn edition<'e>(&'e self, released: &'e Released, language: Language) -> Edition<'e> {
        outputs::edition(released, self.settings, language)
    }

    /// What the ledger keeps of a run whose report is at `path`.
    pub fn run_record(&self, asked: &Asked, issue: &Issue, path: &Path) -> RunRecord {
        let mut summary = crate::summary::summary(issue, self.request.language);
        summary.lines = self.known.participation_rows();
        summary.files = self.file_counts();
        summary.closed_by = self.closed_by.clone();
        summary.report = normal(&absolute(path)).to_string_lossy().into_owned();
        RunRecord {
            summary,
            findings: issue.findings.iter().map(|row| (row.agency.clone(), row.finding.clone())).collect(),
            issue: asked.issue.to_string(),
            making: self.making(),
            moment: self.request.as_of.unwrap_or(i64::MAX),
            figures: issue.facts.iter().map(|f| (f.key.to_string(), Told::of(f))).collect(),
            feedback: feedback::Told::new(),
            contribution: None,
            hidden: BTreeMap::new(),
            released: None,
        }
    }

    /// Writes an output and keeps it in the store.
    pub fn put(&self, path: &Path, bytes: &[u8]) -> Result<Output, RunError> {
        write(path, bytes)?;
        let digest = self.reader.files.put_blob(bytes)?;
        Ok(Output { path: absolute(path).to_string_lossy().into_owned(), digest })
    }

    /// Records a run.
    pub fn record(
        &self,
        store: &mut Store,
        inputs: Digest,
        record: &RunRecord,
        outputs: Vec<Output>,
    ) -> Result<(), RunError> {
        let summary = serde_json::to_string(record)?;
        let entry = RunEntry { id: 0, inputs, moment: self.request.now, summary, outputs };
        store.record_run(&self.settings.pipeline.programme.code, &entry)?;
        tracing::debug!("the run is recorded");
        Ok(())
    }

    fn file_counts(&self) -> crate::FileCounts {
        let (accepted, quarantined) = (self.known.counted.len() as u64, self.known.quarantined.len() as u64);
        let same = self.known.aside.iter().filter(|aside| aside.is_same).count();
        let superseded = (self.known.aside.len() - same) as u64;
        let duplicate = (self.intake.duplicates.len() + same) as u64;
        let waiting = (self.intake.waiting.len() + self.known.later.len() + self.known.unread.len()) as u64;
        let seen = accepted + quarantined + superseded + duplicate + waiting;
        let read = self.intake.read as u64;
        crate::FileCounts { seen, read, accepted, quarantined, superseded, duplicate, waiting }
    }
}

/// The record of the issue before this one: the last run of another issue before the first run
/// of this one that knew of nothing that came after `as_of`.
fn previous(store: &Store, programme: &str, issue: &Digest, as_of: &str) -> Result<Option<Past>, RunError> {
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
    Ok(last.as_ref().and_then(Past::of_run))
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
        rows_hidden: false,
    }
}

pub(crate) fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
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
