//! A run that is cut off, or that the disk refuses, at one system call after the other. Whatever was
//! cut off, the store is as before the run or as after it, and the next run says what an undisturbed
//! one says.
//!
//! `strace` counts the calls of each thread and strikes at the n-th. It stands for a killed process,
//! not for a power failure: what was written is still there. `cargo xtask crash` strikes at every
//! call, the tests at some.

#![cfg(target_os = "linux")]

use mola_tests::project::{Project, binary};
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;
use std::process::{Command, Stdio};

/// The calls that change what is on the disk, or that lead there.
const CALLS: [&str; 8] = ["openat", "write", "pwrite64", "fsync", "rename", "ftruncate", "unlink", "mkdir"];

/// What the system may say to a call, and to which calls.
const REFUSALS: [(&str, &[&str]); 4] = [
    ("ENOSPC", &["write", "pwrite64", "openat", "mkdir"]),
    ("EIO", &["write", "pwrite64", "fsync", "rename", "ftruncate"]),
    ("EACCES", &["openat", "rename", "unlink"]),
    ("EMFILE", &["openat"]),
];

/// Every so many calls of a kind are struck, unless the environment says otherwise.
const STRIDE: usize = 60;

/// No run makes more calls of a kind in one thread.
const MOST_CALLS: usize = 5_000;

/// What the system loader says where it cannot load the program: nothing was begun.
const NOT_STARTED: i32 = 127;

#[test]
fn a_killed_run_leaves_the_store_before_or_after() {
    let expected = undisturbed();
    let mut struck = 0;
    for call in CALLS {
        struck += strike(call, "signal=KILL", |project, survived, place| {
            whole(project, place);
            if survived {
                // A process that reads was struck: its file waits for the next run, where it is late.
                settled(project, place, &expected, without_changes);
                return;
            }
            let resumed = settled(project, place, &expected, without_read);
            let all = &expected["files"]["seen"];
            assert!(resumed["files"]["read"] == *all || resumed["files"]["read"] == 0, "{place}: a part was kept");
        });
    }
    eprintln!("killed at {struck} calls");
    assert!(struck >= CALLS.len(), "only {struck} calls were struck");
}

#[test]
fn what_the_disk_refuses_is_told_and_made_good_by_the_next_run() {
    let expected = undisturbed();
    let mut struck = 0;
    for (refusal, calls) in REFUSALS {
        for call in calls {
            struck += strike(call, &format!("error={refusal}"), |project, _, place| {
                whole(project, place);
                settled(project, place, &expected, without_changes);
            });
        }
    }
    eprintln!("refused at {struck} calls");
    assert!(struck >= REFUSALS.len(), "only {struck} calls were struck");
}

/// Strikes at the calls of one name, each in a project of its own, until no thread makes so many.
fn strike(call: &str, how: &str, check: impl Fn(&Project, bool, &str)) -> usize {
    let asked = std::env::var("CRASH_STRIDE").ok().and_then(|stride| stride.parse().ok());
    let mut struck = 0;
    for number in (1..MOST_CALLS).step_by(asked.unwrap_or(STRIDE)) {
        let project = Project::copy().expect("a project");
        let place = format!("{how} at {call} {number}");
        let inject = format!("inject={call}:{how}:when={number}");
        let Some(survived) = disturbed(&project, call, &inject, &place) else { break };
        check(&project, survived, &place);
        struck += 1;
    }
    struck
}

/// Runs `mola` under `strace`. Whether the run itself survived, where the blow fell.
fn disturbed(project: &Project, call: &str, inject: &str, place: &str) -> Option<bool> {
    let trace = project.path().join("trace.txt");
    let mut command = Command::new("strace");
    command.env("MOLA_KEY", mola_tests::project::KEY);
    command.args(["-f", "-qq", "-e", &format!("trace={call}"), "-e", inject, "-o"]).arg(&trace);
    command.arg(binary()).args(["run", "pipelines/panama", "--format", "json"]).current_dir(project.path());
    let output = command.stdin(Stdio::null()).output().expect("strace is installed, and may trace a process");
    let trace = std::fs::read(&trace).expect("strace writes what it did");
    let trace = String::from_utf8_lossy(&trace);
    if let Some(code) = output.status.code() {
        let told = String::from_utf8_lossy(&output.stderr);
        assert!((0..=2).contains(&code) || code == NOT_STARTED, "{place}: exit code {code}\n{told}");
        assert!(!told.contains("panicked"), "{place}: {told}");
    }
    let survived = output.status.code().is_some();
    (!survived || trace.contains("INJECTED") || trace.contains("killed by")).then_some(survived)
}

/// The summary of a run that nothing disturbs.
fn undisturbed() -> Value {
    let project = Project::copy().expect("a project");
    project.summary(&[]).expect("mola is built")
}

/// SQLite finds no fault in what is there.
fn whole(project: &Project, place: &str) {
    for name in ["ledger.sqlite", "vault.sqlite"] {
        let path = project.path().join(".mola").join(name);
        if !path.exists() {
            continue;
        }
        // For writing, as the next run opens it: only so is a journal that was left behind put to use.
        let database = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_WRITE).expect("a database");
        let found: String = database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("a verdict");
        assert_eq!(found, "ok", "{place}: {name}");
    }
}

/// The next run says what an undisturbed one says, and the one after it reads nothing and says the
/// same, as far as `of` looks. Gives the summary of the next run.
fn settled(project: &Project, place: &str, expected: &Value, of: fn(&Value) -> Value) -> Value {
    let next = project.summary(&[]).expect("mola is built");
    assert_eq!(of(&next), of(expected), "{place}");
    let second = project.summary(&[]).expect("mola is built");
    assert_eq!(second["files"]["read"], 0, "{place}: read again");
    assert_eq!(of(&second), of(expected), "{place}");
    next
}

/// A summary also without what became of the figures of the run before: one that could not open a file
/// made a report without it, and then the file is late.
fn without_changes(summary: &Value) -> Value {
    let mut summary = without_read(summary);
    summary["changes"] = Value::Null;
    summary
}

/// A summary without the number of files that this run read.
fn without_read(summary: &Value) -> Value {
    let mut summary = summary.clone();
    summary["files"]["read"] = Value::Null;
    summary
}
