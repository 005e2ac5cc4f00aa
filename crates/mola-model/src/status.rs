//! What is known of a value.

use serde::{Deserialize, Serialize};

/// The five states of a value (rule R10). Zero is a report; an empty cell is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// There is a value, be it zero.
    Reported,
    /// A value was expected and is not there.
    Missing,
    /// There can be no value here.
    NotApplicable,
    /// The value is not yet due or not yet measurable.
    NotYetDue,
    /// The value is known and hidden.
    Suppressed,
}

impl Status {
    /// The word used in files and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Missing => "missing",
            Self::NotApplicable => "not_applicable",
            Self::NotYetDue => "not_yet_due",
            Self::Suppressed => "suppressed",
        }
    }

    /// The state that a word of `as_str` names.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Reported, Self::Missing, Self::NotApplicable, Self::NotYetDue, Self::Suppressed]
            .into_iter()
            .find(|s| s.as_str() == word)
    }
}

/// How an indicator stands against its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// The target is reached.
    Achieved,
    /// Near enough to the milestone that is due.
    OnTrack,
    /// Behind the milestone that is due.
    AtRisk,
    /// Far behind the milestone that is due.
    OffTrack,
    /// Not measurable yet.
    NotYetDue,
    /// It can be measured for some time and nothing was reported (rule R20).
    Overdue,
    /// Nothing was reported.
    NoData,
    /// There is no target to hold it against.
    NoTarget,
}

/// How much of the way is done, and from where that is told (rule R12). Shares are of 1, below 0
/// where things got worse, and never clamped.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "basis", content = "value")]
pub enum Reached {
    /// (actual − baseline) / (target − baseline).
    FromBaseline(f64),
    /// Actual over target: there is no baseline.
    OfTarget(f64),
    /// The target is to stay at the baseline: whether that holds.
    Held(bool),
}
