//! Holds a document against its JSON Schema and reports every fault, each with its place and the
//! nearest name that would have been right.
//!
//! It knows as much of JSON Schema as `schemars` writes for the structures of this crate.

use crate::document::{Document, Key, Node, Value};
use crate::nearest::nearest;
use mola_finding::{Code, Finding};
use serde_json::Value as Schema;

/// All faults of `document` against `schema`, in the order of the text.
pub(crate) fn check(document: &Document<'_>, schema: &Schema) -> Vec<Finding> {
    let mut checker = Checker { document, root: schema, findings: Vec::new() };
    let root = Named { node: document.node(), key: "", part: "" };
    checker.value(root, schema);
    checker.findings
}

struct Checker<'a> {
    document: &'a Document<'a>,
    root: &'a Schema,
    findings: Vec<Finding>,
}

/// A value, the key that it stands under and the table that the key is in, as written.
#[derive(Clone, Copy)]
struct Named<'a> {
    node: &'a Node,
    key: &'a str,
    part: &'a str,
}

impl<'a> Checker<'a> {
    fn value(&mut self, value: Named<'_>, schema: &'a Schema) {
        let schema = self.resolved(schema);
        if let Some(words) = words(schema) {
            return self.word(value, &words);
        }
        if let Some(alternatives) = alternatives(schema) {
            return self.any_of(value, alternatives);
        }
        if !self.fits_type(value.node, schema) {
            return self.wrong_type(value, schema);
        }
        match &value.node.value {
            Value::Table(entries) => self.table(value, entries, schema),
            Value::List(items) => self.list(value, items, schema),
            Value::Integer(number) => self.range(value, *number as f64, schema),
            Value::Float(number) => self.range(value, *number, schema),
            _ => {}
        }
    }

    fn resolved(&self, schema: &'a Schema) -> &'a Schema {
        let reference = schema.get("$ref").and_then(Schema::as_str).and_then(|path| path.strip_prefix('#'));
        reference.and_then(|path| self.root.pointer(path)).unwrap_or(schema)
    }

    fn word(&mut self, value: Named<'_>, words: &[&str]) {
        let Value::Text(text) = &value.node.value else {
            return self
                .add(value, Code::TypeWrong, |f| f.with("found", value.node.value.kind()).with("expected", "text"));
        };
        if !words.contains(&text.as_str()) {
            let near = nearest(text, words.iter().copied()).unwrap_or_default();
            self.add(value, Code::ValueUnknown, |f| {
                f.with("found", text.as_str()).with("nearest", near).with("allowed", words.join(", "))
            });
        }
    }

    /// Of several forms the one that fits, or else the faults of the one that fits best.
    fn any_of(&mut self, value: Named<'_>, alternatives: &'a [Schema]) {
        let fitting: Vec<&Schema> = alternatives.iter().filter(|s| self.fits_type(value.node, s)).collect();
        let Some(first) = fitting.first().or(alternatives.first().as_ref()).copied() else { return };
        if fitting.is_empty() {
            return self.wrong_type(value, first);
        }
        let faults = |schema: &&'a Schema| {
            let mut trial = Checker { findings: Vec::new(), ..*self };
            trial.value(value, schema);
            trial.findings
        };
        let best = fitting.iter().map(faults).min_by_key(Vec::len).unwrap_or_default();
        self.findings.extend(best);
    }

    fn fits_type(&self, node: &Node, schema: &'a Schema) -> bool {
        let schema = self.resolved(schema);
        if words(schema).is_some() {
            return matches!(node.value, Value::Text(_));
        }
        if let Some(alternatives) = alternatives(schema) {
            return alternatives.iter().any(|s| self.fits_type(node, s));
        }
        let types = types(schema);
        types.is_empty() || types.iter().any(|name| is_of_type(&node.value, name))
    }

    fn wrong_type(&mut self, value: Named<'_>, schema: &'a Schema) {
        let mut schema = self.resolved(schema);
        while let Some(first) = alternatives(schema).and_then(<[Schema]>::first) {
            schema = self.resolved(first);
        }
        let name = types(schema).first().copied().unwrap_or("string");
        let expected = match name {
            "string" => "text",
            "object" => "table",
            "array" => "list",
            other => other,
        };
        self.add(value, Code::TypeWrong, |f| f.with("found", value.node.value.kind()).with("expected", expected));
    }

    fn table(&mut self, table: Named<'_>, entries: &[(Key, Node)], schema: &'a Schema) {
        let properties = schema.get("properties").and_then(Schema::as_object);
        let others = schema.get("additionalProperties");
        for (key, node) in entries {
            let part = part(table, &key.name, node);
            let value = Named { node, key: &key.name, part: &part };
            match (properties.and_then(|p| p.get(&key.name)), others) {
                (Some(schema), _) => self.value(value, schema),
                (None, Some(Schema::Bool(false))) => self.unknown_key(key, properties),
                (None, Some(schema)) => self.value(value, schema),
                (None, None) => {}
            }
        }
        let required = schema.get("required").and_then(Schema::as_array).into_iter().flatten();
        for name in required.filter_map(Schema::as_str) {
            if !entries.iter().any(|(key, _)| key.name == name) {
                self.missing_key(table, name);
            }
        }
    }

    fn unknown_key(&mut self, key: &Key, properties: Option<&serde_json::Map<String, Schema>>) {
        let names: Vec<&str> = properties.into_iter().flat_map(|p| p.keys()).map(String::as_str).collect();
        let near = nearest(&key.name, names.iter().copied()).unwrap_or_default();
        let finding = Finding::new(Code::KeyUnknown, self.document.place(key.span.start))
            .with("key", key.name.as_str())
            .with("nearest", near)
            .with("allowed", names.join(", "));
        self.findings.push(finding);
    }

    fn missing_key(&mut self, table: Named<'_>, name: &str) {
        let finding = Finding::new(Code::KeyMissing, self.document.place(table.node.span.start))
            .with("key", name)
            .with("part", table.part);
        self.findings.push(finding);
    }

    fn list(&mut self, list: Named<'_>, items: &[Node], schema: &'a Schema) {
        if let Some(schema) = schema.get("items") {
            items.iter().for_each(|node| self.value(Named { node, ..list }, schema));
        }
        let least = schema.get("minItems").and_then(Schema::as_u64).unwrap_or(0);
        if (items.len() as u64) < least {
            self.add(list, Code::ValueUnknown, |f| f.with("found", "[]"));
        }
    }

    fn range(&mut self, value: Named<'_>, number: f64, schema: &Schema) {
        let least = schema.get("minimum").and_then(Schema::as_f64);
        let most = schema.get("maximum").and_then(Schema::as_f64);
        if least.is_some_and(|least| number < least) || most.is_some_and(|most| number > most) {
            let allowed = match (least, most) {
                (Some(least), Some(most)) if least == most => least.to_string(),
                (Some(least), Some(most)) => format!("{least} – {most}"),
                (least, most) => least.map(|n| format!("≥ {n}")).or(most.map(|n| format!("≤ {n}"))).unwrap_or_default(),
            };
            self.add(value, Code::ValueUnknown, |f| f.with("found", value.node.value.shown()).with("allowed", allowed));
        }
    }

    fn add(&mut self, value: Named<'_>, code: Code, values: impl FnOnce(Finding) -> Finding) {
        let finding = Finding::new(code, self.document.place(value.node.span.start)).with("key", value.key);
        self.findings.push(values(finding));
    }
}

/// A table as it is written, for findings: `[inbox]`, `[[table]]`, `[table.fields]`.
fn part(parent: Named<'_>, key: &str, node: &Node) -> String {
    let outer = parent.part.trim_matches(['[', ']']);
    let path = if outer.is_empty() { key.to_owned() } else { format!("{outer}.{key}") };
    match node.value {
        Value::List(_) => format!("[[{path}]]"),
        _ => format!("[{path}]"),
    }
}

/// The words of an enumeration, as `enum` or as a choice of constants.
fn words(schema: &Schema) -> Option<Vec<&str>> {
    if let Some(words) = schema.get("enum").and_then(Schema::as_array) {
        return Some(words.iter().filter_map(Schema::as_str).collect());
    }
    if let Some(word) = schema.get("const").and_then(Schema::as_str) {
        return Some(vec![word]);
    }
    let parts = alternatives(schema)?.iter().filter(|s| s.get("type").and_then(Schema::as_str) != Some("null"));
    parts.map(words).collect::<Option<Vec<_>>>().filter(|parts| !parts.is_empty()).map(|parts| parts.concat())
}

fn alternatives(schema: &Schema) -> Option<&[Schema]> {
    schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Schema::as_array).map(Vec::as_slice)
}

/// The types that a schema allows. TOML has no null.
fn types(schema: &Schema) -> Vec<&str> {
    let names = match schema.get("type") {
        Some(Schema::String(name)) => vec![name.as_str()],
        Some(Schema::Array(names)) => names.iter().filter_map(Schema::as_str).collect(),
        _ => Vec::new(),
    };
    let only_null = names == ["null"];
    names.into_iter().filter(|name| only_null || *name != "null").collect()
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "string" => matches!(value, Value::Text(_)),
        "integer" => matches!(value, Value::Integer(_)),
        "number" => matches!(value, Value::Integer(_)) || matches!(value, Value::Float(number) if number.is_finite()),
        "boolean" => matches!(value, Value::Boolean(_)),
        "array" => matches!(value, Value::List(_)),
        "object" => matches!(value, Value::Table(_)),
        _ => false,
    }
}
