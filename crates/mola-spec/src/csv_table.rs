//! A settings table as users keep it in a spreadsheet: a header, rows, and the place of each cell.
//!
//! A comma or a semicolon separates, whichever the header has more of, and a byte order mark is
//! passed over: both are what spreadsheet programs write when they save as CSV.

use crate::nearest::nearest;
use crate::settings::{Lines, TableText};
use mola_finding::{Code, Finding, Place};

/// A column of a settings table and whether it must be there.
pub(crate) type Column = (&'static str, bool);

/// A settings table: its rows, without those that are blank.
pub(crate) struct CsvTable<'a> {
    lines: Lines<'a>,
    text: &'a str,
    delimiter: u8,
    positions: Vec<(String, usize)>,
    rows: Vec<Row>,
}

struct Row {
    start: usize,
    cells: csv::StringRecord,
}

/// One row of a settings table.
#[derive(Clone, Copy)]
pub(crate) struct RowAt<'t> {
    table: &'t CsvTable<'t>,
    row: &'t Row,
}

impl<'a> CsvTable<'a> {
    /// Reads a table with these columns, in any order. Rows of the wrong length are left out with
    /// a finding.
    pub(crate) fn read(table: impl Into<TableText<'a>>, columns: &[(&str, bool)]) -> (Self, Vec<Finding>) {
        let table = table.into();
        let text = table.text;
        let delimiter = delimiter(text);
        let lines = Lines::of(table);
        let mut table = Self { lines, text, delimiter, positions: Vec::new(), rows: Vec::new() };
        let mut findings = Vec::new();
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(false)
            .from_reader(text.as_bytes());
        let mut records = reader
            .records()
            .filter_map(Result::ok)
            .map(|cells| Row { start: cells.position().map_or(0, |p| p.byte() as usize), cells });
        let header = records.next().unwrap_or(Row { start: 0, cells: csv::StringRecord::new() });
        table.header(&header, columns, &mut findings);
        let width = header.cells.len();
        table.rows = records.filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty())).collect();
        table.close_quotes(&mut findings);
        table.leave_out_ragged(width, &mut findings);
        (table, findings)
    }

    fn header(&mut self, header: &Row, columns: &[(&str, bool)], findings: &mut Vec<Finding>) {
        let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
        for (position, cell) in header.cells.iter().enumerate() {
            let name = cell.trim().to_ascii_lowercase();
            let known = names.iter().find(|known| **known == name);
            let place = || self.lines.place(self.offset(header, position));
            match known {
                Some(known) if self.positions.iter().any(|(name, _)| name == known) => {
                    findings.push(Finding::new(Code::NameDuplicate, place()).with("found", *known));
                }
                Some(known) => self.positions.push(((*known).to_owned(), position)),
                None if name.is_empty() => {}
                None => findings.push(
                    Finding::new(Code::KeyUnknown, place())
                        .with("key", cell.trim())
                        .with("nearest", nearest(&name, names.iter().copied()).unwrap_or_default())
                        .with("allowed", names.join(", ")),
                ),
            }
        }
        for (name, _) in columns.iter().filter(|(name, required)| *required && self.position(name).is_none()) {
            findings.push(Finding::new(Code::KeyMissing, self.lines.place(0)).with("key", *name));
        }
    }

    /// A quotation mark that is never closed swallows the rest of the text into one cell.
    fn close_quotes(&mut self, findings: &mut Vec<Finding>) {
        if self.text.bytes().filter(|b| *b == b'"').count() % 2 == 0 {
            return;
        }
        let start = self.rows.pop().map_or(0, |row| row.start);
        let mark = self.text.get(start..).and_then(|rest| rest.find('"')).unwrap_or(0);
        findings.push(Finding::new(Code::QuoteUnclosed, self.lines.place(start + mark)));
    }

    fn leave_out_ragged(&mut self, width: usize, findings: &mut Vec<Finding>) {
        let (whole, ragged): (Vec<Row>, Vec<Row>) =
            std::mem::take(&mut self.rows).into_iter().partition(|row| row.cells.len() == width);
        for row in ragged {
            let finding = Finding::new(Code::RowRagged, self.lines.place(self.offset(&row, 0)))
                .with("found", row.cells.len())
                .with("expected", width);
            findings.push(finding);
        }
        self.rows = whole;
    }

    fn position(&self, column: &str) -> Option<usize> {
        self.positions.iter().find(|(name, _)| *name == column).map(|(_, position)| *position)
    }

    /// The byte at which a cell begins, blanks before it passed over.
    fn offset(&self, row: &Row, position: usize) -> usize {
        let start = self.cell_start(row, position);
        let cell = self.text.get(start..).unwrap_or_default();
        let filled = cell.trim_start_matches([' ', '\u{a0}']);
        let is_empty = filled.starts_with([char::from(self.delimiter), '\r', '\n']) || filled.is_empty();
        if is_empty { start } else { start + cell.len() - filled.len() }
    }

    fn cell_start(&self, row: &Row, position: usize) -> usize {
        let rest = self.text.get(row.start..).unwrap_or_default();
        let blank = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
        let (mut quoted, mut passed) = (false, 0);
        for (at, byte) in rest.bytes().enumerate().skip(blank) {
            if passed == position {
                return row.start + at;
            }
            match byte {
                b'"' => quoted = !quoted,
                _ if byte == self.delimiter && !quoted => passed += 1,
                _ => {}
            }
        }
        if passed == position { self.text.len() } else { row.start + blank }
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = RowAt<'_>> {
        self.rows.iter().map(|row| RowAt { table: self, row })
    }
}

impl<'t> RowAt<'t> {
    /// The text of a cell without outer blanks; empty where the table lacks the column.
    pub(crate) fn get(self, column: &str) -> &'t str {
        self.table.position(column).and_then(|position| self.row.cells.get(position)).unwrap_or_default().trim()
    }

    /// The texts of a cell that lists several.
    pub(crate) fn list(self, column: &str) -> impl Iterator<Item = &'t str> {
        self.get(column).split('|').map(str::trim).filter(|text| !text.is_empty())
    }

    /// A finding of this kind at the cell, or at the row where the table lacks the column.
    pub(crate) fn finding(self, column: &str, code: Code) -> Finding {
        let offset = self.table.offset(self.row, self.table.position(column).unwrap_or(0));
        Finding::new(code, self.table.lines.place(offset))
    }

    /// Where the row begins.
    pub(crate) fn place(self) -> Place {
        self.table.lines.place(self.table.offset(self.row, 0))
    }

    /// The place as `file:line`, for findings that speak of two places.
    pub(crate) fn shown(self) -> String {
        let place = self.place();
        format!("{}:{}", place.file.unwrap_or_default(), place.line.unwrap_or_default())
    }

    /// The cell of a column in which every row must say something.
    pub(crate) fn required(self, column: &str, findings: &mut Vec<Finding>) -> Option<&'t str> {
        let text = self.get(column);
        if text.is_empty() {
            findings.push(self.finding(column, Code::KeyMissing).with("key", column));
        }
        (!text.is_empty()).then_some(text)
    }

    /// The cell read by `parse`; a finding where it is filled and cannot be read.
    pub(crate) fn parsed<T>(
        self,
        column: &str,
        allowed: &str,
        findings: &mut Vec<Finding>,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.get(column);
        if text.is_empty() {
            return None;
        }
        let value = parse(text);
        if value.is_none() {
            findings.push(self.value_unknown(column, &allowed.split(", ").collect::<Vec<_>>()));
        }
        value
    }

    /// The cell as a number, with a decimal point or a decimal comma.
    pub(crate) fn number(self, column: &str, findings: &mut Vec<Finding>) -> Option<f64> {
        let text = self.get(column);
        let number = number(text);
        if number.is_none() && !text.is_empty() {
            let finding = self.finding(column, Code::TypeWrong).with("key", column);
            findings.push(finding.with("found", format!("\"{text}\"")).with("expected", "number"));
        }
        number
    }

    /// The finding that the cell holds none of `allowed`.
    pub(crate) fn value_unknown(self, column: &str, allowed: &[&str]) -> Finding {
        let found = self.get(column);
        self.finding(column, Code::ValueUnknown)
            .with("key", column)
            .with("found", found)
            .with("nearest", nearest(found, allowed.iter().copied()).unwrap_or_default())
            .with("allowed", allowed.join(", "))
    }
}

fn delimiter(text: &str) -> u8 {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    if header.matches(';').count() > header.matches(',').count() { b';' } else { b',' }
}

fn number(text: &str) -> Option<f64> {
    let plain = text.strip_prefix(['-', '+']).unwrap_or(text);
    let digits = plain.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',');
    let point = plain.bytes().filter(|b| !b.is_ascii_digit()).count() <= 1;
    (digits && point).then(|| text.replace(',', ".").parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::SettingsText;

    fn table(text: &str) -> SettingsText {
        SettingsText::new("t.csv", text)
    }

    #[test]
    fn both_delimiters_and_a_mark_are_read() {
        for text in ["code,label\nF,\"a, b\"\n\n,\nM,x\n", "\u{feff}code;label\r\nF;a, b\r\n;\r\nM;x\r\n"] {
            let settings = table(text);
            let (read, findings) = CsvTable::read(&settings, &[("code", true), ("label", false)]);
            assert_eq!(findings, [], "{text}");
            let cells: Vec<_> = read.rows().map(|row| (row.get("code"), row.get("label"))).collect();
            assert_eq!(cells, [("F", "a, b"), ("M", "x")], "{text}");
        }
    }

    #[test]
    fn cells_know_their_place() {
        let settings = table("code,label\r\n\r\n\"a\nb\", x \r\nñ,y\r\n");
        let (read, _) = CsvTable::read(&settings, &[("code", true), ("label", false)]);
        let places: Vec<_> = read.rows().map(|row| row.finding("label", Code::KeyMissing).place).collect();
        let place = |line, column| mola_finding::Place::line("t.csv", line, column);
        assert_eq!(places, [place(4, 5), place(5, 3)]);
    }

    #[test]
    fn numbers_have_a_point_or_a_comma() {
        for (text, expected) in [
            ("12", Some(12.0)),
            ("-0.5", Some(-0.5)),
            ("0,9", Some(0.9)),
            ("1.234,5", None),
            ("", None),
            ("x", None),
            ("1e3", None),
            (".", None),
            ("inf", None),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
    }
}
