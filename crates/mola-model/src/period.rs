//! Months, periods, cycles and windows.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A calendar month, counted from January of year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Month(pub i32);

impl Month {
    /// The month `month` (1 to 12) of `year`; `None` where there is no such month.
    pub fn new(year: i32, month: u32) -> Option<Self> {
        ((1..=12).contains(&month) && (1900..=2200).contains(&year)).then(|| Self(year * 12 + month as i32 - 1))
    }

    /// The month that `date` lies in.
    pub fn of(date: NaiveDate) -> Self {
        Self(date.year() * 12 + date.month0() as i32)
    }

    /// The calendar year.
    pub fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// The month of the year, 1 to 12.
    pub fn month(self) -> u32 {
        self.0.rem_euclid(12) as u32 + 1
    }

    /// The month `count` months later (earlier where negative).
    pub fn plus(self, count: i32) -> Self {
        Self(self.0 + count)
    }

    /// The first day.
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year(), self.month(), 1).expect("every month has a first day")
    }

    /// The last day.
    pub fn last_day(self) -> NaiveDate {
        self.plus(1).first_day().pred_opt().expect("no month is the first of the calendar")
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

/// How often something is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cycle {
    /// Every month.
    Monthly,
    /// Every three months.
    Quarterly,
    /// Every six months.
    Semester,
    /// Every year.
    Annual,
}

impl Cycle {
    /// Length in months.
    pub const fn months(self) -> i32 {
        match self {
            Self::Monthly => 1,
            Self::Quarterly => 3,
            Self::Semester => 6,
            Self::Annual => 12,
        }
    }

    /// The period of this cycle that `month` lies in, where years begin in January.
    pub fn period_of(self, month: Month) -> Period {
        self.period_of_year(month, 1)
    }

    /// The period of this cycle that `month` lies in, where years begin with month `year_starts` (1 to 12).
    pub fn period_of_year(self, month: Month, year_starts: u32) -> Period {
        let start = year_starts as i32 - 1;
        Period { first: Month((month.0 - start).div_euclid(self.months()) * self.months() + start), cycle: self }
    }

    /// The cycle with periods of so many months.
    fn of_months(months: i32) -> Option<Self> {
        [Self::Monthly, Self::Quarterly, Self::Semester, Self::Annual].into_iter().find(|c| c.months() == months)
    }
}

/// One period of a cycle: a month, quarter, semester or year. Years need not begin in January: a
/// period that no calendar year holds whole is told by its first and last month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    first: Month,
    cycle: Cycle,
}

impl Period {
    /// The month itself as a period.
    pub fn month(month: Month) -> Self {
        Self { first: month, cycle: Cycle::Monthly }
    }

    /// The cycle that the period belongs to.
    pub fn cycle(self) -> Cycle {
        self.cycle
    }

    /// The first month.
    pub fn first(self) -> Month {
        self.first
    }

    /// The last month.
    pub fn last(self) -> Month {
        self.first.plus(self.cycle.months() - 1)
    }

    /// The next period of the same cycle.
    pub fn next(self) -> Self {
        Self { first: self.first.plus(self.cycle.months()), cycle: self.cycle }
    }

    /// The period of the same cycle, in years that begin alike, that `month` lies in.
    pub fn around(self, month: Month) -> Self {
        let steps = (month.0 - self.first.0).div_euclid(self.cycle.months());
        Self { first: self.first.plus(steps * self.cycle.months()), cycle: self.cycle }
    }

    /// Whether it is one of those that a calendar year is divided into.
    fn is_of_calendar_year(self) -> bool {
        self.cycle.period_of(self.first) == self
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Self) -> bool {
        self.first <= other.first && other.last() <= self.last()
    }

    /// The months from first to last.
    pub fn window(self) -> Window {
        Window { first: self.first, last: self.last() }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.first.year();
        match self.cycle {
            _ if !self.is_of_calendar_year() => write!(f, "{}..{}", self.first, self.last()),
            Cycle::Monthly => write!(f, "{}", self.first),
            Cycle::Quarterly => write!(f, "{year:04}-Q{}", self.first.month().div_ceil(3)),
            Cycle::Semester => write!(f, "{year:04}-S{}", self.first.month().div_ceil(6)),
            Cycle::Annual => write!(f, "{year:04}"),
        }
    }
}

/// A text that names no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{0}' is not a period; write a month (2011-10), quarter (2011-Q4), semester (2011-S2), year (2011) or, where years do not begin in January, 2010-07..2011-06"
)]
pub struct PeriodError(pub String);

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).ok_or_else(|| PeriodError(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<Period> {
    if let Some((first, last)) = text.split_once("..") {
        let month = |text: &str| parse(text).filter(|period| period.cycle == Cycle::Monthly).map(Period::first);
        let (first, last) = (month(first)?, month(last)?);
        return Some(Period { first, cycle: Cycle::of_months(last.0 - first.0 + 1)? });
    }
    let (year, rest) = text.split_once('-').map_or((text, None), |(year, rest)| (year, Some(rest)));
    if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (cycle, number) = match rest {
        None => (Cycle::Annual, "1"),
        Some(rest) => match rest.split_at_checked(1)? {
            ("Q", number) => (Cycle::Quarterly, number),
            ("S", number) => (Cycle::Semester, number),
            _ if rest.len() == 2 => (Cycle::Monthly, rest),
            _ => return None,
        },
    };
    let number: u32 = number.bytes().all(|b| b.is_ascii_digit()).then(|| number.parse().ok())??;
    let month = number.checked_sub(1)?.checked_mul(cycle.months() as u32)? + 1;
    Some(Period { first: Month::new(year.parse().ok()?, month)?, cycle })
}

impl Serialize for Period {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Months in a row, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Window {
    /// The first month.
    pub first: Month,
    /// The last month.
    pub last: Month,
}

impl Window {
    /// Whether `month` lies inside.
    pub fn contains(self, month: Month) -> bool {
        (self.first..=self.last).contains(&month)
    }

    /// Whether all months of `other` lie inside.
    pub fn holds(self, other: Self) -> bool {
        self.first <= other.first && other.last <= self.last
    }

    /// Whether they have a month in common.
    pub fn touches(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// The months in order.
    pub fn months(self) -> impl Iterator<Item = Month> {
        (self.first.0..=self.last.0).map(Month)
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last { self.first.fmt(f) } else { write!(f, "{}..{}", self.first, self.last) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_and_written_alike() {
        for (text, first, last) in [
            ("2011-10", "2011-10", "2011-10"),
            ("2011-Q4", "2011-10", "2011-12"),
            ("2011-S2", "2011-07", "2011-12"),
            ("2011", "2011-01", "2011-12"),
            ("2010-07..2011-06", "2010-07", "2011-06"),
            ("2011-02..2011-04", "2011-02", "2011-04"),
        ] {
            let period: Period = text.parse().expect(text);
            assert_eq!(period.to_string(), text);
            assert_eq!(period.first().to_string(), first);
            assert_eq!(period.last().to_string(), last);
            assert_eq!(period.around(period.last()), period);
            assert_eq!(period.around(period.next().first()), period.next());
        }
        assert_eq!("2011-01..2011-12".parse(), "2011".parse::<Period>());
    }

    #[test]
    fn years_begin_when_they_are_said_to() {
        let october = Month::new(2011, 10).expect("a month");
        for (cycle, starts, expected) in [
            (Cycle::Annual, 1, "2011"),
            (Cycle::Annual, 7, "2011-07..2012-06"),
            (Cycle::Annual, 11, "2010-11..2011-10"),
            (Cycle::Semester, 7, "2011-S2"),
            (Cycle::Semester, 4, "2011-10..2012-03"),
            (Cycle::Quarterly, 7, "2011-Q4"),
            (Cycle::Quarterly, 2, "2011-08..2011-10"),
            (Cycle::Monthly, 7, "2011-10"),
        ] {
            assert_eq!(cycle.period_of_year(october, starts).to_string(), expected);
        }
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in [
            "",
            "11",
            "2011-",
            "2011-13",
            "2011-00",
            "2011-Q5",
            "2011-S3",
            "2011-1",
            "2011-Q",
            "x011-01",
            "2011-1ñ",
            "+011-01",
            "2011-01..2011-02",
            "2011-06..2011-01",
            "2011..2012",
            "2011-01..",
            "2011-Q1..2011-Q2",
        ] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn months_know_their_days() {
        let february = Month::new(2012, 2).expect("a month");
        assert_eq!(february.last_day(), NaiveDate::from_ymd_opt(2012, 2, 29).expect("a day"));
        assert_eq!(Month::of(february.last_day()), february);
        assert_eq!(Month::new(2011, 13), None);
    }
}
