use super::*;
use crate::{CellAddress, Code};
use std::collections::BTreeSet;

/// The variables that each message of `language` names, as (key, variable).
fn variables(language: Language) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for text in sources(language) {
        let mut key = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, _)) = line.split_once(" =")
                && !line.starts_with(' ')
            {
                name.clone_into(&mut key);
            }
            let names = line.split("{ $").skip(1).filter_map(|rest| rest.split([' ', '}']).next());
            found.extend(names.map(|name| (key.clone(), name.to_owned())));
        }
    }
    found
}

/// A finding of this kind with these values: numbers where `number` says so, else texts.
fn finding(code: Code, names: &[&str], number: Option<f64>) -> Finding {
    let place = Place::file("undp.xlsx").sheet("Avance").cell(CellAddress::new(14, 6));
    names.iter().fold(Finding::new(code, place), |finding, name| match number {
        Some(number) => finding.with(name, number),
        None => finding.with(name, format!("<{name}>")),
    })
}

/// Every set of values that a finding of this kind may carry: none, each alone, and all of the
/// optional ones besides the required ones.
fn selections(code: Code) -> Vec<Vec<&'static str>> {
    let required = code.args().to_vec();
    let mut selections = vec![required.clone()];
    for name in code.optional_args() {
        selections.push([required.as_slice(), &[*name]].concat());
    }
    selections.push([code.args(), code.optional_args()].concat());
    selections
}

#[test]
fn every_code_has_all_parts_in_every_language() {
    for language in Language::ALL {
        let catalogue = Catalogue::of(language);
        for code in Code::ALL {
            for part in ["found", "expected", "remedy", "effect"] {
                let message = catalogue.bundle.get_message(code.as_str());
                let has = message.is_some_and(|m| m.get_attribute(part).is_some());
                assert!(has, "{language}: {code}.{part}");
            }
        }
    }
}

#[test]
fn messages_name_exactly_the_values_of_their_codes() {
    let mut declared = BTreeSet::new();
    for code in Code::ALL {
        let names = code.args().iter().chain(code.optional_args());
        declared.extend(names.map(|name| (code.to_string(), (*name).to_owned())));
    }
    for language in Language::ALL {
        let mut named = variables(language);
        named.retain(|(key, _)| Code::ALL.iter().any(|code| code.as_str() == key));
        let wrong: Vec<_> = named.symmetric_difference(&declared).collect();
        assert!(wrong.is_empty(), "{language}: {wrong:?}");
    }
}

#[test]
fn languages_name_the_same_values() {
    for language in [Language::En, Language::Fr] {
        assert_eq!(variables(language), variables(Language::Es), "{language}");
    }
}

#[test]
fn every_message_reads_well_with_and_without_its_optional_values() {
    for language in Language::ALL {
        for code in Code::ALL {
            for names in selections(*code) {
                for number in [None, Some(1.0), Some(1234.5)] {
                    check_prose(language, &finding(*code, &names, number));
                }
            }
        }
    }
}

fn check_prose(language: Language, finding: &Finding) {
    let message = Catalogue::of(language).message(finding);
    let text = message.paragraph();
    let case = format!("{language} {}: {text}", finding.code);
    assert!(!text.contains(['{', '}', '\n']) && !text.contains(NOT_GIVEN) && !text.contains(LACKING), "{case}");
    for fault in ["  ", " .", " ,", "..", "()", "\"\"", "«»"] {
        assert!(!text.contains(fault), "{fault:?} in {case}");
    }
    assert!(!message.found.is_empty(), "{case}");
    for part in [&message.found, &message.expected, &message.remedy, &message.effect] {
        assert!(part.is_empty() || part.ends_with(['.', '?']), "{part:?} in {case}");
        assert_eq!(part.trim(), part, "{case}");
    }
}

/// Whether the message selects on this value and does not say it.
fn is_word(code: Code, name: &str) -> bool {
    match name {
        "part" => !matches!(code, Code::FileDamaged | Code::KeyMissing),
        "kind" | "weights" => code == Code::LinkCompared,
        "reason" => matches!(code, Code::FileTooLarge | Code::FileUnread | Code::SheetsUnread),
        _ => false,
    }
}

#[test]
fn a_value_that_is_given_is_said() {
    for language in Language::ALL {
        for code in Code::ALL {
            for name in code.args() {
                let text = finding(*code, code.args(), None).text(language);
                assert!(text.contains(&format!("<{name}>")), "{language} {code}: {name} in {text}");
            }
            for name in code.optional_args().iter().filter(|name| !is_word(*code, name)) {
                let text = finding(*code, &[code.args(), &[*name]].concat(), None).text(language);
                assert!(text.contains(&format!("<{name}>")), "{language} {code}: {name} in {text}");
            }
        }
    }
}

#[test]
fn texts_say_what_a_clerk_needs() {
    let place = || Place::file("undp.xlsx").sheet("Avance").cell(CellAddress::new(14, 6));
    let unreadable = Finding::new(Code::NumberUnreadable, place()).with("found", "aprox. 80").with("nearest", 80_u32);
    let ambiguous =
        Finding::new(Code::NumberAmbiguous, place()).with("found", "1.234").with("first", 1234.0).with("second", 1.234);
    let header =
        Finding::new(Code::HeaderMissing, Place::file("a.csv")).with("expected", "Mes, Horas").with("row", 1204_u32);
    for (language, finding, expected) in [
        (
            Language::En,
            &unreadable,
            "undp.xlsx, sheet \"Avance\", cell F14: \"aprox. 80\" is not a number. Write 80, or leave the cell empty if there is no data. Until then this row is not counted.",
        ),
        (
            Language::Es,
            &unreadable,
            "undp.xlsx, hoja «Avance», celda F14: «aprox. 80» no es un número. Escriba 80, o deje la celda vacía si no hay dato. Mientras tanto, esta fila no se cuenta.",
        ),
        (
            Language::Fr,
            &unreadable,
            "undp.xlsx, feuille «\u{a0}Avance\u{a0}», cellule F14: «\u{a0}aprox. 80\u{a0}» n’est pas un nombre. Écrivez 80, ou laissez la cellule vide s’il n’y a pas de donnée. D’ici là, cette ligne n’est pas comptée.",
        ),
        (
            Language::Es,
            &ambiguous,
            "undp.xlsx, hoja «Avance», celda F14: «1.234» se puede leer como 1,234 o como 1.234. Si quiso decir 1.234, escríbalo como número, sin separador de miles. Mientras tanto, se cuenta 1,234.",
        ),
        (
            Language::En,
            &header,
            "a.csv: The row with the column names was not found; row 1204 comes closest. A row with these names: Mes, Horas. Give the columns their usual names, all in one row. Until then nothing in this file is counted.",
        ),
    ] {
        assert_eq!(finding.text(language), expected);
    }
}

#[test]
fn stable_words_are_translated() {
    let place = || Place::file("a.xlsx");
    for (finding, language, part) in [
        (Finding::new(Code::FileNotSpreadsheet, place()).with("found", "pdf"), Language::Es, "un documento PDF"),
        (Finding::new(Code::FileNotSpreadsheet, place()).with("found", "TIFF"), Language::Fr, "(TIFF)"),
        (Finding::new(Code::FileDamaged, place()).with("reason", "cut-off"), Language::En, "ends too early"),
        (Finding::new(Code::FileDamaged, place()).with("part", "xl/styles.xml"), Language::En, "(xl/styles.xml)"),
        (
            Finding::new(Code::TomlInvalid, place()).with("reason", "expected `=`."),
            Language::En,
            "expected `=`. Correct",
        ),
        (
            Finding::new(Code::FileTooLarge, place()).with("reason", "rows").with("limit", 1e6),
            Language::En,
            "too many rows. At most 1,000,000.",
        ),
        (
            Finding::new(Code::FileTooLarge, place()).with("reason", "inflated").with("limit", 1e6),
            Language::Fr,
            "Au plus 1\u{202f}000\u{202f}000 octets.",
        ),
        (
            Finding::new(Code::CellError, place()).with("found", "#REF!").with("part", "value"),
            Language::Es,
            "este valor no se cuenta; el resto de la fila, sí.",
        ),
        (Finding::new(Code::CellError, place()).with("found", "#REF!"), Language::Es, "esta fila no se cuenta."),
        (
            Finding::new(Code::TypeWrong, place()).with("key", "n").with("found", "text").with("expected", "integer"),
            Language::Fr,
            "un nombre entier",
        ),
    ] {
        let text = finding.text(language);
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn partners_text_cannot_reach_the_terminal() {
    for (raw, expected) in
        [("a\u{1b}[31m\tb\nc", "a [31m b c"), (" 80 ", "80"), ("\u{202e}80", "80"), ("{ $key }", "{ $key }"), ("", "")]
    {
        assert_eq!(shown(raw), expected);
    }
    assert_eq!(shown(&"ñ".repeat(10_000)).chars().count(), LONGEST + 1);
}

/// Only a release build gets this far: a debug build stops at the finding's maker.
#[test]
#[cfg_attr(debug_assertions, should_panic(expected = "number-unreadable lacks"))]
fn a_value_that_is_lacking_shows_as_a_gap() {
    let finding = Finding::new(Code::NumberUnreadable, Place::default());
    assert!(finding.text(Language::En).starts_with("\"…\" is not a number."));
}
