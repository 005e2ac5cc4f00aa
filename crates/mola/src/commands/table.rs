//! `mola table`

use super::opened::{self, Opened};
use super::{Answer, Call, SCHEMA_VERSION};
use crate::args::{Format, TableArgs};
use crate::failure::Failure;
use mola_finding::JsonFinding;
use mola_sheet::{CsvWriter, FoundTable, TableError, TableHints, Visibility, read_table};
use std::io::{self, Write};

pub(super) fn table(call: &Call<'_>, args: &TableArgs) -> Result<Answer, Failure> {
    let mut opened = opened::open(&args.file, &args.dialect)?;
    let index = match &args.sheet {
        Some(wanted) => opened.sheet(wanted)?,
        None => first_sheet(&mut opened)?,
    };
    let hints = TableHints { header_rows: args.header_rows, skip_rows: args.skip_rows };
    let written = match args.format {
        Format::Json => as_json(call, &mut opened, index, hints),
        Format::Csv | Format::Text => as_csv(&mut opened, index, hints),
    };
    match written {
        Ok(()) => opened::end(call, Ok(()), &opened.findings),
        Err(TableError::Write(error)) => opened::end(call, Err(error), &opened.findings),
        Err(TableError::Sheet(error)) => Err(opened.refused(&error)),
    }
}

/// The first sheet that people see and that holds something, or else the first that holds something.
pub(super) fn first_sheet(opened: &mut Opened) -> Result<usize, Failure> {
    let infos = opened.workbook.sheets().to_vec();
    let (seen, hidden): (Vec<usize>, Vec<usize>) =
        (0..infos.len()).partition(|index| infos[*index].visibility == Visibility::Visible);
    for index in seen.iter().chain(&hidden) {
        let filled = opened.workbook.sheet(*index).and_then(|mut reader| Ok(reader.next_chunk()?.is_some()));
        if filled.map_err(|error| opened.refused(&error))? {
            return Ok(*index);
        }
    }
    Err(opened.refused(&mola_sheet::SheetError::Empty))
}

/// Reads the table, and notes what is odd about it.
fn read(
    opened: &mut Opened,
    index: usize,
    hints: TableHints,
    take: &mut dyn FnMut(&[&str]) -> io::Result<()>,
) -> Result<FoundTable, TableError> {
    let name = opened.workbook.sheets()[index].name.clone();
    let mut reader = opened.workbook.sheet(index)?;
    let found = read_table(&mut reader, hints, take)?;
    let flaws = reader.flaws().findings(&opened.name);
    opened.findings.extend(flaws);
    opened.findings.extend(found.findings(&opened.place(&name), opened.is_text()));
    Ok(found)
}

fn as_csv(opened: &mut Opened, index: usize, hints: TableHints) -> Result<(), TableError> {
    let mut writer = CsvWriter::new(opened::output());
    read(opened, index, hints, &mut |texts| writer.write(texts))?;
    Ok(writer.finish()?)
}

/// One object, written record by record, so that no table is too large for it.
fn as_json(call: &Call<'_>, opened: &mut Opened, index: usize, hints: TableHints) -> Result<(), TableError> {
    let mut output = opened::output();
    let json = |text: &str| serde_json::to_string(text).map_err(io::Error::from);
    let (file, sheet) = (json(&opened.name)?, json(&opened.workbook.sheets()[index].name)?);
    write!(
        output,
        "{{\n  \"schema_version\": {SCHEMA_VERSION},\n  \"file\": {file},\n  \"sheet\": {sheet},\n  \"rows\": ["
    )?;
    let mut first = true;
    let found = read(opened, index, hints, &mut |texts| {
        output.write_all(if std::mem::take(&mut first) { b"\n    " } else { b",\n    " })?;
        Ok(serde_json::to_writer(&mut output, texts)?)
    });
    let findings = serde_json::to_string(&JsonFinding::all(&opened.findings, call.texts.language));
    write!(output, "\n  ],\n  \"findings\": {}", findings.map_err(io::Error::from)?)?;
    match &found {
        Ok(found) => {
            let rows: Vec<String> = found.header_rows.iter().map(u32::to_string).collect();
            write!(output, ",\n  \"header_rows\": [{}],\n  \"records\": {}", rows.join(", "), found.records)?;
        }
        Err(TableError::Sheet(error)) => {
            let error = JsonFinding::new(&error.finding(&opened.name), call.texts.language);
            write!(output, ",\n  \"error\": {}", serde_json::to_string(&error).map_err(io::Error::from)?)?;
        }
        Err(TableError::Write(_)) => {}
    }
    output.write_all(b"\n}\n")?;
    output.flush()?;
    found.map(drop)
}
