//! A newer file for the same source and period: which one counts, and what is asked about its rows.

use mola_tests::project::Project;
use serde_json::Value;
use std::fs;

const MAPPING: &str = "mappings/unwto-participants.toml";
const FIRST: &str = "unwto/OMT_participantes_2011-05.csv";
const SECOND: &str = "unwto/OMT_participantes_2011-05_corregido.csv";

fn project(versions: &str) -> Project {
    let project = Project::copy().expect("the project can be copied");
    if !versions.is_empty() {
        let delimiter = "delimiter = \";\"\n";
        project.edit(MAPPING, delimiter, &format!("{delimiter}versions = {versions}\n")).expect("a mapping");
    }
    project
}

fn summary(project: &Project) -> Value {
    project.summary(&[]).expect("mola is built")
}

/// What can be told of versions.
const CODES: [&str; 6] =
    ["file-repeated", "file-restated", "file-superseded", "rows-overlap", "rows-vanished", "version-missing"];

/// The codes of what is told of a file's versions, each once.
fn told(summary: &Value, file: &str) -> Vec<String> {
    let all = summary["findings_list"].as_array().expect("a list").iter();
    let own = all.filter(|finding| finding["place"]["file"] == file);
    let mut codes: Vec<String> = own.map(|f| f["code"].as_str().expect("a code").to_owned()).collect();
    codes.retain(|code| CODES.contains(&code.as_str()));
    codes.sort();
    codes.dedup();
    codes
}

/// The lines of the first file, changed: without its second person, or issued on another day.
fn changed(project: &Project, issued: &str, without: &str) -> Vec<u8> {
    let bytes = fs::read(project.inbox(FIRST)).expect("the file");
    // Bytes of Windows-1252 are characters of Latin 1 here: nothing else of them matters.
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let text = text.replace("06-06-2011", issued);
    let lines = text.split_inclusive('\n').filter(|line| without.is_empty() || !line.starts_with(without));
    lines.collect::<String>().chars().map(|c| u8::try_from(u32::from(c)).expect("Latin 1")).collect()
}

fn hours(summary: &Value) -> (Value, Value) {
    (summary["rows"]["kept"].clone(), summary["people"].clone())
}

#[test]
fn the_version_with_the_later_date_counts_in_whatever_order_they_come() {
    const BY_DATE: &str = "{ cell = \"A3\", pattern = 'Emitido: (.*)' }";
    for newest_first in [false, true] {
        let project = project(BY_DATE);
        let newer = changed(&project, "07-06-2011", "2.75.2305");
        let older = fs::read(project.inbox(FIRST)).expect("the file");
        if newest_first {
            fs::remove_file(project.inbox(FIRST)).expect("the file");
            project.drop_in(SECOND, &newer).expect("the inbox");
            summary(&project);
            project.drop_in(FIRST, &older).expect("the inbox");
        } else {
            summary(&project);
            project.drop_in(SECOND, &newer).expect("the inbox");
        }
        let told_now = summary(&project);
        assert_eq!(told_now["files"]["superseded"], Value::from(1), "{newest_first}");
        assert_eq!(told(&told_now, FIRST), ["file-superseded"], "{newest_first}");
        assert_eq!(told(&told_now, SECOND), ["file-restated", "rows-vanished"], "{newest_first}");
        let vanished = told_now["findings_list"].as_array().expect("a list").iter();
        let vanished = vanished.filter(|f| f["code"] == "rows-vanished").map(|f| f["args"]["rows"].clone());
        assert_eq!(vanished.collect::<Vec<_>>(), [Value::from("5, 19")]);
        let status = project.streams(&["status", "panama", "--format", "json"]).expect("mola is built").json();
        let state = |file: &str| {
            let files = status["files"].as_array().expect("a list");
            files.iter().find(|own| own["file"] == file).map(|own| own["state"].clone())
        };
        assert_eq!((state(FIRST), state(SECOND)), (Some("superseded".into()), Some("accepted".into())));
        let log = project.streams(&["log", "panama", "--format", "json", "--what", "file-replaced"]);
        let entries = log.expect("mola is built").json()["entries"].clone();
        assert_eq!(entries.as_array().map(Vec::len), Some(1), "{entries}");
        assert_eq!(entries[0]["detail"]["replaces"], FIRST);
    }
}

#[test]
fn a_file_saved_again_under_another_name_changes_nothing() {
    for versions in ["", "{ }"] {
        let project = project(versions);
        let before = summary(&project);
        project.drop_in(SECOND, &changed(&project, "09-06-2011", "")).expect("the inbox");
        let after = summary(&project);
        assert_eq!(before["people"], after["people"]);
        assert_eq!(before["indicators"], after["indicators"], "{versions}");
        assert_eq!(told(&after, SECOND), ["file-repeated"], "{versions}");
        assert_eq!(after["files"]["duplicate"], Value::from(1), "{versions}");
    }
}

#[test]
fn files_that_share_rows_are_told_of_where_nothing_says_which_counts() {
    let project = project("");
    let before = summary(&project);
    project.drop_in(SECOND, &changed(&project, "07-06-2011", "2.75.2305")).expect("the inbox");
    let after = summary(&project);
    assert_eq!(before["people"], after["people"]);
    assert_eq!(told(&after, SECOND), ["rows-overlap"]);
    assert_ne!(hours(&before), hours(&after));
}

#[test]
fn rows_that_vanish_from_a_file_of_the_same_name_are_asked_about() {
    let project = project("");
    summary(&project);
    let newer = changed(&project, "07-06-2011", "2.75.2305");
    project.drop_in(FIRST, &newer).expect("the inbox");
    let after = summary(&project);
    assert_eq!(told(&after, FIRST), ["file-restated", "file-superseded", "rows-vanished"]);
}
