//! One issue of the common report: everything that exporters show, already computed.

use crate::{
    Change, ExchangeRate, Figure, FigureKey, IssueName, Period, Programme, Progress, Reached, Status, Target, Window,
};
use chrono::{NaiveDate, NaiveDateTime};
use mola_finding::Finding;
use serde::{Deserialize, Serialize};

/// A published (or provisional) report of one programme for one period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Issue {
    /// The programme.
    pub programme: Programme,
    /// The period that is reported.
    pub period: Period,
    /// The months from the programme's first to the period's end.
    pub window: Window,
    /// The state of knowledge: the moment of the latest receipt that counts, UTC.
    pub as_of: NaiveDateTime,
    /// Whether something is still missing, refused or quarantined.
    pub provisional: bool,
    /// The indicators on the cover.
    pub headline: Vec<String>,
    /// The tracking table, in the order of the programme's indicators.
    pub tracking: Vec<Tracking>,
    /// How the sum of what agencies report becomes the number of unique people.
    pub reconciliation: Option<Reconciliation>,
    /// Unique people by place × sex × sector, and the margins.
    pub cross: Vec<CrossCell>,
    /// Who reported when.
    pub completeness: Completeness,
    /// People served by two agencies.
    pub overlap: Vec<Overlap>,
    /// Money by output and agency.
    pub money: Money,
    /// What changed since the last issue, or else since the last run; `None` where this is the first.
    pub changes: Option<Vec<Change>>,
    /// The issue that changes are told against; `None` where it is a run that nobody closed.
    pub since: Option<IssueName>,
    /// What someone must know.
    pub findings: Vec<FindingRow>,
    /// The files behind it.
    pub sources: Vec<SourceRow>,
    /// Every figure, ordered by key.
    pub facts: Vec<Figure>,
}

impl Issue {
    /// The figure with this key.
    pub fn figure(&self, key: &FigureKey) -> Option<&Figure> {
        self.facts.binary_search_by(|f| f.key.cmp(key)).ok().map(|i| &self.facts[i])
    }
}

/// One row of the tracking table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tracking {
    /// The indicator's code.
    pub indicator: String,
    /// In the period alone.
    pub in_period: Figure,
    /// To the period's end.
    pub to_date: Figure,
    /// The milestone that is due by the period's end.
    pub milestone: Option<Target>,
    /// Actual to date over the milestone that is due, as a share of 1 (rule R11). Of what is to fall
    /// from a baseline, the part of the fall to the milestone that is done.
    pub of_milestone: Option<f64>,
    /// The same of the overall target.
    pub of_target: Option<f64>,
    /// How much of the way to the overall target is done (rule R12).
    pub reached: Option<Reached>,
    /// The last periods up to this one, to date, oldest first.
    pub trend: Vec<(Period, Status, Option<f64>)>,
    /// How it stands.
    pub progress: Progress,
    /// Agencies that reported on it in the window, and those that were expected to.
    pub reporters: (u32, u32),
}

/// How the sum of what agencies report becomes the number of unique people.
/// `gross − repeated − shared = unique`, exactly.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reconciliation {
    /// Sum over agency × month of the people each reported.
    pub gross: u64,
    /// Removed: the same person with the same agency in further months.
    pub repeated: u64,
    /// Removed: the same person with further agencies.
    pub shared: u64,
    /// What is left: each person once.
    pub unique: u64,
    /// By agency, in the programme's order.
    pub agencies: Vec<AgencyCount>,
}

/// One agency's part of the reconciliation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AgencyCount {
    /// The agency's code.
    pub agency: String,
    /// Sum over months of the people it reported; none where it is hidden.
    pub gross: Option<u64>,
    /// The people it reported, each once; none where it is hidden.
    pub unique: Option<u64>,
    /// Of these, people whom no other agency reported; none where it is hidden.
    pub only_here: Option<u64>,
}

/// Unique people in one combination of place, sex and sector. `None` stands for all codes of that
/// dimension, the code `?` for unknown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CrossCell {
    /// The place's code.
    pub place: Option<String>,
    /// The sex.
    pub sex: Option<String>,
    /// The sector.
    pub sector: Option<String>,
    /// The figure.
    pub figure: Figure,
}

/// Who reported when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Completeness {
    /// The columns, in order of time: the months of the window.
    pub months: Vec<Period>,
    /// One row a source, in the programme's order.
    pub rows: Vec<CompletenessRow>,
    /// Received over expected, as a share of 1; none where nothing was expected.
    pub completeness: Option<f64>,
    /// On time over expected, as a share of 1.
    pub timeliness: Option<f64>,
}

/// One source's row in the table of completeness.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CompletenessRow {
    /// The agency's code.
    pub agency: String,
    /// The source's name.
    pub source: String,
    /// One cell a month; a quarterly report shows in the last month of its quarter.
    pub cells: Vec<ReportCell>,
}

/// Whether a report came.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportCell {
    /// The state.
    pub state: ReportState,
    /// The day by which it was due.
    pub due: Option<NaiveDate>,
    /// The moment at which it came, UTC.
    pub received: Option<NaiveDateTime>,
}

/// Whether a report came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportState {
    /// It came by its due date.
    OnTime,
    /// It came after its due date.
    Late,
    /// It was due and has not come.
    Missing,
    /// It is not due yet.
    NotYetDue,
    /// None was expected.
    NotExpected,
}

/// People whom two agencies both reported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Overlap {
    /// One agency's code.
    pub first: String,
    /// The other's, later in the programme's order.
    pub second: String,
    /// People reported by both.
    pub people: u64,
    /// Whether the count is hidden.
    pub status: Status,
}

/// Money in the report's currency.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Money {
    /// By output and agency, in the programme's order.
    pub rows: Vec<MoneyRow>,
    /// By agency over all outputs.
    pub agencies: Vec<MoneyRow>,
    /// Over everything; none where no money was reported.
    pub total: Option<MoneyRow>,
    /// As reported, by agency and currency; empty where all is in the report's own.
    #[serde(default)]
    pub currencies: Vec<CurrencyRow>,
    /// The rates at which lines were converted, by currency and day.
    #[serde(default)]
    pub rates: Vec<ExchangeRate>,
}

/// Money of one output and agency, in ten-thousandths of the report's currency. Sums of converted
/// amounts are rounded once, to hundredths: a total may differ from its rounded parts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MoneyRow {
    /// The output's code; empty in a total.
    pub output: String,
    /// The agency's code; empty in a total.
    pub agency: String,
    /// In the annual work plan.
    pub planned: Option<i64>,
    /// Sent to the agency.
    #[serde(default)]
    pub transferred: Option<i64>,
    /// Under contract; includes what is disbursed.
    pub committed: Option<i64>,
    /// Paid out.
    pub disbursed: Option<i64>,
    /// Under contract and not paid out: committed less disbursed.
    #[serde(default)]
    pub undisbursed: Option<i64>,
    /// Disbursed over planned, as a share of 1.
    pub delivery: Option<f64>,
    /// Disbursed over transferred, as a share of 1.
    #[serde(default)]
    pub of_transferred: Option<f64>,
}

/// What one agency reported in one currency, in ten-thousandths of that currency.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CurrencyRow {
    /// The agency's code.
    pub agency: String,
    /// The currency (ISO 4217), or what was written in its place.
    pub currency: String,
    /// In the annual work plan.
    pub planned: Option<i64>,
    /// Sent to the agency.
    pub transferred: Option<i64>,
    /// Under contract; includes what is disbursed.
    pub committed: Option<i64>,
    /// Paid out.
    pub disbursed: Option<i64>,
    /// Lines of the sources.
    pub lines: u64,
    /// Of these, lines for whose day no rate is in force; they are in no sum.
    pub left_out: u64,
}

/// A finding and the agency that it is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FindingRow {
    /// The agency's code; empty where it is about the programme.
    pub agency: String,
    /// The finding.
    pub finding: Finding,
}

/// One file behind the report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SourceRow {
    /// Its name, relative to the inbox.
    pub file: String,
    /// The agency's code.
    pub agency: String,
    /// The mapping's name; empty where none took it.
    pub source: String,
    /// What became of it.
    pub state: FileState,
    /// When it was received, UTC.
    pub received: NaiveDateTime,
    /// The SHA-256 of its content, in hexadecimal.
    pub content: String,
    /// The version of the mapping, in hexadecimal.
    pub mapping: String,
    /// The sheets that were read.
    pub sheets: Vec<String>,
    /// Rows read in its tables.
    pub read: u64,
    /// Of these, rows that count.
    pub kept: u64,
    /// Of these, rows that were refused.
    pub refused: u64,
    /// Of these, rows that a rule of the mapping leaves out.
    pub ignored: u64,
    /// Whether the numbers of rows are hidden (rule R23); they are 0 then.
    #[serde(default)]
    pub rows_hidden: bool,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileState {
    /// It counts.
    Accepted,
    /// Nothing of it counts.
    Quarantined,
    /// Its content came before under another name.
    Duplicate,
    /// A newer file took its place.
    Superseded,
    /// It is not settled, or came after the cut-off.
    Waiting,
}
