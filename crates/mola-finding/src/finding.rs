//! One finding.

use crate::{Arg, Catalogue, Code, Language, Place, Severity};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Something that someone must know: a stable code, a place and the values that its message names.
/// The text is made when it is read, in the language of whoever reads it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What kind of thing it is.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// The values that the message names ([`Code::args`], [`Code::optional_args`]), and any others
    /// that are worth keeping.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, Arg>,
}

impl Finding {
    /// A finding of this kind at this place, as severe as its kind is.
    pub fn new(code: Code, place: Place) -> Self {
        Self { code, severity: code.severity(), place, args: BTreeMap::new() }
    }

    /// The same finding with the value that its message calls `name`.
    pub fn with(mut self, name: &str, value: impl Into<Arg>) -> Self {
        self.args.insert(name.to_owned(), value.into());
        self
    }

    /// The values that its message needs and it does not carry: a fault of whoever made it.
    pub fn missing_args(&self) -> impl Iterator<Item = &'static str> {
        self.code.args().iter().copied().filter(|name| !self.args.contains_key(*name))
    }

    /// The whole finding as one paragraph in `language`: place, found, expected, remedy, effect.
    pub fn text(&self, language: Language) -> String {
        Catalogue::of(language).message(self).paragraph()
    }
}
