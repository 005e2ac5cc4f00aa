//! What an agency answers in the workbook that it got back is recorded, and not asked again of the same value.

use mola_testkit::WorkbookText;
use mola_tests::project::Project;
use rust_xlsxwriter::Workbook;
use serde_json::Value;
use std::fs;

const FILE: &str = "unwto/OMT_participantes_2011-05.csv";
const GIVEN: &str = "feedback/panama/unwto/OMT_participantes_2011-05.csv.xlsx";
const REPLY: &str = "unwto/respuesta.xlsx";

fn summary(project: &Project) -> Value {
    project.summary(&[]).expect("mola is built")
}

/// How often something is told of the file.
fn told(summary: &Value, code: &str, file: &str) -> usize {
    let all = summary["findings_list"].as_array().expect("a list").iter();
    all.filter(|finding| finding["place"]["file"] == file && finding["code"] == code).count()
}

/// Bytes of Windows-1252 that were taken for characters of Latin 1, as bytes again.
fn bytes_of(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin 1")).collect()
}

/// A project in whose file one line stands twice.
fn project() -> Project {
    let project = Project::copy().expect("the project can be copied");
    let bytes = fs::read(project.inbox(FILE)).expect("the file");
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let line = text.split_inclusive('\n').find(|line| line.starts_with("2.75.2305")).expect("a line");
    let bytes = bytes_of(&text.replace("Total;", &format!("{line}Total;")));
    project.drop_in(FILE, &bytes).expect("the inbox");
    project
}

/// The workbook that was given back, with an answer to the finding of this kind.
fn reply(project: &Project, code_text: &str, answer: &str, reason: &str) -> Vec<u8> {
    let given = WorkbookText::read(&fs::read(project.path().join(GIVEN)).expect("a workbook")).expect("a workbook");
    let mut file = Workbook::new();
    for name in ["Respuesta de Mola", "Correcciones de Mola", "_mola"] {
        let sheet = file.add_worksheet();
        sheet.set_name(name).expect("a name");
        for row in 1..60_u32 {
            for (column, letter) in (0_u16..).zip('A'..='J') {
                if let Some(text) = given.cell(name, &format!("{letter}{row}")) {
                    sheet.write_string(row - 1, column, text).expect("a cell");
                }
            }
            if given.cell(name, &format!("E{row}")).is_some_and(|found| found.contains(code_text)) {
                sheet.write_string(row - 1, 8, answer).expect("a cell");
                sheet.write_string(row - 1, 9, reason).expect("a cell");
            }
        }
    }
    file.save_to_buffer().expect("a workbook")
}

#[test]
fn what_is_right_is_not_asked_again_of_the_same_value() {
    let project = project();
    let first = summary(&project);
    assert_eq!(told(&first, "row-repeated", FILE), 1);
    let page = fs::read_to_string(project.path().join(GIVEN.to_owned() + ".html")).expect("a page");
    assert!(page.contains("dice lo mismo que la fila 5") && !page.contains("<script"), "{page}");

    // Without a reason it is no answer.
    let bytes = reply(&project, "dice lo mismo", "está bien así", "");
    project.drop_in(REPLY, &bytes).expect("the inbox");
    let second = summary(&project);
    assert_eq!((told(&second, "row-repeated", FILE), told(&second, "answer-given", REPLY)), (1, 1));

    let bytes = reply(&project, "dice lo mismo", "está bien así", "Ana Pérez vino a dos talleres");
    project.drop_in(REPLY, &bytes).expect("the inbox");
    let third = summary(&project);
    assert_eq!((told(&third, "row-repeated", FILE), told(&third, "answer-given", REPLY)), (0, 1));
    assert_eq!(first["rows"], third["rows"]);
    let log = project.streams(&["log", "panama", "--format", "json", "--what", "finding-answered"]);
    let log = log.expect("mola is built").stdout;
    assert!(log.contains("\"finding\": \"row-repeated\"") && !log.contains("Pérez"), "{log}");

    // The reply may go, and the answer stays; another value is another question.
    fs::remove_file(project.inbox(REPLY)).expect("the reply");
    assert_eq!(told(&summary(&project), "row-repeated", FILE), 0);
    let bytes = fs::read(project.inbox(FILE)).expect("the file");
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let text = text.replace("2.75.2305", "2.75.2306");
    project.drop_in(FILE, &bytes_of(&text)).expect("the inbox");
    assert_eq!(told(&summary(&project), "row-repeated", FILE), 1);
}

#[test]
fn another_agency_cannot_answer() {
    let project = project();
    summary(&project);
    let bytes = reply(&project, "dice lo mismo", "está bien así", "porque sí");
    project.drop_in("fao/respuesta.xlsx", &bytes).expect("the inbox");
    assert_eq!(told(&summary(&project), "row-repeated", FILE), 1);
}
