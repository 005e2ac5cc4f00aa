//! The project's own chores: `cargo xtask <command>`. Nothing here is needed to build `mola`.

#![allow(clippy::print_stdout, reason = "chores talk to a terminal")]

mod bench;
mod crash;
mod fixtures;
mod hostile;
mod soak;
mod test;
mod tidy;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The project's own chores")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run everything that must hold: format, clippy, tidy, all tests and examples
    Test,
    /// Hold the code against the house rules and ARCHITECTURE.md
    Tidy,
    /// Measure speed and memory side by side with what people use today
    #[command(subcommand)]
    Bench(bench::Bench),
    /// Drop all hostile files into one inbox with good ones, in several orders, and show what comes out
    /// otherwise than expected
    Hostile(hostile::Arguments),
    /// Cut a run off at every system call and see that the store is as before or as after (Linux, strace)
    Crash(crash::Arguments),
    /// Send many files through `mola watch` and measure what it holds (Linux)
    Soak(soak::Arguments),
    /// Write the invented programme of fixtures/panama anew (needs LibreOffice's soffice)
    Fixtures(fixtures::Arguments),
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Test => test::run(),
        Command::Tidy => tidy::run(),
        Command::Bench(bench) => bench::run(&bench),
        Command::Hostile(arguments) => hostile::run(&arguments),
        Command::Crash(arguments) => crash::run(&arguments),
        Command::Soak(arguments) => soak::run(&arguments),
        Command::Fixtures(arguments) => fixtures::run(&arguments),
    }
}
