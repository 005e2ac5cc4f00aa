//! Bytes in, sheets of cells with absolute addresses out.
//!
//! This crate tells formats apart by content, decodes them, and keeps within limits: xlsx, xlsm,
//! xlsb, xls, ods, csv, tables of web pages and SpreadsheetML. What is damaged is refused with its
//! place, never read as something else. The crate may not know mappings or indicators; it is the
//! sole user of `csv`; `calamine` is the second opinion of its tests.
//!
//! ```
//! use mola_sheet::{Format, Hints, Limits, Value, Workbook};
//!
//! let bytes = b"sep=;\r\nprovince;people\r\nHerrera;80\r\n".to_vec();
//! let mut workbook = Workbook::open(bytes, &Hints::default(), &Limits::default())?;
//! assert_eq!(workbook.format(), Format::Csv);
//! let mut sheet = workbook.sheet(0)?;
//! let chunk = sheet.next_chunk()?.expect("there are rows");
//! let row = chunk.rows().last().expect("there are rows");
//! assert_eq!((row.number(), row.get(1)), (3, Value::Text("Herrera")));
//! # Ok::<(), mola_sheet::SheetError>(())
//! ```

mod chunk;
mod compound;
mod error;
mod held;
mod html;
mod limits;
mod locked;
mod markup;
mod moment;
mod number_format;
mod ods;
mod package;
mod printed;
mod sniff;
mod spreadsheetml;
mod table;
mod text;
mod value;
mod workbook;
mod xls;
mod xlsb;
mod xlsx;

pub use chunk::{Chunk, Row};
pub use error::{Damage, Found, Limit, SheetError, Spot};
pub use limits::{Hints, Limits, Mark, delimiter};
pub use printed::{CellPrinter, PrintedCell};
pub use sniff::{Format, sniff};
pub use table::{FoundTable, Ragged, TableError, TableHints, read_table};
pub use text::{CsvWriter, Dialect, Encoding, EncodingOrigin, Flaw, FlawKind, Flaws};
pub use value::{DateSerial, DateSystem, Value};
pub use workbook::{SheetInfo, SheetReader, Visibility, Workbook};
