//! Finding the header of a table among the rows of its sheet.

use crate::joined::{HeaderRow, joined};
use crate::shown::{is_blank, shown};
use mola_finding::{Area, CellAddress};
use mola_sheet::Row;
use mola_spec::fold;
use mola_spec::mapping::{HeaderPlace, HeaderPlan};
use regex::Regex;
use std::collections::VecDeque;

/// A column as its header names it.
#[derive(Debug, Clone)]
pub(crate) struct HeaderColumn {
    /// Its number, from 1.
    pub(crate) column: u32,
    /// The texts of its header, joined.
    pub(crate) text: String,
    /// The same, folded.
    pub(crate) folded: String,
}

/// The header of a table.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    /// Its last row, from 1; 0 where the table has none.
    pub(crate) row: u32,
    /// The first row below it.
    pub(crate) body: u32,
    /// The columns that it names, from left to right.
    pub(crate) columns: Vec<HeaderColumn>,
    /// The area that the table lies in, where the mapping gives one.
    pub(crate) area: Option<Area>,
    /// What the patterns over the cells above found, in their order.
    pub(crate) above: Vec<Option<String>>,
}

impl Header {
    /// The last column of the table that has these columns: further to the right, a column without a name parts it
    /// from what stands beside it.
    pub(crate) fn reach(&self, mapped: &[u32]) -> u32 {
        let last = mapped.iter().copied().max().unwrap_or(0);
        let further = self.columns.iter().map(|column| column.column).filter(|column| *column > last);
        further.fold(last, |reach, column| if column == reach + 1 { column } else { reach })
    }
}

/// What a row says about the header.
#[derive(Debug)]
pub(crate) enum Sought {
    /// Nothing yet.
    More,
    /// The header ends with this row or before it.
    Found(Header),
    /// There is none: it would have had to come before this row.
    Lost,
}

/// Looks for a header, row by row.
#[derive(Debug)]
pub(crate) struct Seeker<'p> {
    plan: &'p HeaderPlan,
    texts: Vec<String>,
    merges: Vec<Area>,
    above: Vec<(&'p Regex, Option<String>)>,
    anchor: Option<u32>,
    window: VecDeque<HeaderRow>,
    /// The last header row, once it is known to lie further down.
    ahead: Option<u32>,
    /// The row that holds most of the texts, and how many.
    best: Option<(u32, usize)>,
}

impl<'p> Seeker<'p> {
    /// Looks for the header of `plan` on a sheet with these merged ranges; `above` are patterns
    /// over the cells above it.
    pub(crate) fn new(plan: &'p HeaderPlan, merges: &[Area], above: Vec<&'p Regex>) -> Self {
        let texts = match &plan.place {
            HeaderPlace::Containing { texts, .. } => texts.iter().map(|text| fold(text)).collect(),
            _ => Vec::new(),
        };
        let above = above.into_iter().map(|pattern| (pattern, None)).collect();
        let merges = merges.to_vec();
        Self { plan, texts, merges, above, anchor: None, window: VecDeque::new(), ahead: None, best: None }
    }

    /// Takes the next row.
    pub(crate) fn feed(&mut self, row: Row<'_>) -> Sought {
        match &self.plan.place {
            HeaderPlace::None { first_row } => self.without(*first_row, row),
            HeaderPlace::Row(last) => self.at(*last, None, row),
            HeaderPlace::Area(area) => self.at(area.first.row + self.plan.rows.max(1) - 1, Some(*area), row),
            HeaderPlace::Containing { within, after, .. } => self.containing(*within, after.as_ref(), row),
        }
    }

    /// The row that comes closest to a header that was not found.
    pub(crate) fn best_row(&self) -> Option<u32> {
        self.best.map(|(row, _)| row)
    }

    fn without(&mut self, first_row: u32, row: Row<'_>) -> Sought {
        if row.number() < first_row {
            self.keep(row);
            return Sought::More;
        }
        self.window.drain(..).for_each(|above| scan(&mut self.above, &above));
        let widest = row.cells().map(|(column, _)| column).max().unwrap_or(0).max(LETTERS);
        let columns = (1..=widest).map(|column| named(column, CellAddress::letters(column)));
        let above = self.above.drain(..).map(|(_, found)| found).collect();
        Sought::Found(Header { row: 0, body: first_row, columns: columns.collect(), area: None, above })
    }

    fn at(&mut self, last: u32, area: Option<Area>, row: Row<'_>) -> Sought {
        if row.number() <= last {
            self.keep(row);
        }
        if row.number() < last { Sought::More } else { Sought::Found(self.header(last, area)) }
    }

    fn containing(&mut self, within: u32, after: Option<&Regex>, row: Row<'_>) -> Sought {
        if let Some(pattern) = after.filter(|_| self.anchor.is_none()) {
            self.keep(row);
            if fits_somewhere(row, pattern) {
                self.anchor = Some(row.number());
            }
            return Sought::More;
        }
        let start = self.anchor.unwrap_or(0);
        if let Some(last) = self.ahead {
            return self.at(last, None, row);
        }
        if row.number() > start.saturating_add(within) {
            return Sought::Lost;
        }
        self.keep(row);
        let Some(last) = self.last_row(row.number(), start) else { return Sought::More };
        if last > row.number() {
            self.ahead = Some(last);
            return Sought::More;
        }
        Sought::Found(self.header(last, None))
    }

    /// The last header row, where the rows up to `number` hold all texts.
    fn last_row(&mut self, number: u32, start: u32) -> Option<u32> {
        let first = (number + 1).saturating_sub(self.plan.rows.max(1)).max(start + 1);
        let mut held = 0;
        let mut here = false;
        let mut last = number;
        for text in &self.texts {
            let rows = self.window.iter().rev().filter(|row| row.number >= first);
            let cell = rows
                .flat_map(|row| row.cells.iter().map(move |cell| (row.number, cell)))
                .find(|(_, c)| c.folded == *text);
            let Some((row, cell)) = cell else { continue };
            held += 1;
            here |= row == number;
            if self.plan.rows > 1 {
                let cell = CellAddress::new(row, cell.column);
                last = self.merges.iter().filter(|m| m.contains(cell)).map(|m| m.last.row).fold(last, u32::max);
            }
        }
        if held > self.best.map_or(0, |(_, most)| most) {
            self.best = Some((number, held));
        }
        (held == self.texts.len() && (here || held == 0)).then_some(last)
    }

    /// Keeps a row as long as it may be part of the header; what falls out lies above it.
    fn keep(&mut self, row: Row<'_>) {
        let mut scratch = String::new();
        let cells = row.cells().filter(|(_, value)| !is_blank(*value));
        let cells = cells.map(|(column, value)| named(column, on_one_line(shown(value, &mut scratch))));
        self.window.push_back(HeaderRow { number: row.number(), cells: cells.collect() });
        while self.window.len() > self.plan.rows.max(1) as usize {
            if let Some(above) = self.window.pop_front() {
                scan(&mut self.above, &above);
            }
        }
    }

    fn header(&mut self, last: u32, area: Option<Area>) -> Header {
        let first = (last + 1).saturating_sub(self.plan.rows.max(1));
        let (above, rows): (Vec<_>, Vec<_>) = self.window.drain(..).partition(|row| row.number < first);
        above.iter().for_each(|row| scan(&mut self.above, row));
        let mut columns = joined(&rows, first, last, &self.merges);
        if let Some(area) = area {
            columns.retain(|column| (area.first.column..=area.last.column).contains(&column.column));
        }
        let above = self.above.drain(..).map(|(_, found)| found).collect();
        Header { row: last, body: last + 1, columns, area, above }
    }
}

/// How many columns a table without a header has at least.
const LETTERS: u32 = 64;

pub(crate) fn named(column: u32, text: String) -> HeaderColumn {
    let folded = fold(&text);
    HeaderColumn { column, text, folded }
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn fits_somewhere(row: Row<'_>, pattern: &Regex) -> bool {
    let mut scratch = String::new();
    row.cells().any(|(_, value)| pattern.is_match(shown(value, &mut scratch).trim()))
}

fn scan(above: &mut [(&Regex, Option<String>)], row: &HeaderRow) {
    for (pattern, found) in above.iter_mut().filter(|(_, found)| found.is_none()) {
        *found = row.cells.iter().find_map(|cell| first_group(pattern, &cell.text));
    }
}

/// The first group of a pattern, or all of it where it has none.
pub(crate) fn first_group(pattern: &Regex, text: &str) -> Option<String> {
    let captures = pattern.captures(text)?;
    captures.iter().skip(1).flatten().next().or(captures.get(0)).map(|found| found.as_str().to_owned())
}
