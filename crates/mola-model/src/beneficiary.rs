//! Who takes part.

use serde::{Deserialize, Serialize};

/// Kinds of beneficiaries. They never share a total (rule R8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A person.
    Person,
    /// A household.
    Household,
    /// An enterprise.
    Enterprise,
    /// An institution.
    Institution,
    /// A network of enterprises.
    Network,
}

impl Kind {
    /// All kinds, in the order in which they are listed.
    pub const ALL: [Self; 5] = [Self::Person, Self::Household, Self::Enterprise, Self::Institution, Self::Network];

    /// The word used in files and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Household => "household",
            Self::Enterprise => "enterprise",
            Self::Institution => "institution",
            Self::Network => "network",
        }
    }

    /// The kind that a word of `as_str` names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == word)
    }
}

/// Whether a beneficiary is reached directly or through another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reach {
    /// Takes part.
    Direct,
    /// Lives in the household of someone who takes part.
    Indirect,
}
