//! A finding: something that someone must know, with its place, what was found, what was
//! expected, how to mend it and what it changes.
//!
//! This crate holds the catalogue of findings in Spanish, English and French and renders them as
//! text and as JSON. It does no I/O, reads no clock and knows neither spreadsheets nor frames.
//!
//! ```
//! use mola_finding::{CellAddress, Code, Finding, Language, Place};
//!
//! let place = Place::file("undp-2011-03.xlsx").sheet("Avance").cell(CellAddress::new(14, 6));
//! let finding = Finding::new(Code::NumberUnreadable, place).with("found", "aprox. 80").with("field", "horas");
//! let text = finding.text(Language::En);
//! assert!(text.contains("cell F14"));
//! assert!(text.contains("aprox. 80"));
//! ```

mod address;
mod arg;
mod catalogue;
mod code;
mod finding;
mod json;
mod language;
mod listing;
mod number;
mod place;

pub use address::{Area, CellAddress};
pub use arg::Arg;
pub use catalogue::{Catalogue, Message};
pub use code::{Code, Severity};
pub use finding::Finding;
pub use json::{JsonFinding, JsonPlace};
pub use language::{Language, UnknownLanguage};
pub use listing::{FileFindings, KindFindings, LISTED_OF_A_KIND, by_file, listing};
pub use place::Place;
