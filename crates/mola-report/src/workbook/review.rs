//! Pairs of which people are to decide whether they are the same, side by side, with a column for the
//! decision. It stays within the programme.

use super::style;
use crate::{ReportError, Words};
use chrono::NaiveDate;
use mola_finding::Language;
use rust_xlsxwriter::{Color, DataValidation, DocProperties, Format, FormatAlign, Workbook};

/// A pair as it is laid out.
pub struct ReviewRow<'a> {
    /// Its name, by which the decision finds it again.
    pub pair: &'a str,
    /// How likely they are the same.
    pub probability: f32,
    /// How alike each field is, in words.
    pub levels: String,
    /// What each of the two says: identifier, name, birth, sex, place, phone, and where it stands.
    pub sides: [[&'a str; 7]; 2],
}

/// The headings that a decision is read back by: pair, decision, reason.
pub const REVIEW_HEADINGS: [&str; 3] = ["review-pair", "review-decision", "review-reason"];
/// The words for a decision: the same, two different ones.
pub const REVIEW_WORDS: [&str; 2] = ["review-same", "review-different"];
const FIELDS: [&str; 7] =
    ["review-identifier", "review-name", "review-born", "review-sex", "review-place", "review-phone", "review-where"];

/// The workbook of pairs, one a row, as it is made on a day.
///
/// # Errors
/// When a sheet goes past a limit of the format.
pub fn review_workbook(rows: &[ReviewRow<'_>], language: Language, made: NaiveDate) -> Result<Vec<u8>, ReportError> {
    let words = Words::of(language);
    let mut file = Workbook::new();
    file.set_default_format(&style::base(), 17, 64)?;
    file.set_properties(&DocProperties::new().set_creation_datetime(&super::feedback::day(made)?));
    let sheet = file.add_worksheet();
    sheet.set_name(words.get("review-sheet").as_ref())?;
    let head = Format::new().set_bold().set_text_wrap().set_background_color(Color::RGB(0x00E8_EEF4));
    let cell = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let given = cell.clone().set_background_color(Color::RGB(0x00FF_F8E1)).set_unlocked();
    let [pair, decision, reason] = REVIEW_HEADINGS.map(|key| words.get(key).into_owned());
    let mut headings = vec![pair, words.get("review-probability").into_owned(), decision, reason];
    for key in FIELDS {
        headings.extend(["A", "B"].map(|side| format!("{} {side}", words.get(key))));
    }
    headings.push(words.get("review-levels").into_owned());
    for (column, heading) in (0_u16..).zip(&headings) {
        sheet.write_with_format(0, column, heading, &head)?;
        sheet.set_column_width(column, if column < 3 { 13.0 } else { 24.0 })?;
    }
    for (row, pair) in (1_u32..).zip(rows) {
        sheet.write_with_format(row, 0, pair.pair, &cell)?;
        sheet.write_with_format(row, 1, words.percent(f64::from(pair.probability), 0), &cell)?;
        sheet.write_blank(row, 2, &given)?;
        sheet.write_blank(row, 3, &given)?;
        let fields = (0..FIELDS.len()).flat_map(|field| pair.sides.iter().map(move |side| side[field]));
        for (column, text) in (4_u16..).zip(fields.chain([pair.levels.as_str()])) {
            sheet.write_with_format(row, column, text, &cell)?;
        }
    }
    let choices = REVIEW_WORDS.map(|key| words.get(key).into_owned());
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX).clamp(1, 1_048_575);
    sheet.add_data_validation(1, 2, last, 2, &DataValidation::new().allow_list_strings(&choices)?)?;
    sheet.set_freeze_panes(1, 1)?;
    Ok(file.save_to_buffer()?)
}
