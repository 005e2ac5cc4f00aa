//! Amounts of money.

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
