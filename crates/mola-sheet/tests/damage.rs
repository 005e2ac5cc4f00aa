//! Damage on the way: whatever bytes of a package change or are cut off, it is refused, or its cells
//! are the same. Formats without checksums (xls, web pages, text) cannot promise that of a changed
//! byte; of a file that is cut off they never give other cells than those of the whole one.

use mola_sheet::{Hints, Limits, SheetError, Workbook};

/// Every so many bytes one is changed.
const STEP: usize = 97;
const PACKAGES: [&str; 10] = [
    "hostile/in/control_good.xlsx",
    "hostile/in/d02_list_resaved.xlsx",
    "hostile/in/v03_date1904.xlsx",
    "hostile/in/w08_merged_data_cells.xlsx",
    "hostile/in/x30_strict_namespace.xlsx",
    "hostile/in/b10_control_handmade.xlsb",
    "hostile/in/o06_covered_cells.ods",
    "panama/inbox/undp/PNUD_informe_2011-10.xlsx",
    "panama/inbox/unido/UNIDO_progress_2011_Q2.xlsx",
    "panama/inbox/unctad/CNUCED_semestre_S1_2011.ods",
];
const OTHERS: [&str; 3] =
    ["hostile/in/control_good.xls", "hostile/in/b01_control_handmade.xls", "panama/inbox/fao/FAO_avance_2011_T2.xls"];

fn fixture(name: &str) -> Vec<u8> {
    let path = format!("../../fixtures/{name}");
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every cell of every sheet, with its address.
fn cells(bytes: Vec<u8>) -> Result<Vec<String>, SheetError> {
    let mut workbook = Workbook::open(bytes, &Hints::default(), &Limits::default())?;
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
    for name in OTHERS {
        let bytes = fixture(name);
        let whole = cells(bytes.clone()).expect("a sound file");
        check_cuts(name, &bytes, &whole);
    }
}
