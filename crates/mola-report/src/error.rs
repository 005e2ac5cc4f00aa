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
    /// The JSON cannot be written.
    #[error("the issue cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The package cannot be written.
    #[error("the package of data cannot be written: {0}")]
    Package(#[from] zip::result::ZipError),
    /// The pipeline does not say what IATI needs.
    #[error("the pipeline has no table [iati]")]
    NoActivity,
    /// The PDF cannot be written.
    #[error("the PDF cannot be written: {0}")]
    Pdf(String),
    /// The Parquet file cannot be written.
    #[error("the facts cannot be written as Parquet: {0}")]
    Parquet(#[from] ParquetError),
}

/// Why facts cannot be written as Parquet, in the words of who writes it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ParquetError(pub String);
