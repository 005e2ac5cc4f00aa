//! Which counts are hidden, and which more so that none can be worked out.

/// Counts of which one is the total of the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Family {
    /// The index of the total.
    pub total: usize,
    /// The indices of its parts.
    pub parts: Vec<usize>,
}

/// Why a count is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// It is below the threshold.
    Small,
    /// A small count could be worked out from it.
    Complementary,
}

/// Counts and which of them are hidden.
#[derive(Debug, Clone)]
pub struct Hiding {
    threshold: f64,
    counts: Vec<f64>,
    reasons: Vec<Option<Reason>>,
}

impl Hiding {
    /// Hides the `counts` that are above 0 and below `threshold`. Zeros are shown.
    pub fn new(threshold: f64, counts: Vec<f64>) -> Self {
        let small = |count: &f64| (*count > 0.0 && *count < threshold).then_some(Reason::Small);
        let reasons = counts.iter().map(small).collect();
        Self { threshold, counts, reasons }
    }

    /// Hides a count for what else is known of it.
    pub fn hide(&mut self, index: usize, reason: Reason) {
        self.reasons[index] = self.reasons[index].or(Some(reason));
    }

    /// Why a count is hidden; none where it is shown.
    pub fn reason(&self, index: usize) -> Option<Reason> {
        self.reasons[index]
    }

    /// Hides further counts until no family gives one away. Each step hides the smallest count
    /// that helps, the first of equals, so that the same counts are always hidden alike.
    pub fn close(&mut self, families: &[Family]) {
        // Every round hides a count, so that this ends.
        while families.iter().filter(|family| self.close_one(family)).count() > 0 {}
    }

    fn close_one(&mut self, family: &Family) -> bool {
        let mut more = false;
        while let Some(index) = self.next_to_hide(family) {
            self.reasons[index] = Some(Reason::Complementary);
            more = true;
        }
        more
    }

    /// The count to hide next so that `family` gives nothing away; none where it gives nothing away.
    fn next_to_hide(&self, family: &Family) -> Option<usize> {
        let hidden = |index: &usize| self.reasons[*index].is_some();
        let parts = family.parts.iter().copied().filter(hidden).count();
        match (hidden(&family.total), parts) {
            (false, 0) => None,
            (true, 0) => self.smallest_shown(family, true),
            (true, _) => None,
            (false, 1) => self.smallest_shown(family, true).or_else(|| self.total_that_closes(family)),
            // What the hidden parts hold together is total less shown, and must not be small either.
            (false, _) if self.hidden_sum(family) < self.threshold => self.smallest_shown(family, false),
            (false, _) => None,
        }
    }

    fn hidden_sum(&self, family: &Family) -> f64 {
        family.parts.iter().filter(|i| self.reasons[**i].is_some()).map(|i| self.counts[*i]).sum()
    }

    /// The smallest part that is shown; a zero only where `zeros` and nothing else is left.
    fn smallest_shown(&self, family: &Family, zeros: bool) -> Option<usize> {
        let shown = || family.parts.iter().copied().filter(|i| self.reasons[*i].is_none());
        let smaller = |a: &usize, b: &usize| self.counts[*a].total_cmp(&self.counts[*b]);
        let positive = shown().filter(|i| self.counts[*i] > 0.0).min_by(smaller);
        positive.or_else(|| if zeros { shown().next() } else { None })
    }

    /// The total, where the parts do add up to it: otherwise it gives nothing away.
    fn total_that_closes(&self, family: &Family) -> Option<usize> {
        let sum: f64 = family.parts.iter().map(|i| self.counts[*i]).sum();
        (sum == self.counts[family.total]).then_some(family.total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(threshold: f64, counts: &[f64], families: &[(usize, &[usize])], expected: &str) {
        let families: Vec<Family> =
            families.iter().map(|(total, parts)| Family { total: *total, parts: parts.to_vec() }).collect();
        let mut hiding = Hiding::new(threshold, counts.to_vec());
        hiding.close(&families);
        let shown: String = (0..counts.len())
            .map(|i| match hiding.reason(i) {
                None => '.',
                Some(Reason::Small) => 's',
                Some(Reason::Complementary) => 'c',
            })
            .collect();
        assert_eq!(shown, expected, "{counts:?}");
    }

    #[test]
    fn small_counts_and_what_gives_them_away_are_hidden() {
        let one: &[(usize, &[usize])] = &[(0, &[1, 2, 3])];
        check(5.0, &[60.0, 10.0, 20.0, 30.0], one, "....");
        check(5.0, &[33.0, 3.0, 10.0, 20.0], one, ".sc.");
        check(5.0, &[27.0, 3.0, 4.0, 20.0], one, ".ss.");
        // 1 + 2 is itself below the threshold: a third goes too.
        check(5.0, &[23.0, 1.0, 2.0, 20.0], one, ".ssc");
        check(5.0, &[20.0, 0.0, 0.0, 20.0], one, "....");
        check(5.0, &[3.0, 3.0, 0.0, 0.0], one, "ss..");
        // No threshold hides nothing.
        check(0.0, &[3.0, 1.0, 1.0, 1.0], one, "....");
        // Parts that do not add up to the total (people in two places) are held to the same rule.
        check(5.0, &[20.0, 3.0, 18.0, 19.0], one, ".sc.");
    }

    #[test]
    fn a_cross_table_is_closed_in_both_directions() {
        // 0 total; 1, 2 rows; 3, 4 columns; 5..=8 cells, row by row.
        let table: &[(usize, &[usize])] =
            &[(0, &[1, 2]), (0, &[3, 4]), (1, &[5, 6]), (2, &[7, 8]), (3, &[5, 7]), (4, &[6, 8])];
        check(5.0, &[100.0, 43.0, 57.0, 50.0, 50.0, 3.0, 40.0, 47.0, 10.0], table, ".....sccc");
        check(5.0, &[100.0, 50.0, 50.0, 50.0, 50.0, 25.0, 25.0, 25.0, 25.0], table, ".........");
    }

    /// Solves every family with one hidden count until nothing more comes out.
    fn attack(families: &[Family], counts: &[f64], hiding: &Hiding) -> Vec<usize> {
        let mut known: Vec<bool> = (0..counts.len()).map(|i| hiding.reason(i).is_none()).collect();
        let mut solved = Vec::new();
        loop {
            let open = |f: &Family| -> Vec<usize> {
                std::iter::once(f.total).chain(f.parts.iter().copied()).filter(|i| !known[*i]).collect()
            };
            let Some(found) = families.iter().map(open).find(|unknown| unknown.len() == 1) else { return solved };
            known[found[0]] = true;
            solved.push(found[0]);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn subtraction_finds_no_hidden_count(
            rows in 1_usize..5,
            columns in 1_usize..5,
            cells in proptest::collection::vec(0_u32..30, 16),
            threshold in 0_u32..12,
        ) {
            let mut counts = vec![0.0; 1 + rows + columns];
            let mut families = vec![
                Family { total: 0, parts: (1..=rows).collect() },
                Family { total: 0, parts: (rows + 1..=rows + columns).collect() },
            ];
            families.extend((1..=rows + columns).map(|total| Family { total, parts: Vec::new() }));
            for row in 0..rows {
                for column in 0..columns {
                    let cell = f64::from(cells[row * 4 + column]);
                    for total in [0, 1 + row, 1 + rows + column] {
                        counts[total] += cell;
                    }
                    families[2 + row].parts.push(counts.len());
                    families[2 + rows + column].parts.push(counts.len());
                    counts.push(cell);
                }
            }
            let mut hiding = Hiding::new(f64::from(threshold), counts.clone());
            hiding.close(&families);
            prop_assert_eq!(attack(&families, &counts, &hiding), Vec::<usize>::new());
        }
    }
}
