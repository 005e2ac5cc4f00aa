//! Keys for the participations of one submission.

use crate::{Pseudonyms, form, identity};
use mola_finding::{Code, Finding, Place};
use mola_frame::column;
use mola_model::Kind;
use mola_spec::{IdentifierScheme, fold};
use polars::prelude::*;
use std::collections::BTreeMap;

/// Gives keys by the rules of one pipeline.
#[derive(Clone)]
pub struct Linker {
    schemes: BTreeMap<Kind, IdentifierScheme>,
    pseudonyms: Pseudonyms,
}

/// What the keys of one submission rest on, in records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Assigned {
    /// On an identifier.
    pub by_identifier: u64,
    /// On a name, for people together with the date of birth.
    pub by_name: u64,
    /// On nothing: the record counts as a beneficiary of its own.
    pub alone: u64,
}

impl Linker {
    /// A linker with these identifier schemes; kinds without one use `Groups`.
    pub fn new(schemes: BTreeMap<Kind, IdentifierScheme>, secret: &[u8; 32]) -> Self {
        Self { schemes, pseudonyms: Pseudonyms::new(secret) }
    }

    /// Fills the columns `KEY` and `HOUSEHOLD` of `records` from the personal fields beside them.
    /// `salt` is the content's digest: it sets records apart that stand alone. `place` gives the
    /// place of a field of a record by table and row. Adds at most one finding a record.
    ///
    /// # Errors
    /// When a canonical column is absent, which is a defect of the mapper.
    pub fn assign(
        &self,
        records: &mut DataFrame,
        personal: &DataFrame,
        salt: &str,
        place: &dyn Fn(u16, u32) -> Place,
        findings: &mut Vec<Finding>,
    ) -> PolarsResult<Assigned> {
        let kinds: Vec<Kind> = records
            .column(column::KIND)?
            .cat32()?
            .iter_str()
            .map(|word| word.and_then(Kind::from_word).unwrap_or(Kind::Person))
            .collect();
        let (tables, rows) = (records.column(column::TABLE)?.u16()?, records.column(column::ROW)?.u32()?);
        let identifiers = personal.column(column::IDENTIFIER)?.str()?;
        let names = personal.column(column::NAME)?.str()?;
        let births = personal.column(column::BORN)?.date()?.physical();
        let mut assigned = Assigned::default();
        let mut keys = Vec::with_capacity(kinds.len());
        let values = identifiers.iter().zip(names.iter()).zip(births.iter());
        for (((((identifier, name), born), kind), table), row) in values.zip(&kinds).zip(tables.iter()).zip(rows.iter())
        {
            let (table, row) = (table.unwrap_or_default(), row.unwrap_or_default());
            let scheme = self.schemes.get(kind).copied().unwrap_or(IdentifierScheme::Groups);
            keys.push(match identifier.and_then(|text| identity(scheme, text)) {
                Some(id) => {
                    assigned.by_identifier += 1;
                    self.pseudonyms.key(*kind, "id", &id)
                }
                None => {
                    findings.push(without_identity(identifier, place(table, row)));
                    self.substitute(*kind, name, born, || format!("{salt} {table} {row}"), &mut assigned)
                }
            });
        }
        let households = personal.column(column::HOUSEHOLD_IDENTIFIER)?.str()?.iter().map(|text| {
            let id = identity(IdentifierScheme::Alphanumeric, text?)?;
            Some(self.pseudonyms.key(Kind::Household, "id", &id))
        });
        let households = UInt64Chunked::from_iter_options(column::HOUSEHOLD.into(), households);
        records.replace(column::HOUSEHOLD, households.into_column())?;
        records.replace(column::KEY, UInt64Chunked::from_vec(column::KEY.into(), keys).into_column())?;
        Ok(assigned)
    }

    /// A key without an identifier: the name (of a person only with the date of birth), or else
    /// one of the record's own.
    fn substitute(
        &self,
        kind: Kind,
        name: Option<&str>,
        born: Option<i32>,
        alone: impl Fn() -> String,
        assigned: &mut Assigned,
    ) -> u64 {
        let name = name.map(ordered_words).filter(|name| !name.is_empty());
        let basis = match (kind, name, born) {
            (Kind::Person, Some(name), Some(born)) => Some(format!("{name} {born}")),
            (Kind::Person, _, _) => None,
            (_, name, _) => name,
        };
        match basis {
            Some(text) => {
                assigned.by_name += 1;
                self.pseudonyms.key(kind, "name", &text)
            }
            None => {
                assigned.alone += 1;
                self.pseudonyms.key(kind, "row", &alone())
            }
        }
    }
}

/// The words of a name without case and accents, in alphabetical order: surnames come first in
/// some registers and last in others.
fn ordered_words(name: &str) -> String {
    let folded = fold(name);
    let mut words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.sort_unstable();
    words.join(" ")
}

fn without_identity(identifier: Option<&str>, place: Place) -> Finding {
    match identifier {
        Some(text) if !text.trim().is_empty() => Finding::new(Code::IdentifierInvalid, place).with("found", form(text)),
        _ => Finding::new(Code::IdentifierMissing, place),
    }
}
