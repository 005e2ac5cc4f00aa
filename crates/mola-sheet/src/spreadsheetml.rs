//! XML spreadsheets of Excel 2003, which other programs like to save as `.xls`.

use crate::chunk::Chunk;
use crate::error::{Damage, Limit, SheetError, Spot};
use crate::held::{HeldSheet, SheetBuilder};
use crate::limits::Limits;
use crate::markup::{
    Attribute, BROKEN, Fault, Markup, Prefix, Token, attribute_text, is_true, local_name, unescape_into,
};
use crate::moment::serial_of;
use crate::package::xml_bytes;
use crate::value::DateSystem;
use crate::workbook::{Opened, SheetInfo, Visibility};

/// Reads all sheets.
pub(crate) fn open(bytes: Vec<u8>, limits: &Limits) -> Result<Opened, SheetError> {
    if bytes.len() as u64 > limits.max_inflated_bytes {
        return Err(SheetError::too_large(Limit::Inflated, limits.max_inflated_bytes, Spot::default()));
    }
    let bytes = xml_bytes(bytes, "")?;
    let mut reader = Reader { markup: Markup::new(&bytes), prefix: Prefix::default(), limits };
    let sheets = reader.workbook().map_err(|error| match error {
        ReadError::Fault(Fault::Damage(damage)) => SheetError::damaged(damage, Spot::default()),
        ReadError::Fault(_) => SheetError::damaged(Damage::CutOff, Spot::default()),
        ReadError::Sheet(error) => error,
    })?;
    Ok(Opened { sheets, encoding: None })
}

enum ReadError {
    Fault(Fault),
    Sheet(SheetError),
}

impl From<Fault> for ReadError {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<SheetError> for ReadError {
    fn from(error: SheetError) -> Self {
        Self::Sheet(error)
    }
}

struct Reader<'a> {
    markup: Markup<'a>,
    prefix: Prefix,
    limits: &'a Limits,
}

/// The attributes of columns, rows and cells that count.
#[derive(Default)]
struct Head {
    name: String,
    index: Option<u32>,
    span: u32,
    hidden: bool,
    across: u32,
    down: u32,
    has_formula: bool,
    has_content: bool,
}

impl Reader<'_> {
    fn head(&mut self) -> Result<Head, Fault> {
        let mut head = Head::default();
        loop {
            match self.markup.attribute()? {
                Attribute::Pair(key, value) => match local_name(key) {
                    b"Name" => head.name = attribute_text(value)?,
                    b"Index" => head.index = Some(number(value)?),
                    b"Span" => head.span = number(value)?,
                    b"Hidden" => head.hidden = is_true(value),
                    b"MergeAcross" => head.across = number(value)?,
                    b"MergeDown" => head.down = number(value)?,
                    b"Formula" => head.has_formula = true,
                    _ => {}
                },
                Attribute::Open => {
                    head.has_content = true;
                    return Ok(head);
                }
                Attribute::Empty => return Ok(head),
            }
        }
    }

    fn workbook(&mut self) -> Result<Vec<(SheetInfo, HeldSheet)>, ReadError> {
        self.prefix = Prefix::of_root(self.markup.root()?, b"Workbook")?;
        let mut sheets = Vec::new();
        let mut more = self.markup.skip_attributes()?;
        while more {
            match self.markup.token()? {
                Token::Start(name) if self.prefix.local(name) == b"Worksheet" => sheets.push(self.worksheet()?),
                Token::Start(_) => self.markup.skip_element()?,
                Token::End(name) if self.prefix.local(name) == b"Workbook" => more = false,
                Token::Text(text) if text.trim_ascii().is_empty() => {}
                _ => return Err(BROKEN.into()),
            }
        }
        Ok(sheets)
    }

    fn worksheet(&mut self) -> Result<(SheetInfo, HeldSheet), ReadError> {
        let head = self.head()?;
        let mut info = SheetInfo::visible(head.name);
        let mut builder = SheetBuilder::new(&info.name, Chunk::default(), self.limits);
        let mut more = head.has_content;
        while more {
            match self.markup.token()? {
                Token::Start(name) if self.prefix.local(name) == b"Table" => self.table(&mut builder)?,
                Token::Start(name) if local_name(name) == b"WorksheetOptions" => info.visibility = self.visibility()?,
                Token::Start(_) => self.markup.skip_element()?,
                Token::End(name) if self.prefix.local(name) == b"Worksheet" => more = false,
                Token::Text(text) if text.trim_ascii().is_empty() => {}
                _ => return Err(BROKEN.into()),
            }
        }
        Ok((info, builder.finish()?))
    }

    fn visibility(&mut self) -> Result<Visibility, Fault> {
        let mut visibility = Visibility::Visible;
        let mut more = self.markup.skip_attributes()?;
        while more {
            match self.markup.token()? {
                Token::Start(name) if local_name(name) == b"Visible" => {
                    if self.markup.skip_attributes()?
                        && let Token::Text(text) = self.markup.token()?
                    {
                        visibility = match text.trim_ascii() {
                            b"SheetHidden" => Visibility::Hidden,
                            b"SheetVeryHidden" => Visibility::VeryHidden,
                            _ => Visibility::Visible,
                        };
                    }
                }
                Token::Start(_) => self.markup.skip_element()?,
                Token::End(name) => more = local_name(name) != b"WorksheetOptions",
                Token::Text(_) | Token::CData(_) => {}
            }
        }
        Ok(visibility)
    }

    fn table(&mut self, builder: &mut SheetBuilder<'_>) -> Result<(), ReadError> {
        let (mut row, mut column) = (1_u32, 1_u32);
        let mut more = self.markup.skip_attributes()?;
        while more {
            match self.markup.token()? {
                Token::Start(name) => match self.prefix.local(name) {
                    b"Row" => row = self.row(row, builder)?,
                    b"Column" => {
                        let head = self.head()?;
                        if head.has_content {
                            self.markup.skip_content()?;
                        }
                        let first = head.index.unwrap_or(column);
                        let last = first.saturating_add(head.span);
                        if head.hidden {
                            builder.sheet.hidden_columns.push((first, last));
                        }
                        column = last.saturating_add(1);
                    }
                    _ => self.markup.skip_element()?,
                },
                Token::End(name) if self.prefix.local(name) == b"Table" => more = false,
                Token::Text(text) if text.trim_ascii().is_empty() => {}
                _ => return Err(BROKEN.into()),
            }
        }
        Ok(())
    }

    /// Reads a row; returns the number of the one that follows if it has none of its own.
    fn row(&mut self, next: u32, builder: &mut SheetBuilder<'_>) -> Result<u32, ReadError> {
        let head = self.head()?;
        let row = head.index.unwrap_or(next);
        builder.begin_row(row, head.hidden)?;
        let mut column = 1_u32;
        let mut more = head.has_content;
        while more {
            match self.markup.token()? {
                Token::Start(name) if self.prefix.local(name) == b"Cell" => column = self.cell(row, column, builder)?,
                Token::Start(_) => self.markup.skip_element()?,
                Token::End(name) if self.prefix.local(name) == b"Row" => more = false,
                Token::Text(text) if text.trim_ascii().is_empty() => {}
                _ => return Err(BROKEN.into()),
            }
        }
        builder.end_row()?;
        Ok(row.saturating_add(head.span).saturating_add(1))
    }

    /// Reads a cell; returns the column of the one that follows if it has none of its own.
    fn cell(&mut self, row: u32, next: u32, builder: &mut SheetBuilder<'_>) -> Result<u32, ReadError> {
        let head = self.head()?;
        let column = head.index.unwrap_or(next);
        builder.merge(row, column, head.down.saturating_add(1), head.across.saturating_add(1));
        let mut has_value = false;
        let mut more = head.has_content;
        while more {
            match self.markup.token()? {
                Token::Start(name) if local_name(name) == b"Data" && !has_value => {
                    has_value = true;
                    let (kind, text) = self.data()?;
                    put(row, column, &kind, &text, builder)?;
                }
                Token::Start(_) => self.markup.skip_element()?,
                Token::End(name) if self.prefix.local(name) == b"Cell" => more = false,
                Token::Text(text) if text.trim_ascii().is_empty() => {}
                _ => return Err(BROKEN.into()),
            }
        }
        if head.has_formula && !has_value {
            builder.cell(column, 0)?.push_uncached(column);
        } else if head.has_formula {
            builder.sheet.chunk.mark_formula(column);
        }
        Ok(column.saturating_add(head.across).saturating_add(1))
    }

    /// The type of a value and its text; tags inside the text are formats.
    fn data(&mut self) -> Result<(Vec<u8>, String), Fault> {
        let mut kind = Vec::new();
        let mut text = String::new();
        let has_content = loop {
            match self.markup.attribute()? {
                Attribute::Pair(key, value) if local_name(key) == b"Type" => kind = value.to_owned(),
                Attribute::Pair(..) => {}
                Attribute::Open => break true,
                Attribute::Empty => break false,
            }
        };
        let mut depth = usize::from(has_content);
        while depth > 0 {
            match self.markup.token()? {
                Token::Text(raw) => unescape_into(raw, &mut text)?,
                Token::CData(raw) => text.push_str(&String::from_utf8_lossy(raw)),
                Token::Start(_) => depth += usize::from(self.markup.skip_attributes()?),
                Token::End(_) => depth -= 1,
            }
        }
        Ok((kind, text))
    }
}

fn put(row: u32, column: u32, kind: &[u8], text: &str, builder: &mut SheetBuilder<'_>) -> Result<(), SheetError> {
    let spot = builder.spot(row, column);
    let wrong = |damage| SheetError::damaged(damage, spot);
    let chunk = builder.cell(column, text.len())?;
    match kind {
        b"Number" => match text.trim().parse::<f64>().ok().filter(|number| number.is_finite()) {
            Some(number) => chunk.push_number(column, number),
            None => return Err(wrong(Damage::CellContent)),
        },
        // A time of day is written as one of the day before the calendar begins.
        b"DateTime" => match serial_of(text.strip_prefix("1899-12-31T").unwrap_or(text), DateSystem::Excel1900) {
            Some(serial) => chunk.push_date(column, serial),
            None => chunk.push_text(column, text),
        },
        b"Boolean" => chunk.push_bool(column, is_true(text.trim().as_bytes())),
        b"Error" => chunk.push_error(column, text),
        b"String" | b"" => chunk.push_text(column, text),
        _ => return Err(wrong(Damage::CellType)),
    }
    Ok(())
}

fn number(raw: &[u8]) -> Result<u32, Fault> {
    std::str::from_utf8(raw).ok().and_then(|text| text.parse().ok()).ok_or(BROKEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_keep_their_places() {
        let part = r#"<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
            <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
            <Styles><Style ss:ID="a"/></Styles><Worksheet ss:Name="A&amp;B"><Table><Column ss:Index="2" ss:Hidden="1" ss:Span="1"/>
            <Row><Cell ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="String">title</Data></Cell><Cell><Data ss:Type="Number">1.5</Data></Cell></Row>
            <Row ss:Index="4"><Cell ss:Index="3"><Data ss:Type="DateTime">2011-10-31T00:00:00.000</Data><Comment><Data>no</Data></Comment></Cell>
            <Cell ss:Formula="=1"/><Cell><ss:Data ss:Type="String" xmlns="h"><B>x</B> y</ss:Data></Cell></Row></Table>
            <WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"#;
        let opened = open(part.as_bytes().to_vec(), &Limits::default()).expect("a workbook");
        let (info, sheet) = &opened.sheets[0];
        assert_eq!((info.name.as_str(), info.visibility), ("A&B", Visibility::Hidden));
        let rows: Vec<_> = sheet
            .chunk
            .rows()
            .map(|row| {
                (row.number(), row.cells().map(|(c, v)| format!("{c}={}", v.raw())).collect::<Vec<_>>().join(" "))
            })
            .collect();
        assert_eq!(rows, [(1, "1=title 3=1.5".to_owned()), (4, "3=2011-10-31 4= 5=x y".to_owned())]);
        assert_eq!((sheet.merges.len(), sheet.hidden_columns.as_slice()), (1, &[(2, 3)][..]));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for cell in ["<Data ss:Type=\"Number\">1,5</Data>", "<Data ss:Type=\"Colour\">1</Data>"] {
            let part = format!(
                "<Workbook><Worksheet ss:Name=\"A\"><Table><Row><Cell>{cell}</Cell></Row></Table></Worksheet></Workbook>"
            );
            assert!(open(part.into_bytes(), &Limits::default()).is_err(), "{cell}");
        }
    }
}
