//! What was issued stays as it was sent, and what became of its figures is told, with the reasons
//! adding up (rule R19).

use mola_tests::project::{Project, Streams, repository};
use mola_tests::redaction::{pinned, redacted};
use mola_tests::truth::Truth;
use serde_json::Value;
use std::path::PathBuf;

const PIPELINE: &str = "pipelines/panama";
const LATE: &str = "unwto/OMT_participantes_2011-09.csv";
const CORRECTED: &str = "unwto/OMT_participantes_2011-10.csv";
const OCTOBER: &str = "BEN-D@2011-10+";

fn project() -> Project {
    Project::copy().expect("the project can be copied")
}

fn mola(project: &Project, arguments: &[&str]) -> Streams {
    project.streams(arguments).expect("mola is built")
}

/// A command that ends with 0 or 1, and its answer.
fn json(project: &Project, arguments: &[&str]) -> Value {
    let streams = mola(project, &[arguments, &["--format", "json"]].concat());
    assert!((0..=1).contains(&streams.code), "{arguments:?}: {}{}", streams.stdout, streams.stderr);
    streams.json()
}

fn close(project: &Project, period: &str, more: &[&str]) -> Value {
    json(project, &[&["close", PIPELINE, period], more].concat())
}

fn run(project: &Project, more: &[&str]) -> Value {
    project.summary(more).expect("mola is built")
}

fn id(closed: &Value) -> String {
    closed["issue"]["id"].as_str().expect("an id").to_owned()
}

/// The bytes of the file that an answer names first.
fn bytes(project: &Project, path: &str) -> Vec<u8> {
    std::fs::read(project.path().join(path)).expect("the file is there")
}

/// What `mola report` writes for an issue.
fn reported(project: &Project, issue: &str, language: &str) -> Vec<u8> {
    let told = json(project, &["report", PIPELINE, issue, "--out", "again", "--lang", language]);
    let files = told["files"].as_object().expect("files");
    let path = files.keys().find(|path| path.ends_with(".xlsx")).expect("a workbook").clone();
    let bytes = bytes(project, &path);
    std::fs::remove_dir_all(project.path().join("again")).expect("the folder is ours");
    bytes
}

/// The register of October comes again as the fixture has it: without two people.
fn drop_the_corrected_file(project: &Project) {
    let corrected = repository().join("fixtures/panama/corrected").join(CORRECTED);
    let bytes = std::fs::read(corrected).expect("the corrected file is there");
    project.drop_in(CORRECTED, &bytes).expect("it can be dropped");
}

fn drop_the_late_file(project: &Project) {
    let late = std::fs::read(repository().join("fixtures/panama/late").join(LATE)).expect("the late file is there");
    project.drop_in(LATE, &late).expect("it can be dropped");
}

/// The register of October comes again, without the line of its first person.
fn correct_a_file(project: &Project) {
    let bytes = std::fs::read(project.inbox(CORRECTED)).expect("the register is there");
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    project.drop_in(CORRECTED, &[&lines[..4], &lines[5..]].concat().concat()).expect("it can be dropped");
}

/// Hours of training count only for women from now on.
fn change_a_definition(project: &Project) {
    let path = project.path().join(PIPELINE).join("indicators.csv");
    let text = std::fs::read_to_string(&path).expect("the table is there");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let filter = lines[0].split(',').position(|name| name.trim() == "filter").expect("there is a filter");
    let own = lines.iter_mut().find(|line| line.starts_with("TRH,")).expect("there are hours");
    let mut cells: Vec<&str> = own.split(',').collect();
    cells[filter] = "sex=F";
    let changed = cells.join(",");
    *own = changed;
    std::fs::write(path, lines.join("\n") + "\n").expect("ours");
}

fn changes(answer: &Value) -> &Vec<Value> {
    answer["changes"].as_array().expect("a list of changes")
}

fn change<'a>(answer: &'a Value, figure: &str) -> &'a Value {
    let found = changes(answer).iter().find(|change| change["figure"] == figure);
    found.unwrap_or_else(|| panic!("{figure} is not told: {:?}", changes(answer)))
}

/// What each reason did to a figure.
fn parts(change: &Value) -> Vec<(&str, Option<f64>)> {
    let parts = change["parts"].as_array().expect("a bridge").iter();
    parts.map(|part| (part["reason"].as_str().expect("a reason"), part["amount"].as_f64())).collect()
}

/// Every bridge leads from old to new, and no part of it is empty.
fn check_bridges(answer: &Value) {
    assert!(!changes(answer).is_empty());
    for change in changes(answer) {
        let parts = parts(change);
        assert!(!parts.is_empty(), "{change}");
        let Some((old, new)) = change["old"].as_f64().zip(change["new"].as_f64()) else {
            assert!(parts.iter().all(|(_, amount)| amount.is_none()), "{change}");
            continue;
        };
        let amounts: Vec<f64> = parts.iter().map(|(_, amount)| amount.expect("an amount")).collect();
        // In thousand-millionths, so that the sum is that on paper.
        let units = |value: f64| (value * 1e9).round() as i128;
        assert_eq!(amounts.iter().map(|amount| units(*amount)).sum::<i128>(), units(new) - units(old), "{change}");
        assert!(amounts.iter().all(|amount| *amount != 0.0), "{change}");
    }
}

#[test]
fn what_was_issued_is_given_again_byte_for_byte() {
    let (project, truth) = (project(), Truth::read());
    let closed = close(&project, "2011-10", &["--as-of", "2011-11-15"]);
    let issue = id(&closed);
    let sent_path = closed["summary"]["report"].as_str().expect("a path").to_owned();
    assert!(sent_path.contains(&issue[..12]), "{sent_path}");
    let sent = bytes(&project, &sent_path);
    let languages = ["es", "en", "fr"];
    let issued = languages.map(|language| reported(&project, &issue, language));
    assert!(issued[0] == sent && issued[1] != sent && issued[2] != issued[1]);
    drop_the_late_file(&project);
    correct_a_file(&project);
    change_a_definition(&project);
    let after = run(&project, &["--period", "2011-10"]);
    assert_ne!(after["people"].as_f64(), Some(truth.number("/people/unique")));
    assert!(project.report_bytes(&after).expect("a draft") != sent);
    for asked in [issue.as_str(), &issue[..6], "2011-10"] {
        assert!(languages.map(|language| reported(&project, asked, language)) == issued, "{asked}");
    }
    assert!(bytes(&project, &sent_path) == sent, "a draft took the place of an issue");
}

#[test]
fn what_was_known_on_a_day_is_known_again() {
    let (project, truth) = (project(), Truth::read());
    close(&project, "2011-10", &["--as-of", "2011-11-15"]);
    drop_the_late_file(&project);
    correct_a_file(&project);
    let now = run(&project, &[]);
    assert_ne!(now["people"].as_f64(), Some(truth.number("/people/unique")));
    let then = run(&project, &["--as-of", "2011-11-15"]);
    assert_eq!(then["people"].as_f64(), Some(truth.number("/people/unique")));
    assert_eq!(then["changes"], serde_json::json!([]));
    // Also where a mapping changed since, so that the corrected file must be read again.
    let mapping = project.path().join("mappings/unwto-participants.toml");
    let text = std::fs::read_to_string(&mapping).expect("the mapping is there");
    std::fs::write(&mapping, format!("{text}\n# Another version.\n")).expect("ours");
    let then = run(&project, &["--as-of", "2011-11-15", "--lang", "en"]);
    assert_eq!(then["people"].as_f64(), Some(truth.number("/people/unique")));
}

#[test]
fn a_late_file_restates_what_was_issued() {
    let (project, truth) = (project(), Truth::read());
    let issue = id(&close(&project, "2011-10", &[]));
    drop_the_late_file(&project);
    let after = run(&project, &[]);
    assert_eq!((after["since"].as_str(), after["closed_by"].as_str()), (Some(&*issue), Some(&*issue)));
    check_bridges(&after);
    let people = change(&after, OCTOBER);
    let (old, new) = (truth.number("/people/unique"), truth.number("/after_the_late_file/unique"));
    assert_eq!((people["old"].as_f64(), people["new"].as_f64()), (Some(old), Some(new)));
    assert_eq!(parts(people), [("late_data", Some(new - old))]);
    assert_eq!(people["files"], serde_json::json!([LATE]));
    // In the month, and by agency and place, it is told as well; of other agencies nothing is.
    let told = |figure: &str| changes(&after).iter().any(|change| change["figure"] == figure);
    assert!(told("BEN-D@2011-09") && told("BEN-D@2011-10+/agency=unwto") && !told("BEN-D@2011-10+/agency=fao"));
    assert!(changes(&after).iter().any(|change| change["figure"].as_str().is_some_and(|f| f.contains("/place="))));
    // A value that came has a reason, and no difference.
    assert_eq!(parts(change(&after, "BEN-D@2011-09/agency=unwto")), [("late_data", None)]);
}

#[test]
fn a_corrected_file_restates_what_was_issued() {
    let (project, truth) = (project(), Truth::read());
    close(&project, "2011-10", &[]);
    drop_the_corrected_file(&project);
    let after = run(&project, &[]);
    check_bridges(&after);
    let people = change(&after, OCTOBER);
    let (old, new) = (truth.number("/people/unique"), truth.number("/after_the_correction/unique"));
    assert_eq!((people["old"].as_f64(), people["new"].as_f64()), (Some(old), Some(new)));
    assert_eq!(parts(people), [("correction", Some(new - old))]);
    assert_eq!(people["files"], serde_json::json!([CORRECTED]));
    // Its explanation tells the same.
    let told = json(&project, &["explain", OCTOBER, "--pipeline", PIPELINE]);
    assert_eq!(&told["calculation"]["change"]["parts"], &people["parts"]);
}

#[test]
fn the_next_period_tells_what_became_of_the_last_one() {
    let project = project();
    let closed = close(&project, "2011-09", &["--as-of", "2011-10-14"]);
    drop_the_late_file(&project);
    let next = close(&project, "2011-10", &[]);
    let summary = &next["summary"];
    assert_eq!(summary["since"].as_str(), Some(&*id(&closed)));
    check_bridges(summary);
    // The figures are those of September, as they were issued and as October knows them.
    let figures: Vec<&str> = changes(summary).iter().filter_map(|change| change["figure"].as_str()).collect();
    assert!(figures.contains(&"BEN-D@2011-09+") && figures.iter().all(|figure| !figure.contains("2011-10")));
    let told = json(&project, &["diff", PIPELINE, "2011-09", "2011-10"]);
    assert_eq!((told["origin"].as_str(), &told["old"]["id"]), (Some("issued"), &closed["issue"]["id"]));
    assert_eq!(change(&told, "BEN-D@2011-09+"), change(summary, "BEN-D@2011-09+"));
}

#[test]
fn each_reason_has_its_part() {
    let project = project();
    let first = close(&project, "2011-10", &[]);
    drop_the_late_file(&project);
    correct_a_file(&project);
    change_a_definition(&project);
    let after = run(&project, &[]);
    check_bridges(&after);
    // A person who is in the late file too is missed only until that is in.
    assert_eq!(parts(change(&after, OCTOBER)), [("correction", Some(-1.0)), ("late_data", Some(11.0))]);
    let hours = parts(change(&after, "TRH@2011-10+"));
    let reasons: Vec<&str> = hours.iter().map(|(reason, _)| *reason).collect();
    assert_eq!(reasons, ["definition", "correction", "late_data"], "{hours:?}");
    // The parts are those of one change at a time.
    assert!(hours[0].1 < Some(0.0) && hours[1].1 < Some(0.0) && hours[2].1 > Some(0.0), "{hours:?}");
    // The sheet shows the same columns, and they add up too.
    let report = project.report(&after).expect("the draft is there");
    let sheet = report.sheet("Cambios").expect("the sheet is there");
    let row = sheet.find("TRH@2011-10+").expect("the change is told").row;
    let number = |column: char| sheet.cell(&format!("{column}{row}")).and_then(|text| text.parse::<f64>().ok());
    let sum: f64 = ('F'..='K').filter_map(number).sum();
    assert!((number('E').expect("a difference") - sum).abs() < 1e-6, "{:?}", sheet.row(row));
    assert_eq!([number('F'), number('J'), number('K')], [hours[0].1, hours[1].1, hours[2].1]);
    assert!(sheet.find(&id(&first)[..12]).is_none(), "a note is no cell of its own");
}

#[test]
fn only_a_code_list_or_the_rules_of_linking_are_told_apart() {
    for (file, old, new, reason) in [
        // One province under the code of another.
        ("mappings/codelists/place.csv", "\nPA-2,", "\nPA-4,", "code_list"),
        (
            "pipelines/panama/pipeline.toml",
            "[link.person]\nidentifier = \"groups\"",
            "[link.person]\nidentifier = \"exact\"",
            "linking",
        ),
    ] {
        let project = project();
        close(&project, "2011-10", &[]);
        let path = project.path().join(file);
        let text = std::fs::read_to_string(&path).expect("the settings are there");
        let changed = text.replace(old, "\n?").replace(new, old).replace("\n?", new);
        assert_ne!(text, changed);
        std::fs::write(path, changed).expect("ours");
        let next = run(&project, &[]);
        check_bridges(&next);
        let reasons: Vec<&str> = changes(&next).iter().flat_map(parts).map(|(reason, _)| reason).collect();
        assert!(reasons.iter().all(|found| *found == reason), "{file}: {reasons:?}");
    }
}

#[test]
fn a_period_is_opened_again_only_with_a_reason() {
    let project = project();
    let first = id(&close(&project, "2011-10", &[]));
    let kind = |arguments: &[&str]| {
        let refused = mola(&project, &[arguments, &["--format", "json"]].concat());
        assert_eq!(refused.code, 2, "{arguments:?}: {}", refused.stdout);
        refused.json()["error"]["kind"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(kind(&["close", PIPELINE, "2011-10"]), "already-closed");
    assert_eq!(kind(&["reopen", PIPELINE, "2011-10"]), "no-reason");
    assert_eq!(kind(&["reopen", PIPELINE, "2011-10", "--reason", "  "]), "no-reason");
    assert_eq!(kind(&["reopen", PIPELINE, "2011-09", "--reason", "late"]), "not-closed");
    assert_eq!(json(&project, &["issues", PIPELINE])["issues"].as_array().map(Vec::len), Some(1));
    let reopened = json(&project, &["reopen", PIPELINE, "2011-10", "--reason", "UNWTO sent September"]);
    assert_eq!(reopened["issue"]["reopened"]["reason"], "UNWTO sent September");
    assert_eq!(kind(&["reopen", PIPELINE, "2011-10", "--reason", "twice"]), "already-open");
    drop_the_late_file(&project);
    let closed = close(&project, "2011-10", &[]);
    assert_eq!(closed["issue"]["replaces"].as_str(), Some(&*first));
    check_bridges(&closed["summary"]);
    let listed = json(&project, &["issues", PIPELINE]);
    let states: Vec<&str> =
        listed["issues"].as_array().expect("issues").iter().filter_map(|issue| issue["state"].as_str()).collect();
    assert_eq!(states, ["replaced", "closed"]);
    assert_eq!(listed["issues"][0]["reopened"]["reason"], "UNWTO sent September");
    // Without a period's name the last issue is meant; the first is there by its id.
    assert!(reported(&project, "2011-10", "es") != reported(&project, &first, "es"));
}

#[test]
fn digits_that_several_issues_begin_with_are_refused() {
    let project = project();
    let mut ids: Vec<String> = Vec::new();
    let twice = loop {
        ids.push(id(&close(&project, "2011-10", &[])));
        let first = |id: &String| id[..1].to_owned();
        // Of seventeen ids two begin with the same digit.
        let last = ids.last().map(first).expect("one was made");
        if ids.iter().filter(|id| first(id) == last).count() > 1 {
            break last;
        }
        json(&project, &["reopen", PIPELINE, "2011-10", "--reason", "another id"]);
    };
    let refused = mola(&project, &["report", PIPELINE, &twice, "--format", "json"]);
    let error = &refused.json()["error"];
    assert_eq!((refused.code, error["kind"].as_str()), (2, Some("issue-ambiguous")));
    let text = error["text"].as_str().expect("a text");
    assert!(ids.iter().filter(|id| id.starts_with(&twice)).all(|id| text.contains(&id[..12])), "{text}");
}

#[test]
fn two_issues_are_compared_in_whatever_order() {
    let project = project();
    let first = id(&close(&project, "2011-10", &[]));
    let reopen = || json(&project, &["reopen", PIPELINE, "2011-10", "--reason", "more came"]);
    reopen();
    drop_the_late_file(&project);
    let second = id(&close(&project, "2011-10", &[]));
    reopen();
    correct_a_file(&project);
    let third = id(&close(&project, "2011-10", &[]));
    let diff = |one: &str, other: &str| json(&project, &["diff", PIPELINE, &one[..12], &other[..12]]);
    assert_eq!(diff(&first, &second), diff(&second, &first));
    assert_eq!(diff(&first, &second)["origin"], "issued");
    let whole = diff(&first, &third);
    assert_eq!(whole["origin"], "measured");
    check_bridges(&whole);
    let reasons = |told: &Value| -> Vec<String> {
        parts(change(told, "TRH@2011-10+")).into_iter().map(|(reason, _)| reason.to_owned()).collect()
    };
    assert_eq!(reasons(&whole), ["correction", "late_data"]);
    let amount = |told: &Value, reason: &str| {
        let parts = parts(change(told, "TRH@2011-10+"));
        parts.iter().find(|(own, _)| *own == reason).and_then(|(_, amount)| *amount)
    };
    assert_eq!(amount(&whole, "late_data"), amount(&diff(&first, &second), "late_data"));
    assert_eq!(amount(&whole, "correction"), amount(&diff(&second, &third), "correction"));
    // Where settings are no longer those of either issue, the reasons are still those of the data.
    change_a_definition(&project);
    let later = diff(&first, &third);
    check_bridges(&later);
    assert_eq!(reasons(&later), ["correction", "late_data"]);
    assert_eq!(diff(&first, &first)["changes"], serde_json::json!([]));
}

#[test]
fn what_is_shown_of_issues() {
    let project = project();
    let pin = |name: &str, arguments: &[&str], code: i32| {
        let streams = mola(&project, arguments);
        insta::assert_snapshot!(format!("issues_{name}"), pinned(&project, arguments, &streams));
        assert_eq!(streams.code, code, "{name}: {}", streams.stderr);
    };
    pin("none", &["issues", PIPELINE, "--lang", "en"], 0);
    pin("close", &["close", PIPELINE, "2011-10", "--lang", "en"], 1);
    drop_the_late_file(&project);
    // What a run says else is pinned elsewhere.
    let ran = mola(&project, &["run", PIPELINE, "--lang", "en"]);
    let line = |start: &str| ran.stdout.lines().position(|line| line.starts_with(start)).expect("the line is there");
    let told: Vec<&str> = ran.stdout.lines().skip(line("Changes")).take(6).collect();
    let draft = ran.stdout.lines().nth(line("The period is closed by")).expect("the line is there");
    insta::assert_snapshot!("issues_changes", redacted(&project, &format!("{draft}\n{}", told.join("\n"))));
    pin("reopen", &["reopen", PIPELINE, "2011-10", "--reason", "La OMT envió septiembre"], 0);
    pin("close_again", &["close", PIPELINE, "2011-10", "--lang", "fr"], 1);
    pin("list", &["issues", PIPELINE, "--lang", "en"], 0);
    pin("report", &["report", PIPELINE, "2011-10", "--lang", "fr"], 0);
    let issues = json(&project, &["issues", PIPELINE]);
    let ids = [0, 1].map(|at| issues["issues"][at]["id"].as_str().expect("an id")[..12].to_owned());
    pin("diff", &["diff", PIPELINE, &ids[0], &ids[1], "--lang", "en"], 0);
}

#[test]
fn a_damaged_issue_is_refused() {
    let project = project();
    let issue = id(&close(&project, "2011-10", &[]));
    let told = json(&project, &["report", PIPELINE, &issue]);
    let digest =
        told["files"].as_object().and_then(|files| files.values().next()?.as_str()).expect("a digest").to_owned();
    for damaged in [digest, issue.clone()] {
        let blob: PathBuf = project.path().join(".mola/blobs").join(damaged);
        let sound = std::fs::read(&blob).expect("the blob is there");
        // Where blobs are kept for reading only, the file is replaced.
        std::fs::remove_file(&blob).expect("the copy is ours");
        std::fs::write(&blob, [&sound[..], b" "].concat()).expect("the copy is ours");
        let refused = mola(&project, &["report", PIPELINE, &issue, "--out", "again", "--format", "json"]);
        assert_eq!(refused.code, 2, "{}", refused.stdout);
        assert!(!project.path().join("again").exists());
        std::fs::write(&blob, sound).expect("the copy is ours");
    }
    assert!(!reported(&project, &issue, "es").is_empty());
}
