//! What agencies get back: for every file a receipt, or the workbook that says what to correct in it.

use crate::RunError;
use crate::consolidate::{moment, write};
use crate::intake::below_agency;
use crate::knowledge::{Held, Knowledge};
use crate::reading::Reader;
use crate::replies::identities;
use chrono::NaiveDate;
use mola_finding::{Arg, CellAddress, Finding, Language};
use mola_model::{FileState, Issue};
use mola_report::{FEEDBACK_MARK, Feedback, FeedbackCounts, FeedbackSheet, FeedbackValue};
use mola_sheet::{Format, Hints, Limits, Value, Visibility, Workbook};
use mola_spec::Mapping;
use mola_store::{Digest, DigestBuilder};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What was written for each file, by its path in the inbox: the digest of what it says.
pub(crate) type Told = BTreeMap<String, Digest>;

/// Writes to `folder` what is to be said of each file that counts or is quarantined, unless it was said before. A
/// workbook for an xlsx has its name: corrected, it takes the place of the file.
///
/// # Errors
/// When the folder or the store cannot be used.
pub(crate) fn give(
    reader: &Reader<'_>,
    known: &Knowledge,
    issue: &Issue,
    folder: &Path,
    before: &Told,
) -> Result<Told, RunError> {
    let mut by_file: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for row in &issue.findings {
        if let Some(file) = &row.finding.place.file {
            by_file.entry(file).or_default().push(&row.finding);
        }
    }
    let counted = known.counted.iter().map(|held| (held, FileState::Accepted));
    let quarantined = known.quarantined.iter().map(|held| (held, FileState::Quarantined));
    let aside = known.aside.iter().map(|aside| (&aside.held, aside.state()));
    let all: Vec<(&Held, FileState)> =
        counted.chain(quarantined).chain(aside).filter(|(held, _)| !held.submission.agency.is_empty()).collect();
    let due = reader.settings.pipeline.programme.cut_off(issue.period.last());
    let told = all.into_par_iter().map(|(held, state)| {
        let path = held.submission.path.as_str();
        let mut feedback = feedback(reader, held, state, Some(due));
        feedback.findings = by_file.get(path).cloned().unwrap_or_default();
        feedback.findings.sort_by(|one, other| one.place.cmp(&other.place));
        let digest = digest(&feedback)?;
        let target = folder.join(name(path, feedback.is_clean()));
        if before.get(path) != Some(&digest) || !target.is_file() {
            let bytes = if feedback.is_clean() {
                mola_report::receipt(&feedback).into_bytes()
            } else {
                feedback.identities = identities(reader, held, &feedback.findings);
                feedback.choices = choices(reader, &feedback.findings, feedback.language);
                feedback.sheets = own_sheets(reader, held);
                mola_report::feedback(&feedback)?
            };
            write(&target, &bytes)?;
            if !feedback.is_clean() {
                write(&twin(&target), mola_report::feedback_page(&feedback).as_bytes())?;
            }
        }
        Ok((path.to_owned(), digest))
    });
    told.collect()
}

/// The name of what is given back for a file. A receipt is a text; a workbook keeps the name of a workbook.
fn name(path: &str, is_clean: bool) -> PathBuf {
    let is_workbook = path.to_lowercase().ends_with(".xlsx");
    match (is_clean, is_workbook) {
        (true, _) => PathBuf::from(format!("{path}.txt")),
        (false, true) => PathBuf::from(path),
        (false, false) => PathBuf::from(format!("{path}.xlsx")),
    }
}

/// The page that says the same as a workbook, for whoever has no program for workbooks.
fn twin(workbook: &Path) -> PathBuf {
    let mut name = workbook.as_os_str().to_owned();
    name.push(".html");
    name.into()
}

fn mapping<'r>(reader: &'r Reader<'_>, held: &Held) -> Option<&'r Mapping> {
    reader.settings.pipeline.mappings.iter().find(|mapping| mapping.name == held.reading.source)
}

/// What can be said of a file before its findings are; `due` is the day on which the report is cut off.
pub(crate) fn feedback<'a>(
    reader: &'a Reader<'_>,
    held: &'a Held,
    state: FileState,
    due: Option<NaiveDate>,
) -> Feedback<'a> {
    let programme = &reader.settings.pipeline.programme;
    let submission = &held.submission;
    let agency = programme.agency(&submission.agency);
    let language = mapping(reader, held).map(|mapping| mapping.language).or(agency.map(|agency| agency.language));
    let language = language.unwrap_or(Language::Es);
    let counts = &held.reading.counts;
    Feedback {
        programme: programme.name.get(language),
        agency: programme.agency_name(&submission.agency, language),
        language,
        file: below_agency(&submission.path),
        content: submission.content.to_string(),
        received: moment(submission.received),
        source: &held.reading.source,
        run: &held.reading.id,
        state,
        counts: FeedbackCounts {
            read: counts.read,
            kept: counts.kept,
            refused: counts.refused,
            ignored: counts.ignored.values().sum(),
        },
        due,
        findings: Vec::new(),
        identities: Vec::new(),
        sheets: Vec::new(),
        choices: BTreeMap::new(),
    }
}

/// What tells one feedback from another.
fn digest(feedback: &Feedback<'_>) -> Result<Digest, RunError> {
    let mut digest = DigestBuilder::new();
    digest.part("reading", feedback.run.as_bytes()).part("content", feedback.content.as_bytes());
    digest.part("findings", serde_json::to_string(&feedback.findings)?.as_bytes());
    digest.part("due", format!("{:?} {:?}", feedback.due, feedback.received).as_bytes());
    Ok(digest.finish())
}

/// The labels of the code lists that findings name.
fn choices(reader: &Reader<'_>, findings: &[&Finding], language: Language) -> BTreeMap<String, Vec<String>> {
    let lists = &reader.settings.pipeline.codelists;
    let named = findings.iter().filter_map(|finding| match finding.args.get("list")? {
        Arg::Text(name) => Some((name.clone(), lists.get(name)?)),
        Arg::Number(_) => None,
    });
    let label = |entry: &mola_spec::CodeEntry| match entry.labels.get(language) {
        "" => entry.code.clone(),
        label => label.to_owned(),
    };
    named.map(|(name, list)| (name, list.codes.iter().map(label).collect())).collect()
}

/// The sheets of an xlsx as they came; none where it cannot be read, or is of another format: then the agency
/// corrects its own file.
fn own_sheets(reader: &Reader<'_>, held: &Held) -> Vec<FeedbackSheet> {
    let Ok(bytes) = reader.files.blob(&held.submission.content) else { return Vec::new() };
    let opened = Workbook::open(bytes, &Hints::default(), &Limits::default());
    let Some(mut workbook) = opened.ok().filter(|workbook| workbook.format() == Format::Xlsx) else {
        return Vec::new();
    };
    leave_out_own(&mut workbook);
    let sheets = (0..workbook.sheets().len()).map(|index| sheet(&mut workbook, index));
    sheets.collect::<Option<Vec<_>>>().unwrap_or_default()
}

fn sheet(workbook: &mut Workbook, index: usize) -> Option<FeedbackSheet> {
    let info = workbook.sheets().get(index)?.clone();
    let mut reader = workbook.sheet(index).ok()?;
    let (merges, hidden_columns) = (reader.merges().to_vec(), reader.hidden_columns().to_vec());
    let (mut cells, mut hidden_rows) = (Vec::new(), Vec::new());
    while let Some(chunk) = reader.next_chunk().ok()? {
        for row in chunk.rows() {
            hidden_rows.extend(row.is_hidden().then_some(row.number()));
            let own =
                row.cells().filter_map(|(column, value)| Some((CellAddress::new(row.number(), column), held(value)?)));
            cells.extend(own);
        }
    }
    let hidden = info.visibility != Visibility::Visible;
    Some(FeedbackSheet { name: info.name, hidden, cells, merges, hidden_rows, hidden_columns })
}

fn held(value: Value<'_>) -> Option<FeedbackValue> {
    Some(match value {
        Value::Empty | Value::Uncached => return None,
        Value::Text(text) => FeedbackValue::Text(text.to_owned()),
        Value::Number(number) => FeedbackValue::Number(number),
        Value::Bool(flag) => FeedbackValue::Flag(flag),
        Value::Date(serial) => FeedbackValue::Date(serial.in_1900()),
        Value::Error(error) => FeedbackValue::Text(error.to_string()),
    })
}

/// Leaves out the sheets that Mola added to a workbook that it gave back, so that what comes again is read like what
/// came first.
pub(crate) fn leave_out_own(workbook: &mut Workbook) {
    let Some(at) = workbook.sheets().iter().position(|sheet| sheet.name == FEEDBACK_MARK) else { return };
    let mut added = vec![FEEDBACK_MARK.to_owned()];
    if let Ok(mut reader) = workbook.sheet(at) {
        while let Ok(Some(chunk)) = reader.next_chunk() {
            for row in chunk.rows() {
                if let (Value::Text("sheet"), Value::Text(name)) = (row.get(1), row.get(2)) {
                    added.push(name.to_owned());
                }
            }
        }
    }
    workbook.leave_out(&added);
}
