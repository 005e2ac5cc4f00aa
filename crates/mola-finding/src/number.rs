//! Numbers as the readers of each language write them.

use crate::Language;

impl Language {
    /// A number in its shortest exact form, grouped in thousands: 1234.5 is `1,234.5` in English
    /// and Spanish, which follows Panama here, and `1 234,5` with narrow no-break spaces in French.
    pub fn number(self, value: f64) -> String {
        // Adding zero turns -0 into 0.
        self.grouped(&(value + 0.0).to_string())
    }

    /// A number rounded to this many decimals, grouped in thousands.
    pub fn decimal(self, value: f64, decimals: usize) -> String {
        let digits = format!("{value:.decimals$}");
        let is_zero = digits.bytes().all(|b| matches!(b, b'-' | b'0' | b'.'));
        self.grouped(if is_zero { digits.trim_start_matches('-') } else { &digits })
    }

    fn grouped(self, digits: &str) -> String {
        let (sign, unsigned) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let (thousands, decimal) = self.separators();
        let mut text = sign.to_owned();
        for (index, digit) in whole.char_indices() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) && digit.is_ascii_digit() {
                text.push(thousands);
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push(decimal);
            text.push_str(fraction);
        }
        text
    }

    /// What stands between thousands and before decimals.
    const fn separators(self) -> (char, char) {
        match self {
            // Panama, like most of Central America, writes 1,234.50, unlike Spain.
            Self::Es | Self::En => (',', '.'),
            Self::Fr => ('\u{202f}', ','),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_by_language() {
        for (value, spanish, english, french) in [
            (0.0, "0", "0", "0"),
            (-0.0, "0", "0", "0"),
            (12.0, "12", "12", "12"),
            (999.0, "999", "999", "999"),
            (1_000.0, "1,000", "1,000", "1\u{202f}000"),
            (-1_234.5, "-1,234.5", "-1,234.5", "-1\u{202f}234,5"),
            (1_234_567.25, "1,234,567.25", "1,234,567.25", "1\u{202f}234\u{202f}567,25"),
            (0.1, "0.1", "0.1", "0,1"),
        ] {
            assert_eq!(Language::Es.number(value), spanish);
            assert_eq!(Language::En.number(value), english);
            assert_eq!(Language::Fr.number(value), french);
        }
    }

    #[test]
    fn decimals_are_rounded_and_kept() {
        for (value, decimals, english) in [
            (1_234.0, 2, "1,234.00"),
            (98.039, 2, "98.04"),
            (-0.001, 2, "0.00"),
            (-0.5, 1, "-0.5"),
            (1e6, 0, "1,000,000"),
        ] {
            assert_eq!(Language::En.decimal(value, decimals), english);
        }
    }

    #[test]
    fn what_is_no_number_is_not_grouped() {
        assert_eq!(Language::En.number(f64::NAN), "NaN");
        assert_eq!(Language::En.number(f64::NEG_INFINITY), "-inf");
    }
}
