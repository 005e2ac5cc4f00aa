//! Rows and cells in few bytes.

use crate::number_format::Shown;
use crate::value::{DateSerial, DateSystem, Value};
use std::sync::Arc;

/// The texts that a workbook stores once and its cells point to.
#[derive(Debug, Default)]
pub(crate) struct SharedTexts {
    text: String,
    ends: Vec<u32>,
    has_empty: bool,
}

impl SharedTexts {
    /// A table without texts that has room for `count` of them.
    pub(crate) fn with_capacity(bytes: usize, count: usize) -> Self {
        Self { text: String::with_capacity(bytes), ends: Vec::with_capacity(count), has_empty: false }
    }

    /// The text of a file whose cells are pieces of it.
    pub(crate) fn whole(text: String) -> Self {
        Self { text, ..Self::default() }
    }

    /// The text as a whole.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    fn piece(&self, payload: u64) -> &str {
        piece(&self.text, payload)
    }

    /// How many texts there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether the text with this index has no characters.
    pub(crate) fn is_empty_at(&self, index: u32) -> bool {
        self.has_empty && self.get(index).is_empty()
    }

    /// The buffer that the next text is appended to; [`SharedTexts::close`] ends it.
    pub(crate) fn open(&mut self) -> &mut String {
        &mut self.text
    }

    /// Ends the text that was appended; returns its length in bytes.
    pub(crate) fn close(&mut self) -> usize {
        let start = self.ends.last().copied().unwrap_or(0);
        let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.has_empty |= start == end;
        self.ends.push(end);
        (end - start) as usize
    }

    fn get(&self, index: u32) -> &str {
        let index = index as usize;
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.text[start as usize..self.ends[index] as usize]
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Shared,
    Text,
    /// A piece of the text that all chunks of a text file share.
    Piece,
    Number,
    Date,
    /// A date serial whose format shows elapsed time.
    Elapsed,
    Bool,
    Error,
    Uncached,
}

/// 16 bytes: a number, or where in the chunk's texts or in the shared texts the content stands.
#[derive(Debug, Clone, Copy)]
struct Cell {
    payload: u64,
    column: u32,
    kind: Kind,
    formula: bool,
}

#[derive(Debug, Clone, Copy)]
struct RowHead {
    number: u32,
    first: u32,
    end: u32,
    fields: u32,
    hidden: bool,
    parted: bool,
}

/// Rows of a sheet, in order. Rows without any value are left out: row numbers tell of the gap.
#[derive(Debug, Default)]
pub struct Chunk {
    rows: Vec<RowHead>,
    cells: Vec<Cell>,
    texts: String,
    shared: Arc<SharedTexts>,
    system: DateSystem,
    open: OpenRow,
}

#[derive(Debug, Default)]
struct OpenRow {
    number: u32,
    hidden: bool,
    first: usize,
    texts: usize,
    last_column: u32,
    unsorted: bool,
    fields: u32,
    parted: bool,
}

/// Two cells with one address, or two rows with one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Twice {
    /// The column that comes twice in the row.
    Column(u32),
    /// The row that comes twice.
    Row(u32),
}

impl Chunk {
    /// An empty chunk whose dates count from `system`.
    pub(crate) fn new(shared: Arc<SharedTexts>, system: DateSystem) -> Self {
        Self { shared, system, ..Self::default() }
    }

    /// The rows that hold a value, by ascending number.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|head| self.row(head))
    }

    /// How many cells hold a value.
    pub fn cell_count(&self) -> usize {
        self.cells.len()
    }

    pub(crate) fn date_system(&self) -> DateSystem {
        self.system
    }

    fn row(&self, head: &RowHead) -> Row<'_> {
        let cells = &self.cells[head.first as usize..head.end as usize];
        Row { chunk: self, cells, head: *head }
    }

    /// The memory that rows, cells and texts take.
    pub(crate) fn bytes(&self) -> usize {
        self.rows.len() * size_of::<RowHead>() + self.cells.len() * size_of::<Cell>() + self.texts.len()
    }

    /// Makes room for this many cells.
    pub(crate) fn reserve(&mut self, cells: usize) {
        self.cells.reserve(cells);
    }

    /// Takes out all rows and keeps the memory for the next ones.
    pub(crate) fn clear(&mut self) {
        self.rows.clear();
        self.cells.clear();
        self.texts.clear();
        self.open = OpenRow::default();
    }

    pub(crate) fn begin_row(&mut self, number: u32, hidden: bool) {
        let (first, texts) = (self.cells.len(), self.texts.len());
        self.open = OpenRow { number, hidden, first, texts, ..OpenRow::default() };
    }

    /// Says of the row that is open, a record of a text, how many fields it has and whether lines
    /// without any stand before it.
    pub(crate) fn set_fields(&mut self, fields: u32, parted: bool) {
        (self.open.fields, self.open.parted) = (fields, parted);
    }

    /// Takes back what was put into the row that is open.
    pub(crate) fn abandon_row(&mut self) {
        self.cells.truncate(self.open.first);
        self.texts.truncate(self.open.texts);
    }

    /// Closes the row; one without cells is dropped.
    pub(crate) fn end_row(&mut self) -> Result<(), Twice> {
        let first = self.open.first;
        if self.cells.len() == first {
            return Ok(());
        }
        if self.open.unsorted {
            let cells = &mut self.cells[first..];
            cells.sort_by_key(|cell| cell.column);
            if let Some(pair) = cells.windows(2).find(|pair| pair[0].column == pair[1].column) {
                return Err(Twice::Column(pair[0].column));
            }
        }
        let OpenRow { number, hidden, fields, parted, .. } = self.open;
        (self.open.first, self.open.texts) = (self.cells.len(), self.texts.len());
        self.rows.push(RowHead { number, first: index(first), end: index(self.cells.len()), fields, hidden, parted });
        Ok(())
    }

    /// Brings rows into order where the file did not.
    pub(crate) fn sort_rows(&mut self) -> Result<(), Twice> {
        if !self.rows.is_sorted_by(|one, next| one.number < next.number) {
            self.rows.sort_by_key(|row| row.number);
        }
        match self.rows.windows(2).find(|pair| pair[0].number == pair[1].number) {
            Some(pair) => Err(Twice::Row(pair[0].number)),
            None => Ok(()),
        }
    }

    /// Number of the first and last row.
    pub(crate) fn span(&self) -> Option<(u32, u32)> {
        Some((self.rows.first()?.number, self.rows.last()?.number))
    }

    #[inline]
    fn push(&mut self, column: u32, kind: Kind, payload: u64) {
        self.open.unsorted |= column <= self.open.last_column;
        self.open.last_column = column;
        self.cells.push(Cell { payload, column, kind, formula: false });
    }

    /// Says of the cell that was put last, if it is that of `column`, that a formula computes it.
    pub(crate) fn mark_formula(&mut self, column: u32) {
        if let Some(cell) = self.cells.last_mut().filter(|cell| cell.column == column) {
            cell.formula = true;
        }
    }

    #[inline]
    pub(crate) fn push_number(&mut self, column: u32, number: f64) {
        self.push(column, Kind::Number, number.to_bits());
    }

    #[inline]
    pub(crate) fn push_date(&mut self, column: u32, serial: f64) {
        self.push(column, Kind::Date, serial.to_bits());
    }

    /// A serial whose format shows elapsed time.
    pub(crate) fn push_elapsed(&mut self, column: u32, serial: f64) {
        self.push(column, Kind::Elapsed, serial.to_bits());
    }

    /// A number as its format shows it.
    #[inline]
    pub(crate) fn push_shown(&mut self, column: u32, number: f64, shown: Shown) {
        match shown {
            Shown::Number => self.push_number(column, number),
            Shown::Date => self.push_date(column, number),
            Shown::Elapsed => self.push_elapsed(column, number),
        }
    }

    pub(crate) fn push_bool(&mut self, column: u32, value: bool) {
        self.push(column, Kind::Bool, u64::from(value));
    }

    pub(crate) fn push_uncached(&mut self, column: u32) {
        self.push(column, Kind::Uncached, 0);
        self.mark_formula(column);
    }

    /// Cells beside each other, from `column` on, that show pieces of the text of the file, each from
    /// its first byte to the one after its last; those without bytes make no cell.
    #[inline]
    pub(crate) fn push_pieces(&mut self, column: u32, pieces: impl Iterator<Item = (u32, u32)>) {
        self.open.unsorted |= column <= self.open.last_column;
        let filled = (column..).zip(pieces).filter(|(_, (start, end))| start < end);
        self.cells.extend(filled.map(|(column, (start, end))| {
            let payload = u64::from(start) << 32 | u64::from(end - start);
            Cell { payload, column, kind: Kind::Piece, formula: false }
        }));
        let last = self.cells.get(self.open.first..).and_then(<[Cell]>::last);
        self.open.last_column = last.map_or(self.open.last_column, |cell| cell.column);
    }

    /// A cell that points to a shared text. The caller has checked that `text` is in the table.
    #[inline]
    pub(crate) fn push_shared(&mut self, column: u32, text: u32) {
        if !self.shared.is_empty_at(text) {
            self.push(column, Kind::Shared, u64::from(text));
        }
    }

    /// A cell with a text of its own; one without characters makes no cell.
    pub(crate) fn push_text(&mut self, column: u32, text: &str) {
        if !text.is_empty() {
            let payload = self.payload_of(text.len());
            self.texts.push_str(text);
            self.push(column, Kind::Text, payload);
        }
    }

    pub(crate) fn push_error(&mut self, column: u32, text: &str) {
        let payload = self.payload_of(text.len());
        self.texts.push_str(text);
        self.push(column, Kind::Error, payload);
    }

    fn payload_of(&self, len: usize) -> u64 {
        (self.texts.len() as u64) << 32 | len as u64
    }

    #[inline]
    fn value(&self, cell: &Cell) -> Value<'_> {
        match cell.kind {
            Kind::Shared => Value::Text(self.shared.get(cell.payload as u32)),
            Kind::Text => Value::Text(self.text_at(cell.payload)),
            Kind::Number => Value::Number(f64::from_bits(cell.payload)),
            Kind::Piece => Value::Text(self.shared.piece(cell.payload)),
            Kind::Date | Kind::Elapsed => {
                Value::Date(DateSerial { serial: f64::from_bits(cell.payload), system: self.system })
            }
            Kind::Bool => Value::Bool(cell.payload != 0),
            Kind::Error => Value::Error(self.text_at(cell.payload)),
            Kind::Uncached => Value::Uncached,
        }
    }

    fn text_at(&self, payload: u64) -> &str {
        piece(&self.texts, payload)
    }
}

fn piece(text: &str, payload: u64) -> &str {
    let start = (payload >> 32) as usize;
    &text[start..start + (payload as u32) as usize]
}

fn index(count: usize) -> u32 {
    u32::try_from(count).expect("a chunk ends long before four thousand million cells")
}

/// One row of a chunk.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    chunk: &'a Chunk,
    cells: &'a [Cell],
    head: RowHead,
}

impl<'a> Row<'a> {
    /// The number that the spreadsheet shows; in text files the line where the record begins.
    pub fn number(&self) -> u32 {
        self.head.number
    }

    /// Whether the sheet hides the row.
    pub fn is_hidden(&self) -> bool {
        self.head.hidden
    }

    /// How many fields the record of a text has, empty ones included; 0 in all other formats.
    pub fn fields(&self) -> u32 {
        self.head.fields
    }

    /// Whether the record of a text has fewer fields than `usual`, or cells beyond them. Empty fields
    /// at its end are none too many, and rows of other formats have no fields.
    pub fn is_ragged(&self, usual: u32) -> bool {
        self.head.fields > 0 && usual > 1 && (self.head.fields < usual || self.last_column() > usual)
    }

    /// The column of the last cell that is not empty, from 1.
    #[inline]
    pub fn last_column(&self) -> u32 {
        self.cells.last().map_or(0, |cell| cell.column)
    }

    /// Whether blank lines stand before the record of a text.
    pub fn is_parted(&self) -> bool {
        self.head.parted
    }

    /// Whether a formula computes the cell in `column`, as far as the format says so.
    pub fn is_formula(&self, column: u32) -> bool {
        self.cell(column).is_some_and(|cell| cell.formula)
    }

    /// Whether the date serial in `column` is shown as elapsed time, such as `[h]:mm`.
    pub fn is_elapsed(&self, column: u32) -> bool {
        self.cell(column).is_some_and(|cell| cell.kind == Kind::Elapsed)
    }

    /// The value in `column`, counted from 1.
    #[inline]
    pub fn get(&self, column: u32) -> Value<'a> {
        self.cell(column).map_or(Value::Empty, |cell| self.chunk.value(cell))
    }

    /// Every cell that is not empty, with its column from 1, from left to right.
    pub fn cells(&self) -> impl Iterator<Item = (u32, Value<'a>)> + use<'a> {
        let chunk = self.chunk;
        self.cells.iter().map(move |cell| (cell.column, chunk.value(cell)))
    }

    /// Where the workbook stores the text of `column` once for all cells that hold it: the same
    /// number in the same workbook is the same text, so that each text need be judged only once.
    #[inline]
    pub fn shared_text(&self, column: u32) -> Option<u32> {
        self.cell(column).filter(|cell| cell.kind == Kind::Shared).map(|cell| cell.payload as u32)
    }

    /// Whether no cell shows anything: every text is blanks.
    pub fn is_blank(&self) -> bool {
        self.cells().all(|(_, value)| matches!(value, Value::Text(text) if text.trim().is_empty()))
    }

    #[inline]
    fn cell(&self, column: u32) -> Option<&'a Cell> {
        // A row without gaps answers at once; one with gaps has the cell at or before this index.
        let guess = (column as usize).checked_sub(1)?;
        match self.cells.get(guess) {
            Some(cell) if cell.column == column => Some(cell),
            _ => {
                let upto = &self.cells[..self.cells.len().min(guess)];
                upto.binary_search_by_key(&column, |cell| cell.column).ok().map(|at| &upto[at])
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(rows: &[(u32, &[u32])]) -> Result<Chunk, Twice> {
        let mut chunk = Chunk::default();
        for (number, columns) in rows {
            chunk.begin_row(*number, false);
            for column in *columns {
                chunk.push_number(*column, f64::from(*column));
            }
            chunk.end_row()?;
        }
        chunk.sort_rows().map(|()| chunk)
    }

    #[test]
    fn every_cell_is_found_and_no_other() {
        for columns in [&[1, 2, 3][..], &[2, 5, 9], &[9, 1, 4], &[16_384], &[1, 3]] {
            let chunk = chunk(&[(1, columns)]).expect("no cell comes twice");
            let row = chunk.rows().next().expect("one row");
            for column in 0..=20 {
                let expected = if columns.contains(&column) { Value::Number(f64::from(column)) } else { Value::Empty };
                assert_eq!(row.get(column), expected, "{columns:?} at {column}");
            }
            assert!(row.cells().map(|(column, _)| column).is_sorted());
        }
    }

    #[test]
    fn rows_come_in_order_and_once() {
        let numbers = |rows: &[(u32, &[u32])]| chunk(rows).map(|c| c.rows().map(|r| r.number()).collect::<Vec<_>>());
        assert_eq!(numbers(&[(3, &[1]), (1, &[1]), (2, &[])]), Ok(vec![1, 3]));
        assert_eq!(numbers(&[(3, &[1]), (3, &[2])]), Err(Twice::Row(3)));
        assert_eq!(numbers(&[(3, &[4, 2, 4])]), Err(Twice::Column(4)));
    }

    #[test]
    fn a_cell_takes_16_bytes() {
        assert_eq!(size_of::<Cell>(), 16);
    }
}
