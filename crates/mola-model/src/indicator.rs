//! What is measured and how it behaves.

use crate::{Kind, Labels, Period};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The result level of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// A lasting change in lives.
    Impact,
    /// A change in behaviour or condition.
    Outcome,
    /// What the programme delivers.
    Output,
}

/// How values come together along one axis (time, place, agency, disaggregation).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AxisRule {
    /// Added up.
    Sum,
    /// The latest counts.
    Last,
    /// The largest counts.
    Max,
    /// The smallest counts.
    Min,
    /// The mean by weight.
    Mean,
    /// Numerators over denominators.
    Ratio,
    /// Each beneficiary once.
    Distinct,
    /// Never brought together.
    None,
}

/// Which way is better.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// More is better.
    #[default]
    Rising,
    /// Less is better.
    Falling,
    /// As it is, is best.
    Hold,
}

/// A flow of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MoneyFlow {
    /// In the annual work plan.
    Planned,
    /// Sent to the agency.
    Transferred,
    /// Under contract; includes what is disbursed.
    Committed,
    /// Paid out.
    Disbursed,
}

impl MoneyFlow {
    /// All flows, in the order in which they are listed.
    pub const ALL: [Self; 4] = [Self::Planned, Self::Transferred, Self::Committed, Self::Disbursed];

    /// The word used in files and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Transferred => "transferred",
            Self::Committed => "committed",
            Self::Disbursed => "disbursed",
        }
    }
}

/// Which participations an indicator looks at. Each entry names a column of the canonical
/// participation (`activity`, `sector`, …) and the codes that count; all entries must hold.
pub type Filter = BTreeMap<String, Vec<String>>;

/// Where an indicator's values come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "kind")]
pub enum Computation {
    /// Beneficiaries of one kind, each counted once (rule R5).
    Unique {
        /// Who is counted.
        beneficiary: Kind,
        /// Which participations count.
        filter: Filter,
    },
    /// A measure added up over participations, plus what agencies report as a flow under the
    /// indicator's own code.
    Sum {
        /// The measure of a participation, such as `hours`.
        measure: Option<String>,
        /// Which participations count.
        filter: Filter,
    },
    /// The mean over beneficiaries of the last value that each reported (rule R16).
    Mean {
        /// The measure of a participation, such as `income`.
        measure: String,
        /// Whose values count.
        beneficiary: Kind,
        /// Which participations count.
        filter: Filter,
    },
    /// A stock: each beneficiary's last value of a measure, added up, plus the last value that
    /// agencies report under the indicator's own code (rule R2).
    Stock {
        /// The measure of a participation, such as `members`.
        measure: Option<String>,
        /// Which participations count.
        filter: Filter,
    },
    /// Numerators over denominators as agencies report them (rules R1, R3).
    Ratio,
    /// Relatives of direct beneficiaries (rule R9): over unique households, size less direct members.
    Indirect,
    /// One flow of money over another (rule R22).
    Rate {
        /// What is divided.
        numerator: MoneyFlow,
        /// What it is divided by.
        denominator: MoneyFlow,
    },
}

/// Where an indicator started.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    /// The value, in the indicator's unit.
    pub value: f64,
    /// When it was so.
    pub period: Period,
}

/// What is to be reached by the end of a period.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// The period at whose end it is due.
    pub period: Period,
    /// The value to date, in the indicator's unit.
    pub value: f64,
}

/// One indicator of the programme's M&E framework.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Indicator {
    /// Its code, unique in the programme.
    pub code: String,
    /// Its result level.
    pub level: Level,
    /// The output or outcome that it belongs to.
    pub output: Option<String>,
    /// Its name.
    pub label: Labels,
    /// Its unit, for people.
    pub unit: Labels,
    /// Decimals to show.
    pub decimals: u8,
    /// Where its values come from.
    pub computation: Computation,
    /// How it behaves over time.
    pub time: AxisRule,
    /// How it behaves over places.
    pub place: AxisRule,
    /// How it behaves over agencies.
    pub agency: AxisRule,
    /// How it behaves over disaggregations.
    pub disaggregation: AxisRule,
    /// Where it started.
    pub baseline: Option<Baseline>,
    /// What is to be reached at the end.
    pub target: Option<f64>,
    /// What is to be reached on the way, in order of time.
    pub milestones: Vec<Target>,
    /// Which way is better.
    pub direction: Direction,
    /// The first period for which it can be measured (rule R20).
    pub measurable_from: Option<Period>,
    /// The dimensions by which it is shown besides place and agency, such as `sex`.
    pub dimensions: Vec<String>,
    /// The agency that answers for it.
    pub responsible: Option<String>,
    /// How it is verified.
    pub verification: Labels,
}
