//! The program `mola`: reads the command line, calls `mola-run`, shows what came of it.
//!
//! What is data goes to standard output, all talk to standard error. The exit code is 0 where all
//! is well, 1 where the work is done and something should be looked at, 2 where it is not done.

mod args;
mod commands;
mod defect;
mod environment;
mod failure;
mod page;
mod progress;
mod texts;
mod usage;
mod waking;

use args::Args;
use clap::Parser;
use commands::Ending;
use std::panic::catch_unwind;
use std::process::ExitCode;

fn main() -> ExitCode {
    defect::keep_quiet();
    let ending = catch_unwind(|| match Args::try_parse() {
        Ok(args) => commands::carry_out(&args),
        Err(error) => usage::explain(&error),
    });
    ending.unwrap_or_else(|_| defect::tell()).into()
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        Self::from(ending as u8)
    }
}
