//! The source files: sizes, names, what may not stand in them, and how each crate opens.

mod blank;

use super::Fault;
use anyhow::Context;
use blank::blank;
use std::path::{Path, PathBuf};

/// Lines at which a file stops.
const FILE_LINES: usize = 800;
/// Lines at which a function stops.
const FUNCTION_LINES: usize = 80;
/// Names that say nothing of what is inside.
const EMPTY_NAMES: [&str; 6] = ["util", "common", "helper", "misc", "manager", "processor"];
/// What is left behind by mistake, with what it means.
const LEFT_BEHIND: [(&str, &str); 4] = [
    ("#[ignore", "a test that does not run proves nothing: mend it or remove it"),
    ("todo!(", "unfinished: no stubs"),
    ("unimplemented!(", "unfinished: no stubs"),
    ("dbg!(", "left behind from a search for a fault"),
];

/// The faults of every Rust file of the workspace.
pub fn faults(root: &Path) -> anyhow::Result<Vec<Fault>> {
    let mut faults = Vec::new();
    for folder in ["crates", "tests", "xtask", "benches", "fuzz"] {
        for path in rust_files(&root.join(folder))? {
            let place = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            let text = std::fs::read_to_string(&path).with_context(|| place.clone())?;
            faults.extend(of_file(&place, &text));
        }
    }
    Ok(faults)
}

/// All `.rs` files below a folder, `target` folders aside; none where there is no such folder.
fn rust_files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    if !folder.is_dir() {
        return Ok(files);
    }
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && !path.ends_with("target") {
            files.extend(rust_files(&path)?);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    Ok(files)
}

fn of_file(place: &str, text: &str) -> Vec<Fault> {
    let code = blank(text);
    let mut faults = Vec::new();
    let lines = text.lines().count();
    if lines > FILE_LINES {
        faults.push(Fault::new(place, format!("{lines} lines; a file stops at {FILE_LINES}")));
    }
    if place.split(['/', '.']).any(says_nothing) {
        faults.push(Fault::new(place, "the name says nothing of what is inside"));
    }
    for (index, line) in code.lines().enumerate() {
        faults.extend(of_line(line).map(|what| Fault::new(format!("{place}:{}", index + 1), what)));
    }
    for (line, name, length) in functions(&code).into_iter().filter(|f| f.2 > FUNCTION_LINES) {
        let what = format!("`{name}` has {length} lines; a function stops at {FUNCTION_LINES}");
        faults.push(Fault::new(format!("{place}:{line}"), what));
    }
    faults.extend(opening(place, text));
    faults
}

fn of_line(line: &str) -> impl Iterator<Item = String> {
    let left = LEFT_BEHIND.iter().filter(|(sign, _)| line.contains(sign)).map(|(_, why)| why.to_string());
    let mut words = line.split_whitespace().skip_while(|word| *word != "mod").skip(1);
    let module = words.next().map(|name| name.trim_end_matches([';', '{'])).filter(|name| says_nothing(name));
    left.chain(module.map(|name| format!("module `{name}`: the name says nothing of what is inside")))
}

/// Whether a word of the name, its plural included, is one of the empty names.
fn says_nothing(name: &str) -> bool {
    name.split(['_', '-']).any(|word| EMPTY_NAMES.contains(&word) || EMPTY_NAMES.contains(&word.trim_end_matches('s')))
}

/// A crate's lib.rs opens with what the crate is, and shows one example that is tested.
fn opening(place: &str, text: &str) -> Option<Fault> {
    let inside = place.strip_prefix("crates/")?.split_once('/')?.1;
    if inside != "src/lib.rs" {
        return None;
    }
    let docs: Vec<&str> = text.lines().take_while(|line| line.starts_with("//!")).collect();
    match (docs.is_empty(), docs.iter().any(|line| line.contains("```"))) {
        (true, _) => Some(Fault::new(place, "does not open with what the crate is (//!)")),
        (_, false) => Some(Fault::new(place, "its opening has no tested example (```)")),
        _ => None,
    }
}

/// The functions with a body in blanked code: line from 1, name, number of lines.
fn functions(code: &str) -> Vec<(usize, String, usize)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        let starts_a_word = !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let name: String = code[at + 3..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if !starts_a_word || name.is_empty() {
            continue;
        }
        if let Some(body) = body_of(&code[at..]) {
            let line = 1 + code[..at].matches('\n').count();
            found.push((line, name, 1 + code[at..at + body].matches('\n').count()));
        }
    }
    found
}

/// Where the body of the function that `code` begins with ends; none for a declaration.
fn body_of(code: &str) -> Option<usize> {
    let (mut braces, mut others) = (0_usize, 0_usize);
    for (at, character) in code.char_indices() {
        match character {
            '(' | '[' => others += 1,
            ')' | ']' => others = others.saturating_sub(1),
            '{' => braces += 1,
            '}' if braces <= 1 => return Some(at),
            '}' => braces -= 1,
            ';' if braces == 0 && others == 0 => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: usize = FUNCTION_LINES + 1;

    fn check(place: &str, text: &str, expected: &[&str]) {
        let found: Vec<String> = of_file(place, text).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), expected.len(), "{place}: {found:?}");
        for (text, part) in found.iter().zip(expected) {
            assert!(text.contains(part), "{text} lacks {part}");
        }
    }

    #[test]
    fn each_rule_has_its_fault() {
        let long_file = "// x\n".repeat(FILE_LINES + 1);
        let long_function = format!("\nfn a(b: [u8; 2]) {{\n{}}}\n", "    b();\n".repeat(LONG - 2));
        let just_right = long_function.replacen("    b();\n", "", 1);
        let (ignored, unfinished) = ("#[ig", "to");
        for (place, text, expected) in [
            ("crates/a/src/a.rs", "fn a() {}\n", &[][..]),
            ("crates/a/src/a.rs", &long_file, &["801 lines"]),
            ("crates/a/src/a.rs", &long_function, &["a.rs:2: `a` has 81 lines"]),
            ("crates/a/src/a.rs", &just_right, &[]),
            ("crates/a/src/utils.rs", "", &["says nothing"]),
            ("crates/a/tests/common/mod.rs", "", &["says nothing"]),
            ("crates/a/src/a.rs", "pub mod string_helpers;\n", &["module `string_helpers`"]),
            ("crates/a/src/a.rs", "// mod util;\nlet a = \"mod util;\";\n", &[]),
            ("tests/tests/a.rs", &format!("{ignored}nore = \"x\"]\n"), &["does not run"]),
            ("crates/a/src/a.rs", &format!("fn a() {{ {unfinished}do!() }}\n"), &["a.rs:1: unfinished"]),
            ("crates/a/src/lib.rs", "mod a;\n", &["does not open"]),
            ("crates/a/src/lib.rs", "//! A crate.\n", &["no tested example"]),
            ("crates/a/src/lib.rs", "//! A crate.\n//! ```\n//! ```\n", &[]),
        ] {
            check(place, text, expected);
        }
    }

    #[test]
    fn functions_are_measured_from_name_to_brace() {
        let code =
            blank("trait A { fn a(&self); }\nfn b<T>(f: impl Fn(T) -> [u8; 2])\nwhere T: B {\n  fn c() { '{' }\n}\n");
        assert_eq!(functions(&code), [(2, "b".to_string(), 4), (4, "c".to_string(), 1)]);
    }
}
