//! Writing a report out again: what was issued byte for byte, and whatever else can be made of what was kept.

use crate::consolidate::{report_folder, shown, store_folder, write};
use crate::issuing::{self, IssueStatus};
use crate::outputs;
use crate::record::{IssueRecord, RunRecord, short};
use crate::settings::Settings;
use crate::variants::Variants;
use crate::{Request, RunError};
use mola_disclose::Released;
use mola_finding::{Finding, Language};
use mola_model::{Donor, Format};
use mola_store::{Digest, Store};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// The version of the shape of [`Reported`].
const SCHEMA_VERSION: u32 = 1;

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// The beginning of an issue's id, or a period, whose last issue is meant; none is the last run.
    pub issue: Option<String>,
    /// The formats; where none is named, those that were issued or that the pipeline names.
    pub formats: Vec<Format>,
    /// Whether everything is asked for: every format in every language, and all donors' reports.
    pub all: bool,
    /// The donor whose report is asked for.
    pub donor: Option<String>,
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
    let writing = match Writing::open(request, wanted)? {
        Ok(writing) => writing,
        Err(faults) => return Ok(Err(faults)),
    };
    let subject = writing.subject()?;
    let made = writing.files(&subject)?;
    // All files are there before one is written.
    let mut files = BTreeMap::new();
    for (name, bytes) in &made {
        let path = writing.folder().join(name);
        write(&path, bytes)?;
        files.insert(outputs::absolute(&path), Digest::of(bytes).to_string());
    }
    Ok(Ok(writing.reported(&subject, files)))
}

/// A report being written out.
pub(crate) struct Writing<'a> {
    request: &'a Request,
    wanted: &'a Wanted,
    pub settings: Settings,
    store: Store,
}

/// What is written out: an issue, or the last run.
pub(crate) struct Subject {
    issue: Option<(IssueStatus, IssueRecord)>,
    period: String,
    /// How the names of its files begin.
    pub stem: String,
    kept: Option<Digest>,
}

/// One file that is asked for.
struct Asked<'a> {
    donor: Option<&'a Donor>,
    language: Language,
    format: Format,
}

impl<'a> Writing<'a> {
    /// The inner error are the faults of the pipeline.
    pub fn open(request: &'a Request, wanted: &'a Wanted) -> Result<Result<Self, Vec<Finding>>, RunError> {
        let settings = match Settings::load(&request.pipeline)? {
            Ok(settings) => settings,
            Err(faults) => return Ok(Err(faults)),
        };
        let store = Store::open_read(&store_folder(request.store.as_deref(), &settings), &request.keys)?;
        Ok(Ok(Self { request, wanted, settings, store }))
    }

    pub fn subject(&self) -> Result<Subject, RunError> {
        let programme = self.settings.pipeline.programme.code.as_str();
        let Some(asked) = &self.wanted.issue else {
            let last = self.store.runs(programme)?.iter().rev().find_map(RunRecord::read);
            let record = last.filter(|record| record.released.is_some()).ok_or_else(|| self.no_run())?;
            let period = record.summary.period;
            return Ok(Subject { issue: None, stem: format!("{programme}_{period}"), period, kept: record.released });
        };
        let entries = self.store.issues(programme)?;
        let entry = issuing::find(&self.store, &self.settings, &entries, asked)?;
        let record = issuing::record(&self.store.files(), entry)?;
        let status = issuing::status(entry, issuing::state(&entries, entry));
        Ok(Subject {
            period: record.period.clone(),
            stem: format!("{programme}_{}_{}", record.period, short(&entry.id)),
            kept: record.released,
            issue: Some((status, record)),
        })
    }

    fn no_run(&self) -> RunError {
        RunError::NoRun(shown(&self.settings.folder, &self.settings.root))
    }

    /// Every file that is asked for, by name.
    fn files(&self, subject: &Subject) -> Result<BTreeMap<String, Arc<[u8]>>, RunError> {
        let mut made = BTreeMap::new();
        let mut variants = None;
        for Asked { donor, language, format } in self.asked(subject)? {
            let issued = subject.issue.as_ref().and_then(|(_, record)| record.output(language, format));
            let bytes = match issued.filter(|_| donor.is_none()) {
                // The store gives no bytes but those whose digest is the name of the blob.
                Some(content) => self.store.files().blob(&content)?.into(),
                None => {
                    if variants.is_none() {
                        let kept = subject.kept.ok_or_else(|| subject.absent(language, format))?;
                        variants = Some(Variants::new(outputs::kept(&self.store.files(), &kept)?, &self.settings));
                    }
                    let Some(variants) = &mut variants else { continue };
                    variants.file(donor, language, format)?
                }
            };
            let stem = donor.map_or(subject.stem.clone(), |donor| format!("{}_{}", subject.stem, donor.code));
            made.insert(outputs::name(&stem, language, format), bytes);
        }
        Ok(made)
    }

    /// The donors whose reports are asked for; none is the report of the programme itself.
    pub fn donors(&self) -> Result<Vec<Option<&Donor>>, RunError> {
        let all = &self.settings.pipeline.publication.donors;
        let Some(asked) = &self.wanted.donor else {
            return Ok(std::iter::once(None).chain(all.iter().filter(|_| self.wanted.all).map(Some)).collect());
        };
        match all.iter().find(|donor| donor.code == *asked) {
            Some(donor) => Ok(vec![Some(donor)]),
            None => {
                let there = all.iter().map(|donor| donor.code.clone()).collect();
                Err(RunError::NoDonor { donor: asked.clone(), there })
            }
        }
    }

    /// Donors, languages and formats that are asked for. A file for all languages stands in the first of them. A format that
    /// the pipeline does not say enough for is refused where it is named, and is not part of all.
    fn asked(&self, subject: &Subject) -> Result<Vec<Asked<'_>>, RunError> {
        let lacks = |format: &Format| self.settings.pipeline.publication.lacks(*format);
        if let Some((format, table)) = self.wanted.formats.iter().find_map(|format| Some((format, lacks(format)?))) {
            let pipeline = shown(&self.settings.folder, &self.settings.root);
            return Err(RunError::FormatUnsaid { format: format.to_string(), table: table.to_owned(), pipeline });
        }
        let languages = if self.wanted.all { Language::ALL.to_vec() } else { vec![self.request.language] };
        let usual = &self.settings.pipeline.publication.formats;
        let mut asked = Vec::new();
        for donor in self.donors()? {
            let formats = match (donor, &subject.issue) {
                _ if !self.wanted.formats.is_empty() => self.wanted.formats.clone(),
                (Some(donor), _) if !donor.formats.is_empty() => donor.formats.clone(),
                (Some(_), _) => usual.clone(),
                (None, _) if self.wanted.all => Format::ALL.to_vec(),
                (None, Some((_, record))) => record.formats(),
                (None, None) => usual.clone(),
            };
            for language in &languages {
                let own = formats.iter().filter(|format| format.is_in_languages() || *language == languages[0]);
                let own = own.filter(|format| lacks(format).is_none());
                asked.extend(own.map(|format| Asked { donor, language: *language, format: *format }));
            }
        }
        Ok(asked)
    }

    /// Where files go.
    pub fn folder(&self) -> PathBuf {
        report_folder(self.request, &self.settings)
    }

    pub fn reported(&self, subject: &Subject, files: BTreeMap<String, String>) -> Reported {
        let issue = subject.issue.as_ref().map(|(status, _)| status.clone());
        Reported { schema_version: SCHEMA_VERSION, issue, period: subject.period.clone(), files }
    }
}

impl Subject {
    /// What may be shown, as it was kept.
    pub fn released(&self, writing: &Writing<'_>) -> Result<Released, RunError> {
        let kept = self.kept.ok_or_else(|| self.absent(writing.request.language, Format::Xlsx))?;
        outputs::kept(&writing.store.files(), &kept)
    }

    /// Of an issue that was closed before issues were kept whole there is only what was issued.
    fn absent(&self, language: Language, format: Format) -> RunError {
        let (issue, outputs) = match &self.issue {
            Some((status, record)) => (status.id.chars().take(12).collect(), record.outputs.as_slice()),
            None => (String::new(), [].as_slice()),
        };
        let in_format = outputs.iter().filter(|output| output.ending == format.ending());
        let mut there: Vec<String> =
            in_format.filter_map(|output| output.language).map(|own| own.to_string()).collect();
        if !there.is_empty() {
            there.dedup();
            return RunError::LanguageAbsent { issue, language: language.to_string(), there };
        }
        there = outputs.iter().map(|output| output.ending.clone()).collect();
        there.sort();
        there.dedup();
        RunError::FormatAbsent { issue, format: format.to_string(), there }
    }
}
