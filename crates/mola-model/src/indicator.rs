//! What is measured and how it behaves.

use crate::{Formula, Kind, Labels, Month, Period, PeriodError};
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

/// The measure that every participation has, and each is 1 of.
pub const PARTICIPATIONS: &str = "participations";

/// Where an indicator's values come from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    /// Something that is reached or not, as agencies report it: 1 or 0, with the month in which it
    /// first was.
    Milestone,
    /// A level on a scale, as agencies report it.
    Ordinal {
        /// The levels from the lowest to the highest; the lowest counts 1.
        levels: Vec<String>,
    },
    /// A text, as agencies report it; texts are never brought together.
    Text,
    /// Worked out from other indicators.
    Formula {
        /// How.
        formula: Formula,
    },
    /// One flow of money over another (rule R22).
    Rate {
        /// What is divided.
        numerator: MoneyFlow,
        /// What it is divided by.
        denominator: MoneyFlow,
    },
}

/// What values are brought together over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Axis {
    /// Periods.
    Time,
    /// Places.
    Place,
    /// Agencies.
    Agency,
}

/// The point that is shown where of some agencies only totals are known (rule R6).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TotalsPolicy {
    /// All totals added up: nobody is with two agencies.
    Sum,
    /// The largest: everybody is with all agencies.
    Max,
    /// A number that someone answers for.
    Custom(f64),
}

/// How many relatives there are to each direct beneficiary where households are not known (rule
/// R9).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Multiplier {
    /// Relatives a direct beneficiary.
    pub value: f64,
    /// Where the number comes from.
    pub source: String,
    /// The year that it is about.
    pub year: i32,
}

/// How values that agencies report are brought together, beyond the rules of the axes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Treatment {
    /// The axes in the order in which values are brought together over them: the largest by place,
    /// added up, is another figure than the largest of the sums (rule R7).
    pub order: [Axis; 3],
    /// Whether a report for a longer time is shared out among its months (rule R17).
    pub prorate: bool,
    /// What is shown where only totals are known.
    pub totals: Option<TotalsPolicy>,
    /// Why, and who says so.
    pub totals_reason: String,
    /// How many there are to be reached at most.
    pub population: Option<f64>,
    /// Relatives a direct beneficiary.
    pub multiplier: Option<Multiplier>,
    /// The least that a report may say.
    pub low: Option<f64>,
    /// The most that a report may say.
    pub high: Option<f64>,
    /// Whether a period has the beneficiaries who are in it for the first time, rather than all who were active in
    /// it (rule R5).
    #[serde(default)]
    pub newly: bool,
}

impl Default for Treatment {
    fn default() -> Self {
        Self {
            order: [Axis::Time, Axis::Place, Axis::Agency],
            prorate: false,
            totals: None,
            totals_reason: String::new(),
            population: None,
            multiplier: None,
            low: None,
            high: None,
            newly: false,
        }
    }
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

/// From when on an indicator can be measured (rule R20).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "kind")]
pub enum MeasurableFrom {
    /// From this period on.
    Period {
        /// The first period.
        period: Period,
    },
    /// From something on that the programme waits for, such as the harvest.
    Event {
        /// What it is called.
        name: String,
        /// The month in which it happened; none as long as it has not.
        month: Option<Month>,
    },
}

impl MeasurableFrom {
    /// The first month in which it can be measured; none as long as nobody knows.
    pub fn month(&self) -> Option<Month> {
        match self {
            Self::Period { period } => Some(period.first()),
            Self::Event { month, .. } => *month,
        }
    }
}

impl std::str::FromStr for MeasurableFrom {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(|period| Self::Period { period })
    }
}

impl std::fmt::Display for MeasurableFrom {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Period { period } => period.fmt(f),
            Self::Event { name, .. } => write!(f, "event:{name}"),
        }
    }
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
    /// How reported values are brought together.
    pub treatment: Treatment,
    /// Where it started.
    pub baseline: Option<Baseline>,
    /// What is to be reached at the end.
    pub target: Option<f64>,
    /// What is to be reached on the way, in order of time.
    pub milestones: Vec<Target>,
    /// Which way is better.
    pub direction: Direction,
    /// From when on it can be measured (rule R20); none is from the start.
    pub measurable_from: Option<MeasurableFrom>,
    /// The dimensions by which it is shown besides place and agency, such as `sex`.
    pub dimensions: Vec<String>,
    /// The agency that answers for it.
    pub responsible: Option<String>,
    /// How it is verified.
    pub verification: Labels,
}

impl Indicator {
    /// Whether it can be measured for `period`, or only later.
    pub fn is_measurable(&self, period: Period) -> bool {
        let from = |from: &MeasurableFrom| from.month().is_some_and(|first| first <= period.last());
        self.measurable_from.as_ref().is_none_or(from)
    }

    /// Whether a period adds to those before it, rather than telling how things stand.
    pub fn is_flow(&self) -> bool {
        self.time == AxisRule::Sum
    }
}
