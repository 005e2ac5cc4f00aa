//! The records of a part, and the fields of a record.

use crate::error::Damage;

/// One record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'a> {
    pub(super) kind: u32,
    pub(super) data: &'a [u8],
}

/// The records of a part.
pub(super) struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next record; `None` where the part ends.
    pub(super) fn next(&mut self) -> Result<Option<Record<'a>>, Damage> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        // Both halves of a two-byte type count, the bit that joins them included in neither.
        let kind = self.variable(2)?;
        let len = self.variable(4)? as usize;
        let (data, rest) = self.rest.split_at_checked(len).ok_or(Damage::CutOff)?;
        self.rest = rest;
        Ok(Some(Record { kind, data }))
    }

    /// A number of at most `most` bytes with seven bits each.
    fn variable(&mut self, most: usize) -> Result<u32, Damage> {
        let mut number = 0;
        for place in 0..most {
            let (byte, rest) = self.rest.split_first().ok_or(Damage::CutOff)?;
            self.rest = rest;
            number |= u32::from(byte & 0x7F) << (7 * place);
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Ok(number)
    }
}

/// Reads the data of a record from its beginning.
pub(super) struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    pub(super) fn new(data: &'a [u8]) -> Self {
        Self { rest: data }
    }

    pub(super) fn bytes<const N: usize>(&mut self) -> Result<[u8; N], Damage> {
        let (bytes, rest) = self.rest.split_first_chunk::<N>().ok_or(Damage::Binary)?;
        self.rest = rest;
        Ok(*bytes)
    }

    pub(super) fn u16(&mut self) -> Result<u16, Damage> {
        self.bytes().map(u16::from_le_bytes)
    }

    pub(super) fn u32(&mut self) -> Result<u32, Damage> {
        self.bytes().map(u32::from_le_bytes)
    }

    pub(super) fn f64(&mut self) -> Result<f64, Damage> {
        self.bytes().map(f64::from_le_bytes)
    }

    /// A text in UTF-16 with its length in front (2.5.169).
    pub(super) fn text(&mut self) -> Result<String, Damage> {
        let size = (self.u32()? as usize).checked_mul(2).ok_or(Damage::Binary)?;
        let (bytes, rest) = self.rest.split_at_checked(size).ok_or(Damage::Binary)?;
        self.rest = rest;
        let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit)).collect();
        Ok(String::from_utf16_lossy(&units))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_and_lengths_take_as_many_bytes_as_they_need() {
        let bytes = [0x13, 2, 7, 8, 0xE9, 0x04, 0, 0x05, 0x80, 0x01];
        let mut records = Records::new(&bytes);
        let first = records.next().expect("sound").expect("a record");
        assert_eq!((first.kind, first.data), (0x13, &[7, 8][..]));
        assert_eq!(records.next().expect("sound").expect("a record").kind, 0x269);
        assert_eq!(records.next().err(), Some(Damage::CutOff));
    }
}
