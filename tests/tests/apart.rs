//! Files are read in processes that have limits.

#![cfg(target_os = "linux")]

use mola_tests::project::binary;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The limits that the system holds for a reading process, as it tells them.
#[test]
fn a_reading_process_is_limited() {
    let mut reader = Command::new(binary());
    let mut reader = reader.arg("read-apart").stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("mola");
    let path = format!("/proc/{}/limits", reader.id());
    let limit = |name: &str| {
        let limits = std::fs::read_to_string(&path).expect("it waits to be asked");
        let line = limits.lines().find(|line| line.starts_with(name)).expect("a limit").to_owned();
        line[name.len()..].split_whitespace().next().expect("a soft limit").to_owned()
    };
    let begun = Instant::now();
    while limit("Max data size") == "unlimited" && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(limit("Max data size"), (512 << 20).to_string());
    // Asked for nothing more, it ends.
    drop(reader.stdin.take());
    assert!(reader.wait().expect("it ends").code().is_some());
}
