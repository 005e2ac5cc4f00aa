//! For tests: a workbook read back as text, cell by cell, and two workbooks compared by what they
//! hold.
//!
//! Reading goes through `calamine`, which has no part in writing: what a test sees is what another
//! program sees. This crate knows neither programmes nor reports, and nothing that ships needs it.
//!
//! ```
//! use mola_testkit::WorkbookText;
//!
//! let mut before = WorkbookText::default();
//! before.put("Money", "C5", "1200");
//! let mut after = before.clone();
//! after.put("Money", "C5", "1300");
//! after.put("Money", "C6", "7");
//!
//! let difference = before.difference(&after);
//! assert_eq!(difference.to_string(), "Money!C5: \"1200\" became \"1300\"\nMoney!C6: \"7\" is new\n");
//! ```

mod difference;
mod workbook;

pub use difference::{Change, Difference};
pub use workbook::{SheetText, WorkbookError, WorkbookText};
