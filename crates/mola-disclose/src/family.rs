//! Which cells are parts of which totals.

use crate::Family;
use crate::cell::{Cells, Identity};
use mola_model::{Issue, Place, Programme};
use std::collections::BTreeMap;

/// The families of an issue: every figure with its breakdown by each one further dimension, so that
/// a cross table closes with all its margins; and each agency's people with those that it shares.
pub(crate) fn families(issue: &Issue, cells: &Cells) -> Vec<Family> {
    let numbers = cells.numbers();
    let parents = parents(&issue.programme);
    let mut parts: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
    for (identity, number) in &numbers {
        let Identity::Figure { by, .. } = identity else { continue };
        for dimension in by.keys() {
            if let Some(total) = total(identity, dimension, &numbers, &parents) {
                parts.entry((total, dimension.clone())).or_default().push(*number);
            }
        }
    }
    let mut families: Vec<Family> = parts.into_iter().map(|((total, _), parts)| Family { total, parts }).collect();
    families.extend(shared(issue, cells, &numbers));
    families
}

fn parents(programme: &Programme) -> BTreeMap<&str, &str> {
    let parent = |place: &'_ Place| place.parent.is_some();
    programme
        .places
        .iter()
        .filter(|place| parent(place))
        .filter_map(|place| Some((place.code.as_str(), place.parent.as_deref()?)))
        .collect()
}

/// What a figure is part of along `dimension`: for a place the nearest place above that has a figure
/// of its own, otherwise the same figure over all codes.
fn total(
    identity: &Identity,
    dimension: &str,
    numbers: &BTreeMap<&Identity, usize>,
    parents: &BTreeMap<&str, &str>,
) -> Option<usize> {
    let mut above = identity.clone();
    let Identity::Figure { by, .. } = &mut above else { return None };
    let mut code = by.remove(dimension)?;
    // A place is at most as deep as there are places: a ring in the list ends here too.
    for _ in 0..parents.len() {
        let Some(parent) = parents.get(code.as_str()).filter(|_| dimension == "place") else { break };
        code = (*parent).to_owned();
        let within = with(&above, dimension, &code);
        if let Some(number) = numbers.get(&within) {
            return Some(*number);
        }
    }
    numbers.get(&above).copied()
}

fn with(identity: &Identity, dimension: &str, code: &str) -> Identity {
    let mut narrowed = identity.clone();
    if let Identity::Figure { by, .. } = &mut narrowed {
        by.insert(dimension.to_owned(), code.to_owned());
    }
    narrowed
}

/// An agency's people are those whom it alone reported and those whom it shares with each other
/// agency, where nobody is with three: only then does subtraction find anything.
fn shared(issue: &Issue, cells: &Cells, numbers: &BTreeMap<&Identity, usize>) -> Vec<Family> {
    let agencies = issue.programme.agencies.iter().map(|a| a.code.as_str());
    agencies.filter_map(|agency| shared_by(issue, agency, cells, numbers)).collect()
}

fn shared_by(issue: &Issue, agency: &str, cells: &Cells, numbers: &BTreeMap<&Identity, usize>) -> Option<Family> {
    let total = crate::apply::agency_identity(issue, agency)?;
    let pairs = issue.overlap.iter().filter(|o| o.first == agency || o.second == agency);
    let identities: Vec<Identity> = pairs
        .map(|o| Identity::Overlap(o.first.clone(), o.second.clone()))
        .chain([Identity::OnlyHere(agency.to_owned())])
        .collect();
    let sum: f64 = identities.iter().filter_map(|i| cells.count(i)).sum();
    let parts = identities.iter().filter_map(|i| numbers.get(i).copied()).collect();
    (cells.count(&total)? == sum).then_some(())?;
    Some(Family { total: *numbers.get(&total)?, parts })
}
