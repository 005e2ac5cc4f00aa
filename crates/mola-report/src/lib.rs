//! An issue in, files out: the common report as a workbook, and its facts as CSV; and for an agency's file the
//! workbook that says what to correct in it.
//!
//! This crate lays out, formats and chooses what to show; it computes no figure. It accepts only
//! what `mola-disclose` released, reads no clock and opens no file: the same issue is the same bytes.
//!
//! ```
//! use mola_finding::Language;
//!
//! // The words of the report are there for the terminal's summary too.
//! let words = mola_report::labels(Language::Es);
//! assert_eq!(words.get("sheet-indicators"), "Indicadores");
//! assert_eq!(words.period("2011-10".parse()?), "octubre de 2011");
//! # Ok::<(), mola_model::PeriodError>(())
//! ```

mod dhis2;
mod document;
mod drawing;
mod error;
mod export;
mod facts;
mod feedback;
mod html;
mod hxl;
mod iati;
mod json;
mod package;
mod pdf;
mod sdmx;
mod template;
mod words;
mod workbook;
mod xml;

pub use error::{ParquetError, ReportError};
pub use export::{Edition, export};
pub use facts::{FACTS_ON_SHEET, FactCell, FactColumn, FactKind, FactTable};
pub use feedback::{Feedback, FeedbackCounts, FeedbackSheet, FeedbackValue, reasons, receipt};
pub use html::feedback::feedback_page;
pub use json::report_schema;
pub use template::{TemplateError, fill};
pub use words::{Words, labels};
pub use workbook::{FEEDBACK_MARK, REVIEW_HEADINGS, REVIEW_WORDS, ReviewRow, feedback, portfolio, review_workbook};
