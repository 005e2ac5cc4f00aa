//! Cases as they are written.

use crate::pipeline::written::ThresholdsWritten;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Given rows and the figures that must come of them.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Cases")]
pub(crate) struct CasesWritten {
    /// The version of this language: 1.
    #[schemars(range(min = 1, max = 1))]
    #[allow(dead_code, reason = "checked against the schema")]
    pub(crate) schema_version: u32,
    /// The cases, each on its own: nothing of one is known to the next.
    #[serde(default)]
    pub(crate) case: Vec<CaseWritten>,
}

/// Rows, and what must come of them. The tables are CSV texts with a header.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CaseWritten {
    /// What the case shows, in a sentence.
    pub(crate) name: String,
    /// The rule that it shows: `R1` to `R25`.
    pub(crate) rule: Option<String>,
    /// The period that is reported, such as `2011-10`, `2011-Q4`, `2011-S2` or `2011`.
    pub(crate) period: String,
    /// The day on which due dates are judged, such as `2011-11-30`; left out, the period's cut-off.
    pub(crate) today: Option<String>,
    /// The state of knowledge: rows that were received later do not count.
    pub(crate) as_of: Option<String>,
    /// The programme's first month; left out, the pipeline's.
    pub(crate) first: Option<String>,
    /// The programme's last month; left out, the pipeline's.
    pub(crate) last: Option<String>,
    /// The indicator whose double counting is reconciled; left out, the pipeline's.
    pub(crate) people: Option<String>,
    /// Counts below this are hidden; left out, as the pipeline says.
    pub(crate) small_cells_below: Option<u32>,
    /// Shares of the milestone due at which an indicator is on track and at risk; left out, the pipeline's.
    pub(crate) thresholds: Option<ThresholdsWritten>,
    /// An earlier closing, with which what is known now is compared.
    pub(crate) closed: Option<ClosedWritten>,
    /// What the case's own indicators wait for, in the place of the pipeline's events, by name: the
    /// month in which it happened; empty as long as it has not.
    pub(crate) events: Option<BTreeMap<String, String>>,
    /// Indicators in the place of the pipeline's, with the columns of `indicators.csv`. Names
    /// (`label_…`) may be left out.
    #[allow(dead_code, reason = "read at its place")]
    indicators: Option<String>,
    /// Targets in the place of the pipeline's, with the columns of `targets.csv`.
    #[allow(dead_code, reason = "read at its place")]
    targets: Option<String>,
    /// Who took part: agency, key, period or date; any of kind, household, household_size, place,
    /// locality, sex, age, area, ethnicity, sector, activity, received, file and the pipeline's own columns.
    #[allow(dead_code, reason = "read at its place")]
    participations: Option<String>,
    /// Values of indicators: agency, indicator, period; any of place, sex, area, ethnicity, sector,
    /// age_band, value, unit, numerator, denominator, text, status, estimated, cumulative, received, file and the
    /// pipeline's own dimensions.
    #[allow(dead_code, reason = "read at its place")]
    observations: Option<String>,
    /// Amounts of money: agency, flow, amount, period or date; any of output, currency, received, file.
    #[allow(dead_code, reason = "read at its place")]
    money: Option<String>,
    /// Exchange rates in the place of the pipeline's, with the columns of `rates.csv`.
    #[allow(dead_code, reason = "read at its place")]
    rates: Option<String>,
    /// What is sent and when, in the place of the pipeline's sources: agency, source, cycle,
    /// due_days; any of from, until.
    #[allow(dead_code, reason = "read at its place")]
    sources: Option<String>,
    /// What came: source, period, received.
    #[allow(dead_code, reason = "read at its place")]
    receipts: Option<String>,
    /// Figures that must come out so.
    #[serde(default)]
    pub(crate) expect: Vec<FigureWritten>,
    /// Findings that must be there.
    #[serde(default)]
    pub(crate) finding: Vec<FindingWritten>,
    /// How indicators must stand against their targets.
    #[serde(default)]
    pub(crate) standing: Vec<StandingWritten>,
    /// Rows of the table of money that must come out so.
    #[serde(default)]
    pub(crate) spending: Vec<SpendingWritten>,
    /// Reports that must be there, late, missing or not due.
    #[serde(default)]
    pub(crate) report: Vec<ReportWritten>,
    /// What must have become of figures since the closing.
    #[serde(default)]
    pub(crate) change: Vec<ChangeWritten>,
    /// How the sum of what agencies report must become the number of unique people.
    #[allow(dead_code, reason = "read at its place")]
    reconciliation: Option<ReconciliationWritten>,
    /// Shares of the reports that are due.
    #[allow(dead_code, reason = "read at its place")]
    completeness: Option<CompletenessWritten>,
}

/// A number, or `"none"` where there must be none.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
#[allow(dead_code, reason = "checked against the schema and read at its place")]
pub(crate) enum NumberWritten {
    Number(f64),
    None(NoNumber),
}

/// No number.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum NoNumber {
    None,
}

/// A figure that must come out so. What is left out is not checked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "checked against the schema and read at its place")]
pub(crate) struct FigureWritten {
    /// Its id, as `mola explain` takes it: `TEC@2011-10+/place=PA-4`.
    pub(crate) figure: String,
    /// By how much a number may differ; left out, it must be the same to nine decimals.
    #[schemars(range(min = 0))]
    pub(crate) tolerance: Option<f64>,
    /// What is known of it.
    status: Option<StatusWritten>,
    /// The value; a ratio as a share of 1.
    value: Option<NumberWritten>,
    /// Its share of the whole in per cent, to one decimal, as tables show it: of a figure that is narrowed, over all
    /// codes of the last dimension.
    share: Option<NumberWritten>,
    /// The numerator of a ratio.
    numerator: Option<NumberWritten>,
    /// The denominator of a ratio, or the n of a mean.
    denominator: Option<NumberWritten>,
    /// The least that it can be, where it is not known exactly.
    low: Option<NumberWritten>,
    /// The most that it can be.
    high: Option<NumberWritten>,
    /// What it says in words.
    text: Option<String>,
    /// Why there is no value, or only a part or a range of it.
    reason: Option<ReasonWritten>,
    /// How many of those who were asked are in it: `2 of 3`.
    reporters: Option<String>,
    /// Records that it is made from.
    records: Option<NumberWritten>,
    /// Whether a part of it is an estimate.
    estimated: Option<bool>,
}

/// What is known of a figure; `absent` where there must be none of this id.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StatusWritten {
    Reported,
    Missing,
    NotApplicable,
    NotYetDue,
    Suppressed,
    Absent,
}

/// Why a figure has no value, or only a part or a range of it; `none` where there is no reason.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReasonWritten {
    CannotAddUp,
    NotAdded,
    DenominatorZero,
    OnlyTotals,
    Partial,
    OperandMissing,
    None,
}

/// A finding that must be there. What is left out is not checked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "checked against the schema and read at its place")]
pub(crate) struct FindingWritten {
    /// Its code, such as `cumulative-fell`.
    pub(crate) code: String,
    /// How many there must be; left out, at least one. 0 where there must be none.
    count: Option<u32>,
    /// The indicator that it names.
    indicator: Option<String>,
    /// The agency that it names or is for.
    agency: Option<String>,
    /// The period that it names.
    period: Option<String>,
    /// What it says was found.
    found: Option<SaidWritten>,
    /// What it says was expected.
    expected: Option<SaidWritten>,
    /// The first of two that it names.
    first: Option<SaidWritten>,
    /// The second of two that it names.
    second: Option<SaidWritten>,
    /// The least that it says is allowed.
    low: Option<SaidWritten>,
    /// The most that it says is allowed.
    high: Option<SaidWritten>,
    /// The limit that it names.
    limit: Option<SaidWritten>,
    /// The day that it names.
    date: Option<String>,
    /// The currency that it names.
    currency: Option<String>,
    /// The dimension that it names.
    dimension: Option<String>,
    /// The field that it names.
    field: Option<String>,
}

/// A number or a text that a finding names.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
#[allow(dead_code, reason = "checked against the schema and read at its place")]
pub(crate) enum SaidWritten {
    Number(f64),
    Text(String),
}

/// When a period was closed, and what was otherwise then.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClosedWritten {
    /// The day (its end) or moment: what was received by then was issued.
    pub(crate) on: String,
    /// The period that was closed; left out, the case's own.
    pub(crate) period: Option<String>,
    /// The indicators as they were then, where they were others.
    #[allow(dead_code, reason = "read at its place")]
    indicators: Option<String>,
    /// The exchange rates as they were then, where they were others.
    #[allow(dead_code, reason = "read at its place")]
    rates: Option<String>,
}

/// What must have become of a figure since the closing. What is left out is not checked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "checked against the schema and read at its place")]
pub(crate) struct ChangeWritten {
    /// Its id, as `mola explain` takes it: `TEC@2011-10+`.
    pub(crate) figure: String,
    /// By how much a number may differ; left out, it must be the same to nine decimals.
    #[schemars(range(min = 0))]
    pub(crate) tolerance: Option<f64>,
    /// What it was when it was issued.
    old: Option<NumberWritten>,
    /// What it is now.
    new: Option<NumberWritten>,
    /// New less old.
    difference: Option<NumberWritten>,
    /// The part of it that comes of other definitions.
    definition: Option<NumberWritten>,
    /// The part of it that comes of other exchange rates.
    exchange_rate: Option<NumberWritten>,
    /// The part of it that comes of what was corrected.
    correction: Option<NumberWritten>,
    /// The part of it that comes of what was late.
    late_data: Option<NumberWritten>,
    /// The reasons, also where there is no difference in numbers: `correction, late_data`.
    reasons: Option<String>,
    /// Whether it must not be shown, since it was or is hidden.
    hidden: Option<bool>,
}

/// How an indicator must stand against its targets. What is left out is not checked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "checked against the schema and read at its place")]
pub(crate) struct StandingWritten {
    /// The indicator.
    pub(crate) indicator: String,
    /// By how much a number may differ; left out, it must be the same to nine decimals.
    #[schemars(range(min = 0))]
    pub(crate) tolerance: Option<f64>,
    /// How it stands.
    progress: Option<ProgressWritten>,
    /// The milestone that is due.
    milestone: Option<NumberWritten>,
    /// To date over the milestone that is due, as a share of 1.
    of_milestone: Option<NumberWritten>,
    /// To date over the overall target, as a share of 1.
    of_target: Option<NumberWritten>,
    /// From baseline to target, as a share of 1.
    from_baseline: Option<NumberWritten>,
    /// From where progress is told.
    basis: Option<BasisWritten>,
    /// Agencies that reported on it in the period, and that ever did: `2 of 3`.
    reporters: Option<String>,
}

/// From where progress is told, and of a target that is the baseline whether it holds.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BasisWritten {
    FromBaseline,
    OfTarget,
    Held,
    NotHeld,
}

/// How an indicator stands.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ProgressWritten {
    Achieved,
    OnTrack,
    AtRisk,
    OffTrack,
    NotYetDue,
    Overdue,
    NoData,
    NoTarget,
}

/// A row of the table of money, in the report's currency. What is left out is not checked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "checked against the schema and read at its place")]
pub(crate) struct SpendingWritten {
    /// The output; left out, all of them.
    pub(crate) output: Option<String>,
    /// The agency; left out with the output, all of them.
    pub(crate) agency: Option<String>,
    /// By how much a number may differ; left out, it must be the same to nine decimals.
    #[schemars(range(min = 0))]
    pub(crate) tolerance: Option<f64>,
    /// In the work plan.
    planned: Option<NumberWritten>,
    /// Sent to the agency.
    transferred: Option<NumberWritten>,
    /// Under contract.
    committed: Option<NumberWritten>,
    /// Paid out.
    disbursed: Option<NumberWritten>,
    /// Under contract and not paid out.
    undisbursed: Option<NumberWritten>,
    /// Paid out over planned, as a share of 1.
    delivery: Option<NumberWritten>,
    /// Paid out over sent to the agency, as a share of 1.
    of_transferred: Option<NumberWritten>,
}

/// A report of a source.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "checked against the schema and read at its place")]
pub(crate) struct ReportWritten {
    /// The source.
    pub(crate) source: String,
    /// The period that it is about, in the source's own cycle.
    pub(crate) period: String,
    /// Whether it came.
    state: ReportStateWritten,
}

/// Whether a report came.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReportStateWritten {
    OnTime,
    Late,
    Missing,
    NotYetDue,
    NotExpected,
}

/// How the sum of what agencies report becomes the number of unique people.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "checked against the schema and read at its place")]
pub(crate) struct ReconciliationWritten {
    /// Sum over agency and month of the people that each reported.
    gross: Option<NumberWritten>,
    /// Removed: the same person with the same agency in further months.
    repeated: Option<NumberWritten>,
    /// Removed: the same person with further agencies.
    shared: Option<NumberWritten>,
    /// What is left: each person once.
    unique: Option<NumberWritten>,
}

/// Shares of the reports that are due.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "checked against the schema and read at its place")]
pub(crate) struct CompletenessWritten {
    /// By how much a number may differ; left out, it must be the same to nine decimals.
    #[schemars(range(min = 0))]
    tolerance: Option<f64>,
    /// Received over expected.
    completeness: Option<NumberWritten>,
    /// On time over expected.
    timeliness: Option<NumberWritten>,
}
