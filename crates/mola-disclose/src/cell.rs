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

/// The beneficiaries that a figure counts or is the mean of; none where it counts none.
pub(crate) fn beneficiaries(programme: &Programme, figure: &Figure) -> Option<f64> {
    if figure.status != Status::Reported {
        return None;
    }
    match programme.indicator(&figure.key.indicator)?.computation {
        Computation::Unique { .. } | Computation::Indirect => figure.value,
        Computation::Mean { .. } => figure.denominator,
        _ => None,
    }
}

/// All cells of an issue with their counts, numbered in the order of their identities.
#[derive(Debug, Default)]
pub(crate) struct Cells {
    found: BTreeMap<Identity, (Cell, f64)>,
}

impl Cells {
    pub(crate) fn add(&mut self, identity: Identity, cell: Cell, count: f64) {
        self.found.entry(identity).or_insert((cell, count));
    }

    pub(crate) fn count(&self, identity: &Identity) -> Option<f64> {
        self.found.get(identity).map(|(_, count)| *count)
    }

    pub(crate) fn counts(&self) -> Vec<f64> {
        self.found.values().map(|(_, count)| *count).collect()
    }

    pub(crate) fn numbers(&self) -> BTreeMap<&Identity, usize> {
        self.found.keys().enumerate().map(|(number, identity)| (identity, number)).collect()
    }

    pub(crate) fn into_cells(self) -> impl Iterator<Item = (Identity, Cell)> {
        self.found.into_iter().map(|(identity, (cell, _))| (identity, cell))
    }
}
