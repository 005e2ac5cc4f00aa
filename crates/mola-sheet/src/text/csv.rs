//! Text with delimiters, record by record.

use super::dialect::{Dialect, Outline, outline};
use super::encoding::Encoding;
use super::flaw::{FlawKind, Flaws};
use super::scan::{Scanner, Seen, Span};
use super::{decode, repair};
use crate::chunk::{Chunk, SharedTexts};
use crate::error::{Damage, Limit, SheetError, Spot};
use crate::limits::{Hints, Limits, MAX_COLUMNS};
use crate::value::DateSystem;
use mola_finding::CellAddress;
use std::sync::Arc;

/// From this many columns on, a line with all the delimiters of a record is one.
const TELLING_COLUMNS: usize = 4;
/// So many quotation marks are looked at one by one. In a text with more of them, they are letters.
const MOST_STRAY: u32 = 1_000;
/// Delimiters that single lines may have in the place of the table's own.
const OTHERS: [&str; 5] = [" ", ";", "\t", "|", ","];

/// A text and how it is cut into fields.
#[derive(Debug)]
pub(crate) struct CsvText {
    text: Arc<SharedTexts>,
    outline: Outline,
    /// The same dialect without marks around fields.
    unquoted: Dialect,
    pub(crate) encoding: Encoding,
    limits: Limits,
    repair: bool,
}

impl CsvText {
    /// Decodes the text and finds its dialect.
    pub(crate) fn open(bytes: Vec<u8>, hints: &Hints, limits: &Limits) -> Result<Self, SheetError> {
        // Cells tell their places in the text by 32 bits.
        let most = limits.max_inflated_bytes.min(u64::from(u32::MAX));
        let too_large = || SheetError::too_large(Limit::Inflated, most, Spot::default());
        if bytes.len() as u64 > most {
            return Err(too_large());
        }
        let (text, encoding) = decode(bytes, hints.encoding.as_deref())?;
        if text.len() as u64 > most {
            return Err(too_large());
        }
        let outline = outline(&text, hints);
        let text = Arc::new(SharedTexts::whole(text));
        let unquoted = Dialect { quote: None, ..outline.dialect.clone() };
        Ok(Self { text, outline, unquoted, encoding, limits: limits.clone(), repair: hints.repair })
    }

    pub(crate) fn dialect(&self) -> &Dialect {
        &self.outline.dialect
    }

    /// A reader that begins at the first record.
    pub(crate) fn sheet(&self) -> CsvSheet<'_> {
        CsvSheet {
            source: self,
            scanner: Scanner::new(self.text.text().as_bytes(), &self.outline.dialect),
            fields: Vec::new(),
            at: self.outline.start,
            line: 1,
            parted: false,
            usual: self.outline.columns,
            chunk: Chunk::new(Arc::clone(&self.text), DateSystem::default()),
            scratch: String::new(),
            cells: 0,
            flaws: Flaws::default(),
            stray: 0,
            are_letters: false,
        }
    }
}

/// The records of a text.
pub(crate) struct CsvSheet<'w> {
    source: &'w CsvText,
    scanner: Scanner<'w>,
    fields: Vec<Span>,
    at: usize,
    line: u32,
    /// Whether blank lines were passed over since the last record.
    parted: bool,
    /// The fields of the record before, where it was sound.
    usual: usize,
    chunk: Chunk,
    scratch: String,
    cells: u64,
    flaws: Flaws,
    stray: u32,
    /// Whether all further quotation marks are letters.
    are_letters: bool,
}

impl CsvSheet<'_> {
    /// The next records; `None` after the last ones.
    pub(crate) fn next_chunk(&mut self) -> Result<Option<&Chunk>, SheetError> {
        self.chunk.clear();
        let end = self.scanner.text.len();
        while self.at < end && self.chunk.bytes() < self.source.limits.chunk_bytes {
            let mut seen = self.scanner.record(self.at, &mut self.fields);
            if seen.quoted > 0 || self.fields.len() != self.usual {
                seen = self.checked(seen)?;
            }
            if self.fields.len() <= MAX_COLUMNS as usize && self.fields.iter().all(Span::is_empty) {
                self.parted = true;
            } else {
                self.put_record(seen.next - self.at, seen.has_marks || self.scanner.has_escape())?;
                self.parted = false;
            }
            if self.are_letters {
                self.scanner = Scanner::new(self.scanner.text, &self.source.unquoted);
            }
            self.at = seen.next;
            self.line = self.line.saturating_add(seen.lines);
        }
        Ok(if self.chunk.cell_count() > 0 { Some(&self.chunk) } else { None })
    }

    pub(crate) fn usual_fields(&self) -> u32 {
        u32::try_from(self.source.outline.columns).unwrap_or(u32::MAX)
    }

    pub(crate) fn flaws(&self) -> &Flaws {
        &self.flaws
    }

    /// Looks closer at a record with quotation marks or with an unusual number of fields: where a
    /// mark swallows rows, or the record fits no other, its line may be read in another way.
    fn checked(&mut self, seen: Seen) -> Result<Seen, SheetError> {
        let columns = self.source.outline.columns;
        let swallows = seen.lines > 1 && (self.swallows(columns) || seen.stray > 0 && self.lines_are_records(columns));
        if !self.source.repair {
            let damage = if seen.open { Damage::QuoteOpen } else { Damage::QuoteSwallows };
            let fails = seen.open || swallows;
            return if fails { Err(SheetError::damaged(damage, Spot::line(self.line))) } else { Ok(seen) };
        }
        let count = self.fields.len();
        let fits = count == columns || count == self.usual || count == 1 && self.fields[0].is_empty();
        if !seen.open && !swallows && fits {
            self.usual = count;
            return Ok(seen);
        }
        let read = self.read_otherwise(&seen, swallows).unwrap_or(seen);
        // Where no mark closes what one opened, none that follows is ever closed. To look for that at
        // each of them would take the square of their number.
        self.stray += u32::from(swallows);
        self.are_letters |= seen.open || self.stray > MOST_STRAY;
        Ok(read)
    }

    /// Reads the line in the way that gives it the usual number of fields.
    fn read_otherwise(&mut self, seen: &Seen, swallows: bool) -> Option<Seen> {
        let columns = self.source.outline.columns;
        let (start, end) = (self.at, self.scanner.line_end(self.at));
        let text = self.scanner.text;
        let line = Seen { next: after(text, end), lines: 1, has_marks: true, ..Seen::default() };
        // Marks that stand where they should are no reason to look for another way.
        if seen.stray > 0 || seen.open || swallows {
            let widths = if self.usual == columns { &[columns][..] } else { &[self.usual, columns][..] };
            let dialect = &self.source.outline.dialect;
            let found = widths.iter().find_map(|width| repair::cut(text, (start, end), dialect, *width));
            if let Some(fields) = found {
                self.flaws.add(self.line, FlawKind::QuoteStray);
                self.fields = fields;
                return Some(line);
            }
        }
        if let Some((delimiter, fields)) = self.with_other_delimiter((start, end), columns) {
            let expected = self.source.outline.dialect.delimiter.clone();
            self.flaws.add(self.line, FlawKind::Delimiter { found: delimiter, expected });
            self.fields = fields;
            return Some(line);
        }
        // A mark that swallows rows is a letter even where nothing fits.
        if seen.open || swallows {
            self.flaws.add(self.line, FlawKind::QuoteStray);
            let mut fields = Vec::new();
            let seen = Scanner::new(text, &self.source.unquoted).record(start, &mut fields);
            self.fields = fields;
            return Some(seen);
        }
        None
    }

    /// The line with another delimiter, where that gives it all its fields and they do not look like
    /// a sentence: half of them hold digits, or some stand between quotation marks.
    fn with_other_delimiter(&self, (start, end): (usize, usize), columns: usize) -> Option<(String, Vec<Span>)> {
        if columns < 3 || self.fields.len() >= columns {
            return None;
        }
        let text = self.scanner.text;
        let own = &self.source.outline.dialect;
        OTHERS.iter().filter(|other| **other != own.delimiter).find_map(|other| {
            let dialect = Dialect { delimiter: (*other).to_owned(), ..own.clone() };
            let mut fields = Vec::new();
            let seen = Scanner::new(&text[..end], &dialect).record(start, &mut fields);
            let digits = |span: &&Span| text[span.range()].iter().any(u8::is_ascii_digit);
            let data = *other != " " || seen.quoted > 0 || fields.iter().filter(digits).count() * 2 >= columns;
            (fields.len() == columns && seen.stray == 0 && !seen.open && data).then(|| ((*other).to_owned(), fields))
        })
    }

    /// Whether a line inside a field, after its first one, has as many delimiters as a record. Lists
    /// in a sentence have a blank after each comma; those do not count.
    fn swallows(&self, columns: usize) -> bool {
        if columns < TELLING_COLUMNS {
            return false;
        }
        let delimiter = self.source.outline.dialect.delimiter.as_bytes();
        let is_record = |line: &[u8]| {
            let tight = |at: &usize| line.get(at + delimiter.len()).is_some_and(|next| *next != b' ');
            memchr::memmem::find_iter(line, delimiter).filter(tight).count() + 1 >= columns
        };
        let text = self.scanner.text;
        self.fields.iter().filter(|span| span.quoted).any(|span| {
            let lines = text[span.range()].split(|byte| *byte == b'\n' || *byte == b'\r');
            lines.skip(1).any(is_record)
        })
    }

    /// Whether the line where a record begins, and the one after it, are as good records by themselves.
    fn lines_are_records(&self, columns: usize) -> bool {
        let (text, end) = (self.scanner.text, self.scanner.line_end(self.at));
        let alone = repair::cut(text, (self.at, end), &self.source.outline.dialect, columns).is_some();
        let mut fields = Vec::new();
        let next = self.scanner.record(after(text, end), &mut fields);
        alone && !next.open && fields.len() == columns
    }

    /// Puts the record into the chunk. It takes so many bytes of the text; where it has no marks, none
    /// are looked for.
    fn put_record(&mut self, bytes: usize, has_marks: bool) -> Result<(), SheetError> {
        let limits = &self.source.limits;
        let line = self.line;
        let spot = |column: u32| Spot { cell: Some(CellAddress::new(line, column)), ..Spot::line(line) };
        if self.fields.len() > MAX_COLUMNS as usize {
            return Err(SheetError::too_large(Limit::Columns, u64::from(MAX_COLUMNS), Spot::line(line)));
        }
        self.chunk.begin_row(line, false);
        let most = limits.max_text_bytes;
        // A record that is no longer than a text may be has no longer texts.
        let too_long = || self.fields.iter().position(|field| field.range().len() > most);
        if let Some(at) = if bytes > most { too_long() } else { None } {
            return Err(SheetError::too_large(Limit::Text, most as u64, spot(at as u32 + 1)));
        }
        if has_marks && self.fields.iter().any(|field| field.marked) {
            for (column, field) in (1..).zip(&self.fields) {
                if field.marked {
                    self.scratch.clear();
                    self.scanner.unmarked(field, &mut self.scratch, self.source.text.text());
                    self.chunk.push_text(column, &self.scratch);
                } else {
                    self.chunk.push_pieces(column, std::iter::once((field.start, field.end)));
                }
            }
        } else {
            self.chunk.push_pieces(1, self.fields.iter().map(|field| (field.start, field.end)));
        }
        self.cells += self.fields.len() as u64;
        if self.cells > limits.max_cells {
            return Err(SheetError::too_large(Limit::Cells, limits.max_cells, Spot::line(line)));
        }
        self.chunk.set_fields(self.fields.len() as u32, self.parted);
        self.chunk.end_row().map_err(|_| SheetError::damaged(Damage::CellTwice, Spot::line(line)))
    }
}

/// Where the line after the line end at `at` begins.
fn after(text: &[u8], at: usize) -> usize {
    match text.get(at..) {
        Some([b'\r', b'\n', ..]) => at + 2,
        Some([_, ..]) => at + 1,
        _ => at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, limits: &Limits, repair: bool) -> Result<(Vec<String>, Vec<u32>), SheetError> {
        let text = CsvText::open(text.as_bytes().to_vec(), &Hints { repair, ..Hints::default() }, limits)?;
        let mut sheet = text.sheet();
        let mut rows = Vec::new();
        while let Some(chunk) = sheet.next_chunk()? {
            rows.extend(chunk.rows().map(|row| {
                let cells: Vec<_> = row.cells().map(|(column, value)| format!("{column}={}", value.raw())).collect();
                format!("{}: {}", row.number(), cells.join(" "))
            }));
        }
        Ok((rows, sheet.flaws().listed().iter().map(|flaw| flaw.line).collect()))
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
                for repair in [false, true] {
                    let (rows, _) = read(text, &limits, repair).expect("sound text");
                    assert_eq!(rows, expected, "{text:?} by {chunk_bytes}");
                }
            }
        }
    }

    #[test]
    fn limits_are_kept_and_placed() {
        let limits = Limits { max_text_bytes: 3, max_cells: 5, ..Limits::default() };
        let line = |text: &str| match read(text, &limits, false) {
            Err(SheetError::TooLarge { limit, spot, .. }) => spot.line.map(|line| (limit, line)),
            _ => None,
        };
        assert_eq!(line("a,b\n1,abcd\n"), Some((Limit::Text, 2)));
        assert_eq!(line("a,b\n1,2\n3,4\n"), Some((Limit::Cells, 3)));
        assert_eq!(line(&format!("a\n{}", ",".repeat(20_000))), Some((Limit::Columns, 2)));
    }

    const ROWS: &str = "a,b,c,d\n1,2,3,4\n1,2,3,4\n1,2,3,4\n";

    #[test]
    fn quotes_that_swallow_rows_are_refused() {
        for (tail, expected) in [
            ("1,\"x\ny, z, u, v\",3,4\n", None),
            ("1,5\" pipe,3,4\n1,2,3,4\n", None),
            ("1,\"say \"\"hi\"\"\",3,4\n", None),
            ("1,\"\",3,4\n1,\"\"\"\",3,4\n", None),
            ("1,\"x,3,4\n1,2,3,4\n", Some((Damage::QuoteOpen, 5))),
            ("1,2,3,\"4\n1,2,3,4\n1,2,3,4\"\n", Some((Damage::QuoteSwallows, 5))),
            ("1,2,3,4\r\n1,\"x\"\"\n", Some((Damage::QuoteOpen, 6))),
        ] {
            let found = read(&format!("{ROWS}{tail}"), &Limits::default(), false);
            let expected = expected.map(|(damage, line)| SheetError::damaged(damage, Spot::line(line)));
            assert_eq!(found.err(), expected, "{tail}");
        }
    }

    #[test]
    fn odd_lines_are_read_and_told_of() {
        for (tail, expected, flaws) in [
            ("1,\"x,3,4\n1,2,3,4\n", &["5: 1=1 2=\"x 3=3 4=4", "6: 1=1 2=2 3=3 4=4"][..], &[5][..]),
            (
                "1,2,3,\"4\n1,2,3,4\n1,2,3,4\"\n",
                &["5: 1=1 2=2 3=3 4=\"4", "6: 1=1 2=2 3=3 4=4", "7: 1=1 2=2 3=3 4=4\""],
                &[5],
            ),
            ("1,\"long 48\"\",\"x, y\",4\n", &["5: 1=1 2=long 48\" 3=x, y 4=4"], &[5]),
            ("1;2;3;4\n1 2 \"3 3\" 4\n", &["5: 1=1 2=2 3=3 4=4", "6: 1=1 2=2 3=3 3 4=4"], &[5, 6]),
            ("Source: our own count\n1,2,3\n", &["5: 1=Source: our own count", "6: 1=1 2=2 3=3"], &[]),
            ("1,\"a\nb\",3,4\n", &["5: 1=1 2=a\nb 3=3 4=4"], &[]),
        ] {
            let (rows, found) = read(&format!("{ROWS}{tail}"), &Limits::default(), true).expect("text");
            assert_eq!(
                (&rows[4..], found.as_slice()),
                (&expected.iter().map(|e| (*e).to_owned()).collect::<Vec<_>>()[..], flaws),
                "{tail}"
            );
        }
    }
}
