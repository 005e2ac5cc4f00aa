//! Which of some rows is a header.

use super::row::HeldRow;
use super::seen::Seen;
use std::collections::BTreeSet;

/// A header has no longer texts than this.
const LONGEST: usize = 120;

/// Where a header stands in a list of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    /// Index of its first row.
    pub first: usize,
    /// Index of its last row.
    pub last: usize,
}

/// The header among rows that follow on each other: the first row that is nearly as full as the
/// fullest, and nearly all text. Titles and preambles are not as full, bodies not all text.
pub(crate) fn find(rows: &[HeldRow]) -> Option<Header> {
    let width = rows.iter().map(|row| row.cells.len()).max()?;
    let candidate = (0..rows.len()).find(|index| could_be(&rows[*index], width))?;
    let header = with_further_rows(rows, candidate);
    let body = &rows[header.last + 1..];
    // Two columns of text are a list of remarks as likely as a table.
    let is_table =
        width > 2 || body.iter().any(|row| row.own().count() == 2 && row.own().any(|c| c.seen != Seen::Text));
    is_table.then_some(header)
}

/// Whether a row could be the header of a table of `width` columns.
pub(crate) fn could_be(row: &HeldRow, width: usize) -> bool {
    let own = row.own().count();
    let texts = row.own().filter(|cell| cell.seen == Seen::Text && cell.text.chars().count() <= LONGEST);
    let different: BTreeSet<&str> = texts.clone().map(|cell| cell.text.as_str()).collect();
    let texts = texts.count();
    own >= 2 && row.cells.len() * 2 >= width && texts * 10 >= own * 7 && different.len() * 2 > own
}

/// A header of several rows: groups above, cells merged downwards, names below the groups.
fn with_further_rows(rows: &[HeldRow], candidate: usize) -> Header {
    let groups = |row: &HeldRow| row.own().count() > 1 && row.own().any(|cell| cell.span > 1);
    let texts = |row: &HeldRow| row.own().all(|cell| cell.seen == Seen::Text);
    let mut header = Header { first: candidate, last: candidate };
    if candidate > 0 && groups(&rows[candidate - 1]) && texts(&rows[candidate - 1]) {
        header.first -= 1;
    }
    while let Some(next) = rows.get(header.last + 1) {
        let reaches = groups(&rows[header.last]) || next.cells.iter().any(|cell| cell.inherited);
        if !reaches || !texts(next) || next.own().count() == 0 || header.last - header.first >= 3 {
            break;
        }
        header.last += 1;
    }
    header
}

/// The header of one column: its texts from top to bottom, each once, joined with ` / `.
pub(crate) fn text(rows: &[HeldRow], column: u32) -> String {
    let mut texts: Vec<&str> = Vec::new();
    for row in rows {
        if let Some(cell) = row.covering(column).filter(|cell| !cell.inherited)
            && !cell.text.is_empty()
        {
            texts.push(&cell.text);
        }
    }
    texts.join(" / ").split_whitespace().collect::<Vec<_>>().join(" ")
}
