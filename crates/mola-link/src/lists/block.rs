//! Which records are compared: those that share a rare value, or two values that are rare together.
//!
//! The rules come from the data: each record has keys (sounds of its name's words, birth, values); a
//! key that few share is a block; of keys that many share, two together are one, and of two that many
//! share together, three. So the cost grows with the number of records, whatever the fields are.

use super::FieldKind;
use super::prepare::Records;
use rayon::prelude::*;
use std::hash::{BuildHasher as _, Hash};

/// A key that no more records share is a block by itself.
const FEW: usize = 16;
/// Two keys that no more records share are a block together.
const MANY: usize = 40;
/// The most keys of one record that are put together.
const MOST_KEYS: usize = 14;
/// The most pairs of keys of one record that too many share and that are put together with a third one.
const MOST_CROWDED: usize = 6;

/// Blocks, and in which of them each record is.
pub(super) struct Blocks {
    members: Vec<u32>,
    /// Start and length of each block in `members`.
    blocks: Vec<(u32, u32)>,
    of: Vec<u32>,
    ends: Vec<u32>,
}

impl Blocks {
    /// The records after this one that share a block with it, each once.
    pub(super) fn after(&self, record: usize, found: &mut Vec<u32>) {
        found.clear();
        let start = if record == 0 { 0 } else { self.ends[record - 1] };
        for block in &self.of[start as usize..self.ends[record] as usize] {
            let (start, length) = self.blocks[*block as usize];
            let members = &self.members[start as usize..(start + length) as usize];
            found.extend(members.iter().filter(|member| **member as usize > record));
        }
        found.sort_unstable();
        found.dedup();
    }
}

fn key(parts: impl Hash) -> u64 {
    foldhash::fast::FixedState::with_seed(7).hash_one(parts)
}

/// The keys of a record.
fn keys(records: &Records, record: usize, keys: &mut Vec<u64>) {
    keys.clear();
    for token in records.name(record) {
        let sound = &records.sounds[token.word as usize];
        if sound.len() > 1 {
            keys.push(key(("name", sound)));
        }
    }
    let birth = records.births[record];
    if birth.year > 0 {
        if birth.is_full() {
            let (low, high) = (birth.month.min(birth.day), birth.month.max(birth.day));
            keys.push(key(("born", birth.year, low, high)));
            keys.push(key(("day", low, high)));
        }
        keys.push(key(("year", birth.year)));
    }
    for (index, id) in records.cells(record).iter().enumerate().filter(|(_, id)| **id > 0) {
        keys.push(key(("value", index, id)));
        let text = &*records.values[index].texts[*id as usize];
        match records.features[index].kind {
            FieldKind::Identifier if text.len() >= 6 => {
                let (head, tail) = text.split_at(text.floor_char_boundary(text.len() / 2));
                keys.push(key(("head", index, head)));
                keys.push(key(("tail", index, tail)));
            }
            FieldKind::Place | FieldKind::Text if text.len() > 5 => {
                keys.push(key(("begin", index, &text[..text.floor_char_boundary(5)])));
            }
            _ => {}
        }
    }
    keys.truncate(MOST_KEYS + 6);
    keys.sort_unstable();
    keys.dedup();
}

/// Runs of equal keys in a sorted list.
fn runs(sorted: &[(u64, u32)]) -> impl Iterator<Item = &[(u64, u32)]> {
    sorted.chunk_by(|a, b| a.0 == b.0)
}

pub(super) fn block(records: &Records) -> Blocks {
    let mut blocks = Building::default();
    let common = crowded(&mut single(records), FEW, &mut blocks);
    let crowded = crowded(&mut pairs(&common), MANY, &mut blocks);
    blocks.of_runs(&triples(&common, crowded));
    blocks.finish(records.len())
}

/// A key that too many share, of a record: record, how many share it, key.
type Crowded = (u32, u32, u64);

/// All keys of all records.
fn single(records: &Records) -> Vec<(u64, u32)> {
    let numbers = 0..u32::try_from(records.len()).unwrap_or(u32::MAX);
    let of = |record: u32| {
        let mut found = Vec::new();
        keys(records, record as usize, &mut found);
        found.into_iter().map(move |key| (key, record))
    };
    numbers.into_par_iter().flat_map_iter(of).collect()
}

/// Makes blocks of keys that few share. Of the others, those of each record, the rarest first.
fn crowded(keyed: &mut Vec<(u64, u32)>, few: usize, blocks: &mut Building) -> Vec<Crowded> {
    keyed.par_sort_unstable();
    let mut crowded: Vec<Crowded> = Vec::new();
    for run in runs(keyed) {
        if run.len() <= few {
            blocks.add(run);
        } else {
            let size = u32::try_from(run.len()).unwrap_or(u32::MAX);
            crowded.extend(run.iter().map(|(key, record)| (*record, size, *key)));
        }
    }
    *keyed = Vec::new();
    crowded.par_sort_unstable();
    crowded
}

/// Any two of a record's keys that many share, as one.
fn pairs(common: &[Crowded]) -> Vec<(u64, u32)> {
    let of = |keys: &[Crowded]| {
        let keys: Vec<Crowded> = keys.iter().take(MOST_KEYS).copied().collect();
        let pair = |one: Crowded, other: Crowded| (key((one.2.min(other.2), one.2.max(other.2))), one.0);
        let ones = 0..keys.len();
        ones.flat_map(move |index| keys[..index].iter().map(|other| pair(keys[index], *other)).collect::<Vec<_>>())
    };
    common.par_chunk_by(|a, b| a.0 == b.0).flat_map_iter(of).collect()
}

/// Pairs of keys that too many share, with a third one: names that are common, of one place or year. They
/// are sorted.
fn triples(common: &[Crowded], crowded: Vec<Crowded>) -> Vec<(u64, u32)> {
    let of = |pairs: &[Crowded]| {
        let record = pairs[0].0;
        let start = common.partition_point(|one| one.0 < record);
        let keys = common[start..].iter().take_while(|one| one.0 == record).take(MOST_KEYS);
        let pairs = &pairs[..pairs.len().min(MOST_CROWDED)];
        let mut found: Vec<(u64, u32)> =
            keys.flat_map(|third| pairs.iter().map(|pair| (key((pair.2, third.2)), record))).collect();
        found.sort_unstable();
        found.dedup();
        found
    };
    let mut triples: Vec<(u64, u32)> = crowded.par_chunk_by(|a, b| a.0 == b.0).flat_map_iter(of).collect();
    triples.par_sort_unstable();
    triples
}

#[derive(Default)]
struct Building {
    members: Vec<u32>,
    blocks: Vec<(u32, u32)>,
}

impl Building {
    /// Makes a block of records with one key, where there are several.
    fn add(&mut self, run: &[(u64, u32)]) {
        if run.len() < 2 {
            return;
        }
        let number = |size: usize| u32::try_from(size).unwrap_or(u32::MAX);
        self.blocks.push((number(self.members.len()), number(run.len())));
        self.members.extend(run.iter().map(|(_, record)| *record));
    }

    /// Makes blocks of keys, sorted, that not too many share.
    fn of_runs(&mut self, keyed: &[(u64, u32)]) {
        runs(keyed).filter(|run| run.len() <= MANY).for_each(|run| self.add(run));
    }

    fn finish(self, count: usize) -> Blocks {
        let mut ends = vec![0_u32; count + 1];
        self.members.iter().for_each(|record| ends[*record as usize + 1] += 1);
        for index in 1..ends.len() {
            ends[index] += ends[index - 1];
        }
        let mut of = vec![0_u32; self.members.len()];
        let mut next = ends.clone();
        for (block, (start, length)) in (0_u32..).zip(&self.blocks) {
            for record in &self.members[*start as usize..(start + length) as usize] {
                of[next[*record as usize] as usize] = block;
                next[*record as usize] += 1;
            }
        }
        ends.remove(0);
        Blocks { members: self.members, blocks: self.blocks, of, ends }
    }
}
