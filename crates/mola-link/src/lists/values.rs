//! Values as they are compared: identifiers, phones, sexes, birth dates.

/// A birth date; 0 stands for a part that is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Birth {
    pub(super) year: u16,
    pub(super) month: u8,
    pub(super) day: u8,
}

impl Birth {
    pub(super) fn is_full(self) -> bool {
        self.year > 0 && self.month > 0 && self.day > 0
    }

    /// The date as a text of eight digits.
    pub(super) fn digits(self) -> [u8; 8] {
        let (y, m, d) = (self.year, self.month, self.day);
        let digit = |n: u16| b'0' + u8::try_from(n % 10).unwrap_or(0);
        let (m, d) = (u16::from(m), u16::from(d));
        [digit(y / 1000), digit(y / 100), digit(y / 10), digit(y), digit(m / 10), digit(m), digit(d / 10), digit(d)]
    }
}

/// The year that two digits stand for: nobody is born after 2020 in a register with such years.
fn full_year(year: u16, digits: usize) -> u16 {
    match (digits, year) {
        (2, 0..=20) => 2000 + year,
        (2, _) => 1900 + year,
        _ => year,
    }
}

fn dated(year: u16, month: u16, day: u16) -> Option<Birth> {
    let (month, day) = if month > 12 && day <= 12 { (day, month) } else { (month, day) };
    let valid = (1800..=2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    // Where nobody knows the day, the first of January is written.
    let (month, day) = if (month, day) == (1, 1) { (0, 0) } else { (month, day) };
    valid.then_some(Birth { year, month, day })
}

/// A date in any of the usual orders. What is not a date is not known.
pub(super) fn birth(text: &str) -> Option<Birth> {
    let text = text.trim();
    let text = text.split(['T', ' ']).next().filter(|day| day.len() >= 8).unwrap_or(text);
    let text = text.strip_suffix(".0").unwrap_or(text);
    let parts: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let number = |part: &str| part.parse::<u16>().ok();
    match parts.as_slice() {
        [all] if all.len() == 8 => {
            let cut = |range: std::ops::Range<usize>| all.get(range).and_then(number);
            dated(cut(0..4)?, cut(4..6)?, cut(6..8)?).or_else(|| dated(cut(4..8)?, cut(2..4)?, cut(0..2)?))
        }
        [year] => {
            let year = number(year).filter(|year| (1800..=2100).contains(year))?;
            Some(Birth { year, month: 0, day: 0 })
        }
        [year, month] if year.len() == 4 => {
            Some(Birth { year: number(year)?, month: u8::try_from(number(month)?).ok()?, day: 0 })
        }
        [first, month, last] => {
            let (year, day) = if first.len() > 2 { (first, last) } else { (last, first) };
            dated(full_year(number(year)?, year.len()), month_number(month)?, number(day)?)
        }
        _ => None,
    }
}

fn month_number(text: &str) -> Option<u16> {
    const MONTHS: [&[&str]; 12] = [
        &["ene", "jan"],
        &["feb", "fev", "fév"],
        &["mar", "mär"],
        &["abr", "apr", "avr"],
        &["may", "mai"],
        &["jun", "juin"],
        &["jul", "juil"],
        &["ago", "aug", "aoû"],
        &["sep", "set"],
        &["oct", "okt"],
        &["nov"],
        &["dic", "dec", "dez", "déc"],
    ];
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let text = text.to_lowercase();
    let found = MONTHS.iter().position(|names| names.iter().any(|name| text.starts_with(name)))?;
    u16::try_from(found + 1).ok()
}

/// An identifier without marks, blanks and leading zeros of its groups; none where it stands for
/// «unknown».
pub(super) fn identifier(text: &str) -> Option<String> {
    let mut groups: Vec<String> = Vec::new();
    let upper = text.to_uppercase();
    for group in upper.split(|c: char| !c.is_alphanumeric()).filter(|group| !group.is_empty()) {
        let bare = group.trim_start_matches('0');
        groups.push(if bare.is_empty() { "0".to_owned() } else { bare.to_owned() });
    }
    let joined = groups.join("-");
    let letters: Vec<char> = joined.chars().filter(|c| *c != '-').collect();
    let digits = letters.iter().filter(|c| c.is_ascii_digit()).count();
    let same = letters.iter().all(|c| Some(c) == letters.first());
    let run = letters.len() >= 6 && letters.windows(2).all(|pair| pair[1] as u32 == pair[0] as u32 + 1);
    // «S/C», «N/A», 000-000-000, 99999999, 123456789 are no identifiers.
    (digits > 0 && letters.len() >= 3 && !same && !run).then_some(joined)
}

/// The digits of a phone without a country's code, or none where they stand for «unknown».
pub(super) fn phone(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    let digits = if digits.len() >= 11 { digits.strip_prefix("507").unwrap_or(digits) } else { digits };
    let distinct = digits.bytes().any(|digit| Some(digit) != digits.bytes().next());
    (digits.len() >= 5 && distinct).then(|| digits.to_owned())
}

/// `f`, `m` or nothing.
pub(super) fn sex(folded: &str) -> Option<&'static str> {
    match folded.trim() {
        "f" | "mujer" | "femenino" | "femenina" | "female" | "woman" | "femme" | "w" | "weiblich" => Some("f"),
        "m" | "h" | "hombre" | "masculino" | "male" | "man" | "homme" | "varon" | "mannlich" => Some("m"),
        _ => None,
    }
}

/// Whether a text stands for «unknown».
pub(super) fn is_unknown(folded: &str) -> bool {
    matches!(
        folded.trim(),
        "" | "n a"
            | "na"
            | "nan"
            | "null"
            | "none"
            | "s c"
            | "s d"
            | "sd"
            | "nd"
            | "n d"
            | "unknown"
            | "desconocido"
            | "sin dato"
            | "no tiene"
            | "ninguno"
            | "0"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_all_habits_are_one() {
        for text in ["1971-04-03", "03/04/1971", "3-4-71", "19710403", "1971-04-03T00:00:00", "3 abr 1971"] {
            assert_eq!(birth(text), Some(Birth { year: 1971, month: 4, day: 3 }), "{text}");
        }
        for (text, year) in [("1960", 1960), ("01/01/1960", 1960)] {
            assert_eq!(birth(text), Some(Birth { year, month: 0, day: 0 }), "{text}");
        }
        assert_eq!(birth("03/31/1971"), Some(Birth { year: 1971, month: 3, day: 31 }));
        assert_eq!(birth("pronto"), None);
    }

    #[test]
    fn identifiers_lose_their_dress_and_placeholders_are_none() {
        for text in ["8-123-456", "08-0123-00456", " 8 123 456"] {
            assert_eq!(identifier(text).as_deref(), Some("8-123-456"));
        }
        assert_eq!(identifier("pe-1-23").as_deref(), Some("PE-1-23"));
        for text in ["000-000-000", "S/C", "N/A", "0", "99999999", "123456789", ""] {
            assert_eq!(identifier(text), None, "{text}");
        }
        assert_eq!(phone("+507 6349-4582").as_deref(), Some("63494582"));
    }
}
