//! Texts: encoding, dialect, quotation marks, and the table that is found in them. No record is lost: what a strict
//! and a patient reading agree on is the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mola_sheet::{Hints, Limits, TableHints, Workbook, read_table};

fuzz_target!(|bytes: &[u8]| {
    for repair in [false, true] {
        let hints = Hints { repair, ..Hints::default() };
        let Ok(mut workbook) = Workbook::open(bytes.to_vec(), &hints, &Limits::default()) else { continue };
        let Ok(mut sheet) = workbook.sheet(0) else { continue };
        let mut rows = 0_u64;
        let found = read_table(&mut sheet, TableHints::default(), &mut |_| {
            rows += 1;
            Ok(())
        });
        if let Ok(found) = found {
            assert_eq!(rows, found.records + u64::from(!found.header_rows.is_empty()));
        }
    }
});
