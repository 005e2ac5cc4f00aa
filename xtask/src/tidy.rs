//! `cargo xtask tidy`: the house rules that a program can check, all faults in one run.

mod architecture;
mod crates;
mod manifest;
mod source;

use anyhow::{Context, bail};
use architecture::Architecture;
use cargo_metadata::{Metadata, MetadataCommand};
use crates::Graph;
use std::fmt;
use std::path::Path;

/// A house rule that is broken, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file, with a line where there is one.
    place: String,
    /// What is wrong and what would be right.
    what: String,
}

impl Fault {
    fn new(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// Prints every fault of the workspace to stderr; an error says how many there are.
pub fn run() -> anyhow::Result<()> {
    let metadata = MetadataCommand::new().exec().context("cargo metadata")?;
    let root = metadata.workspace_root.as_std_path();
    let faults = faults(root, &metadata)?;
    for fault in &faults {
        eprintln!("{fault}");
    }
    match faults.len() {
        0 => Ok(()),
        n => bail!("tidy: {n} faults"),
    }
}

fn faults(root: &Path, metadata: &Metadata) -> anyhow::Result<Vec<Fault>> {
    let text = std::fs::read_to_string(root.join("ARCHITECTURE.md")).context("ARCHITECTURE.md")?;
    let (architecture, mut faults) = Architecture::parse(&text);
    faults.extend(crates::faults(&Graph::of(metadata), &architecture));
    faults.extend(manifest::faults(root, metadata)?);
    faults.extend(source::faults(root)?);
    faults.sort();
    Ok(faults)
}
