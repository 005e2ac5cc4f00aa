//! Identifiers in one spelling.

use mola_spec::IdentifierScheme;

/// The identity that an identifier stands for, in one spelling; `None` where it stands for none
/// (too little in it, or what means *unknown*: `000-000-000`, `9-999-9999`, `123456789`).
pub fn identity(scheme: IdentifierScheme, written: &str) -> Option<String> {
    match scheme {
        IdentifierScheme::Groups => groups(written),
        IdentifierScheme::Panama => groups(written).filter(|text| is_panamanian(text)),
        IdentifierScheme::Alphanumeric => {
            let text: String = written.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
            is_informative(&text).then_some(text)
        }
        IdentifierScheme::Exact => {
            let text = written.trim();
            is_informative(text).then(|| text.to_owned())
        }
    }
}

/// Groups of digits without leading zeros and groups of letters in capitals, joined by hyphens.
/// A check digit written `DV 45` at the end of a tax number is left out: half of all files do.
fn groups(written: &str) -> Option<String> {
    let mut text = String::with_capacity(written.len());
    let mut last = Class::Separator;
    let mut count = 0;
    for c in written.chars() {
        let class = Class::of(c);
        if class != Class::Separator && class != last {
            if last == Class::Digit && text.ends_with('-') {
                text.push('0');
            }
            if !text.is_empty() {
                text.push('-');
            }
            count += 1;
        }
        match class {
            Class::Digit if c == '0' && (text.is_empty() || text.ends_with('-')) => {}
            Class::Digit => text.push(c),
            Class::Letter => text.extend(c.to_uppercase()),
            Class::Separator if last == Class::Digit && (text.is_empty() || text.ends_with('-')) => text.push('0'),
            Class::Separator => {}
        }
        last = class;
    }
    if last == Class::Digit && (text.is_empty() || text.ends_with('-')) {
        text.push('0');
    }
    let text = without_check_digit(text);
    (count > 1 && is_informative(&text)).then_some(text)
}

/// Whether a cédula or a RUC of Panama has this form: a province (1 to 13), `PE`, `E`, `N`, `PI` or `AV`,
/// book and entry, with `AV`, `PI` or `NT` after the province; of companies three numbers, the first of
/// them longer than a province's.
fn is_panamanian(text: &str) -> bool {
    let digits = |part: &str, most: usize| part.len() <= most && part.bytes().all(|byte| byte.is_ascii_digit());
    let province = |part: &str| digits(part, 2) && part.parse().is_ok_and(|number: u8| (1..=13).contains(&number));
    match text.split('-').collect::<Vec<_>>().as_slice() {
        ["PE" | "E" | "N" | "PI" | "AV", book, entry] => digits(book, 4) && digits(entry, 6),
        [first, "AV" | "PI" | "NT", book, entry] => province(first) && digits(book, 4) && digits(entry, 6),
        [first, book, entry] if province(first) => digits(book, 4) && digits(entry, 6),
        [number, roll, entry] => number.len() > 2 && digits(number, 10) && digits(roll, 4) && digits(entry, 7),
        _ => false,
    }
}

fn without_check_digit(mut text: String) -> String {
    for mark in ["-DV-", "-D-V-"] {
        if let Some(at) = text.rfind(mark)
            && text[at + mark.len()..].bytes().all(|b| b.is_ascii_digit())
        {
            text.truncate(at);
        }
    }
    text
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Digit,
    Letter,
    Separator,
}

impl Class {
    fn of(c: char) -> Self {
        if c.is_ascii_digit() {
            Self::Digit
        } else if c.is_alphabetic() {
            Self::Letter
        } else {
            Self::Separator
        }
    }
}

/// Whether there is a digit other than zero and more than one character, and not the same digit or the
/// next one all the way through.
fn is_informative(text: &str) -> bool {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).collect();
    let steps = |step: u8| digits.len() >= FILLED && digits.windows(2).all(|pair| pair[1] == pair[0] + step);
    text.chars().count() > 1 && digits.iter().any(|digit| *digit != b'0') && !steps(0) && !steps(1)
}

/// So many digits that are all the same, or each the next, are no one's number.
const FILLED: usize = 7;

/// The form of an identifier, which names no one: digits as `9`, letters as `A`, the rest as it is.
pub fn form(written: &str) -> String {
    let shape = |c: char| {
        if c.is_numeric() {
            '9'
        } else if c.is_alphabetic() {
            'A'
        } else {
            c
        }
    };
    written.trim().chars().map(shape).take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_one_identifier_is_one_identity() {
        let cases = [
            ("8-123-456", Some("8-123-456")),
            ("08-0123-00456", Some("8-123-456")),
            ("8 123 456", Some("8-123-456")),
            ("8–123–456", Some("8-123-456")),
            ("08.123.456", Some("8-123-456")),
            ("\u{a0}8 - 123 - 456 ", Some("8-123-456")),
            ("PE-12-345", Some("PE-12-345")),
            ("pe 012 345", Some("PE-12-345")),
            ("PE12-345", Some("PE-12-345")),
            ("8-PI-1-2", Some("8-PI-1-2")),
            ("8PI-1-2", Some("8-PI-1-2")),
            ("4-0-12", Some("4-0-12")),
            ("4-000-12", Some("4-0-12")),
            ("0-0-12", Some("0-0-12")),
            ("1234567-1-654321 DV 45", Some("1234567-1-654321")),
            ("1234567-1-654321", Some("1234567-1-654321")),
            ("1234567-1-654321 D.V. 45", Some("1234567-1-654321")),
            ("", None),
            ("-", None),
            ("000-000-000", None),
            ("8123456", None),
            ("n/d", None),
            ("no tiene", None),
        ];
        for (written, expected) in cases {
            assert_eq!(identity(IdentifierScheme::Groups, written).as_deref(), expected, "{written}");
        }
    }

    #[test]
    fn what_means_unknown_is_no_identity() {
        for written in ["000-000-000", "999-999-999", "9-999-9999", "1-234-5678", "1111111"] {
            for scheme in [IdentifierScheme::Groups, IdentifierScheme::Alphanumeric, IdentifierScheme::Exact] {
                assert_eq!(identity(scheme, written), None, "{written}");
            }
        }
        assert_eq!(identity(IdentifierScheme::Groups, "1-11-111").as_deref(), Some("1-11-111"));
        assert_eq!(identity(IdentifierScheme::Groups, "1-23-456").as_deref(), Some("1-23-456"));
    }

    #[test]
    fn identifiers_of_panama_have_its_forms() {
        let cases = [
            ("08-0123-00456", Some("8-123-456")),
            ("13-701-2044", Some("13-701-2044")),
            ("PE12-345", Some("PE-12-345")),
            ("E-8-104233", Some("E-8-104233")),
            ("n 019 0473", Some("N-19-473")),
            ("PI-4-211", Some("PI-4-211")),
            ("8PI-1-2", Some("8-PI-1-2")),
            ("1AV-4-250", Some("1-AV-4-250")),
            ("8-NT-2-7013", Some("8-NT-2-7013")),
            ("155612345-2-2015 DV 45", Some("155612345-2-2015")),
            ("1234567-1-654321", Some("1234567-1-654321")),
            ("14-123-456", None),
            ("0-123-456", None),
            ("PF-12-345", None),
            ("8-123456", None),
            ("8-12345-6", None),
            ("8-123-4567890", None),
            ("8-123-45-6", None),
            ("pasaporte A-12-3", None),
            ("000-000-000", None),
        ];
        for (written, expected) in cases {
            assert_eq!(identity(IdentifierScheme::Panama, written).as_deref(), expected, "{written}");
        }
    }

    #[test]
    fn other_schemes() {
        assert_eq!(identity(IdentifierScheme::Alphanumeric, "red–07 ").as_deref(), Some("RED07"));
        assert_eq!(identity(IdentifierScheme::Exact, " red-07 ").as_deref(), Some("red-07"));
        assert_eq!(identity(IdentifierScheme::Alphanumeric, "0"), None);
    }

    #[test]
    fn a_form_tells_no_one() {
        assert_eq!(form(" 8-123-PE "), "9-999-AA");
    }
}
