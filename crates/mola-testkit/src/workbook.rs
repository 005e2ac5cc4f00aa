//! A workbook as text.

use calamine::{Data, Range, Reader, open_workbook_auto_from_rs};
use mola_finding::CellAddress;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;

/// Why a workbook cannot be read back.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    /// The file cannot be opened.
    #[error("{path} cannot be opened: {source}")]
    Unopened {
        /// The file.
        path: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// The bytes are no workbook.
    #[error("not a workbook: {0}")]
    Unreadable(#[from] calamine::Error),
}

/// The filled cells of a sheet, as text: numbers in their shortest form, dates as ISO.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetText {
    /// Its name.
    pub name: String,
    /// Its cells, row by row.
    pub cells: BTreeMap<CellAddress, String>,
}

/// A workbook's sheets, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkbookText {
    /// The sheets.
    pub sheets: Vec<SheetText>,
}

impl WorkbookText {
    /// Reads the workbook at `path`: xlsx, xls, xlsb or ods.
    ///
    /// # Errors
    /// Where the file cannot be opened or is no workbook.
    pub fn open(path: &Path) -> Result<Self, WorkbookError> {
        let unopened = |source| WorkbookError::Unopened { path: path.display().to_string(), source };
        Self::read(&std::fs::read(path).map_err(unopened)?)
    }

    /// Reads a workbook from its bytes.
    ///
    /// # Errors
    /// Where they are no workbook.
    pub fn read(bytes: &[u8]) -> Result<Self, WorkbookError> {
        let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes))?;
        let mut sheets = Vec::new();
        for name in workbook.sheet_names() {
            let cells = cells(&workbook.worksheet_range(&name)?);
            sheets.push(SheetText { name, cells });
        }
        Ok(Self { sheets })
    }

    /// The sheet of this name.
    pub fn sheet(&self, name: &str) -> Option<&SheetText> {
        self.sheets.iter().find(|sheet| sheet.name == name)
    }

    /// The text of a cell such as `B4`; none for a blank cell, and for what is no cell.
    pub fn cell(&self, sheet: &str, address: &str) -> Option<&str> {
        self.sheet(sheet)?.cell(address)
    }

    /// Fills a cell, and adds the sheet where there is none of that name. What is no address is
    /// left out.
    pub fn put(&mut self, sheet: &str, address: &str, text: &str) {
        if !self.sheets.iter().any(|known| known.name == sheet) {
            self.sheets.push(SheetText { name: sheet.to_owned(), cells: BTreeMap::new() });
        }
        let found = self.sheets.iter_mut().find(|known| known.name == sheet);
        if let (Some(sheet), Some(address)) = (found, CellAddress::parse(address)) {
            sheet.cells.insert(address, text.to_owned());
        }
    }
}

impl SheetText {
    /// The text of a cell such as `B4`; none for a blank cell, and for what is no cell.
    pub fn cell(&self, address: &str) -> Option<&str> {
        self.cells.get(&CellAddress::parse(address)?).map(String::as_str)
    }

    /// The first cell, row by row, with exactly this text.
    pub fn find(&self, text: &str) -> Option<CellAddress> {
        self.cells.iter().find(|(_, found)| *found == text).map(|(address, _)| *address)
    }

    /// The texts of a row, by column number, both from 1.
    pub fn row(&self, row: u32) -> BTreeMap<u32, &str> {
        let cells = self.cells.range(CellAddress::new(row, 0)..CellAddress::new(row + 1, 0));
        cells.map(|(address, text)| (address.column, text.as_str())).collect()
    }
}

fn cells(range: &Range<Data>) -> BTreeMap<CellAddress, String> {
    let (row, column) = range.start().unwrap_or_default();
    let filled = range.used_cells().filter_map(|(r, c, data)| Some((r, c, text(data)?)));
    filled.map(|(r, c, text)| (CellAddress::new(row + r as u32 + 1, column + c as u32 + 1), text)).collect()
}

/// A cell's text; none for a blank one.
fn text(data: &Data) -> Option<String> {
    let text = match data {
        Data::Empty => return None,
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Float(number) => number.to_string(),
        Data::DateTime(moment) => iso(moment),
        other => other.to_string(),
    };
    (!text.is_empty()).then_some(text)
}

/// A day as `2011-10-31`, a moment as `2011-10-31T08:30:00`, anything else as its number.
fn iso(moment: &calamine::ExcelDateTime) -> String {
    if !moment.is_datetime() {
        return moment.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    match (hour, minute, second) {
        (0, 0, 0) => date,
        _ => format!("{date}T{hour:02}:{minute:02}:{second:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

    fn sample() -> Vec<u8> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet().set_name("Datos").expect("the name is legal");
        let date = Format::new().set_num_format("dd/mm/yyyy");
        let day = ExcelDateTime::from_ymd(2011, 10, 31).expect("the day exists");
        sheet.write(2, 1, "Coclé").expect("in the sheet");
        sheet.write(2, 2, 12.5).expect("in the sheet");
        sheet.write(3, 2, 787).expect("in the sheet");
        sheet.write_with_format(3, 3, &day, &date).expect("in the sheet");
        sheet.write(4, 2, Formula::new("=C3*2").set_result("25")).expect("in the sheet");
        sheet.write(5, 1, true).expect("in the sheet");
        workbook.add_worksheet().set_name("Vacía").expect("the name is legal");
        workbook.save_to_buffer().expect("the workbook is whole")
    }

    #[test]
    fn cells_are_read_with_their_addresses() {
        let read = WorkbookText::read(&sample()).expect("the sample is a workbook");
        let names: Vec<&str> = read.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        assert_eq!(names, ["Datos", "Vacía"]);
        for (address, expected) in [
            ("B3", Some("Coclé")),
            ("C3", Some("12.5")),
            ("C4", Some("787")),
            ("D4", Some("2011-10-31")),
            ("C5", Some("25")),
            ("B6", Some("true")),
            ("A1", None),
            ("nowhere", None),
        ] {
            assert_eq!(read.cell("Datos", address), expected, "{address}");
        }
        let sheet = read.sheet("Datos").expect("the sheet is there");
        assert_eq!(sheet.row(3), [(2, "Coclé"), (3, "12.5")].into());
        assert_eq!(sheet.find("787"), Some(CellAddress::new(4, 3)));
    }

    #[test]
    fn what_is_no_workbook_is_refused() {
        assert!(WorkbookText::read(b"not a workbook").is_err());
        assert!(WorkbookText::open(Path::new("no/such/file.xlsx")).is_err());
    }
}
