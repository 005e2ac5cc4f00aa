//! What all sheets share: title, print set-up, widths, lines of text.

use super::book::{Book, Sheet};
use super::style::Style;
use crate::Words;
use rust_xlsxwriter::{Worksheet, XlsxError};
use std::borrow::Cow;

/// The row of a table's header where nothing stands above the table but title, subtitle and note.
pub(crate) const TABLE_ROW: u32 = 3;

/// Height of a row with one line, in points; a pixel is three quarters of a point.
const ROW_HEIGHT: f64 = 16.0;
/// Height of each further line.
const LINE_HEIGHT: f64 = 13.0;
/// The highest that a row can be.
const HIGHEST_ROW: f64 = 409.0;
const A4: u8 = 9;
/// The longest text that a cell takes.
const LONGEST_TEXT: usize = 32_767;

/// A sheet being written. Rows and columns count from 0 here, as `rust_xlsxwriter` has them.
pub(crate) struct Page<'s, 'a> {
    pub sheet: &'s mut Worksheet,
    pub words: &'static Words,
    pub style: &'s Style,
    pub key: &'static str,
    /// What stands in A1.
    title: Cow<'a, str>,
    /// What stands under the title: programme, period, standing.
    subtitle: Cow<'a, str>,
    /// Widths of the columns from A on, in characters.
    pub widths: Vec<f64>,
}

impl<'s, 'a> Page<'s, 'a> {
    /// A sheet of a report.
    pub fn open(book: &'s Book<'a>, sheet: &Sheet, worksheet: &'s mut Worksheet) -> Result<Self, XlsxError> {
        let programme = &book.issue.programme;
        let footer = format!("{} · {} · {}", programme.code, book.issue.period, book.word(book.standing()));
        let (name, period) = (programme.name.get(book.language), book.words.period(book.issue.period));
        let subtitle = format!("{name} · {period} · {}", book.word(book.standing()));
        let page = Self::new((book.words, &book.style), sheet.key, (&footer, subtitle.into()), worksheet)?;
        Ok(Self { title: book.title(sheet.key), ..page })
    }

    /// Names the sheet of `key` and sets it up for screen and print, with what stands in its footer
    /// and under its title.
    pub fn new(
        (words, style): (&'static Words, &'s Style),
        key: &'static str,
        (footer, subtitle): (&str, Cow<'a, str>),
        worksheet: &'s mut Worksheet,
    ) -> Result<Self, XlsxError> {
        let name = words.get(&format!("sheet-{key}"));
        worksheet.set_name(&*name)?;
        worksheet.set_screen_gridlines(false).set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
        worksheet.set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.35);
        // In a footer an ampersand begins a code, and digits after a size would belong to it.
        let left = footer.replace('&', "&&");
        worksheet.set_footer(format!("&L&8 {left}&C&8 {name}&R&8 {}", words.get("footer-page")));
        worksheet.set_default_row_height(ROW_HEIGHT);
        let title = words.get(&format!("title-{key}"));
        Ok(Self { sheet: worksheet, words, style, key, title, subtitle, widths: Vec::new() })
    }

    /// Title in A1, what the report is under it, and a note.
    pub fn title(&mut self, note: &str) -> Result<(), XlsxError> {
        let style = self.style;
        self.sheet.set_row_height(0, 26)?;
        let title = self.title.clone();
        self.line(0, 0, &title, &style.title)?;
        let subtitle = self.subtitle.clone();
        self.line(1, 0, &subtitle, &style.subtitle)?;
        if !note.is_empty() {
            self.sheet.set_row_height(2, height(1) + 4.0)?;
            self.line(2, 0, note, &style.note)?;
        }
        Ok(())
    }

    /// A text in a cell, as a string whatever it looks like.
    pub fn line(
        &mut self,
        row: u32,
        column: u16,
        text: &str,
        format: &rust_xlsxwriter::Format,
    ) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(row, column, clip(text), format)?;
        Ok(())
    }

    /// The heading of a section.
    pub fn section(&mut self, row: u32, key: &str) -> Result<(), XlsxError> {
        self.sheet.set_row_height(row, 22)?;
        self.line(row, 0, &self.words.get(key), &self.style.section)
    }

    /// Widths of columns from A on, in characters.
    pub fn widths(&mut self, widths: &[f64]) -> Result<(), XlsxError> {
        for (column, width) in (0_u16..).zip(widths) {
            self.sheet.set_column_width(column, *width)?;
        }
        self.widths = widths.to_vec();
        Ok(())
    }

    /// Keeps the rows above `row` and the columns left of `column` in view.
    pub fn freeze(&mut self, row: u32, column: u16) -> Result<(), XlsxError> {
        self.sheet.set_freeze_panes(row, column)?;
        Ok(())
    }
}

/// The height of a row with so many lines, in points.
pub(crate) fn height(lines: u32) -> f64 {
    (ROW_HEIGHT + f64::from(lines.saturating_sub(1)) * LINE_HEIGHT).min(HIGHEST_ROW)
}

/// Rows of one line that `pixels` take.
pub(crate) const fn rows_of(pixels: u32) -> u32 {
    (pixels * 3).div_ceil(4 * ROW_HEIGHT as u32)
}

/// Lines that `text` takes in a column with room for so many characters: words do not break unless
/// they alone are longer than a line. Spreadsheets do not agree on setting this height themselves.
pub(crate) fn lines(text: &str, room: f64) -> u32 {
    let room = room.max(1.0);
    text.split('\n').map(|paragraph| paragraph_lines(paragraph, room)).sum()
}

fn paragraph_lines(text: &str, room: f64) -> u32 {
    let mut lines = 1;
    let mut used = 0.0;
    for word in text.split(' ') {
        let length = word.chars().count() as f64;
        let space = if used > 0.0 { 1.0 } else { 0.0 };
        if used + space + length <= room {
            used += space + length;
            continue;
        }
        let whole = (length / room).ceil().max(1.0) - 1.0;
        lines += whole as u32 + u32::from(used > 0.0);
        used = length - whole * room;
    }
    lines
}

/// As much of `text` as a cell takes; one that is longer ends with a mark.
pub(crate) fn clip(text: &str) -> Cow<'_, str> {
    crate::facts::shortened(text, LONGEST_TEXT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_as_words_break() {
        for (text, room, expected) in [
            ("", 10.0, 1),
            ("one two", 10.0, 1),
            ("one two three", 8.0, 2),
            ("abcdefghijkl", 5.0, 3),
            ("a\nb", 10.0, 2),
            ("ab abcdefgh", 4.0, 3),
        ] {
            assert_eq!(lines(text, room), expected, "{text}");
        }
        assert_eq!(rows_of(300), 15);
    }

    #[test]
    fn long_texts_are_clipped_at_what_a_cell_takes() {
        assert_eq!(clip("ñ").len(), 2);
        assert_eq!(clip(&"ñ".repeat(40_000)).chars().count(), LONGEST_TEXT);
    }
}
