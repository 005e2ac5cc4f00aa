//! One process, measured from its start to its end.

use anyhow::{Context, ensure};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use wait4::Wait4;

/// What a process used.
#[derive(Debug, Clone)]
pub struct Measured {
    /// From its start to its end.
    pub wall: Duration,
    /// Of all its threads, in user and system mode.
    pub cpu: Duration,
    /// The most memory that it held, in bytes.
    pub peak: u64,
    /// What it printed.
    pub stdout: String,
}

/// Runs a command to its end. `talk` is the file that takes its stderr. An exit code that is not
/// in `accepted` is an error.
pub fn measure(command: &mut Command, talk: &Path, accepted: &[i32]) -> anyhow::Result<Measured> {
    let name = command.get_program().to_string_lossy().into_owned();
    let stderr = File::create(talk).with_context(|| talk.display().to_string())?;
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(stderr)
        .spawn()
        .with_context(|| format!("cannot start {name}"))?;
    let mut stdout = String::new();
    child.stdout.take().context("stdout is piped")?.read_to_string(&mut stdout)?;
    let used = child.wait4()?;
    let wall = start.elapsed();
    let code = used.status.code().unwrap_or(-1);
    let said = || std::fs::read_to_string(talk).unwrap_or_default();
    ensure!(accepted.contains(&code), "{name} ended with {code}:\n{}", said());
    Ok(Measured { wall, cpu: used.rusage.utime + used.rusage.stime, peak: used.rusage.maxrss, stdout })
}
