//! Cells of a sheet that lie outside its tables: nobody should think that they were counted.

use crate::findings::Findings;
use crate::shown::is_blank;
use mola_finding::{CellAddress, Code};
use mola_sheet::{Chunk, Row};

/// What of a sheet a table takes: all columns up to `reach`, from its header on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Extent {
    /// The last row of the header, from 1; 0 where there is none.
    pub(crate) header: u32,
    /// The last column that is no other table's.
    pub(crate) reach: u32,
    /// The row that ended it, where one did.
    pub(crate) ended: Option<u32>,
    /// Whether the mapping says what this row says: what follows is known not to be part of the table.
    pub(crate) ended_by_text: bool,
}

impl Extent {
    fn is_open(&self, row: u32) -> bool {
        self.ended.is_none_or(|end| row < end)
    }
}

/// A cell without letters or digits matters only so far away, where it makes a sheet seem huge.
const FAR_ROWS: u32 = 1_000;
/// The most places that are told of on one sheet, and that are kept to choose from.
const MOST: usize = 20;
const MOST_KEPT: usize = 1_000;

/// Neighbouring rows of cells that no table takes.
#[derive(Debug)]
struct Block {
    first: CellAddress,
    last: CellAddress,
    cells: u32,
    /// Rows with more than one cell, as those of tables have.
    wide_rows: u32,
    /// Beside a table, not below all of them.
    beside: bool,
    /// Below a row that the mapping says to end with.
    in_footer: bool,
    far: bool,
}

impl Block {
    /// A line of text below a table is a note or a signature, and so is what follows a known end, unless it looks
    /// like a table.
    fn matters(&self) -> bool {
        match (self.in_footer, self.beside) {
            (true, _) => self.wide_rows > 1,
            (false, true) => true,
            (false, false) => self.far || self.wide_rows > 0,
        }
    }
}

/// The cells of one sheet that no table takes.
#[derive(Debug, Default)]
pub(crate) struct Outside {
    blocks: Vec<Block>,
    /// The last row that a table takes.
    taken: u32,
}

impl Outside {
    /// Takes rows, with the tables as they are after them. What stands above the last header may be a title.
    pub(crate) fn feed(&mut self, chunk: &Chunk, extents: &[Extent]) {
        let Some(header) = extents.iter().map(|extent| extent.header).max() else { return };
        for row in chunk.rows().filter(|row| row.number() >= header) {
            let reach = extents.iter().filter(|e| e.is_open(row.number())).map(|extent| extent.reach).max();
            if reach.is_some() {
                self.taken = row.number();
            }
            if reach.is_none_or(|reach| row.last_column() > reach) {
                self.look(row, reach, extents.iter().any(|extent| extent.ended_by_text));
            }
        }
    }

    fn look(&mut self, row: Row<'_>, reach: Option<u32>, in_footer: bool) {
        let number = row.number();
        let far = number > self.blocks.last().map_or(0, |b| b.last.row).max(self.taken.min(number - 1)) + FAR_ROWS;
        let left_over = row.cells().filter(|(column, _)| reach.is_none_or(|reach| *column > reach));
        let columns = left_over.filter(|(_, value)| far || !is_blank(*value)).map(|(column, _)| column);
        let (mut first, mut last, mut cells) = (0, 0, 0);
        for column in columns {
            first = if cells == 0 { column } else { first };
            (last, cells) = (column, cells + 1);
        }
        if cells > 0 {
            self.add(number, (first, last, cells), reach.is_some(), in_footer, far);
        }
    }

    fn add(&mut self, row: u32, (first, last, cells): (u32, u32, u32), beside: bool, in_footer: bool, far: bool) {
        let wide = u32::from(cells > 1);
        let near = |block: &&mut Block| block.beside == beside && block.last.row + 1 >= row;
        if let Some(block) = self.blocks.last_mut().filter(near) {
            block.first.column = block.first.column.min(first);
            block.last = CellAddress::new(row, block.last.column.max(last));
            (block.cells, block.wide_rows) = (block.cells + cells, block.wide_rows + wide);
            return;
        }
        if self.blocks.len() == MOST_KEPT {
            return;
        }
        let (first, last) = (CellAddress::new(row, first), CellAddress::new(row, last));
        self.blocks.push(Block { first, last, cells, wide_rows: wide, beside, in_footer, far });
    }

    /// Tells of each place.
    pub(crate) fn finish(self, sheet: &str, findings: &mut Findings) {
        for block in self.blocks.iter().filter(|block| block.matters()).take(MOST) {
            let area = if block.first == block.last {
                block.first.to_string()
            } else {
                format!("{}:{}", block.first, block.last)
            };
            findings.at(Code::CellsOutside, sheet, block.first, |finding| {
                finding.with("found", area).with("count", f64::from(block.cells))
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mola_finding::Arg;
    use mola_sheet::{Hints, Limits, Workbook};

    fn check(text: &str, extents: &[Extent], expected: &[&str]) {
        let mut workbook =
            Workbook::open(text.as_bytes().to_vec(), &Hints::default(), &Limits::default()).expect("a text");
        let mut sheet = workbook.sheet(0).expect("a sheet");
        let (mut outside, mut findings) = (Outside::default(), Findings::new("a.csv"));
        while let Some(chunk) = sheet.next_chunk().expect("rows") {
            outside.feed(chunk, extents);
        }
        outside.finish("csv", &mut findings);
        let found: Vec<Arg> = findings.finish().into_iter().map(|finding| finding.args["found"].clone()).collect();
        let expected: Vec<Arg> = expected.iter().map(|area| Arg::from(*area)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn what_no_table_takes_is_told_of() {
        let whole = Extent { header: 1, reach: 2, ended: None, ended_by_text: false };
        let ended = Extent { ended: Some(3), ..whole };
        let footer = Extent { ended_by_text: true, ..ended };
        check("a,b,,\n1,2,,\n3,4,,\n", &[whole], &[]);
        check("a,b,,c\n1,2,,x\n3,4,,\n5,6,,y\n", &[whole], &["D1:D2", "D4"]);
        check("t,,,x\na,b,,\n1,2,,\n", &[Extent { header: 2, ..whole }], &[]);
        check("a,b\n1,2\n,\n3,4\n5,6\n,\nsigned,\n", &[ended], &["A4:B5"]);
        check("a,b\n1,2\nSource,\n3,4\n,\n", &[footer], &[]);
        check("a,b\n1,2\nSource,\n3,4\n5,6\n", &[footer], &["A3:B5"]);
        check("a,b\n1,2\n,\nc,d\n3,4\n", &[ended, Extent { header: 4, ..whole }], &[]);
        check(&format!("a,b\n1,2\n{} ,\n", "\n".repeat(2_000)), &[ended], &["A2003"]);
    }
}
