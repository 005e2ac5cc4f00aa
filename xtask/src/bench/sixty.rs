//! Sixty indicators over millions of participations: mola and bare polars count the same, each in a
//! process of its own, in turn.

use super::process::{Measured, measure};
use super::table::{Limit, Runs, text};
use anyhow::{Context, bail, ensure};
use cargo_metadata::MetadataCommand;
use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// What `cargo xtask bench measure` takes.
#[derive(clap::Args)]
pub struct Arguments {
    /// Participations
    #[arg(long, default_value_t = 10_000_000, value_parser = clap::value_parser!(u64).range(1000..))]
    rows: u64,
    /// Rounds, in each of which all run once
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
}

/// Measures, holds the counts of one against those of the other, and prints medians and ratios.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let contest = Contest::prepare()?;
    let [mut mola, mut tenth] = [Runs::of("mola"), Runs::of("mola, a tenth of the rows")];
    let [mut margins, mut cells] = [Runs::of("polars, the same counts"), Runs::of("polars, cells in one pass")];
    let mut counts = 0;
    for round in 0..arguments.runs {
        eprintln!("round {} of {}", round + 1, arguments.runs);
        let (own, counted) = contest.count("mola", arguments.rows)?;
        let (peer, expected) = contest.count("margins", arguments.rows)?;
        counts = same(&counted, &expected)?;
        mola.measured.push(own);
        margins.measured.push(peer);
        cells.measured.push(contest.count("cells", arguments.rows)?.0);
        tenth.measured.push(contest.count("mola", arguments.rows / 10)?.0);
    }
    println!("{} participations, 60 indicators; {counts} counts, the same by both\n", arguments.rows);
    let limits = limits(&mola, &margins, &cells, &tenth);
    print!("{}", text(&[&mola, &margins, &cells, &tenth], &limits));
    match limits.iter().filter(|limit| !limit.holds()).count() {
        0 => Ok(()),
        n => bail!("{n} of {} limits do not hold", limits.len()),
    }
}

fn limits(mola: &Runs, margins: &Runs, cells: &Runs, tenth: &Runs) -> Vec<Limit> {
    let [mola, margins, cells, tenth] = [mola, margins, cells, tenth].map(Runs::medians);
    let limit = |name, part: f64, whole: f64, at_most| Limit { name, ratio: part / whole, at_most };
    vec![
        limit("mola / polars, the same counts", mola.wall, margins.wall, 3.0),
        limit("mola / polars, cells in one pass", mola.wall, cells.wall, 3.0),
        limit("mola, peak memory in GiB", mola.peak, 1024.0, 4.0),
        // In line with the rows, but for what of them no longer fits into the processor's caches. Of all
        // threads, and with the making of the rows: what else runs on the machine matters less.
        limit("tenfold rows, processor time", mola.cpu, tenth.cpu, 13.0),
        limit("tenfold rows, peak memory", mola.peak, tenth.peak, 11.0),
    ]
}

/// The built example, and where its settings and its talk are.
struct Contest {
    sixty: PathBuf,
    settings: PathBuf,
    talk: PathBuf,
}

impl Contest {
    fn prepare() -> anyhow::Result<Self> {
        let metadata = MetadataCommand::new().no_deps().exec().context("cargo metadata")?;
        let root = metadata.workspace_root.into_std_path_buf();
        let release = metadata.target_directory.into_std_path_buf().join("release");
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        // With the features of the whole workspace, so that nothing is built twice.
        let build = ["build", "--release", "--workspace", "--example", "sixty"];
        let status = Command::new(cargo).args(build).current_dir(&root).status()?;
        ensure!(status.success(), "the example does not build");
        let name = format!("sixty{}", std::env::consts::EXE_SUFFIX);
        let (sixty, talk) = (release.join("examples").join(name), release.join("sixty.log"));
        Ok(Self { sixty, settings: root.join("benches/measure"), talk })
    }

    /// What a contender used, its wall time being that of counting alone, and what it counted.
    fn count(&self, who: &str, rows: u64) -> anyhow::Result<(Measured, Value)> {
        let mut command = Command::new(&self.sixty);
        command.arg(who).arg(rows.to_string()).arg(&self.settings);
        let mut measured = measure(&mut command, &self.talk, &[0]).with_context(|| who.to_owned())?;
        let mut said: Value = serde_json::from_str(&measured.stdout).with_context(|| who.to_owned())?;
        let seconds = said["seconds"].as_f64().context("how long it took")?;
        measured.wall = Duration::from_secs_f64(seconds);
        Ok((measured, said["counts"].take()))
    }
}

/// How many counts there are, if they are the same.
fn same(found: &Value, expected: &Value) -> anyhow::Result<usize> {
    let (found, expected) = (found.as_object().context("counts")?, expected.as_object().context("counts")?);
    for (id, count) in expected {
        ensure!(found.get(id) == Some(count), "{id}: {:?} instead of {count}", found.get(id));
    }
    ensure!(found.len() == expected.len(), "{} counts instead of {}", found.len(), expected.len());
    Ok(found.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn counts_that_differ_are_told() {
        let two = json!({ "PEO@2011-10+": 2, "PEO@2011-09+": 1 });
        assert_eq!(same(&two, &two).ok(), Some(2));
        for other in [json!({ "PEO@2011-10+": 2 }), json!({ "PEO@2011-10+": 3, "PEO@2011-09+": 1 }), json!({})] {
            assert!(same(&two, &other).is_err() && same(&other, &two).is_err(), "{other}");
        }
    }
}
