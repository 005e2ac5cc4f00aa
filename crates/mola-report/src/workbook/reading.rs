//! How to read: symbols, counting rules, contents with links.

use super::book::Book;
use super::layout::Page;
use super::style::Tone;
use super::table::{Column, Row, Value};
use mola_model::{Progress, Status};
use rust_xlsxwriter::{Url, XlsxError};

/// The counting rules, each a text `rule-…`.
pub(crate) const RULES: [&str; 8] = ["unique", "kinds", "indirect", "empty", "ratio", "progress", "span", "hidden"];

pub(crate) fn write(book: &Book<'_>, page: &mut Page<'_, '_>) -> Result<(), XlsxError> {
    page.title("")?;
    page.sheet.set_print_fit_to_pages(1, 1);
    let columns = [Column::text(book.word("col-symbol"), 24.0), Column::text(book.word("col-meaning"), 116.0)];
    let placed = page.main_table("tblSymbols", &columns, 0, symbols(book))?;
    let rules = placed.last + 2;
    page.section(rules, "section-rules")?;
    for (row, rule) in (rules + 1..).zip(RULES) {
        let number = row - rules;
        page.line(row, 0, &format!("{number}."), &book.style.plain)?;
        page.line(row, 1, &self::rule(book, rule), &book.style.plain)?;
    }
    contents(book, page, rules + RULES.len() as u32 + 2)
}

pub(crate) fn rule(book: &Book<'_>, rule: &str) -> String {
    let period = book.words.period(book.issue.period);
    let first = book.words.month(book.issue.window.first);
    book.words.with(&format!("rule-{rule}"), &[("period", &period), ("first", &first)])
}

pub(crate) fn symbols(book: &Book<'_>) -> Vec<Row<'static>> {
    let threshold = book.issue.programme.small_cells_below;
    let hidden = if threshold == 0 { "meaning-nothing-hidden" } else { "meaning-suppressed" };
    let hidden = book.words.with(hidden, &[("threshold", &threshold.to_string())]);
    let row = |symbol: Value<'static>, meaning: &str| Row::new(vec![symbol, Value::Wrap(book.word(meaning))]);
    let marker = |status: Status, meaning: &str| row(Value::Text(book.words.marker(status)), meaning);
    let mut rows = vec![
        row(Value::Text(book.word("read-number")), "meaning-number"),
        marker(Status::Missing, "meaning-missing"),
        marker(Status::NotApplicable, "meaning-not-applicable"),
        marker(Status::NotYetDue, "meaning-not-yet-due"),
        Row::new(vec![Value::Text(book.words.marker(Status::Suppressed)), Value::wrap(hidden)]),
        row(Value::Text(book.word("estimated")), "meaning-estimated"),
        row(Value::Text(book.word("read-reporters")), "meaning-reporters"),
    ];
    rows.extend(standings(book));
    rows
}

fn standings(book: &Book<'_>) -> Vec<Row<'static>> {
    let programme = &book.issue.programme;
    let row = |tone: Tone, progress: Progress, meaning: &str, share: f64| {
        let meaning = book.words.with(meaning, &[("share", &book.words.percent(share, 0))]);
        Row::new(vec![Value::Toned(tone, book.words.progress(progress)), Value::wrap(meaning)])
    };
    vec![
        row(Tone::Good, Progress::Achieved, "meaning-achieved", 1.0),
        row(Tone::Good, Progress::OnTrack, "meaning-on-track", programme.on_track),
        row(Tone::Fair, Progress::AtRisk, "meaning-at-risk", programme.at_risk),
        row(Tone::Poor, Progress::OffTrack, "meaning-off-track", programme.at_risk),
        row(Tone::Poor, Progress::Overdue, "meaning-overdue", 0.0),
    ]
}

fn contents(book: &Book<'_>, page: &mut Page<'_, '_>, row: u32) -> Result<(), XlsxError> {
    page.section(row, "section-contents")?;
    let shown = book.sheets().into_iter().filter(|(_, is_shown)| *is_shown);
    for (row, (sheet, _)) in (row + 1..).zip(shown) {
        let name = book.sheet(sheet.key);
        let link = Url::new(format!("internal:'{name}'!A1")).set_text(&name);
        page.sheet.write_url_with_format(row, 0, link, &book.style.link)?;
        page.line(row, 1, &book.word(&format!("about-{}", sheet.key)), &book.style.plain)?;
    }
    Ok(())
}
