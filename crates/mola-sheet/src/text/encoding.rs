//! From bytes to text.

use crate::error::{Damage, SheetError, Spot};
use crate::sniff::nul_error;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// How the encoding of a text is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EncodingOrigin {
    /// A byte-order mark says so.
    Bom,
    /// The bytes are valid UTF-8 throughout.
    Utf8,
    /// The mapping or the file declares it.
    Declared,
    /// It is the most likely one. Someone should look at a few names.
    Guessed,
}

/// The encoding of a text file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoding {
    /// Its name in the WHATWG standard, for example `windows-1252`.
    pub name: String,
    /// How it is known.
    pub origin: EncodingOrigin,
}

/// How much of a text is looked at to guess its encoding.
const GUESS_BYTES: usize = 64 << 10;
/// Where the few letters beyond ASCII could be of several encodings, those of Spanish are assumed.
const WESTERN: &[u8] = b"es";
const HEAD_BYTES: usize = 64 << 10;

/// The text of a file. In order: a byte-order mark, zero bytes where UTF-16 has them, valid UTF-8,
/// what is declared, the most likely encoding.
pub(crate) fn decode(bytes: Vec<u8>, declared: Option<&str>) -> Result<(String, Encoding), SheetError> {
    if let Some((encoding, len)) = encoding_rs::Encoding::for_bom(&bytes) {
        return strict(encoding, &bytes[len..], EncodingOrigin::Bom);
    }
    if let Some(encoding) = wide_without_bom(&bytes) {
        return strict(encoding, &bytes, EncodingOrigin::Guessed);
    }
    if let Some(at) = memchr::memchr(0, &bytes) {
        return Err(nul_error(&bytes, at));
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Ok((text, named(UTF_8, EncodingOrigin::Utf8))),
        Err(error) => error.into_bytes(),
    };
    if let Some(label) = declared {
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes());
        let encoding = encoding.ok_or_else(|| SheetError::damaged(Damage::EncodingUnknown, Spot::default()))?;
        return strict(encoding, &bytes, EncodingOrigin::Declared);
    }
    match by_lines(&bytes) {
        Some(text) => Ok((text, named(UTF_8, EncodingOrigin::Guessed))),
        None => guess(&bytes),
    }
}

/// A text of which most letters beyond ASCII are UTF-8 and some are not: it was cut off inside a letter, or put
/// together from several files. Its lines are UTF-8 where they can be; one letter must not cost the others theirs.
fn by_lines(bytes: &[u8]) -> Option<String> {
    let (mut sound, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += chunk.invalid().len();
    }
    if sound < broken {
        return None;
    }
    let lines = || bytes.split_inclusive(|byte| *byte == b'\n');
    let others: Vec<u8> = lines().filter(|line| std::str::from_utf8(line).is_err()).flatten().copied().collect();
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&others, true);
    let encoding = detector.guess(Some(WESTERN), Utf8Detection::Deny);
    let text = lines().map(|line| match std::str::from_utf8(line) {
        Ok(line) => Cow::Borrowed(line),
        Err(_) => encoding.decode_without_bom_handling(line).0,
    });
    Some(text.collect())
}

/// The beginning of a file as text, roughly decoded; `None` where the bytes are no text.
pub(crate) fn head_text(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let head = &bytes[..bytes.len().min(HEAD_BYTES)];
    if let Some((encoding, len)) = encoding_rs::Encoding::for_bom(head) {
        return Some(encoding.decode_without_bom_handling(&head[len..]).0);
    }
    if let Some(encoding) = wide_without_bom(head) {
        return Some(encoding.decode_without_bom_handling(head).0);
    }
    // Zeros are what a crash leaves in the place of text. Of other bytes that are no text, one in
    // fifty may be damage; noise has many more.
    let odd = head.iter().filter(|byte| matches!(byte, 1..=8 | 11 | 14..=25 | 28..=31 | 127)).count();
    (odd * 50 <= head.len().max(200)).then(|| WINDOWS_1252.decode_without_bom_handling(head).0)
}

fn named(encoding: &'static encoding_rs::Encoding, origin: EncodingOrigin) -> Encoding {
    Encoding { name: encoding.name().to_owned(), origin }
}

fn strict(
    encoding: &'static encoding_rs::Encoding,
    bytes: &[u8],
    origin: EncodingOrigin,
) -> Result<(String, Encoding), SheetError> {
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) if encoding != UTF_8 && text.contains('\0') => {
            let at = text.find('\0').unwrap_or(0);
            Err(nul_error(text.as_bytes(), at))
        }
        Some(text) => Ok((text.into_owned(), named(encoding, origin))),
        None => Err(SheetError::damaged(Damage::Text, Spot::default())),
    }
}

/// Text of Western letters in UTF-16 has a zero in every second byte and hardly any elsewhere.
fn wide_without_bom(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = &bytes[..bytes.len().min(4_096) & !1];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second, pairs) = (zeros(0), zeros(1), head.len() / 2);
    let mostly = |many: usize, few: usize| pairs >= 4 && many * 2 > pairs && few * 20 < pairs;
    if mostly(second, first) {
        Some(UTF_16LE)
    } else if mostly(first, second) {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn guess(bytes: &[u8]) -> Result<(String, Encoding), SheetError> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // What tells encodings apart may come late: begin shortly before the first byte beyond ASCII.
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let start = first.saturating_sub(64);
    let sample = &bytes[start..bytes.len().min(start + GUESS_BYTES)];
    detector.feed(sample, true);
    let encoding = detector.guess(Some(WESTERN), Utf8Detection::Deny);
    strict(encoding, bytes, EncodingOrigin::Guessed).or_else(|_| strict(WINDOWS_1252, bytes, EncodingOrigin::Guessed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], declared: Option<&str>, text: &str, name: &str, origin: EncodingOrigin) {
        let (decoded, encoding) = decode(bytes.to_vec(), declared).expect("text");
        assert_eq!((decoded.as_str(), encoding.name.as_str(), encoding.origin), (text, name, origin));
    }

    #[test]
    fn encodings_are_told_apart() {
        use EncodingOrigin::*;
        let text = "Año;Capacitación;Ngäbe\r\n2011;Café y cacao – 2;1\r\n";
        let wide = |big: bool| -> Vec<u8> {
            text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
        };
        let western = WINDOWS_1252.encode(text).0;
        check(text.as_bytes(), None, text, "UTF-8", Utf8);
        check(text.as_bytes(), Some("windows-1252"), text, "UTF-8", Utf8);
        check(format!("\u{feff}{text}").as_bytes(), None, text, "UTF-8", Bom);
        check(&western, None, text, "windows-1252", Guessed);
        check(&western, Some("latin1"), text, "windows-1252", Declared);
        check(&wide(false), None, text, "UTF-16LE", Guessed);
        check(&wide(true), None, text, "UTF-16BE", Guessed);
        check(&[&[0xFF, 0xFE], wide(false).as_slice()].concat(), None, text, "UTF-16LE", Bom);
    }

    #[test]
    fn one_broken_letter_does_not_cost_the_others_theirs() {
        let text = "a\u{f1}o;n\u{fa}mero\n2011;Pe\u{f1}a\n2012;Nu\u{f1}";
        check(
            &text.as_bytes()[..text.len() - 1],
            None,
            &text.replace("Nu\u{f1}", "Nu\u{c3}"),
            "UTF-8",
            EncodingOrigin::Guessed,
        );
        let mixed = ["a\u{f1}o;n\u{fa}mero\n".as_bytes(), b"2011;Pe\xF1a\n"].concat();
        check(&mixed, None, "a\u{f1}o;n\u{fa}mero\n2011;Pe\u{f1}a\n", "UTF-8", EncodingOrigin::Guessed);
    }

    #[test]
    fn western_letters_are_guessed_in_three_languages() {
        for text in [
            "cédula;nombre\r\n8-1;José Núñez\r\n",
            "n° ; période\r\n1;été à Noël\r\n",
            "Año\r\n",
            "Veraguas;Soná;F\r\nx;Peña;M\r\n",
            "B/. 5;€ 4\r\n",
        ] {
            let bytes = WINDOWS_1252.encode(text).0.into_owned();
            if !bytes.is_ascii() {
                check(&bytes, None, text, "windows-1252", EncodingOrigin::Guessed);
            }
        }
    }

    #[test]
    fn other_alphabets_are_not_taken_for_western() {
        for (label, text) in
            [("windows-1256", "الاسم;القرية\r\nفاطمة;النور\r\n"), ("windows-1251", "имя;село\r\nИванова;Горка\r\n")]
        {
            let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect("a label");
            check(&encoding.encode(text).0, None, text, label, EncodingOrigin::Guessed);
        }
    }

    #[test]
    fn text_that_is_none_is_refused() {
        for (bytes, declared, damage) in [
            (&b"a,b\n1,\xFF\xFE\n"[..], Some("utf-8"), Damage::Text),
            (b"a,\xE1", Some("klingon"), Damage::EncodingUnknown),
            (b"a,b\n1,2\n\0\0\n", None, Damage::NulByte),
            (b"\xFF\xFEa\0\x00\xD8b\0", None, Damage::Text),
        ] {
            let error = decode(bytes.to_vec(), declared).expect_err("no text");
            assert!(matches!(error, SheetError::Damaged { damage: found, .. } if found == damage), "{error}");
        }
    }
}
