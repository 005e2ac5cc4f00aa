//! The resolved plan of a mapping: what `mola-map` carries out.

use globset::GlobMatcher;
use mola_finding::{Area, CellAddress, Language};
use mola_model::{Kind, MoneyFlow};
use regex::Regex;
use std::sync::Arc;

use crate::codelist::CodeList;
use crate::fold::fold;

/// How one source of one agency becomes canonical records.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// Its name: the file's name without `.toml`.
    pub name: String,
    /// The agency whose files it reads.
    pub agency: String,
    /// The language of the source, in which the agency is answered.
    pub language: Language,
    /// Which files it takes: globs over the path below the agency's folder. Any one fits.
    pub files: Vec<GlobMatcher>,
    /// The encoding of a text file, where declared.
    pub encoding: Option<String>,
    /// The delimiter of a text file, where declared.
    pub delimiter: Option<String>,
    /// The character around fields of a text file, or `none`, where declared.
    pub quote: Option<String>,
    /// The character before a quotation mark that is text, or `none`, where declared.
    pub escape: Option<String>,
    /// How a file takes the place of an older one about the same, where it does so under another name.
    pub versions: Option<VersionPlan>,
    /// The tables to find.
    pub tables: Vec<TablePlan>,
    /// The names of the code lists that it looks texts up in, sorted: together with the mapping's
    /// own text they are what its version consists of.
    pub depends: Vec<String>,
}

impl Mapping {
    /// Whether it takes the file at `path`, which is relative to the agency's folder and separated
    /// by `/`.
    pub fn takes(&self, path: &str) -> bool {
        self.files.iter().any(|glob| glob.is_match(path))
    }
}

/// How a file takes the place of an older one about the same.
#[derive(Debug, Clone)]
pub struct VersionPlan {
    /// Files in whose path its groups find the same texts are about the same; none takes the months of the records.
    pub same: Option<Regex>,
    /// Which of them counts.
    pub order: VersionOrder,
}

/// Which of several files about the same counts.
#[derive(Debug, Clone)]
pub enum VersionOrder {
    /// The one that came last.
    Arrival,
    /// The one with the highest number or date in the first group of this pattern over its path.
    File(Regex),
    /// The one with the highest number or date in this cell of its first table's sheet: the first group of the
    /// pattern, or all of it.
    Cell(CellAddress, Option<Regex>),
}

/// The canonical grain that a table feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrainPlan {
    /// Beneficiaries of this kind took part in activities.
    Participation(Kind),
    /// Values of indicators.
    Observation,
    /// Amounts of money.
    Money,
}

/// One table to find on a sheet, and how its rows become records.
#[derive(Debug, Clone)]
pub struct TablePlan {
    /// Its name, for findings and lineage.
    pub name: String,
    /// The sheets it is looked for on.
    pub sheets: SheetChoice,
    /// Whether a file without this table is whole all the same.
    pub optional: bool,
    /// Where the header is.
    pub header: HeaderPlan,
    /// Where the table ends.
    pub stop: StopPlan,
    /// Rows to leave out, each rule with its name.
    pub skip: Vec<SkipRule>,
    /// Whether hidden rows are left out (rule `hidden`).
    pub skip_hidden: bool,
    /// Whether the cells of a merged range all have the value of its first cell.
    pub fill_merged: bool,
    /// Columns whose blank cells take the value above.
    pub fill_down: Vec<ColumnChoice>,
    /// Columns that become rows.
    pub unpivot: Option<Unpivot>,
    /// What a row is.
    pub grain: GrainPlan,
    /// The fields of a record.
    pub fields: Vec<FieldPlan>,
    /// Whether values are cumulative since the programme's start.
    pub cumulative: bool,
    /// Sums that must agree with the source's own total row.
    pub totals: Vec<TotalCheck>,
    /// Columns that must be the sum of others in each row.
    pub sums: Vec<SumCheck>,
    /// Fewest and most rows that the table is expected to have; 0 and `u64::MAX` where one of the
    /// two is not said.
    pub rows: Option<(u64, u64)>,
    /// How its texts are read.
    pub values: ValueRules,
}

/// Which sheets a table is on. Hidden sheets are read only where they are named without a pattern.
#[derive(Debug, Clone)]
pub enum SheetChoice {
    /// The first sheet that is not hidden.
    First,
    /// The sheet with this number, from 1, hidden or not.
    Index(usize),
    /// Every sheet whose name fits one of these, ignoring case and accents.
    Named(Vec<SheetName>),
    /// Every sheet that is not hidden; those without the header are left out.
    Each,
}

/// A name of a sheet, or a glob over names.
#[derive(Debug, Clone)]
pub struct SheetName {
    /// The name or glob as written, for findings.
    pub written: String,
    /// A glob over the folded name.
    pub glob: GlobMatcher,
    /// Whether it names one sheet without a pattern; only so a hidden sheet is read.
    pub literal: bool,
}

impl SheetName {
    /// Whether a sheet of this name, hidden or not, is meant.
    pub fn fits(&self, name: &str, hidden: bool) -> bool {
        (self.literal || !hidden) && self.glob.is_match(fold(name))
    }
}

/// Where the header of a table is, and how many rows it has.
#[derive(Debug, Clone)]
pub struct HeaderPlan {
    /// Where it is.
    pub place: HeaderPlace,
    /// Rows it has; their texts are joined with ` / `, a merged or blank upper cell running on to
    /// the right.
    pub rows: u32,
}

/// Where the header of a table is.
#[derive(Debug, Clone)]
pub enum HeaderPlace {
    /// The first row, within so many rows from the sheet's first, that holds all of these texts
    /// (compared without case, accents and outer blanks). It is the *last* header row.
    Containing {
        /// The texts.
        texts: Vec<String>,
        /// Rows searched, from the sheet's first or after the anchor.
        within: u32,
        /// Text that must stand in some cell of an earlier row; the search starts below it.
        after: Option<Regex>,
    },
    /// The row with this number, from 1, is the last header row.
    Row(u32),
    /// The first row of this area is the header; the table lies inside it.
    Area(Area),
    /// There is no header: columns are named by letter.
    None {
        /// The first row of data, from 1.
        first_row: u32,
    },
}

/// Where a table ends: before the first row that fits.
#[derive(Debug, Clone)]
pub struct StopPlan {
    /// So many blank rows in a row end the table; 0 never does.
    pub blank_rows: u32,
    /// A row whose first filled cell fits one of these ends the table.
    pub first_cell: Vec<Regex>,
}

/// A rule that leaves rows out.
#[derive(Debug, Clone)]
pub struct SkipRule {
    /// Its name, under which the rows are counted.
    pub name: String,
    /// The column that is looked at; none looks at the first filled cell.
    pub column: Option<ColumnChoice>,
    /// What its text must fit; none fits a blank cell.
    pub pattern: Option<Regex>,
}

/// How a column is found.
#[derive(Debug, Clone)]
pub enum ColumnChoice {
    /// By one of these headers, compared without case, accents, outer blanks and punctuation at
    /// the end; the n-th (from 1) where several are alike.
    Named {
        /// The header and its aliases.
        names: Vec<String>,
        /// Which of several alike, from 1; 0 where the mapping does not count: then two alike are
        /// a fault of the file.
        nth: u32,
    },
    /// By a pattern over the joined header as it stands in the file. A header written as a glob
    /// becomes such a pattern too, one that ignores case and accents.
    Fits(Regex),
    /// By its number, from 1 (A).
    Position(u32),
}

/// Columns that become rows: each column whose joined header fits gives one record a row.
#[derive(Debug, Clone)]
pub struct Unpivot {
    /// What the joined header must fit; its named groups are sources of fields.
    pub pattern: Regex,
    /// Whether a blank cell gives a record with the status *missing* (observations), or none.
    pub keep_blank: bool,
}

/// What a field is: a canonical column of the grain, a measure, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The canonical column or measure of this name (`mola_frame::column`). Every grain takes a
    /// `date`; an observation has no such column and takes its month from it.
    Column(String),
    /// The period, read whole: `2011-10`, `oct-11`, `S1 2011`, `T3 2011`, `octubre 2011`.
    Period,
    /// The year of the period.
    Year,
    /// The month of the period, by number or name.
    Month,
}

/// One field of a record.
#[derive(Debug, Clone)]
pub struct FieldPlan {
    /// What it is.
    pub target: Target,
    /// Where its text comes from.
    pub from: FieldSource,
    /// How the text becomes a value.
    pub convert: Convert,
    /// Whether a row without it is refused.
    pub required: bool,
    /// The value where the cell is missing, written as a constant is.
    pub default: Option<String>,
}

/// Where a field's text comes from.
#[derive(Debug, Clone)]
pub enum FieldSource {
    /// A column of the row.
    Column {
        /// How it is found.
        choice: ColumnChoice,
        /// Whether a table without it is whole all the same.
        optional: bool,
    },
    /// Several columns, joined with a text.
    Columns {
        /// How they are found.
        choices: Vec<ColumnChoice>,
        /// What stands between them.
        join: String,
    },
    /// The same for every row: a number with a decimal point, a date as `yyyy-mm-dd`, `true` or
    /// `false`, and for a code the code itself.
    Constant(String),
    /// The first group of a pattern over the file's path below the agency's folder.
    FileName(Regex),
    /// The first group of a pattern over the sheet's name.
    SheetName(Regex),
    /// A cell of the sheet; the first group of the pattern, or all of it.
    Cell(CellAddress, Option<Regex>),
    /// The first group of a pattern over the cells above the header, first fit.
    Above(Regex),
    /// A named group of the unpivoted column's header.
    Group(String),
    /// The unpivoted cell.
    Value,
}

/// How a text becomes a value.
#[derive(Debug, Clone)]
pub enum Convert {
    /// As it is, without outer blanks. The parts of a period (`Period`, `Year`, `Month`) are texts
    /// too, unless a period or month names a code list (whose codes are such as `2011-S1` or `1`),
    /// and so is every constant code: it has been looked up already.
    Text,
    /// A code of a list.
    Code {
        /// The list.
        list: Arc<CodeList>,
        /// What becomes of a text that is not in it.
        unknown: Unknown,
    },
    /// A band of age: what the list has, or else the ages that the text names (`15 a 24 años`, `60 y más`).
    AgeBand(Option<Arc<CodeList>>),
    /// A number, times a factor, within a range.
    Number {
        /// The factor.
        factor: f64,
        /// The smallest value allowed.
        min: Option<f64>,
        /// The largest value allowed.
        max: Option<f64>,
    },
    /// A whole number within a range.
    Integer {
        /// The smallest value allowed.
        min: Option<f64>,
        /// The largest value allowed.
        max: Option<f64>,
    },
    /// An amount of money.
    Amount,
    /// A day.
    Date,
    /// Yes or no, by the words of three languages, or `true` and `false`.
    Flag,
    /// A flow of money: a constant one, or by the words of `MoneyFlow`. A `flow` that names a code
    /// list is a `Code`, whose codes are those words.
    Flow(Option<MoneyFlow>),
}

/// What becomes of a text that is not in a code list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    /// The row is refused.
    Error,
    /// The field is unknown, with a finding.
    Warn,
    /// The text is kept as its own code.
    Keep,
}

/// A sum that must agree with the source's own total row.
#[derive(Debug, Clone)]
pub struct TotalCheck {
    /// The column or measure that is added up.
    pub field: String,
    /// The skip rule whose row holds the total.
    pub rule: String,
}

/// A column that must be the sum of others in each row.
#[derive(Debug, Clone)]
pub struct SumCheck {
    /// The column that holds the whole.
    pub whole: ColumnChoice,
    /// The columns that hold its parts.
    pub parts: Vec<ColumnChoice>,
}

/// How texts of a table are read.
#[derive(Debug, Clone)]
pub struct ValueRules {
    /// Texts that mean *no data*, folded as `fold` does.
    pub missing: Vec<String>,
    /// Texts that mean zero, folded.
    pub zero: Vec<String>,
    /// Texts that mean *not applicable*, folded.
    pub not_applicable: Vec<String>,
    /// The decimal separator of numbers written as text; none decides it for the column.
    pub decimal: Option<char>,
    /// How dates written as text are to be read, in order of trial: `dd/mm/yyyy`, `yyyy-mm-dd`,
    /// `mmm-yy`, … ; empty tries day-first forms, then ISO.
    pub dates: Vec<DateForm>,
    /// The month with which years begin, 1 to 12.
    pub year_starts: u8,
    /// Which calendar year a year that begins in another month is named by.
    pub year_named: YearNamed,
}

/// Which of the two calendar years that a fiscal year lies in it is named by, where it is not named by both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum YearNamed {
    /// That in which it begins.
    First,
    /// That in which it ends.
    #[default]
    Last,
}

/// The order of the parts of a date written as text; separators are free.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateForm {
    /// Day, month, year.
    DayMonthYear,
    /// Month, day, year.
    MonthDayYear,
    /// Year, month, day.
    YearMonthDay,
    /// Month and year: the first of the month.
    MonthYear,
}
