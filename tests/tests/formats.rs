//! Every format holds the same figures, and programs that nobody here wrote open it. Needs python3 with the packages
//! that `tests/readers/requirements*.txt` name (`MOLA_PYTHON` may name another python), and xmllint.

use mola_tests::project::{Project, Streams, repository};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

const PIPELINE: &str = "pipelines/panama";
/// Where the formats of the tests lie in the project.
const ALL: &str = "all";

fn mola(project: &Project, arguments: &[&str]) -> Streams {
    let streams = project.streams(arguments).expect("mola is built");
    assert!((0..=1).contains(&streams.code), "{arguments:?}: {}{}", streams.stdout, streams.stderr);
    streams
}

/// A project of which small counts below the threshold are hidden.
fn project(threshold: u32) -> Project {
    let project = Project::copy().expect("the project can be copied");
    let hides = format!("small_cells_below = {threshold} ");
    project.edit("pipelines/panama/pipeline.toml", "small_cells_below = 0 ", &hides).expect("it says so");
    project
}

/// What a reader says of a file or folder.
fn read(reader: &str, path: &Path) -> Value {
    let python = std::env::var("MOLA_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = repository().join("tests/readers").join(reader);
    let output = Command::new(&python).arg(script).arg(path).output().expect("python3 is there");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{python}: {said}\nIt needs the packages of tests/readers/requirements*.txt.");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Writes everything, and the schema of the JSON beside it.
fn write_all(project: &Project, more: &[&str]) {
    let base = ["report", PIPELINE];
    mola(project, &[&base, more, &["--all", "--out", ALL]].concat());
    let schema = mola(project, &["schema", "report"]).stdout;
    std::fs::write(project.path().join(ALL).join("report.schema.json"), schema).expect("ours");
}

/// The differences of all figures in all formats and languages; how many have which state.
fn compared(project: &Project) -> Value {
    let found = read("figures.py", &project.path().join(ALL));
    assert_eq!(found["differences"], serde_json::json!([]), "{found:#}");
    let compared = found["compared"].as_object().expect("files");
    assert_eq!(compared.len(), 7 * 3 + 4, "{compared:?}");
    assert!(compared.values().all(|count| count.as_u64() > Some(100)), "{compared:?}");
    found["figures"].clone()
}

#[test]
fn every_figure_is_the_same_in_every_format_and_language() {
    let project = project(0);
    mola(&project, &["run", PIPELINE]);
    write_all(&project, &[]);
    let states = compared(&project);
    assert!(states["missing"].as_u64() > Some(0) && states["not_yet_due"].as_u64() > Some(0), "{states}");
}

#[test]
fn what_is_hidden_is_hidden_in_every_format() {
    let project = project(10);
    mola(&project, &["close", PIPELINE, "2011-10"]);
    write_all(&project, &["2011-10"]);
    assert!(compared(&project)["suppressed"].as_u64() > Some(10));
}

#[test]
fn iati_is_valid_and_of_the_code_lists() {
    let project = project(10);
    mola(&project, &["run", PIPELINE]);
    mola(&project, &["report", PIPELINE, "--as", "iati", "--out", ALL]);
    let wrong = read("activity.py", &project.path().join(ALL).join("MDGF-2097_2011-10.iati.xml"));
    assert_eq!(wrong, serde_json::json!([]));
}

/// The files that an answer names, with their digests.
fn files(project: &Project, arguments: &[&str]) -> Vec<(String, String)> {
    let answer = mola(project, &[arguments, &["--format", "json"]].concat()).json();
    let files = answer["files"].as_object().expect("files").iter();
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    files.map(|(path, digest)| (name(path), digest.as_str().unwrap_or_default().to_owned())).collect()
}

#[test]
fn the_same_issue_is_the_same_bytes_in_every_format() {
    let project = project(10);
    mola(&project, &["run", PIPELINE]);
    let all = ["report", PIPELINE, "--all", "--out", ALL];
    let first = files(&project, &all);
    assert_eq!(first.len(), 7 * 3 + 5, "{first:?}");
    assert_eq!(files(&project, &all), first);
    // What a run wrote is what is written of what was kept.
    let written = std::fs::read(project.path().join("reports/panama/MDGF-2097_2011-10_es.xlsx")).expect("the report");
    let again = std::fs::read(project.path().join(ALL).join("MDGF-2097_2011-10_es.xlsx")).expect("the report");
    assert!(written == again);
    // A closed issue gives further formats later, whatever comes in between.
    mola(&project, &["close", PIPELINE, "2011-10"]);
    let issue = ["report", PIPELINE, "2011-10", "--as", "json,csv,iati", "--lang", "fr", "--out", ALL];
    let then = files(&project, &issue);
    project.drop_in("unwto/OMT_participantes_2011-10.csv", b"nothing").expect("it can be dropped");
    mola(&project, &["run", PIPELINE]);
    assert_eq!(files(&project, &issue), then);
}

#[test]
fn a_pipeline_says_which_formats_a_run_writes() {
    let project = project(0);
    let says = "[report]\nformats = [\"html\", \"json\", \"sdmx\"]\n\n[inbox]\n";
    project.edit("pipelines/panama/pipeline.toml", "[inbox]\n", says).expect("there is an inbox");
    let summary = project.summary(&[]).expect("mola is built");
    assert!(summary["report"].as_str().is_some_and(|path| path.ends_with("_es.html")), "{}", summary["report"]);
    let folder = std::fs::read_dir(project.path().join("reports/panama")).expect("the folder");
    let mut names: Vec<String> = folder.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort();
    assert_eq!(names, ["MDGF-2097_2011-10.json", "MDGF-2097_2011-10.sdmx.csv", "MDGF-2097_2011-10_es.html"]);
}

#[test]
fn a_donor_gets_a_report_of_its_own() {
    let project = project(0);
    let donors = "[report.inv]\ntitle = \"Invented\"\nsections = [\"cover\", \"data\"]\nformats = [\"xlsx\", \"csv\"]\n\
                  withhold = { dimensions = [\"agency\"] }\n\n[report.same]\nformats = [\"csv\"]\n\
                  withhold = { dimensions = [\"agency\"] }\n\n[inbox]\n";
    project.edit("pipelines/panama/pipeline.toml", "[inbox]\n", donors).expect("there is an inbox");
    mola(&project, &["run", PIPELINE]);
    let own = files(&project, &["report", PIPELINE, "--donor", "inv", "--out", ALL]);
    let names: Vec<&str> = own.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["MDGF-2097_2011-10_inv_es.csv", "MDGF-2097_2011-10_inv_es.xlsx"]);
    let text = |name: &str| std::fs::read_to_string(project.path().join(ALL).join(name)).expect("the file");
    let shown = text("MDGF-2097_2011-10_inv_es.csv");
    let by_agency: Vec<&str> = shown.lines().filter(|line| line.contains("/agency=")).collect();
    assert!(by_agency.len() > 50 && by_agency.iter().all(|line| !line.contains(",reported,")), "{by_agency:?}");
    assert!(shown.lines().any(|line| line.starts_with("BEN-D@2011-10+,") && line.contains(",787,")));
    // Everything is everybody's; what two donors have in common is the same.
    let all = files(&project, &["report", PIPELINE, "--all", "--as", "csv", "--out", ALL]);
    assert_eq!(all.len(), 9, "{all:?}");
    let digest = |name: &str| all.iter().find(|(own, _)| own == name).map(|(_, digest)| digest.clone());
    assert_eq!(digest("MDGF-2097_2011-10_inv_fr.csv"), digest("MDGF-2097_2011-10_same_fr.csv"));
    assert_ne!(digest("MDGF-2097_2011-10_inv_fr.csv"), digest("MDGF-2097_2011-10_fr.csv"));
    let refused = project.streams(&["report", PIPELINE, "--donor", "none", "--lang", "en"]).expect("mola is built");
    assert!(refused.code == 2 && refused.stderr.contains("inv, same"), "{}", refused.stderr);
}

#[test]
fn a_format_that_cannot_be_made_is_refused_with_the_reason() {
    let project = project(0);
    let ended = project.streams(&["report", PIPELINE, "--as", "xlsx"]).expect("mola is built");
    assert_eq!(ended.code, 2, "there is no report yet");
    mola(&project, &["run", "pipelines/rules"]);
    let ended = project.streams(&["report", "pipelines/rules", "--as", "iati", "--lang", "en"]).expect("mola is built");
    assert_eq!(ended.code, 2);
    assert!(ended.stderr.contains("[iati]"), "{}", ended.stderr);
    let ended = project.streams(&["report", "pipelines/rules", "--as", "pdf"]).expect("mola is built");
    assert_eq!(ended.code, 2);
}
