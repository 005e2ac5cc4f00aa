//! The markup of a sheet, in a package that is whole.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mola_sheet::{Hints, Limits, Workbook};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const PARTS: [(&str, &str); 4] = [
    ("[Content_Types].xml", r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#),
    (
        "_rels/.rels",
        r#"<Relationships><Relationship Id="a" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    ("xl/workbook.xml", r#"<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="a"/></sheets></workbook>"#),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships><Relationship Id="a" Type="http://x/worksheet" Target="s.xml"/><Relationship Id="b" Type="http://x/sharedStrings" Target="t.xml"/></Relationships>"#,
    ),
];

fuzz_target!(|bytes: &[u8]| {
    // The first half is the sheet, the second the shared texts.
    let (sheet, texts) = bytes.split_at(bytes.len() / 2);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let own = [("xl/s.xml", sheet), ("xl/t.xml", texts)];
    let all = PARTS.iter().map(|(name, text)| (*name, text.as_bytes())).chain(own);
    for (name, content) in all {
        zip.start_file(name, options).expect("a part");
        zip.write_all(content).expect("its bytes");
    }
    let package = zip.finish().expect("a package").into_inner();
    let Ok(mut workbook) = Workbook::open(package, &Hints::default(), &Limits::default()) else { return };
    let Ok(mut sheet) = workbook.sheet(0) else { return };
    while let Ok(Some(chunk)) = sheet.next_chunk() {
        chunk.rows().for_each(|row| row.cells().for_each(|(_, value)| drop(value.raw())));
    }
});
