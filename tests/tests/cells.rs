//! `mola cells` and `mola table`: without a mapping, a project or a store.

use mola_tests::project::{Project, Streams, repository};
use mola_tests::redaction::pinned;

fn project() -> Project {
    Project::copy().expect("the project can be copied")
}

fn mola(project: &Project, arguments: &[&str]) -> Streams {
    project.streams(arguments).expect("mola is built")
}

fn hostile(project: &Project, name: &str) {
    let from = repository().join("fixtures/hostile/in").join(name);
    std::fs::copy(from, project.path().join(name)).expect("the hostile file is there");
}

#[test]
fn tables_of_every_reporter_are_printed() {
    let project = project();
    for (name, file, code) in [
        ("fao", "fao/FAO_avance_2011_T2.xls", 0),
        ("unido", "unido/UNIDO_progress_2011_Q2.xlsx", 1),
        ("unctad", "unctad/CNUCED_semestre_S1_2011.ods", 0),
        ("unwto", "unwto/OMT_participantes_2011-05.csv", 0),
        ("gov", "gov/MIDES_instituciones_2011_T2.xls", 0),
    ] {
        let arguments = ["table", &format!("fixtures/panama/inbox/{file}"), "--lang", "en"];
        let printed = mola(&project, &arguments);
        insta::assert_snapshot!(format!("table_{name}"), pinned(&project, &arguments, &printed));
        assert_eq!(printed.code, code, "{file}: {}", printed.stderr);
    }
}

#[test]
fn cells_are_printed_with_types_and_flags() {
    let project = project();
    for (name, file) in [
        ("formulas", "v01_formulas_without_cache.xlsx"),
        ("dates", "x36_bool_and_iso_date.xlsx"),
        ("serials", "v04_serial_edges.xlsx"),
        ("merged", "w07_merged_two_tier_header.xlsx"),
        ("hidden", "w01_hidden_sheets.xlsx"),
        ("lines", "c16_quoted_newlines.csv"),
    ] {
        hostile(&project, file);
        let arguments = ["cells", file];
        let printed = mola(&project, &arguments);
        insta::assert_snapshot!(format!("cells_{name}"), pinned(&project, &arguments, &printed));
        assert_eq!(printed.code, 0, "{file}: {}", printed.stderr);
        let object = mola(&project, &["cells", file, "--format", "json"]).json();
        assert_eq!(object["schema_version"], 1);
        let cells = object["cells"].as_array().expect("a list").len();
        let lines = csv::Reader::from_reader(printed.stdout.as_bytes()).into_records().count();
        assert_eq!(cells, lines, "{file}");
    }
}

#[test]
fn what_is_odd_is_said_and_what_is_refused_named() {
    let project = project();
    for (name, file, command, code) in [
        ("ragged", "c12_ragged.csv", "table", 1),
        ("swallowed", "c31_quote_pair_swallows_rows.csv", "table", 1),
        ("no_header", "c21_no_header.csv", "table", 1),
        ("two_tables", "w10_two_tables.xlsx", "table", 1),
        ("damaged", "z13_crc_mismatch.xlsx", "cells", 2),
        ("pdf", "f06_pdf_renamed.xlsx", "table", 2),
        ("empty", "f01_zero_bytes.xlsx", "table", 2),
        ("missing", "nothing.csv", "table", 2),
    ] {
        if name != "missing" {
            hostile(&project, file);
        }
        for language in ["es", "en", "fr"] {
            let arguments = [command, file, "--lang", language];
            let printed = mola(&project, &arguments);
            insta::assert_snapshot!(format!("odd_{name}_{language}"), pinned(&project, &arguments, &printed));
            let expected = if name == "two_tables" { 0 } else { code };
            assert_eq!(printed.code, expected, "{file}: {}", printed.stderr);
        }
    }
}

#[test]
fn a_dialect_can_be_declared() {
    let project = project();
    std::fs::write(project.path().join("odd.txt"), "title\n#a#<>#b<>c#\n1<>2\n").expect("a file");
    let flags = ["--delimiter", "<>", "--quote", "#", "--escape", "none", "--skip-rows", "1", "--header-rows", "0"];
    let arguments: Vec<&str> = ["table", "odd.txt"].into_iter().chain(flags).collect();
    assert_eq!(mola(&project, &arguments).stdout, "a,b<>c\n1,2\n");
    let json: Vec<&str> = arguments.iter().copied().chain(["--format", "json"]).collect();
    let object = mola(&project, &json).json();
    assert_eq!((&object["rows"][1][1], &object["records"]), (&serde_json::json!("2"), &serde_json::json!(2)));
    for wrong in [["--quote", "ab"], ["--delimiter", "abc"], ["--encoding", "klingon"], ["--sheet", "2"]] {
        let refused = mola(&project, &[&["table", "odd.txt"][..], &wrong].concat());
        assert_eq!((refused.code, refused.stdout.as_str()), (2, ""), "{wrong:?}");
    }
}
