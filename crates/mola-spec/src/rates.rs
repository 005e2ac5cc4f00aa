//! What other currencies are worth in the report's: `rates.csv`.

use crate::csv_table::{Column, CsvTable};
use crate::settings::TableText;
use chrono::NaiveDate;
use mola_finding::{Code, Finding};
use mola_model::{ExchangeRate, Rate, Rates, is_currency, parity};
use std::collections::BTreeMap;

const COLUMNS: &[Column] = &[("currency", true), ("from", true), ("rate", true), ("source", false)];

/// Reads the table: units of `own`, the report's currency, for one unit of another, each from a day
/// on until the next line of that currency. The order of lines means nothing.
pub(crate) fn rates<'a>(settings: impl Into<TableText<'a>>, own: &str, findings: &mut Vec<Finding>) -> Rates {
    let (table, mut found) = CsvTable::read(settings, COLUMNS);
    findings.append(&mut found);
    let mut lines = Vec::new();
    let mut first = BTreeMap::new();
    for row in table.rows() {
        let known = |text: &str| is_currency(text).then(|| text.to_owned());
        for column in ["currency", "from", "rate"] {
            row.required(column, findings);
        }
        let currency = row.parsed("currency", "USD, EUR, PAB", findings, known);
        let from: Option<NaiveDate> = row.parsed("from", "2011-01-31", findings, day);
        let rate: Option<Rate> = row.parsed("rate", "1.2345", findings, |text| text.parse().ok());
        let (Some(currency), Some(from), Some(rate)) = (currency, from, rate) else { continue };
        let at_par = currency == own || parity(&currency) == Some(own);
        if at_par && rate != Rate::PAR {
            let finding = row.finding("rate", Code::DefinitionContradiction);
            let finding = finding.with("first", format!("currency = {currency}, rate = {rate}"));
            findings.push(finding.with("second", format!("1 {currency} = 1 {own}")));
        }
        if let Some(earlier) = first.insert((currency.clone(), from), row) {
            let finding = row.finding("from", Code::NameDuplicate).with("found", format!("{currency} {from}"));
            findings.push(finding.with("first", earlier.shown()));
            continue;
        }
        lines.push(ExchangeRate { currency, from, rate, source: row.get("source").to_owned() });
    }
    Rates::new(lines)
}

/// A day as ISO 8601 writes it, in full.
fn day(text: &str) -> Option<NaiveDate> {
    text.parse().ok().filter(|day: &NaiveDate| day.to_string() == text)
}
