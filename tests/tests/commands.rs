//! Each command does what its help says.

use mola_tests::project::{Project, Streams};
use mola_tests::redaction::{pinned, redacted};
use mola_tests::truth::Truth;
use serde_json::Value;

fn project() -> Project {
    Project::copy().expect("the project can be copied")
}

fn mola(project: &Project, arguments: &[&str]) -> Streams {
    project.streams(arguments).expect("mola is built")
}

/// A project whose report is there.
fn reported() -> Project {
    let project = project();
    let ended = mola(&project, &["run", "pipelines/panama"]);
    assert_eq!(ended.code, 1, "{}", ended.stderr);
    project
}

#[test]
fn a_new_project_runs() {
    let project = project();
    for (name, arguments, people) in [
        ("small", &["init", "small"][..], None),
        ("demo", &["init", "demo", "--demo"], Some(Truth::read().number("/people/unique"))),
    ] {
        let made = mola(&project, arguments);
        assert_eq!(made.code, 0, "{name}: {}", made.stderr);
        insta::assert_snapshot!(format!("init_{name}"), pinned(&project, arguments, &made));
        let inside = |arguments: &[&str]| project.streams_in(name, arguments).expect("mola is built");
        let checked = inside(&["check"]);
        assert_eq!((checked.code, checked.stderr.as_str()), (0, ""), "{name}: {}", checked.stdout);
        let ran = inside(&["run", "--format", "json"]);
        assert!(ran.code <= 1, "{name}: {}", ran.stderr);
        let summary = ran.json();
        assert!(project.path().join(name).join(summary["report"].as_str().expect("a report")).is_file());
        assert!(summary["people"].as_f64().is_some_and(|people| people > 0.0), "{name}");
        if people.is_some() {
            assert_eq!(summary["people"].as_f64(), people);
        }
    }
}

#[test]
fn inspect_shows_what_each_reporter_sends() {
    let project = project();
    for (name, file) in [
        ("undp", "undp/PNUD_registro_2011-03.xlsx"),
        ("undp_report", "undp/PNUD_informe_2011-10.xlsx"),
        ("fao", "fao/FAO_avance_2011_T2.xls"),
        ("unido", "unido/UNIDO_progress_2011_Q2.xlsx"),
        ("unctad", "unctad/CNUCED_semestre_S1_2011.ods"),
        ("unwto", "unwto/OMT_participantes_2011-05.csv"),
        ("gov", "gov/MIDES_instituciones_2011_T2.xls"),
    ] {
        let path = format!("fixtures/panama/inbox/{file}");
        let seen = mola(&project, &["inspect", &path, "--lang", "en"]);
        assert_eq!(seen.code, 0, "{file}: {}", seen.stderr);
        insta::assert_snapshot!(format!("inspect_{name}"), redacted(&project, &seen.stdout));
        let object = mola(&project, &["inspect", &path, "--format", "json"]).json();
        assert_eq!(object["schema_version"], 1, "{file}");
    }
}

#[test]
fn inspect_writes_a_first_mapping() {
    let project = project();
    let seen = mola(&project, &["inspect", "fixtures/panama/inbox/undp/PNUD_registro_2011-01.xlsx", "--mapping"]);
    assert_eq!(seen.code, 0, "{}", seen.stderr);
    insta::assert_snapshot!("inspect_mapping", redacted(&project, &seen.stdout));
}

#[test]
fn status_shows_what_has_come() {
    let project = project();
    for (name, code) in [("before", None), ("after", Some(1))] {
        if let Some(code) = code {
            assert_eq!(mola(&project, &["run", "pipelines/panama"]).code, code);
        }
        let arguments = ["status", "pipelines/panama"];
        let status = mola(&project, &arguments);
        insta::assert_snapshot!(format!("status_{name}"), pinned(&project, &arguments, &status));
        assert!(status.code <= 1, "{}", status.stderr);
    }
}

#[test]
fn explain_goes_down_to_the_cells() {
    let project = reported();
    for (name, figure) in [
        ("unique", "BEN-D@2011-10+"),
        ("by_value", "787"),
        ("of_agency", "BEN-D@2011-10/agency=undp"),
        ("of_place", "BEN-D@2011-10+/place=PA-4"),
        ("indirect", "BEN-I@2011-10+"),
        ("sum", "TRH@2011-10+"),
        ("mean", "INC@2011-10+"),
        ("ratio", "ACC@2011-10+"),
        ("stock", "HA@2011-10+"),
        ("members", "MEM@2011-10+"),
        ("cumulative", "VIS@2011-10+"),
        ("rate", "DEL@2011-10+"),
        ("not_due", "YLD@2011-10+"),
        ("missing", "ACC@2011-10"),
        ("falling", "DTM@2011-10+"),
        ("partial_share", "CRE@2011-10+"),
        ("bare_share", "CRE@2011-10+/agency=gov"),
        ("event", "PRI@2011-10+"),
        ("band", "FAI@2011-10+/age_band=?"),
    ] {
        let arguments = ["explain", figure, "--pipeline", "pipelines/panama"];
        let told = mola(&project, &arguments);
        insta::assert_snapshot!(format!("explain_{name}"), pinned(&project, &arguments, &told));
        assert_eq!(told.code, 0, "{figure}: {}", told.stderr);
    }
}

#[test]
fn explain_tells_what_a_range_rests_on() {
    let project = reported();
    for language in ["es", "en", "fr"] {
        let arguments = ["explain", "ASI@2011-10+", "--pipeline", "pipelines/panama", "--lang", language];
        let told = mola(&project, &arguments);
        insta::assert_snapshot!(format!("explain_range_{language}"), pinned(&project, &arguments, &told));
    }
    let arguments = ["explain", "ASI@2011-10+", "--pipeline", "pipelines/panama", "--format", "json"];
    let range = &mola(&project, &arguments).json()["calculation"]["range"];
    assert_eq!((range["listed"].as_u64(), range["policy"].as_str()), (Some(308), Some("sum")), "{range}");
}

#[test]
fn explain_ends_at_file_sheet_and_cell() {
    let project = reported();
    let arguments = ["explain", "TRH@2011-10+", "--pipeline", "pipelines/panama", "--format", "json", "--all"];
    let told = mola(&project, &arguments).json();
    let records = told["shown"].as_array().expect("a list");
    assert_eq!(Some(records.len() as u64), told["records"].as_u64());
    for record in records {
        let filled = |key: &str| record[key].as_str().is_some_and(|text| !text.is_empty());
        assert!(filled("file") && filled("sheet"), "{record}");
        let cells = record["cells"].as_array().expect("a list");
        assert!(cells.iter().all(|cell| cell["cell"].is_string() && cell["raw"].is_string()), "{record}");
    }
    // The raw text of a measure is that of the file: 7,5 and not 7.5.
    let raw = |cell: &Value| cell["field"] == "hours" && cell["raw"] == "7,5";
    assert!(records.iter().flat_map(|record| record["cells"].as_array().into_iter().flatten()).any(raw));
}

#[test]
fn the_cells_of_a_figure_make_the_figure() {
    let project = reported();
    // Observed values and measures are added up; of a ratio and a rate, the two parts.
    for (figure, fields) in [
        ("TRH@2011-10+", &["hours", "value"][..]),
        ("TRH@2011-10+/agency=fao", &["hours"]),
        ("VIS@2011-10+", &["value"]),
        ("HA@2011-10+", &["value"]),
        ("TEC@2011-10+", &["value"]),
        ("TPR@2011-10+", &["value"]),
    ] {
        let told = explained(&project, figure);
        let sum: f64 = numbers(&told, fields).iter().sum();
        assert_eq!(Some(sum), told["value"]["value"].as_f64(), "{figure}");
    }
    let share = explained(&project, "ACC@2011-10+");
    for part in ["numerator", "denominator"] {
        assert_eq!(Some(numbers(&share, &[part]).iter().sum()), share["value"][part].as_f64(), "{part}");
    }
    let rate = explained(&project, "DEL@2011-10+");
    let parts = ["numerator", "denominator"].map(|part| rate["value"][part].as_f64().expect("a number"));
    let sum: f64 = numbers(&rate, &["amount"]).iter().sum();
    assert!((sum - parts[0] - parts[1]).abs() < 0.005, "{sum} from {parts:?}");
    // Nothing was reported in the month: there is no cell to show.
    assert_eq!(explained(&project, "ACC@2011-10")["shown"], serde_json::json!([]));
}

/// A figure with all its records.
fn explained(project: &Project, figure: &str) -> Value {
    let arguments = ["explain", figure, "--pipeline", "pipelines/panama", "--format", "json", "--all"];
    mola(project, &arguments).json()
}

/// The numbers in the cells of these fields, as the Panama reporters write them: a comma, or a dot
/// before two digits, is decimal; other dots and commas part thousands.
fn numbers(told: &Value, fields: &[&str]) -> Vec<f64> {
    let cells = told["shown"].as_array().into_iter().flatten().flat_map(|record| record["cells"].as_array());
    let own = cells.flatten().filter(|cell| cell["field"].as_str().is_some_and(|field| fields.contains(&field)));
    own.filter_map(|cell| number(cell["raw"].as_str()?)).collect()
}

fn number(raw: &str) -> Option<f64> {
    let raw = raw.trim_start_matches("B/.").trim();
    let digits_after = |mark: char| raw.rsplit_once(mark).map(|(_, after)| after.len());
    match (digits_after('.'), digits_after(',')) {
        (Some(3), None) => raw.replace('.', "").parse().ok(),
        (Some(dot), Some(comma)) if dot < comma => raw.replace(',', "").parse().ok(),
        _ => raw.replace(',', ".").parse().ok(),
    }
}

#[test]
fn explain_shows_no_name_and_no_identifier() {
    let project = reported();
    let register = std::fs::read(project.inbox("unwto/OMT_participantes_2011-05.csv")).expect("the register is there");
    let register: String = register.iter().map(|byte| char::from(*byte)).collect();
    let people: Vec<(&str, &str)> = register
        .lines()
        .skip(4)
        .filter_map(|line| {
            let mut cells = line.split(';');
            Some((cells.next()?.trim(), cells.next()?.trim()))
        })
        .filter(|(identifier, name)| identifier.len() > 6 && name.len() > 6)
        .collect();
    assert!(people.len() > 10, "{people:?}");
    for format in ["text", "json"] {
        let arguments = ["explain", "BEN-D@2011-10+", "--pipeline", "pipelines/panama", "--all", "--format", format];
        let told = mola(&project, &arguments).stdout;
        assert!(told.contains("OMT_participantes_2011-05.csv"));
        for (identifier, name) in &people {
            assert!(!told.contains(identifier) && !told.contains(name), "{format} shows a person");
        }
    }
}

#[test]
fn schemas_are_json() {
    let project = project();
    for of in ["mapping", "pipeline", "cases"] {
        let schema = mola(&project, &["schema", of]);
        let object = schema.json();
        assert_eq!((schema.code, schema.stderr.as_str()), (0, ""), "{of}");
        assert!(object["$schema"].as_str().is_some_and(|uri| uri.contains("json-schema.org")), "{of}");
        assert!(object["properties"].as_object().is_some_and(|properties| properties.len() > 1), "{of}");
    }
}

#[test]
fn completions_know_the_commands() {
    let project = project();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = mola(&project, &["completions", shell]);
        assert_eq!((script.code, script.stderr.as_str()), (0, ""), "{shell}");
        for command in ["run", "explain", "inspect"] {
            assert!(script.stdout.contains(command), "{shell} does not know {command}");
        }
    }
}

#[test]
fn help_of_each_command() {
    let project = project();
    for command in [
        "",
        "run",
        "init",
        "check",
        "test",
        "inspect",
        "cells",
        "table",
        "status",
        "explain",
        "close",
        "reopen",
        "issues",
        "report",
        "diff",
        "watch",
        "retry",
        "review",
        "log",
        "schema",
        "completions",
    ] {
        let arguments: Vec<&str> = [command, "--help"].into_iter().filter(|word| !word.is_empty()).collect();
        let help = mola(&project, &arguments);
        let name = if command.is_empty() { "mola" } else { command };
        insta::assert_snapshot!(format!("help_{name}"), pinned(&project, &arguments, &help));
        assert_eq!(help.code, 0, "{command}");
    }
}
