//! A file of any format as sheets.

use crate::chunk::Chunk;
use crate::error::{Damage, Limit, SheetError, Spot};
use crate::held::HeldSheet;
use crate::limits::{Hints, Limits};
use crate::package::Package;
use crate::sniff::{Format, sniff};
use crate::text::{CsvSheet, CsvText, Dialect, Encoding, Flaws};
use crate::value::DateSystem;
use crate::xlsx::{XlsxSheet, XlsxWorkbook};
use crate::{compound, html, locked, ods, spreadsheetml, xls, xlsb};
use mola_finding::Area;

/// Whether people see a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Visibility {
    /// It has a tab.
    #[default]
    Visible,
    /// It can be shown from a menu.
    Hidden,
    /// Only a program can show it.
    VeryHidden,
}

/// A sheet's place in the list of sheets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetInfo {
    /// The name; `csv` for text files, the caption or a number for tables of web pages.
    pub name: String,
    /// Whether people see it.
    pub visibility: Visibility,
}

impl SheetInfo {
    pub(crate) fn visible(name: impl Into<String>) -> Self {
        Self { name: name.into(), visibility: Visibility::Visible }
    }
}

/// A file that was told apart by its content and whose sheets can be read. It owns its bytes.
#[derive(Debug)]
pub struct Workbook {
    format: Format,
    encoding: Option<Encoding>,
    sheets: Vec<SheetInfo>,
    /// For each of `sheets` which one of the content it is.
    positions: Vec<usize>,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Xlsx(Box<XlsxWorkbook>),
    Csv(Box<CsvText>),
    /// Formats whose sheets all come at once.
    Held(Vec<HeldSheet>),
}

/// What a reader of a whole file found.
pub(crate) struct Opened {
    pub(crate) sheets: Vec<(SheetInfo, HeldSheet)>,
    pub(crate) encoding: Option<Encoding>,
}

impl Workbook {
    /// Opens a file from its bytes.
    ///
    /// # Errors
    /// Any [`SheetError`]: what is no spreadsheet, locked, damaged or beyond the limits is refused.
    /// Damage inside one sheet of an xlsx is found when that sheet is read.
    pub fn open(bytes: Vec<u8>, hints: &Hints, limits: &Limits) -> Result<Self, SheetError> {
        let is_compound = bytes.starts_with(&compound::MAGIC);
        let inside = if is_compound { locked::package(&bytes)? } else { None };
        let bytes = inside.unwrap_or(bytes);
        let format = sniff(&bytes)?;
        let (sheets, encoding, content) = match format {
            Format::Xlsx | Format::Xlsm => {
                let (workbook, sheets) = XlsxWorkbook::open(Package::open(bytes, limits)?, limits)?;
                (sheets, None, Content::Xlsx(Box::new(workbook)))
            }
            Format::Csv => {
                let text = CsvText::open(bytes, hints, limits)?;
                let encoding = text.encoding.clone();
                (vec![SheetInfo::visible("csv")], Some(encoding), Content::Csv(Box::new(text)))
            }
            Format::Html => held(html::open(bytes, hints, limits)?),
            Format::SpreadsheetMl => held(spreadsheetml::open(bytes, limits)?),
            Format::Ods => held(ods::open(Package::open(bytes, limits)?, limits)?),
            Format::Xls => held(xls::open(bytes, limits)?),
            Format::Xlsb => held(xlsb::open(bytes, limits)?),
        };
        check_sheets(&sheets, limits)?;
        let positions = (0..sheets.len()).collect();
        Ok(Self { format, encoding, sheets, positions, content })
    }

    /// What the file is.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The encoding of formats that are text: csv and html.
    pub fn encoding(&self) -> Option<Encoding> {
        self.encoding.clone()
    }

    /// How a csv is cut into fields.
    pub fn dialect(&self) -> Option<&Dialect> {
        match &self.content {
            Content::Csv(text) => Some(text.dialect()),
            Content::Xlsx(_) | Content::Held(_) => None,
        }
    }

    /// What the workbook counts its dates from, also those that are stored as plain numbers.
    pub fn date_system(&self) -> DateSystem {
        match &self.content {
            Content::Xlsx(workbook) => workbook.date_system(),
            Content::Held(sheets) => sheets.first().map(|sheet| sheet.chunk.date_system()).unwrap_or_default(),
            Content::Csv(_) => DateSystem::default(),
        }
    }

    /// The sheets that have cells, in the order of their tabs. Their names differ.
    pub fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    /// Goes on as if it had no sheets with these names.
    pub fn leave_out(&mut self, names: &[String]) {
        let kept: Vec<bool> = self.sheets.iter().map(|sheet| !names.contains(&sheet.name)).collect();
        let mut keep = kept.iter();
        self.sheets.retain(|_| keep.next() == Some(&true));
        let mut keep = kept.iter();
        self.positions.retain(|_| keep.next() == Some(&true));
    }

    /// A reader of the sheet with this index, from 0 in the order of [`Workbook::sheets`].
    ///
    /// # Errors
    /// [`SheetError::NoSheet`], and what is wrong with the sheet outside of its rows.
    pub fn sheet(&mut self, index: usize) -> Result<SheetReader<'_>, SheetError> {
        let count = self.sheets.len();
        let info = self.sheets.get(index).ok_or(SheetError::NoSheet { index, count })?;
        let index = self.positions[index];
        let source = match &mut self.content {
            Content::Xlsx(workbook) => Source::Xlsx(Box::new(workbook.sheet(index, &info.name)?)),
            Content::Csv(text) => Source::Csv(Box::new(text.sheet())),
            Content::Held(sheets) => Source::Held(&sheets[index], false),
        };
        Ok(SheetReader { source })
    }
}

fn held(opened: Opened) -> (Vec<SheetInfo>, Option<Encoding>, Content) {
    let (sheets, held) = opened.sheets.into_iter().unzip();
    (sheets, opened.encoding, Content::Held(held))
}

/// Programs tell sheets apart without case: of two such names only one can ever be meant.
fn check_sheets(sheets: &[SheetInfo], limits: &Limits) -> Result<(), SheetError> {
    if sheets.len() > limits.max_sheets {
        return Err(SheetError::too_large(Limit::Sheets, limits.max_sheets as u64, Spot::default()));
    }
    let mut names: Vec<(String, &str)> = sheets.iter().map(|s| (s.name.to_lowercase(), s.name.as_str())).collect();
    names.sort();
    match names.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        Some(pair) => Err(SheetError::damaged(Damage::SheetTwice, Spot::sheet(pair[1].1))),
        None => Ok(()),
    }
}

/// Reads one sheet from its first row to its last.
pub struct SheetReader<'w> {
    source: Source<'w>,
}

enum Source<'w> {
    Xlsx(Box<XlsxSheet<'w>>),
    Csv(Box<CsvSheet<'w>>),
    /// The sheet, and whether its rows were handed out.
    Held(&'w HeldSheet, bool),
}

impl SheetReader<'_> {
    /// The next rows, in order; `None` after the last ones. The first chunk holds all rows unless
    /// the sheet is larger than [`Limits::chunk_bytes`].
    ///
    /// # Errors
    /// Damage and limits, with the cell where there is one. After an error nothing more comes.
    pub fn next_chunk(&mut self) -> Result<Option<&Chunk>, SheetError> {
        match &mut self.source {
            Source::Xlsx(sheet) => sheet.next_chunk(),
            Source::Csv(sheet) => sheet.next_chunk(),
            Source::Held(sheet, handed) => {
                let first = !std::mem::replace(handed, true) && sheet.chunk.cell_count() > 0;
                Ok(first.then_some(&sheet.chunk))
            }
        }
    }

    /// The merged ranges. They are known before the first chunk.
    pub fn merges(&self) -> &[Area] {
        match &self.source {
            Source::Xlsx(sheet) => sheet.merges(),
            Source::Csv(_) => &[],
            Source::Held(sheet, _) => &sheet.merges,
        }
    }

    /// The fields that most records of a text have; 0 in all other formats.
    pub fn usual_fields(&self) -> u32 {
        match &self.source {
            Source::Csv(sheet) => sheet.usual_fields(),
            Source::Xlsx(_) | Source::Held(..) => 0,
        }
    }

    /// What was odd about the lines of a text so far and was read all the same.
    pub fn flaws(&self) -> Flaws {
        match &self.source {
            Source::Csv(sheet) => sheet.flaws().clone(),
            Source::Xlsx(_) | Source::Held(..) => Flaws::default(),
        }
    }

    /// Ranges of hidden columns, both ends included, from 1.
    pub fn hidden_columns(&self) -> &[(u32, u32)] {
        match &self.source {
            Source::Xlsx(sheet) => sheet.hidden_columns(),
            Source::Csv(_) => &[],
            Source::Held(sheet, _) => &sheet.hidden_columns,
        }
    }
}
