//! The month's end: mola and two scripts consolidate the same files in turn.

use super::process::{Measured, measure};
use super::table::{Limit, Runs, text};
use super::truth;
use super::workload::{Size, Workload};
use anyhow::{Context, bail, ensure};
use cargo_metadata::MetadataCommand;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The months that benches/month-end/pipeline.toml covers.
const MOST_MONTHS: i64 = 36;

/// What `cargo xtask bench month-end` takes.
#[derive(clap::Args)]
pub struct Arguments {
    /// Lines a file
    #[arg(long, default_value_t = 5000)]
    lines: u32,
    /// People that the lines are about
    #[arg(long, default_value_t = 40000)]
    people: u32,
    /// Months, each with one file of each of the five agencies
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=MOST_MONTHS))]
    months: u32,
    /// What the workload's chances are drawn from
    #[arg(long, default_value_t = 1)]
    seed: u32,
    /// Rounds, in each of which all run once (the slow pandas script in one of three)
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// Also run mola on ten times the lines
    #[arg(long)]
    tenfold: bool,
    /// Run the two scripts only
    #[arg(long)]
    peers_only: bool,
}

/// Measures, checks every result against the truth, and prints medians and ratios.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let place = Place::find()?;
    let size =
        Size { lines: arguments.lines, people: arguments.people, months: arguments.months, seed: arguments.seed };
    let workload = Workload::make(&place.script("make_workload.py"), &place.work, size)?;
    let contest = Contest { place: &place, workload: &workload };
    let mut results = Results::default();
    if !arguments.peers_only {
        place.build()?;
        contest.prepare_one_new()?;
    }
    for round in 0..arguments.runs {
        eprintln!("round {} of {}", round + 1, arguments.runs);
        contest.round(&mut results, round % 3 == 0, !arguments.peers_only)?;
    }
    if arguments.tenfold && !arguments.peers_only {
        let larger = Size { lines: size.lines * 10, ..size };
        let workload = Workload::make(&place.script("make_workload.py"), &place.work, larger)?;
        results.tenfold.measured.push(Contest { place: &place, workload: &workload }.cold()?);
    }
    report(&workload.truth, &results)
}

/// Where everything is.
pub(super) struct Place {
    /// `benches/month-end`.
    bench: PathBuf,
    /// A folder of the target folder for workloads, stores and reports.
    work: PathBuf,
    /// The built binary.
    mola: PathBuf,
    /// The repository.
    root: PathBuf,
}

impl Place {
    pub(super) fn find() -> anyhow::Result<Self> {
        let metadata = MetadataCommand::new().no_deps().exec().context("cargo metadata")?;
        let root = metadata.workspace_root.into_std_path_buf();
        let target = metadata.target_directory.into_std_path_buf();
        let work = target.join("month-end");
        fs::create_dir_all(&work)?;
        let mola = target.join("release").join(format!("mola{}", std::env::consts::EXE_SUFFIX));
        Ok(Self { bench: root.join("benches/month-end"), work, mola, root })
    }

    pub(super) fn script(&self, name: &str) -> PathBuf {
        self.bench.join(name)
    }

    /// The folder for workloads.
    pub(super) fn work(&self) -> &Path {
        &self.work
    }

    /// The repository.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// An example, beside the binary.
    pub(super) fn example(&self, name: &str) -> PathBuf {
        self.mola.with_file_name("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// The binary.
    pub(super) fn binary(&self) -> &Path {
        &self.mola
    }

    pub(super) fn build(&self) -> anyhow::Result<()> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let status = Command::new(cargo).args(["build", "--release"]).current_dir(&self.root).status()?;
        ensure!(status.success(), "mola does not build");
        Ok(())
    }
}

/// The runs of each contender.
struct Results {
    cold: Runs,
    warm: Runs,
    one_new: Runs,
    polars: Runs,
    pandas: Runs,
    tenfold: Runs,
}

impl Default for Results {
    fn default() -> Self {
        Self {
            cold: Runs::of("mola, cold"),
            warm: Runs::of("mola, nothing new"),
            one_new: Runs::of("mola, one new file"),
            polars: Runs::of("polars + fastexcel"),
            pandas: Runs::of("pandas + calamine"),
            tenfold: Runs::of("mola, cold, tenfold"),
        }
    }
}

/// One workload and all who consolidate it.
struct Contest<'a> {
    place: &'a Place,
    workload: &'a Workload,
}

impl Contest<'_> {
    /// Everyone once, one after the other.
    fn round(&self, results: &mut Results, with_pandas: bool, with_mola: bool) -> anyhow::Result<()> {
        if with_mola {
            results.cold.measured.push(self.cold()?);
            results.warm.measured.push(self.warm()?);
            results.one_new.measured.push(self.one_new()?);
        }
        results.polars.measured.push(self.peer("peer_polars.py", &[])?);
        if with_pandas {
            results.pandas.measured.push(self.peer("peer_pandas.py", &["--engine", "calamine"])?);
        }
        Ok(())
    }

    /// A fresh store: every file is read.
    fn cold(&self) -> anyhow::Result<Measured> {
        remove(&self.work("store"))?;
        remove(&self.work("out"))?;
        self.mola(&self.workload.inbox(), "store", "out", &self.workload.truth).context("mola, cold")
    }

    /// The store of the run before: no file is new. The report is the same, byte for byte.
    fn warm(&self) -> anyhow::Result<Measured> {
        let before = contents(&self.work("out"))?;
        let measured =
            self.mola(&self.workload.inbox(), "store", "out", &self.workload.truth).context("mola, nothing new")?;
        ensure!(contents(&self.work("out"))? == before, "mola, nothing new: the report is not the same");
        Ok(measured)
    }

    /// A store that holds all files but one, kept aside to begin each round with.
    fn prepare_one_new(&self) -> anyhow::Result<()> {
        for name in ["inbox-before", "store-before", "out-before"] {
            remove(&self.work(name))?;
        }
        let last = self.last()?;
        for file in self.workload.files()?.iter().filter(|file| **file != last) {
            self.drop_in(file)?;
        }
        self.mola(&self.work("inbox-before"), "store-before", "out-before", &Value::Null)
            .context("mola, all files but one")?;
        Ok(())
    }

    /// All files but one are known, and the last one comes in.
    fn one_new(&self) -> anyhow::Result<Measured> {
        let last = self.last()?;
        remove(&self.work("store-new"))?;
        copy(&self.work("store-before"), &self.work("store-new"))?;
        self.drop_in(&last)?;
        let inbox = self.work("inbox-before");
        let measured = self.mola(&inbox, "store-new", "out-before", &self.workload.truth).context("mola, one new")?;
        fs::remove_file(inbox.join(last))?;
        Ok(measured)
    }

    /// The file that comes last: the newest of the last agency that sends workbooks.
    fn last(&self) -> anyhow::Result<PathBuf> {
        let files = self.workload.files()?;
        let workbooks = files.into_iter().filter(|file| file.extension().is_some_and(|e| e == "xlsx"));
        workbooks.max().context("the workload has no workbook")
    }

    /// Puts a file of the workload into the inbox that fills up.
    fn drop_in(&self, file: &Path) -> anyhow::Result<()> {
        let to = self.work("inbox-before").join(file);
        fs::create_dir_all(to.parent().context("a file lies in a folder")?)?;
        fs::copy(self.workload.inbox().join(file), to)?;
        Ok(())
    }

    /// Runs mola and holds what it prints against `truth`, if there is one.
    fn mola(&self, inbox: &Path, store: &str, out: &str, truth: &Value) -> anyhow::Result<Measured> {
        let mut command = Command::new(&self.place.mola);
        command.env("MOLA_KEY", super::KEY);
        command.arg("run").arg(&self.place.bench).arg("--inbox").arg(inbox);
        command.arg("--store").arg(self.work(store)).arg("--out").arg(self.work(out)).args(["--format", "json"]);
        let measured = measure(&mut command, &self.work("mola.log"), &[0, 1])?;
        if !truth.is_null() {
            truth::check(&measured.stdout, truth, truth::ALL)?;
        }
        Ok(measured)
    }

    fn peer(&self, script: &str, options: &[&str]) -> anyhow::Result<Measured> {
        let mut command = Command::new("python3");
        command.arg(self.place.script(script)).arg(&self.workload.folder).arg(self.work("peer.xlsx")).args(options);
        // Compiled once, as for any script that runs often, but not beside the sources.
        command.env("PYTHONPYCACHEPREFIX", self.work("pycache"));
        let measured = measure(&mut command, &self.work("peer.log"), &[0]).context(script.to_string())?;
        truth::check(&measured.stdout, &self.workload.truth, truth::TOTALS).context(script.to_string())?;
        Ok(measured)
    }

    fn work(&self, name: &str) -> PathBuf {
        self.place.work.join(name)
    }
}

/// Prints the tables; an error where a ratio is past its limit.
fn report(truth: &Value, results: &Results) -> anyhow::Result<()> {
    let limits = limits(results);
    let Results { cold, warm, one_new, polars, pandas, tenfold } = results;
    println!("{} lines, {} people; every result agrees with truth.json\n", truth["lines"], truth["people"]);
    print!("{}", text(&[cold, warm, one_new, polars, pandas, tenfold], &limits));
    match limits.iter().filter(|limit| !limit.holds()).count() {
        0 => Ok(()),
        n => bail!("{n} of {} limits do not hold", limits.len()),
    }
}

fn limits(results: &Results) -> Vec<Limit> {
    let (cold, peer) = (results.cold.medians(), results.polars.medians());
    let mut limits = Vec::new();
    if results.cold.measured.is_empty() {
        return limits;
    }
    let mut add = |name, part: f64, whole: f64, at_most| limits.push(Limit { name, ratio: part / whole, at_most });
    add("cold / polars, wall time", cold.wall, peer.wall, 0.5);
    add("cold / polars, peak memory", cold.peak, peer.peak, 1.0);
    add("nothing new / cold, wall time", results.warm.medians().wall, cold.wall, 0.05);
    add("one new file / cold, wall time", results.one_new.medians().wall, cold.wall, 0.1);
    if !results.tenfold.measured.is_empty() {
        add("tenfold / cold, wall time", results.tenfold.medians().wall, cold.wall, 11.0);
        add("tenfold / cold, peak memory", results.tenfold.medians().peak, cold.peak, 3.0);
    }
    limits
}

/// Removes a folder with all that is in it, if it is there.
fn remove(folder: &Path) -> anyhow::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| folder.display().to_string())
        }
        _ => Ok(()),
    }
}

/// Copies a folder. Blobs and segments of a store never change: a second name for them is enough, and leaves
/// the disk in peace.
pub(super) fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (path, name) = (entry.path(), entry.file_name());
        let unchanging = from.ends_with("blobs") || from.ends_with("segments");
        match (path.is_dir(), unchanging) {
            (true, _) => copy(&path, &to.join(name))?,
            (false, true) => fs::hard_link(&path, to.join(name))?,
            (false, false) => fs::copy(&path, to.join(name)).map(drop)?,
        }
    }
    Ok(())
}

/// All files below a folder with what they hold, in order of their names.
fn contents(folder: &Path) -> anyhow::Result<Vec<(PathBuf, Vec<u8>)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(contents(&path)?);
        } else {
            found.push((path.clone(), fs::read(&path)?));
        }
    }
    found.sort();
    Ok(found)
}
