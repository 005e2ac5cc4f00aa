//! One sheet part: what stands before its rows, the rows in chunks, what stands after them.

use super::fault_error;
use super::rows::{RowReader, Stop};
use super::workbook::Shared;
use crate::chunk::{Chunk, Twice};
use crate::error::{Damage, Limit, SheetError, Spot};
use crate::limits::Limits;
use crate::markup::{Attribute, BROKEN, Fault, Markup, Prefix, Token, attribute_text, is_true, whole};
use crate::package::{Package, PartStream, xml_bytes};
use memchr::memmem;
use mola_finding::{Area, CellAddress};

/// Parts up to this size are held in memory as a whole, if a chunk may be as large.
const WHOLE_BYTES: u64 = 48 << 20;
/// Larger ones are read in pieces of this size.
const PIECE_BYTES: usize = 4 << 20;
/// One row, and what stands before and after the rows, must fit here.
const WINDOW_BYTES: usize = 64 << 20;

/// A sheet that is being read.
pub(crate) struct XlsxSheet<'w> {
    window: Window<'w>,
    rows: RowReader,
    chunk: Chunk,
    merges: Vec<Area>,
    hidden_columns: Vec<(u32, u32)>,
    /// Where the bytes after the rows begin, counted from the beginning of the part.
    rows_end: u64,
    spot: Spot,
    limits: Limits,
    last_row: u32,
    cells: u64,
    ended: bool,
}

/// What of a part is in memory.
struct Window<'w> {
    bytes: Vec<u8>,
    at: usize,
    /// How many bytes were dropped before the first one here.
    dropped: u64,
    piece: usize,
    stream: Option<PartStream<'w>>,
}

impl Window<'_> {
    /// Drops what was read and reads on; returns whether there was more.
    fn fill(&mut self) -> Result<bool, SheetError> {
        let Some(stream) = &mut self.stream else { return Ok(false) };
        self.bytes.drain(..self.at);
        self.dropped += self.at as u64;
        self.at = 0;
        if self.bytes.len() > WINDOW_BYTES {
            return Err(SheetError::too_large(Limit::Inflated, WINDOW_BYTES as u64, Spot::default()));
        }
        stream.read_more(&mut self.bytes, self.piece)
    }

    /// Calls `read` on what is in memory, again from the same place with more bytes as long as it
    /// meets their end.
    fn read<T>(&mut self, mut read: impl FnMut(&mut Markup<'_>) -> Result<T, Fault>) -> Result<T, WindowError> {
        loop {
            let mut markup = Markup { bytes: &self.bytes, at: self.at };
            match read(&mut markup) {
                Ok(value) => {
                    self.at = markup.at;
                    return Ok(value);
                }
                Err(Fault::End) => {
                    self.at = markup.at;
                    if !self.fill()? {
                        return Err(WindowError::Fault(Fault::End));
                    }
                }
                Err(fault) => return Err(WindowError::Fault(fault)),
            }
        }
    }
}

enum WindowError {
    Fault(Fault),
    Sheet(SheetError),
}

impl From<SheetError> for WindowError {
    fn from(error: SheetError) -> Self {
        Self::Sheet(error)
    }
}

impl<'w> XlsxSheet<'w> {
    /// Reads up to the first row, and what stands after the last one.
    pub(super) fn open(
        package: &'w mut Package,
        part: &str,
        name: &str,
        shared: Shared,
        limits: &Limits,
    ) -> Result<Self, SheetError> {
        let spot = Spot { part: Some(part.to_owned()), ..Spot::sheet(name) };
        let fault = |fault| fault_error(fault, spot.clone(), limits.max_text_bytes);
        let whole = WHOLE_BYTES.min(limits.chunk_bytes as u64);
        let piece = PIECE_BYTES.min(limits.chunk_bytes.max(1));
        let (tail, rows_end, mut window) = if package.stated_size(part).is_some_and(|size| size > whole) {
            let tail = package.stream(part).and_then(|stream| streamed_tail(stream, piece));
            let (tail, rows_end) = tail.map_err(|error| error.with_sheet(name))?;
            let stream = Some(package.stream(part)?);
            (tail, rows_end, Window { bytes: Vec::new(), at: 0, dropped: 0, piece, stream })
        } else {
            let content = package.part(part).map_err(|error| error.with_sheet(name))?;
            let bytes = xml_bytes(content, part)?;
            let rows_end = rows_end(&bytes).ok_or_else(|| fault(Fault::End))?;
            (bytes[rows_end..].to_vec(), rows_end as u64, Window { bytes, at: 0, dropped: 0, piece, stream: None })
        };
        let head = window.read(|markup| {
            let start = markup.at;
            head(markup).inspect_err(|_| markup.at = start)
        });
        let head = head.map_err(|error| window_error(error, fault))?;
        let merges = merged_areas(&tail, &head.prefix).map_err(fault)?;
        let mut chunk = Chunk::new(shared.texts.clone(), shared.system);
        // Cells take some 30 bytes of markup; what is too much here is given back with the chunk.
        chunk.reserve(window.bytes.len().min(limits.chunk_bytes) / 32);
        let rows = RowReader::new(head.prefix, shared, limits);
        let limits = limits.clone();
        let hidden_columns = head.hidden_columns;
        let ended = !head.has_rows;
        Ok(Self { window, rows, chunk, merges, hidden_columns, rows_end, spot, limits, last_row: 0, cells: 0, ended })
    }

    pub(crate) fn merges(&self) -> &[Area] {
        &self.merges
    }

    pub(crate) fn hidden_columns(&self) -> &[(u32, u32)] {
        &self.hidden_columns
    }

    /// The next rows; `None` after the last ones.
    pub(crate) fn next_chunk(&mut self) -> Result<Option<&Chunk>, SheetError> {
        self.chunk.clear();
        if self.ended {
            return Ok(None);
        }
        let Self { window, rows, chunk, .. } = self;
        let stop = window.read(|markup| rows.read(markup, chunk));
        let stop = match stop {
            Ok(stop) => stop,
            Err(error) => {
                let spot = self.spot_of(self.rows.row, self.rows.column);
                return Err(window_error(error, |fault| fault_error(fault, spot.clone(), self.limits.max_text_bytes)));
            }
        };
        if let Some((damage, mut cells)) = self.rows.broken() {
            let first = cells.remove(0);
            return Err(SheetError::damaged(damage, Spot { also: cells, ..self.spot.clone().at(first) }));
        }
        if stop == Stop::End {
            self.end()?;
        }
        self.check_chunk()?;
        Ok(if self.chunk.cell_count() > 0 { Some(&self.chunk) } else { None })
    }

    /// A second block of rows would lie between here and what was taken for the end.
    fn end(&mut self) -> Result<(), SheetError> {
        self.ended = true;
        if self.window.dropped + self.window.at as u64 != self.rows_end {
            return Err(SheetError::damaged(Damage::RowsTwice, self.spot.clone()));
        }
        Ok(())
    }

    fn check_chunk(&mut self) -> Result<(), SheetError> {
        if let Err(Twice::Row(row) | Twice::Column(row)) = self.chunk.sort_rows() {
            return Err(SheetError::damaged(Damage::RowTwice, self.spot_of(row, 1)));
        }
        if let Some((first, last)) = self.chunk.span() {
            if first <= self.last_row {
                return Err(SheetError::damaged(Damage::RowOrder, self.spot_of(first, 1)));
            }
            self.last_row = last;
        }
        self.cells += self.chunk.cell_count() as u64;
        if self.cells > self.limits.max_cells {
            return Err(SheetError::too_large(Limit::Cells, self.limits.max_cells, self.spot.clone()));
        }
        Ok(())
    }

    fn spot_of(&self, row: u32, column: u32) -> Spot {
        let spot = self.spot.clone();
        if row == 0 { spot } else { spot.at(CellAddress::new(row, column.max(1))) }
    }
}

fn window_error(error: WindowError, fault_error: impl Fn(Fault) -> SheetError) -> SheetError {
    match error {
        WindowError::Fault(fault) => fault_error(fault),
        WindowError::Sheet(error) => error,
    }
}

struct Head {
    prefix: Prefix,
    hidden_columns: Vec<(u32, u32)>,
    has_rows: bool,
}

/// Reads up to the first row.
fn head(markup: &mut Markup<'_>) -> Result<Head, Fault> {
    let prefix = Prefix::of_root(markup.root()?, b"worksheet")?;
    let mut hidden_columns = Vec::new();
    if !markup.skip_attributes()? {
        return Err(BROKEN);
    }
    loop {
        match markup.token()? {
            Token::Start(name) => match prefix.local(name) {
                b"sheetData" => {
                    let has_rows = markup.skip_attributes()?;
                    return Ok(Head { prefix, hidden_columns, has_rows });
                }
                b"cols" => hidden_columns = hidden_ranges(markup, &prefix)?,
                _ => markup.skip_element()?,
            },
            Token::Text(text) if text.trim_ascii().is_empty() => {}
            _ => return Err(BROKEN),
        }
    }
}

fn hidden_ranges(markup: &mut Markup<'_>, prefix: &Prefix) -> Result<Vec<(u32, u32)>, Fault> {
    let mut ranges = Vec::new();
    let mut more = markup.skip_attributes()?;
    while more {
        match markup.token()? {
            Token::Start(name) if prefix.local(name) == b"col" => ranges.extend(hidden_range(markup)?),
            Token::Start(_) => markup.skip_element()?,
            Token::End(name) if prefix.local(name) == b"cols" => more = false,
            Token::Text(text) if text.trim_ascii().is_empty() => {}
            _ => return Err(BROKEN),
        }
    }
    Ok(ranges)
}

fn hidden_range(markup: &mut Markup<'_>) -> Result<Option<(u32, u32)>, Fault> {
    let (mut first, mut last, mut hidden) = (0, 0, false);
    let has_content = loop {
        match markup.attribute()? {
            Attribute::Pair(b"min", value) => first = whole(value).ok_or(BROKEN)?,
            Attribute::Pair(b"max", value) => last = whole(value).ok_or(BROKEN)?,
            Attribute::Pair(b"hidden", value) => hidden = is_true(value),
            Attribute::Pair(..) => {}
            Attribute::Open => break true,
            Attribute::Empty => break false,
        }
    };
    if has_content {
        markup.skip_content()?;
    }
    Ok((hidden && 0 < first && first <= last).then_some((first, last)))
}

/// Where the bytes after the last block of rows begin.
fn rows_end(bytes: &[u8]) -> Option<usize> {
    memmem::rfind_iter(bytes, b"sheetData").find_map(|mention| closing_end(bytes, mention).ok().flatten())
}

/// Streams through a large part for the bytes after its rows, and where they begin.
fn streamed_tail(mut stream: PartStream<'_>, piece: usize) -> Result<(Vec<u8>, u64), SheetError> {
    let mut buffer = Vec::new();
    let mut dropped = 0_u64;
    let mut found = None;
    while stream.read_more(&mut buffer, piece)? {
        let mut from = 0;
        while let Some(mention) = memmem::find(&buffer[from..], b"sheetData").map(|at| from + at) {
            match closing_end(&buffer, mention) {
                Ok(Some(end)) => {
                    found = Some(dropped + end as u64);
                    from = end;
                    buffer.drain(..from);
                    dropped += std::mem::take(&mut from) as u64;
                }
                Ok(None) => from = mention + 1,
                // The tag goes on in the next piece.
                Err(Fault::End) => break,
                Err(_) => return Err(SheetError::damaged(Damage::Markup, Spot::default())),
            }
        }
        if found.is_none() {
            let keep = buffer.len().saturating_sub(TAG_BYTES);
            buffer.drain(..keep);
            dropped += keep as u64;
        } else if buffer.len() > WINDOW_BYTES {
            return Err(SheetError::too_large(Limit::Inflated, WINDOW_BYTES as u64, Spot::default()));
        }
    }
    found.map(|end| (buffer, end)).ok_or_else(|| SheetError::damaged(Damage::CutOff, Spot::default()))
}

/// More bytes than the end tag of the rows has.
const TAG_BYTES: usize = 256;

/// Where the tag ends whose name is at `mention`, if it is one that ends the rows: an end tag or
/// one without content.
fn closing_end(bytes: &[u8], mention: usize) -> Result<Option<usize>, Fault> {
    let before = bytes[..mention].iter().rev().take(TAG_BYTES / 4).find(|byte| matches!(byte, b'/' | b'<' | b'>'));
    let rest = &bytes[mention + b"sheetData".len()..];
    let blanks = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let end = mention + b"sheetData".len() + blanks;
    match rest[blanks..] {
        [b'>', ..] => Ok((before == Some(&b'/')).then_some(end + 1)),
        [b'/', b'>', ..] => Ok((before == Some(&b'<')).then_some(end + 2)),
        [] | [b'/'] => Err(Fault::End),
        _ => Ok(None),
    }
}

/// The merged ranges, from the bytes after the rows.
fn merged_areas(tail: &[u8], prefix: &Prefix) -> Result<Vec<Area>, Fault> {
    let mut markup = Markup::new(tail);
    let mut areas = Vec::new();
    loop {
        match markup.token()? {
            Token::Start(name) => match prefix.local(name) {
                // The children are read one by one; the end of the list needs no attention.
                b"mergeCells" => {
                    markup.skip_attributes()?;
                }
                b"mergeCell" => areas.push(merged_area(&mut markup)?),
                b"sheetData" => return Err(Damage::RowsTwice.into()),
                _ => markup.skip_element()?,
            },
            Token::End(name) if prefix.local(name) == b"worksheet" => return Ok(areas),
            Token::End(name) if prefix.local(name) == b"mergeCells" => {}
            Token::Text(text) if text.trim_ascii().is_empty() => {}
            _ => return Err(BROKEN),
        }
    }
}

fn merged_area(markup: &mut Markup<'_>) -> Result<Area, Fault> {
    let mut area = None;
    let has_content = loop {
        match markup.attribute()? {
            Attribute::Pair(b"ref", value) => area = Area::parse(&attribute_text(value)?),
            Attribute::Pair(..) => {}
            Attribute::Open => break true,
            Attribute::Empty => break false,
        }
    };
    if has_content {
        markup.skip_content()?;
    }
    area.ok_or(Fault::Damage(Damage::MergedRange))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_end_where_their_element_does() {
        for (text, tail) in [
            ("<worksheet><sheetData><row/></sheetData><a/></worksheet>", "<a/></worksheet>"),
            ("<x:worksheet><x:sheetData></x:sheetData\n></x:worksheet>", "</x:worksheet>"),
            ("<worksheet><sheetData/></worksheet>", "</worksheet>"),
            (
                "<worksheet><sheetData></sheetData><f>sheetData!$A$1</f></worksheet>",
                "<f>sheetData!$A$1</f></worksheet>",
            ),
        ] {
            assert_eq!(rows_end(text.as_bytes()).map(|at| &text[at..]), Some(tail), "{text}");
        }
        assert_eq!(rows_end(b"<worksheet><row/>"), None);
    }

    #[test]
    fn merged_ranges_are_areas() {
        let areas = |tail: &str| merged_areas(tail.as_bytes(), &Prefix::default());
        let tail = "<autoFilter ref='A1:B2'/><mergeCells count='2'><mergeCell ref='A1:C3'/><mergeCell ref='D1'></mergeCell></mergeCells><drawing/></worksheet>";
        let texts: Vec<String> =
            areas(tail).expect("areas").iter().map(|area| format!("{}:{}", area.first, area.last)).collect();
        assert_eq!(texts, ["A1:C3", "D1:D1"]);
        assert_eq!(
            areas("<mergeCells><mergeCell ref='C3:A1'/></mergeCells></worksheet>"),
            Err(Damage::MergedRange.into())
        );
        assert_eq!(areas("<sheetData/></worksheet>"), Err(Damage::RowsTwice.into()));
        assert_eq!(areas("<mergeCells>"), Err(Fault::End));
    }
}
