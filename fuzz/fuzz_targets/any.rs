//! Whatever bytes come: told apart, opened, read to the end. xls, xlsb, web pages and SpreadsheetML are met here.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mola_sheet::{Hints, Limits, Workbook};

fuzz_target!(|bytes: &[u8]| {
    // Small limits: what is found is what they are for, not how long a large file takes.
    let limits = Limits { max_inflated_bytes: 1 << 20, max_cells: 1 << 16, ..Limits::default() };
    let Ok(mut workbook) = Workbook::open(bytes.to_vec(), &Hints::default(), &limits) else { return };
    for index in 0..workbook.sheets().len() {
        let Ok(mut sheet) = workbook.sheet(index) else { continue };
        let mut last = 0;
        while let Ok(Some(chunk)) = sheet.next_chunk() {
            for row in chunk.rows() {
                assert!(row.number() > last, "rows ascend");
                last = row.number();
                for (column, value) in row.cells() {
                    assert!(column > 0 && row.get(column).raw() == value.raw());
                }
            }
        }
    }
});
