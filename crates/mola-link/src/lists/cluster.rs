//! From pairs to clusters: the surest first, and two clusters become one only where their members on
//! the whole agree, so that no chain of weak links makes one of many.

/// The most pairs between two clusters that are looked at.
const MOST: usize = 36;
/// No pair counts more than this, for or against.
const BOUND: f32 = 12.0;
/// What all pairs of two clusters weigh at least on the whole. It is a little less than even: a value that
/// is missing says nothing, and one pair that is sure makes the others likelier.
const LEAST: f32 = -0.5;
/// The weight of a pair that is the same whatever else is said.
pub(super) const CERTAIN: f32 = 1000.0;

/// Clusters of records that grow.
pub(super) struct Clusters {
    /// Of each record, the number of the first record of its cluster.
    of: Vec<u32>,
    members: Vec<Vec<u32>>,
}

impl Clusters {
    /// Each record by itself.
    pub(super) fn new(count: usize) -> Self {
        let of: Vec<u32> = (0..u32::try_from(count).unwrap_or(u32::MAX)).collect();
        let members = of.iter().map(|record| vec![*record]).collect();
        Self { of, members }
    }

    /// Of each record, the number of the first record of its cluster.
    pub(super) fn of(&self) -> &[u32] {
        &self.of
    }

    /// Lets clusters grow along edges (weight, one, other), the heaviest first. `weigh` tells the weight of
    /// any pair; `apart` says of two records whether they may never meet.
    pub(super) fn grow(
        &mut self,
        mut edges: Vec<(f32, u32, u32)>,
        weigh: &dyn Fn(u32, u32) -> f32,
        apart: &dyn Fn(u32, u32) -> bool,
    ) {
        edges.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        for (weight, one, other) in edges {
            let (one, other) = (self.of[one as usize], self.of[other as usize]);
            if one == other {
                continue;
            }
            let (left, right) = (&self.members[one.min(other) as usize], &self.members[one.max(other) as usize]);
            if left.iter().any(|one| right.iter().any(|other| apart(*one, *other))) {
                continue;
            }
            if left.len() * right.len() == 1 || weight >= CERTAIN || agree(left, right, weigh) {
                self.join(one, other);
            }
        }
    }

    /// Makes one cluster of those of two records.
    pub(super) fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.of[one as usize], self.of[other as usize]);
        let (first, later) = (one.min(other), one.max(other));
        if first != later {
            let moved = std::mem::take(&mut self.members[later as usize]);
            moved.iter().for_each(|record| self.of[*record as usize] = first);
            self.members[first as usize].extend(moved);
        }
    }

    /// Whether `apart` says so of any two members of the clusters of two records.
    pub(super) fn are_apart(&self, one: u32, other: u32, apart: &dyn Fn(u32, u32) -> bool) -> bool {
        let members = |record: u32| &self.members[self.of[record as usize] as usize];
        members(one).iter().any(|one| members(other).iter().any(|other| apart(*one, *other)))
    }
}

/// Whether the members of two clusters agree on the whole.
fn agree(left: &[u32], right: &[u32], weigh: &dyn Fn(u32, u32) -> f32) -> bool {
    let all = left.len() * right.len();
    let step = all.div_ceil(MOST);
    let (mut sum, mut count) = (0.0, 0.0);
    for index in (0..all).step_by(step) {
        let (one, other) = (left[index / right.len()], right[index % right.len()]);
        sum += weigh(one, other).clamp(-BOUND, BOUND);
        count += 1.0;
    }
    sum / count > LEAST
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(edges: &[(f32, u32, u32)], weigh: &dyn Fn(u32, u32) -> f32, apart: (u32, u32), expected: &[u32]) {
        let mut clusters = Clusters::new(expected.len());
        clusters.grow(edges.to_vec(), weigh, &|one, other| (one.min(other), one.max(other)) == apart);
        assert_eq!(clusters.of(), expected);
    }

    #[test]
    fn weak_links_make_no_chain() {
        let weigh = |one: u32, other: u32| if one.abs_diff(other) == 1 { 3.0 } else { -9.0 };
        check(&[(3.0, 0, 1), (3.0, 1, 2), (3.0, 2, 3)], &weigh, (9, 9), &[0, 0, 2, 2]);
        check(&[(3.0, 0, 1), (CERTAIN, 1, 2), (3.0, 2, 3)], &weigh, (9, 9), &[0, 1, 1, 3]);
    }

    #[test]
    fn who_is_apart_never_meets() {
        check(&[(9.0, 0, 1), (5.0, 0, 2)], &|_, _| 9.0, (1, 2), &[0, 0, 2]);
    }
}
