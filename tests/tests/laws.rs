//! The laws of an intake: nothing is lost, nothing counts twice, the order of files and the number
//! of runs change nothing, and what was known on a day can be asked for again.

use mola_tests::project::{Project, repository};
use mola_tests::truth::Truth;
use serde_json::Value;
use std::path::{Path, PathBuf};

const REGISTER: &str = "undp/PNUD_registro_2011-01.xlsx";
const LATE: &str = "unwto/OMT_participantes_2011-09.csv";
const CORRECTED: &str = "unwto/OMT_participantes_2011-10.csv";

fn project() -> Project {
    Project::copy().expect("the project can be copied")
}

fn run(project: &Project, arguments: &[&str]) -> Value {
    project.summary(arguments).expect("mola is built")
}

fn people(summary: &Value) -> f64 {
    summary["people"].as_f64().expect("people are a number")
}

/// What came after the issue: September of UNWTO.
fn drop_the_late_file(project: &Project) {
    let late = std::fs::read(repository().join("fixtures/panama/late").join(LATE)).expect("the late file is there");
    project.drop_in(LATE, &late).expect("it can be dropped");
}

fn check_files(project: &Project, summary: &Value) {
    let count = |key: &str| summary["files"][key].as_u64().expect("a count");
    let told = ["accepted", "quarantined", "duplicate", "waiting"].map(count).iter().sum::<u64>();
    assert_eq!(count("seen"), told, "{}", summary["files"]);
    assert_eq!(told, inbox_files(&project.inbox("")).len() as u64, "files are lost: {}", summary["files"]);
}

fn check_rows(summary: &Value) {
    let count = |key: &str| summary["rows"][key].as_u64().expect("a count");
    assert_eq!(count("read"), count("kept") + count("refused") + count("ignored"), "{}", summary["rows"]);
}

#[test]
fn a_second_run_reads_nothing_and_writes_the_same_bytes() {
    let project = project();
    for language in ["es", "en", "fr"] {
        let cold = run(&project, &["--lang", language]);
        let first = project.report_bytes(&cold).expect("the report is there");
        let warm = run(&project, &["--lang", language]);
        assert_eq!(warm["files"]["read"], 0, "{language}");
        assert!(project.report_bytes(&warm).expect("the report is there") == first, "{language}: other bytes");
    }
}

#[test]
fn another_machine_writes_the_same_bytes() {
    let reports = [project(), project()].map(|project| {
        let summary = run(&project, &[]);
        project.report_bytes(&summary).expect("the report is there")
    });
    assert!(reports[0] == reports[1], "two fresh stores make two reports");
}

#[test]
fn the_order_of_files_changes_nothing() {
    let (ordered, shuffled) = (project(), project());
    let mut files = inbox_files(&shuffled.inbox(""));
    // The files are written anew from the last to the first, every third one earlier.
    files.sort();
    files.reverse();
    files.rotate_left(7);
    let contents: Vec<(PathBuf, Vec<u8>)> = files
        .into_iter()
        .map(|path| {
            let bytes = std::fs::read(&path).expect("the file is there");
            std::fs::remove_file(&path).expect("the copy is ours");
            (path, bytes)
        })
        .collect();
    contents.iter().step_by(3).chain(&contents).for_each(|(path, bytes)| {
        std::fs::write(path, bytes).expect("the folder is ours");
    });
    let [first, second] = [&ordered, &shuffled].map(|project| {
        let summary = run(project, &[]);
        (project.report(&summary).expect("a report"), project.report_bytes(&summary).expect("a report"))
    });
    assert_eq!(first.0.difference(&second.0).to_string(), "");
    assert!(first.1 == second.1, "the same cells in other bytes");
}

fn inbox_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the inbox is there").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { inbox_files(&path) } else { vec![path] }).collect()
}

#[test]
fn files_that_come_one_after_the_other_make_the_same_report() {
    let (at_once, in_turn) = (project(), project());
    let later = in_turn.path().join("later.xlsx");
    std::fs::rename(in_turn.inbox(REGISTER), &later).expect("the copy is ours");
    let without = run(&in_turn, &[]);
    assert!(people(&without) < Truth::read().number("/people/unique"));
    std::fs::rename(&later, in_turn.inbox(REGISTER)).expect("the copy is ours");
    let (once, turn) = (run(&at_once, &[]), run(&in_turn, &[]));
    assert_eq!(turn["files"]["read"], 1);
    for key in ["people", "women", "gross", "hours", "rows", "indicators", "by_agency_month", "by_cell", "findings"] {
        assert_eq!(once[key], turn[key], "{key}");
    }
}

#[test]
fn nothing_is_lost() {
    let project = project();
    let clean = run(&project, &[]);
    check_files(&project, &clean);
    check_rows(&clean);
    let copy = std::fs::read(project.inbox(REGISTER)).expect("the register is there");
    project.drop_in("undp/copia.xlsx", &copy).expect("it can be dropped");
    project.drop_in("gov/nota.xlsx", b"no workbook at all").expect("it can be dropped");
    project.drop_in("fao/descarga.xls.part", b"half of a file").expect("it can be dropped");
    let busy = run(&project, &[]);
    check_files(&project, &busy);
    check_rows(&busy);
    assert_eq!(busy["rows"], clean["rows"]);
    let count = |key: &str| busy["files"][key].as_u64();
    assert_eq!(["quarantined", "duplicate", "waiting"].map(count), [Some(1); 3], "{}", busy["files"]);
}

#[test]
fn each_source_accounts_for_its_rows() {
    let project = project();
    let summary = run(&project, &[]);
    let report = project.report(&summary).expect("the report is there");
    let sources = report.sheet("Fuentes").expect("the sheet is there");
    let number = |column: char, row: u32| -> Option<f64> { sources.cell(&format!("{column}{row}"))?.parse().ok() };
    let rows: Vec<u32> = (5..200).filter(|row| number('F', *row).is_some()).collect();
    // The files and their total.
    assert_eq!(Some(rows.len() as u64 - 1), summary["files"]["accepted"].as_u64());
    for row in rows {
        let [read, kept, refused, ignored] = ['F', 'G', 'H', 'I'].map(|column| number(column, row).unwrap_or(0.0));
        assert!(read > 0.0 && read == kept + refused + ignored, "row {row}: {:?}", sources.row(row));
    }
}

#[test]
fn a_duplicate_under_another_name_changes_nothing() {
    let project = project();
    let before = run(&project, &[]);
    let copy = std::fs::read(project.inbox(REGISTER)).expect("the register is there");
    // Also before the original by name, and in another agency's folder.
    project.drop_in("undp/AAA.xlsx", &copy).expect("it can be dropped");
    project.drop_in("fao/PNUD_registro_2011-01.xlsx", &copy).expect("it can be dropped");
    let after = run(&project, &[]);
    for key in ["people", "women", "gross", "hours", "rows", "indicators", "by_agency_month", "by_cell"] {
        assert_eq!(before[key], after[key], "{key}");
    }
    assert_eq!(after["files"]["duplicate"], 2);
}

#[test]
fn a_late_file_counts_from_its_receipt_on() {
    let (project, truth) = (project(), Truth::read());
    let before = run(&project, &["--as-of", "2011-11-15"]);
    let issued = project.report_bytes(&before).expect("the report is there");
    assert_eq!(people(&before), truth.number("/people/unique"));
    drop_the_late_file(&project);
    let after = run(&project, &[]);
    assert_eq!(people(&after), truth.number("/after_the_late_file/unique"));
    assert_eq!(after["gross"].as_f64(), Some(truth.number("/after_the_late_file/gross")));
    assert_eq!(after["missing"], serde_json::json!([]));
    check_change(&project, &after);
    let again = run(&project, &["--as-of", "2011-11-15"]);
    assert_eq!(people(&again), truth.number("/people/unique"));
    check_files(&project, &again);
    let reissued = project.report_bytes(&again).expect("the report is there");
    assert!(issued == reissued, "what was issued cannot be issued again");
}

/// The next report tells what became of a figure, and which file did it.
fn check_change(project: &Project, summary: &Value) {
    let report = project.report(summary).expect("the report is there");
    let changes = report.sheet("Cambios").expect("the sheet is there");
    let row = changes.find("BEN-D@2011-10+").expect("the change is told").row;
    let cell = |column: char| changes.cell(&format!("{column}{row}"));
    assert_eq!(['C', 'D', 'E', 'K', 'L'].map(cell), [Some("787"), Some("797"), Some("10"), Some("10"), Some(LATE)]);
    let figures: Vec<&str> =
        changes.cells.iter().filter(|(at, _)| at.column == 1 && at.row > 4).map(|(_, t)| t.as_str()).collect();
    assert!(figures.iter().all(|figure| figure.starts_with("BEN-D@") || figure.starts_with("TRH@")), "{figures:?}");
}

#[test]
fn a_corrected_file_of_the_same_name_takes_the_place_of_the_first() {
    let (project, truth) = (project(), Truth::read());
    let before = run(&project, &[]);
    let bytes = std::fs::read(project.inbox(CORRECTED)).expect("the register is there");
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    // Without the first person's line, the fifth of the file.
    project.drop_in(CORRECTED, &[&lines[..4], &lines[5..]].concat().concat()).expect("it can be dropped");
    let after = run(&project, &[]);
    assert_eq!(after["files"]["read"], 1);
    assert_eq!(after["files"]["accepted"], before["files"]["accepted"]);
    assert_eq!(after["rows"]["kept"].as_u64(), before["rows"]["kept"].as_u64().map(|kept| kept - 1));
    check_files(&project, &after);
    let again = run(&project, &["--as-of", "2011-11-15"]);
    assert_eq!(people(&again), truth.number("/people/unique"), "the day before the correction is not the same again");
    assert_eq!(again["rows"], before["rows"]);
}
