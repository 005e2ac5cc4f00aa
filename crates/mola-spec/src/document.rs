//! A TOML file as a tree in which every key and value knows its place.

use crate::settings::{Lines, SettingsText, TableText};
use mola_finding::{Code, Finding, Place};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value with its bytes in the text.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) span: Range<usize>,
    pub(crate) value: Value,
}

/// What a value is. Tables keep the order of the text.
#[derive(Debug)]
pub(crate) enum Value {
    Text(String),
    Integer(i64),
    Float(f64),
    Boolean(bool),
    Date(String),
    List(Vec<Node>),
    Table(Vec<(Key, Node)>),
}

/// A key with its bytes in the text.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: String,
    pub(crate) span: Range<usize>,
}

impl Value {
    /// The word by which findings call the type.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Integer(_) => "integer",
            Self::Float(_) => "number",
            Self::Boolean(_) => "boolean",
            Self::Date(_) => "date",
            Self::List(_) => "list",
            Self::Table(_) => "table",
        }
    }

    /// The value as a short text, for findings.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Date(text) => text.clone(),
            Self::Integer(number) => number.to_string(),
            Self::Float(number) => number.to_string(),
            Self::Boolean(truth) => truth.to_string(),
            Self::List(_) => "[…]".to_owned(),
            Self::Table(_) => "{…}".to_owned(),
        }
    }
}

/// A TOML file that could be parsed.
#[derive(Debug)]
pub(crate) struct Document<'a> {
    lines: Lines<'a>,
    root: Node,
}

impl<'a> Document<'a> {
    /// Parses a file and, where `check` has nothing against it, reads it as `T`. Every fault is a
    /// finding; the second part is none where there is one.
    pub(crate) fn read<T: DeserializeOwned>(
        settings: &'a SettingsText,
        check: impl FnOnce(&Document<'a>) -> Vec<Finding>,
    ) -> (Option<(Self, T)>, Vec<Finding>) {
        let text = settings.text.strip_prefix('\u{feff}').unwrap_or(&settings.text);
        let lines = Lines::new(&settings.path, text);
        let (table, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            return (None, all_invalid(&lines, &errors));
        }
        let document = Self { root: Node { span: table.span(), value: tree(table.get_ref()) }, lines };
        let mut findings = check(&document);
        findings.sort_by(|a, b| a.place.cmp(&b.place));
        if !findings.is_empty() {
            return (None, findings);
        }
        match T::deserialize(toml::Deserializer::from(table)) {
            Ok(written) => (Some((document, written)), findings),
            Err(error) => (None, vec![invalid(&document.lines, &error)]),
        }
    }

    pub(crate) fn root(&self) -> Cursor<'_> {
        Cursor { lines: &self.lines, node: Some(&self.root), at: self.root.span.start }
    }

    pub(crate) fn node(&self) -> &Node {
        &self.root
    }

    pub(crate) fn place(&self, offset: usize) -> Place {
        self.lines.place(offset)
    }
}

/// The parser's errors in the order of the text. Of several at one place the last is the innermost.
fn all_invalid(lines: &Lines<'_>, errors: &[toml::de::Error]) -> Vec<Finding> {
    let found: BTreeMap<Place, Finding> =
        errors.iter().map(|error| invalid(lines, error)).map(|finding| (finding.place.clone(), finding)).collect();
    found.into_values().collect()
}

fn invalid(lines: &Lines<'_>, error: &toml::de::Error) -> Finding {
    let place = lines.place(error.span().map_or(0, |span| span.start));
    Finding::new(Code::TomlInvalid, place).with("reason", error.message())
}

fn tree(table: &DeTable<'_>) -> Value {
    let mut entries: Vec<(Key, Node)> = table
        .iter()
        .map(|(key, value)| (Key { name: key.get_ref().clone().into_owned(), span: key.span() }, node(value)))
        .collect();
    entries.sort_by_key(|(key, _)| key.span.start);
    Value::Table(entries)
}

fn node(value: &Spanned<DeValue<'_>>) -> Node {
    let kind = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.clone().into_owned()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| Value::Float(f64::INFINITY), Value::Integer),
        DeValue::Float(number) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(truth) => Value::Boolean(*truth),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Array(list) => Value::List(list.iter().map(node).collect()),
        DeValue::Table(table) => tree(table),
    };
    Node { span: value.span(), value: kind }
}

/// A place in a document that is walked side by side with what was read from it. Where a key is
/// absent, the cursor stays at what should hold it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'d> {
    lines: &'d Lines<'d>,
    node: Option<&'d Node>,
    at: usize,
}

impl<'d> Cursor<'d> {
    /// The value of a key.
    pub(crate) fn key(self, name: &str) -> Self {
        let found = self.entries().iter().find(|(key, _)| key.name == name);
        found.map_or(Self { node: None, ..self }, |(_, node)| self.to(node))
    }

    /// The element of a list, counted from 0; what is no list is its own element.
    pub(crate) fn index(self, index: usize) -> Self {
        match self.node.map(|node| &node.value) {
            Some(Value::List(list)) => list.get(index).map_or(Self { node: None, ..self }, |node| self.to(node)),
            _ => self,
        }
    }

    /// The keys of a table in the order of the text.
    pub(crate) fn keys(self) -> impl Iterator<Item = (&'d str, Self)> {
        self.entries()
            .iter()
            .map(move |(key, node)| (key.name.as_str(), Self { node: Some(node), at: key.span.start, ..self }))
    }

    /// The text that stands here; none where there is another value or nothing.
    pub(crate) fn text(self) -> Option<&'d str> {
        match self.node.map(|node| &node.value) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The table that stands here as a text; none where there is nothing but blanks.
    pub(crate) fn table(self) -> Option<TableText<'d>> {
        let (node, text) = (self.node?, self.text()?);
        (!text.trim().is_empty()).then(|| self.lines.quoted(node.span.clone(), text))
    }

    /// The value that stands here.
    pub(crate) fn value(self) -> Option<&'d Value> {
        self.node.map(|node| &node.value)
    }

    /// A finding of this kind here.
    pub(crate) fn finding(self, code: Code) -> Finding {
        Finding::new(code, self.place())
    }

    /// This place.
    pub(crate) fn place(self) -> Place {
        self.lines.place(self.at)
    }

    /// The place as `file:line`, for findings that speak of two places.
    pub(crate) fn shown(self) -> String {
        let place = self.lines.place(self.at);
        format!("{}:{}", place.file.unwrap_or_default(), place.line.unwrap_or_default())
    }

    fn to(self, node: &'d Node) -> Self {
        Self { node: Some(node), at: node.span.start, ..self }
    }

    fn entries(self) -> &'d [(Key, Node)] {
        match self.node.map(|node| &node.value) {
            Some(Value::Table(entries)) => entries,
            _ => &[],
        }
    }
}
