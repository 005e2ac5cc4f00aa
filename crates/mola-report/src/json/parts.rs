//! Parts of the JSON that are tables of their own.

use chrono::NaiveDateTime;
use mola_model::{
    Completeness, CompletenessRow, CurrencyRow, FileState, Money, MoneyRow, Overlap, Reconciliation, ReportState,
    SourceRow, Status,
};
use schemars::JsonSchema;
use serde::Serialize;

/// How the sum of what agencies report becomes the number of unique people: gross − repeated − shared = unique.
#[derive(Serialize, JsonSchema)]
pub(super) struct ReconciliationJson<'a> {
    gross: u64,
    /// Removed: the same person with the same agency in further months.
    repeated: u64,
    /// Removed: the same person with further agencies.
    shared: u64,
    unique: u64,
    agencies: Vec<AgencyJson<'a>>,
}

/// One agency's part; none where a count is hidden.
#[derive(Serialize, JsonSchema)]
struct AgencyJson<'a> {
    agency: &'a str,
    gross: Option<u64>,
    unique: Option<u64>,
    /// People whom no other agency reported.
    only_here: Option<u64>,
}

/// People whom two agencies both reported.
#[derive(Serialize, JsonSchema)]
pub(super) struct OverlapJson<'a> {
    first: &'a str,
    second: &'a str,
    #[schemars(with = "String", extend("enum" = ["reported", "suppressed"]))]
    status: &'static str,
    people: Option<u64>,
}

/// Who reported when.
#[derive(Serialize, JsonSchema)]
pub(super) struct CompletenessJson<'a> {
    /// Received over expected, as a share of 1; none where nothing was expected.
    completeness: Option<f64>,
    /// On time over expected, as a share of 1.
    timeliness: Option<f64>,
    reports: Vec<ReceiptJson<'a>>,
}

/// Whether a source's report for a month, or for the period that ends with it, came.
#[derive(Serialize, JsonSchema)]
struct ReceiptJson<'a> {
    agency: &'a str,
    source: &'a str,
    month: String,
    /// Whether it came.
    #[schemars(with = "String", extend("enum" = ["on_time", "late", "missing", "not_yet_due", "not_expected"]))]
    state: ReportState,
    due: Option<String>,
    received: Option<String>,
}

/// Money, in units of the programme's currency.
#[derive(Serialize, JsonSchema)]
pub(super) struct MoneyJson<'a> {
    /// By output and agency.
    rows: Vec<MoneyRowJson<'a>>,
    /// By agency over all outputs.
    agencies: Vec<MoneyRowJson<'a>>,
    /// Over everything; none where no money was reported.
    total: Option<MoneyRowJson<'a>>,
    /// As reported, in the currency of each row.
    currencies: Vec<CurrencyJson<'a>>,
}

/// Money of one output and agency; an amount that nobody reported is none.
#[derive(Serialize, JsonSchema)]
struct MoneyRowJson<'a> {
    /// Empty in a total.
    output: &'a str,
    /// Empty in a total.
    agency: &'a str,
    planned: Option<f64>,
    transferred: Option<f64>,
    /// Includes what is disbursed.
    committed: Option<f64>,
    disbursed: Option<f64>,
    /// Committed less disbursed.
    undisbursed: Option<f64>,
    /// Disbursed over planned, as a share of 1.
    of_planned: Option<f64>,
    /// Disbursed over transferred, as a share of 1.
    of_transferred: Option<f64>,
}

/// What one agency reported in one currency.
#[derive(Serialize, JsonSchema)]
struct CurrencyJson<'a> {
    agency: &'a str,
    currency: &'a str,
    planned: Option<f64>,
    transferred: Option<f64>,
    committed: Option<f64>,
    disbursed: Option<f64>,
    /// Lines of the sources.
    lines: u64,
    /// Of these, lines for whose day no rate is in force; they are in no sum.
    left_out: u64,
}

/// One file behind the report.
#[derive(Serialize, JsonSchema)]
pub(super) struct SourceJson<'a> {
    file: &'a str,
    agency: &'a str,
    /// The mapping's name; empty where none took it.
    source: &'a str,
    /// What became of it.
    #[schemars(with = "String", extend("enum" = ["accepted", "quarantined", "duplicate", "superseded", "waiting"]))]
    state: FileState,
    received: String,
    /// The SHA-256 of its content.
    content: &'a str,
    sheets: &'a [String],
    /// Rows read; none where the numbers of rows are hidden.
    read: Option<u64>,
    kept: Option<u64>,
    refused: Option<u64>,
    ignored: Option<u64>,
}

impl<'a> ReconciliationJson<'a> {
    pub fn of(own: &'a Reconciliation) -> Self {
        let agency = |row: &'a mola_model::AgencyCount| AgencyJson {
            agency: &row.agency,
            gross: row.gross,
            unique: row.unique,
            only_here: row.only_here,
        };
        Self {
            gross: own.gross,
            repeated: own.repeated,
            shared: own.shared,
            unique: own.unique,
            agencies: own.agencies.iter().map(agency).collect(),
        }
    }
}

impl<'a> OverlapJson<'a> {
    pub fn of(own: &'a Overlap) -> Self {
        let people = (own.status == Status::Reported).then_some(own.people);
        Self { first: &own.first, second: &own.second, status: own.status.as_str(), people }
    }
}

impl<'a> CompletenessJson<'a> {
    pub fn of(own: &'a Completeness) -> Self {
        let row = |row: &'a CompletenessRow| {
            own.months.iter().zip(&row.cells).map(|(month, cell)| ReceiptJson {
                agency: &row.agency,
                source: &row.source,
                month: month.to_string(),
                state: cell.state,
                due: cell.due.map(|day| day.to_string()),
                received: cell.received.map(moment),
            })
        };
        let reports = own.rows.iter().flat_map(row).collect();
        Self { completeness: own.completeness, timeliness: own.timeliness, reports }
    }
}

impl<'a> MoneyJson<'a> {
    pub fn of(own: &'a Money) -> Self {
        Self {
            rows: own.rows.iter().map(MoneyRowJson::of).collect(),
            agencies: own.agencies.iter().map(MoneyRowJson::of).collect(),
            total: own.total.as_ref().map(MoneyRowJson::of),
            currencies: own.currencies.iter().map(CurrencyJson::of).collect(),
        }
    }
}

impl<'a> MoneyRowJson<'a> {
    fn of(own: &'a MoneyRow) -> Self {
        Self {
            output: &own.output,
            agency: &own.agency,
            planned: amount(own.planned),
            transferred: amount(own.transferred),
            committed: amount(own.committed),
            disbursed: amount(own.disbursed),
            undisbursed: amount(own.undisbursed),
            of_planned: own.delivery,
            of_transferred: own.of_transferred,
        }
    }
}

impl<'a> CurrencyJson<'a> {
    fn of(own: &'a CurrencyRow) -> Self {
        Self {
            agency: &own.agency,
            currency: &own.currency,
            planned: amount(own.planned),
            transferred: amount(own.transferred),
            committed: amount(own.committed),
            disbursed: amount(own.disbursed),
            lines: own.lines,
            left_out: own.left_out,
        }
    }
}

impl<'a> SourceJson<'a> {
    pub fn of(own: &'a SourceRow) -> Self {
        let rows = |count: u64| (!own.rows_hidden).then_some(count);
        Self {
            file: &own.file,
            agency: &own.agency,
            source: &own.source,
            state: own.state,
            received: moment(own.received),
            content: &own.content,
            sheets: &own.sheets,
            read: rows(own.read),
            kept: rows(own.kept),
            refused: rows(own.refused),
            ignored: rows(own.ignored),
        }
    }
}

/// An amount in units of its currency.
fn amount(ten_thousandths: Option<i64>) -> Option<f64> {
    ten_thousandths.map(|own| mola_model::Amount(own).to_f64())
}

/// A moment as RFC 3339, UTC.
pub(super) fn moment(moment: NaiveDateTime) -> String {
    format!("{}Z", moment.format("%Y-%m-%dT%H:%M:%S"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn amounts_and_moments_are_written_for_programs() {
        assert_eq!((amount(Some(12_345)), amount(Some(0)), amount(None)), (Some(1.2345), Some(0.0), None));
        let noon = NaiveDate::from_ymd_opt(2011, 10, 31).and_then(|day| day.and_hms_opt(12, 0, 0)).expect("a moment");
        assert_eq!(moment(noon), "2011-10-31T12:00:00Z");
    }
}
