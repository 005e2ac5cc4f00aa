//! `mola watch`

use super::run::is_clean;
use super::status::minute;
use super::{Answer, Call, SCHEMA_VERSION};
use crate::environment;
use crate::failure::Failure;
use crate::page::{BAD, FAINT, POOR, styled};
use crate::waking::{Wake, Waking};
use chrono::{DateTime, SecondsFormat};
use mola_finding::JsonFinding;
use mola_model::Period;
use mola_run::{FileCounts, Outcome, Request, RowTotals, RunError, Watch};
use mola_store::StoreError;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

pub(crate) const WATCH_EXAMPLES: &str = "\
Examples:
  mola watch                          the project's only pipeline, until Ctrl-C
  mola watch pipelines/panama -q      one of several; standard error stays empty
  mola watch --every 5                a network share, which tells of no changes
  mola watch --format json            one object a line, for programs

A file counts as whole once it has not changed for two seconds. The inbox is looked through every so \
often, whatever the operating system tells of it; it may be taken away and put back. What the watch \
does after each batch is what mola run does: mola status, explain, close work beside it. A scheduler \
that starts a program every few minutes uses mola run --once instead.

Exit codes: 0 ended by Ctrl-C or SIGTERM; 2 could not begin, or had to stop.";

/// `mola watch`
#[derive(Debug, clap::Args)]
pub struct WatchArgs {
    /// Folder of the pipeline, or its name in pipelines/; may be left out where there is only one
    pub pipeline: Option<PathBuf>,
    /// Seconds after which the inbox is looked through at the latest
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub every: u64,
    /// Period to report: 2011-10, 2011-Q4, 2011-S2, 2011 [default: the last month with data]
    #[arg(long)]
    pub period: Option<Period>,
    /// Inbox to watch instead of the pipeline's own
    #[arg(long, value_name = "DIR")]
    pub inbox: Option<PathBuf>,
    /// Store to use instead of .mola in the project folder
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
    /// Folder for the report instead of reports/ in the project folder
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// How long to wait while files are still being written.
const SOON: Duration = Duration::from_millis(500);

/// What programs are told, one object a line.
#[derive(Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
enum Event<'a> {
    /// The watch has begun.
    Began { schema_version: u32, moment: String, inbox: String },
    /// A report was made of what has come.
    ReportMade {
        schema_version: u32,
        moment: String,
        programme: &'a str,
        period: &'a str,
        provisional: bool,
        files: &'a FileCounts,
        rows: &'a RowTotals,
        findings: &'a BTreeMap<String, u64>,
        report: &'a str,
    },
    /// Something could not be done; it is tried again.
    Trouble { schema_version: u32, moment: String, kind: &'static str, text: String, faults: Vec<JsonFinding> },
    /// The watch has ended.
    Ended { schema_version: u32, moment: String },
}

struct Watching<'a> {
    call: &'a Call<'a>,
    watch: Watch,
    waking: Waking,
    begun: Instant,
    every: Duration,
    /// What was said last of what could not be done: it is said once.
    trouble: Option<String>,
}

pub(super) fn watch(call: &Call<'_>, args: &WatchArgs) -> Result<Answer, Failure> {
    let mut request = Request {
        inbox: args.inbox.clone(),
        store: args.store.clone(),
        out: args.out.clone(),
        period: args.period,
        ..call.request(args.pipeline.as_deref())?
    };
    let watch = Watch::begin(&request)?.map_err(Failure::Faults)?;
    let waking = Waking::new()?;
    let every = Duration::from_secs(args.every);
    let mut watching = Watching { call, watch, waking, begun: Instant::now(), every, trouble: None };
    watching.begin()?;
    loop {
        let pause = watching.turn(&mut request)?;
        watching.waking.follow(watching.watch.inbox());
        if watching.waking.wait(pause) == Wake::End {
            watching.end()?;
            return Ok(Answer::clean(String::new()));
        }
    }
}

impl Watching<'_> {
    /// Looks, and makes a report where one is due; how long to wait then.
    fn turn(&mut self, request: &mut Request) -> Result<Duration, Failure> {
        request.now = environment::now();
        let look = match self.watch.look(request, self.now_ms()) {
            Ok(Ok(look)) => look,
            Ok(Err(faults)) => return self.tell(&Failure::Faults(faults)).map(|()| self.every),
            Err(error) => return self.tell(&error.into()).map(|()| self.every),
        };
        let pause = if look.held_back.is_empty() { self.every } else { SOON };
        if !look.is_due {
            return Ok(pause);
        }
        request.held_back = look.held_back;
        let ended = mola_run::run(request, &|_| {});
        self.call.tell_of_key(request);
        match ended {
            // Nobody knows what is on the disk then: whoever mends it begins anew.
            Err(error @ RunError::Store(StoreError::Unsynced { .. })) => Err(error.into()),
            Err(error) => self.tell(&error.into()).map(|()| self.every),
            Ok(Err(faults)) => self.tell(&Failure::Faults(faults)).map(|()| self.every),
            Ok(Ok(outcome)) => {
                self.watch.ran(self.now_ms());
                self.trouble = None;
                if !outcome.is_repeated || outcome.summary.files.read > 0 {
                    self.report(&outcome)?;
                }
                Ok(pause)
            }
        }
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn begin(&self) -> Result<(), Failure> {
        let inbox = environment::from_here(&self.watch.inbox().to_string_lossy());
        if self.call.is_json() {
            return self.event(&Event::Began { schema_version: SCHEMA_VERSION, moment: moment(), inbox });
        }
        if self.call.shared.quiet {
            return Ok(());
        }
        let text = self.call.texts.with("watch-began", &[("inbox", inbox.into())]);
        self.talk(&text)
    }

    fn end(&self) -> Result<(), Failure> {
        match self.call.is_json() {
            true => self.event(&Event::Ended { schema_version: SCHEMA_VERSION, moment: moment() }),
            false if self.call.shared.quiet => Ok(()),
            false => self.talk(&self.call.texts.get("watch-ended")),
        }
    }

    fn report(&self, outcome: &Outcome) -> Result<(), Failure> {
        let summary = &outcome.summary;
        let report = environment::from_here(&summary.report);
        if self.call.is_json() {
            return self.event(&Event::ReportMade {
                schema_version: SCHEMA_VERSION,
                moment: moment(),
                programme: &summary.programme,
                period: &summary.period,
                provisional: summary.provisional,
                files: &summary.files,
                rows: &summary.rows,
                findings: &summary.findings,
                report: &report,
            });
        }
        let count = |key, count| self.call.texts.count(key, count);
        let files = &summary.files;
        let mut parts = vec![count("files-read", files.read), count("files-accepted", files.accepted)];
        let others = [
            ("files-quarantined", files.quarantined),
            ("files-waiting", files.waiting),
            ("files-superseded", files.superseded),
            ("files-duplicate", files.duplicate),
        ];
        parts.extend(others.iter().filter(|(_, number)| *number > 0).map(|(key, number)| count(key, *number)));
        let standing = if is_clean(outcome) { report } else { styled(POOR, &report) };
        self.line(&mut anstream::stdout(), &format!("{} · {standing}", parts.join(", ")))
    }

    /// Says what could not be done, unless it was the last thing said.
    fn tell(&mut self, failure: &Failure) -> Result<(), Failure> {
        let text = failure.text(&self.call.texts);
        if self.trouble.as_ref() == Some(&text) {
            return Ok(());
        }
        self.trouble = Some(text.clone());
        let faults = if let Failure::Faults(faults) = failure { faults.as_slice() } else { &[] };
        let faults = JsonFinding::all(faults, self.call.texts.language);
        if self.call.is_json() {
            let (schema_version, kind) = (SCHEMA_VERSION, failure.kind());
            return self.event(&Event::Trouble { schema_version, moment: moment(), kind, text, faults });
        }
        let word = styled(BAD, &self.call.texts.get("error"));
        self.talk(&format!("{word}: {text} {}", self.call.texts.get("watch-again")))
    }

    fn talk(&self, text: &str) -> Result<(), Failure> {
        self.line(&mut anstream::stderr(), text)
    }

    fn line(&self, out: &mut impl Write, text: &str) -> Result<(), Failure> {
        let line = format!("{}  {text}\n", styled(FAINT, &minute(&moment())));
        super::write(out, &line).map_err(Failure::Unanswered)
    }

    fn event(&self, event: &Event<'_>) -> Result<(), Failure> {
        let line = format!("{}\n", serde_json::to_string(event)?);
        super::write(&mut anstream::stdout(), &line).map_err(Failure::Unanswered)
    }
}

/// Now, RFC 3339, UTC.
fn moment() -> String {
    let now = DateTime::from_timestamp_millis(environment::now()).unwrap_or_default();
    now.to_rfc3339_opts(SecondsFormat::Secs, true)
}
