//! Every format, with what writes it.

use crate::{ReportError, facts_csv, html, workbook};
use mola_disclose::Released;
use mola_finding::Language;
use mola_model::{Format, Publication};

/// An issue on its way out: what it says, how it is published, and in which language.
#[derive(Debug, Clone, Copy)]
pub struct Edition<'a> {
    /// What may be shown.
    pub released: &'a Released,
    /// How it is published.
    pub publication: &'a Publication,
    /// The language; formats that have all languages in one file do not look at it.
    pub language: Language,
}

/// The file of an edition in one format. The same edition is the same bytes.
///
/// # Errors
/// When the issue goes past a limit of the format.
pub fn export(edition: &Edition<'_>, format: Format) -> Result<Vec<u8>, ReportError> {
    let (released, language) = (edition.released, edition.language);
    match format {
        Format::Xlsx => workbook(released, language),
        Format::Html => Ok(html(released, language)),
        Format::Csv => facts_csv(released, language),
    }
}
