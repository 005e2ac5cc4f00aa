//! Beneficiaries who are the same although their identifiers do not say so: for the kinds of which the
//! pipeline names what is to be compared.

pub(crate) mod decisions;
pub(crate) mod registers;

use crate::RunError;
use crate::reading::Reader;
use decisions::{Decision, pair_of, token};
use mola_finding::{Code, Finding, Place};
use mola_frame::column;
use mola_link::{Levels, OpenProfiles, Profile, Pseudonyms, Same, same_beneficiaries};
use mola_model::Kind;
use mola_spec::LinkRule;
use mola_store::{Digest, DigestBuilder, Store};
use polars::prelude::*;
use registers::{Register, Registers};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};

/// By what beneficiaries are held for the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Certainty {
    /// What is likelier than not.
    Likely,
    /// Only what is sure: there are as many as there can be.
    Sure,
    /// All that may be: there are as few as there can be.
    Perhaps,
}

/// Who is the same in a state of knowledge.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sameness {
    likely: Keys,
    sure: Keys,
    perhaps: Keys,
    /// What there is to say of each kind that was compared.
    pub findings: Vec<Finding>,
    /// Records with the identifier of someone else: segment, table and row of the sheet.
    pub borrowed: Vec<(String, u16, u32)>,
    /// Pairs about which people are to decide.
    pub open: Vec<OpenPair>,
}

/// Which key records have.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Keys {
    /// Keys, each with the key of its beneficiary.
    keys: HashMap<u64, u64>,
    /// Of segments, rows whose beneficiary is another than that of their key, counted from 0.
    rows: HashMap<String, Vec<(u32, u64)>>,
}

/// Two records about which people are to decide, for two beneficiaries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct OpenPair {
    /// The kind of both.
    pub kind: String,
    /// What names the pair in decisions.
    pub pair: (u64, u64),
    /// How likely they are the same.
    pub likely: f32,
    /// How alike each field is.
    pub levels: Vec<(String, String)>,
    /// One of the records: segment and its row, counted from 0.
    pub one: (String, u32),
    /// The other one.
    pub other: (String, u32),
}

/// What was found of one kind. The store keeps it by its inputs; nothing in it is personal.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Compared {
    kind: String,
    compared: usize,
    linked: usize,
    likely: Keys,
    sure: Keys,
    perhaps: Keys,
    borrowed: Vec<(String, u16, u32)>,
    open: Vec<OpenPair>,
    learned: bool,
}

impl Sameness {
    /// Compares the beneficiaries of these segments of participations, in the order in which they came.
    /// Where the pipeline asks for no comparison, nothing is read.
    ///
    /// # Errors
    /// When a segment or the vault cannot be read.
    pub fn of(store: &Store, reader: &Reader<'_>, segments: &[&str]) -> Result<Self, RunError> {
        let rules = &reader.settings.pipeline.link;
        let asked: BTreeMap<Kind, &LinkRule> =
            rules.iter().filter(|(_, rule)| !rule.compare.is_empty()).map(|(kind, rule)| (*kind, rule)).collect();
        if asked.is_empty() || segments.is_empty() {
            return Ok(Self::default());
        }
        let inputs = inputs(reader, &asked, segments);
        let kept = reader.files.derived(&inputs).and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let compared: Vec<Compared> = match kept {
            Some(compared) => compared,
            None => {
                let compared = compare(&Registers::read(store, reader, &asked, segments)?, &asked, reader);
                store.put_derived(&inputs, &serde_json::to_vec(&compared)?)?;
                compared
            }
        };
        Ok(Self::from(compared))
    }

    fn from(compared: Vec<Compared>) -> Self {
        let mut same = Self { findings: compared.iter().map(told).collect(), ..Self::default() };
        for compared in compared {
            same.likely.extend(compared.likely);
            same.sure.extend(compared.sure);
            same.perhaps.extend(compared.perhaps);
            same.borrowed.extend(compared.borrowed);
            same.open.extend(compared.open);
        }
        same
    }

    /// Gives every record of a segment the key of its beneficiary, and of its household.
    ///
    /// # Errors
    /// When a column of keys is no column of keys, which is a defect of the mapper.
    pub fn apply(&self, frame: DataFrame, segment: &str, certainty: Certainty) -> PolarsResult<DataFrame> {
        let keys = match certainty {
            Certainty::Likely => &self.likely,
            Certainty::Sure => &self.sure,
            Certainty::Perhaps => &self.perhaps,
        };
        keys.apply(frame, segment)
    }
}

impl Keys {
    fn extend(&mut self, other: Self) {
        self.keys.extend(other.keys);
        for (segment, rows) in other.rows {
            self.rows.entry(segment).or_default().extend(rows);
        }
    }

    fn apply(&self, mut frame: DataFrame, segment: &str) -> PolarsResult<DataFrame> {
        if self.keys.is_empty() && self.rows.is_empty() {
            return Ok(frame);
        }
        for name in [column::KEY, column::HOUSEHOLD] {
            let Ok(keys) = frame.column(name) else { continue };
            let first = |key: u64| self.keys.get(&key).copied().unwrap_or(key);
            let mut keys: Vec<Option<u64>> = keys.u64()?.iter().map(|key| key.map(first)).collect();
            let others = self.rows.get(segment).filter(|_| name == column::KEY);
            for (row, key) in others.into_iter().flatten() {
                if let Some(slot) = keys.get_mut(*row as usize) {
                    *slot = Some(*key);
                }
            }
            let keys = UInt64Chunked::from_iter_options(name.into(), keys.into_iter());
            frame.replace(name, keys.into_column())?;
        }
        Ok(frame)
    }

    /// The keys of the records of a register, where each of its profiles has one of `keys`.
    fn of(register: &Register, keys: &[u64]) -> Self {
        let mut own = Self::default();
        let profiles = &register.profiles;
        for (profile, key) in profiles.iter().zip(keys) {
            own.keys.entry(profile.key).or_insert(*key);
        }
        let other = |profile: u32| {
            let key = keys[profile as usize];
            (own.keys[&profiles[profile as usize].key] != key).then_some(key)
        };
        for (segment, rows) in &register.segments {
            let others: Vec<(u32, u64)> =
                rows.iter().filter_map(|((index, ..), profile)| Some((*index, other(*profile)?))).collect();
            if !others.is_empty() {
                own.rows.entry(segment.clone()).or_default().extend(others);
            }
        }
        own.keys.retain(|key, own| key != own);
        own
    }
}

fn inputs(reader: &Reader<'_>, asked: &BTreeMap<Kind, &LinkRule>, segments: &[&str]) -> Digest {
    let mut digest = DigestBuilder::new();
    digest.part("engine", reader.engine.as_bytes()).part("rules", format!("{asked:?}").as_bytes());
    digest.part("decisions", decisions::digest(&reader.decisions).to_string().as_bytes());
    for segment in segments {
        digest.part("segment", segment.as_bytes());
    }
    digest.finish()
}

fn compare(registers: &Registers, asked: &BTreeMap<Kind, &LinkRule>, reader: &Reader<'_>) -> Vec<Compared> {
    let pseudonyms = Pseudonyms::new(&reader.secret);
    let one = |(kind, rule): (&Kind, &&LinkRule)| {
        let register = registers.0.get(kind)?;
        let tokens: Vec<u64> = register.profiles.iter().map(|profile| token(&pseudonyms, *kind, profile)).collect();
        let decided = decided(&tokens, &reader.decisions);
        let same = same_beneficiaries(&register.profiles, &rule.compare, &decided);
        let compared = found(*kind, register, &tokens, &same);
        tracing::debug!(kind = kind.as_str(), linked = compared.linked, "beneficiaries are compared");
        Some(compared)
    };
    asked.iter().filter_map(one).collect()
}

/// Decisions as pairs of profiles. Several profiles may have one token; each pair of them is decided.
fn decided(tokens: &[u64], decisions: &[Decision]) -> Vec<(usize, usize, bool)> {
    let mut of: HashMap<u64, Vec<usize>> = HashMap::new();
    if !decisions.is_empty() {
        tokens.iter().enumerate().for_each(|(index, token)| of.entry(*token).or_default().push(index));
    }
    let members = |token: u64| of.get(&token).map_or(&[][..], Vec::as_slice);
    let mut decided = Vec::new();
    for decision in decisions {
        for one in members(decision.pair.0) {
            decided.extend(members(decision.pair.1).iter().map(|other| (*one, *other, decision.same)));
        }
    }
    decided
}

fn told(compared: &Compared) -> Finding {
    Finding::new(Code::LinkCompared, Place::default())
        .with("kind", compared.kind.as_str())
        .with("compared", compared.compared)
        .with("linked", compared.linked)
        .with("review", compared.open.len())
        .with("weights", if compared.learned { "learned" } else { "priors" })
}

/// What the segments have to know of who is the same.
fn found(kind: Kind, register: &Register, tokens: &[u64], same: &Same) -> Compared {
    let keys: HashSet<u64> = register.profiles.iter().map(|profile| profile.key).collect();
    let beneficiaries: HashSet<u64> = same.likely.iter().copied().collect();
    let borrowed: HashSet<usize> = same.borrowed.iter().copied().collect();
    let mut compared = Compared {
        kind: kind.as_str().to_owned(),
        compared: keys.len(),
        linked: keys.len().saturating_sub(beneficiaries.len()),
        likely: Keys::of(register, &same.likely),
        sure: Keys::of(register, &same.sure),
        perhaps: Keys::of(register, &same.perhaps),
        learned: same.learned,
        ..Compared::default()
    };
    let mut first: HashMap<usize, (String, u32)> = HashMap::new();
    for (segment, rows) in &register.segments {
        for ((index, table, row), profile) in rows {
            first.entry(*profile as usize).or_insert_with(|| (segment.clone(), *index));
            if borrowed.contains(&(*profile as usize)) {
                compared.borrowed.push((segment.clone(), *table, *row));
            }
        }
    }
    compared.borrowed.sort_unstable();
    let levels = |levels: &Levels| levels.iter().map(|(f, level)| ((*f).to_owned(), (*level).to_owned())).collect();
    let open = |open: &OpenProfiles| OpenPair {
        kind: kind.as_str().to_owned(),
        pair: pair_of(tokens[open.one], tokens[open.other]),
        likely: open.likely,
        levels: levels(&open.levels),
        one: first[&open.one].clone(),
        other: first[&open.other].clone(),
    };
    compared.open = same.review.iter().map(open).collect();
    compared
}

/// By segment and row of it: what a record says, and its table and row of the sheet.
type Found = HashMap<(String, u32), (Profile, (u16, u32))>;

/// What the records of segments say, by segment and row, with table and row of the sheet: for people who decide.
///
/// # Errors
/// When the segment or the vault cannot be read.
pub(crate) fn profiles(store: &Store, reader: &Reader<'_>, segments: &[&str]) -> Result<Found, RunError> {
    let asked: BTreeMap<Kind, &LinkRule> =
        reader.settings.pipeline.link.iter().map(|(kind, rule)| (*kind, rule)).collect();
    let registers = Registers::read(store, reader, &asked, segments)?;
    let mut found = HashMap::new();
    for register in registers.0.into_values() {
        for (segment, rows) in &register.segments {
            let of = |(at, profile): &(registers::At, u32)| {
                ((segment.clone(), at.0), (register.profiles[*profile as usize].clone(), (at.1, at.2)))
            };
            found.extend(rows.iter().map(of));
        }
    }
    Ok(found)
}
