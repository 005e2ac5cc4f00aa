//! Exchanges by linear programming: the cheapest of all, where looking around finds none.

use crate::system::{Sign, System};
use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOutcome, Variable};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// How far a search goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Effort {
    /// So many variables around are looked at.
    pub reach: usize,
    /// What one more of the width that is sought may cost.
    pub worth: f64,
}

/// What is smaller is an error of rounding.
const NOTHING: f64 = 1e-6;

/// How variables move so that one of them moves by as much as `most`, or as far as it can, in one way; every
/// sum stays and nothing falls below its least. Among all such moves the one that costs least; none of
/// which a step costs more than `worth`. `reach` limits how many variables around are looked at.
pub(crate) fn cheapest_move(
    system: &System,
    sums: &[Vec<(usize, Sign)>],
    (target, way): (usize, Sign),
    most: f64,
    Effort { reach, worth }: Effort,
) -> Option<Vec<(usize, f64)>> {
    let near = neighbourhood(system, sums, target, reach);
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let mut moves: BTreeMap<usize, Vec<(Variable, f64)>> = BTreeMap::new();
    for number in &near {
        let down = (system.variables[*number].value - system.variables[*number].least).max(0.0);
        let cost = system.cost(*number)?;
        let own = if *number == target {
            let bound = if way == Sign::Plus { most } else { most.min(down) };
            vec![(problem.add_var(-worth, (0.0, bound)), f64::from(way.factor()))]
        } else if cost == 0.0 {
            vec![(problem.add_var(0.0, (-down, f64::INFINITY)), 1.0)]
        } else {
            vec![(problem.add_var(cost, (0.0, f64::INFINITY)), 1.0), (problem.add_var(cost, (0.0, down)), -1.0)]
        };
        moves.insert(*number, own);
    }
    let touched: BTreeSet<usize> = near.iter().flat_map(|number| sums[*number].iter().map(|(sum, _)| *sum)).collect();
    for sum in touched {
        let terms = system.relations[sum].terms.iter().flat_map(|(number, sign)| {
            let own = moves.get(number).into_iter().flatten();
            own.map(|(variable, factor)| (*variable, factor * f64::from(sign.factor())))
        });
        problem.add_constraint(terms.collect::<Vec<_>>(), ComparisonOp::Eq, 0.0);
    }
    let SolveOutcome::Solution(solution) = problem.solve().ok()? else { return None };
    let moved = moves.into_iter().map(|(number, own)| {
        let by: f64 = own.into_iter().map(|(variable, factor)| solution[variable] * factor).sum();
        (number, if (by - by.round()).abs() < NOTHING { by.round() } else { by })
    });
    let moved: Vec<(usize, f64)> = moved.filter(|(_, by)| by.abs() > NOTHING).collect();
    moved.iter().any(|(number, _)| *number == target).then_some(moved)
}

/// So many members of a sum are taken along, those that cost least and have most room; the total is among
/// them, for hiding it too is always a way.
const MEMBERS: usize = 4;
const RING: f64 = 2.0;

/// Variables that can move, nearest first.
fn neighbourhood(system: &System, sums: &[Vec<(usize, Sign)>], target: usize, reach: usize) -> BTreeSet<usize> {
    let mut near = BTreeSet::from([target]);
    let mut queue = VecDeque::from([target]);
    let mut seen = BTreeSet::new();
    while let Some(number) = queue.pop_front() {
        for (sum, _) in &sums[number] {
            if !seen.insert(*sum) {
                continue;
            }
            for other in useful(system, sums, *sum, &seen) {
                if near.len() >= reach {
                    return near;
                }
                if near.insert(other) {
                    queue.push_back(other);
                }
            }
        }
    }
    near
}

/// The members of a sum that can best make up for another one.
fn useful(system: &System, sums: &[Vec<(usize, Sign)>], sum: usize, seen: &BTreeSet<usize>) -> Vec<usize> {
    let terms = &system.relations[sum].terms;
    let room = |number: usize| system.variables[number].value - system.variables[number].least;
    // What closes a ring with what is taken along already is worth more than what leads on.
    let rings = |number: usize| sums[number].iter().filter(|(sum, _)| seen.contains(sum)).count() as f64;
    let movable = |number: usize| Some((system.cost(number)? - RING * rings(number), -room(number), number));
    let mut members: Vec<(f64, f64, usize)> = terms.iter().filter_map(|(number, _)| movable(*number)).collect();
    let order = |one: &(f64, f64, usize), other: &(f64, f64, usize)| {
        one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)).then(one.2.cmp(&other.2))
    };
    if members.len() > MEMBERS {
        members.select_nth_unstable_by(MEMBERS - 1, order);
        members.truncate(MEMBERS);
    }
    let total = terms.first().map(|(number, _)| *number).filter(|number| system.cost(*number).is_some());
    members.into_iter().map(|(.., number)| number).chain(total).collect()
}
