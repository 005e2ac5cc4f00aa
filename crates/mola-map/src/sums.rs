//! Columns that must be the sum of others in each row.

use crate::exact::Exact;
use crate::findings::Findings;
use crate::number::{self, Locale};
use crate::shown::is_blank;
use mola_finding::{CellAddress, Code};
use mola_sheet::{Row, Value};

/// One such column.
#[derive(Debug)]
pub(crate) struct RowSum {
    /// The column that holds the whole.
    pub(crate) whole: u32,
    /// The columns that hold its parts.
    pub(crate) parts: Vec<u32>,
    /// The whole's header.
    pub(crate) label: String,
    /// How their texts are read.
    pub(crate) locale: Locale,
    /// Columns that are fields too: what cannot be read in them is said where they are read.
    pub(crate) fields: Vec<u32>,
}

impl RowSum {
    /// Whether the whole is the sum of its parts, or there is nothing to compare; says where not. A blank part is
    /// none where there are others.
    pub(crate) fn holds(&self, row: Row<'_>, sheet: &str, findings: &mut Findings) -> bool {
        let mut sum = Some(0.0);
        let mut given = false;
        for column in &self.parts {
            if is_blank(row.get(*column)) {
                continue;
            }
            given = true;
            sum = self.number(row, *column, sheet, findings).and_then(|part| Some(sum? + part));
        }
        let whole = if is_blank(row.get(self.whole)) { None } else { Some(self.whole) };
        let whole = whole.map(|column| self.number(row, column, sheet, findings));
        let (Some(sum), false) = (sum, whole == Some(None)) else { return false };
        let Some(found) = whole.flatten().filter(|found| given && differ(*found, sum)) else { return true };
        findings.at(Code::SumDisagrees, sheet, CellAddress::new(row.number(), self.whole), |finding| {
            finding.with("field", self.label.as_str()).with("found", found).with("expected", sum)
        });
        false
    }

    fn number(&self, row: Row<'_>, column: u32, sheet: &str, findings: &mut Findings) -> Option<f64> {
        let value = row.get(column);
        let read = match value {
            Value::Number(number) => Some(number),
            Value::Text(text) => match number::read(text, self.locale) {
                number::Reading::Is(number) | number::Reading::Doubtful(number, _) => Some(number.to_f64()),
                number::Reading::No => None,
            },
            _ => None,
        };
        if read.is_none() && !self.fields.contains(&column) {
            findings.at(Code::NumberUnreadable, sheet, CellAddress::new(row.number(), column), |finding| {
                finding.with("found", value.raw().as_ref()).with("nearest", "")
            });
        }
        read
    }
}

/// Whether two sums differ by more than doubles lose in adding, and the last decimal shown.
fn differ(found: f64, sum: f64) -> bool {
    let shown = 0.5 * 10_f64.powi(-i32::from(Exact::decimals_of(found)));
    let tolerance = if found.fract() == 0.0 && sum.fract() == 0.0 { 0.0 } else { shown };
    (found - sum).abs() > tolerance + found.abs().max(sum.abs()) * 1e-9
}
