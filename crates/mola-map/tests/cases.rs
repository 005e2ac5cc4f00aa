//! Every folder of `fixtures/map` is a case: a mapping, a source, and what comes of them.

mod project;

use mola_finding::{Arg, CellAddress, Finding};
use mola_map::{Mapped, MappedTable, Refused, map};
use mola_model::Month;
use mola_sheet::{Hints, Limits, Workbook};
use polars::frame::DataFrame;
use project::Project;
use std::fmt::Write;
use std::path::{Path, PathBuf};

#[test]
fn every_case_gives_what_it_expects() {
    let folder = project::folder();
    let mut cases: Vec<PathBuf> =
        std::fs::read_dir(&folder).expect("cases").map(|entry| entry.expect("an entry").path()).collect();
    cases.retain(|path| path.join("mapping.toml").is_file());
    cases.sort();
    assert!(cases.len() >= 25, "{} cases", cases.len());
    let failed: Vec<String> = cases.iter().filter_map(|case| check(case).err()).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// Maps the source of one case and compares what comes of it.
fn check(case: &Path) -> Result<(), String> {
    let name = case.file_name().expect("a name").to_string_lossy().into_owned();
    let text = std::fs::read_to_string(case.join("mapping.toml")).expect("a mapping");
    let project = Project::new(&text).map_err(|findings| format!("{name}: {findings}"))?;
    let (mut workbook, name_of_source) = source(case);
    let found = match map(&mut workbook, project.mapping(), &project.context(&format!("undp/{name_of_source}"))) {
        Ok(mapped) => {
            balance(&name, &mapped.tables)?;
            written(&mapped)
        }
        Err(Refused { findings }) => format!("refused\n{}", said(&findings)),
    };
    let path = case.join("expect.txt");
    if std::env::var_os("MOLA_BLESS").is_some() {
        std::fs::write(&path, &found).expect("the case's folder can be written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    if found == expected { Ok(()) } else { Err(format!("--- {name} expects\n{expected}--- found\n{found}")) }
}

/// Opens `source.*` of a case; also its name.
fn source(case: &Path) -> (Workbook, String) {
    let entries = std::fs::read_dir(case).expect("a case").map(|entry| entry.expect("an entry").path());
    let path =
        entries.filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("source"))).min();
    let path = path.expect("a source");
    let bytes = std::fs::read(&path).expect("a source");
    let workbook = Workbook::open(bytes, &Hints::default(), &Limits::default()).expect("a workbook");
    (workbook, path.file_name().expect("a name").to_string_lossy().into_owned())
}

/// No row vanishes.
fn balance(name: &str, tables: &[MappedTable]) -> Result<(), String> {
    let balanced = |t: &&MappedTable| t.read == t.kept + t.refused + t.ignored_rows();
    match tables.iter().find(|table| !balanced(table)) {
        Some(table) => Err(format!("{name}: rows vanish: {table:?}")),
        None => Ok(()),
    }
}

fn written(mapped: &Mapped) -> String {
    let mut text = String::new();
    for (grain, frame) in &mapped.grains {
        writeln!(text, "{}\n{}", grain.as_str(), rows(frame)).expect("a text");
    }
    if let Some(personal) = &mapped.personal {
        writeln!(text, "personal\n{}", rows(personal)).expect("a text");
    }
    text.push_str("tables\n");
    for table in &mapped.tables {
        writeln!(text, "{}", one_line(table)).expect("a text");
    }
    if let Some(version) = &mapped.version {
        writeln!(text, "version {version}").expect("a text");
    }
    text.push_str(&said(&mapped.findings));
    text
}

/// The columns that hold anything, parted by ` | `.
fn rows(frame: &DataFrame) -> String {
    let columns: Vec<_> = frame.columns().iter().filter(|column| column.null_count() < frame.height()).collect();
    let mut text = columns.iter().map(|column| column.name().as_str()).collect::<Vec<_>>().join(" | ");
    for row in 0..frame.height() {
        let cell = |name: &str, value: &str| match (name, value) {
            (_, "null") => String::new(),
            ("month", value) => Month(value.parse().expect("a month")).to_string(),
            (_, value) => value.strip_suffix(".0").unwrap_or(value).to_owned(),
        };
        let cells = columns.iter().map(|c| cell(c.name().as_str(), &c.get(row).expect("a value").str_value()));
        write!(text, "\n{}", cells.collect::<Vec<_>>().join(" | ")).expect("a text");
    }
    text.push('\n');
    text
}

fn one_line(table: &MappedTable) -> String {
    let columns: Vec<String> =
        table.columns.iter().map(|(field, column)| format!("{field}={}", CellAddress::letters(*column))).collect();
    let ignored: Vec<String> = table.ignored.iter().map(|(rule, rows)| format!(" {rule} {rows}")).collect();
    let spread: Vec<String> =
        table.unpivoted.iter().map(|c| format!(" {}={}", CellAddress::letters(c.column), c.header)).collect();
    let mut line = format!("{} on {:?}, header {}: ", table.name, table.sheet, table.header_row);
    write!(line, "read {} = kept {} + refused {} + ignored", table.read, table.kept, table.refused).expect("a text");
    write!(line, "{}; {} records; ended {:?}; ", ignored.join(","), table.records, table.ended_at).expect("a text");
    write!(line, "{}{}", columns.join(" "), spread.concat()).expect("a text");
    line
}

fn said(findings: &[Finding]) -> String {
    let mut text = "findings\n".to_owned();
    for finding in findings {
        let cell = finding.place.cell.map(|cell| cell.to_string()).unwrap_or_default();
        let sheet = finding.place.sheet.as_deref().unwrap_or_default();
        write!(text, "{} {} {sheet}!{cell}", finding.severity.as_str(), finding.code.as_str()).expect("a text");
        for (name, arg) in &finding.args {
            match arg {
                Arg::Text(arg) => write!(text, " {name}={arg:?}"),
                Arg::Number(arg) => write!(text, " {name}={arg}"),
            }
            .expect("a text");
        }
        text.push('\n');
    }
    text
}
