//! `mola log`

use super::status::minute;
use super::{Answer, Call, json};
use crate::args::{NoMoment, moment};
use crate::failure::Failure;
use crate::page::{Align, BOLD, Cell, FAINT, Page, styled};
use chrono::NaiveDate;
use mola_run::{LogEntry, LogFilter, Request};
use serde_json::Value;
use std::path::PathBuf;

pub(crate) const LOG_EXAMPLES: &str = "\
Examples:
  mola log                                    all that was done, the oldest first
  mola log --last 20                          the end of it
  mola log --file undp/ --since 2011-11-01    what came from one agency since a day
  mola log --what file-received --format json";

/// `mola log`
#[derive(Debug, clap::Args)]
pub struct LogArgs {
    /// Folder of the pipeline, or its name in pipelines/; may be left out where there is only one
    pub pipeline: Option<PathBuf>,
    /// Not before this day (2011-11-15) or moment (RFC 3339)
    #[arg(long, value_name = "DATE", value_parser = beginning)]
    pub since: Option<i64>,
    /// Not after the end of this day or this moment
    #[arg(long, value_name = "DATE", value_parser = moment)]
    pub until: Option<i64>,
    /// Only what is of this kind, such as file-received; may be said several times
    #[arg(long, value_name = "KIND")]
    pub what: Vec<String>,
    /// Only what is about files with this text in their path
    #[arg(long, value_name = "TEXT")]
    pub file: Option<String>,
    /// Only so many of the last entries
    #[arg(long, value_name = "COUNT")]
    pub last: Option<usize>,
    /// Store to look into instead of .mola in the project folder
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
}

/// A moment in Unix milliseconds, UTC; a day means its beginning.
fn beginning(text: &str) -> Result<i64, NoMoment> {
    let day = text.parse::<NaiveDate>().ok().and_then(|day| day.and_hms_opt(0, 0, 0));
    day.map_or_else(|| moment(text), |day| Ok(day.and_utc().timestamp_millis()))
}

pub(super) fn log(call: &Call<'_>, args: &LogArgs) -> Result<Answer, Failure> {
    let request = Request { store: args.store.clone(), ..call.request(args.pipeline.as_deref())? };
    let filter = LogFilter {
        since: args.since,
        until: args.until,
        what: args.what.clone(),
        file: args.file.clone(),
        last: args.last,
    };
    let log = mola_run::log(&request, &filter)?.map_err(Failure::Faults)?;
    if call.is_json() {
        return json(&log).map(Answer::clean);
    }
    let mut page = Page::default();
    page.line(&styled(BOLD, &log.programme));
    if log.entries.is_empty() {
        page.line(&call.texts.get("log-none"));
    } else {
        let rows: Vec<Vec<Cell>> = log.entries.iter().map(|entry| row(call, entry)).collect();
        page.table(0, &[Align::Left; 3], &rows);
    }
    Ok(Answer::clean(page.into_text()))
}

fn row(call: &Call<'_>, entry: &LogEntry) -> Vec<Cell> {
    let what = match key(&entry.what) {
        Some(key) => call.texts.get(key),
        None => entry.what.clone(),
    };
    vec![Cell::new(minute(&entry.moment), FAINT), what.into(), particulars(call, entry).into()]
}

fn key(what: &str) -> Option<&'static str> {
    Some(match what {
        "file-received" => "log-file-received",
        "file-duplicate" => "log-file-duplicate",
        "file-replaced" => "log-file-replaced",
        "finding-answered" => "log-finding-answered",
        "segment-restored" => "log-segment-restored",
        "file-retried" => "log-file-retried",
        "report-made" => "log-report-made",
        "period-closed" => "log-period-closed",
        "link-decided" => "log-link-decided",
        "review-unmasked" => "log-review-unmasked",
        "period-reopened" => "log-period-reopened",
        _ => return None,
    })
}

/// The particulars that tell people something: names, states and reasons, not digests.
fn particulars(call: &Call<'_>, entry: &LogEntry) -> String {
    let text = |key: &str| entry.detail.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    let state = text("state").map(|state| match state {
        "accepted" => call.texts.get("state-accepted"),
        "quarantined" => call.texts.get("state-quarantined"),
        other => other.to_owned(),
    });
    let same = text("same_as").map(|other| format!("= {other}"));
    let older = text("replaces").map(|other| format!("← {other}"));
    let replaces = text("supersedes").map(|_| call.texts.get("log-supersedes"));
    let named = ["file", "period", "pair", "who", "reason", "finding", "place"].into_iter().filter_map(text);
    let named = named.map(str::to_owned);
    named.chain(state).chain(same).chain(older).chain(replaces).collect::<Vec<_>>().join(" · ")
}
