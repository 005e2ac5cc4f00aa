//! Beneficiaries whose keys differ and who are the same all the same: identifiers that are missing,
//! names in other spellings.

use crate::lists::{Band, FieldKind, List, ListField, link_lists};
use mola_spec::LinkField;
use std::collections::BTreeSet;

/// What is less likely is no case for people to decide.
const DOUBTFUL: f32 = 0.1;

/// What is known of the bearer of one key. It is personal: it cannot be printed.
#[derive(Clone, Default)]
pub struct Profile {
    /// The key.
    pub key: u64,
    /// The identity that its identifier stands for, if it has one.
    pub identity: Option<String>,
    /// The longest name.
    pub name: String,
    /// The date of birth, `1971-04-03`.
    pub born: String,
    /// The code of the sex.
    pub sex: String,
    /// The code of the place.
    pub place: String,
    /// The phone.
    pub phone: String,
}

/// Which keys stand for one beneficiary.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Same {
    /// Keys, each with the first key of its beneficiary.
    pub keys: Vec<(u64, u64)>,
    /// Pairs of keys that people are to decide about, with how likely they are one.
    pub review: Vec<(u64, u64, f32)>,
    /// Whether it was learned from the profiles what agreements are worth, or comes from priors.
    pub learned: bool,
}

/// Says which profiles are of one beneficiary. They are given in the order in which they became
/// known: a beneficiary keeps its first key. Two identities never become one, however alike the rest is.
pub fn same_beneficiaries(profiles: &[Profile], compared: &BTreeSet<LinkField>) -> Same {
    let linked = link_lists(&[list(profiles, compared)]);
    let mut pairs: Vec<&_> = linked.pairs.iter().filter(|pair| pair.band != Band::Different).collect();
    // The surest first; of equally sure ones those that were known first.
    pairs.sort_by(|a, b| {
        b.probability.total_cmp(&a.probability).then_with(|| (a.left, a.right).cmp(&(b.left, b.right)))
    });
    let mut groups = Groups::new(profiles);
    let mut same = Same { learned: linked.learned, ..Same::default() };
    for pair in &pairs {
        let (one, other) = (pair.left.1 as usize, pair.right.1 as usize);
        let together = linked.clusters[0][one] == linked.clusters[0][other];
        let contradicted = together && !groups.join(one, other);
        if (contradicted || !together) && pair.probability >= DOUBTFUL {
            same.review.push((profiles[one].key, profiles[other].key, pair.probability));
        }
    }
    for index in 0..profiles.len() {
        let first = groups.first(index);
        if first != index {
            same.keys.push((profiles[index].key, profiles[first].key));
        }
    }
    same
}

fn list(profiles: &[Profile], compared: &BTreeSet<LinkField>) -> List {
    type Get = fn(&Profile) -> &str;
    let all: [(Option<LinkField>, FieldKind, Get); 6] = [
        (None, FieldKind::Identifier, |profile| profile.identity.as_deref().unwrap_or_default()),
        (Some(LinkField::Name), FieldKind::FullName, |profile| &profile.name),
        (Some(LinkField::Born), FieldKind::Birth, |profile| &profile.born),
        (Some(LinkField::Sex), FieldKind::Sex, |profile| &profile.sex),
        (Some(LinkField::Place), FieldKind::Place, |profile| &profile.place),
        (Some(LinkField::Phone), FieldKind::Phone, |profile| &profile.phone),
    ];
    let used: Vec<_> = all.iter().filter(|(field, ..)| field.is_none_or(|field| compared.contains(&field))).collect();
    let fields = used.iter().map(|(_, kind, _)| ListField { name: String::new(), kind: *kind }).collect();
    let cells = profiles.iter().flat_map(|profile| used.iter().map(|(.., get)| get(profile).into())).collect();
    List { fields, cells }
}

/// Profiles that are one, each group by its first profile.
struct Groups<'a> {
    of: Vec<usize>,
    identities: Vec<Option<&'a str>>,
}

impl<'a> Groups<'a> {
    fn new(profiles: &'a [Profile]) -> Self {
        let identities = profiles.iter().map(|profile| profile.identity.as_deref()).collect();
        Self { of: (0..profiles.len()).collect(), identities }
    }

    fn first(&mut self, index: usize) -> usize {
        let mut at = index;
        while self.of[at] != at {
            self.of[at] = self.of[self.of[at]];
            at = self.of[at];
        }
        at
    }

    /// Makes one of the groups of two profiles, unless their identities contradict.
    fn join(&mut self, one: usize, other: usize) -> bool {
        let (one, other) = (self.first(one), self.first(other));
        let (first, later) = (one.min(other), one.max(other));
        if first == later {
            return true;
        }
        if let (Some(a), Some(b)) = (self.identities[first], self.identities[later])
            && a != b
        {
            return false;
        }
        self.identities[first] = self.identities[first].or(self.identities[later]);
        self.of[later] = first;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [LinkField; 5] = [LinkField::Name, LinkField::Born, LinkField::Sex, LinkField::Place, LinkField::Phone];

    /// Profiles as `identity|name|born|phone`; their keys are their numbers from 1.
    fn check(profiles: &[&str], keys: &[(u64, u64)], review: &[(u64, u64)]) {
        let profile = |(key, line): (u64, &&str)| {
            let parts: Vec<&str> = line.split('|').collect();
            Profile {
                key,
                identity: Some(parts[0].to_owned()).filter(|id| !id.is_empty()),
                name: parts[1].to_owned(),
                born: parts[2].to_owned(),
                phone: parts[3].to_owned(),
                ..Profile::default()
            }
        };
        let profiles: Vec<Profile> = (1..).zip(profiles).map(profile).collect();
        let same = same_beneficiaries(&profiles, &ALL.into());
        assert_eq!(same.keys, keys);
        let pairs: Vec<(u64, u64)> = same.review.iter().map(|(one, other, _)| (*one, *other)).collect();
        assert_eq!(pairs, review);
        assert!(!same.learned, "a handful of people teaches nothing");
    }

    #[test]
    fn the_first_key_stays_and_no_identifier_is_no_obstacle() {
        let fao = "8-123-456|Mª del Carmen Ábrego Peña|1971-04-03|6349-4582";
        let unwto = "|ABREGO PEÑA MARIA CARMEN|1971-03-04|";
        check(&[fao, unwto, "9-1-22|Luis Real Osorio|1992-10-07|6349-4582"], &[(2, 1)], &[]);
        check(&[unwto, fao], &[(2, 1)], &[]);
        check(&["9-1-22|Luis Real Osorio|1992-10-07|", unwto, fao], &[(3, 2)], &[]);
    }

    #[test]
    fn two_identities_never_become_one() {
        let one = "8-123-456|Carmen Ábrego Peña|1971-04-03|6349-4582";
        let slip = "8-123-465|Carmen Ábrego Peña|1971-04-03|6349-4582";
        check(&[one, slip], &[], &[(1, 2)]);
    }

    #[test]
    fn who_is_only_alike_stays_apart() {
        check(&["|Ana Ruiz Gil|1980-05-06|", "|Pedro Gil Ruiz|1961-12-30|"], &[], &[]);
        // Twins: people decide.
        check(&["|Juan Pérez Gil|1980-05-06|6349-4582", "|Luis Pérez Gil|1980-05-06|6349-4582"], &[], &[(1, 2)]);
        check(&["|||", "|||"], &[], &[]);
        check(&[], &[], &[]);
    }
}
