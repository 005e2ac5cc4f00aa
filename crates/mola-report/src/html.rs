//! The report as one page: no script, no other file, and every figure under its own address.

pub(crate) mod feedback;
mod svg;
mod tables;

use crate::document::{Block, Card, Document, Part, Sentence, document};
use crate::workbook::book::Book;
use crate::workbook::style::Tone;
use crate::xml::legal as text;
use crate::{Edition, Words};
use mola_model::FigureKey;
use std::collections::BTreeSet;

const STYLE: &str = include_str!("html/page.css");

/// The report as one HTML file. The same edition is the same bytes.
pub(crate) fn html(edition: &Edition<'_>) -> Vec<u8> {
    let book = Book::new(edition);
    let document = document(&book);
    let mut page = Page { out: String::with_capacity(1 << 18), words: book.words, anchors: BTreeSet::new() };
    page.whole(&document);
    page.out.into_bytes()
}

/// A page being written.
struct Page {
    out: String,
    words: &'static Words,
    /// The addresses that are taken: an id stands once in a page.
    anchors: BTreeSet<String>,
}

impl Page {
    fn whole(&mut self, document: &Document<'_>) {
        let (language, title) = (self.words.language().code(), text(&document.title).into_owned());
        let line = text(&document.line).into_owned();
        self.out.push_str(&format!(
            "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <title>{title} · {line}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
             <a class=\"skip\" href=\"#content\">{}</a>\n",
            text(&self.words.get("page-skip"))
        ));
        self.header(document, &title, &line);
        self.contents(document);
        self.out.push_str("<main id=\"content\">\n");
        for part in &document.parts {
            self.part(part);
        }
        self.out.push_str("</main>\n<footer>\n");
        for line in &document.ending {
            self.element("p", "", line);
        }
        self.out.push_str("</footer>\n</body>\n</html>\n");
    }

    fn header(&mut self, document: &Document<'_>, title: &str, line: &str) {
        let (tone, standing) = &document.standing;
        self.out.push_str(&format!(
            "<header>\n<h1>{title}</h1>\n<p class=\"line\">{line}</p>\n<p class=\"standing {}\">{}</p>\n",
            tone_class(*tone),
            text(standing)
        ));
        let label = text(&self.words.get("page-headline")).into_owned();
        self.out.push_str(&format!("<ul class=\"cards\" aria-label=\"{label}\">\n"));
        for card in &document.cards {
            self.card(card);
        }
        self.out.push_str("</ul>\n</header>\n");
    }

    fn card(&mut self, card: &Card<'_>) {
        self.out.push_str("<li>");
        self.element("p", "label", &card.label);
        self.out.push_str("<p class=\"value\">");
        self.figure(card.figure, &card.value);
        self.out.push_str("</p>");
        for detail in &card.details {
            self.element("p", "detail", detail);
        }
        let (tone, standing) = &card.standing;
        self.element("p", tone_class(*tone), standing);
        self.out.push_str("</li>\n");
    }

    fn contents(&mut self, document: &Document<'_>) {
        let label = text(&self.words.get("page-contents")).into_owned();
        self.out.push_str(&format!("<nav aria-label=\"{label}\">\n<ol>\n"));
        for part in &document.parts {
            self.out.push_str(&format!("<li><a href=\"#{}\">{}</a></li>\n", part.key, text(&part.title)));
        }
        self.out.push_str("</ol>\n</nav>\n");
    }

    fn part(&mut self, part: &Part<'_>) {
        let key = part.key;
        self.out.push_str(&format!(
            "<section id=\"{key}\" aria-labelledby=\"{key}-title\">\n<h2 id=\"{key}-title\">{}</h2>\n",
            text(&part.title)
        ));
        for (number, block) in part.blocks.iter().enumerate() {
            self.block(block, &format!("{key}-{number}"));
        }
        self.out.push_str("</section>\n");
    }

    fn block(&mut self, block: &Block<'_>, name: &str) {
        match block {
            Block::Heading(heading) => self.element("h3", "", heading),
            Block::Says(sentences) => sentences.iter().for_each(|s| self.sentence(s)),
            Block::Note(note) => self.element("p", "note", note),
            Block::Rules(rules) => {
                self.out.push_str("<ol class=\"rules\">\n");
                rules.iter().for_each(|rule| self.element("li", "", rule));
                self.out.push_str("</ol>\n");
            }
            Block::Chart(chart) => self.chart(chart, name),
            Block::Table { title, grid } => self.table(title, grid, name),
        }
    }

    fn sentence(&mut self, sentence: &Sentence<'_>) {
        self.out.push_str("<p>");
        self.out.push_str(&text(&sentence.before));
        match sentence.figure {
            Some(key) => self.figure(key, &sentence.shown),
            None => self.out.push_str(&text(&sentence.shown)),
        }
        self.out.push_str(&text(&sentence.after));
        self.out.push_str("</p>\n");
    }

    /// A figure under its id, so that it can be followed to its cells.
    fn figure(&mut self, key: &FigureKey, shown: &str) {
        let lineage = self.lineage(key);
        self.out.push_str(&format!("<data{lineage}>{}</data>", text(shown)));
    }

    /// The attributes of the element that shows a figure; its address is where it first stands.
    fn lineage(&mut self, key: &FigureKey) -> String {
        let id = key.to_string();
        // An id is without spaces, whatever a programme calls its indicators.
        let anchor: String = id.chars().map(|c| if c.is_whitespace() { '_' } else { c }).collect();
        let lineage = format!(" data-lineage=\"{0}\"", text(&id));
        if self.anchors.insert(anchor.clone()) { format!(" id=\"{}\"{lineage}", text(&anchor)) } else { lineage }
    }

    fn element(&mut self, name: &str, class: &str, content: &str) {
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        self.out.push_str(&format!("<{name}{class}>{}</{name}>\n", text(content)));
    }
}

const fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "good",
        Tone::Fair => "fair",
        Tone::Poor => "poor",
        Tone::Quiet => "quiet",
    }
}
