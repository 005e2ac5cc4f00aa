//! How each kind of indicator may behave along an axis, and how it does where nothing is said.

use mola_model::AxisRule::{self, Distinct, Last, Max, Mean, Min, None, Ratio, Sum};

/// The kinds of indicators, as words of `indicators.csv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KindWord {
    Unique,
    New,
    Count,
    Share,
    Sum,
    Mean,
    Stock,
    Ratio,
    Indirect,
    Rate,
    Milestone,
    Ordinal,
    Text,
    Formula,
}

impl KindWord {
    /// All kinds with their words.
    pub(crate) const ALL: &[(&str, Self)] = &[
        ("unique", Self::Unique),
        ("new", Self::New),
        ("count", Self::Count),
        ("share", Self::Share),
        ("sum", Self::Sum),
        ("mean", Self::Mean),
        ("stock", Self::Stock),
        ("ratio", Self::Ratio),
        ("indirect", Self::Indirect),
        ("rate", Self::Rate),
        ("milestone", Self::Milestone),
        ("ordinal", Self::Ordinal),
        ("text", Self::Text),
        ("formula", Self::Formula),
    ];

    /// Whether a kind has a use for a column of its computation.
    pub(crate) fn has(self, column: &str) -> bool {
        let counts = matches!(self, Self::Unique | Self::New | Self::Count | Self::Sum | Self::Stock | Self::Mean);
        match column {
            "measure" => matches!(self, Self::Sum | Self::Stock | Self::Mean | Self::Rate),
            "levels" => matches!(self, Self::Ordinal),
            "formula" => matches!(self, Self::Formula),
            _ => counts,
        }
    }

    /// The rules that a kind allows on an axis; the first is the natural one.
    pub(crate) const fn rules(self, axis: &str) -> &'static [AxisRule] {
        let time = matches!(axis.as_bytes(), b"time");
        match (self, time) {
            // Sets: never added up from parts (rule R5).
            (Self::Unique | Self::Indirect, _) => &[Distinct, None],
            // Who is new in one month is new in no other.
            (Self::New, true) => &[Sum, None],
            (Self::New, false) => &[Distinct, None],
            (Self::Sum | Self::Count, true) => &[Sum, None],
            (Self::Sum | Self::Count, false) => &[Sum, Max, Min, None],
            // What is there is counted once, however often it is reported (rule R2).
            (Self::Stock, true) => &[Last, Max, Min, Mean, None],
            (Self::Stock, false) => &[Sum, Max, Min, Mean, None],
            // The latest for a stock's share, numerators over denominators for a flow's (rule R3).
            (Self::Ratio | Self::Share, true) => &[Last, Ratio, None],
            (Self::Rate, true) => &[Ratio, Last, None],
            (Self::Ratio | Self::Share | Self::Rate, _) => &[Ratio, None],
            (Self::Mean, true) => &[Last, Mean, None],
            (Self::Mean, false) => &[Mean, None],
            // Reached once is reached; in all places where each must, anywhere where one is enough.
            (Self::Milestone, true) => &[Max, Last],
            (Self::Milestone, false) => &[Max, Min, Sum, None],
            (Self::Ordinal, true) => &[Last, Max, Min, None],
            (Self::Ordinal, false) => &[None, Max, Min],
            (Self::Text, true) => &[Last, None],
            (Self::Text | Self::Formula, _) => &[None],
        }
    }
}

/// The rules as words of `indicators.csv`.
pub(crate) const RULES: &[(&str, AxisRule)] = &[
    ("sum", Sum),
    ("last", Last),
    ("max", Max),
    ("min", Min),
    ("mean", Mean),
    ("ratio", Ratio),
    ("distinct", Distinct),
    ("none", None),
];
