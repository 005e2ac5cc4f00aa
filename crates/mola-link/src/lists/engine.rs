//! From lists to pairs and clusters.

use super::block::{Blocks, block};
use super::cluster::{CERTAIN, Clusters};
use super::compare::{BIRTH, BIRTH_LEVELS, Compared, FIXED, GIVEN, MOST, NAME_LEVELS, SURNAME, VALUE_LEVELS, compare};
use super::identifiers::{contradict, same_identifiers, set_aside};
use super::model::Model;
use super::prepare::{Records, prepare};
use super::{FieldKind, List};
use foldhash::{HashMap, HashMapExt as _, HashSet, HashSetExt as _};
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
}

/// What people decided about two rows of a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decided {
    pub(crate) one: u32,
    pub(crate) other: u32,
    pub(crate) same: bool,
}

/// What comes of linking a register within itself: of each row its cluster, numbered from 1 in the order in
/// which rows tell of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Register {
    /// By what is likelier than not.
    pub(crate) likely: Vec<u32>,
    /// By what is sure.
    pub(crate) sure: Vec<u32>,
    /// By all that may be.
    pub(crate) perhaps: Vec<u32>,
    /// Pairs of rows about which people are to decide, one of each two clusters by what is sure, with how
    /// likely they are the same and how alike each field is; the likeliest first.
    pub(crate) review: Vec<(u32, u32, f32, Levels)>,
    /// Rows whose identifier is that of someone else who is clearly another.
    pub(crate) borrowed: Vec<u32>,
    /// Whether what levels are worth was learned from the register.
    pub(crate) learned: bool,
}

impl Linked {
    /// The levels of a pair, one for each name of `compared`.
    pub fn levels<'a>(&'a self, pair: &'a LinkedPair) -> impl Iterator<Item = &'static str> + 'a {
        (0..self.compared.len()).map(|index| level_name(index, pair.levels[index]))
    }
}

/// Links one list within itself, two lists with one another, and more all together.
pub fn link_lists(lists: &[List]) -> Linked {
    let between = lists.len() == 2;
    let mut records = prepare(lists, between);
    set_aside(&mut records);
    let records = records;
    let blocks = block(&records);
    let model = Model::learn(&records, &blocks, !between);
    let scored = score(&records, &blocks, &model, between);
    let edges: Vec<(f32, u32, u32)> = scored.iter().filter(|edge| edge.0 > LINKED).copied().collect();
    let weigh = |one: u32, other: u32| model.weight(&compare(&records, one as usize, other as usize));
    let clean = between && !has_duplicates(&records, &blocks, &model);
    let apart = |one: u32, other: u32| clean && records.list(one as usize) == records.list(other as usize);
    let mut clusters = Clusters::new(records.len());
    clusters.grow(edges, &weigh, &apart);
    finish(lists, &records, &model, &scored, clusters.of(), between)
}

/// Links a register within itself. Its identifiers decide where they are there and in order: who has the
/// same one is the same; who has another one, by more than a slip of the pen, is another. What people
/// `decided` goes before all else.
pub(crate) fn link_register(register: List, decided: &[Decided]) -> Register {
    let lists = [register];
    let mut records = prepare(&lists, false);
    let borrowed = set_aside(&mut records);
    let records = records;
    let blocks = block(&records);
    let model = Model::learn(&records, &blocks, true);
    let scored = score(&records, &blocks, &model, false);
    let (together, asunder) = decisions(&records, decided);
    let weigh = |one: u32, other: u32| model.weight(&compare(&records, one as usize, other as usize));
    let parted = |one: u32, other: u32| asunder.contains(&(one.min(other), one.max(other)));
    let apart = |one: u32, other: u32| parted(one, other) || contradict(&records, one as usize, other as usize);
    let mut clusters = Clusters::new(records.len());
    clusters.grow(together, &weigh, &parted);
    clusters.grow(same_identifiers(&records).map(|(one, other)| (CERTAIN, one, other)).collect(), &weigh, &apart);
    let certain = (SURE / (1.0 - SURE)).log2();
    let (sure, other): (Vec<_>, Vec<_>) = scored.iter().copied().partition(|edge| edge.0 > certain);
    clusters.grow(sure, &weigh, &apart);
    let by_row = |clusters: &Clusters| numbered(&lists, &records, clusters.of()).swap_remove(0);
    let sure = by_row(&clusters);
    let open = open(&records, &clusters, &model, &scored, &parted);
    clusters.grow(other.into_iter().filter(|edge| edge.0 > LINKED).collect(), &weigh, &apart);
    let likely = by_row(&clusters);
    for (_, one, other) in &open {
        if !clusters.are_apart(*one, *other, &parted) {
            clusters.join(*one, *other);
        }
    }
    let row = |record: u32| records.rows[record as usize][0].1;
    Register {
        likely,
        sure,
        perhaps: by_row(&clusters),
        review: open.iter().map(|(likely, a, b)| (row(*a), row(*b), *likely, levels(&records, *a, *b))).collect(),
        borrowed: borrowed.iter().map(|(_, row)| *row).collect(),
        learned: model.has_learned(),
    }
}

/// How alike two records are, field by field: what is compared, and its level.
pub type Levels = Vec<(&'static str, &'static str)>;

fn levels(records: &Records, one: u32, other: u32) -> Levels {
    let compared = compare(records, one as usize, other as usize);
    let features = records
        .features
        .iter()
        .map(|feature| FieldKind::NAMES.iter().find(|(_, kind)| *kind == feature.kind).map_or("", |(name, _)| name));
    let names = ["given_name", "surname", "birth", "sex"].into_iter().chain(features).take(MOST);
    names.enumerate().map(|(index, name)| (name, level_name(index, compared.levels[index]))).collect()
}

fn level_name(index: usize, level: u8) -> &'static str {
    let names = match index {
        GIVEN | SURNAME => NAME_LEVELS,
        BIRTH => BIRTH_LEVELS,
        _ => VALUE_LEVELS,
    };
    names[usize::from(level)]
}

/// Pairs that are the same, each with its score, and pairs that are not.
type Settled = (Vec<(f32, u32, u32)>, HashSet<(u32, u32)>);

/// Decisions about rows as edges between records, and as pairs of records that may never meet.
fn decisions(records: &Records, decided: &[Decided]) -> Settled {
    let mut of: HashMap<u32, u32> = HashMap::new();
    if !decided.is_empty() {
        for (record, rows) in (0_u32..).zip(&records.rows) {
            of.extend(rows.iter().map(|(_, row)| (*row, record)));
        }
    }
    let (mut together, mut asunder) = (Vec::new(), HashSet::new());
    for Decided { one, other, same } in decided {
        let (Some(one), Some(other)) = (of.get(one), of.get(other)) else { continue };
        match same {
            true => together.push((CERTAIN, *one, *other)),
            false => drop(asunder.insert((*one.min(other), *one.max(other)))),
        }
    }
    (together, asunder)
}

/// The likeliest pair of each two clusters that may be the same, the likeliest first.
fn open(
    records: &Records,
    clusters: &Clusters,
    model: &Model,
    scored: &[(f32, u32, u32)],
    parted: &dyn Fn(u32, u32) -> bool,
) -> Vec<(f32, u32, u32)> {
    let of = clusters.of();
    let mut open: Vec<(f32, u32, u32)> = scored
        .iter()
        .map(|(weight, one, other)| (model.probability(*weight), *one, *other))
        .filter(|(likely, one, other)| *likely >= REVIEW && of[*one as usize] != of[*other as usize])
        .collect();
    let row = |record: u32| records.rows[record as usize][0];
    open.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (row(a.1), row(a.2)).cmp(&(row(b.1), row(b.2)))));
    let mut seen = HashSet::new();
    open.retain(|(_, one, other)| {
        let (a, b) = (of[*one as usize], of[*other as usize]);
        seen.insert((a.min(b), a.max(b))) && !clusters.are_apart(*one, *other, parted)
    });
    open
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
    use crate::lists::ListField;

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
