//! People whom identifiers tell apart and who are the same: with what the pipeline says is to be
//! compared they count once, whatever came first. All people are invented.

use mola_tests::project::Project;
use serde_json::Value;

const MAPPING: &str = "mappings/unwto-participants.toml";
const PIPELINE: &str = "pipelines/panama/pipeline.toml";
const SEPTEMBER: &str = "unwto/OMT_participantes_2011-09.csv";
const OCTOBER: &str = "unwto/OMT_participantes_2011-10.csv";
/// Cédula, name and birth as the register has them, and name and birth as a list without cédulas does.
const PEOPLE: [[&str; 5]; 6] = [
    ["8-123-456", "Mª del Carmen Ábrego Peña", "03-04-1971", "ABREGO PENA MARIA CARMEN", "04-03-1971"],
    ["9-701-22", "Francisco Vejarano Quintero", "17-11-1980", "Fco. Bejarano Quintero", "17-11-1980"],
    ["2-88-1043", "Zuleika Montezuma Palacio", "25-06-1992", "Montesuma Palacio, Suleika", "25-06-1992"],
    ["PE-4-311", "José Luis De León Arauz", "30-08-1965", "De Leon Arauz Jose Luis", "30-08-1966"],
    ["4-0711-0020", "Yadira Him Santos", "12-12-1977", "HIM SANTOS YADIRA", "12-12-1977"],
    ["6-55-238", "Elías Chanis Moreno", "09-02-1958", "Elias Chanis", "09-02-1958"],
];

/// Lines of a list: cédula, name, birth, day.
fn list(lines: &[[&str; 4]]) -> Vec<u8> {
    let mut text =
        "Participantes (datos inventados)\ncédula;nombre;provincia;taller;fecha;horas;nacimiento\n".to_owned();
    for [id, name, born, date] in lines {
        text += &format!("{id};{name};Coclé;Rutas;{date};4,5;{born}\n");
    }
    // Windows-1252 has these letters where Unicode has them.
    text.chars().map(|c| u8::try_from(u32::from(c)).expect("a letter of Windows-1252")).collect()
}

fn register() -> Vec<u8> {
    list(&PEOPLE.map(|[id, name, born, ..]| [id, name, born, "14-09-2011"]))
}

/// The same people without cédulas, and one more.
fn without_identifiers() -> Vec<u8> {
    let mut lines: Vec<[&str; 4]> = PEOPLE.iter().map(|[.., name, born]| ["", *name, *born, "05-10-2011"]).collect();
    lines.push(["", "Nidia Guerra Pinto", "21-01-1988", "05-10-2011"]);
    list(&lines)
}

/// The programme with nothing in its inbox; the list of participants tells births.
fn project() -> Project {
    let project = Project::copy().expect("the project can be copied");
    let inbox = project.path().join("fixtures/panama/inbox");
    std::fs::remove_dir_all(&inbox).expect("ours");
    std::fs::create_dir_all(inbox.join("unwto")).expect("ours");
    let born = "name = { column = \"nombre\" }\nborn = { column = \"nacimiento\" }";
    project.edit(MAPPING, "name = { column = \"nombre\" }", born).expect("ours");
    project.edit(MAPPING, "sex = { column = \"sexo\", codes = \"sex\" }\n", "").expect("ours");
    project.edit(MAPPING, "{ column = \"cédula\", required = true }", "{ column = \"cédula\" }").expect("ours");
    project
}

fn compare(project: &Project) {
    let rule = "[link.person]\nidentifier = \"groups\"";
    let more = format!("{rule}\ncompare = [\"name\", \"born\", \"place\"]");
    project.edit(PIPELINE, rule, &more).expect("ours");
}

fn drop_in(project: &Project, file: &str, bytes: &[u8]) {
    project.drop_in(file, bytes).expect("it can be dropped");
}

/// The summary of a run, and how many people it counts.
fn run(project: &Project) -> (Value, f64) {
    let summary = project.summary(&[]).expect("mola is built");
    let all = summary["indicators"].as_array().expect("indicators");
    let people = all.iter().find(|row| row["code"] == "BEN-D").expect("people are counted");
    let count = people["value"].as_f64().expect("a count");
    (summary, count)
}

#[test]
fn who_is_the_same_counts_once_whatever_came_first() {
    let orders: [[(&str, Vec<u8>); 2]; 2] = [
        [(SEPTEMBER, register()), (OCTOBER, without_identifiers())],
        [(OCTOBER, without_identifiers()), (SEPTEMBER, register())],
    ];
    for order in orders {
        let project = project();
        compare(&project);
        let [first, later] = &order;
        drop_in(&project, first.0, &first.1);
        run(&project);
        drop_in(&project, later.0, &later.1);
        let (_, people) = run(&project);
        assert_eq!(people, 7.0, "{} first", first.0);
        let report = project.summary(&["--lang", "en"]).expect("mola is built");
        let workbook = project.report(&report).expect("the report is there");
        let said = "People were compared by more than their identifiers: of 13 that identifiers tell apart, 6 are \
                    others written differently. What each agreement is worth comes from values for registers";
        assert!(
            workbook.sheets.iter().any(|sheet| sheet.cells.values().any(|text| text.contains(said))),
            "the report says what was done"
        );
    }
}

#[test]
fn without_a_rule_identifiers_decide_and_a_new_rule_is_told_as_linking() {
    let project = project();
    drop_in(&project, SEPTEMBER, &register());
    drop_in(&project, OCTOBER, &without_identifiers());
    assert_eq!(run(&project).1, 13.0);
    compare(&project);
    let (summary, people) = run(&project);
    assert_eq!(people, 7.0);
    let changes = summary["changes"].as_array().expect("changes");
    let change = changes.iter().find(|change| change["figure"] == "BEN-D@2011-10+").expect("the count changed");
    assert_eq!(change["parts"][0]["reason"], "linking");
    assert_eq!(change["parts"][0]["amount"], -6.0);
    assert!(project.path().join(".mola/derived").read_dir().expect("it is kept").next().is_some());
}

/// Two numbers, and all else the same: either a number is wrong, or there are two.
const DOUBTFUL: [[&str; 4]; 2] =
    [["8-1-2345", "Ana Ruiz Gil", "06-05-1980", "14-09-2011"], ["9-77-31", "Ana Ruiz Gil", "06-05-1980", "15-09-2011"]];

fn reviewed(project: &Project, arguments: &[&str], code: i32) -> Value {
    let all = [&["review"][..], arguments, &["--format", "json"]].concat();
    let ended = project.streams(&all).expect("mola is built");
    assert_eq!(ended.code, code, "{arguments:?}: {}", ended.stderr);
    ended.json()
}

#[test]
fn people_decide_and_the_decision_holds_until_it_is_undone() {
    let project = project();
    compare(&project);
    drop_in(&project, SEPTEMBER, &list(&DOUBTFUL));
    let (_, people) = run(&project);
    assert_eq!(people, 2.0);
    let open = reviewed(&project, &["panama"], 1);
    let pair = open["open"][0]["pair"].as_str().expect("a pair").to_owned();
    assert_eq!(open["open"][0]["one"]["name"], "An… Ru… Gi…");
    assert_eq!(open["open"][0]["one"]["identifier"], "…345");
    let decide = |what: &str, code| {
        reviewed(&project, &["panama", what, &pair, "--by", "Nidia Sosa", "--reason", "both cards seen"], code)
    };
    let decided = decide("--same", 0);
    assert_eq!(
        (decided["open"].as_array().map(Vec::len), &decided["decided"][0]["same"]),
        (Some(0), &Value::Bool(true))
    );
    let (summary, people) = run(&project);
    assert_eq!(people, 1.0);
    let changes = summary["changes"].as_array().expect("changes");
    let change = changes.iter().find(|change| change["figure"] == "BEN-D@2011-09+").expect("the count changed");
    assert_eq!((&change["parts"][0]["reason"], &change["parts"][0]["amount"]), (&"linking".into(), &(-1.0).into()));
    // A file that comes later changes nothing of it.
    drop_in(&project, OCTOBER, &without_identifiers());
    assert_eq!(run(&project).1, 8.0);
    decide("--undo", 1);
    assert_eq!(run(&project).1, 9.0);
    decide("--different", 0);
    assert_eq!(run(&project).1, 9.0);
    let log = project.streams(&["log", "panama", "--what", "link-decided", "--lang", "en"]).expect("mola is built");
    assert_eq!(log.stdout.matches("Nidia Sosa · both cards seen").count(), 3, "{}", log.stdout);
}

#[test]
fn until_people_decide_a_figure_is_a_range() {
    let project = project();
    compare(&project);
    drop_in(&project, SEPTEMBER, &list(&DOUBTFUL));
    run(&project);
    let explained = project.streams(&["explain", "BEN-D@2011-09+", "--pipeline", "panama", "--lang", "en"]);
    let explained = explained.expect("mola is built").stdout;
    assert!(explained.contains("1 to 2") && explained.contains("people are still to decide"), "{explained}");
}

#[test]
fn a_workbook_is_read_back() {
    let project = project();
    compare(&project);
    drop_in(&project, SEPTEMBER, &list(&DOUBTFUL));
    run(&project);
    let workbook = ["panama", "--workbook", "pairs.xlsx", "--lang", "en"];
    let open = reviewed(&project, &workbook, 1);
    let pair = open["open"][0]["pair"].as_str().expect("a pair");
    let text = |decision: &str| format!("Paire,Probability,Decisión,Motivo\n{pair},98 %,{decision},gemelas\n");
    let path = project.path().join("pairs.csv");
    let read = ["panama", "--decisions", "pairs.csv", "--by", "Nidia Sosa"];
    std::fs::write(&path, text("quizá")).expect("ours");
    let refused = project.streams(&[&["review"][..], &read, &["--lang", "en"]].concat()).expect("mola is built");
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("Row 2 says \"quizá\""), "{}", refused.stderr);
    std::fs::write(&path, text("Different")).expect("ours");
    let decided = reviewed(&project, &read, 0);
    assert_eq!((&decided["decided"][0]["same"], &decided["decided"][0]["reason"]), (&false.into(), &"gemelas".into()));
    let empty = reviewed(&project, &["panama", "--decisions", "pairs.xlsx", "--by", "Nidia Sosa"], 0);
    assert_eq!(empty["decided"].as_array().map(Vec::len), Some(1), "an empty cell decides nothing");
}
