//! Text files: their encoding, their dialect, their records.

mod csv;
mod dialect;
mod encoding;
mod flaw;
mod repair;
mod scan;
mod writer;

pub(crate) use csv::{CsvSheet, CsvText};
pub use dialect::Dialect;
pub use encoding::{Encoding, EncodingOrigin};
pub(crate) use encoding::{decode, head_text};
pub use flaw::{Flaw, FlawKind, Flaws};
pub use writer::CsvWriter;
