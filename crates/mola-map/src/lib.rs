//! Cells and a mapping in, canonical records and findings out. This crate does not look across
//! files, reads no disk and no clock, and knows nothing of file formats: it is handed a workbook.
//!
//! ```
//! # use mola_spec::{PipelineFiles, SettingsText, pipeline, resolve};
//! # let main = SettingsText::new("pipeline.toml", r#"
//! # schema_version = 1
//! # measures = { hours = { unit = "hours" } }
//! # [programme]
//! # code = "DEMO"
//! # name = "An invented programme"
//! # currency = "USD"
//! # first = "2011-01"
//! # last = "2011-12"
//! # [inbox]
//! # path = "inbox"
//! # [[agency]]
//! # code = "undp"
//! # name = "UNDP"
//! # language = "es"
//! # [[source]]
//! # mapping = "register.toml"
//! # cycle = "monthly"
//! # due_days = 15
//! # "#);
//! use mola_map::{Context, cell_of, map};
//! use mola_sheet::{Hints, Limits, Workbook};
//!
//! let mapping = r#"
//! agency = "undp"
//! files = ["*.csv"]
//! [[table]]
//! name = "register"
//! header = { contains = ["cedula", "fecha"] }
//! grain = "participation"
//! beneficiary = "person"
//! [table.fields]
//! identifier = { column = "Cédula", required = true }
//! date = { column = "Fecha", required = true }
//! hours = { column = "Horas" }
//! "#;
//! # let files = PipelineFiles {
//! #     indicators: SettingsText::new("indicators.csv", "code,kind,label_en,beneficiary\nBEN-D,unique,People,person\n"),
//! #     mappings: vec![SettingsText::new("register.toml", mapping)],
//! #     ..PipelineFiles::default()
//! # };
//! # let (pipeline, findings) = resolve(pipeline(&main).0.expect("a pipeline"), &files);
//! # let pipeline = pipeline.unwrap_or_else(|| panic!("{findings:?}"));
//! # let (mapping, own) = (&pipeline.mappings[0], &pipeline.own);
//! let bytes = "cedula;fecha;horas\n8-1-2;31/01/2011;4,5\n8-1-3;31/01/2011;aprox. 3\n";
//! let mut workbook = Workbook::open(bytes.into(), &Hints::default(), &Limits::default())?;
//! let context = Context::new("undp/enero.csv", "2011-01".parse()?, "2011-12".parse()?);
//! let mapped = map(&mut workbook, mapping, &Context { own, ..context }).expect("the file fits its mapping");
//!
//! let (_, participations) = &mapped.grains[0];
//! assert_eq!(participations.height(), 2);
//! assert_eq!(mapped.findings[0].code.as_str(), "number-unreadable");
//! assert_eq!(mapped.findings[0].place.cell, cell_of(&mapped.tables[0], 3, "hours", None));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod age_band;
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
mod outside;
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
mod sums;
mod survey;
mod table;
mod totals;
mod version;
mod words;
mod workbook;

pub use lineage::{MappedTable, UnpivotedColumn, cell_of};
pub use workbook::map;

use chrono::NaiveDate;
use mola_finding::Finding;
use mola_frame::Grain;
use mola_model::{OwnColumns, Period, Window};
use mola_spec::mapping::GrainPlan;
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
    /// The columns that the programme names itself.
    pub own: &'a OwnColumns,
    /// The months of the programme.
    pub window: Window,
    /// The first day that a record can be about.
    pub earliest: NaiveDate,
    /// The last day that a record can be about.
    pub latest: NaiveDate,
    /// The first day that an observation can be about, where it lies before `earliest`: what was so
    /// before the programme began is reported as a baseline.
    pub baseline: NaiveDate,
}

impl<'a> Context<'a> {
    /// A file of a programme that runs from one period to another, in US dollars and without
    /// columns of its own.
    pub fn new(file: &'a str, first: Period, last: Period) -> Self {
        let window = Window { first: first.first(), last: last.last() };
        let path_below_agency = file.split_once('/').map_or(file, |(_, path)| path);
        let (earliest, latest) = (window.first.first_day(), window.last.last_day());
        const NONE: &OwnColumns = &OwnColumns { measures: Vec::new(), dimensions: Vec::new() };
        Self { file, path_below_agency, currency: "USD", own: NONE, window, earliest, latest, baseline: earliest }
    }

    /// The first day that a record of this grain can be about.
    pub(crate) fn first_day(&self, grain: GrainPlan) -> NaiveDate {
        if grain == GrainPlan::Observation { self.earliest.min(self.baseline) } else { self.earliest }
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
    /// Which version of its report the file says it is, where its mapping asks: a later one has the greater text.
    pub version: Option<String>,
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
