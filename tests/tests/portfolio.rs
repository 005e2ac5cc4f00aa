//! Several programmes in one run: each has its report, and what they share comes together by the rules
//! that hold within one.

use mola_testkit::WorkbookText;
use mola_tests::project::{Project, Streams};
use mola_tests::table::Table;
use serde_json::Value;
use std::fs;

const NORTH: &str = "pipelines/north/pipeline.toml";
const INDICATORS: &str = "pipelines/north/indicators.csv";

/// The invented programme of Panama, and another one with the same inbox under the code NORTH-1.
fn project() -> Project {
    let project = Project::copy().expect("the project can be copied");
    let (from, to) = (project.path().join("pipelines/panama"), project.path().join("pipelines/north"));
    fs::create_dir(&to).expect("a folder");
    for entry in fs::read_dir(from).expect("the pipeline") {
        let entry = entry.expect("a file");
        fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy");
    }
    project.edit(NORTH, "code = \"MDGF-2097\"", "code = \"NORTH-1\"").expect("the code");
    project
}

fn mola(project: &Project, arguments: &[&str]) -> Streams {
    project.streams(arguments).expect("mola is built")
}

fn run(project: &Project, more: &[&str]) -> Value {
    let all = [&["run", "panama", "north", "--format", "json", "--lang", "en"], more].concat();
    let streams = mola(project, &all);
    assert_eq!(streams.code, 1, "{}{}", streams.stdout, streams.stderr);
    streams.json()
}

fn indicator<'v>(told: &'v Value, code: &str) -> &'v Value {
    let all = told["indicators"].as_array().expect("indicators");
    all.iter().find(|row| row["code"] == code).unwrap_or(&Value::Null)
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

#[test]
fn each_programme_has_its_report_and_what_they_share_comes_together() {
    let project = project();
    let told = run(&project, &[]);
    let programmes = told["programmes"].as_array().expect("programmes");
    assert_eq!(programmes.len(), 2);
    for (one, code) in programmes.iter().zip(["MDGF-2097", "NORTH-1"]) {
        assert_eq!(one["programme"], code);
        assert!(project.path().join(one["report"].as_str().expect("a path")).is_file());
    }
    let own = |code: &str| number(&indicator(&told, code)["programmes"]["MDGF-2097"]["value"]);
    // Nobody knows who is in both: there are bounds, and the sum is not printed as a count.
    let people = indicator(&told, "BEN-D");
    assert_eq!((people["value"].is_null(), &people["reason"]), (true, &Value::from("only_totals")));
    assert_eq!((number(&people["low"]), number(&people["high"])), (own("BEN-D"), 2.0 * own("BEN-D")));
    for code in ["VIS", "TEC", "MEM"] {
        assert_eq!(number(&indicator(&told, code)["value"]), 2.0 * own(code), "{code}");
    }
    // The same twice: ratios and means stay, and their bases double.
    for code in ["ACC", "INC", "DEL"] {
        let row = indicator(&told, code);
        assert!((number(&row["value"]) - own(code)).abs() < 1e-12, "{code}");
        assert_eq!(number(&row["denominator"]), 2.0 * number(&row["programmes"]["NORTH-1"]["denominator"]), "{code}");
    }
    let money = &told["money"][0];
    assert_eq!(number(&money["total"]["planned"]), 2.0 * number(&money["programmes"]["NORTH-1"]["planned"]));
    assert_eq!(told["findings"].as_array().map(Vec::len), Some(0));
}

#[test]
fn the_workbook_says_what_the_answer_says() {
    let project = project();
    let told = run(&project, &[]);
    let bytes = fs::read(project.path().join(told["report"].as_str().expect("a path"))).expect("the portfolio");
    let report = WorkbookText::read(&bytes).expect("a workbook");
    let sheet = report.sheet("Together").expect("the sheet");
    let table = Table::under(sheet, &["Code", "Indicator"]).expect("the table");
    assert_eq!(table.height(), told["indicators"].as_array().map_or(0, Vec::len));
    for row in told["indicators"].as_array().expect("indicators") {
        let code = row["code"].as_str().expect("a code");
        for (column, key) in [("Together", "value"), ("Least", "low"), ("Most", "high")] {
            assert_eq!(table.number(&[code], column), row[key].as_f64(), "{code} {column}");
        }
    }
    // The same inputs are the same bytes.
    let again = run(&project, &[]);
    assert_eq!(again["report"], told["report"]);
    assert_eq!(fs::read(project.path().join(told["report"].as_str().expect("a path"))).expect("again"), bytes);
}

#[test]
fn what_one_programme_hides_is_in_no_sum() {
    let project = project();
    let text = fs::read_to_string(project.path().join(NORTH)).expect("the pipeline");
    let lines: Vec<String> = text
        .lines()
        .map(
            |line| {
                if line.starts_with("small_cells_below") { "small_cells_below = 30".into() } else { line.to_owned() }
            },
        )
        .collect();
    fs::write(project.path().join(NORTH), lines.join("\n")).expect("the pipeline");
    let told = run(&project, &[]);
    let networks = indicator(&told, "NET");
    assert_eq!(networks["programmes"]["NORTH-1"]["status"], "suppressed");
    assert!(networks["programmes"]["NORTH-1"]["value"].is_null());
    assert_eq!(networks["value"], networks["programmes"]["MDGF-2097"]["value"]);
    assert_eq!((&networks["reporters"]["reported"], &networks["reporters"]["expected"]), (&1.into(), &2.into()));
}

#[test]
fn one_code_for_two_things_is_refused() {
    let project = project();
    let path = project.path().join(INDICATORS);
    let text = fs::read_to_string(&path).expect("the table");
    fs::write(&path, text.replace("visitantes,visitors,visiteurs", "noches,nights,nuits")).expect("the table");
    let told = run(&project, &[]);
    assert!(indicator(&told, "VIS").is_null());
    let found = &told["findings"][0];
    assert_eq!((found["code"].as_str(), found["args"]["indicator"].as_str()), (Some("indicator-differs"), Some("VIS")));
    // The other indicators come together as before.
    assert!(indicator(&told, "TEC")["value"].is_number());
}

#[test]
fn what_cannot_be_one_portfolio_is_refused() {
    let project = project();
    for (arguments, kind) in [
        (&["run", "panama", "panama"][..], "programme-twice"),
        (&["run", "panama", "north", "--inbox", "fixtures/panama/inbox"], "one-inbox"),
        (&["run", "panama", "south"], "no-pipeline"),
    ] {
        for language in ["es", "en", "fr"] {
            let streams = mola(&project, &[arguments, &["--format", "json", "--lang", language]].concat());
            assert_eq!((streams.code, streams.json()["error"]["kind"].as_str()), (2, Some(kind)), "{arguments:?}");
        }
    }
    assert!(!project.path().join("reports").exists(), "nothing was done");
}

#[test]
fn people_read_it_in_their_language() {
    let project = project();
    for (language, words) in [
        ("es", ["Cartera de 2 programas", "En conjunto", "2 de 2"]),
        ("en", ["Portfolio of 2 programmes", "Together", "2 of 2"]),
        ("fr", ["Portefeuille de 2 programmes", "Ensemble", "2 sur 2"]),
    ] {
        let streams = mola(&project, &["run", "panama", "north", "--lang", language]);
        for word in words {
            assert!(streams.stdout.contains(word), "{word}: {}", streams.stdout);
        }
    }
}

#[test]
fn a_run_of_several_for_a_scheduler_is_silent_where_nothing_is_new() {
    let project = project();
    let once = ["run", "panama", "north", "--once"];
    let first = mola(&project, &once);
    assert!(first.code == 1 && first.stdout.contains("NORTH-1"), "{}{}", first.stdout, first.stderr);
    let second = mola(&project, &once);
    assert_eq!((second.code, second.stdout.as_str(), second.stderr.as_str()), (0, "", ""));
}
