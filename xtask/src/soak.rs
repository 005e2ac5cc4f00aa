//! `cargo xtask soak`: many files go through `mola watch`, and what the watch holds stays as it is: descriptors,
//! memory, the log of the ledger, temporary files. Linux only, where `/proc` tells of it.

use anyhow::{Context, ensure};
use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// What `cargo xtask soak` takes.
#[derive(clap::Args)]
pub struct Arguments {
    /// Files that go through
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(4..))]
    files: u64,
    /// Rows of each
    #[arg(long, default_value_t = 500)]
    rows: u64,
    /// Files that are dropped together
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u64).range(1..))]
    batch: u64,
}

const PIPELINE: &str = r#"schema_version = 1
measures = { hours = { unit = "hours" } }
[programme]
code = "SOAK"
name = "Invented files"
currency = "USD"
first = "2011-01"
last = "2011-12"
small_cells_below = 0
[inbox]
path = "../../inbox"
accepted = "move"
[link.person]
identifier = "alphanumeric"
[[agency]]
code = "one"
name = "One"
language = "en"
[[source]]
mapping = "../../mappings/list.toml"
cycle = "monthly"
due_days = 15
"#;
const INDICATORS: &str =
    "code,kind,label_en,measure,beneficiary\nPEOPLE,unique,People,,person\nHOURS,sum,Hours,hours,person\n";
const MAPPING: &str = r#"agency = "one"
files = ["*.csv"]
[values]
decimal = "."
dates = ["yyyy-mm-dd"]
[[table]]
name = "list"
grain = "participation"
beneficiary = "person"
[table.fields]
identifier = { column = "id", required = true }
name = { column = "name" }
date = { column = "date", required = true }
hours = { column = "hours" }
"#;
/// The key of the store: this folder is thrown away.
const KEY: &str = "0707070707070707070707070707070707070707070707070707070707070707";

/// What the watch holds at a moment.
#[derive(Debug, Clone, Copy)]
struct Held {
    descriptors: usize,
    memory_mb: u64,
    log_kb: u64,
    temporary: usize,
}

/// Builds `mola`, drops the files and measures after each batch.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    ensure!(cfg!(target_os = "linux"), "what a process holds is read from /proc, which is there on Linux only");
    let built = Command::new(env!("CARGO")).args(["build", "--release", "--workspace"]).status()?;
    ensure!(built.success(), "mola cannot be built");
    let folder = tempfile::tempdir()?;
    for (path, text) in [
        ("pipelines/soak/pipeline.toml", PIPELINE),
        ("pipelines/soak/indicators.csv", INDICATORS),
        ("mappings/list.toml", MAPPING),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().context("a folder")?)?;
        fs::write(path, text)?;
    }
    let inbox = folder.path().join("inbox/one");
    fs::create_dir_all(&inbox)?;
    let (mut watch, taken) = begin(folder.path())?;
    println!("files      seconds  descriptors  memory MB  log kB  temporary files");
    let start = Instant::now();
    let mut seen = Vec::new();
    let mut dropped = 0;
    while dropped < arguments.files {
        let next = (dropped + arguments.batch).min(arguments.files);
        for number in dropped..next {
            drop_file(&inbox, number, arguments.rows)?;
        }
        dropped = next;
        while taken.load(Ordering::Relaxed) < dropped {
            ensure!(watch.try_wait()?.is_none(), "the watch has ended");
            ensure!(start.elapsed() < Duration::from_secs(7_200), "two hours are not enough");
            std::thread::sleep(Duration::from_millis(200));
        }
        let held = held(watch.id(), &folder.path().join(".mola"))?;
        let Held { descriptors, memory_mb, log_kb, temporary } = held;
        let seconds = start.elapsed().as_secs();
        println!("{dropped:<9}  {seconds:>7}  {descriptors:>11}  {memory_mb:>9}  {log_kb:>6}  {temporary:>15}");
        seen.push(held);
    }
    watch.kill()?;
    watch.wait()?;
    judge(&seen)
}

/// Starts the watch; the number tells how many files it has taken in.
fn begin(project: &Path) -> anyhow::Result<(Child, Arc<AtomicU64>)> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), std::path::PathBuf::from);
    let binary = std::path::absolute(target.join("release/mola"))?;
    let mut watch = Command::new(binary)
        .args(["watch", "pipelines/soak", "--every", "2", "--format", "json"])
        .env("MOLA_KEY", KEY)
        .current_dir(project)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    let output = BufReader::new(watch.stdout.take().context("its output")?);
    let taken = Arc::new(AtomicU64::new(0));
    let told = Arc::clone(&taken);
    std::thread::spawn(move || {
        for line in output.lines().map_while(Result::ok) {
            let event: Value = serde_json::from_str(&line).unwrap_or_default();
            if let Some(accepted) = event["files"]["accepted"].as_u64() {
                told.store(accepted, Ordering::Relaxed);
            }
        }
    });
    Ok((watch, taken))
}

/// One file of invented people, written under another name and renamed, as careful programs do.
fn drop_file(inbox: &Path, number: u64, rows: u64) -> anyhow::Result<()> {
    let mut text = "id,name,date,hours\n".to_owned();
    for row in 0..rows {
        let person = (number * rows + row) % 400_000;
        let (month, day) = (number % 12 + 1, row % 28 + 1);
        text.push_str(&format!("P{person:06},Invented {person},2011-{month:02}-{day:02},{}.5\n", row % 8));
    }
    let part = inbox.join(format!("{number:06}.part"));
    fs::write(&part, text)?;
    Ok(fs::rename(part, inbox.join(format!("{number:06}.csv")))?)
}

fn held(process: u32, store: &Path) -> anyhow::Result<Held> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let memory = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("its memory")?;
    let memory: u64 = memory.trim().trim_end_matches(" kB").parse()?;
    let log = fs::metadata(store.join("ledger.sqlite-wal")).map_or(0, |log| log.len());
    let temporary = fs::read_dir(store.join("incoming"))?.count();
    let descriptors = fs::read_dir(format!("/proc/{process}/fd"))?.count();
    Ok(Held { descriptors, memory_mb: memory >> 10, log_kb: log >> 10, temporary })
}

/// What is held at the end must be what was held after a quarter of the way. Memory may grow with what a report
/// counts (people, months), but no faster.
fn judge(seen: &[Held]) -> anyhow::Result<()> {
    let (early, last) = (seen[seen.len() / 4], seen[seen.len() - 1]);
    ensure!(last.descriptors <= early.descriptors + 8, "descriptors grow: {early:?}, {last:?}");
    ensure!(last.memory_mb <= early.memory_mb * 4 + 64, "memory grows faster than the rows: {early:?}, {last:?}");
    ensure!(last.log_kb <= 64 << 10, "the log of the ledger grows: {last:?}");
    ensure!(last.temporary == 0, "temporary files are left: {last:?}");
    println!("descriptors, memory, the ledger's log and temporary files stay within their bounds");
    Ok(())
}
