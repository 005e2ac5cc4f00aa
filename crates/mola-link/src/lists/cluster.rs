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

/// Clusters of records, as the number of the first record of each. `edges` are (weight, one, other);
/// `weigh` tells the weight of any pair; `apart` says of two records whether they may never meet.
pub(super) fn cluster(
    count: usize,
    edges: &mut [(f32, u32, u32)],
    weigh: &dyn Fn(u32, u32) -> f32,
    apart: &dyn Fn(u32, u32) -> bool,
) -> Vec<u32> {
    edges.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut of: Vec<u32> = (0..u32::try_from(count).unwrap_or(u32::MAX)).collect();
    let mut members: Vec<Vec<u32>> = of.iter().map(|record| vec![*record]).collect();
    for (weight, one, other) in edges.iter() {
        let (a, b) = (of[*one as usize].min(of[*other as usize]), of[*one as usize].max(of[*other as usize]));
        if a == b {
            continue;
        }
        let (left, right) = (&members[a as usize], &members[b as usize]);
        if left.iter().any(|one| right.iter().any(|other| apart(*one, *other))) {
            continue;
        }
        if left.len() * right.len() > 1 && *weight < CERTAIN && !agree(left, right, weigh) {
            continue;
        }
        let moved = std::mem::take(&mut members[b as usize]);
        moved.iter().for_each(|record| of[*record as usize] = a);
        members[a as usize].extend(moved);
    }
    of
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

    #[test]
    fn weak_links_make_no_chain() {
        let weigh = |one: u32, other: u32| if one.abs_diff(other) == 1 { 3.0 } else { -9.0 };
        let mut edges = [(3.0, 0, 1), (3.0, 1, 2), (3.0, 2, 3)];
        assert_eq!(cluster(4, &mut edges, &weigh, &|_, _| false), [0, 0, 2, 2]);
    }

    #[test]
    fn lists_without_duplicates_are_linked_one_to_one() {
        let mut edges = [(9.0, 0, 1), (5.0, 0, 2)];
        let apart = |one: u32, other: u32| one + other == 3;
        assert_eq!(cluster(3, &mut edges, &|_, _| 9.0, &apart), [0, 0, 2]);
    }
}
