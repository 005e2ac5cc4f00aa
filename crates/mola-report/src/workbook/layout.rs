//! What all sheets share: title, print set-up, widths, lines of text.

use super::book::{Book, Sheet};
use rust_xlsxwriter::{Worksheet, XlsxError};

/// The row of a table's header where nothing stands above the table but title, subtitle and note.
pub(crate) const TABLE_ROW: u32 = 3;

const A4: u8 = 9;
/// The longest text that a cell takes.
const LONGEST_TEXT: usize = 32_767;

/// A sheet being written. Rows and columns count from 0 here, as `rust_xlsxwriter` has them.
pub(crate) struct Page<'s, 'a> {
    pub sheet: &'s mut Worksheet,
    pub book: &'s Book<'a>,
    pub key: &'static str,
}

impl<'s, 'a> Page<'s, 'a> {
    /// Names the sheet and sets it up for screen and print.
    pub fn open(book: &'s Book<'a>, sheet: &Sheet, worksheet: &'s mut Worksheet) -> Result<Self, XlsxError> {
        worksheet.set_name(book.sheet(sheet.key))?;
        worksheet.set_screen_gridlines(false).set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
        worksheet.set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.35);
        let left = format!("{} · {} · {}", book.issue.programme.code, book.issue.period, book.word(book.standing()));
        // In a footer an ampersand begins a code.
        let left = left.replace('&', "&&");
        worksheet.set_footer(format!("&L&8{left}&C&8{}&R&8{}", book.sheet(sheet.key), book.word("footer-page")));
        Ok(Self { sheet: worksheet, book, key: sheet.key })
    }

    /// Title in A1, what the report is under it, and a note.
    pub fn title(&mut self, note: &str) -> Result<(), XlsxError> {
        let book = self.book;
        self.sheet.set_row_height(0, 26)?;
        self.line(0, 0, &book.word(&format!("title-{}", self.key)), &book.style.title)?;
        let programme = book.issue.programme.name.get(book.language);
        let standing = book.word(book.standing());
        let subtitle = format!("{programme} · {} · {standing}", book.words.period(book.issue.period));
        self.line(1, 0, &subtitle, &book.style.subtitle)?;
        if !note.is_empty() {
            self.line(2, 0, note, &book.style.note)?;
        }
        Ok(())
    }

    /// A text in a cell, as a string whatever it looks like.
    pub fn line(&mut self, row: u32, column: u16, text: &str, format: &rust_xlsxwriter::Format) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(row, column, clip(text), format)?;
        Ok(())
    }

    /// The heading of a section.
    pub fn section(&mut self, row: u32, key: &str) -> Result<(), XlsxError> {
        let book = self.book;
        self.sheet.set_row_height(row, 22)?;
        self.line(row, 0, &book.word(key), &book.style.section)
    }

    /// Widths of columns from A on, in characters.
    pub fn widths(&mut self, widths: &[f64]) -> Result<(), XlsxError> {
        for (column, width) in (0_u16..).zip(widths) {
            self.sheet.set_column_width(column, *width)?;
        }
        Ok(())
    }

    /// Keeps the rows above `row` and the columns left of `column` in view.
    pub fn freeze(&mut self, row: u32, column: u16) -> Result<(), XlsxError> {
        self.sheet.set_freeze_panes(row, column)?;
        Ok(())
    }
}

/// As much of `text` as a cell takes.
pub(crate) fn clip(text: &str) -> &str {
    match text.char_indices().nth(LONGEST_TEXT) {
        Some((end, _)) if text.len() > LONGEST_TEXT => &text[..end],
        _ => text,
    }
}
