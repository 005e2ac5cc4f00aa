//! An issue that may leave the programme.

use crate::apply::{collect, hide};
use crate::cell::{Cells, Hidden, Identity};
use crate::family::families;
use crate::hiding::Hiding;
use crate::personal::redact;
use mola_model::Issue;
use std::collections::BTreeSet;

/// An issue from which everything is taken that must not leave the programme. Only
/// [`Released::of`] makes one, and exporters accept nothing else.
#[derive(Debug, Clone)]
pub struct Released(Issue);

impl Released {
    /// Hides small counts, whatever they could be worked out from, and what is derived from them;
    /// returns with it all that was hidden, in a fixed order. The list is for the programme itself.
    pub fn of(mut issue: Issue) -> (Self, Vec<Hidden>) {
        for row in &mut issue.findings {
            redact(&mut row.finding);
        }
        if issue.programme.small_cells_below == 0 {
            return (Self(issue), Vec::new());
        }
        let cells = collect(&issue);
        let mut hiding = Hiding::new(f64::from(issue.programme.small_cells_below), cells.counts());
        hiding.close(&families(&issue, &cells));
        let (identities, hidden) = hidden(cells, &hiding);
        hide(&mut issue, &identities);
        (Self(issue), hidden)
    }

    /// The issue as it may be shown.
    pub fn issue(&self) -> &Issue {
        &self.0
    }
}

fn hidden(cells: Cells, hiding: &Hiding) -> (BTreeSet<Identity>, Vec<Hidden>) {
    cells
        .into_cells()
        .enumerate()
        .filter_map(|(number, (identity, cell))| Some((identity, Hidden { cell, reason: hiding.reason(number)? })))
        .unzip()
}
