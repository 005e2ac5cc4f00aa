//! `mola test`

use super::{Answer, Call, Ending, SCHEMA_VERSION, json, talk};
use crate::args::TestArgs;
use crate::failure::Failure;
use crate::page::{BAD, GOOD, Page, styled};
use mola_run::{Compared, Mismatch, RunError, Tested, TestedCase};
use serde::Serialize;

#[derive(Serialize)]
struct TestJson<'a> {
    schema_version: u32,
    file: &'a str,
    passed: usize,
    failed: usize,
    cases: &'a [TestedCase],
}

pub(super) fn test(call: &Call<'_>, args: &TestArgs) -> Result<Answer, Failure> {
    let request = call.request(args.pipeline.as_deref())?;
    match mola_run::test(&request, args.case.as_deref()) {
        Ok(tested) => answer(call, &tested.map_err(Failure::Faults)?),
        Err(RunError::NoCases { path, start }) if !call.is_json() => {
            talk(call, &Failure::Run(RunError::NoCases { path, start: String::new() }).text(&call.texts));
            Ok(Answer { text: start, ending: Ending::NotDone })
        }
        Err(error) => Err(error.into()),
    }
}

fn answer(call: &Call<'_>, tested: &Tested) -> Result<Answer, Failure> {
    let failed = tested.cases.iter().filter(|case| !case.differences.is_empty()).count();
    let passed = tested.cases.len() - failed;
    let ending = if failed == 0 { Ending::Clean } else { Ending::Findings };
    if call.is_json() {
        let Tested { file, cases } = tested;
        let text = json(&TestJson { schema_version: SCHEMA_VERSION, file, passed, failed, cases })?;
        return Ok(Answer { text, ending });
    }
    let mut page = Page::default();
    for case in &tested.cases {
        case.differences.iter().for_each(|difference| page.line(&line(call, &tested.file, case, difference)));
    }
    let count = |key, count: usize| call.texts.count(key, count as u64);
    let (passed, lost) = (count("test-passed", passed), count("test-failed", failed));
    let style = if failed == 0 { GOOD } else { BAD };
    let all = count("test-count", tested.cases.len());
    let values = [("cases", all.into()), ("passed", passed.into()), ("failed", styled(style, &lost).into())];
    page.line(&call.texts.with("test-summary", &values));
    Ok(Answer { text: page.into_text(), ending })
}

/// A difference as a compiler shows a fault, in one line, however long: programs read it too.
fn line(call: &Call<'_>, file: &str, case: &TestedCase, difference: &Mismatch) -> String {
    let Mismatch { line, column, subject, key, expected, found } = difference;
    let values = [
        ("name", case.name.as_str().into()),
        ("subject", subject.as_str().into()),
        ("key", key.as_str().into()),
        ("expected", shown(call, expected).into()),
        ("found", shown(call, found).into()),
    ];
    format!("{file}:{line}:{column}: {}", call.texts.with("test-line", &values))
}

/// A value as it stands in the file of cases, whatever the language.
fn shown(call: &Call<'_>, value: &Compared) -> String {
    match value {
        Compared::Nothing => call.texts.get("test-nothing"),
        Compared::Number(number) => number.to_string(),
        Compared::Word(word) => word.clone(),
        Compared::Flag(truth) => truth.to_string(),
    }
}
