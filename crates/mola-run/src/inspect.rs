//! What a file holds, as far as its content alone tells: format, encoding, sheets, tables, columns.
//!
//! No mapping plays a part. Of a column only codes are shown as examples: few values that come
//! again and again and do not look as if they were about one person.

mod column;
mod guess;
mod header;
mod personal;
mod row;
mod seen;
mod starter;
mod table;

use crate::inspect::row::Rows;
use crate::inspect::table::Finder;
use mola_finding::CellAddress;
use mola_sheet::{EncodingOrigin, Hints, Limits, SheetError, Visibility, Workbook};
use serde::Serialize;

pub use column::{ColumnKind, InspectedColumn, OddCells};
pub use starter::mapping_starter;
pub use table::{InspectedTable, LeftOut, LeftOutReason};

/// The version of the shape of [`Inspected`].
const SCHEMA_VERSION: u32 = 1;

/// A file as it was seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Inspected {
    /// The version of this shape.
    pub schema_version: u32,
    /// The file's name as it was given.
    pub file: String,
    /// The format: `xlsx`, `csv`, `html`, …
    pub format: String,
    /// The encoding of formats that are text.
    pub encoding: Option<InspectedEncoding>,
    /// What stands between the fields of a csv.
    pub delimiter: Option<String>,
    /// The sheets, in the order of their tabs.
    pub sheets: Vec<InspectedSheet>,
}

/// An encoding and how it is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InspectedEncoding {
    /// Its name in the WHATWG standard, such as `windows-1252`.
    pub name: String,
    /// `bom`, `utf8`, `declared` or `guessed`.
    pub origin: String,
}

/// One sheet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InspectedSheet {
    /// Its name.
    pub name: String,
    /// `visible`, `hidden` or `very-hidden`.
    pub visibility: String,
    /// The smallest area that holds all values, such as `A1:Q48`; none for an empty sheet.
    pub area: Option<String>,
    /// Rows that hold a value.
    pub rows: u64,
    /// Of these, hidden ones.
    pub hidden_rows: u64,
    /// Hidden columns, such as `C` or `F:H`.
    pub hidden_columns: Vec<String>,
    /// Merged ranges.
    pub merged: u64,
    /// The tables on it, from top to bottom.
    pub tables: Vec<InspectedTable>,
}

/// Looks at a file. `name` is how the user knows it: the file's name, or its path in the inbox.
///
/// # Errors
/// Any [`SheetError`]: what is no spreadsheet, locked, damaged or beyond the limits of Mola.
pub fn inspect(bytes: Vec<u8>, name: &str) -> Result<Inspected, SheetError> {
    let mut workbook = Workbook::open(bytes, &Hints::default(), &Limits::default())?;
    let infos = workbook.sheets().to_vec();
    let mut sheets = Vec::new();
    for (index, info) in infos.into_iter().enumerate() {
        sheets.push(sheet(&mut workbook, index, info.name, info.visibility)?);
    }
    let encoding = workbook.encoding().map(|encoding| InspectedEncoding {
        name: encoding.name,
        origin: match encoding.origin {
            EncodingOrigin::Bom => "bom",
            EncodingOrigin::Utf8 => "utf8",
            EncodingOrigin::Declared => "declared",
            EncodingOrigin::Guessed => "guessed",
        }
        .to_owned(),
    });
    Ok(Inspected {
        schema_version: SCHEMA_VERSION,
        file: name.to_owned(),
        format: workbook.format().to_string(),
        encoding,
        delimiter: workbook.dialect().map(|dialect| dialect.delimiter.clone()),
        sheets,
    })
}

fn sheet(
    workbook: &mut Workbook,
    index: usize,
    name: String,
    visibility: Visibility,
) -> Result<InspectedSheet, SheetError> {
    let mut reader = workbook.sheet(index)?;
    let hidden_columns = reader.hidden_columns().iter().map(|(first, last)| columns(*first, *last)).collect();
    let merges = reader.merges().to_vec();
    let merged = merges.len() as u64;
    let mut rows = Rows::new(merges);
    let mut finder = Finder::default();
    let mut used = Used::default();
    while let Some(chunk) = reader.next_chunk()? {
        for row in chunk.rows().filter(|row| !row.is_blank()) {
            used.add(&row);
            finder.add(rows.take(&row));
        }
    }
    let visibility = match visibility {
        Visibility::Visible => "visible",
        Visibility::Hidden => "hidden",
        Visibility::VeryHidden => "very-hidden",
    };
    Ok(InspectedSheet {
        name,
        visibility: visibility.to_owned(),
        area: used.area.map(|(first, last)| format!("{first}:{last}")),
        rows: used.rows,
        hidden_rows: used.hidden,
        hidden_columns,
        merged,
        tables: finder.finish(),
    })
}

fn columns(first: u32, last: u32) -> String {
    let letters = CellAddress::letters;
    if first == last { letters(first) } else { format!("{}:{}", letters(first), letters(last)) }
}

/// What of a sheet is in use.
#[derive(Default)]
struct Used {
    rows: u64,
    hidden: u64,
    area: Option<(CellAddress, CellAddress)>,
}

impl Used {
    fn add(&mut self, row: &mola_sheet::Row<'_>) {
        self.rows += 1;
        self.hidden += u64::from(row.is_hidden());
        for (column, _) in row.cells() {
            let cell = CellAddress::new(row.number(), column);
            let (first, last) = self.area.get_or_insert((cell, cell));
            first.column = first.column.min(column);
            last.column = last.column.max(column);
            last.row = last.row.max(row.number());
        }
    }
}

#[cfg(test)]
mod tests;
