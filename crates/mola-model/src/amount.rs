//! Amounts of money.

use crate::Rate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

/// An exact amount of money in ten-thousandths of its currency's unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Amount(pub i64);

/// A number that cannot be held exactly as an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} has more than four decimals or is too large for an amount")]
pub struct AmountError(pub Decimal);

impl Amount {
    /// The amount that is `value` units of its currency.
    ///
    /// # Errors
    /// When `value` has more than four decimals or goes past 900 trillion.
    pub fn new(value: Decimal) -> Result<Self, AmountError> {
        let scaled = value.checked_mul(Decimal::from(10_000)).ok_or(AmountError(value))?;
        if !scaled.fract().is_zero() {
            return Err(AmountError(value));
        }
        scaled.to_i64().map(Self).ok_or(AmountError(value))
    }

    /// The amount that a text such as `1200.50` names, in units of its currency; none where it is no
    /// number or cannot be held exactly.
    pub fn parse(text: &str) -> Option<Self> {
        Self::new(text.parse().ok()?).ok()
    }

    /// The amount in units of its currency.
    pub fn decimal(self) -> Decimal {
        Decimal::new(self.0, 4)
    }

    /// The amount in units of its currency, rounded to the nearest double, for display only.
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / 10_000.0
    }
}

/// A sum of amounts, exact however many were converted, in 10⁻¹⁶ of the report's currency.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct AmountSum(i128);

/// Parts of an amount's unit in those of a sum.
const OF_AMOUNT: i128 = 1_000_000_000_000;
/// Parts of a hundredth of the currency's unit.
const OF_HUNDREDTH: i128 = 100 * OF_AMOUNT;

impl AmountSum {
    /// The sum with `amount` at `rate` added to it; none where that is too large.
    pub fn plus(self, amount: Amount, rate: Rate) -> Option<Self> {
        self.0.checked_add(i128::from(amount.0).checked_mul(rate.scaled())?).map(Self)
    }

    /// The sum of two; none where that is too large.
    pub fn and(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// What is left when `other` is taken away; none where that is too large.
    pub fn less(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The sum as an amount, rounded once (rule R22): as it is where an amount holds it, else to
    /// hundredths, halves away from zero. None where it is too large for an amount.
    pub fn rounded(self) -> Option<Amount> {
        if self.0 % OF_AMOUNT == 0 {
            return i64::try_from(self.0 / OF_AMOUNT).ok().map(Amount);
        }
        let half = OF_HUNDREDTH / 2 * self.0.signum();
        let hundredths = self.0.checked_add(half)? / OF_HUNDREDTH;
        i64::try_from(hundredths * 100).ok().map(Amount)
    }

    /// The nearest double, in units of the currency.
    pub fn to_f64(self) -> f64 {
        let scale = OF_AMOUNT * 10_000;
        (self.0 / scale) as f64 + (self.0 % scale) as f64 / scale as f64
    }

    /// This sum over `other`, as a share of 1; none where that is zero.
    pub fn over(self, other: Self) -> Option<f64> {
        (other.0 != 0).then(|| self.to_f64() / other.to_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Adds amounts, in ten-thousandths, at their rates.
    fn check(lines: &[(i64, &str)], rounded: Option<i64>, value: f64) {
        let mut sum = AmountSum::default();
        for (amount, rate) in lines {
            sum = sum.plus(Amount(*amount), rate.parse().expect("a rate")).expect("a sum");
        }
        assert_eq!((sum.rounded(), sum.to_f64()), (rounded.map(Amount), value), "{lines:?}");
    }

    #[test]
    fn sums_are_rounded_once() {
        check(&[], Some(0), 0.0);
        check(&[(12_345, "1")], Some(12_345), 1.2345);
        // Three times a third of a cent is a cent, rounded line by line it would be none.
        check(&[(33, "1.000000000001"); 3], Some(100), 0.009_900_000_000_009_9);
        check(&[(10_000, "1.005")], Some(10_050), 1.005);
        check(&[(10_000, "1.00499996")], Some(10_000), 1.004_999_96);
        check(&[(10_000, "1.00500004")], Some(10_100), 1.005_000_04);
        check(&[(-10_000, "1.00500004")], Some(-10_100), -1.005_000_04);
        check(&[(i64::MAX, "2")], None, 1_844_674_407_370_955.2);
    }
}
