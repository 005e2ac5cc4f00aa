//! The report as a printed document: the same parts as the page, on sheets of A4.
//!
//! It is laid out first, as marks on sheets, and drawn then: the contents need the numbers of sheets
//! that come after them.

mod charts;
mod draw;
mod flow;
mod letters;
mod sheets;
mod tables;

use crate::document::{Block, Card, Document, Part, Sentence, document};
use crate::workbook::book::Book;
use crate::{Edition, ReportError, Words};
use flow::Flow;
use sheets::{Colour, Role, Style};

/// The report as a PDF. The same edition is the same bytes.
///
/// # Errors
/// When the document cannot be written, which is a defect.
pub(crate) fn pdf(edition: &Edition<'_>) -> Result<Vec<u8>, ReportError> {
    let book = Book::new(edition);
    let document = document(&book);
    let mut print = Print { flow: Flow::new(), words: book.words };
    let contents = print.opening(&document);
    let begins: Vec<(usize, f32)> = document.parts.iter().map(|part| print.part(part)).collect();
    print.ending(&document);
    for ((part, at), to) in document.parts.iter().zip(contents).zip(&begins) {
        print.flow.contents_line(&part.title, BODY, at, *to);
    }
    let head =
        |(part, (sheet, y)): (&Part<'_>, &(usize, f32))| draw::Head { title: part.title.clone(), sheet: *sheet, y: *y };
    let heads: Vec<draw::Head> = document.parts.iter().zip(&begins).map(head).collect();
    let about = draw::About {
        title: format!("{} · {}", document.title, document.line),
        language: edition.language.code(),
        foot: document.line.clone(),
    };
    draw::draw(&print.flow.into_sheets(), &heads, &about)
}

/// Sizes of letters, in points.
const TITLE: f32 = 20.0;
const HEADING: f32 = 14.0;
const SUBHEADING: f32 = 11.0;
const BODY: f32 = 9.5;
const SMALL: f32 = 8.5;
const VALUE: f32 = 22.0;

/// A document on its way to sheets.
struct Print {
    flow: Flow,
    words: &'static Words,
}

impl Print {
    /// Title, standing, headline figures; leaves room for the contents, and gives where their lines go.
    fn opening(&mut self, document: &Document<'_>) -> Vec<(usize, (f32, f32))> {
        let (tone, standing) = &document.standing;
        self.flow.text(&document.title, Style::bold(TITLE, Colour::ACCENT), Role::Title);
        self.flow.text(&document.line, Style::plain(SUBHEADING, Colour::INK), Role::Paragraph);
        self.flow.gap(4.0);
        self.flow.banner(standing, Style::bold(SUBHEADING, Colour::of(*tone)), Colour::wash(*tone));
        self.flow.gap(8.0);
        document.cards.chunks(CARDS_A_ROW).for_each(|row| self.cards(row));
        self.flow.gap(6.0);
        let title = self.words.get("page-contents");
        self.flow.text(&title, Style::bold(SUBHEADING, Colour::ACCENT), Role::Subheading);
        self.flow.columns(document.parts.len(), CONTENTS_LINE)
    }

    /// Headline figures side by side, in boxes of one height.
    fn cards(&mut self, row: &[Card<'_>]) {
        let width = (self.flow.width() - GUTTER * (CARDS_A_ROW - 1) as f32) / CARDS_A_ROW as f32;
        let room = width - 2.0 * PAD;
        let height = row.iter().map(|card| Flow::card_height(card, room)).fold(0.0, f32::max) + 2.0 * PAD;
        self.flow.keep(height);
        let top = self.flow.y();
        for (at, card) in row.iter().enumerate() {
            let x = self.flow.left() + (width + GUTTER) * at as f32;
            self.flow.fill((x, top), (width, height), Colour::WASH);
            self.flow.fill((x, top), (3.0, height), Colour::ACCENT);
            self.flow.card(card, (x + PAD, top + PAD), room);
        }
        self.flow.down_to(top + height + GUTTER);
    }

    /// A part, which begins on a sheet of its own; gives where it begins.
    fn part(&mut self, part: &Part<'_>) -> (usize, f32) {
        self.flow.new_sheet();
        let begins = (self.flow.sheet(), self.flow.y());
        self.flow.text(&part.title, Style::bold(HEADING, Colour::ACCENT), Role::Heading);
        self.flow.line(Colour::ACCENT);
        self.flow.gap(6.0);
        part.blocks.iter().for_each(|block| self.block(block));
        begins
    }

    fn block(&mut self, block: &Block<'_>) {
        match block {
            Block::Heading(heading) => {
                self.flow.gap(6.0);
                // A heading does not stand alone at the foot of a sheet.
                self.flow.keep(80.0);
                self.flow.text(heading, Style::bold(SUBHEADING, Colour::ACCENT), Role::Subheading);
            }
            Block::Says(sentences) => sentences.iter().for_each(|sentence| self.sentence(sentence)),
            Block::Note(note) => self.flow.text(note, Style::plain(SMALL, Colour::MUTED), Role::Paragraph),
            Block::Rules(rules) => {
                for (number, rule) in rules.iter().enumerate() {
                    let line = format!("{}. {rule}", number + 1);
                    self.flow.text(&line, Style::plain(SMALL, Colour::INK), Role::Paragraph);
                }
            }
            Block::Chart(chart) => charts::chart(&mut self.flow, chart, self.words),
            Block::Table { title, grid } => tables::table(&mut self.flow, title, grid, self.words),
        }
        self.flow.gap(3.0);
    }

    fn sentence(&mut self, sentence: &Sentence<'_>) {
        if let Some(key) = sentence.figure {
            self.flow.anchor(key.to_string());
        }
        let said = format!("{}{}{}", sentence.before, sentence.shown, sentence.after);
        self.flow.text(&said, Style::plain(BODY, Colour::INK), Role::Paragraph);
    }

    fn ending(&mut self, document: &Document<'_>) {
        self.flow.gap(14.0);
        self.flow.keep(SMALL * 2.0 * document.ending.len() as f32);
        self.flow.line(Colour::ACCENT);
        for line in &document.ending {
            self.flow.text(line, Style::plain(SMALL, Colour::MUTED), Role::Paragraph);
        }
    }
}

const CARDS_A_ROW: usize = 4;
/// Between boxes.
const GUTTER: f32 = 8.0;
/// Within them.
const PAD: f32 = 8.0;
/// A line of the contents.
const CONTENTS_LINE: f32 = 14.0;
