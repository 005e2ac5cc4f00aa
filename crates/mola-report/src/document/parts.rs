//! The parts of the report in reading order.

use super::{Block, Card, Document, Part, Sentence, charts, money, people};
use crate::workbook::book::Book;
use crate::workbook::style::Tone;
use crate::workbook::table::{Column, Grid, Row, Value};
use crate::workbook::{
    changes, completeness, cover, dictionary, indicators, overlap, quality, reading, sources, trends,
};
use mola_model::{Section, Status, Tracking};

/// Columns of the tracking table that a page has room for, by their number in the workbook's table.
const TRACKED: [usize; 14] = [0, 1, 4, 5, 7, 8, 10, 11, 12, 14, 15, 18, 19, 20];
/// Columns of the sources that tell a reader where figures come from; hashes are in the workbook.
const SOURCES: [usize; 9] = [0, 1, 2, 4, 5, 6, 7, 8, 9];
/// Headline figures that are shown.
const CARDS: usize = 6;
/// Stands in a text where the figure comes.
const MARK: &str = "\u{e000}";

/// The report as it is read.
pub(crate) fn document<'a>(book: &Book<'a>) -> Document<'a> {
    let programme = &book.issue.programme;
    let (report, period) = (book.report_title(), book.words.period(book.issue.period));
    let period = book.words.with("report-period", &[("report", &report), ("period", &period)]);
    let tone = if book.issue.provisional { Tone::Fair } else { Tone::Good };
    Document {
        title: programme.name.get(book.language).to_owned(),
        line: format!("{} · {period}", programme.code),
        standing: (tone, standing(book)),
        ending: cover::ending_lines(book),
        cards: headline(book).map(|row| card(book, row)).collect(),
        parts: parts(book),
    }
}

fn standing(book: &Book<'_>) -> String {
    let (completeness, quality) = (book.word("title-completeness"), book.word("title-quality"));
    let parts = [("completeness", &*completeness), ("quality", &*quality)];
    book.words.with(if book.issue.provisional { "page-provisional" } else { "status-final" }, &parts)
}

fn headline<'a>(book: &Book<'a>) -> impl Iterator<Item = &'a Tracking> {
    let issue = book.issue;
    let tracked = move |code: &String| issue.tracking.iter().find(|t| t.indicator == *code);
    issue.headline.iter().filter_map(tracked).take(CARDS)
}

fn card<'a>(book: &Book<'a>, row: &'a Tracking) -> Card<'a> {
    let details = [cover::target(book, row), cover::beside(book, row)];
    Card {
        figure: &row.to_date.key,
        label: book.indicator_name(&row.indicator).to_owned(),
        value: super::shown(&book.figure_value(&row.to_date), book.words).text.into_owned(),
        details: details.into_iter().filter(|d| !d.is_empty()).collect(),
        standing: cover::standing(book, row),
    }
}

/// The parts that are shown; in the order that a donor wants, where that is told.
fn parts<'a>(book: &Book<'a>) -> Vec<Part<'a>> {
    let section = |part: &Part<'_>| if part.key == "summary" { Some(Section::Cover) } else { Section::named(part.key) };
    let mut parts: Vec<Part<'a>> = all_parts(book);
    parts.retain(|part| section(part).is_none_or(|section| book.shows(section)));
    if let Some(order) = book.section_order() {
        parts.sort_by_key(|part| section(part).and_then(|own| order.iter().position(|wanted| *wanted == own)));
    }
    parts
}

fn all_parts<'a>(book: &Book<'a>) -> Vec<Part<'a>> {
    let mut parts = vec![summary(book), indicators(book)];
    parts.extend([people::beneficiaries(book), people::places(book)]);
    parts.push(part(book, "trends", vec![note(book, "note-trends"), table(book, "title-trends", trends::grid(book))]));
    parts.extend([completeness(book), overlap(book), money::money(book), changes(book), quality(book)]);
    parts.push(part(book, "dictionary", vec![table(book, "title-dictionary", dictionary::grid(book))]));
    let sources = sources::grid(book).select(&SOURCES);
    parts.push(part(book, "sources", vec![table(book, "title-sources", sources)]));
    parts.push(reading(book));
    parts
}

fn summary<'a>(book: &Book<'a>) -> Part<'a> {
    let mut blocks = vec![Block::Says(headline(book).map(|row| told(book, row)).collect())];
    blocks.extend(charts::people(book).map(Block::Chart));
    part(book, "summary", blocks)
}

/// An indicator in a sentence.
fn told<'a>(book: &Book<'a>, row: &'a Tracking) -> Sentence<'a> {
    let indicator = book.issue.programme.indicator(&row.indicator);
    let (name, period) = (book.indicator_name(&row.indicator), book.words.period(book.issue.period));
    let unit = indicator.map_or("", |i| i.unit.get(book.language));
    let mut values = vec![("indicator", name), ("period", period.as_str()), ("value", MARK), ("unit", unit)];
    let value = super::shown(&book.figure_value(&row.to_date), book.words).text.into_owned();
    if row.to_date.status != Status::Reported {
        let state = book.words.status(row.to_date.status);
        values.push(("state", &state));
        return sentence(&book.words.with("say-state", &values), value, Some(&row.to_date.key));
    }
    let target = indicator.and_then(|i| i.target).map(|target| book.measure_text(indicator, target));
    let (Some(share), Some(target)) = (row.of_target, target) else {
        return sentence(&book.words.with("say-value", &values), value, Some(&row.to_date.key));
    };
    let share = book.words.percent(share, 0);
    values.extend([("share", share.as_str()), ("target", target.as_str())]);
    sentence(&book.words.with("say-target", &values), value, Some(&row.to_date.key))
}

/// A text with `MARK` where `shown` comes; as it is, where it has none.
pub(super) fn sentence<'a>(text: &str, shown: String, figure: Option<&'a mola_model::FigureKey>) -> Sentence<'a> {
    match text.split_once(MARK) {
        Some((before, after)) => Sentence { before: before.to_owned(), shown, after: after.to_owned(), figure },
        None => plain(text.to_owned()),
    }
}

/// A sentence without a figure of its own.
pub(super) fn plain<'a>(text: String) -> Sentence<'a> {
    Sentence { before: text, shown: String::new(), after: String::new(), figure: None }
}

fn indicators<'a>(book: &Book<'a>) -> Part<'a> {
    let (first, last) = (book.words.month(book.issue.window.first), book.words.month(book.issue.window.last));
    let reading = book.word("title-reading");
    let note = book.words.with("note-indicators", &[("first", &first), ("last", &last), ("reading", &reading)]);
    let mut blocks = vec![Block::Note(note)];
    blocks.extend(charts::progress(book).map(Block::Chart));
    let grid = match book.tracking_columns() {
        Some(_) => indicators::shown(book),
        None => indicators::grid(book).select(&TRACKED),
    };
    blocks.push(table(book, "title-indicators", grid));
    part(book, "indicators", blocks)
}

fn completeness<'a>(book: &Book<'a>) -> Part<'a> {
    let completeness = &book.issue.completeness;
    let mut blocks = Vec::new();
    if let Some((complete, timely)) = completeness.completeness.zip(completeness.timeliness) {
        let (complete, timely) = (book.words.percent(complete, 0), book.words.percent(timely, 0));
        let values = [("completeness", complete.as_str()), ("timeliness", timely.as_str())];
        blocks.push(Block::Says(vec![plain(book.words.with("say-complete", &values))]));
    }
    blocks.push(table(book, "title-completeness", completeness::grid(book)));
    part(book, "completeness", blocks)
}

fn overlap<'a>(book: &Book<'a>) -> Part<'a> {
    part(book, "overlap", vec![note(book, "note-overlap"), table(book, "title-overlap", overlap::grid(book))])
}

fn changes<'a>(book: &Book<'a>) -> Part<'a> {
    let grid = changes::grid(book);
    let mut blocks = vec![Block::Note(changes::note(book))];
    if !grid.rows.is_empty() {
        blocks.push(table(book, "title-changes", grid));
    }
    part(book, "changes", blocks)
}

fn quality<'a>(book: &Book<'a>) -> Part<'a> {
    let note = book.words.with("note-quality", &[("limit", &quality::LISTED.to_string())]);
    part(book, "quality", vec![Block::Note(note), table(book, "title-quality", quality::grid(book))])
}

fn reading<'a>(book: &Book<'a>) -> Part<'a> {
    let columns = vec![Column::text(book.word("col-symbol"), 24.0), Column::text(book.word("col-meaning"), 96.0)];
    let symbols = Grid { columns, rows: reading::symbols(book) };
    let rules = reading::RULES.map(|rule| reading::rule(book, rule)).to_vec();
    let heading = Block::Heading(book.word("section-rules").into_owned());
    part(book, "reading", vec![heading, Block::Rules(rules), table(book, "col-symbol", symbols)])
}

pub(super) fn part<'a>(book: &Book<'a>, key: &'static str, blocks: Vec<Block<'a>>) -> Part<'a> {
    Part { key, title: book.title(key).into_owned(), blocks }
}

pub(super) fn note<'a>(book: &Book<'a>, key: &str) -> Block<'a> {
    Block::Note(book.word(key).into_owned())
}

/// A table under its title; one without rows says so.
pub(super) fn table<'a>(book: &Book<'a>, title: &str, mut grid: Grid<'a>) -> Block<'a> {
    if grid.rows.is_empty() {
        let mut values = vec![Value::Text(book.word("nothing"))];
        values.resize(grid.columns.len(), Value::Blank);
        grid.rows.push(Row::new(values));
    }
    Block::Table { title: book.word(title).into_owned(), grid }
}
