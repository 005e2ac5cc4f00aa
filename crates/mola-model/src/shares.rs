//! Shares of a whole as tables show them (rule R24).

use crate::{FigureKey, Issue, Status};

impl Issue {
    /// What share of the whole each code of `dimension` has, in tenths of a per cent that add up to 1,000, with the
    /// codes in order of key. None where the parts are not those of a whole: one is not shown, or they make more or
    /// less than the total.
    pub fn shares(&self, whole: &FigureKey, dimension: &str) -> Option<Vec<(&str, u32)>> {
        let total = self.figure(whole)?.value?;
        let is_part = |key: &FigureKey| {
            key.by.len() == whole.by.len() + 1
                && (&key.indicator, key.period, key.span) == (&whole.indicator, whole.period, whole.span)
                && whole.by.iter().all(|(name, code)| key.by.get(name) == Some(code))
        };
        let mut parts = Vec::new();
        for figure in self.facts.iter().filter(|figure| is_part(&figure.key)) {
            let Some(code) = figure.key.by.get(dimension) else { continue };
            parts.push((code.as_str(), figure.value.filter(|_| figure.status == Status::Reported)?));
        }
        let values: Vec<f64> = parts.iter().map(|(_, value)| *value).collect();
        let makes_the_whole = (values.iter().sum::<f64>() - total).abs() <= 1e-9 * total.abs();
        let tenths = tenths_of_percent(&values).filter(|_| makes_the_whole)?;
        Some(parts.into_iter().map(|(code, _)| code).zip(tenths).collect())
    }
}

/// Parts as tenths of a per cent of their sum, rounded by largest remainder so that they add up to 1,000: of equal
/// remainders the first is rounded up. None where there is nothing to share out.
fn tenths_of_percent(parts: &[f64]) -> Option<Vec<u32>> {
    const WHOLE: u32 = 1000;
    let sum: f64 = parts.iter().sum();
    if !(sum > 0.0 && sum.is_finite()) || parts.iter().any(|part| *part < 0.0) {
        return None;
    }
    let exact: Vec<f64> = parts.iter().map(|part| part / sum * f64::from(WHOLE)).collect();
    let mut tenths: Vec<u32> = exact.iter().map(|share| share.floor() as u32).collect();
    let missing = WHOLE.saturating_sub(tenths.iter().sum()) as usize;
    let mut by_remainder: Vec<usize> = (0..parts.len()).collect();
    by_remainder.sort_by(|one, other| exact[*other].fract().total_cmp(&exact[*one].fract()));
    by_remainder.into_iter().take(missing).for_each(|at| tenths[at] += 1);
    Some(tenths)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_largest_remainders_are_rounded_up() {
        for (parts, expected) in [
            (&[1.0, 1.0, 1.0][..], Some(&[334, 333, 333][..])),
            (&[1.0, 2.0], Some(&[333, 667])),
            (&[1.0, 0.0], Some(&[1000, 0])),
            (&[2.0, 3.0, 5.0], Some(&[200, 300, 500])),
            (&[1.0, 1.0, 1.0, 1.0, 1.0, 1.0], Some(&[167, 167, 167, 167, 166, 166])),
            (&[0.0, 0.0], None),
            (&[], None),
            (&[3.0, -1.0], None),
        ] {
            assert_eq!(tenths_of_percent(parts).as_deref(), expected, "{parts:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn shares_make_a_whole_and_none_is_off_by_one(parts in proptest::collection::vec(0..1_000_000u32, 1..30)) {
            let parts: Vec<f64> = parts.into_iter().map(f64::from).collect();
            let sum: f64 = parts.iter().sum();
            prop_assume!(sum > 0.0);
            let tenths = tenths_of_percent(&parts).expect("there is something to share out");
            prop_assert_eq!(tenths.iter().sum::<u32>(), 1000);
            for (part, tenth) in parts.iter().zip(tenths) {
                prop_assert!((part / sum * 1000.0 - f64::from(tenth)).abs() < 1.0 + 1e-9);
            }
        }
    }
}
