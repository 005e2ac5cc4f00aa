//! Beneficiaries who are the same although their identifiers do not say so: for the kinds of which the
//! pipeline names what is to be compared.

use crate::RunError;
use crate::reading::Reader;
use chrono::NaiveDate;
use mola_finding::{Code, Finding, Place};
use mola_frame::column;
use mola_link::{Profile, Same, identity, same_beneficiaries};
use mola_model::Kind;
use mola_spec::LinkRule;
use mola_store::{Digest, DigestBuilder, Files, Store};
use polars::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Days from the first day of year 1 to 1 January 1970.
const EPOCH: i32 = 719_163;

/// Who is the same in a state of knowledge.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sameness {
    /// Keys, each with the key of its beneficiary.
    keys: HashMap<u64, u64>,
    /// Of segments, rows whose beneficiary is another than that of their key, counted from 0.
    rows: HashMap<String, Vec<(u32, u64)>>,
    /// What there is to say of each kind that was compared.
    pub findings: Vec<Finding>,
    /// Records with the identifier of someone else: segment, table and row of the sheet.
    pub borrowed: Vec<(String, u16, u32)>,
}

/// What was found of one kind. The store keeps it by its inputs; nothing in it is personal.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Compared {
    kind: String,
    compared: usize,
    linked: usize,
    keys: Vec<(u64, u64)>,
    rows: BTreeMap<String, Vec<(u32, u64)>>,
    borrowed: Vec<(String, u16, u32)>,
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
        Ok(Self::from(compared))
    }

    fn from(compared: Vec<Compared>) -> Self {
        let mut same = Self { findings: compared.iter().map(told).collect(), ..Self::default() };
        for compared in compared {
            same.keys.extend(compared.keys);
            for (segment, rows) in compared.rows {
                same.rows.entry(segment).or_default().extend(rows);
            }
            same.borrowed.extend(compared.borrowed);
        }
        same
    }

    /// Gives every record of a segment the key of its beneficiary, and of its household.
    ///
    /// # Errors
    /// When a column of keys is no column of keys, which is a defect of the mapper.
    pub fn apply(&self, mut frame: DataFrame, segment: &str) -> PolarsResult<DataFrame> {
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
        let register = registers.0.get(kind)?;
        let same = same_beneficiaries(&register.profiles, &rule.compare);
        let compared = register.compared(*kind, same);
        tracing::debug!(kind = kind.as_str(), linked = compared.linked, "beneficiaries are compared");
        Some(compared)
    };
    asked.iter().filter_map(one).collect()
}

fn told(compared: &Compared) -> Finding {
    Finding::new(Code::LinkCompared, Place::default())
        .with("kind", compared.kind.as_str())
        .with("compared", compared.compared)
        .with("linked", compared.linked)
        .with("review", compared.review.len())
        .with("weights", if compared.learned { "learned" } else { "priors" })
}

/// What is known of the beneficiaries of each kind.
#[derive(Default)]
struct Registers(BTreeMap<Kind, Register>);

/// What the records of one kind say, in the order in which it became known.
#[derive(Default)]
struct Register {
    profiles: Vec<Profile>,
    at: HashMap<Profile, u32>,
    /// Segments, with the profile of each of their records of this kind: row of the segment, table and
    /// row of the sheet, profile.
    segments: Vec<(String, Vec<(u32, u16, u32, u32)>)>,
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
            let codes = [column::KEY, column::KIND, column::SEX, column::PLACE, column::LOCALITY];
            let wanted = [&codes[..], &[column::TABLE, column::ROW]].concat();
            let records = reader.files.segment(segment, Some(&wanted))?;
            registers.add(segment, &records, &Files::decode(&personal)?, asked)?;
        }
        Ok(registers)
    }

    /// Adds the records of a segment with their personal fields.
    fn add(
        &mut self,
        segment: &str,
        records: &DataFrame,
        personal: &DataFrame,
        asked: &BTreeMap<Kind, &LinkRule>,
    ) -> PolarsResult<()> {
        let kinds = records.column(column::KIND)?.cat32()?;
        let code = |name| -> PolarsResult<_> { Ok(records.column(name)?.cat32()?.iter_str()) };
        let codes = kinds.iter_str().zip(code(column::SEX)?).zip(code(column::PLACE)?).zip(code(column::LOCALITY)?);
        let text = |name| -> PolarsResult<_> { Ok(personal.column(name)?.str()?.iter()) };
        let births = personal.column(column::BORN)?.date()?.physical();
        let texts = text(column::IDENTIFIER)?.zip(text(column::NAME)?).zip(text(column::PHONE)?).zip(births.iter());
        let keys = records.column(column::KEY)?.u64()?;
        let places = records.column(column::TABLE)?.u16()?.iter().zip(records.column(column::ROW)?.u32()?.iter());
        let mut new: BTreeMap<Kind, Vec<(Profile, (u32, u16, u32))>> = BTreeMap::new();
        let all = keys.iter().zip(codes).zip(texts).zip(places);
        for (index, (((key, codes), texts), (table, row))) in (0_u32..).zip(all) {
            let (((kind, sex), place), locality) = codes;
            let (Some(key), Some(kind)) = (key, kind.and_then(Kind::from_word)) else { continue };
            let Some(rule) = asked.get(&kind) else { continue };
            let (((identifier, name), phone), born) = texts;
            let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
            let profile = Profile {
                identity: identifier.and_then(|text| identity(rule.identifier, text)),
                key,
                name: text(name),
                born: born.and_then(day).unwrap_or_default(),
                sex: text(sex),
                place: text(place),
                locality: text(locality),
                phone: text(phone),
            };
            let at = (index, table.unwrap_or_default(), row.unwrap_or_default());
            new.entry(kind).or_default().push((profile, at));
        }
        for (kind, new) in new {
            self.0.entry(kind).or_default().add(segment, new);
        }
        Ok(())
    }
}

impl Register {
    /// Those who came with one file came together: the order of its rows plays no part.
    fn add(&mut self, segment: &str, mut new: Vec<(Profile, (u32, u16, u32))>) {
        let ordered = |a: &Profile, b: &Profile| (a.identity.is_none(), a).cmp(&(b.identity.is_none(), b));
        new.sort_by(|(a, _), (b, _)| ordered(a, b));
        let mut rows = Vec::with_capacity(new.len());
        for (profile, (index, table, row)) in new {
            let next = u32::try_from(self.profiles.len()).unwrap_or(u32::MAX);
            let number = *self.at.entry(profile).or_insert_with_key(|profile| {
                self.profiles.push(profile.clone());
                next
            });
            rows.push((index, table, row, number));
        }
        self.segments.push((segment.to_owned(), rows));
    }

    /// What the segments have to know of who is the same.
    fn compared(&self, kind: Kind, same: Same) -> Compared {
        let mut keys: HashMap<u64, u64> = HashMap::new();
        for (profile, key) in self.profiles.iter().zip(&same.keys) {
            keys.entry(profile.key).or_insert(*key);
        }
        let linked = keys.len() - keys.values().collect::<HashSet<_>>().len();
        let borrowed: HashSet<u32> = same.borrowed.iter().filter_map(|one| u32::try_from(*one).ok()).collect();
        let mut compared = Compared {
            kind: kind.as_str().to_owned(),
            compared: keys.len(),
            linked,
            learned: same.learned,
            ..Compared::default()
        };
        for (segment, rows) in &self.segments {
            let number = |profile: u32| profile as usize;
            let other = |profile: u32| {
                let key = same.keys[number(profile)];
                (keys[&self.profiles[number(profile)].key] != key).then_some(key)
            };
            let others: Vec<(u32, u64)> =
                rows.iter().filter_map(|(index, .., profile)| Some((*index, other(*profile)?))).collect();
            if !others.is_empty() {
                compared.rows.entry(segment.clone()).or_default().extend(others);
            }
            let of_others = rows.iter().filter(|(.., profile)| borrowed.contains(profile));
            compared.borrowed.extend(of_others.map(|(_, table, row, _)| (segment.clone(), *table, *row)));
        }
        compared.keys = keys.into_iter().filter(|(key, own)| key != own).collect();
        compared.keys.sort_unstable();
        compared.borrowed.sort_unstable();
        compared.review = same.review.iter().map(|(a, b, likely)| (same.keys[*a], same.keys[*b], *likely)).collect();
        compared
    }
}

fn day(days: i32) -> Option<String> {
    NaiveDate::from_num_days_from_ce_opt(days + EPOCH).map(|day| day.to_string())
}
