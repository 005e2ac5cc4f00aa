//! Reading: texts with delimiters by `mola-sheet` and by the `csv` crate, and the workbooks of the
//! month's end by `mola-sheet`, by calamine and by the least that any reader does, in turn in one run.

mod workbooks;

use super::month_end::Place;
use super::table::{Limit, text};
use anyhow::{Context, ensure};
use std::process::Command;

/// What `cargo xtask bench read` takes.
#[derive(clap::Args)]
pub struct Arguments {
    /// Megabytes of each kind of text
    #[arg(long, default_value_t = 32, value_parser = clap::value_parser!(u32).range(1..))]
    megabytes: u32,
    /// Leave the workbooks out, whose making needs python3 with xlsxwriter
    #[arg(long)]
    texts_only: bool,
    /// Leave the texts out
    #[arg(long, conflicts_with = "texts_only")]
    workbooks_only: bool,
}

/// The most time that `mola-sheet` may take of what `csv` takes.
const MOST: f64 = 1.0;

/// Measures and prints what was measured and which limits hold. An error says which do not.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let place = Place::find()?;
    let mut limits = Vec::new();
    if !arguments.workbooks_only {
        limits.extend(texts(&place, arguments.megabytes)?);
    }
    if !arguments.texts_only {
        limits.extend(workbooks::measure_all(&place)?);
    }
    println!("{}", text(&[], &limits));
    let broken: Vec<&str> = limits.iter().filter(|limit| !limit.holds()).map(|limit| limit.name).collect();
    ensure!(broken.is_empty(), "does not hold: {}", broken.join(", "));
    Ok(())
}

/// An example of mola-sheet, built.
fn example(place: &Place, name: &str) -> anyhow::Result<Command> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let arguments = ["build", "--release", "--package", "mola-sheet", "--example", name];
    let built = Command::new(cargo).args(arguments).current_dir(place.root()).status()?;
    ensure!(built.success(), "the example {name} cannot be built");
    Ok(Command::new(place.example(name)))
}

fn texts(place: &Place, megabytes: u32) -> anyhow::Result<Vec<Limit>> {
    let mut example = example(place, "delimited")?;
    let output = example.arg(megabytes.to_string()).output().context("delimited")?;
    ensure!(output.status.success(), "the example delimited ended with {}", output.status);
    println!("{:<10} {:>10} {:>10} {:>9} {:>9} {:>6}", "text", "bytes", "fields", "mola s", "csv s", "ratio");
    let mut limits = Vec::new();
    for line in String::from_utf8(output.stdout)?.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [name, bytes, fields, ours, theirs, ratio] = cells[..] else { continue };
        println!("{name:<10} {bytes:>10} {fields:>10} {ours:>9} {theirs:>9} {ratio:>6}");
        let name = match name {
            "numbers" => "numbers: mola / csv",
            "register" => "register: mola / csv",
            "quoted" => "quoted: mola / csv",
            _ => "long texts: mola / csv",
        };
        limits.push(Limit { name, ratio: ratio.parse()?, at_most: MOST });
    }
    println!();
    Ok(limits)
}
