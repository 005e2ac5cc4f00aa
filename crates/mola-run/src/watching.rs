//! What a long-running watch decides: which files have been left alone for long enough, and when a run
//! is due.
//!
//! Every look lists the whole inbox: what the operating system tells of changes is a hint that it is
//! time for a look, and no more. The clock is an argument.

use crate::consolidate::{inbox_folder, moment, store_folder};
use crate::inbox::{self, Dropped};
use crate::settings::Settings;
use crate::{Request, RunError};
use chrono::NaiveDate;
use mola_finding::Finding;
use mola_store::{Digest, Seen, Store, StoreError, WatchClaim};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// A file that stays as it is for so long is whole, in milliseconds.
const QUIET_MS: u64 = 2_000;

/// A file that could not be taken in is tried again after so long, in milliseconds.
const AGAIN_MS: u64 = 300_000;

/// The one watch over an inbox for a store.
pub struct Watch {
    _claim: WatchClaim,
    inbox: PathBuf,
    decisions: Decisions,
}

/// What one look found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Whether a run is due.
    pub is_due: bool,
    /// Files that are not to be taken in yet: someone may still be writing them.
    pub held_back: BTreeSet<String>,
}

/// What was seen before, and what came of it.
#[derive(Default)]
struct Decisions {
    files: BTreeMap<String, Followed>,
    ran_with: Option<(Digest, NaiveDate)>,
    offered: Option<(Digest, NaiveDate)>,
}

/// A file that the ledger does not know as it is.
struct Followed {
    file: Dropped,
    /// Since when it is seen as it is; none where it was old already when the watch began.
    since_ms: Option<u64>,
    /// When a run last had it.
    tried_ms: Option<u64>,
}

impl Watch {
    /// Begins to watch. The inner error are the faults of the pipeline.
    ///
    /// # Errors
    /// [`StoreError::Watched`] where another process does; when pipeline or store cannot be used.
    pub fn begin(request: &Request) -> Result<Result<Self, Vec<Finding>>, RunError> {
        let settings = match Settings::load(&request.pipeline)? {
            Ok(settings) => settings,
            Err(faults) => return Ok(Err(faults)),
        };
        let claim = WatchClaim::of(&store_folder(request.store.as_deref(), &settings))?;
        let inbox = inbox_folder(request, &settings);
        Ok(Ok(Self { _claim: claim, inbox, decisions: Decisions::default() }))
    }

    /// The inbox.
    pub fn inbox(&self) -> &std::path::Path {
        &self.inbox
    }

    /// Looks through the inbox. `now_ms` counts from any moment, but never backwards. The inner error are the faults
    /// of the pipeline.
    ///
    /// # Errors
    /// When the inbox, the pipeline or the store cannot be read.
    pub fn look(&mut self, request: &Request, now_ms: u64) -> Result<Result<Look, Vec<Finding>>, RunError> {
        let settings = match Settings::load(&request.pipeline)? {
            Ok(settings) => settings,
            Err(faults) => return Ok(Err(faults)),
        };
        self.inbox = inbox_folder(request, &settings);
        let scan = inbox::scan(&self.inbox)?;
        let seen = seen(request, &settings)?;
        let new = scan.files.into_iter().filter(|file| !seen.get(&file.path).is_some_and(|seen| file.is_as_seen(seen)));
        let basis = (settings.digest, moment(request.now).date());
        Ok(Ok(self.decisions.look(new.collect(), basis, now_ms, request.now)))
    }

    /// A run has been made after the last look.
    pub fn ran(&mut self, now_ms: u64) {
        self.decisions.ran(now_ms);
    }
}

/// What the ledger knows; nothing where there is none yet, or an older one that the next run brings up to date.
fn seen(request: &Request, settings: &Settings) -> Result<BTreeMap<String, Seen>, RunError> {
    match Store::open_read(&store_folder(request.store.as_deref(), settings), &request.keys) {
        Err(StoreError::Absent { .. } | StoreError::OlderSchema { .. }) => Ok(BTreeMap::new()),
        store => Ok(store?.seen(&settings.pipeline.programme.code)?),
    }
}

impl Decisions {
    /// `basis` is what a report depends on besides the files: the settings and the day; `clock_ms` is the time of day
    /// by which files are dated, Unix milliseconds.
    fn look(&mut self, new: Vec<Dropped>, basis: (Digest, NaiveDate), now_ms: u64, clock_ms: i64) -> Look {
        let begins = self.offered.is_none();
        let is_old = |file: &Dropped| file.modified_ns / 1_000_000 < clock_ms - QUIET_MS as i64;
        let mut before = std::mem::take(&mut self.files);
        for file in new {
            let path = file.path.clone();
            let followed = before.remove(&path).filter(|followed| followed.file == file);
            let followed = followed.unwrap_or_else(|| {
                let since_ms = (!begins || !is_old(&file)).then_some(now_ms);
                Followed { file, since_ms, tried_ms: None }
            });
            self.files.insert(path, followed);
        }
        let is_due = |followed: &Followed| {
            followed.is_quiet(now_ms) && followed.tried_ms.is_none_or(|tried| now_ms.saturating_sub(tried) >= AGAIN_MS)
        };
        self.offered = Some(basis);
        let held_back: BTreeSet<String> =
            self.files.values().filter(|f| !f.is_quiet(now_ms)).map(|f| f.file.path.clone()).collect();
        // A report without what is still on its way would only be made again.
        let is_other = self.ran_with != self.offered && held_back.is_empty();
        Look { is_due: is_other || self.files.values().any(is_due), held_back }
    }

    fn ran(&mut self, now_ms: u64) {
        self.ran_with = self.offered;
        for followed in self.files.values_mut().filter(|f| f.is_quiet(now_ms)) {
            followed.tried_ms = Some(now_ms);
        }
    }
}

impl Followed {
    fn is_quiet(&self, now_ms: u64) -> bool {
        self.since_ms.is_none_or(|since| now_ms.saturating_sub(since) >= QUIET_MS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, size: u64) -> Dropped {
        Dropped {
            path: path.to_owned(),
            agency: "fao".to_owned(),
            full: PathBuf::from(path),
            size,
            modified_ns: 1,
            inode: 1,
        }
    }

    fn basis(settings: &str, day: u32) -> (Digest, NaiveDate) {
        (Digest::of(settings.as_bytes()), NaiveDate::from_ymd_opt(2011, 11, day).expect("a day"))
    }

    /// Files with their sizes.
    type Lying<'a> = &'a [(&'a str, u64)];
    /// When, what lies there, the settings, the day.
    type Looked<'a> = (u64, Lying<'a>, &'a str, u32);

    /// Looks at these moments, with a run after each that is due; what was due, and what was held back.
    fn check(looks: &[Looked<'_>], expected: &[(bool, &[&str])]) {
        let mut decisions = Decisions::default();
        let found: Vec<(bool, Vec<String>)> = looks
            .iter()
            .map(|(now, files, settings, day)| {
                let new = files.iter().map(|(path, size)| file(path, *size)).collect();
                let look = decisions.look(new, basis(settings, *day), *now, 0);
                if look.is_due {
                    decisions.ran(*now);
                }
                (look.is_due, look.held_back.into_iter().collect())
            })
            .collect();
        let expected: Vec<(bool, Vec<String>)> =
            expected.iter().map(|(due, held)| (*due, held.iter().map(|path| (*path).to_owned()).collect())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_run_is_due_once_files_are_left_alone() {
        let (a, grown, b): (Lying<'_>, Lying<'_>, Lying<'_>) = (&[("a", 1)], &[("a", 2)], &[("a", 2), ("b", 1)]);
        check(
            &[(0, a, "x", 1), (1_000, grown, "x", 1), (2_500, b, "x", 1), (3_000, b, "x", 1), (4_500, b, "x", 1)],
            &[(false, &["a"]), (false, &["a"]), (false, &["a", "b"]), (true, &["b"]), (true, &[])],
        );
    }

    #[test]
    fn what_is_old_when_the_watch_begins_need_not_wait() {
        let mut decisions = Decisions::default();
        let look = decisions.look(vec![file("a", 1)], basis("x", 1), 0, 1_000_000);
        assert!(look.is_due && look.held_back.is_empty());
        // What comes later may have an old date and still be on its way.
        let look = decisions.look(vec![file("a", 1), file("b", 1)], basis("x", 1), 1, 1_000_000);
        assert_eq!(look.held_back, BTreeSet::from(["b".to_owned()]));
    }

    #[test]
    fn a_run_is_due_with_other_settings_or_on_another_day() {
        let looks: &[Looked<'_>] =
            &[(0, &[], "x", 1), (1, &[], "x", 1), (2, &[], "y", 1), (3, &[], "y", 2), (4, &[], "y", 2)];
        check(looks, &[(true, &[]), (false, &[]), (true, &[]), (true, &[]), (false, &[])]);
    }

    #[test]
    fn what_could_not_be_taken_in_is_tried_again_now_and_then() {
        let a: &[(&str, u64)] = &[("a", 1)];
        check(
            &[(0, a, "x", 1), (2_000, a, "x", 1), (4_000, a, "x", 1), (302_000, a, "x", 1)],
            &[(false, &["a"]), (true, &[]), (false, &[]), (true, &[])],
        );
    }
}
