//! Workbooks written at random by another library are read back cell by cell: by this crate and by
//! calamine, which must agree on what was written.

use calamine::{Data, Reader, Xlsx};
use mola_sheet::{Hints, Limits, Value, Workbook as Read};
use proptest::prelude::*;
use rust_xlsxwriter::{Format, Formula, Workbook};
use std::collections::BTreeMap;
use std::io::Cursor;

/// What is put into a cell.
#[derive(Debug, Clone, PartialEq)]
enum Put {
    Text(String),
    Number(f64),
    Date(f64),
    Bool(bool),
    /// A formula with its stored result.
    Result(f64),
}

type Sheet = BTreeMap<(u32, u16), Put>;

fn put() -> impl Strategy<Value = Put> {
    prop_oneof![
        // Letters of many scripts, blanks at the ends, what XML must escape, what looks like an escape.
        "[ -~ñé漢😀\\n\\t]{1,30}".prop_map(Put::Text),
        Just(Put::Text("_x0041_ <&>\"'".to_owned())),
        any::<f64>().prop_filter("a cell holds no other", |number| number.is_finite()).prop_map(Put::Number),
        (-1_000_000..1_000_000_i64).prop_map(|number| Put::Number(number as f64 / 100.0)),
        (61..2_958_465_u32).prop_map(|day| Put::Date(f64::from(day))),
        any::<bool>().prop_map(Put::Bool),
        (0..1_000_u32).prop_map(|number| Put::Result(f64::from(number))),
    ]
}

fn sheet() -> impl Strategy<Value = Sheet> {
    prop::collection::btree_map((0..200_u32, prop_oneof![0..12_u16, Just(16_383)]), put(), 1..60)
}

fn written(sheets: &[Sheet]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    for (index, cells) in sheets.iter().enumerate() {
        let sheet = workbook.add_worksheet();
        sheet.set_name(format!("Hoja {index}")).expect("a name");
        for ((row, column), put) in cells {
            let done = match put {
                Put::Text(text) => sheet.write_string(*row, *column, text),
                Put::Number(number) => sheet.write_number(*row, *column, *number),
                Put::Date(serial) => sheet.write_number_with_format(*row, *column, *serial, &date),
                Put::Bool(value) => sheet.write_boolean(*row, *column, *value),
                Put::Result(number) => {
                    sheet.write_formula(*row, *column, Formula::new("A1+1").set_result(number.to_string()))
                }
            };
            done.expect("a cell");
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

/// The same as this crate reads it, in chunks of so many bytes.
fn ours(bytes: &[u8], chunk_bytes: usize) -> Vec<Sheet> {
    let limits = Limits { chunk_bytes, ..Limits::default() };
    let mut workbook = Read::open(bytes.to_vec(), &Hints::default(), &limits).expect("a workbook");
    let mut sheets = Vec::new();
    for index in 0..workbook.sheets().len() {
        let mut reader = workbook.sheet(index).expect("a sheet");
        let mut sheet = Sheet::new();
        while let Some(chunk) = reader.next_chunk().expect("a sound sheet") {
            for row in chunk.rows() {
                for (column, value) in row.cells() {
                    let put = match value {
                        Value::Text(text) => Put::Text(text.to_owned()),
                        Value::Number(number) if row.is_formula(column) => Put::Result(number),
                        Value::Number(number) => Put::Number(number),
                        Value::Date(date) => Put::Date(date.serial),
                        Value::Bool(value) => Put::Bool(value),
                        other => panic!("nobody wrote {other:?}"),
                    };
                    let address = (row.number() - 1, u16::try_from(column - 1).expect("a column"));
                    assert!(sheet.insert(address, put).is_none(), "a cell comes once");
                }
            }
        }
        sheets.push(sheet);
    }
    sheets
}

/// The same as calamine reads it, which does not tell formulas from values.
fn theirs(bytes: &[u8]) -> Vec<Sheet> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).expect("a workbook");
    let names = workbook.sheet_names();
    let read = |name: &String| {
        let mut cells = workbook.worksheet_cells_reader(name).expect("a sheet");
        let mut sheet = Sheet::new();
        while let Some(cell) = cells.next_cell().expect("a cell") {
            let (row, column) = cell.get_position();
            let put = match Data::from(cell.get_value().clone()) {
                Data::String(text) => Put::Text(text),
                Data::Float(number) => Put::Number(number),
                Data::Int(number) => Put::Number(number as f64),
                Data::DateTime(date) => Put::Date(date.as_f64()),
                Data::Bool(value) => Put::Bool(value),
                _ => continue,
            };
            sheet.insert((row, u16::try_from(column).expect("a column")), put);
        }
        sheet
    };
    names.iter().map(read).collect()
}

/// As calamine tells it.
fn without_formulas(sheets: &[Sheet]) -> Vec<Sheet> {
    let plain = |put: &Put| match put {
        Put::Result(number) => Put::Number(*number),
        other => other.clone(),
    };
    sheets.iter().map(|sheet| sheet.iter().map(|(at, put)| (*at, plain(put))).collect()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_written_is_read(
        sheets in prop::collection::vec(sheet(), 1..4),
        chunk_bytes in prop::sample::select(vec![1_usize, 4_096, 64 << 20]),
    ) {
        let bytes = written(&sheets);
        prop_assert_eq!(&ours(&bytes, chunk_bytes), &sheets);
        prop_assert_eq!(theirs(&bytes), without_formulas(&sheets));
    }
}
