//! The workbook part: which sheets there are, and what they share.

use super::part_error;
use super::relations::{Relation, inside, relations};
use super::sheet::XlsxSheet;
use super::strings::shared_texts;
use super::styles::date_styles;
use crate::chunk::SharedTexts;
use crate::error::{Damage, SheetError, Spot};
use crate::limits::Limits;
use crate::markup::{Attribute, BROKEN, Fault, Markup, Prefix, Token, attribute_text, is_true, local_name};
use crate::number_format::Shown;
use crate::package::{Package, xml_bytes};
use crate::value::DateSystem;
use crate::workbook::{SheetInfo, Visibility};
use std::sync::Arc;

/// What all cells of a workbook refer to.
#[derive(Debug, Clone)]
pub(super) struct Shared {
    pub(super) texts: Arc<SharedTexts>,
    /// For each style, as what it shows numbers; nothing where a workbook has no styles.
    pub(super) dates: Arc<[Shown]>,
    pub(super) system: DateSystem,
}

/// A workbook whose sheets are read when they are asked for.
#[derive(Debug)]
pub(crate) struct XlsxWorkbook {
    package: Package,
    limits: Limits,
    parts: Vec<String>,
    texts_part: Option<String>,
    styles_part: Option<String>,
    system: DateSystem,
    shared: Option<Shared>,
}

impl XlsxWorkbook {
    /// Reads the list of sheets. Every sheet's part must be there.
    pub(crate) fn open(mut package: Package, limits: &Limits) -> Result<(Self, Vec<SheetInfo>), SheetError> {
        let name = workbook_part(&mut package)?;
        let relations = relations(&mut package, &name)?;
        let bytes = xml_bytes(package.part(&name)?, &name)?;
        let outline = outline(&bytes).map_err(|fault| part_error(fault, &name))?;
        let mut sheets = Vec::new();
        let mut parts = Vec::new();
        for sheet in outline.sheets {
            let spot = || Spot { sheet: Some(sheet.info.name.clone()), ..Spot::part(&name) };
            let relation = relations.iter().find(|relation| relation.id == sheet.relation);
            let relation = relation.ok_or_else(|| SheetError::damaged(Damage::PartMissing, spot()))?;
            // Charts, dialogs and macros of Excel 4 are sheets without cells.
            if relation.kind != "worksheet" {
                continue;
            }
            let part = inside(relation)?.to_owned();
            if !package.has(&part) {
                let spot = Spot { sheet: Some(sheet.info.name), ..Spot::part(&part) };
                return Err(SheetError::damaged(Damage::PartMissing, spot));
            }
            if parts.contains(&part) {
                // What stands there once would be counted twice.
                return Err(SheetError::damaged(
                    Damage::PartTwice,
                    Spot { part: Some(part), ..Spot::sheet(&sheet.info.name) },
                ));
            }
            sheets.push(sheet.info);
            parts.push(part);
        }
        // Some writers leave the relation out and put the part where everyone has it.
        let usual = Some("xl/sharedStrings.xml").filter(|part| package.has(part)).map(str::to_owned);
        let texts_part = part_of(&relations, "sharedStrings")?.or(usual);
        let styles_part = part_of(&relations, "styles")?;
        let limits = limits.clone();
        Ok((Self { package, limits, parts, texts_part, styles_part, system: outline.system, shared: None }, sheets))
    }

    pub(crate) fn date_system(&self) -> DateSystem {
        self.system
    }

    /// A reader of the sheet with this index, which must exist; `name` is for errors.
    pub(crate) fn sheet(&mut self, index: usize, name: &str) -> Result<XlsxSheet<'_>, SheetError> {
        let shared = match self.shared.clone() {
            Some(shared) => shared,
            None => self.load_shared()?,
        };
        self.shared = Some(shared.clone());
        XlsxSheet::open(&mut self.package, &self.parts[index], name, shared, &self.limits)
    }

    fn load_shared(&mut self) -> Result<Shared, SheetError> {
        let texts = match &self.texts_part {
            Some(part) => {
                let bytes = xml_bytes(self.package.part(part)?, part)?;
                shared_texts(&bytes, part, self.limits.max_text_bytes)?
            }
            None => SharedTexts::default(),
        };
        let dates = match &self.styles_part {
            Some(part) => {
                let bytes = xml_bytes(self.package.part(part)?, part)?;
                date_styles(&bytes).map_err(|fault| part_error(fault, part))?
            }
            None => Vec::new(),
        };
        Ok(Shared { texts: Arc::new(texts), dates: dates.into(), system: self.system })
    }
}

fn workbook_part(package: &mut Package) -> Result<String, SheetError> {
    let relations = relations(package, "")?;
    match part_of(&relations, "officeDocument")? {
        Some(part) => Ok(part),
        None if package.has("xl/workbook.xml") => Ok("xl/workbook.xml".to_owned()),
        None => Err(SheetError::damaged(Damage::PartMissing, Spot::part("xl/workbook.xml"))),
    }
}

fn part_of(relations: &[Relation], kind: &str) -> Result<Option<String>, SheetError> {
    let relation = relations.iter().find(|relation| relation.kind == kind);
    relation.map(|relation| inside(relation).map(str::to_owned)).transpose()
}

struct Outline {
    sheets: Vec<ListedSheet>,
    system: DateSystem,
}

struct ListedSheet {
    info: SheetInfo,
    relation: String,
}

fn outline(bytes: &[u8]) -> Result<Outline, Fault> {
    let mut markup = Markup::new(bytes);
    let prefix = Prefix::of_root(markup.root()?, b"workbook")?;
    let mut outline = Outline { sheets: Vec::new(), system: DateSystem::Excel1900 };
    let mut more = markup.skip_attributes()?;
    while more {
        match markup.token()? {
            Token::Start(name) => match prefix.local(name) {
                b"workbookPr" => outline.system = date_system(&mut markup)?,
                b"sheets" => sheets(&mut markup, &prefix, &mut outline.sheets)?,
                _ => markup.skip_element()?,
            },
            Token::End(name) if prefix.local(name) == b"workbook" => more = false,
            Token::Text(text) if text.trim_ascii().is_empty() => {}
            _ => return Err(BROKEN),
        }
    }
    Ok(outline)
}

fn date_system(markup: &mut Markup<'_>) -> Result<DateSystem, Fault> {
    let mut system = DateSystem::Excel1900;
    loop {
        match markup.attribute()? {
            Attribute::Pair(b"date1904", value) if is_true(value) => system = DateSystem::Excel1904,
            Attribute::Pair(..) => {}
            Attribute::Open => {
                markup.skip_content()?;
                return Ok(system);
            }
            Attribute::Empty => return Ok(system),
        }
    }
}

fn sheets(markup: &mut Markup<'_>, prefix: &Prefix, out: &mut Vec<ListedSheet>) -> Result<(), Fault> {
    if !markup.skip_attributes()? {
        return Ok(());
    }
    loop {
        match markup.token()? {
            Token::Start(name) if prefix.local(name) == b"sheet" => out.push(listed_sheet(markup)?),
            Token::Start(_) => markup.skip_element()?,
            Token::End(name) if prefix.local(name) == b"sheets" => return Ok(()),
            Token::Text(text) if text.trim_ascii().is_empty() => {}
            _ => return Err(BROKEN),
        }
    }
}

fn listed_sheet(markup: &mut Markup<'_>) -> Result<ListedSheet, Fault> {
    let (mut name, mut relation, mut visibility) = (None, None, Visibility::Visible);
    let has_content = loop {
        match markup.attribute()? {
            Attribute::Pair(b"name", value) => name = Some(attribute_text(value)?),
            Attribute::Pair(b"state", b"hidden") => visibility = Visibility::Hidden,
            Attribute::Pair(b"state", b"veryHidden") => visibility = Visibility::VeryHidden,
            // The prefix of `r:id` is the writer's choice.
            Attribute::Pair(key, value) if key.contains(&b':') && local_name(key) == b"id" => {
                relation = Some(attribute_text(value)?);
            }
            Attribute::Pair(..) => {}
            Attribute::Open => break true,
            Attribute::Empty => break false,
        }
    };
    if has_content {
        markup.skip_content()?;
    }
    let (name, relation) = name.zip(relation).ok_or(BROKEN)?;
    Ok(ListedSheet { info: SheetInfo { name, visibility }, relation })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_are_listed_in_order() {
        let part = br#"<x:workbook xmlns:x="m" xmlns:q="r"><x:workbookPr date1904="true"/><x:sheets>
            <x:sheet name="A &amp; B" sheetId="1" q:id="rId9"/><x:sheet name="C" sheetId="7" state="veryHidden" q:id="rId1"></x:sheet>
            </x:sheets><x:definedNames/></x:workbook>"#;
        let outline = outline(part).expect("a workbook");
        let names: Vec<_> =
            outline.sheets.iter().map(|s| (s.info.name.as_str(), s.relation.as_str(), s.info.visibility)).collect();
        assert_eq!(names, [("A & B", "rId9", Visibility::Visible), ("C", "rId1", Visibility::VeryHidden)]);
        assert_eq!(outline.system, DateSystem::Excel1904);
    }
}
