//! Tables of a template: each grows downwards into the empty cells below it.

use super::book::Table;
use super::edit::{Edits, tags, with_attribute};
use super::sheet::{Content, Filled, Sheet};
use super::{Filling, TemplateError, nearest};
use mola_finding::{Area, CellAddress, Code, Finding};
use mola_model::{BoundTable, Part};
use std::collections::BTreeMap;

/// A table with another area.
pub(super) struct Grown<'a> {
    pub part: &'a str,
    area: Area,
    /// The area without the row of totals, which filters leave out.
    filtered: Area,
}

impl Grown<'_> {
    /// The part of the table with its new area.
    pub fn applied(&self, xml: &str) -> String {
        let shown = |area: Area| format!("{}:{}", area.first, area.last);
        let mut edits = Edits::default();
        for element in tags(xml).unwrap_or_default() {
            let area = match element.name {
                "table" => self.area,
                "autoFilter" => self.filtered,
                _ => continue,
            };
            edits.replace(element.tag.clone(), with_attribute(element.tag_text(xml), "ref", &shown(area)));
        }
        edits.apply(xml)
    }
}

impl<'a> Filling<'a> {
    pub(super) fn table(&mut self, bound: &'a BoundTable) -> Result<(), TemplateError> {
        let Some(table) = self.book.table(&bound.table) else {
            let near = nearest(&bound.table, self.book.table_names());
            self.broken(&bound.place, "table", &bound.table, &near);
            return Ok(());
        };
        let rows = match self.values.rows(&bound.rows) {
            Ok(rows) => rows,
            Err(unknown) => {
                self.broken(&bound.place, unknown.key, &unknown.found, &unknown.nearest);
                return Ok(());
            }
        };
        let Some(xml) = self.book.text(&table.sheet) else { return Ok(()) };
        let sheet = Sheet::read(xml)?;
        let columns = self.columns(bound, table);
        let shape = Shape::of(table);
        let room = shape.room(&sheet, rows.len() as u32);
        if room < rows.len() as u32 {
            let finding = Finding::new(Code::TableFull, bound.place.clone()).with("found", table.name.as_str());
            self.findings.push(finding.with("limit", room.to_string()).with("count", rows.len().to_string()));
        }
        let mut cells = BTreeMap::new();
        let last = shape.first + room.max(1) - 1;
        if last > shape.last {
            shape.move_totals(&sheet, last, &mut cells);
        }
        for (number, row) in (shape.first..=last.max(shape.last)).enumerate() {
            let filled = rows.get(number).filter(|_| row <= last);
            for (at, part) in shape.cells(row).zip(&columns) {
                let content = match (part, filled) {
                    (Some(part), Some(own)) => Some(self.values.of_row(own, *part)),
                    (Some(_), None) => Some(Content::Empty),
                    // Whatever else stands in the first row is repeated in rows that are new.
                    (None, _) => (row > shape.last).then(|| shape.repeated(&sheet, at)),
                };
                if let Some(content) = content {
                    cells.insert(at, Filled { content, like: Some(CellAddress::new(shape.first, at.column)) });
                }
            }
        }
        self.cells.entry(&table.sheet).or_default().extend(cells);
        if last > shape.last {
            self.grown.push(shape.grown(table, last));
        }
        Ok(())
    }

    /// What each column of a table shows; nothing where the binding does not speak of it.
    fn columns(&mut self, bound: &BoundTable, table: &Table) -> Vec<Option<Part>> {
        for (header, _) in &bound.columns {
            if !table.headers.contains(header) {
                let near = nearest(header, table.headers.iter().map(String::as_str));
                self.broken(&bound.place, "columns", header, &near);
            }
        }
        let part = |header: &String| bound.columns.iter().find(|(own, _)| own == header).map(|(_, part)| *part);
        table.headers.iter().map(part).collect()
    }
}

/// Where the rows of a table are.
struct Shape {
    area: Area,
    /// Its first and its last row of data.
    first: u32,
    last: u32,
    totals: Option<u32>,
}

impl Shape {
    fn of(table: &Table) -> Self {
        let first = table.area.first.row + u32::from(table.has_header);
        let last = table.area.last.row - u32::from(table.has_totals && table.area.last.row > first);
        Self { area: table.area, first, last, totals: (last < table.area.last.row).then_some(table.area.last.row) }
    }

    /// The cells of a row, from the left.
    fn cells(&self, row: u32) -> impl Iterator<Item = CellAddress> + use<> {
        (self.area.first.column..=self.area.last.column).map(move |column| CellAddress::new(row, column))
    }

    /// How many of the rows that are wanted have room: those that are there, and empty ones below.
    fn room(&self, sheet: &Sheet<'_>, wanted: u32) -> u32 {
        let there = self.last - self.first + 1;
        let below = self.totals.unwrap_or(self.last);
        let is_free = |row: &u32| self.cells(*row).all(|at| !sheet.is_taken(at));
        let more = (below + 1..).take_while(is_free).take(wanted.saturating_sub(there) as usize).count();
        wanted.min(there + more as u32)
    }

    /// The row of totals moves below the last row of data.
    fn move_totals(&self, sheet: &Sheet<'_>, last: u32, cells: &mut BTreeMap<CellAddress, Filled>) {
        let Some(totals) = self.totals else { return };
        for at in self.cells(totals) {
            let to = CellAddress::new(last + 1, at.column);
            let content = sheet.moved(at, to).map_or(Content::Empty, Content::Moved);
            cells.insert(to, Filled { content, like: Some(at) });
        }
    }

    /// The formula of the first row, as it is in another row.
    fn repeated(&self, sheet: &Sheet<'_>, at: CellAddress) -> Content {
        let formula = sheet.formula(CellAddress::new(self.first, at.column));
        formula.map_or(Content::Empty, |formula| Content::Formula(shifted(formula, at.row - self.first)))
    }

    fn grown<'a>(&self, table: &'a Table, last: u32) -> Grown<'a> {
        let corner = |row| CellAddress::new(row, self.area.last.column);
        let area = |row| Area { first: self.area.first, last: corner(row) };
        Grown { part: &table.part, area: area(last + u32::from(self.totals.is_some())), filtered: area(last) }
    }
}

/// A formula some rows further down: rows that are not fixed with `$` move with it.
fn shifted(formula: &str, down: u32) -> String {
    let mut out = String::with_capacity(formula.len() + 4);
    let mut rest = formula;
    while let Some(first) = rest.chars().next() {
        let end = match first {
            // Texts, names of sheets, and columns of tables hold no cells.
            '"' | '\'' => rest[1..].find(first).map_or(rest.len(), |at| at + 2),
            '[' => rest.find(']').map_or(rest.len(), |at| at + 1),
            c if c.is_alphanumeric() || matches!(c, '$' | '_' | '.') => {
                rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '$' | '_' | '.'))).unwrap_or(rest.len())
            }
            c => c.len_utf8(),
        };
        let (piece, after) = rest.split_at(end);
        let is_cell = !after.starts_with(['(', '!', '[']);
        out.push_str(&cell_down(piece, down).filter(|_| is_cell).unwrap_or_else(|| piece.to_owned()));
        rest = after;
    }
    out
}

/// `B7` further down; none where the piece is no cell, or its row is fixed.
fn cell_down(piece: &str, down: u32) -> Option<String> {
    let digits = piece.find(|c: char| c.is_ascii_digit())?;
    let (column, row) = piece.split_at(digits);
    let letters = column.trim_start_matches('$');
    let is_column = (1..=3).contains(&letters.len()) && letters.bytes().all(|byte| byte.is_ascii_uppercase());
    let row: u32 = row.parse().ok().filter(|_| is_column)?;
    Some(format!("{column}{}", row + down))
}

#[cfg(test)]
mod tests {
    use super::super::edit::attribute;
    use super::*;

    #[test]
    fn formulas_move_down_with_their_row() {
        for (formula, expected) in [
            ("C6/D6", "C9/D9"),
            ("SUM(C$6:C6)*$D6", "SUM(C$6:C9)*$D9"),
            ("LOG10(A6)", "LOG10(A9)"),
            ("\"A6\"&amp;B6", "\"A6\"&amp;B9"),
            ("tbl[[#This Row],[A6]]", "tbl[[#This Row],[A6]]"),
            ("'Hoja 6'!A6+Hoja6!B6", "'Hoja 6'!A9+Hoja6!B9"),
            ("IF(A6=0,\"-\",1.5E3)", "IF(A9=0,\"-\",1.5E3)"),
        ] {
            assert_eq!(shifted(formula, 3), expected);
        }
    }

    #[test]
    fn a_table_says_where_it_ends() {
        let xml = "<table ref=\"A5:B6\" totalsRowCount=\"1\"><autoFilter ref=\"A5:B5\"/></table>";
        let area = |text| Area::parse(text).expect("an area");
        let grown = Grown { part: "", area: area("A5:B9"), filtered: area("A5:B8") };
        assert_eq!(grown.applied(xml), "<table ref=\"A5:B9\" totalsRowCount=\"1\"><autoFilter ref=\"A5:B8\"/></table>");
        assert_eq!(attribute(xml, "ref"), Some("A5:B6"));
    }
}
