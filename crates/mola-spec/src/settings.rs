//! A settings file as text, and places in it.

use mola_finding::Place;

/// The text of a settings file and the name under which findings speak of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SettingsText {
    /// Its path as findings show it: relative to the project folder.
    pub path: String,
    /// What it holds.
    pub text: String,
}

impl SettingsText {
    /// A settings file of this path and text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into() }
    }

    /// The file's name without folders and ending: the name of a mapping or code list.
    pub fn stem(&self) -> &str {
        stem(&self.path)
    }
}

/// The name of the file at `path`, without folders and ending.
pub(crate) fn stem(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The places of bytes in a text.
#[derive(Debug)]
pub(crate) struct Lines<'a> {
    path: &'a str,
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(path: &'a str, text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { path, text, starts }
    }

    /// The line and character, both from 1, of the byte at `offset`.
    pub(crate) fn place(&self, offset: usize) -> Place {
        let offset = (0..=offset.min(self.text.len())).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0);
        let line = self.starts.partition_point(|start| *start <= offset);
        let before = &self.text[self.starts[line - 1]..offset];
        Place::line(self.path, line as u32, before.trim_start_matches('\u{feff}').chars().count() as u32 + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_lines_and_characters_from_1() {
        let lines = Lines::new("a.toml", "\u{feff}ab\nñ = 1\n");
        for (offset, line, column) in [(0, 1, 1), (3, 1, 1), (4, 1, 2), (6, 2, 1), (9, 2, 3), (7, 2, 1), (99, 3, 1)] {
            assert_eq!(lines.place(offset), Place::line("a.toml", line, column), "{offset}");
        }
    }

    #[test]
    fn a_stem_is_the_name_alone() {
        for (path, expected) in [("a/b.c.toml", "b.c"), ("b", "b"), ("..\\x\\y.csv", "y"), ("", "")] {
            assert_eq!(stem(path), expected);
        }
    }
}
