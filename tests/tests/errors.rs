//! What Mola says when something is wrong, whole: exit code, stdout and stderr, in each language.

use mola_tests::project::{Project, Streams, repository};
use mola_tests::redaction::pinned;
use mola_tests::truth::Truth;

const LANGUAGES: [&str; 3] = ["es", "en", "fr"];

fn project() -> Project {
    Project::copy().expect("the project can be copied")
}

fn mola(project: &Project, arguments: &[&str]) -> Streams {
    project.streams(arguments).expect("mola is built")
}

fn hostile(name: &str) -> Vec<u8> {
    std::fs::read(repository().join("fixtures/hostile/in").join(name)).expect("the hostile file is there")
}

/// A command in each language, against its snapshot.
fn pin(name: &str, project: &Project, arguments: &[&str], code: i32) {
    for language in LANGUAGES {
        let arguments: Vec<&str> = arguments.iter().copied().chain(["--lang", language]).collect();
        let streams = mola(project, &arguments);
        insta::assert_snapshot!(format!("{name}_{language}"), pinned(project, &arguments, &streams));
        assert_eq!(streams.code, code, "{name}, {language}");
    }
}

/// One bad file among good ones: it alone is set aside, in words of each language.
fn check_quarantine(name: &str, file: &str, bytes: &[u8], code: &str) {
    let project = project();
    project.drop_in(file, bytes).expect("the file can be dropped");
    let mut shown = String::new();
    for language in LANGUAGES {
        let streams = mola(&project, &["run", "pipelines/panama", "--format", "json", "--lang", language]);
        let summary = streams.json();
        assert_eq!((streams.code, streams.stderr.as_str()), (1, ""), "{language}");
        assert_eq!(summary["provisional"], true);
        assert_eq!(summary["files"]["quarantined"], 1, "{}", summary["files"]);
        assert_eq!(summary["people"].as_f64(), Some(Truth::read().number("/people/unique")));
        let findings = summary["findings_list"].as_array().expect("a list");
        let about: Vec<_> = findings.iter().filter(|finding| finding["place"]["file"] == file).collect();
        assert_eq!(about.iter().map(|finding| finding["code"].as_str()).collect::<Vec<_>>(), [Some(code)], "{about:?}");
        let text = |key: &str| about[0][key].as_str().unwrap_or_default();
        let line = ["found", "expected", "remedy", "effect"].map(text).join(" | ");
        shown.push_str(&format!("{language}: {} | {line}\n", about[0]["place"]["text"].as_str().unwrap_or_default()));
    }
    insta::assert_snapshot!(format!("quarantine_{name}"), shown);
}

#[test]
fn a_bad_file_is_set_aside_and_all_others_are_counted() {
    for (name, file, bytes, code) in [
        ("unknown", "gov/otra.csv", b"a;b\r\n1;2\r\n".to_vec(), "file-unknown"),
        ("random", "undp/PNUD_registro_2011-11.xlsx", hostile("f05_random_bytes.xlsx"), "file-not-spreadsheet"),
        ("truncated", "undp/PNUD_registro_2011-11.xlsx", hostile("f03_truncated_half.xlsx"), "file-damaged"),
        ("locked", "undp/PNUD_registro_2011-11.xlsx", hostile("f11_encrypted.xlsx"), "file-encrypted"),
        ("empty", "unwto/OMT_participantes_2011-11.csv", Vec::new(), "file-empty"),
        ("column", "unwto/OMT_participantes_2011-11.csv", without_a_column(), "column-missing"),
        ("header", "unwto/OMT_participantes_2011-11.csv", b"a;b\r\n1;2\r\n".to_vec(), "header-missing"),
    ] {
        check_quarantine(name, file, &bytes, code);
    }
}

/// A register of UNWTO whose column of dates is called something else.
fn without_a_column() -> Vec<u8> {
    let path = repository().join("fixtures/panama/inbox/unwto/OMT_participantes_2011-10.csv");
    let bytes = std::fs::read(path).expect("the register is there");
    let at = bytes.windows(6).position(|window| window == b";fecha").expect("there is a date");
    [&bytes[..at], b";cuando", &bytes[at + 6..]].concat()
}

#[test]
fn a_run_with_a_bad_file() {
    let project = project();
    project.drop_in("undp/PNUD_registro_2011-11.xlsx", &hostile("f05_random_bytes.xlsx")).expect("it can be dropped");
    // The first run says how much was read now; from the second on nothing changes.
    mola(&project, &["run", "pipelines/panama"]);
    pin("run_bad_file", &project, &["run", "pipelines/panama"], 1);
}

#[test]
fn a_pipeline_with_faults() {
    for (name, old, new) in [("key", "currency =", "curency ="), ("list", "codes = \"area\"", "codes = \"aera\"")] {
        let project = project();
        project.edit("pipelines/panama/pipeline.toml", old, new).expect("the text is there");
        pin(&format!("faults_{name}_run"), &project, &["run", "pipelines/panama"], 2);
        pin(&format!("faults_{name}_check"), &project, &["check", "pipelines/panama"], 2);
        assert!(!project.path().join("reports").exists(), "a report in spite of faults");
    }
}

#[test]
fn a_mapping_with_faults() {
    let project = project();
    let mapping = "mappings/unwto-participants.toml";
    let text = std::fs::read_to_string(project.path().join(mapping)).expect("the mapping is there");
    std::fs::write(project.path().join(mapping), text.replace("[table.fields]", "[table.feilds]")).expect("ours");
    pin("faults_mapping", &project, &["check", "pipelines/panama"], 2);
}

#[test]
fn what_cannot_be_done_is_said() {
    let project = project();
    for (name, arguments) in [
        ("no_pipeline", &["run", "pipelines/none"][..]),
        ("period_outside", &["run", "pipelines/panama", "--period", "2015-01"]),
        ("period_unreadable", &["run", "pipelines/panama", "--period", "octubre"]),
        ("day_unreadable", &["run", "pipelines/panama", "--as-of", "15/11/2011"]),
        ("inbox_missing", &["run", "pipelines/panama", "--inbox", "nowhere"]),
        ("explain_before_a_run", &["explain", "787", "--pipeline", "pipelines/panama"]),
        ("inspect_missing", &["inspect", "nowhere.xlsx"]),
        ("init_not_empty", &["init", "pipelines"]),
        ("usage_option", &["run", "--bogus"]),
        ("usage_command", &["rnu"]),
        ("usage_argument", &["explain"]),
        ("usage_schema", &["schema", "everything"]),
    ] {
        pin(name, &project, arguments, 2);
    }
}

#[test]
fn issues_that_are_not_there() {
    let project = project();
    mola(&project, &["close", "pipelines/panama", "2011-09"]);
    mola(&project, &["close", "pipelines/panama", "2011-10"]);
    for (name, arguments) in [
        ("issue_unknown", &["report", "pipelines/panama", "ffffffffffff"][..]),
        ("period_not_closed", &["report", "pipelines/panama", "2011-08"]),
        ("period_closed", &["close", "pipelines/panama", "2011-10"]),
        ("reopen_without_reason", &["reopen", "pipelines/panama", "2011-10"]),
        ("diff_of_one", &["diff", "2011-10"]),
    ] {
        pin(name, &project, arguments, 2);
    }
    // Another programme in the same store.
    let other = project.path().join("pipelines/other");
    std::fs::create_dir_all(&other).expect("ours");
    for file in ["pipeline.toml", "indicators.csv", "targets.csv", "receipts.csv"] {
        std::fs::copy(project.path().join("pipelines/panama").join(file), other.join(file)).expect("ours");
    }
    project.edit("pipelines/other/pipeline.toml", "\"MDGF-2097\"", "\"OTHER-1\"").expect("the code is there");
    let listed = mola(&project, &["issues", "pipelines/panama", "--format", "json"]).json();
    let id = listed["issues"][0]["id"].as_str().expect("an id")[..12].to_owned();
    pin("issue_elsewhere", &project, &["report", "pipelines/other", &id], 2);
}

#[test]
fn a_figure_that_is_not_there() {
    let project = project();
    mola(&project, &["run", "pipelines/panama"]);
    pin("explain_unknown", &project, &["explain", "NOPE@2011-10+", "--pipeline", "pipelines/panama"], 2);
    pin("explain_unknown_value", &project, &["explain", "788.5", "--pipeline", "pipelines/panama"], 2);
}

#[test]
fn a_refusal_is_an_object_for_programs() {
    let project = project();
    for (arguments, kind) in [
        (&["run", "pipelines/none"][..], "no-pipeline"),
        (&["run", "pipelines/panama", "--period", "2015-01"], "period-outside"),
    ] {
        let arguments: Vec<&str> = arguments.iter().copied().chain(["--format", "json"]).collect();
        let streams = mola(&project, &arguments);
        let object = streams.json();
        assert_eq!((streams.code, object["schema_version"].as_u64()), (2, Some(1)));
        assert!(object["error"]["kind"].as_str().is_some_and(|found| found.contains(kind)), "{object}");
    }
}
