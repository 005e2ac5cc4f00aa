//! Files that are about the same: which of them counts, and what became of the rows of the others.
//!
//! It is worked out anew from what is known at a moment, and recorded nowhere: a mapping that tells versions apart
//! otherwise reads its files again, and a past moment shows which version counted then.

use crate::RunError;
use crate::intake::below_agency;
use crate::knowledge::{Held, HeldSegment};
use crate::reading::{Reader, SegmentMeta};
use mola_finding::{Code, Finding, Place};
use mola_frame::{Grain, column, fingerprints};
use mola_model::FileState;
use mola_spec::mapping::VersionPlan;
use mola_store::Segment;
use polars::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// So many of a file's rows stand for all of them.
const SAMPLE: usize = 64;

/// A file that was accepted and does not count beside another one.
pub(crate) struct Aside {
    pub held: Held,
    /// Its records.
    pub segments: Vec<Segment>,
    /// The file that counts in its place, or took it first.
    pub by: String,
    /// Whether that one holds the same rows.
    pub is_same: bool,
}

impl Aside {
    /// How it stands: what another file says too was accepted, and is counted there.
    pub fn state(&self) -> FileState {
        if self.is_same { FileState::Accepted } else { FileState::Superseded }
    }
}

/// What is compared of a file that was accepted.
struct Candidate<'a> {
    held: &'a Held,
    /// A digest of all records; none where there are none.
    digest: Option<String>,
    version: Option<String>,
    months: BTreeSet<i32>,
}

impl<'a> Candidate<'a> {
    fn new(held: &'a Held, segments: &[Segment]) -> Self {
        let metas: Vec<SegmentMeta> =
            segments.iter().map(|segment| serde_json::from_str(&segment.meta).unwrap_or_default()).collect();
        let rows: u64 = segments.iter().map(|segment| segment.rows).sum();
        let parts = segments.iter().zip(&metas).map(|(segment, meta)| format!("{} {}", segment.grain, meta.digest));
        let digest = (rows > 0).then(|| parts.collect::<Vec<_>>().join(" "));
        let months = metas.iter().flat_map(|meta| meta.months.iter().copied()).collect();
        Self { held, digest, version: metas.into_iter().find_map(|meta| meta.version), months }
    }

    /// What files have in common that are about the same.
    fn subject(&self, plan: &VersionPlan) -> String {
        match &plan.same {
            None => format!("{:?}", self.months),
            Some(pattern) => {
                let path = below_agency(&self.held.submission.path);
                let groups = pattern.captures(path).map(|found| {
                    found.iter().skip(1).map(|group| group.map_or("", |group| group.as_str()).to_lowercase()).collect()
                });
                groups.map_or_else(|| path.to_owned(), |groups: Vec<String>| groups.join("\u{0}"))
            }
        }
    }
}

/// For files that do not count, by index into `counted`: the index of the file in whose favour, and whether that one
/// holds the same rows.
pub(crate) fn outdated(
    reader: &Reader<'_>,
    counted: &[Held],
    segments: &BTreeMap<String, Vec<Segment>>,
) -> BTreeMap<usize, (usize, bool)> {
    let mut groups: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (index, held) in counted.iter().enumerate() {
        groups.entry((&held.submission.agency, &held.reading.source)).or_default().push(index);
    }
    let mut found = BTreeMap::new();
    for ((_, source), members) in groups.into_iter().filter(|(_, members)| members.len() > 1) {
        let none = Vec::new();
        let candidate = |index: usize| {
            let own = &counted[index];
            Candidate::new(own, segments.get(&own.reading.id).unwrap_or(&none))
        };
        let candidates: Vec<(usize, Candidate<'_>)> =
            members.into_iter().map(|index| (index, candidate(index))).collect();
        let plan = reader.settings.pipeline.mappings.iter().find(|mapping| mapping.name == source);
        match plan.and_then(|mapping| mapping.versions.as_ref()) {
            Some(plan) => versions(plan, candidates, &mut found),
            None => same(&candidates, &mut found),
        }
    }
    found
}

/// Of files with the same records the first counts.
fn same(candidates: &[(usize, Candidate<'_>)], found: &mut BTreeMap<usize, (usize, bool)>) {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, candidate) in candidates {
        let Some(digest) = &candidate.digest else { continue };
        let owner = *first.entry(digest).or_insert(*index);
        if owner != *index {
            found.insert(*index, (owner, true));
        }
    }
}

/// Of versions of one report the latest counts; one that says what the one before says changes nothing.
fn versions(plan: &VersionPlan, candidates: Vec<(usize, Candidate<'_>)>, found: &mut BTreeMap<usize, (usize, bool)>) {
    let mut subjects: BTreeMap<String, Vec<(usize, Candidate<'_>)>> = BTreeMap::new();
    for (index, candidate) in candidates.into_iter().filter(|(_, candidate)| candidate.digest.is_some()) {
        subjects.entry(candidate.subject(plan)).or_default().push((index, candidate));
    }
    for (_, mut own) in subjects {
        // The files came in order of receipt and path, which a stable sort keeps.
        own.sort_by(|(_, one), (_, other)| one.version.cmp(&other.version));
        let mut current = &own[0];
        for next in &own[1..] {
            if next.1.digest == current.1.digest {
                found.insert(next.0, (current.0, true));
            } else {
                found.insert(current.0, (next.0, false));
                current = next;
            }
        }
    }
}

/// What a segment's records say as a whole, and a sample of them: the least of their fingerprints.
///
/// # Errors
/// What polars refuses.
pub(crate) fn told(frame: &DataFrame, personal: Option<&DataFrame>) -> PolarsResult<(String, Vec<u64>)> {
    // Keys of records without an identifier are made with the file's own digest.
    let leave_out = [column::TABLE, column::ROW, column::COLUMN, column::KEY, column::HOUSEHOLD];
    let mut prints = fingerprints(frame, &leave_out)?;
    if let Some(personal) = personal {
        let own = fingerprints(personal, &leave_out)?;
        prints.iter_mut().zip(own).for_each(|(print, own)| *print ^= own.rotate_left(32));
    }
    let mut digest = mola_store::DigestBuilder::new();
    prints.sort_unstable();
    prints.iter().for_each(|print| {
        digest.part("record", &print.to_le_bytes());
    });
    prints.dedup();
    prints.truncate(SAMPLE);
    Ok((digest.finish().to_string(), prints))
}

/// What became of the records of a file.
#[derive(Debug, Default, PartialEq, Eq)]
struct Compared {
    unchanged: u64,
    changed: u64,
    added: u64,
    /// Rows of the older file.
    vanished: BTreeSet<u32>,
}

/// What someone must know about a file that took the place of another one.
///
/// # Errors
/// When a segment cannot be read.
pub(crate) fn restated(reader: &Reader<'_>, old: &Aside, new: &[&HeldSegment]) -> Result<Vec<Finding>, RunError> {
    let compared = compare_segments(reader, &old.segments, new)?;
    let place = || Place::file(&old.by);
    let file = old.held.submission.path.as_str();
    let number = |count: u64| count as f64;
    let restated = Finding::new(Code::FileRestated, place())
        .with("file", file)
        .with("unchanged", number(compared.unchanged))
        .with("changed", number(compared.changed))
        .with("added", number(compared.added));
    let mut findings = vec![restated];
    if !compared.vanished.is_empty() {
        let count = number(compared.vanished.len() as u64);
        let finding = Finding::new(Code::RowsVanished, place()).with("file", file).with("count", count);
        findings.push(finding.with("rows", listed(&compared.vanished)));
    }
    Ok(findings)
}

fn listed(rows: &BTreeSet<u32>) -> String {
    const MOST: usize = 20;
    let more = if rows.len() > MOST { ", …" } else { "" };
    rows.iter().take(MOST).map(u32::to_string).collect::<Vec<_>>().join(", ") + more
}

fn compare_segments(reader: &Reader<'_>, old: &[Segment], new: &[&HeldSegment]) -> Result<Compared, RunError> {
    let mut all = Compared::default();
    for grain in [Grain::Participation, Grain::Observation, Grain::Money] {
        let old = old.iter().find(|segment| segment.grain == grain.as_str());
        let new = new.iter().find(|segment| segment.segment.grain == grain.as_str());
        let read = |id: &str| reader.files.segment(id, None);
        let old = old.map(|segment| read(&segment.id)).transpose()?;
        let new = new.map(|segment| read(&segment.segment.id)).transpose()?;
        compare(grain, old.as_ref(), new.as_ref(), &mut all)?;
    }
    Ok(all)
}

/// Rows that say the same are unchanged; of the others those about the same thing changed.
fn compare(grain: Grain, old: Option<&DataFrame>, new: Option<&DataFrame>, all: &mut Compared) -> PolarsResult<()> {
    let (old_whole, old_subject) = prints(grain, old)?;
    let (new_whole, new_subject) = prints(grain, new)?;
    let mut left = Multiset::of(&new_whole);
    let old_left: Vec<usize> = (0..old_whole.len()).filter(|index| !left.take(old_whole[*index])).collect();
    all.unchanged += (old_whole.len() - old_left.len()) as u64;
    let mut before = Multiset::of(&old_whole);
    let new_left = new_whole.iter().zip(&new_subject).filter(|(whole, _)| !before.take(**whole));
    let mut subjects = Multiset::of(&new_left.map(|(_, subject)| *subject).collect::<Vec<_>>());
    for index in old_left {
        if subjects.take(old_subject[index]) {
            all.changed += 1;
        } else if let Some(old) = old {
            all.vanished.extend(old.column(column::ROW)?.u32()?.get(index));
        }
    }
    all.added += subjects.count();
    Ok(())
}

/// What each record says, and what it is about.
fn prints(grain: Grain, frame: Option<&DataFrame>) -> PolarsResult<(Vec<u64>, Vec<u64>)> {
    const LINEAGE: [&str; 3] = [column::TABLE, column::ROW, column::COLUMN];
    let Some(frame) = frame else { return Ok((Vec::new(), Vec::new())) };
    let whole = fingerprints(frame, &LINEAGE)?;
    let values: &[&str] = match grain {
        Grain::Participation => {
            let keys = frame.column(column::KEY)?.u64()?.iter().map(Option::unwrap_or_default).collect();
            return Ok((whole, keys));
        }
        Grain::Money => &[column::AMOUNT],
        _ => &[column::VALUE, column::NUMERATOR, column::DENOMINATOR, column::TEXT, column::STATUS, column::ESTIMATED],
    };
    let subject = fingerprints(frame, &[&LINEAGE, values].concat())?;
    Ok((whole, subject))
}

/// How often each number is there.
struct Multiset(HashMap<u64, u64>);

impl Multiset {
    fn of(numbers: &[u64]) -> Self {
        let mut counts = HashMap::with_capacity(numbers.len());
        numbers.iter().for_each(|number| *counts.entry(*number).or_default() += 1);
        Self(counts)
    }

    /// Takes one out, if there is one.
    fn take(&mut self, number: u64) -> bool {
        self.0.get_mut(&number).filter(|count| **count > 0).is_some_and(|count| {
            *count -= 1;
            true
        })
    }

    fn count(&self) -> u64 {
        self.0.values().sum()
    }
}

/// Files of one source about the same months of whose rows half or more stand in an earlier one, with the number of
/// these rows and of all: `counted` and `segments` as in a state of knowledge.
pub(crate) fn overlaps(counted: &[Held], segments: &[HeldSegment]) -> Vec<Finding> {
    let mut groups: BTreeMap<(&str, &str, &[i32]), Vec<&HeldSegment>> = BTreeMap::new();
    for segment in segments.iter().filter(|s| s.segment.grain != Grain::Observation.as_str()) {
        let held = &counted[segment.held];
        let key = (held.submission.agency.as_str(), segment.segment.grain.as_str(), segment.meta().months.as_slice());
        groups.entry(key).or_default().push(segment);
    }
    let mut findings = Vec::new();
    for group in groups.into_values() {
        for (index, later) in group.iter().enumerate() {
            let own = group[..index]
                .iter()
                .filter(|one| counted[one.held].reading.source == counted[later.held].reading.source);
            let most = own.map(|earlier| (shared(earlier, later), *earlier)).max_by_key(|(shared, _)| *shared);
            let Some((shared, earlier)) = most.filter(|(shared, _)| *shared > 0) else { continue };
            let finding = Finding::new(Code::RowsOverlap, Place::file(&counted[later.held].submission.path));
            let finding = finding.with("file", counted[earlier.held].submission.path.as_str());
            findings.push(finding.with("count", shared as f64).with("rows", later.segment.rows as f64));
        }
    }
    findings
}

/// About how many records two segments have in common; none where it is less than half of the smaller one. Of small
/// segments the samples hold all records that differ.
fn shared(one: &HeldSegment, other: &HeldSegment) -> u64 {
    let (a, b) = (&one.meta().sample, &other.meta().sample);
    let smaller = one.segment.rows.min(other.segment.rows);
    if a.len() < SAMPLE && b.len() < SAMPLE {
        let both = a.iter().filter(|print| b.binary_search(print).is_ok()).count() as u64;
        return if both * 2 >= smaller { both } else { 0 };
    }
    // The least fingerprints of both together are a sample of both together.
    let union: BTreeSet<u64> = a.iter().chain(b).copied().collect();
    let sample: Vec<u64> = union.into_iter().take(SAMPLE).collect();
    let both = sample.iter().filter(|print| a.binary_search(print).is_ok() && b.binary_search(print).is_ok()).count();
    let share = both as f64 / sample.len().max(1) as f64;
    let all = (one.segment.rows + other.segment.rows) as f64;
    let estimate = (all * share / (1.0 + share)).round() as u64;
    if estimate * 2 >= smaller { estimate.min(smaller) } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of row number, key and amount.
    fn frame(rows: &[(u32, u64, i64)]) -> DataFrame {
        let columns = vec![
            Column::new(column::ROW.into(), rows.iter().map(|row| row.0).collect::<Vec<_>>()),
            Column::new(column::KEY.into(), rows.iter().map(|row| row.1).collect::<Vec<_>>()),
            Column::new(column::AMOUNT.into(), rows.iter().map(|row| row.2).collect::<Vec<_>>()),
        ];
        DataFrame::new(rows.len(), columns).expect("a frame")
    }

    fn check(old: &[(u32, u64, i64)], new: &[(u32, u64, i64)], expected: (u64, u64, u64, &[u32])) {
        let mut compared = Compared::default();
        compare(Grain::Participation, Some(&frame(old)), Some(&frame(new)), &mut compared).expect("columns");
        let (unchanged, changed, added, vanished) = expected;
        let vanished = vanished.iter().copied().collect();
        assert_eq!(compared, Compared { unchanged, changed, added, vanished }, "{old:?} {new:?}");
    }

    #[test]
    fn rows_are_compared_by_what_they_say_and_of_whom() {
        check(&[(2, 7, 55), (3, 8, 60)], &[(9, 8, 60), (4, 7, 55)], (2, 0, 0, &[]));
        check(&[(2, 7, 55), (3, 8, 60)], &[(2, 7, 55), (3, 8, 99)], (1, 1, 0, &[]));
        check(&[(2, 7, 55), (3, 8, 60)], &[(2, 7, 55)], (1, 0, 0, &[3]));
        check(&[(2, 7, 55)], &[(2, 7, 55), (3, 7, 55), (4, 9, 1)], (1, 0, 2, &[]));
        check(&[(2, 7, 55), (3, 7, 55)], &[(2, 7, 55)], (1, 0, 0, &[3]));
        check(&[(2, 7, 1), (3, 7, 2)], &[(2, 7, 3)], (0, 1, 0, &[3]));
    }
}
