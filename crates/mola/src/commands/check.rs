//! `mola check`

use super::{Answer, Call, Ending, SCHEMA_VERSION, json};
use crate::args::CheckArgs;
use crate::failure::Failure;
use crate::page::{BAD, BOLD, GOOD, Page, styled};
use mola_finding::{Finding, JsonFinding, Severity};
use mola_run::{CheckedMapping, CheckedProgramme, Request};
use serde::Serialize;

/// Files of one mapping that are listed by name.
const FILES_SHOWN: usize = 3;

#[derive(Serialize)]
struct CheckJson<'a> {
    schema_version: u32,
    /// None where the settings have faults.
    programme: Option<&'a str>,
    faults: Vec<JsonFinding>,
    mappings: &'a [CheckedMapping],
    waiting: &'a [String],
    /// Faults of the cases beside the pipeline: they stop `mola test` and no run.
    cases: Vec<JsonFinding>,
    /// Findings that do not stop a run, and files that no mapping takes.
    findings: Vec<JsonFinding>,
}

pub(super) fn check(call: &Call<'_>, args: &CheckArgs) -> Result<Answer, Failure> {
    let request = Request { inbox: args.inbox.clone(), ..call.request(args.pipeline.as_deref())? };
    match mola_run::check(&request)? {
        Ok(checked) => sound(call, &checked),
        Err(faults) => faulty(call, &faults),
    }
}

fn faulty(call: &Call<'_>, faults: &[Finding]) -> Result<Answer, Failure> {
    let text = if call.is_json() {
        json(&CheckJson {
            schema_version: SCHEMA_VERSION,
            programme: None,
            faults: JsonFinding::all(faults, call.texts.language),
            mappings: &[],
            waiting: &[],
            cases: Vec::new(),
            findings: Vec::new(),
        })?
    } else {
        let mut page = Page::default();
        page.faults(faults, &call.texts);
        page.gap();
        page.line(&styled(BAD, &call.texts.count("faults", faults.len() as u64)));
        page.into_text()
    };
    Ok(Answer { text, ending: Ending::NotDone })
}

fn sound(call: &Call<'_>, checked: &CheckedProgramme) -> Result<Answer, Failure> {
    let errors = checked.findings.iter().chain(&checked.cases).any(|finding| finding.severity == Severity::Error);
    let ending = if errors { Ending::Findings } else { Ending::Clean };
    if call.is_json() {
        let text = json(&CheckJson {
            schema_version: SCHEMA_VERSION,
            programme: Some(&checked.programme),
            faults: Vec::new(),
            mappings: &checked.mappings,
            waiting: &checked.waiting,
            cases: JsonFinding::all(&checked.cases, call.texts.language),
            findings: JsonFinding::all(&checked.findings, call.texts.language),
        })?;
        return Ok(Answer { text, ending });
    }
    let mut page = Page::default();
    page.line(&format!("{}: {}", styled(BOLD, &checked.programme), styled(GOOD, &call.texts.get("check-sound"))));
    page.gap();
    let pairs: Vec<(String, Vec<String>)> = checked.mappings.iter().map(|mapping| files(call, mapping)).collect();
    page.pairs(&pairs);
    if !checked.waiting.is_empty() {
        page.gap();
        page.pairs(&[(call.texts.get("status-waiting"), checked.waiting.clone())]);
    }
    page.gap();
    page.listing(&checked.findings, &call.texts);
    if !checked.cases.is_empty() {
        page.gap();
        page.faults(&checked.cases, &call.texts);
        page.gap();
        page.line(&styled(BAD, &call.texts.count("check-cases", checked.cases.len() as u64)));
    }
    Ok(Answer { text: page.into_text(), ending })
}

/// A mapping and the files that it takes: how many, and the first.
fn files(call: &Call<'_>, mapping: &CheckedMapping) -> (String, Vec<String>) {
    let count = mapping.files.len();
    let mut lines = vec![call.texts.count("check-files", count as u64)];
    lines.extend(mapping.files.iter().take(FILES_SHOWN).map(|file| format!("  {file}")));
    if count > FILES_SHOWN {
        lines.push(format!("  {}", call.texts.count("more", (count - FILES_SHOWN) as u64)));
    }
    (mapping.mapping.clone(), lines)
}
