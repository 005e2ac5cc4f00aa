//! What a store is without its key, and stores whose key lay in them. All people are invented.

use mola_store::{KeyRing, Store, StoreError};
use rusqlite::Connection;
use std::path::Path;

const NAME: &[u8] = b"Ana Invented Person";
const SECRET: [u8; 32] = [9; 32];

/// A store with one person, of whom a register and the vault tell.
fn store_with_a_person(root: &Path, keys: &KeyRing) {
    let mut store = Store::open(root, keys).expect("a store");
    store.put_personal(&[("s1".to_owned(), NAME.to_vec())]).expect("the store is sound");
    store.files().put_blob(NAME).expect("the store is sound");
}

/// Whether any file below a folder has these bytes in it.
fn holds(folder: &Path, bytes: &[u8]) -> bool {
    let paths = folder.read_dir().expect("a folder").map(|entry| entry.expect("an entry").path());
    paths.into_iter().any(|path| match path.is_dir() {
        true => holds(&path, bytes),
        false => std::fs::read(&path).expect("a file").windows(bytes.len()).any(|window| window == bytes),
    })
}

#[test]
fn a_store_without_its_key_tells_no_name_and_gets_no_other_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let (root, place) = (folder.path().join("store"), folder.path().join("keys"));
    let keys = KeyRing::in_folder(place.clone());
    store_with_a_person(&root, &keys);
    assert!(!holds(&root, NAME));
    let file = keys.made().expect("a key");
    let text = std::fs::read(&file).expect("a file");
    std::fs::remove_file(&file).expect("a file");
    for _ in 0..2 {
        assert!(matches!(Store::open(&root, &KeyRing::in_folder(place.clone())), Err(StoreError::KeyAbsent { .. })));
        assert!(matches!(Store::open_read(&root, &keys), Err(StoreError::KeyAbsent { .. })));
        assert_eq!(place.read_dir().expect("a folder").count(), 0, "no new key in the place of the old one");
    }
    std::fs::write(&file, "22".repeat(32)).expect("a file");
    assert!(matches!(Store::open(&root, &keys), Err(StoreError::KeyOther { .. })));
    std::fs::write(&file, text).expect("a file");
    assert_eq!(
        Store::open(&root, &keys).expect("a store").personal("s1").expect("the store is sound").as_deref(),
        Some(NAME)
    );
}

/// Makes of a store what earlier versions made: the key in the vault, and nothing sealed.
fn as_before(root: &Path) {
    let blob = root.join("blobs").join(mola_store::Digest::of(NAME).to_string());
    std::fs::write(blob, NAME).expect("a file");
    let vault = Connection::open(root.join("vault.sqlite")).expect("a database");
    vault.execute("UPDATE personal SET fields = ?1", [NAME]).expect("a statement");
    vault.execute("INSERT INTO secret (name, value) VALUES ('pseudonym', ?1)", [SECRET]).expect("a statement");
    let ledger = Connection::open(root.join("ledger.sqlite")).expect("a database");
    ledger.execute_batch("DROP TABLE key; PRAGMA user_version = 2").expect("the store is sound");
}

#[test]
fn a_store_whose_key_lay_in_its_vault_moves() {
    let folder = tempfile::tempdir().expect("a folder");
    let (root, keys) = (folder.path().join("store"), KeyRing::in_folder(folder.path().join("keys")));
    store_with_a_person(&root, &KeyRing::said("11".repeat(32)));
    as_before(&root);
    assert!(holds(&root, NAME) && holds(&root, &SECRET));
    let store = Store::open(&root, &keys).expect("a store");
    assert_eq!(store.secret(), SECRET, "who is who stays as it was");
    assert_eq!(store.personal("s1").expect("the store is sound").as_deref(), Some(NAME));
    assert_eq!(store.files().blob(&mola_store::Digest::of(NAME)).expect("the store is sound"), NAME);
    drop(store);
    assert!(!holds(&root, NAME) && !holds(&root, &SECRET));
    assert!(keys.made().is_some());
    let store = Store::open(&root, &KeyRing::in_folder(folder.path().join("keys"))).expect("a store");
    assert_eq!(store.personal("s1").expect("the store is sound").as_deref(), Some(NAME));
}
