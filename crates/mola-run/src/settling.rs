//! Whether files have been left alone for a time.
//!
//! Whoever copies a large file over a network writes it bit by bit, under its own name. Files that
//! changed lately are looked at again once the others are read; one that has changed meanwhile waits
//! for the next run. A run on files that have lain there for a while waits for nothing.

use crate::inbox::Dropped;
use std::collections::BTreeSet;
use std::thread;
use std::time::{Duration, Instant};

/// A file whose last change lies further back, in milliseconds, is not being written.
const RECENT_MS: i64 = 2_000;

/// A file that changed lately must stay as it is for so long. Who writes without pause is found out; who pauses for
/// longer, over a slow line, is found out by the next run, to which the file has changed.
const QUIET: Duration = Duration::from_millis(50);

/// Files that changed lately, from the moment at which they were listed.
pub(crate) struct Settling {
    listed: Instant,
    recent: Vec<Dropped>,
}

impl Settling {
    /// Of files that were just listed, those that changed lately; `now` in Unix milliseconds.
    pub fn of<'a>(files: impl Iterator<Item = &'a Dropped>, now: i64) -> Self {
        // What changes in the future is on a computer with another clock, and may be anything.
        let is_recent = |file: &&Dropped| file.modified_ns / 1_000_000 > now - RECENT_MS;
        Self { listed: Instant::now(), recent: files.filter(is_recent).cloned().collect() }
    }

    /// Looks again, once the time is over; the paths of files that changed meanwhile.
    pub fn changed(self) -> BTreeSet<String> {
        if !self.recent.is_empty() {
            thread::sleep(QUIET.saturating_sub(self.listed.elapsed()));
        }
        self.recent.into_iter().filter(|file| !file.is_unchanged()).map(|file| file.path).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inbox::scan;

    #[test]
    fn only_files_that_changed_lately_are_looked_at_again() {
        let inbox = tempfile::tempdir().expect("a folder");
        let put = |name: &str, text: &str| std::fs::write(inbox.path().join(name), text).expect("a file");
        for name in ["a.csv", "b.csv", "old.csv"] {
            put(name, "one");
        }
        let mut files = scan(inbox.path()).expect("a scan").files;
        let now = files[0].modified_ns / 1_000_000;
        files[2].modified_ns -= 3_000_000_000;
        let settling = Settling::of(files.iter(), now);
        put("a.csv", "one, two");
        put("old.csv", "one, two");
        assert_eq!(settling.changed(), BTreeSet::from(["a.csv".to_owned()]));
    }
}
