//! Values from beside the table: the file's name, the sheet's name, a cell, the cells above.

use crate::bind::Site;
use crate::header::{Header, first_group};
use crate::shown::shown;
use crate::step::Given;
use mola_finding::CellAddress;
use mola_sheet::Chunk;
use mola_spec::mapping::{FieldSource, TablePlan};
use regex::Regex;

/// What is known beside a table.
#[derive(Debug)]
pub(crate) struct Beside {
    /// What each pattern over the cells above found.
    above: Vec<(String, Option<String>)>,
    /// What the headers of the columns that become rows say, for each field that asks.
    pub(crate) headed: Vec<Vec<Given>>,
}

/// The patterns over the cells above a table's header, in the order of its fields.
pub(crate) fn patterns_above(plan: &TablePlan) -> Vec<&Regex> {
    let patterns = plan.fields.iter().filter_map(|field| match &field.from {
        FieldSource::Above(pattern) => Some(pattern),
        _ => None,
    });
    patterns.collect()
}

impl Beside {
    /// What the search for the header found on its way.
    pub(crate) fn new(header: &Header, plan: &TablePlan) -> Self {
        let patterns = patterns_above(plan).into_iter().map(|pattern| pattern.as_str().to_owned());
        Self { above: patterns.zip(header.above.iter().cloned()).collect(), headed: Vec::new() }
    }

    /// The text of a source that is no column, and its cell where it has one.
    pub(crate) fn text(&self, from: &FieldSource, site: &Site<'_>) -> (Option<String>, Option<CellAddress>) {
        match from {
            FieldSource::Constant(text) => (Some(text.clone()), None),
            FieldSource::FileName(pattern) => (first_group(pattern, site.context.path_below_agency), None),
            FieldSource::SheetName(pattern) => (first_group(pattern, site.sheet), None),
            FieldSource::Above(pattern) => {
                let found = self.above.iter().find(|(known, _)| known == pattern.as_str());
                (found.and_then(|(_, text)| text.clone()), None)
            }
            FieldSource::Cell(address, pattern) => {
                let text = cell_text(site.chunk, *address);
                let text = text.and_then(|text| match pattern {
                    Some(pattern) => first_group(pattern, &text),
                    None => Some(text),
                });
                (text, Some(*address))
            }
            FieldSource::Column { .. } | FieldSource::Columns { .. } | FieldSource::Group(_) | FieldSource::Value => {
                (None, None)
            }
        }
    }
}

/// What a cell shows, if it shows anything.
pub(crate) fn cell_text(chunk: &Chunk, address: CellAddress) -> Option<String> {
    let row = chunk.rows().take_while(|row| row.number() <= address.row).find(|row| row.number() == address.row)?;
    let mut scratch = String::new();
    let text = shown(row.get(address.column), &mut scratch).trim();
    (!text.is_empty()).then(|| text.to_owned())
}
