//! Reading: texts with delimiters by `mola-sheet` and by the `csv` crate, the same bytes in turn.

use anyhow::{Context, ensure};
use cargo_metadata::MetadataCommand;
use std::process::Command;

/// What `cargo xtask bench read` takes.
#[derive(clap::Args)]
pub struct Arguments {
    /// Megabytes of each kind of text
    #[arg(long, default_value_t = 32, value_parser = clap::value_parser!(u32).range(1..))]
    megabytes: u32,
}

/// The most time that `mola-sheet` may take of what `csv` takes.
const MOST: f64 = 1.0;

/// Measures and prints one line a kind. An error says which kinds take longer than the peer.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo).args(["build", "--release", "--workspace", "--example", "delimited"]).status()?;
    ensure!(built.success(), "the example delimited cannot be built");
    let target = MetadataCommand::new().no_deps().exec()?.target_directory;
    let example = target.join("release/examples").join(format!("delimited{}", std::env::consts::EXE_SUFFIX));
    let output = Command::new(&example).arg(arguments.megabytes.to_string()).output().context(example.to_string())?;
    ensure!(output.status.success(), "{example} ended with {}", output.status);
    let text = String::from_utf8(output.stdout)?;
    println!("{:<10} {:>10} {:>10} {:>9} {:>9} {:>6}", "text", "bytes", "fields", "mola s", "csv s", "ratio");
    let mut slower = Vec::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [name, bytes, fields, ours, theirs, ratio] = cells[..] else { continue };
        println!("{name:<10} {bytes:>10} {fields:>10} {ours:>9} {theirs:>9} {ratio:>6}");
        if ratio.parse::<f64>()? > MOST {
            slower.push(name.to_owned());
        }
    }
    ensure!(slower.is_empty(), "slower than the csv crate: {}", slower.join(", "));
    Ok(())
}
