//! `mola reopen`

use super::issues::short;
use super::{Answer, Call, again, json};
use crate::args::ReopenArgs;
use crate::failure::Failure;
use crate::page::Page;
use mola_run::Request;

pub(super) fn reopen(call: &Call<'_>, args: &ReopenArgs) -> Result<Answer, Failure> {
    let request = Request { store: args.store.clone(), ..call.request(args.pipeline.as_deref())? };
    let reason = args.reason.as_deref().unwrap_or_default();
    let reopened = mola_run::reopen(&request, args.period, reason)?.map_err(Failure::Faults)?;
    if call.is_json() {
        return json(&reopened).map(Answer::clean);
    }
    let issue = &reopened.issue;
    let mut page = Page::default();
    let values = [("period", issue.period.as_str().into()), ("issue", short(&issue.id).into())];
    page.wrapped("", &call.texts.with("reopen-done", &values));
    page.gap();
    let next = again(call, &format!("close {}", issue.period), args.pipeline.as_ref(), args.store.as_ref());
    page.whole_pairs(&[(call.texts.get("run-next"), vec![next])]);
    Ok(Answer::clean(page.into_text()))
}
