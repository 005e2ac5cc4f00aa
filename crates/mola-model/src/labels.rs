//! One text in the languages of a programme.

use mola_finding::Language;
use serde::{Deserialize, Serialize};

/// A text in Spanish, English and French; what is not translated falls back to another language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Labels {
    /// Spanish.
    pub es: Option<String>,
    /// English.
    pub en: Option<String>,
    /// French.
    pub fr: Option<String>,
}

impl Labels {
    /// The same text in every language, as for a proper name.
    pub fn same(text: impl Into<String>) -> Self {
        Self { en: Some(text.into()), es: None, fr: None }
    }

    /// The text in `language`, or else in English, Spanish or French, whichever is there; empty
    /// where there is none.
    pub fn get(&self, language: Language) -> &str {
        let own = match language {
            Language::Es => &self.es,
            Language::En => &self.en,
            Language::Fr => &self.fr,
        };
        [own, &self.en, &self.es, &self.fr].into_iter().flatten().next().map_or("", String::as_str)
    }

    /// All texts that are there.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        [&self.es, &self.en, &self.fr].into_iter().flatten().map(String::as_str)
    }
}
