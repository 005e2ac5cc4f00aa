//! Text for a terminal: wrapped, aligned, calm at 80 columns. Colour is taken out again where the
//! output is no terminal.

use anstyle::{AnsiColor, Style};
use mola_finding::{Catalogue, Finding, Severity};
use std::fmt::Write as _;

use crate::texts::Texts;

/// Columns of a line.
pub const WIDTH: usize = 80;

/// For headings.
pub const BOLD: Style = Style::new().bold();
/// For what is aside.
pub const FAINT: Style = Style::new().dimmed();
/// For what is well.
pub const GOOD: Style = AnsiColor::Green.on_default();
/// For what someone should look at.
pub const POOR: Style = AnsiColor::Yellow.on_default();
/// For what is not well.
pub const BAD: Style = AnsiColor::Red.on_default();

/// A text with its style.
pub fn styled(style: Style, text: &str) -> String {
    if style.is_plain() { text.to_owned() } else { format!("{style}{text}{style:#}") }
}

/// How a column of a table is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// To the left.
    Left,
    /// To the right: numbers.
    Right,
    /// To the left, and cut where the table would be too wide; one column of a table may be so.
    Cut,
}

/// A cell of a table.
pub struct Cell {
    text: String,
    style: Style,
}

impl Cell {
    /// A cell in this style.
    pub fn new(text: impl Into<String>, style: Style) -> Self {
        Self { text: text.into(), style }
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self::new(text, Style::new())
    }
}

/// Text that grows line by line.
#[derive(Debug, Default)]
pub struct Page {
    text: String,
}

impl Page {
    /// The whole text.
    pub fn into_text(self) -> String {
        self.text
    }

    /// A line as it is.
    pub fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// An empty line, but none at the beginning and never two.
    pub fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A text over as many lines as it needs, the first behind `first`, the others as far in.
    pub fn wrapped(&mut self, first: &str, text: &str) {
        let indent = width_of(first);
        let lines = wrap(text, WIDTH.saturating_sub(indent).max(20));
        for (index, line) in lines.iter().enumerate() {
            let margin = if index == 0 { first.to_owned() } else { " ".repeat(indent) };
            self.line(&format!("{margin}{line}"));
        }
    }

    /// Parts over as many lines as they need, none of them broken, with ` · ` between.
    pub fn parts(&mut self, first: &str, parts: &[String]) {
        let mut line = String::new();
        let mut margin = first.to_owned();
        for part in parts {
            let gap = if line.is_empty() { "" } else { " · " };
            if !line.is_empty() && width_of(&margin) + width_of(&line) + 3 + width_of(part) > WIDTH {
                self.line(&format!("{margin}{line}"));
                margin = " ".repeat(width_of(first) + 2);
                line = part.clone();
            } else {
                line.push_str(gap);
                line.push_str(part);
            }
        }
        self.line(&format!("{margin}{line}"));
    }

    /// Labels on the left, texts on the right: every text begins in the same column.
    pub fn pairs(&mut self, pairs: &[(String, Vec<String>)]) {
        self.aligned(pairs, wrap);
    }

    /// The same with texts that are never broken: paths and commands, which people copy.
    pub fn whole_pairs(&mut self, pairs: &[(String, Vec<String>)]) {
        self.aligned(pairs, |text, _| vec![text.to_owned()]);
    }

    fn aligned(&mut self, pairs: &[(String, Vec<String>)], break_up: fn(&str, usize) -> Vec<String>) {
        let width = pairs.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0) + 2;
        for (label, texts) in pairs {
            let lines = texts.iter().flat_map(|text| break_up(text, WIDTH.saturating_sub(width).max(20)));
            for (index, line) in lines.enumerate() {
                let label = if index == 0 { label.as_str() } else { "" };
                let padding = " ".repeat(width - label.chars().count());
                self.line(&format!("{}{padding}{line}", styled(BOLD, label)));
            }
        }
    }

    /// A table: the first row is its header. Columns are parted by two blanks.
    pub fn table(&mut self, margin: usize, align: &[Align], rows: &[Vec<Cell>]) {
        let mut widths: Vec<usize> = (0..align.len())
            .map(|column| {
                rows.iter().filter_map(|row| row.get(column)).map(|c| c.text.chars().count()).max().unwrap_or(0)
            })
            .collect();
        let total = margin + widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1);
        if let Some(cut) = align.iter().position(|align| *align == Align::Cut) {
            widths[cut] = widths[cut].saturating_sub(total.saturating_sub(WIDTH)).max(8.min(widths[cut]));
        }
        for row in rows {
            let mut line = " ".repeat(margin);
            for (column, cell) in row.iter().enumerate() {
                let text = cut(&cell.text, widths[column]);
                let padding = " ".repeat(widths[column] - text.chars().count());
                let gap = if column == 0 { "" } else { "  " };
                let text = styled(cell.style, &text);
                match align[column] {
                    Align::Right => write!(line, "{gap}{padding}{text}"),
                    Align::Left | Align::Cut => write!(line, "{gap}{text}{padding}"),
                }
                .expect("a string takes all");
            }
            self.line(&line);
        }
    }

    /// A listing of findings, its lines wrapped.
    pub fn listing(&mut self, findings: &[Finding], texts: &Texts) {
        for line in mola_finding::listing(findings, texts.language).lines() {
            let body = line.trim_start();
            let margin = line.len() - body.len();
            let lines = wrap(body, WIDTH - margin - 2);
            for (index, line) in lines.iter().enumerate() {
                let indent = if index == 0 { margin } else { margin + 2 };
                self.line(&format!("{}{line}", " ".repeat(indent)));
            }
        }
    }

    /// Faults of settings as a compiler shows them: `file:line:column`, what is wrong, what to do.
    pub fn faults(&mut self, faults: &[Finding], texts: &Texts) {
        let catalogue = Catalogue::of(texts.language);
        for fault in faults {
            let message = catalogue.message(fault);
            let place = &fault.place;
            let cell = place.cell.map(|cell| match &place.sheet {
                Some(sheet) => format!("{sheet}!{cell}"),
                None => cell.to_string(),
            });
            let line = place.line.map(|line| line.to_string());
            let parts = [place.file.clone(), line, place.column.map(|column| column.to_string()), cell];
            let place = parts.into_iter().flatten().collect::<Vec<_>>().join(":");
            let word = styled(of(fault.severity), &catalogue.severity(fault.severity));
            self.line(&format!("{}: {word} [{}]", styled(BOLD, &place), fault.code));
            let found = [message.found, message.expected];
            let found = found.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
            self.wrapped("  ", &found);
            if !message.remedy.is_empty() {
                self.wrapped("  → ", &message.remedy);
            }
        }
    }
}

/// The colour of a severity.
pub const fn of(severity: Severity) -> Style {
    match severity {
        Severity::Error => BAD,
        Severity::Warning => POOR,
        Severity::Note => FAINT,
    }
}

/// Columns that a text takes, colour apart.
fn width_of(text: &str) -> usize {
    anstream::adapter::strip_str(text).map(|part| part.chars().count()).sum()
}

/// A text in at most `width` characters.
fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// The lines of a text, broken at blanks; what has no blank stays whole.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use mola_finding::{Code, Language, Place};

    fn check(fill: impl FnOnce(&mut Page), expected: &str) {
        let mut page = Page::default();
        fill(&mut page);
        let plain = anstream::adapter::strip_str(&page.into_text()).to_string();
        assert_eq!(plain, expected);
        assert!(plain.lines().all(|line| line.chars().count() <= WIDTH), "{plain}");
    }

    #[test]
    fn tables_are_aligned_and_cut_to_the_line() {
        let row = |code: &str, label: &str, value: &str| vec![code.into(), label.into(), value.into()];
        check(
            |page| {
                let rows =
                    [row("Código", "Indicador", "Valor"), row("BEN-D", "Año", "787"), row("B", &"x".repeat(90), "1")];
                page.table(0, &[Align::Left, Align::Cut, Align::Right], &rows);
            },
            &format!(
                "Código  {:<65}  Valor\nBEN-D   {:<65}    787\nB       {}…      1\n",
                "Indicador",
                "Año",
                "x".repeat(64)
            ),
        );
    }

    #[test]
    fn pairs_begin_in_one_column() {
        let long = format!("{} {}", "a".repeat(50), "b".repeat(30));
        check(
            |page| page.pairs(&[("Filas".into(), vec!["12".into()]), ("Archivos".into(), vec![long, "c".into()])]),
            &format!("Filas     12\nArchivos  {}\n          {}\n          c\n", "a".repeat(50), "b".repeat(30)),
        );
    }

    #[test]
    fn parts_stay_whole() {
        let part = |letter: &str| letter.repeat(34);
        check(
            |page| page.parts("  ", &[part("a"), part("b"), part("c")]),
            &format!("  {} · {}\n    {}\n", part("a"), part("b"), part("c")),
        );
    }

    #[test]
    fn gaps_are_single() {
        check(
            |page| {
                page.gap();
                page.line("a");
                page.gap();
                page.gap();
                page.line("b");
            },
            "a\n\nb\n",
        );
    }

    #[test]
    fn faults_look_like_a_compilers() {
        let fault =
            Finding::new(Code::NameDuplicate, Place::line("pipelines/x/pipeline.toml", 12, 5)).with("found", "undp");
        check(
            |page| page.faults(&[fault], &Texts::of(Language::En)),
            "pipelines/x/pipeline.toml:12:5: error [name-duplicate]\n  \"undp\" is defined twice.\n  → Rename or remove one of the two.\n",
        );
    }
}
