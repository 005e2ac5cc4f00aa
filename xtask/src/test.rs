//! `cargo xtask test`: everything that must hold before a change is done.
//!
//! All of it in the release profile, so that the libraries are built once, for the product too.

mod count;
mod readers;

use crate::tidy;
use anyhow::{Context, bail};
use count::{Count, Counter};
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};
use std::sync::Mutex;

/// One step: its name for people, the arguments of cargo, and how its results are counted.
struct Step {
    name: &'static str,
    cargo: &'static [&'static str],
    counter: Counter,
}

const FORMAT: Step = Step { name: "format", cargo: &["fmt", "--all", "--check"], counter: Counter::Whole };
const CLIPPY: Step = Step {
    name: "clippy",
    cargo: &["clippy", "--release", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"],
    counter: Counter::Whole,
};
/// The binary that the tests of `tests/` run.
const BUILD: Step =
    Step { name: "build", cargo: &["build", "--release", "--workspace", "--quiet"], counter: Counter::Whole };
const NEXTEST: Step = Step {
    name: "tests",
    cargo: &["nextest", "run", "--release", "--workspace", "--no-fail-fast", "--no-tests=pass"],
    counter: Counter::Nextest,
};
/// Where nextest is not installed.
const TEST: Step = Step {
    name: "tests",
    cargo: &["test", "--release", "--workspace", "--all-targets", "--no-fail-fast", "--quiet"],
    counter: Counter::Libtest,
};
const DOC: Step = Step {
    name: "examples",
    cargo: &["test", "--release", "--workspace", "--doc", "--no-fail-fast", "--quiet"],
    counter: Counter::Libtest,
};

/// Runs every step, also after one that fails. The last line says `N passed, N failed`.
pub fn run() -> anyhow::Result<()> {
    let python = readers::python()?;
    let carry_out = |step| carry_out(step, &python);
    let mut total = Count::default();
    for step in [&FORMAT, &CLIPPY, &BUILD] {
        total += carry_out(step)?;
    }
    total += tidied();
    for step in [if has_nextest() { &NEXTEST } else { &TEST }, &DOC] {
        total += carry_out(step)?;
    }
    eprintln!();
    println!("{} passed, {} failed", total.passed, total.failed);
    if total.failed > 0 {
        std::process::exit(1);
    }
    Ok(())
}

fn tidied() -> Count {
    eprintln!("── tidy");
    let result = tidy::run();
    if let Err(error) = &result {
        eprintln!("{error:#}");
    }
    Count::whole(result.is_ok())
}

fn has_nextest() -> bool {
    cargo().args(["nextest", "--version"]).output().is_ok_and(|output| output.status.success())
}

/// The cargo that runs this.
fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a step, showing what it prints, and counts its results. A step that fails without a
/// failed test (it does not compile, say) counts as one failure.
fn carry_out(step: &Step, python: &OsStr) -> anyhow::Result<Count> {
    eprintln!("── {}", step.name);
    let mut child = cargo()
        .args(step.cargo)
        .env("CARGO_TERM_COLOR", "never")
        .env(readers::VARIABLE, python)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cargo {}", step.cargo.join(" ")))?;
    let (Some(stdout), Some(stderr)) = (child.stdout.take(), child.stderr.take()) else {
        bail!("cargo {}: its output is not to be had", step.cargo.join(" "));
    };
    let count = Mutex::new(Count::default());
    std::thread::scope(|scope| {
        scope.spawn(|| show(stdout, step.counter, &count));
        show(stderr, step.counter, &count);
    });
    let count = count.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
    let succeeded = child.wait()?.success();
    Ok(match step.counter {
        Counter::Whole => Count::whole(succeeded),
        _ if !succeeded && count.failed == 0 => Count { failed: 1, ..count },
        _ => count,
    })
}

/// Passes lines on to stderr as they come and adds up the results that they report.
fn show(lines: impl Read, counter: Counter, count: &Mutex<Count>) {
    for line in BufReader::new(lines).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        // A reader of stderr that has gone away is no reason to stop counting.
        let _ = writeln!(std::io::stderr(), "{line}");
        if let (Some(found), Ok(mut sum)) = (counter.read(&line), count.lock()) {
            *sum += found;
        }
    }
}
