//! What a count stands for: the same quantity shown in several places is one cell.

use crate::Reason;
use mola_model::{Computation, Figure, FigureKey, Month, Programme, Status};
use std::collections::BTreeMap;

/// A count that can be hidden.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell {
    /// A figure.
    Figure(FigureKey),
    /// People whom only this agency reported.
    OnlyHere(String),
    /// People whom both agencies reported.
    Overlap(String, String),
}

/// A count that was hidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// The count.
    pub cell: Cell,
    /// Why it is hidden.
    pub reason: Reason,
}

/// What makes two figures the same quantity: October to date and the third quarter to date are one
/// where they end together, and so are the first month and the first month to date.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Identity {
    Figure { indicator: String, first: Month, last: Month, by: BTreeMap<String, String> },
    OnlyHere(String),
    Overlap(String, String),
}

impl Identity {
    pub(crate) fn of(key: &FigureKey, start: Month) -> Self {
        let window = key.window(start);
        Self::Figure { indicator: key.indicator.clone(), first: window.first, last: window.last, by: key.by.clone() }
    }
}

/// How many beneficiaries a cell stands for.
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

/// The beneficiaries that a figure counts or is the mean of; none where it counts none.
pub(crate) fn beneficiaries(programme: &Programme, figure: &Figure) -> Option<Count> {
    let range = figure.low.zip(figure.high);
    if figure.status != Status::Reported && range.is_none() {
        return None;
    }
    match programme.indicator(&figure.key.indicator)?.computation {
        Computation::Unique { .. } | Computation::Indirect => Some(match (figure.value, range) {
            (Some(count), Some((least, _))) => Count { count, least: least.min(count), shown: Shown::Point },
            (None, Some((least, most))) => Count { count: most, least, shown: Shown::Range },
            (count, None) => Count::exact(count?),
        }),
        Computation::Mean { .. } => figure.denominator.map(Count::exact),
        _ => None,
    }
}

/// All cells of an issue with their counts, numbered in the order of their identities.
#[derive(Debug, Default)]
pub(crate) struct Cells {
    found: BTreeMap<Identity, (Cell, Count)>,
}

impl Cells {
    pub(crate) fn add(&mut self, identity: Identity, cell: Cell, count: Count) {
        self.found.entry(identity).or_insert((cell, count));
    }

    pub(crate) fn count(&self, identity: &Identity) -> Option<f64> {
        self.found.get(identity).map(|(_, count)| count.count)
    }

    pub(crate) fn counts(&self) -> Vec<Count> {
        self.found.values().map(|(_, count)| *count).collect()
    }

    pub(crate) fn numbers(&self) -> BTreeMap<&Identity, usize> {
        self.found.keys().enumerate().map(|(number, identity)| (identity, number)).collect()
    }

    pub(crate) fn into_cells(self) -> impl Iterator<Item = (Identity, Cell)> {
        self.found.into_iter().map(|(identity, (cell, _))| (identity, cell))
    }
}
