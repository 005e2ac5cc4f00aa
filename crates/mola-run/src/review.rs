//! Pairs of beneficiaries of whom people are to decide whether they are the same.

use crate::consolidate::{moment, reader, store_folder};
use crate::knowledge::Knowledge;
use crate::linking::decisions::{Decision, decisions, entry, short};
use crate::linking::{OpenPair, profiles};
use crate::lists::ReadList;
use crate::reading::Reader;
use crate::settings::Settings;
use crate::{Request, RunError};
use mola_finding::{Finding, Language};
use mola_link::Profile;
use mola_report::{REVIEW_HEADINGS, REVIEW_WORDS, ReviewRow, Words};
use mola_store::{AuditEntry, Batch, Store};
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};

/// The version of the shape of [`Review`].
const SCHEMA_VERSION: u32 = 1;

/// What there is to decide, and what is decided.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Review {
    /// The version of this shape.
    pub schema_version: u32,
    /// The programme's code.
    pub programme: String,
    /// Pairs about which nobody has decided, the likeliest first.
    pub open: Vec<ReviewPair>,
    /// Decisions that hold, the latest last.
    pub decided: Vec<ReviewDecision>,
}

/// Two records, for two beneficiaries.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReviewPair {
    /// Its name.
    pub pair: String,
    /// The kind of both.
    pub kind: String,
    /// How likely they are the same.
    pub probability: f32,
    /// How alike each field is: what is compared, and the level.
    pub levels: Vec<(String, String)>,
    /// One of them.
    pub one: ReviewSide,
    /// The other one.
    pub other: ReviewSide,
}

/// What a record says, as far as it is shown.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ReviewSide {
    /// The file, sheet and row.
    pub place: String,
    /// The identifier.
    pub identifier: String,
    /// The name.
    pub name: String,
    /// The date of birth.
    pub born: String,
    /// The code of the sex.
    pub sex: String,
    /// The code of the place, and the one within it.
    pub lives: String,
    /// The phone.
    pub phone: String,
}

/// A decision that holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReviewDecision {
    /// The name of the pair.
    pub pair: String,
    /// Whether they are the same.
    pub same: bool,
    /// Who decided.
    pub who: String,
    /// When, RFC 3339, UTC.
    pub moment: String,
    /// Why.
    pub reason: String,
}

/// What is decided of one pair: whether they are the same, or that an earlier decision is undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The name of the pair.
    pub pair: String,
    /// None where an earlier decision is undone.
    pub same: Option<bool>,
    /// Why.
    pub reason: String,
}

/// What there is to decide in a programme. Names, numbers, births and phones are shown in part, unless they are asked
/// for `unmasked` by someone: that is noted in the audit trail. The inner error are the faults of the
/// pipeline.
///
/// # Errors
/// When the store is not there or cannot be used.
pub fn review(request: &Request, unmasked: Option<&str>) -> Result<Result<Review, Vec<Finding>>, RunError> {
    let settings = match Settings::load(&request.pipeline)? {
        Ok(settings) => settings,
        Err(faults) => return Ok(Err(faults)),
    };
    let root = store_folder(request.store.as_deref(), &settings);
    let store = match unmasked {
        Some(who) => {
            let mut store = Store::open(&root, &request.keys)?;
            let detail = serde_json::json!({ "who": who }).to_string();
            let entry = AuditEntry { moment: request.now, what: "review-unmasked".to_owned(), detail };
            store.commit(&settings.pipeline.programme.code, &Batch { audit: vec![entry], ..Batch::default() })?;
            store
        }
        None => Store::open_read(&root, &request.keys)?,
    };
    let reader = reader(&settings, &store, request)?;
    listed(&store, &reader, unmasked.is_none()).map(Ok)
}

/// Records what is decided, in one transaction, and says what is left. The inner error are the faults of
/// the pipeline.
///
/// # Errors
/// [`RunError::DecisionUnsigned`] without a name or a reason; [`RunError::NoPair`] where there is no such pair to decide about, or no decision to undo; when the store
/// cannot be used. Then nothing is recorded.
pub fn decide(request: &Request, who: &str, verdicts: &[Verdict]) -> Result<Result<Review, Vec<Finding>>, RunError> {
    let settings = match Settings::load(&request.pipeline)? {
        Ok(settings) => settings,
        Err(faults) => return Ok(Err(faults)),
    };
    if who.trim().is_empty() || verdicts.iter().any(|verdict| verdict.reason.trim().is_empty()) {
        return Err(RunError::DecisionUnsigned);
    }
    let programme = settings.pipeline.programme.code.as_str();
    let mut store = Store::open(&store_folder(request.store.as_deref(), &settings), &request.keys)?;
    let entries = {
        let reader = reader(&settings, &store, request)?;
        let known = Knowledge::at(&store, &reader, i64::MAX)?;
        let pairs = names(&known.same.open, &reader.decisions);
        let entry = |verdict: &Verdict| {
            let pair = pairs.get(&verdict.pair).ok_or_else(|| RunError::NoPair { pair: verdict.pair.clone() })?;
            entry(*pair, verdict.same, who, &verdict.reason, request.now)
        };
        verdicts.iter().map(entry).collect::<Result<Vec<_>, _>>()?
    };
    store.commit(programme, &Batch { audit: entries, ..Batch::default() })?;
    let reader = reader(&settings, &store, request)?;
    listed(&store, &reader, true).map(Ok)
}

/// A workbook of the open pairs, made `now` (Unix milliseconds), with a column for the decision.
///
/// # Errors
/// When a sheet goes past a limit of the format.
pub fn review_workbook(review: &Review, language: Language, now: i64) -> Result<Vec<u8>, RunError> {
    let rows: Vec<ReviewRow<'_>> = review.open.iter().map(|pair| row(pair, language)).collect();
    Ok(mola_report::review_workbook(&rows, language, moment(now).date())?)
}

fn row(pair: &ReviewPair, language: Language) -> ReviewRow<'_> {
    ReviewRow {
        pair: &pair.pair,
        probability: pair.probability,
        levels: levels(pair, language),
        sides: [side(&pair.one), side(&pair.other)],
    }
}

fn side(side: &ReviewSide) -> [&str; 7] {
    let ReviewSide { place, identifier, name, born, sex, lives, phone } = side;
    [identifier, name, born, sex, lives, phone, place]
}

/// How alike each field of a pair is, in words; of fields that one lacks nothing is said.
pub fn levels(pair: &ReviewPair, language: Language) -> String {
    let words = Words::of(language);
    let said = pair.levels.iter().filter(|(_, level)| level != "missing").map(|(field, level)| {
        let word =
            |kind: &str, name: &str| words.get(&format!("review-{kind}-{}", name.replace('_', "-"))).into_owned();
        format!("{}: {}", word("field", field), word("level", level))
    });
    said.collect::<Vec<_>>().join("; ")
}

/// What was written into the column for decisions of such a workbook, in any language; rows without a
/// decision are left alone. The reason of a row without one is `reason`.
///
/// # Errors
/// [`RunError::NoDecisions`] where the list has no such column; [`RunError::DecisionUnknown`] where something
/// else than a decision stands in it.
pub fn read_verdicts(list: &ReadList, reason: &str) -> Result<Vec<Verdict>, RunError> {
    let is_word = |text: &str, key: &str| {
        Language::ALL.iter().any(|language| Words::of(*language).get(key).to_lowercase() == text.trim().to_lowercase())
    };
    let column = |key: &str| list.header.iter().position(|name| is_word(name, key));
    let [pair, decision, why] = REVIEW_HEADINGS.map(column);
    let (Some(pair), Some(decision)) = (pair, decision) else { return Err(RunError::NoDecisions) };
    let mut verdicts = Vec::new();
    for (number, cells) in list.rows.iter().zip(list.cells()) {
        let text = |column: usize| cells.get(column).map_or("", |cell| cell.trim());
        let said = text(decision);
        let same = match () {
            () if said.is_empty() => continue,
            () if is_word(said, REVIEW_WORDS[0]) => true,
            () if is_word(said, REVIEW_WORDS[1]) => false,
            () => return Err(RunError::DecisionUnknown { row: *number, found: said.to_owned() }),
        };
        let own = why.map(text).filter(|why| !why.is_empty()).unwrap_or(reason);
        verdicts.push(Verdict { pair: text(pair).to_owned(), same: Some(same), reason: own.to_owned() });
    }
    Ok(verdicts)
}

/// The pairs that can be decided about, by their names.
fn names(open: &[OpenPair], decisions: &[Decision]) -> HashMap<String, (u64, u64)> {
    let all = open.iter().map(|open| open.pair).chain(decisions.iter().map(|decision| decision.pair));
    all.map(|pair| (short(pair), pair)).collect()
}

fn listed(store: &Store, reader: &Reader<'_>, masked: bool) -> Result<Review, RunError> {
    let known = Knowledge::at(store, reader, i64::MAX)?;
    let programme = reader.settings.pipeline.programme.code.clone();
    let open = &known.same.open;
    let segments: BTreeSet<&str> = open.iter().flat_map(|open| [open.one.0.as_str(), open.other.0.as_str()]).collect();
    let known_of = profiles(store, reader, &segments.into_iter().collect::<Vec<_>>())?;
    let side =
        |at: &(String, u32)| known_of.get(at).map(|(profile, row)| shown(profile, place(&known, &at.0, *row), masked));
    let pair = |open: &OpenPair| ReviewPair {
        pair: short(open.pair),
        kind: open.kind.clone(),
        probability: open.likely,
        levels: open.levels.clone(),
        one: side(&open.one).unwrap_or_default(),
        other: side(&open.other).unwrap_or_default(),
    };
    let open = open.iter().map(pair).collect();
    let mut held = decisions(store, &programme, i64::MAX)?;
    held.sort_by_key(|decision| decision.moment);
    let decided = held.into_iter().map(|decision| ReviewDecision {
        pair: short(decision.pair),
        same: decision.same,
        who: decision.who,
        moment: moment(decision.moment).and_utc().to_rfc3339(),
        reason: decision.reason,
    });
    Ok(Review { schema_version: SCHEMA_VERSION, programme, open, decided: decided.collect() })
}

/// The place of a row of a segment's sheet.
fn place(known: &Knowledge, segment: &str, (table, row): (u16, u32)) -> String {
    let held = known.segments.iter().find(|held| held.segment.id == segment);
    let place = held.map(|held| {
        let file = known.counted[held.held].submission.path.clone();
        let sheet = held.meta().tables.get(usize::from(table)).map(|table| table.sheet.clone());
        format!("{file} · {} · {row}", sheet.unwrap_or_default())
    });
    place.unwrap_or_default()
}

fn shown(profile: &Profile, place: String, masked: bool) -> ReviewSide {
    let Profile { identity, name, born, sex, place: lives, locality, phone, .. } = profile;
    let identifier = identity.as_deref().unwrap_or_default();
    let lives = [lives.as_str(), locality].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
    let text = |text: &str, mask: fn(&str) -> String| if masked { mask(text) } else { text.to_owned() };
    ReviewSide {
        place,
        identifier: text(identifier, |text| ending(text, 3)),
        name: text(name, beginnings),
        born: text(born, |text| text.chars().take(4).collect()),
        sex: sex.clone(),
        lives,
        phone: text(phone, |text| ending(text, 2)),
    }
}

/// The first two letters of each word.
fn beginnings(text: &str) -> String {
    let short = |word: &str| match word.chars().count() {
        0..=2 => word.to_owned(),
        _ => format!("{}…", word.chars().take(2).collect::<String>()),
    };
    text.split_whitespace().map(short).collect::<Vec<_>>().join(" ")
}

/// The last characters of what is longer than twice as many.
fn ending(text: &str, count: usize) -> String {
    let length = text.chars().count();
    if length == 0 {
        return String::new();
    }
    let kept: String = text.chars().skip(length - count.min(length / 2)).collect();
    format!("…{kept}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_in_part_names_nobody() {
        assert_eq!(beginnings("Mª del Carmen Ábrego"), "Mª de… Ca… Áb…");
        for (text, expected) in [("8-123-456", "…456"), ("12", "…2"), ("7", "…"), ("", "")] {
            assert_eq!(ending(text, 3), expected, "{text}");
        }
    }
}
