//! Beneficiaries whose keys differ and who are the same all the same: identifiers that are missing,
//! names in other spellings.

use crate::lists::{Decided, FieldKind, Levels, List, ListField, link_register};
use mola_spec::LinkField;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeSet, HashMap};

/// What records say of someone: of equal records one. It is personal: it cannot be printed.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Profile {
    /// The identity that the identifier stands for, if there is one.
    pub identity: Option<String>,
    /// The key that the record has without comparison.
    pub key: u64,
    /// The name.
    pub name: String,
    /// The date of birth, `1971-04-03`.
    pub born: String,
    /// The code of the sex.
    pub sex: String,
    /// The code of the place.
    pub place: String,
    /// The place within it.
    pub locality: String,
    /// The phone.
    pub phone: String,
}

/// A pair of profiles about which people are to decide.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenProfiles {
    /// One of them.
    pub one: usize,
    /// The other one.
    pub other: usize,
    /// How likely they are the same.
    pub likely: f32,
    /// How alike each field is.
    pub levels: Levels,
}

/// Which profiles are of one beneficiary: of each its key.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Same {
    /// By what is likelier than not.
    pub likely: Vec<u64>,
    /// By what is sure: as many beneficiaries as there can be.
    pub sure: Vec<u64>,
    /// By all that may be: as few beneficiaries as there can be.
    pub perhaps: Vec<u64>,
    /// Pairs of profiles that people are to decide about, one of each two beneficiaries by what is sure,
    /// the likeliest first.
    pub review: Vec<OpenProfiles>,
    /// Profiles whose identifier is that of someone else who is clearly another.
    pub borrowed: Vec<usize>,
    /// Whether it was learned from the profiles what agreements are worth, or comes from priors.
    pub learned: bool,
}

/// Says which profiles are of one beneficiary. They are given in the order in which they became
/// known: a beneficiary keeps its first key. One identifier is one beneficiary, but for clearly different
/// people who have the same; two identifiers that differ by more than a slip of the pen never become one,
/// however alike the rest is. What people `decided` of pairs of profiles (whether they are the same) goes
/// before all this.
pub fn same_beneficiaries(
    profiles: &[Profile],
    compared: &BTreeSet<LinkField>,
    decided: &[(usize, usize, bool)],
) -> Same {
    let row = |profile: usize| u32::try_from(profile).unwrap_or(u32::MAX);
    let decided: Vec<Decided> =
        decided.iter().map(|(one, other, same)| Decided { one: row(*one), other: row(*other), same: *same }).collect();
    let linked = link_register(list(profiles, compared), &decided);
    Same {
        likely: keys(profiles, &linked.likely),
        sure: keys(profiles, &linked.sure),
        perhaps: keys(profiles, &linked.perhaps),
        review: linked.review.into_iter().map(opened).collect(),
        borrowed: linked.borrowed.iter().map(|row| *row as usize).collect(),
        learned: linked.learned,
    }
}

fn opened((one, other, likely, levels): (u32, u32, f32, Levels)) -> OpenProfiles {
    OpenProfiles { one: one as usize, other: other as usize, likely, levels }
}

/// The key of each cluster: the first that came with it and is not another's. Of several clusters with no
/// key but the same one, all but the first have one made of it.
fn keys(profiles: &[Profile], clusters: &[u32]) -> Vec<u64> {
    let count = clusters.iter().max().map_or(0, |most| *most as usize);
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (index, cluster) in clusters.iter().enumerate() {
        members[*cluster as usize - 1].push(index);
    }
    let mut taken: HashMap<u64, u32> = HashMap::new();
    let mut of = vec![0; profiles.len()];
    // Clusters are numbered in the order in which they became known.
    for members in &members {
        let mut own = members.iter().map(|member| profiles[*member].key);
        let key = own.find(|key| !taken.contains_key(key)).unwrap_or_else(|| {
            let first = profiles[members[0]].key;
            let times = taken.entry(first).or_default();
            *times += 1;
            split(first, *times)
        });
        taken.entry(key).or_default();
        members.iter().for_each(|member| of[*member] = key);
    }
    of
}

/// A key for the so-manieth other beneficiary who came under a key.
fn split(key: u64, times: u32) -> u64 {
    let digest = Sha256::new().chain_update(b"another under").chain_update(key.to_le_bytes());
    let bytes = digest.chain_update(times.to_le_bytes()).finalize();
    u64::from_le_bytes(bytes[..8].try_into().expect("a SHA-256 has 32 bytes"))
}

fn list(profiles: &[Profile], compared: &BTreeSet<LinkField>) -> List {
    type Get = fn(&Profile) -> &str;
    let all: [(Option<LinkField>, FieldKind, Get); 7] = [
        (None, FieldKind::Identifier, |profile| profile.identity.as_deref().unwrap_or_default()),
        (Some(LinkField::Name), FieldKind::FullName, |profile| &profile.name),
        (Some(LinkField::Born), FieldKind::Birth, |profile| &profile.born),
        (Some(LinkField::Sex), FieldKind::Sex, |profile| &profile.sex),
        (Some(LinkField::Place), FieldKind::Place, |profile| &profile.place),
        (Some(LinkField::Place), FieldKind::Place, |profile| &profile.locality),
        (Some(LinkField::Phone), FieldKind::Phone, |profile| &profile.phone),
    ];
    let is_compared = |field: &Option<LinkField>| field.is_none_or(|field| compared.contains(&field));
    let mut used: Vec<_> = all.iter().filter(|(field, ..)| is_compared(field)).collect();
    used.retain(|(.., get)| profiles.iter().any(|profile| !get(profile).is_empty()));
    let fields = used.iter().map(|(_, kind, _)| ListField { name: String::new(), kind: *kind }).collect();
    let cells = profiles.iter().flat_map(|profile| used.iter().map(|(.., get)| get(profile).into())).collect();
    List { fields, cells }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [LinkField; 5] = [LinkField::Name, LinkField::Born, LinkField::Sex, LinkField::Place, LinkField::Phone];

    /// A profile as `identity|name|born|phone`.
    fn profile(key: u64, line: &str) -> Profile {
        let parts: Vec<&str> = line.split('|').collect();
        Profile {
            key,
            identity: Some(parts[0].to_owned()).filter(|id| !id.is_empty()),
            name: parts[1].to_owned(),
            born: parts[2].to_owned(),
            phone: parts[3].to_owned(),
            ..Profile::default()
        }
    }

    /// Profiles whose keys are their numbers from 1.
    fn check(profiles: &[&str], keys: &[(u64, u64)], review: &[(u64, u64)]) {
        let profiles: Vec<Profile> = (1..).zip(profiles).map(|(key, line)| profile(key, line)).collect();
        let same = same_beneficiaries(&profiles, &ALL.into(), &[]);
        let others = profiles.iter().zip(&same.likely).filter(|(profile, key)| profile.key != **key);
        assert_eq!(others.map(|(profile, key)| (profile.key, *key)).collect::<Vec<_>>(), keys);
        let pairs: Vec<(u64, u64)> =
            same.review.iter().map(|open| (profiles[open.one].key, profiles[open.other].key)).collect();
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
    fn two_identities_never_become_one_but_for_a_slip_of_the_pen() {
        let one = "8-123-456|Carmen Ábrego Peña|1971-04-03|6349-4582";
        let other = "9-77-1022|Carmen Ábrego Peña|1971-04-03|6349-4582";
        let slip = "8-123-465|Carmen Ábrego Peña|1971-04-03|6349-4582";
        check(&[one, other], &[], &[(1, 2)]);
        check(&[one, slip], &[(2, 1)], &[]);
    }

    #[test]
    fn one_key_of_two_people_becomes_two_and_the_first_keeps_it() {
        let mother = "8-123-456|Carmen Ábrego Peña|1971-04-03|6349-4582";
        let child = "8-123-456|Luis Soto Ábrego|2001-12-30|6349-4582";
        let mut profiles = vec![profile(5, mother), profile(5, child), profile(5, child)];
        let same = same_beneficiaries(&profiles, &ALL.into(), &[]);
        assert_eq!((same.likely[0], same.likely[1] == same.likely[2]), (5, true));
        assert_ne!(same.likely[1], 5);
        // Once the child has a number of its own, that is its key.
        profiles.push(profile(6, "9-77-1022|Luis Soto Ábrego|2001-12-30|"));
        assert_eq!(same_beneficiaries(&profiles, &ALL.into(), &[]).likely, [5, 6, 6, 6]);
    }

    #[test]
    fn who_is_only_alike_stays_apart() {
        check(&["|Ana Ruiz Gil|1980-05-06|", "|Pedro Gil Ruiz|1961-12-30|"], &[], &[]);
        // Twins: people decide.
        check(&["|Juan Pérez Gil|1980-05-06|6349-4582", "|Luis Pérez Gil|1980-05-06|6349-4582"], &[], &[(1, 2)]);
        check(&["|||", "|||"], &[], &[]);
        check(&[], &[], &[]);
    }

    #[test]
    fn what_people_decide_goes_before_all_else() {
        let one = "8-123-456|Carmen Ábrego Peña|1971-04-03|6349-4582";
        let other = "9-77-1022|Carmen Ábrego Peña|1971-04-03|6349-4582";
        let twins = ["|Juan Pérez Gil|1980-05-06|6349-4582", "|Luis Pérez Gil|1980-05-06|6349-4582"];
        let same = ["|Ana Ruiz Gil|1980-05-06|", "|Ruiz Gil, Ana|1980-05-06|6349-4582"];
        let count = |keys: &[u64]| keys.iter().collect::<BTreeSet<_>>().len();
        for (pair, decided, expected) in [
            ([one, other], &[][..], (2, 2, 1)),
            ([one, other], &[(0, 1, true)], (1, 1, 1)),
            ([one, other], &[(0, 1, false)], (2, 2, 2)),
            (twins, &[], (2, 2, 1)),
            (twins, &[(1, 0, true)], (1, 1, 1)),
            (twins, &[(0, 1, false)], (2, 2, 2)),
            (same, &[], (1, 1, 1)),
            (same, &[(0, 1, false)], (2, 2, 2)),
        ] {
            let profiles = [profile(1, pair[0]), profile(2, pair[1])];
            let found = same_beneficiaries(&profiles, &ALL.into(), decided);
            let counts = (count(&found.sure), count(&found.likely), count(&found.perhaps));
            assert_eq!(counts, expected, "{pair:?} {decided:?}");
            assert_eq!(found.review.is_empty(), !decided.is_empty() || counts.0 == counts.2, "{pair:?} {decided:?}");
        }
    }
}
