//! Which crate uses which: the code against ARCHITECTURE.md, both ways.

use super::Fault;
use super::architecture::Architecture;
use cargo_metadata::{DependencyKind, Metadata};
use std::collections::{BTreeMap, BTreeSet};

const FILE: &str = "ARCHITECTURE.md";
/// The steps of a run, which only `mola-run` puts in order.
const STRANGERS: [&str; 6] = ["mola-map", "mola-link", "mola-measure", "mola-disclose", "mola-report", "mola-store"];
/// An exporter accepts only what disclosure made, so it has to name that one type.
const ACQUAINTED: [(&str, &str); 1] = [("mola-report", "mola-disclose")];
/// Crates for tests and chores: nothing that ships needs them, and they may use any library.
const CHORES: [&str; 3] = ["mola-testkit", "mola-tests", "xtask"];

/// What each workspace crate needs to be built, tests aside.
#[derive(Debug, Default)]
pub struct Graph {
    uses: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    /// The graph of a workspace. Dependencies of tests are left out.
    pub fn of(metadata: &Metadata) -> Self {
        let named = |package: &&cargo_metadata::Package| {
            let needed = package.dependencies.iter().filter(|d| d.kind != DependencyKind::Development);
            (package.name.to_string(), needed.map(|d| d.name.clone()).collect())
        };
        Self { uses: metadata.workspace_packages().iter().map(named).collect() }
    }

    /// The workspace crates that `name` uses.
    fn inner(&self, name: &str) -> BTreeSet<String> {
        let uses = self.uses.get(name).into_iter().flatten();
        uses.filter(|used| self.uses.contains_key(*used)).cloned().collect()
    }
}

/// Every difference between code and document, and every rule that either breaks.
pub fn faults(graph: &Graph, architecture: &Architecture) -> Vec<Fault> {
    let mut faults = missing_rows(graph, architecture);
    faults.extend(differences(graph, architecture));
    faults.extend(upward(architecture));
    faults.extend(forbidden(graph));
    faults.extend(libraries(graph, architecture));
    faults
}

fn missing_rows(graph: &Graph, architecture: &Architecture) -> Vec<Fault> {
    let listed: BTreeSet<&str> = architecture.crates.iter().map(|row| row.name.as_str()).collect();
    let unlisted = graph.uses.keys().filter(|name| !listed.contains(name.as_str()));
    let absent = listed.iter().filter(|name| !graph.uses.contains_key(**name));
    unlisted
        .map(|name| Fault::new(FILE, format!("the table of crates lacks `{name}`")))
        .chain(absent.map(|name| Fault::new(FILE, format!("the workspace has no crate `{name}`"))))
        .collect()
}

fn differences(graph: &Graph, architecture: &Architecture) -> Vec<Fault> {
    let mut faults = Vec::new();
    for row in architecture.crates.iter().filter(|row| graph.uses.contains_key(&row.name)) {
        let real = graph.inner(&row.name);
        for used in real.difference(&row.uses) {
            faults.push(Fault::new(FILE, format!("`{}` uses `{used}`, which its row does not say", row.name)));
        }
        for used in row.uses.difference(&real) {
            faults.push(Fault::new(FILE, format!("`{}` does not use `{used}`, as its row says", row.name)));
        }
    }
    faults
}

fn upward(architecture: &Architecture) -> Vec<Fault> {
    let mut above = BTreeSet::new();
    let mut faults = Vec::new();
    for row in &architecture.crates {
        for used in row.uses.iter().filter(|used| !above.contains(used)) {
            faults.push(Fault::new(FILE, format!("`{}` uses `{used}`, which does not stand above it", row.name)));
        }
        above.insert(&row.name);
    }
    faults
}

fn forbidden(graph: &Graph) -> Vec<Fault> {
    let mut faults = Vec::new();
    for name in graph.uses.keys() {
        for used in graph.inner(name) {
            let pair = (name.as_str(), used.as_str());
            if STRANGERS.contains(&pair.0) && STRANGERS.contains(&pair.1) && !ACQUAINTED.contains(&pair) {
                faults.push(Fault::new(name, format!("`{used}` is a stranger to it: only `mola-run` knows both")));
            }
            if CHORES.contains(&pair.1) && !CHORES.contains(&pair.0) {
                faults.push(Fault::new(name, format!("needs `{used}`, which is for tests and chores only")));
            }
        }
    }
    faults
}

fn libraries(graph: &Graph, architecture: &Architecture) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (library, allowed) in &architecture.libraries {
        let shipped = graph.uses.iter().filter(|(name, _)| !CHORES.contains(&name.as_str()));
        let users: BTreeSet<String> =
            shipped.filter(|(_, uses)| uses.contains(library)).map(|(name, _)| name.clone()).collect();
        for user in users.difference(allowed) {
            faults.push(Fault::new(user, format!("uses `{library}`, which {} may", list(allowed))));
        }
        for user in allowed.difference(&users) {
            faults.push(Fault::new(FILE, format!("`{user}` does not use `{library}`, as the table of libraries says")));
        }
    }
    faults
}

/// Who may: only these, or nobody, since a table may keep a library for tests.
fn list(names: &BTreeSet<String>) -> String {
    if names.is_empty() {
        return "no crate that ships".to_string();
    }
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    format!("only {}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = "| crate | uses |\n|---|---|\n| `mola-map` | – |\n| `mola-link` | – |\n| `mola-run` | `mola-map`, `mola-link` |\n| `mola-testkit` | `mola-map` |\n\n| library | used only by |\n|---|---|\n| `csv` | `mola-map` |\n";
    const CODE: [(&str, &[&str]); 4] = [
        ("mola-map", &["csv"]),
        ("mola-link", &["regex"]),
        ("mola-run", &["mola-map", "mola-link"]),
        ("mola-testkit", &["mola-map", "csv"]),
    ];

    /// A crate with what it uses instead.
    type Instead<'a> = Option<(&'a str, &'a [&'a str])>;

    /// The faults of `CODE` with `change` and of `DOCUMENT`
    /// with one text replaced.
    fn check(change: Instead<'_>, replaced: (&str, &str)) -> Vec<String> {
        let owned = |names: &[&str]| names.iter().map(|n| n.to_string()).collect();
        let mut uses: BTreeMap<String, BTreeSet<String>> =
            CODE.iter().map(|(name, used)| (name.to_string(), owned(used))).collect();
        if let Some((name, used)) = change {
            uses.insert(name.to_string(), owned(used));
        }
        let (architecture, _) = Architecture::parse(&DOCUMENT.replace(replaced.0, replaced.1));
        faults(&Graph { uses }, &architecture).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn code_and_document_agree() {
        assert_eq!(check(None, ("", "")), [""; 0]);
    }

    #[test]
    fn each_difference_is_one_fault() {
        let cases: [(Instead<'_>, (&str, &str), &[&str]); 8] = [
            (Some(("mola-new", &[])), ("", ""), &["lacks `mola-new`"]),
            (None, ("| `mola-testkit`", "| `mola-gone` | – |\n| `mola-testkit`"), &["no crate `mola-gone`"]),
            (Some(("mola-run", &["mola-map"])), ("", ""), &["does not use `mola-link`"]),
            (None, ("`mola-map`, `mola-link`", "`mola-map`"), &["uses `mola-link`, which its row does not say"]),
            (Some(("mola-link", &["csv"])), ("", ""), &["uses `csv`, which only `mola-map` may"]),
            (
                None,
                ("| `csv` | `mola-map` |", "| `csv` | `mola-map`, `mola-link` |"),
                &["`mola-link` does not use `csv`"],
            ),
            (
                Some(("mola-link", &["mola-map"])),
                ("| `mola-link` | – |", "| `mola-link` | `mola-map` |"),
                &["`mola-map` is a stranger"],
            ),
            (
                Some(("mola-map", &["csv", "mola-testkit"])),
                ("", ""),
                &["uses `mola-testkit`, which its row", "for tests and chores only"],
            ),
        ];
        for (change, replaced, expected) in cases {
            let found = check(change, replaced);
            assert_eq!(found.len(), expected.len(), "{found:?}");
            for (text, part) in found.iter().zip(expected) {
                assert!(text.contains(part), "{text} lacks {part}");
            }
        }
    }

    #[test]
    fn a_crate_uses_only_crates_above_it() {
        let (architecture, _) = Architecture::parse("| crate | uses |\n|---|---|\n| `a` | `b` |\n| `b` | – |\n");
        assert_eq!(upward(&architecture).len(), 1);
    }
}
