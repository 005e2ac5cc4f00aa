//! The rows of a sheet part.

use super::cell::{CellType, Spelling};
use super::strings::{plain_text, rich_text};
use super::workbook::Shared;
use crate::chunk::{Chunk, Twice};
use crate::error::Damage;
use crate::limits::{Limits, MAX_COLUMNS, MAX_ROWS};
use crate::markup::{Attribute, BROKEN, Fault, Markup, Prefix, Token, is_true, local_name, whole};
use mola_finding::CellAddress;

/// Why no more rows were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// The chunk is full.
    Full,
    /// The rows end here.
    End,
}

/// Reads what is inside `sheetData`.
#[derive(Debug)]
pub(super) struct RowReader {
    prefix: Prefix,
    shared: Shared,
    max_text: usize,
    chunk_bytes: usize,
    /// Row and column that are being read; in an error, its place.
    pub(super) row: u32,
    pub(super) column: u32,
    last_row: u32,
    scratch: String,
    /// Cells whose value cannot be: reading goes on to find the others, as many as anyone wants to know.
    broken: Vec<(Damage, CellAddress)>,
}

/// So many broken cells are told of.
const MOST_BROKEN: usize = 100;

enum Step {
    Row,
    Between,
    End,
}

impl RowReader {
    pub(super) fn new(prefix: Prefix, shared: Shared, limits: &Limits) -> Self {
        let (max_text, chunk_bytes) = (limits.max_text_bytes, limits.chunk_bytes);
        let (scratch, broken) = (String::new(), Vec::new());
        Self { prefix, shared, max_text, chunk_bytes, row: 0, column: 0, last_row: 0, scratch, broken }
    }

    /// What is wrong with the first cell whose value cannot be, and all cells of which the same is true.
    pub(super) fn broken(&self) -> Option<(Damage, Vec<CellAddress>)> {
        let (damage, _) = *self.broken.first()?;
        let same = self.broken.iter().filter(|(other, _)| *other == damage).map(|(_, cell)| *cell);
        Some((damage, same.collect()))
    }

    /// Reads rows into `chunk` until it is full or they end. Where the bytes end first, `markup`
    /// stands at the row that is not whole, and `chunk` has nothing of it.
    pub(super) fn read(&mut self, markup: &mut Markup<'_>, chunk: &mut Chunk) -> Result<Stop, Fault> {
        loop {
            let (start, broken) = (markup.at, self.broken.len());
            match self.step(markup, chunk) {
                Ok(Step::Row) => {
                    self.last_row = self.row;
                    if chunk.bytes() >= self.chunk_bytes || self.broken.len() >= MOST_BROKEN {
                        return Ok(Stop::Full);
                    }
                }
                Ok(Step::Between) => {}
                Ok(Step::End) => return Ok(Stop::End),
                Err(fault) => {
                    markup.at = start;
                    chunk.abandon_row();
                    self.broken.truncate(broken);
                    return Err(fault);
                }
            }
        }
    }

    fn step(&mut self, markup: &mut Markup<'_>, chunk: &mut Chunk) -> Result<Step, Fault> {
        (self.row, self.column) = (0, 0);
        match markup.token()? {
            Token::Start(name) if self.prefix.local(name) == b"row" => self.read_row(markup, chunk).map(|()| Step::Row),
            Token::End(name) if self.prefix.local(name) == b"sheetData" => Ok(Step::End),
            Token::Start(name) if local_name(name) == b"extLst" => markup.skip_element().map(|()| Step::Between),
            Token::Text(text) if text.trim_ascii().is_empty() => Ok(Step::Between),
            _ => Err(BROKEN),
        }
    }

    fn read_row(&mut self, markup: &mut Markup<'_>, chunk: &mut Chunk) -> Result<(), Fault> {
        let (mut number, mut hidden) = (self.last_row + 1, false);
        let has_content = loop {
            match markup.attribute()? {
                Attribute::Pair(b"r", value) => number = whole(value).ok_or(Fault::Damage(Damage::CellAddress))?,
                Attribute::Pair(b"hidden", value) => hidden = is_true(value),
                Attribute::Pair(..) => {}
                Attribute::Open => break true,
                Attribute::Empty => break false,
            }
        };
        if number == 0 || number > MAX_ROWS {
            return Err(Damage::CellAddress.into());
        }
        self.row = number;
        chunk.begin_row(number, hidden);
        if has_content {
            self.read_cells(markup, chunk)?;
        }
        chunk.end_row().map_err(|twice| {
            if let Twice::Column(column) = twice {
                self.column = column;
            }
            Fault::Damage(Damage::CellTwice)
        })
    }

    fn read_cells(&mut self, markup: &mut Markup<'_>, chunk: &mut Chunk) -> Result<(), Fault> {
        let plain = self.prefix.is_plain();
        loop {
            if plain && markup.rest().starts_with(b"<c ") {
                markup.at += 2;
                self.read_cell(markup, chunk)?;
                continue;
            }
            match markup.token()? {
                Token::Start(name) if self.prefix.local(name) == b"c" => self.read_cell(markup, chunk)?,
                Token::Start(name) if local_name(name) == b"extLst" => markup.skip_element()?,
                Token::End(name) if self.prefix.local(name) == b"row" => return Ok(()),
                Token::Text(text) if text.trim_ascii().is_empty() => {}
                _ => return Err(BROKEN),
            }
        }
    }

    #[inline]
    fn read_cell(&mut self, markup: &mut Markup<'_>, chunk: &mut Chunk) -> Result<(), Fault> {
        if let Some(head) = plain_head(markup.rest(), self.row) {
            self.column = head.column;
            markup.at += head.len;
            if self.prefix.is_plain() && self.read_plain_value(markup, chunk, head.kind, head.style)? {
                return Ok(());
            }
            return self.read_content(markup, chunk, head.kind, head.style);
        }
        self.read_any_cell(markup, chunk)
    }

    fn read_any_cell(&mut self, markup: &mut Markup<'_>, chunk: &mut Chunk) -> Result<(), Fault> {
        let (mut kind, mut style) = (CellType::Number, 0);
        let mut column = self.column + 1;
        let has_content = loop {
            match markup.attribute()? {
                Attribute::Pair(b"r", value) => column = self.column_of(value)?,
                Attribute::Pair(b"s", value) => style = whole(value).ok_or(Fault::Damage(Damage::StyleIndex))?,
                Attribute::Pair(b"t", value) => {
                    // The place of the error is this cell also where its address comes later.
                    self.column = column;
                    kind = CellType::parse(value)?;
                }
                Attribute::Pair(..) => {}
                Attribute::Open => break true,
                Attribute::Empty => break false,
            }
        };
        self.column = column;
        if column > MAX_COLUMNS {
            return Err(Damage::CellAddress.into());
        }
        if !has_content {
            return Ok(());
        }
        self.read_content(markup, chunk, kind, style)
    }

    /// Reads content of the shape `<v>…</v></c>` that is no text; returns whether it was.
    #[inline]
    fn read_plain_value(
        &mut self,
        markup: &mut Markup<'_>,
        chunk: &mut Chunk,
        kind: CellType,
        style: u32,
    ) -> Result<bool, Fault> {
        let Some(rest) = markup.rest().strip_prefix(b"<v>") else { return Ok(false) };
        if !matches!(kind, CellType::Number | CellType::Shared) {
            return Ok(false);
        }
        // Numbers are short: looking at each byte is faster than preparing to look at many.
        let len = rest.iter().position(|byte| *byte == b'<').ok_or(Fault::End)?;
        if !rest[len..].starts_with(b"</v></c>") {
            return Ok(false);
        }
        let put = Spelling { kind, style, raw: &rest[..len] }.put(self.column, chunk, &self.shared);
        self.note(put)?;
        markup.at += 3 + len + 8;
        Ok(true)
    }

    /// Reads any content of a cell, its end included.
    fn read_content(
        &mut self,
        markup: &mut Markup<'_>,
        chunk: &mut Chunk,
        kind: CellType,
        style: u32,
    ) -> Result<(), Fault> {
        let (mut has_formula, mut has_value) = (false, false);
        let mut text = std::mem::take(&mut self.scratch);
        text.clear();
        loop {
            match markup.token()? {
                Token::Start(name) => match self.prefix.local(name) {
                    b"v" if kind != CellType::Inline && !has_value => {
                        has_value = true;
                        if markup.skip_attributes()? {
                            plain_text(markup, &self.prefix, b"v", &mut text)?;
                        }
                    }
                    b"is" if kind == CellType::Inline && !has_value => {
                        has_value = true;
                        if markup.skip_attributes()? {
                            rich_text(markup, &self.prefix, b"is", &mut text, self.max_text)?;
                        }
                    }
                    b"f" => {
                        has_formula = true;
                        markup.skip_element()?;
                    }
                    _ if local_name(name) == b"extLst" => markup.skip_element()?,
                    _ => return Err(Damage::CellContent.into()),
                },
                Token::End(name) if self.prefix.local(name) == b"c" => break,
                Token::Text(blank) if blank.trim_ascii().is_empty() => {}
                _ => return Err(BROKEN),
            }
        }
        if text.len() > self.max_text {
            return Err(Fault::TextLimit);
        }
        // A formula whose result is a text without characters is stored as a value that is empty.
        let computed = has_value && (kind == CellType::Text || !text.is_empty());
        if has_formula && !computed {
            chunk.push_uncached(self.column);
        } else {
            let put = Spelling { kind, style, raw: text.as_bytes() }.put(self.column, chunk, &self.shared);
            self.note(put)?;
        }
        if has_formula {
            chunk.mark_formula(self.column);
        }
        self.scratch = text;
        Ok(())
    }

    /// Goes on where only the value of this cell is wrong.
    #[inline]
    fn note(&mut self, put: Result<(), Fault>) -> Result<(), Fault> {
        match put {
            Err(Fault::Damage(damage)) => self.broken.push((damage, CellAddress::new(self.row, self.column))),
            other => return other,
        }
        Ok(())
    }

    /// The column of an address such as `F14`, which must lie in the row that is read.
    #[inline]
    fn column_of(&self, address: &[u8]) -> Result<u32, Fault> {
        let wrong = Fault::Damage(Damage::CellAddress);
        let letters = address.iter().take(4).take_while(|b| b.is_ascii_alphabetic()).count();
        let fold = |column: u32, byte: &u8| column * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1;
        let column = address[..letters].iter().fold(0, fold);
        let row = whole(&address[letters..]).ok_or(wrong)?;
        if column == 0 || column > MAX_COLUMNS || row != self.row || address[letters] == b'0' {
            return Err(wrong);
        }
        Ok(column)
    }
}

/// The start tag of a cell that writers of most files use: its address first, then perhaps a style,
/// then perhaps that it is a shared text.
struct PlainHead {
    column: u32,
    style: u32,
    kind: CellType,
    len: usize,
}

/// Reads ` r="F14" s="2" t="s">` at the beginning of `bytes`; any other shape is `None`.
#[inline]
fn plain_head(bytes: &[u8], row: u32) -> Option<PlainHead> {
    let mut at = b" r=\"".len();
    if !bytes.starts_with(b" r=\"") {
        return None;
    }
    let mut column = 0;
    while let Some(byte @ b'A'..=b'Z') = bytes.get(at) {
        column = column * 26 + u32::from(byte - b'A') + 1;
        at += 1;
        if at > 7 {
            return None;
        }
    }
    let (number, digits) = digits(&bytes[at..]);
    at += digits;
    if column == 0 || column > MAX_COLUMNS || number != row || bytes.get(at) != Some(&b'"') {
        return None;
    }
    at += 1;
    let mut style = 0;
    if bytes[at..].starts_with(b" s=\"") {
        let (number, digits) = self::digits(&bytes[at + 4..]);
        at += 4 + digits;
        if digits == 0 || bytes.get(at) != Some(&b'"') {
            return None;
        }
        style = number;
        at += 1;
    }
    let kind = if bytes[at..].starts_with(b" t=\"s\"") {
        at += 6;
        CellType::Shared
    } else {
        CellType::Number
    };
    (bytes.get(at) == Some(&b'>')).then_some(PlainHead { column, style, kind, len: at + 1 })
}

/// The number at the beginning of `bytes`, of up to nine digits without a zero in front, and how
/// many digits it has.
#[inline]
fn digits(bytes: &[u8]) -> (u32, usize) {
    let mut number = 0;
    let mut len = 0;
    while let Some(digit @ b'0'..=b'9') = bytes.get(len) {
        number = number * 10 + u32::from(digit - b'0');
        len += 1;
        if len == 9 || (len == 1 && number == 0) {
            break;
        }
    }
    (number, len)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chunk::SharedTexts;
    use crate::number_format::Shown;
    use crate::value::{DateSystem, Value};
    use std::sync::Arc;

    fn shared() -> Shared {
        let mut texts = SharedTexts::with_capacity(8, 2);
        for text in ["uno", "", "dos"] {
            texts.open().push_str(text);
            texts.close();
        }
        let dates = vec![Shown::Number, Shown::Date].into();
        Shared { texts: Arc::new(texts), dates, system: DateSystem::Excel1900 }
    }

    fn read(rows: &str) -> Result<Vec<String>, (Fault, u32, u32)> {
        let shared = shared();
        let mut chunk = Chunk::new(Arc::clone(&shared.texts), DateSystem::Excel1900);
        let limits = Limits { max_text_bytes: 20, ..Limits::default() };
        let mut reader = RowReader::new(Prefix::default(), shared, &limits);
        let bytes = format!("{rows}</sheetData>");
        let stop = reader.read(&mut Markup::new(bytes.as_bytes()), &mut chunk);
        stop.map_err(|fault| (fault, reader.row, reader.column))?;
        if let Some((damage, cells)) = reader.broken() {
            return Err((damage.into(), cells[0].row, cells[0].column));
        }
        let show = |(column, value): (u32, Value<'_>)| match value {
            Value::Uncached => format!("{column}?"),
            value => format!("{column}={}", value.raw()),
        };
        Ok(chunk
            .rows()
            .map(|row| format!("{}: {}", row.number(), row.cells().map(show).collect::<Vec<_>>().join(" ")))
            .collect())
    }

    #[test]
    fn cells_of_every_type_are_read() {
        for (cells, expected) in [
            ("<c r=\"A1\"><v>1.5</v></c><c r=\"C1\" t=\"s\"><v>2</v></c>", "1: 1=1.5 3=dos"),
            ("<c><v>1</v></c><c s=\"1\"><v>40847</v></c><c r=\"F1\"/><c><v>7</v></c>", "1: 1=1 2=2011-10-31 7=7"),
            ("<c t=\"str\"><f>A&amp;B</f><v>a&amp;b</v></c><c t=\"b\"><v>1</v></c>", "1: 1=a&b 2=TRUE"),
            ("<c t=\"inlineStr\"><is><r><t>a</t></r><r><t> b</t></r></is></c>", "1: 1=a b"),
            ("<c t=\"e\"><v>#DIV/0!</v></c><c t=\"d\"><v>2011-10-31</v></c>", "1: 1=#DIV/0! 2=2011-10-31"),
            (
                "<c><f>B1</f></c><c><f>B1</f><v></v></c><c><f>B1</f><v/></c><c t=\"str\"><f>x</f><v></v></c><c t=\"str\"><f>x</f></c>",
                "1: 1? 2? 3? 5?",
            ),
            ("<c t=\"s\"><v>1</v></c><c t=\"inlineStr\"><is/></c><c><v></v></c><c t=\"n\"><v>3</v></c>", "1: 4=3"),
            ("<c r=\"C1\"><v>3</v></c><c r=\"A1\"><v>1</v></c>", "1: 1=1 3=3"),
            ("<c t=\"str\"><v>_x0041_</v></c>\n<c><v><![CDATA[5]]></v></c><extLst><c/></extLst>", "1: 1=A 2=5"),
        ] {
            assert_eq!(
                read(&format!("<row r=\"1\" spans=\"1:9\">{cells}</row>")),
                Ok(vec![expected.to_owned()]),
                "{cells}"
            );
        }
    }

    #[test]
    fn what_cannot_be_is_refused_with_its_cell() {
        for (cells, damage, column) in [
            ("<c r=\"B1\" t=\"s\"><v>3</v></c>", Damage::TextIndex, 2),
            ("<c r=\"B1\" t=\"s\"><v> 2</v></c>", Damage::TextIndex, 2),
            ("<c r=\"B1\" t=\"s\"><v>-1</v></c>", Damage::TextIndex, 2),
            ("<c r=\"B1\" t=\"zzz\"><v>1</v></c>", Damage::CellType, 2),
            ("<c r=\"B1\" s=\"2\"><v>1</v></c>", Damage::StyleIndex, 2),
            ("<c r=\"B1\"><v>1,5</v></c>", Damage::CellContent, 2),
            ("<c r=\"B1\"><v>1</v></c><c r=\"B1\"><v>2</v></c>", Damage::CellTwice, 2),
            ("<c r=\"B1\" t=\"b\"><v>2</v></c>", Damage::CellContent, 2),
            ("<c r=\"XFE1\"><v>1</v></c>", Damage::CellAddress, 0),
            ("<c r=\"A2\"><v>1</v></c>", Damage::CellAddress, 0),
            ("<c r=\"A0\"><v>1</v></c>", Damage::CellAddress, 0),
            ("<c r=\"A01\"><v>1</v></c>", Damage::CellAddress, 0),
            ("<c r=\"A4294967297\"><v>1</v></c>", Damage::CellAddress, 0),
            ("<c r=\"1\"><v>1</v></c>", Damage::CellAddress, 0),
            ("<c r=\"\"><v>1</v></c>", Damage::CellAddress, 0),
            ("<c><x><y/></x></c>", Damage::CellContent, 1),
            ("<x/>", Damage::Markup, 0),
        ] {
            assert_eq!(read(&format!("<row r=\"1\">{cells}</row>")), Err((damage.into(), 1, column)), "{cells}");
        }
        let long = format!("<row><c t=\"str\"><v>{}</v></c></row>", "x".repeat(21));
        assert_eq!(read(&long), Err((Fault::TextLimit, 1, 1)));
        assert_eq!(read("<row r=\"1048577\"/>"), Err((Damage::CellAddress.into(), 0, 0)));
        assert_eq!(read("<row r=\"0\"/>"), Err((Damage::CellAddress.into(), 0, 0)));
    }

    #[test]
    fn all_broken_cells_are_found() {
        let mut reader = RowReader::new(Prefix::default(), shared(), &Limits::default());
        let cells = "<c t=\"s\"><v>9</v></c><c><v>1</v></c><c t=\"s\"><v>x</v></c><c><v>y</v></c>";
        let rows = format!("<row>{cells}</row></sheetData>");
        let read = reader.read(&mut Markup::new(rows.as_bytes()), &mut Chunk::default());
        assert_eq!(read, Ok(Stop::End));
        let cells = vec![CellAddress::new(1, 1), CellAddress::new(1, 3)];
        assert_eq!(reader.broken(), Some((Damage::TextIndex, cells)));
    }

    #[test]
    fn rows_without_numbers_follow_each_other() {
        let rows = "<row r=\"3\"><c><v>1</v></c></row><row/><row><c><v>2</v></c></row>";
        assert_eq!(read(rows), Ok(vec!["3: 1=1".to_owned(), "5: 1=2".to_owned()]));
    }
}
