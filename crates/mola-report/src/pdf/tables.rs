//! Tables of the printed report: at most as wide as the sheet, the header again upon each.

use super::SUBHEADING;
use super::flow::{Flow, LEADING};
use super::letters::{Face, lines, widest_word, width};
use super::sheets::{Colour, Mark, Role, Style};
use crate::Words;
use crate::document::shown;
use crate::workbook::style::Tone;
use crate::workbook::table::{Grid, Row};
use std::ops::Range;

/// Sizes of letters; the first with which all columns fit is taken.
const SIZES: [f32; 4] = [8.0, 7.5, 7.0, 6.5];
/// Left and right of what a cell says, and above and below it.
const SIDE: f32 = 4.0;
const ABOVE: f32 = 2.5;
/// What there is always room for, besides the header, where a table begins.
const BEGINNING: f32 = 60.0;
/// The most that a word or a text asks of its column, so that one does not take all.
const MOST_WORD: f32 = 110.0;
const MOST_TEXT: f32 = 300.0;
/// Columns at the left that say what a row is about are at most so many.
const MOST_ABOUT: usize = 2;

/// A cell, ready to be laid out.
#[derive(Clone)]
struct Cell {
    text: String,
    numeric: bool,
    quiet: bool,
    tone: Option<Tone>,
    /// The name of the figure that it shows.
    figure: Option<String>,
}

/// A row of cells; a strong one is the header or a total.
struct Line {
    cells: Vec<Cell>,
    strong: bool,
}

/// How a table is laid out.
struct Plan {
    size: f32,
    widths: Vec<f32>,
}

/// Writes a table below its title. One that is too wide for a sheet goes on below, each part with the columns that
/// say what a row is about.
pub(super) fn table(flow: &mut Flow, title: &str, grid: &Grid<'_>, words: &Words) {
    let head = |text: &str, numeric| Cell { text: text.to_owned(), numeric, quiet: false, tone: None, figure: None };
    let header = Line { cells: grid.columns.iter().map(|c| head(&c.header, c.numeric)).collect(), strong: true };
    let body: Vec<Line> = grid.rows.iter().map(|row| line(row, words)).collect();
    for columns in parts(flow.width(), &header, &body) {
        let (header, body) = (header.narrowed(&columns), body.iter().map(|line| line.narrowed(&columns)));
        part(flow, title, &header, &body.collect::<Vec<_>>());
    }
}

/// Which columns stand side by side.
fn parts(room: f32, header: &Line, body: &[Line]) -> Vec<Vec<usize>> {
    let least = Plan::least(header, body, SIZES[SIZES.len() - 1]);
    let about = header.cells.iter().take_while(|cell| !cell.numeric).count().min(MOST_ABOUT);
    let fixed: f32 = least[..about].iter().sum();
    let mut parts = vec![(0..about).collect::<Vec<usize>>()];
    let mut used = fixed;
    for (column, width) in least.iter().enumerate().skip(about) {
        let last = parts.len() - 1;
        if used + width > room && parts[last].len() > about {
            parts.push((0..about).collect());
            used = fixed;
        }
        let last = parts.len() - 1;
        parts[last].push(column);
        used += width;
    }
    parts
}

fn part(flow: &mut Flow, title: &str, header: &Line, body: &[Line]) {
    let plan = Plan::of(flow.width(), header, body);
    flow.keep(SUBHEADING * LEADING + plan.height(plan.broken(header).iter().map(Vec::len).max()) + BEGINNING);
    flow.text(title, Style::bold(SUBHEADING, Colour::ACCENT), Role::Paragraph);
    flow.begin(Role::Table(title.to_owned()));
    let mut writer = Writer { flow, plan: &plan, header };
    writer.header(true);
    body.iter().for_each(|line| writer.line(line));
    flow.gap(6.0);
}

impl Line {
    /// Some of its cells.
    fn narrowed(&self, columns: &[usize]) -> Self {
        let cells = columns.iter().filter_map(|at| self.cells.get(*at)).cloned();
        Self { cells: cells.collect(), strong: self.strong }
    }
}

fn line(row: &Row<'_>, words: &Words) -> Line {
    let cells = row.values.iter().map(|value| {
        let shown = shown(value, words);
        Cell {
            text: shown.text.into_owned(),
            numeric: shown.numeric,
            quiet: shown.quiet,
            tone: shown.tone,
            figure: shown.figure.map(ToString::to_string),
        }
    });
    Line { cells: cells.collect(), strong: row.strong }
}

impl Cell {
    fn face(&self, strong: bool) -> Face {
        if strong || self.tone.is_some() { Face::Bold } else { Face::Plain }
    }

    fn colour(&self) -> Colour {
        match self.tone {
            Some(tone) => Colour::of(tone),
            None if self.quiet => Colour::MUTED,
            None => Colour::INK,
        }
    }

    /// How narrow its column may be: numbers and standings do not break.
    fn least(&self, size: f32, strong: bool) -> f32 {
        let (face, whole) = (self.face(strong), self.numeric && !strong || self.tone.is_some());
        let own = if whole { width(&self.text, size, face) } else { widest_word(&self.text, size, face) };
        own.min(MOST_WORD)
    }

    /// How wide it would like its column.
    fn liked(&self, size: f32, strong: bool) -> f32 {
        let own = self.text.lines().map(|line| width(line, size, self.face(strong))).fold(0.0, f32::max);
        own.min(MOST_TEXT)
    }
}

impl Plan {
    /// Columns as wide as they would like where there is room, and otherwise at least as wide as their widest word.
    fn of(room: f32, header: &Line, body: &[Line]) -> Self {
        let sum = |widths: &[f32]| widths.iter().sum::<f32>();
        let smallest = SIZES[SIZES.len() - 1];
        let size = SIZES.into_iter().find(|size| sum(&Self::least(header, body, *size)) <= room).unwrap_or(smallest);
        let least = Self::least(header, body, size);
        let liked = columns(header, body, |cell, strong| cell.liked(size, strong));
        let (narrow, wide) = (sum(&least), sum(&liked));
        let share = if wide > narrow { ((room - narrow) / (wide - narrow)).clamp(0.0, 1.0) } else { 0.0 };
        let squeeze = (room / narrow).min(1.0);
        let widths =
            least.iter().zip(&liked).map(|(least, liked)| (least + (liked - least).max(0.0) * share) * squeeze);
        Self { size, widths: widths.collect() }
    }

    /// How narrow the columns may be with letters of this size.
    fn least(header: &Line, body: &[Line], size: f32) -> Vec<f32> {
        columns(header, body, |cell, strong| cell.least(size, strong))
    }

    fn width(&self) -> f32 {
        self.widths.iter().sum()
    }

    fn leading(&self) -> f32 {
        self.size * LEADING
    }

    /// The lines of each cell.
    fn broken(&self, line: &Line) -> Vec<Vec<String>> {
        let cells = line.cells.iter().zip(&self.widths);
        cells.map(|(cell, width)| lines(&cell.text, width - 2.0 * SIDE, self.size, cell.face(line.strong))).collect()
    }

    /// The height of a row of so many lines.
    fn height(&self, lines: Option<usize>) -> f32 {
        lines.unwrap_or(1) as f32 * self.leading() + 2.0 * ABOVE
    }

    /// How many lines of a row have room.
    fn fitting(&self, room: f32) -> usize {
        ((room - 2.0 * ABOVE) / self.leading()).floor().max(0.0) as usize
    }
}

/// By column the most that a cell of it asks for.
fn columns(header: &Line, body: &[Line], asks: impl Fn(&Cell, bool) -> f32) -> Vec<f32> {
    let mut widths = vec![0.0_f32; header.cells.len()];
    for line in std::iter::once(header).chain(body) {
        for (width, cell) in widths.iter_mut().zip(&line.cells) {
            *width = width.max(asks(cell, line.strong) + 2.0 * SIDE + 0.5);
        }
    }
    widths
}

/// A table on its way to sheets.
struct Writer<'t> {
    flow: &'t mut Flow,
    plan: &'t Plan,
    header: &'t Line,
}

impl Writer<'_> {
    /// The header; upon later sheets it only adorns, since it has been read.
    fn header(&mut self, first: bool) {
        let lines = self.plan.broken(self.header);
        let most = lines.iter().map(Vec::len).max();
        let (left, top, height) = (self.flow.left(), self.flow.y(), self.plan.height(most));
        self.flow.fill((left, top), (self.plan.width(), height), Colour::ACCENT);
        if first {
            self.flow.begin(Role::Row(true));
        }
        let mut x = left;
        for ((cell, lines), width) in self.header.cells.iter().zip(&lines).zip(&self.plan.widths) {
            let of = first.then(|| self.flow.begin(Role::Cell));
            // Headers stand at the foot of their row.
            let lower = (most.unwrap_or(1) - lines.len()) as f32 * self.plan.leading();
            let style = Style::bold(self.plan.size, Colour::PAPER);
            self.cell(cell.numeric, lines, Spot { x, top: top + lower, width: *width, style, of });
            x += width;
        }
        self.flow.down_to(top + height);
    }

    /// A row; one for which there is no room begins upon the next sheet, and one higher than a sheet goes over several.
    fn line(&mut self, line: &Line) {
        let lines = self.plan.broken(line);
        let most = lines.iter().map(Vec::len).max().unwrap_or(1);
        if most > self.plan.fitting(self.flow.room()) {
            self.flow.new_sheet();
            self.header(false);
        }
        self.flow.begin(Role::Row(false));
        let of: Vec<usize> = line.cells.iter().map(|_| self.flow.begin(Role::Cell)).collect();
        line.cells.iter().filter_map(|cell| cell.figure.clone()).for_each(|figure| self.flow.anchor(figure));
        let mut from = 0;
        while from < most {
            if from > 0 {
                self.flow.new_sheet();
                self.header(false);
            }
            let to = (from + self.plan.fitting(self.flow.room()).max(1)).min(most);
            self.slice(line, &lines, from..to, &of);
            from = to;
        }
    }

    /// Some of the lines of a row.
    fn slice(&mut self, line: &Line, lines: &[Vec<String>], range: Range<usize>, of: &[usize]) {
        let (left, top, height) = (self.flow.left(), self.flow.y(), self.plan.height(Some(range.len())));
        if line.strong {
            self.flow.fill((left, top), (self.plan.width(), height), Colour::WASH);
        }
        let mut x = left;
        for (((cell, lines), width), of) in line.cells.iter().zip(lines).zip(&self.plan.widths).zip(of) {
            let own = &lines[range.start.min(lines.len())..range.end.min(lines.len())];
            if let Some(tone) = cell.tone.filter(|_| !own.is_empty()) {
                self.flow.fill((x, top), (*width, height), Colour::wash(tone));
            }
            let style = Style { size: self.plan.size, face: cell.face(line.strong), colour: cell.colour() };
            self.cell(cell.numeric, own, Spot { x, top, width: *width, style, of: Some(*of) });
            x += width;
        }
        let foot = top + height;
        self.flow.mark(Mark::Line { from: (left, foot), to: (x, foot), width: 0.5, colour: Colour::RULE });
        self.flow.down_to(foot);
    }

    fn cell(&mut self, numeric: bool, lines: &[String], spot: Spot) {
        let Spot { x, top, width: room, style, of } = spot;
        for (at, text) in lines.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let wide = width(text, style.size, style.face);
            let x = if numeric { x + room - SIDE - wide } else { x + SIDE };
            let y = top + ABOVE + style.size + self.plan.leading() * at as f32;
            self.flow.write((x, y), style, text.clone(), of);
        }
    }
}

/// Where a cell stands and how it is written.
struct Spot {
    x: f32,
    top: f32,
    width: f32,
    style: Style,
    of: Option<usize>,
}
