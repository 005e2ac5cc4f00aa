//! Tests against the built `mola`, and what they have in common: a project of their own
//! ([`project`]), what a correct consolidation finds in it ([`truth`]), the tables of a report
//! ([`table`]), hostile files ([`hostile`]), what of an answer may be pinned ([`redaction`]) and the examples of a document
//! ([`transcript`]).

pub mod hostile;
mod hostile_specials;
pub mod project;
pub mod redaction;
pub mod table;
pub mod transcript;
pub mod truth;
