//! What is told of a table.

use super::FoundTable;
use mola_finding::{CellAddress, Code, Finding, Place};

impl FoundTable {
    /// What someone must know about the table. `place` is the file, with the sheet where it has
    /// sheets; `in_lines` says that rows are lines of a text.
    pub fn findings(&self, place: &Place, in_lines: bool) -> Vec<Finding> {
        let at = |row: u32| {
            let place = place.clone();
            if in_lines {
                Place { line: Some(row), ..place }
            } else {
                place.cell(CellAddress::new(row, self.columns.0.max(1)))
            }
        };
        let mut findings = Vec::new();
        let tell = |code: Code, row: Option<u32>| row.map(|row| Finding::new(code, at(row)));
        findings.extend(tell(
            Code::HeaderAbsent,
            (self.header_rows.is_empty() && self.records > 0).then_some(self.first_row),
        ));
        findings.extend(tell(Code::TableEmpty, self.header_rows.first().copied().filter(|_| self.records == 0)));
        let above = tell(Code::RowsAbove, self.above.first().copied());
        findings.extend(above.map(|finding| finding.with("rows", self.above.len() as f64)));
        let below = tell(Code::RowsBelow, self.below.first().copied());
        findings.extend(below.map(|finding| finding.with("rows", self.below.len() as f64)));
        let further =
            self.further.and_then(|(row, rows)| Some(tell(Code::TableFurther, Some(row))?.with("rows", rows as f64)));
        findings.extend(further);
        if self.beside > 0 {
            findings.push(Finding::new(Code::CellsBeside, place.clone()).with("count", self.beside as f64));
        }
        for ragged in &self.ragged {
            let expected = f64::from(self.columns.1 + 1 - self.columns.0.max(1));
            let finding =
                Finding::new(if ragged.realigned { Code::FieldsPassed } else { Code::FieldsUnequal }, at(ragged.row));
            findings.push(finding.with("found", f64::from(ragged.fields)).with("expected", expected));
        }
        let more = self.ragged_records - self.ragged.len() as u64;
        if more > 0 {
            let finding = Finding::new(Code::MoreOfThisKind, place.clone());
            findings.push(finding.with("count", more as f64).with("key", Code::FieldsUnequal.as_str()));
        }
        findings
    }
}
