//! The files that are consolidated, and what is true of them.

use super::process::measure;
use anyhow::{Context, ensure};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How large a workload is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Lines a file.
    pub lines: u32,
    /// People that the lines are about.
    pub people: u32,
    /// Months, each with one file of each of five agencies.
    pub months: u32,
    /// What its chances are drawn from.
    pub seed: u32,
}

/// A folder with `inbox/<agency>/…` and `truth.json`.
pub struct Workload {
    /// The folder.
    pub folder: PathBuf,
    /// What a correct consolidation finds.
    pub truth: Value,
}

impl Workload {
    /// Makes the workload below `work`, or takes the one that is there: the same size and seed
    /// give the same lines.
    pub fn make(script: &Path, work: &Path, size: Size) -> anyhow::Result<Self> {
        let Size { lines, people, months, seed } = size;
        let folder = work.join(format!("workload-{lines}x{months}-{people}-{seed}"));
        // The script writes truth.json last: with it, the folder is whole.
        if !folder.join("truth.json").is_file() {
            eprintln!("making a workload of {lines} lines a file, {months} months, {people} people");
            let mut command = Command::new("python3");
            command.arg(script).arg(&folder);
            for (name, value) in [("lines", lines), ("people", people), ("months", months), ("seed", seed)] {
                command.arg(format!("--{name}")).arg(value.to_string());
            }
            std::fs::create_dir_all(&folder)?;
            measure(&mut command, &work.join("workload.log"), &[0])?;
        }
        let text = std::fs::read_to_string(folder.join("truth.json")).context("truth.json")?;
        Ok(Self { truth: serde_json::from_str(&text)?, folder })
    }

    /// The folder that agencies drop their files into.
    pub fn inbox(&self) -> PathBuf {
        self.folder.join("inbox")
    }

    /// The files, as paths below the inbox, in order of their names.
    pub fn files(&self) -> anyhow::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for agency in std::fs::read_dir(self.inbox())? {
            let agency = agency?;
            for file in std::fs::read_dir(agency.path())? {
                files.push(Path::new(&agency.file_name()).join(file?.file_name()));
            }
        }
        files.sort();
        ensure!(!files.is_empty(), "the workload has no files");
        Ok(files)
    }
}
