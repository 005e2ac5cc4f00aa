//! Hostile files in one inbox together with good ones: what became of each, against what is expected.
//!
//! `fixtures/hostile/expected.tsv` says of each file what becomes of it; `fixtures/hostile/project` is
//! the programme that takes them in. Files that are large and dull, and what no archive holds (links,
//! pipes, sizes, names), are made here.

use crate::project::{binary, copy_folder, repository};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use wait4::Wait4;

/// What one process may hold, in bytes.
const MOST_MEMORY: u64 = 300 << 20;
/// What all files together may take: one alone may take a minute.
const MOST_TIME: Duration = Duration::from_secs(60);
/// So many times the programme runs until all files are dropped.
const BATCHES: usize = 3;

/// What is expected of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Expected {
    /// Its path below the inbox.
    file: String,
    /// `accepted`, `quarantined`, `once` (of all files with this content one is accepted, the others
    /// are duplicates), `unopened` or `ignored`.
    outcome: String,
    kept: u64,
    refused: u64,
    /// Each as `code` or `code@place`: a cell or a line.
    findings: Vec<String>,
}

/// The project with its inbox.
struct Hostile {
    folder: TempDir,
    expected: Vec<Expected>,
}

/// Drops all files in an order that `seed` draws, runs the programme again and again meanwhile, and
/// returns how many files there were and every way in which the outcome is not as expected.
///
/// # Errors
/// Where files cannot be made or the programme cannot be started.
pub fn deviations(seed: u64) -> io::Result<(usize, Vec<String>)> {
    let hostile = Hostile::make()?;
    let mut found = Vec::new();
    let mut order: Vec<&Expected> = hostile.expected.iter().collect();
    shuffle(&mut order, seed);
    let each = order.len().div_ceil(BATCHES);
    for batch in order.chunks(each) {
        for expected in batch {
            hostile.put(&expected.file)?;
        }
        found.extend(hostile.run()?);
    }
    let (summary, status) = (hostile.answer("run")?, hostile.answer("status")?);
    found.extend(compare(&hostile.expected, &summary, &status));
    Ok((order.len(), found))
}

/// Brings files into an order that the seed alone decides.
fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    for last in (1..items.len()).rev() {
        // Xorshift: any order will do, as long as it is the same on every machine.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        items.swap(last, (state % (last as u64 + 1)) as usize);
    }
}

impl Hostile {
    fn make() -> io::Result<Self> {
        let folder = TempDir::new()?;
        copy_folder(&repository().join("fixtures/hostile/project"), folder.path())?;
        let text = fs::read_to_string(repository().join("fixtures/hostile/expected.tsv"))?;
        let mut expected: Vec<Expected> = text.lines().skip(1).map(parse).collect();
        expected.extend(crate::hostile_specials::expected().map(|line| parse(&line)));
        for agency in ["partner", "second"] {
            fs::create_dir_all(folder.path().join("inbox").join(agency))?;
        }
        Ok(Self { folder, expected })
    }

    fn inbox(&self) -> PathBuf {
        self.folder.path().join("inbox")
    }

    /// Drops one file.
    fn put(&self, file: &str) -> io::Result<()> {
        let to = self.inbox().join(file);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        if crate::hostile_specials::make(file, &to)? {
            return Ok(());
        }
        let name = Path::new(file).file_name().unwrap_or_default();
        fs::copy(repository().join("fixtures/hostile/in").join(name), to).map(drop)
    }

    fn command(&self, verb: &str) -> Command {
        let mut command = Command::new(binary());
        command.env("MOLA_KEY", crate::project::KEY);
        command.args([verb, "pipelines/hostile", "--format", "json", "--lang", "en"]);
        command.current_dir(self.folder.path()).stdin(Stdio::null());
        command
    }

    /// Runs the programme; what is wrong with the process itself.
    fn run(&self) -> io::Result<Vec<String>> {
        let talk = self.folder.path().join("stderr.txt");
        let start = Instant::now();
        let mut child = self.command("run").stdout(Stdio::piped()).stderr(fs::File::create(&talk)?).spawn()?;
        let mut answer = String::new();
        if let Some(mut stdout) = child.stdout.take() {
            stdout.read_to_string(&mut answer)?;
        }
        let used = child.wait4()?;
        let said = fs::read_to_string(&talk)?;
        let code = used.status.code();
        let (peak, wall) = (used.rusage.maxrss, start.elapsed());
        let faults = [
            (!matches!(code, Some(0 | 1)), format!("run ended with {code:?}: {said}")),
            (said.contains("panicked") || answer.contains("panicked"), format!("run shows a panic: {said}")),
            (peak > MOST_MEMORY, format!("run held {} MB", peak >> 20)),
            (wall > MOST_TIME, format!("run took {wall:?}")),
        ];
        Ok(faults.into_iter().filter(|(is_fault, _)| *is_fault).map(|(_, text)| text).collect())
    }

    /// What a command answers.
    fn answer(&self, verb: &str) -> io::Result<Value> {
        let output = self.command(verb).output()?;
        serde_json::from_slice(&output.stdout)
            .map_err(|error| io::Error::other(format!("{verb}: {error}: {}", String::from_utf8_lossy(&output.stderr))))
    }
}

fn parse(line: &str) -> Expected {
    let mut cells = line.split('\t').map(str::to_owned);
    let mut next = || cells.next().unwrap_or_default();
    let (file, outcome) = (next(), next());
    let (kept, refused) = (next().parse().unwrap_or(0), next().parse().unwrap_or(0));
    Expected { file, outcome, kept, refused, findings: next().split_whitespace().map(str::to_owned).collect() }
}

/// What is known of a file.
#[derive(Default)]
struct Seen {
    state: String,
    kept: u64,
    refused: u64,
    findings: BTreeSet<String>,
}

fn compare(expected: &[Expected], summary: &Value, status: &Value) -> Vec<String> {
    let seen = seen(summary, status);
    let mut found = Vec::new();
    for file in expected {
        let nothing = Seen::default();
        let seen = seen.get(&file.file).unwrap_or(&nothing);
        let fits = match file.outcome.as_str() {
            "ignored" => seen.state.is_empty() && seen.findings.is_empty(),
            "unopened" => seen.state.is_empty(),
            "once" => seen.state == "accepted" && seen.kept == file.kept || seen.findings.contains("file-duplicate"),
            outcome => (seen.state.as_str(), seen.kept, seen.refused) == (outcome, file.kept, file.refused),
        };
        let missing: Vec<&String> = file.findings.iter().filter(|code| !seen.findings.contains(*code)).collect();
        if !fits || !missing.is_empty() {
            let Seen { state, kept, refused, findings } = seen;
            found.push(format!("{file:?}: {state} {kept} {refused} {findings:?}"));
        }
    }
    let once = expected.iter().filter(|file| file.outcome == "once");
    let counted = once.filter(|file| seen.get(&file.file).is_some_and(|seen| seen.state == "accepted")).count();
    if counted != 1 {
        found.push(format!("of one content {counted} files are accepted"));
    }
    found
}

fn seen(summary: &Value, status: &Value) -> BTreeMap<String, Seen> {
    let mut seen: BTreeMap<String, Seen> = BTreeMap::new();
    for file in status["files"].as_array().into_iter().flatten() {
        let entry = seen.entry(file["file"].as_str().unwrap_or_default().to_owned()).or_default();
        entry.state = file["state"].as_str().unwrap_or_default().to_owned();
        entry.kept = file["kept"].as_u64().unwrap_or_default();
        entry.refused = file["refused"].as_u64().unwrap_or_default();
    }
    for finding in summary["findings_list"].as_array().into_iter().flatten() {
        let place = &finding["place"];
        let Some(file) = place["file"].as_str() else { continue };
        let code = finding["code"].as_str().unwrap_or_default().to_owned();
        let findings = &mut seen.entry(file.to_owned()).or_default().findings;
        if let Some(cell) = place["cell"].as_str() {
            findings.insert(format!("{code}@{cell}"));
        }
        if let Some(line) = place["line"].as_u64() {
            findings.insert(format!("{code}@{line}"));
        }
        findings.insert(code);
    }
    seen
}
