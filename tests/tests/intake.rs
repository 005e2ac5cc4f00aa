//! What becomes of files of the inbox: set aside with reasons, corrected, read again, told of in the audit trail.

use mola_tests::project::{Project, Streams};
use mola_tests::redaction::pinned;
use rusqlite::Connection;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

const FILE: &str = "fao/FAO_avance_2011_T2.xls";
const PIPELINE: &str = "pipelines/panama/pipeline.toml";

fn project() -> Project {
    Project::copy().expect("the project can be copied")
}

/// A project whose files leave the inbox once they are taken in.
fn moving() -> Project {
    let project = project();
    project.edit(PIPELINE, "accepted = \"stay\"", "accepted = \"move\"").expect("the pipeline has an inbox");
    project
}

fn mola(project: &Project, arguments: &[&str]) -> Streams {
    project.streams(arguments).expect("mola is built")
}

fn run(project: &Project) -> Value {
    project.summary(&[]).expect("mola is built")
}

/// The files in a folder of the inbox, by name.
fn listed(project: &Project, folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(project.inbox(folder)).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

/// The audit trail.
fn trail(project: &Project, filter: &[&str]) -> Vec<Value> {
    let all: Vec<&str> = ["log", "panama", "--format", "json"].iter().chain(filter).copied().collect();
    let streams = mola(project, &all);
    assert_eq!(streams.code, 0, "{}", streams.stderr);
    streams.json()["entries"].as_array().expect("a list").clone()
}

#[test]
fn a_file_that_is_set_aside_lies_beside_its_reasons_and_a_corrected_one_is_taken_up() {
    let project = moving();
    let good = fs::read(project.inbox(FILE)).expect("the file");
    project.drop_in(FILE, &good[..good.len() / 2]).expect("the inbox");
    let cut = run(&project);
    assert_eq!((cut["files"]["quarantined"].as_u64(), project.inbox(FILE).exists()), (Some(1), false));
    let aside = listed(&project, "fao/.quarantined");
    let names: Vec<String> =
        aside.iter().map(|path| path.file_name().expect("a name").to_string_lossy()[8..].to_string()).collect();
    assert_eq!(names, ["-FAO_avance_2011_T2.xls", "-FAO_avance_2011_T2.xls.txt"]);
    let reasons = fs::read_to_string(&aside[1]).expect("the reasons");
    assert!(reasons.contains("FAO_avance_2011_T2.xls") && reasons.contains("dañado"), "{reasons}");
    assert!(!listed(&project, "undp/.accepted").is_empty() && listed(&project, "undp/.quarantined").is_empty());
    // Nothing is left in the inbox, and nothing is forgotten.
    let again = run(&project);
    assert_eq!((again["files"]["read"].as_u64(), &again["rows"]), (Some(0), &cut["rows"]));
    project.drop_in(FILE, &good).expect("the inbox");
    let mended = run(&project);
    assert_eq!((mended["files"]["read"].as_u64(), mended["files"]["quarantined"].as_u64()), (Some(1), Some(0)));
    assert!(mended["rows"]["kept"].as_u64() > cut["rows"]["kept"].as_u64());
    let received = trail(&project, &["--file", FILE]);
    let states: Vec<&str> = received.iter().filter_map(|entry| entry["detail"]["state"].as_str()).collect();
    assert_eq!(states, ["quarantined", "accepted"]);
    assert!(received[1]["detail"]["supersedes"].is_string(), "{received:?}");
}

#[test]
fn files_that_were_set_aside_are_read_again_when_asked_for() {
    let project = project();
    run(&project);
    for (name, arguments) in [
        ("none", &["retry", "--pipeline", "panama"][..]),
        ("none_of_that_name", &["retry", FILE, "--pipeline", "panama"]),
    ] {
        let told = mola(&project, arguments);
        insta::assert_snapshot!(format!("retry_{name}"), pinned(&project, arguments, &told));
    }
    let good = fs::read(project.inbox(FILE)).expect("the file");
    project.drop_in(FILE, &good[..good.len() / 2]).expect("the inbox");
    run(&project);
    for (name, arguments) in [
        ("in_vain", &["retry", "FAO_avance_2011_T2.xls", "--pipeline", "panama", "--lang", "en"][..]),
        ("of_another", &["retry", "x.csv", "--pipeline", "panama"]),
    ] {
        let told = mola(&project, arguments);
        insta::assert_snapshot!(format!("retry_{name}"), pinned(&project, arguments, &told));
    }
    // The bytes are whole, but their reading was cut off once.
    project.drop_in(FILE, &good).expect("the inbox");
    let whole = run(&project);
    let ledger = Connection::open(project.path().join(".mola/ledger.sqlite")).expect("the ledger");
    let content = "(SELECT content FROM submission WHERE path = ?1 AND superseded IS NULL)";
    let cut_off = format!("UPDATE reading SET state = 'quarantined' WHERE content = {content}");
    assert_eq!(ledger.execute(&cut_off, [FILE]).expect("the ledger can be written"), 1);
    assert_eq!(run(&project)["files"]["quarantined"], 1);
    let retried = mola(&project, &["retry", "--pipeline", "panama", "--format", "json"]);
    assert_eq!((retried.code, &retried.json()["files"][0]["state"]), (0, &Value::from("accepted")));
    assert_eq!(run(&project)["rows"], whole["rows"]);
    let states: Vec<Value> =
        trail(&project, &["--what", "file-retried"]).iter().map(|entry| entry["detail"]["state"].clone()).collect();
    assert_eq!(states, ["quarantined", "accepted"]);
}

#[test]
fn the_trail_tells_what_was_done() {
    let project = project();
    run(&project);
    let copy = fs::read(project.inbox(FILE)).expect("the file");
    project.drop_in("fao/copy.xls", &copy).expect("the inbox");
    run(&project);
    for (name, arguments) in [
        ("files", &["log", "panama", "--file", "fao/", "--lang", "en"][..]),
        ("last", &["log", "panama", "--last", "2", "--lang", "fr"]),
        ("none", &["log", "panama", "--until", "2001-01-01"]),
        ("kind", &["log", "panama", "--what", "file-duplicate", "--format", "json"]),
    ] {
        let told = mola(&project, arguments);
        insta::assert_snapshot!(format!("log_{name}"), pinned(&project, arguments, &told));
    }
    let all = trail(&project, &[]).len();
    assert_eq!(trail(&project, &["--since", "2001-01-01"]).len(), all);
    assert!(trail(&project, &["--since", "2999-01-01"]).is_empty());
}

#[test]
fn a_segment_that_is_damaged_or_gone_is_made_again_from_its_file() {
    let project = project();
    run(&project);
    let segments = fs::read_dir(project.path().join(".mola/segments")).expect("segments");
    let mut segments: Vec<PathBuf> = segments.map(|entry| entry.expect("an entry").path()).collect();
    segments.sort();
    // A byte of the data, not of the footer, which readers would miss.
    let (first, last) = (segments[0].clone(), segments[segments.len() - 1].clone());
    let sound = [&first, &last].map(|path| fs::read(path).expect("a segment"));
    let mut bytes = sound[0].clone();
    bytes[40] ^= 1;
    fs::write(&first, bytes).expect("a segment");
    fs::remove_file(&last).expect("a segment");
    project.drop_in("unwto/OMT_participantes_2011-09.csv", b"").expect("the inbox");
    run(&project);
    let restored = trail(&project, &["--what", "segment-restored"]);
    assert_eq!(restored.len(), 2, "{restored:?}");
    assert_eq!([&first, &last].map(|path| fs::read(path).expect("a segment")), sound);
}
