//! What a file is, told from its content alone.

use crate::compound;
use crate::error::{Damage, Found, SheetError, Spot};
use crate::limits::Limits;
use crate::package::Package;
use crate::text::head_text;
use memchr::memmem;
use std::fmt;

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Workbook of Office Open XML.
    Xlsx,
    /// The same with macros, which are never run.
    Xlsm,
    /// Binary workbook of Office 2007 and later.
    Xlsb,
    /// Binary workbook up to Office 2003.
    Xls,
    /// Spreadsheet of OpenDocument.
    Ods,
    /// Text with delimiters: csv, tsv, txt.
    Csv,
    /// Web page with tables, often saved as `.xls`.
    Html,
    /// XML spreadsheet of Office 2003, often saved as `.xls`.
    SpreadsheetMl,
}

impl Format {
    /// The stable name, which is the usual ending of such files where they have one of their own.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Xlsm => "xlsm",
            Self::Xlsb => "xlsb",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::Csv => "csv",
            Self::Html => "html",
            Self::SpreadsheetMl => "spreadsheetml",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Tells what the bytes are. Names and endings play no part.
///
/// # Errors
/// [`SheetError::Empty`], [`SheetError::NotSpreadsheet`], [`SheetError::Encrypted`], and
/// [`SheetError::Damaged`] where a container cannot be opened.
///
/// ```
/// assert_eq!(mola_sheet::sniff(b"a;b\r\n1;2\r\n"), Ok(mola_sheet::Format::Csv));
/// assert!(mola_sheet::sniff(b"%PDF-1.4").is_err());
/// ```
pub fn sniff(bytes: &[u8]) -> Result<Format, SheetError> {
    if bytes.is_empty() {
        return Err(SheetError::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return sniff_package(bytes);
    }
    if bytes.starts_with(&compound::MAGIC) {
        return compound::sniff(bytes);
    }
    if let Some(found) = foreign(bytes) {
        return Err(SheetError::NotSpreadsheet { found });
    }
    match head_text(bytes) {
        Some(head) => sniff_text(&head, bytes),
        // A bad download may have put bytes before a package: its directory stands at the end.
        None if has_zip_end(bytes) => sniff_package(bytes),
        None => Err(SheetError::NotSpreadsheet { found: Found::Unknown }),
    }
}

fn has_zip_end(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(66_000)..];
    memmem::rfind(tail, b"PK\x05\x06").is_some()
}

/// Beginnings of files that are no spreadsheets.
const FOREIGN: &[(&[u8], Found)] = &[
    (b"\x1F\x8B", Found::Compressed),
    (b"7z\xBC\xAF\x27\x1C", Found::Compressed),
    (b"Rar!\x1A\x07", Found::Compressed),
    (b"\xFD7zXZ\0", Found::Compressed),
    (b"\x28\xB5\x2F\xFD", Found::Compressed),
    (b"\x89PNG\r\n\x1A\n", Found::Image),
    (b"\xFF\xD8\xFF", Found::Image),
    (b"GIF87a", Found::Image),
    (b"GIF89a", Found::Image),
    (b"II*\0", Found::Image),
    (b"MM\0*", Found::Image),
    (b"{\\rtf", Found::Document),
    (b"SQLite format 3\0", Found::Database),
    (b"\0\x01\0\0Standard ", Found::Database),
    (b"PAR1", Found::Database),
    (b"\x7FELF", Found::Program),
    (b"\x09\x00\x04\x00", Found::AncientWorkbook),
    (b"\x09\x02\x06\x00", Found::AncientWorkbook),
    (b"\x09\x04\x06\x00", Found::AncientWorkbook),
];

fn foreign(bytes: &[u8]) -> Option<Found> {
    let known = FOREIGN.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, found)| *found);
    let head = &bytes[..bytes.len().min(1_024)];
    let binary = head.contains(&0);
    known
        .or_else(|| memmem::find(head, b"%PDF-").map(|_| Found::Pdf))
        .or_else(|| (bytes.starts_with(b"BZh") && binary).then_some(Found::Compressed))
        .or_else(|| (bytes.starts_with(b"MZ") && binary).then_some(Found::Program))
        .or_else(|| (bytes.starts_with(b"BM") && binary).then_some(Found::Image))
        .or_else(|| (bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")).then_some(Found::Image))
}

fn sniff_package(bytes: &[u8]) -> Result<Format, SheetError> {
    let mut package = Package::open(bytes, &Limits::default())?;
    if package.has("[Content_Types].xml") {
        let types = package.part("[Content_Types].xml")?;
        if let Some(outcome) = by_content_types(&types) {
            return outcome;
        }
    }
    if package.has("mimetype") {
        let kind = package.part("mimetype")?;
        return open_document(&kind, &mut package);
    }
    let known = [("xl/workbook.xml", Format::Xlsx), ("xl/workbook.bin", Format::Xlsb), ("content.xml", Format::Ods)];
    if let Some((_, format)) = known.iter().find(|(part, _)| package.has(part)) {
        return Ok(*format);
    }
    let is_workbook = |name: &str| {
        let name = name.to_lowercase();
        [".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv"].iter().any(|ending| name.ends_with(ending))
    };
    let found = if package.names().any(is_workbook) { Found::ZipOfWorkbooks } else { Found::Zip };
    Err(SheetError::NotSpreadsheet { found })
}

/// What the main part of an Office package is.
fn by_content_types(types: &[u8]) -> Option<Result<Format, SheetError>> {
    let has = |needle: &str| memmem::find(types, needle.as_bytes()).is_some();
    let not = |found| Some(Err(SheetError::NotSpreadsheet { found }));
    if has("ms-excel.sheet.binary.macroEnabled.main") {
        Some(Ok(Format::Xlsb))
    } else if has("ms-excel.sheet.macroEnabled.main") || has("ms-excel.template.macroEnabled.main") {
        Some(Ok(Format::Xlsm))
    } else if has("spreadsheetml.sheet.main") || has("spreadsheetml.template.main") {
        Some(Ok(Format::Xlsx))
    } else if has("wordprocessingml.") || has("ms-word.") {
        not(Found::Document)
    } else if has("presentationml.") || has("ms-powerpoint.") {
        not(Found::Presentation)
    } else {
        None
    }
}

fn open_document(kind: &[u8], package: &mut Package<&[u8]>) -> Result<Format, SheetError> {
    let kind = kind.trim_ascii();
    let is = |name: &str| {
        kind.strip_prefix(b"application/vnd.oasis.opendocument.").is_some_and(|kind| kind.starts_with(name.as_bytes()))
    };
    if is("spreadsheet") {
        let manifest = "META-INF/manifest.xml";
        let locked = package.has(manifest) && memmem::find(&package.part(manifest)?, b"encryption-data").is_some();
        return if locked { Err(SheetError::Encrypted) } else { Ok(Format::Ods) };
    }
    let found = match () {
        () if is("text") => Found::Document,
        () if is("presentation") => Found::Presentation,
        () if is("graphics") || is("image") => Found::Image,
        () => Found::Zip,
    };
    Err(SheetError::NotSpreadsheet { found })
}

fn sniff_text(head: &str, bytes: &[u8]) -> Result<Format, SheetError> {
    let start = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if start.is_empty() && bytes.len() < head.len().max(4_096) {
        return Err(SheetError::Empty);
    }
    if start.starts_with('<') {
        return sniff_markup(start, bytes);
    }
    let mut characters = start.chars().filter(|c| !c.is_whitespace());
    match (characters.next(), characters.next()) {
        (Some('{'), Some('"')) | (Some('['), Some('{' | '[')) => Err(SheetError::NotSpreadsheet { found: Found::Json }),
        _ => Ok(Format::Csv),
    }
}

fn sniff_markup(start: &str, bytes: &[u8]) -> Result<Format, SheetError> {
    let lower = start.to_ascii_lowercase();
    if lower.contains("urn:schemas-microsoft-com:office:spreadsheet") && lower.contains("workbook") {
        return Ok(Format::SpreadsheetMl);
    }
    let page = ["<!doctype html", "<html", "<head", "<body", "<table", "<meta", "<div", "<style", "<tr", "<h1", "<p>"];
    if page.iter().any(|tag| lower.contains(tag)) {
        return if has_table(bytes) { Ok(Format::Html) } else { not_spreadsheet(Found::WebPage) };
    }
    if lower.starts_with("<?xml") || lower.starts_with("<!doctype") {
        return not_spreadsheet(Found::Xml);
    }
    Ok(Format::Csv)
}

fn not_spreadsheet(found: Found) -> Result<Format, SheetError> {
    Err(SheetError::NotSpreadsheet { found })
}

/// Whether a table begins anywhere in the page, in any encoding that holds ASCII in one or two bytes.
fn has_table(bytes: &[u8]) -> bool {
    let ascii = bytes.iter().filter(|byte| **byte != 0);
    let mut recent = [0_u8; 6];
    ascii.map(u8::to_ascii_lowercase).any(|byte| {
        recent.rotate_left(1);
        recent[5] = byte;
        &recent == b"<table"
    })
}

/// The error for text that holds NUL bytes, at the line of the first one.
pub(crate) fn nul_error(bytes: &[u8], at: usize) -> SheetError {
    let line = memchr::memchr_iter(b'\n', &bytes[..at]).count() + 1;
    SheetError::damaged(Damage::NulByte, Spot::line(u32::try_from(line).unwrap_or(u32::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_are_told_apart() {
        use Found::*;
        let not = |found| Err(SheetError::NotSpreadsheet { found });
        let wide: Vec<u8> = "a\tb\r\n1\t2\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let cases: &[(&[u8], Result<Format, SheetError>)] = &[
            (b"", Err(SheetError::Empty)),
            (b"\xEF\xBB\xBF", Err(SheetError::Empty)),
            (b" \r\n\t ", Err(SheetError::Empty)),
            (b"a,b\n1,2\n", Ok(Format::Csv)),
            (b"\xE1o;n\xFAmero\r\n2011;4\r\n", Ok(Format::Csv)),
            (&wide, Ok(Format::Csv)),
            (b"<18;>18\n1;2\n", Ok(Format::Csv)),
            (b"BM;MZ;PAR\n1;2;3\n", Ok(Format::Csv)),
            (b"\n <HTML><body><TABLE><tr><td>1</table>", Ok(Format::Html)),
            (b"<!DOCTYPE html><html><body>504</body></html>", not(WebPage)),
            (
                b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>",
                Ok(Format::SpreadsheetMl),
            ),
            (b"<?xml version='1.0'?><iati-activities/>", not(Xml)),
            (b"{ \"a\": 1 }", not(Json)),
            (b"%PDF-1.7\n%\xE2\xE3", not(Pdf)),
            (b"\x1F\x8B\x08\0", not(Compressed)),
            (b"\x89PNG\r\n\x1A\n\0\0", not(Image)),
            (b"\x01\x02\x03\x80\x90\0\x05\x06\x07\x08\x0E\x0F", not(Unknown)),
            (b"a,b\n1,2\n\0\0\0\0\0\0\0\0\0\0\0\0\0", Ok(Format::Csv)),
            (b"PK\x03\x04 cut off", Err(SheetError::damaged(Damage::Directory, Spot::default()))),
        ];
        for (bytes, expected) in cases {
            assert_eq!(&sniff(bytes), expected, "{}", String::from_utf8_lossy(bytes));
        }
    }
}
