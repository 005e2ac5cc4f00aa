//! Headers of several rows, joined into one text a column.

use crate::header::{HeaderColumn, named};
use mola_finding::{Area, CellAddress};

/// The filled cells of one row of a header.
#[derive(Debug)]
pub(crate) struct HeaderRow {
    /// The row's number, from 1.
    pub(crate) number: u32,
    /// Its cells, from left to right.
    pub(crate) cells: Vec<HeaderColumn>,
}

/// The joined header of each column. Parts are joined with ` / `; a part that repeats the one
/// above (a cell merged downwards) stands once. In all rows but the last a text runs on to the
/// right: as far as its merged range, or, where it is not merged, up to the next text.
pub(crate) fn joined(rows: &[HeaderRow], first: u32, last: u32, merges: &[Area]) -> Vec<HeaderColumn> {
    let grid = Grid { rows, last, merges };
    let mut columns: Vec<u32> = rows.iter().flat_map(|row| row.cells.iter().map(|cell| cell.column)).collect();
    if first < last {
        let wide = merges.iter().filter(|merge| merge.first.row >= first && merge.last.row <= last);
        columns.extend(wide.flat_map(|merge| merge.first.column..=merge.last.column));
    }
    columns.sort_unstable();
    columns.dedup();
    let header = |column| {
        let mut parts: Vec<&str> = (first..=last).filter_map(|row| grid.part(row, column, first)).collect();
        parts.dedup();
        (!parts.is_empty()).then(|| named(column, parts.join(" / ")))
    };
    columns.into_iter().filter_map(header).collect()
}

struct Grid<'a> {
    rows: &'a [HeaderRow],
    last: u32,
    merges: &'a [Area],
}

impl<'a> Grid<'a> {
    fn own(&self, row: u32, column: u32) -> Option<&'a str> {
        let row = self.rows.iter().find(|header| header.number == row)?;
        row.cells.iter().find(|cell| cell.column == column).map(|cell| cell.text.as_str())
    }

    fn merge(&self, row: u32, column: u32) -> Option<&'a Area> {
        self.merges.iter().find(|merge| merge.contains(CellAddress::new(row, column)))
    }

    fn part(&self, row: u32, column: u32, first: u32) -> Option<&'a str> {
        if let Some(own) = self.own(row, column) {
            return Some(own);
        }
        if let Some(merge) = self.merge(row, column).filter(|_| first < self.last) {
            // Sideways in the last row it would give two columns one name.
            let sideways = merge.first.row == self.last && merge.first.column != column;
            return if sideways { None } else { self.own(merge.first.row, merge.first.column) };
        }
        if row == self.last { None } else { self.run_on(row, column) }
    }

    /// The text to the left that is not merged and heads more than its own column.
    fn run_on(&self, row: u32, column: u32) -> Option<&'a str> {
        let header = self.rows.iter().find(|header| header.number == row)?;
        let left = header.cells.iter().rev().find(|cell| cell.column < column)?;
        let heads_a_group = self.own(self.last, left.column).is_some();
        (self.merge(row, left.column).is_none() && heads_a_group).then_some(left.text.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rows: &[&[&str]], merges: &[&str], expected: &[(u32, &str)]) {
        let cells = |texts: &[&str]| {
            (1..).zip(texts).filter(|(_, t)| !t.is_empty()).map(|(c, t)| named(c, (*t).to_owned())).collect()
        };
        let header: Vec<_> = (4..).zip(rows).map(|(number, texts)| HeaderRow { number, cells: cells(texts) }).collect();
        let merges: Vec<_> = merges.iter().map(|text| Area::parse(text).expect("an area")).collect();
        let columns = joined(&header, 4, 3 + rows.len() as u32, &merges);
        let found: Vec<_> = columns.iter().map(|c| (c.column, c.text.as_str())).collect();
        assert_eq!(found, expected, "{rows:?}");
    }

    #[test]
    fn parts_are_joined() {
        check(&[&["A", "", "B"]], &[], &[(1, "A"), (3, "B")]);
        check(&[&["A", "B"]], &["B4:C4"], &[(1, "A"), (2, "B")]);
        let months: &[&[&str]] = &[&["Indicador", "Prov", "T1", "", "", "Obs"], &["", "", "ene", "feb", "mar", ""]];
        let expected = &[(1, "Indicador"), (2, "Prov"), (3, "T1 / ene"), (4, "T1 / feb"), (5, "T1 / mar"), (6, "Obs")];
        check(months, &["A4:A5", "B4:B5", "C4:E4", "F4:F5"], expected);
        check(months, &[], expected);
    }

    #[test]
    fn a_merged_text_ends_with_its_range() {
        check(
            &[&["T1", "", ""], &["ene", "feb", "nota"]],
            &["A4:B4"],
            &[(1, "T1 / ene"), (2, "T1 / feb"), (3, "nota")],
        );
        check(&[&["T1", "", ""], &["ene", "feb", "nota"]], &[], &[(1, "T1 / ene"), (2, "T1 / feb"), (3, "T1 / nota")]);
        check(&[&["Nombre", ""], &["", "Sexo"]], &[], &[(1, "Nombre"), (2, "Sexo")]);
    }
}
