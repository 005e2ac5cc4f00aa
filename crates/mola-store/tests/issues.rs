//! Issues in the ledger: they are there for ever, as they were.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use mola_store::{AuditEntry, Digest, IssueEntry, Output, Reopening, Store, StoreError};
use std::path::Path;

fn keys() -> mola_store::KeyRing {
    mola_store::KeyRing::said("07".repeat(32))
}

const P: &str = "panama";
const FIRST: &str = include_str!("../src/schema/ledger-1.sql");

fn digest(text: &str) -> Digest {
    Digest::of(text.as_bytes())
}

fn issue(text: &str, period: &str, replaces: Option<&str>) -> IssueEntry {
    IssueEntry {
        id: digest(text),
        period: period.to_owned(),
        moment: 20,
        known_until: 10,
        provisional: true,
        replaces: replaces.map(digest),
        outputs: vec![Output { path: "report.xlsx".to_owned(), digest: digest("bytes") }],
        reopened: None,
    }
}

fn audit(what: &str) -> AuditEntry {
    AuditEntry { moment: 20, what: what.to_owned(), detail: "{}".to_owned() }
}

fn reopening(reason: &str) -> Reopening {
    Reopening { moment: 30, reason: reason.to_owned() }
}

fn ledger(root: &Path) -> rusqlite::Connection {
    rusqlite::Connection::open(root.join("ledger.sqlite")).unwrap()
}

#[test]
fn issues_are_listed_as_they_were_closed_and_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path(), &keys()).unwrap();
    let (first, second) = (issue("one", "2011-10", None), issue("two", "2011-10", Some("one")));
    store.record_issue(P, &first, &audit("period-closed")).unwrap();
    store.record_reopening(P, &first.id, &reopening("late data"), &audit("period-reopened")).unwrap();
    store.record_issue(P, &second, &audit("period-closed again")).unwrap();
    store.record_issue("other", &first, &audit("period-closed")).unwrap();
    drop(store);
    let store = Store::open_read(folder.path(), &keys()).unwrap();
    let reopened = IssueEntry { reopened: Some(reopening("late data")), ..first.clone() };
    assert_eq!(store.issues(P).unwrap(), [reopened, second.clone()]);
    assert_eq!(store.issues("other").unwrap(), std::slice::from_ref(&first));
    let trail: Vec<String> = store.audit(P).unwrap().into_iter().map(|entry| entry.what).collect();
    assert_eq!(trail, ["period-closed", "period-reopened", "period-closed again"]);
    let owners = |id: &Digest| store.programmes_of_issue(&id.to_string()[..8]).unwrap();
    assert_eq!((owners(&first.id), owners(&second.id)), (vec!["other".to_owned(), P.to_owned()], vec![P.to_owned()]));
    assert_eq!(store.programmes_of_issue("%").unwrap(), [""; 0]);
}

#[test]
fn what_cannot_be_is_refused_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path(), &keys()).unwrap();
    let first = issue("one", "2011-10", None);
    store.record_issue(P, &first, &audit("a")).unwrap();
    store.record_reopening(P, &first.id, &reopening("late data"), &audit("b")).unwrap();
    let refusals = [
        store.record_issue(P, &first, &audit("c")),
        store.record_issue(P, &issue("two", "2011-10", Some("none")), &audit("d")),
        store.record_reopening(P, &digest("none"), &reopening("x"), &audit("e")),
        store.record_reopening(P, &first.id, &reopening("twice"), &audit("f")),
        store.record_reopening("other", &first.id, &reopening(" "), &audit("g")),
    ];
    for refusal in refusals {
        assert!(matches!(refusal, Err(StoreError::Sql { .. })), "{refusal:?}");
    }
    assert_eq!((store.issues(P).unwrap().len(), store.audit(P).unwrap().len()), (1, 2));
    assert!(store.issues("other").unwrap().is_empty() && store.audit("other").unwrap().is_empty());
}

#[test]
fn no_statement_changes_or_removes_what_was_issued() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path(), &keys()).unwrap();
    let first = issue("one", "2011-10", None);
    store.record_issue(P, &first, &audit("a")).unwrap();
    store.record_reopening(P, &first.id, &reopening("late data"), &audit("b")).unwrap();
    drop(store);
    for statement in [
        "UPDATE issue SET moment = 0",
        "DELETE FROM issue",
        "INSERT OR REPLACE INTO issue SELECT * FROM issue",
        "UPDATE reopening SET reason = 'none'",
        "DELETE FROM reopening",
    ] {
        let ledger = ledger(folder.path());
        // As the store itself opens it: a row that is replaced is one that is removed.
        ledger.execute_batch("PRAGMA recursive_triggers=ON; PRAGMA foreign_keys=ON;").unwrap();
        assert!(ledger.execute_batch(statement).is_err(), "{statement}");
    }
    let store = Store::open(folder.path(), &keys()).unwrap();
    assert_eq!(store.issues(P).unwrap(), [IssueEntry { reopened: Some(reopening("late data")), ..first }]);
}

#[test]
fn a_ledger_of_the_first_version_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let old = ledger(folder.path());
    old.execute_batch(FIRST).unwrap();
    old.execute_batch("INSERT INTO audit (programme, moment, what, detail) VALUES ('panama', 1, 'intake', '{}')")
        .unwrap();
    old.pragma_update(None, "user_version", 1).unwrap();
    drop(old);
    assert!(matches!(
        Store::open_read(folder.path(), &keys()),
        Err(StoreError::OlderSchema { found: 1, known: 3, .. })
    ));
    let mut store = Store::open(folder.path(), &keys()).unwrap();
    assert_eq!((store.audit(P).unwrap().len(), store.issues(P).unwrap().len()), (1, 0));
    store.record_issue(P, &issue("one", "2011-10", None), &audit("a")).unwrap();
    assert_eq!(Store::open_read(folder.path(), &keys()).unwrap().issues(P).unwrap().len(), 1);
}
