//! Where the first rows of a sheet say that its table stands.

use super::line::Line;
use super::shape::{Shape, is_year};
use std::collections::BTreeMap;

/// Rows of the body that say of what kind its columns are.
const SAMPLE: usize = 24;
/// So many rows say whether a column is always filled.
const TELLING: usize = 3;
/// A header has no more rows.
const MOST_HEADER_ROWS: usize = 5;
/// Columns without anything that part two tables beside each other.
const GAP: u32 = 2;

/// Where the table stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    /// Index of the first line of the table.
    pub(super) first: usize,
    /// How many lines the header has.
    pub(super) header: usize,
    /// The first and the last column.
    pub(super) columns: (u32, u32),
    /// Cells that most rows have.
    pub(super) usual: usize,
    /// Columns whose cells are data.
    pub(super) data: Vec<u32>,
    /// Columns that hold something in every row of the sample, and those that hold nothing in any.
    pub(super) full: Vec<u32>,
    pub(super) empty: Vec<u32>,
}

impl Layout {
    /// Whether a line is as full as those of the table are.
    pub(super) fn is_full(&self, line: &Line) -> bool {
        is_full(line, self.usual, self.width_of_text(line))
    }

    /// The fields of a record of a text; `None` in other formats.
    pub(super) fn width_of_text(&self, line: &Line) -> Option<u32> {
        (line.fields > 0).then_some(self.columns.1)
    }

    /// How many columns the table has.
    pub(super) fn width(&self) -> u32 {
        self.columns.1 - self.columns.0 + 1
    }

    /// How many cells in columns of data hold words, and how many data.
    pub(super) fn words_and_data(&self, line: &Line) -> (usize, usize) {
        words_and_data(line, &self.data)
    }
}

/// The layout that these lines, the first ones of a sheet, suggest; `None` where there are none.
pub(super) fn layout(lines: &[Line]) -> Option<Layout> {
    let usual = most_frequent(lines.iter().map(|line| line.cells.len()).filter(|count| *count > 1)).unwrap_or(1);
    let fields = most_frequent(lines.iter().filter(|line| line.fields > 0).map(|line| line.fields as usize));
    let fields = fields.and_then(|fields| u32::try_from(fields).ok());
    let first = lines.iter().position(|line| is_full(line, usual, fields))?;
    let body: Vec<&Line> = lines[first + 1..].iter().filter(|line| is_full(line, usual, fields)).collect();
    // What follows the first row may be a header still.
    let skipped = if body.len() > 6 { 3 } else { 0 };
    let sound = |line: &&Line| fields.is_none_or(|fields| line.fields == fields);
    let sample: Vec<&Line> = body.into_iter().skip(skipped).filter(sound).take(SAMPLE).collect();
    let data = data_columns(&sample, &lines[first]);
    let header = header_rows(&lines[first..], &data, sample.is_empty());
    let (first, header) = without_title(lines, first, header, fields);
    let groups = if header > 0 { groups_above(lines, first, MOST_HEADER_ROWS - header) } else { 0 };
    let (first, header) = (first - groups, header + groups);
    let columns = match fields {
        Some(fields) => (1, fields),
        None => columns_of_sheet(lines[first..first + header.max(1)].iter().chain(sample.iter().copied())),
    };
    let filled = |column: &u32| sample.iter().filter(|line| line.cell(*column).is_some()).count();
    let known = sample.len() >= TELLING;
    let (full, empty) = (columns.0..=columns.1)
        .filter(|_| known)
        .filter(|c| [0, sample.len()].contains(&filled(c)))
        .partition(|c| filled(c) > 0);
    Some(Layout { first, header, columns, usual, data, full, empty })
}

/// The value that comes most often, the greatest of several.
fn most_frequent(values: impl Iterator<Item = usize>) -> Option<usize> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    values.for_each(|value| *counts.entry(value).or_default() += 1);
    counts.into_iter().max_by_key(|(value, count)| (*count, *value)).map(|(value, _)| value)
}

fn is_full(line: &Line, usual: usize, fields: Option<u32>) -> bool {
    let enough_fields = fields.is_none_or(|fields| {
        let width = u64::from(fields);
        u64::from(line.fields) * 4 >= width * 3 && line.cells.len() as u64 * 4 <= width * 5
    });
    enough_fields && line.cells.len() * 2 > usual && (usual < 2 || line.own() > 1)
}

/// Columns in which most cells of the sample are data. A year above other numbers names its column,
/// so that years in a first row say nothing about the rows below.
fn data_columns(sample: &[&Line], first: &Line) -> Vec<u32> {
    let mut counts: BTreeMap<u32, (usize, usize, usize)> = BTreeMap::new();
    for cell in sample.iter().flat_map(|line| &line.cells) {
        let (data, words, years) = counts.entry(cell.column).or_default();
        *data += usize::from(cell.shape == Shape::Data);
        *words += usize::from(cell.shape == Shape::Words);
        *years += usize::from(is_year(&cell.text));
    }
    let named_by_year = |column: u32| first.cell(column).is_some_and(|cell| is_year(&cell.text));
    counts
        .into_iter()
        .filter(|(_, (data, words, _))| data * 10 >= (data + words) * 6 && *data > 0)
        .filter(|(column, (data, _, years))| !(named_by_year(*column) && years * 2 < *data))
        .map(|(column, _)| column)
        .collect()
}

fn words_and_data(line: &Line, columns: &[u32]) -> (usize, usize) {
    let cells = columns.iter().filter_map(|column| line.cell(*column));
    cells.fold((0, 0), |(words, data), cell| match cell.shape {
        Shape::Words => (words + 1, data),
        Shape::Data => (words, data + 1),
        Shape::Nothing => (words, data),
    })
}

/// How many of the lines from the table's first one are its header.
fn header_rows(lines: &[Line], data: &[u32], alone: bool) -> usize {
    let words = |line: &Line| line.cells.iter().filter(|cell| cell.shape == Shape::Words).count();
    let named =
        |line: &Line| line.cells.iter().filter(|cell| cell.shape == Shape::Data).all(|cell| is_year(&cell.text));
    let first_is_header = match words_and_data(&lines[0], data) {
        (_, 0) if !data.is_empty() => words(&lines[0]) > 0 || named(&lines[0]),
        (_, 0) => !alone || words(&lines[0]) * 10 >= lines[0].cells.len() * 7,
        _ => false,
    };
    if !first_is_header {
        return 0;
    }
    let mut rows = 1;
    while let Some(next) = lines.get(rows).filter(|_| rows < MOST_HEADER_ROWS) {
        let last = &lines[rows - 1];
        let (next_words, next_data) = words_and_data(next, data);
        let contradicts = next_data == 0 && next_words > 0 && next_words * 2 >= data.len();
        // Below a name that spans several columns stand further names, whatever they look like.
        let spans = last.cells.iter().any(|cell| cell.from_above == Some(false));
        let words = next_data == 0 && next.cells.iter().all(|cell| cell.shape != Shape::Data);
        let reaches = last.has_merged() && words || spans && next.cells.iter().all(|cell| cell.is_text);
        let again = next.cells == last.cells;
        if next.parted || next.own() < 2 && !reaches || !(contradicts || reaches || again) {
            break;
        }
        rows += 1;
    }
    rows
}

/// A first line with more fields than the table has is no row of names where a whole one follows: it is a title with
/// delimiters in it.
fn without_title(lines: &[Line], first: usize, header: usize, fields: Option<u32>) -> (usize, usize) {
    let Some(fields) = fields.filter(|_| header > 1) else { return (first, header) };
    let ends = |line: &Line| line.cells.last().map_or(0, |cell| cell.column);
    match ends(&lines[first]) > fields && lines[first + 1].cells.len() == fields as usize {
        true => (first + 1, header - 1),
        false => (first, header),
    }
}

/// How many rows right above the header hold names of groups of columns: several words, not all of
/// them at the left as in lists of labels and values.
fn groups_above(lines: &[Line], first: usize, most: usize) -> usize {
    let follows = |index: usize| !lines[index + 1].parted;
    let is_group = |line: &Line| {
        let words = line.cells.iter().all(|cell| cell.shape == Shape::Words);
        words && line.own() > 1 && line.cells.last().is_some_and(|cell| cell.column > 2)
    };
    (0..first).rev().take(most).take_while(|index| follows(*index) && is_group(&lines[*index])).count()
}

/// The columns of the widest of the tables that stand beside each other.
fn columns_of_sheet<'a>(lines: impl Iterator<Item = &'a Line>) -> (u32, u32) {
    let mut cells: BTreeMap<u32, usize> = BTreeMap::new();
    lines.flat_map(|line| &line.cells).for_each(|cell| *cells.entry(cell.column).or_default() += 1);
    let columns: Vec<(u32, usize)> = cells.into_iter().collect();
    let tables = columns.chunk_by(|one, next| next.0 - one.0 <= GAP);
    let widest = tables.rev().max_by_key(|table| table.iter().map(|(_, cells)| cells).sum::<usize>());
    widest.map_or((1, 1), |table| (table[0].0, table[table.len() - 1].0))
}
