//! What identifiers decide: who has the same one, who cannot be one, and whose it is not.

use super::FieldKind;
use super::compare::{compare, one_slip};
use super::prepare::Records;

/// The most records of one identifier that are held against one another.
const MOST: usize = 64;

/// The features that are identifiers.
fn features(records: &Records) -> impl Iterator<Item = usize> {
    let all = records.features.iter().enumerate();
    all.filter(|(_, feature)| feature.kind == FieldKind::Identifier).map(|(index, _)| index)
}

/// The records of each value of a feature that several have, in the order of values.
fn shared(records: &Records, feature: usize) -> Vec<Vec<u32>> {
    let numbers = 0..u32::try_from(records.len()).unwrap_or(u32::MAX);
    let of = |record: u32| records.cells(record as usize)[feature];
    let several = |id: u32| id > 0 && records.values[feature].counts[id as usize] > 1;
    let mut by_value: Vec<(u32, u32)> =
        numbers.map(|record| (of(record), record)).filter(|(id, _)| several(*id)).collect();
    by_value.sort_unstable();
    by_value.chunk_by(|a, b| a.0 == b.0).map(|run| run.iter().map(|(_, record)| *record).collect()).collect()
}

/// Pairs of records with the same identifier, enough to join all who share one.
pub(super) fn same_identifiers(records: &Records) -> impl Iterator<Item = (u32, u32)> {
    let all = features(records).flat_map(|feature| shared(records, feature));
    all.flat_map(|members| members.windows(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>())
}

/// Whether two records have identifiers that differ by more than a slip of the pen.
pub(super) fn contradict(records: &Records, one: usize, other: usize) -> bool {
    let (ones, others) = (records.cells(one), records.cells(other));
    let text = |feature: usize, id: u32| records.values[feature].texts[id as usize].as_bytes();
    features(records).any(|feature| {
        let (a, b) = (ones[feature], others[feature]);
        a > 0 && b > 0 && a != b && !one_slip(text(feature, a), text(feature, b))
    })
}

/// Takes an identifier from those to whom it does not belong: where people who are clearly several have
/// the same one, it is left with those of whom there are the most rows, or with nobody where that does not
/// tell. The rows from which it is taken, in order.
pub(super) fn set_aside(records: &mut Records) -> Vec<(u32, u32)> {
    let mut borrowed = Vec::new();
    for feature in features(records).collect::<Vec<_>>() {
        for members in shared(records, feature) {
            for record in strangers(records, &members) {
                borrowed.extend(&records.rows[record as usize]);
                records.forget(record as usize, feature);
            }
        }
    }
    borrowed.sort_unstable();
    borrowed
}

/// Of records that share an identifier, those who are clearly others than most of them.
fn strangers(records: &Records, members: &[u32]) -> Vec<u32> {
    let some = &members[..members.len().min(MOST)];
    let two = |one: u32, other: u32| compare(records, one as usize, other as usize).are_clearly_two();
    let rows = |with: &dyn Fn(u32) -> bool| -> usize {
        some.iter().filter(|member| with(**member)).map(|member| records.rows[*member as usize].len()).sum()
    };
    // The one whom the fewest rows contradict.
    let Some(owner) = some.iter().copied().min_by_key(|one| rows(&|other| two(*one, other))) else { return Vec::new() };
    let (own, strange) = (rows(&|other| !two(owner, other)), rows(&|other| two(owner, other)));
    match strange {
        0 => Vec::new(),
        _ if strange >= own => members.to_vec(),
        _ => members.iter().copied().filter(|member| two(owner, *member)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use crate::lists::{FieldKind, List, ListField, link_register};

    const FIELDS: [(&str, FieldKind); 3] =
        [("cedula", FieldKind::Identifier), ("nombre", FieldKind::FullName), ("nacimiento", FieldKind::Birth)];

    fn check(rows: &[[&str; 3]], clusters: &[u32], borrowed: &[u32]) {
        let fields = FIELDS.iter().map(|(name, kind)| ListField { name: (*name).to_owned(), kind: *kind }).collect();
        let list = List { fields, cells: rows.iter().flatten().map(|text| (*text).into()).collect() };
        let linked = link_register(list, &[]);
        assert_eq!(linked.likely, clusters, "{rows:?}");
        assert_eq!(linked.borrowed, borrowed, "{rows:?}");
    }

    #[test]
    fn whoever_has_the_same_identifier_is_the_same() {
        check(&[["8-1-2345", "Ana Ruiz Gil", ""], ["8-1-2345", "María de Soto", ""]], &[1, 1], &[]);
        check(&[["8-1-2345", "Ana Ruiz Gil", "1980-05-06"], ["9-77-31", "Ana Ruiz Gil", "1980-05-06"]], &[1, 2], &[]);
        check(&[["8-1-2345", "Ana Ruiz Gil", "1980-05-06"], ["8-1-2354", "Ana Ruiz Gil", "1980-05-06"]], &[1, 1], &[]);
    }

    #[test]
    fn an_identifier_of_two_people_links_neither_with_the_other() {
        let (mother, child) =
            (["8-1-2345", "Ana Ruiz Gil", "1980-05-06"], ["8-1-2345", "Luis Soto Ruiz", "2001-12-30"]);
        let again = ["8-1-2345", "Ana Ruiz", "1980-05-06"];
        check(&[mother, child], &[1, 2], &[0, 1]);
        check(&[mother, child, again], &[1, 2, 1], &[1]);
        let own = ["9-77-31", "Luis Soto Ruiz", "2001-12-30"];
        check(&[mother, child, again, own], &[1, 2, 1, 2], &[1]);
    }

    #[test]
    fn twins_with_numbers_side_by_side_are_two() {
        let twins = [["8-950-101", "Juan Pérez Gil", "2004-05-06"], ["8-950-102", "Luis Pérez Gil", "2004-05-06"]];
        check(&twins, &[1, 2], &[]);
    }
}
