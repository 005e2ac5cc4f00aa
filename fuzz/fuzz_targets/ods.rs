//! The content of an OpenDocument spreadsheet, in a package that is whole.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mola_sheet::{Hints, Limits, Workbook};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fuzz_target!(|bytes: &[u8]| {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let parts = [("mimetype", &b"application/vnd.oasis.opendocument.spreadsheet"[..]), ("content.xml", bytes)];
    for (name, content) in parts {
        zip.start_file(name, options).expect("a part");
        zip.write_all(content).expect("its bytes");
    }
    let package = zip.finish().expect("a package").into_inner();
    let limits = Limits { max_cells: 1 << 18, ..Limits::default() };
    let Ok(mut workbook) = Workbook::open(package, &Hints::default(), &limits) else { return };
    for index in 0..workbook.sheets().len() {
        let Ok(mut sheet) = workbook.sheet(index) else { continue };
        while let Ok(Some(chunk)) = sheet.next_chunk() {
            chunk.rows().for_each(|row| row.cells().for_each(|(_, value)| drop(value.raw())));
        }
    }
});
