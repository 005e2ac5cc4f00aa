//! `mola close`

use super::issues::short;
use super::run::heading;
use super::{Answer, Call, Ending, again, changes, json};
use crate::args::CloseArgs;
use crate::environment;
use crate::failure::Failure;
use crate::page::Page;
use crate::progress::Progress;
use mola_run::{Closed, Request};

pub(super) fn close(call: &Call<'_>, args: &CloseArgs) -> Result<Answer, Failure> {
    let request = Request {
        inbox: args.inbox.clone(),
        store: args.store.clone(),
        out: args.out.clone(),
        as_of: args.as_of,
        ..call.request(args.pipeline.as_deref())?
    };
    let progress = Progress::new(&call.texts, call.shared.quiet || call.is_json());
    let closed = mola_run::close(&request, args.period, &|step| progress.show(step));
    progress.end();
    call.tell_of_key(&request);
    let mut closed = closed?.map_err(Failure::Faults)?;
    closed.summary.report = environment::from_here(&closed.summary.report);
    let text = if call.is_json() { json(&closed)? } else { as_text(call, args, &closed) };
    let ending = if closed.issue.provisional { Ending::Findings } else { Ending::Clean };
    Ok(Answer { text, ending })
}

fn as_text(call: &Call<'_>, args: &CloseArgs, closed: &Closed) -> String {
    let issue = &closed.issue;
    let mut page = Page::default();
    heading(&mut page, call, &closed.summary);
    page.gap();
    let values = [("period", issue.period.as_str().into()), ("issue", short(&issue.id).into())];
    page.wrapped("", &call.texts.with("close-done", &values));
    if let Some(replaced) = &issue.replaces {
        page.wrapped("", &call.texts.with("close-replaces", &[("issue", short(replaced).into())]));
    }
    if issue.provisional {
        page.wrapped("", &call.texts.get("close-provisional"));
    }
    changes::since(&mut page, call, &closed.summary);
    page.gap();
    let next = again(call, "issues", args.pipeline.as_ref(), args.store.as_ref());
    page.whole_pairs(&[
        (call.texts.get("run-report"), vec![closed.summary.report.clone()]),
        (call.texts.get("run-next"), vec![next]),
    ]);
    page.into_text()
}
