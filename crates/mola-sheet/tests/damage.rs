//! Damage on the way: whatever bytes of a package change or are cut off, it is refused, or its cells
//! are the same. Formats without checksums (xls, web pages, SpreadsheetML, text) cannot promise that
//! of a changed byte: a digit that became another is as good a digit. They promise to end with rows or
//! a reason. Of a file that is cut off, xls and SpreadsheetML are refused or read as they were; web
//! pages and texts, which may end anywhere, give no rows but those of the whole, up to the last one.

use mola_sheet::{Hints, Limits, SheetError, Workbook};

/// Every so many bytes one is changed.
const STEP: usize = 97;
const PACKAGES: [&str; 11] = [
    "hostile/in/control_good.xlsx",
    "hostile/in/d02_list_resaved.xlsx",
    "hostile/in/v03_date1904.xlsx",
    "hostile/in/w08_merged_data_cells.xlsx",
    "hostile/in/x30_strict_namespace.xlsx",
    "hostile/in/b10_control_handmade.xlsb",
    "hostile/in/o06_covered_cells.ods",
    "locked/in/standard.xlsx",
    "panama/inbox/undp/PNUD_informe_2011-10.xlsx",
    "panama/inbox/unido/UNIDO_progress_2011_Q2.xlsx",
    "panama/inbox/unctad/CNUCED_semestre_S1_2011.ods",
];
const OTHERS: [&str; 5] = [
    "hostile/in/control_good.xls",
    "hostile/in/b01_control_handmade.xls",
    "hostile/in/b06_biff5_cp1251.xls",
    "locked/in/stream.xls",
    "panama/inbox/fao/FAO_avance_2011_T2.xls",
];
const TEXTS: [&str; 4] = [
    "hostile/in/f14_html_saved_as.xls",
    "hostile/in/f15_html_mso_cp1256.xls",
    "hostile/in/c16_quoted_newlines.csv",
    "hostile/in/f18_utf16_tsv_named.xls",
];

/// A workbook of Office 2003 as XML, with every type of cell.
fn spreadsheet_ml() -> Vec<u8> {
    let cell = |kind: &str, text: &str| format!("<Cell><Data ss:Type=\"{kind}\">{text}</Data></Cell>\n");
    let row = |index: usize| {
        let cells = [
            cell("String", &format!("taller {index} &amp; más")),
            cell("Number", &format!("{}.5", index * 3)),
            cell("DateTime", "2011-10-31T00:00:00.000"),
            cell("Boolean", "1"),
        ];
        format!("<Row>{}</Row>\n", cells.concat())
    };
    let rows: String = (1..=40).map(row).collect();
    format!(
        "<?xml version=\"1.0\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" \
         xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"Uno\"><Table>{rows}</Table>\
         </Worksheet></Workbook>"
    )
    .into_bytes()
}

fn fixture(name: &str) -> Vec<u8> {
    let path = format!("../../fixtures/{name}");
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every cell of every sheet, with its address.
fn cells(bytes: Vec<u8>) -> Result<Vec<String>, SheetError> {
    cells_with(bytes, &Hints::default())
}

fn cells_with(bytes: Vec<u8>, hints: &Hints) -> Result<Vec<String>, SheetError> {
    let mut workbook = Workbook::open(bytes, hints, &Limits::default())?;
    let mut cells = Vec::new();
    for index in 0..workbook.sheets().len() {
        let name = workbook.sheets()[index].name.clone();
        let mut sheet = workbook.sheet(index)?;
        while let Some(chunk) = sheet.next_chunk()? {
            for row in chunk.rows() {
                cells.extend(row.cells().map(|(column, value)| format!("{name}!{},{column}={value:?}", row.number())));
            }
        }
    }
    Ok(cells)
}

fn check(name: &str, what: &str, damaged: Vec<u8>, whole: &[String]) {
    if let Ok(found) = cells(damaged) {
        let differs = found.iter().zip(whole).find(|(found, whole)| found != whole);
        assert!(found == whole, "{name}, {what}: {} cells of {}, {differs:?}", found.len(), whole.len());
    }
}

/// The file cut at each hundredth.
fn check_cuts(name: &str, bytes: &[u8], whole: &[String]) {
    for part in 0..100 {
        check(name, &format!("cut at {part} %"), bytes[..bytes.len() * part / 100].to_vec(), whole);
    }
}

#[test]
fn a_damaged_package_is_refused_or_read_as_it_was() {
    for name in PACKAGES {
        let bytes = fixture(name);
        let whole = cells(bytes.clone()).expect("a sound file");
        assert!(!whole.is_empty(), "{name}");
        check_cuts(name, &bytes, &whole);
        for at in (0..bytes.len()).step_by(STEP) {
            for flip in [0x01, 0x20, 0xFF] {
                let mut damaged = bytes.clone();
                damaged[at] ^= flip;
                check(name, &format!("byte {at} changed by {flip:#x}"), damaged, &whole);
            }
        }
    }
}

#[test]
fn a_file_that_is_cut_off_is_refused_or_read_as_it_was() {
    let files = OTHERS.iter().map(|name| (*name, fixture(name)));
    for (name, bytes) in files.chain([("SpreadsheetML", spreadsheet_ml())]) {
        let whole = cells(bytes.clone()).expect("a sound file");
        check_cuts(name, &bytes, &whole);
    }
}

/// With the delimiter declared: where two lines are left of a text, there is too little to find it by.
#[test]
fn a_text_that_is_cut_off_gives_the_rows_before() {
    for name in TEXTS {
        let bytes = fixture(name);
        let delimiter = if name.ends_with("csv") { "," } else { "\t" };
        let hints = Hints { delimiter: Some(delimiter.to_owned()), ..Hints::default() };
        let whole = cells_with(bytes.clone(), &hints).expect("a sound file");
        for part in 0..100 {
            let Ok(found) = cells_with(bytes[..bytes.len() * part / 100].to_vec(), &hints) else { continue };
            let row = |cell: &str| cell.split(',').next().map(str::to_owned);
            let last = found.last().and_then(|cell| row(cell));
            let before: Vec<&String> = found.iter().filter(|cell| row(cell) != last).collect();
            let same = before.iter().zip(&whole).all(|(found, whole)| *found == whole);
            assert!(same, "{name} cut at {part} %: {before:?}");
        }
    }
}

#[test]
fn a_changed_byte_of_a_format_without_checksums_ends_in_rows_or_a_reason() {
    let files = OTHERS.iter().chain(&TEXTS).map(|name| fixture(name));
    for bytes in files.chain([spreadsheet_ml()]) {
        for at in (0..bytes.len()).step_by(STEP) {
            for flip in [0x01, 0x20, 0xFF] {
                let mut damaged = bytes.clone();
                damaged[at] ^= flip;
                let _ = cells(damaged);
            }
        }
    }
}
