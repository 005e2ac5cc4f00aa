//! What stands in one cell: its type and the spelling of its value.

use super::workbook::Shared;
use crate::chunk::Chunk;
use crate::error::Damage;
use crate::markup::{Fault, whole};
use crate::moment::serial_of;
use crate::number_format::Shown;
use std::str::from_utf8;

/// The `t` of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum CellType {
    #[default]
    Number,
    Shared,
    /// The result of a formula.
    Text,
    Inline,
    Bool,
    Error,
    Date,
}

impl CellType {
    #[inline]
    pub(super) fn parse(raw: &[u8]) -> Result<Self, Fault> {
        Ok(match raw {
            b"s" => Self::Shared,
            b"n" => Self::Number,
            b"str" => Self::Text,
            b"inlineStr" => Self::Inline,
            b"b" => Self::Bool,
            b"e" => Self::Error,
            b"d" => Self::Date,
            _ => return Err(Damage::CellType.into()),
        })
    }
}

/// A value as the part spells it, entities resolved, and how to read it.
pub(super) struct Spelling<'a> {
    pub(super) kind: CellType,
    pub(super) style: u32,
    pub(super) raw: &'a [u8],
}

impl Spelling<'_> {
    /// Puts the value into the row that is open; an empty one puts nothing there.
    #[inline]
    pub(super) fn put(&self, column: u32, chunk: &mut Chunk, shared: &Shared) -> Result<(), Fault> {
        if self.raw.is_empty() {
            return Ok(());
        }
        match self.kind {
            CellType::Shared => {
                let index = whole(self.raw).filter(|index| (*index as usize) < shared.texts.len());
                chunk.push_shared(column, index.ok_or(Fault::Damage(Damage::TextIndex))?);
            }
            CellType::Number => self.put_number(column, chunk, shared)?,
            _ => self.put_other(column, chunk, shared)?,
        }
        Ok(())
    }

    #[inline]
    fn put_number(&self, column: u32, chunk: &mut Chunk, shared: &Shared) -> Result<(), Fault> {
        let number = number(self.raw).ok_or(Fault::Damage(Damage::CellContent))?;
        match shared.dates.get(self.style as usize) {
            Some(Shown::Number) => chunk.push_number(column, number),
            Some(shown) => chunk.push_shown(column, number, *shown),
            None if shared.dates.is_empty() => chunk.push_number(column, number),
            None => return Err(Damage::StyleIndex.into()),
        }
        Ok(())
    }

    fn put_other(&self, column: u32, chunk: &mut Chunk, shared: &Shared) -> Result<(), Fault> {
        let text = from_utf8(self.raw).map_err(|_| Fault::Damage(Damage::Text))?;
        match self.kind {
            CellType::Bool => chunk.push_bool(column, truth(text).ok_or(Fault::Damage(Damage::CellContent))?),
            CellType::Error => chunk.push_error(column, text),
            CellType::Date => match serial_of(text, shared.system) {
                Some(serial) => chunk.push_date(column, serial),
                None => chunk.push_text(column, text),
            },
            _ => chunk.push_text(column, text),
        }
        Ok(())
    }
}

fn truth(text: &str) -> Option<bool> {
    match text {
        "1" | "true" => Some(true),
        "0" | "false" => Some(false),
        _ => None,
    }
}

/// Powers of ten that a float holds exactly.
const TENS: [f64; 16] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// A finite number; `None` for anything else.
#[inline]
pub(super) fn number(raw: &[u8]) -> Option<f64> {
    short_number(raw).or_else(|| {
        let text = from_utf8(raw.trim_ascii()).ok()?;
        let plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E'));
        text.parse::<f64>().ok().filter(|number| plain && number.is_finite())
    })
}

/// Numbers of up to 15 digits: such an integer and such a power of ten are both exact, so that one
/// division rounds as the standard wants it. Any other spelling is `None`.
#[inline]
fn short_number(raw: &[u8]) -> Option<f64> {
    let (negative, digits) = match raw {
        [b'-', digits @ ..] => (true, digits),
        _ => (false, raw),
    };
    if digits.is_empty() || digits.len() > 16 {
        return None;
    }
    let mut mantissa = 0_u64;
    let mut point = None;
    for (at, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => mantissa = mantissa * 10 + u64::from(byte - b'0'),
            b'.' if point.is_none() => point = Some(at),
            _ => return None,
        }
    }
    let decimals = match point {
        Some(at) if digits.len() > 1 => digits.len() - at - 1,
        Some(_) => return None,
        None if digits.len() > 15 => return None,
        None => 0,
    };
    let number = mantissa as f64 / TENS[decimals];
    Some(if negative { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_as_the_standard_reads_them() {
        for text in [
            "0",
            "-0",
            "1",
            "26097",
            "111.13",
            ".5",
            "5.",
            "0.1",
            "999999999999999",
            "-1.5E-7",
            "1e300",
            "+5",
            " 7 ",
            "12345678.123456789",
        ] {
            let expected = text.trim().parse::<f64>().ok();
            assert_eq!(number(text.as_bytes()).map(f64::to_bits), expected.map(f64::to_bits), "{text}");
        }
        for text in ["", "-", ".", "1.2.3", "inf", "nan", "1e999", "0x1", "1,5", "--1", "1-"] {
            assert_eq!(number(text.as_bytes()), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_number_survives_its_spelling(number_in in any::<f64>().prop_filter("finite", |n| n.is_finite()), cents in -1_000_000_000_000_i64..1_000_000_000_000) {
            prop_assert_eq!(number(number_in.to_string().as_bytes()), Some(number_in));
            let text = format!("{}.{:02}", cents / 100, cents.abs() % 100);
            prop_assert_eq!(number(text.as_bytes()), text.parse().ok());
        }
    }
}
