//! `mola retry`

use super::{Answer, Call, Ending, again, json};
use crate::failure::Failure;
use crate::page::{BOLD, Page, styled};
use crate::progress::Progress;
use mola_finding::JsonFinding;
use mola_model::FileState;
use mola_run::{Request, Retried};
use serde::Serialize;
use std::path::PathBuf;

pub(crate) const RETRY_EXAMPLES: &str = "\
Examples:
  mola retry                            every file that was set aside
  mola retry undp/register.xlsx         one of them, by its path below the inbox or its name
  mola retry --pipeline pipelines/north

A file that breaks its mapping is read again by itself once the mapping or a code list changes, and a \
corrected one that is dropped again takes its place: neither needs this.

Exit codes: 0 all of them are counted now; 1 some are set aside still; 2 not done.";

/// `mola retry`
#[derive(Debug, clap::Args)]
pub struct RetryArgs {
    /// Files to read again [default: all that were set aside]
    #[arg(value_name = "FILE")]
    pub files: Vec<String>,
    /// Folder of the pipeline, or its name in pipelines/; may be left out where there is only one
    #[arg(long, value_name = "DIR")]
    pub pipeline: Option<PathBuf>,
    /// Store to use instead of .mola in the project folder
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
}

#[derive(Serialize)]
struct RetriedJson<'a> {
    #[serde(flatten)]
    retried: &'a Retried,
    findings_list: Vec<JsonFinding>,
}

pub(super) fn retry(call: &Call<'_>, args: &RetryArgs) -> Result<Answer, Failure> {
    let request = Request { store: args.store.clone(), ..call.request(args.pipeline.as_deref())? };
    let progress = Progress::new(&call.texts, call.shared.quiet || call.is_json());
    let retried = mola_run::retry(&request, &args.files, &|step| progress.show(step));
    progress.end();
    let retried = retried?.map_err(Failure::Faults)?;
    let aside = retried.files.iter().filter(|file| file.state != FileState::Accepted).count();
    let ending = if aside == 0 { Ending::Clean } else { Ending::Findings };
    if call.is_json() {
        let findings_list = JsonFinding::all(&retried.findings, call.texts.language);
        return Ok(Answer { text: json(&RetriedJson { retried: &retried, findings_list })?, ending });
    }
    let mut page = Page::default();
    page.line(&styled(BOLD, &retried.programme));
    if retried.files.is_empty() {
        page.line(&call.texts.get("retry-none"));
        return Ok(Answer::clean(page.into_text()));
    }
    super::status::files(&mut page, call, &retried.files);
    if !retried.findings.is_empty() {
        page.gap();
        page.listing(&retried.findings, &call.texts);
    }
    page.gap();
    let next = again(call, "run", args.pipeline.as_ref(), args.store.as_ref());
    page.whole_pairs(&[(call.texts.get("run-next"), vec![next])]);
    Ok(Answer { text: page.into_text(), ending })
}
