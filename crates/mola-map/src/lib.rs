//! Cells and a mapping in, canonical records and findings out. This crate does not look across
//! files, reads no disk and no clock, and knows nothing of file formats: it is handed a workbook.
//!
//! ```
//! use mola_finding::Code;
//! use mola_map::{Context, map};
//! use mola_sheet::{Hints, Limits, Workbook};
//! # let mapping = mola_map::doc_mapping();
//!
//! // The mapping reads `sexo`, `horas` and `fecha` of each line as a participation.
//! let bytes = "cedula;sexo;fecha;horas\n8-1-2;Mujer;31/01/2011;4,5\n8-1-3;Hombre;31/01/2011;aprox. 3\n";
//! let mut workbook = Workbook::open(bytes.into(), &Hints::default(), &Limits::default())?;
//! let context = Context::new("undp/enero.csv", "2011-01".parse()?, "2011-12".parse()?);
//! let mapped = map(&mut workbook, &mapping, &context).expect("the file fits its mapping");
//! assert_eq!(mapped.grains[0].1.height(), 2);
//! assert_eq!(mapped.findings[0].code, Code::NumberUnreadable);
//! assert_eq!(mapped.findings[0].place.cell.map(|cell| cell.to_string()).as_deref(), Some("D3"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod bind;
mod body;
mod carry;
mod choice;
mod code;
mod date;
mod day;
mod exact;
mod findings;
mod given;
mod header;
mod joined;
mod lineage;
mod month;
mod number;
mod output;
mod period;
mod plan_reader;
mod quantity;
mod reader;
mod record;
mod rules;
mod sheets;
mod shown;
mod span;
mod step;
mod survey;
mod table;
mod totals;
mod words;
mod workbook;

pub use lineage::{MappedTable, UnpivotedColumn, cell_of};
pub use workbook::map;

use chrono::NaiveDate;
use mola_finding::Finding;
use mola_frame::Grain;
use mola_model::{Period, Window};
use polars::frame::DataFrame;

/// What is known of a file besides its cells.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The file as findings name it: relative to the inbox.
    pub file: &'a str,
    /// Its path below the agency's folder, which patterns over the file's name see.
    pub path_below_agency: &'a str,
    /// The currency of amounts that name none (ISO 4217).
    pub currency: &'a str,
    /// The measures that a participation may carry.
    pub measures: &'a [String],
    /// The months of the programme.
    pub window: Window,
    /// The first day that a record can be about.
    pub earliest: NaiveDate,
    /// The last day that a record can be about.
    pub latest: NaiveDate,
}

impl<'a> Context<'a> {
    /// A file of a programme that runs from one period to another, in US dollars and without
    /// measures.
    pub fn new(file: &'a str, first: Period, last: Period) -> Self {
        let window = Window { first: first.first(), last: last.last() };
        let path_below_agency = file.split_once('/').map_or(file, |(_, path)| path);
        let (earliest, latest) = (window.first.first_day(), window.last.last_day());
        Self { file, path_below_agency, currency: "USD", measures: &[], window, earliest, latest }
    }
}

/// The records of one file.
#[derive(Debug)]
pub struct Mapped {
    /// The canonical tables that have rows: participations, observations, money, in this order.
    pub grains: Vec<(Grain, DataFrame)>,
    /// The personal fields of the participations, row by row beside them.
    pub personal: Option<DataFrame>,
    /// The tables that were found. A record's `table` is an index into them.
    pub tables: Vec<MappedTable>,
    /// What someone must know about the file.
    pub findings: Vec<Finding>,
}

/// The file breaks its mapping, and nothing of it can be counted: a sheet, a header or a column
/// that the mapping needs is missing, or the file itself is damaged.
#[derive(Debug)]
pub struct Refused {
    /// First what breaks the mapping, then what was found besides.
    pub findings: Vec<Finding>,
}
