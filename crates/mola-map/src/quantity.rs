//! Cells that become numbers.

use crate::exact::Exact;
use crate::number::{self, Decimal, Locale};
use crate::reader::{At, Desk, Reading, What};
use crate::words::Meaning;
use mola_finding::Code;
use mola_frame::{ColumnType, Field};
use mola_sheet::Value;

/// Reads one column of numbers.
#[derive(Debug)]
pub(crate) struct QuantityReader {
    /// How numbers written as text are read.
    pub(crate) locale: Locale,
    /// What the column of the frame holds.
    pub(crate) kind: ColumnType,
    /// Whether only whole numbers are numbers here.
    pub(crate) whole: bool,
    /// What each number is multiplied by.
    pub(crate) factor: f64,
    /// The smallest value.
    pub(crate) min: Option<f64>,
    /// The largest value.
    pub(crate) max: Option<f64>,
}

/// A number in the two forms that it may be needed in.
#[derive(Clone, Copy)]
enum Quantity {
    Double(f64),
    Exact(Exact),
}

impl QuantityReader {
    /// Whether the texts of the column are to decide how they are read.
    pub(crate) fn is_open(&self) -> bool {
        !matches!(self.locale, Locale::Declared(_))
    }

    /// Reads one cell.
    #[inline]
    pub(crate) fn read(&mut self, at: At<'_>, what: &What, desk: &mut Desk<'_>) -> Reading {
        match at.value {
            Value::Number(number) => match desk.scene.words.of_number(number) {
                None if number.is_finite() => self.value(Quantity::Double(number), at, what, desk),
                None => unreadable("", at, what, desk),
                Some(meaning) => self.meant(meaning, at, what, desk),
            },
            Value::Text(text) => match desk.scene.words.of_text(text) {
                None => self.text(text, at, what, desk),
                Some(meaning) => self.meant(meaning, at, what, desk),
            },
            _ => unreadable("", at, what, desk),
        }
    }

    fn meant(&self, meaning: Meaning, at: At<'_>, what: &What, desk: &mut Desk<'_>) -> Reading {
        match meaning {
            Meaning::Missing => Reading::Missing,
            Meaning::NotApplicable => Reading::NotApplicable,
            Meaning::Zero => self.value(Quantity::Double(0.0), at, what, desk),
        }
    }

    fn text(&self, text: &str, at: At<'_>, what: &What, desk: &mut Desk<'_>) -> Reading {
        match number::read(text, self.locale) {
            number::Reading::Is(number) => self.value(Quantity::Exact(number), at, what, desk),
            number::Reading::Doubtful(number, other) => {
                let (first, second) = (number.to_f64(), other.to_f64());
                desk.say(Code::NumberAmbiguous, at, what, |f| f.with("first", first).with("second", second));
                self.value(Quantity::Exact(number), at, what, desk)
            }
            number::Reading::No => unreadable(&self.proposal(text), at, what, desk),
        }
    }

    /// The number that an unreadable text probably means: itself by the other decimal sign, or the
    /// only number among its words.
    fn proposal(&self, text: &str) -> String {
        let (from, to) = match self.locale {
            Locale::Declared(Decimal::Comma) => ('.', ","),
            _ => (',', "."),
        };
        match number::shape(text) {
            number::Shape::Shows(_, number) => number.to_f64().to_string().replace(from, to),
            _ => number::nearest(text).unwrap_or_default().to_owned(),
        }
    }

    fn value(&self, quantity: Quantity, at: At<'_>, what: &What, desk: &mut Desk<'_>) -> Reading {
        let number = self.factor
            * match quantity {
                Quantity::Double(number) => number,
                Quantity::Exact(number) => number.to_f64(),
            };
        if self.min.is_some_and(|min| number < min) || self.max.is_some_and(|max| number > max) {
            return self.outside(number, at, what, desk);
        }
        if self.whole && number.fract() != 0.0 {
            return unreadable(&number.round().to_string(), at, what, desk);
        }
        let field = match (self.kind, quantity) {
            (ColumnType::Amount, Quantity::Exact(exact)) if self.factor == 1.0 => exact.to_amount().map(Field::Amount),
            (ColumnType::Amount, _) => Exact::amount_of(number).map(Field::Amount),
            (ColumnType::Integer, _) if number.abs() <= f64::from(i32::MAX) => Some(Field::Integer(number as i32)),
            (ColumnType::Integer, _) => None,
            _ => Some(Field::Number(number)),
        };
        field.map_or_else(|| unreadable("", at, what, desk), Reading::Field)
    }

    fn outside(&self, number: f64, at: At<'_>, what: &What, desk: &mut Desk<'_>) -> Reading {
        desk.fault(Code::NumberOutside, at, what, |mut finding| {
            finding = finding.with("found", number);
            if let Some(min) = self.min {
                finding = finding.with("low", min);
            }
            match self.max {
                Some(max) => finding.with("high", max),
                None => finding,
            }
        })
    }
}

fn unreadable(nearest: &str, at: At<'_>, what: &What, desk: &mut Desk<'_>) -> Reading {
    desk.fault(Code::NumberUnreadable, at, what, |finding| finding.with("nearest", nearest))
}
