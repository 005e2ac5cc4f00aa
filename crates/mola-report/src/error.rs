//! What can go wrong in writing a report.

/// A report that cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The workbook goes past a limit of its format.
    #[error("the workbook cannot be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The CSV cannot be written.
    #[error("the facts cannot be written as CSV: {0}")]
    Csv(#[from] csv::Error),
}
