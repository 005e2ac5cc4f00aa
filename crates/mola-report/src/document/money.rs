//! Money in a sentence, a chart and tables.

use super::parts::{note, part, plain, table};
use super::{Block, Part, charts};
use crate::workbook::book::Book;
use crate::workbook::money;

pub(super) fn money<'a>(book: &Book<'a>) -> Part<'a> {
    let money = &book.issue.money;
    let mut blocks: Vec<Block<'a>> = told(book).map(|text| Block::Says(vec![plain(text)])).into_iter().collect();
    blocks.push(note(book, "note-money"));
    blocks.extend(charts::money(book).map(Block::Chart));
    let mut grid = money::grid(book);
    if let Some(total) = &money.total {
        // The rows of its formulas are the workbook's; here only their results show.
        grid.rows.push(money::total(book, (0, 0), total));
    }
    blocks.push(table(book, "title-money", grid));
    if !money.currencies.is_empty() {
        blocks.push(table(book, "section-currencies", money::currency_grid(book)));
    }
    if !money.rates.is_empty() {
        blocks.push(table(book, "section-rates", money::rate_grid(book)));
    }
    part(book, "money", blocks)
}

fn told(book: &Book<'_>) -> Option<String> {
    let total = book.issue.money.total.as_ref()?;
    let amount = |amount: i64| book.words.number(amount as f64 / 10_000.0, 2);
    let (planned, disbursed) = (amount(total.planned?), amount(total.disbursed?));
    let delivery = book.words.percent(total.delivery?, 1);
    let values = [
        ("planned", planned.as_str()),
        ("disbursed", disbursed.as_str()),
        ("delivery", delivery.as_str()),
        ("currency", book.issue.programme.currency.as_str()),
    ];
    Some(book.words.with("say-money", &values))
}
