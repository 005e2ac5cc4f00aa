//! Dimensions by which figures are broken down, and the bands of age among them.

use crate::Labels;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A code of a dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DimensionCode {
    /// The code, such as `F`.
    pub code: String,
    /// Its name.
    pub label: Labels,
}

/// A dimension by which figures are broken down, with its codes in the order in which they show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dimension {
    /// The canonical column, such as `sex`.
    pub code: String,
    /// Its name.
    pub label: Labels,
    /// Its codes.
    pub codes: Vec<DimensionCode>,
    /// Whether its codes are groups *of whom* something is told rather than parts of a whole (rule R14): they
    /// may overlap, they need not add up, and who is in none of them is not unknown.
    #[serde(default)]
    pub subset: bool,
}

impl Dimension {
    /// Its codes as bands of age; none where they are no bands.
    pub fn bands(&self) -> Option<Vec<AgeBand>> {
        self.codes.iter().map(|code| code.code.parse().ok()).collect()
    }
}

/// Columns that a programme names itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnColumns {
    /// Numbers that a participation may carry.
    pub measures: Vec<String>,
    /// Codes that a participation or an observation may carry.
    pub dimensions: Vec<String>,
}

/// Years of age from one to another, both included: `15-24`, `60+`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgeBand {
    from: u16,
    /// None where there is no upper end.
    to: Option<u16>,
}

impl AgeBand {
    /// From `from` years to `to`, or without an end; none where it ends before it begins, or nobody is so old.
    pub fn new(from: u16, to: Option<u16>) -> Option<Self> {
        (from <= 150 && to.is_none_or(|to| (from..=150).contains(&to))).then_some(Self { from, to })
    }

    /// Whether someone of this age is in it.
    pub fn contains(self, age: i32) -> bool {
        i32::from(self.from) <= age && self.to.is_none_or(|to| age <= i32::from(to))
    }

    /// Whether all ages of `other` are in it: only then what is told of `other` is told of a part of it.
    pub fn holds(self, other: Self) -> bool {
        self.from <= other.from && self.end() >= other.end()
    }

    /// Whether they have an age in common.
    pub fn touches(self, other: Self) -> bool {
        self.from <= other.end() && other.from <= self.end()
    }

    fn end(self) -> u16 {
        self.to.unwrap_or(u16::MAX)
    }
}

impl fmt::Display for AgeBand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to {
            Some(to) => write!(f, "{}-{to}", self.from),
            None => write!(f, "{}+", self.from),
        }
    }
}

/// A text that is no band of age.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a band of age; write 15-24, or 60+")]
pub struct AgeBandError(pub String);

impl FromStr for AgeBand {
    type Err = AgeBandError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let band = match text.strip_suffix('+') {
            Some(from) => from.parse().ok().and_then(|from| Self::new(from, None)),
            None => text.split_once('-').and_then(|(from, to)| Self::new(from.parse().ok()?, Some(to.parse().ok()?))),
        };
        band.ok_or_else(|| AgeBandError(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn band(text: &str) -> AgeBand {
        text.parse().expect(text)
    }

    #[test]
    fn bands_hold_one_another_only_where_they_nest() {
        for (outer, inner, holds) in [
            ("15-24", "15-19", true),
            ("15-24", "15-24", true),
            ("15-24", "18-29", false),
            ("60+", "65+", true),
            ("60+", "60-69", true),
            ("60-69", "60+", false),
            ("0-4", "5-9", false),
        ] {
            assert_eq!(band(outer).holds(band(inner)), holds, "{outer} {inner}");
        }
        assert!(band("15-24").touches(band("18-29")) && !band("15-24").touches(band("25-29")));
        assert!(band("15-24").contains(24) && !band("15-24").contains(25) && band("60+").contains(99));
    }

    #[test]
    fn bands_are_read_and_written_alike() {
        for text in ["0-4", "15-24", "60+", "18-18"] {
            assert_eq!(band(text).to_string(), text);
        }
        for text in ["", "24-15", "15", "+", "-5", "15-", "151+", "a-b", "15-24-30"] {
            assert!(text.parse::<AgeBand>().is_err(), "{text}");
        }
    }
}
