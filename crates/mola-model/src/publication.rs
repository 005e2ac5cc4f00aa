//! How an issue is published: in which formats, and what these need that no figure tells.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A format of the report. A new one is a variant, a line in [`Format::ALL`], one in `row`, and the line of
/// `mola-report` that writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// The workbook.
    Xlsx,
    /// The page.
    Html,
    /// The facts as CSV.
    Csv,
}

impl Format {
    /// All formats, in the order in which they are listed.
    pub const ALL: &[Self] = &[Self::Xlsx, Self::Html, Self::Csv];

    /// What a run writes where the pipeline does not say otherwise.
    pub const USUAL: &[Self] = &[Self::Xlsx, Self::Html];

    /// Its name, the ending of its files, and whether there is one a language.
    const fn row(self) -> (&'static str, &'static str, bool) {
        match self {
            Self::Xlsx => ("xlsx", "xlsx", true),
            Self::Html => ("html", "html", true),
            Self::Csv => ("csv", "csv", true),
        }
    }

    /// Its name in pipelines and on the command line.
    pub const fn name(self) -> &'static str {
        self.row().0
    }

    /// The ending of its files.
    pub const fn ending(self) -> &'static str {
        self.row().1
    }

    /// Whether there is a file of it in each language; otherwise one file is for all of them.
    pub const fn is_in_languages(self) -> bool {
        self.row().2
    }

    /// The format of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.name() == name)
    }

    /// The format whose files end so.
    pub fn of_ending(ending: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.ending() == ending)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How an issue is published. It is no part of the issue: it can be said later, and no figure depends on it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Publication {
    /// What a run writes, in order; the first is the one that people are pointed to.
    pub formats: Vec<Format>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn formats_are_told_apart_by_name_and_by_ending() {
        for format in Format::ALL {
            assert_eq!(
                (Format::named(format.name()), Format::of_ending(format.ending())),
                (Some(*format), Some(*format))
            );
        }
        assert_eq!(Format::ALL.iter().map(|f| f.ending()).collect::<BTreeSet<_>>().len(), Format::ALL.len());
        assert_eq!(Format::named("pdf"), None);
    }
}
