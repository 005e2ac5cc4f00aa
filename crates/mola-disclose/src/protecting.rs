//! Hiding so much more that no hidden count can be worked out, with the least lost.
//!
//! A hidden count is safe where it could be another number by the threshold, all that is shown being as
//! it is. That is not believed but shown by example: other tables that differ only where something is
//! hidden, are as whole and as little negative as the true ones, and keep every known sum. Someone who
//! solves all sums exactly cannot tell these tables from the true one. What such an exchange has to pass through is hidden;
//! of several ways the cheapest is taken.

use crate::solving::{Effort, cheapest_move};
use crate::system::{Reason, Sign, Standing, System};
use std::collections::{BinaryHeap, VecDeque};

/// An exchange that is under way: variables that move by one, and sums that do not add up yet.
#[derive(Debug, Clone, Default)]
struct Exchange {
    moves: Vec<(usize, Sign)>,
    open: Vec<(usize, i32)>,
}

/// An exchange in the queue: the most nearly finished first, of equals the earliest.
struct Queued {
    rank: f64,
    number: usize,
    exchange: Exchange,
}

impl PartialEq for Queued {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Queued {}

impl PartialOrd for Queued {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Queued {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        other.rank.total_cmp(&self.rank).then(other.number.cmp(&self.number))
    }
}

/// So many exchanges among what is hidden already are looked at.
const STEPS: usize = 20;
/// Where short ways lead nowhere, the cheapest way is solved for: first without totals, at last at any cost.
const EFFORTS: [Effort; 4] = [
    Effort { reach: 150, worth: 40.0 },
    Effort { reach: 150, worth: 1e5 },
    Effort { reach: 600, worth: 1e5 },
    Effort { reach: 5000, worth: 1e5 },
];
/// So many hidden members of a sum are tried.
const HIDDEN_TRIED: usize = 10;
/// So many hidden members are looked at for the best of them.
const HIDDEN_SEEN: usize = 40;
/// What is hidden, and between which numbers each count may lie.
pub(crate) struct Protecting<'a> {
    system: &'a mut System,
    threshold: f64,
    /// By variable the sums that it is in.
    sums: Vec<Vec<(usize, Sign)>>,
    /// By sum its members that are unknown outside.
    unknown: Vec<Vec<(usize, Sign)>>,
    /// By variable the least and the most that an example has.
    ranges: Vec<(f64, f64)>,
    waiting: VecDeque<usize>,
    /// Why what is hidden next is hidden.
    reason: Reason,
}

/// Hides more units until every guarded or hidden variable that is unknown can be shown to lie anywhere
/// in a range as wide as `threshold`. Gives the variables for which there is no way, since what was
/// shown earlier gives them away.
pub(crate) fn protect(system: &mut System, threshold: f64) -> Vec<usize> {
    for number in 0..system.variables.len() {
        let own = &system.variables[number];
        if let (Standing::Unit(unit), Some(reason)) = (own.standing, own.guarded) {
            system.units[unit].hidden.get_or_insert(reason);
        }
    }
    let mut protecting = Protecting::new(system, threshold);
    let mut given_away = Vec::new();
    while let Some(variable) = protecting.waiting.pop_front() {
        if !protecting.secure(variable) {
            given_away.push(variable);
        }
    }
    given_away
}

impl<'a> Protecting<'a> {
    fn new(system: &'a mut System, threshold: f64) -> Self {
        let mut sums = vec![Vec::new(); system.variables.len()];
        for (number, relation) in system.relations.iter().enumerate() {
            for (variable, sign) in &relation.terms {
                sums[*variable].push((number, *sign));
            }
        }
        let unknown = system.relations.iter().map(|relation| {
            relation.terms.iter().copied().filter(|(variable, _)| system.is_unknown(*variable)).collect()
        });
        let unknown = unknown.collect();
        let ranges = system.variables.iter().map(|variable| (variable.value, variable.value)).collect();
        let guarded = |variable: &usize| {
            let own = &system.variables[*variable];
            own.guarded.is_some() || matches!(own.standing, Standing::Unit(unit) if system.units[unit].hidden.is_some())
        };
        let waiting = (0..system.variables.len()).filter(guarded).collect();
        Self { system, threshold, sums, unknown, ranges, waiting, reason: Reason::Complementary }
    }

    fn width(&self, variable: usize) -> f64 {
        self.ranges[variable].1 - self.ranges[variable].0
    }

    /// How far from its true value an example has a variable.
    fn reached(&self, variable: usize, way: Sign) -> f64 {
        let value = self.system.variables[variable].value;
        match way {
            Sign::Plus => self.ranges[variable].1 - value,
            Sign::Minus => value - self.ranges[variable].0,
        }
    }

    /// Finds examples in which a variable is as far apart as the threshold; hides more where there are
    /// none. Whether there are.
    fn secure(&mut self, variable: usize) -> bool {
        let guarded = self.system.variables[variable].guarded;
        self.reason = if guarded == Some(Reason::Difference) { Reason::Difference } else { Reason::Complementary };
        if !self.system.is_unknown(variable) {
            return false;
        }
        for way in [Sign::Plus, Sign::Minus] {
            self.push(variable, way);
            if self.width(variable) >= self.threshold {
                return true;
            }
        }
        for effort in EFFORTS {
            for way in [Sign::Plus, Sign::Minus] {
                self.solve(variable, way, effort);
                if self.width(variable) >= self.threshold {
                    return true;
                }
            }
        }
        false
    }

    /// Goes to the table in which the variable is as large, or as small, as can be, and that costs least.
    fn solve(&mut self, variable: usize, way: Sign, effort: Effort) {
        let most = self.threshold - self.reached(variable, way.opposite());
        let Some(moved) = cheapest_move(self.system, &self.sums, (variable, way), most, effort) else { return };
        for (variable, by) in moved {
            if let Standing::Unit(unit) = self.system.variables[variable].standing {
                self.hide(unit);
            }
            let at = self.system.variables[variable].value + by;
            let range = &mut self.ranges[variable];
            *range = (range.0.min(at), range.1.max(at));
        }
    }

    /// Goes from the true table to others in which the variable is ever larger, or ever smaller.
    fn push(&mut self, variable: usize, way: Sign) {
        let mut moved: Vec<(usize, f64)> = Vec::new();
        while self.width(variable) < self.threshold {
            let gone = (self.at(variable, &moved) - self.system.variables[variable].value).abs();
            let missing = (self.threshold - self.reached(variable, way.opposite()) - gone).ceil();
            let Some(exchange) = self.find(variable, way, &moved) else { return };
            let room = |(variable, sign): &(usize, Sign)| match sign {
                Sign::Plus => missing,
                Sign::Minus => (self.at(*variable, &moved) - self.system.variables[*variable].least).floor(),
            };
            let step = exchange.moves.iter().map(room).fold(missing, f64::min);
            for (variable, sign) in exchange.moves {
                let by = step * f64::from(sign.factor());
                match moved.iter_mut().find(|(own, _)| *own == variable) {
                    Some((_, sum)) => *sum += by,
                    None => moved.push((variable, by)),
                }
            }
            for (variable, by) in &moved {
                let at = self.system.variables[*variable].value + by;
                let range = &mut self.ranges[*variable];
                *range = (range.0.min(at), range.1.max(at));
            }
        }
    }

    /// Where a variable is in the example that has been reached.
    fn at(&self, variable: usize, moved: &[(usize, f64)]) -> f64 {
        let by = moved.iter().find(|(own, _)| *own == variable).map_or(0.0, |(_, by)| *by);
        self.system.variables[variable].value + by
    }

    fn hide(&mut self, unit: usize) {
        if self.system.units[unit].hidden.is_some() {
            return;
        }
        self.system.units[unit].hidden = Some(self.reason);
        for variable in self.system.units[unit].variables.clone() {
            for (sum, sign) in &self.sums[variable] {
                self.unknown[*sum].push((variable, *sign));
            }
            self.waiting.push_back(variable);
        }
    }

    /// An exchange among what is hidden that moves a variable by one in one way.
    fn find(&self, variable: usize, way: Sign, moved: &[(usize, f64)]) -> Option<Exchange> {
        let mut queue = BinaryHeap::new();
        let start = self.extended(&Exchange::default(), variable, way, moved)?;
        queue.push(Queued { rank: start.rank(), number: 0, exchange: start });
        let mut number = 0;
        for _ in 0..STEPS {
            let Queued { exchange, .. } = queue.pop()?;
            let Some((sum, off)) = exchange.open.last().copied() else { return Some(exchange) };
            for (candidate, sign) in self.candidates(sum, off, moved) {
                // What moves must make up for what is off.
                let way = Sign::of(-off * sign.factor());
                if let Some(next) = self.extended(&exchange, candidate, way, moved) {
                    number += 1;
                    queue.push(Queued { rank: next.rank(), number, exchange: next });
                }
            }
        }
        None
    }

    /// Members of a sum that could make up for what it is off by.
    fn candidates(&self, sum: usize, off: i32, moved: &[(usize, f64)]) -> Vec<(usize, Sign)> {
        let room = |(variable, sign): &(usize, Sign)| match Sign::of(-off * sign.factor()) {
            Sign::Plus => f64::INFINITY,
            Sign::Minus => self.at(*variable, moved) - self.system.variables[*variable].least,
        };
        let mut hidden: Vec<(usize, Sign)> = self.unknown[sum].iter().copied().take(HIDDEN_SEEN).collect();
        hidden.sort_by(|one, other| room(other).total_cmp(&room(one)));
        hidden.truncate(HIDDEN_TRIED);
        hidden
    }

    /// An exchange with one more variable moved; none where it cannot move so.
    fn extended(&self, exchange: &Exchange, variable: usize, way: Sign, moved: &[(usize, f64)]) -> Option<Exchange> {
        let own = &self.system.variables[variable];
        let stuck =
            !self.system.is_unknown(variable) || way == Sign::Minus && self.at(variable, moved) - own.least < 1.0;
        if stuck || exchange.moves.iter().any(|(other, _)| *other == variable) {
            return None;
        }
        let mut next = exchange.clone();
        next.moves.push((variable, way));
        for (sum, sign) in &self.sums[variable] {
            let by = way.factor() * sign.factor();
            match next.open.iter().position(|(open, _)| open == sum) {
                None => next.open.push((*sum, by)),
                Some(at) if next.open[at].1 + by == 0 => drop(next.open.remove(at)),
                Some(at) => next.open[at].1 += by,
            }
        }
        Some(next)
    }
}

impl Exchange {
    fn rank(&self) -> f64 {
        let open: i32 = self.open.iter().map(|(_, off)| off.abs()).sum();
        // Of those that are as nearly finished the shortest.
        f64::from(open) + 0.01 * self.moves.len() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Protects counts of which some are the totals of others, and says of each whether it is shown (`.`), is
    /// small (`s`) or is hidden for the others (`c`).
    fn check(threshold: f64, counts: &[f64], families: &[(usize, &[usize])], expected: &str) {
        let mut system = System::default();
        for count in counts {
            let small = *count > 0.0 && *count < threshold;
            let is_total = families.iter().any(|(total, _)| counts[*total] == *count);
            let unit = system.unit(if is_total { 60.0 } else { 1.0 + count.ln_1p() });
            let standing = if *count == 0.0 { Standing::Public } else { Standing::Unit(unit) };
            system.variable(*count, count.min(1.0), standing, small.then_some(Reason::Small));
        }
        for (total, parts) in families {
            system.sum(*total, parts);
        }
        assert_eq!(protect(&mut system, threshold), [] as [usize; 0], "{counts:?}");
        let letter = |at: usize| match system.units[at].hidden {
            None => '.',
            Some(Reason::Small) => 's',
            Some(Reason::Difference | Reason::Complementary) => 'c',
        };
        assert_eq!((0..counts.len()).map(letter).collect::<String>(), expected, "{counts:?}");
    }

    #[test]
    fn small_counts_and_what_gives_them_away_are_hidden() {
        let one: &[(usize, &[usize])] = &[(0, &[1, 2, 3])];
        check(5.0, &[60.0, 10.0, 20.0, 30.0], one, "....");
        check(5.0, &[33.0, 3.0, 10.0, 20.0], one, ".sc.");
        // 3 + 4 are two counts from 1 to 6: known to within 5.
        check(5.0, &[27.0, 3.0, 4.0, 20.0], one, ".ss.");
        // 1 + 2 can be 1 + 2 or 2 + 1: a third goes too.
        check(5.0, &[23.0, 1.0, 2.0, 20.0], one, ".ssc");
        check(5.0, &[20.0, 0.0, 0.0, 20.0], one, "....");
        // Zeros are shown, and cannot make up for anything.
        check(5.0, &[3.0, 3.0, 0.0, 0.0], one, "ss..");
        check(5.0, &[23.0, 3.0, 0.0, 20.0], one, ".s.c");
        // One alone of two: the total goes, where the other part is too small to make up.
        check(10.0, &[8.0, 8.0, 0.0, 0.0], one, "ss..");
        check(10.0, &[14.0, 4.0, 10.0, 0.0], one, ".sc.");
        check(10.0, &[11.0, 4.0, 7.0, 0.0], one, "css.");
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

    #[test]
    fn what_was_given_away_before_is_told_apart() {
        let mut system = System::default();
        let hidden = system.variable(3.0, 1.0, Standing::Latent, Some(Reason::Small));
        let shown = system.variable(20.0, 1.0, Standing::Public, None);
        let total = system.variable(23.0, 1.0, Standing::Public, None);
        system.sum(total, &[hidden, shown]);
        assert_eq!(protect(&mut system, 5.0), [hidden]);
    }
}
