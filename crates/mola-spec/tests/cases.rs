//! Every file of `fixtures/spec` in the place of its good counterpart, with the findings that it gives.

use mola_finding::{Arg, Finding};
use mola_spec::{Pipeline, PipelineFiles, SettingsText, cases as cases_of, pipeline, resolve};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const KINDS: [&str; 8] = ["pipeline", "mapping", "indicators", "targets", "rates", "codelist", "receipts", "cases"];
/// The path of a mapping that is a case: a mapping is known by its name.
const MAPPING: &str = "undp-register.toml";
const FILES: [(&str, &str); 8] = [
    ("pipeline", "pipeline.toml"),
    ("mapping", "mappings/undp-register.toml"),
    ("indicators", "indicators.csv"),
    ("targets", "targets.csv"),
    ("rates", "rates.csv"),
    ("codelist", "codelists/sex.csv"),
    ("receipts", "receipts.csv"),
    ("cases", "cases.toml"),
];

fn folder() -> PathBuf {
    std::path::absolute("../../fixtures/spec").expect("tests run in the folder of their crate")
}

fn settings(path: &str) -> SettingsText {
    let text = fs::read_to_string(folder().join("good").join(path)).expect(path);
    SettingsText::new(path, text)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8")).collect();
    names.sort();
    names
}

/// The good programme, its parts replaced by `case`.
fn check(kind: &str, case: Option<SettingsText>) -> (Option<Pipeline>, Vec<Finding>) {
    let take = |wanted: &str, path: &str| match &case {
        Some(case) if kind == wanted => case.clone(),
        _ => settings(path),
    };
    let (plan, findings) = pipeline(&take("pipeline", "pipeline.toml"));
    let Some(plan) = plan else { return (None, findings) };
    assert_eq!(findings, []);
    let lists = names(&folder().join("good/codelists"));
    let mut codelists: BTreeMap<String, SettingsText> =
        lists.iter().map(|name| (name.replace(".csv", ""), settings(&format!("codelists/{name}")))).collect();
    codelists.insert("sex".to_owned(), take("codelist", "codelists/sex.csv"));
    let mut register = take("mapping", "mappings/undp-register.toml");
    if kind == "mapping" {
        register.path = MAPPING.to_owned();
    }
    let files = PipelineFiles {
        indicators: take("indicators", "indicators.csv"),
        targets: Some(take("targets", "targets.csv")),
        rates: Some(take("rates", "rates.csv")),
        codelists,
        mappings: vec![settings("mappings/fao-matrix.toml"), register],
        receipts: Some(take("receipts", "receipts.csv")),
    };
    let (resolved, mut findings) = resolve(plan, &files);
    let Some(resolved) = resolved else { return (None, findings) };
    findings.extend(cases_of(&take("cases", "cases.toml"), &resolved).1);
    let faulty = findings.iter().any(|finding| finding.severity == mola_finding::Severity::Error);
    ((!faulty).then_some(resolved), findings)
}

/// A finding as one line: code, place (with the file where it is not the case itself), what was found, what is proposed.
fn line(finding: &Finding, case: &str) -> String {
    let place = &finding.place;
    let said = |name: &str| match finding.args.get(name) {
        Some(Arg::Text(text)) => Some(text.clone()),
        Some(Arg::Number(number)) => Some(number.to_string()),
        None => None,
    };
    let mut found = said("found").or_else(|| said("key")).or_else(|| said("reason")).unwrap_or_default();
    if let (Some(first), Some(second)) = (said("first"), said("second")) {
        found = format!("{first} | {second}");
    }
    let nearest = said("nearest").filter(|text| !text.is_empty()).map(|text| format!(" -> {text}")).unwrap_or_default();
    let (row, column) = (place.line.unwrap_or(0), place.column.unwrap_or(0));
    let file = place
        .file
        .as_deref()
        .filter(|file| *file != case && *file != MAPPING)
        .map(|file| format!("{file}:"))
        .unwrap_or_default();
    format!("{} {file}{row}:{column} {found}{nearest}", finding.code).trim_end().to_owned()
}

fn cases() -> Vec<String> {
    names(&folder()).into_iter().filter(|name| name.ends_with(".toml") || name.ends_with(".csv")).collect()
}

fn findings_of(name: &str) -> Vec<Finding> {
    let kind = KINDS.into_iter().find(|kind| name.starts_with(kind)).expect(name);
    let text = fs::read_to_string(folder().join(name)).expect(name);
    let (resolved, findings) = check(kind, Some(SettingsText::new(name, text)));
    let faulty = findings.iter().any(|finding| finding.severity == mola_finding::Severity::Error);
    assert_eq!(resolved.is_none(), faulty, "{name}");
    findings
}

fn shown(findings: &[Finding], case: &str) -> String {
    findings.iter().map(|finding| line(finding, case) + "\n").collect()
}

fn expectation(name: &str) -> PathBuf {
    folder().join(name).with_extension("expect")
}

#[test]
fn every_fault_is_found_in_its_place() {
    // With this variable set the expectations are written anew, for someone to read them.
    let rewrite = std::env::var_os("MOLA_WRITE_EXPECTATIONS").is_some();
    let mut wrong = Vec::new();
    for name in cases() {
        let found = shown(&findings_of(&name), &name);
        if rewrite {
            fs::write(expectation(&name), &found).expect("the expectation is written");
        }
        let expected = fs::read_to_string(expectation(&name)).unwrap_or_default();
        if found != expected || found.is_empty() {
            wrong.push(format!("{name}: expected\n{expected}found\n{found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_message_can_be_said() {
    for finding in cases().iter().flat_map(|name| findings_of(name)) {
        for language in mola_finding::Language::ALL {
            let text = finding.text(language);
            assert!(!text.contains("{ $"), "{text}");
        }
    }
}

proptest! {
    #[test]
    fn any_text_gives_findings_and_no_panic(kind in select(&KINDS), text in "\\PC{0,80}") {
        check(kind, Some(SettingsText::new("any", text)));
    }

    #[test]
    fn a_good_file_with_a_piece_replaced_gives_findings_and_no_panic(
        (kind, path) in select(&FILES),
        start in any::<Index>(),
        length in 0usize..40,
        piece in "[ \\]\\[{}\"'=,;|.*?()\\\\a-zA-Z0-9\n-]{0,8}",
    ) {
        let good: Vec<char> = settings(path).text.chars().collect();
        let start = start.index(good.len());
        let end = (start + length).min(good.len());
        let text = good[..start].iter().copied().chain(piece.chars()).chain(good[end..].iter().copied()).collect::<String>();
        let (resolved, findings) = check(kind, Some(SettingsText::new("any", text)));
        prop_assert!(resolved.is_some() || !findings.is_empty());
    }
}

#[test]
fn the_good_programme_has_no_fault() {
    let (resolved, findings) = check("", None);
    assert_eq!(shown(&findings, ""), "");
    let pipeline = resolved.expect("a pipeline");
    let programme = &pipeline.programme;
    assert_eq!(pipeline.own.measures, ["hours", "income"]);
    let places: Vec<&str> = programme.places.iter().map(|place| place.code.as_str()).collect();
    assert_eq!(places, ["PA-4", "PA0401", "PA-2"]);
    let dimensions: Vec<&str> = programme.dimensions.iter().map(|dimension| dimension.code.as_str()).collect();
    assert_eq!(dimensions, ["sector", "sex"]);
    let sources: Vec<_> =
        programme.sources.iter().map(|source| (source.name.as_str(), source.agency.as_str())).collect();
    assert_eq!(sources, [("undp-register", "undp"), ("fao-matrix", "fao")]);
    assert_eq!(pipeline.mapping("undp-register").expect("a mapping").depends, ["activity", "flow", "place", "sex"]);
    assert_eq!(pipeline.receipts.len(), 2);
}
