//! `mola diff`

use super::issues::short;
use super::status::minute;
use super::{Answer, Call, changes, json};
use crate::args::DiffArgs;
use crate::failure::Failure;
use crate::page::Page;
use crate::progress::Progress;
use mola_run::{BridgeOrigin, IssueDifference, IssueStatus, Request};
use std::path::Path;

pub(super) fn diff(call: &Call<'_>, args: &DiffArgs) -> Result<Answer, Failure> {
    // The two that are compared stand last; a pipeline may stand before them.
    let (pipeline, issues) = args.issues.split_at(args.issues.len().saturating_sub(2));
    let request =
        Request { store: args.store.clone(), ..call.request(pipeline.first().map(|name| Path::new(name.as_str())))? };
    let progress = Progress::new(&call.texts, call.shared.quiet || call.is_json());
    let found = mola_run::diff(&request, &issues[0], &issues[1], &|step| progress.show(step));
    progress.end();
    let found = found?.map_err(Failure::Faults)?;
    if call.is_json() {
        return json(&found).map(Answer::clean);
    }
    Ok(Answer::clean(as_text(call, args, &found)))
}

fn as_text(call: &Call<'_>, args: &DiffArgs, found: &IssueDifference) -> String {
    let texts = &call.texts;
    let mut page = Page::default();
    let side = |key: &str, issue: &IssueStatus| {
        let values = [("period", issue.period.as_str().into()), ("moment", minute(&issue.closed).into())];
        (texts.get(key), vec![format!("{} · {}", short(&issue.id), texts.with("diff-issue", &values))])
    };
    page.pairs(&[side("column-before", &found.old), side("column-now", &found.new)]);
    page.gap();
    if found.changes.is_empty() {
        page.line(&texts.get("diff-none"));
        return page.into_text();
    }
    let shown = if args.all { found.changes.len() } else { found.level };
    changes::table(&mut page, call, &found.changes[..shown]);
    page.gap();
    if shown < found.changes.len() {
        page.wrapped("", &texts.count("diff-more", (found.changes.len() - shown) as u64));
    }
    page.wrapped(
        "",
        &texts.get(match found.origin {
            BridgeOrigin::Issued => "diff-issued",
            BridgeOrigin::Measured => "diff-measured",
        }),
    );
    page.into_text()
}
