//! Identifiers in one spelling.

use mola_spec::IdentifierScheme;

/// The identity that an identifier stands for, in one spelling; `None` where it stands for none
/// (too little in it, or only zeros: `000-000-000` means *unknown*).
pub fn identity(scheme: IdentifierScheme, written: &str) -> Option<String> {
    match scheme {
        IdentifierScheme::Groups => groups(written),
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

/// Whether there is a digit other than zero and more than one character.
fn is_informative(text: &str) -> bool {
    text.chars().count() > 1 && text.bytes().any(|b| (b'1'..=b'9').contains(&b))
}

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
