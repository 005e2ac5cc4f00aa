//! The stream of records.

use crate::error::Damage;

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const CONTINUE: u16 = 0x003C;

/// One record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'a> {
    pub(super) kind: u16,
    pub(super) data: &'a [u8],
}

/// The records of one substream, those of substreams inside it (charts) left out.
pub(super) struct Records<'a> {
    stream: &'a [u8],
    at: usize,
    is_biff8: bool,
}

impl<'a> Records<'a> {
    /// The records after the one at `at`, which must begin a substream.
    pub(super) fn at(stream: &'a [u8], at: usize) -> Result<Self, Damage> {
        let mut records = Self { stream, at, is_biff8: false };
        let first = records.raw()?;
        if first.kind != BOF {
            return Err(Damage::Binary);
        }
        records.is_biff8 = match u16_at(first.data, 0)? {
            0x0600 => true,
            0x0500 => false,
            _ => return Err(Damage::Binary),
        };
        Ok(records)
    }

    pub(super) fn is_biff8(&self) -> bool {
        self.is_biff8
    }

    fn raw(&mut self) -> Result<Record<'a>, Damage> {
        let head = self.stream.get(self.at..).and_then(|rest| rest.get(..4)).ok_or(Damage::CutOff)?;
        let len = usize::from(u16_at(head, 2)?);
        let start = self.at + 4;
        let data = self.stream.get(start..start + len).ok_or(Damage::CutOff)?;
        self.at = start + len;
        Ok(Record { kind: u16_at(head, 0)?, data })
    }

    /// The next record; `None` where the substream ends.
    pub(super) fn next(&mut self) -> Result<Option<Record<'a>>, Damage> {
        let mut depth = 0_usize;
        loop {
            let record = self.raw()?;
            match record.kind {
                BOF => depth += 1,
                EOF if depth == 0 => return Ok(None),
                EOF => depth -= 1,
                _ if depth == 0 => return Ok(Some(record)),
                _ => {}
            }
        }
    }

    /// The data of `record`, which was read last, and of the records that continue it.
    pub(super) fn with_continues(&mut self, record: &Record<'a>) -> Vec<&'a [u8]> {
        let mut pieces = vec![record.data];
        loop {
            let before = self.at;
            match self.raw() {
                Ok(next) if next.kind == CONTINUE => pieces.push(next.data),
                _ => {
                    self.at = before;
                    return pieces;
                }
            }
        }
    }
}

pub(super) fn u16_at(data: &[u8], at: usize) -> Result<u16, Damage> {
    let bytes = data.get(at..at + 2).ok_or(Damage::Binary)?;
    Ok(u16::from_le_bytes([bytes[0], bytes[1]]))
}

pub(super) fn u32_at(data: &[u8], at: usize) -> Result<u32, Damage> {
    Ok(u32::from(u16_at(data, at)?) | u32::from(u16_at(data, at + 2)?) << 16)
}

pub(super) fn f64_at(data: &[u8], at: usize) -> Result<f64, Damage> {
    let bits = u64::from(u32_at(data, at)?) | u64::from(u32_at(data, at + 4)?) << 32;
    Ok(f64::from_bits(bits))
}
