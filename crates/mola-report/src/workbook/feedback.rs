//! What an agency gets back for a file in which something is to be corrected: what was counted and what not, what
//! to correct and how, and its own sheets with these cells marked, ready to be sent again.

use super::layout::{Page, clip};
use super::style::{self, Style, Tone};
use super::table::{Column, Row, Value};
use crate::feedback::{Feedback, FeedbackSheet, FeedbackValue};
use crate::{ReportError, Words};
use chrono::{Datelike, NaiveDate};
use mola_finding::{Area, Arg, Catalogue, CellAddress, Code, Finding, Message, Severity};
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatBorder, Formula, Note, Url, Workbook, Worksheet,
    XlsxError,
};
use std::collections::{BTreeMap, BTreeSet};

/// Findings of one kind that are listed; the rest is counted.
const LISTED: usize = 20;
/// What a sheet can hold.
const MOST_ROWS: u32 = 1_048_576;
const MOST_COLUMNS: u32 = 16_384;
const LONGEST_TEXT: usize = 32_767;
/// The hidden sheet by which a reply is recognised.
pub const MARK: &str = "_mola";

struct Desk<'a> {
    feedback: &'a Feedback<'a>,
    words: &'static Words,
    catalogue: &'static Catalogue,
    style: Style,
    /// Whether the agency's own sheets are in it.
    own_sheets: bool,
}

/// The workbook for a file with findings. It carries the agency's own sheets where a workbook can hold them, at the
/// same addresses, and is itself a file that can be sent again.
///
/// # Errors
/// When a sheet goes past a limit of the format.
pub fn feedback(feedback: &Feedback<'_>) -> Result<Vec<u8>, ReportError> {
    let words = Words::of(feedback.language);
    let names = ["sheet-feedback", "sheet-corrections"].map(|key| words.get(key).to_lowercase());
    let own_sheets = feedback.sheets.iter().all(fits)
        && feedback.sheets.iter().all(|sheet| !names.contains(&sheet.name.to_lowercase()) && sheet.name != MARK);
    let catalogue = Catalogue::of(feedback.language);
    let desk = Desk { feedback, words, catalogue, style: Style::new(feedback.language), own_sheets };
    let mut file = Workbook::new();
    file.set_default_format(&style::base(), 17, 64)?;
    let title = format!("{} · {}", words.get("title-feedback"), feedback.file);
    let created = day(feedback.received.date())?;
    file.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&created));
    verdict(&desk, &mut desk.page("feedback", file.add_worksheet())?)?;
    corrections(&desk, &mut desk.page("corrections", file.add_worksheet())?)?;
    if own_sheets {
        for sheet in &feedback.sheets {
            own(&desk, sheet, file.add_worksheet())?;
        }
    }
    mark(&desk, file.add_worksheet())?;
    Ok(file.save_to_buffer()?)
}

/// Whether a workbook can hold the sheet as it is.
fn fits(sheet: &FeedbackSheet) -> bool {
    let name_fits =
        (1..=31).contains(&sheet.name.chars().count()) && !sheet.name.contains(['[', ']', ':', '*', '?', '/', '\\']);
    let quoted = sheet.name.starts_with('\'') || sheet.name.ends_with('\'');
    let cell_fits = |(cell, value): &(CellAddress, FeedbackValue)| {
        let text_fits = !matches!(value, FeedbackValue::Text(text) if text.chars().count() > LONGEST_TEXT);
        cell.row <= MOST_ROWS && cell.column <= MOST_COLUMNS && text_fits
    };
    let area_fits = |area: &Area| area.last.row <= MOST_ROWS && area.last.column <= MOST_COLUMNS;
    name_fits && !quoted && sheet.cells.iter().all(cell_fits) && sheet.merges.iter().all(area_fits)
}

pub(super) fn day(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    // A year is within the calendar of Month, and month and day fit their small types.
    let small = |number: u32| u8::try_from(number).unwrap_or(1);
    ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or(1900), small(day.month()), small(day.day()))
}

impl<'a> Desk<'a> {
    fn page<'s>(&'s self, key: &'static str, sheet: &'s mut Worksheet) -> Result<Page<'s, 'a>, XlsxError> {
        let feedback = self.feedback;
        let subtitle = format!("{} · {} · {}", feedback.programme, feedback.agency, feedback.file);
        Page::new((self.words, &self.style), key, (&subtitle.clone(), subtitle.into()), sheet)
    }
}

/// What became of the file, in one sentence, and how to answer.
fn verdict(desk: &Desk<'_>, page: &mut Page<'_, '_>) -> Result<(), XlsxError> {
    let Feedback { received, content, due, .. } = desk.feedback;
    page.title("")?;
    page.widths(&[46.0, 90.0])?;
    let number = |count: u64| Value::text(desk.words.number(count as f64, 0));
    let counts = desk.feedback.counts;
    let mut rows = vec![
        ("feedback-verdict", Value::Wrap(desk.feedback.verdict().into())),
        ("feedback-read", number(counts.read)),
        ("feedback-kept", number(counts.kept)),
        ("feedback-refused", number(counts.refused)),
        ("feedback-ignored", number(counts.ignored)),
    ];
    if let Some(due) = due {
        rows.push(("feedback-due", Value::text(desk.words.day(*due))));
    }
    rows.push(("feedback-received", Value::text(desk.words.moment(*received))));
    rows.push(("feedback-receipt", Value::text(content.as_str())));
    let how = if desk.own_sheets { "feedback-how-here" } else { "feedback-how-own" };
    let how = format!("{} {}", desk.words.get(how), desk.words.get("feedback-how-right"));
    rows.push(("feedback-how", Value::Wrap(how.into())));
    for (at, (key, value)) in (3..).zip(rows) {
        page.row(at, &Row::new(vec![Value::text(desk.words.get(key)), value]))?;
    }
    Ok(())
}

/// What to correct, one row each, with room for an answer.
fn corrections(desk: &Desk<'_>, page: &mut Page<'_, '_>) -> Result<(), XlsxError> {
    page.title(&desk.words.get("note-corrections"))?;
    let text = |key: &str, width: f64| Column::text(desk.words.get(key), width);
    let columns = [
        Column::number(desk.words.get("col-number"), 6.0),
        text("col-severity", 16.0),
        text("col-sheet", 16.0),
        text("col-cell", 10.0),
        text("col-found", 38.0),
        text("col-expected", 32.0),
        text("col-remedy", 38.0),
        text("col-effect", 30.0),
        text("col-answer", 18.0),
        text("col-answer-reason", 30.0),
    ];
    let listed = listed(&desk.feedback.findings);
    let rows = listed.iter().enumerate().map(|(at, line)| row(desk, at, line));
    let placed = page.main_table("tblCorrections", &columns, 0, rows)?;
    for (row, line) in (placed.first..).zip(&listed) {
        if let Line::One(_, Finding { place, .. }) = line
            && let (true, Some(sheet), Some(cell)) = (desk.own_sheets, &place.sheet, place.cell)
            && let Some(own) = desk.feedback.sheets.iter().find(|own| own.name == *sheet)
        {
            let url = Url::new(format!("internal:'{}'!{cell}", own.name.replace('\'', "''")));
            page.sheet.write_url_with_options(row, 3, url, cell.to_string(), "", Some(&desk.style.link))?;
        }
    }
    let answers = ["answer-corrected", "answer-right", "answer-question"].map(|key| desk.words.get(key));
    let choice = DataValidation::new().allow_list_strings(&answers)?;
    page.sheet.add_data_validation(placed.first, 8, placed.last, 8, &choice)?;
    Ok(())
}

/// A line of the table of corrections.
pub(crate) enum Line<'f> {
    /// The finding with this index.
    One(usize, &'f Finding),
    /// So many more of this kind.
    More(&'f Finding, usize),
}

/// The first findings of each kind, and how many more there are.
pub(crate) fn listed<'f>(findings: &[&'f Finding]) -> Vec<Line<'f>> {
    let mut totals: BTreeMap<Code, usize> = BTreeMap::new();
    findings.iter().for_each(|finding| *totals.entry(finding.code).or_default() += 1);
    let mut seen: BTreeMap<Code, usize> = BTreeMap::new();
    let mut lines = Vec::new();
    for (index, finding) in findings.iter().enumerate() {
        let count = seen.entry(finding.code).or_default();
        *count += 1;
        if *count <= LISTED {
            lines.push(Line::One(index, finding));
        } else if *count == LISTED + 1 {
            lines.push(Line::More(finding, totals[&finding.code] - LISTED));
        }
    }
    lines
}

fn row<'a>(desk: &Desk<'_>, at: usize, line: &Line<'_>) -> Row<'a> {
    let (finding, more) = match line {
        Line::One(_, finding) => (finding, None),
        Line::More(finding, more) => (finding, Some(*more)),
    };
    let severity = match finding.severity {
        Severity::Error => ("severity-error", Tone::Poor),
        Severity::Warning => ("severity-warning", Tone::Fair),
        Severity::Note => ("severity-note", Tone::Quiet),
    };
    let severity = Value::Toned(severity.1, desk.words.get(severity.0));
    if let Some(more) = more {
        let rest = desk.words.with("feedback-more", &[("count", &more.to_string())]);
        let mut values = vec![Value::Blank, severity, Value::Blank, Value::Blank, Value::Wrap(rest.into())];
        values.resize(10, Value::Blank);
        return Row::new(values);
    }
    let Message { found, expected, remedy, effect, .. } = desk.catalogue.message(finding);
    let place = &finding.place;
    let spot = match (place.cell, place.line) {
        (Some(cell), _) => cell.to_string(),
        (None, Some(line)) => desk.words.with("place-line", &[("line", &line.to_string())]),
        (None, None) => String::new(),
    };
    Row::new(vec![
        Value::count(at as u64 + 1),
        severity,
        Value::Wrap(place.sheet.clone().unwrap_or_default().into()),
        Value::Text(spot.into()),
        Value::Wrap(found.into()),
        Value::Wrap(expected.into()),
        Value::Wrap(remedy.into()),
        Value::Wrap(effect.into()),
        Value::Blank,
        Value::Blank,
    ])
}

/// One of the agency's sheets as it came, with the cells marked that something is to be said of.
fn own(desk: &Desk<'_>, own: &FeedbackSheet, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name(&own.name)?;
    sheet.set_hidden(own.hidden);
    let mut marked: BTreeMap<CellAddress, Vec<&Finding>> = BTreeMap::new();
    for finding in &desk.feedback.findings {
        if let (Some(name), Some(cell)) = (&finding.place.sheet, finding.place.cell)
            && *name == own.name
            && cell.row <= MOST_ROWS
            && cell.column <= MOST_COLUMNS
        {
            marked.entry(cell).or_default().push(finding);
        }
    }
    let plain = [
        Format::new(),
        Format::new().set_num_format("yyyy-mm-dd"),
        Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
    ];
    let looks = plain.clone().map(|format| {
        format
            .set_background_color(Color::RGB(0x00FF_F2CC))
            .set_border(FormatBorder::Medium)
            .set_border_color(Color::RGB(0x0098_1B1B))
    });
    for area in &own.merges {
        let ((row, column), (last_row, last_column)) = (at(area.first), at(area.last));
        if (row, column) != (last_row, last_column) {
            sheet.merge_range(row, column, last_row, last_column, "", &plain[0])?;
        }
    }
    for row in &own.hidden_rows {
        sheet.set_row_hidden(row.saturating_sub(1))?;
    }
    for column in own.hidden_columns.iter().flat_map(|(first, last)| *first..=(*last).min(MOST_COLUMNS)) {
        sheet.set_column_hidden(u16::try_from(column.saturating_sub(1)).unwrap_or(u16::MAX))?;
    }
    for (column, width) in widths(own) {
        sheet.set_column_width(column, width)?;
    }
    let mut written = BTreeSet::new();
    for (cell, value) in &own.cells {
        let looks = if marked.contains_key(cell) { &looks } else { &plain };
        let (row, column) = at(*cell);
        match value {
            FeedbackValue::Text(text) => sheet.write_string_with_format(row, column, text, &looks[0])?,
            FeedbackValue::Number(number) => sheet.write_number_with_format(row, column, *number, &looks[0])?,
            FeedbackValue::Flag(flag) => sheet.write_boolean_with_format(row, column, *flag, &looks[0])?,
            FeedbackValue::Date(serial) => {
                let look = if serial.fract() == 0.0 { &looks[1] } else { &looks[2] };
                sheet.write_number_with_format(row, column, *serial, look)?
            }
        };
        written.insert(*cell);
    }
    for (cell, findings) in &marked {
        let (row, column) = at(*cell);
        if !written.contains(cell) {
            sheet.write_blank(row, column, &looks[0])?;
        }
        let told: Vec<String> = findings.iter().map(|finding| told(desk, finding)).collect();
        let note = Note::new(clip(&told.join("\n\n"))).set_author("Mola").set_width(320).set_height(160);
        sheet.insert_note(row, column, &note)?;
        if let Some(list) = findings.iter().find_map(|finding| choices(desk, finding)) {
            sheet.add_data_validation(row, column, row, column, &DataValidation::new().allow_list_formula(list))?;
        }
    }
    Ok(())
}

/// Widths in which the cells of each column can be read, but no column fills the screen.
fn widths(own: &FeedbackSheet) -> BTreeMap<u16, f64> {
    const NARROWEST: f64 = 9.0;
    const WIDEST: f64 = 40.0;
    let mut widths = BTreeMap::new();
    for (cell, value) in &own.cells {
        let length = match value {
            FeedbackValue::Text(text) => text.chars().count(),
            FeedbackValue::Number(number) => number.to_string().len(),
            FeedbackValue::Flag(_) => 5,
            FeedbackValue::Date(serial) => {
                if serial.fract() == 0.0 {
                    10
                } else {
                    19
                }
            }
        };
        // A title runs on over the cells beside it.
        let room = if length > 60 { NARROWEST } else { (length as f64 + 2.0).clamp(NARROWEST, WIDEST) };
        let width: &mut f64 = widths.entry(at(*cell).1).or_insert(NARROWEST);
        *width = width.max(room);
    }
    widths
}

fn told(desk: &Desk<'_>, finding: &Finding) -> String {
    let Message { found, expected, remedy, effect, .. } = desk.catalogue.message(finding);
    [found, expected, remedy, effect].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The valid entries of the code list that a finding names, as a range of the hidden sheet.
fn choices(desk: &Desk<'_>, finding: &Finding) -> Option<Formula> {
    let Arg::Text(list) = finding.args.get("list")? else { return None };
    let at = desk.feedback.choices.keys().position(|name| name == list)?;
    let last = desk.feedback.choices[list].len().max(1);
    let column = CellAddress::letters(LISTS_FROM + at as u32);
    Some(Formula::new(format!("='{MARK}'!${column}$1:${column}${last}")))
}

/// The first column of the hidden sheet that holds a code list; columns count from 1.
const LISTS_FROM: u32 = 8;

/// The hidden sheet: what the workbook answers, and the code lists that cells may be chosen from.
fn mark(desk: &Desk<'_>, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let Feedback { run, content, file, source, .. } = desk.feedback;
    sheet.set_name(MARK)?;
    sheet.set_hidden(true);
    let own = [desk.words.get("sheet-feedback"), desk.words.get("sheet-corrections")];
    let lines = [
        ("mola-feedback", "1"),
        ("run", run),
        ("content", content),
        ("file", file),
        ("source", source),
        ("sheet", &own[0]),
        ("sheet", &own[1]),
    ];
    for (row, (key, value)) in (0..).zip(&lines) {
        sheet.write_string(row, 0, *key)?;
        sheet.write_string(row, 1, clip(value))?;
    }
    let asked = listed(&desk.feedback.findings);
    let asked = asked.iter().enumerate().filter_map(|(at, line)| match line {
        Line::One(index, finding) => Some((at + 1, *finding, desk.feedback.identities.get(*index)?)),
        Line::More(..) => None,
    });
    for (row, (number, finding, identity)) in (lines.len() as u32..).zip(asked) {
        let place = [finding.place.sheet.clone(), finding.place.cell.map(|cell| cell.to_string())];
        let place = place.into_iter().flatten().collect::<Vec<_>>().join("!");
        let texts = ["finding", &number.to_string(), finding.code.as_str(), &place, identity];
        for (column, text) in (0..).zip(texts) {
            sheet.write_string(row, column, clip(text))?;
        }
    }
    for (column, labels) in (LISTS_FROM - 1..).zip(desk.feedback.choices.values()) {
        for (row, label) in (0..).zip(labels) {
            sheet.write_string(row, u16::try_from(column).unwrap_or(u16::MAX), clip(label))?;
        }
    }
    Ok(())
}

/// Row and column as the writer counts them, from 0.
fn at(cell: CellAddress) -> (u32, u16) {
    (cell.row.saturating_sub(1), u16::try_from(cell.column.saturating_sub(1)).unwrap_or(u16::MAX))
}
