//! What ARCHITECTURE.md says about crates: the two tables that are held against the code.

use super::Fault;
use std::collections::{BTreeMap, BTreeSet};

const FILE: &str = "ARCHITECTURE.md";
/// The first two columns of the table of crates, top to bottom: a crate uses only crates above it.
const CRATES: [&str; 2] = ["crate", "uses"];
/// The first two columns of the table of libraries that only some crates may name.
const LIBRARIES: [&str; 2] = ["library", "used only by"];

/// A row of the table of crates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrateRow {
    /// The crate.
    pub name: String,
    /// The workspace crates that it uses.
    pub uses: BTreeSet<String>,
}

/// What the document says.
#[derive(Debug, Default)]
pub struct Architecture {
    /// The table of crates, in its order.
    pub crates: Vec<CrateRow>,
    /// Libraries with the crates that may use them.
    pub libraries: BTreeMap<String, BTreeSet<String>>,
}

impl Architecture {
    /// Reads both tables. A table that is not there is a fault, and so is a crate named twice.
    pub fn parse(text: &str) -> (Self, Vec<Fault>) {
        let mut faults = Vec::new();
        let mut read = Self::default();
        for (line, cells) in rows(text, CRATES, &mut faults) {
            let Some(name) = quoted(&cells[0]).into_iter().next() else { continue };
            if read.crates.iter().any(|row| row.name == name) {
                faults.push(Fault::new(format!("{FILE}:{line}"), format!("`{name}` has a second row")));
            }
            read.crates.push(CrateRow { name, uses: quoted(&cells[1]) });
        }
        for (_, cells) in rows(text, LIBRARIES, &mut faults) {
            for library in quoted(&cells[0]) {
                read.libraries.insert(library, quoted(&cells[1]));
            }
        }
        (read, faults)
    }
}

/// The rows below the header that begins with `header`, each with its line number from 1.
fn rows(text: &str, header: [&str; 2], faults: &mut Vec<Fault>) -> Vec<(usize, Vec<String>)> {
    let lines = || text.lines().enumerate().map(|(index, line)| (index + 1, cells(line)));
    let Some((at, _)) = lines().find(|(_, cells)| cells.len() >= 2 && cells[..2] == header) else {
        faults.push(Fault::new(FILE, format!("has no table that begins with | {} | {} |", header[0], header[1])));
        return Vec::new();
    };
    lines().skip(at + 1).take_while(|(_, cells)| cells.len() >= 2).collect()
}

/// The cells of a line of a table, trimmed; none for a line that is no part of a table.
fn cells(line: &str) -> Vec<String> {
    let Some(inner) = line.trim().strip_prefix('|').and_then(|rest| rest.strip_suffix('|')) else { return Vec::new() };
    inner.split('|').map(|cell| cell.trim().to_string()).collect()
}

/// The names in backticks.
fn quoted(cell: &str) -> BTreeSet<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# A\n\n| crate | uses | does |\n| --- | --- | --- |\n| `a` | – | x |\n| `b` | `a` | y |\n\ntext\n\n| library | used only by | why |\n|---|---|---|\n| `csv`, `zip` | `a`, `b` | z |\n";

    #[test]
    fn both_tables_are_read() {
        let (read, faults) = Architecture::parse(TEXT);
        assert_eq!(faults, []);
        assert_eq!(read.crates.len(), 2);
        assert_eq!(read.crates[1], CrateRow { name: "b".into(), uses: ["a".to_string()].into() });
        assert_eq!(read.libraries["zip"], ["a".to_string(), "b".to_string()].into());
    }

    #[test]
    fn what_the_document_lacks_is_a_fault() {
        for (text, expected) in [
            ("# A\n", 2),
            (&TEXT.replace("| library | used", "| lib | used"), 1),
            (&TEXT.replace("| `b` | `a` | y |", "| `a` | – | y |"), 1),
        ] {
            assert_eq!(Architecture::parse(text).1.len(), expected, "{text}");
        }
    }
}
