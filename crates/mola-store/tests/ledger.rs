//! The ledger and the vault: what is committed is there afterwards, once, and nothing else is.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use mola_finding::{CellAddress, Code, Finding, Place};
use mola_store::{
    AuditEntry, Batch, Digest, Output, Reading, ReadingState, RowCounts, RunEntry, Seen, Segment, Store, StoreError,
    Submission, WatchClaim,
};
use std::path::Path;

fn keys() -> mola_store::KeyRing {
    mola_store::KeyRing::said("07".repeat(32))
}

const P: &str = "panama";

fn content(text: &str) -> Digest {
    Digest::of(text.as_bytes())
}

fn submission(path: &str, text: &str, received: i64) -> Submission {
    Submission {
        content: content(text),
        path: path.to_owned(),
        agency: path.split('/').next().unwrap().to_owned(),
        size: text.len() as u64,
        received,
        superseded: None,
    }
}

fn received(submissions: Vec<Submission>) -> Batch {
    Batch { submissions, ..Batch::default() }
}

fn reading(id: &str, text: &str, state: ReadingState) -> Reading {
    let ignored = [("total-row".to_owned(), 1)].into();
    let counts = RowCounts { read: 9, kept: 6, refused: 2, ignored };
    Reading { id: id.to_owned(), content: content(text), source: "fao".to_owned(), state, counts, moment: 5 }
}

fn segment(id: &str, reading: &str) -> Segment {
    let (grain, meta) = ("participation".to_owned(), "{\"any\": 1}".to_owned());
    Segment { id: id.to_owned(), reading: reading.to_owned(), grain, rows: 6, meta }
}

fn finding(row: u32) -> Finding {
    let place = Place::file("fao/a.xls").sheet("Avance").cell(CellAddress::new(row, 6));
    Finding::new(Code::NumberUnreadable, place).with("found", "aprox. 80").with("limit", 2.5)
}

/// One file that was accepted, one that was quarantined, and one of everything else.
fn batch() -> Batch {
    let seen = Seen { size: u64::MAX, modified_ns: i64::MIN, inode: u64::MAX - 1, content: content("a") };
    Batch {
        seen: vec![("fao/a.xls".to_owned(), seen), ("fao/copia de a.xls".to_owned(), Seen { inode: 3, ..seen })],
        submissions: vec![submission("fao/b.xls", "b", 2), submission("fao/a.xls", "a", 1)],
        readings: vec![reading("ra", "a", ReadingState::Accepted), reading("rb", "b", ReadingState::Quarantined)],
        segments: vec![segment("s2", "ra"), segment("s1", "ra")],
        findings: vec![("rb".to_owned(), finding(14)), ("ra".to_owned(), finding(1)), ("rb".to_owned(), finding(3))],
        audit: vec![AuditEntry { moment: 5, what: "intake".to_owned(), detail: "{}".to_owned() }],
    }
}

/// All that the ledger says about a programme, in its own order.
fn contents(store: &Store, programme: &str) -> String {
    format!(
        "{:#?}",
        (
            store.seen(programme).unwrap(),
            store.submissions(programme).unwrap(),
            store.readings(programme).unwrap(),
            store.segments(programme).unwrap(),
            store.findings(programme).unwrap(),
            store.runs(programme).unwrap(),
            store.audit(programme).unwrap(),
        )
    )
}

fn open(root: &Path) -> Store {
    Store::open(root, &keys()).unwrap()
}

#[test]
fn what_is_committed_is_there_after_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let batch = batch();
    open(folder.path()).commit(P, &batch).unwrap();
    for store in [open(folder.path()), Store::open_read(folder.path(), &keys()).unwrap()] {
        assert_eq!(store.seen(P).unwrap().into_iter().collect::<Vec<_>>(), batch.seen);
        assert_eq!(store.submissions(P).unwrap(), [batch.submissions[1].clone(), batch.submissions[0].clone()]);
        let mut readings = store.readings(P).unwrap();
        readings.sort_by(|left, right| left.id.cmp(&right.id));
        assert_eq!(readings, batch.readings);
        assert_eq!(store.segments(P).unwrap(), [batch.segments[1].clone(), batch.segments[0].clone()]);
        let mut findings = store.findings(P).unwrap();
        findings.sort_by(|left, right| left.1.cmp(&right.1));
        let expected = [("a", "ra", 1), ("b", "rb", 14), ("b", "rb", 3)]
            .map(|(text, reading, row)| (content(text), reading.to_owned(), finding(row)));
        assert_eq!(findings, expected);
        assert_eq!(store.audit(P).unwrap(), batch.audit);
    }
}

#[test]
fn the_same_batch_again_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    store.commit(P, &batch()).unwrap();
    let before = contents(&store, P);
    store.commit(P, &batch()).unwrap();
    store.commit(P, &Batch::default()).unwrap();
    assert_eq!(contents(&store, P), before);
}

#[test]
fn programmes_do_not_see_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    let nothing = contents(&store, P);
    store.commit("other", &batch()).unwrap();
    assert_eq!(contents(&store, P), nothing);
    store.commit(P, &batch()).unwrap();
    assert_eq!(contents(&store, P), contents(&store, "other"));
}

#[test]
fn a_batch_that_fails_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    let before = contents(&store, P);
    let orphans = [
        Batch { segments: vec![segment("s3", "nobody")], ..batch() },
        Batch { findings: vec![("nobody".to_owned(), finding(1))], ..batch() },
    ];
    for orphan in orphans {
        assert!(matches!(store.commit(P, &orphan), Err(StoreError::Sql { .. })));
        assert_eq!(contents(&store, P), before);
    }
}

#[test]
fn a_reading_replaces_what_it_said_before() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    store.commit(P, &batch()).unwrap();
    let again = Batch {
        readings: vec![reading("rb", "b", ReadingState::Accepted)],
        segments: vec![segment("s9", "rb")],
        ..Batch::default()
    };
    store.commit(P, &again).unwrap();
    let states: Vec<_> = store.readings(P).unwrap().into_iter().map(|reading| reading.state).collect();
    assert_eq!(states, [ReadingState::Accepted; 2]);
    assert!(store.findings(P).unwrap().iter().all(|(_, reading, _)| reading == "ra"));
    let ids: Vec<_> = store.segments(P).unwrap().into_iter().map(|segment| segment.id).collect();
    assert_eq!(ids, ["s1", "s2", "s9"]);
}

/// Receives `arrivals` (path, content, moment), one commit each, and gives the contents that are
/// current at each of `moments`.
fn current(arrivals: &[(&str, &str, i64)], moments: &[i64]) -> Vec<Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    for (path, text, moment) in arrivals {
        store.commit(P, &received(vec![submission(path, text, *moment)])).unwrap();
    }
    drop(store);
    let submissions = Store::open_read(folder.path(), &keys()).unwrap().submissions(P).unwrap();
    let name = |digest: Digest| arrivals.iter().find(|arrival| content(arrival.1) == digest).unwrap().1;
    let at = |moment| {
        let current = submissions.iter().filter(|submission| submission.current_at(moment));
        current.map(|submission| format!("{}={}", submission.path, name(submission.content))).collect()
    };
    moments.iter().map(|moment| at(*moment)).collect()
}

#[test]
fn any_past_moment_can_be_asked_for() {
    type Case<'a> = (&'a [(&'a str, &'a str, i64)], &'a [(i64, &'a [&'a str])]);
    let cases: [Case<'_>; 6] = [
        // A correction takes the place of what it corrects, from its receipt on.
        (&[("f/a", "1", 10), ("f/a", "2", 20)], &[(9, &[]), (10, &["f/a=1"]), (19, &["f/a=1"]), (20, &["f/a=2"])]),
        // The first version comes back.
        (
            &[("f/a", "1", 10), ("f/a", "2", 20), ("f/a", "1", 30)],
            &[(10, &["f/a=1"]), (20, &["f/a=2"]), (30, &["f/a=1"])],
        ),
        // Another path takes nobody's place.
        (&[("f/a", "1", 10), ("f/b", "2", 20)], &[(10, &["f/a=1"]), (20, &["f/a=1", "f/b=2"])]),
        // The same content under another name is a duplicate.
        (&[("f/a", "1", 10), ("f/b", "1", 20)], &[(20, &["f/a=1"])]),
        // The same again is nothing new.
        (&[("f/a", "1", 10), ("f/a", "1", 20)], &[(10, &["f/a=1"]), (20, &["f/a=1"])]),
        // A clock that went back: the later arrival stands, and nothing is current twice.
        (&[("f/a", "1", 10), ("f/a", "2", 5)], &[(4, &[]), (5, &["f/a=2"]), (10, &["f/a=2"])]),
    ];
    for (arrivals, expected) in cases {
        let moments: Vec<_> = expected.iter().map(|(moment, _)| *moment).collect();
        let expected: Vec<_> = expected.iter().map(|(_, current)| current.to_vec()).collect();
        assert_eq!(current(arrivals, &moments), expected, "{arrivals:?}");
    }
}

#[test]
fn runs_are_found_by_their_inputs() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    assert_eq!(store.last_run(P).unwrap(), None);
    let outputs = vec![Output { path: "reports/2011-10.xlsx".to_owned(), digest: content("x") }];
    let run = |inputs: &str, moment| RunEntry {
        id: 0,
        inputs: content(inputs),
        moment,
        summary: "{\"people\": 787}".to_owned(),
        outputs: outputs.clone(),
    };
    let mut expected = Vec::new();
    for (inputs, moment) in [("i", 1), ("j", 2), ("i", 3)] {
        let id = store.record_run(P, &run(inputs, moment)).unwrap();
        expected.push(RunEntry { id, ..run(inputs, moment) });
    }
    assert_eq!(store.runs(P).unwrap(), expected);
    assert_eq!(store.last_run(P).unwrap().as_ref(), expected.last());
    assert_eq!(store.find_run(P, &content("i")).unwrap().as_ref(), Some(&expected[2]));
    assert_eq!(store.find_run(P, &content("j")).unwrap().as_ref(), Some(&expected[1]));
    assert_eq!(store.find_run(P, &content("k")).unwrap(), None);
    assert_eq!(store.find_run("other", &content("i")).unwrap(), None);
}

#[test]
fn personal_fields_lie_nowhere_unsealed() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    assert_eq!(store.personal("s1").unwrap(), None);
    let name = b"Ana Invented Person".to_vec();
    store.put_personal(&[("s1".to_owned(), b"before".to_vec()), ("s1".to_owned(), name.clone())]).unwrap();
    store.commit(P, &batch()).unwrap();
    drop(store);
    let store = Store::open_read(folder.path(), &keys()).unwrap();
    assert_eq!(store.personal("s1").unwrap(), Some(name.clone()));
    assert_eq!(store.personal("s2").unwrap(), None);
    for entry in folder.path().read_dir().unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
        let bytes = std::fs::read(entry.path()).unwrap();
        let found = bytes.windows(name.len()).any(|window| window == name);
        assert!(!found, "{:?}", entry.file_name());
    }
}

#[test]
fn a_store_that_is_not_there_is_not_made_by_reading() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("none");
    assert!(matches!(Store::open_read(&root, &keys()), Err(StoreError::Absent { .. })));
    assert!(!root.exists());
    drop(open(&root));
    let store = Store::open_read(&root, &keys()).unwrap();
    assert_eq!(store.personal("s1").unwrap(), None);
    assert!(!root.join("vault.sqlite").exists());
}

#[test]
fn a_store_open_for_reading_refuses_to_write() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()));
    let mut store = Store::open_read(folder.path(), &keys()).unwrap();
    let run = RunEntry { id: 0, inputs: content("i"), moment: 1, summary: String::new(), outputs: vec![] };
    let refusals = [
        store.commit(P, &batch()).unwrap_err(),
        store.record_run(P, &run).unwrap_err(),
        store.put_personal(&[]).unwrap_err(),
    ];
    for refusal in refusals {
        assert!(matches!(refusal, StoreError::ReadOnly { .. }), "{refusal}");
    }
}

#[test]
fn databases_of_other_versions_are_left_alone() {
    for (version, writer_refuses) in [(99, true), (0, false)] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.sqlite");
        let ledger = rusqlite::Connection::open(&path).unwrap();
        ledger.pragma_update(None, "user_version", version).unwrap();
        drop(ledger);
        match Store::open_read(folder.path(), &keys()) {
            Err(StoreError::NewerSchema { found: 99, known: 3, .. }) if writer_refuses => {}
            Err(StoreError::OlderSchema { found: 0, known: 3, .. }) if !writer_refuses => {}
            other => panic!("version {version}: {:?}", other.err()),
        }
        let writer = Store::open(folder.path(), &keys());
        assert_eq!(matches!(writer, Err(StoreError::NewerSchema { .. })), writer_refuses);
    }
}

#[test]
fn readers_read_while_a_writer_has_the_store() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = open(folder.path());
    let reader = Store::open_read(folder.path(), &keys()).unwrap();
    writer.commit(P, &batch()).unwrap();
    assert_eq!(contents(&reader, P), contents(&writer, P));
}

#[test]
fn a_second_writer_is_refused_until_the_first_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let first = open(folder.path());
    assert!(matches!(Store::open(folder.path(), &keys()), Err(StoreError::Locked { .. })));
    drop(first);
    assert!(Store::open(folder.path(), &keys()).is_ok());
}

#[test]
fn whoever_wrote_behind_the_lock_fences_off_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = open(folder.path());
    // Some network shares keep no locks; here the file that carries it is lost.
    std::fs::remove_file(folder.path().join("lock")).unwrap();
    let mut second = Store::open(folder.path(), &keys()).unwrap();
    second.commit(P, &batch()).unwrap();
    second.commit(P, &received(vec![submission("fao/c.xls", "c", 3)])).unwrap();
    let before = contents(&second, P);
    let refused = first.commit(P, &received(vec![submission("fao/d.xls", "d", 4)]));
    assert!(matches!(refused, Err(StoreError::Fenced { .. })), "{refused:?}");
    assert_eq!(contents(&second, P), before);
    // What one process writes itself fences it off never, however much it is.
    for number in 0..300 {
        second.commit(P, &received(vec![submission("fao/e.xls", &number.to_string(), number)])).unwrap();
    }
}

#[test]
fn only_one_process_watches() {
    let folder = tempfile::tempdir().unwrap();
    let claim = WatchClaim::of(folder.path()).unwrap();
    assert!(matches!(WatchClaim::of(folder.path()), Err(StoreError::Watched { .. })));
    // The store itself is free between batches.
    drop(open(folder.path()));
    drop(claim);
    assert!(WatchClaim::of(folder.path()).is_ok());
}
