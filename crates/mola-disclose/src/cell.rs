//! What a count stands for: the same quantity shown in several places is one cell.

use mola_model::{Computation, Figure, FigureKey, FigureKeyError, Month, Programme, Reason, Status};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// A count that can be hidden.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell {
    /// A figure.
    Figure(FigureKey),
    /// The reports of an agency, month by month.
    Gross(String),
    /// People whom only this agency reported.
    OnlyHere(String),
    /// People whom both agencies reported.
    Overlap(String, String),
    /// A line of the reconciliation; all of it is hidden together.
    Line(Line),
    /// What became of a figure of an earlier issue.
    Change(FigureKey),
}

/// A line of the reconciliation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Line {
    /// The sum of what agencies report.
    Gross,
    /// What is removed: the same person with the same agency in further months.
    Repeated,
    /// What is removed: the same person with further agencies.
    Shared,
}

/// Which number of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The count itself.
    Count,
    /// The numerator of a share.
    Over,
    /// The denominator of a share, or the n of a mean.
    Under,
}

/// One number of a cell. Its text form is the cell's, with the number's name in front where it is not the
/// count itself: `BEN-D@2011-10+/sex=F`, `over:ACC@2011-10+`, `overlap:fao:undp`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct CountName {
    /// The cell.
    pub cell: Cell,
    /// Which of its numbers.
    pub side: Side,
}

impl fmt::Display for CountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.side {
            Side::Count => {}
            Side::Over => f.write_str("over:")?,
            Side::Under => f.write_str("under:")?,
        }
        match &self.cell {
            Cell::Figure(key) => key.fmt(f),
            Cell::Gross(agency) => write!(f, "gross:{agency}"),
            Cell::OnlyHere(agency) => write!(f, "only-here:{agency}"),
            Cell::Overlap(first, second) => write!(f, "overlap:{first}:{second}"),
            Cell::Line(Line::Gross) => f.write_str("line:gross"),
            Cell::Line(Line::Repeated) => f.write_str("line:repeated"),
            Cell::Line(Line::Shared) => f.write_str("line:shared"),
            Cell::Change(key) => write!(f, "change:{key}"),
        }
    }
}

/// A text that names no count.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CountNameError {
    /// It has the form of a figure, but is none.
    #[error(transparent)]
    Figure(#[from] FigureKeyError),
    /// There is no such line.
    #[error("'{0}' is no line of the reconciliation")]
    Line(String),
    /// An overlap of fewer than two agencies.
    #[error("'{0}' does not name two agencies")]
    Overlap(String),
}

impl FromStr for CountName {
    type Err = CountNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (side, text) = match text.split_once(':') {
            Some(("over", rest)) => (Side::Over, rest),
            Some(("under", rest)) => (Side::Under, rest),
            _ => (Side::Count, text),
        };
        let cell = match text.split_once(':') {
            Some(("gross", agency)) => Cell::Gross(agency.to_owned()),
            Some(("only-here", agency)) => Cell::OnlyHere(agency.to_owned()),
            Some(("overlap", pair)) => {
                let (first, second) = pair.split_once(':').ok_or_else(|| CountNameError::Overlap(pair.to_owned()))?;
                Cell::Overlap(first.to_owned(), second.to_owned())
            }
            Some(("line", "gross")) => Cell::Line(Line::Gross),
            Some(("line", "repeated")) => Cell::Line(Line::Repeated),
            Some(("line", "shared")) => Cell::Line(Line::Shared),
            Some(("line", other)) => return Err(CountNameError::Line(other.to_owned())),
            Some(("change", key)) => Cell::Change(key.parse()?),
            _ => Cell::Figure(text.parse()?),
        };
        Ok(Self { cell, side })
    }
}

impl From<CountName> for String {
    fn from(name: CountName) -> Self {
        name.to_string()
    }
}

impl TryFrom<String> for CountName {
    type Error = CountNameError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

/// What makes two cells the same quantity: October to date and the third quarter to date are one
/// where they end together, and so are the first month and the first month to date.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Identity {
    Figure {
        indicator: String,
        by: BTreeMap<String, String>,
        first: Month,
        last: Month,
    },
    /// A count that an issue has of its own period alone, to date.
    Other {
        cell: Cell,
        last: Month,
    },
}

impl Identity {
    pub(crate) fn of(key: &FigureKey, start: Month) -> Self {
        let window = key.window(start);
        Self::Figure { indicator: key.indicator.clone(), first: window.first, last: window.last, by: key.by.clone() }
    }

    pub(crate) fn of_cell(cell: &Cell, start: Month, last: Month) -> Self {
        match cell {
            Cell::Figure(key) => Self::of(key, start),
            other => Self::Other { cell: other.clone(), last },
        }
    }

    /// The last month that it is about.
    pub(crate) const fn last(&self) -> Month {
        match self {
            Self::Figure { last, .. } | Self::Other { last, .. } => *last,
        }
    }

    /// The same to the end of another month; none of what is not to date.
    pub(crate) fn to_date(&self, start: Month, last: Month) -> Option<Self> {
        let mut other = self.clone();
        match &mut other {
            Self::Figure { first, .. } if *first != start => return None,
            Self::Figure { last: own, .. } | Self::Other { last: own, .. } => *own = last,
        }
        Some(other)
    }
}

/// How many beneficiaries a number of a cell stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Count {
    /// The count, or the most that it can be where only a range is known (rule R6).
    pub count: f64,
    /// The least that it can be.
    pub least: f64,
    /// What is shown of a range.
    pub shown: Shown,
}

/// What a figure shows of its count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// The count, which is exact.
    Exact,
    /// A point and the range that it lies in.
    Point,
    /// The range alone.
    Range,
}

impl Count {
    /// An exact count.
    pub fn exact(count: f64) -> Self {
        Self { count, least: count, shown: Shown::Exact }
    }
}

/// The beneficiaries that a figure counts, is the mean of or is a share of; none where it counts none.
pub(crate) fn beneficiaries(programme: &Programme, figure: &Figure) -> Vec<(Side, Count)> {
    let range = figure.low.zip(figure.high);
    if figure.status != Status::Reported && range.is_none() {
        return Vec::new();
    }
    match programme.indicator(&figure.key.indicator).map(|indicator| &indicator.computation) {
        Some(Computation::Unique { .. } | Computation::Indirect) => {
            let count = match (figure.value, range) {
                // Here the value is what was counted, whatever it may turn out to be.
                (Some(count), _) if figure.reason == Some(Reason::Undecided) => Some(Count::exact(count)),
                (Some(count), Some((least, _))) => Some(Count { count, least: least.min(count), shown: Shown::Point }),
                (None, Some((least, most))) => Some(Count { count: most, least, shown: Shown::Range }),
                (count, None) => count.map(Count::exact),
            };
            count.map(|count| (Side::Count, count)).into_iter().collect()
        }
        Some(Computation::Mean { .. }) => {
            figure.denominator.map(|n| (Side::Under, Count::exact(n))).into_iter().collect()
        }
        Some(Computation::Ratio) => figure
            .numerator
            .zip(figure.denominator)
            .filter(|(over, under)| is_count(*over) && is_count(*under) && over <= under)
            .map(|(over, under)| vec![(Side::Over, Count::exact(over)), (Side::Under, Count::exact(under))])
            .unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// A share of something else than beneficiaries (hectares, amounts) has parts that are no whole numbers.
fn is_count(number: f64) -> bool {
    number >= 0.0 && number.fract() == 0.0
}
