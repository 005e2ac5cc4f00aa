//! What an issue tells outside and what it hides: known inside alone, and to the issue that comes after it.

use crate::cell::{Cell, CountName};
use crate::system::Reason;
use mola_model::Period;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Every count of beneficiaries in an issue, and whether it is shown. It is for the programme itself:
/// what is hidden stands in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Disclosure {
    /// The period of the issue.
    pub period: Period,
    /// All counts.
    pub counts: BTreeMap<CountName, Disclosed>,
    /// Of counts that are hidden here, what was last shown of them to the end of an earlier period.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub before: BTreeMap<CountName, f64>,
}

/// A count, and whether it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Disclosed {
    /// The count.
    pub count: f64,
    /// Why it is hidden; none where it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hidden: Option<Reason>,
}

impl Disclosure {
    /// The counts that are hidden, by name.
    pub fn hidden_counts(&self) -> BTreeMap<CountName, Reason> {
        self.counts.iter().filter_map(|(name, own)| Some((name.clone(), own.hidden?))).collect()
    }

    /// The cells that are hidden, each once, in order.
    pub fn hidden(&self) -> Vec<Hidden> {
        let own = self.counts.iter().filter_map(|(name, own)| Some((name.cell.clone(), own.hidden?)));
        own.collect::<BTreeMap<_, _>>().into_iter().map(|(cell, reason)| Hidden { cell, reason }).collect()
    }
}

/// A count that was hidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// The count.
    pub cell: Cell,
    /// Why it is hidden.
    pub reason: Reason,
}
