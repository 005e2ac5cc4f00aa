//! How many tests passed and failed, as the runners say it.

use std::ops::AddAssign;

/// Results added up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Tests that passed.
    pub passed: u64,
    /// Tests that failed.
    pub failed: u64,
}

impl Count {
    /// A step that counts as one test.
    pub fn whole(succeeded: bool) -> Self {
        Self { passed: u64::from(succeeded), failed: u64::from(!succeeded) }
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// How a step's results are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counter {
    /// The step is one test: its exit code says whether it passed.
    Whole,
    /// `Summary [ 0.03s] 5 tests run: 4 passed (1 slow), 1 failed, 0 skipped`
    Nextest,
    /// `test result: ok. 5 passed; 0 failed; 0 ignored; …`
    Libtest,
}

impl Counter {
    /// The results in a line; none where the line reports none.
    pub fn read(self, line: &str) -> Option<Count> {
        let line = line.trim();
        let results = match self {
            Self::Whole => return None,
            Self::Nextest => line.strip_prefix("Summary [")?.split_once("run:")?.1,
            Self::Libtest => line.strip_prefix("test result:")?,
        };
        let failed = ["failed", "timed out", "exec failed"].iter().map(|word| number_before(results, word)).sum();
        Some(Count { passed: number_before(results, "passed"), failed })
    }
}

/// The number in front of a word, in the part that ends with it or goes on in brackets.
fn number_before(results: &str, word: &str) -> u64 {
    let mut parts = results.split([',', ';', '.', '(', ')']).map(str::trim);
    parts.find_map(|part| part.strip_suffix(word)?.trim().parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_of_both_runners_are_read() {
        let count = |passed, failed| Some(Count { passed, failed });
        for (counter, line, expected) in [
            (Counter::Nextest, "     Summary [   0.034s] 5 tests run: 5 passed, 0 skipped", count(5, 0)),
            (
                Counter::Nextest,
                "Summary [ 2s] 9/10 tests run: 6 passed (2 slow, 1 leaky), 3 failed, 4 skipped",
                count(6, 3),
            ),
            (Counter::Nextest, "Summary [ 2s] 3 tests run: 1 passed, 1 failed, 1 timed out, 0 skipped", count(1, 2)),
            (Counter::Nextest, "        PASS [   0.006s] mola-finding address::tests::a", None),
            (
                Counter::Libtest,
                "test result: ok. 5 passed; 0 failed; 0 ignored; 0 measured; 2 filtered out",
                count(5, 0),
            ),
            (Counter::Libtest, "test result: FAILED. 4 passed; 1 failed; 0 ignored; finished in 0.00s", count(4, 1)),
            (Counter::Libtest, "running 5 tests", None),
            (Counter::Whole, "test result: ok. 5 passed; 0 failed", None),
        ] {
            assert_eq!(counter.read(line), expected, "{line}");
        }
    }
}
