//! `mola run`

use super::issues::short;
use super::{Answer, Call, Ending, again, changes, json};
use crate::args::RunArgs;
use crate::environment;
use crate::failure::Failure;
use crate::page::{Align, BAD, BOLD, Cell, FAINT, GOOD, POOR, Page, of, styled};
use crate::progress::Progress;
use anstyle::Style;
use mola_finding::{Finding, JsonFinding, Severity};
use mola_model::{Progress as Standing, Status};
use mola_run::{Outcome, Request, RunError, Summary, SummaryIndicator};
use mola_store::StoreError;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often, and after how long, a run asks whether the other one has ended: for a minute.
const MOST_PAUSES: u32 = 240;
const PAUSE: Duration = Duration::from_millis(250);

/// Findings that the terminal shows; the report and JSON have all.
const SHOWN: usize = 6;

pub(super) fn run(call: &Call<'_>, args: &RunArgs) -> Result<Answer, Failure> {
    if args.pipelines.len() > 1 {
        return super::portfolio::portfolio(call, args);
    }
    let request = request(call, args, args.pipelines.first())?;
    let progress = Progress::new(&call.texts, call.shared.quiet || call.is_json());
    let outcome = patiently(args.once, || mola_run::run(&request, &|step| progress.show(step)));
    progress.end();
    call.tell_of_key(&request);
    let mut outcome = outcome?.map_err(Failure::Faults)?;
    if args.once && outcome.is_repeated {
        return Ok(Answer::clean(String::new()));
    }
    outcome.summary.report = environment::from_here(&outcome.summary.report);
    outcome.summary.feedback = outcome.summary.feedback.map(|folder| environment::from_here(&folder));
    let text = if call.is_json() { as_json(call, &outcome)? } else { as_text(call, args, &outcome) };
    let ending = if is_clean(&outcome) { Ending::Clean } else { Ending::Findings };
    Ok(Answer { text, ending })
}

/// A scheduler may start a run while the one before is still at work: that one is waited for, for a while.
pub(super) fn patiently<T>(is_patient: bool, run: impl Fn() -> Result<T, RunError>) -> Result<T, RunError> {
    let mut left = if is_patient { MOST_PAUSES } else { 0 };
    loop {
        match run() {
            Err(RunError::Store(StoreError::Locked { .. })) if left > 0 => std::thread::sleep(PAUSE),
            ended => return ended,
        }
        left -= 1;
    }
}

/// What is asked of the run of one pipeline.
pub(super) fn request(call: &Call<'_>, args: &RunArgs, pipeline: Option<&PathBuf>) -> Result<Request, Failure> {
    Ok(Request {
        inbox: args.inbox.clone(),
        store: args.store.clone(),
        out: args.out.clone(),
        period: args.period,
        as_of: args.as_of,
        ..call.request(pipeline.map(PathBuf::as_path))?
    })
}

/// Whether nobody has to look at anything.
pub(super) fn is_clean(outcome: &Outcome) -> bool {
    let errors = outcome.findings.iter().any(|(_, finding)| finding.severity == Severity::Error);
    !errors && !outcome.summary.provisional
}

/// A run as programs get it.
#[derive(Serialize)]
pub(super) struct RunJson<'a> {
    #[serde(flatten)]
    summary: &'a Summary,
    findings_list: Vec<AgencyFinding<'a>>,
}

#[derive(Serialize)]
struct AgencyFinding<'a> {
    /// The agency's code; empty where it is about the programme.
    agency: &'a str,
    #[serde(flatten)]
    finding: JsonFinding,
}

fn as_json(call: &Call<'_>, outcome: &Outcome) -> Result<String, Failure> {
    json(&run_json(call, outcome))
}

pub(super) fn run_json<'a>(call: &Call<'_>, outcome: &'a Outcome) -> RunJson<'a> {
    let findings = outcome.findings.iter();
    let findings_list = findings
        .map(|(agency, finding)| AgencyFinding { agency, finding: JsonFinding::new(finding, call.texts.language) })
        .collect();
    RunJson { summary: &outcome.summary, findings_list }
}

fn as_text(call: &Call<'_>, args: &RunArgs, outcome: &Outcome) -> String {
    let summary = &outcome.summary;
    let mut page = Page::default();
    heading(&mut page, call, summary);
    if let Some(issue) = &summary.closed_by {
        let text = call.texts.with("run-closed-by", &[("issue", short(issue).into())]);
        page.line(&styled(FAINT, &text));
    }
    page.gap();
    page.pairs(&counts(call, summary));
    page.gap();
    indicators(&mut page, call, summary);
    changes::since(&mut page, call, summary);
    page.gap();
    findings(&mut page, call, outcome);
    page.gap();
    let mut last = vec![(call.texts.get("run-report"), vec![summary.report.clone()])];
    last.extend(summary.feedback.iter().map(|folder| (call.texts.get("run-feedback"), vec![folder.clone()])));
    last.push((call.texts.get("run-next"), next(call, args, outcome)));
    page.whole_pairs(&last);
    page.into_text()
}

pub(super) fn heading(page: &mut Page, call: &Call<'_>, summary: &Summary) {
    page.line(&styled(BOLD, &format!("{} · {}", summary.programme, summary.name)));
    let (key, style) = if summary.provisional { ("run-provisional", POOR) } else { ("run-complete", GOOD) };
    let period = call.texts.with("run-period", &[("period", summary.period.as_str().into())]);
    page.line(&format!("{period} · {}", styled(style, &call.texts.get(key))));
}

/// Files, rows, who is missing, people.
fn counts(call: &Call<'_>, summary: &Summary) -> Vec<(String, Vec<String>)> {
    let texts = &call.texts;
    let count = |key, count| texts.count(key, count);
    let files = &summary.files;
    let mut parts = vec![
        count("files-read", files.read),
        count("files-accepted", files.accepted),
        count("files-quarantined", files.quarantined),
        count("files-waiting", files.waiting),
    ];
    let others = [("files-superseded", files.superseded), ("files-duplicate", files.duplicate)];
    parts.extend(others.iter().filter(|(_, number)| *number > 0).map(|(key, number)| count(key, *number)));
    let rows = &summary.rows;
    let rows = texts.with(
        "rows",
        &[
            ("read", (rows.read as f64).into()),
            ("kept", (rows.kept as f64).into()),
            ("refused", (rows.refused as f64).into()),
            ("ignored", (rows.ignored as f64).into()),
        ],
    );
    let mut pairs = vec![(texts.get("label-files"), vec![parts.join(", ")]), (texts.get("label-rows"), vec![rows])];
    pairs.push((texts.get("label-missing"), missing(call, summary)));
    pairs.extend(people(call, summary));
    pairs
}

pub(super) fn missing(call: &Call<'_>, summary: &Summary) -> Vec<String> {
    let line = |missing: &mola_run::MissingReport| {
        call.texts.with(
            "missing-report",
            &[
                ("agency", missing.agency.as_str().into()),
                ("source", missing.source.as_str().into()),
                ("period", missing.period.as_str().into()),
                ("due", missing.due.as_str().into()),
            ],
        )
    };
    const MOST: usize = 5;
    let mut lines: Vec<String> = summary.missing.iter().take(MOST).map(line).collect();
    if let Some(more) = summary.missing.len().checked_sub(MOST).filter(|more| *more > 0) {
        lines.push(call.texts.count("more", more as u64));
    }
    if lines.is_empty() {
        lines.push(call.texts.get("missing-none"));
    }
    lines
}

fn people(call: &Call<'_>, summary: &Summary) -> Option<(String, Vec<String>)> {
    let (gross, people) = (summary.gross?, summary.people? as f64);
    let number = |count: Option<u64>| (count.unwrap_or_default() as f64).into();
    let values = [
        ("gross", (gross as f64).into()),
        ("repeated", number(summary.repeated)),
        ("shared", number(summary.shared)),
        ("people", people.into()),
    ];
    let mut lines = vec![call.texts.with("people", &values)];
    if let Some(women) = summary.women.map(|women| women as f64).filter(|_| people > 0.0) {
        let share = call.texts.percent(women / people, 0);
        lines.push(call.texts.with("women", &[("women", women.into()), ("share", share.into())]));
    }
    Some((call.texts.get("label-people"), lines))
}

fn indicators(page: &mut Page, call: &Call<'_>, summary: &Summary) {
    let header =
        ["column-code", "column-indicator", "column-value", "column-target", "column-share", "column-standing"];
    let mut rows: Vec<Vec<Cell>> = vec![header.iter().map(|key| Cell::new(call.texts.get(key), BOLD)).collect()];
    rows.extend(summary.indicators.iter().map(|indicator| row(call, indicator)));
    let align = [Align::Left, Align::Cut, Align::Right, Align::Right, Align::Right, Align::Left];
    if rows.len() > 1 {
        page.table(0, &align, &rows);
    }
}

fn row(call: &Call<'_>, indicator: &SummaryIndicator) -> Vec<Cell> {
    let texts = &call.texts;
    let value = |value: Option<f64>| value.map(|value| texts.value(value, indicator.decimals, indicator.share));
    let (word, style) = standing(indicator.progress);
    let shown = match indicator.status {
        Status::Reported => value(indicator.value).unwrap_or_default(),
        _ => "–".to_owned(),
    };
    vec![
        indicator.code.as_str().into(),
        indicator.label.as_str().into(),
        shown.into(),
        value(indicator.target).unwrap_or_default().into(),
        indicator.of_target.map(|share| texts.percent(share, 0)).unwrap_or_default().into(),
        Cell::new(texts.get(word), style),
    ]
}

fn standing(standing: Standing) -> (&'static str, Style) {
    match standing {
        Standing::Achieved => ("standing-achieved", GOOD),
        Standing::OnTrack => ("standing-on-track", GOOD),
        Standing::AtRisk => ("standing-at-risk", POOR),
        Standing::OffTrack => ("standing-off-track", BAD),
        Standing::NotYetDue => ("standing-not-yet-due", FAINT),
        Standing::Overdue => ("standing-overdue", BAD),
        Standing::NoData => ("standing-no-data", POOR),
        Standing::NoTarget => ("standing-no-target", FAINT),
    }
}

/// How many findings of each severity, and the first of the worst.
fn findings(page: &mut Page, call: &Call<'_>, outcome: &Outcome) {
    let texts = &call.texts;
    let count = |severity| outcome.findings.iter().filter(|(_, finding)| finding.severity == severity).count() as u64;
    let of_severity =
        [(Severity::Error, "count-errors"), (Severity::Warning, "count-warnings"), (Severity::Note, "count-notes")];
    let some = of_severity.iter().filter(|(severity, _)| count(*severity) > 0);
    let counted: Vec<String> =
        some.map(|(severity, key)| styled(of(*severity), &texts.count(key, count(*severity)))).collect();
    let total = outcome.findings.len();
    let text = if total == 0 { texts.get("findings-none") } else { counted.join(", ") };
    page.line(&format!("{}  {text}", styled(BOLD, &texts.get("label-findings"))));
    let mut left = SHOWN;
    for severity in [Severity::Error, Severity::Warning] {
        let own = outcome.findings.iter().map(|(_, finding)| finding).filter(|finding| finding.severity == severity);
        let first: Vec<Finding> = own.take(left).cloned().collect();
        left -= first.len();
        if !first.is_empty() {
            page.gap();
            page.listing(&first, texts);
        }
    }
    let hidden = total - (SHOWN - left);
    if hidden > 0 {
        page.gap();
        page.line(&texts.count("findings-more", hidden as u64));
    }
}

/// Commands that show the user what to do next.
fn next(call: &Call<'_>, args: &RunArgs, outcome: &Outcome) -> Vec<String> {
    let mut lines = Vec::new();
    let (pipeline, store) = (args.pipelines.first(), args.store.as_ref());
    if outcome.summary.files.quarantined > 0 {
        lines.extend(refused_file(args, outcome).map(|file| again(call, "inspect", Some(&file), None)));
        lines.push(again(call, "check", pipeline, None));
        lines.push(again(call, "status", pipeline, store));
    }
    let figures = &outcome.summary.indicators;
    let people = figures.iter().find(|i| i.value.is_some() && i.value == outcome.summary.people.map(|p| p as f64));
    if let Some(figure) = people.or_else(|| figures.iter().find(|figure| figure.value.is_some())) {
        lines.push(again(call, &format!("explain {}", figure.figure), pipeline, store));
    }
    if lines.is_empty() {
        lines.push(again(call, "status", pipeline, store));
    }
    lines
}

/// A file of which nothing counts, where it lies in the inbox that is asked for or in the usual one.
fn refused_file(args: &RunArgs, outcome: &Outcome) -> Option<PathBuf> {
    let whole = |finding: &&Finding| finding.severity == Severity::Error && finding.place.cell.is_none();
    let file =
        outcome.findings.iter().map(|(_, finding)| finding).filter(whole).find_map(|f| f.place.file.as_deref())?;
    let inbox = args.inbox.as_deref().unwrap_or(Path::new("inbox"));
    Some(inbox.join(file)).filter(|path| path.is_file())
}
