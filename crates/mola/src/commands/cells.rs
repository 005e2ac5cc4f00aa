//! `mola cells`

use super::opened::{self, Opened, Output};
use super::{Answer, Call, SCHEMA_VERSION};
use crate::args::{CellsArgs, Format};
use crate::failure::Failure;
use mola_finding::JsonFinding;
use mola_sheet::{CellPrinter, CsvWriter, PrintedCell, SheetError};
use serde::Serialize;
use std::io::{self, Write};

pub(super) fn cells(call: &Call<'_>, args: &CellsArgs) -> Result<Answer, Failure> {
    let mut opened = opened::open(&args.file, &args.dialect)?;
    let sheets = match &args.sheet {
        Some(wanted) => vec![opened.sheet(wanted)?],
        None => (0..opened.workbook.sheets().len()).collect(),
    };
    let written = match args.format {
        Format::Json => as_json(call, &mut opened, &sheets),
        Format::Csv | Format::Text => as_csv(&mut opened, &sheets),
    };
    match written {
        Ok(()) => opened::end(call, Ok(()), &opened.findings),
        Err(Stop::Write(error)) => opened::end(call, Err(error), &opened.findings),
        Err(Stop::Sheet(error)) => Err(opened.refused(&error)),
    }
}

/// Why not all cells are printed.
enum Stop {
    Sheet(SheetError),
    Write(io::Error),
}

impl From<SheetError> for Stop {
    fn from(error: SheetError) -> Self {
        Self::Sheet(error)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Write(error)
    }
}

/// Hands on the cells of these sheets one by one.
fn each_cell(
    opened: &mut Opened,
    sheets: &[usize],
    take: &mut dyn FnMut(&str, PrintedCell<'_>) -> io::Result<()>,
) -> Result<(), Stop> {
    for index in sheets {
        let info = opened.workbook.sheets()[*index].clone();
        let mut reader = opened.workbook.sheet(*index)?;
        let printer = CellPrinter::new(&info, reader.hidden_columns(), reader.merges());
        while let Some(chunk) = reader.next_chunk()? {
            for cell in chunk.rows().flat_map(|row| printer.cells(row)) {
                take(&info.name, cell)?;
            }
        }
        let findings = reader.flaws().findings(&opened.name);
        opened.findings.extend(findings);
    }
    Ok(())
}

fn as_csv(opened: &mut Opened, sheets: &[usize]) -> Result<(), Stop> {
    let mut writer = CsvWriter::new(opened::output());
    writer.write(["sheet", "cell", "type", "value", "raw", "flags"])?;
    each_cell(opened, sheets, &mut |sheet, cell| {
        let address = cell.address.to_string();
        writer.write([sheet, &address, cell.kind, &cell.value, &cell.raw, &cell.flags.join(" ")])
    })?;
    Ok(writer.finish()?)
}

#[derive(Serialize)]
struct Cell<'a> {
    sheet: &'a str,
    cell: String,
    r#type: &'a str,
    value: &'a str,
    raw: &'a str,
    flags: &'a [&'a str],
}

/// One object, written cell by cell, so that no file is too large for it.
fn as_json(call: &Call<'_>, opened: &mut Opened, sheets: &[usize]) -> Result<(), Stop> {
    let mut output = opened::output();
    let (file, format) = (serde_json::to_string(&opened.name), opened.workbook.format());
    let file = file.map_err(io::Error::from)?;
    write!(
        output,
        "{{\n  \"schema_version\": {SCHEMA_VERSION},\n  \"file\": {file},\n  \"format\": \"{format}\",\n  \"cells\": ["
    )?;
    let mut first = true;
    let read = each_cell(opened, sheets, &mut |sheet, cell| {
        output.write_all(if std::mem::take(&mut first) { b"\n    " } else { b",\n    " })?;
        let (address, flags) = (cell.address.to_string(), cell.flags.as_slice());
        let line = Cell { sheet, cell: address, r#type: cell.kind, value: &cell.value, raw: &cell.raw, flags };
        Ok(serde_json::to_writer(&mut output, &line)?)
    });
    end_json(call, &mut output, opened, &read)?;
    read
}

/// The findings, and where reading stopped early, why: an object that breaks off would be no JSON.
fn end_json(call: &Call<'_>, output: &mut Output, opened: &Opened, read: &Result<(), Stop>) -> io::Result<()> {
    let findings = serde_json::to_string(&JsonFinding::all(&opened.findings, call.texts.language))?;
    write!(output, "\n  ],\n  \"findings\": {findings}")?;
    if let Err(Stop::Sheet(error)) = read {
        let error = JsonFinding::new(&error.finding(&opened.name), call.texts.language);
        write!(output, ",\n  \"error\": {}", serde_json::to_string(&error)?)?;
    }
    output.write_all(b"\n}\n")?;
    output.flush()
}
