//! Closing a period, opening it again, and what was issued.
//!
//! An issue is a record and the files that were issued, all kept as blobs under their digests; the id
//! of the issue is the digest of its record. Nothing of it is ever changed (rule R19).

use crate::consolidate::{Asked, Work, consolidate, moment, report_folder, shown, store_folder};
use crate::measuring::suppressed;
use crate::outputs;
use crate::record::{ISSUE_VERSION, IssueRecord, IssuedFigure, IssuedFile, IssuedOutput, short};
use crate::restating::Past;
use crate::settings::Settings;
use crate::summary::{Summary, as_of};
use crate::{Request, RunError, Step};
use mola_disclose::{Disclosure, Released};
use mola_finding::{Finding, Language};
use mola_model::{Change, Figure, Issue, IssueName, Period, SourceRow};
use mola_store::{AuditEntry, Digest, DigestBuilder, Files, IssueEntry, Reopening, Store, StoreError};
use serde::Serialize;

/// The version of the shapes that this module gives to programs.
const SCHEMA_VERSION: u32 = 1;

/// A period that was closed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Closed {
    /// The version of this shape.
    pub schema_version: u32,
    /// The issue.
    pub issue: IssueStatus,
    /// What the report says.
    pub summary: Summary,
}

/// A period that was opened again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReopenedIssue {
    /// The version of this shape.
    pub schema_version: u32,
    /// The issue, which stays as it is.
    pub issue: IssueStatus,
}

/// The issues of a programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProgrammeIssues {
    /// The version of this shape.
    pub schema_version: u32,
    /// The programme's code.
    pub programme: String,
    /// In the order in which they were closed.
    pub issues: Vec<IssueStatus>,
}

/// An issue, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IssueStatus {
    /// Its id, 64 hexadecimal digits.
    pub id: String,
    /// The period that it closes.
    pub period: String,
    /// When it was closed, RFC 3339, UTC.
    pub closed: String,
    /// The state of knowledge: what came later is not in it. RFC 3339, UTC.
    pub known_until: String,
    /// Whether something was missing, refused or quarantined.
    pub provisional: bool,
    /// Whether it still closes its period.
    pub state: IssueState,
    /// The issue of the same period that it took the place of.
    pub replaces: Option<String>,
    /// When and why its period was opened again.
    pub reopened: Option<Reopened>,
}

/// Whether an issue still closes its period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IssueState {
    /// It does.
    Closed,
    /// Its period is open again.
    Reopened,
    /// A later issue closes its period.
    Replaced,
}

/// When and why a period was opened again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reopened {
    /// When, RFC 3339, UTC.
    pub moment: String,
    /// Why.
    pub reason: String,
}

/// Closes a period: takes in what is new, makes the report in every language, and keeps all of it for
/// ever. The inner error are the faults of the pipeline; then nothing else was done.
///
/// # Errors
/// [`RunError::AlreadyClosed`]; when the pipeline, the inbox, the store or the report's folder
/// cannot be used.
pub fn close(
    request: &Request,
    period: Period,
    progress: &(dyn Fn(Step) + Sync),
) -> Result<Result<Closed, Vec<Finding>>, RunError> {
    let settings = match Settings::load(&request.pipeline)? {
        Ok(settings) => settings,
        Err(faults) => return Ok(Err(faults)),
    };
    let request = Request { period: Some(period), ..request.clone() };
    let mut store = Store::open(&store_folder(request.store.as_deref(), &settings), &request.keys)?;
    let entries = store.issues(&settings.pipeline.programme.code)?;
    if let Some(issue) = closing(&entries, period) {
        let (period, issue, pipeline) = (period.to_string(), short(&issue.id), shown(&settings.folder, &settings.root));
        return Err(RunError::AlreadyClosed { period, issue, pipeline });
    }
    let replaces = entries.iter().rfind(|entry| is_of(entry, period)).map(|entry| entry.id);
    let closed = consolidate(&request, &settings, &mut store, progress, |store, work, asked| {
        let (issue, changes) = work.issue(store, asked)?;
        progress(Step::Report);
        let closing = Closing { request: &request, settings: &settings, work, asked };
        closing.freeze(store, &issue, changes, replaces)
    })?;
    Ok(Ok(closed))
}

struct Closing<'a, 'w> {
    request: &'a Request,
    settings: &'a Settings,
    work: &'a Work<'w>,
    asked: &'a Asked,
}

impl Closing<'_, '_> {
    /// Keeps the issue, writes its report in the language that is asked for, and records the two.
    fn freeze(
        &self,
        store: &mut Store,
        issue: &Issue,
        changes: Vec<Change>,
        replaces: Option<Digest>,
    ) -> Result<Closed, RunError> {
        let (released, told) = Released::of(issue.clone(), self.work.earlier.as_ref());
        let mut made = Vec::new();
        let kept = outputs::keep(&self.work.reader.files, &released)?;
        for (number, language) in Language::ALL.into_iter().enumerate() {
            let edition = self.work.edition(&released, language);
            // A file for all languages is made once.
            for format in outputs::usual(&edition).into_iter().filter(|f| f.is_in_languages() || number == 0) {
                let bytes = mola_report::export(&edition, format)?;
                let content = self.work.reader.files.put_blob(&bytes)?;
                let language = format.is_in_languages().then_some(language);
                made.push((IssuedOutput { language, ending: format.ending().to_owned(), content }, bytes));
            }
        }
        tracing::debug!("the workbooks are made");
        let outputs = made.iter().map(|(output, _)| output.clone()).collect();
        let record = IssueRecord {
            released: Some(kept),
            ..self.issue_record(issue, &released, told, changes, replaces, outputs)?
        };
        let id = self.work.reader.files.put_blob(&serde_json::to_vec(&record)?)?;
        let entry = entry(&record, id);
        store.record_issue(&record.programme, &entry, &self.audit(&entry))?;
        let (path, written) = self.write(&record, &id, &made)?;
        let mut run = self.work.run_record(self.asked, issue, &path);
        (run.summary.closed_by, run.released) = (Some(id.to_string()), Some(kept));
        // Not the inputs of any run: a run on the same inputs makes a draft of its own.
        let mut inputs = DigestBuilder::new();
        inputs.part("issue", id.to_string().as_bytes());
        self.work.record(store, inputs.finish(), &run, written)?;
        Ok(Closed { schema_version: SCHEMA_VERSION, issue: status(&entry, IssueState::Closed), summary: run.summary })
    }

    fn issue_record(
        &self,
        issue: &Issue,
        released: &Released,
        told: Disclosure,
        changes: Vec<Change>,
        replaces: Option<Digest>,
        outputs: Vec<IssuedOutput>,
    ) -> Result<IssueRecord, RunError> {
        let hidden = suppressed(released);
        let figure = |figure: &Figure| -> Result<(String, IssuedFigure), RunError> {
            Ok((figure.key.to_string(), IssuedFigure::of(figure, hidden.contains(&figure.key))?))
        };
        let file = |row: &SourceRow| IssuedFile {
            file: row.file.clone(),
            agency: row.agency.clone(),
            state: row.state,
            content: row.content.clone(),
            received: as_of(row.received),
        };
        let since = issue.since.as_ref().and_then(|since| since.id.parse().ok());
        Ok(IssueRecord {
            schema_version: ISSUE_VERSION,
            programme: issue.programme.code.clone(),
            period: issue.period.to_string(),
            closed: self.request.now,
            known_until: self.request.as_of.unwrap_or(self.request.now),
            as_of: as_of(issue.as_of),
            provisional: issue.provisional,
            replaces,
            since,
            settings: self.settings.digest,
            making: self.work.making(),
            files: issue.sources.iter().map(file).collect(),
            figures: issue.facts.iter().map(figure).collect::<Result<_, _>>()?,
            changes,
            disclosure: Some(told).filter(|told| !told.counts.is_empty()),
            released: None,
            outputs,
        })
    }

    /// Writes the outputs in the language that is asked for under names of their own: a draft of the
    /// same period never takes their place.
    fn write(
        &self,
        record: &IssueRecord,
        id: &Digest,
        made: &[(IssuedOutput, Vec<u8>)],
    ) -> Result<(std::path::PathBuf, Vec<mola_store::Output>), RunError> {
        let folder = report_folder(self.request, self.settings);
        let mut first = None;
        let mut written = Vec::new();
        for (output, bytes) in made.iter().filter(|(output, _)| output.is_for(self.request.language)) {
            let path = folder.join(output.name(&record.programme, &record.period, id));
            written.push(self.work.put(&path, bytes)?);
            first.get_or_insert(path);
        }
        Ok((first.unwrap_or(folder), written))
    }

    fn audit(&self, entry: &IssueEntry) -> AuditEntry {
        let detail = serde_json::json!({
            "period": entry.period, "issue": entry.id, "replaces": entry.replaces, "provisional": entry.provisional,
        });
        AuditEntry { moment: self.request.now, what: "period-closed".to_owned(), detail: detail.to_string() }
    }
}

fn entry(record: &IssueRecord, id: Digest) -> IssueEntry {
    let output = |output: &IssuedOutput| mola_store::Output {
        path: output.name(&record.programme, &record.period, &id),
        digest: output.content,
    };
    IssueEntry {
        id,
        period: record.period.clone(),
        moment: record.closed,
        known_until: record.known_until,
        provisional: record.provisional,
        replaces: record.replaces,
        outputs: record.outputs.iter().map(output).collect(),
        reopened: None,
    }
}

/// Opens a closed period again, so that it can be issued anew; its issue stays. The inner error are
/// the faults of the pipeline.
///
/// # Errors
/// [`RunError::NoReason`], [`RunError::NotClosed`], [`RunError::AlreadyOpen`]; when the store cannot be
/// used.
pub fn reopen(
    request: &Request,
    period: Period,
    reason: &str,
) -> Result<Result<ReopenedIssue, Vec<Finding>>, RunError> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(RunError::NoReason);
    }
    let settings = match Settings::load(&request.pipeline)? {
        Ok(settings) => settings,
        Err(faults) => return Ok(Err(faults)),
    };
    let programme = settings.pipeline.programme.code.as_str();
    let mut store = Store::open(&store_folder(request.store.as_deref(), &settings), &request.keys)?;
    let entries = store.issues(programme)?;
    let named = || (period.to_string(), shown(&settings.folder, &settings.root));
    let Some(entry) = closing(&entries, period) else {
        let (period_text, pipeline) = named();
        return Err(match entries.iter().any(|entry| is_of(entry, period)) {
            true => RunError::AlreadyOpen { period: period_text, pipeline },
            false => RunError::NotClosed { period: period_text, pipeline },
        });
    };
    let reopening = Reopening { moment: request.now, reason: reason.to_owned() };
    let detail = serde_json::json!({ "period": entry.period, "issue": entry.id, "reason": reason });
    let audit = AuditEntry { moment: request.now, what: "period-reopened".to_owned(), detail: detail.to_string() };
    store.record_reopening(programme, &entry.id, &reopening, &audit)?;
    let entry = IssueEntry { reopened: Some(reopening), ..entry.clone() };
    Ok(Ok(ReopenedIssue { schema_version: SCHEMA_VERSION, issue: status(&entry, IssueState::Reopened) }))
}

/// The issues of a programme. The inner error are the faults of the pipeline.
///
/// # Errors
/// When the store cannot be read.
pub fn issues(request: &Request) -> Result<Result<ProgrammeIssues, Vec<Finding>>, RunError> {
    let settings = match Settings::load(&request.pipeline)? {
        Ok(settings) => settings,
        Err(faults) => return Ok(Err(faults)),
    };
    let programme = settings.pipeline.programme.code.clone();
    let entries = match Store::open_read(&store_folder(request.store.as_deref(), &settings), &request.keys) {
        Err(StoreError::Absent { .. }) => Vec::new(),
        store => store?.issues(&programme)?,
    };
    Ok(Ok(ProgrammeIssues::of(&programme, &entries)))
}

impl ProgrammeIssues {
    pub(crate) fn of(programme: &str, entries: &[IssueEntry]) -> Self {
        let issues = entries.iter().map(|entry| status(entry, state(entries, entry))).collect();
        Self { schema_version: SCHEMA_VERSION, programme: programme.to_owned(), issues }
    }
}

/// The issue that is meant by the beginning of an id, or by a period.
///
/// # Errors
/// Where none or more than one is meant, or it is another programme's.
pub(crate) fn find<'a>(
    store: &Store,
    settings: &Settings,
    entries: &'a [IssueEntry],
    asked: &str,
) -> Result<&'a IssueEntry, RunError> {
    let asked = asked.trim();
    let period: Option<Period> = asked.parse().ok();
    if let Some(entry) = period.and_then(|period| entries.iter().rfind(|entry| is_of(entry, period))) {
        return Ok(entry);
    }
    let prefix = asked.to_lowercase();
    let is_prefix = !prefix.is_empty() && prefix.bytes().all(|byte| byte.is_ascii_hexdigit());
    let own: Vec<&IssueEntry> =
        entries.iter().filter(|entry| is_prefix && entry.id.to_string().starts_with(&prefix)).collect();
    let (issue, pipeline) = (asked.to_owned(), shown(&settings.folder, &settings.root));
    match own.as_slice() {
        [one] => Ok(one),
        [] => Err(match (period, other_owner(store, settings, &prefix, is_prefix)?) {
            (_, Some(owner)) => {
                RunError::IssueElsewhere { issue, programme: settings.pipeline.programme.code.clone(), owner }
            }
            (Some(period), None) => RunError::NotClosed { period: period.to_string(), pipeline },
            (None, None) => RunError::NoIssue { issue, pipeline },
        }),
        several => Err(RunError::IssueAmbiguous { issue, ids: several.iter().map(|entry| short(&entry.id)).collect() }),
    }
}

/// Another programme in the store that has an issue whose id begins so.
fn other_owner(store: &Store, settings: &Settings, prefix: &str, is_prefix: bool) -> Result<Option<String>, RunError> {
    let owners = if is_prefix { store.programmes_of_issue(prefix)? } else { Vec::new() };
    Ok(owners.into_iter().find(|owner| *owner != settings.pipeline.programme.code))
}

/// The record of an issue.
///
/// # Errors
/// When it is not what was issued, or a newer version of Mola wrote it.
pub(crate) fn record(files: &Files, entry: &IssueEntry) -> Result<IssueRecord, RunError> {
    Ok(serde_json::from_slice(&files.blob(&entry.id)?)?)
}

/// An issue as that which later figures are compared with.
///
/// # Errors
/// When it is not what was issued, or a newer version of Mola wrote it.
pub(crate) fn past(files: &Files, entry: &IssueEntry) -> Result<Past, RunError> {
    let record = record(files, entry)?;
    let unreadable = |source| RunError::IssuePeriod { issue: short(&entry.id), source };
    let period = entry.period.parse::<Period>().map_err(unreadable)?;
    let name = IssueName { id: entry.id.to_string(), period, closed: moment(entry.moment) };
    Ok(Past::of_issue(name, &record))
}

/// The issue that a report of this period is compared with: the last one of the period itself, or
/// else of the latest period that ends no later. What was issued after the state of knowledge that
/// is asked for is not known yet.
pub(crate) fn last(entries: &[IssueEntry], period: Period, until: i64) -> Option<&IssueEntry> {
    let parsed =
        entries.iter().enumerate().filter_map(|(at, entry)| Some((at, entry.period.parse::<Period>().ok()?, entry)));
    let known =
        parsed.filter(|(_, own, entry): &(usize, Period, _)| own.last() <= period.last() && entry.known_until <= until);
    known.max_by_key(|(at, own, _)| (*own == period, own.last(), *at)).map(|(_, _, entry)| entry)
}

/// The issue by which a period is closed; none where it was never closed or is open again.
pub(crate) fn closing(entries: &[IssueEntry], period: Period) -> Option<&IssueEntry> {
    entries.iter().rfind(|entry| is_of(entry, period)).filter(|entry| entry.reopened.is_none())
}

fn is_of(entry: &IssueEntry, period: Period) -> bool {
    entry.period.parse::<Period>() == Ok(period)
}

pub(crate) fn state(entries: &[IssueEntry], entry: &IssueEntry) -> IssueState {
    let last = entries.iter().rfind(|other| other.period == entry.period);
    match (last.is_some_and(|last| last.id == entry.id), &entry.reopened) {
        (true, None) => IssueState::Closed,
        (true, Some(_)) => IssueState::Reopened,
        (false, _) => IssueState::Replaced,
    }
}

pub(crate) fn status(entry: &IssueEntry, state: IssueState) -> IssueStatus {
    IssueStatus {
        id: entry.id.to_string(),
        period: entry.period.clone(),
        closed: as_of(moment(entry.moment)),
        known_until: as_of(moment(entry.known_until)),
        provisional: entry.provisional,
        state,
        replaces: entry.replaces.map(|id| id.to_string()),
        reopened: entry
            .reopened
            .as_ref()
            .map(|own| Reopened { moment: as_of(moment(own.moment)), reason: own.reason.clone() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issued(period: &str, known_until: i64, open_again: bool) -> IssueEntry {
        let reopened = open_again.then(|| Reopening { moment: 9, reason: "late data".to_owned() });
        IssueEntry {
            id: Digest::of(format!("{period} {known_until}").as_bytes()),
            period: period.to_owned(),
            moment: known_until,
            known_until,
            provisional: false,
            replaces: None,
            outputs: Vec::new(),
            reopened,
        }
    }

    #[test]
    fn a_report_is_compared_with_the_last_issue_that_it_could_know() {
        let entries = [
            issued("2011-08", 1, false),
            issued("2011-Q3", 2, false),
            issued("2011-09", 3, true),
            issued("2011-09", 5, false),
            issued("2011-07", 6, false),
        ];
        for (period, until, expected) in [
            ("2011-10", i64::MAX, Some(3)),
            ("2011-10", 4, Some(2)),
            ("2011-09", i64::MAX, Some(3)),
            ("2011-Q3", i64::MAX, Some(1)),
            ("2011-Q4", 2, Some(1)),
            ("2011-08", i64::MAX, Some(0)),
            ("2011-08", 0, None),
            ("2011-06", i64::MAX, None),
        ] {
            let found = last(&entries, period.parse().expect("a period"), until);
            assert_eq!(found, expected.map(|at: usize| &entries[at]), "{period} {until}");
        }
    }

    #[test]
    fn a_period_is_closed_by_its_last_issue_until_it_is_opened_again() {
        let entries = [issued("2011-09", 1, true), issued("2011-09", 2, false), issued("2011-10", 3, true)];
        let by = |period: &str| closing(&entries, period.parse().expect("a period")).map(|entry| entry.known_until);
        assert_eq!([by("2011-09"), by("2011-10"), by("2011-08")], [Some(2), None, None]);
        let states = entries.each_ref().map(|entry| state(&entries, entry));
        assert_eq!(states, [IssueState::Replaced, IssueState::Closed, IssueState::Reopened]);
    }
}
