//! Sums that do not depend on the order in which they are made.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

/// A sum of decimal numbers, in thousand-millionths. Numbers of up to nine decimals are added without
/// loss, so that the order of files, rows and threads changes no digit of a total.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exact(i128);

/// Parts of one.
const SCALE: f64 = 1e9;
/// Its decimals.
const DECIMALS: usize = 9;

impl Exact {
    /// The nearest number of this kind. What no report could mean, such as 1e300, stays at the largest.
    #[inline]
    pub fn of(value: f64) -> Self {
        // Below this the product is exact to a tenth of a unit, and a machine word holds it.
        if value.abs() < 1e6 {
            let scaled = value * SCALE;
            return Self(i128::from((scaled + 0.5f64.copysign(scaled)) as i64));
        }
        let whole = value.trunc();
        // Apart, because a large number times the scale has no digits left for its decimals.
        Self((whole as i128).saturating_mul(SCALE as i128).saturating_add(((value - whole) * SCALE).round() as i128))
    }

    /// The number that the shortest text of `value` means: 50,000,000.37 is that, where
    /// [`Exact::of`] takes what is left of it in binary. Slower; for values that are compared.
    pub fn written(value: f64) -> Self {
        let text = value.abs().to_string();
        let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
        let Ok(whole) = whole.parse::<i128>() else { return Self::of(value) };
        let decimals: String = rest.chars().chain(std::iter::repeat('0')).take(DECIMALS).collect();
        let up = rest.as_bytes().get(DECIMALS).is_some_and(|digit| *digit >= b'5');
        let decimals = decimals.parse::<i128>().unwrap_or(0) + i128::from(up);
        let size = whole.saturating_mul(SCALE as i128).saturating_add(decimals);
        Self(if value < 0.0 { -size } else { size })
    }

    /// The number whose text is nearest: what [`Exact::written`] takes back, as long as it has no
    /// more than 15 digits.
    pub fn nearest(self) -> f64 {
        let (size, scale) = (self.0.unsigned_abs(), SCALE as u128);
        let sign = if self.0 < 0 { "-" } else { "" };
        format!("{sign}{}.{:0width$}", size / scale, size % scale, width = DECIMALS).parse().unwrap_or(self.value())
    }

    /// The sum as a number.
    pub fn value(self) -> f64 {
        let (whole, rest) = (self.0 / SCALE as i128, self.0 % SCALE as i128);
        if rest == 0 { whole as f64 } else { self.0 as f64 / SCALE }
    }
}

impl Add for Exact {
    type Output = Self;

    #[inline]
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Exact {
    type Output = Self;

    #[inline]
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl AddAssign for Exact {
    #[inline]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Exact {
    fn sum<I: Iterator<Item = Self>>(values: I) -> Self {
        values.fold(Self::default(), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Adds numbers in both orders.
    fn check(values: &[f64], expected: f64) {
        let forward: Exact = values.iter().map(|v| Exact::of(*v)).sum();
        let backward: Exact = values.iter().rev().map(|v| Exact::of(*v)).sum();
        assert_eq!((forward.value(), backward), (expected, forward), "{values:?}");
    }

    #[test]
    fn numbers_are_taken_as_they_are_written() {
        for (value, thousand_millionths) in [
            (0.0, 0),
            (-0.0, 0),
            (0.1, 100_000_000),
            (50_000_000.37, 50_000_000_370_000_000),
            (-999_999_999.999_9, -999_999_999_999_900_000),
            (2.0 / 3.0, 666_666_667),
            (0.999_999_999_9, 1_000_000_000),
            (1e-12, 0),
        ] {
            assert_eq!(Exact::written(value), Exact(thousand_millionths), "{value}");
            let back = Exact::written(Exact(thousand_millionths).nearest());
            assert_eq!(back, Exact(thousand_millionths), "{value}");
        }
        assert_eq!(Exact::written(f64::NAN), Exact::of(f64::NAN));
        assert_eq!(Exact::written(f64::INFINITY), Exact::of(f64::INFINITY));
    }

    #[test]
    fn decimals_are_added_as_on_paper() {
        check(&[], 0.0);
        check(&[0.1, 0.2], 0.3);
        check(&[0.1; 10], 1.0);
        check(&[1e15, 0.5, -1e15], 0.5);
        check(&[123_456.78, -0.01, 0.23], 123_457.0);
        check(&[-0.3, 0.1], -0.2);
        check(&[f64::NAN, 1.0], 1.0);
    }
}
