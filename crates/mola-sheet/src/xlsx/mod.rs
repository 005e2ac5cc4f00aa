//! Workbooks of Office Open XML: xlsx and xlsm, transitional and strict.

mod cell;
pub(crate) mod relations;
mod rows;
mod sheet;
mod strings;
mod styles;
mod workbook;

pub(crate) use sheet::XlsxSheet;
pub(crate) use workbook::XlsxWorkbook;

use crate::error::{Damage, Limit, SheetError, Spot};
use crate::markup::Fault;

/// The error for a fault in a part that is read as a whole.
fn part_error(fault: Fault, part: &str) -> SheetError {
    fault_error(fault, Spot::part(part), 0)
}

fn fault_error(fault: Fault, spot: Spot, max_text: usize) -> SheetError {
    match fault {
        Fault::End => SheetError::damaged(Damage::CutOff, spot),
        Fault::Damage(damage) => SheetError::damaged(damage, spot),
        Fault::TextLimit => SheetError::too_large(Limit::Text, max_text as u64, spot),
    }
}
