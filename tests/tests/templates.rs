//! A donor's own workbook, filled: figures stand where they are bound, everything else is as it was, and openpyxl and
//! LibreOffice open it. Needs what `formats.rs` needs, and soffice.

use mola_tests::project::{Project, Streams, repository};
use rust_xlsxwriter::{
    Chart, ChartType, DataValidation, Format, Formula, Image, Table, TableColumn, TableFunction, Workbook,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process::Command;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const PIPELINE: &str = "pipelines/panama";
/// A picture of one pixel.
const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0\x05\0\x01\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82";

/// An invented donor's workbook: a form with a formula, a table with a formula and totals, a chart over it, a
/// picture, a list to choose from, names, print settings, and a part that nobody knows.
fn template() -> Vec<u8> {
    let mut book = Workbook::new();
    let number = Format::new().set_num_format("#,##0").set_background_color("FFF2CC");
    let form = book.add_worksheet().set_name("Annex & form").expect("a sheet");
    form.write_string(0, 0, "Invented donor: annex").expect("a cell");
    form.write_string(4, 1, "People").expect("a cell");
    form.write_blank(4, 2, &number).expect("a cell");
    form.write_number_with_format(5, 2, 1500.0, &number).expect("a cell");
    form.write_formula(6, 2, Formula::new("=C5/C6").set_result("0")).expect("a cell");
    form.set_column_format(7, &number).expect("a column");
    let list = DataValidation::new().allow_list_strings(&["Yes", "No"]).expect("a list");
    form.add_data_validation(8, 2, 8, 2, &list).expect("a validation");
    form.insert_image(10, 4, &Image::new_from_buffer(PIXEL).expect("a picture")).expect("a picture");
    form.set_landscape().set_header("&CInvented").set_print_fit_to_pages(1, 0);
    let sheet = book.add_worksheet().set_name("Results").expect("a sheet");
    let columns = vec![
        TableColumn::new().set_header("Code"),
        TableColumn::new().set_header("Indicator"),
        TableColumn::new().set_header("Actual").set_total_function(TableFunction::Count),
        TableColumn::new().set_header("Target"),
        TableColumn::new().set_header("Share"),
    ];
    sheet.write_string(2, 3, "Target").expect("a cell");
    sheet
        .add_table(2, 0, 4, 4, &Table::new().set_name("tblResults").set_columns(&columns).set_total_row(true))
        .expect("a table");
    sheet.write_formula(3, 4, Formula::new("=IF(D4=\"\",\"\",C4/D4)").set_result("0")).expect("a cell");
    sheet.write_formula(0, 7, Formula::new("=COUNT(C4:C100)").set_result("0")).expect("a cell");
    let mut chart = Chart::new(ChartType::Bar);
    chart.add_series().set_values("Results!$C$4:$C$6");
    sheet.insert_chart(1, 8, &chart).expect("a chart");
    let full = book.add_worksheet().set_name("Places").expect("a sheet");
    let columns = vec![TableColumn::new().set_header("Place"), TableColumn::new().set_header("People")];
    full.add_table(0, 0, 1, 1, &Table::new().set_name("tblPlaces").set_columns(&columns)).expect("a table");
    full.write_string(4, 0, "A note below the table").expect("a cell");
    book.define_name("PERIOD", "='Annex & form'!$B$2").expect("a name");
    let bytes = book.save_to_buffer().expect("a workbook");
    with_other_parts(&bytes)
}

/// The workbook with a part that nobody knows, and as one that need not be worked out when it is opened.
fn with_other_parts(bytes: &[u8]) -> Vec<u8> {
    let mut all = parts(bytes);
    all.insert("xl/unknown/part.bin".to_owned(), b"nobody knows \0 what this is".to_vec());
    let text = String::from_utf8(all["xl/workbook.xml"].clone()).expect("UTF-8");
    assert!(text.contains(" fullCalcOnLoad=\"1\""));
    all.insert("xl/workbook.xml".to_owned(), text.replace(" fullCalcOnLoad=\"1\"", "").into_bytes());
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in &all {
        writer.start_file(name, SimpleFileOptions::default()).expect("a part");
        writer.write_all(content).expect("a part");
    }
    writer.finish().expect("a zip").into_inner()
}

const BINDING: &str = r#"schema_version = 1

[[cell]]
name = "PERIOD"
report = "period"

[[cell]]
sheet = "Annex & form"
cell = "C5"
figure = "BEN-D@{period}+"

[[cell]]
sheet = "Annex & form"
cell = "H12"
figure = "YLD@{period}+"

[[table]]
table = "tblResults"
rows = "indicators"
columns = { "Code" = "code", "Indicator" = "label", "Actual" = "value", "Target" = "target" }

[[table]]
table = "tblPlaces"
rows = "place"
figure = "BEN-D@{period}+"
columns = { "Place" = "label", "People" = "value" }
"#;

fn mola(project: &Project, arguments: &[&str]) -> Streams {
    let streams = project.streams(arguments).expect("mola is built");
    assert!((0..=1).contains(&streams.code), "{arguments:?}: {}{}", streams.stdout, streams.stderr);
    streams
}

/// A project with a report, the template and a binding.
fn project(binding: &str) -> Project {
    let project = Project::copy().expect("the project can be copied");
    mola(&project, &["run", PIPELINE]);
    std::fs::write(project.path().join("donor.xlsx"), template()).expect("ours");
    std::fs::write(project.path().join("donor.toml"), binding).expect("ours");
    project
}

/// The answer, and the filled workbook.
fn filled(project: &Project) -> (Value, Vec<u8>) {
    let arguments = ["report", PIPELINE, "--template", "donor.xlsx", "--binding", "donor.toml", "--out", "filled"];
    let answer = mola(project, &[&arguments[..], &["--lang", "en", "--format", "json"]].concat()).json();
    let path = answer["files"].as_object().and_then(|files| files.keys().next().cloned()).expect("a file");
    assert!(path.ends_with("MDGF-2097_2011-10_donor_en.xlsx"), "{path}");
    let bytes = std::fs::read(project.path().join(path)).expect("the file is there");
    (answer, bytes)
}

fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut parts = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("a part");
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("a part");
        parts.insert(file.name().expect("a name").into_owned(), content);
    }
    parts
}

fn opened(project: &Project, bytes: &[u8]) -> Value {
    let path = project.path().join("opened.xlsx");
    std::fs::write(&path, bytes).expect("ours");
    let python = std::env::var("MOLA_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script: &Path = &repository().join("tests/readers/template.py");
    let output = Command::new(python).arg(script).arg(&path).output().expect("python3 is there");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn figures_stand_where_they_are_bound_and_all_else_is_as_it_was() {
    let project = project(BINDING);
    let (answer, bytes) = filled(&project);
    let sent = std::fs::read(project.path().join("donor.xlsx")).expect("the template");
    let (before, after) = (parts(&sent), parts(&bytes));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    let changed: Vec<&String> = before.keys().filter(|name| before[*name] != after[*name]).collect();
    let expected = [
        "xl/tables/table1.xml",
        "xl/tables/table2.xml",
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/worksheets/sheet3.xml",
    ];
    assert_eq!(changed, expected);
    // Of a sheet that is filled, whatever is no cell is as it was.
    let rest = |parts: &BTreeMap<String, Vec<u8>>| {
        let text = String::from_utf8(parts["xl/worksheets/sheet1.xml"].clone()).expect("UTF-8");
        let (head, tail) = (text.split("<sheetData>").next(), text.split("</sheetData>").nth(1));
        [head, tail].map(|piece| piece.unwrap_or_default().to_owned())
    };
    assert_eq!(rest(&before), rest(&after));
    let book = opened(&project, &bytes);
    let (written, worked_out) = (&book["written"], &book["recalculated"]);
    let form = |cell: &str| &written["Annex & form"][cell];
    assert_eq!((form("B2"), form("C5"), form("C6")), (&json!("October 2011"), &json!(787), &json!(1500)));
    // What is not yet due is nothing, never zero; its cell has the look of its column.
    assert_eq!((form("H12"), &book["looks"]["Annex & form"]["H12"]), (&Value::Null, &json!("#,##0")));
    let share = worked_out["Annex & form"]["C7"].as_f64().expect("LibreOffice works it out");
    assert!((share - 787.0 / 1500.0).abs() < 1e-9, "{share}");
    // The table grew by as many rows as there are indicators, its totals moved, its formula was repeated.
    assert_eq!(book["tables"], json!({ "tblResults": "A3:E25", "tblPlaces": "A1:B4" }));
    // The places have room for three of four rows: a note stands below.
    assert_eq!(written["Places"]["A5"], json!("A note below the table"));
    let results = &worked_out["Results"];
    assert_eq!((&results["A4"], &results["C4"], &results["A24"].is_string()), (&json!("BEN-D"), &json!(787), &true));
    assert_eq!(written["Results"]["E9"], json!("=IF(D9=\"\",\"\",C9/D9)"));
    let reported = (4..=24).filter(|row| results[format!("C{row}")].is_number()).count();
    assert_eq!((&results["C25"], &results["H1"]), (&json!(reported), &json!(reported + 1)));
    assert_eq!((&book["charts"], &book["pictures"], &book["validations"]), (&json!(1), &json!(1), &json!(1)));
    let codes: Vec<&str> =
        answer["findings"].as_array().expect("findings").iter().filter_map(|f| f["code"].as_str()).collect();
    assert_eq!(codes, ["table-full"]);
}

#[test]
fn what_a_binding_names_in_vain_is_told() {
    let project = project(
        "schema_version = 1\nmissing = \"n/a\"\n\
         [[cell]]\nsheet = \"Anex\"\ncell = \"C5\"\nfigure = \"BEN-D@{period}+\"\n\
         [[cell]]\nname = \"PERIODE\"\nreport = \"period\"\n\
         [[cell]]\nsheet = \"Results\"\ncell = \"A1\"\nfigure = \"BEN@{period}+\"\n\
         [[cell]]\nsheet = \"Annex & form\"\ncell = \"C7\"\nfigure = \"BEN-D@{period}+\"\n\
         [[cell]]\nsheet = \"Annex & form\"\ncell = \"C5\"\nfigure = \"YLD@{period}+\"\n\
         [[table]]\ntable = \"tblResult\"\nrows = \"indicators\"\nindicators = [\"INS\"]\ncolumns = { Code = \"code\" }\n\
         [[table]]\ntable = \"tblPlaces\"\nrows = \"province\"\nfigure = \"BEN-D@{period}+\"\ncolumns = { Place = \"code\" }\n\
         [[table]]\ntable = \"tblResults\"\nrows = \"indicators\"\nindicators = [\"INS\"]\ncolumns = { Cod = \"code\" }\n",
    );
    let (answer, bytes) = filled(&project);
    let findings = answer["findings"].as_array().expect("findings");
    let said: Vec<(&str, &str)> = findings
        .iter()
        .map(|own| (own["code"].as_str().unwrap_or_default(), own["args"]["found"].as_str().unwrap_or_default()))
        .collect();
    let broken = ["Anex", "PERIODE", "BEN@{period}+", "C7", "tblResult", "province", "Cod"];
    assert_eq!(said[..7], broken.map(|found| ("binding-broken", found)));
    assert_eq!(said[7], ("figures-unbound", "BEN-I, NET, MKT, TRH"));
    assert!(findings[1]["place"]["line"].as_u64() > Some(1), "{}", findings[1]);
    // What could be filled in is; a value that is not there is what the binding says, not zero.
    assert_eq!(opened(&project, &bytes)["written"]["Annex & form"]["C5"], json!("n/a"));
}

#[test]
fn a_faulty_binding_or_template_is_refused_and_nothing_is_written() {
    let project = project("schema_version = 1\n[[cell]]\ncell = \"C5\"\n");
    let arguments = ["report", PIPELINE, "--template", "donor.xlsx", "--binding", "donor.toml", "--out", "filled"];
    assert_eq!(project.streams(&arguments).expect("mola is built").code, 2);
    std::fs::write(project.path().join("donor.toml"), BINDING).expect("ours");
    std::fs::write(project.path().join("donor.xlsx"), b"no workbook").expect("ours");
    let ended = project.streams(&arguments).expect("mola is built");
    assert!(ended.code == 2 && ended.stderr.contains("donor.xlsx"), "{}", ended.stderr);
    assert!(!project.path().join("filled").exists());
}
