//! `mola inspect`

use super::{Answer, Call, json};
use crate::args::InspectArgs;
use crate::failure::{Failure, shown};
use crate::page::{Align, BOLD, Cell, FAINT, POOR, Page, styled};
use mola_run::{ColumnKind, Inspected, InspectedColumn, InspectedSheet, InspectedTable, LeftOutReason, OddCells};
use std::path::Path;

/// Rows left out that are named one by one.
const LEFT_OUT: usize = 8;

pub(super) fn inspect(call: &Call<'_>, args: &InspectArgs) -> Result<Answer, Failure> {
    let unreadable = |source| Failure::Unreadable { path: args.file.clone(), source };
    let bytes = std::fs::read(&args.file).map_err(unreadable)?;
    let name = shown(&args.file);
    let inspected =
        mola_run::inspect(bytes, &name).map_err(|error| Failure::Refused(Box::new(error.finding(&name))))?;
    if args.mapping {
        return Ok(Answer::clean(mola_run::mapping_starter(&inspected, &agency(&args.file))));
    }
    if call.is_json() {
        return json(&inspected).map(Answer::clean);
    }
    let mut page = Page::default();
    heading(&mut page, call, &inspected);
    inspected.sheets.iter().for_each(|sheet| of_sheet(&mut page, call, sheet));
    Ok(Answer::clean(page.into_text()))
}

/// The agency in whose folder of the inbox the file lies, as far as its path tells.
fn agency(file: &Path) -> String {
    let full = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let parts: Vec<String> = full.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    let inbox = parts.iter().rposition(|part| part == "inbox");
    let own = inbox.and_then(|at| parts.get(at + 1)).filter(|own| Some(*own) != parts.last());
    own.cloned().unwrap_or_else(|| "agency-code".to_owned())
}

fn heading(page: &mut Page, call: &Call<'_>, inspected: &Inspected) {
    let texts = &call.texts;
    page.line(&styled(BOLD, &inspected.file));
    let mut pairs = vec![(texts.get("inspect-format"), vec![inspected.format.clone()])];
    if let Some(encoding) = &inspected.encoding {
        let origin = texts.get(match encoding.origin.as_str() {
            "bom" => "encoding-bom",
            "utf8" => "encoding-utf8",
            "declared" => "encoding-declared",
            _ => "encoding-guessed",
        });
        pairs.push((texts.get("inspect-encoding"), vec![format!("{} ({origin})", encoding.name)]));
    }
    if let Some(delimiter) = &inspected.delimiter {
        let delimiter = if delimiter == "\t" { "tab" } else { delimiter };
        pairs.push((texts.get("inspect-delimiter"), vec![delimiter.to_owned()]));
    }
    pairs.push((texts.get("inspect-sheets"), vec![texts.number(inspected.sheets.len() as u64)]));
    page.pairs(&pairs);
}

fn of_sheet(page: &mut Page, call: &Call<'_>, sheet: &InspectedSheet) {
    let texts = &call.texts;
    page.gap();
    let name = texts.with("inspect-sheet", &[("sheet", sheet.name.as_str().into())]);
    let mut parts = vec![texts.get(match sheet.visibility.as_str() {
        "visible" => "sheet-visible",
        "hidden" => "sheet-hidden",
        _ => "sheet-very-hidden",
    })];
    match &sheet.area {
        Some(area) => parts.extend([area.clone(), texts.count("inspect-rows", sheet.rows)]),
        None => parts.push(texts.get("sheet-empty")),
    }
    let counts = [("inspect-hidden-rows", sheet.hidden_rows), ("inspect-merged", sheet.merged)];
    parts.extend(counts.into_iter().filter(|(_, count)| *count > 0).map(|(key, count)| texts.count(key, count)));
    if !sheet.hidden_columns.is_empty() {
        let columns = sheet.hidden_columns.join(", ");
        parts.push(texts.with("inspect-hidden-columns", &[("columns", columns.into())]));
    }
    page.line(&format!("{}: {}", styled(BOLD, &name), parts.join(", ")));
    if sheet.tables.is_empty() && sheet.area.is_some() {
        page.line(&format!("  {}", texts.get("inspect-no-table")));
    }
    sheet.tables.iter().for_each(|table| of_table(page, call, table));
}

fn of_table(page: &mut Page, call: &Call<'_>, table: &InspectedTable) {
    let texts = &call.texts;
    let rows: Vec<String> = table.header_rows.iter().map(u32::to_string).collect();
    let header = match rows.len() {
        0 => texts.get("inspect-no-header"),
        _ => texts.with("inspect-header", &[("rows", rows.join("–").into())]),
    };
    let name = texts.with("inspect-table", &[("area", table.area.as_str().into())]);
    page.line(&format!("  {name}: {header}, {}", texts.count("inspect-rows", table.rows)));
    if let Some(anchor) = &table.anchor {
        page.wrapped("    ", &texts.with("inspect-anchor", &[("text", anchor.as_str().into())]));
    }
    for (reason, key) in [
        (LeftOutReason::Total, "inspect-totals"),
        (LeftOutReason::Group, "inspect-groups"),
        (LeftOutReason::Note, "inspect-notes"),
    ] {
        let own: Vec<String> =
            table.left_out.iter().filter(|l| l.reason == reason).map(|l| l.row.to_string()).collect();
        if !own.is_empty() {
            let more = if own.len() > LEFT_OUT { ", …" } else { "" };
            let rows = format!("{}{more}", own[..own.len().min(LEFT_OUT)].join(", "));
            page.wrapped("    ", &texts.with(key, &[("rows", rows.into())]));
        }
    }
    let rows: Vec<Vec<Cell>> = table.columns.iter().map(|column| row(call, column)).collect();
    page.table(4, &[Align::Left, Align::Cut, Align::Left, Align::Right], &rows);
    table.columns.iter().for_each(|column| details(page, call, column));
}

fn row(call: &Call<'_>, column: &InspectedColumn) -> Vec<Cell> {
    let header = if column.header.is_empty() { "–" } else { &column.header };
    vec![
        column.column.as_str().into(),
        header.into(),
        kind(call, column).into(),
        call.texts.number(column.filled).into(),
    ]
}

fn kind(call: &Call<'_>, column: &InspectedColumn) -> String {
    let texts = &call.texts;
    let detail = column.decimal.as_ref().map(|mark| format!(" ({mark})"));
    let detail = detail.or_else(|| column.order.as_ref().map(|order| format!(" ({order})")));
    let personal = if column.personal { format!(", {}", texts.get("column-personal")) } else { String::new() };
    format!("{}{}{personal}", texts.get(word(column.kind)), detail.unwrap_or_default())
}

fn word(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Empty => "kind-empty",
        ColumnKind::Text => "kind-text",
        ColumnKind::Code => "kind-code",
        ColumnKind::Number => "kind-number",
        ColumnKind::NumberAsText => "kind-number-as-text",
        ColumnKind::Date => "kind-date",
        ColumnKind::DateAsText => "kind-date-as-text",
        ColumnKind::Truth => "kind-truth",
        ColumnKind::Broken => "kind-broken",
        ColumnKind::Mixed => "kind-mixed",
    }
}

/// Codes, texts for *no data* and cells of another kind.
fn details(page: &mut Page, call: &Call<'_>, column: &InspectedColumn) {
    let mut say = |style, text: &str| page.wrapped(&format!("      {} ", styled(style, &column.column)), text);
    if !column.examples.is_empty() {
        say(FAINT, &column.examples.join(" | "));
    }
    if !column.missing.is_empty() {
        let texts = column.missing.join(" ");
        say(FAINT, &call.texts.with("inspect-missing", &[("texts", texts.into())]));
    }
    if !column.odd.is_empty() {
        let odd = |odd: &OddCells| format!("{} × {} ({})", odd.count, call.texts.get(word(odd.kind)), odd.first);
        let odd: Vec<String> = column.odd.iter().map(odd).collect();
        let key = if column.kind == ColumnKind::Mixed { "inspect-mixed" } else { "inspect-odd" };
        say(POOR, &call.texts.with(key, &[("kinds", odd.join(", ").into())]));
    }
}
