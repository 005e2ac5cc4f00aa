//! The report as people read it: parts of sentences, tables and charts, whatever they are laid out as. Every
//! format for reading shows the same document.

mod charts;
mod money;
mod parts;
mod people;
mod shown;

pub(crate) use parts::document;
pub(crate) use shown::shown;

use crate::workbook::style::Tone;
use crate::workbook::table::Grid;
use mola_model::FigureKey;

/// The whole report.
pub(crate) struct Document<'a> {
    /// The programme.
    pub title: String,
    /// Its code, what this is, and the period.
    pub line: String,
    /// Whether it is provisional, in words.
    pub standing: (Tone, String),
    /// The state of the data, the next report, whom to ask, the programme's note.
    pub ending: Vec<String>,
    pub cards: Vec<Card<'a>>,
    pub parts: Vec<Part<'a>>,
}

/// A headline figure.
pub(crate) struct Card<'a> {
    pub figure: &'a FigureKey,
    pub label: String,
    pub value: String,
    /// Its target, range and way.
    pub details: Vec<String>,
    pub standing: (Tone, String),
}

/// A part with a title.
pub(crate) struct Part<'a> {
    /// Its name in links; `title-…` in the texts.
    pub key: &'static str,
    pub title: String,
    pub blocks: Vec<Block<'a>>,
}

/// What a part is made of.
pub(crate) enum Block<'a> {
    Heading(String),
    /// Sentences with figures, one after the other.
    Says(Vec<Sentence<'a>>),
    /// How what follows is to be read.
    Note(String),
    /// Numbered lines.
    Rules(Vec<String>),
    Chart(Chart),
    Table {
        title: String,
        grid: Grid<'a>,
    },
}

/// A sentence around a figure.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sentence<'a> {
    pub before: String,
    pub shown: String,
    pub after: String,
    /// The figure that is shown, where it is one.
    pub figure: Option<&'a FigureKey>,
}

/// A chart with its numbers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chart {
    pub title: String,
    /// What it shows, for those who do not see it.
    pub alt: String,
    pub layout: Layout,
    pub categories: Vec<String>,
    pub series: Vec<Series>,
}

/// How a chart is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Columns side by side over each category, with a scale.
    Columns,
    /// A bar a category, with its value written beside it; of two series the outlined one lies around the other.
    Bars,
}

/// One series of a chart: a value a category, with the words for it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Series {
    pub name: String,
    pub drawn: Ink,
    pub values: Vec<Option<f64>>,
    /// What stands beside a bar.
    pub labels: Vec<String>,
}

/// How something is drawn: what is there is solid, what was aimed at is outlined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    Solid,
    Lighter,
    Outlined,
    /// A dashed line over the columns.
    Dashed,
}
