//! Beneficiaries who are the same although their identifiers do not say so: for the kinds of which the
//! pipeline names what is to be compared.

use crate::RunError;
use crate::reading::Reader;
use chrono::NaiveDate;
use mola_finding::{Code, Finding, Place};
use mola_frame::column;
use mola_link::{Profile, identity, same_beneficiaries};
use mola_model::Kind;
use mola_spec::LinkRule;
use mola_store::{Digest, DigestBuilder, Files, Store};
use polars::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// Days from the first day of year 1 to 1 January 1970.
const EPOCH: i32 = 719_163;

/// Who is the same in a state of knowledge.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sameness {
    /// Keys, each with the first key of its beneficiary.
    keys: HashMap<u64, u64>,
    /// What there is to say of each kind that was compared.
    pub findings: Vec<Finding>,
}

/// What was found of one kind. The store keeps it by its inputs; nothing in it is personal.
#[derive(Debug, Serialize, Deserialize)]
struct Compared {
    kind: String,
    profiles: usize,
    keys: Vec<(u64, u64)>,
    review: Vec<(u64, u64, f32)>,
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
                let compared = compare(&Registers::read(store, reader, &asked, segments)?, &asked);
                store.put_derived(&inputs, &serde_json::to_vec(&compared)?)?;
                compared
            }
        };
        Ok(Self {
            findings: compared.iter().map(told).collect(),
            keys: compared.into_iter().flat_map(|compared| compared.keys).collect(),
        })
    }

    /// Gives every record the first key of its beneficiary, and of its household.
    ///
    /// # Errors
    /// When a column of keys is no column of keys, which is a defect of the mapper.
    pub fn apply(&self, mut frame: DataFrame) -> PolarsResult<DataFrame> {
        if self.keys.is_empty() {
            return Ok(frame);
        }
        for name in [column::KEY, column::HOUSEHOLD] {
            let Ok(keys) = frame.column(name) else { continue };
            let first = |key: u64| self.keys.get(&key).copied().unwrap_or(key);
            let keys: UInt64Chunked = keys.u64()?.apply_values(first);
            frame.replace(name, keys.into_column())?;
        }
        Ok(frame)
    }
}

fn inputs(reader: &Reader<'_>, asked: &BTreeMap<Kind, &LinkRule>, segments: &[&str]) -> Digest {
    let mut digest = DigestBuilder::new();
    digest.part("engine", reader.engine.as_bytes()).part("rules", format!("{asked:?}").as_bytes());
    for segment in segments {
        digest.part("segment", segment.as_bytes());
    }
    digest.finish()
}

fn compare(registers: &Registers, asked: &BTreeMap<Kind, &LinkRule>) -> Vec<Compared> {
    let one = |(kind, rule): (&Kind, &&LinkRule)| {
        let profiles = registers.0.get(kind).map_or(&[][..], |register| &register.profiles);
        let same = same_beneficiaries(profiles, &rule.compare);
        tracing::debug!(kind = kind.as_str(), linked = same.keys.len(), "beneficiaries are compared");
        Compared {
            kind: kind.as_str().to_owned(),
            profiles: profiles.len(),
            keys: same.keys,
            review: same.review,
            learned: same.learned,
        }
    };
    asked.iter().map(one).filter(|compared| compared.profiles > 0).collect()
}

fn told(compared: &Compared) -> Finding {
    Finding::new(Code::LinkCompared, Place::default())
        .with("kind", compared.kind.as_str())
        .with("compared", compared.profiles)
        .with("linked", compared.keys.len())
        .with("review", compared.review.len())
        .with("weights", if compared.learned { "learned" } else { "priors" })
}

/// What is known of the beneficiaries of each kind.
#[derive(Default)]
struct Registers(BTreeMap<Kind, Register>);

/// The beneficiaries of one kind, in the order in which they became known.
#[derive(Default)]
struct Register {
    profiles: Vec<Profile>,
    at: HashMap<u64, usize>,
}

impl Registers {
    fn read(
        store: &Store,
        reader: &Reader<'_>,
        asked: &BTreeMap<Kind, &LinkRule>,
        segments: &[&str],
    ) -> Result<Self, RunError> {
        let mut registers = Self::default();
        for segment in segments {
            let Some(personal) = store.personal(segment)? else { continue };
            let wanted = [column::KEY, column::KIND, column::SEX, column::PLACE];
            let records = reader.files.segment(segment, Some(&wanted))?;
            let before: BTreeMap<Kind, usize> = registers.0.iter().map(|(kind, r)| (*kind, r.profiles.len())).collect();
            registers.add(&records, &Files::decode(&personal)?, asked)?;
            for (kind, register) in &mut registers.0 {
                register.settle(before.get(kind).copied().unwrap_or(0));
            }
        }
        Ok(registers)
    }

    /// Adds the records of a segment with their personal fields, row by row.
    fn add(
        &mut self,
        records: &DataFrame,
        personal: &DataFrame,
        asked: &BTreeMap<Kind, &LinkRule>,
    ) -> PolarsResult<()> {
        let kinds = records.column(column::KIND)?.cat32()?;
        let (sexes, places) = (records.column(column::SEX)?.cat32()?, records.column(column::PLACE)?.cat32()?);
        let identifiers = personal.column(column::IDENTIFIER)?.str()?;
        let (names, phones) = (personal.column(column::NAME)?.str()?, personal.column(column::PHONE)?.str()?);
        let births = personal.column(column::BORN)?.date()?.physical();
        let codes = kinds.iter_str().zip(sexes.iter_str()).zip(places.iter_str());
        let texts = identifiers.iter().zip(names.iter()).zip(phones.iter()).zip(births.iter());
        let keys = records.column(column::KEY)?.u64()?;
        for ((key, ((kind, sex), place)), (((identifier, name), phone), born)) in keys.iter().zip(codes).zip(texts) {
            let (Some(key), Some(kind)) = (key, kind.and_then(Kind::from_word)) else { continue };
            let Some(rule) = asked.get(&kind) else { continue };
            let profile = self.0.entry(kind).or_default().profile(key);
            if profile.identity.is_none() {
                profile.identity = identifier.and_then(|text| identity(rule.identifier, text));
            }
            fullest(&mut profile.name, name);
            fullest(&mut profile.phone, phone);
            fullest(&mut profile.sex, sex);
            fullest(&mut profile.place, place);
            fullest(&mut profile.born, born.and_then(day).as_deref());
        }
        Ok(())
    }
}

impl Register {
    fn profile(&mut self, key: u64) -> &mut Profile {
        let at = *self.at.entry(key).or_insert_with(|| {
            self.profiles.push(Profile { key, ..Profile::default() });
            self.profiles.len() - 1
        });
        &mut self.profiles[at]
    }

    /// Those who came with one file came together: the order of its rows plays no part.
    fn settle(&mut self, from: usize) {
        self.profiles[from..].sort_by_key(|profile| (profile.identity.is_none(), profile.key));
        self.at.extend(self.profiles[from..].iter().enumerate().map(|(index, profile)| (profile.key, from + index)));
    }
}

/// Keeps the text that says more: the longer one, or of two that are as long the first in order.
fn fullest(known: &mut String, text: Option<&str>) {
    let Some(text) = text else { return };
    let size = |text: &str| text.chars().count();
    if (size(text), std::cmp::Reverse(text)) > (size(known), std::cmp::Reverse(known.as_str())) {
        text.clone_into(known);
    }
}

fn day(days: i32) -> Option<String> {
    NaiveDate::from_num_days_from_ce_opt(days + EPOCH).map(|day| day.to_string())
}
