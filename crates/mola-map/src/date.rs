//! Dates written as text: `31/12/2010`, `2010-12-31`, `31 de diciembre de 2010`, `dic-10`.

use crate::month::month_of;
use chrono::NaiveDate;
use mola_spec::mapping::DateForm;

/// The forms that are tried where a mapping names none: day first, then ISO.
pub(crate) const USUAL: [DateForm; 3] = [DateForm::DayMonthYear, DateForm::YearMonthDay, DateForm::MonthYear];

/// Reads a text by the first of `forms` that fits. Years of two digits are the last such year up
/// to `latest_year`.
pub(crate) fn read(text: &str, forms: &[DateForm], latest_year: i32) -> Option<NaiveDate> {
    let tokens = Tokens::of(text)?;
    forms.iter().find_map(|form| tokens.date(*form, latest_year))
}

/// The date that a text probably means, by any form.
pub(crate) fn nearest(text: &str, latest_year: i32) -> Option<NaiveDate> {
    use DateForm::*;
    read(text, &[DayMonthYear, MonthDayYear, YearMonthDay, MonthYear], latest_year)
}

/// The year that two digits mean.
pub(crate) fn year_of(two_digits: i32, latest_year: i32) -> i32 {
    let year = latest_year.div_euclid(100) * 100 + two_digits;
    if year > latest_year { year - 100 } else { year }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Token {
    #[default]
    Nothing,
    Number {
        value: i32,
        digits: u8,
    },
    Month(u32),
}

/// At most three parts of a date.
#[derive(Debug, Default)]
struct Tokens {
    list: [Token; 3],
    count: usize,
}

impl Tokens {
    fn of(text: &str) -> Option<Self> {
        let mut rest = without_time(text.trim());
        let mut tokens = Self::default();
        while let Some(c) = rest.chars().next() {
            let class = |c: char| (c.is_ascii_digit(), c.is_alphabetic());
            let end = rest.find(|other: char| class(other) != class(c)).unwrap_or(rest.len());
            let (run, after) = rest.split_at(end);
            rest = after;
            match class(c) {
                (true, _) => tokens.push(number(run)?)?,
                (_, true) => tokens.word(run)?,
                _ if run.chars().all(|c| c.is_whitespace() || "/-.,'\u{2013}\u{b0}\u{ba}".contains(c)) => {}
                _ => return None,
            }
        }
        Some(tokens)
    }

    fn push(&mut self, token: Token) -> Option<()> {
        *self.list.get_mut(self.count)? = token;
        self.count += 1;
        Some(())
    }

    fn word(&mut self, word: &str) -> Option<()> {
        const FILLERS: [&str; 12] = ["de", "del", "of", "the", "le", "el", "er", "st", "nd", "rd", "th", "d"];
        if FILLERS.iter().any(|filler| filler.eq_ignore_ascii_case(word)) {
            return Some(());
        }
        self.push(Token::Month(month_of(word)?))
    }

    fn date(&self, form: DateForm, latest_year: i32) -> Option<NaiveDate> {
        let [first, second, third] = self.list;
        let (day, month, year) = match (form, self.count) {
            (DateForm::YearMonthDay, 1) => return compact(first),
            (DateForm::DayMonthYear, 3) => (day(first)?, second, year(third, latest_year)?),
            // A name leaves no doubt, whatever the order: `Oct 31, 2011`.
            (DateForm::DayMonthYear, 2) | (DateForm::MonthDayYear, 2) => return None,
            (DateForm::MonthDayYear, 3) => (day(second)?, first, year(third, latest_year)?),
            (DateForm::YearMonthDay, 3) => (day(third)?, second, four_digits(first)?),
            (DateForm::MonthYear, 2) if matches!(first, Token::Number { digits: 4, .. }) => {
                (1, second, four_digits(first)?)
            }
            (DateForm::MonthYear, 2) => (1, first, year(second, latest_year)?),
            _ => return None,
        };
        NaiveDate::from_ymd_opt(year, self::month(month)?, day)
    }
}

fn without_time(text: &str) -> &str {
    let Some(colon) = text.find(':') else { return text };
    // The hours stand after a blank or, in ISO, after a T.
    match text[..colon].rfind([' ', 'T', '\u{a0}']) {
        Some(end) => text[..end].trim_end_matches([' ', ',']),
        None => text,
    }
}

fn number(run: &str) -> Option<Token> {
    (run.len() <= 8).then(|| Some(Token::Number { value: run.parse().ok()?, digits: run.len() as u8 }))?
}

fn day(token: Token) -> Option<u32> {
    match token {
        Token::Number { value, digits: 1 | 2 } => Some(value as u32),
        _ => None,
    }
}

fn month(token: Token) -> Option<u32> {
    match token {
        Token::Number { value, digits: 1 | 2 } => Some(value as u32),
        Token::Month(month) => Some(month),
        _ => None,
    }
}

fn year(token: Token, latest_year: i32) -> Option<i32> {
    match token {
        Token::Number { value, digits: 2 } => Some(year_of(value, latest_year)),
        other => four_digits(other),
    }
}

fn four_digits(token: Token) -> Option<i32> {
    match token {
        Token::Number { value, digits: 4 } => Some(value),
        _ => None,
    }
}

fn compact(token: Token) -> Option<NaiveDate> {
    match token {
        Token::Number { value, digits: 8 } => {
            NaiveDate::from_ymd_opt(value / 10_000, (value / 100 % 100) as u32, (value % 100) as u32)
        }
        _ => None,
    }
}

/// A reader of one column of dates: most texts of a column have the length and the signs of the
/// one before, and are read by their bytes.
pub(crate) fn read_fast(text: &str, forms: &[DateForm], latest_year: i32) -> Option<NaiveDate> {
    if let [a, b, s, c, d, t, e, f, g, h] = text.as_bytes()
        && forms.first() == Some(&DateForm::DayMonthYear)
        && s == t
        && matches!(s, b'/' | b'-' | b'.')
        && [a, b, c, d, e, f, g, h].into_iter().all(u8::is_ascii_digit)
    {
        let two = |tens: &u8, ones: &u8| u32::from(tens - b'0') * 10 + u32::from(ones - b'0');
        let year = (two(e, f) * 100 + two(g, h)) as i32;
        if let Some(date) = NaiveDate::from_ymd_opt(year, two(c, d), two(a, b)) {
            return Some(date);
        }
    }
    read(text, forms, latest_year)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, forms: &[DateForm], expected: Option<&str>) {
        let found = read_fast(text, forms, 2013).map(|date| date.to_string());
        assert_eq!(found.as_deref(), expected, "{text:?} {forms:?}");
    }

    #[test]
    fn usual_forms() {
        for (text, expected) in [
            ("31/12/2010", "2010-12-31"),
            ("31-12-2010", "2010-12-31"),
            ("31.12.2010", "2010-12-31"),
            ("1/2/2011", "2011-02-01"),
            ("01/02/11", "2011-02-01"),
            ("01/02/45", "1945-02-01"),
            ("2011-10-31", "2011-10-31"),
            ("2011/10/31", "2011-10-31"),
            ("20111031", "2011-10-31"),
            ("2011-10-31T08:30:00", "2011-10-31"),
            ("31/10/2011 08:30", "2011-10-31"),
            ("31 de diciembre de 2010", "2010-12-31"),
            ("31 décembre 2010", "2010-12-31"),
            ("1er mars 2011", "2011-03-01"),
            ("31-oct-2011", "2011-10-31"),
            ("5 Aug 2011", "2011-08-05"),
            ("dic-10", "2010-12-01"),
            ("déc. 2010", "2010-12-01"),
            ("diciembre 2010", "2010-12-01"),
            ("12/2010", "2010-12-01"),
            ("2010-12", "2010-12-01"),
            ("29/02/2012", "2012-02-29"),
            (" 31/12/2010 ", "2010-12-31"),
        ] {
            check(text, &USUAL, Some(expected));
        }
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "x",
            "31/13/2010",
            "29/02/2011",
            "00/01/2011",
            "10/31/2011",
            "31/12",
            "2010",
            "1/2/3/4",
            "31//12:2010",
            "hoy",
            "31/12/010",
            "99999999",
            "31 jui 2011",
            "31/12/2010?",
            "123456789",
        ] {
            check(text, &USUAL, None);
        }
    }

    #[test]
    fn a_mapping_decides_the_order() {
        check("10/11/2011", &[DateForm::MonthDayYear], Some("2011-10-11"));
        check("10/11/2011", &[DateForm::DayMonthYear], Some("2011-11-10"));
        check("10/31/2011", &[DateForm::DayMonthYear, DateForm::MonthDayYear], Some("2011-10-31"));
        check("2011-10-31", &[DateForm::DayMonthYear], None);
        check("Oct 31, 2011", &[DateForm::MonthDayYear], Some("2011-10-31"));
        check("10-2011", &[DateForm::DayMonthYear], None);
        assert_eq!(nearest("10/31/2011", 2013).map(|d| d.to_string()).as_deref(), Some("2011-10-31"));
    }
}
