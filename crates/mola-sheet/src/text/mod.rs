//! Text files: their encoding, their dialect, their records.

mod csv;
mod dialect;
mod encoding;
mod quotes;

pub(crate) use csv::{CsvSheet, CsvText};
pub use dialect::Dialect;
pub use encoding::{Encoding, EncodingOrigin};
pub(crate) use encoding::{decode, head_text};

/// Which line of a text a byte stands on. A line ends with `\n`, `\r\n` or `\r`.
#[derive(Debug, Clone)]
pub(crate) struct LineCursor {
    at: usize,
    line: u32,
}

impl LineCursor {
    pub(crate) fn new() -> Self {
        Self { at: 0, line: 1 }
    }

    /// The line of byte `to`, from 1. Later calls ask for later bytes.
    pub(crate) fn line_of(&mut self, bytes: &[u8], to: usize) -> u32 {
        let to = to.min(bytes.len());
        let passed = bytes.get(self.at..to).unwrap_or_default();
        for at in memchr::memchr2_iter(b'\n', b'\r', passed) {
            let at = self.at + at;
            // A pair is one line end, counted at its second byte.
            let first_of_pair = bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
            self.line = self.line.saturating_add(u32::from(!first_of_pair));
        }
        self.at = self.at.max(to);
        self.line
    }
}
