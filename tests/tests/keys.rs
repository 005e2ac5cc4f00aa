//! The key of a store, as whoever runs `mola` meets it.

#![cfg(target_os = "linux")]

use mola_tests::project::{Project, binary};
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Runs `mola run` with the configuration folder of a user, and no other word on keys.
fn run(project: &Project, configuration: &Path) -> Output {
    let mut command = Command::new(binary());
    command.env_remove("MOLA_KEY").env_remove("MOLA_KEY_FILE").env("XDG_CONFIG_HOME", configuration);
    command.args(["run", "pipelines/panama", "--lang", "en"]).current_dir(project.path()).stdin(Stdio::null());
    command.output().expect("mola is built")
}

fn text(bytes: &[u8]) -> String {
    // The terminal breaks lines where they end.
    String::from_utf8_lossy(bytes).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The bytes of the workbook that a run made.
fn workbook(project: &Project) -> Vec<u8> {
    let folder = project.path().join("reports/panama");
    let made = folder.read_dir().expect("a report").map(|entry| entry.expect("an entry").path());
    let workbook = made.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "xlsx"));
    std::fs::read(workbook.expect("a workbook")).expect("a workbook")
}

#[test]
fn the_first_run_makes_a_key_and_no_later_one_makes_another() {
    let (project, user) = (Project::copy().expect("a project"), tempfile::tempdir().expect("a folder"));
    let keys = user.path().join("mola/keys");
    let first = run(&project, user.path());
    let made: Vec<_> = keys.read_dir().expect("a key").map(|entry| entry.expect("an entry").path()).collect();
    assert_eq!(made.len(), 1);
    assert!(text(&first.stderr).contains("New key of the store"), "{}", text(&first.stderr));
    let report = workbook(&project);

    let again = run(&project, user.path());
    assert!(!text(&again.stderr).contains("New key"));
    assert_eq!(again.status.code(), first.status.code());

    let key = std::fs::read(&made[0]).expect("the key");
    std::fs::remove_file(&made[0]).expect("the key is ours");
    let refused = run(&project, user.path());
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("MOLA_KEY_FILE"), "{}", text(&refused.stderr));
    assert_eq!(keys.read_dir().expect("the folder").count(), 0);
    std::fs::write(&made[0], key).expect("the key is ours");
    assert_eq!(run(&project, user.path()).status.code(), first.status.code());

    // Another store has another key, and its report the same bytes.
    let other = Project::copy().expect("a project");
    run(&other, user.path());
    assert_eq!(keys.read_dir().expect("the folder").count(), 2);
    assert!(workbook(&other) == report, "a report does not depend on the key");
}
