//! From lists to pairs and clusters.

use super::List;
use super::block::{Blocks, block};
use super::cluster::{CERTAIN, cluster};
use super::compare::{BIRTH_LEVELS, Compared, FIXED, GIVEN, MOST, NAME_LEVELS, SURNAME, VALUE_LEVELS, compare};
use super::identifiers::{contradict, same_identifiers, set_aside};
use super::model::Model;
use super::prepare::{Records, prepare};
use rayon::prelude::*;

/// What is less likely is different without more ado.
const REVIEW: f32 = 0.1;
/// In bits, what is linked: what is likelier than not, so that as many are wrongly one as wrongly two.
const LINKED: f32 = 0.0;
/// What is less likely is to be looked at even within a cluster.
const SURE: f32 = 0.9;
/// The most pairs that the rows of one cluster make, for each row of it.
const MOST_PAIRS: usize = 200;

/// How a pair is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Band {
    /// The same.
    Linked,
    /// Perhaps the same: people decide.
    Review,
    /// Alike, and not the same.
    Different,
}

impl Band {
    /// Its word in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Linked => "linked",
            Self::Review => "review",
            Self::Different => "different",
        }
    }
}

/// A pair of rows: list and row of each, counted from 0.
#[derive(Debug, Clone)]
pub struct LinkedPair {
    /// The earlier row.
    pub left: (u32, u32),
    /// The later row.
    pub right: (u32, u32),
    /// How likely they are the same.
    pub probability: f32,
    /// How they are judged.
    pub band: Band,
    levels: [u8; MOST],
}

/// What comes of linking.
#[derive(Debug, Clone, Default)]
pub struct Linked {
    /// The names of what was compared, in the order of levels.
    pub compared: Vec<String>,
    /// Pairs in the order of their rows.
    pub pairs: Vec<LinkedPair>,
    /// Of each list, the cluster of each row, from 1.
    pub clusters: Vec<Vec<u32>>,
    /// Whether what levels are worth was learned from the lists more than taken from priors.
    pub learned: bool,
    /// Rows whose identifier is that of someone else who is clearly another: list and row.
    pub borrowed: Vec<(u32, u32)>,
}

/// What identifiers say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Identifiers {
    /// As much as anything else: how much is learned.
    Weigh,
    /// Who has the same one is the same; who has another one, by more than a slip of the pen, is another.
    Decide,
}

impl Linked {
    /// The levels of a pair, one for each name of `compared`.
    pub fn levels<'a>(&'a self, pair: &'a LinkedPair) -> impl Iterator<Item = &'static str> + 'a {
        (0..self.compared.len()).map(|index| {
            let names = match index {
                GIVEN | SURNAME => NAME_LEVELS,
                2 => BIRTH_LEVELS,
                _ => VALUE_LEVELS,
            };
            names[usize::from(pair.levels[index])]
        })
    }
}

/// Links one list within itself, two lists with one another, and more all together.
pub fn link_lists(lists: &[List]) -> Linked {
    link(lists, Identifiers::Weigh)
}

/// Links a register within itself, whose identifiers decide where they are there and in order.
pub fn link_register(register: List) -> Linked {
    link(&[register], Identifiers::Decide)
}

fn link(lists: &[List], identifiers: Identifiers) -> Linked {
    let between = lists.len() == 2;
    let mut records = prepare(lists, between);
    let borrowed = set_aside(&mut records);
    let records = records;
    let blocks = block(&records);
    let model = Model::learn(&records, &blocks, !between);
    let scored = score(&records, &blocks, &model, between);
    let mut edges: Vec<(f32, u32, u32)> = scored.iter().filter(|edge| edge.0 > LINKED).copied().collect();
    let weigh = |one: u32, other: u32| model.weight(&compare(&records, one as usize, other as usize));
    let clean = between && !has_duplicates(&records, &blocks, &model);
    let decides = identifiers == Identifiers::Decide;
    if decides {
        edges.extend(same_identifiers(&records).map(|(one, other)| (CERTAIN, one, other)));
    }
    let apart = |one: u32, other: u32| {
        let (one, other) = (one as usize, other as usize);
        clean && records.list(one) == records.list(other) || decides && contradict(&records, one, other)
    };
    let clusters = cluster(records.len(), &mut edges, &weigh, &apart);
    let mut linked = finish(lists, &records, &model, &scored, &clusters, between);
    linked.borrowed = borrowed;
    linked
}

/// Whether a list that is linked with another has duplicates of its own.
fn has_duplicates(records: &Records, blocks: &Blocks, model: &Model) -> bool {
    let step = (records.len() / 20_000).max(1);
    let taken: Vec<usize> = (0..records.len()).step_by(step).collect();
    let twice = taken.par_iter().map_init(Vec::new, |found, record| {
        blocks.after(*record, found);
        let same = |other: &&u32| records.list(*record) == records.list(**other as usize);
        found.iter().filter(same).any(|other| model.weight(&compare(records, *record, *other as usize)) > 3.0)
    });
    let twice = twice.filter(|twice| *twice).count() + taken.iter().filter(|one| records.rows[**one].len() > 1).count();
    twice * 100 > taken.len()
}

/// The weights of all pairs that share a block and may be the same.
fn score(records: &Records, blocks: &Blocks, model: &Model, between: bool) -> Vec<(f32, u32, u32)> {
    let least = (REVIEW / (1.0 - REVIEW)).log2() - 4.0;
    let weigh = |found: &mut Vec<u32>, record: u32| {
        blocks.after(record as usize, found);
        let mut kept = Vec::new();
        for other in found.iter() {
            if between && records.list(record as usize) == records.list(*other as usize) {
                continue;
            }
            let weight = model.weight(&compare(records, record as usize, *other as usize));
            if weight > least {
                kept.push((weight, record, *other));
            }
        }
        kept
    };
    let count = u32::try_from(records.len()).unwrap_or(u32::MAX);
    (0..count).into_par_iter().with_min_len(64).map_init(Vec::new, weigh).flatten_iter().collect()
}

fn finish(
    lists: &[List],
    records: &Records,
    model: &Model,
    scored: &[(f32, u32, u32)],
    clusters: &[u32],
    between: bool,
) -> Linked {
    let mut linked = Linked { compared: names(lists, records), ..Linked::default() };
    let mut members: Vec<Vec<u32>> = vec![Vec::new(); records.len()];
    (0_u32..).zip(clusters).for_each(|(record, cluster)| members[*cluster as usize].push(record));
    let mut pairs: Vec<LinkedPair> = members
        .par_iter()
        .filter(|members| !members.is_empty())
        .flat_map_iter(|members| within(records, model, members, between))
        .collect();
    pairs.par_extend(
        scored.par_iter().filter(|(_, a, b)| clusters[*a as usize] != clusters[*b as usize]).flat_map_iter(
            |(weight, one, other)| {
                let compared = compare(records, *one as usize, *other as usize);
                let probability = model.probability(*weight);
                let band = if probability >= REVIEW { Band::Review } else { Band::Different };
                // Rows that say the same are told of once.
                let (left, right) = (records.rows[*one as usize][0], records.rows[*other as usize][0]);
                std::iter::once(pair(left, right, probability, band, &compared))
            },
        ),
    );
    pairs.par_sort_unstable_by_key(|pair| (pair.left, pair.right));
    linked.pairs = pairs;
    linked.learned = model.has_learned();
    linked.clusters = numbered(lists, records, clusters);
    linked
}

fn names(lists: &[List], records: &Records) -> Vec<String> {
    let mut names: Vec<String> = ["given_name", "surname", "birth", "sex"].map(str::to_owned).to_vec();
    let list = lists.first();
    for feature in &records.features {
        let mut of = list.into_iter().flat_map(|list| &list.fields).filter(|field| field.kind == feature.kind);
        let name = of.nth(feature.ordinal() - 1).map_or_else(|| "other".to_owned(), |field| field.name.clone());
        names.push(name);
    }
    names.truncate(FIXED + records.features.len());
    names.truncate(MOST);
    names
}

fn pair(one: (u32, u32), other: (u32, u32), probability: f32, band: Band, compared: &Compared) -> LinkedPair {
    LinkedPair { left: one.min(other), right: one.max(other), probability, band, levels: compared.levels }
}

/// The pairs of rows in one cluster.
fn within(records: &Records, model: &Model, members: &[u32], between: bool) -> Vec<LinkedPair> {
    let mut pairs = Vec::new();
    let rows: usize = members.iter().map(|member| records.rows[*member as usize].len()).sum();
    for (index, one) in members.iter().enumerate() {
        let here = &records.rows[*one as usize];
        let itself = compare(records, *one as usize, *one as usize);
        let sure = model.probability(model.weight(&itself).max(3.0));
        for (at, row) in here.iter().enumerate() {
            let later = here[at + 1..].iter().filter(|other| !between || other.0 != row.0);
            pairs.extend(later.map(|other| pair(*row, *other, sure, Band::Linked, &itself)));
        }
        for other in &members[index + 1..] {
            let there = &records.rows[*other as usize];
            if between && here[0].0 == there[0].0 {
                continue;
            }
            let compared = compare(records, *one as usize, *other as usize);
            let probability = model.probability(model.weight(&compared));
            let band = if probability >= SURE { Band::Linked } else { Band::Review };
            for row in here {
                pairs.extend(there.iter().map(|other| pair(*row, *other, probability, band, &compared)));
            }
        }
        if pairs.len() > MOST_PAIRS * rows {
            break;
        }
    }
    pairs
}

/// The clusters of rows, numbered in the order in which rows tell of them.
fn numbered(lists: &[List], records: &Records, clusters: &[u32]) -> Vec<Vec<u32>> {
    let mut of: Vec<Vec<u32>> = lists.iter().map(|list| vec![0; list.rows()]).collect();
    for (rows, cluster) in records.rows.iter().zip(clusters) {
        rows.iter().for_each(|(list, row)| of[*list as usize][*row as usize] = *cluster);
    }
    let mut numbers = vec![0_u32; records.len()];
    let mut next = 0;
    for cluster in of.iter_mut().flatten() {
        let number = &mut numbers[*cluster as usize];
        if *number == 0 {
            next += 1;
            *number = next;
        }
        *cluster = *number;
    }
    of
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lists::{FieldKind, ListField};

    const FIELDS: [(&str, FieldKind); 4] = [
        ("nombre", FieldKind::FullName),
        ("cedula", FieldKind::Identifier),
        ("nacimiento", FieldKind::Birth),
        ("telefono", FieldKind::Phone),
    ];

    fn list(rows: &[[&str; 4]]) -> List {
        let fields = FIELDS.iter().map(|(name, kind)| ListField { name: (*name).to_owned(), kind: *kind }).collect();
        List { fields, cells: rows.iter().flatten().map(|text| (*text).into()).collect() }
    }

    fn check(rows: &[[&str; 4]], expected: &[u32]) {
        assert_eq!(link_lists(&[list(rows)]).clusters, [expected], "{rows:?}");
    }

    #[test]
    fn few_rows_are_judged_by_priors() {
        check(
            &[
                ["Mª del Carmen Ábrego Peña", "8-0123-456", "3/4/71", ""],
                ["ABREGO PEÑA MARIA CARMEN", "", "04-03-1971", "6349-4582"],
                ["Luis Real Osorio", "9-1-22", "1992-10-07", "6349-4582"],
            ],
            &[1, 1, 2],
        );
        check(&[["Ana Ruiz", "000-000-000", "", ""], ["Pedro Gil", "000-000-000", "", ""]], &[1, 2]);
        check(
            &[["Ana Ruiz Gil", "8-1-2345", "1980-05-06", ""], ["Ruiz Gil, Ana", "8-1-2354", "1980-06-05", ""]],
            &[1, 1],
        );
        check(&[["", "", "", ""], ["", "", "", ""]], &[1, 2]);
        check(&[], &[]);
    }

    #[test]
    fn twins_are_two() {
        check(
            &[["Juan Pérez Gil", "", "1980-05-06", "6349-4582"], ["Luis Pérez Gil", "", "1980-05-06", "6349-4582"]],
            &[1, 2],
        );
    }

    #[test]
    fn two_lists_are_linked_with_one_another_only() {
        let one =
            list(&[["Ana Ruiz Gil", "8-1-2345", "1980-05-06", ""], ["Ana Ruiz Gil", "8-1-2345", "1980-05-06", ""]]);
        let other = list(&[["RUIZ GIL ANA", "8-1-2345", "06/05/1980", ""]]);
        let linked = link_lists(&[one, other]);
        assert!(linked.pairs.iter().all(|pair| pair.left.0 == 0 && pair.right.0 == 1));
        assert_eq!(linked.clusters[1], [1]);
    }
}
