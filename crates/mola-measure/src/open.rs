//! Figures whose beneficiaries nobody has told apart for certain: their ranges.

use crate::Measured;
use mola_model::{Figure, FigureKey, Reason};
use std::collections::HashMap;

impl Measured {
    /// Gives counts of beneficiaries over all their range: from those of `fewest`, where all who may be one are one,
    /// to those of `most`, where only those are one of whom it is sure. Parts have no ranges: what is hidden
    /// among them could be worked out from these. A figure that has a range already keeps it.
    pub fn leave_open(&mut self, fewest: &Self, most: &Self) {
        let (fewest, most) = (values(&fewest.facts), values(&most.facts));
        let of_tracking = self.tracking.iter_mut().flat_map(|row| [&mut row.in_period, &mut row.to_date]);
        for figure in self.facts.iter_mut().chain(of_tracking) {
            let (Some(value), true, None) = (figure.value, figure.key.by.is_empty(), figure.low) else { continue };
            let bound = |of: &HashMap<FigureKey, f64>| of.get(&figure.key).copied().unwrap_or(value);
            let (one, other) = (bound(&fewest), bound(&most));
            let (low, high) = (one.min(other).min(value), one.max(other).max(value));
            if low < high && figure.denominator.is_none() {
                (figure.low, figure.high) = (Some(low), Some(high));
                (figure.reason, figure.estimated) = (figure.reason.or(Some(Reason::Undecided)), true);
            }
        }
    }
}

fn values(facts: &[Figure]) -> HashMap<FigureKey, f64> {
    facts.iter().filter_map(|figure| Some((figure.key.clone(), figure.value?))).collect()
}
