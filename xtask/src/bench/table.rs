//! What was measured, as a table for the terminal.

use super::process::Measured;
use std::fmt::Write;
use std::time::Duration;

/// The runs of one contender.
#[derive(Debug, Default)]
pub struct Runs {
    /// What it is.
    pub name: &'static str,
    /// Each run.
    pub measured: Vec<Measured>,
}

/// Medians of a contender's runs.
#[derive(Debug, Clone, Copy, Default)]
pub struct Medians {
    /// Seconds from start to end.
    pub wall: f64,
    /// Seconds of processor time.
    pub cpu: f64,
    /// Peak memory in MiB.
    pub peak: f64,
}

/// A ratio and what it may be at most.
pub struct Limit {
    /// What is divided by what.
    pub name: &'static str,
    /// The ratio measured.
    pub ratio: f64,
    /// The largest ratio that holds.
    pub at_most: f64,
}

impl Limit {
    /// Whether the ratio is within its limit.
    pub fn holds(&self) -> bool {
        self.ratio <= self.at_most
    }
}

impl Runs {
    /// No runs yet.
    pub fn of(name: &'static str) -> Self {
        Self { name, measured: Vec::new() }
    }

    /// The medians; zeros where nothing ran.
    pub fn medians(&self) -> Medians {
        let seconds = |of: fn(&Measured) -> Duration| median(self.measured.iter().map(|m| of(m).as_secs_f64()));
        Medians {
            wall: seconds(|m| m.wall),
            cpu: seconds(|m| m.cpu),
            peak: median(self.measured.iter().map(|m| m.peak as f64 / 1024.0 / 1024.0)),
        }
    }
}

/// The middle of the values, or the mean of the two in the middle.
fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => 0.0,
        n => (values[(n - 1) / 2] + values[n / 2]) / 2.0,
    }
}

/// The medians of those that ran, then the ratios.
pub fn text(runs: &[&Runs], limits: &[Limit]) -> String {
    let mut text = String::new();
    if !runs.is_empty() {
        text = format!("{:28}{:>6}{:>10}{:>10}{:>10}\n", "medians", "runs", "wall s", "CPU s", "peak MiB");
    }
    for runs in runs.iter().filter(|runs| !runs.measured.is_empty()) {
        let Medians { wall, cpu, peak } = runs.medians();
        // Writing to a String does not fail.
        let _ = writeln!(text, "{:28}{:>6}{wall:>10.3}{cpu:>10.3}{peak:>10.0}", runs.name, runs.measured.len());
    }
    if !limits.is_empty() {
        let _ = writeln!(text, "\n{:38}{:>10}{:>10}", "ratios", "is", "at most");
    }
    for limit in limits {
        let verdict = if limit.holds() { "holds" } else { "DOES NOT HOLD" };
        let _ = writeln!(text, "{:38}{:>10.3}{:>10.3}  {verdict}", limit.name, limit.ratio, limit.at_most);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        for (values, expected) in [(&[][..], 0.0), (&[3.0], 3.0), (&[9.0, 1.0, 2.0], 2.0), (&[4.0, 1.0, 2.0, 9.0], 3.0)]
        {
            assert_eq!(median(values.iter().copied()), expected, "{values:?}");
        }
    }

    #[test]
    fn the_table_says_what_holds() {
        let of = |ratio| Limit { name: "warm / cold", ratio, at_most: 0.05 };
        assert!(text(&[], &[of(0.05)]).ends_with("0.050     0.050  holds\n"));
        assert!(text(&[], &[of(0.051)]).ends_with("DOES NOT HOLD\n"));
    }
}
