//! What the records of a state of knowledge say of beneficiaries, read from segments and vault. All of it is
//! personal: it is printed nowhere.

use crate::RunError;
use crate::reading::Reader;
use chrono::NaiveDate;
use mola_frame::column;
use mola_link::{Profile, identity};
use mola_model::Kind;
use mola_spec::LinkRule;
use mola_store::{Files, Store};
use polars::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// Days from the first day of year 1 to 1 January 1970.
const EPOCH: i32 = 719_163;

/// Where a record is: row of the segment from 0, table, row of the sheet.
pub(super) type At = (u32, u16, u32);

/// What is known of the beneficiaries of each kind.
#[derive(Default)]
pub(super) struct Registers(pub(super) BTreeMap<Kind, Register>);

/// What the records of one kind say, in the order in which it became known.
#[derive(Default)]
pub(super) struct Register {
    pub(super) profiles: Vec<Profile>,
    at: HashMap<Profile, u32>,
    /// Segments, with the profile of each of their records of this kind.
    pub(super) segments: Vec<(String, Vec<(At, u32)>)>,
}

impl Registers {
    pub(super) fn read(
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
        let mut new: BTreeMap<Kind, Vec<(Profile, At)>> = BTreeMap::new();
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
    fn add(&mut self, segment: &str, mut new: Vec<(Profile, At)>) {
        let ordered = |a: &Profile, b: &Profile| (a.identity.is_none(), a).cmp(&(b.identity.is_none(), b));
        new.sort_by(|(a, _), (b, _)| ordered(a, b));
        let mut rows = Vec::with_capacity(new.len());
        for (profile, at) in new {
            let next = u32::try_from(self.profiles.len()).unwrap_or(u32::MAX);
            let number = *self.at.entry(profile).or_insert_with_key(|profile| {
                self.profiles.push(profile.clone());
                next
            });
            rows.push((at, number));
        }
        self.segments.push((segment.to_owned(), rows));
    }
}

fn day(days: i32) -> Option<String> {
    NaiveDate::from_num_days_from_ce_opt(days + EPOCH).map(|day| day.to_string())
}
