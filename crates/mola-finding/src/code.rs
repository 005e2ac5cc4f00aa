//! The stable codes of findings.

use serde::{Deserialize, Serialize};
use std::fmt;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know; nothing is left out.
    Note,
    /// Counted, but someone should look.
    Warning,
    /// Something is left out until it is mended.
    Error,
}

impl Severity {
    /// The word used in files and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// A sign for lists: it stands beside the word, never in its place.
    pub const fn symbol(self) -> char {
        match self {
            Self::Note => '·',
            Self::Warning => '!',
            Self::Error => '✗',
        }
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal, $severity:ident, $args:expr, $optional:expr;)+) => {
        /// A kind of finding. Its text form is stable: scripts and replies rely on it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code { $($(#[doc = $doc])+ #[serde(rename = $text)] $name,)+ }

        impl Code {
            /// Every code, in the order of the catalogue.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The stable text form, which is also the key in the catalogue.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// How bad a finding of this kind is.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)+ }
            }

            /// The values that a finding of this kind must carry, since its message names them.
            pub const fn args(self) -> &'static [&'static str] {
                match self { $(Self::$name => &$args,)+ }
            }

            /// The values that the message says when a finding carries them and leaves out
            /// when it does not. Any other value is kept for JSON and not said.
            pub const fn optional_args(self) -> &'static [&'static str] {
                match self { $(Self::$name => &$optional,)+ }
            }
        }
    };
}

codes! {
    // Files (texts in catalogue/*/file.ftl).
    /// No mapping takes the file.
    FileUnknown = "file-unknown", Error, [], ["nearest"];
    /// More than one mapping takes the file.
    FileAmbiguous = "file-ambiguous", Error, ["first", "second"], [];
    /// The file holds no bytes or no cells.
    FileEmpty = "file-empty", Error, [], [];
    /// The file is cut off or damaged.
    FileDamaged = "file-damaged", Error, [], ["reason", "part"];
    /// The file is locked with a password.
    FileEncrypted = "file-encrypted", Error, [], [];
    /// The content is not a spreadsheet.
    FileNotSpreadsheet = "file-not-spreadsheet", Error, ["found"], [];
    /// The file goes past a limit.
    FileTooLarge = "file-too-large", Error, ["limit"], ["found", "reason"];
    /// The file cannot be opened.
    FileUnopened = "file-unopened", Error, [], ["reason"];
    /// Reading the file took too much, or was cut off.
    FileUnread = "file-unread", Error, ["memory", "seconds"], ["reason"];
    /// The content is already in the store under another name.
    FileDuplicate = "file-duplicate", Note, ["file"], [];
    /// A newer file of the same name took the place of an older one.
    FileSuperseded = "file-superseded", Note, [], ["first"];
    /// A file holds the same rows as another one of its source.
    FileRepeated = "file-repeated", Note, ["file"], [];
    /// A file holds many of the rows of another one of its source, for the same months.
    RowsOverlap = "rows-overlap", Warning, ["file", "count", "rows"], [];
    /// A file took the place of an older one; what became of its rows.
    FileRestated = "file-restated", Note, ["file", "unchanged", "changed", "added"], [];
    /// Rows of the older file are not in the one that took its place.
    RowsVanished = "rows-vanished", Warning, ["file", "count", "rows"], [];
    /// A file does not say which version it is.
    VersionMissing = "version-missing", Warning, [], [];
    /// An agency answers to what it was told of a file.
    AnswerGiven = "answer-given", Note, ["answer", "key", "found"], [];
    /// The name's ending says one format, the content is another.
    FormatMismatch = "format-mismatch", Note, ["found", "expected"], [];
    /// The encoding was guessed.
    EncodingGuessed = "encoding-guessed", Note, ["found"], [];

    // Sheets, tables and cells (texts in catalogue/*/table.ftl).
    /// A sheet that the mapping names is not in the file.
    SheetMissing = "sheet-missing", Error, ["expected"], ["nearest", "allowed"];
    /// The header row that the mapping describes is not on the sheet.
    HeaderMissing = "header-missing", Error, ["expected"], ["row"];
    /// A required column is not in the header.
    ColumnMissing = "column-missing", Error, ["column"], ["nearest"];
    /// Two columns fit one field.
    ColumnAmbiguous = "column-ambiguous", Error, ["field", "first", "second"], [];
    /// A table has a header and no rows.
    TableEmpty = "table-empty", Warning, [], [];
    /// A table has no header: its first row holds data.
    HeaderAbsent = "header-absent", Warning, [], [];
    /// Rows above a table are none of it.
    RowsAbove = "rows-above", Note, ["rows"], [];
    /// Rows below a table are none of it.
    RowsBelow = "rows-below", Note, ["rows"], [];
    /// A further table begins below.
    TableFurther = "table-further", Warning, ["rows"], [];
    /// Cells stand beside a table.
    CellsBeside = "cells-beside", Note, ["count"], [];
    /// Cells lie outside the tables that are read.
    CellsOutside = "cells-outside", Warning, ["found", "count"], [];
    /// Sheets that hold something are not read.
    SheetsUnread = "sheets-unread", Note, ["count", "found"], ["reason"];
    /// A record of a text has more or fewer fields than its table has columns.
    FieldsUnequal = "fields-unequal", Warning, ["found", "expected"], [];
    /// A record of a text is left out because it has more or fewer fields than its table has columns.
    RowUnequal = "row-unequal", Error, ["found", "expected"], [];
    /// A record of a text has empty fields too many; they were passed over.
    FieldsPassed = "fields-passed", Warning, ["found", "expected"], [];
    /// A quotation mark of a text was read as a letter.
    QuoteStray = "quote-stray", Warning, [], [];
    /// A record of a text has other delimiters than its table.
    DelimiterOther = "delimiter-other", Warning, ["found", "expected"], [];
    /// A table has fewer or more rows than the mapping expects.
    RowsUnexpected = "rows-unexpected", Warning, ["rows"], ["low", "high"];
    /// A cell is not a number.
    NumberUnreadable = "number-unreadable", Error, ["found"], ["nearest", "part"];
    /// A number can be read in two ways.
    NumberAmbiguous = "number-ambiguous", Warning, ["found", "first", "second"], [];
    /// A number lies outside its range.
    NumberOutside = "number-outside", Error, ["found"], ["low", "high", "part"];
    /// A cell is not a date.
    DateUnreadable = "date-unreadable", Error, ["found"], ["nearest", "part"];
    /// A date lies outside the programme.
    DateOutside = "date-outside", Error, ["found", "low", "high"], ["part"];
    /// A cell names no period.
    PeriodUnreadable = "period-unreadable", Error, ["found"], ["nearest"];
    /// A code is not in its code list.
    CodeUnknown = "code-unknown", Error, ["found", "list"], ["nearest", "part"];
    /// A code is not in its code list and is kept as unknown.
    CodeKept = "code-kept", Warning, ["found", "list"], ["nearest"];
    /// A required cell is empty.
    ValueMissing = "value-missing", Error, ["field"], [];
    /// A cell holds an error value of the spreadsheet.
    CellError = "cell-error", Error, ["found"], ["part"];
    /// A formula has no stored result.
    FormulaUncached = "formula-uncached", Error, [], ["part"];
    /// A text holds characters that cannot be seen or that stand for unreadable ones.
    CharactersOdd = "characters-odd", Warning, [], [];
    /// An identifier does not have the form it should have.
    IdentifierInvalid = "identifier-invalid", Warning, [], ["found", "expected"];
    /// A record has no identifier.
    IdentifierMissing = "identifier-missing", Warning, [], [];
    /// A row says the same as one before.
    RowRepeated = "row-repeated", Warning, ["row"], [];
    /// An identifier stands beside another name than before.
    NameDiffers = "name-differs", Warning, ["row"], [];
    /// A person stands there with another identifier than before.
    PersonRepeated = "person-repeated", Warning, ["row"], [];
    /// An identifier is that of someone else, who is clearly another.
    IdentifierShared = "identifier-shared", Warning, [], [];
    /// Beneficiaries were compared by more than their identifiers.
    LinkCompared = "link-compared", Note, ["compared", "linked", "review"], ["kind", "weights"];
    /// The rows do not add up to the source's own total.
    TotalDisagrees = "total-disagrees", Warning, ["field", "found", "expected"], [];
    /// A value is not the sum of its parts in the same row.
    SumDisagrees = "sum-disagrees", Error, ["field", "found", "expected"], [];
    /// More findings of one kind than are listed.
    MoreOfThisKind = "more-of-this-kind", Note, ["count", "key"], [];

    // Pipelines and mappings (texts in catalogue/*/spec.ftl).
    /// A settings file is not valid TOML.
    TomlInvalid = "toml-invalid", Error, ["reason"], [];
    /// A quotation mark of a settings table is never closed.
    QuoteUnclosed = "quote-unclosed", Error, [], [];
    /// A row of a settings table has more or fewer cells than its header.
    RowRagged = "row-ragged", Error, ["found", "expected"], [];
    /// A settings file cannot be read.
    SettingsMissing = "settings-missing", Error, [], ["reason"];
    /// A key that does not exist.
    KeyUnknown = "key-unknown", Error, ["key"], ["nearest", "allowed"];
    /// A key that must be there is not.
    KeyMissing = "key-missing", Error, ["key"], ["part"];
    /// A value of the wrong type.
    TypeWrong = "type-wrong", Error, ["key", "found", "expected"], [];
    /// A value that is none of those allowed.
    ValueUnknown = "value-unknown", Error, ["key", "found"], ["nearest", "allowed"];
    /// A name that is defined nowhere.
    ReferenceUnknown = "reference-unknown", Error, ["key", "found"], ["nearest", "file"];
    /// A name that is defined twice.
    NameDuplicate = "name-duplicate", Error, ["found"], ["first"];
    /// A pattern that cannot be compiled.
    PatternInvalid = "pattern-invalid", Error, ["found"], ["key", "reason"];
    /// A definition that contradicts itself.
    DefinitionContradiction = "definition-contradiction", Error, ["first", "second"], ["reason"];
    /// A formula that cannot be read.
    FormulaInvalid = "formula-invalid", Error, ["found", "reason"], [];
    /// A formula that needs itself.
    FormulaCycle = "formula-cycle", Error, ["found"], [];
    /// A formula adds values of different units.
    FormulaUnits = "formula-units", Error, ["first", "second"], [];
    /// A formula adds counts of unique beneficiaries, who may be the same ones.
    FormulaUnique = "formula-unique", Error, ["first", "second"], [];
    /// A target without a baseline.
    BaselineMissing = "baseline-missing", Note, ["indicator"], [];

    // Figures (texts in catalogue/*/measure.ftl).
    /// An observation names an indicator that the pipeline does not have.
    IndicatorUnknown = "indicator-unknown", Error, ["indicator"], ["nearest"];
    /// A value is in a unit that is neither its indicator's nor one that the pipeline converts.
    UnitUnknown = "unit-unknown", Error, ["indicator", "found", "expected"], [];
    /// Two reports give different values for the same thing.
    ObservationConflict = "observation-conflict", Warning, ["indicator", "period", "first", "second"], ["found", "file"];
    /// A ratio's denominator is zero.
    DenominatorZero = "denominator-zero", Warning, ["indicator"], ["period", "agency"];
    /// A cumulative figure fell.
    CumulativeFell = "cumulative-fell", Warning, ["indicator", "period", "first", "second"], ["agency"];
    /// Lists hold more beneficiaries than the population that the indicator counts them in.
    PopulationExceeded = "population-exceeded", Error, ["indicator", "found", "high"], [];
    /// A reported value lies outside the range that its indicator allows.
    ValueOutside = "value-outside", Error, ["indicator", "found"], ["low", "high"];
    /// The parts of a disaggregation do not add up to the total.
    PartsDiffer = "parts-differ", Warning, ["indicator", "period", "dimension", "found", "expected"], [];
    /// The parts of a disaggregation are more than the total.
    PartsExceed = "parts-exceed", Error, ["indicator", "period", "dimension", "found", "expected"], [];
    /// A group of whom something is told is larger than the whole.
    SubsetExceeds = "subset-exceeds", Error, ["indicator", "period", "dimension", "found", "expected"], [];
    /// A band of age lies in none that the programme shows.
    BandNotNested = "band-not-nested", Warning, ["indicator", "period", "found", "allowed"], [];
    /// A report gives a month or more twice: in a longer period and in shorter ones.
    PeriodsOverlap = "periods-overlap", Warning, ["indicator", "first", "second"], [];
    /// A share or an average came without what it takes to add it up.
    CannotAddUp = "cannot-add-up", Warning, ["indicator", "period"], ["found"];
    /// A level that the indicator's scale does not have.
    LevelUnknown = "level-unknown", Error, ["indicator", "found"], ["allowed"];
    /// One household is reported with different sizes.
    HouseholdSizeConflict = "household-size-conflict", Warning, ["first", "second"], ["found"];
    /// Records without a place.
    PlaceMissing = "place-missing", Warning, ["count"], [];
    /// Disbursed, committed and planned are not in order.
    MoneyOrder = "money-order", Warning, ["first", "found", "second", "limit"], ["key"];
    /// Targets of periods do not agree with the overall target.
    TargetDisagrees = "target-disagrees", Warning, ["indicator", "found", "expected"], [];
    /// An amount for whose day no exchange rate is in force.
    RateMissing = "rate-missing", Error, ["currency", "found", "first"], ["date", "limit"];
    /// An indicator that can be measured for some time has no value.
    IndicatorOverdue = "indicator-overdue", Warning, ["indicator", "period"], ["agency"];
    /// Programmes define an indicator of one code differently.
    IndicatorDiffers = "indicator-differs", Error, ["indicator", "first", "second"], [];
    /// Programmes are reported to different periods.
    PeriodsDiffer = "periods-differ", Warning, ["first", "second"], [];
    /// What a binding names is not there.
    BindingBroken = "binding-broken", Error, ["key", "found"], ["nearest"];
    /// A table of a template has no room for all its rows.
    TableFull = "table-full", Error, ["found", "count", "limit"], [];
    /// Headline figures that stand nowhere in a template.
    FiguresUnbound = "figures-unbound", Warning, ["found"], [];
    /// An expected report has not come.
    ReportMissing = "report-missing", Warning, ["agency", "period"], ["limit"];
    /// One beneficiary is reported with different attributes.
    AttributeConflict = "attribute-conflict", Note, ["field", "first", "second"], ["found"];
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
