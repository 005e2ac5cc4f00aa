//! What is written by one library and read by another: this crate must read the same.

use calamine::{Data, Reader};
use mola_finding::Area;
use mola_sheet::{Format, Hints, Limits, Value, Visibility, Workbook};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Formula};
use std::collections::BTreeMap;
use std::io::Cursor;

/// What one cell holds, as both libraries can say it.
#[derive(Debug, Clone, PartialEq)]
enum Seen {
    Text(String),
    Number(f64),
    Date(f64),
    Bool(bool),
    Error(String),
}

type Cells = BTreeMap<(u32, u32), Seen>;

/// The cells of the first sheet as this crate reads them, with chunks of this many bytes.
fn ours(bytes: &[u8], chunk_bytes: usize) -> Cells {
    let limits = Limits { chunk_bytes, ..Limits::default() };
    let mut workbook = Workbook::open(bytes.to_vec(), &Hints::default(), &limits).expect("a workbook");
    let mut sheet = workbook.sheet(0).expect("a sheet");
    let mut cells = Cells::new();
    while let Some(chunk) = sheet.next_chunk().expect("a sound sheet") {
        for row in chunk.rows() {
            for (column, value) in row.cells() {
                assert_eq!(row.get(column), value, "both ways to a cell agree");
                let seen = match value {
                    Value::Text(text) => Seen::Text(text.to_owned()),
                    Value::Number(number) => Seen::Number(number),
                    Value::Date(date) => Seen::Date(date.serial),
                    Value::Bool(value) => Seen::Bool(value),
                    Value::Error(text) => Seen::Error(text.to_owned()),
                    Value::Empty | Value::Uncached => continue,
                };
                assert!(cells.insert((row.number(), column), seen).is_none(), "a cell comes once");
            }
        }
    }
    cells
}

/// The same as calamine reads them.
fn theirs<R: Reader<Cursor<Vec<u8>>>>(bytes: &[u8]) -> Cells
where
    R::Error: std::fmt::Debug,
{
    let mut workbook = R::new(Cursor::new(bytes.to_vec())).expect("a workbook");
    let range = workbook.worksheet_range_at(0).expect("a sheet").expect("a sound sheet");
    let (row, column) = range.start().unwrap_or_default();
    let address = |at: (usize, usize)| (row + at.0 as u32 + 1, column + at.1 as u32 + 1);
    range.used_cells().filter_map(|(row, column, data)| Some((address((row, column)), seen(data)?))).collect()
}

fn seen(data: &Data) -> Option<Seen> {
    Some(match data {
        Data::Int(number) => Seen::Number(*number as f64),
        Data::Float(number) => Seen::Number(*number),
        Data::String(text) if text.is_empty() => return None,
        Data::String(text) => Seen::Text(text.clone()),
        Data::Bool(value) => Seen::Bool(*value),
        Data::DateTime(date) => Seen::Date(date.as_f64()),
        Data::Error(error) => Seen::Error(error.to_string()),
        Data::DateTimeIso(_) | Data::DurationIso(_) | Data::Empty => return None,
    })
}

#[derive(Debug, Clone)]
enum Written {
    Text(String),
    Number(f64),
    Date(u16, u8, u8),
    Bool(bool),
    Formula(f64),
}

fn workbook(cells: &BTreeMap<(u32, u16), Written>) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let date = CellFormat::new().set_num_format("dd/mm/yyyy");
    let sheet = workbook.add_worksheet();
    for ((row, column), cell) in cells {
        let (row, column) = (*row, *column);
        let put = match cell {
            Written::Text(text) => sheet.write_string(row, column, text),
            Written::Number(number) => sheet.write_number(row, column, *number),
            Written::Date(year, month, day) => {
                let moment = ExcelDateTime::from_ymd(*year, *month, *day).expect("a day");
                sheet.write_datetime_with_format(row, column, &moment, &date)
            }
            Written::Bool(value) => sheet.write_boolean(row, column, *value),
            Written::Formula(result) => {
                sheet.write_formula(row, column, Formula::new("=1+1").set_result(result.to_string()))
            }
        };
        put.expect("a cell inside the sheet");
    }
    workbook.save_to_buffer().expect("memory")
}

fn written() -> impl Strategy<Value = Written> {
    prop_oneof![
        // Control characters and `_x0041_` as text are where calamine errs: see the cases of strings.
        "[ -~áéíóúñüÑ€日😀\n]{0,12}".prop_filter("no escapes", |text| !text.contains("_x")).prop_map(Written::Text),
        prop_oneof![any::<i32>().prop_map(f64::from), any::<f64>().prop_filter("finite", |n| n.is_finite())]
            .prop_map(Written::Number),
        (1900_u16..2100, 1_u8..=12, 1_u8..=28).prop_map(|(year, month, day)| Written::Date(year, month, day)),
        any::<bool>().prop_map(Written::Bool),
        (-1_000_000_i64..1_000_000).prop_map(|result| Written::Formula(result as f64 / 4.0)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_xlsx_is_read_alike(cells in prop::collection::btree_map((0_u32..60, 0_u16..30), written(), 0..80)) {
        let bytes = workbook(&cells);
        let expected = theirs::<calamine::Xlsx<_>>(&bytes);
        prop_assert_eq!(&ours(&bytes, 64 << 20), &expected);
        prop_assert_eq!(&ours(&bytes, 200), &expected);
    }
}

#[test]
fn layout_is_known_before_the_rows() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.merge_range(0, 0, 2, 3, "title", &CellFormat::new()).expect("a range");
    sheet.write_number(5, 0, 1).expect("a cell");
    sheet.set_row_hidden(5).expect("a row");
    sheet.set_column_range_hidden(2, 4).expect("columns");
    workbook.add_worksheet().set_name("Oculta").expect("a name").set_hidden(true);
    workbook.add_worksheet().set_name("Ñ & <x>").expect("a name").set_very_hidden(true);
    let bytes = workbook.save_to_buffer().expect("memory");
    for chunk_bytes in [64, 64 << 20] {
        let limits = Limits { chunk_bytes, ..Limits::default() };
        let mut workbook = Workbook::open(bytes.clone(), &Hints::default(), &limits).expect("a workbook");
        let sheets: Vec<_> = workbook.sheets().iter().map(|sheet| (sheet.name.as_str(), sheet.visibility)).collect();
        let expected =
            [("Sheet1", Visibility::Visible), ("Oculta", Visibility::Hidden), ("Ñ & <x>", Visibility::VeryHidden)];
        assert_eq!(sheets, expected);
        let mut sheet = workbook.sheet(0).expect("a sheet");
        assert_eq!(sheet.merges(), [Area::parse("A1:D3").expect("an area")]);
        assert_eq!(sheet.hidden_columns(), [(3, 5)]);
        let mut rows = Vec::new();
        while let Some(chunk) = sheet.next_chunk().expect("a sound sheet") {
            rows.extend(chunk.rows().map(|row| (row.number(), row.is_hidden())));
        }
        assert_eq!(rows, [(1, false), (6, true)]);
    }
}

fn fixture(name: &str) -> Vec<u8> {
    let path = format!("../../fixtures/hostile/in/{name}");
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn binary_and_open_formats_are_read_alike() {
    let check = |name: &str, format: Format, expected: Cells| {
        let bytes = fixture(name);
        assert_eq!(mola_sheet::sniff(&bytes), Ok(format), "{name}");
        assert_eq!(ours(&bytes, 64 << 20), expected, "{name}");
    };
    check("control_good.xls", Format::Xls, theirs::<calamine::Xls<_>>(&fixture("control_good.xls")));
    check("b06_biff5_cp1251.xls", Format::Xls, theirs::<calamine::Xls<_>>(&fixture("b06_biff5_cp1251.xls")));
    check(
        "b10_control_handmade.xlsb",
        Format::Xlsb,
        theirs::<calamine::Xlsb<_>>(&fixture("b10_control_handmade.xlsb")),
    );
    check("o06_covered_cells.ods", Format::Ods, theirs::<calamine::Ods<_>>(&fixture("o06_covered_cells.ods")));
    check("control_good.xlsx", Format::Xlsx, theirs::<calamine::Xlsx<_>>(&fixture("control_good.xlsx")));
}

#[test]
fn all_formats_of_one_register_hold_the_same() {
    let expected = ours(&fixture("control_good.xlsx"), 64 << 20);
    assert_eq!(expected.len(), 72);
    assert_eq!(ours(&fixture("control_good.xls"), 64 << 20), expected);
    assert_eq!(ours(&fixture("f23_prefix_garbage.xlsx"), 64 << 20), expected);
}
