//! Text with delimiters, record by record.

use super::dialect::{Dialect, outline};
use super::encoding::Encoding;
use super::{LineCursor, decode, quotes};
use crate::chunk::Chunk;
use crate::error::{Damage, Limit, SheetError, Spot};
use crate::limits::{Hints, Limits, MAX_COLUMNS};
use csv::{ByteRecord, Reader, ReaderBuilder};
use std::str::from_utf8;

/// A text and how it is cut into fields.
#[derive(Debug)]
pub(crate) struct CsvText {
    text: String,
    start: usize,
    pub(crate) encoding: Encoding,
    pub(crate) dialect: Dialect,
    limits: Limits,
}

impl CsvText {
    /// Decodes the text and finds its dialect. Quotation marks that swallow rows are refused here.
    pub(crate) fn open(bytes: Vec<u8>, hints: &Hints, limits: &Limits) -> Result<Self, SheetError> {
        if bytes.len() as u64 > limits.max_inflated_bytes {
            return Err(SheetError::too_large(Limit::Inflated, limits.max_inflated_bytes, Spot::default()));
        }
        let (text, encoding) = decode(bytes, hints.encoding.as_deref())?;
        let outline = outline(&text, hints);
        quotes::check(text.as_bytes(), &outline)?;
        Ok(Self { text, start: outline.start, encoding, dialect: outline.dialect, limits: limits.clone() })
    }

    /// A reader that begins at the first record.
    pub(crate) fn sheet(&self) -> CsvSheet<'_> {
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.dialect.delimiter)
            .quote(self.dialect.quote)
            .from_reader(&self.text.as_bytes()[self.start..]);
        CsvSheet {
            source: self,
            reader,
            record: ByteRecord::new(),
            lines: LineCursor::new(),
            chunk: Chunk::default(),
            cells: 0,
        }
    }
}

/// The records of a text.
pub(crate) struct CsvSheet<'w> {
    source: &'w CsvText,
    reader: Reader<&'w [u8]>,
    record: ByteRecord,
    lines: LineCursor,
    chunk: Chunk,
    cells: u64,
}

impl CsvSheet<'_> {
    /// The next records; `None` after the last ones.
    pub(crate) fn next_chunk(&mut self) -> Result<Option<&Chunk>, SheetError> {
        self.chunk.clear();
        while self.chunk.bytes() < self.source.limits.chunk_bytes {
            let offset = self.reader.position().byte() as usize;
            // Only reading fails, and a text in memory is read without failing.
            let more = self.reader.read_byte_record(&mut self.record);
            if !more.map_err(|_| SheetError::damaged(Damage::Text, Spot::default()))? {
                break;
            }
            let line = self.line_of(self.source.start + offset);
            self.put_record(line)?;
        }
        Ok(if self.chunk.cell_count() > 0 { Some(&self.chunk) } else { None })
    }

    /// The line of the record that follows `from`: line ends before it belong to others.
    fn line_of(&mut self, from: usize) -> u32 {
        let bytes = self.source.text.as_bytes();
        let ends = bytes[from..].iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        self.lines.line_of(bytes, from + ends)
    }

    fn put_record(&mut self, line: u32) -> Result<(), SheetError> {
        let limits = &self.source.limits;
        let too_large = |limit, max| Err(SheetError::too_large(limit, max, Spot::line(line)));
        if self.record.len() > MAX_COLUMNS as usize {
            return too_large(Limit::Columns, u64::from(MAX_COLUMNS));
        }
        self.chunk.begin_row(line, false);
        for (column, field) in (1..).zip(self.record.iter()) {
            if field.len() > limits.max_text_bytes {
                return too_large(Limit::Text, limits.max_text_bytes as u64);
            }
            let text = from_utf8(field).map_err(|_| SheetError::damaged(Damage::Text, Spot::line(line)))?;
            self.chunk.push_text(column, text);
        }
        self.cells += self.record.len() as u64;
        if self.cells > limits.max_cells {
            return too_large(Limit::Cells, limits.max_cells);
        }
        self.chunk.end_row().map_err(|_| SheetError::damaged(Damage::CellTwice, Spot::line(line)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, limits: &Limits) -> Result<Vec<String>, SheetError> {
        let text = CsvText::open(text.as_bytes().to_vec(), &Hints::default(), limits)?;
        let mut sheet = text.sheet();
        let mut rows = Vec::new();
        while let Some(chunk) = sheet.next_chunk()? {
            rows.extend(chunk.rows().map(|row| {
                let cells: Vec<_> = row.cells().map(|(column, value)| format!("{column}={}", value.raw())).collect();
                format!("{}: {}", row.number(), cells.join(" "))
            }));
        }
        Ok(rows)
    }

    #[test]
    fn records_keep_their_lines() {
        for (text, expected) in [
            ("a,b\r\n\r\n1,2\r\n", &["1: 1=a 2=b", "3: 1=1 2=2"][..]),
            ("a,b\r1,2\r\r3,4", &["1: 1=a 2=b", "2: 1=1 2=2", "4: 1=3 2=4"]),
            ("a,b\n1,\"x\ny\"\n3,4\n", &["1: 1=a 2=b", "2: 1=1 2=x\ny", "4: 1=3 2=4"]),
            ("a,b\r\n1,2\n3,4\r5,6", &["1: 1=a 2=b", "2: 1=1 2=2", "3: 1=3 2=4", "4: 1=5 2=6"]),
            ("sep=;\r\na;b\r\n1,5;2\r\n", &["2: 1=a 2=b", "3: 1=1,5 2=2"]),
            ("\n\na;b\n;;\n1;\n", &["3: 1=a 2=b", "5: 1=1"]),
            ("a;\"b \"\"c\"\"\"\n1;5\" x\n", &["1: 1=a 2=b \"c\"", "2: 1=1 2=5\" x"]),
        ] {
            for chunk_bytes in [1, 1 << 20] {
                let limits = Limits { chunk_bytes, ..Limits::default() };
                assert_eq!(read(text, &limits).expect("sound text"), expected, "{text:?} by {chunk_bytes}");
            }
        }
    }

    #[test]
    fn limits_are_kept_and_placed() {
        let limits = Limits { max_text_bytes: 3, max_cells: 5, ..Limits::default() };
        let line = |text: &str| match read(text, &limits) {
            Err(SheetError::TooLarge { limit, spot, .. }) => spot.line.map(|line| (limit, line)),
            _ => None,
        };
        assert_eq!(line("a,b\n1,abcd\n"), Some((Limit::Text, 2)));
        assert_eq!(line("a,b\n1,2\n3,4\n"), Some((Limit::Cells, 3)));
        assert_eq!(line(&format!("a\n{}", ",".repeat(20_000))), Some((Limit::Columns, 2)));
    }
}
