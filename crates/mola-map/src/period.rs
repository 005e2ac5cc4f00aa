//! Periods written as text: `S1 2011`, `T3`, `1er trimestre 2011`, `octubre`, `2011-10`.

use crate::date::year_of;
use crate::month::month_of;
use mola_model::Month;

/// How years are meant in a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Years {
    /// The latest year that two digits can mean.
    pub(crate) latest: i32,
    /// The month with which years begin, 1 to 12.
    pub(crate) starts: u8,
    /// Whether a year that is written alone is the calendar year in which it begins; else that in which it ends.
    pub(crate) named_by_first: bool,
}

impl Years {
    fn are_calendar_years(self) -> bool {
        self.starts == 1
    }

    /// The year that a number alone means.
    fn year(self, number: i32) -> Year {
        match self.are_calendar_years() {
            true => Year::Calendar(number),
            false => Year::Fiscal { first: if self.named_by_first { number } else { number - 1 }, starts: self.starts },
        }
    }
}

/// A year as it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Year {
    /// From January to December.
    Calendar(i32),
    /// Twelve months from month `starts` of `first`.
    Fiscal {
        /// The calendar year in which it begins.
        first: i32,
        /// The month with which it begins, 2 to 12.
        starts: u8,
    },
}

/// A period as far as a text tells it: a year, months of a year, or both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct PartPeriod {
    /// The year.
    pub(crate) year: Option<Year>,
    /// First and last month; 13 is January of the next year.
    pub(crate) months: Option<(u8, u8)>,
}

impl PartPeriod {
    /// First and last month, once the year is known. A year alone is its twelve months.
    pub(crate) fn whole(self) -> Option<(Month, Month)> {
        let (year, (first, last)) = match (self.year?, self.months) {
            (Year::Calendar(year), None) => (year, (1, 12)),
            (Year::Calendar(year), Some((first, last))) if first > 12 => (year, (first - 12, last - 12)),
            (Year::Calendar(year), Some(months)) => (year, months),
            (Year::Fiscal { first, starts }, None) => (first, (starts, starts + 11)),
            (Year::Fiscal { first, starts }, Some((from, to))) if to < starts => (first, (from + 12, to + 12)),
            // What begins before the year does is no part of it.
            (Year::Fiscal { starts, .. }, Some((from, _))) if from < starts => return None,
            (Year::Fiscal { first, .. }, Some(months)) => (first, months),
        };
        let january = Month::new(year, 1)?;
        Some((january.plus(i32::from(first) - 1), january.plus(i32::from(last) - 1)))
    }

    /// This period, completed by another where it says nothing.
    pub(crate) fn or(self, other: Self) -> Self {
        Self { year: self.year.or(other.year), months: self.months.or(other.months) }
    }

    /// A month of a year.
    pub(crate) fn month(month: Month) -> Self {
        let number = month.month() as u8;
        Self { year: Some(Year::Calendar(month.year())), months: Some((number, number)) }
    }

    /// What a number means as a period: a year (2011), a year and month (201110) or a month (10).
    pub(crate) fn of_number(number: f64, years: Years) -> Option<Self> {
        if number.fract() != 0.0 || !(1.0..1e6).contains(&number) {
            return None;
        }
        let whole = number as i32;
        match whole {
            1..=12 => Some(Self { year: None, months: Some((whole as u8, whole as u8)) }),
            1900..=2200 => Some(Self { year: Some(years.year(whole)), months: None }),
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
    /// Whether something stands on both sides of a `/`.
    slash: bool,
    /// Whether it says that a year is meant.
    names_year: bool,
}

/// Reads a text as a period or a part of one. Years of two digits are the last such year up to the latest.
pub(crate) fn read(text: &str, years: Years) -> Option<PartPeriod> {
    let folded = mola_spec::fold(text);
    if folded.len() == 8 && folded.bytes().all(|b| b.is_ascii_digit()) {
        return PartPeriod::of_number(f64::from(folded[..6].parse::<u32>().ok()?), years);
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
            _ if run.chars().all(|c| c.is_whitespace() || "/-.,'\u{2013}\u{2014}\u{b0}\u{ba}()".contains(c)) => {
                said.slash |= run.contains('/');
            }
            _ => return None,
        }
    }
    said.period(years)
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
        const YEARS: &[&str] =
            &["fy", "af", "ef", "fiscal", "fiscale", "financial", "ejercicio", "exercice", "gestion"];
        if let Some(unit) = unit_of(word) {
            return self.unit.replace(unit).is_none().then_some(());
        }
        if let Some(ordinal) = ordinal_of(word) {
            return self.ordinal.replace(ordinal).is_none().then_some(());
        }
        if FILLERS.contains(&word) || YEARS.contains(&word) {
            self.names_year |= YEARS.contains(&word);
            return Some(());
        }
        self.months.push(month_of(word)? as u8);
        Some(())
    }

    fn period(mut self, years: Years) -> Option<PartPeriod> {
        if let Some(across) = self.across_years() {
            return Some(across);
        }
        // `FY11`, and `T1 FY11`.
        if self.names_year && self.years.is_empty() {
            self.years.extend(self.small.pop().map(|(two, _)| year_of(i32::from(two), years.latest)));
        }
        let fiscal = self.fiscal(years);
        if self.years.len() > 1 {
            return None;
        }
        let months = match self.unit {
            Some(unit) => Some(self.part(unit, years.starts)?),
            None if self.ordinal.is_some() => return None,
            None if fiscal.is_some() && self.months.is_empty() && self.small.is_empty() => None,
            None => self.named_months()?,
        };
        // A month by its name stands beside a year of the calendar; a quarter beside one of its own kind.
        let year =
            |number| if months.is_some() && self.unit.is_none() { Year::Calendar(number) } else { years.year(number) };
        let year = match (self.years.first(), self.small.as_slice()) {
            _ if fiscal.is_some() => fiscal,
            (Some(number), []) => Some(year(*number)),
            (None, [(two, _)]) => Some(year(year_of(i32::from(*two), years.latest))),
            (None, []) => None,
            _ => return None,
        };
        (year.is_some() || months.is_some()).then_some(PartPeriod { year, months })
    }

    /// `jul 2010 - jun 2011`, `2010-07..2011-06`: from a month of one year to a month of the next.
    fn across_years(&self) -> Option<PartPeriod> {
        let [from_year, to_year] = self.years[..] else { return None };
        let (from, to) = match (self.months.as_slice(), self.small.as_slice()) {
            ([from, to], []) | ([], [(from, _), (to, _)]) => (*from, *to),
            _ => return None,
        };
        let is_month = |month| (1..=12).contains(&month);
        let fits = self.unit.is_none() && to_year == from_year + 1 && is_month(from) && is_month(to) && to < from;
        let months = Some((from, to + 12));
        fits.then_some(PartPeriod { year: Some(Year::Calendar(from_year)), months })
    }

    /// A year that is told by both calendar years that it lies in: `2010/11`, `2010-2011`. Its parts are taken out.
    fn fiscal(&mut self, years: Years) -> Option<Year> {
        if years.are_calendar_years() {
            return None;
        }
        let first = *self.years.first()?;
        if self.years.len() == 2 && self.years[1] == first + 1 {
            self.years.truncate(1);
        } else {
            // `2010-11` is a month; `T1 2010-11` is not.
            let is_told = self.slash || self.unit.is_some();
            let last = ((first + 1) % 100) as u8;
            let at = self.small.iter().position(|(number, before)| *number == last && !before).filter(|_| is_told)?;
            self.small.remove(at);
        }
        Some(Year::Fiscal { first, starts: years.starts })
    }

    /// The months of a quarter or semester; its number is taken out of the small ones.
    fn part(&mut self, unit: Unit, starts: u8) -> Option<(u8, u8)> {
        let number = match self.ordinal {
            Some(ordinal) => ordinal,
            None if self.small.is_empty() => return None,
            None => self.small.remove(0).0,
        };
        let last = number.checked_mul(unit.months())?;
        let fits = self.months.is_empty() && (1..=12).contains(&last);
        fits.then(|| (last - unit.months() + starts, last + starts - 1))
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

    const CALENDAR: Years = Years { latest: 2013, starts: 1, named_by_first: false };

    type Parts = (Option<i32>, Option<(u8, u8)>);

    fn check(text: &str, expected: Option<Parts>) {
        let expected = expected.map(|(year, months)| PartPeriod { year: year.map(Year::Calendar), months });
        assert_eq!(read(text, CALENDAR), expected, "{text:?}");
    }

    fn check_whole(text: &str, years: Years, expected: &str) {
        let whole = read(text, years).and_then(PartPeriod::whole);
        let shown = whole.map(|(first, last)| format!("{first}..{last}"));
        assert_eq!(shown.as_deref(), (!expected.is_empty()).then_some(expected), "{text:?}");
    }

    #[test]
    fn from_one_year_into_the_next() {
        for (text, expected) in [
            ("jul 2010 - jun 2011", "2010-07..2011-06"),
            ("julio de 2010 a junio de 2011", "2010-07..2011-06"),
            ("2010-07..2011-06", "2010-07..2011-06"),
            ("07/2010 - 06/2011", "2010-07..2011-06"),
            ("nov 2010 – ene 2011", "2010-11..2011-01"),
            ("jul 2010 - jun 2012", ""),
            ("2010-2011", ""),
        ] {
            check_whole(text, CALENDAR, expected);
        }
    }

    #[test]
    fn years_that_begin_in_july() {
        let july = Years { starts: 7, ..CALENDAR };
        for (text, expected) in [
            ("2010/11", "2010-07..2011-06"),
            ("2010-2011", "2010-07..2011-06"),
            ("2010/2011", "2010-07..2011-06"),
            ("FY 2010/11", "2010-07..2011-06"),
            ("Año fiscal 2010-2011", "2010-07..2011-06"),
            ("FY2011", "2010-07..2011-06"),
            ("FY11", "2010-07..2011-06"),
            ("T2 FY11", "2010-10..2010-12"),
            ("2011", "2010-07..2011-06"),
            ("T1 2010/11", "2010-07..2010-09"),
            ("2010/11 Q3", "2011-01..2011-03"),
            ("S2 2011", "2011-01..2011-06"),
            ("2010-11", "2010-11..2010-11"),
            ("enero 2011", "2011-01..2011-01"),
            ("2011-01-15", "2011-01..2011-01"),
            ("ene-mar 2011", "2011-01..2011-03"),
            ("T5 2010/11", ""),
            ("2010/12", "2010-12..2010-12"),
            ("2010-2012", ""),
        ] {
            check_whole(text, july, expected);
        }
        check_whole("FY2010", Years { named_by_first: true, ..july }, "2010-07..2011-06");
        let year = read("2010/11", july).expect("a year");
        for (part, expected) in [("octubre", "2010-10"), ("enero", "2011-01"), ("T4", "2011-04"), ("Q1", "2010-07")] {
            let (first, _) = read(part, july).expect(part).or(year).whole().expect(part);
            assert_eq!(first.to_string(), expected, "{part}");
        }
        assert_eq!(read("mayo-agosto", CALENDAR).expect("months").or(year).whole(), None);
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
            let year = PartPeriod { year: Some(Year::Calendar(2011)), months: None };
            PartPeriod::of_number(number, CALENDAR).and_then(|part| part.or(year).whole())
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
