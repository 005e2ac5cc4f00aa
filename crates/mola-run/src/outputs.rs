//! The files of a report, and what is kept so that more of them can be made later.

use crate::RunError;
use crate::parquet::parquet;
use crate::record::file_name;
use crate::settings::Settings;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use mola_disclose::Released;
use mola_finding::Language;
use mola_model::Format;
use mola_report::Edition;
use mola_store::{Digest, Files};
use std::io::{Read, Write};
use std::path::Path;

/// What is shown, as the pipeline has it published.
pub(crate) fn edition<'a>(released: &'a Released, settings: &'a Settings, language: Language) -> Edition<'a> {
    Edition { released, publication: &settings.pipeline.publication, donor: None, language, parquet }
}

/// The formats that a run writes: those that the pipeline names, and the facts where the workbook leaves them out.
pub(crate) fn usual(edition: &Edition<'_>) -> Vec<Format> {
    let mut formats = edition.publication.formats.clone();
    if edition.released.issue().facts.len() > mola_report::FACTS_ON_SHEET && !formats.contains(&Format::Csv) {
        formats.push(Format::Csv);
    }
    formats
}

/// The name of a file.
pub(crate) fn name(stem: &str, language: Language, format: Format) -> String {
    file_name(stem, format.is_in_languages().then_some(language), format.ending())
}

/// A path as answers name it.
pub(crate) fn absolute(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).to_string_lossy().into_owned()
}

/// Keeps what a report shows, whole. It is what `mola-disclose` released: nothing that is hidden is in it.
pub(crate) fn keep(files: &Files, released: &Released) -> Result<Digest, RunError> {
    let packed = |source| RunError::Unwritable { path: "the kept report".into(), source };
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(&serde_json::to_vec(released)?).map_err(packed)?;
    Ok(files.put_blob(&encoder.finish().map_err(packed)?)?)
}

/// What a report showed, as it was kept.
pub(crate) fn kept(files: &Files, digest: &Digest) -> Result<Released, RunError> {
    let mut text = Vec::new();
    let unpacked = DeflateDecoder::new(files.blob(digest)?.as_slice()).read_to_end(&mut text);
    unpacked.map_err(|source| RunError::Unreadable { path: "the kept report".into(), source })?;
    Ok(serde_json::from_slice(&text)?)
}
