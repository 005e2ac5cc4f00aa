//! What agencies get back: a receipt for what is clean, and a workbook for what is to be corrected that can be sent
//! again as it is.

use mola_testkit::WorkbookText;
use mola_tests::project::Project;
use serde_json::Value;
use std::fs;

const WITH_FAULT: &str = "undp/PNUD_registro_2011-03.xlsx";

fn run(project: &Project) -> Value {
    let streams = project.streams(&["run", "panama", "--format", "json"]).expect("mola is built");
    assert_eq!(streams.code, 1, "{}{}", streams.stdout, streams.stderr);
    streams.json()
}

fn people(told: &Value) -> f64 {
    told["people"].as_f64().expect("a count")
}

#[test]
fn a_workbook_that_is_given_back_can_be_sent_again() {
    let project = Project::copy().expect("the project can be copied");
    let first = run(&project);
    let folder = project.path().join("feedback/panama");
    assert_eq!(first["feedback"], Value::from("feedback/panama"));
    let bytes = fs::read(folder.join(WITH_FAULT)).expect("a workbook");
    let given = WorkbookText::read(&bytes).expect("a workbook");
    let verdict = given.cell("Respuesta de Mola", "B4").expect("a verdict");
    assert!(verdict.contains("43") && verdict.contains("47"), "{verdict}");
    let (sheet, cell) = (given.cell("Correcciones de Mola", "C5"), given.cell("Correcciones de Mola", "D5"));
    assert_eq!(sheet, Some("Registro"));
    // The cell that is told of is empty, as it was, and its neighbour is what it was.
    let cell = cell.expect("an address").to_owned();
    assert_eq!(given.cell("Registro", &cell).unwrap_or_default(), "");
    let own = WorkbookText::open(&project.inbox(WITH_FAULT)).expect("the file");
    for sheet in ["Registro", "Notas"] {
        let (before, after) = (own.sheet(sheet).expect(sheet), given.sheet(sheet).expect(sheet));
        assert_eq!(
            (1..60).map(|row| after.row(row)).collect::<Vec<_>>(),
            (1..60).map(|row| before.row(row)).collect::<Vec<_>>()
        );
    }
    // Sent again without a correction it says the same, whatever Mola added to it.
    project.drop_in(WITH_FAULT, &bytes).expect("the inbox");
    let second = run(&project);
    assert_eq!((people(&first), &first["rows"]), (people(&second), &second["rows"]));
    assert_eq!(second["files"]["read"], Value::from(1));
}

#[test]
fn what_is_clean_has_a_receipt_in_the_language_of_its_agency() {
    let project = Project::copy().expect("the project can be copied");
    run(&project);
    let folder = project.path().join("feedback/panama");
    let receipt = |file: &str| fs::read_to_string(folder.join(file)).expect(file);
    let (spanish, english) =
        (receipt("undp/PNUD_registro_2011-01.xlsx.txt"), receipt("unido/UNIDO_progress_2011_Q1.xlsx.txt"));
    assert!(spanish.contains("No hay nada que corregir"), "{spanish}");
    assert!(english.contains("There is nothing to correct"), "{english}");
    // What was given is not given anew as long as there is nothing else to say.
    let path = folder.join("undp/PNUD_registro_2011-01.xlsx.txt");
    fs::write(&path, "read").expect("a file");
    project.drop_in("unwto/OMT_participantes_2011-09.csv", b"").expect("the inbox");
    run(&project);
    assert_eq!(fs::read_to_string(&path).expect("a file"), "read");
}

#[test]
fn nothing_of_one_agency_is_given_to_another() {
    let project = Project::copy().expect("the project can be copied");
    run(&project);
    let folder = project.path().join("feedback/panama");
    for agency in fs::read_dir(&folder).expect("agencies") {
        let agency = agency.expect("a folder");
        for file in fs::read_dir(agency.path()).expect("files") {
            let name = file.expect("a file").file_name().into_string().expect("a name");
            let own = name.trim_end_matches(".txt").trim_end_matches(".html").to_owned();
            let inbox = format!("{}/{own}", agency.file_name().to_string_lossy());
            let original = project.inbox(&inbox);
            assert!(original.is_file() || project.inbox(inbox.trim_end_matches(".xlsx")).is_file(), "{inbox}");
        }
    }
}
