//! `mola report`

use super::issues::short;
use super::status::minute;
use super::{Answer, Call, json};
use crate::args::ReportArgs;
use crate::environment;
use crate::failure::Failure;
use crate::page::Page;
use mola_run::Request;

pub(super) fn report(call: &Call<'_>, args: &ReportArgs) -> Result<Answer, Failure> {
    let request =
        Request { store: args.store.clone(), out: args.out.clone(), ..call.request(args.pipeline.as_deref())? };
    let mut reported = mola_run::report(&request, &args.issue)?.map_err(Failure::Faults)?;
    let here = reported.files.into_iter().map(|(path, digest)| (environment::from_here(&path), digest));
    reported.files = here.collect();
    if call.is_json() {
        return json(&reported).map(Answer::clean);
    }
    let issue = &reported.issue;
    let mut page = Page::default();
    let values = [
        ("issue", short(&issue.id).into()),
        ("period", issue.period.as_str().into()),
        ("moment", minute(&issue.closed).into()),
    ];
    page.wrapped("", &call.texts.with("report-done", &values));
    page.gap();
    let mut pairs = Vec::new();
    for (path, digest) in &reported.files {
        pairs.push((call.texts.get("run-report"), vec![path.clone()]));
        pairs.push(("SHA-256".to_owned(), vec![digest.clone()]));
    }
    page.whole_pairs(&pairs);
    Ok(Answer::clean(page.into_text()))
}
