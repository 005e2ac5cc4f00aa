//! A mapping as it is written.

use mola_model::Kind;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// How one source of one agency becomes canonical records.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Mapping")]
pub(crate) struct MappingWritten {
    /// The code of the agency whose files it reads.
    pub(crate) agency: String,
    /// The language in which the agency is answered about these files; left out: the agency's.
    pub(crate) language: Option<LanguageWritten>,
    /// Which files it takes: globs over the path below the agency's folder, without regard to case.
    #[schemars(length(min = 1))]
    pub(crate) files: Vec<String>,
    /// The encoding of a text file, where it must be declared.
    pub(crate) encoding: Option<String>,
    /// The delimiter of a text file, where it must be declared: one to eight characters, `tab` or
    /// `space`.
    pub(crate) delimiter: Option<String>,
    /// The character around fields of a text file, where it must be declared; `none` where nothing
    /// stands around them.
    pub(crate) quote: Option<String>,
    /// The character before a quotation mark that is text, where it must be declared; `none` where
    /// such a mark is doubled.
    pub(crate) escape: Option<String>,
    /// How texts are read in all tables.
    #[serde(default)]
    pub(crate) values: ValuesWritten,
    /// That a file takes the place of an older one about the same; left out, only a file of the same name does.
    pub(crate) versions: Option<VersionsWritten>,
    /// The tables to find.
    #[schemars(length(min = 1))]
    pub(crate) table: Vec<TableWritten>,
}

/// A language of Mola.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LanguageWritten {
    Es,
    En,
    Fr,
}

/// How texts are read.
#[derive(Debug, Default, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ValuesWritten {
    /// Texts that mean *no data*. A blank cell always does.
    pub(crate) missing: Option<Vec<String>>,
    /// Texts that mean zero.
    pub(crate) zero: Option<Vec<String>>,
    /// Texts that mean *not applicable*.
    pub(crate) not_applicable: Option<Vec<String>>,
    /// The decimal separator of numbers written as text; left out, each column decides.
    pub(crate) decimal: Option<DecimalWritten>,
    /// The forms of dates written as text, in order of trial: `dd/mm/yyyy`, `mm/dd/yyyy`,
    /// `yyyy-mm-dd`, `mmm-yy`. The separators are free.
    pub(crate) dates: Option<Vec<String>>,
    /// The month with which years begin; 1 where left out. With 7, `2010/11` and `FY 2011` are July 2010 to June
    /// 2011, and `Q1` begins in July.
    #[schemars(range(min = 1, max = 12))]
    pub(crate) year_starts: Option<u8>,
    /// Which calendar year such a year is named by where one alone is written: the `last`, in which it ends, or the
    /// `first`; `last` where left out.
    pub(crate) year_named: Option<YearNamedWritten>,
}

/// Which of several files about the same counts: the one whose number or date is the highest, or else the one that
/// came last.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VersionsWritten {
    /// Files in whose path below the agency's folder this pattern's groups find the same texts are about the same;
    /// left out, files whose records are about the same months.
    pub(crate) same: Option<String>,
    /// The number or date of a version: the first group of this pattern over the path.
    pub(crate) file: Option<String>,
    /// The number or date of a version: this cell of the sheet of the first table, such as `B2`.
    pub(crate) cell: Option<String>,
    /// With `cell`: the pattern whose first group, or all of it, is taken.
    pub(crate) pattern: Option<String>,
}

/// Which calendar year a fiscal year is named by.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum YearNamedWritten {
    First,
    Last,
}

/// A decimal separator.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
pub(crate) enum DecimalWritten {
    #[serde(rename = ",")]
    Comma,
    #[serde(rename = ".")]
    Point,
}

/// One table to find on a sheet, and how its rows become records.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TableWritten {
    /// Its name, for findings and lineage.
    pub(crate) name: String,
    /// The sheet: a name or glob, a list of them, a number from 1, or `"each"`; left out, the first
    /// sheet that is not hidden.
    pub(crate) sheet: Option<SheetWritten>,
    /// Whether a file without this table is whole all the same.
    #[serde(default)]
    pub(crate) optional: bool,
    /// Where the header is; left out, row 1.
    #[serde(default)]
    pub(crate) header: HeaderWritten,
    /// Where the table ends; left out, at the end of the sheet.
    #[serde(default)]
    pub(crate) stop: StopWritten,
    /// Rows to leave out, each under the name of a rule.
    #[serde(default)]
    pub(crate) skip: Vec<SkipWritten>,
    /// Whether hidden rows are left out.
    #[serde(default = "yes")]
    pub(crate) skip_hidden: bool,
    /// Whether all cells of a merged range have the value of its first cell.
    #[serde(default = "yes")]
    pub(crate) fill_merged: bool,
    /// Columns whose blank cells take the value above.
    #[serde(default)]
    pub(crate) fill_down: Vec<String>,
    /// What a row is.
    pub(crate) grain: GrainWritten,
    /// Who takes part, in a table of participations.
    pub(crate) beneficiary: Option<KindWritten>,
    /// Whether observed values are cumulative since the programme's start.
    #[serde(default)]
    pub(crate) cumulative: bool,
    /// Sums that must agree with the source's own total row.
    #[serde(default)]
    pub(crate) totals: Vec<TotalWritten>,
    /// Columns that must be the sum of others in each row.
    #[serde(default)]
    pub(crate) sums: Vec<SumWritten>,
    /// The fewest and the most rows that are usual.
    pub(crate) rows: Option<RowsWritten>,
    /// Columns that become rows.
    pub(crate) unpivot: Option<UnpivotWritten>,
    /// How texts of this table are read, where it differs from the other tables.
    #[serde(default)]
    pub(crate) values: ValuesWritten,
    /// The fields of a record.
    pub(crate) fields: BTreeMap<String, FieldWritten>,
}

const fn yes() -> bool {
    true
}

/// The grain of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum GrainWritten {
    Participation,
    Observation,
    Money,
}

/// A kind of beneficiary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum KindWritten {
    Person,
    Household,
    Enterprise,
    Institution,
    Network,
}

impl KindWritten {
    pub(crate) const fn kind(self) -> Kind {
        match self {
            Self::Person => Kind::Person,
            Self::Household => Kind::Household,
            Self::Enterprise => Kind::Enterprise,
            Self::Institution => Kind::Institution,
            Self::Network => Kind::Network,
        }
    }
}

/// A choice of sheets.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum SheetWritten {
    /// A name or glob, or `each`.
    Name(String),
    /// Names or globs.
    Names(Vec<String>),
    /// A number from 1.
    Number(u32),
}

/// Where the header of a table is: `contains`, `row`, `area` or `none`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HeaderWritten {
    /// Texts that the last header row holds.
    pub(crate) contains: Option<Vec<String>>,
    /// Rows in which it is looked for, from the sheet's first or from the anchor; 30 where left out.
    pub(crate) within: Option<u32>,
    /// A pattern of a text above the header; the search starts below it.
    pub(crate) after: Option<String>,
    /// The number of the last header row, from 1.
    pub(crate) row: Option<u32>,
    /// The area of the table with its header, such as `B5:N300`.
    pub(crate) area: Option<String>,
    /// Whether there is no header; columns are then named by position.
    pub(crate) none: Option<bool>,
    /// The first row of data where there is no header, from 1.
    pub(crate) first_row: Option<u32>,
    /// How many rows the header has; their texts are joined with ` / `.
    #[schemars(range(min = 1, max = 10))]
    pub(crate) rows: Option<u32>,
}

/// Where a table ends: before the first row that fits.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StopWritten {
    /// So many blank rows one after another end the table; 0 never does.
    #[serde(default)]
    pub(crate) blank_rows: u32,
    /// A row whose first filled cell fits one of these patterns ends the table.
    #[serde(default)]
    pub(crate) first_cell: Vec<String>,
}

/// A rule that leaves rows out: `pattern`, or `blank = true`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SkipWritten {
    /// Its name, under which the rows are counted.
    pub(crate) rule: String,
    /// The column that is looked at; left out, the first filled cell.
    pub(crate) column: Option<String>,
    /// The pattern that the text fits.
    pub(crate) pattern: Option<String>,
    /// Whether the cell is blank.
    pub(crate) blank: Option<bool>,
}

/// A sum that must agree with the source's own total row.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TotalWritten {
    /// The field that is added up.
    pub(crate) field: String,
    /// The skip rule whose row holds the total.
    pub(crate) rule: String,
}

/// A column that must be the sum of others; a row in which it is not is refused.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SumWritten {
    /// The header of the column that holds the whole.
    pub(crate) whole: String,
    /// The headers of the columns that hold its parts.
    #[schemars(length(min = 1))]
    pub(crate) parts: Vec<String>,
}

/// The fewest and the most rows that are usual.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RowsWritten {
    /// The fewest.
    pub(crate) min: Option<u64>,
    /// The most.
    pub(crate) max: Option<u64>,
}

/// Columns that become rows.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnpivotWritten {
    /// The pattern that their joined header fits; its named groups are sources of fields.
    pub(crate) columns: String,
    /// Whether a blank cell gives a record whose value is missing, or none.
    #[serde(default)]
    pub(crate) keep_blank: bool,
}

/// A field: one source, and how its text becomes a value.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FieldWritten {
    /// Source: the column with this header, or with one of several; `*` and `?` make it a glob.
    pub(crate) column: Option<TextsWritten>,
    /// With `column`: which of several columns of the same header, from 1.
    #[schemars(range(min = 1))]
    pub(crate) nth: Option<u32>,
    /// Source: the column whose joined header fits this pattern.
    pub(crate) header: Option<String>,
    /// Source: the column at this position, from 1 or by letter.
    pub(crate) position: Option<PositionWritten>,
    /// Source: several columns, joined.
    pub(crate) columns: Option<Vec<String>>,
    /// With `columns`: what stands between them; a blank where left out.
    pub(crate) join: Option<String>,
    /// Source: the same for every row.
    pub(crate) constant: Option<ScalarWritten>,
    /// Source: the first group of this pattern over the file's path below the agency's folder.
    pub(crate) file: Option<String>,
    /// Source: the first group of this pattern over the sheet's name.
    pub(crate) sheet: Option<String>,
    /// Source: this cell of the sheet, such as `B2`.
    pub(crate) cell: Option<String>,
    /// With `cell`: the pattern whose first group, or all of it, is taken.
    pub(crate) pattern: Option<String>,
    /// Source: the first group of this pattern over the cells above the header.
    pub(crate) above: Option<String>,
    /// Source: this named group of the unpivoted column's header.
    pub(crate) group: Option<String>,
    /// Source: the unpivoted cell.
    pub(crate) value: Option<bool>,
    /// The code list that the text is looked up in.
    pub(crate) codes: Option<String>,
    /// With `codes`: what becomes of a text that is not in it; `warn` where left out.
    pub(crate) unknown: Option<UnknownWritten>,
    /// Whether a row without it is refused.
    #[serde(default)]
    pub(crate) required: bool,
    /// Whether a table without the column is whole all the same.
    pub(crate) optional: Option<bool>,
    /// The value where the cell is missing.
    pub(crate) default: Option<ScalarWritten>,
    /// The smallest number allowed.
    pub(crate) min: Option<f64>,
    /// The largest number allowed.
    pub(crate) max: Option<f64>,
    /// What the number is multiplied by.
    pub(crate) factor: Option<f64>,
}

/// One text or several.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum TextsWritten {
    One(String),
    Several(Vec<String>),
}

impl TextsWritten {
    pub(crate) fn all(&self) -> &[String] {
        match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::Several(texts) => texts,
        }
    }
}

/// The position of a column.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum PositionWritten {
    Number(u32),
    Letters(String),
}

/// A single value.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum ScalarWritten {
    Text(String),
    Integer(i64),
    Number(f64),
    Truth(bool),
}

impl ScalarWritten {
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Integer(number) => number.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Truth(truth) => truth.to_string(),
        }
    }
}

/// What becomes of a text that is not in a code list.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum UnknownWritten {
    Error,
    Warn,
    Keep,
}
