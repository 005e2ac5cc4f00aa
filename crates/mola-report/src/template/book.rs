//! The parts of a workbook: its sheets, names and tables, and the zip with some parts in the place of others.

use super::TemplateError;
use super::edit::{Edits, attribute, tags, with_attribute};
use super::sheet::Sheet;
use mola_finding::{Area, CellAddress};
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The most bytes that a part of text may have, so that a small file cannot take all memory.
const LARGEST_PART: u64 = 256 << 20;

/// A workbook.
pub(super) struct Book {
    bytes: Vec<u8>,
    /// The parts that are XML and matter here, by name.
    texts: BTreeMap<String, String>,
    workbook: String,
    /// By name of a sheet, in their order, its part.
    sheets: Vec<(String, String)>,
    /// Defined names that are one cell: sheet and cell.
    names: BTreeMap<String, (String, CellAddress)>,
    tables: Vec<Table>,
}

/// A named table.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub name: String,
    pub part: String,
    /// The part of its sheet.
    pub sheet: String,
    pub area: Area,
    /// Its headers, from the left.
    pub headers: Vec<String>,
    pub has_header: bool,
    pub has_totals: bool,
}

impl Book {
    pub fn read(bytes: &[u8]) -> Result<Self, TemplateError> {
        let mut archive = ZipArchive::new(Cursor::new(bytes))?;
        let mut texts = BTreeMap::new();
        for index in 0..archive.len() {
            let file = archive.by_index(index)?;
            let name = file.name()?.into_owned();
            if is_wanted(&name) {
                let mut text = String::new();
                file.take(LARGEST_PART).read_to_string(&mut text)?;
                texts.insert(name, text);
            }
        }
        let missing = |name: &str| TemplateError::Part(name.to_owned());
        let root = texts.get("_rels/.rels").ok_or_else(|| missing("_rels/.rels"))?;
        let workbook = relations("", root)?
            .into_iter()
            .find(|relation| relation.kind.ends_with("/officeDocument"))
            .map(|relation| relation.target)
            .ok_or_else(|| missing("workbook.xml"))?;
        let mut book = Self {
            bytes: bytes.to_vec(),
            texts,
            workbook,
            sheets: Vec::new(),
            names: BTreeMap::new(),
            tables: Vec::new(),
        };
        book.read_workbook()?;
        book.read_tables()?;
        Ok(book)
    }

    fn read_workbook(&mut self) -> Result<(), TemplateError> {
        let own = self.relations(&self.workbook)?;
        let xml = self.texts.get(&self.workbook).ok_or_else(|| TemplateError::Part(self.workbook.clone()))?;
        let (mut sheets, mut names) = (Vec::new(), BTreeMap::new());
        for element in tags(xml)? {
            let tag = element.tag_text(xml);
            match element.name {
                "sheet" => {
                    let id = ["r:id", "relationships:id"].iter().find_map(|name| attribute(tag, name));
                    let relation = own.iter().find(|relation| Some(relation.id.as_str()) == id);
                    if let (Some(name), Some(relation)) = (attribute(tag, "name"), relation) {
                        sheets.push((plain(name), relation.target.clone()));
                    }
                }
                "definedName" => {
                    let text = element.inner.clone().map_or("", |inner| &xml[inner]);
                    if let (Some(name), Some(cell)) = (attribute(tag, "name"), one_cell(&plain(text))) {
                        names.insert(plain(name), cell);
                    }
                }
                _ => {}
            }
        }
        (self.sheets, self.names) = (sheets, names);
        Ok(())
    }

    fn read_tables(&mut self) -> Result<(), TemplateError> {
        let mut tables = Vec::new();
        for (_, sheet) in &self.sheets {
            for relation in self.relations(sheet)?.into_iter().filter(|relation| relation.kind.ends_with("/table")) {
                if let Some(xml) = self.texts.get(&relation.target) {
                    tables.extend(table(xml, &relation.target, sheet)?);
                }
            }
        }
        self.tables = tables;
        Ok(())
    }

    fn relations(&self, part: &str) -> Result<Vec<Relation>, TemplateError> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let path = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
        self.texts.get(&path).map_or_else(|| Ok(Vec::new()), |xml| relations(folder, xml))
    }

    /// The text of a part.
    pub fn text(&self, part: &str) -> Option<&str> {
        self.texts.get(part).map(String::as_str)
    }

    /// The part of a sheet.
    pub fn part(&self, sheet: &str) -> Option<&str> {
        self.sheets.iter().find(|(name, _)| name == sheet).map(|(_, part)| part.as_str())
    }

    /// A sheet by its part; none where it cannot be read.
    pub fn sheet(&self, part: &str) -> Option<Sheet<'_>> {
        Sheet::read(self.text(part)?).ok()
    }

    /// The parts of all sheets that have cells.
    pub fn sheet_parts(&self) -> impl Iterator<Item = &str> {
        self.sheets.iter().map(|(_, part)| part.as_str()).filter(|part| part.contains("worksheets/"))
    }

    pub fn sheet_names(&self) -> impl Iterator<Item = &str> {
        self.sheets.iter().map(|(name, _)| name.as_str())
    }

    /// The sheet and the cell of a defined name.
    pub fn named(&self, name: &str) -> Option<(String, CellAddress)> {
        self.names.get(name).cloned()
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }

    pub fn table_names(&self) -> impl Iterator<Item = &str> {
        self.tables.iter().map(|table| table.name.as_str())
    }

    /// The part of the workbook, told to be worked out again when it is opened.
    pub fn recalculated(&self) -> Result<(String, String), TemplateError> {
        let xml = self.texts.get(&self.workbook).ok_or_else(|| TemplateError::Part(self.workbook.clone()))?;
        let elements = tags(xml)?;
        let mut edits = Edits::default();
        if let Some(own) = elements.iter().find(|element| element.name == "calcPr") {
            edits.replace(own.tag.clone(), with_attribute(own.tag_text(xml), "fullCalcOnLoad", "1"));
        } else if let Some(before) = elements.iter().rfind(|element| BEFORE.contains(&element.name)) {
            edits.insert(before.range.end, format!("<{}calcPr fullCalcOnLoad=\"1\"/>", before.prefix));
        }
        Ok((self.workbook.clone(), edits.apply(xml)))
    }

    /// The workbook with these parts in the place of its own; all others are copied as they are, compressed.
    pub fn with(&self, mut parts: BTreeMap<String, String>) -> Result<Vec<u8>, TemplateError> {
        let mut archive = ZipArchive::new(Cursor::new(self.bytes.as_slice()))?;
        let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(self.bytes.len() + (64 << 10))));
        for index in 0..archive.len() {
            let file = archive.by_index_raw(index)?;
            let name = file.name()?.into_owned();
            match parts.remove(&name) {
                Some(text) => {
                    let mut options = SimpleFileOptions::default().compression_method(file.compression());
                    if let Some(moment) = file.last_modified() {
                        options = options.last_modified_time(moment);
                    }
                    drop(file);
                    out.start_file(name, options)?;
                    out.write_all(text.as_bytes())?;
                }
                None => out.raw_copy_file(file)?,
            }
        }
        Ok(out.finish()?.into_inner())
    }
}

/// What may stand before `calcPr` in a workbook, in the order of the schema.
const BEFORE: [&str; 4] = ["sheets", "functionGroups", "externalReferences", "definedNames"];

fn is_wanted(name: &str) -> bool {
    let folders = ["xl/worksheets/", "xl/tables/"];
    name.ends_with(".rels")
        || name.ends_with("workbook.xml")
        || (name.ends_with(".xml") && folders.iter().any(|f| name.starts_with(f)))
}

/// A relation of a part to another.
struct Relation {
    id: String,
    kind: String,
    target: String,
}

fn relations(folder: &str, xml: &str) -> Result<Vec<Relation>, TemplateError> {
    let mut relations = Vec::new();
    for element in tags(xml)?.into_iter().filter(|element| element.name == "Relationship") {
        let tag = element.tag_text(xml);
        if let (Some(id), Some(kind), Some(target)) =
            (attribute(tag, "Id"), attribute(tag, "Type"), attribute(tag, "Target"))
        {
            relations.push(Relation { id: id.to_owned(), kind: kind.to_owned(), target: resolved(folder, target) });
        }
    }
    Ok(relations)
}

/// The name of a part, from the folder of the part that names it.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => drop(steps.pop()),
            "." | "" => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}

fn table(xml: &str, part: &str, sheet: &str) -> Result<Option<Table>, TemplateError> {
    let elements = tags(xml)?;
    let Some(own) = elements.iter().find(|element| element.name == "table") else { return Ok(None) };
    let tag = own.tag_text(xml);
    let name = attribute(tag, "displayName").or_else(|| attribute(tag, "name"));
    let area = attribute(tag, "ref").and_then(Area::parse);
    let columns = elements.iter().filter(|element| element.name == "tableColumn");
    let headers = columns
        .filter_map(|column| attribute(column.tag_text(xml), "name"))
        .map(|name| plain(name).replace("_x000a_", "\n"));
    Ok(name.zip(area).map(|(name, area)| Table {
        name: plain(name),
        part: part.to_owned(),
        sheet: sheet.to_owned(),
        area,
        headers: headers.collect(),
        has_header: attribute(tag, "headerRowCount") != Some("0"),
        has_totals: attribute(tag, "totalsRowCount").is_some_and(|count| count != "0"),
    }))
}

/// A text without its escapes.
fn plain(text: &str) -> String {
    quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), |text| text.into_owned())
}

/// `Sheet1!$C$5` or `'My sheet'!C5` as sheet and cell.
fn one_cell(text: &str) -> Option<(String, CellAddress)> {
    let (sheet, cell) = text.rsplit_once('!')?;
    let sheet = match sheet.strip_prefix('\'').and_then(|sheet| sheet.strip_suffix('\'')) {
        Some(quoted) => quoted.replace("''", "'"),
        None => sheet.to_owned(),
    };
    Some((sheet, CellAddress::parse(cell)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_one_cell_are_known() {
        let cell = |sheet: &str, row, column| Some((sheet.to_owned(), CellAddress::new(row, column)));
        for (text, expected) in [
            ("Hoja1!$C$5", cell("Hoja1", 5, 3)),
            ("'Datos ''11'!B2", cell("Datos '11", 2, 2)),
            ("Hoja1!$C$5:$D$6", None),
            ("#REF!", None),
            ("5", None),
        ] {
            assert_eq!(one_cell(text), expected, "{text}");
        }
    }

    #[test]
    fn parts_are_named_from_where_they_are_named() {
        for (folder, target, expected) in [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl/worksheets", "../tables/table1.xml", "xl/tables/table1.xml"),
            ("xl", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("", "xl/workbook.xml", "xl/workbook.xml"),
        ] {
            assert_eq!(resolved(folder, target), expected);
        }
    }
}
