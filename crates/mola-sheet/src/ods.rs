//! Spreadsheets of OpenDocument.
//!
//! One line of such a file may stand for a million rows: repeats are counted before they are
//! written out.

mod paragraph;

use crate::chunk::Chunk;
use crate::error::{Damage, Limit, SheetError, Spot};
use crate::held::{HELD_CELLS, HeldSheet, SheetBuilder};
use crate::limits::{Limits, MAX_COLUMNS, MAX_ROWS};
use crate::markup::{Attribute, BROKEN, Fault, Markup, Token, attribute_text, is_true};
use crate::moment::{days_of_duration, serial_of};
use crate::package::{Package, xml_bytes};
use crate::value::DateSystem;
use crate::workbook::{Opened, SheetInfo, Visibility};
use paragraph::cell_text;
use std::collections::BTreeSet;

const PART: &str = "content.xml";

/// Reads all sheets.
pub(crate) fn open(mut package: Package, limits: &Limits) -> Result<Opened, SheetError> {
    let bytes = xml_bytes(package.part(PART)?, PART)?;
    let mut reader = OdsReader { markup: Markup::new(&bytes), limits, hidden_styles: BTreeSet::new() };
    let sheets = reader.document().map_err(|error| match error {
        OdsError::Fault(fault) => {
            let damage = if let Fault::Damage(damage) = fault { damage } else { Damage::CutOff };
            SheetError::damaged(damage, Spot::part(PART))
        }
        OdsError::Sheet(error) => error,
    })?;
    Ok(Opened { sheets, encoding: None })
}

enum OdsError {
    Fault(Fault),
    Sheet(SheetError),
}

impl From<Fault> for OdsError {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<SheetError> for OdsError {
    fn from(error: SheetError) -> Self {
        Self::Sheet(error)
    }
}

struct OdsReader<'a> {
    markup: Markup<'a>,
    limits: &'a Limits,
    /// Styles of tables that are not shown.
    hidden_styles: BTreeSet<Vec<u8>>,
}

/// A value that may stand in several cells.
struct Repeated {
    column: u32,
    times: u32,
    value: OdsValue,
    formula: bool,
}

enum OdsValue {
    Number(f64),
    Date(f64),
    Elapsed(f64),
    Bool(bool),
    Text(String),
    Error(String),
    Uncached,
}

/// The attributes of a cell that count.
#[derive(Default)]
struct CellHead<'a> {
    kind: &'a [u8],
    value: Option<&'a [u8]>,
    text: Option<String>,
    is_error: bool,
    has_formula: bool,
    times: u32,
    columns: u32,
    rows: u32,
}

impl<'a> OdsReader<'a> {
    fn document(&mut self) -> Result<Vec<(SheetInfo, HeldSheet)>, OdsError> {
        let mut sheets = Vec::new();
        if self.markup.root()? != b"office:document-content" {
            return Err(BROKEN.into());
        }
        self.markup.skip_attributes()?;
        loop {
            match self.markup.token()? {
                Token::Start(b"office:automatic-styles") => self.styles()?,
                Token::Start(b"office:body" | b"office:spreadsheet") => {
                    self.markup.skip_attributes()?;
                }
                Token::Start(b"table:table") => sheets.push(self.table()?),
                Token::Start(_) => self.markup.skip_element()?,
                Token::End(b"office:document-content") => return Ok(sheets),
                Token::End(_) | Token::Text(_) | Token::CData(_) => {}
            }
        }
    }

    fn styles(&mut self) -> Result<(), Fault> {
        let mut name: &[u8] = b"";
        let mut more = self.markup.skip_attributes()?;
        while more {
            match self.markup.token()? {
                Token::Start(element) => {
                    while let Attribute::Pair(key, value) = self.markup.attribute()? {
                        match key {
                            b"style:name" if element == b"style:style" => name = value,
                            b"table:display" if value == b"false" => {
                                self.hidden_styles.insert(name.to_owned());
                            }
                            _ => {}
                        }
                    }
                }
                Token::End(b"office:automatic-styles") => more = false,
                Token::End(_) | Token::Text(_) | Token::CData(_) => {}
            }
        }
        Ok(())
    }

    fn table(&mut self) -> Result<(SheetInfo, HeldSheet), OdsError> {
        let mut info = SheetInfo::visible("");
        let has_content = loop {
            match self.markup.attribute()? {
                Attribute::Pair(b"table:name", value) => info.name = attribute_text(value)?,
                Attribute::Pair(b"table:style-name", value) if self.hidden_styles.contains(value) => {
                    info.visibility = Visibility::Hidden;
                }
                Attribute::Pair(..) => {}
                Attribute::Open => break true,
                Attribute::Empty => break false,
            }
        };
        let mut builder = SheetBuilder::new(&info.name, Chunk::default(), self.limits);
        if has_content {
            self.table_content(&mut builder)?;
        }
        Ok((info, builder.finish()?))
    }

    fn table_content(&mut self, builder: &mut SheetBuilder<'_>) -> Result<(), OdsError> {
        let (mut row, mut column) = (1, 1);
        loop {
            match self.markup.token()? {
                Token::Start(b"table:table-row") => self.row(&mut row, builder)?,
                Token::Start(b"table:table-column") => self.column(&mut column, builder)?,
                // Groups of rows and columns hold these and nothing else that counts.
                Token::Start(
                    b"table:table-header-rows"
                    | b"table:table-row-group"
                    | b"table:table-rows"
                    | b"table:table-columns"
                    | b"table:table-header-columns"
                    | b"table:table-column-group",
                ) => {
                    self.markup.skip_attributes()?;
                }
                Token::Start(_) => self.markup.skip_element()?,
                Token::End(b"table:table") => return Ok(()),
                Token::End(_) | Token::Text(_) | Token::CData(_) => {}
            }
        }
    }

    fn column(&mut self, column: &mut u32, builder: &mut SheetBuilder<'_>) -> Result<(), OdsError> {
        let (mut times, mut hidden) = (1, false);
        let has_content = loop {
            match self.markup.attribute()? {
                Attribute::Pair(b"table:number-columns-repeated", value) => times = count(value)?,
                Attribute::Pair(b"table:visibility", value) => hidden = is_hidden(value),
                Attribute::Pair(..) => {}
                Attribute::Open => break true,
                Attribute::Empty => break false,
            }
        };
        if has_content {
            self.markup.skip_content()?;
        }
        let next = column.saturating_add(times);
        if hidden {
            builder.sheet.hidden_columns.push((*column, next - 1));
        }
        *column = next;
        Ok(())
    }

    fn row(&mut self, row: &mut u32, builder: &mut SheetBuilder<'_>) -> Result<(), OdsError> {
        let (mut times, mut hidden) = (1, false);
        let has_content = loop {
            match self.markup.attribute()? {
                Attribute::Pair(b"table:number-rows-repeated", value) => times = count(value)?,
                Attribute::Pair(b"table:visibility", value) => hidden = is_hidden(value),
                Attribute::Pair(..) => {}
                Attribute::Open => break true,
                Attribute::Empty => break false,
            }
        };
        let cells = if has_content { self.cells(*row, builder)? } else { Vec::new() };
        if !cells.is_empty() {
            write_rows(*row, times, hidden, &cells, builder)?;
        }
        *row = row.saturating_add(times);
        Ok(())
    }

    fn cells(&mut self, row: u32, builder: &mut SheetBuilder<'_>) -> Result<Vec<Repeated>, OdsError> {
        let mut cells = Vec::new();
        let mut column = 1_u32;
        loop {
            match self.markup.token()? {
                Token::Start(name @ (b"table:table-cell" | b"table:covered-table-cell")) => {
                    let (head, has_content) = self.cell_head()?;
                    let max = self.limits.max_text_bytes;
                    let text = if has_content { cell_text(&mut self.markup, name, max) } else { Ok(String::new()) };
                    let text = text.map_err(|fault| match fault {
                        Fault::TextLimit => {
                            let spot = builder.spot(row, column);
                            OdsError::Sheet(SheetError::too_large(Limit::Text, max as u64, spot))
                        }
                        fault => OdsError::Fault(fault),
                    })?;
                    let times = head.times;
                    // What a merged cell covers is seen by nobody.
                    if name == b"table:table-cell" {
                        builder.merge(row, column, head.rows, head.columns);
                        let formula = head.has_formula;
                        let value = head
                            .value(text)
                            .map_err(|damage| SheetError::damaged(damage, builder.spot(row, column)))?;
                        cells.extend(value.map(|value| Repeated { column, times, value, formula }));
                    }
                    column = column.saturating_add(times);
                }
                Token::Start(_) => self.markup.skip_element()?,
                Token::End(b"table:table-row") => return Ok(cells),
                Token::Text(text) if text.trim_ascii().is_empty() => {}
                _ => return Err(BROKEN.into()),
            }
        }
    }

    fn cell_head(&mut self) -> Result<(CellHead<'a>, bool), Fault> {
        let mut head = CellHead { times: 1, columns: 1, rows: 1, ..CellHead::default() };
        loop {
            match self.markup.attribute()? {
                Attribute::Pair(b"office:value-type", value) => head.kind = value,
                Attribute::Pair(
                    b"office:value" | b"office:date-value" | b"office:time-value" | b"office:boolean-value",
                    value,
                ) => {
                    head.value = Some(value);
                }
                Attribute::Pair(b"office:string-value", value) => head.text = Some(attribute_text(value)?),
                Attribute::Pair(b"calcext:value-type", value) => head.is_error = value == b"error",
                Attribute::Pair(b"table:formula", _) => head.has_formula = true,
                Attribute::Pair(b"table:number-columns-repeated", value) => head.times = count(value)?,
                Attribute::Pair(b"table:number-columns-spanned", value) => head.columns = count(value)?,
                Attribute::Pair(b"table:number-rows-spanned", value) => head.rows = count(value)?,
                Attribute::Pair(..) => {}
                Attribute::Open => return Ok((head, true)),
                Attribute::Empty => return Ok((head, false)),
            }
        }
    }
}

impl CellHead<'_> {
    /// The value of the cell, given the text that it shows; `None` for an empty one.
    fn value(self, shown: String) -> Result<Option<OdsValue>, Damage> {
        let wrong = Damage::CellContent;
        let stored = self.value.map(|value| std::str::from_utf8(value).map_err(|_| Damage::Text)).transpose()?;
        if self.is_error {
            return Ok(Some(OdsValue::Error(shown)));
        }
        Ok(Some(match (self.kind, stored) {
            (b"float" | b"percentage" | b"currency", Some(value)) => {
                OdsValue::Number(value.trim().parse().ok().filter(|number: &f64| number.is_finite()).ok_or(wrong)?)
            }
            (b"date", Some(value)) => match serial_of(value, DateSystem::Excel1900) {
                Some(serial) => OdsValue::Date(serial),
                None => OdsValue::Text(value.to_owned()),
            },
            // A time of day and an elapsed time are written alike: what is longer than a day is no time of day.
            (b"time", Some(value)) => match days_of_duration(value).ok_or(wrong)? {
                days if (0.0..1.0).contains(&days) => OdsValue::Date(days),
                days => OdsValue::Elapsed(days),
            },
            (b"boolean", Some(value)) => OdsValue::Bool(is_true(value.as_bytes())),
            (b"string" | b"", _) => {
                let text = self.text.unwrap_or(shown);
                if text.is_empty() {
                    return Ok((self.has_formula && self.kind.is_empty()).then_some(OdsValue::Uncached));
                }
                OdsValue::Text(text)
            }
            (_, None) if self.has_formula => OdsValue::Uncached,
            _ => return Err(wrong),
        }))
    }
}

/// Writes out the rows that one line stands for, if they are not too many.
fn write_rows(
    row: u32,
    times: u32,
    hidden: bool,
    cells: &[Repeated],
    builder: &mut SheetBuilder<'_>,
) -> Result<(), SheetError> {
    let each: u64 = cells.iter().map(|cell| u64::from(cell.times)).sum();
    let spot = |builder: &SheetBuilder<'_>| builder.spot(row, cells[0].column);
    if row.saturating_add(times - 1) > MAX_ROWS {
        return Err(SheetError::too_large(Limit::Rows, u64::from(MAX_ROWS), spot(builder)));
    }
    if cells.iter().any(|cell| cell.column.saturating_add(cell.times - 1) > MAX_COLUMNS) {
        return Err(SheetError::too_large(Limit::Columns, u64::from(MAX_COLUMNS), spot(builder)));
    }
    if each.saturating_mul(u64::from(times)) > HELD_CELLS {
        return Err(SheetError::too_large(Limit::Cells, HELD_CELLS, spot(builder)));
    }
    for row in row..row + times {
        builder.begin_row(row, hidden)?;
        for cell in cells {
            for column in cell.column..cell.column + cell.times {
                write_cell(column, &cell.value, builder)?;
                if cell.formula {
                    builder.sheet.chunk.mark_formula(column);
                }
            }
        }
        builder.end_row()?;
    }
    Ok(())
}

fn write_cell(column: u32, value: &OdsValue, builder: &mut SheetBuilder<'_>) -> Result<(), SheetError> {
    let text_bytes = if let OdsValue::Text(text) | OdsValue::Error(text) = value { text.len() } else { 0 };
    let chunk = builder.cell(column, text_bytes)?;
    match value {
        OdsValue::Number(number) => chunk.push_number(column, *number),
        OdsValue::Date(serial) => chunk.push_date(column, *serial),
        OdsValue::Elapsed(serial) => chunk.push_elapsed(column, *serial),
        OdsValue::Bool(value) => chunk.push_bool(column, *value),
        OdsValue::Text(text) => chunk.push_text(column, text),
        OdsValue::Error(text) => chunk.push_error(column, text),
        OdsValue::Uncached => chunk.push_uncached(column),
    }
    Ok(())
}

fn is_hidden(visibility: &[u8]) -> bool {
    matches!(visibility, b"collapse" | b"filter")
}

/// A count of at least 1.
fn count(raw: &[u8]) -> Result<u32, Fault> {
    let text = std::str::from_utf8(raw).ok();
    text.and_then(|text| text.parse().ok()).filter(|count| *count > 0).ok_or(BROKEN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Value;

    fn read(table: &str, limits: &Limits) -> Result<(Vec<String>, HeldSheet), SheetError> {
        let part = format!(
            "<office:document-content xmlns:office='o'><office:body><office:spreadsheet><table:table table:name='A'>{table}</table:table></office:spreadsheet></office:body></office:document-content>"
        );
        let mut reader = OdsReader { markup: Markup::new(part.as_bytes()), limits, hidden_styles: BTreeSet::new() };
        let mut sheets = reader.document().map_err(|error| match error {
            OdsError::Sheet(error) => error,
            OdsError::Fault(fault) => panic!("{fault:?}"),
        })?;
        let sheet = sheets.pop().expect("one table").1;
        let show = |(column, value): (u32, Value<'_>)| {
            format!("{column}={}", if value == Value::Uncached { "?".into() } else { value.raw() })
        };
        let rows = sheet
            .chunk
            .rows()
            .map(|row| format!("{}: {}", row.number(), row.cells().map(show).collect::<Vec<_>>().join(" ")))
            .collect();
        Ok((rows, sheet))
    }

    #[test]
    fn cells_keep_their_places() {
        let table = "<table:table-column table:number-columns-repeated='2'/><table:table-column table:visibility='collapse'/>
            <table:table-header-rows><table:table-row>
              <table:table-cell office:value-type='string' table:number-columns-spanned='2'><text:p>a</text:p></table:table-cell>
              <table:covered-table-cell><text:p>unseen</text:p></table:covered-table-cell>
              <table:table-cell office:value-type='float' office:value='6'><text:p>6,00</text:p></table:table-cell>
            </table:table-row></table:table-header-rows>
            <table:table-row table:number-rows-repeated='3'><table:table-cell table:number-columns-repeated='1024'/></table:table-row>
            <table:table-row table:number-rows-repeated='2' table:visibility='filter'>
              <table:table-cell office:value-type='date' office:date-value='2011-10-31' table:number-columns-repeated='2'/>
              <table:table-cell table:formula='of:=1'/><table:table-cell office:value-type='boolean' office:boolean-value='true'/>
            </table:table-row><table:table-row table:number-rows-repeated='1048570'><table:table-cell/></table:table-row>";
        let (rows, sheet) = read(table, &Limits::default()).expect("a table");
        assert_eq!(
            rows,
            ["1: 1=a 3=6", "5: 1=2011-10-31 2=2011-10-31 3=? 4=TRUE", "6: 1=2011-10-31 2=2011-10-31 3=? 4=TRUE"]
        );
        assert_eq!(sheet.hidden_columns, [(3, 3)]);
        assert_eq!(sheet.merges.len(), 1);
        assert!(sheet.chunk.rows().last().is_some_and(|row| row.is_hidden()));
    }

    #[test]
    fn repeats_do_not_fill_the_memory() {
        let table = |rows: u32, columns: u32| {
            format!(
                "<table:table-row table:number-rows-repeated='{rows}'><table:table-cell office:value-type='float' office:value='1' table:number-columns-repeated='{columns}'/></table:table-row>"
            )
        };
        for (rows, columns, expected) in [
            (1_048_576, 16_384, Limit::Cells),
            (1_048_577, 1, Limit::Rows),
            (1, 16_385, Limit::Columns),
            (4_000, 16_384, Limit::Cells),
        ] {
            let error = read(&table(rows, columns), &Limits::default()).map(|(rows, _)| rows.len());
            assert!(
                matches!(error, Err(SheetError::TooLarge { limit, .. }) if limit == expected),
                "{rows} x {columns}"
            );
        }
    }
}
