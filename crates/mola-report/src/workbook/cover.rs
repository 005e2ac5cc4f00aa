//! The cover: programme, period, standing, headline figures, one chart, whom to ask.

use super::book::Book;
use super::chart;
use super::layout::{Page, clip, rows_of};
use super::style::Tone;
use super::table::Value;
use mola_model::{Period, Progress, Status, Tracking};
use rust_xlsxwriter::{Format, XlsxError};
use std::cmp::Ordering;

/// Cards in a row, and rows of cards.
const CARDS: (usize, usize) = (3, 2);
/// Columns of a card; between cards stands one narrow column.
const CARD_COLUMNS: u16 = 3;
/// Width and height of the chart in pixels.
const CHART: (u32, u32) = (900, 300);
const LAST_COLUMN: u16 = 10;
const FIRST_CARD_ROW: u32 = 4;
/// Label, value, target, trend, status and a space.
const CARD_ROWS: u32 = 6;

pub(crate) fn write(book: &Book<'_>, page: &mut Page<'_, '_>) -> Result<(), XlsxError> {
    let wide = 13.0;
    page.widths(&[wide, wide, wide, 2.0, wide, wide, wide, 2.0, wide, wide, wide])?;
    page.sheet.set_print_fit_to_pages(1, 1).set_print_center_horizontally(true);
    heading(book, page)?;
    let cards = CARDS.0 * CARDS.1;
    let tracked =
        book.issue.headline.iter().filter_map(|code| book.issue.tracking.iter().find(|t| t.indicator == *code));
    let tracked: Vec<&Tracking> = tracked.take(cards).collect();
    for (number, row) in tracked.iter().enumerate() {
        card(book, page, number, row)?;
    }
    let rows = tracked.len().div_ceil(CARDS.0) as u32;
    let below = FIRST_CARD_ROW + rows * CARD_ROWS;
    let chart = chart::people(book, CHART.0, CHART.1);
    if let Some(chart) = &chart {
        page.sheet.insert_chart_with_offset(below, 0, chart, 0, 0)?;
    }
    ending(book, page, below + if chart.is_some() { rows_of(CHART.1) + 1 } else { 1 })
}

fn heading(book: &Book<'_>, page: &mut Page<'_, '_>) -> Result<(), XlsxError> {
    let style = &book.style;
    let programme = &book.issue.programme;
    let report = book.report_title();
    let period = book.words.period(book.issue.period);
    let period = book.words.with("report-period", &[("report", &report), ("period", &period)]);
    let (completeness, quality) = (book.sheet("completeness"), book.sheet("quality"));
    let sheets = [("completeness", &*completeness), ("quality", &*quality)];
    let standing = book.words.with(if book.issue.provisional { "status-provisional" } else { "status-final" }, &sheets);
    band(page, 0, 48.0, programme.name.get(book.language), &style.band)?;
    band(page, 1, 26.0, &format!("{} · {period}", programme.code), &style.band_line)?;
    band(page, 2, 24.0, &standing, &style.standing[usize::from(book.issue.provisional)])?;
    page.sheet.set_row_height(3, 10)?;
    Ok(())
}

/// A text over the whole width. Only the cover merges cells.
fn band(page: &mut Page<'_, '_>, row: u32, height: f64, text: &str, format: &Format) -> Result<(), XlsxError> {
    page.sheet.set_row_height(row, height)?;
    page.sheet.merge_range(row, 0, row, LAST_COLUMN, &clip(text), format)?;
    Ok(())
}

fn card(book: &Book<'_>, page: &mut Page<'_, '_>, number: usize, row: &Tracking) -> Result<(), XlsxError> {
    let style = &book.style;
    let first = FIRST_CARD_ROW + (number / CARDS.0) as u32 * CARD_ROWS;
    let column = (number % CARDS.0) as u16 * (CARD_COLUMNS + 1);
    let label = book.indicator_name(&row.indicator);
    let (tone, progress) = standing(book, row);
    for (offset, height, text, format) in [
        (0, 30.0, label, &style.card_label),
        (1, 36.0, "", &style.card_value),
        (2, 16.0, &*target(book, row), &style.card_detail),
        (3, 16.0, &*beside(book, row), &style.card_detail),
        (4, 20.0, &*progress, &style.card_status[tone as usize]),
    ] {
        page.sheet.set_row_height(first + offset, height)?;
        let last = column + CARD_COLUMNS - 1;
        page.sheet.merge_range(first + offset, column, first + offset, last, &clip(text), format)?;
    }
    page.sheet.set_row_height(first + 5, 10)?;
    value(book, page, first + 1, column, row)
}

fn value(
    book: &Book<'_>,
    page: &mut Page<'_, '_>,
    row: u32,
    column: u16,
    tracking: &Tracking,
) -> Result<(), XlsxError> {
    let format = book.style.card_value.clone();
    let decimals = |d: u8| if d == 0 { String::new() } else { format!(".{}", "0".repeat(usize::from(d))) };
    match book.figure_value(&tracking.to_date) {
        Value::Number(value, d) => {
            let format = format.set_num_format(format!("#,##0{}", decimals(d)));
            page.sheet.write_number_with_format(row, column, value, &format)?;
        }
        Value::Percent(value, d) => {
            let format = format.set_num_format(format!("0{}%", decimals(d)));
            page.sheet.write_number_with_format(row, column, value, &format)?;
        }
        // Where nobody declared which point to show, the range is all there is.
        _ => {
            let range = book.range_text(&tracking.to_date);
            let text = range.map_or_else(|| book.words.marker(tracking.to_date.status), Into::into);
            page.line(row, column, &text, &format)?;
        }
    }
    Ok(())
}

/// How an indicator stands, as tone and words.
pub(crate) fn standing(book: &Book<'_>, row: &Tracking) -> (Tone, String) {
    if row.to_date.status == Status::Suppressed {
        return (Tone::Quiet, book.word("progress-hidden").into_owned());
    }
    let tone = match row.progress {
        Progress::Achieved | Progress::OnTrack => Tone::Good,
        Progress::AtRisk => Tone::Fair,
        Progress::OffTrack | Progress::Overdue => Tone::Poor,
        Progress::NotYetDue | Progress::NoData | Progress::NoTarget => Tone::Quiet,
    };
    (tone, book.words.progress(row.progress).into_owned())
}

pub(crate) fn target(book: &Book<'_>, row: &Tracking) -> String {
    let indicator = book.issue.programme.indicator(&row.indicator);
    let Some(target) = indicator.and_then(|i| i.target) else { return book.word("cover-no-target").into_owned() };
    let target = book.measure_text(indicator, target);
    match row.of_target {
        Some(share) => {
            let share = book.words.percent(share, 0);
            book.words.with("cover-target", &[("target", &target), ("share", &share)])
        }
        None => book.words.with("cover-target-only", &[("target", &target)]),
    }
}

/// What stands below a card's value: the range in which it lies where that is not exact, and its way.
pub(crate) fn beside(book: &Book<'_>, row: &Tracking) -> String {
    let range = book.range_text(&row.to_date).filter(|_| row.to_date.value.is_some());
    let range = range.map(|range| book.words.with("cover-range", &[("range", &range)]));
    let arrow = Some(arrow(book, row)).filter(|arrow| !arrow.is_empty());
    range.into_iter().chain(arrow).collect::<Vec<_>>().join(" · ")
}

fn arrow(book: &Book<'_>, row: &Tracking) -> String {
    let Some((way, since)) = way(row) else { return String::new() };
    let key = match way {
        Ordering::Greater => "cover-up",
        Ordering::Less => "cover-down",
        Ordering::Equal => "cover-same",
    };
    book.words.with(key, &[("period", &book.words.short_period(since))])
}

/// Which way the last value lies from the one before it, where both are there, and since when.
pub(crate) fn way(row: &Tracking) -> Option<(Ordering, Period)> {
    let [.., (since, _, Some(old)), (_, _, Some(new))] = row.trend[..] else { return None };
    Some((new.total_cmp(&old), since))
}

fn ending(book: &Book<'_>, page: &mut Page<'_, '_>, row: u32) -> Result<(), XlsxError> {
    let style = &book.style;
    let lines = ending_lines(book);
    let last = lines.len().saturating_sub(1);
    let note = !book.issue.programme.note.get(book.language).is_empty();
    for (number, line) in lines.iter().enumerate() {
        let format = if note && number == last { &style.note } else { &style.subtitle };
        page.line(row + number as u32, 0, line, format)?;
    }
    Ok(())
}

/// The state of the data and the next report, whom to ask, and last the programme's note.
pub(crate) fn ending_lines(book: &Book<'_>) -> Vec<String> {
    let programme = &book.issue.programme;
    let next = book.issue.period.next();
    let next = if next.first() > programme.window.last {
        book.word("cover-last").into_owned()
    } else {
        let day = book.words.day(programme.cut_off(next.last()));
        book.words.with("cover-next", &[("period", &book.words.period(next)), ("day", &day)])
    };
    let as_of = book.words.with("as-of", &[("moment", &book.words.moment(book.issue.as_of))]);
    // The last period's text is a sentence already.
    let mut lines = vec![format!("{as_of}. {}.", next.trim_end_matches('.'))];
    if !programme.contact.is_empty() {
        lines.push(book.words.with("cover-contact", &[("contact", &programme.contact)]));
    }
    let note = programme.note.get(book.language);
    lines.extend((!note.is_empty()).then(|| note.to_owned()));
    lines
}
