//! The files of an issue that is published as usual.

use mola_disclose::Released;
use mola_finding::Language;
use mola_model::{Format, Publication};
use mola_report::{Edition, export};

/// The file of an issue in one format.
pub fn file(released: &Released, language: Language, format: Format) -> Vec<u8> {
    let publication = Publication::default();
    let edition = Edition { released, publication: &publication, donor: None, language, parquet: |_| Ok(Vec::new()) };
    export(&edition, format).expect("a file")
}
