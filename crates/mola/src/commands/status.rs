//! `mola status`

use super::run::missing;
use super::{Answer, Call, again, json};
use crate::args::StatusArgs;
use crate::environment;
use crate::failure::Failure;
use crate::page::{Align, BAD, BOLD, Cell, FAINT, GOOD, POOR, Page, styled};
use anstyle::Style;
use mola_model::FileState;
use mola_run::{FileStatus, ProgrammeStatus, Request};

/// Files of the inbox that are listed by name.
const SHOWN: usize = 20;

pub(super) fn status(call: &Call<'_>, args: &StatusArgs) -> Result<Answer, Failure> {
    let request =
        Request { inbox: args.inbox.clone(), store: args.store.clone(), ..call.request(args.pipeline.as_deref())? };
    let mut status = mola_run::status(&request)?.map_err(Failure::Faults)?;
    if let Some(last) = &mut status.last {
        last.report = environment::from_here(&last.report);
    }
    if call.is_json() {
        return json(&status).map(Answer::clean);
    }
    let mut page = Page::default();
    page.line(&styled(BOLD, &status.programme));
    page.pairs(&last_run(call, &status));
    page.gap();
    files(&mut page, call, &status.files);
    list(&mut page, call, "status-new", &status.new);
    list(&mut page, call, "status-waiting", &status.waiting);
    if !status.new.is_empty() || status.last.is_none() {
        page.gap();
        page.whole_pairs(&[(
            call.texts.get("run-next"),
            vec![again(call, "run", args.pipeline.as_ref(), args.store.as_ref())],
        )]);
    }
    Ok(Answer::clean(page.into_text()))
}

fn last_run(call: &Call<'_>, status: &ProgrammeStatus) -> Vec<(String, Vec<String>)> {
    let texts = &call.texts;
    let Some((when, last)) = status.last_run.as_ref().zip(status.last.as_ref()) else {
        return vec![(texts.get("status-last"), vec![texts.get("status-never")])];
    };
    let state = texts.get(if last.provisional { "run-provisional" } else { "run-complete" });
    let period = texts.with("run-period", &[("period", last.period.as_str().into())]);
    vec![
        (texts.get("status-last"), vec![format!("{} · {period} · {state}", minute(when))]),
        (texts.get("run-report"), vec![last.report.clone()]),
        (texts.get("label-missing"), missing(call, last)),
    ]
}

/// A moment to the minute, UTC.
pub(super) fn minute(moment: &str) -> String {
    let shown: String = moment.chars().take(16).collect();
    format!("{} UTC", shown.replace('T', " "))
}

pub(super) fn files(page: &mut Page, call: &Call<'_>, files: &[FileStatus]) {
    if files.is_empty() {
        return;
    }
    let header = ["column-file", "column-received", "column-kept", "column-refused", "column-state"];
    let mut rows: Vec<Vec<Cell>> = vec![header.iter().map(|key| Cell::new(call.texts.get(key), BOLD)).collect()];
    rows.extend(files.iter().map(|file| row(call, file)));
    page.table(0, &[Align::Cut, Align::Left, Align::Right, Align::Right, Align::Left], &rows);
}

fn row(call: &Call<'_>, file: &FileStatus) -> Vec<Cell> {
    let (key, style) = state(file.state);
    let day: String = file.received.chars().take(10).collect();
    let read = matches!(file.state, FileState::Accepted | FileState::Quarantined);
    let count = |count| if read { call.texts.number(count) } else { String::new() };
    vec![
        file.file.as_str().into(),
        day.into(),
        count(file.kept).into(),
        count(file.refused).into(),
        Cell::new(call.texts.get(key), style),
    ]
}

fn state(state: FileState) -> (&'static str, Style) {
    match state {
        FileState::Accepted => ("state-accepted", GOOD),
        FileState::Quarantined => ("state-quarantined", BAD),
        FileState::Superseded => ("state-superseded", FAINT),
        FileState::Waiting => ("state-waiting", POOR),
        FileState::Duplicate => ("state-duplicate", FAINT),
    }
}

fn list(page: &mut Page, call: &Call<'_>, key: &str, files: &[String]) {
    if files.is_empty() {
        return;
    }
    let mut lines: Vec<String> = files.iter().take(SHOWN).cloned().collect();
    if files.len() > SHOWN {
        lines.push(call.texts.count("more", (files.len() - SHOWN) as u64));
    }
    page.gap();
    page.pairs(&[(call.texts.get(key), lines)]);
}
