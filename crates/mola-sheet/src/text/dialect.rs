//! What stands between and around the fields of a text.

use super::scan::Scanner;
use crate::limits::{Hints, Mark};
use memchr::memmem;
use std::collections::BTreeMap;

/// How a text is cut into fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dialect {
    /// What stands between fields: mostly one character.
    pub delimiter: String,
    /// The byte around fields that hold a delimiter or a line end; `None` where nothing does.
    pub quote: Option<u8>,
    /// The byte before a quotation mark that is text; `None` where such a mark is doubled.
    pub escape: Option<u8>,
}

/// In this order where all else is equal.
const DELIMITERS: [&str; 16] =
    [";", "\t", ",", "|", "||", "::", ";;", "\t\t", "~", "^", "\u{1f}", "; ", ", ", "| ", " | ", " ; "];
/// Delimiters that stand in plain words and times too: they need more to show for themselves.
const WEAK: [&str; 2] = [" ", ":"];
/// How much of a text is looked at.
const SAMPLE_BYTES: usize = 256 << 10;
/// Beyond this many bytes a shorter sample shows which delimiters are worth a closer look.
const GLANCE_BYTES: usize = 32 << 10;

/// What was found out about a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outline {
    pub(super) dialect: Dialect,
    /// Fields of most records.
    pub(super) columns: usize,
    /// Where the records begin: after a line `sep=;`, which is no record.
    pub(super) start: usize,
}

/// Finds the dialect by what the whole text agrees on, so that neither a preamble nor decimal
/// commas mislead.
pub(super) fn outline(text: &str, hints: &Hints) -> Outline {
    let (named, start) = separator_line(text);
    let sample = sample(&text.as_bytes()[start..], SAMPLE_BYTES);
    let known = hints.delimiter.clone().or(named.map(|byte| char::from(byte).to_string()));
    let quotes = match hints.quote {
        Some(mark) => vec![mark.byte()],
        None => vec![Some(b'"'), Some(b'\'')],
    };
    let mut best: Option<(Dialect, Tally)> = None;
    for quote in quotes {
        let (dialect, tally) = with_quote(sample, known.as_deref(), quote, hints.escape);
        let wins =
            best.as_ref().is_none_or(|(_, before)| tally.wrapped > before.wrapped && tally.share() >= before.share());
        if wins {
            best = Some((dialect, tally));
        }
    }
    let (dialect, tally) = best.expect("there is a quotation mark to choose");
    Outline { dialect, columns: tally.columns, start }
}

/// Excel's own hint: `sep=` and a delimiter on the first line.
fn separator_line(text: &str) -> (Option<u8>, usize) {
    let end = text.find(['\n', '\r']).unwrap_or(text.len());
    let line = text[..end].trim_matches('"');
    match line.as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] if delimiter.is_ascii() => {
            // The line end stays: it is passed over with its number counted.
            (Some(*delimiter), end)
        }
        _ => (None, 0),
    }
}

/// The first bytes of a text, up to the end of a line.
fn sample(text: &[u8], bytes: usize) -> &[u8] {
    if text.len() <= bytes {
        return text;
    }
    let cut = &text[..bytes];
    memchr::memrchr2(b'\n', b'\r', cut).map_or(cut, |end| &cut[..=end])
}

/// The best delimiter and escape where this byte stands around fields.
fn with_quote(sample: &[u8], known: Option<&str>, quote: Option<u8>, escape: Option<Mark>) -> (Dialect, Tally) {
    let plain =
        |delimiter: &str| Dialect { delimiter: delimiter.to_owned(), quote, escape: escape.and_then(Mark::byte) };
    let glance = self::sample(sample, GLANCE_BYTES);
    let present = |delimiter: &&str| memmem::find(glance, delimiter.as_bytes()).is_some();
    let score = |delimiter: &str| {
        let tally = tally(sample, &plain(delimiter));
        (tally.score(), delimiter.len(), tally)
    };
    let chosen = match known {
        Some(delimiter) => (delimiter.to_owned(), score(delimiter).2),
        None => {
            let scored = |delimiters: &[&'static str]| {
                // Of equals the last is taken, so the order is turned round.
                let each = delimiters.iter().rev().filter(|d| present(d)).map(|d| (*d, score(d)));
                each.collect::<Vec<_>>().into_iter()
            };
            let strong = scored(&DELIMITERS).max_by_key(|(_, (score, len, _))| (*score, *len));
            let agreement = strong.as_ref().map_or((0, 0), |(_, (score, ..))| *score).0;
            let weak = scored(&WEAK).filter(|(_, (score, _, tally))| tally.shows_a_table() && score.0 > agreement);
            let best = weak.max_by_key(|(_, (score, ..))| *score).or(strong);
            best.map_or_else(
                || (",".to_owned(), tally(sample, &plain(","))),
                |(d, (_, _, tally))| (d.to_owned(), tally),
            )
        }
    };
    with_escape(sample, plain(&chosen.0), chosen.1, escape.is_some())
}

/// The same dialect with a backslash as escape, where that divides the text better or as well and
/// quotation marks stand behind backslashes.
fn with_escape(sample: &[u8], dialect: Dialect, before: Tally, declared: bool) -> (Dialect, Tally) {
    let Some(quote) = dialect.quote.filter(|_| !declared) else { return (dialect, before) };
    if quote == b'\'' && comes_in_pairs(sample, b'"') {
        // Only the marks around fields were changed: what stood before a mark inside still does.
        return (Dialect { escape: Some(b'"'), ..dialect }, before);
    }
    if memmem::find(sample, &[b'\\', quote]).is_none() {
        return (dialect, before);
    }
    let other = Dialect { escape: Some(b'\\'), ..dialect.clone() };
    let tally = tally(sample, &other);
    let better = tally.agreeing > before.agreeing || tally.agreeing == before.agreeing && tally.stray < before.stray;
    if tally.escaped > 0 && better { (other, tally) } else { (dialect, before) }
}

/// Whether a byte comes, and never alone.
fn comes_in_pairs(sample: &[u8], byte: u8) -> bool {
    let places: Vec<usize> = memchr::memchr_iter(byte, sample).collect();
    !places.is_empty() && places.chunk_by(|one, next| one + 1 == *next).all(|run| run.len() % 2 == 0)
}

/// How a dialect divides a sample.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Tally {
    records: usize,
    /// The number of fields that most records with more than one field have.
    columns: usize,
    /// How many records have it.
    agreeing: usize,
    /// Fields between quotation marks.
    wrapped: usize,
    /// Quotation marks in all, and those that stand where they should.
    marks: usize,
    regular: usize,
    /// Quotation marks within quoted fields that are neither doubled nor close them.
    stray: usize,
    /// Quotation marks behind an escape.
    escaped: usize,
    /// Fields that hold something, and those that hold digits, in records that agree.
    filled: usize,
    digits: usize,
}

impl Tally {
    /// Records in agreement, in tenths of a per cent.
    fn share(&self) -> usize {
        if self.columns < 2 { 0 } else { self.agreeing * 1_000 / self.records.max(1) }
    }

    /// Agreement counts first, less where quotation marks stand in odd places; then how many fields
    /// of a record hold something.
    fn score(&self) -> (usize, usize) {
        let regular = (self.regular * 20 + 20) / (self.marks + 1).max(1);
        (self.share() * regular.clamp(1, 20), self.filled * 10 / self.agreeing.max(1))
    }

    /// Whether words alone would hardly be divided so: there are three columns, and a field of each
    /// record holds digits or stands between quotation marks.
    fn shows_a_table(&self) -> bool {
        self.columns > 2 && (self.digits >= self.agreeing || self.wrapped * 2 >= self.records)
    }
}

fn tally(sample: &[u8], dialect: &Dialect) -> Tally {
    let unquoted = Dialect { quote: None, ..dialect.clone() };
    let mut scanner = Scanner::new(sample, dialect);
    let mut tally = Tally::default();
    let mut counts: BTreeMap<usize, [usize; 3]> = BTreeMap::new();
    let (mut at, mut fields) = (0, Vec::new());
    while at < sample.len() {
        let seen = scanner.record(at, &mut fields);
        if seen.open {
            // A mark that is never closed says nothing about the lines that follow it, and no mark in
            // them is ever closed.
            at = (scanner.line_end(at) + 1).min(sample.len());
            tally.records += 1;
            scanner = Scanner::new(sample, &unquoted);
            continue;
        }
        let texts = fields.iter().map(|span| sample[span.range()].trim_ascii());
        let filled = texts.clone().filter(|text| !text.is_empty()).count();
        at = seen.next;
        if filled == 0 && fields.len() < 2 {
            continue;
        }
        tally.records += 1;
        tally.wrapped += seen.quoted as usize;
        tally.regular += seen.regular;
        tally.stray += seen.stray;
        tally.escaped += seen.escaped;
        let digits = texts.filter(|text| text.iter().any(u8::is_ascii_digit)).count();
        let [records, all_filled, with_digits] = counts.entry(fields.len()).or_default();
        *records += 1;
        *all_filled += filled;
        *with_digits += digits;
    }
    tally.marks = dialect.quote.map_or(0, |quote| memchr::memchr_iter(quote, sample).count()) - tally.escaped;
    let most = counts.into_iter().filter(|(columns, _)| *columns > 1).max_by_key(|(columns, [n, ..])| (*n, *columns));
    (tally.columns, [tally.agreeing, tally.filled, tally.digits]) = most.unwrap_or((1, [0, 0, 0]));
    tally
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_are_what_the_table_agrees_on() {
        for (text, delimiter, columns) in [
            ("a;b;c\n1,5;2,5;3,5\n1,5;2,5;3,5\n", ";", 3),
            ("a,b\n1,2\n", ",", 2),
            ("a\tb\n1,5\t2\n", "\t", 2),
            ("a|b|c\n1|2|3\n", "|", 3),
            ("OMT, Registro de capacitación, 2010\n\nno;nombre;monto\n1;Ana;2,5\n2;Eva;3,5\n3;Luz;4,5\n", ";", 3),
            ("id,note\n1,\"a;b;c\"\n2,\"d;e;f\"\n", ",", 2),
            ("id,note\n1,\"say \"\"a;b\"\"\"\n2,x\n", ",", 2),
            ("sep=;\na;b\n1,2,3;4\n", ";", 2),
            ("a, b, c\n1, 2, \"x, y\"\n3, 4, z\n", ", ", 3),
            ("a||b||c\n1||2|x||3\n4||5||6\n", "||", 3),
            ("date time qty\n2018-01-28 00:15 2\n2018-01-29 00:30 \"2 x\"\n", " ", 3),
            ("one\ntwo\n", ",", 1),
            ("Ana Luz Peña\nEva Sol Ruiz\n", ",", 1),
            ("Ana\nEva: 3\n", ",", 1),
        ] {
            let found = outline(text, &Hints::default());
            assert_eq!((found.dialect.delimiter.as_str(), found.columns), (delimiter, columns), "{text}");
        }
    }

    #[test]
    fn quotation_marks_are_told_apart() {
        for (text, quote, escape) in [
            ("a,'b, c',d\n1,'it''s, so',2\n", b'\'', None),
            ("a,b\nit's,5\" x\n'90s,y\n", b'"', None),
            ("a,\"b\",c\n'x','y',\"z\"\n1,\"2, 3\",\"4\"\n", b'"', None),
            ("a,\"b \\\"c, d\\\"\",e\n1,\"2\",3\n", b'"', Some(b'\\')),
            ("a,\"C:\\x\\\",e\n1,\"D:\\\",3\n", b'"', None),
        ] {
            let found = outline(text, &Hints::default()).dialect;
            assert_eq!((found.quote, found.escape), (Some(quote), escape), "{text}");
        }
    }

    #[test]
    fn what_is_declared_holds() {
        let quote = Mark::parse("'");
        let hints = Hints { delimiter: Some(",".to_owned()), quote, escape: Mark::parse("\\"), ..Hints::default() };
        let found = outline("a;b,'c;d'\n", &hints);
        let expected = Dialect { delimiter: ",".to_owned(), quote: Some(b'\''), escape: Some(b'\\') };
        assert_eq!(found.dialect, expected);
        let none = Hints { quote: Some(Mark::None), ..Hints::default() };
        assert_eq!(outline("a,\"b\n", &none).dialect.quote, None);
    }
}
