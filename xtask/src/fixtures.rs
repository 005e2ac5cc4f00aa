//! `cargo xtask fixtures`: one invented programme, written as six offices would write it.
//!
//! A scenario (who took part where and when) is drawn once from a fixed seed. Each agency's writer
//! spells it in its own way, and `truth` counts it from the scenario, never from the files.

mod agencies;
mod grid;
mod identity;
mod names;
mod office;
mod random;
mod receipts;
mod scenario;
mod tally;
mod truth;

use anyhow::Context;
use scenario::Scenario;
use std::path::{Path, PathBuf};

/// What `cargo xtask fixtures` takes.
#[derive(clap::Args)]
pub struct Arguments {
    /// The folder that `fixtures/` and `pipelines/` stand in; the repository when left out
    #[arg(long)]
    out: Option<PathBuf>,
}

/// Writes inbox, late files, receipts and truth. The same seed gives the same bytes as long as
/// the same LibreOffice converts to xls and ods.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let root = match &arguments.out {
        Some(folder) => folder.clone(),
        None => repository()?,
    };
    let scenario = Scenario::draw();
    let fixture = root.join("fixtures/panama");
    let inbox = fixture.join("inbox");
    let tallies = agencies::write_all(&scenario, &inbox)?;
    let late = agencies::unwto::write_late(&scenario, &fixture.join("late"))?;
    let corrected = agencies::rules::write_corrected(&scenario, &fixture.join("corrected"))?;
    write(&fixture.join("expect/truth.json"), &truth::json(&scenario, &tallies, &late, &corrected)?)?;
    write(&root.join("pipelines/panama/receipts.csv"), &receipts::csv())
}

fn repository() -> anyhow::Result<PathBuf> {
    let home = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").context("cargo runs xtask")?);
    Ok(home.parent().context("xtask lies in the repository")?.to_path_buf())
}

/// Writes a file and the folders it lies in.
fn write(path: &Path, content: &str) -> anyhow::Result<()> {
    let folder = path.parent().context("a file lies in a folder")?;
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    std::fs::write(path, content).with_context(|| path.display().to_string())
}
