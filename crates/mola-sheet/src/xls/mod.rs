//! Binary workbooks of Excel 5 to 2003: the records of BIFF5 and BIFF8.
//!
//! The structures are those of [MS-XLS]; the numbers in comments are its sections. Nothing that a
//! record says about sizes is believed: cells are counted as they come.

mod cells;
mod records;
mod strings;

use crate::chunk::SharedTexts;
use crate::compound::Compound;
use crate::error::{Damage, SheetError, Spot};
use crate::held::HeldSheet;
use crate::limits::Limits;
use crate::locked::unlock_stream;
use crate::number_format::{Shown, builtin, shown};
use crate::value::DateSystem;
use crate::workbook::{Opened, SheetInfo, Visibility};
pub(crate) use cells::{error_text, rk};
use records::{Record, Records, u16_at, u32_at};
use std::collections::BTreeMap;
use std::sync::Arc;
use strings::{Letters, shared_texts, short_text};

/// What all sheets of a workbook share.
struct Globals {
    letters: Letters,
    texts: Arc<SharedTexts>,
    /// For each style, as what it shows numbers; nothing where a workbook has no styles.
    dates: Vec<Shown>,
    system: DateSystem,
    sheets: Vec<(usize, SheetInfo)>,
}

/// Reads all sheets.
pub(crate) fn open(bytes: Vec<u8>, limits: &Limits) -> Result<Opened, SheetError> {
    let compound = Compound::open(&bytes)?;
    let mut stream = match compound.stream("Workbook")? {
        Some(stream) => stream,
        None => compound.stream("Book")?.ok_or_else(|| SheetError::damaged(Damage::Binary, Spot::default()))?,
    };
    unlock_stream(&mut stream)?;
    let globals = Globals::read(&stream, limits)?;
    let sheets: Result<Vec<(SheetInfo, HeldSheet)>, SheetError> = globals
        .sheets
        .iter()
        .map(|(at, info)| {
            let records = Records::at(&stream, *at).map_err(|damage| damaged(damage, &info.name))?;
            Ok((info.clone(), cells::read(records, &info.name, &globals, limits)?))
        })
        .collect();
    Ok(Opened { sheets: sheets?, encoding: None })
}

fn damaged(damage: Damage, sheet: &str) -> SheetError {
    SheetError::damaged(damage, Spot::sheet(sheet))
}

impl Globals {
    fn read(stream: &[u8], limits: &Limits) -> Result<Self, SheetError> {
        let damaged = |damage| SheetError::damaged(damage, Spot::default());
        let mut records = Records::at(stream, 0).map_err(damaged)?;
        let mut globals = Self {
            letters: Letters::new(records.is_biff8()),
            texts: Arc::default(),
            dates: Vec::new(),
            system: DateSystem::Excel1900,
            sheets: Vec::new(),
        };
        let mut formats: BTreeMap<u16, Shown> = BTreeMap::new();
        let mut styles: Vec<u16> = Vec::new();
        while let Some(record) = records.next().map_err(damaged)? {
            match record.kind {
                // FilePass (2.4.117)
                0x002F => return Err(SheetError::Encrypted),
                // CodePage (2.4.52)
                0x0042 => globals.letters.set_code_page(u16_at(record.data, 0).map_err(damaged)?).map_err(damaged)?,
                // Date1904 (2.4.77)
                0x0022 if record.data.first() == Some(&1) => globals.system = DateSystem::Excel1904,
                // Format (2.4.126)
                0x041E => {
                    let (id, shown) = number_format(&record, &globals.letters).map_err(damaged)?;
                    formats.insert(id, shown);
                }
                // XF (2.4.353)
                0x00E0 => styles.push(u16_at(record.data, 2).map_err(damaged)?),
                // BoundSheet8 (2.4.28)
                0x0085 => globals.sheets.extend(bound_sheet(&record, &globals.letters).map_err(damaged)?),
                // SST (2.4.265)
                0x00FC => globals.texts = Arc::new(shared_texts(&records.with_continues(&record), limits)?),
                _ => {}
            }
        }
        let shown = |id: u16| formats.get(&id).copied().unwrap_or_else(|| builtin(u32::from(id)));
        globals.dates = styles.into_iter().map(shown).collect();
        Ok(globals)
    }
}

fn number_format(record: &Record<'_>, letters: &Letters) -> Result<(u16, Shown), Damage> {
    let id = u16_at(record.data, 0)?;
    let text = if letters.is_biff8 { letters.text(record.data, 2)? } else { short_text(record.data, 2, letters)? };
    Ok((id, shown(&text)))
}

/// A sheet with cells, and where its records begin; `None` for charts and macros.
fn bound_sheet(record: &Record<'_>, letters: &Letters) -> Result<Option<(usize, SheetInfo)>, Damage> {
    let at = u32_at(record.data, 0)? as usize;
    let [visibility, kind] = *record.data.get(4..6).ok_or(Damage::Binary)? else { return Err(Damage::Binary) };
    let visibility = match visibility & 3 {
        0 => Visibility::Visible,
        1 => Visibility::Hidden,
        _ => Visibility::VeryHidden,
    };
    let name = short_text(record.data, 6, letters)?;
    Ok((kind == 0).then_some((at, SheetInfo { name, visibility })))
}
