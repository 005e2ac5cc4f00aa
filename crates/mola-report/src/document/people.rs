//! Who the people are: the sum of reports and the unique, by kind, group, place and sector.

use super::parts::{note, part, plain, sentence, table};
use super::{Block, Part, charts};
use crate::workbook::book::Book;
use crate::workbook::{beneficiaries, places};
use mola_model::{FigureKey, Reconciliation};

pub(super) fn beneficiaries<'a>(book: &Book<'a>) -> Part<'a> {
    let mut blocks = Vec::new();
    if let Some(reconciliation) = &book.issue.reconciliation {
        blocks.push(Block::Says(vec![reconciled(book, reconciliation)]));
        blocks.push(table(book, "section-agencies", beneficiaries::agency_grid(book, reconciliation)));
    }
    blocks.push(table(book, "section-kinds", beneficiaries::kind_grid(book)));
    blocks.push(table(book, "section-profile", beneficiaries::profile_grid(book)));
    blocks.push(note(book, "note-shares"));
    blocks.push(table(book, "section-cross", beneficiaries::cross_grid(book)));
    blocks.push(note(book, "note-places"));
    part(book, "beneficiaries", blocks)
}

fn reconciled<'a>(book: &Book<'a>, r: &Reconciliation) -> super::Sentence<'a> {
    let number = |count: u64| book.words.number(count as f64, 0);
    let (gross, repeated, shared, unique) = (number(r.gross), number(r.repeated), number(r.shared), number(r.unique));
    let values = [("gross", &*gross), ("repeated", &*repeated), ("shared", &*shared), ("unique", "\u{e000}")];
    let text = book.words.with("say-reconciled", &values);
    let people = book.issue.programme.people.as_deref().map(|code| FigureKey::to_date(code, book.issue.period));
    match people.and_then(|key| book.issue.figure(&key)) {
        Some(figure) => sentence(&text, unique, Some(&figure.key)),
        None => plain(text.replace('\u{e000}', &unique)),
    }
}

pub(super) fn places<'a>(book: &Book<'a>) -> Part<'a> {
    let places = places::places(book);
    let mut blocks = vec![note(book, "note-places")];
    blocks.extend(charts::places(book, &places).into_iter().map(Block::Chart));
    blocks.push(table(book, "title-places", places.grid));
    part(book, "places", blocks)
}
