//! Tables of web pages, which many systems save as `.xls`.
//!
//! Each table is a sheet, one inside a cell of another included. Nothing of a page is run.

mod grid;

use crate::error::{Limit, SheetError, Spot};
use crate::held::HeldSheet;
use crate::limits::{Hints, Limits};
use crate::text::decode;
use crate::workbook::{Opened, SheetInfo};
use ego_tree::iter::Edge;
use grid::Grid;
use scraper::node::Element;
use scraper::{Html, Node};
use std::collections::BTreeSet;

/// The tree of a page takes many times its bytes.
const PAGE_BYTES: u64 = 32 << 20;

/// Reads all tables that hold anything.
pub(crate) fn open(bytes: Vec<u8>, hints: &Hints, limits: &Limits) -> Result<Opened, SheetError> {
    let max = limits.max_inflated_bytes.min(PAGE_BYTES);
    if bytes.len() as u64 > max {
        return Err(SheetError::too_large(Limit::Inflated, max, Spot::default()));
    }
    let declared = hints.encoding.clone().or_else(|| declared_encoding(&bytes));
    let (text, encoding) = decode(bytes, declared.as_deref())?;
    let mut sheets = tables(&Html::parse_document(&text), limits)?;
    sheets.retain(|table| table.sheet.chunk.cell_count() > 0);
    if sheets.is_empty() {
        return Err(SheetError::Empty);
    }
    Ok(Opened { sheets: named(sheets), encoding: Some(encoding) })
}

/// What the page says of its own encoding, if that is the name of one.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(8_192)]).to_ascii_lowercase();
    head.match_indices("charset").find_map(|(at, word)| {
        let rest = head[at + word.len()..].trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
        let label = rest.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '>' | '/')).next()?;
        encoding_rs::Encoding::for_label(label.as_bytes()).map(|_| label.to_owned())
    })
}

struct Table {
    title: Option<String>,
    sheet: HeldSheet,
}

/// A table whose end has not come.
struct OpenTable<'l> {
    place: usize,
    id: Option<String>,
    caption: Option<String>,
    grid: Grid<'l>,
}

/// Goes through the page once. A text belongs to the innermost table that is open.
fn tables(page: &Html, limits: &Limits) -> Result<Vec<Table>, SheetError> {
    let mut done: Vec<Option<Table>> = Vec::new();
    let mut open: Vec<OpenTable<'_>> = Vec::new();
    let mut unseen = 0_usize;
    for edge in page.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(element) if is_unseen(element.name()) => unseen += 1,
                Node::Element(element) if element.name() == "table" => {
                    let place = done.len();
                    done.push(None);
                    let grid = Grid::new(&format!("Table {}", place + 1), limits);
                    open.push(OpenTable { place, id: element.attr("id").map(str::to_owned), caption: None, grid });
                }
                Node::Element(element) => {
                    if let Some(table) = open.last_mut() {
                        table.open_element(element)?;
                    }
                }
                Node::Text(text) if unseen == 0 => {
                    if let Some(table) = open.last_mut() {
                        table.grid.push_text(text);
                    }
                }
                _ => {}
            },
            Edge::Close(node) => match node.value() {
                Node::Element(element) if is_unseen(element.name()) => unseen -= 1,
                Node::Element(element) if element.name() == "table" => {
                    if let Some(table) = open.pop() {
                        let place = table.place;
                        done[place] = Some(table.close()?);
                    }
                }
                Node::Element(element) => {
                    if let Some(table) = open.last_mut() {
                        table.close_element(element)?;
                    }
                }
                _ => {}
            },
        }
    }
    Ok(done.into_iter().flatten().collect())
}

/// Elements whose text nobody sees.
fn is_unseen(name: &str) -> bool {
    matches!(name, "script" | "style" | "template" | "noscript" | "head")
}

impl OpenTable<'_> {
    fn open_element(&mut self, element: &Element) -> Result<(), SheetError> {
        match element.name() {
            "tr" => self.grid.begin_row(is_hidden(element)),
            "td" | "th" => {
                let span = |name| element.attr(name).and_then(|text| text.trim().parse().ok()).unwrap_or(1);
                self.grid.begin_cell(span("colspan"), span("rowspan"))
            }
            "caption" => {
                self.grid.begin_text();
                Ok(())
            }
            "br" | "p" | "div" | "li" => {
                self.grid.break_line();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn close_element(&mut self, element: &Element) -> Result<(), SheetError> {
        match element.name() {
            "tr" => self.grid.end_row(),
            "td" | "th" => self.grid.end_cell(),
            "caption" => {
                self.caption = self.grid.end_text();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn close(self) -> Result<Table, SheetError> {
        let title = self.caption.or(self.id).map(|title| title.trim().to_owned()).filter(|title| !title.is_empty());
        Ok(Table { title, sheet: self.grid.finish()? })
    }
}

fn is_hidden(element: &Element) -> bool {
    let style = element.attr("style").unwrap_or_default().to_ascii_lowercase().replace(' ', "");
    element.attr("hidden").is_some() || style.contains("display:none")
}

/// Tables by their titles or numbers, no two alike.
fn named(tables: Vec<Table>) -> Vec<(SheetInfo, HeldSheet)> {
    let mut taken = BTreeSet::new();
    let mut name = |wanted: String| {
        let mut name = wanted.clone();
        let mut copy = 1;
        while !taken.insert(name.to_lowercase()) {
            copy += 1;
            name = format!("{wanted} ({copy})");
        }
        name
    };
    let numbered = tables.into_iter().enumerate();
    numbered
        .map(|(index, table)| {
            let wanted = table.title.unwrap_or_else(|| format!("Table {}", index + 1));
            (SheetInfo::visible(name(wanted)), table.sheet)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(page: &str) -> Vec<(String, Vec<String>)> {
        let opened = open(page.as_bytes().to_vec(), &Hints::default(), &Limits::default()).expect("tables");
        let rows = |sheet: &HeldSheet| {
            let row = |row: crate::Row<'_>| {
                let cells: Vec<_> = row.cells().map(|(column, value)| format!("{column}={}", value.raw())).collect();
                format!("{}: {}", row.number(), cells.join(" "))
            };
            sheet.chunk.rows().map(row).collect()
        };
        opened.sheets.iter().map(|(info, sheet)| (info.name.clone(), rows(sheet))).collect()
    }

    fn check(page: &str, expected: &[(&str, &[&str])]) {
        let expected: Vec<(String, Vec<String>)> = expected
            .iter()
            .map(|(name, rows)| (name.to_string(), rows.iter().map(|row| row.to_string()).collect()))
            .collect();
        assert_eq!(read(page), expected, "{page}");
    }

    #[test]
    fn tables_are_sheets() {
        check("<table><tr><th>a<th>b<tr><td>1<td>2</table>", &[("Table 1", &["1: 1=a 2=b", "2: 1=1 2=2"])]);
        check(
            "<table id=x><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d<tr><td>e</table>",
            &[("x", &["1: 1=a 2=b", "2: 2=c 3=d", "3: 1=e"])],
        );
        check(
            "<table><caption> Lista </caption><tr><td>&ntilde;&amp;&nbsp;x <b>y</b>\n z<br>w<td>&nbsp;<td><script>1</script>k</table>",
            &[("Lista", &["1: 1=ñ&\u{a0}x y z\nw 3=k"])],
        );
        check(
            "<table><tr><td>o<table id=i><tr><td>in</table></td><td>p</table><table id=I><tr><td>1</table>",
            &[("Table 1", &["1: 1=o 2=p"]), ("i", &["1: 1=in"]), ("I (2)", &["1: 1=1"])],
        );
        check("<table><tr><td rowspan=0 colspan=-1>a<td>b<tr><td>c</table>", &[("Table 1", &["1: 1=a 2=b", "2: 1=c"])]);
    }

    #[test]
    fn spans_are_merges_and_encodings_are_honoured() {
        let page = b"<html><head><meta http-equiv=Content-Type content='text/html; charset=windows-1252'></head><table><tr><td colspan=2>A\xF1o<tr style='display: none'><td>1</table>";
        let opened = open(page.to_vec(), &Hints::default(), &Limits::default()).expect("a table");
        let sheet = &opened.sheets[0].1;
        assert_eq!(sheet.merges.len(), 1);
        let rows: Vec<_> = sheet.chunk.rows().map(|row| (row.get(1).raw().into_owned(), row.is_hidden())).collect();
        assert_eq!(rows, [("Año".to_owned(), false), ("1".to_owned(), true)]);
        assert_eq!(opened.encoding.map(|encoding| encoding.name).as_deref(), Some("windows-1252"));
    }

    #[test]
    fn spans_do_not_fill_the_memory() {
        let rows = "<tr><td colspan=16384 rowspan=65534>x".repeat(20);
        let opened = open(format!("<table>{rows}</table>").into_bytes(), &Hints::default(), &Limits::default());
        assert!(matches!(opened, Err(SheetError::TooLarge { .. })));
    }
}
