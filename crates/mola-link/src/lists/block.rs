//! Which records are compared: those that share a rare value, or two values that are rare together.
//!
//! The rules come from the data: each record has keys (sounds of its name's words, birth, values); a
//! key that few share is a block; of keys that many share, two together are one. So the cost grows
//! with the number of records, whatever the fields are.

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
    let count = records.len();
    let numbers = 0..u32::try_from(count).unwrap_or(u32::MAX);
    let mut single: Vec<(u64, u32)> = numbers
        .into_par_iter()
        .flat_map_iter(|record| {
            let mut found = Vec::new();
            keys(records, record as usize, &mut found);
            found.into_iter().map(move |key| (key, record))
        })
        .collect();
    single.par_sort_unstable();
    let mut blocks = Building::default();
    // Keys that many share, record by record.
    let mut common: Vec<(u32, u64, u32)> = Vec::new();
    for run in runs(&single) {
        match run.len() {
            0 | 1 => {}
            2..=FEW => blocks.add(run),
            size => {
                let size = u32::try_from(size).unwrap_or(u32::MAX);
                common.extend(run.iter().map(|(key, record)| (*record, size, *key)).map(|(r, s, k)| (r, k, s)));
            }
        }
    }
    drop(single);
    common.par_sort_unstable_by_key(|(record, key, size)| (*record, *size, *key));
    let mut pairs: Vec<(u64, u32)> = common
        .par_chunk_by(|a, b| a.0 == b.0)
        .flat_map_iter(|keys| {
            let keys = &keys[..keys.len().min(MOST_KEYS)];
            keys.iter().enumerate().flat_map(move |(index, (record, one, _))| {
                keys[..index].iter().map(move |(_, other, _)| (key((one.min(other), one.max(other))), *record))
            })
        })
        .collect();
    drop(common);
    pairs.par_sort_unstable();
    for run in runs(&pairs).filter(|run| (2..=MANY).contains(&run.len())) {
        blocks.add(run);
    }
    drop(pairs);
    blocks.finish(count)
}

#[derive(Default)]
struct Building {
    members: Vec<u32>,
    blocks: Vec<(u32, u32)>,
}

impl Building {
    fn add(&mut self, run: &[(u64, u32)]) {
        let number = |size: usize| u32::try_from(size).unwrap_or(u32::MAX);
        self.blocks.push((number(self.members.len()), number(run.len())));
        self.members.extend(run.iter().map(|(_, record)| *record));
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
