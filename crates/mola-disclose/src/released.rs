//! An issue that may leave the programme.

use crate::apply::{collect, hide};
use crate::cell::{Cells, Hidden, Identity, Shown};
use crate::family::families;
use crate::hiding::{Family, Hiding, Reason};
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
        let (hiding, open) = closed(&issue, &cells);
        let open = cells.numbers().into_iter().filter(|(_, number)| open.contains(number));
        let open = open.map(|(identity, _)| identity.clone()).collect();
        let (identities, hidden) = hidden(cells, &hiding);
        hide(&mut issue, &identities, &open);
        (Self(issue), hidden)
    }

    /// The issue as it may be shown.
    pub fn issue(&self) -> &Issue {
        &self.0
    }
}

/// What is hidden, and the numbers of the totals whose ranges are hidden: the largest part and the sum of
/// all, which a range tells, would give away a hidden part.
fn closed(issue: &Issue, cells: &Cells) -> (Hiding, BTreeSet<usize>) {
    let counts = cells.counts();
    let threshold = f64::from(issue.programme.small_cells_below);
    let mut hiding = Hiding::new(threshold, counts.iter().map(|count| count.count).collect());
    for (number, count) in counts.iter().enumerate() {
        if count.least > 0.0 && count.least < threshold {
            hiding.hide(number, Reason::Small);
        }
    }
    let families = families(issue, cells);
    // Every round hides a count, so that this ends.
    loop {
        hiding.close(&families);
        let gives_away = |family: &&Family| family.parts.iter().any(|part| hiding.reason(*part).is_some());
        let open: BTreeSet<usize> = families.iter().filter(gives_away).map(|family| family.total).collect();
        let alone = |number: &usize| counts[*number].shown == Shown::Range && hiding.reason(*number).is_none();
        let alone: Vec<usize> = open.iter().copied().filter(alone).collect();
        if alone.is_empty() {
            return (hiding, open);
        }
        alone.into_iter().for_each(|number| hiding.hide(number, Reason::Complementary));
    }
}

fn hidden(cells: Cells, hiding: &Hiding) -> (BTreeSet<Identity>, Vec<Hidden>) {
    cells
        .into_cells()
        .enumerate()
        .filter_map(|(number, (identity, cell))| Some((identity, Hidden { cell, reason: hiding.reason(number)? })))
        .unzip()
}
