//! A decimal number as written.

/// A number of at most 18 digits, exactly as written: a whole number and how many of its digits
/// are decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exact {
    mantissa: i64,
    decimals: u8,
}

/// Decimals of an amount (`mola_model::Amount`).
const AMOUNT_DECIMALS: u8 = 4;

impl Exact {
    pub(crate) const fn new(mantissa: i64, decimals: u8) -> Self {
        Self { mantissa, decimals }
    }

    pub(crate) const fn negated(self) -> Self {
        Self { mantissa: -self.mantissa, ..self }
    }

    pub(crate) const fn hundredth(self) -> Self {
        Self { decimals: self.decimals + 2, ..self }
    }

    /// The nearest double.
    pub(crate) fn to_f64(self) -> f64 {
        const WHOLE: i64 = 1 << 53;
        const POWERS: [f64; 23] = [
            1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
            1e19, 1e20, 1e21, 1e22,
        ];
        // Both are exact as doubles, so that one division rounds once.
        match POWERS.get(usize::from(self.decimals)) {
            Some(power) if self.mantissa.abs() <= WHOLE => self.mantissa as f64 / power,
            _ => format!("{}e-{}", self.mantissa, self.decimals).parse().expect("digits and an exponent are a number"),
        }
    }

    /// The number in ten-thousandths, rounded half away from zero; `None` where that is too large.
    pub(crate) fn to_amount(self) -> Option<i64> {
        if self.decimals <= AMOUNT_DECIMALS {
            return self.mantissa.checked_mul(10_i64.pow(u32::from(AMOUNT_DECIMALS - self.decimals)));
        }
        let unit = 10_i128.pow(u32::from(self.decimals - AMOUNT_DECIMALS));
        let (whole, rest) = (i128::from(self.mantissa) / unit, i128::from(self.mantissa) % unit);
        i64::try_from(if rest.abs() * 2 >= unit { whole + rest.signum() } else { whole }).ok()
    }

    /// The ten-thousandths nearest to a double; `None` where that is too large.
    pub(crate) fn amount_of(number: f64) -> Option<i64> {
        const MOST: f64 = 9e18;
        let scaled = (number * 10_000.0).round();
        (scaled.abs() < MOST).then_some(scaled as i64)
    }

    /// How many decimals a double shows in its shortest form.
    pub(crate) fn decimals_of(number: f64) -> u8 {
        let text = number.to_string();
        text.split_once('.').map_or(0, |(_, decimals)| decimals.len().min(20) as u8)
    }

    /// How many decimals were written.
    pub(crate) const fn decimals(self) -> u8 {
        self.decimals
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact() {
        for (mantissa, decimals, number, amount) in [
            (0, 0, 0.0, Some(0)),
            (123, 2, 1.23, Some(12_300)),
            (-1, 1, -0.1, Some(-1000)),
            (1, 4, 0.0001, Some(1)),
            (15, 5, 0.00015, Some(2)),
            (-15, 5, -0.00015, Some(-2)),
            (14, 5, 0.00014, Some(1)),
            (999_999_999_999_999_999, 0, 999_999_999_999_999_999.0, None),
            (999_999_999_999_999_999, 20, 0.01, Some(100)),
        ] {
            let exact = Exact::new(mantissa, decimals);
            assert_eq!(exact.to_f64(), number, "{exact:?}");
            assert_eq!(exact.to_amount(), amount, "{exact:?}");
        }
        assert_eq!(Exact::amount_of(12_345.67), Some(123_456_700));
        assert_eq!(Exact::amount_of(1e300), None);
        assert_eq!(Exact::decimals_of(12_345.67), 2);
        assert_eq!(Exact::decimals_of(80.0), 0);
    }
}
