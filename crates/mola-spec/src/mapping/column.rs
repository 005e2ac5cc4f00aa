//! How columns and sheets are named: by header, by glob, by position.

use super::plan::{ColumnChoice, SheetChoice, SheetName};
use super::written::{PositionWritten, SheetWritten};
use crate::document::Cursor;
use crate::faults::{pattern_invalid, value_unknown};
use crate::fold::{fold, fold_inside};
use globset::{GlobBuilder, GlobMatcher};
use mola_finding::{CellAddress, Finding};
use regex::Regex;

/// The blanks of headers. Spelt out, since the class of all blanks there are is slow to compile.
const BLANK: &str = r"[ \t\r\n\u{a0}]";

/// A column by one of these headers; `*` and `?` make them globs.
pub(crate) fn named(at: Cursor<'_>, names: &[String], nth: u32, findings: &mut Vec<Finding>) -> Option<ColumnChoice> {
    if !names.iter().any(|name| is_glob(name)) {
        return Some(ColumnChoice::Named { names: names.to_vec(), nth });
    }
    let alternatives: Vec<String> = names.iter().map(|name| header_pattern(name)).collect();
    let text = format!(r"(?i)^{BLANK}*(?:{})[ \t\r\n\u{{a0}}:.*]*$", alternatives.join("|"));
    match Regex::new(&text) {
        Ok(pattern) => Some(ColumnChoice::Fits(pattern)),
        Err(error) => {
            findings.push(pattern_invalid(at, "column", &names.join(", "), &error.to_string()));
            None
        }
    }
}

/// Whether a header is written as a glob. A `*` at the end alone is one too.
pub(crate) fn is_glob(name: &str) -> bool {
    name.contains(['*', '?'])
}

/// A glob over headers as a pattern that ignores accents and how many blanks there are.
fn header_pattern(glob: &str) -> String {
    let mut pattern = String::new();
    for c in fold_inside(glob).chars() {
        match c {
            '*' => pattern.push_str("(?s:.*)"),
            '?' => pattern.push_str("(?s:.)"),
            ' ' => pattern.push_str(&format!("{BLANK}+")),
            _ => match accented(c) {
                Some(class) => pattern.push_str(class),
                None => pattern.push_str(&regex::escape(c.encode_utf8(&mut [0; 4]))),
            },
        }
    }
    pattern
}

/// The spellings of a letter with and without the marks that our languages put on it.
fn accented(letter: char) -> Option<&'static str> {
    Some(match letter {
        'a' => "[aáàâäãå]",
        'c' => "[cç]",
        'e' => "[eéèêë]",
        'i' => "[iíìîï]",
        'n' => "[nñ]",
        'o' => "[oóòôöõ]",
        'u' => "[uúùûü]",
        'y' => "[yýÿ]",
        _ => return None,
    })
}

/// The number, from 1, of the column at this position.
pub(crate) fn position(at: Cursor<'_>, written: &PositionWritten, findings: &mut Vec<Finding>) -> Option<u32> {
    let (number, shown) = match written {
        PositionWritten::Number(number) => ((1..=16_384).contains(number).then_some(*number), number.to_string()),
        PositionWritten::Letters(letters) => {
            let cell = CellAddress::parse(&format!("{letters}1")).filter(|cell| cell.row == 1 && cell.column <= 16_384);
            (cell.map(|cell| cell.column), letters.clone())
        }
    };
    if number.is_none() {
        findings.push(value_unknown(at, "position", &shown, &["1", "A"]));
    }
    number
}

/// The sheets that a table is looked for on.
pub(crate) fn sheets(
    at: Cursor<'_>,
    written: Option<&SheetWritten>,
    findings: &mut Vec<Finding>,
) -> Option<SheetChoice> {
    let names = match written {
        None => return Some(SheetChoice::First),
        Some(SheetWritten::Number(0)) => {
            findings.push(value_unknown(at, "sheet", "0", &["1"]));
            return None;
        }
        Some(SheetWritten::Number(number)) => return Some(SheetChoice::Index(*number as usize)),
        Some(SheetWritten::Name(name)) if name == "each" => return Some(SheetChoice::Each),
        Some(SheetWritten::Name(name)) => std::slice::from_ref(name),
        Some(SheetWritten::Names(names)) => names,
    };
    let names: Vec<Option<SheetName>> =
        names.iter().enumerate().map(|(i, name)| sheet_name(at.index(i), name, findings)).collect();
    names.into_iter().collect::<Option<Vec<_>>>().map(SheetChoice::Named)
}

fn sheet_name(at: Cursor<'_>, written: &str, findings: &mut Vec<Finding>) -> Option<SheetName> {
    let literal = !written.contains(['*', '?', '[', '{']);
    let text = if literal { globset::escape(&fold(written)) } else { fold_inside(written) };
    let glob = glob(at, "sheet", written, &text, findings)?;
    Some(SheetName { written: written.to_owned(), glob, literal })
}

/// The globs of the files that a mapping takes. A `*` stays within one folder, and case is ignored.
pub(crate) fn files(at: Cursor<'_>, written: &[String], findings: &mut Vec<Finding>) -> Option<Vec<GlobMatcher>> {
    let globs: Vec<Option<GlobMatcher>> =
        written.iter().enumerate().map(|(i, text)| glob(at.index(i), "files", text, text, findings)).collect();
    globs.into_iter().collect()
}

fn glob(at: Cursor<'_>, key: &str, written: &str, text: &str, findings: &mut Vec<Finding>) -> Option<GlobMatcher> {
    let path = key == "files";
    let built = GlobBuilder::new(text).case_insensitive(path).literal_separator(path).backslash_escape(true).build();
    if let Err(error) = &built {
        findings.push(pattern_invalid(at, key, written, &error.kind().to_string()));
    }
    built.ok().map(|glob| glob.compile_matcher())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::settings::SettingsText;

    #[derive(serde::Deserialize)]
    struct Empty {}

    #[test]
    fn a_glob_over_headers_ignores_case_accents_and_blanks() {
        for (glob, header, fits) in [
            ("Ingreso*", "INGRESO mensual (B/.)", true),
            ("*cedula*", "N° de Cédula", true),
            ("Año ?", " ANO  1 :", true),
            ("Region *", "Région\n2011", true),
            ("Ingreso*", "Otro ingreso", false),
            ("a.b*", "axb", false),
        ] {
            let settings = SettingsText::new("x.toml", "");
            let document = Document::read::<Empty>(&settings, |_| Vec::new()).0.expect("a document").0;
            let choice = named(document.root(), &[glob.to_owned()], 1, &mut Vec::new());
            let Some(ColumnChoice::Fits(pattern)) = choice else { panic!("{glob} is a glob") };
            assert_eq!(pattern.is_match(header), fits, "{glob} {header}");
        }
    }
}
