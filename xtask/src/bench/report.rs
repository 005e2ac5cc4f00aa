//! The report of the Panama programme: its workbook, every format in three languages, two hundred donors, and the same
//! tables written by a script with xlsxwriter, each a process of its own from its start to its end.

use super::KEY;
use super::month_end::Place;
use super::process::{Measured, measure};
use super::table::{Limit, Runs, text};
use anyhow::{Context, bail, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What `cargo xtask bench report` takes.
#[derive(clap::Args)]
pub struct Arguments {
    /// Rounds, in each of which all run once
    #[arg(long, default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// Donors, each with a workbook and a page of its own
    #[arg(long, default_value_t = 200)]
    donors: u32,
}

/// What of the repository is a project folder.
const PARTS: [&str; 3] = ["pipelines", "mappings", "fixtures/panama"];

/// Measures and prints medians and limits. An error says which do not hold.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let place = Place::find()?;
    place.build()?;
    let contest = Contest::prepare(&place, arguments.donors)?;
    let mut one = Runs::of("mola, workbook in Spanish");
    let mut all = Runs::of("mola, all formats x 3 languages");
    let mut donors = Runs::of("mola, all donors' workbooks");
    let mut peer = Runs::of("xlsxwriter, the same tables");
    for round in 0..arguments.runs {
        eprintln!("round {} of {}", round + 1, arguments.runs);
        one.measured.push(contest.mola("panama", &["--as", "xlsx"])?);
        all.measured.push(contest.mola("panama", &["--all"])?);
        peer.measured.push(contest.peer()?);
        if round % 5 == 0 {
            donors.measured.push(contest.mola("donors", &["--all", "--as", "xlsx"])?);
        }
    }
    let [single, every, script] = [&one, &all, &peer].map(Runs::medians);
    let limits = [
        Limit { name: "workbook in Spanish, s", ratio: single.wall, at_most: 0.150 },
        Limit { name: "all formats x 3 languages, s", ratio: every.wall, at_most: 2.0 },
        Limit { name: "mola / xlsxwriter, wall", ratio: single.wall / script.wall, at_most: 0.3 },
    ];
    print!("{}", text(&[&one, &all, &donors, &peer], &limits));
    match limits.iter().filter(|limit| !limit.holds()).count() {
        0 => Ok(()),
        n => bail!("{n} of {} limits do not hold", limits.len()),
    }
}

/// A project folder with a report, and what is written of it.
struct Contest {
    mola: PathBuf,
    project: PathBuf,
    script: PathBuf,
    python: String,
}

impl Contest {
    fn prepare(place: &Place, donors: u32) -> anyhow::Result<Self> {
        let project = place.work().with_file_name("report");
        if project.exists() {
            fs::remove_dir_all(&project)?;
        }
        for part in PARTS {
            copy(&place.root().join(part), &project.join(part))?;
        }
        let python = std::env::var("MOLA_PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let script = place.root().join("benches/report/write_tables.py");
        let contest = Self { mola: place.binary().to_owned(), project, script, python };
        contest.add_donors(donors)?;
        for pipeline in ["panama", "donors"] {
            let mut command = contest.command(&["run", pipeline, "--quiet"]);
            measure(&mut command, &contest.talk(), &[0, 1])?;
        }
        let report = contest.project.join("reports/panama/MDGF-2097_2011-10_es.xlsx");
        let mut reading = Command::new(&contest.python);
        reading.arg(&contest.script).arg("read").arg(report).arg(contest.project.join("tables.json"));
        let read = reading.status().context("python3")?;
        ensure!(read.success(), "the report cannot be read: openpyxl and xlsxwriter are needed");
        Ok(contest)
    }

    /// The same programme for many donors: each has a title of its own, and every second one sees no agencies.
    fn add_donors(&self, count: u32) -> anyhow::Result<()> {
        copy(&self.project.join("pipelines/panama"), &self.project.join("pipelines/donors"))?;
        let path = self.project.join("pipelines/donors/pipeline.toml");
        let mut text = fs::read_to_string(&path)?;
        for number in 0..count {
            let withhold = if number % 2 == 0 { "withhold = { dimensions = [\"agency\"] }\n" } else { "" };
            text.push_str(&format!("\n[report.d{number}]\ntitle = \"Donor {number}\"\n{withhold}"));
        }
        fs::write(path, text)?;
        Ok(())
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.mola);
        command.env("MOLA_KEY", KEY).args(arguments).current_dir(&self.project);
        command
    }

    fn talk(&self) -> PathBuf {
        self.project.join("talk.txt")
    }

    fn mola(&self, pipeline: &str, arguments: &[&str]) -> anyhow::Result<Measured> {
        let base = ["report", pipeline, "--out", "out"];
        measure(&mut self.command(&[&base, arguments].concat()), &self.talk(), &[0])
    }

    fn peer(&self) -> anyhow::Result<Measured> {
        let mut command = Command::new(&self.python);
        command.arg(&self.script).arg("write").args(["tables.json", "peer.xlsx"]).current_dir(&self.project);
        measure(&mut command, &self.talk(), &[0])
    }
}

fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
