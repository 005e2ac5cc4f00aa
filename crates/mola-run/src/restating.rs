//! What became of the figures of an earlier issue, and why.
//!
//! The bridge from an issued value to today's is measured, not guessed: the same files under today's
//! settings, then corrected files in the place of the old ones, then the files that came later. Each
//! state is a set of submissions that the store still has, so that it can be measured at any time;
//! where there is only one reason, the whole difference is its part and nothing is measured.

use crate::intake::read_again;
use crate::knowledge::{Knowledge, is_among};
use crate::measuring::measured;
use crate::reading::{Loaded, Reader};
use crate::record::{Files, IssueRecord, Making, RunRecord};
use crate::{RunError, Step};
use mola_disclose::Disclosure;
use mola_model::{Cause, Change, Exact, Figure, FigureKey, IssueName, Period, Told, bridge};
use mola_store::Store;
use std::collections::{BTreeMap, BTreeSet};

/// What figures tell; one that is not there tells nothing.
pub(crate) type Values = BTreeMap<FigureKey, Told>;

/// What figures are compared with: an issue, or a run that nobody closed.
pub(crate) struct Past {
    /// The issue; none where it is a run.
    pub issue: Option<IssueName>,
    /// The period that it reports.
    pub period: Period,
    making: Making,
    figures: Values,
    /// Figures that were hidden in what was issued.
    hidden: BTreeSet<FigureKey>,
    /// What was told and what was hidden in it; none where it is a run, which nobody outside has.
    pub told: Option<Disclosure>,
}

impl Past {
    /// An issue.
    pub fn of_issue(issue: IssueName, record: &IssueRecord) -> Self {
        let figures = || record.figures.iter().filter_map(|(id, figure)| Some((id.parse::<FigureKey>().ok()?, figure)));
        Self {
            period: issue.period,
            issue: Some(issue),
            making: record.making.clone(),
            figures: figures().map(|(key, figure)| (key, figure.told())).collect(),
            hidden: figures().filter(|(_, figure)| figure.hidden).map(|(key, _)| key).collect(),
            told: record.disclosure.clone(),
        }
    }

    /// A run; none where its period cannot be read any more.
    pub fn of_run(record: &RunRecord) -> Option<Self> {
        Some(Self {
            issue: None,
            period: record.summary.period.parse().ok()?,
            making: record.making.clone(),
            figures: record.figures.iter().filter_map(|(id, told)| Some((id.parse().ok()?, told.clone()))).collect(),
            hidden: BTreeSet::new(),
            told: None,
        })
    }
}

/// What the figures of the past are now.
pub(crate) struct Present {
    /// The period to whose end they are measured.
    pub period: Period,
    /// What they are made of.
    pub making: Making,
    /// Their values.
    pub values: Values,
    /// Those that a report would have to hide.
    pub hidden: BTreeSet<FigureKey>,
    /// The months that each file is about, by name.
    pub months: BTreeMap<String, BTreeSet<i32>>,
    /// The files that took the place of others, by the name of these.
    pub successors: BTreeMap<String, String>,
}

/// What figures tell.
pub(crate) fn values(facts: &[Figure]) -> Values {
    facts.iter().map(|figure| (figure.key.clone(), Told::of(figure))).collect()
}

/// What a figure tells.
fn told_of(values: &Values, key: &FigureKey) -> Told {
    values.get(key).cloned().unwrap_or_default()
}

/// The months that each file is about, by name.
pub(crate) fn months(known: &Knowledge) -> BTreeMap<String, BTreeSet<i32>> {
    known.months().into_iter().map(|(path, months)| (path.to_owned(), months)).collect()
}

/// One state between past and present, and why figures can differ in it from the one before.
struct Stage {
    reason: Cause,
    files: Files,
}

/// What measuring states needs.
pub(crate) struct Restating<'a> {
    /// Today's settings.
    pub reader: &'a Reader<'a>,
    /// Where readings are added that today's settings lack.
    pub store: &'a mut Store,
    /// Told when files are read again.
    pub progress: &'a (dyn Fn(Step) + Sync),
}

impl Restating<'_> {
    /// Every figure that is not what it was, in order of key, each with the bridge.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn changes(&mut self, past: &Past, now: &Present) -> Result<Vec<Change>, RunError> {
        let changed = changed(past, now);
        if changed.is_empty() {
            return Ok(Vec::new());
        }
        let stages = stages(&past.making, &now.making, &now.successors);
        let states = self.states(past, now, &stages)?;
        let touched = touched(&past.making.files, &now.making.files, &now.successors);
        let change = |key: FigureKey| {
            let (old, new) = (told_of(&past.figures, &key), told_of(&now.values, &key));
            let reasons = stages.iter().map(|stage| stage.reason);
            let bridged: Vec<(Cause, Told)> =
                reasons.zip(states.iter().map(|state| told_of(state, &key)).chain([new.clone()])).collect();
            let parts = bridge(&old, &bridged);
            let caused = |reason| parts.iter().any(|part| part.reason == reason);
            let candidates = touched.iter().filter(|(_, reason)| caused(*reason)).map(|(path, _)| *path).collect();
            let files = about(candidates, &key, self.reader, now);
            let hidden = past.hidden.contains(&key) || now.hidden.contains(&key);
            let (old_words, new_words) = (old.words, new.words);
            Change { key, old: old.value, new: new.value, old_words, new_words, parts, files, hidden }
        };
        Ok(changed.into_iter().map(change).collect())
    }

    /// The values at the end of each stage but the last, which is the present.
    fn states(&mut self, past: &Past, now: &Present, stages: &[Stage]) -> Result<Vec<Values>, RunError> {
        let Some((_, between)) = stages.split_last().filter(|(_, between)| !between.is_empty()) else {
            return Ok(Vec::new());
        };
        let mut states = Vec::new();
        for stage in between {
            states.push(self.measure(&stage.files, now.period)?);
        }
        let settings = &self.reader.digests();
        if (&now.making.settings, now.making.engine.as_str()) != (settings, self.reader.engine) {
            // Neither end was made under today's settings: what they alone do is taken out again, at
            // the end that has no stage of settings of its own.
            let from_past = now.making.settings == past.making.settings && now.making.engine == past.making.engine;
            let (files, anchor) =
                if from_past { (&past.making.files, &past.figures) } else { (&now.making.files, &now.values) };
            let reference = self.measure(files, now.period)?;
            states.iter_mut().for_each(|state| shift(state, &reference, anchor));
        }
        Ok(states)
    }

    /// The values of figures where just these files count.
    fn measure(&mut self, files: &Files, period: Period) -> Result<Values, RunError> {
        let known = self.holding(files)?;
        Ok(values(&measured(&known, self.reader, Loaded::new(), period)?.facts))
    }

    /// The state of knowledge in which just these files are current, all of them read under today's
    /// settings.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn holding(&mut self, files: &Files) -> Result<Knowledge, RunError> {
        let known = Knowledge::holding(self.store, self.reader, files)?;
        if known.unread.is_empty() {
            return Ok(known);
        }
        let unread = known.unread.into_iter().filter(|submission| is_among(files, submission)).collect();
        read_again(self.reader, self.store, unread, None, self.progress)?;
        Knowledge::holding(self.store, self.reader, files)
    }
}

/// Figures that do not tell what they told. Where past and present report the same period, a figure
/// that only one of them has is one that came or went.
fn changed(past: &Past, now: &Present) -> BTreeSet<FigureKey> {
    let whole = past.period == now.period;
    let both = |key: &&FigureKey| whole || past.figures.contains_key(key) && now.values.contains_key(key);
    let keys = past.figures.keys().chain(now.values.keys()).filter(both);
    keys.filter(|key| !told_of(&past.figures, key).same(&told_of(&now.values, key))).cloned().collect()
}

/// The stages from past to present, in the order of [`Cause::ALL`]; at least one.
fn stages(past: &Making, now: &Making, successors: &BTreeMap<String, String>) -> Vec<Stage> {
    let corrected: Files = past
        .files
        .iter()
        .map(|(path, own)| {
            let path = if now.files.contains_key(path) { path } else { successor(path, &now.files, successors) };
            (path.to_owned(), *now.files.get(path).unwrap_or(own))
        })
        .collect();
    let of_settings = match past.settings.reason(&now.settings) {
        // Another build may compute otherwise, and may have read otherwise.
        _ if past.engine != now.engine => Some(Cause::Definition),
        reason => reason,
    };
    let mut stages: Vec<Stage> =
        of_settings.into_iter().map(|reason| Stage { reason, files: past.files.clone() }).collect();
    let came_later = corrected != now.files;
    if corrected != past.files {
        stages.push(Stage { reason: Cause::Correction, files: corrected });
    }
    if came_later {
        stages.push(Stage { reason: Cause::LateData, files: now.files.clone() });
    }
    if stages.is_empty() {
        stages.push(Stage { reason: Cause::Definition, files: now.files.clone() });
    }
    stages
}

/// Moves a state by as much as `anchor` is away from `reference`.
fn shift(state: &mut Values, reference: &Values, anchor: &Values) {
    for (key, told) in state.iter_mut() {
        let at = |values| told_of(values, key).value.map(Exact::written);
        if let (Some(own), Some(from), Some(to)) = (told.value.map(Exact::written), at(reference), at(anchor)) {
            told.value = Some((to + (own - from)).nearest());
        }
    }
}

/// The file that counts now in the place of one that does not: the last of its newer versions, or the file itself
/// where none of them counts.
fn successor<'a>(path: &'a str, now: &Files, successors: &'a BTreeMap<String, String>) -> &'a str {
    let mut last = path;
    // No chain is longer than there are files, even if one should lead back to itself.
    for _ in 0..successors.len() {
        let Some(next) = successors.get(last) else { break };
        last = next;
    }
    if now.contains_key(last) { last } else { path }
}

/// Files that are not what they were, with the reason that they stand for.
fn touched<'a>(past: &'a Files, now: &'a Files, successors: &'a BTreeMap<String, String>) -> Vec<(&'a str, Cause)> {
    let new = now.iter().filter(|(path, own)| past.get(*path) != Some(*own));
    let heirs: BTreeSet<&str> = past.keys().map(|path| successor(path, now, successors)).collect();
    let reason = |path: &str| if heirs.contains(path) { Cause::Correction } else { Cause::LateData };
    let gone = past.keys().filter(|path| !now.contains_key(*path)).map(|path| {
        let replaced = now.contains_key(successor(path, now, successors));
        (path.as_str(), if replaced { Cause::Correction } else { Cause::LateData })
    });
    new.map(|(path, _)| (path.as_str(), reason(path))).chain(gone).collect()
}

/// Of these files the ones that speak of the figure's months; where none does, all of them.
fn about(candidates: Vec<&str>, key: &FigureKey, reader: &Reader<'_>, now: &Present) -> Vec<String> {
    let window = key.window(reader.settings.pipeline.programme.window.first);
    let speaks = |path: &&&str| {
        let months = now.months.get(**path);
        months.is_some_and(|months| months.range(window.first.0..=window.last.0).next().is_some())
    };
    let own: BTreeSet<&str> = candidates.iter().filter(speaks).copied().collect();
    let all = if own.is_empty() { candidates.into_iter().collect() } else { own };
    all.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::SettingsDigests;
    use mola_store::Digest;

    fn making(definition: &str, engine: &str, files: &[(&str, &str)]) -> Making {
        let digest = |text: &str| Digest::of(text.as_bytes());
        let settings = SettingsDigests {
            definition: digest(definition),
            linking: digest(""),
            code_lists: digest(""),
            exchange_rates: digest(""),
        };
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), (digest(text), 1))).collect();
        Making { settings, engine: engine.to_owned(), files }
    }

    /// The stages, each with its reason and the names of its files.
    fn check(past: &Making, now: &Making, expected: &[(Cause, &[&str])]) {
        check_with(past, now, &[], expected);
    }

    fn check_with(past: &Making, now: &Making, successors: &[(&str, &str)], expected: &[(Cause, &[&str])]) {
        let successors = successors.iter().map(|(old, new)| ((*old).to_owned(), (*new).to_owned())).collect();
        let stages = stages(past, now, &successors);
        let found: Vec<(Cause, Vec<&str>)> =
            stages.iter().map(|s| (s.reason, s.files.keys().map(String::as_str).collect())).collect();
        let expected: Vec<(Cause, Vec<&str>)> = expected.iter().map(|(r, files)| (*r, files.to_vec())).collect();
        assert_eq!(found, expected);
        assert_eq!(stages[stages.len() - 1].files, now.files);
    }

    #[test]
    fn stages_lead_from_past_to_present() {
        use Cause::{Correction, Definition, LateData};
        let past = making("x", "1", &[("a", "one"), ("b", "two")]);
        let of = |definition, engine, files: &[(&str, &str)]| making(definition, engine, files);
        check(&past, &of("x", "1", &[("a", "one"), ("b", "two")]), &[(Definition, &["a", "b"])]);
        check(&past, &of("x", "1", &[("a", "one"), ("b", "new")]), &[(Correction, &["a", "b"])]);
        check(&past, &of("x", "1", &[("a", "one"), ("b", "two"), ("c", "three")]), &[(LateData, &["a", "b", "c"])]);
        check(&past, &of("x", "2", &[("a", "one"), ("b", "two")]), &[(Definition, &["a", "b"])]);
        let newer = of("x", "1", &[("a", "one"), ("b3", "new")]);
        check_with(&past, &newer, &[("b", "b2"), ("b2", "b3")], &[(Correction, &["a", "b3"])]);
        let all = of("y", "1", &[("a", "new"), ("b", "two"), ("c", "three")]);
        check(&past, &all, &[(Definition, &["a", "b"]), (Correction, &["a", "b"]), (LateData, &["a", "b", "c"])]);
    }

    #[test]
    fn drift_is_taken_out_of_a_state() {
        let key = |code: &str| FigureKey::to_date(code, "2011-10".parse().expect("a period"));
        let of = |pairs: &[(&str, Option<f64>)]| -> Values {
            pairs.iter().map(|(c, v)| (key(c), Told { value: *v, words: None })).collect()
        };
        let mut state = of(&[("A", Some(12.5)), ("B", Some(7.0)), ("C", None)]);
        shift(&mut state, &of(&[("A", Some(10.0)), ("C", Some(1.0))]), &of(&[("A", Some(100.25)), ("C", Some(2.0))]));
        assert_eq!(state, of(&[("A", Some(102.75)), ("B", Some(7.0)), ("C", None)]));
    }
}
