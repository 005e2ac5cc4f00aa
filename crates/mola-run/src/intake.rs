//! From the inbox to the ledger.

use crate::apart::{Hand, Outcome, unread};
use crate::away::put_away;
use crate::inbox::{self, Dropped};
use crate::reading::{File, Loaded, Made, Reader};
use crate::settling::Settling;
use crate::{RunError, Step};
use mola_finding::{Arg, Code, Finding, Place};
use mola_frame::Grain;
use mola_sheet::Limits;
use mola_spec::Accepted;
use mola_store::{AuditEntry, Batch, Digest, Reading, Seen, Store, Submission};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Sender};

/// What the intake of one run did.
#[derive(Default)]
pub(crate) struct Intake {
    /// Files read, new ones and known ones under a new mapping.
    pub read: usize,
    /// Files whose content is another's, with that other's path.
    pub duplicates: BTreeMap<String, String>,
    /// Files that are not settled.
    pub waiting: Vec<String>,
    /// Findings about files that are in no reading.
    pub findings: Vec<Finding>,
    /// Segments that were there before, by id: loaded while new files were being read.
    pub loaded: Loaded,
}

/// A file that must be read: it is new, or its reading under today's mapping is not there.
enum Job {
    Fresh(Dropped),
    Known(Submission),
}

/// What became of a job.
enum Done {
    Made { path: String, seen: Option<(Seen, u64)>, made: Box<Made> },
    Unsettled(String),
    Unopened(String, std::io::Error),
    Stopped(String),
}

impl Job {
    /// The file of the inbox, where it is one that is new.
    fn fresh(&self) -> Option<&Dropped> {
        match self {
            Self::Fresh(dropped) => Some(dropped),
            Self::Known(_) => None,
        }
    }
}

impl Done {
    /// That a file was read again, for the audit trail.
    fn read_again(&self, what: &str, now: i64) -> Option<AuditEntry> {
        let Self::Made { path, made, .. } = self else { return None };
        let Reading { id, content, state, .. } = &made.reading;
        let detail = serde_json::json!({
            "file": path, "content": content.to_string(), "reading": id, "state": state.as_str(),
        });
        Some(AuditEntry { moment: now, what: what.to_owned(), detail: detail.to_string() })
    }

    /// What was read of a file that has changed meanwhile is of no account.
    fn take_back(&mut self, changed: &BTreeSet<String>) {
        if let Self::Made { path, seen: Some(_), .. } = self
            && changed.contains(path)
        {
            *self = Self::Unsettled(std::mem::take(path));
        }
    }
}

/// Personal fields are put into the vault in portions of about this size.
const VAULT_PORTION_BYTES: usize = 8 << 20;

/// Takes in what is new in the inbox, `held_back` files aside, and commits it in one transaction of the ledger.
///
/// # Errors
/// When the inbox cannot be listed or the store cannot be written; then nothing of it counts.
pub(crate) fn take_in(
    reader: &Reader<'_>,
    store: &mut Store,
    inbox: &Path,
    held_back: &BTreeSet<String>,
    progress: &(dyn Fn(Step) + Sync),
) -> Result<Intake, RunError> {
    let programme = reader.settings.pipeline.programme.code.as_str();
    let mut scan = inbox::scan(inbox)?;
    let waits = |file: &mut Dropped| held_back.contains(&file.path);
    scan.waiting.extend(scan.files.extract_if(.., waits).map(|file| file.path));
    let seen = store.seen(programme)?;
    let known = store.submissions(programme)?;
    let readings: BTreeSet<String> = store.readings(programme)?.into_iter().map(|r| r.id).collect();
    let jobs = jobs(reader, &scan.files, &seen, &known, &readings);
    let mut intake = Intake { waiting: scan.waiting, ..Intake::default() };
    let mut batch = Batch::default();
    if !jobs.is_empty() {
        let current = current_segments(reader, store, &known)?;
        let settling = Settling::of(jobs.iter().filter_map(Job::fresh), reader.now);
        let mut done = carry_out(reader, store, jobs, &current, &mut intake.loaded, progress)?;
        let changed = settling.changed();
        done.iter_mut().for_each(|done| done.take_back(&changed));
        collect(reader, done, &known, &mut batch, &mut intake);
        hand_on(reader, &scan.files, &seen, &known, &mut batch);
        store.files().sync()?;
        store.commit(programme, &batch)?;
    }
    let all_seen: BTreeMap<String, Seen> = seen.into_iter().chain(batch.seen.iter().cloned()).collect();
    let settled = |file: &&Dropped| all_seen.get(&file.path).is_some_and(|seen| file.is_as_seen(seen));
    let settled: Vec<(&Dropped, Digest)> =
        scan.files.iter().filter(settled).map(|file| (file, all_seen[&file.path].content)).collect();
    note_duplicates(&settled, &known, &batch, &mut intake);
    if reader.settings.accepted == Accepted::Move {
        put_away(reader, store, &settled)?;
    }
    Ok(intake)
}

/// Where a newer file takes the place of content that lies in the inbox under another name too,
/// that other file, so far a duplicate, becomes its submission.
fn hand_on(
    reader: &Reader<'_>,
    files: &[Dropped],
    seen: &BTreeMap<String, Seen>,
    known: &[Submission],
    batch: &mut Batch,
) {
    let replaced = known.iter().filter(|old| {
        let own = |new: &&Submission| new.path == old.path && new.content != old.content;
        old.superseded.is_none() && batch.submissions.iter().any(|new| own(&new))
    });
    let heirs = replaced.filter_map(|old| {
        let fits = |f: &&Dropped| {
            f.path != old.path && seen.get(&f.path).is_some_and(|s| s.content == old.content && f.is_as_seen(s))
        };
        let heir = files.iter().find(fits)?;
        Some(submission(reader, &heir.path, seen.get(&heir.path)?, heir.size, known))
    });
    let heirs: Vec<Submission> = heirs.collect();
    batch.submissions.extend(heirs);
}

fn jobs(
    reader: &Reader<'_>,
    files: &[Dropped],
    seen: &BTreeMap<String, Seen>,
    known: &[Submission],
    readings: &BTreeSet<String>,
) -> Vec<Job> {
    let fresh = files.iter().filter(|file| !seen.get(&file.path).is_some_and(|seen| file.is_as_seen(seen)));
    let again = known.iter().filter(|s| {
        s.superseded.is_none() && !readings.contains(&reader.id(&s.content, &s.agency, below_agency(&s.path)))
    });
    // A known file that also changed is read as the new one.
    let mut jobs: Vec<Job> = fresh.cloned().map(Job::Fresh).collect();
    jobs.extend(again.cloned().map(Job::Known));
    jobs
}

pub(crate) fn below_agency(path: &str) -> &str {
    path.split_once('/').map_or(path, |(_, below)| below)
}

fn agency_of(path: &str) -> &str {
    path.split_once('/').map_or("", |(agency, _)| agency)
}

/// Reads submissions whose reading under today's mapping is not there, though newer ones took their
/// place: a past state of knowledge is asked for; or that are read anew. Each is noted in the audit trail as `what`
/// where that is given. Returns how many were read.
///
/// # Errors
/// When the store cannot be read or written; then nothing of it counts.
pub(crate) fn read_again(
    reader: &Reader<'_>,
    store: &mut Store,
    wanted: Vec<Submission>,
    what: Option<&str>,
    progress: &(dyn Fn(Step) + Sync),
) -> Result<usize, RunError> {
    let programme = reader.settings.pipeline.programme.code.as_str();
    let (mut batch, mut intake) = (Batch::default(), Intake::default());
    if !wanted.is_empty() {
        let jobs = wanted.into_iter().map(Job::Known).collect();
        let done = carry_out(reader, store, jobs, &[], &mut intake.loaded, progress)?;
        let noted = what.map(|what| done.iter().filter_map(|done| done.read_again(what, reader.now)).collect());
        batch.audit = noted.unwrap_or_default();
        collect(reader, done, &[], &mut batch, &mut intake);
        store.files().sync()?;
        store.commit(programme, &batch)?;
    }
    Ok(intake.read)
}

/// The segments of what counts so far, with their grains.
fn current_segments(
    reader: &Reader<'_>,
    store: &Store,
    known: &[Submission],
) -> Result<Vec<(String, Grain)>, RunError> {
    let current = known.iter().filter(|s| s.superseded.is_none());
    let readings: BTreeSet<String> = current.map(|s| reader.id(&s.content, &s.agency, below_agency(&s.path))).collect();
    let segments = store.segments(reader.settings.pipeline.programme.code.as_str())?;
    let own = segments.into_iter().filter(|segment| readings.contains(&segment.reading));
    Ok(own.filter_map(|segment| Some((segment.id, Grain::from_word(&segment.grain)?))).collect())
}

/// Does all jobs in parallel. Personal fields go to the vault as they come, so that they do not
/// gather in memory; without a commit of the ledger they are of no account.
fn carry_out(
    reader: &Reader<'_>,
    store: &mut Store,
    jobs: Vec<Job>,
    current: &[(String, Grain)],
    loaded: &mut Loaded,
    progress: &(dyn Fn(Step) + Sync),
) -> Result<Vec<Done>, RunError> {
    let total = jobs.len();
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(total);
    let (finished, jobs) = (AtomicUsize::new(0), Mutex::new(jobs.into_iter()));
    let (sender, receiver) = mpsc::channel::<Result<Done, RunError>>();
    progress(Step::Read(0, total));
    // Threads of their own: in a pool, a thread that waits for one file would begin with another,
    // and another, and hold them all in memory.
    let work = |sender: Sender<Result<Done, RunError>>| {
        // The receiver is gone only when an earlier file could not be stored.
        let mut hand = match Hand::new(reader) {
            Ok(hand) => hand,
            Err(error) => return drop(sender.send(Err(error))),
        };
        while let Some(job) = jobs.lock().ok().and_then(|mut jobs| jobs.next()) {
            let done = one(reader, &mut hand, job);
            progress(Step::Read(finished.fetch_add(1, Ordering::Relaxed) + 1, total));
            if sender.send(done).is_err() {
                break;
            }
        }
    };
    std::thread::scope(|scope| {
        // A month in which one file is new has a core to spare for what is known already.
        scope.spawn(|| *loaded = reader.load(current));
        for _ in 0..threads {
            let (sender, work) = (sender.clone(), &work);
            scope.spawn(move || work(sender));
        }
        drop(sender);
        let mut all = Vec::new();
        let mut portion: Vec<(String, Vec<u8>)> = Vec::new();
        for done in receiver {
            let mut done = done?;
            if let Done::Made { made, .. } = &mut done {
                portion.extend(made.personal.take());
            }
            if portion.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() > VAULT_PORTION_BYTES {
                store.put_personal(&std::mem::take(&mut portion))?;
            }
            all.push(done);
        }
        store.put_personal(&portion)?;
        Ok(all)
    })
}

fn one(reader: &Reader<'_>, hand: &mut Hand<'_>, job: Job) -> Result<Done, RunError> {
    let (path, content, seen, bytes) = match job {
        Job::Known(submission) => (submission.path, submission.content, None, None),
        Job::Fresh(dropped) => {
            let bytes = match inbox::read_settled(&dropped) {
                Ok(Some(bytes)) => bytes,
                Ok(None) => return Ok(Done::Unsettled(dropped.path)),
                Err(error) => return Ok(Done::Unopened(dropped.path, error)),
            };
            let content = reader.files.put_blob(&bytes)?;
            let seen = Seen { size: dropped.size, modified_ns: dropped.modified_ns, inode: dropped.inode, content };
            // A process of its own takes them from the store.
            let bytes = reader.program.is_none().then_some(bytes);
            (dropped.path, content, Some((seen, dropped.size)), bytes)
        }
    };
    let file = File { path: &path, below_agency: below_agency(&path), agency: agency_of(&path), content };
    let outcome = hand.read(&file, || bytes.map_or_else(|| reader.files.blob(&content), Ok))?;
    Ok(match outcome {
        Outcome::Made(made) => Done::Made { path, seen, made },
        Outcome::Stopped => Done::Stopped(path),
    })
}

/// Brings what was done into one batch, in order of path. Of several files with one content the
/// first by path is the submission; the others are duplicates.
fn collect(reader: &Reader<'_>, mut done: Vec<Done>, known: &[Submission], batch: &mut Batch, intake: &mut Intake) {
    done.sort_by(|one, other| path_of(one).cmp(path_of(other)));
    let mut current: BTreeMap<Digest, String> =
        known.iter().filter(|s| s.superseded.is_none()).map(|s| (s.content, s.path.clone())).collect();
    for item in done {
        match item {
            Done::Unsettled(path) => intake.waiting.push(path),
            Done::Unopened(path, error) => {
                intake.findings.push(unopened(&path, &error));
                intake.waiting.push(path);
            }
            Done::Stopped(path) => {
                intake.findings.push(unread(&path, "stopped"));
                intake.waiting.push(path);
            }
            Done::Made { path, seen, made } => {
                intake.read += 1;
                if let Some((seen, size)) = seen {
                    batch.seen.push((path.clone(), seen));
                    if let Some(owner) = current.get(&seen.content).filter(|owner| **owner != path) {
                        batch.audit.push(same_content(reader, &path, &seen, owner));
                        continue;
                    }
                    current.insert(seen.content, path.clone());
                    batch.submissions.push(submission(reader, &path, &seen, size, known));
                    batch.audit.push(taken(reader, &path, &seen, &made, known));
                }
                batch.audit.extend(made.findings.iter().filter_map(|finding| answer(reader, finding)));
                batch.findings.extend(made.findings.into_iter().map(|f| (made.reading.id.clone(), f)));
                batch.readings.push(made.reading);
                batch.segments.extend(made.segments);
            }
        }
    }
}

fn unopened(path: &str, error: &std::io::Error) -> Finding {
    if error.kind() == std::io::ErrorKind::FileTooLarge {
        let limit = Limits::default().max_inflated_bytes as f64;
        return Finding::new(Code::FileTooLarge, Place::file(path)).with("limit", limit).with("reason", "inflated");
    }
    Finding::new(Code::FileUnopened, Place::file(path)).with("reason", error.kind().to_string())
}

fn path_of(done: &Done) -> &str {
    match done {
        Done::Made { path, .. } | Done::Unsettled(path) | Done::Unopened(path, _) | Done::Stopped(path) => path,
    }
}

/// The list of receipts tells when a file first came; what comes later under its name is a
/// correction, and comes now.
fn submission(reader: &Reader<'_>, path: &str, seen: &Seen, size: u64, known: &[Submission]) -> Submission {
    let is_correction = known.iter().any(|earlier| earlier.path == path);
    let receipt = reader.settings.pipeline.receipts.get(path).filter(|_| !is_correction);
    Submission {
        content: seen.content,
        path: path.to_owned(),
        agency: agency_of(path).to_owned(),
        size,
        received: receipt.map_or(reader.now, |moment| moment.and_utc().timestamp_millis()),
        superseded: None,
    }
}

fn taken(reader: &Reader<'_>, path: &str, seen: &Seen, made: &Made, known: &[Submission]) -> AuditEntry {
    let before = known.iter().find(|s| s.path == path && s.superseded.is_none() && s.content != seen.content);
    let mut detail = serde_json::json!({
        "file": path, "content": seen.content.to_string(), "reading": made.reading.id,
        "state": made.reading.state.as_str(),
    });
    if let Some(before) = before {
        detail["supersedes"] = before.content.to_string().into();
    }
    AuditEntry { moment: reader.now, what: "file-received".to_owned(), detail: detail.to_string() }
}

/// That an agency has answered. The reason stays in the reply: it may name someone.
fn answer(reader: &Reader<'_>, finding: &Finding) -> Option<AuditEntry> {
    let text = |name: &str| match finding.args.get(name) {
        Some(Arg::Text(text)) => text.clone(),
        Some(Arg::Number(_)) | None => String::new(),
    };
    let Place { file, sheet, cell, .. } = &finding.place;
    let detail = serde_json::json!({
        "file": file, "answer": text("answer"), "finding": text("key"), "place": text("found"),
        "identity": text("part"), "reason_in": format!("{}!{}", sheet.as_deref().unwrap_or_default(), cell.as_ref()?),
    });
    let of_answer = finding.code == Code::AnswerGiven;
    of_answer.then(|| AuditEntry {
        moment: reader.now,
        what: "finding-answered".to_owned(),
        detail: detail.to_string(),
    })
}

fn same_content(reader: &Reader<'_>, path: &str, seen: &Seen, owner: &str) -> AuditEntry {
    let detail = serde_json::json!({ "file": path, "content": seen.content.to_string(), "same_as": owner });
    AuditEntry { moment: reader.now, what: "file-duplicate".to_owned(), detail: detail.to_string() }
}

fn note_duplicates(settled: &[(&Dropped, Digest)], known: &[Submission], batch: &Batch, intake: &mut Intake) {
    let owners: BTreeMap<Digest, &str> =
        known.iter().chain(&batch.submissions).map(|s| (s.content, s.path.as_str())).collect();
    for (file, content) in settled {
        let owner = owners.get(content);
        if let Some(owner) = owner.filter(|owner| **owner != file.path) {
            intake.duplicates.insert(file.path.clone(), (*owner).to_owned());
            intake.findings.push(Finding::new(Code::FileDuplicate, Place::file(&file.path)).with("file", *owner));
        }
    }
}
