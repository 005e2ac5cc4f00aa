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

/// The text of a table and where it begins: a file of its own, or a text within a TOML file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TableText<'a> {
    pub(crate) path: &'a str,
    pub(crate) text: &'a str,
    /// The line and character of its beginning, both from 1.
    pub(crate) first: (u32, u32),
    /// Whether its lines are those of the file; if not, all of it is where it begins.
    pub(crate) has_lines: bool,
}

impl<'a> From<&'a SettingsText> for TableText<'a> {
    fn from(settings: &'a SettingsText) -> Self {
        let text = settings.text.strip_prefix('\u{feff}').unwrap_or(&settings.text);
        Self { path: &settings.path, text, first: (1, 1), has_lines: true }
    }
}

/// The places of bytes in a text.
#[derive(Debug)]
pub(crate) struct Lines<'a> {
    path: &'a str,
    text: &'a str,
    starts: Vec<usize>,
    first: (u32, u32),
    has_lines: bool,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(path: &'a str, text: &'a str) -> Self {
        Self::of(TableText { path, text, first: (1, 1), has_lines: true })
    }

    pub(crate) fn of(table: TableText<'a>) -> Self {
        let TableText { path, text, first, has_lines } = table;
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { path, text, starts, first, has_lines }
    }

    /// A text that stands at these bytes in quotation marks, and where what is in them begins. A text in
    /// single marks has no lines of its own, whatever line ends are written in it as `\n`.
    pub(crate) fn quoted<'t>(&'t self, span: std::ops::Range<usize>, text: &'t str) -> TableText<'t> {
        let written = self.text.get(span.clone()).unwrap_or_default();
        let marks = if written.starts_with("'''") || written.starts_with("\"\"\"") { 3 } else { 1 };
        let rest = written.get(marks..).unwrap_or_default();
        let broken = ["\r\n", "\n"].into_iter().find(|end| rest.starts_with(end)).map_or(0, str::len);
        let place = self.place(span.start + marks + broken);
        let first = (place.line.unwrap_or(1), place.column.unwrap_or(1));
        TableText { path: self.path, text, first, has_lines: marks == 3 || !text.contains('\n') }
    }

    /// The line and character, both from 1, of the byte at `offset`.
    pub(crate) fn place(&self, offset: usize) -> Place {
        if !self.has_lines {
            return Place::line(self.path, self.first.0, self.first.1);
        }
        let offset = (0..=offset.min(self.text.len())).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0);
        let line = self.starts.partition_point(|start| *start <= offset);
        let before = &self.text[self.starts[line - 1]..offset];
        let column = before.trim_start_matches('\u{feff}').chars().count() as u32;
        let indent = if line == 1 { self.first.1 } else { 1 };
        Place::line(self.path, self.first.0 + line as u32 - 1, indent + column)
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
    fn a_quoted_text_counts_on_from_where_it_begins() {
        for (text, line, column) in
            [("\na = '''\nx,y\n1,2'''", 4, 3), ("a = '''x,y\n1,2'''", 2, 3), ("a = \"1,2\"", 1, 8)]
        {
            let lines = Lines::new("a.toml", text);
            let start = text.find(['\'', '"']).expect("a text");
            let inner = text[start..].trim_matches(['\'', '"']).trim_start_matches('\n');
            let table = lines.quoted(start..text.len(), inner);
            let two = table.text.rfind('2').expect("a cell");
            assert_eq!(Lines::of(table).place(two), Place::line("a.toml", line, column), "{text}");
        }
        let lines = Lines::new("a.toml", "a = \"x\\n2\"");
        assert_eq!(Lines::of(lines.quoted(4..10, "x\n2")).place(2), Place::line("a.toml", 1, 6));
    }

    #[test]
    fn a_stem_is_the_name_alone() {
        for (path, expected) in [("a/b.c.toml", "b.c"), ("b", "b"), ("..\\x\\y.csv", "y"), ("", "")] {
            assert_eq!(stem(path), expected);
        }
    }
}
