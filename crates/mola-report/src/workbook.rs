//! The common report as a workbook: its sheets in reading order.

pub(crate) mod beneficiaries;
pub(crate) mod book;
pub(crate) mod changes;
mod chart;
pub(crate) mod completeness;
pub(crate) mod cover;
mod data;
pub(crate) mod dictionary;
mod feedback;
pub(crate) mod indicators;
mod layout;
pub(crate) mod money;
pub(crate) mod overlap;
pub(crate) mod places;
mod portfolio;
pub(crate) mod quality;
pub(crate) mod reading;
mod review;
pub(crate) mod sources;
pub(crate) mod style;
pub(crate) mod table;
pub(crate) mod trends;

pub(crate) use feedback::{Line, listed};
pub use feedback::{MARK as FEEDBACK_MARK, feedback};
pub use portfolio::portfolio;
pub use review::{REVIEW_HEADINGS, REVIEW_WORDS, ReviewRow, review_workbook};

use crate::{Edition, ReportError};
use book::Book;
use chrono::{Datelike, Timelike};
use layout::Page;
use mola_model::Issue;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

/// The common report as an xlsx file in `language`. Its creation date is the issue's `as_of`, so
/// that the same issue is the same bytes.
///
/// # Errors
/// When a sheet goes past a limit of the format.
pub(crate) fn workbook(edition: &Edition<'_>) -> Result<Vec<u8>, ReportError> {
    let book = Book::new(edition);
    let mut file = Workbook::new();
    file.set_default_format(&style::base(), 17, 64)?;
    file.set_properties(&properties(&book)?);
    for (sheet, is_shown) in book.sheets() {
        let mut page = Page::open(&book, sheet, file.add_worksheet())?;
        (sheet.write)(&book, &mut page)?;
        page.sheet.set_hidden(!is_shown);
    }
    Ok(file.save_to_buffer()?)
}

fn properties(book: &Book<'_>) -> Result<DocProperties, XlsxError> {
    let programme = &book.issue.programme;
    let title = format!("{} · {}", programme.name.get(book.language), book.words.period(book.issue.period));
    Ok(DocProperties::new()
        .set_title(title)
        .set_subject(book.report_title())
        .set_author(programme.code.as_str())
        .set_company(programme.agencies.iter().map(|a| a.name.get(book.language)).collect::<Vec<_>>().join(", "))
        .set_keywords(format!("{}, {}", programme.code, book.issue.period))
        .set_category(book.report_title())
        .set_comment(programme.note.get(book.language))
        .set_status(book.words.get(book.standing()))
        .set_creation_datetime(&created(book.issue)?))
}

fn created(issue: &Issue) -> Result<ExcelDateTime, XlsxError> {
    let (date, time) = (issue.as_of.date(), issue.as_of.time());
    // A year is within the calendar of Month, and month, day and hour fit their small types.
    let small = |number: u32| u8::try_from(number).unwrap_or(1);
    let year = u16::try_from(date.year()).unwrap_or(1900);
    let day = ExcelDateTime::from_ymd(year, small(date.month()), small(date.day()))?;
    day.and_hms(u16::from(small(time.hour())), small(time.minute()), time.second())
}
