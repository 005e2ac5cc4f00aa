//! The record that is being made of a row.

use crate::period::PartPeriod;
use chrono::NaiveDate;
use mola_frame::{Field, Slot};
use mola_model::Month;

/// What is known of a value of an observation, in the order in which a part decides the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    /// It is there.
    Reported,
    /// It cannot be there.
    NotApplicable,
    /// It is not there.
    Missing,
}

/// What the steps of a row have found so far.
#[derive(Debug, Default)]
pub(crate) struct Record {
    /// Values of the frame.
    pub(crate) fields: Vec<(Slot, Field)>,
    /// Personal texts: slot, start and end in the arena.
    pub(crate) texts: Vec<(Slot, usize, usize)>,
    /// The day.
    pub(crate) date: Option<NaiveDate>,
    /// The period, as far as it is told.
    pub(crate) part: PartPeriod,
    /// The day of birth.
    pub(crate) born: Option<(Slot, NaiveDate)>,
    /// Whether the age is told.
    pub(crate) aged: bool,
    /// The state of the value.
    pub(crate) value: Option<State>,
    /// The state of numerator and denominator.
    pub(crate) ratio: Option<State>,
    /// Whether the amount is missing.
    pub(crate) without_amount: bool,
    /// Whether the row cannot stand.
    pub(crate) refused: bool,
}

/// How much of a record is common to all columns that became rows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    fields: usize,
    texts: usize,
    date: Option<NaiveDate>,
    part: PartPeriod,
    born: Option<(Slot, NaiveDate)>,
    aged: bool,
    value: Option<State>,
    ratio: Option<State>,
    without_amount: bool,
}

impl Record {
    /// Begins a new row.
    pub(crate) fn clear(&mut self) {
        self.fields.clear();
        self.texts.clear();
        (self.date, self.part, self.born, self.aged) = (None, PartPeriod::default(), None, false);
        (self.value, self.ratio, self.without_amount, self.refused) = (None, None, false, false);
    }

    /// What is common so far.
    pub(crate) fn mark(&self) -> Mark {
        let (fields, texts) = (self.fields.len(), self.texts.len());
        let Self { date, part, born, aged, value, ratio, without_amount, .. } = *self;
        Mark { fields, texts, date, part, born, aged, value, ratio, without_amount }
    }

    /// Goes back to what is common.
    pub(crate) fn reset(&mut self, mark: Mark) {
        self.fields.truncate(mark.fields);
        self.texts.truncate(mark.texts);
        (self.date, self.part, self.born, self.aged) = (mark.date, mark.part, mark.born, mark.aged);
        (self.value, self.ratio, self.without_amount) = (mark.value, mark.ratio, mark.without_amount);
        self.refused = false;
    }

    /// First and last month; a day comes before a period.
    pub(crate) fn months(&self) -> Option<(Month, Month)> {
        match self.date {
            Some(date) => Some((Month::of(date), Month::of(date))),
            None if self.part.year.is_some() => self.part.whole(),
            None => None,
        }
    }

    /// The state of the observation as a whole: a ratio needs both of its parts.
    pub(crate) fn state(&self) -> State {
        match (self.value, self.ratio) {
            (Some(State::Reported), _) => State::Reported,
            (_, Some(state)) | (Some(state), None) => state,
            (None, None) => State::Missing,
        }
    }
}

/// Whole years of age on a day.
pub(crate) fn age(born: NaiveDate, on: NaiveDate) -> Option<i32> {
    on.years_since(born).and_then(|years| i32::try_from(years).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_count_whole_years() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        for (born, on, expected) in [
            ("1980-10-31", "2011-10-30", Some(30)),
            ("1980-10-31", "2011-10-31", Some(31)),
            ("1980-02-29", "2011-02-28", Some(30)),
            ("1980-02-29", "2011-03-01", Some(31)),
            ("2011-10-31", "2011-10-31", Some(0)),
            ("2011-11-01", "2011-10-31", None),
        ] {
            assert_eq!(age(day(born), day(on)), expected, "{born} {on}");
        }
    }
}
