//! What a store is without its key, and stores whose key lay in them. All people are invented.

use mola_store::{KeyRing, Store, StoreError};
use rusqlite::Connection;
use std::path::Path;

const NAME: &[u8] = b"Ana Invented Person";
const SECRET: [u8; 32] = [9; 32];

/// A store with one person, of whom a register and the vault tell.
fn store_with_a_person(root: &Path, keys: &KeyRing) {
    let mut store = Store::open(root, keys).unwrap();
    store.put_personal(&[("s1".to_owned(), NAME.to_vec())]).unwrap();
    store.files().put_blob(NAME).unwrap();
}

/// Whether any file below a folder has these bytes in it.
fn holds(folder: &Path, bytes: &[u8]) -> bool {
    let paths = folder.read_dir().unwrap().map(|entry| entry.unwrap().path());
    paths.into_iter().any(|path| match path.is_dir() {
        true => holds(&path, bytes),
        false => std::fs::read(&path).unwrap().windows(bytes.len()).any(|window| window == bytes),
    })
}

#[test]
fn a_store_without_its_key_tells_no_name_and_gets_no_other_key() {
    let folder = tempfile::tempdir().unwrap();
    let (root, place) = (folder.path().join("store"), folder.path().join("keys"));
    let keys = KeyRing::in_folder(place.clone());
    store_with_a_person(&root, &keys);
    assert!(!holds(&root, NAME));
    let file = keys.made().unwrap();
    let text = std::fs::read(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    for _ in 0..2 {
        assert!(matches!(Store::open(&root, &KeyRing::in_folder(place.clone())), Err(StoreError::KeyAbsent { .. })));
        assert!(matches!(Store::open_read(&root, &keys), Err(StoreError::KeyAbsent { .. })));
        assert_eq!(place.read_dir().unwrap().count(), 0, "no new key in the place of the old one");
    }
    std::fs::write(&file, "22".repeat(32)).unwrap();
    assert!(matches!(Store::open(&root, &keys), Err(StoreError::KeyOther { .. })));
    std::fs::write(&file, text).unwrap();
    assert_eq!(Store::open(&root, &keys).unwrap().personal("s1").unwrap().as_deref(), Some(NAME));
}

/// Makes of a store what earlier versions made: the key in the vault, and nothing sealed.
fn as_before(root: &Path) {
    let blob = root.join("blobs").join(mola_store::Digest::of(NAME).to_string());
    std::fs::write(blob, NAME).unwrap();
    let vault = Connection::open(root.join("vault.sqlite")).unwrap();
    vault.execute("UPDATE personal SET fields = ?1", [NAME]).unwrap();
    vault.execute("INSERT INTO secret (name, value) VALUES ('pseudonym', ?1)", [SECRET]).unwrap();
    let ledger = Connection::open(root.join("ledger.sqlite")).unwrap();
    ledger.execute_batch("DROP TABLE key; PRAGMA user_version = 2").unwrap();
}

#[test]
fn a_store_whose_key_lay_in_its_vault_moves() {
    let folder = tempfile::tempdir().unwrap();
    let (root, keys) = (folder.path().join("store"), KeyRing::in_folder(folder.path().join("keys")));
    store_with_a_person(&root, &KeyRing::said("11".repeat(32)));
    as_before(&root);
    assert!(holds(&root, NAME) && holds(&root, &SECRET));
    let store = Store::open(&root, &keys).unwrap();
    assert_eq!(store.secret(), SECRET, "who is who stays as it was");
    assert_eq!(store.personal("s1").unwrap().as_deref(), Some(NAME));
    assert_eq!(store.files().blob(&mola_store::Digest::of(NAME)).unwrap(), NAME);
    drop(store);
    assert!(!holds(&root, NAME) && !holds(&root, &SECRET));
    assert!(keys.made().is_some());
    let store = Store::open(&root, &KeyRing::in_folder(folder.path().join("keys"))).unwrap();
    assert_eq!(store.personal("s1").unwrap().as_deref(), Some(NAME));
}
