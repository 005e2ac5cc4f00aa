//! The audit trail: what came, what became of it, what was decided, what was reported.

use crate::consolidate::{moment, store_folder};
use crate::settings::Settings;
use crate::{Request, RunError};
use chrono::SecondsFormat;
use mola_finding::Finding;
use mola_store::{AuditEntry, RunEntry, Store};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// The version of the shape of [`Log`].
const SCHEMA_VERSION: u32 = 1;

/// What of the trail is asked for; all of it where nothing is said.
#[derive(Debug, Clone, Default)]
pub struct LogFilter {
    /// Not before this moment, Unix milliseconds.
    pub since: Option<i64>,
    /// Not after this moment, Unix milliseconds.
    pub until: Option<i64>,
    /// Only entries of one of these kinds, as [`LogEntry::what`] names them.
    pub what: Vec<String>,
    /// Only entries of files whose path holds this text, in any case of letters.
    pub file: Option<String>,
    /// Only so many of the last ones.
    pub last: Option<usize>,
}

/// The audit trail of a programme, the oldest entry first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Log {
    /// The version of this shape.
    pub schema_version: u32,
    /// The programme's code.
    pub programme: String,
    /// What was done.
    pub entries: Vec<LogEntry>,
}

/// Something that was done.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LogEntry {
    /// When, RFC 3339, UTC.
    pub moment: String,
    /// What, as a stable word, such as `file-received`.
    pub what: String,
    /// Its particulars.
    pub detail: Map<String, Value>,
}

/// What a run is shown by.
#[derive(Deserialize)]
struct RunShort {
    summary: SummaryShort,
}

#[derive(Deserialize)]
struct SummaryShort {
    period: String,
    provisional: bool,
    report: String,
}

/// The audit trail of a programme. The inner error are the faults of the pipeline.
///
/// # Errors
/// When the store is not there or cannot be read.
pub fn log(request: &Request, filter: &LogFilter) -> Result<Result<Log, Vec<Finding>>, RunError> {
    let settings = match Settings::load(&request.pipeline)? {
        Ok(settings) => settings,
        Err(faults) => return Ok(Err(faults)),
    };
    let store = Store::open_read(&store_folder(request.store.as_deref(), &settings), &request.keys)?;
    let programme = settings.pipeline.programme.code.clone();
    let mut all: Vec<(i64, LogEntry)> = store.audit(&programme)?.into_iter().map(noted).collect();
    all.extend(store.runs(&programme)?.iter().filter_map(reported));
    // What a run took in stands before the run: the sort keeps the order of what has one moment.
    all.sort_by_key(|(moment, _)| *moment);
    let mut entries: Vec<LogEntry> =
        all.into_iter().filter(|(moment, entry)| filter.wants(*moment, entry)).map(|(_, entry)| entry).collect();
    if let Some(last) = filter.last {
        entries.drain(..entries.len().saturating_sub(last));
    }
    Ok(Ok(Log { schema_version: SCHEMA_VERSION, programme, entries }))
}

impl LogFilter {
    fn wants(&self, moment: i64, entry: &LogEntry) -> bool {
        let in_time = self.since.is_none_or(|since| since <= moment) && self.until.is_none_or(|until| moment <= until);
        let of_kind = self.what.is_empty() || self.what.contains(&entry.what);
        let of_file = self.file.as_ref().is_none_or(|wanted| {
            let file = entry.detail.get("file").and_then(Value::as_str).unwrap_or_default();
            file.to_lowercase().contains(&wanted.to_lowercase())
        });
        in_time && of_kind && of_file
    }
}

fn noted(entry: AuditEntry) -> (i64, LogEntry) {
    let detail = serde_json::from_str(&entry.detail).unwrap_or_default();
    (entry.moment, LogEntry { moment: written(entry.moment), what: entry.what, detail })
}

/// A run; none where another version of Mola wrote it.
fn reported(run: &RunEntry) -> Option<(i64, LogEntry)> {
    let RunShort { summary } = serde_json::from_str(&run.summary).ok()?;
    let detail = json!({
        "run": run.id, "period": summary.period, "provisional": summary.provisional, "report": summary.report,
    });
    let Value::Object(detail) = detail else { return None };
    Some((run.moment, LogEntry { moment: written(run.moment), what: "report-made".to_owned(), detail }))
}

fn written(millis: i64) -> String {
    moment(millis).and_utc().to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(filter: LogFilter, expected: &[&str]) {
        let entry = |moment: i64, what: &str, file: &str| {
            let detail = json!({ "file": file }).to_string();
            noted(AuditEntry { moment, what: what.to_owned(), detail })
        };
        let all = [entry(1, "file-received", "fao/A.xls"), entry(2, "file-retried", "fao/b.xls")];
        let found: Vec<String> = all.into_iter().filter(|(m, e)| filter.wants(*m, e)).map(|(_, e)| e.what).collect();
        assert_eq!(found, expected, "{filter:?}");
    }

    #[test]
    fn entries_are_those_that_are_asked_for() {
        let all = ["file-received", "file-retried"];
        check(LogFilter::default(), &all);
        check(LogFilter { since: Some(2), ..LogFilter::default() }, &all[1..]);
        check(LogFilter { until: Some(1), ..LogFilter::default() }, &all[..1]);
        check(LogFilter { what: vec!["file-retried".into()], ..LogFilter::default() }, &all[1..]);
        check(LogFilter { file: Some("a.XLS".into()), ..LogFilter::default() }, &all[..1]);
        check(LogFilter { file: Some("c".into()), ..LogFilter::default() }, &[]);
    }
}
