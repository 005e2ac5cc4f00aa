//! Whether a consolidation found what the workload holds.

use anyhow::{Context, ensure};
use serde_json::{Map, Value};

/// What everyone prints.
pub const TOTALS: &[&str] = &["lines", "people", "women", "hours"];
/// What mola prints besides: people by agency and month, and by province, sex and sector.
pub const ALL: &[&str] = &["lines", "people", "women", "hours", "by_agency_month", "by_cell"];

/// Compares what was printed (an object; of several lines the last) with the truth under `keys`.
/// An error names the first few differences.
pub fn check(printed: &str, truth: &Value, keys: &[&str]) -> anyhow::Result<()> {
    let found = object(printed)?;
    let mut differences = Vec::new();
    for key in keys {
        compare(key, found.get(*key).unwrap_or(&Value::Null), &truth[*key], &mut differences);
    }
    let shown = differences.iter().take(5).cloned().collect::<Vec<_>>().join("\n  ");
    ensure!(differences.is_empty(), "{} differences from truth.json:\n  {shown}", differences.len());
    Ok(())
}

fn object(printed: &str) -> anyhow::Result<Map<String, Value>> {
    let last = || printed.lines().last().unwrap_or_default();
    let value: Value = serde_json::from_str(printed).or_else(|_| serde_json::from_str(last())).context("no JSON")?;
    value.as_object().cloned().context("the JSON is no object")
}

fn compare(key: &str, found: &Value, truth: &Value, differences: &mut Vec<String>) {
    match (found, truth) {
        (Value::Object(found), Value::Object(truth)) => {
            let names = found.keys().chain(truth.keys().filter(|name| !found.contains_key(*name)));
            for name in names {
                let of = |map: &Map<String, Value>| map.get(name).cloned().unwrap_or(Value::from(0));
                compare(&format!("{key}, {name}"), &of(found), &of(truth), differences);
            }
        }
        _ if found.as_f64().is_some() && found.as_f64() == truth.as_f64() => {}
        _ => differences.push(format!("{key}: found {found}, the truth is {truth}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_found() {
        let truth = serde_json::json!({ "lines": 3, "hours": 7, "by_cell": { "a": 1, "b": 2 } });
        for (printed, expected) in [
            (r#"{"lines": 3, "hours": 7.0, "by_cell": {"a": 1, "b": 2}}"#, None),
            ("talk\n{\"lines\": 3, \"hours\": 7, \"by_cell\": {\"b\": 2, \"a\": 1, \"c\": 0}}", None),
            (r#"{"lines": 4, "hours": 7, "by_cell": {"a": 1, "b": 2}}"#, Some("lines: found 4, the truth is 3")),
            (r#"{"lines": 3, "hours": 7, "by_cell": {"a": 1}}"#, Some("by_cell, b: found 0, the truth is 2")),
            (r#"{"lines": 3, "hours": 7, "by_cell": {"a": 1, "b": 2, "c": 1}}"#, Some("by_cell, c: found 1")),
            (r#"{"lines": 3, "by_cell": {"a": 1, "b": 2}}"#, Some("hours: found null")),
            ("", Some("no JSON")),
            ("[]", Some("no object")),
        ] {
            let error = check(printed, &truth, &["lines", "hours", "by_cell"]).err().map(|error| error.to_string());
            match (error, expected) {
                (None, None) => {}
                (Some(error), Some(part)) => assert!(error.contains(part), "{error} lacks {part}"),
                other => panic!("{printed}: {other:?}"),
            }
        }
    }
}
