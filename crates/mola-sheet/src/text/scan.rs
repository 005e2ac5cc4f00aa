//! Cuts a text into records and fields.

use super::dialect::Dialect;
use memchr::{memchr, memchr2, memchr2_iter, memchr3};

/// Where a field stands in its text, and what must be taken out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: u32,
    pub(super) end: u32,
    /// Whether doubled quotation marks or escapes stand in it.
    pub(super) marked: bool,
    /// Whether quotation marks stand around it.
    pub(super) quoted: bool,
}

impl Span {
    /// A field from `start` to `end`. A text has fewer bytes than 32 bits tell: see `CsvText::open`.
    #[inline]
    pub(super) fn new(start: usize, end: usize, marked: bool, quoted: bool) -> Self {
        Self { start: start as u32, end: end as u32, marked, quoted }
    }

    pub(super) fn range(&self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    pub(super) fn is_empty(&self) -> bool {
        self.start == self.end
    }
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
    /// Whether doubled marks may have to be taken out of fields.
    pub(super) has_marks: bool,
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

    /// Whether marks may stand in fields without quotation marks.
    pub(super) fn has_escape(&self) -> bool {
        self.escape.is_some()
    }

    /// The record that begins at `from`. Its fields are put into `fields`.
    #[inline]
    pub(super) fn record(&self, from: usize, fields: &mut Vec<Span>) -> Seen {
        fields.clear();
        let mut seen = Seen::default();
        match self.escape {
            None if self.delimiter.len() == 1 => self.simple_record(from, fields, &mut seen),
            _ => self.any_record(from, fields, &mut seen),
        }
        if seen.quoted > 0 {
            seen.has_marks = true;
            // Line ends inside of fields; of a pair the second byte is counted.
            let bytes = &self.text[from..seen.next];
            let ends = memchr2_iter(b'\n', b'\r', bytes);
            let lines = ends.filter(|at| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n')).count();
            seen.lines = u32::try_from(lines).unwrap_or(u32::MAX).max(1);
        }
        seen
    }

    /// A record whose delimiter is one byte, without escapes: eight bytes of the text at once tell
    /// where its short fields end.
    fn simple_record(&self, from: usize, fields: &mut Vec<Span>, seen: &mut Seen) {
        let (mut start, mut base, mut hits) = (from, from, 0_u64);
        loop {
            let end = if let Some(open) = self.opening(start) {
                let end = self.quoted(open, fields, seen);
                (base, hits) = (end + 1, 0);
                end
            } else {
                while hits == 0 {
                    let Some(Ok(bytes)) = self.text.get(base..base + 8).map(<[u8; 8]>::try_from) else { break };
                    hits = self.ends_in(u64::from_le_bytes(bytes));
                    base += 8;
                }
                let end = if hits == 0 {
                    let end = self.far_end(base.max(start));
                    base = end + 1;
                    end
                } else {
                    let end = base - 8 + (hits.trailing_zeros() / 8) as usize;
                    hits &= hits - 1;
                    end
                };
                fields.push(Span::new(start, end, false, false));
                end
            };
            if self.text.get(end) == Some(&self.first) {
                start = end + 1;
                continue;
            }
            seen.next = self.after_line_end(end);
            seen.lines += 1;
            return;
        }
    }

    /// Marks at the bytes of a word that end a field.
    #[inline]
    fn ends_in(&self, word: u64) -> u64 {
        zeros(word ^ spread(self.first)) | zeros(word ^ spread(b'\n')) | zeros(word ^ spread(b'\r'))
    }

    fn any_record(&self, from: usize, fields: &mut Vec<Span>, seen: &mut Seen) {
        let mut at = from;
        loop {
            let end = match self.opening(at) {
                Some(open) => self.quoted(open, fields, seen),
                None => self.plain(at, fields),
            };
            if self.text.get(end) == Some(&self.first) && self.text[end..].starts_with(self.delimiter) {
                at = end + self.delimiter.len();
                continue;
            }
            seen.next = self.after_line_end(end);
            seen.lines += 1;
            return;
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
            at = self.far_end(at);
            let byte = self.text.get(at);
            if byte != Some(&self.first) || self.delimiter.len() == 1 || self.text[at..].starts_with(self.delimiter) {
                fields.push(Span::new(start, at, false, false));
                return at;
            }
            at += 1;
        }
    }

    /// The next first byte of a delimiter or line end from `at` on, or the end of the text.
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
        fields.push(Span::new(start, at, marked, false));
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
                fields.push(Span::new(start, end, marked, true));
                return end;
            };
            at = found + 1;
            let (byte, next) = (self.text[found], self.text.get(at).copied());
            if byte != quote {
                let escapes = self.is_escaped(at);
                seen.escaped += usize::from(escapes && next == Some(quote));
                marked |= escapes;
                at += usize::from(escapes);
            } else if next == Some(quote) {
                seen.regular += 2;
                marked = true;
                at += 1;
            } else if let Some(end) = self.closes(found) {
                seen.regular += 1;
                fields.push(Span::new(start, found, marked, true));
                return end;
            } else {
                seen.stray += 1;
            }
        }
    }

    /// The next quotation mark or escape.
    #[inline]
    fn next_mark(&self, at: usize, quote: u8) -> Option<usize> {
        if let Some(escape) = self.escape {
            return memchr2(quote, escape, self.text.get(at..)?).map(|found| at + found);
        }
        // Most fields are short: eight bytes at once tell without preparing to look at many.
        for at in [at, at + 8] {
            let bytes = self.text.get(at..at + 8).map(<[u8; 8]>::try_from);
            let hits = bytes.and_then(Result::ok).map_or(0, |bytes| zeros(u64::from_le_bytes(bytes) ^ spread(quote)));
            if hits != 0 {
                return Some(at + (hits.trailing_zeros() / 8) as usize);
            }
        }
        memchr(quote, self.text.get(at..)?).map(|found| at + found)
    }

    /// Where the field ends that the mark at `at` closes, if it does: blanks may stand behind it.
    pub(super) fn closes(&self, at: usize) -> Option<usize> {
        let mut end = at + 1;
        match self.text.get(end) {
            None | Some(b'\n' | b'\r') => return Some(end),
            Some(byte) if *byte == self.first && self.delimiter.len() == 1 => return Some(end),
            Some(b' ') => {}
            Some(_) => return self.text[end..].starts_with(self.delimiter).then_some(end),
        }
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
        let end = span.end as usize;
        let quote = self.quote.filter(|_| span.quoted);
        let (mut from, mut at) = (span.start as usize, span.start as usize);
        while let Some(found) = self.first_mark(at, end, quote) {
            let byte = self.text[found];
            let doubled = Some(byte) == quote && self.text[found + 1] == byte;
            if doubled || Some(byte) == self.escape && self.is_escaped(found + 1) {
                out.push_str(&text[from..found]);
                from = found + 1;
                at = found + 2;
            } else {
                at = found + 1;
            }
        }
        out.push_str(&text[from..end]);
    }

    /// The first quotation mark or escape that another byte of the field follows.
    fn first_mark(&self, at: usize, end: usize, quote: Option<u8>) -> Option<usize> {
        let rest = self.text.get(at..end.checked_sub(1)?)?;
        let found = match (quote, self.escape) {
            (Some(quote), Some(escape)) => memchr2(quote, escape, rest),
            (Some(mark), None) | (None, Some(mark)) => memchr(mark, rest),
            (None, None) => None,
        };
        found.map(|found| at + found)
    }
}

/// A byte in all eight places.
const fn spread(byte: u8) -> u64 {
    byte as u64 * 0x0101_0101_0101_0101
}

/// Marks at the bytes that are zero, and at no others.
#[inline]
const fn zeros(word: u64) -> u64 {
    let low = spread(0x7F);
    !((word & low).wrapping_add(low) | word | low)
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
