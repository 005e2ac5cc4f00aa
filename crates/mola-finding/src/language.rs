//! The languages that Mola speaks.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A language of findings and reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Spanish.
    Es,
    /// English.
    En,
    /// French.
    Fr,
}

impl Language {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 3] = [Self::Es, Self::En, Self::Fr];

    /// The ISO 639-1 code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Es => "es",
            Self::En => "en",
            Self::Fr => "fr",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A language code that is none of `es`, `en`, `fr`.
#[derive(Debug, thiserror::Error)]
#[error("'{0}' is not a language of Mola; write es, en or fr")]
pub struct UnknownLanguage(String);

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|l| l.code() == text).ok_or_else(|| UnknownLanguage(text.to_owned()))
    }
}
