//! Every format, with what writes it.

use crate::dhis2::{adx, dhis2};
use crate::facts::{FactTable, facts_csv};
use crate::html::html;
use crate::hxl::hxl;
use crate::iati::iati;
use crate::json::json;
use crate::package::package;
use crate::pdf::pdf;
use crate::sdmx::sdmx;
use crate::workbook::workbook;
use crate::{ParquetError, ReportError};
use mola_disclose::Released;
use mola_finding::Language;
use mola_model::{Donor, Format, Publication};

/// An issue on its way out: what it says, how it is published, and in which language.
#[derive(Debug, Clone, Copy)]
pub struct Edition<'a> {
    /// What may be shown.
    pub released: &'a Released,
    /// How it is published.
    pub publication: &'a Publication,
    /// Who it is for, where it is for somebody.
    pub donor: Option<&'a Donor>,
    /// The language; formats that have all languages in one file do not look at it.
    pub language: Language,
    /// Writes a table of facts as Parquet: this crate does not know polars, which has the writer.
    pub parquet: fn(&FactTable<'_>) -> Result<Vec<u8>, ParquetError>,
}

/// The file of an edition in one format. The same edition is the same bytes.
///
/// # Errors
/// When the issue goes past a limit of the format.
pub fn export(edition: &Edition<'_>, format: Format) -> Result<Vec<u8>, ReportError> {
    match format {
        Format::Xlsx => workbook(edition),
        Format::Html => Ok(html(edition)),
        Format::Pdf => pdf(edition),
        Format::Json => json(edition.released),
        Format::Csv => facts_csv(edition),
        Format::Parquet => Ok((edition.parquet)(&FactTable::of(edition))?),
        Format::Package => package(edition),
        Format::Iati => iati(edition),
        Format::Hxl => hxl(edition),
        Format::Dhis2 => dhis2(edition),
        Format::Adx => adx(edition),
        Format::Sdmx => sdmx(edition),
    }
}
