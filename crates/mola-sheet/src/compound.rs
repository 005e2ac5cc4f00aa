//! The compound file that holds an xls: its directory, and one stream of it.
//!
//! Every sector is visited at most once, so that no damaged table leads in circles or asks for more
//! memory than the file is long.

use crate::error::{Damage, Found, SheetError, Spot};
use crate::locked;
use crate::sniff::Format;

/// How such files begin.
pub(crate) const MAGIC: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
const LAST: u32 = 0xFFFF_FFFE;

/// What a compound file holds.
pub(crate) fn sniff(bytes: &[u8]) -> Result<Format, SheetError> {
    let compound = Compound::open(bytes)?;
    let has = |name: &str| compound.entry(name).is_some();
    if has("EncryptedPackage") {
        return locked::package(bytes)?.map_or(Err(SheetError::Encrypted), |package| crate::sniff::sniff(&package));
    }
    if has("Workbook") || has("Book") {
        return Ok(Format::Xls);
    }
    let found = match () {
        () if has("WordDocument") => Found::Document,
        () if has("PowerPoint Document") => Found::Presentation,
        () => Found::OfficeBinary,
    };
    Err(SheetError::NotSpreadsheet { found })
}

struct Entry {
    name: String,
    start: u32,
    size: u64,
}

/// A compound file and its directory.
pub(crate) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
    entries: Vec<Entry>,
    mini_start: u32,
    mini_cutoff: u64,
}

fn broken() -> SheetError {
    SheetError::damaged(Damage::Binary, Spot::default())
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word))
}

impl<'a> Compound<'a> {
    /// Reads the tables and the directory.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, SheetError> {
        Self::read(bytes).ok_or_else(broken)
    }

    fn read(bytes: &'a [u8]) -> Option<Self> {
        let shift = u16_at(bytes, 30)?;
        if !matches!(shift, 9 | 12) {
            return None;
        }
        let sector = 1_usize << shift;
        let mut compound = Self {
            bytes,
            sector,
            table: Vec::new(),
            entries: Vec::new(),
            mini_start: u32_at(bytes, 60)?,
            mini_cutoff: u64::from(u32_at(bytes, 56)?),
        };
        compound.table = compound.read_table()?;
        let directory = compound.chain(u32_at(bytes, 48)?)?;
        compound.entries = directory.as_chunks::<128>().0.iter().filter_map(entry).collect();
        Some(compound)
    }

    fn sector_at(&self, index: u32) -> Option<&'a [u8]> {
        let start = (index as usize).checked_add(1)?.checked_mul(self.sector)?;
        // The last sector of a file may be cut short where nothing uses its rest.
        self.bytes.get(start..self.bytes.len().min(start.checked_add(self.sector)?))
    }

    /// The table of which sector follows which. Its sectors are listed in the header and in a chain.
    fn read_table(&self) -> Option<Vec<u32>> {
        let most = self.bytes.len() / self.sector + 1;
        let stated = [u32_at(self.bytes, 44)?, u32_at(self.bytes, 64)?, u32_at(self.bytes, 72)?];
        if stated.iter().any(|count| *count as usize > most) {
            return None;
        }
        let mut listed: Vec<u32> = words(self.bytes.get(76..512)?).filter(|sector| *sector < LAST - 1).collect();
        let mut next = u32_at(self.bytes, 68)?;
        let mut steps = 0;
        while next < LAST - 1 {
            steps += 1;
            let list = self.sector_at(next).filter(|list| list.len() == self.sector && steps <= most)?;
            let (sectors, link) = list.split_at(self.sector - 4);
            listed.extend(words(sectors).filter(|sector| *sector < LAST - 1));
            next = u32_at(link, 0)?;
        }
        if listed.is_empty() || listed.len() > most {
            return None;
        }
        let mut table = Vec::new();
        for sector in listed {
            table.extend(words(self.sector_at(sector)?));
        }
        Some(table)
    }

    /// The bytes of a chain of sectors; `None` where it leaves the file or goes in a circle.
    fn chain(&self, start: u32) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let mut next = start;
        while next < LAST - 1 {
            if out.len() > self.bytes.len() {
                return None;
            }
            out.extend_from_slice(self.sector_at(next)?);
            next = *self.table.get(next as usize)?;
        }
        (next == LAST).then_some(out)
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// The content of a stream of the root folder; `None` where there is no such stream.
    ///
    /// # Errors
    /// Damage where the stream is shorter than its entry says.
    pub(crate) fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, SheetError> {
        let Some(entry) = self.entry(name) else { return Ok(None) };
        let size = usize::try_from(entry.size).map_err(|_| broken())?;
        let content = if entry.size < self.mini_cutoff { self.small(entry) } else { self.chain(entry.start) };
        let mut content = content.filter(|content| content.len() >= size).ok_or_else(broken)?;
        content.truncate(size);
        Ok(Some(content))
    }

    /// A small stream: its pieces of 64 bytes lie in the stream of the root.
    fn small(&self, entry: &Entry) -> Option<Vec<u8>> {
        let pool = self.chain(self.entries.first()?.start)?;
        let table: Vec<u32> = words(&self.chain(self.mini_start)?).collect();
        let mut out = Vec::new();
        let mut next = entry.start;
        while next < LAST - 1 {
            if out.len() > pool.len() {
                return None;
            }
            let start = (next as usize).checked_mul(64)?;
            out.extend_from_slice(pool.get(start..pool.len().min(start + 64))?);
            next = *table.get(next as usize)?;
        }
        Some(out)
    }
}

fn entry(record: &[u8; 128]) -> Option<Entry> {
    let len = usize::from(u16_at(record, 64)?).min(64);
    // Streams and the root have names; what is unused has none.
    if len < 2 || !matches!(record[66], 1 | 2 | 5) {
        return None;
    }
    // Some writers state a longer name than there is.
    let units = record[..len - 2].as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit));
    let units: Vec<u16> = units.take_while(|unit| *unit != 0).collect();
    let size = u64::from(u32_at(record, 120)?);
    Some(Entry { name: String::from_utf16_lossy(&units), start: u32_at(record, 116)?, size })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_after_the_magic_is_refused() {
        for fill in [0_u8, 0xFF, 0x5A] {
            let mut bytes = vec![fill; 4_096];
            bytes[..8].copy_from_slice(&MAGIC);
            bytes[30] = 9;
            bytes[31] = 0;
            assert!(sniff(&bytes).is_err(), "{fill}");
        }
        assert!(sniff(&MAGIC).is_err());
    }
}
