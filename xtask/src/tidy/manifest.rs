//! The manifests of the crates: versions and lints live in the workspace's Cargo.toml only.

use super::Fault;
use anyhow::Context;
use cargo_metadata::Metadata;
use std::collections::BTreeSet;
use std::path::Path;
use toml::{Table, Value};

/// The tables of a manifest that name dependencies.
const KINDS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

/// Every dependency with a version of its own, every crate without the workspace's lints, and
/// every version of the workspace that no crate uses.
pub fn faults(root: &Path, metadata: &Metadata) -> anyhow::Result<Vec<Fault>> {
    let mut faults = Vec::new();
    let mut used = BTreeSet::new();
    for package in metadata.workspace_packages() {
        let path = package.manifest_path.as_std_path();
        let place = path.strip_prefix(root).unwrap_or(path).display().to_string();
        let text = std::fs::read_to_string(path).with_context(|| place.clone())?;
        faults.extend(of_crate(&place, &text.parse().with_context(|| place.clone())?, &mut used));
    }
    let workspace: Table = std::fs::read_to_string(root.join("Cargo.toml"))?.parse()?;
    let versions = workspace.get("workspace").and_then(|w| w.get("dependencies")).and_then(Value::as_table);
    let unused = versions.into_iter().flat_map(Table::keys).filter(|name| !used.contains(*name));
    faults.extend(unused.map(|name| Fault::new("Cargo.toml", format!("no crate uses `{name}`"))));
    Ok(faults)
}

/// The faults of one manifest; the names of its dependencies go to `used`.
fn of_crate(place: &str, manifest: &Table, used: &mut BTreeSet<String>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (name, entry) in dependencies(manifest) {
        used.insert(name.clone());
        let inherited = entry.get("workspace").and_then(Value::as_bool) == Some(true);
        if !inherited {
            faults.push(Fault::new(
                place,
                format!("`{name}` is not taken from the workspace: write {name}.workspace = true"),
            ));
        }
    }
    if manifest.get("lints").and_then(|l| l.get("workspace")).and_then(Value::as_bool) != Some(true) {
        faults.push(Fault::new(place, "the workspace's lints are not taken: write [lints] workspace = true"));
    }
    faults
}

/// All dependencies, those of a platform included.
fn dependencies(manifest: &Table) -> impl Iterator<Item = (&String, &Value)> {
    let platforms = manifest.get("target").and_then(Value::as_table).into_iter().flat_map(Table::values);
    let tables = std::iter::once(manifest).chain(platforms.filter_map(Value::as_table));
    tables.flat_map(|table| KINDS.iter().filter_map(|kind| table.get(*kind)?.as_table())).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_and_lints_come_from_the_workspace() {
        let lints = "[lints]\nworkspace = true\n";
        for (text, expected) in [
            (format!("{lints}[dependencies]\na.workspace = true\nb = {{ workspace = true, features = [\"x\"] }}"), 0),
            (format!("{lints}[dependencies]\na = \"1\""), 1),
            (format!("{lints}[dev-dependencies]\na = {{ version = \"1\" }}"), 1),
            (format!("{lints}[build-dependencies]\na = {{ path = \"../a\" }}"), 1),
            (format!("{lints}[target.'cfg(unix)'.dependencies]\na = \"1\"\nb = \"1\""), 2),
            ("[package]\nname = \"a\"".to_string(), 1),
        ] {
            let manifest = text.parse().expect("the case is TOML");
            assert_eq!(of_crate("a", &manifest, &mut BTreeSet::new()).len(), expected, "{text}");
        }
    }
}
