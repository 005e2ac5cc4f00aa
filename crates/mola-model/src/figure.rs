//! A figure: one value of one indicator, with what it is about.

use crate::{Month, Period, PeriodError, Status, Window};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// Which stretch of time a figure is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// Only the period itself.
    InPeriod,
    /// From the programme's first month to the period's end.
    ToDate,
}

/// What a figure is about. Its text form is the figure's id, which stands in every export:
/// `BEN-D@2011-10+` (to date), `BEN-D@2011-10` (in the period), `BEN-D@2011-10+/place=PA-4/sex=F`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FigureKey {
    /// The indicator's code.
    pub indicator: String,
    /// The period.
    pub period: Period,
    /// In the period, or from the start to its end.
    pub span: Span,
    /// By dimension (`agency`, `place`, `sex`, …) the code that it is narrowed to. The code `?`
    /// is the category *unknown*.
    pub by: BTreeMap<String, String>,
}

impl FigureKey {
    /// The whole of an indicator to the end of `period`.
    pub fn to_date(indicator: &str, period: Period) -> Self {
        Self { indicator: indicator.to_owned(), period, span: Span::ToDate, by: BTreeMap::new() }
    }

    /// The whole of an indicator in `period` alone.
    pub fn in_period(indicator: &str, period: Period) -> Self {
        Self { span: Span::InPeriod, ..Self::to_date(indicator, period) }
    }

    /// The same figure narrowed to one code of a dimension.
    pub fn by(mut self, dimension: &str, code: &str) -> Self {
        self.by.insert(dimension.to_owned(), code.to_owned());
        self
    }

    /// Whether it is narrowed to nothing, or to one agency or place alone.
    pub fn is_level(&self) -> bool {
        self.by.len() <= 1 && self.by.keys().all(|dimension| dimension == "agency" || dimension == "place")
    }

    /// The months that it is about, where the programme reports from `start` on.
    pub fn window(&self, start: Month) -> Window {
        match self.span {
            Span::InPeriod => self.period.window(),
            Span::ToDate => Window { first: start, last: self.period.last() },
        }
    }
}

impl fmt::Display for FigureKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plus = if self.span == Span::ToDate { "+" } else { "" };
        write!(f, "{}@{}{plus}", self.indicator, self.period)?;
        self.by.iter().try_for_each(|(dimension, code)| write!(f, "/{dimension}={code}"))
    }
}

/// A text that is no figure's id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FigureKeyError {
    /// There is no `@`.
    #[error("'{0}' is not the id of a figure; an id looks like BEN-D@2011-10+/place=PA-4")]
    Form(String),
    /// The period is none.
    #[error(transparent)]
    Period(#[from] PeriodError),
}

impl FromStr for FigureKey {
    type Err = FigureKeyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let form = || FigureKeyError::Form(text.to_owned());
        let mut parts = text.split('/');
        let (indicator, period) = parts.next().and_then(|head| head.split_once('@')).ok_or_else(form)?;
        let (period, span) = match period.strip_suffix('+') {
            Some(period) => (period, Span::ToDate),
            None => (period, Span::InPeriod),
        };
        let by = parts
            .map(|part| part.split_once('=').map(|(d, c)| (d.to_owned(), c.to_owned())).ok_or_else(form))
            .collect::<Result<_, _>>()?;
        Ok(Self { indicator: indicator.to_owned(), period: period.parse()?, span, by })
    }
}

/// One value of one indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// What it is about.
    pub key: FigureKey,
    /// What is known of it.
    pub status: Status,
    /// The value, in the indicator's unit (a ratio as a share of 1); none unless reported.
    pub value: Option<f64>,
    /// The numerator of a ratio, in its own unit.
    pub numerator: Option<f64>,
    /// The denominator of a ratio, or the n of a mean.
    pub denominator: Option<f64>,
    /// The least and the most that it can be, where it is not known exactly (rule R6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// See `low`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// What it says in words: a text, a level, the month in which something happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Why there is no value, or only a part or a range of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// How many of those who report on the indicator are in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reporters: Option<Reporters>,
    /// Records that it was made from.
    pub records: u64,
    /// Whether a part of it is an estimate.
    pub estimated: bool,
}

/// How many agencies are in a figure (rule R10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reporters {
    /// Those whose report is in it.
    pub reported: u32,
    /// Those who were asked, or have ever reported on it.
    pub expected: u32,
}

/// Why a figure has no value, or only a part or a range of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Percentages without numerator and denominator, or averages without n, cannot be added up
    /// (rules R1, R16).
    CannotAddUp,
    /// The indicator's rule for an axis allows no total.
    NotAdded,
    /// The denominator is zero (rule R1).
    DenominatorZero,
    /// Of some agencies only totals are known: beneficiaries may be among several of them (rule
    /// R6).
    OnlyTotals,
    /// People are still to decide of some beneficiaries whether they are the same.
    Undecided,
    /// Some reports are about a longer time than this and are left out (rule R17).
    Partial,
    /// A figure that a formula needs has no value.
    OperandMissing,
    /// A cumulative report fell: what came in the period cannot be told (rule R4).
    Fell,
}

impl Reason {
    /// The word used in files and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CannotAddUp => "cannot_add_up",
            Self::NotAdded => "not_added",
            Self::DenominatorZero => "denominator_zero",
            Self::OnlyTotals => "only_totals",
            Self::Undecided => "undecided",
            Self::Partial => "partial",
            Self::OperandMissing => "operand_missing",
            Self::Fell => "fell",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_and_written_alike() {
        for id in
            ["BEN-D@2011-10+", "BEN-D@2011-Q3", "TRH@2011-10+/agency=fao/place=PA-4/sex=F", "BEN-D@2011-10+/sex=?"]
        {
            assert_eq!(id.parse::<FigureKey>().expect(id).to_string(), id);
        }
        for text in ["BEN-D", "BEN-D@x", "BEN-D@2011-10/place", ""] {
            assert!(text.parse::<FigureKey>().is_err(), "{text}");
        }
    }
}
