//! Periods written as text: `S1 2011`, `T3`, `1er trimestre 2011`, `octubre`, `2011-10`.

use crate::date::year_of;
use crate::month::month_of;
use mola_model::Month;

/// A period as far as a text tells it: a year, months of a year, or both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct PartPeriod {
    /// The year.
    pub(crate) year: Option<i32>,
    /// First and last month, 1 to 12.
    pub(crate) months: Option<(u8, u8)>,
}

impl PartPeriod {
    /// First and last month, once the year is known. A year alone is its twelve months.
    pub(crate) fn whole(self) -> Option<(Month, Month)> {
        let (first, last) = self.months.unwrap_or((1, 12));
        Some((Month::new(self.year?, u32::from(first))?, Month::new(self.year?, u32::from(last))?))
    }

    /// This period, completed by another where it says nothing.
    pub(crate) fn or(self, other: Self) -> Self {
        Self { year: self.year.or(other.year), months: self.months.or(other.months) }
    }

    /// A month of a year.
    pub(crate) fn month(month: Month) -> Self {
        let number = month.month() as u8;
        Self { year: Some(month.year()), months: Some((number, number)) }
    }

    /// What a number means as a period: a year (2011), a year and month (201110) or a month (10).
    pub(crate) fn of_number(number: f64) -> Option<Self> {
        if number.fract() != 0.0 || !(1.0..1e6).contains(&number) {
            return None;
        }
        let whole = number as i32;
        match whole {
            1..=12 => Some(Self { year: None, months: Some((whole as u8, whole as u8)) }),
            1900..=2200 => Some(Self { year: Some(whole), months: None }),
            190_001..=220_012 => Month::new(whole / 100, (whole % 100) as u32).map(Self::month),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Quarter,
    Semester,
}

impl Unit {
    const fn months(self) -> u8 {
        match self {
            Self::Quarter => 3,
            Self::Semester => 6,
        }
    }
}

/// What the words and numbers of a text say.
#[derive(Debug, Default)]
struct Said {
    years: Vec<i32>,
    /// Numbers of one or two digits, and whether they stand before the first year.
    small: Vec<(u8, bool)>,
    months: Vec<u8>,
    unit: Option<Unit>,
    ordinal: Option<u8>,
}

/// Reads a text as a period or a part of one. Years of two digits are the last such year up to
/// `latest_year`.
pub(crate) fn read(text: &str, latest_year: i32) -> Option<PartPeriod> {
    let folded = mola_spec::fold(text);
    if folded.len() == 8 && folded.bytes().all(|b| b.is_ascii_digit()) {
        return PartPeriod::of_number(f64::from(folded[..6].parse::<u32>().ok()?));
    }
    let mut said = Said::default();
    let mut rest = folded.as_str();
    while let Some(c) = rest.chars().next() {
        let class = |c: char| (c.is_ascii_digit(), c.is_alphabetic());
        let end = rest.find(|other: char| class(other) != class(c)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        match class(c) {
            (true, _) => said.number(run)?,
            (_, true) => said.word(run)?,
            _ if run.chars().all(|c| c.is_whitespace() || "/-.,'\u{2013}\u{2014}\u{b0}\u{ba}()".contains(c)) => {}
            _ => return None,
        }
    }
    said.period(latest_year)
}

impl Said {
    fn number(&mut self, run: &str) -> Option<()> {
        let value: i32 = run.parse().ok()?;
        match run.len() {
            1 | 2 => self.small.push((value as u8, self.years.is_empty())),
            4 if (1900..=2200).contains(&value) => self.years.push(value),
            6 => {
                let month = Month::new(value / 100, (value % 100) as u32)?;
                self.years.push(month.year());
                self.months.push(month.month() as u8);
            }
            _ => return None,
        }
        Some(())
    }

    fn word(&mut self, word: &str) -> Option<()> {
        const FILLERS: &[&str] = &[
            "de", "del", "d", "a", "al", "to", "of", "y", "et", "and", "au", "er", "o", "do", "to", "ro", "ero", "st",
            "nd", "rd", "th", "e", "eme", "ere", "re", "the", "le", "el", "la", "ano", "year", "annee", "an", "mes",
            "month", "mois", "to",
        ];
        if let Some(unit) = unit_of(word) {
            return self.unit.replace(unit).is_none().then_some(());
        }
        if let Some(ordinal) = ordinal_of(word) {
            return self.ordinal.replace(ordinal).is_none().then_some(());
        }
        if FILLERS.contains(&word) {
            return Some(());
        }
        self.months.push(month_of(word)? as u8);
        Some(())
    }

    fn period(mut self, latest_year: i32) -> Option<PartPeriod> {
        if self.years.len() > 1 {
            return None;
        }
        let months = match self.unit {
            Some(unit) => Some(self.part(unit)?),
            None if self.ordinal.is_some() => return None,
            None => self.named_months()?,
        };
        let year = match (self.years.first(), self.small.as_slice()) {
            (Some(year), []) => Some(*year),
            (None, [(two, _)]) => Some(year_of(i32::from(*two), latest_year)),
            (None, []) => None,
            _ => return None,
        };
        (year.is_some() || months.is_some()).then_some(PartPeriod { year, months })
    }

    /// The months of a quarter or semester; its number is taken out of the small ones.
    fn part(&mut self, unit: Unit) -> Option<(u8, u8)> {
        let number = match self.ordinal {
            Some(ordinal) => ordinal,
            None if self.small.is_empty() => return None,
            None => self.small.remove(0).0,
        };
        let last = number.checked_mul(unit.months())?;
        (self.months.is_empty() && (1..=12).contains(&last)).then(|| (last + 1 - unit.months(), last))
    }

    /// The months by name, else by number; numbers that are used up are taken out.
    fn named_months(&mut self) -> Option<Option<(u8, u8)>> {
        if let (Some(first), Some(last)) = (self.months.first(), self.months.last()) {
            // `31 octubre 2011`: the small number is a day.
            if !self.years.is_empty() && self.small.len() == 1 {
                self.small.clear();
            }
            return (self.months.len() <= 3 && first <= last).then_some(Some((*first, *last)));
        }
        let month = match (self.years.is_empty(), self.small.as_slice()) {
            (false, []) => return Some(None),
            (true, [(month, _)]) | (false, [(month, _)]) => *month,
            // Day first, unless the year leads: `31/10/2011`, `2011-10-31`.
            (false, [(_, true), (month, true)]) | (false, [(month, false), (_, false)]) => *month,
            _ => return None,
        };
        self.small.clear();
        (1..=12).contains(&month).then_some(Some((month, month)))
    }
}

fn unit_of(word: &str) -> Option<Unit> {
    match word {
        "q" | "t" | "tr" | "trim" | "trimestre" | "quarter" | "qtr" | "trimester" => Some(Unit::Quarter),
        "s" | "h" | "sem" | "semestre" | "semester" | "half" => Some(Unit::Semester),
        _ => None,
    }
}

fn ordinal_of(word: &str) -> Option<u8> {
    match word {
        "i" | "primer" | "primero" | "first" | "premier" => Some(1),
        "ii" | "segundo" | "second" | "deuxieme" => Some(2),
        "iii" | "tercer" | "tercero" | "third" | "troisieme" => Some(3),
        "iv" | "cuarto" | "fourth" | "quatrieme" => Some(4),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Parts = (Option<i32>, Option<(u8, u8)>);

    fn check(text: &str, expected: Option<Parts>) {
        let expected = expected.map(|(year, months)| PartPeriod { year, months });
        assert_eq!(read(text, 2013), expected, "{text:?}");
    }

    #[test]
    fn whole_periods() {
        for (text, year, first, last) in [
            ("2011-10", 2011, 10, 10),
            ("10/2011", 2011, 10, 10),
            ("201110", 2011, 10, 10),
            ("20111031", 2011, 10, 10),
            ("31/10/2011", 2011, 10, 10),
            ("2011-10-31", 2011, 10, 10),
            ("oct-11", 2011, 10, 10),
            ("octubre 2011", 2011, 10, 10),
            ("Octubre de 2011", 2011, 10, 10),
            ("31 octubre 2011", 2011, 10, 10),
            ("October 2011", 2011, 10, 10),
            ("S1 2011", 2011, 1, 6),
            ("2011-S2", 2011, 7, 12),
            ("H2 2011", 2011, 7, 12),
            ("2e semestre 2011", 2011, 7, 12),
            ("T3 2011", 2011, 7, 9),
            ("2011-Q3", 2011, 7, 9),
            ("2011T3", 2011, 7, 9),
            ("T3-11", 2011, 7, 9),
            ("1er trimestre 2011", 2011, 1, 3),
            ("1.er trimestre de 2011", 2011, 1, 3),
            ("Trimestre II 2011", 2011, 4, 6),
            ("primer semestre del año 2011", 2011, 1, 6),
            ("enero a marzo 2011", 2011, 1, 3),
            ("ene-mar 2011", 2011, 1, 3),
        ] {
            check(text, Some((Some(year), Some((first, last)))));
        }
        check("2011", Some((Some(2011), None)));
        check("Año 2011", Some((Some(2011), None)));
    }

    #[test]
    fn parts() {
        for (text, first, last) in [
            ("octubre", 10, 10),
            ("OCT.", 10, 10),
            ("10", 10, 10),
            ("T3", 7, 9),
            ("Q4", 10, 12),
            ("S2", 7, 12),
            ("IV trimestre", 10, 12),
            ("segundo semestre", 7, 12),
            ("juillet", 7, 7),
            ("julio-septiembre", 7, 9),
            ("Trimestre I", 1, 3),
        ] {
            check(text, Some((None, Some((first, last)))));
        }
    }

    #[test]
    fn what_is_no_period() {
        for text in [
            "",
            "x",
            "13",
            "0",
            "2011-13",
            "T5",
            "T0",
            "S3 2011",
            "2011-2012",
            "marzo a enero",
            "I",
            "trimestre",
            "2011 10 31 5",
            "octubre?",
            "99999",
            "T3 Q2",
            "ene feb mar abr",
            "2011-10-31-2",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn numbers() {
        let of = |number| {
            PartPeriod::of_number(number).and_then(|p| p.or(PartPeriod { year: Some(2011), months: None }).whole())
        };
        let month = |text: &str| text.parse::<mola_model::Period>().expect("a period").window();
        assert_eq!(of(2011.0), Some((month("2011").first, month("2011").last)));
        assert_eq!(of(10.0), Some((month("2011-10").first, month("2011-10").last)));
        assert_eq!(of(201_103.0), Some((month("2011-03").first, month("2011-03").last)));
        for number in [0.0, 13.0, 10.5, 201_113.0, -1.0, 1e9, f64::NAN] {
            assert_eq!(of(number), None, "{number}");
        }
    }
}
