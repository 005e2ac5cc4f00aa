//! Findings as JSON: for programs, with the texts that people read beside.

use crate::{Arg, Catalogue, Code, Finding, Language, Place, Severity};
use serde::Serialize;
use std::collections::BTreeMap;

/// A finding as JSON shows it: an object with `code`, `severity`, `place`, `found`, `expected`,
/// `remedy`, `effect` and `args`. Texts are in the language it was made for; a text that has
/// nothing to say is empty. Whoever writes the document gives it its `schema_version`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JsonFinding {
    /// The kind.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// Where it is.
    pub place: JsonPlace,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// What to do.
    pub remedy: String,
    /// What it changes until then.
    pub effect: String,
    /// The values as they are.
    pub args: BTreeMap<String, Arg>,
}

/// A place as JSON shows it. What is not known is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JsonPlace {
    /// The whole place in words, for example `undp.xlsx, sheet "Avance", cell F14`.
    pub text: String,
    /// The file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The sheet's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The cell, for example `F14`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
    /// The line of a text file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The character in that line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
}

impl JsonFinding {
    /// `finding` with its texts in `language`.
    pub fn new(finding: &Finding, language: Language) -> Self {
        let message = Catalogue::of(language).message(finding);
        Self {
            code: finding.code,
            severity: finding.severity,
            place: JsonPlace::new(&finding.place, message.place),
            found: message.found,
            expected: message.expected,
            remedy: message.remedy,
            effect: message.effect,
            args: finding.args.clone(),
        }
    }

    /// All of `findings`, in their order: what JSON shows as an array.
    pub fn all(findings: &[Finding], language: Language) -> Vec<Self> {
        findings.iter().map(|finding| Self::new(finding, language)).collect()
    }
}

impl JsonPlace {
    fn new(place: &Place, text: String) -> Self {
        Self {
            text,
            file: place.file.clone(),
            sheet: place.sheet.clone(),
            cell: place.cell.map(|cell| cell.to_string()),
            line: place.line,
            column: place.column,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CellAddress;

    fn check(findings: &[Finding], expected: &str) {
        let json = serde_json::to_string(&JsonFinding::all(findings, Language::En)).expect("it can be written");
        assert_eq!(json, expected);
    }

    #[test]
    fn json_holds_texts_and_values() {
        let place = Place::file("undp.xlsx").sheet("Avance").cell(CellAddress::new(14, 6));
        let finding = Finding::new(Code::NumberOutside, place).with("found", 1234.5).with("high", 100_u32);
        check(
            &[finding],
            r#"[{"code":"number-outside","severity":"error","place":{"text":"undp.xlsx, sheet \"Avance\", cell F14","file":"undp.xlsx","sheet":"Avance","cell":"F14"},"found":"1,234.5 is not possible here.","expected":"A number of at most 100.","remedy":"Correct the number, or leave the cell empty if there is no data.","effect":"Until then this row is not counted.","args":{"found":1234.5,"high":100}}]"#,
        );
    }

    #[test]
    fn an_empty_place_and_no_findings_have_a_form_too() {
        check(&[], "[]");
        let finding = Finding::new(Code::NameDuplicate, Place::line("pipeline.toml", 3, 1)).with("found", "undp");
        check(
            &[finding],
            r#"[{"code":"name-duplicate","severity":"error","place":{"text":"pipeline.toml, line 3, column 1","file":"pipeline.toml","line":3,"column":1},"found":"\"undp\" is defined twice.","expected":"","remedy":"Rename or remove one of the two.","effect":"Until then nothing is run.","args":{"found":"undp"}}]"#,
        );
    }

    #[test]
    fn a_finding_is_kept_and_read_back_as_it_was() {
        let place = Place::file("a.csv").cell(CellAddress::new(2, 3));
        let finding =
            Finding::new(Code::CodeKept, place).with("found", "Cocle").with("list", "place").with("row", 2_u32);
        let kept = serde_json::to_string(&finding).expect("it can be written");
        assert_eq!(serde_json::from_str::<Finding>(&kept).expect("it can be read"), finding);
    }
}
