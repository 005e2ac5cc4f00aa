//! Fifty people who are nowhere else: not one name or number of theirs is found where it must not be.

use mola_tests::project::Project;
use std::fs;
use std::path::Path;

const FILE: &str = "unwto/OMT_participantes_2011-06.csv";
const PEOPLE: u32 = 50;
const HEADER: &str = "cedula;nombre;sexo;provincia;taller;fecha;horas;observacion\n";

fn name(person: u32) -> String {
    let letters: String =
        [person / 10, person % 10].iter().filter_map(|digit| char::from_digit(digit + 10, 36)).collect();
    format!("Zyxq{letters} Vwkprt{letters} Qqjhx{letters}")
}

fn number(person: u32) -> String {
    format!("8-77{person:02}-91{person:02}7")
}

/// A list with all of them, whose rows have every kind of fault: also names and numbers in wrong columns.
fn list() -> String {
    let mut text = "OMT;;;;;;;\nParticipantes: junio de 2011 (datos inventados);;;;;;;\n;;;;;;;\n".to_owned()
        + &HEADER.replace("cedula", "c\u{e9}dula");
    for person in 0..PEOPLE {
        let (name, number) = (name(person), number(person));
        text.push_str(&match person % 10 {
            0 => format!("{number};{name};F;Cocl\u{e9};Gu\u{ed}as;06-06-2011;{name};\n"),
            1 => format!("{number};{name};F;Cocl\u{e9};Gu\u{ed}as;{name};7,5;\n"),
            2 => format!("{number};{name};F;Cocl\u{e9};Gu\u{ed}as;06-06-2011;{number};\n"),
            3 => format!("x{number}x;{name};F;Cocl\u{e9};Gu\u{ed}as;06-06-2011;7,5;{name}\n"),
            4 => format!(";{name};F;Cocl\u{e9};Gu\u{ed}as;06-06-2011;7,5;\n"),
            5 => format!("{number};{name};F\n"),
            6 => format!("{number};{name}\u{1};F;Cocl\u{e9};Gu\u{ed}as;06-06-2011;7,5;\n").repeat(2),
            7 => format!("{};{name};F;Cocl\u{e9};Gu\u{ed}as;06-06-2011;7,5;\n", self::number(person - 7)),
            8 => format!("{number};{name};F;Cocl\u{e9};Gu\u{ed}as;99-99-2011;-7,5;\n"),
            _ => format!("{number};{name};F;Cocl\u{e9};Gu\u{ed}as;06-06-2011;7,5;\n"),
        });
    }
    text
}

fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin 1")).collect()
}

/// What of the canaries stands in these bytes, as they are or as UTF-16.
fn found(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    let wide: String = bytes.iter().filter(|byte| **byte != 0).map(|byte| char::from(*byte)).collect();
    let wide = wide.to_lowercase();
    let marks = (0..PEOPLE).flat_map(|person| {
        let words: Vec<String> = name(person).split(' ').map(str::to_lowercase).collect();
        let plain = number(person).replace('-', "");
        words.into_iter().chain([number(person), plain])
    });
    marks.filter(|mark| text.contains(mark.as_str()) || wide.contains(mark.as_str())).collect()
}

/// Every file below a folder, by name and content; `passed` says what is passed over.
fn search(folder: &Path, passed: &dyn Fn(&Path) -> bool, told: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        if passed(&path) {
            continue;
        }
        let shown = path.to_string_lossy().into_owned();
        told.extend(found(shown.as_bytes()).into_iter().map(|mark| format!("{shown}: {mark} in its name")));
        if path.is_dir() {
            search(&path, passed, told);
        } else {
            let bytes = fs::read(&path).unwrap_or_default();
            // What is packed in a workbook is looked at unpacked.
            let texts = match mola_testkit::WorkbookText::read(&bytes) {
                Ok(workbook) if path.extension().is_some_and(|ending| ending == "xlsx") => {
                    format!("{workbook:?}").into_bytes()
                }
                _ => bytes,
            };
            told.extend(found(&texts).into_iter().map(|mark| format!("{shown}: {mark}")));
        }
    }
}

#[test]
fn no_name_or_number_leaves_its_room() {
    let project = Project::copy().expect("the project can be copied");
    let text = list();
    project.drop_in(FILE, &latin(&text)).expect("the inbox");
    // Damaged files of theirs, too: one that swallows rows, one that is cut off, one that no mapping takes.
    let swallows = text.replacen("Zyxqad", "\"Zyxqad", 1).replacen("Zyxqcd", "\"Zyxqcd", 1);
    project.drop_in("unwto/OMT_participantes_2011-07.csv", &latin(&swallows)).expect("the inbox");
    project.drop_in("unwto/OMT_participantes_2011-08.csv", &latin(&text)[..2_000]).expect("the inbox");
    project.drop_in("unwto/lista.csv", &latin(&text)).expect("the inbox");
    let mut told = Vec::new();
    for arguments in [
        &["run", "panama", "-vvv"][..],
        &["run", "panama", "--format", "json", "-vvv"],
        &["status", "panama", "--format", "json"],
        &["log", "panama", "--format", "json"],
        &["explain", "BEN-D@2011-10+", "--pipeline", "panama"],
        &["retry", "--pipeline", "panama", "-vvv"],
        &["inspect", "fixtures/panama/inbox/unwto/OMT_participantes_2011-06.csv", "-vvv"],
        &["run", "panama", "--inbox", "nowhere", "-vvv"],
    ] {
        let streams = project.streams(arguments).expect("mola is built");
        for (stream, text) in [("stdout", &streams.stdout), ("stderr", &streams.stderr)] {
            told.extend(found(text.as_bytes()).into_iter().map(|mark| format!("{arguments:?} {stream}: {mark}")));
        }
    }
    // The files themselves, and what their own agency gets back of them, are theirs.
    let own = |path: &Path| path.ends_with("fixtures") || path.ends_with("feedback/panama/unwto");
    search(project.path(), &own, &mut told);
    assert!(told.is_empty(), "{} places:\n{}", told.len(), told.join("\n"));
    let status = project.streams(&["status", "panama", "--format", "json"]).expect("mola is built").json();
    let read = status["files"].as_array().expect("files").iter().find(|file| file["file"] == FILE).expect("the list");
    assert!(read["kept"].as_u64() > Some(20), "{read}");
}
