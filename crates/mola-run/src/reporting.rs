//! Writing a report out again: what was issued byte for byte, and whatever else can be made of what was kept.

use crate::consolidate::{report_folder, shown, store_folder, write};
use crate::issuing::{self, IssueStatus};
use crate::outputs;
use crate::record::{IssueRecord, RunRecord, short};
use crate::settings::Settings;
use crate::{Request, RunError};
use mola_disclose::Released;
use mola_finding::{Finding, Language};
use mola_model::Format;
use mola_store::{Digest, IssueEntry, Store};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The version of the shape of [`Reported`].
const SCHEMA_VERSION: u32 = 1;

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// The beginning of an issue's id, or a period, whose last issue is meant; none is the last run.
    pub issue: Option<String>,
    /// The formats; where none is named, those that were issued or that the pipeline names.
    pub formats: Vec<Format>,
    /// Whether everything is asked for: every format in every language.
    pub all: bool,
}

/// A report, written out again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reported {
    /// The version of this shape.
    pub schema_version: u32,
    /// The issue; none where it is the last run.
    pub issue: Option<IssueStatus>,
    /// The period that is reported.
    pub period: String,
    /// The files, absolute, with the SHA-256 of their bytes.
    pub files: BTreeMap<String, String>,
}

/// Writes the files of an issue or of the last run. What was issued is given byte for byte; any other format or
/// language is made of what was kept. The inner error are the faults of the pipeline.
///
/// # Errors
/// When there is no such issue or no run, what the store holds is not what was issued, or a file can neither be
/// given nor made.
pub fn report(request: &Request, wanted: &Wanted) -> Result<Result<Reported, Vec<Finding>>, RunError> {
    let settings = match Settings::load(&request.pipeline)? {
        Ok(settings) => settings,
        Err(faults) => return Ok(Err(faults)),
    };
    let store = Store::open_read(&store_folder(request.store.as_deref(), &settings), &request.keys)?;
    let writing = Writing { request, settings: &settings, store: &store, wanted };
    let reported = match &wanted.issue {
        Some(asked) => writing.issue(asked)?,
        None => writing.last_run()?,
    };
    Ok(Ok(reported))
}

struct Writing<'a> {
    request: &'a Request,
    settings: &'a Settings,
    store: &'a Store,
    wanted: &'a Wanted,
}

impl Writing<'_> {
    fn issue(&self, asked: &str) -> Result<Reported, RunError> {
        let entries = self.store.issues(&self.settings.pipeline.programme.code)?;
        let entry = issuing::find(self.store, self.settings, &entries, asked)?;
        let record = issuing::record(&self.store.files(), entry)?;
        let is_issued = |format: &Format| record.outputs.iter().any(|output| output.ending == format.ending());
        let formats: Vec<Format> = Format::ALL.iter().copied().filter(is_issued).collect();
        let mut made = BTreeMap::new();
        let released = record.released.map(|kept| outputs::kept(&self.store.files(), &kept)).transpose()?;
        for (language, format) in self.asked(&formats)? {
            let name = outputs::name(&self.stem(&record, &entry.id), language, format);
            let bytes = match record.output(language, format) {
                // The store gives no bytes but those whose digest is the name of the blob.
                Some(content) => self.store.files().blob(&content)?,
                None => self.make(
                    released.as_ref().ok_or_else(|| absent(&record, entry, language, format))?,
                    language,
                    format,
                )?,
            };
            made.insert(name, bytes);
        }
        let status = issuing::status(entry, issuing::state(&entries, entry));
        Ok(Reported { issue: Some(status), ..self.write(&record.period, made)? })
    }

    fn last_run(&self) -> Result<Reported, RunError> {
        let programme = self.settings.pipeline.programme.code.as_str();
        let last = self.store.runs(programme)?.iter().rev().find_map(RunRecord::read);
        let kept = last.and_then(|record| Some((record.released?, record.summary.period)));
        let no_run = || RunError::NoRun(shown(&self.settings.folder, &self.settings.root));
        let (kept, period) = kept.ok_or_else(no_run)?;
        let released = outputs::kept(&self.store.files(), &kept)?;
        let stem = format!("{programme}_{period}");
        let mut made = BTreeMap::new();
        for (language, format) in self.asked(&self.settings.pipeline.publication.formats)? {
            made.insert(outputs::name(&stem, language, format), self.make(&released, language, format)?);
        }
        self.write(&period, made)
    }

    /// Languages and formats that are asked for, where `usual` are the formats if none is named. A file for all
    /// languages stands in the first of them. A format that the pipeline does not say enough for is refused where it
    /// is named, and is not part of all.
    fn asked(&self, usual: &[Format]) -> Result<Vec<(Language, Format)>, RunError> {
        let lacks = |format: &Format| self.settings.pipeline.publication.lacks(*format);
        if let Some((format, table)) = self.wanted.formats.iter().find_map(|format| Some((format, lacks(format)?))) {
            let pipeline = shown(&self.settings.folder, &self.settings.root);
            return Err(RunError::FormatUnsaid { format: format.to_string(), table: table.to_owned(), pipeline });
        }
        let languages = if self.wanted.all { Language::ALL.to_vec() } else { vec![self.request.language] };
        let formats = match &self.wanted.formats {
            formats if !formats.is_empty() => formats.as_slice(),
            _ if self.wanted.all => Format::ALL,
            _ => usual,
        };
        let first = languages[0];
        let pairs = languages.iter().flat_map(|language| formats.iter().map(|format| (*language, *format)));
        let pairs = pairs.filter(|(language, format)| format.is_in_languages() || *language == first);
        Ok(pairs.filter(|(_, format)| lacks(format).is_none()).collect())
    }

    fn make(&self, released: &Released, language: Language, format: Format) -> Result<Vec<u8>, RunError> {
        Ok(mola_report::export(&outputs::edition(released, self.settings, language), format)?)
    }

    fn stem(&self, record: &IssueRecord, id: &Digest) -> String {
        format!("{}_{}_{}", record.programme, record.period, short(id))
    }

    /// All files are there before one is written.
    fn write(&self, period: &str, made: BTreeMap<String, Vec<u8>>) -> Result<Reported, RunError> {
        let folder = report_folder(self.request, self.settings);
        let mut files = BTreeMap::new();
        for (name, bytes) in &made {
            let path = folder.join(name);
            write(&path, bytes)?;
            files.insert(absolute(&path), Digest::of(bytes).to_string());
        }
        Ok(Reported { schema_version: SCHEMA_VERSION, issue: None, period: period.to_owned(), files })
    }
}

/// Of an issue that was closed before issues were kept whole there is only what was issued.
fn absent(record: &IssueRecord, entry: &IssueEntry, language: Language, format: Format) -> RunError {
    let in_format = record.outputs.iter().filter(|output| output.ending == format.ending());
    let mut there: Vec<String> = in_format.filter_map(|output| output.language).map(|own| own.to_string()).collect();
    let issue = short(&entry.id);
    if !there.is_empty() {
        there.dedup();
        return RunError::LanguageAbsent { issue, language: language.to_string(), there };
    }
    there = record.outputs.iter().map(|output| output.ending.clone()).collect();
    there.sort();
    there.dedup();
    RunError::FormatAbsent { issue, format: format.to_string(), there }
}

fn absolute(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| PathBuf::from(path)).to_string_lossy().into_owned()
}
