//! The grains and their columns.

use crate::column::*;
use mola_model::OwnColumns;
use polars::prelude::{Categories, DataType};

/// What one row of a canonical table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// A beneficiary took part in an activity.
    Participation,
    /// A value of an indicator for period, place and disaggregation.
    Observation,
    /// An amount of money.
    Money,
    /// The personal fields of the participation in the same row.
    Personal,
}

/// The type of a canonical column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// A code or a short text that repeats.
    Code,
    /// A text.
    Text,
    /// A whole number of at most 32 bits.
    Integer,
    /// A number.
    Number,
    /// An amount in ten-thousandths.
    Amount,
    /// A key of 64 bits.
    Key,
    /// A day.
    Date,
    /// Yes or no.
    Flag,
}

impl ColumnType {
    /// The polars type.
    pub fn dtype(self) -> DataType {
        match self {
            Self::Code => DataType::from_categories(Categories::global()),
            Self::Text => DataType::String,
            Self::Integer => DataType::Int32,
            Self::Number => DataType::Float64,
            Self::Amount => DataType::Int64,
            Self::Key => DataType::UInt64,
            Self::Date => DataType::Date,
            Self::Flag => DataType::Boolean,
        }
    }
}

impl Grain {
    /// The word used in files and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Participation => "participation",
            Self::Observation => "observation",
            Self::Money => "money",
            Self::Personal => "personal",
        }
    }

    /// The grain that a word of `as_str` names.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Participation, Self::Observation, Self::Money, Self::Personal].into_iter().find(|g| g.as_str() == word)
    }

    /// Those of a programme's own columns that records of this grain may carry.
    pub fn own_columns(self, own: &OwnColumns) -> impl Iterator<Item = (String, ColumnType)> {
        let measures = if self == Self::Participation { own.measures.as_slice() } else { &[] };
        let has_codes = matches!(self, Self::Participation | Self::Observation);
        let dimensions = if has_codes { own.dimensions.as_slice() } else { &[] };
        let all = |names: &[String], kind| names.iter().map(|name| (name.clone(), kind)).collect::<Vec<_>>();
        all(measures, ColumnType::Number).into_iter().chain(all(dimensions, ColumnType::Code))
    }

    /// Its columns in order, besides `TABLE`, `ROW` and `COLUMN`, which every grain begins with, and those that a
    /// programme names itself.
    pub const fn columns(self) -> &'static [(&'static str, ColumnType)] {
        use ColumnType::*;
        match self {
            Self::Participation => &[
                (AGENCY, Code),
                (KIND, Code),
                (KEY, Key),
                (HOUSEHOLD, Key),
                (HOUSEHOLD_SIZE, Integer),
                (DATE, Date),
                (MONTH, Integer),
                (PLACE, Code),
                (LOCALITY, Code),
                (SEX, Code),
                (AGE, Integer),
                (AREA, Code),
                (ETHNICITY, Code),
                (SECTOR, Code),
                (ACTIVITY, Code),
            ],
            Self::Observation => &[
                (AGENCY, Code),
                (INDICATOR, Code),
                (MONTH, Integer),
                (MONTHS, Integer),
                (PLACE, Code),
                (SEX, Code),
                (AREA, Code),
                (ETHNICITY, Code),
                (SECTOR, Code),
                (AGE_BAND, Code),
                (VALUE, Number),
                (UNIT, Code),
                (NUMERATOR, Number),
                (DENOMINATOR, Number),
                (TEXT, Code),
                (STATUS, Code),
                (ESTIMATED, Flag),
                (CUMULATIVE, Flag),
            ],
            Self::Money => &[
                (AGENCY, Code),
                (OUTPUT, Code),
                (DATE, Date),
                (MONTH, Integer),
                (MONTHS, Integer),
                (FLOW, Code),
                (CURRENCY, Code),
                (AMOUNT, Amount),
            ],
            Self::Personal => {
                &[(IDENTIFIER, Text), (NAME, Text), (BORN, Date), (PHONE, Text), (HOUSEHOLD_IDENTIFIER, Text)]
            }
        }
    }
}
