//! Why a file is refused, and where.

use mola_finding::{CellAddress, Code, Finding, Place};
use std::fmt;

/// What a file turned out to be when it is no spreadsheet. The texts are stable words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// A PDF document.
    Pdf,
    /// A zip archive without a workbook.
    Zip,
    /// A zip archive with workbooks inside.
    ZipOfWorkbooks,
    /// A text document of a word processor.
    Document,
    /// Slides.
    Presentation,
    /// A file compressed with gzip, 7z, rar, xz, bzip2 or zstd.
    Compressed,
    /// A picture.
    Image,
    /// A web page without a table.
    WebPage,
    /// XML that is no workbook.
    Xml,
    /// JSON.
    Json,
    /// A database file.
    Database,
    /// A binary file of Office that is no workbook: a mail, a project, an installer.
    OfficeBinary,
    /// A program.
    Program,
    /// A workbook of Excel 2, 3 or 4.
    AncientWorkbook,
    /// Bytes of no known kind.
    Unknown,
}

impl Found {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Zip => "zip",
            Self::ZipOfWorkbooks => "zip-of-workbooks",
            Self::Document => "document",
            Self::Presentation => "presentation",
            Self::Compressed => "compressed",
            Self::Image => "image",
            Self::WebPage => "web-page",
            Self::Xml => "xml",
            Self::Json => "json",
            Self::Database => "database",
            Self::OfficeBinary => "office-binary",
            Self::Program => "program",
            Self::AncientWorkbook => "ancient-workbook",
            Self::Unknown => "unknown",
        }
    }
}

macro_rules! damages {
    ($($(#[doc = $doc:literal])+ $name:ident = $word:literal, $phrase:literal;)+) => {
        /// What is wrong with a damaged file.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Damage { $($(#[doc = $doc])+ $name,)+ }

        impl Damage {
            /// Every damage.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The stable word.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// The fault in plain English.
            pub const fn phrase(self) -> &'static str {
                match self { $(Self::$name => $phrase,)+ }
            }
        }
    };
}

damages! {
    /// The zip directory cannot be read: the file is cut off.
    Directory = "directory", "the directory of its parts cannot be read";
    /// Two parts have one name.
    PartTwice = "part-twice", "two parts have one name";
    /// Parts share bytes.
    PartsOverlap = "parts-overlap", "parts share the same bytes";
    /// A part that another one names is not there.
    PartMissing = "part-missing", "a part is missing";
    /// A part lies outside the file.
    PartExternal = "part-external", "a part lies outside the file";
    /// A part's checksum does not match its content.
    Checksum = "checksum", "a checksum does not match";
    /// A part is larger or smaller than the directory says.
    PartSize = "part-size", "a part does not have the size that the directory states";
    /// A part is compressed by a method that workbooks do not use.
    Compression = "compression", "a part is compressed in an unknown way";
    /// A part cannot be inflated.
    Inflate = "inflate", "a compressed part is broken";
    /// A part is not well-formed or not of the expected shape.
    Markup = "markup", "the markup of a part is broken";
    /// A part ends in the middle.
    CutOff = "cut-off", "a part ends in the middle";
    /// A part declares a document type, which no workbook needs and which can hide an attack.
    Doctype = "doctype", "a part declares a document type";
    /// A text is not valid in its encoding.
    Text = "text", "a text is not valid in its encoding";
    /// The encoding has no known name.
    EncodingUnknown = "encoding-unknown", "the encoding is unknown";
    /// A sheet has a second block of rows.
    RowsTwice = "rows-twice", "a sheet has two blocks of rows";
    /// Two rows have one number.
    RowTwice = "row-twice", "two rows have one number";
    /// Rows of a large sheet do not ascend.
    RowOrder = "row-order", "the rows of a large sheet are out of order";
    /// Two cells have one address.
    CellTwice = "cell-twice", "two cells have one address";
    /// A cell's address is none, lies outside a sheet or not in its row.
    CellAddress = "cell-address", "a cell has an impossible address";
    /// A cell points to a text that is not there.
    TextIndex = "text-index", "a cell points to a text that does not exist";
    /// A cell points to a style that is not there.
    StyleIndex = "style-index", "a cell points to a style that does not exist";
    /// A cell is of an unknown type.
    CellType = "cell-type", "a cell is of an unknown type";
    /// A cell's content does not fit its type.
    CellContent = "cell-content", "the content of a cell does not fit its type";
    /// A merged range is none.
    MergedRange = "merged-range", "a merged range is impossible";
    /// Two sheets have one name.
    SheetTwice = "sheet-twice", "two sheets have one name";
    /// A quotation mark is opened and never closed.
    QuoteOpen = "quote-open", "a quotation mark is never closed";
    /// A quoted field swallows whole records.
    QuoteSwallows = "quote-swallows", "a stray quotation mark swallows whole rows";
    /// A text file holds NUL bytes.
    NulByte = "nul-byte", "the text contains NUL bytes";
    /// The structure of an old binary workbook is broken.
    Binary = "binary", "the structure of the workbook is broken";
}

/// Which limit a file goes past. The texts are stable words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Bytes after inflating.
    Inflated,
    /// Cells of a sheet.
    Cells,
    /// Rows of a sheet.
    Rows,
    /// Columns of a sheet.
    Columns,
    /// Sheets of a workbook.
    Sheets,
    /// Parts of a package.
    Parts,
    /// Bytes of one cell's text.
    Text,
}

impl Limit {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inflated => "inflated",
            Self::Cells => "cells",
            Self::Rows => "rows",
            Self::Columns => "columns",
            Self::Sheets => "sheets",
            Self::Parts => "parts",
            Self::Text => "text",
        }
    }
}

/// Where in a file a fault is, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spot {
    /// The part of a package, for example `xl/worksheets/sheet1.xml`.
    pub part: Option<String>,
    /// The sheet's name.
    pub sheet: Option<String>,
    /// The cell.
    pub cell: Option<CellAddress>,
    /// The line of a text file, from 1.
    pub line: Option<u32>,
    /// Further cells of the sheet with the same fault, as far as they were looked for.
    pub also: Vec<CellAddress>,
}

impl Spot {
    pub(crate) fn part(part: &str) -> Self {
        Self { part: Some(part.to_owned()), ..Self::default() }
    }

    pub(crate) fn sheet(sheet: &str) -> Self {
        Self { sheet: Some(sheet.to_owned()), ..Self::default() }
    }

    pub(crate) fn line(line: u32) -> Self {
        Self { line: Some(line), ..Self::default() }
    }

    pub(crate) fn at(mut self, cell: CellAddress) -> Self {
        self.cell = Some(cell);
        self
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(part) = &self.part {
            write!(f, ", part {part}")?;
        }
        if let Some(sheet) = &self.sheet {
            write!(f, ", sheet \"{sheet}\"")?;
        }
        if let Some(cell) = &self.cell {
            write!(f, ", cell {cell}")?;
        }
        match self.line {
            Some(line) => write!(f, ", line {line}"),
            None => Ok(()),
        }
    }
}

/// Why a file, or a sheet of it, is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// The file holds nothing.
    #[error("the file is empty")]
    Empty,
    /// The content is no spreadsheet.
    #[error("the file is no spreadsheet: {}", .found.as_str())]
    NotSpreadsheet {
        /// What it is instead.
        found: Found,
    },
    /// The file is locked with a password.
    #[error("the file is locked with a password")]
    Encrypted,
    /// The file is cut off, damaged, or says what cannot be.
    #[error("the file is damaged: {}{spot}", .damage.phrase())]
    Damaged {
        /// What is wrong.
        damage: Damage,
        /// Where.
        spot: Spot,
    },
    /// The file goes past a limit.
    #[error("the file is too large: more than {max} {}{spot}", .limit.as_str())]
    TooLarge {
        /// Which limit.
        limit: Limit,
        /// How much is allowed: bytes for `inflated` and `text`, else a count.
        max: u64,
        /// Where.
        spot: Spot,
    },
    /// There is no sheet with this index.
    #[error("the workbook has {count} sheets, and none with the index {index}")]
    NoSheet {
        /// The index, from 0.
        index: usize,
        /// How many sheets there are.
        count: usize,
    },
}

impl SheetError {
    pub(crate) fn damaged(damage: Damage, spot: Spot) -> Self {
        Self::Damaged { damage, spot }
    }

    pub(crate) fn too_large(limit: Limit, max: u64, spot: Spot) -> Self {
        Self::TooLarge { limit, max, spot }
    }

    /// The same error, in the sheet of this name.
    pub(crate) fn with_sheet(mut self, name: &str) -> Self {
        if let Self::Damaged { spot, .. } | Self::TooLarge { spot, .. } = &mut self {
            spot.sheet.get_or_insert_with(|| name.to_owned());
        }
        self
    }

    /// The same error, in the part of this name.
    pub(crate) fn with_part(mut self, name: &str) -> Self {
        if let Self::Damaged { spot, .. } | Self::TooLarge { spot, .. } = &mut self {
            spot.part.get_or_insert_with(|| name.to_owned());
        }
        self
    }

    fn spot(&self) -> Option<&Spot> {
        match self {
            Self::Damaged { spot, .. } | Self::TooLarge { spot, .. } => Some(spot),
            Self::Empty | Self::NotSpreadsheet { .. } | Self::Encrypted | Self::NoSheet { .. } => None,
        }
    }

    /// The findings for `file`, the name that the user knows the file by: one for each cell that is known.
    pub fn findings(&self, file: &str) -> Vec<Finding> {
        let first = self.finding(file);
        let also = self.spot().map_or(&[][..], |spot| &spot.also);
        let others: Vec<Finding> = also.iter().map(|cell| at(first.clone(), *cell)).collect();
        std::iter::once(first).chain(others).collect()
    }

    /// The finding for `file`, at the first place where the fault is.
    pub fn finding(&self, file: &str) -> Finding {
        let finding = Finding::new(self.code(), self.place(file));
        let finding = match self {
            Self::Empty | Self::Encrypted => finding,
            Self::NotSpreadsheet { found } => finding.with("found", found.as_str()),
            Self::Damaged { damage, .. } => finding.with("reason", damage.as_str()),
            Self::TooLarge { limit, max, .. } => finding.with("reason", limit.as_str()).with("limit", *max as f64),
            Self::NoSheet { index, .. } => finding.with("expected", format!("{}", index + 1)),
        };
        match self.spot().and_then(|spot| spot.part.as_deref()) {
            Some(part) => finding.with("part", shortened(part)),
            None => finding,
        }
    }

    fn code(&self) -> Code {
        match self {
            Self::Empty => Code::FileEmpty,
            Self::NotSpreadsheet { .. } => Code::FileNotSpreadsheet,
            Self::Encrypted => Code::FileEncrypted,
            Self::Damaged { .. } => Code::FileDamaged,
            Self::TooLarge { .. } => Code::FileTooLarge,
            Self::NoSheet { .. } => Code::SheetMissing,
        }
    }

    fn place(&self, file: &str) -> Place {
        let mut place = Place::file(file);
        if let Some(spot) = self.spot() {
            place.sheet = spot.sheet.clone();
            place.cell = spot.cell;
            place.line = spot.line;
        }
        place
    }
}

fn at(mut finding: Finding, cell: CellAddress) -> Finding {
    finding.place.cell = Some(cell);
    finding
}

/// A name inside a file can be as long as whoever made it liked.
fn shortened(name: &str) -> String {
    const MOST: usize = 80;
    name.chars().take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use mola_finding::Language;

    /// The catalogue cannot know the damages; what it lacks a word for shows as this.
    #[test]
    fn every_damage_has_its_words() {
        for language in Language::ALL {
            let text = |damage: &str| {
                Finding::new(Code::FileDamaged, Place::file("a.xlsx")).with("reason", damage).text(language)
            };
            for damage in Damage::ALL {
                assert_ne!(text(damage.as_str()), text("none of them"), "{language} {}", damage.as_str());
            }
        }
    }

    #[test]
    fn a_finding_says_where() {
        let spot = Spot { part: Some("xl/x.xml".into()), ..Spot::sheet("Avance").at(CellAddress::new(14, 6)) };
        let error = SheetError::damaged(Damage::TextIndex, spot);
        let finding = error.finding("undp.xlsx");
        assert_eq!(finding.code, Code::FileDamaged);
        assert_eq!(finding.place.cell, Some(CellAddress::new(14, 6)));
        assert_eq!(finding.place.sheet.as_deref(), Some("Avance"));
        assert!(error.to_string().ends_with("part xl/x.xml, sheet \"Avance\", cell F14"), "{error}");
    }
}
