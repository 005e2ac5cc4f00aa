//! The findings that several parts of the language make, each at its place.

use crate::document::Cursor;
use crate::nearest::nearest;
use mola_finding::{Code, Finding};
use regex::Regex;

/// `found` stands where only `allowed` can.
pub(crate) fn value_unknown(at: Cursor<'_>, key: &str, found: &str, allowed: &[&str]) -> Finding {
    at.finding(Code::ValueUnknown)
        .with("key", key)
        .with("found", found)
        .with("nearest", nearest(found, allowed.iter().copied()).unwrap_or_default())
        .with("allowed", allowed.join(", "))
}

/// `found` names nothing among `names`, which are defined in `file`.
pub(crate) fn reference_unknown<'a>(
    at: Finding,
    key: &str,
    found: &str,
    names: impl IntoIterator<Item = &'a str>,
    file: &str,
) -> Finding {
    at.with("key", key)
        .with("found", found)
        .with("nearest", nearest(found, names).unwrap_or_default())
        .with("file", file)
}

/// The key `key` is needed in `part`.
pub(crate) fn key_missing(at: Cursor<'_>, key: &str, part: &str) -> Finding {
    at.finding(Code::KeyMissing).with("key", key).with("part", part)
}

/// Two things, as written, that cannot both hold.
pub(crate) fn contradiction(at: Cursor<'_>, first: impl Into<String>, second: impl Into<String>) -> Finding {
    at.finding(Code::DefinitionContradiction).with("first", first.into()).with("second", second.into())
}

/// A key that only has a meaning beside another one, which is not there.
pub(crate) fn companions(at: Cursor<'_>, part: &str, pairs: &[(&str, bool, &str, bool)]) -> Vec<Finding> {
    let alone = pairs.iter().filter(|(_, given, _, owner)| *given && !*owner);
    alone.map(|(key, _, owner, _)| key_missing(at.key(key), owner, part)).collect()
}

/// Compiles a pattern.
pub(crate) fn pattern(at: Cursor<'_>, key: &str, text: &str, findings: &mut Vec<Finding>) -> Option<Regex> {
    let compiled = Regex::new(text);
    if let Err(error) = &compiled {
        findings.push(pattern_invalid(at, key, text, &reason(&error.to_string())));
    }
    compiled.ok()
}

/// Compiles a pattern whose first group is taken.
pub(crate) fn pattern_with_group(at: Cursor<'_>, key: &str, text: &str, findings: &mut Vec<Finding>) -> Option<Regex> {
    let compiled = pattern(at, key, text, findings)?;
    if compiled.captures_len() < 2 {
        findings.push(pattern_invalid(at, key, text, "( )"));
        return None;
    }
    Some(compiled)
}

/// A pattern that cannot be compiled.
pub(crate) fn pattern_invalid(at: Cursor<'_>, key: &str, text: &str, reason: &str) -> Finding {
    at.finding(Code::PatternInvalid).with("found", text).with("key", key).with("reason", reason)
}

/// The last line of a parser's message: the ones before draw the pattern with a mark below it.
fn reason(message: &str) -> String {
    let last = message.lines().next_back().unwrap_or(message);
    last.trim_start_matches("error:").trim().to_owned()
}

/// Names that stand more than once.
pub(crate) fn duplicates<'a>(names: impl IntoIterator<Item = (&'a str, Cursor<'a>)>) -> Vec<Finding> {
    let mut seen = std::collections::BTreeMap::new();
    let mut findings = Vec::new();
    for (name, at) in names {
        if let Some(first) = seen.get(name) {
            let first: &Cursor<'_> = first;
            findings.push(at.finding(Code::NameDuplicate).with("found", name).with("first", first.shown()));
        } else {
            seen.insert(name, at);
        }
    }
    findings
}
