//! Limits that keep one file within a laptop's means, and hints from whoever knows the file.

/// How much of a file is read before it is refused. Nothing that a file says about its own size is
/// believed: sizes are counted while reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of all parts of a package after inflating, or bytes of a text file.
    pub max_inflated_bytes: u64,
    /// Cells of one sheet, merged and repeated cells included.
    pub max_cells: u64,
    /// Sheets of a workbook.
    pub max_sheets: usize,
    /// Bytes of the text of one cell, in UTF-8.
    pub max_text_bytes: usize,
    /// Bytes of cells and texts that one chunk holds before the next one begins.
    pub chunk_bytes: usize,
}

impl Default for Limits {
    /// For a process of 512 MB: 1 GiB inflated, 64 million cells, 4,096 sheets, 32,767 characters
    /// a cell (Excel's own limit, at four bytes each), chunks of 64 MiB.
    fn default() -> Self {
        Self {
            max_inflated_bytes: 1 << 30,
            max_cells: 64_000_000,
            max_sheets: 4_096,
            max_text_bytes: 4 * 32_767,
            chunk_bytes: 64 << 20,
        }
    }
}

/// What is declared about a text file. What is `None` is worked out from the content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// A name of an encoding as in the WHATWG standard, for example `windows-1252`.
    pub encoding: Option<String>,
    /// What stands between fields, as [`delimiter`] takes it.
    pub delimiter: Option<String>,
    /// The byte around fields.
    pub quote: Option<Mark>,
    /// The byte before a quotation mark that is text; [`Mark::None`] where it is doubled.
    pub escape: Option<Mark>,
    /// Whether quotation marks that swallow rows are read as letters and told of. Otherwise a text
    /// with such marks is refused.
    pub repair: bool,
}

/// A byte with a meaning in a text with delimiters, or the statement that there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// There is none.
    None,
    /// This one, of ASCII.
    Byte(u8),
}

impl Mark {
    /// A mark as settings write it: one character that is neither letter, digit, blank nor control
    /// character, or `none`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.as_bytes() {
            b"none" => Some(Self::None),
            [byte] if byte.is_ascii_punctuation() => Some(Self::Byte(*byte)),
            _ => None,
        }
    }

    /// The byte.
    pub const fn byte(self) -> Option<u8> {
        match self {
            Self::None => None,
            Self::Byte(byte) => Some(byte),
        }
    }
}

/// A delimiter as settings write it: `tab`, `\t`, `space`, or one to eight characters without line
/// ends and double quotation marks, not all of them letters and digits; `None` for anything else.
pub fn delimiter(text: &str) -> Option<String> {
    match text {
        "tab" | "\\t" => Some("\t".to_owned()),
        "space" => Some(" ".to_owned()),
        _ => {
            let sound = (1..=8).contains(&text.chars().count()) && !text.contains(['\n', '\r', '"', '\0']);
            let sound = sound && !text.chars().all(char::is_alphanumeric);
            sound.then(|| text.to_owned())
        }
    }
}

/// Rows of a sheet in Excel's file formats.
pub(crate) const MAX_ROWS: u32 = 1_048_576;
/// Columns of a sheet in Excel's file formats, applied to every format.
pub(crate) const MAX_COLUMNS: u32 = 16_384;
/// Parts of a package. Real workbooks have a few hundred.
pub(crate) const MAX_PARTS: usize = 10_000;
