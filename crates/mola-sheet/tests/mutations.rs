//! Whatever happens to a file on its way, reading it ends with rows or with a reason: it neither
//! panics nor hangs.

use mola_sheet::{Hints, Limits, TableHints, Workbook, read_table, sniff};
use proptest::prelude::*;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

fn fixture(name: &str) -> Vec<u8> {
    let folder = if name.contains('/') { "../../fixtures" } else { "../../fixtures/hostile/in" };
    let path = format!("{folder}/{name}");
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Reads all there is; errors are as good as rows.
fn read(bytes: Vec<u8>, chunk_bytes: usize) {
    let limits = Limits { chunk_bytes, max_cells: 100_000, ..Limits::default() };
    let Ok(mut workbook) = Workbook::open(bytes, &Hints::default(), &limits) else { return };
    for index in 0..workbook.sheets().len() {
        let Ok(mut sheet) = workbook.sheet(index) else { continue };
        while let Ok(Some(chunk)) = sheet.next_chunk() {
            for row in chunk.rows() {
                row.cells().for_each(|(_, value)| assert!(value.raw().len() < 200_000));
            }
        }
    }
}

/// Finds the table of each sheet, with quotation marks that swallow rows read as letters.
fn find_tables(bytes: Vec<u8>, chunk_bytes: usize) {
    let limits = Limits { chunk_bytes, max_cells: 100_000, ..Limits::default() };
    let hints = Hints { repair: true, ..Hints::default() };
    let Ok(mut workbook) = Workbook::open(bytes, &hints, &limits) else { return };
    for index in 0..workbook.sheets().len() {
        let Ok(mut sheet) = workbook.sheet(index) else { continue };
        let mut rows = 0_u64;
        let found = read_table(&mut sheet, TableHints::default(), &mut |_| {
            rows += 1;
            Ok(())
        });
        if let Ok(found) = found {
            assert_eq!(rows, found.records + u64::from(!found.header_rows.is_empty()), "every record is handed out");
        }
    }
}

/// Puts `change` in the place of the bytes at `at`, or between them.
fn mutate(bytes: &mut Vec<u8>, at: usize, change: &[u8], insert: bool) {
    let at = at % bytes.len().max(1);
    let end = if insert { at } else { (at + change.len()).min(bytes.len()) };
    bytes.splice(at..end, change.iter().copied());
}

/// The package with one of its parts changed and all checksums right.
fn repacked(bytes: &[u8], part: usize, at: usize, change: &[u8], insert: bool) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let part = part % archive.len();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("a part");
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("a sound part");
        if index == part {
            mutate(&mut content, at, change, insert);
        }
        writer.start_file(file.name().expect("a name"), stored).expect("a name");
        writer.write_all(&content).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

/// Bytes at random and pieces that mean something.
fn changes() -> impl Strategy<Value = Vec<u8>> {
    let pieces =
        ["<", ">", "/>", "\"", "</row>", "<c>", "&", "&#0;", "<!--", "]]>", "-1", "99999999999", "0", "\u{feff}", ":"];
    prop_oneof![
        prop::collection::vec(any::<u8>(), 1..6),
        prop::sample::select(pieces.to_vec()).prop_map(|piece| piece.as_bytes().to_vec()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn flat_files_survive(
        name in prop::sample::select(vec![
            "control_good.xls", "b01_control_handmade.xls", "b06_biff5_cp1251.xls", "f15_html_mso_cp1256.xls", "f14_html_saved_as.xls",
            "c16_quoted_newlines.csv", "c12_ragged.csv", "f18_utf16_tsv_named.xls", "control_good.xlsx", "map/cells/source.xml",
            "locked/in/stream.xls", "locked/in/provider.xls", "locked/in/mixed.xls", "locked/in/standard.xlsx",
        ]),
        at in any::<usize>(), change in changes(), insert in any::<bool>(),
    ) {
        let mut bytes = fixture(name);
        mutate(&mut bytes, at, &change, insert);
        let _ = sniff(&bytes);
        read(bytes.clone(), 64 << 20);
        find_tables(bytes, 4_096);
    }

    #[test]
    fn texts_of_marks_survive(text in "[ab1.;,|\t \"'\\\\\n\r=ñ]{0,200}", chunk_bytes in prop::sample::select(vec![1_usize, 64 << 20])) {
        read(text.clone().into_bytes(), chunk_bytes);
        find_tables(text.into_bytes(), chunk_bytes);
    }

    #[test]
    fn noise_survives(start in prop::sample::select(vec![&b""[..], b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"<html><table>", b"\xFF\xFE", b"sep=;\n"]), rest in prop::collection::vec(any::<u8>(), 0..600)) {
        read([start, &rest].concat(), 64 << 20);
        find_tables([start, &rest].concat(), 64 << 20);
    }

    #[test]
    fn packages_survive(
        name in prop::sample::select(vec!["control_good.xlsx", "x30_strict_namespace.xlsx", "b10_control_handmade.xlsb", "o06_covered_cells.ods"]),
        part in any::<usize>(), at in any::<usize>(), change in changes(), insert in any::<bool>(),
        chunk_bytes in prop::sample::select(vec![64_usize, 64 << 20]),
    ) {
        read(repacked(&fixture(name), part, at, &change, insert), chunk_bytes);
    }
}
