//! SHA-256 digests: the names of blobs, readings and inputs.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::str::FromStr;

/// A SHA-256 digest. Its text form is 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = [0_u8; 64];
        for (pair, byte) in text.chunks_exact_mut(2).zip(self.0) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        f.pad(std::str::from_utf8(&text).expect("hexadecimal digits are ASCII"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// A text that is not 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a digest: expected 64 hexadecimal digits")]
pub struct DigestUnreadable(String);

impl FromStr for Digest {
    type Err = DigestUnreadable;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unreadable = || DigestUnreadable(text.to_owned());
        if text.len() != 64 {
            return Err(unreadable());
        }
        let mut bytes = [0_u8; 32];
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            *byte =
                hex_digit(pair[0]).zip(hex_digit(pair[1])).map(|(high, low)| high << 4 | low).ok_or_else(unreadable)?;
        }
        Ok(Self(bytes))
    }
}

/// The value of a lower-case digit. Upper case is refused: a digest has one text form only.
const fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl ToSql for Digest {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.to_string().into())
    }
}

impl FromSql for Digest {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map_err(FromSqlError::other)
    }
}

/// Builds the digest of several labelled parts.
///
/// Each label and part is preceded by its length, so that no two lists of parts run together:
///
/// ```
/// use mola_store::DigestBuilder;
///
/// let one = DigestBuilder::new().part("mapping", b"ab").part("code-list", b"c").finish();
/// let two = DigestBuilder::new().part("mapping", b"a").part("code-list", b"bc").finish();
/// assert_ne!(one, two);
/// ```
#[derive(Clone, Default)]
pub struct DigestBuilder(Sha256);

impl DigestBuilder {
    /// A builder without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one part under its label. The order of parts counts.
    pub fn part(&mut self, label: &str, bytes: &[u8]) -> &mut Self {
        for text in [label.as_bytes(), bytes] {
            self.0.update((text.len() as u64).to_le_bytes());
            self.0.update(text);
        }
        self
    }

    /// The digest of the parts so far.
    pub fn finish(&self) -> Digest {
        Digest(self.0.clone().finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    #[test]
    fn the_text_form_is_read_back() {
        assert_eq!(Digest::of(b"").to_string(), EMPTY);
        assert_eq!(EMPTY.parse(), Ok(Digest::of(b"")));
        let json = serde_json::to_string(&Digest::of(b"")).unwrap();
        assert_eq!(json, format!("\"{EMPTY}\""));
        assert_eq!(serde_json::from_str::<Digest>(&json).unwrap(), Digest::of(b""));
    }

    #[test]
    fn what_is_no_digest_is_refused() {
        let upper = EMPTY.to_uppercase();
        let odd = format!("{}é", &EMPTY[..62]);
        for text in ["", "e3", &EMPTY[..63], &upper, &odd, &format!("{EMPTY}0")] {
            assert!(text.parse::<Digest>().is_err(), "{text}");
        }
    }

    #[test]
    fn parts_never_run_together() {
        let digest = |parts: &[(&str, &[u8])]| {
            let mut builder = DigestBuilder::new();
            for (label, bytes) in parts {
                builder.part(label, bytes);
            }
            builder.finish()
        };
        let cases: [&[(&str, &[u8])]; 6] =
            [&[], &[("", b"")], &[("a", b"b")], &[("ab", b"")], &[("a", b""), ("b", b"")], &[("b", b""), ("a", b"")]];
        for (i, left) in cases.iter().enumerate() {
            for (j, right) in cases.iter().enumerate() {
                assert_eq!(digest(left) == digest(right), i == j, "{left:?} {right:?}");
            }
        }
    }
}
