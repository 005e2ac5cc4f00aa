//! Cuts a text into records and fields.

use super::dialect::Dialect;
use memchr::{memchr, memchr2, memchr3};

/// Where a field stands in its text, and what must be taken out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether doubled quotation marks or escapes stand in it.
    pub(super) marked: bool,
    /// Whether quotation marks stand around it.
    pub(super) quoted: bool,
}

/// What the scanner saw of a record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// Where the next record begins.
    pub(super) next: usize,
    /// Line ends up to there.
    pub(super) lines: u32,
    /// Fields between quotation marks.
    pub(super) quoted: u32,
    /// Quotation marks that open, close or are doubled as they should be.
    pub(super) regular: usize,
    /// Quotation marks inside of quoted fields that are neither doubled nor close it.
    pub(super) stray: usize,
    /// Quotation marks that are text behind an escape.
    pub(super) escaped: usize,
    /// Whether a quotation mark is opened and never closed.
    pub(super) open: bool,
}

/// Reads records of one dialect.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scanner<'t> {
    pub(super) text: &'t [u8],
    delimiter: &'t [u8],
    first: u8,
    quote: Option<u8>,
    escape: Option<u8>,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t [u8], dialect: &'t Dialect) -> Self {
        let delimiter = dialect.delimiter.as_bytes();
        let first = delimiter.first().copied().unwrap_or(b',');
        Self { text, delimiter, first, quote: dialect.quote, escape: dialect.escape }
    }

    /// The record that begins at `from`. Its fields are put into `fields`.
    #[inline]
    pub(super) fn record(&self, from: usize, fields: &mut Vec<Span>) -> Seen {
        fields.clear();
        let mut seen = Seen::default();
        let mut at = from;
        loop {
            let end = match self.opening(at) {
                Some(open) => self.quoted(open, fields, &mut seen),
                None => self.plain(at, fields),
            };
            if self.text.get(end) == Some(&self.first) && self.text[end..].starts_with(self.delimiter) {
                at = end + self.delimiter.len();
                continue;
            }
            seen.next = self.after_line_end(end);
            seen.lines += 1;
            return seen;
        }
    }

    /// The quotation mark that opens the field at `at`; blanks may stand before it.
    #[inline]
    fn opening(&self, at: usize) -> Option<usize> {
        let quote = self.quote?;
        match self.text.get(at) {
            Some(byte) if *byte == quote => Some(at),
            Some(b' ') if self.first != b' ' => {
                let blanks = self.text[at..].iter().take_while(|byte| **byte == b' ').count();
                (self.text.get(at + blanks) == Some(&quote)).then_some(at + blanks)
            }
            _ => None,
        }
    }

    /// A field without quotation marks around it: up to the next delimiter or line end.
    #[inline]
    fn plain(&self, start: usize, fields: &mut Vec<Span>) -> usize {
        if let Some(escape) = self.escape {
            return self.plain_with_escapes(start, escape, fields);
        }
        let mut at = start;
        loop {
            at = self.next_end(at);
            let byte = self.text.get(at);
            if byte != Some(&self.first) || self.delimiter.len() == 1 || self.text[at..].starts_with(self.delimiter) {
                fields.push(Span { start, end: at, marked: false, quoted: false });
                return at;
            }
            at += 1;
        }
    }

    /// The next first byte of a delimiter or line end from `at` on, or the end of the text.
    #[inline]
    fn next_end(&self, at: usize) -> usize {
        // Most fields are short: eight bytes at once tell without preparing to look at many.
        if let Some(Ok(bytes)) = self.text.get(at..at + 8).map(<[u8; 8]>::try_from) {
            let word = u64::from_le_bytes(bytes);
            let hits = zeros(word ^ spread(self.first)) | zeros(word ^ spread(b'\n')) | zeros(word ^ spread(b'\r'));
            if hits != 0 {
                return at + (hits.trailing_zeros() / 8) as usize;
            }
            return self.far_end(at + 8);
        }
        self.far_end(at)
    }

    fn far_end(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        memchr3(self.first, b'\n', b'\r', rest).map_or(self.text.len(), |found| at + found)
    }

    fn plain_with_escapes(&self, start: usize, escape: u8, fields: &mut Vec<Span>) -> usize {
        let (mut at, mut marked) = (start, false);
        while let Some(byte) = self.text.get(at) {
            if *byte == escape && self.is_escaped(at + 1) {
                marked = true;
                at += 2;
            } else if matches!(byte, b'\n' | b'\r') || self.text[at..].starts_with(self.delimiter) {
                break;
            } else {
                at += 1;
            }
        }
        let at = at.min(self.text.len());
        fields.push(Span { start, end: at, marked, quoted: false });
        at
    }

    /// Whether an escape before the byte at `at` means that byte itself.
    fn is_escaped(&self, at: usize) -> bool {
        let byte = self.text.get(at).copied();
        byte.is_some_and(|byte| Some(byte) == self.quote || Some(byte) == self.escape || byte == self.first)
    }

    /// A field between quotation marks. A mark closes it where a delimiter, a line end or the end of
    /// the text follows; any other mark is text.
    fn quoted(&self, open: usize, fields: &mut Vec<Span>, seen: &mut Seen) -> usize {
        let Some(quote) = self.quote else { return open };
        let start = open + 1;
        let (mut at, mut marked) = (start, false);
        seen.quoted += 1;
        seen.regular += 1;
        loop {
            let Some(found) = self.next_mark(at, quote) else {
                seen.open = true;
                let end = self.text.len();
                seen.lines += lines_in(&self.text[start..end]);
                fields.push(Span { start, end, marked, quoted: true });
                return end;
            };
            if Some(self.text[found]) == self.escape && self.text[found] != quote {
                let escapes = self.is_escaped(found + 1);
                seen.escaped += usize::from(escapes && self.text.get(found + 1) == Some(&quote));
                marked |= escapes;
                at = found + 1 + usize::from(escapes);
                continue;
            }
            if self.text.get(found + 1) == Some(&quote) {
                seen.regular += 2;
                marked = true;
                at = found + 2;
                continue;
            }
            if let Some(end) = self.closes(found) {
                seen.regular += 1;
                seen.lines += lines_in(&self.text[start..found]);
                fields.push(Span { start, end: found, marked, quoted: true });
                return end;
            }
            seen.stray += 1;
            at = found + 1;
        }
    }

    /// The next quotation mark or escape.
    fn next_mark(&self, at: usize, quote: u8) -> Option<usize> {
        let rest = self.text.get(at..)?;
        let found = match self.escape {
            Some(escape) => memchr2(quote, escape, rest),
            None => memchr(quote, rest),
        };
        found.map(|found| at + found)
    }

    /// Where the field ends that the mark at `at` closes, if it does: blanks may stand behind it.
    pub(super) fn closes(&self, at: usize) -> Option<usize> {
        let mut end = at + 1;
        while self.first != b' ' && self.text.get(end) == Some(&b' ') {
            end += 1;
        }
        match self.text.get(end) {
            None | Some(b'\n' | b'\r') => Some(end),
            // Of a delimiter that begins with a blank, that blank may have been passed over.
            Some(_) => (at + 1..=end).rev().find(|end| self.text[*end..].starts_with(self.delimiter)),
        }
    }

    /// Where the line after the line end at `at` begins.
    fn after_line_end(&self, at: usize) -> usize {
        match (self.text.get(at), self.text.get(at + 1)) {
            (Some(b'\r'), Some(b'\n')) => at + 2,
            (Some(_), _) => at + 1,
            (None, _) => at,
        }
    }

    /// Where the line that begins at `at` ends: without its line end.
    pub(super) fn line_end(&self, at: usize) -> usize {
        memchr2(b'\n', b'\r', &self.text[at..]).map_or(self.text.len(), |found| at + found)
    }

    /// Takes doubled marks and escapes out of a field.
    pub(super) fn unmarked(&self, span: &Span, out: &mut String, text: &str) {
        let mut from = span.start;
        let mut at = span.start;
        while at + 1 < span.end {
            let byte = self.text[at];
            let doubled = span.quoted && Some(byte) == self.quote && self.text[at + 1] == byte;
            let escaped = Some(byte) == self.escape && self.is_escaped(at + 1);
            if doubled || escaped {
                out.push_str(&text[from..at]);
                from = at + 1;
                at += 1;
            }
            at += 1;
        }
        out.push_str(&text[from..span.end]);
    }
}

/// A byte in all eight places.
const fn spread(byte: u8) -> u64 {
    byte as u64 * 0x0101_0101_0101_0101
}

/// A mark at the lowest byte that is zero; those above it may be marked as well.
#[inline]
const fn zeros(word: u64) -> u64 {
    word.wrapping_sub(spread(1)) & !word & spread(0x80)
}

/// The line ends in a field.
fn lines_in(field: &[u8]) -> u32 {
    let ends = memchr::memchr2_iter(b'\n', b'\r', field);
    let count = ends.filter(|at| !(field[*at] == b'\r' && field.get(at + 1) == Some(&b'\n'))).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, delimiter: &str, escape: Option<u8>) -> Vec<Vec<String>> {
        let dialect = Dialect { delimiter: delimiter.to_owned(), quote: Some(b'"'), escape };
        let scanner = Scanner::new(text.as_bytes(), &dialect);
        let (mut at, mut fields, mut records) = (0, Vec::new(), Vec::new());
        while at < text.len() {
            at = scanner.record(at, &mut fields).next;
            let value = |span: &Span| {
                let mut out = String::new();
                scanner.unmarked(span, &mut out, text);
                out
            };
            records.push(fields.iter().map(value).collect());
        }
        records
    }

    #[test]
    fn fields_are_cut() {
        for (text, delimiter, escape, expected) in [
            ("a,b\r\nc,\n", ",", None, &[&["a", "b"][..], &["c", ""]][..]),
            ("a,\"b,\n\"\"c\"\"\",d\re", ",", None, &[&["a", "b,\n\"c\"", "d"], &["e"]]),
            ("1234567890,12345678,x", ",", None, &[&["1234567890", "12345678", "x"]]),
            ("a||b|c||d", "||", None, &[&["a", "b|c", "d"]]),
            ("a, \"b, c\", d", ", ", None, &[&["a", "b, c", "d"]]),
            ("a , \"b, c\" , d", " , ", None, &[&["a", "b, c", "d"]]),
            ("a, \"b\" ,c", ",", None, &[&["a", "b", "c"]]),
            ("5\" x,\"6\" y\",z", ",", None, &[&["5\" x", "6\" y", "z"]]),
            ("\"\"x\",y", ",", None, &[&["\"x", "y"]]),
            (r#""a\"b","c\\",d\,e,f\g"#, ",", Some(b'\\'), &[&["a\"b", r"c\", "d,e", r"f\g"]]),
            ("ñ\tü", "\t", None, &[&["ñ", "ü"]]),
            ("\"open,x\ny", ",", None, &[&["open,x\ny"]]),
        ] {
            assert_eq!(cut(text, delimiter, escape), expected, "{text}");
        }
    }
}
