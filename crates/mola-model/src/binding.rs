//! Which figure of an issue goes where in a workbook that somebody else made.

use mola_finding::{CellAddress, Place};

/// What is filled into a template.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Binding {
    /// What stands where there is no value; nothing where this is empty. It is never zero.
    pub missing: String,
    /// Single cells.
    pub cells: Vec<BoundCell>,
    /// Tables of the workbook, which grow.
    pub tables: Vec<BoundTable>,
}

/// A cell, and what it shows.
#[derive(Debug, Clone, PartialEq)]
pub struct BoundCell {
    /// Where it is.
    pub at: CellAt,
    /// What it shows.
    pub shows: Shows,
    /// Where the binding says so, for findings.
    pub place: Place,
}

/// Where a cell is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellAt {
    /// In a sheet.
    Sheet {
        /// The sheet's name.
        sheet: String,
        /// The cell.
        cell: CellAddress,
    },
    /// Under a defined name of the workbook.
    Name(String),
}

/// What a cell shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shows {
    /// A part of a figure; `{period}` in its id is the period of the report.
    Figure(String, Part),
    /// Something of the report.
    Report(Said),
}

/// A part of a figure, or of the indicator that it is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Its value.
    Value,
    /// The same in the period alone.
    InPeriod,
    /// The numerator of a share.
    Numerator,
    /// The denominator of a share, or the n of a mean.
    Denominator,
    /// The least that it can be.
    Low,
    /// The most that it can be.
    High,
    /// What it says in words.
    Text,
    /// What is known of it, in words.
    Status,
    /// Its id.
    Id,
    /// The indicator's code, or the code of a table's row.
    Code,
    /// The indicator's name, or that of a table's row.
    Label,
    /// The indicator's unit.
    Unit,
    /// Where the indicator started.
    Baseline,
    /// The overall target.
    Target,
    /// The milestone that is due.
    Milestone,
    /// Value over overall target, as a share of 1.
    OfTarget,
}

impl Part {
    /// The word in bindings.
    pub const ALL: [(&str, Self); 16] = [
        ("value", Self::Value),
        ("in_period", Self::InPeriod),
        ("numerator", Self::Numerator),
        ("denominator", Self::Denominator),
        ("low", Self::Low),
        ("high", Self::High),
        ("text", Self::Text),
        ("status", Self::Status),
        ("id", Self::Id),
        ("code", Self::Code),
        ("label", Self::Label),
        ("unit", Self::Unit),
        ("baseline", Self::Baseline),
        ("target", Self::Target),
        ("milestone", Self::Milestone),
        ("of_target", Self::OfTarget),
    ];
}

/// Something of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// The programme's name.
    Programme,
    /// Its code.
    Code,
    /// The period, in words.
    Period,
    /// The day of the state of knowledge.
    AsOf,
    /// Whether it is provisional, in words.
    Standing,
    /// Whom to ask.
    Contact,
}

impl Said {
    /// The word in bindings.
    pub const ALL: [(&str, Self); 6] = [
        ("programme", Self::Programme),
        ("code", Self::Code),
        ("period", Self::Period),
        ("as_of", Self::AsOf),
        ("standing", Self::Standing),
        ("contact", Self::Contact),
    ];
}

/// A table of the workbook, and what its rows are.
#[derive(Debug, Clone, PartialEq)]
pub struct BoundTable {
    /// Its name in the workbook.
    pub table: String,
    /// What its rows are.
    pub rows: Rows,
    /// By header what the column shows.
    pub columns: Vec<(String, Part)>,
    /// Where the binding says so, for findings.
    pub place: Place,
}

/// What the rows of a table are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rows {
    /// These indicators; all of them where none is named.
    Indicators(Vec<String>),
    /// The codes of a dimension, each with a figure narrowed to it.
    Codes {
        /// The dimension: `place`, `agency`, `sex`, …
        dimension: String,
        /// The id of the figure of all codes; `{period}` in it is the period of the report.
        figure: String,
    },
}
