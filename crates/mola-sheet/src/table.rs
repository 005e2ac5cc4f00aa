//! The table on a sheet, found by its content alone: header, records, and what stands around them.
//!
//! No mapping plays a part. Titles above and notes below the table, tables below and beside it are
//! told of and left out; every other row is a record.

mod layout;
mod line;
mod realign;
mod report;
mod shape;

use crate::error::SheetError;
use crate::workbook::SheetReader;
use layout::{Layout, layout};
use line::{Line, Lines};
use std::collections::BTreeSet;
use std::io;

/// Rows that are looked at before it is decided where the table stands.
const LOOKAHEAD: usize = 200;
/// Rows of one kind that are listed.
const MOST_LISTED: usize = 20;
/// No name of a column is longer.
const LONGEST_NAME: usize = 120;
/// Nor is one of a table that begins right below another, without a blank row: a record that is read
/// with the wrong delimiter has pieces of sentences.
const LONGEST_CLOSE_NAME: usize = 60;

/// What is declared about a table. What is `None` is found out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TableHints {
    /// How many rows the header has; 0 for a table without one.
    pub header_rows: Option<usize>,
    /// How many rows (lines of a text) stand before the table.
    pub skip_rows: Option<u32>,
}

/// A row that has more or fewer fields than its table has columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ragged {
    /// The row, or the line where the record begins.
    pub row: u32,
    /// Its fields.
    pub fields: u32,
    /// Whether empty fields were passed over so that all others stand in their columns.
    pub realigned: bool,
}

/// A table that was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FoundTable {
    /// The rows of the header, from 1; none where the table has no header.
    pub header_rows: Vec<u32>,
    /// The first and the last column, from 1.
    pub columns: (u32, u32),
    /// How many records it has.
    pub records: u64,
    /// Row of the first record or, where there is none, of the header.
    pub first_row: u32,
    /// Rows above the table: titles, notes.
    pub above: Vec<u32>,
    /// Rows below it, and rows in it that show one text and no more: notes, signatures.
    pub below: Vec<u32>,
    /// The first row of a further table, and how many rows that has.
    pub further: Option<(u32, u64)>,
    /// Cells beside the table.
    pub beside: u64,
    /// Records with more or fewer fields than columns, the first ones.
    pub ragged: Vec<Ragged>,
    /// How many of these there are.
    pub ragged_records: u64,
}

/// Why a table is not read to its end.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The sheet is refused.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// A row cannot be handed on.
    #[error("a row cannot be handed on: {0}")]
    Write(#[from] io::Error),
}

/// Reads the table of a sheet. `take` gets the header, if there is one, and then each record: one
/// text for each column, and more for a record with more fields than the table has columns.
///
/// # Errors
/// Damage and limits of the sheet, and what `take` reports.
pub fn read_table(
    sheet: &mut SheetReader<'_>,
    hints: TableHints,
    take: &mut dyn FnMut(&[&str]) -> io::Result<()>,
) -> Result<FoundTable, TableError> {
    let mut lines = Lines::new(sheet.merges());
    let mut finder = Finder { hints, take, found: FoundTable::default(), state: State::Looking(Vec::new()) };
    while let Some(chunk) = sheet.next_chunk()? {
        for row in chunk.rows().filter(|row| hints.skip_rows.is_none_or(|skipped| row.number() > skipped)) {
            if let Some(line) = lines.take(&row) {
                finder.add(line)?;
            }
        }
    }
    Ok(finder.finish()?)
}

struct Finder<'t> {
    hints: TableHints,
    take: &'t mut dyn FnMut(&[&str]) -> io::Result<()>,
    found: FoundTable,
    state: State,
}

enum State {
    /// The first lines of the sheet.
    Looking(Vec<Line>),
    /// In the table.
    Within(Box<Within>),
    /// In what follows the table.
    Beyond,
}

struct Within {
    layout: Layout,
    /// The texts of the header.
    names: BTreeSet<String>,
    /// Lines that are notes if nothing but notes follows.
    held: Vec<Line>,
    /// Whether blank rows stand between the held lines and the record before.
    parted: bool,
}

impl Finder<'_> {
    fn add(&mut self, line: Line) -> io::Result<()> {
        match &mut self.state {
            State::Looking(lines) => {
                lines.push(line);
                if lines.len() >= LOOKAHEAD { self.decide() } else { Ok(()) }
            }
            State::Within(_) => self.within(line),
            State::Beyond => {
                self.found.further = self.found.further.map(|(row, rows)| (row, rows + 1));
                Ok(())
            }
        }
    }

    fn finish(mut self) -> io::Result<FoundTable> {
        if matches!(self.state, State::Looking(_)) {
            self.decide()?;
        }
        if let State::Within(within) = self.state {
            self.found.below.extend(within.held.iter().map(|line| line.row));
        }
        Ok(self.found)
    }

    /// Decides where the table is, hands out its header and goes through the lines seen so far.
    fn decide(&mut self) -> io::Result<()> {
        let State::Looking(lines) = std::mem::replace(&mut self.state, State::Beyond) else { return Ok(()) };
        let Some(layout) = self.layout(&lines) else { return Ok(()) };
        let body = (layout.first + layout.header).min(lines.len());
        let header = &lines[layout.first..body];
        self.found.above = lines[..layout.first].iter().map(|line| line.row).collect();
        self.found.header_rows = header.iter().map(|line| line.row).collect();
        self.found.columns = layout.columns;
        self.found.first_row = lines[layout.first].row;
        let mut header: Vec<Line> = header.to_vec();
        header.iter_mut().for_each(|line| self.settle(line, &layout, true));
        let names = header.iter().flat_map(|line| &line.cells).map(|cell| cell.text.clone()).collect();
        if !header.is_empty() {
            let texts = joined(&header, &layout);
            (self.take)(&texts.iter().map(String::as_str).collect::<Vec<_>>())?;
        }
        self.state = State::Within(Box::new(Within { layout, names, held: Vec::new(), parted: false }));
        lines.into_iter().skip(body).try_for_each(|line| self.add(line))
    }

    fn layout(&self, lines: &[Line]) -> Option<Layout> {
        let mut layout = layout(lines)?;
        // What is declared to stand before the table leaves nothing else to pass over.
        if self.hints.skip_rows.is_some() {
            layout.first = 0;
        }
        layout.header = self.hints.header_rows.unwrap_or(layout.header).min(lines.len() - layout.first);
        Some(layout)
    }

    fn within(&mut self, line: Line) -> io::Result<()> {
        let State::Within(within) = &mut self.state else { return Ok(()) };
        within.parted |= line.parted;
        if self.found.records > 0 && within.begins_another(&line) {
            self.found.below.extend(within.held.iter().map(|line| line.row));
            self.found.further = Some((line.row, 1));
            self.state = State::Beyond;
            return Ok(());
        }
        if within.could_be_note(&line) {
            within.held.push(line);
            return Ok(());
        }
        within.parted = false;
        let held = std::mem::take(&mut within.held);
        let layout = within.layout.clone();
        held.into_iter().chain([line]).try_for_each(|line| self.record(line, &layout))
    }

    fn record(&mut self, mut line: Line, layout: &Layout) -> io::Result<()> {
        self.settle(&mut line, layout, false);
        let (first, last) = layout.columns;
        let texts = |last: u32| (first..=last).map(|column| line.text(column)).collect::<Vec<_>>();
        let rightmost = line.cells.last().map_or(0, |cell| cell.column);
        let texts = if line.fields > 0 { texts(last.max(rightmost)) } else { texts(last) };
        if line.fields == 0 {
            let beside = |column: u32| column < first || column > last;
            self.found.beside += line.cells.iter().filter(|cell| beside(cell.column)).count() as u64;
        }
        if self.found.records == 0 {
            self.found.first_row = line.row;
        }
        self.found.records += 1;
        (self.take)(&texts)
    }

    /// Notes a record with more or fewer fields than columns. Empty fields are taken out where it is
    /// plain which ones are too many; nobody needs to know of those at the end.
    fn settle(&mut self, line: &mut Line, layout: &Layout, is_header: bool) {
        let Some(width) = layout.width_of_text(line) else { return };
        let (fields, ends) = (line.fields, line.cells.last().map_or(0, |cell| cell.column));
        let realigned = realign::realign(line, layout, is_header);
        if fields < width || realigned == Some(true) || realigned.is_none() && ends > width {
            let realigned = realigned.is_some();
            self.found.ragged_records += 1;
            if self.found.ragged.len() < MOST_LISTED {
                self.found.ragged.push(Ragged { row: line.row, fields, realigned });
            }
        }
    }
}

impl Within {
    /// Whether the line is the header of a further table: words of its own where data should be.
    fn begins_another(&self, line: &Line) -> bool {
        let (words, data) = self.layout.words_and_data(line);
        let texts: BTreeSet<&str> = line.cells.iter().map(|cell| cell.text.as_str()).collect();
        let known = texts.iter().filter(|text| self.names.contains(**text)).count();
        let again = known > 1 && known * 2 > texts.len();
        let enough = words > 1 || words == 1 && (again || self.parted && self.layout.data.len() == 1);
        let longest = if again || self.parted { LONGEST_NAME } else { LONGEST_CLOSE_NAME };
        let short = texts.iter().all(|text| text.len() <= longest);
        let different = texts.len() == line.cells.len();
        let full = self.layout.is_full(line) || line.cells.len() * 2 >= self.layout.usual;
        again && data == 0 && full
            || data == 0 && enough && words * 2 >= self.layout.data.len() && different && short && full
    }

    /// Whether the line shows one text alone, or little after blank rows.
    fn could_be_note(&self, line: &Line) -> bool {
        let alone = line.own() == 1 && self.layout.width() > 2;
        alone || self.parted && self.layout.width() > 2 && !self.layout.is_full(line)
    }
}

/// The names of the columns: the texts of all rows of the header from top to bottom.
fn joined(header: &[Line], layout: &Layout) -> Vec<String> {
    let (first, last) = layout.columns;
    let rightmost = header.iter().filter(|line| line.fields > 0).filter_map(|line| line.cells.last()).map(|c| c.column);
    let last = rightmost.fold(last, u32::max);
    (first..=last)
        .map(|column| {
            let texts: Vec<&str> = (0..header.len()).filter_map(|row| name_part(header, row, column)).collect();
            texts.join(" ")
        })
        .collect()
}

/// What a row of the header says of a column: its own text, or that of the group to the left. A group
/// has names below it, one for each of its columns.
fn name_part(header: &[Line], row: usize, column: u32) -> Option<&str> {
    if let Some(cell) = header[row].cell(column) {
        return (cell.from_above != Some(true)).then_some(cell.text.as_str());
    }
    let below = |column: u32| header[row + 1..].iter().any(|line| line.cell(column).is_some());
    let group = header[row].cells.iter().rev().find(|cell| cell.column < column)?;
    (below(column) && below(group.column)).then_some(group.text.as_str())
}
