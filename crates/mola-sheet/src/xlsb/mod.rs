//! Binary workbooks of Excel 2007 and later: the package of xlsx with records in place of XML.
//!
//! The structures are those of [MS-XLSB]; the numbers in comments are its sections.

mod cells;
mod records;

use crate::chunk::SharedTexts;
use crate::error::{Damage, Limit, SheetError, Spot};
use crate::limits::Limits;
use crate::number_format::{Shown, builtin, shown};
use crate::package::Package;
use crate::value::DateSystem;
use crate::workbook::{Opened, SheetInfo, Visibility};
use crate::xlsx::relations::{Relation, inside, relations};
use records::{Fields, Records};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What all sheets of a workbook share.
struct Shared {
    texts: Arc<SharedTexts>,
    /// For each style, as what it shows numbers; nothing where a workbook has no styles.
    dates: Vec<Shown>,
    system: DateSystem,
}

/// Reads all sheets.
pub(crate) fn open(bytes: Vec<u8>, limits: &Limits) -> Result<Opened, SheetError> {
    let mut package = Package::open(bytes, limits)?;
    let main = relations(&mut package, "")?;
    let main = part_of(&main, "officeDocument")?.unwrap_or_else(|| "xl/workbook.bin".to_owned());
    let links = relations(&mut package, &main)?;
    let (listed, system) = part(&mut package, &main, workbook)?;
    // Some writers leave the relation out and put the part where everyone has it.
    let usual = Some("xl/sharedStrings.bin").filter(|part| package.has(part)).map(str::to_owned);
    let texts = match part_of(&links, "sharedStrings")?.or(usual) {
        Some(name) => part(&mut package, &name, |bytes| shared_texts(bytes, limits))?,
        None => SharedTexts::default(),
    };
    let dates = match part_of(&links, "styles")? {
        Some(name) => part(&mut package, &name, date_styles)?,
        None => Vec::new(),
    };
    let shared = Shared { texts: Arc::new(texts), dates, system };
    let mut sheets = Vec::new();
    for (id, info) in listed {
        let relation = links.iter().find(|relation| relation.id == id);
        let relation = relation.ok_or_else(|| SheetError::damaged(Damage::PartMissing, Spot::sheet(&info.name)))?;
        // Charts, dialogs and macros of Excel 4 are sheets without cells.
        if relation.kind == "worksheet" {
            let name = inside(relation)?;
            let content = package.part(name).map_err(|error| error.with_sheet(&info.name))?;
            let sheet = cells::read(&content, &info.name, &shared, limits).map_err(|error| error.with_part(name))?;
            sheets.push((info, sheet));
        }
    }
    Ok(Opened { sheets, encoding: None })
}

/// Reads a part with `read`; its errors then name the part.
fn part<T>(
    package: &mut Package,
    name: &str,
    read: impl FnOnce(&[u8]) -> Result<T, SheetError>,
) -> Result<T, SheetError> {
    let content = package.part(name)?;
    read(&content).map_err(|error| error.with_part(name))
}

fn part_of(relations: &[Relation], kind: &str) -> Result<Option<String>, SheetError> {
    let relation = relations.iter().find(|relation| relation.kind == kind);
    relation.map(|relation| inside(relation).map(str::to_owned)).transpose()
}

fn damaged(damage: Damage) -> SheetError {
    SheetError::damaged(damage, Spot::default())
}

type Listed = Vec<(String, SheetInfo)>;

/// The sheets with the ids of their relations, and what dates are counted from.
fn workbook(bytes: &[u8]) -> Result<(Listed, DateSystem), SheetError> {
    let mut listed = Vec::new();
    let mut system = DateSystem::Excel1900;
    let mut records = Records::new(bytes);
    while let Some(record) = records.next().map_err(damaged)? {
        match record.kind {
            // BrtWbProp (2.4.822)
            0x0099 if record.data.first().is_some_and(|flags| flags & 1 == 1) => system = DateSystem::Excel1904,
            // BrtBundleSh (2.4.304)
            0x009C => listed.push(bundled_sheet(record.data).map_err(damaged)?),
            _ => {}
        }
    }
    Ok((listed, system))
}

fn bundled_sheet(data: &[u8]) -> Result<(String, SheetInfo), Damage> {
    let mut fields = Fields::new(data);
    let visibility = match fields.u32()? {
        0 => Visibility::Visible,
        1 => Visibility::Hidden,
        _ => Visibility::VeryHidden,
    };
    fields.u32()?;
    let id = fields.text()?;
    let name = fields.text()?;
    Ok((id, SheetInfo { name, visibility }))
}

fn shared_texts(bytes: &[u8], limits: &Limits) -> Result<SharedTexts, SheetError> {
    let mut texts = SharedTexts::default();
    let mut records = Records::new(bytes);
    while let Some(record) = records.next().map_err(damaged)? {
        // BrtSSTItem (2.4.737): formats and phonetic hints follow the text.
        if record.kind == 0x0013 {
            let text = Fields::new(record.data.get(1..).unwrap_or_default()).text().map_err(damaged)?;
            texts.open().push_str(&text);
            if texts.close() > limits.max_text_bytes {
                return Err(SheetError::too_large(Limit::Text, limits.max_text_bytes as u64, Spot::default()));
            }
        }
    }
    Ok(texts)
}

fn date_styles(bytes: &[u8]) -> Result<Vec<Shown>, SheetError> {
    let mut formats: BTreeMap<u16, Shown> = BTreeMap::new();
    let mut styles: Vec<u16> = Vec::new();
    let mut in_cell_styles = false;
    let mut records = Records::new(bytes);
    while let Some(record) = records.next().map_err(damaged)? {
        let mut fields = Fields::new(record.data);
        match record.kind {
            // BrtFmt (2.4.660)
            0x002C => {
                let id = fields.u16().map_err(damaged)?;
                formats.insert(id, shown(&fields.text().map_err(damaged)?));
            }
            // BrtBeginCellXFs (2.4.31) and its end; the styles of styles stand elsewhere.
            0x0269 => in_cell_styles = true,
            0x026A => in_cell_styles = false,
            // BrtXF (2.4.828)
            0x002F if in_cell_styles => {
                fields.u16().map_err(damaged)?;
                styles.push(fields.u16().map_err(damaged)?);
            }
            _ => {}
        }
    }
    let shown = |id: u16| formats.get(&id).copied().unwrap_or_else(|| builtin(u32::from(id)));
    Ok(styles.into_iter().map(shown).collect())
}
