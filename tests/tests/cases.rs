//! Cases beside a pipeline: those of the repository pass, and what is wrong with others is told.

use mola_tests::project::{Project, Streams, repository};
use mola_tests::redaction::pinned;
use serde_json::Value;

/// Where cases stand in a project.
const FILE: &str = "pipelines/rules/cases.toml";

fn project() -> Project {
    Project::copy().expect("the project can be copied")
}

fn mola(project: &Project, arguments: &[&str]) -> Streams {
    project.streams(arguments).expect("mola is built")
}

/// A project whose pipeline of rules has these cases.
fn with_cases(text: &str) -> Project {
    let project = project();
    std::fs::write(project.path().join(FILE), text).expect("the cases can be written");
    project
}

#[test]
fn the_cases_of_the_repository_pass() {
    let project = project();
    for (pipeline, least) in [("pipelines/rules", 290), ("pipelines/panama", 9)] {
        let tested = mola(&project, &["test", pipeline, "--format", "json"]);
        let object = tested.json();
        assert_eq!((tested.code, object["failed"].as_u64()), (0, Some(0)), "{}", object["cases"]);
        assert!(object["passed"].as_u64() >= Some(least), "{pipeline}: {}", object["passed"]);
    }
}

/// Every rule has its cases.
#[test]
fn every_rule_has_cases() {
    let object = mola(&project(), &["test", "rules", "--format", "json"]).json();
    let cases = object["cases"].as_array().expect("a list");
    for number in 1..=25 {
        let rule = Value::from(format!("R{number}"));
        let own = cases.iter().filter(|case| case["rule"] == rule).count();
        assert!(own >= 6, "{rule} has {own} cases");
    }
}

#[test]
fn what_comes_out_otherwise_is_told_in_one_line_each() {
    let wrong = std::fs::read_to_string(repository().join(FILE)).expect("the cases are there");
    let case = wrong.split("[[case]]\n").find(|case| case.contains("TEC@2011-04+\", value = 31")).expect("R4");
    let text = format!("schema_version = 1\n\n[[case]]\n{}", case.replace("value = 31, status = \"reported\"", WRONG));
    let project = with_cases(&text);
    for language in ["es", "en", "fr"] {
        let arguments = ["test", "pipelines/rules", "--lang", language];
        let told = mola(&project, &arguments);
        insta::assert_snapshot!(format!("cases_differ_{language}"), pinned(&project, &arguments, &told));
        assert_eq!(told.code, 1);
    }
    let arguments = ["test", "pipelines/rules", "--format", "json"];
    insta::assert_snapshot!("cases_differ_json", pinned(&project, &arguments, &mola(&project, &arguments)));
}

/// An expectation that is wrong in every part that it names.
const WRONG: &str = r#"value = 61, status = "missing", numerator = 1, records = "none", estimated = true"#;

#[test]
fn a_file_full_of_faults() {
    let faulty = repository().join("fixtures/cases/faults.toml");
    let project = with_cases(&std::fs::read_to_string(faulty).expect("the faults are there"));
    for language in ["es", "en", "fr"] {
        let arguments = ["test", "pipelines/rules", "--lang", language];
        let told = mola(&project, &arguments);
        insta::assert_snapshot!(format!("cases_faults_{language}"), pinned(&project, &arguments, &told));
        assert_eq!((told.code, told.stdout.as_str()), (2, ""));
    }
    let arguments = ["check", "pipelines/rules", "--lang", "en"];
    let told = mola(&project, &arguments);
    insta::assert_snapshot!("cases_faults_check", pinned(&project, &arguments, &told));
    assert_eq!(told.code, 1);
}

#[test]
fn without_cases_there_is_a_start_that_passes() {
    let project = project();
    std::fs::remove_file(project.path().join(FILE)).expect("the cases are there");
    for language in ["es", "en", "fr"] {
        let arguments = ["test", "pipelines/rules", "--lang", language];
        let told = mola(&project, &arguments);
        insta::assert_snapshot!(format!("cases_none_{language}"), pinned(&project, &arguments, &told));
        assert_eq!(told.code, 2);
    }
    let object = mola(&project, &["test", "pipelines/rules", "--format", "json"]).json();
    assert_eq!(object["error"]["kind"], "no-cases");
    let start = mola(&project, &["test", "pipelines/rules"]).stdout;
    std::fs::write(project.path().join(FILE), start).expect("the cases can be written");
    let told = mola(&project, &["test", "pipelines/rules"]);
    assert_eq!(told.code, 0, "{}{}", told.stdout, told.stderr);
}

#[test]
fn some_cases_by_name() {
    let project = project();
    let some = mola(&project, &["test", "rules", "--case", "BALBOA", "--lang", "en"]);
    assert_eq!((some.code, some.stdout.as_str()), (0, "1 case: 1 passed, 0 failed\n"));
    let none = mola(&project, &["test", "rules", "--case", "doubloon", "--lang", "en"]);
    assert_eq!((none.code, none.stdout.as_str()), (2, ""));
    assert!(none.stderr.contains("doubloon"), "{}", none.stderr);
}

/// The examples of the documentation are cases that pass.
#[test]
fn the_documentation_shows_cases_that_pass() {
    let text = std::fs::read_to_string(repository().join("docs/cases.md")).expect("docs/cases.md is there");
    let mut examples = 0;
    for block in text.split("```toml\n").skip(1) {
        let cases = block.split("```").next().unwrap_or_default();
        let told = mola(&with_cases(cases), &["test", "pipelines/rules"]);
        assert_eq!(told.code, 0, "{cases}\n{}{}", told.stdout, told.stderr);
        examples += 1;
    }
    assert!(examples >= 2, "{examples}");
}
