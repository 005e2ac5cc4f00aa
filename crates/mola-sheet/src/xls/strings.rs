//! Texts: in UTF-16 or its lower half in BIFF8, in a code page before.

use super::records::u16_at;
use crate::chunk::SharedTexts;
use crate::error::{Damage, Limit, SheetError, Spot};
use crate::limits::Limits;
use encoding_rs::{Encoding, WINDOWS_1252};

/// How a workbook writes letters.
pub(super) struct Letters {
    pub(super) is_biff8: bool,
    encoding: &'static Encoding,
}

impl Letters {
    pub(super) fn new(is_biff8: bool) -> Self {
        Self { is_biff8, encoding: WINDOWS_1252 }
    }

    /// Takes the code page that the workbook declares. BIFF8 has no use for it.
    pub(super) fn set_code_page(&mut self, page: u16) -> Result<(), Damage> {
        let label = match page {
            367 | 1252 | 0x8001 => "windows-1252".to_owned(),
            866 => "ibm866".to_owned(),
            874 => "windows-874".to_owned(),
            932 => "shift_jis".to_owned(),
            936 => "gbk".to_owned(),
            949 => "euc-kr".to_owned(),
            950 => "big5".to_owned(),
            1250..=1258 => format!("windows-{page}"),
            10_000 | 0x8000 => "macintosh".to_owned(),
            10_007 => "x-mac-cyrillic".to_owned(),
            65_001 => "utf-8".to_owned(),
            _ => String::new(),
        };
        match Encoding::for_label(label.as_bytes()) {
            Some(encoding) => self.encoding = encoding,
            None if self.is_biff8 => {}
            None => return Err(Damage::EncodingUnknown),
        }
        Ok(())
    }

    /// A text with a length of two bytes.
    pub(super) fn text(&self, data: &[u8], at: usize) -> Result<String, Damage> {
        let len = usize::from(u16_at(data, at)?);
        if !self.is_biff8 {
            return self.bytes(data, at + 2, len);
        }
        // Writers leave the flags out where there is no text.
        match data.get(at + 2) {
            Some(flags) => unicode(data, at + 3, len, flags & 1 == 1),
            None if len == 0 => Ok(String::new()),
            None => Err(Damage::Binary),
        }
    }

    fn bytes(&self, data: &[u8], at: usize, len: usize) -> Result<String, Damage> {
        let bytes = data.get(at..at + len).ok_or(Damage::Binary)?;
        let text = self.encoding.decode_without_bom_handling_and_without_replacement(bytes);
        text.map(|text| text.into_owned()).ok_or(Damage::Text)
    }
}

/// A text with a length of one byte, as names of sheets are.
pub(super) fn short_text(data: &[u8], at: usize, letters: &Letters) -> Result<String, Damage> {
    let len = usize::from(*data.get(at).ok_or(Damage::Binary)?);
    if !letters.is_biff8 {
        return letters.bytes(data, at + 1, len);
    }
    let flags = data.get(at + 1).ok_or(Damage::Binary)?;
    unicode(data, at + 2, len, flags & 1 == 1)
}

fn unicode(data: &[u8], at: usize, len: usize, wide: bool) -> Result<String, Damage> {
    let size = if wide { len * 2 } else { len };
    let bytes = data.get(at..at + size).ok_or(Damage::Binary)?;
    let units: Vec<u16> = units(bytes, wide).collect();
    Ok(String::from_utf16_lossy(&units))
}

/// The units of UTF-16; narrow ones are their lower bytes.
fn units(bytes: &[u8], wide: bool) -> impl Iterator<Item = u16> {
    bytes
        .chunks_exact(if wide { 2 } else { 1 })
        .map(|unit| u16::from(unit[0]) | unit.get(1).map_or(0, |b| u16::from(*b) << 8))
}

/// Reads the table of shared texts from the pieces of its record.
pub(super) fn shared_texts(pieces: &[&[u8]], limits: &Limits) -> Result<SharedTexts, SheetError> {
    let damaged = |damage| SheetError::damaged(damage, Spot::default());
    let max = limits.max_text_bytes;
    let mut texts = SharedTexts::default();
    // The table begins with two counts, which are not needed.
    let mut cursor = Cursor { pieces, piece: 0, at: 8 };
    while cursor.has_more() {
        let text = cursor.text().map_err(damaged)?;
        texts.open().push_str(&text);
        if texts.close() > max {
            return Err(SheetError::too_large(Limit::Text, max as u64, Spot::default()));
        }
    }
    Ok(texts)
}

struct Cursor<'a> {
    pieces: &'a [&'a [u8]],
    piece: usize,
    at: usize,
}

impl Cursor<'_> {
    fn left(&self) -> &[u8] {
        self.pieces.get(self.piece).and_then(|piece| piece.get(self.at..)).unwrap_or_default()
    }

    /// Goes on to the next piece where this one is used up.
    fn has_more(&mut self) -> bool {
        while self.left().is_empty() && self.piece < self.pieces.len() {
            (self.piece, self.at) = (self.piece + 1, 0);
        }
        self.piece < self.pieces.len()
    }

    fn number(&mut self, bytes: usize) -> Result<usize, Damage> {
        self.has_more();
        let left = self.left().get(..bytes).ok_or(Damage::CutOff)?;
        let number = left.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte));
        self.at += bytes;
        Ok(number)
    }

    fn skip(&mut self, mut bytes: usize) -> Result<(), Damage> {
        while bytes > 0 {
            if !self.has_more() {
                return Err(Damage::CutOff);
            }
            let step = bytes.min(self.left().len());
            self.at += step;
            bytes -= step;
        }
        Ok(())
    }

    /// A text with its formats and phonetic hints, which are passed over (2.5.293).
    fn text(&mut self) -> Result<String, Damage> {
        let len = self.number(2)?;
        let flags = self.number(1)?;
        let runs = if flags & 8 != 0 { self.number(2)? } else { 0 };
        let extra = if flags & 4 != 0 { self.number(4)? } else { 0 };
        let text = self.characters(len, flags & 1 == 1)?;
        self.skip(runs * 4)?;
        self.skip(extra)?;
        Ok(text)
    }

    /// Characters may go on in the next piece, which then says anew how wide they are.
    fn characters(&mut self, mut len: usize, mut wide: bool) -> Result<String, Damage> {
        let mut out: Vec<u16> = Vec::new();
        while len > 0 {
            let width = if wide { 2 } else { 1 };
            let here = len.min(self.left().len() / width);
            out.extend(units(&self.left()[..here * width], wide));
            self.at += here * width;
            len -= here;
            if len > 0 {
                if !self.left().is_empty() || !self.has_more() {
                    return Err(Damage::CutOff);
                }
                wide = self.number(1)? & 1 == 1;
            }
        }
        Ok(String::from_utf16_lossy(&out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_go_on_in_the_next_piece() {
        let head = [0; 8];
        let first = [&head[..], &[3, 0, 0, b'a', b'b']].concat();
        // The rest of the first text is wide; the second text has a format run.
        let second = [1, b'c', 0, 1, 0, 8, 1, 0, b'd', 0, 0, 0, 0, 0, 0, 0];
        let texts = shared_texts(&[&first, &second], &Limits::default()).expect("texts");
        assert_eq!(texts.len(), 3);
        assert!(texts.is_empty_at(2) && !texts.is_empty_at(1));
        assert!(shared_texts(&[&first], &Limits::default()).is_err());
    }
}
