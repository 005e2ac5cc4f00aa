//! The texts of findings in each language.
//!
//! A message of the catalogue is named for its code and has the attributes `found`, `expected`,
//! `remedy` and `effect`. It may name the values that [`Code::args`](crate::Code::args) and
//! [`Code::optional_args`](crate::Code::optional_args) list; one of the latter that a finding lacks
//! is selected as `[not-given]`.

use crate::{Arg, Finding, Language, Place, Severity};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::sync::LazyLock;

/// What the catalogue selects on where an optional value is missing or empty.
const NOT_GIVEN: &str = "not-given";

/// What shows for a required value that a finding lacks: never the name of a variable.
const LACKING: &str = "…";

/// Characters of a partner's text that a message shows; JSON keeps all of it.
const LONGEST: usize = 240;

/// The texts of one language.
pub struct Catalogue {
    bundle: FluentBundle<FluentResource>,
}

/// A finding in one language, part by part. A part that has nothing to say is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Where it is, for example `undp.xlsx, sheet "Avance", cell F14`.
    pub place: String,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// What to do.
    pub remedy: String,
    /// What it changes until then.
    pub effect: String,
}

impl Message {
    /// All parts as one paragraph.
    pub fn paragraph(&self) -> String {
        let parts = [&self.found, &self.expected, &self.remedy, &self.effect];
        let body = parts.into_iter().filter(|p| !p.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ");
        if self.place.is_empty() { body } else { format!("{}: {body}", self.place) }
    }
}

static CATALOGUES: LazyLock<[Catalogue; 3]> = LazyLock::new(|| Language::ALL.map(Catalogue::load));

impl Catalogue {
    /// The catalogue of `language`, read once for the process.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Es => &CATALOGUES[0],
            Language::En => &CATALOGUES[1],
            Language::Fr => &CATALOGUES[2],
        }
    }

    fn load(language: Language) -> Self {
        let id = language.code().parse().expect("language codes are valid identifiers");
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Isolation marks are for mixed scripts on a page; in a terminal and a cell they are noise.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match language {
            Language::Es => |value, _| written(Language::Es, value),
            Language::En => |value, _| written(Language::En, value),
            Language::Fr => |value, _| written(Language::Fr, value),
        }));
        for text in sources(language) {
            let resource = FluentResource::try_new(text.to_owned()).expect("the catalogue is well formed");
            bundle.add_resource(resource).expect("no message stands twice in the catalogue");
        }
        Self { bundle }
    }

    /// The parts of `finding` in this language.
    pub fn message(&self, finding: &Finding) -> Message {
        debug_assert_eq!(finding.missing_args().next(), None, "{} lacks a value that its message names", finding.code);
        let args = values(finding);
        let part = |name| self.text(finding.code.as_str(), Some(name), &args).unwrap_or_default();
        Message {
            place: self.place(&finding.place),
            found: part("found"),
            expected: part("expected"),
            remedy: part("remedy"),
            effect: part("effect"),
        }
    }

    /// A place in words of this language.
    pub fn place(&self, place: &Place) -> String {
        let mut parts: Vec<String> = place.file.iter().map(|file| shown(file)).collect();
        parts.extend(self.place_in_file(place));
        parts.join(", ")
    }

    /// A place in words, without the file.
    pub(crate) fn place_in_file(&self, place: &Place) -> Vec<String> {
        let parts = [
            ("place-sheet", place.sheet.as_deref().map(shown)),
            ("place-cell", place.cell.map(|cell| cell.to_string())),
            ("place-line", place.line.map(|line| line.to_string())),
            ("place-column", place.column.map(|column| column.to_string())),
        ];
        let given = parts.into_iter().filter_map(|(key, value)| Some((key, value?)));
        given.filter_map(|(key, value)| self.phrase(key, [("value", value.into())])).collect()
    }

    /// The word for a severity in this language.
    pub fn severity(&self, severity: Severity) -> String {
        let key = match severity {
            Severity::Note => "severity-note",
            Severity::Warning => "severity-warning",
            Severity::Error => "severity-error",
        };
        self.phrase(key, []).unwrap_or_else(|| severity.as_str().to_owned())
    }

    /// A phrase that belongs to no code.
    pub(crate) fn phrase<const N: usize>(&self, key: &str, values: [(&str, Arg); N]) -> Option<String> {
        let mut args = FluentArgs::new();
        for (name, value) in &values {
            args.set((*name).to_owned(), fluent(name, value));
        }
        self.text(key, None, &args)
    }

    fn text(&self, key: &str, attribute: Option<&str>, args: &FluentArgs<'_>) -> Option<String> {
        let message = self.bundle.get_message(key)?;
        let pattern = match attribute {
            Some(name) => message.get_attribute(name)?.value(),
            None => message.value()?,
        };
        // Errors are values without a name here, and `values` gives all that the catalogue names:
        // the test of the catalogue sees to it.
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(args), &mut errors).into_owned();
        debug_assert!(errors.is_empty(), "{key}: {errors:?}");
        Some(text)
    }
}

/// All values that the message of `finding` may name, with a stand-in for each that is not there.
fn values(finding: &Finding) -> FluentArgs<'static> {
    let mut args = FluentArgs::new();
    for name in finding.code.args() {
        args.set(*name, finding.args.get(*name).map_or_else(|| LACKING.into(), |value| fluent(name, value)));
    }
    for name in finding.code.optional_args() {
        let given = finding.args.get(*name).filter(|value| !matches!(value, Arg::Text(text) if text.trim().is_empty()));
        args.set(*name, given.map_or_else(|| NOT_GIVEN.into(), |value| fluent(name, value)));
    }
    args
}

fn fluent(name: &str, value: &Arg) -> FluentValue<'static> {
    match value {
        // A row is a name and no amount: row 1204, not row 1,204.
        Arg::Number(number) if matches!(name, "row" | "line") => number.to_string().into(),
        Arg::Number(number) => (*number).into(),
        // A parser's words stand inside a sentence, which has a full stop of its own.
        Arg::Text(text) if name == "reason" => shown(text.trim_end().trim_end_matches('.')).into(),
        Arg::Text(text) => shown(text).into(),
    }
}

/// How a value is written in `language`, where that is not as it is.
fn written(language: Language, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(language.number(number.value)),
        _ => None,
    }
}

/// A partner's text, fit for a terminal and a cell: on one line, without control characters or
/// marks that turn the direction of writing, and not longer than a reader needs.
fn shown(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut chars = text.trim().chars().filter(|c| !turns(*c)).map(|c| if c.is_control() { ' ' } else { c });
    let mut short: String = chars.by_ref().take(LONGEST).collect();
    if chars.next().is_some() {
        short.push('…');
    }
    short
}

macro_rules! texts {
    ($language:literal) => {
        [
            include_str!(concat!("../catalogue/", $language, "/place.ftl")),
            include_str!(concat!("../catalogue/", $language, "/file.ftl")),
            include_str!(concat!("../catalogue/", $language, "/table.ftl")),
            include_str!(concat!("../catalogue/", $language, "/spec.ftl")),
            include_str!(concat!("../catalogue/", $language, "/measure.ftl")),
        ]
    };
}

const fn sources(language: Language) -> [&'static str; 5] {
    match language {
        Language::Es => texts!("es"),
        Language::En => texts!("en"),
        Language::Fr => texts!("fr"),
    }
}

#[cfg(test)]
mod tests;
