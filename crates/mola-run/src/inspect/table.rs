//! Finds the tables of a sheet: blocks of rows under a header.

use super::column::{InspectedColumn, Tally};
use super::header::{self, Header};
use super::row::{Cell, HeldRow};
use super::seen::Seen;
use mola_finding::CellAddress;
use mola_spec::fold;
use serde::Serialize;
use std::collections::BTreeMap;

/// Rows that are looked at before it is decided where the header is.
const LOOKAHEAD: usize = 40;
/// Rows left out that are listed one by one.
const MOST_LEFT_OUT: usize = 100;

/// One table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InspectedTable {
    /// The area of header and rows, such as `A5:Q44`.
    pub area: String,
    /// The rows of the header; none where there is no header.
    pub header_rows: Vec<u32>,
    /// The text in the row right above the header.
    pub anchor: Option<String>,
    /// Rows of the body, without those left out.
    pub rows: u64,
    /// Rows that seem to be no data: totals, headings of groups, notes.
    pub left_out: Vec<LeftOut>,
    /// The columns.
    pub columns: Vec<InspectedColumn>,
}

/// A row within or right below a table that seems to be no data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Its number, from 1.
    pub row: u32,
    /// What it seems to be.
    pub reason: LeftOutReason,
}

/// What a row seems to be that is no data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LeftOutReason {
    /// A total or subtotal.
    Total,
    /// The heading of a group of rows.
    Group,
    /// A note below the rows.
    Note,
}

/// Goes through the rows of a sheet from top to bottom.
#[derive(Default)]
pub(crate) struct Finder {
    done: Vec<InspectedTable>,
    open: Option<Open>,
    /// Rows of the present block that are not judged yet.
    pending: Vec<HeldRow>,
    state: State,
    last_row: u32,
}

/// What the rows of the present block are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum State {
    /// Not known yet.
    #[default]
    Looking,
    /// Rows of the open table.
    Table,
    /// No table.
    Notes,
}

impl Finder {
    /// Takes the next row that holds something.
    pub fn add(&mut self, row: HeldRow) {
        if row.number != self.last_row + 1 {
            self.end_block();
        }
        self.last_row = row.number;
        if self.state == State::Table && self.begins_another(&row) {
            let heading = self.open.as_mut().and_then(|table| table.held.pop());
            self.close();
            self.pending.extend(heading);
            self.state = State::Looking;
        }
        match self.state {
            State::Looking => {
                self.pending.push(row);
                if self.pending.len() >= LOOKAHEAD {
                    self.decide();
                }
            }
            State::Table => self.open.as_mut().into_iter().for_each(|table| table.add(&row)),
            State::Notes => {}
        }
    }

    /// The tables, from top to bottom.
    pub fn finish(mut self) -> Vec<InspectedTable> {
        self.end_block();
        self.close();
        self.done
    }

    fn end_block(&mut self) {
        self.decide();
        self.state = State::Looking;
    }

    fn close(&mut self) {
        self.done.extend(self.open.take().map(Open::finish));
    }

    /// Whether a row below a heading is the header of another table.
    fn begins_another(&self, row: &HeldRow) -> bool {
        self.open.as_ref().is_some_and(|table| {
            !table.held.is_empty() && header::could_be(row, table.columns.len()) && table.contradicts(row)
        })
    }

    /// Judges the rows that wait.
    fn decide(&mut self) {
        let rows = std::mem::take(&mut self.pending);
        if rows.is_empty() {
            return;
        }
        let found = header::find(&rows).filter(|header| self.is_new(&rows, *header));
        if let Some(header) = found {
            self.close();
            self.begin(&rows, Some(header));
        } else if let Some(table) = self.open.as_mut().filter(|table| table.goes_on(&rows)) {
            rows.iter().for_each(|row| table.add(row));
            self.state = State::Table;
        } else if is_table_without_header(&rows) {
            self.close();
            self.begin(&rows, None);
        } else {
            self.state = State::Notes;
        }
    }

    fn begin(&mut self, rows: &[HeldRow], header: Option<Header>) {
        let mut table = Open::new(rows, header);
        let body = header.map_or(0, |header| header.last + 1);
        rows[body..].iter().for_each(|row| table.add(row));
        self.open = Some(table);
        self.state = State::Table;
    }

    /// Whether what looks like a header is one, and not a row of the table above a blank row.
    fn is_new(&self, rows: &[HeldRow], header: Header) -> bool {
        let Some(table) = &self.open else { return true };
        let row = &rows[header.last];
        let headed = header.first > 0 && rows[header.first - 1].single().is_some();
        headed || !table.spans(row) || (table.is_typed() && table.contradicts(row)) || table.rows == 0
    }
}

fn is_table_without_header(rows: &[HeldRow]) -> bool {
    let wide = rows.iter().filter(|row| row.cells.len() > 2).count();
    let typed = rows.iter().any(|row| row.own().any(|cell| !matches!(cell.seen, Seen::Text | Seen::Nothing)));
    wide >= 3 && wide * 2 >= rows.len() && typed
}

/// A table whose rows are still coming.
struct Open {
    header: Vec<HeldRow>,
    anchor: Option<String>,
    columns: BTreeMap<u32, Tally>,
    first_row: u32,
    last_row: u32,
    rows: u64,
    left_out: Vec<LeftOut>,
    /// Rows with one cell: headings where more rows follow, notes where none do.
    held: Vec<HeldRow>,
}

impl Open {
    fn new(rows: &[HeldRow], header: Option<Header>) -> Self {
        let own = header.map_or(&[][..], |header| &rows[header.first..=header.last]);
        let above = header.and_then(|header| header.first.checked_sub(1)).and_then(|above| rows[above].single());
        let columns = own.iter().flat_map(|row| &row.cells).flat_map(|cell| cell.column..cell.column + cell.span);
        let first_row = own.first().or(rows.first()).map_or(1, |row| row.number);
        Self {
            anchor: above.map(|cell| cell.text.clone()),
            columns: columns.map(|column| (column, Tally::default())).collect(),
            first_row,
            last_row: own.last().map_or(first_row, |row| row.number),
            header: own.to_vec(),
            rows: 0,
            left_out: Vec::new(),
            held: Vec::new(),
        }
    }

    fn add(&mut self, row: &HeldRow) {
        if is_total(row) {
            self.leave_out(LeftOut { row: row.number, reason: LeftOutReason::Total });
            self.last_row = self.last_row.max(row.number);
        } else if row.single().is_some() && row.cells.len() == 1 && self.columns.len() > 2 {
            self.held.push(row.clone());
        } else {
            let held = std::mem::take(&mut self.held);
            held.iter().for_each(|row| self.leave_out(LeftOut { row: row.number, reason: LeftOutReason::Group }));
            row.cells.iter().for_each(|cell| self.columns.entry(cell.column).or_default().add(row.number, cell));
            self.rows += 1;
            self.last_row = row.number;
        }
    }

    fn leave_out(&mut self, row: LeftOut) {
        if self.left_out.len() < MOST_LEFT_OUT {
            self.left_out.push(row);
        }
    }

    fn is_typed(&self) -> bool {
        self.columns.values().any(Tally::is_typed)
    }

    /// Whether a row has text in most columns where this table has something else, and none of it
    /// is known here.
    fn contradicts(&self, row: &HeldRow) -> bool {
        let text_in = |column: &u32| row.covering(*column).is_some_and(|cell: &Cell| cell.seen == Seen::Text);
        let typed: Vec<&u32> = self.columns.iter().filter(|(_, tally)| tally.is_typed()).map(|(at, _)| at).collect();
        let known = row.own().any(|cell| self.columns.get(&cell.column).is_some_and(|tally| tally.knows(&cell.text)));
        !known && typed.iter().filter(|column| text_in(column)).count() * 2 >= typed.len()
    }

    /// Whether the row lies within the columns of this table.
    fn spans(&self, row: &HeldRow) -> bool {
        row.cells.iter().all(|cell| self.columns.contains_key(&cell.column))
    }

    /// Whether rows after a blank row go on with this table.
    fn goes_on(&self, rows: &[HeldRow]) -> bool {
        let full = rows.iter().filter(|row| row.cells.len() * 2 >= self.columns.len()).count();
        full > 0 && full * 2 >= rows.len() && rows.iter().all(|row| self.spans(row))
    }

    fn finish(mut self) -> InspectedTable {
        let notes = std::mem::take(&mut self.held);
        notes.iter().for_each(|row| self.leave_out(LeftOut { row: row.number, reason: LeftOutReason::Note }));
        self.left_out.sort_by_key(|left| left.row);
        let (first, last) = (self.columns.keys().next().copied(), self.columns.keys().last().copied());
        let corner = |row, column: Option<u32>| CellAddress::new(row, column.unwrap_or(1));
        let area = format!("{}:{}", corner(self.first_row, first), corner(self.last_row, last));
        let header = self.header;
        let columns = self
            .columns
            .into_iter()
            .map(|(column, tally)| tally.finish(column, header::text(&header, column)))
            .collect();
        InspectedTable {
            area,
            header_rows: header.iter().map(|row| row.number).collect(),
            anchor: self.anchor,
            rows: self.rows,
            left_out: self.left_out,
            columns,
        }
    }
}

/// Beginnings of the first cell of a row of totals, folded.
const TOTALS: [&str; 6] = ["total", "subtotal", "sub total", "sub-total", "gran total", "grand total"];

fn is_total(row: &HeldRow) -> bool {
    let first = row.own().next();
    first.is_some_and(|cell| {
        let text = fold(&cell.text);
        TOTALS.iter().any(|word| text.starts_with(word)) || matches!(text.as_str(), "suma" | "somme" | "sum")
    })
}
