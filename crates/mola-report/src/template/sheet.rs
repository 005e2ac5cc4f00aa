//! The XML of a sheet, of which only the cells that are filled are written anew: every other byte stays.

use super::TemplateError;
use super::edit::{Edits, attribute, tags};
use crate::xml::legal;
use mola_finding::{Area, CellAddress};
use std::collections::BTreeMap;
use std::ops::Range;

/// The longest text that a cell takes.
const LONGEST_TEXT: usize = 32_767;

/// What is written into a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Content {
    Number(f64),
    Text(String),
    /// Nothing, but the look of the cell.
    Empty,
    /// A formula without its result.
    Formula(String),
    /// A cell that moves here, as it is written.
    Moved(String),
}

/// A cell to be written, with the cell that it takes its look from where it has none of its own.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Filled {
    pub content: Content,
    pub like: Option<CellAddress>,
}

/// The parts of a sheet that matter here, by their bytes.
#[derive(Debug)]
pub(super) struct Sheet<'a> {
    xml: &'a str,
    /// What stands before the names of elements.
    prefix: String,
    /// The element `sheetData`, and what is in it; nothing where it is empty.
    data: Range<usize>,
    inner: Option<Range<usize>>,
    rows: BTreeMap<u32, RowAt>,
    /// Where a cell has no look of its own: by columns from and to, the look.
    columns: Vec<(u32, u32, String)>,
    merged: Vec<Area>,
}

#[derive(Debug)]
struct RowAt {
    tag: Range<usize>,
    /// What is in it; nothing where it is empty.
    inner: Option<Range<usize>>,
    look: Option<String>,
    height: Option<String>,
    cells: BTreeMap<u32, CellAt>,
}

#[derive(Debug)]
struct CellAt {
    range: Range<usize>,
    look: Option<String>,
    is_full: bool,
    /// The formula, where it is written out.
    formula: Option<String>,
    has_formula: bool,
    /// The result of the formula, which is no longer true.
    result: Option<Range<usize>>,
}

impl<'a> Sheet<'a> {
    pub fn read(xml: &'a str) -> Result<Self, TemplateError> {
        let broken = || TemplateError::Part("sheetData".to_owned());
        let mut sheet = Self {
            xml,
            prefix: String::new(),
            data: 0..0,
            inner: None,
            rows: BTreeMap::new(),
            columns: Vec::new(),
            merged: Vec::new(),
        };
        let (mut row, mut column) = (0, 0);
        for element in tags(xml)? {
            match element.name {
                "sheetData" => {
                    sheet.prefix = element.prefix.to_owned();
                    (sheet.data, sheet.inner) = (element.range.clone(), element.inner.clone());
                }
                "col" => {
                    let number = |name| attribute(element.tag_text(xml), name)?.parse().ok();
                    if let (Some(first), Some(last), Some(look)) =
                        (number("min"), number("max"), attribute(element.tag_text(xml), "style"))
                    {
                        sheet.columns.push((first, last, look.to_owned()));
                    }
                }
                "mergeCell" => {
                    let area = attribute(element.tag_text(xml), "ref").and_then(Area::parse);
                    sheet.merged.extend(area);
                }
                "row" => {
                    let tag = element.tag_text(xml);
                    row = attribute(tag, "r").and_then(|text| text.parse().ok()).unwrap_or(row + 1);
                    column = 0;
                    let own = |name| attribute(tag, name).map(str::to_owned);
                    let at = RowAt {
                        tag: element.tag.clone(),
                        inner: element.inner.clone(),
                        look: own("s").filter(|_| own("customFormat").as_deref() == Some("1")),
                        height: own("ht"),
                        cells: BTreeMap::new(),
                    };
                    sheet.rows.insert(row, at);
                }
                "c" => {
                    let tag = element.tag_text(xml);
                    let address: Option<CellAddress> = attribute(tag, "r").and_then(CellAddress::parse);
                    column = address.map_or(column + 1, |address| address.column);
                    let inner = element.inner.clone().unwrap_or(element.range.end..element.range.end);
                    let cell = cell(xml, &element.range, attribute(tag, "s"), inner)?;
                    sheet.rows.get_mut(&row).ok_or_else(broken)?.cells.insert(column, cell);
                }
                _ => {}
            }
        }
        if sheet.data.is_empty() { Err(broken()) } else { Ok(sheet) }
    }

    fn cell(&self, at: CellAddress) -> Option<&CellAt> {
        self.rows.get(&at.row)?.cells.get(&at.column)
    }

    /// Whether something stands in a cell, or it lies in a merged area.
    pub fn is_taken(&self, at: CellAddress) -> bool {
        self.cell(at).is_some_and(|cell| cell.is_full) || self.merged.iter().any(|area| area.contains(at))
    }

    pub fn has_formula(&self, at: CellAddress) -> bool {
        self.cell(at).is_some_and(|cell| cell.has_formula)
    }

    /// The formula of a cell, where it is written out.
    pub fn formula(&self, at: CellAddress) -> Option<&str> {
        self.cell(at)?.formula.as_deref()
    }

    /// A cell as it is written, to be moved to another place.
    pub fn moved(&self, at: CellAddress, to: CellAddress) -> Option<String> {
        let cell = self.cell(at)?;
        let range = cell.range.clone();
        let text = match &cell.result {
            Some(result) => [&self.xml[range.start..result.start], &self.xml[result.end..range.end]].concat(),
            None => self.xml[range].to_owned(),
        };
        Some(text.replacen(&format!("r=\"{at}\""), &format!("r=\"{to}\""), 1))
    }

    /// The sheet with cells filled, and without the results of formulas: they were those of other numbers, and not every
    /// program that opens a workbook works them out again where a result is there.
    pub fn filled(&self, cells: &BTreeMap<CellAddress, Filled>) -> String {
        let mut rows: BTreeMap<u32, BTreeMap<u32, &Filled>> = BTreeMap::new();
        for (at, filled) in cells {
            rows.entry(at.row).or_default().insert(at.column, filled);
        }
        let mut edits = Edits::default();
        for (row, own) in self.rows.iter().flat_map(|(row, at)| at.cells.iter().map(move |cell| (row, cell))) {
            let (column, cell) = own;
            let stays = !cells.contains_key(&CellAddress::new(*row, *column));
            if let Some(result) = cell.result.clone().filter(|_| stays) {
                edits.replace(result, String::new());
            }
        }
        let mut new_rows: BTreeMap<usize, String> = BTreeMap::new();
        let end = self.inner.clone().map_or(self.data.end, |inner| inner.end);
        for (number, cells) in &rows {
            match self.rows.get(number) {
                Some(row) => self.fill_row(&mut edits, *number, row, cells),
                None => {
                    let next = self.rows.range(number + 1..).next().map_or(end, |(_, row)| row.tag.start);
                    new_rows.entry(next).or_default().push_str(&self.new_row(*number, cells));
                }
            }
        }
        match &self.inner {
            Some(_) => new_rows.into_iter().for_each(|(at, text)| edits.insert(at, text)),
            None => {
                let name = format!("{}sheetData", self.prefix);
                let all: String = new_rows.into_values().collect();
                edits.replace(self.data.clone(), format!("<{name}>{all}</{name}>"));
            }
        }
        edits.apply(self.xml)
    }

    fn fill_row(&self, edits: &mut Edits, number: u32, row: &RowAt, cells: &BTreeMap<u32, &Filled>) {
        let mut added: BTreeMap<usize, String> = BTreeMap::new();
        let end = row.inner.clone().map_or(row.tag.end, |inner| inner.end);
        for (column, filled) in cells {
            let at = CellAddress::new(number, *column);
            let text = self.written(at, filled);
            match row.cells.get(column) {
                Some(old) => edits.replace(old.range.clone(), text),
                None => {
                    let next = row.cells.range(column + 1..).next().map_or(end, |(_, cell)| cell.range.start);
                    added.entry(next).or_default().push_str(&text);
                }
            }
        }
        if added.is_empty() {
            return;
        }
        // What columns a row spans is only a hint, and no longer true.
        let tag = without(&self.xml[row.tag.clone()], "spans");
        if row.inner.is_some() {
            edits.replace(row.tag.clone(), tag);
            added.into_iter().for_each(|(at, text)| edits.insert(at, text));
        } else {
            let open = tag.trim_end_matches('>').trim_end_matches('/').trim_end();
            let all: String = added.into_values().collect();
            edits.replace(row.tag.clone(), format!("{open}>{all}</{}row>", self.prefix));
        }
    }

    fn new_row(&self, number: u32, cells: &BTreeMap<u32, &Filled>) -> String {
        let like = cells.values().find_map(|filled| filled.like).and_then(|like| self.rows.get(&like.row));
        let height = like.and_then(|row| row.height.as_ref());
        let height = height.map(|height| format!(" ht=\"{height}\" customHeight=\"1\"")).unwrap_or_default();
        let written = |(column, filled): (&u32, &&Filled)| self.written(CellAddress::new(number, *column), filled);
        let all: String = cells.iter().map(written).collect();
        format!("<{0}row r=\"{number}\"{height}>{all}</{0}row>", self.prefix)
    }

    /// A cell as it is written.
    fn written(&self, at: CellAddress, filled: &Filled) -> String {
        if let Content::Moved(text) = &filled.content {
            return text.clone();
        }
        let p = &self.prefix;
        let look = self.look(at, filled.like).map(|look| format!(" s=\"{look}\"")).unwrap_or_default();
        match &filled.content {
            Content::Number(number) => format!("<{p}c r=\"{at}\"{look}><{p}v>{number}</{p}v></{p}c>"),
            Content::Text(text) => {
                let text = crate::facts::shortened(text, LONGEST_TEXT);
                let text = legal(&text);
                format!(
                    "<{p}c r=\"{at}\"{look} t=\"inlineStr\"><{p}is><{p}t xml:space=\"preserve\">{text}</{p}t></{p}is></{p}c>"
                )
            }
            Content::Formula(formula) => format!("<{p}c r=\"{at}\"{look}><{p}f>{formula}</{p}f></{p}c>"),
            Content::Empty | Content::Moved(_) => format!("<{p}c r=\"{at}\"{look}/>"),
        }
    }

    /// The look of a cell: its own, that of the cell that it is like, of its row, or of its column.
    fn look(&self, at: CellAddress, like: Option<CellAddress>) -> Option<&str> {
        let of = |at: CellAddress| self.cell(at)?.look.as_deref();
        let row = || self.rows.get(&at.row)?.look.as_deref();
        let column = || {
            let own = self.columns.iter().find(|(first, last, _)| (*first..=*last).contains(&at.column));
            own.map(|(_, _, look)| look.as_str())
        };
        of(at).or_else(|| like.and_then(of)).or_else(row).or_else(column)
    }
}

/// Whether something is in a cell, and its formula.
fn cell(xml: &str, range: &Range<usize>, look: Option<&str>, inside: Range<usize>) -> Result<CellAt, TemplateError> {
    let inner = &xml[inside.clone()];
    let mut own = CellAt {
        range: range.clone(),
        look: look.map(str::to_owned),
        is_full: false,
        formula: None,
        has_formula: false,
        result: None,
    };
    let mut result = None;
    for element in tags(inner)? {
        match element.name {
            "f" => {
                (own.is_full, own.has_formula) = (true, true);
                let is_plain = attribute(element.tag_text(inner), "t").is_none();
                own.formula = element.inner.filter(|_| is_plain).map(|range| inner[range].to_owned());
            }
            "v" => {
                own.is_full = true;
                result = Some(inside.start + element.range.start..inside.start + element.range.end);
            }
            "is" => own.is_full = true,
            _ => {}
        }
    }
    own.result = result.filter(|_| own.has_formula);
    Ok(own)
}

/// A tag without one of its attributes.
fn without(tag: &str, name: &str) -> String {
    let Some(value) = attribute(tag, name) else { return tag.to_owned() };
    tag.replacen(&format!(" {name}=\"{value}\""), "", 1)
}
