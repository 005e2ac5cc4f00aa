//! Numbers written as text: `1.234,56`, `(80)`, `80 %`, `B/. 1,145.00`.
//!
//! A text is first taken apart by its own shape. Only where the shape allows two readings
//! (`1.234`) does the column decide.

use crate::exact::Exact;

/// The sign that separates decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decimal {
    /// `1.234,56`
    Comma,
    /// `1,234.56`
    Dot,
}

/// What a text can be as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// One number, by whatever rules.
    Plain(Exact),
    /// One number, and it shows the decimal sign of whoever wrote it.
    Shows(Decimal, Exact),
    /// Two numbers, by the decimal sign.
    Either { comma: Exact, dot: Exact },
    /// No number.
    No,
}

/// How the texts of one column separate decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Locale {
    /// The mapping says it: a text of the other shape is no number.
    Declared(Decimal),
    /// The texts of the column show it.
    Shown(Decimal),
    /// Nothing shows it, or the texts contradict one another: each doubt is reported, and read
    /// this way.
    Doubtful(Decimal),
}

/// How often the texts of a column show either sign.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    comma: u64,
    dot: u64,
}

impl Evidence {
    /// Takes note of one text.
    pub(crate) fn add(&mut self, text: &str) {
        match shape(text) {
            Shape::Shows(Decimal::Comma, _) => self.comma += 1,
            Shape::Shows(Decimal::Dot, _) => self.dot += 1,
            _ => {}
        }
    }

    /// Both evidences together.
    pub(crate) fn and(self, other: Self) -> Self {
        Self { comma: self.comma + other.comma, dot: self.dot + other.dot }
    }

    /// The column's locale; `fallback` decides where there is as much of the one as of the other.
    pub(crate) fn locale(self, fallback: Decimal) -> Locale {
        match (self.comma, self.dot) {
            (1.., 0) => Locale::Shown(Decimal::Comma),
            (0, 1..) => Locale::Shown(Decimal::Dot),
            (comma, dot) if comma > dot => Locale::Doubtful(Decimal::Comma),
            (comma, dot) if dot > comma => Locale::Doubtful(Decimal::Dot),
            _ => Locale::Doubtful(fallback),
        }
    }

    /// The sign that shows more often.
    pub(crate) fn majority(self, fallback: Decimal) -> Decimal {
        match self.locale(fallback) {
            Locale::Declared(decimal) | Locale::Shown(decimal) | Locale::Doubtful(decimal) => decimal,
        }
    }
}

/// A text read as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// The number.
    Is(Exact),
    /// The number as it was read, and the other that it could be.
    Doubtful(Exact, Exact),
    /// No number.
    No,
}

/// Reads a text by the column's locale.
pub(crate) fn read(text: &str, locale: Locale) -> Reading {
    match (shape(text), locale) {
        (Shape::No, _) => Reading::No,
        (Shape::Plain(number), _) => Reading::Is(number),
        (Shape::Shows(shown, _), Locale::Declared(declared)) if shown != declared => Reading::No,
        (Shape::Shows(_, number), _) => Reading::Is(number),
        (Shape::Either { comma, .. }, Locale::Declared(Decimal::Comma) | Locale::Shown(Decimal::Comma)) => {
            Reading::Is(comma)
        }
        (Shape::Either { dot, .. }, Locale::Declared(Decimal::Dot) | Locale::Shown(Decimal::Dot)) => Reading::Is(dot),
        (Shape::Either { comma, dot }, Locale::Doubtful(Decimal::Comma)) => Reading::Doubtful(comma, dot),
        (Shape::Either { comma, dot }, Locale::Doubtful(Decimal::Dot)) => Reading::Doubtful(dot, comma),
    }
}

/// The number that a text probably means: the only one in it.
pub(crate) fn nearest(text: &str) -> Option<&str> {
    let digit = |c: char| c.is_ascii_digit();
    let start = text.find(digit)?;
    let rest = &text[start..];
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(rest.len());
    if rest[end..].contains(digit) {
        return None;
    }
    let number = rest[..end].trim_end_matches(['.', ',']);
    (!matches!(shape(number), Shape::No)).then_some(number)
}

/// What a text can be, by its own shape.
pub(crate) fn shape(text: &str) -> Shape {
    let Some(dressed) = undress(text) else { return Shape::No };
    let turn = |number: Exact| {
        let number = if dressed.percent { number.hundredth() } else { number };
        if dressed.negative { number.negated() } else { number }
    };
    match bare(dressed.digits) {
        Shape::Plain(number) => Shape::Plain(turn(number)),
        Shape::Shows(decimal, number) => Shape::Shows(decimal, turn(number)),
        Shape::Either { comma, dot } => Shape::Either { comma: turn(comma), dot: turn(dot) },
        Shape::No => Shape::No,
    }
}

struct Dressed<'a> {
    digits: &'a str,
    negative: bool,
    percent: bool,
}

const CURRENCIES: [&str; 11] = ["B/.", "B/", "US$", "U$S", "USD", "PAB", "EUR", "GBP", "$", "€", "£"];

/// Takes off sign, brackets, currency and percent sign, each once.
fn undress(text: &str) -> Option<Dressed<'_>> {
    let mut dressed = Dressed { digits: text.trim(), negative: false, percent: false };
    let mut currency = false;
    loop {
        let rest = dressed.digits;
        let edges = (rest.as_bytes().first()?, rest.as_bytes().last()?);
        if edges.0.is_ascii_digit() && edges.1.is_ascii_digit() {
            return Some(dressed);
        }
        if let Some(inner) = signed(rest) {
            if std::mem::replace(&mut dressed.negative, true) {
                return None;
            }
            dressed.digits = inner.trim();
        } else if let Some(inner) = rest.strip_suffix('%') {
            if std::mem::replace(&mut dressed.percent, true) {
                return None;
            }
            dressed.digits = inner.trim();
        } else if let Some(inner) = without_currency(rest) {
            if std::mem::replace(&mut currency, true) {
                return None;
            }
            dressed.digits = inner.trim();
        } else if let Some(inner) = rest.strip_prefix('+') {
            dressed.digits = inner.trim();
        } else {
            return Some(dressed);
        }
    }
}

fn signed(text: &str) -> Option<&str> {
    let bracketed = || text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    text.strip_prefix(['-', '\u{2212}', '\u{2013}']).or_else(|| text.strip_suffix('-')).or_else(bracketed)
}

fn without_currency(text: &str) -> Option<&str> {
    CURRENCIES.iter().find_map(|sign| {
        let first = text.get(..sign.len()).filter(|head| head.eq_ignore_ascii_case(sign)).map(|_| &text[sign.len()..]);
        let split = text.len().checked_sub(sign.len())?;
        first.or_else(|| text.get(split..).filter(|tail| tail.eq_ignore_ascii_case(sign)).map(|_| &text[..split]))
    })
}

/// Digits, and what separates them.
#[derive(Default)]
struct Groups {
    mantissa: i64,
    /// Digits of each group, and of what kind the separator before it is.
    lens: [u8; 12],
    seps: [Separator; 12],
    count: usize,
    leading_zero: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Separator {
    #[default]
    Blank,
    Dot,
    Comma,
}

/// The most digits that a number of 64 bits surely holds.
const MOST_DIGITS: usize = 18;

fn groups(text: &str) -> Option<Groups> {
    let mut groups = Groups { leading_zero: text.starts_with('0'), ..Groups::default() };
    let mut digits = 0;
    for c in text.chars() {
        let separator = match c {
            '0'..='9' => {
                digits += 1;
                if digits > MOST_DIGITS {
                    return None;
                }
                groups.mantissa = groups.mantissa * 10 + i64::from(c as u8 - b'0');
                groups.lens[groups.count] += 1;
                continue;
            }
            '.' => Separator::Dot,
            ',' => Separator::Comma,
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '\u{2019}' => Separator::Blank,
            _ => return None,
        };
        groups.count += 1;
        *groups.seps.get_mut(groups.count)? = separator;
    }
    (digits > 0).then_some(groups)
}

impl Groups {
    /// Whether the groups from the first up to `upto` are thousands parted by one kind of sign.
    fn thousands(&self, upto: usize, kind: Separator) -> bool {
        let parted = (1..=upto).all(|at| self.seps[at] == kind && self.lens[at] == 3);
        parted && (upto == 0 || (1..=3).contains(&self.lens[0]))
    }

    fn whole(&self) -> Exact {
        Exact::new(self.mantissa, 0)
    }

    fn fraction(&self) -> Exact {
        Exact::new(self.mantissa, self.lens[self.count])
    }
}

/// Digits and separators alone.
fn bare(text: &str) -> Shape {
    let Some(groups) = groups(text) else { return Shape::No };
    let last = groups.count;
    let (decimal, other) = match groups.seps[last] {
        _ if last == 0 => return Shape::Plain(groups.whole()),
        Separator::Blank if groups.thousands(last, Separator::Blank) => return Shape::Plain(groups.whole()),
        Separator::Blank => return Shape::No,
        Separator::Dot => (Separator::Dot, Separator::Comma),
        Separator::Comma => (Separator::Comma, Separator::Dot),
    };
    let shown = |kind, number| match kind {
        Separator::Comma => Shape::Shows(Decimal::Comma, number),
        _ => Shape::Shows(Decimal::Dot, number),
    };
    let as_thousands = groups.thousands(last, decimal) && !groups.leading_zero;
    let before = last - 1;
    let as_fraction =
        groups.lens[last] > 0 && (groups.thousands(before, other) || groups.thousands(before, Separator::Blank));
    match (as_thousands, as_fraction) {
        (true, true) if decimal == Separator::Comma => Shape::Either { comma: groups.fraction(), dot: groups.whole() },
        (true, true) => Shape::Either { comma: groups.whole(), dot: groups.fraction() },
        (true, false) => shown(other, groups.whole()),
        (false, true) => shown(decimal, groups.fraction()),
        (false, false) => Shape::No,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMA: Locale = Locale::Declared(Decimal::Comma);
    const DOT: Locale = Locale::Declared(Decimal::Dot);

    fn check(text: &str, locale: Locale, expected: Option<f64>) {
        let found = match read(text, locale) {
            Reading::Is(number) | Reading::Doubtful(number, _) => Some(number.to_f64()),
            Reading::No => None,
        };
        assert_eq!(found, expected, "{text:?} {locale:?}");
    }

    #[test]
    fn texts_with_one_reading() {
        for (text, expected) in [
            ("80", 80.0),
            (" 80 ", 80.0),
            ("007", 7.0),
            ("-80", -80.0),
            ("\u{2212}80", -80.0),
            ("80-", -80.0),
            ("(80)", -80.0),
            ("+80", 80.0),
            ("80 %", 0.8),
            ("80%", 0.8),
            ("B/. 80", 80.0),
            ("b/.80", 80.0),
            ("US$ 80", 80.0),
            ("80 USD", 80.0),
            ("80 €", 80.0),
            ("(B/. 80)", -80.0),
            ("B/. (80)", -80.0),
            ("1 234", 1234.0),
            ("1\u{a0}234\u{a0}567", 1_234_567.0),
            ("1'234'567", 1_234_567.0),
            ("0", 0.0),
            ("123456789012345678", 123_456_789_012_345_678.0),
        ] {
            for locale in [COMMA, DOT, Locale::Shown(Decimal::Dot), Locale::Doubtful(Decimal::Comma)] {
                check(text, locale, Some(expected));
            }
        }
    }

    #[test]
    fn texts_that_show_their_decimal_sign() {
        for (comma, dot, expected) in [
            ("12,5", "12.5", 12.5),
            ("1.234,56", "1,234.56", 1234.56),
            ("1.234.567", "1,234,567", 1_234_567.0),
            ("1.234.567,8", "1,234,567.8", 1_234_567.8),
            ("1 234,5", "1 234.5", 1234.5),
            ("1 234,567", "1 234.567", 1234.567),
            ("0,123", "0.123", 0.123),
            ("1234,567", "1234.567", 1234.567),
            (",5", ".5", 0.5),
            ("43,8 %", "43.8%", 0.438),
            ("B/. 1.145,00", "B/. 1,145.00", 1145.0),
            ("0,1", "0.1", 0.1),
        ] {
            check(comma, COMMA, Some(expected));
            check(dot, DOT, Some(expected));
            check(comma, DOT, None);
            check(dot, COMMA, None);
            check(comma, Locale::Doubtful(Decimal::Dot), Some(expected));
        }
    }

    #[test]
    fn texts_with_two_readings() {
        check("1.234", COMMA, Some(1234.0));
        check("1.234", DOT, Some(1.234));
        check("12,345", COMMA, Some(12.345));
        check("12,345", DOT, Some(12_345.0));
        check("-1.234 %", COMMA, Some(-12.34));
        let (read, other) = (Exact::new(1234, 0), Exact::new(1234, 3));
        assert_eq!(super::read("1.234", Locale::Doubtful(Decimal::Comma)), Reading::Doubtful(read, other));
    }

    #[test]
    fn what_is_no_number() {
        for text in [
            "",
            " ",
            "-",
            "n/d",
            "aprox. 80",
            "80 horas",
            "1.23.456",
            "12 34",
            "1,2,3",
            "1.234,5,6",
            "--80",
            "(80",
            "80)",
            "1..2",
            "8-123-456",
            "%",
            "80 % %",
            "B/.",
            "1.5E3",
            "1.234.56",
            "1 2345",
            "1 234.567.8",
            "12345678901234567890",
            "٣",
        ] {
            for locale in [COMMA, DOT, Locale::Doubtful(Decimal::Comma)] {
                check(text, locale, None);
            }
        }
    }

    #[test]
    fn a_column_shows_its_locale() {
        let of = |texts: &[&str]| {
            let mut evidence = Evidence::default();
            texts.iter().for_each(|text| evidence.add(text));
            evidence.locale(Decimal::Dot)
        };
        assert_eq!(of(&["1.234", "12,5", "x"]), Locale::Shown(Decimal::Comma));
        assert_eq!(of(&["1.234", "1,234.5"]), Locale::Shown(Decimal::Dot));
        assert_eq!(of(&["1.234", "80"]), Locale::Doubtful(Decimal::Dot));
        assert_eq!(of(&["12,5", "13,5", "12.5"]), Locale::Doubtful(Decimal::Comma));
    }

    #[test]
    fn a_number_among_words_is_proposed() {
        for (text, expected) in [
            ("aprox. 80", Some("80")),
            ("80 horas.", Some("80")),
            ("unas 12,5 h", Some("12,5")),
            ("entre 10 y 20", None),
            ("muchas", None),
            ("12.", Some("12")),
        ] {
            assert_eq!(nearest(text), expected, "{text}");
        }
    }
}
