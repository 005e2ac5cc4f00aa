//! Bindings: which figure goes where in a workbook that somebody else made.

use crate::check::check;
use crate::document::{Cursor, Document};
use crate::faults::{key_missing, value_unknown};
use crate::{SettingsText, schema};
use mola_finding::{CellAddress, Code, Finding};
use mola_model::{Binding, BoundCell, BoundTable, CellAt, Part, Rows, Said, Shows};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Which figure goes where in a template.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Binding")]
pub(crate) struct BindingWritten {
    /// The version of this language: 1.
    #[schemars(range(min = 1, max = 1))]
    #[allow(dead_code, reason = "checked against the schema")]
    schema_version: u32,
    /// What stands where there is no value, such as `n/a`; left out, nothing. It is never zero.
    #[serde(default)]
    missing: String,
    /// Single cells.
    #[serde(default)]
    cell: Vec<CellWritten>,
    /// Tables of the workbook, which grow.
    #[serde(default)]
    table: Vec<TableWritten>,
}

/// A cell, by sheet and address or by a defined name, and what it shows: a figure, or something of the report.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CellWritten {
    /// The sheet's name.
    sheet: Option<String>,
    /// The cell, such as `C5`.
    cell: Option<String>,
    /// A defined name that is one cell.
    name: Option<String>,
    /// The id of a figure, such as `BEN-D@{period}+`: `{period}` is the period of the report.
    figure: Option<String>,
    /// Which part of the figure; its value where left out.
    #[serde(default)]
    #[schemars(schema_with = "parts_schema")]
    show: Option<String>,
    /// Something of the report.
    #[serde(default)]
    #[schemars(schema_with = "said_schema")]
    report: Option<String>,
}

/// A table of the workbook.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct TableWritten {
    /// Its name in the workbook.
    table: String,
    /// What its rows are: `indicators`, or a dimension such as `place`, each of whose codes is a row.
    rows: String,
    /// The indicators; left out, all of them.
    #[serde(default)]
    indicators: Vec<String>,
    /// Where the rows are codes, the id of the figure of all of them.
    figure: Option<String>,
    /// By header what the column shows.
    #[schemars(schema_with = "columns_schema")]
    columns: BTreeMap<String, String>,
}

fn parts_schema(_: &mut SchemaGenerator) -> Schema {
    schemars::json_schema!({ "enum": Part::ALL.map(|(word, _)| word) })
}

fn said_schema(_: &mut SchemaGenerator) -> Schema {
    schemars::json_schema!({ "enum": Said::ALL.map(|(word, _)| word) })
}

fn columns_schema(_: &mut SchemaGenerator) -> Schema {
    let part = schemars::json_schema!({ "enum": Part::ALL.map(|(word, _)| word) });
    schemars::json_schema!({ "type": "object", "additionalProperties": part })
}

/// Reads a binding. It is none where there is an error among the findings.
pub fn binding(settings: &SettingsText) -> (Option<Binding>, Vec<Finding>) {
    let (read, mut findings) =
        Document::read::<BindingWritten>(settings, |document| check(document, schema::binding()));
    let Some((document, written)) = read else { return (None, findings) };
    let root = document.root();
    let cells = written.cell.iter().enumerate();
    let cells = cells.filter_map(|(i, own)| cell(root.key("cell").index(i), own, &mut findings)).collect();
    let tables = written.table.into_iter().enumerate();
    let tables = tables.filter_map(|(i, own)| table(root.key("table").index(i), own, &mut findings)).collect();
    let binding = Binding { missing: written.missing, cells, tables };
    (findings.is_empty().then_some(binding), findings)
}

fn cell(at: Cursor<'_>, written: &CellWritten, findings: &mut Vec<Finding>) -> Option<BoundCell> {
    let place = at.finding(Code::BindingBroken).place;
    let cell = match (&written.name, &written.sheet, &written.cell) {
        (Some(name), None, None) => CellAt::Name(name.clone()),
        (None, Some(sheet), Some(cell)) => match CellAddress::parse(cell) {
            Some(address) => CellAt::Sheet { sheet: sheet.clone(), cell: address },
            None => {
                findings.push(value_unknown(at.key("cell"), "cell", cell, &["C5"]));
                return None;
            }
        },
        (None, None, _) => return missing(at, "sheet", findings),
        (None, Some(_), None) => return missing(at, "cell", findings),
        (Some(name), ..) => {
            findings.push(crate::faults::contradiction(at, format!("name = \"{name}\""), "sheet, cell"));
            return None;
        }
    };
    let shows = match (&written.figure, &written.report) {
        (Some(figure), None) => {
            Shows::Figure(figure.clone(), written.show.as_deref().and_then(part).unwrap_or(Part::Value))
        }
        (None, Some(word)) => Shows::Report(Said::ALL.iter().find(|(own, _)| own == word)?.1),
        (None, None) => return missing(at, "figure", findings),
        (Some(figure), Some(word)) => {
            let first = format!("figure = \"{figure}\"");
            findings.push(crate::faults::contradiction(at, first, format!("report = \"{word}\"")));
            return None;
        }
    };
    Some(BoundCell { at: cell, shows, place })
}

fn missing<T>(at: Cursor<'_>, key: &str, findings: &mut Vec<Finding>) -> Option<T> {
    findings.push(key_missing(at, key, "[[cell]]"));
    None
}

fn part(word: &str) -> Option<Part> {
    Part::ALL.iter().find(|(own, _)| *own == word).map(|(_, part)| *part)
}

fn table(at: Cursor<'_>, written: TableWritten, findings: &mut Vec<Finding>) -> Option<BoundTable> {
    let place = at.finding(Code::BindingBroken).place;
    let rows = match (written.rows.as_str(), written.figure) {
        ("indicators", None) => Rows::Indicators(written.indicators),
        ("indicators", Some(figure)) => {
            let first = "rows = \"indicators\"".to_owned();
            findings.push(crate::faults::contradiction(at, first, format!("figure = \"{figure}\"")));
            return None;
        }
        (_, None) => {
            findings.push(key_missing(at, "figure", "[[table]]"));
            return None;
        }
        (dimension, Some(figure)) => Rows::Codes { dimension: dimension.to_owned(), figure },
    };
    let columns = written.columns.into_iter().filter_map(|(header, word)| Some((header, part(&word)?))).collect();
    Some(BoundTable { table: written.table, rows, columns, place })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) -> Option<Binding> {
        let (binding, findings) = binding(&SettingsText::new("binding.toml", format!("schema_version = 1\n{text}")));
        let found: Vec<&str> = findings.iter().map(|finding| finding.code.as_str()).collect();
        assert_eq!(found, expected, "{text}");
        binding
    }

    #[test]
    fn a_binding_says_what_goes_where() {
        let text = "[[cell]]\nsheet = \"A\"\ncell = \"C5\"\nfigure = \"X@{period}+\"\n\
                    [[cell]]\nname = \"N\"\nreport = \"period\"\n\
                    [[table]]\ntable = \"T\"\nrows = \"place\"\nfigure = \"X@{period}+\"\ncolumns = { \"Lugar\" = \"label\" }\n";
        let binding = check(text, &[]).expect("a binding");
        assert_eq!(binding.cells[0].at, CellAt::Sheet { sheet: "A".into(), cell: CellAddress::new(5, 3) });
        assert_eq!(binding.cells[0].shows, Shows::Figure("X@{period}+".into(), Part::Value));
        assert_eq!(binding.cells[1].shows, Shows::Report(Said::Period));
        assert_eq!(binding.cells[1].place.line, Some(6));
        assert_eq!(binding.tables[0].columns, [("Lugar".to_owned(), Part::Label)]);
    }

    #[test]
    fn what_is_half_said_is_asked_for() {
        for (text, expected) in [
            ("[[cell]]\ncell = \"C5\"\nfigure = \"X\"\n", "key-missing"),
            ("[[cell]]\nsheet = \"A\"\nfigure = \"X\"\n", "key-missing"),
            ("[[cell]]\nname = \"N\"\n", "key-missing"),
            ("[[cell]]\nname = \"N\"\nfigure = \"X\"\nreport = \"period\"\n", "definition-contradiction"),
            ("[[cell]]\nsheet = \"A\"\ncell = \"5C\"\nfigure = \"X\"\n", "value-unknown"),
            ("[[cell]]\nname = \"N\"\nfigure = \"X\"\nshow = \"valor\"\n", "value-unknown"),
            ("[[cell]]\nname = \"N\"\nfigur = \"X\"\n", "key-unknown"),
            ("[[table]]\ntable = \"T\"\nrows = \"place\"\ncolumns = {}\n", "key-missing"),
            ("[[table]]\ntable = \"T\"\nrows = \"indicators\"\ncolumns = { A = \"x\" }\n", "value-unknown"),
        ] {
            check(text, &[expected]);
        }
    }
}
