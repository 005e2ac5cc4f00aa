//! `cargo xtask hostile`: the test of hostile files, with more orders than the tests have time for.

use anyhow::{Context, ensure};
use std::process::Command;

/// What `cargo xtask hostile` takes.
#[derive(clap::Args)]
pub struct Arguments {
    /// Orders in which the files are dropped, each drawn from a seed
    #[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u32).range(1..))]
    orders: u32,
}

/// Builds `mola` and runs the test against it.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    cargo(&["build", "--release", "--workspace"], arguments)?;
    cargo(&["test", "--release", "--workspace", "--test", "hostile"], arguments)?;
    println!("{} orders: every file came out as expected", arguments.orders);
    Ok(())
}

fn cargo(words: &[&str], arguments: &Arguments) -> anyhow::Result<()> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(words).env("HOSTILE_ORDERS", arguments.orders.to_string());
    let status = command.status().context("cargo cannot be started")?;
    ensure!(status.success(), "cargo {} ended with {status}", words.join(" "));
    Ok(())
}
