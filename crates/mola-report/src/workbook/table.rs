//! Tables: a header row and rows of cells, as one named table of the sheet.

use super::layout::{Page, TABLE_ROW, clip, height, lines};
use super::style::{Look, Tone};
use chrono::{NaiveDate, NaiveDateTime};
use mola_model::FigureKey;
use rust_xlsxwriter::{Formula, Table, TableColumn, TableStyle, XlsxError};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Characters of a column's width that go to the padding of its cells.
const PADDING: f64 = 1.5;
/// Widths of columns are in digits; running text needs less for a letter, and bold text as much.
const LETTERS_PER_DIGIT: f64 = 1.1;

/// Digits that a letter of a bold word takes at most.
const BOLD: f64 = 1.08;

/// What stands in a cell.
#[derive(Debug, Clone)]
pub(crate) enum Value<'a> {
    /// A short text.
    Text(Cow<'a, str>),
    /// A text that goes over several lines.
    Wrap(Cow<'a, str>),
    /// What stands where there is no number.
    Marker(Cow<'a, str>),
    /// A number and its decimals.
    Number(f64, u8),
    /// A share of 1 and the decimals of its percentage.
    Percent(f64, u8),
    /// An amount in ten-thousandths.
    Money(i64),
    /// A moment, UTC.
    Moment(NaiveDateTime),
    /// A symbol and a word, tinted.
    Toned(Tone, Cow<'a, str>),
    /// A formula with its result, as a plain number.
    Formula(String, f64, Look),
    /// A figure of the issue, and how it shows.
    Figure(&'a FigureKey, Box<Value<'a>>),
    /// Nothing.
    Blank,
}

impl<'a> Value<'a> {
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    pub fn wrap(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Wrap(text.into())
    }

    /// A count.
    pub fn count(count: u64) -> Self {
        Self::Number(count as f64, 0)
    }
}

/// A column of a table.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub header: String,
    pub width: f64,
    pub numeric: bool,
}

impl Column {
    /// A column at least as wide as the longest word of its header, which does not break.
    fn new(header: String, width: f64, numeric: bool) -> Self {
        let word = header.split(' ').map(|w| w.chars().count()).max().unwrap_or(0) as f64;
        Self { width: width.max(word * BOLD + PADDING), header, numeric }
    }

    pub fn text(header: impl Into<String>, width: f64) -> Self {
        Self::new(header.into(), width, false)
    }

    /// A column of numbers: its header stands on the right, as they do.
    pub fn number(header: impl Into<String>, width: f64) -> Self {
        Self::new(header.into(), width, true)
    }
}

/// A row of a table; a strong one is a total.
#[derive(Debug, Clone)]
pub(crate) struct Row<'a> {
    pub values: Vec<Value<'a>>,
    pub strong: bool,
}

impl<'a> Row<'a> {
    pub fn new(values: Vec<Value<'a>>) -> Self {
        Self { values, strong: false }
    }

    pub fn strong(values: Vec<Value<'a>>) -> Self {
        Self { values, strong: true }
    }
}

/// A table of the report, wherever it is laid out.
#[derive(Debug, Clone)]
pub(crate) struct Grid<'a> {
    pub columns: Vec<Column>,
    pub rows: Vec<Row<'a>>,
}

impl<'a> Grid<'a> {
    /// Some columns of it, by their number.
    pub fn select(self, chosen: &[usize]) -> Self {
        let columns = chosen.iter().filter_map(|n| self.columns.get(*n).cloned()).collect();
        let pick = |row: Row<'a>| {
            let values = chosen.iter().map(|n| row.values.get(*n).cloned().unwrap_or(Value::Blank)).collect();
            Row { values, ..row }
        };
        Self { columns, rows: self.rows.into_iter().map(pick).collect() }
    }
}

/// Where a table stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Placed {
    /// The first row below the header.
    pub first: u32,
    /// The last row.
    pub last: u32,
}

impl Page<'_, '_> {
    /// Writes the sheet's table under its title: widths, header, rows; it scrolls under the header,
    /// with `frozen` columns kept in view, and prints it on each page.
    pub fn main_table<'v>(
        &mut self,
        name: &str,
        columns: &[Column],
        frozen: u16,
        rows: impl IntoIterator<Item = Row<'v>>,
    ) -> Result<Placed, XlsxError> {
        self.widths(&columns.iter().map(|c| c.width).collect::<Vec<_>>())?;
        self.freeze(TABLE_ROW + 1, frozen)?;
        self.sheet.set_repeat_rows(TABLE_ROW, TABLE_ROW)?;
        self.table(name, TABLE_ROW, columns, rows)
    }

    /// Writes header and rows from `row` on and names them as a table. A table without rows says so.
    pub fn table<'v>(
        &mut self,
        name: &str,
        row: u32,
        columns: &[Column],
        rows: impl IntoIterator<Item = Row<'v>>,
    ) -> Result<Placed, XlsxError> {
        let mut placed = self.rows(row, columns, rows)?;
        if placed.last < placed.first {
            let nothing = self.words.get("nothing");
            let mut values = vec![Value::Text(nothing)];
            values.resize(columns.len(), Value::Blank);
            placed.last = placed.first;
            self.row(placed.first, &Row::new(values))?;
        }
        let style = self.style;
        let headers = unique(columns.iter().map(|c| c.header.as_str()));
        let columns: Vec<TableColumn> = headers
            .iter()
            .zip(columns)
            .map(|(h, c)| {
                let format = if c.numeric { &style.header_right } else { &style.header };
                TableColumn::new().set_header(h.as_str()).set_header_format(format)
            })
            .collect();
        let title = self.words.get(&format!("title-{}", self.key));
        let table = Table::new()
            .set_name(name)
            .set_style(TableStyle::None)
            .set_autofilter(false)
            .set_alt_text(self.words.with("table-alt", &[("title", &title)]))
            .set_columns(&columns);
        let last_column = u16::try_from(columns.len()).unwrap_or(1).saturating_sub(1);
        self.sheet.add_table(row, 0, placed.last, last_column, &table)?;
        Ok(placed)
    }

    /// Writes header and rows from `row` on, without naming them as a table.
    pub fn rows<'v>(
        &mut self,
        row: u32,
        columns: &[Column],
        rows: impl IntoIterator<Item = Row<'v>>,
    ) -> Result<Placed, XlsxError> {
        self.header(row, columns)?;
        let mut next = row + 1;
        for cells in rows {
            self.row(next, &cells)?;
            next += 1;
        }
        Ok(Placed { first: row + 1, last: next - 1 })
    }

    fn header(&mut self, row: u32, columns: &[Column]) -> Result<(), XlsxError> {
        let style = self.style;
        for (column, c) in (0_u16..).zip(columns) {
            let format = if c.numeric { &style.header_right } else { &style.header };
            self.sheet.write_string_with_format(row, column, clip(&c.header), format)?;
        }
        let lines = columns.iter().map(|c| lines(&c.header, c.width - PADDING)).max().unwrap_or(1);
        self.sheet.set_row_height(row, height(lines) + 6.0)?;
        Ok(())
    }

    /// Writes one row of cells from column A on.
    pub fn row(&mut self, row: u32, cells: &Row<'_>) -> Result<(), XlsxError> {
        for (column, value) in (0_u16..).zip(&cells.values) {
            self.cell(row, column, value, cells.strong)?;
        }
        let wrapped = |(value, width): (&Value<'_>, &f64)| match value {
            Value::Wrap(text) => lines(text, (width - PADDING) * LETTERS_PER_DIGIT),
            _ => 1,
        };
        let lines = cells.values.iter().zip(&self.widths).map(wrapped).max().unwrap_or(1);
        if lines > 1 {
            self.sheet.set_row_height(row, height(lines))?;
        }
        Ok(())
    }

    /// Writes one cell.
    pub fn cell(&mut self, row: u32, column: u16, value: &Value<'_>, strong: bool) -> Result<(), XlsxError> {
        let style = self.style;
        let sheet = &mut *self.sheet;
        let format = |look: Look| style.cell(look, strong);
        match value {
            Value::Text(text) => sheet.write_string_with_format(row, column, clip(text), format(Look::Text)),
            Value::Wrap(text) => sheet.write_string_with_format(row, column, clip(text), format(Look::Wrap)),
            Value::Marker(text) => sheet.write_string_with_format(row, column, clip(text), format(Look::Marker)),
            Value::Number(value, d) => sheet.write_number_with_format(row, column, *value, format(Look::Number(*d))),
            Value::Percent(value, d) => sheet.write_number_with_format(row, column, *value, format(Look::Percent(*d))),
            Value::Money(amount) => {
                sheet.write_number_with_format(row, column, *amount as f64 / 10_000.0, format(Look::Money))
            }
            Value::Moment(moment) => sheet.write_number_with_format(row, column, serial(*moment), format(Look::Moment)),
            Value::Toned(tone, text) => {
                sheet.write_string_with_format(row, column, clip(text), format(Look::Toned(*tone)))
            }
            Value::Formula(formula, result, look) => {
                let formula = Formula::new(formula.as_str()).set_result(result.to_string());
                sheet.write_formula_with_format(row, column, formula, format(*look))
            }
            Value::Figure(_, shown) => return self.cell(row, column, shown, strong),
            Value::Blank => sheet.write_blank(row, column, format(Look::Text)),
        }?;
        Ok(())
    }
}

/// Days since the spreadsheet's day 0, with the time as their fraction, to the second.
fn serial(moment: NaiveDateTime) -> f64 {
    let origin = NaiveDate::from_ymd_opt(1899, 12, 30).map(|day| day.and_time(chrono::NaiveTime::MIN));
    let seconds = origin.map_or(0, |origin| (moment - origin).num_seconds());
    seconds as f64 / 86_400.0
}

/// Headers of one table must differ, whatever the programme calls its indicators.
fn unique<'a>(headers: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    headers
        .map(|header| {
            // Excel takes headers of at most 255 characters and tells them apart without case.
            let header: String = header.chars().take(240).collect();
            let mut candidate = header.clone();
            let mut number = 2;
            while !seen.insert(candidate.to_lowercase()) {
                candidate = format!("{header} ({number})");
                number += 1;
            }
            candidate
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_a_table_differ() {
        assert_eq!(
            unique(["People", "people", "People", "x"].into_iter()),
            ["People", "people (2)", "People (3)", "x"]
        );
    }

    #[test]
    fn days_are_counted_as_a_spreadsheet_counts_them() {
        let moment = NaiveDate::from_ymd_opt(2011, 10, 31).and_then(|d| d.and_hms_opt(12, 0, 0)).expect("a moment");
        assert_eq!(serial(moment), 40847.5);
    }
}
