//! `mola issues`

use super::status::minute;
use super::{Answer, Call, again, json};
use crate::args::IssuesArgs;
use crate::failure::Failure;
use crate::page::{Align, BOLD, Cell, FAINT, GOOD, POOR, Page, styled};
use anstyle::Style;
use mola_run::{IssueState, IssueStatus, Request};

/// The digits of an issue's id that people are shown.
const DIGITS: usize = 12;

/// The first digits of an issue's id.
pub(super) fn short(id: &str) -> &str {
    id.get(..DIGITS).unwrap_or(id)
}

pub(super) fn issues(call: &Call<'_>, args: &IssuesArgs) -> Result<Answer, Failure> {
    let request = Request { store: args.store.clone(), ..call.request(args.pipeline.as_deref())? };
    let issues = mola_run::issues(&request)?.map_err(Failure::Faults)?;
    if call.is_json() {
        return json(&issues).map(Answer::clean);
    }
    let mut page = Page::default();
    page.line(&styled(BOLD, &issues.programme));
    let (pipeline, store) = (args.pipeline.as_ref(), args.store.as_ref());
    let next = match issues.issues.last() {
        None => {
            page.line(&call.texts.get("issues-none"));
            "run".to_owned()
        }
        Some(last) => {
            table(&mut page, call, &issues.issues);
            reopened(&mut page, call, &issues.issues);
            format!("report {}", short(&last.id))
        }
    };
    page.gap();
    page.whole_pairs(&[(call.texts.get("run-next"), vec![again(call, &next, pipeline, store)])]);
    Ok(Answer::clean(page.into_text()))
}

fn table(page: &mut Page, call: &Call<'_>, issues: &[IssueStatus]) {
    let heads = ["column-issue", "column-period", "column-closed", "column-report", "column-state", "column-replaces"];
    let mut rows: Vec<Vec<Cell>> = vec![heads.iter().map(|key| Cell::new(call.texts.get(key), BOLD)).collect()];
    rows.extend(issues.iter().map(|issue| row(call, issue)));
    page.gap();
    page.table(0, &[Align::Left; 6], &rows);
}

fn row(call: &Call<'_>, issue: &IssueStatus) -> Vec<Cell> {
    let (key, style) = state(issue.state);
    let (standing, tone) = if issue.provisional { ("run-provisional", POOR) } else { ("run-complete", GOOD) };
    vec![
        short(&issue.id).into(),
        issue.period.as_str().into(),
        minute(&issue.closed).into(),
        Cell::new(call.texts.get(standing), tone),
        Cell::new(call.texts.get(key), style),
        issue.replaces.as_deref().map(short).unwrap_or_default().into(),
    ]
}

fn state(state: IssueState) -> (&'static str, Style) {
    match state {
        IssueState::Closed => ("issue-closed", GOOD),
        IssueState::Reopened => ("issue-reopened", POOR),
        IssueState::Replaced => ("issue-replaced", FAINT),
    }
}

/// When and why periods were opened again.
fn reopened(page: &mut Page, call: &Call<'_>, issues: &[IssueStatus]) {
    page.gap();
    for issue in issues {
        let Some(reopened) = &issue.reopened else { continue };
        let values = [
            ("period", issue.period.as_str().into()),
            ("moment", minute(&reopened.moment).into()),
            ("reason", reopened.reason.as_str().into()),
        ];
        page.wrapped(&format!("{}  ", short(&issue.id)), &call.texts.with("issue-reopened-because", &values));
    }
}
