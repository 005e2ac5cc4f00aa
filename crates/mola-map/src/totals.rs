//! Sums that must agree with the source's own total rows.

use crate::exact::Exact;
use crate::number::{self, Locale};
use mola_finding::{CellAddress, Code};
use mola_frame::{Field, Slot};
use mola_sheet::{Row, Value};

use crate::findings::Findings;

/// One field that is added up, and the rule whose rows hold its totals.
#[derive(Debug)]
pub(crate) struct Total {
    /// The index of the skip rule.
    pub(crate) rule: usize,
    /// The field's column in the frame.
    pub(crate) slot: Slot,
    /// The column as the file calls it.
    pub(crate) label: String,
    /// How its texts are read.
    pub(crate) locale: Locale,
    /// What its numbers are multiplied by.
    pub(crate) factor: f64,
    /// Columns of the sheet with the sum of each since the last such row.
    pub(crate) columns: Vec<(u32, f64)>,
}

const AMOUNT_UNIT: f64 = 10_000.0;

impl Total {
    /// Adds what a record holds, be it kept or refused; `index` is the column that became rows, else 0.
    pub(crate) fn add(&mut self, fields: &[(Slot, Field)], index: usize) {
        let number = fields.iter().rev().find(|(slot, _)| *slot == self.slot).map(|(_, field)| match field {
            Field::Number(number) => *number,
            Field::Integer(number) => f64::from(*number),
            Field::Amount(amount) => *amount as f64 / AMOUNT_UNIT,
            _ => 0.0,
        });
        if let (Some(number), Some((_, sum))) = (number, self.columns.get_mut(index)) {
            *sum += number;
        }
    }

    /// Compares the sums with a total row, and begins new ones. A total that is blank or no number
    /// is compared with nothing.
    pub(crate) fn compare(&mut self, row: Row<'_>, sheet: &str, findings: &mut Findings) {
        for (column, sum) in &mut self.columns {
            let expected = std::mem::take(sum);
            let Some((found, decimals)) = written(row.get(*column), self.locale) else { continue };
            let found = found * self.factor;
            // Half a unit of the last decimal that the total shows, and what doubles lose in adding.
            let tolerance = 0.5 * 10_f64.powi(-i32::from(decimals)) * self.factor.abs();
            let noise = expected.abs().max(found.abs()) * 1e-9;
            if (found - expected).abs() > tolerance + noise {
                findings.at(Code::TotalDisagrees, sheet, CellAddress::new(row.number(), *column), |finding| {
                    let expected = (expected * AMOUNT_UNIT).round() / AMOUNT_UNIT;
                    finding.with("field", self.label.as_str()).with("found", found).with("expected", expected)
                });
            }
        }
    }
}

/// A total as written, and how many decimals it shows.
fn written(value: Value<'_>, locale: Locale) -> Option<(f64, u8)> {
    match value {
        Value::Number(number) => Some((number, Exact::decimals_of(number))),
        Value::Text(text) => match number::read(text, locale) {
            number::Reading::Is(number) | number::Reading::Doubtful(number, _) => {
                Some((number.to_f64(), number.decimals()))
            }
            number::Reading::No => None,
        },
        _ => None,
    }
}
