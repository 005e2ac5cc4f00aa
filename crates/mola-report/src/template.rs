//! A workbook that somebody else made, filled with the figures of an issue.
//!
//! A workbook is a zip of XML parts. Only the parts in which something is filled in are written anew, and of these only
//! the cells: all else stays byte for byte as it was, be it styles, formulas, charts, pictures, validations, macros or
//! what nobody here has heard of. The results of formulas go, since they were those of other numbers, and the program
//! that opens the workbook is told to work them out again.

mod book;
mod edit;
mod rows;
mod sheet;
mod values;

use crate::Edition;
use book::Book;
use mola_finding::{CellAddress, Code, Finding, Place};
use mola_model::{Binding, BoundCell, CellAt};
use rows::Grown;
use sheet::{Content, Filled, Sheet};
use std::collections::{BTreeMap, BTreeSet};
use values::Values;

/// A template that cannot be filled.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// It is no zip, or damaged.
    #[error("it is no workbook, or damaged: {0}")]
    Zip(#[from] zip::result::ZipError),
    /// A part of it cannot be read.
    #[error("a part of it cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// A part of it is no XML.
    #[error("a part of it is no XML: {0}")]
    Xml(String),
    /// A part that a workbook has is not there.
    #[error("it has no {0}")]
    Part(String),
}

/// The template with the figures of an edition in their places, and what of the binding could not be done. What
/// is broken is left out; everything else is filled in.
///
/// # Errors
/// When the template is no workbook of Office Open XML (xlsx, xlsm).
pub fn fill(
    template: &[u8],
    binding: &Binding,
    edition: &Edition<'_>,
) -> Result<(Vec<u8>, Vec<Finding>), TemplateError> {
    let book = Book::read(template)?;
    let mut filling = Filling::new(&book, edition, binding);
    for cell in &binding.cells {
        filling.cell(cell);
    }
    for table in &binding.tables {
        filling.table(table)?;
    }
    let (parts, mut findings) = filling.finished()?;
    findings.extend(unbound(binding, edition));
    Ok((book.with(parts)?, findings))
}

/// Headline indicators that stand nowhere in the template.
fn unbound(binding: &Binding, edition: &Edition<'_>) -> Option<Finding> {
    let issue = edition.released.issue();
    let bound = values::bound(binding, issue);
    let left: Vec<&str> = issue.headline.iter().map(String::as_str).filter(|code| !bound.contains(*code)).collect();
    (!left.is_empty()).then(|| Finding::new(Code::FiguresUnbound, Place::default()).with("found", left.join(", ")))
}

/// A template being filled.
struct Filling<'a> {
    book: &'a Book,
    values: Values<'a>,
    /// By part of a sheet the cells to be written.
    cells: BTreeMap<&'a str, BTreeMap<CellAddress, Filled>>,
    /// The tables that grow.
    grown: Vec<Grown<'a>>,
    findings: Vec<Finding>,
}

impl<'a> Filling<'a> {
    fn new(book: &'a Book, edition: &Edition<'a>, binding: &'a Binding) -> Self {
        let values = Values::of(edition, &binding.missing);
        Self { book, values, cells: BTreeMap::new(), grown: Vec::new(), findings: Vec::new() }
    }

    fn cell(&mut self, bound: &BoundCell) {
        let Some((part, at)) = self.place(bound) else { return };
        let content = match self.values.shown(&bound.shows) {
            Ok(content) => content,
            Err(unknown) => return self.broken(&bound.place, unknown.key, &unknown.found, &unknown.nearest),
        };
        let is_formula = self.book.sheet(part).is_some_and(|sheet| sheet.has_formula(at));
        if is_formula {
            return self.broken(&bound.place, "formula", &at.to_string(), "");
        }
        self.cells.entry(part).or_default().insert(at, Filled { content, like: None });
    }

    /// The part and the cell that are meant.
    fn place(&mut self, bound: &BoundCell) -> Option<(&'a str, CellAddress)> {
        let (sheet, at) = match &bound.at {
            CellAt::Sheet { sheet, cell } => (sheet.clone(), *cell),
            CellAt::Name(name) => match self.book.named(name) {
                Some(cell) => cell,
                None => {
                    let near = nearest(name, self.book.names());
                    self.broken(&bound.place, "name", name, &near);
                    return None;
                }
            },
        };
        let part = self.book.part(&sheet);
        if part.is_none() {
            let near = nearest(&sheet, self.book.sheet_names());
            self.broken(&bound.place, "sheet", &sheet, &near);
        }
        part.map(|part| (part, at))
    }

    fn broken(&mut self, place: &Place, key: &str, found: &str, nearest: &str) {
        let finding = Finding::new(Code::BindingBroken, place.clone()).with("key", key).with("found", found);
        self.findings.push(finding.with("nearest", nearest));
    }

    /// The parts that are no longer as they were, by their names.
    fn finished(self) -> Result<(BTreeMap<String, String>, Vec<Finding>), TemplateError> {
        let mut parts = BTreeMap::new();
        for part in self.book.sheet_parts() {
            let Some(xml) = self.book.text(part) else { continue };
            let filled = Sheet::read(xml)?.filled(self.cells.get(part).unwrap_or(&BTreeMap::new()));
            if filled != xml {
                parts.insert(part.to_owned(), filled);
            }
        }
        let tables: BTreeSet<&str> = self.grown.iter().map(|grown| grown.part).collect();
        for part in tables {
            let Some(xml) = self.book.text(part) else { continue };
            let own = self.grown.iter().filter(|grown| grown.part == part);
            parts.insert(part.to_owned(), own.fold(xml.to_owned(), |xml, grown| grown.applied(&xml)));
        }
        let (workbook, recalculated) = self.book.recalculated()?;
        parts.insert(workbook, recalculated);
        Ok((parts, self.findings))
    }
}

/// The name that is most like another; nothing where none is like it.
fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> String {
    const LEAST: f64 = 0.5;
    let wanted = name.to_lowercase();
    let likeness = |own: &str| strsim::normalized_damerau_levenshtein(&wanted, &own.to_lowercase());
    let near = names.map(|own| (likeness(own), own)).filter(|(likeness, _)| *likeness >= LEAST);
    near.max_by(|one, other| one.0.total_cmp(&other.0)).map_or(String::new(), |(_, own)| own.to_owned())
}

/// What stands in a cell for a value.
fn number(value: Option<f64>) -> Content {
    value.map_or(Content::Empty, Content::Number)
}
