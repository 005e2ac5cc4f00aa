//! `cargo xtask crash`: a run is cut off at every system call, where the tests take some. Linux only,
//! with `strace`.

use anyhow::{Context, ensure};
use std::process::Command;

/// What `cargo xtask crash` takes.
#[derive(clap::Args)]
pub struct Arguments {
    /// Every so many calls of a kind are struck
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    stride: u32,
}

/// Builds `mola` and runs the test against it.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    ensure!(cfg!(target_os = "linux"), "system calls are struck with strace, which is there on Linux only");
    cargo(&["build", "--release", "--workspace"], arguments)?;
    cargo(&["test", "--release", "--workspace", "--test", "crash", "--", "--nocapture"], arguments)?;
    println!("every run that was cut off left the store before or after");
    Ok(())
}

fn cargo(words: &[&str], arguments: &Arguments) -> anyhow::Result<()> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(words).env("CRASH_STRIDE", arguments.stride.to_string());
    let status = command.status().context("cargo cannot be started")?;
    ensure!(status.success(), "cargo {} ended with {status}", words.join(" "));
    Ok(())
}
