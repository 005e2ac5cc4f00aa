//! The key of a store: 32 random bytes that are kept apart from it.
//!
//! Pseudonyms are made under it, and personal fields and blobs are sealed under it. A folder of a store that
//! gets into other hands tells nobody's name without it, and with a lost key nobody's names are left. It
//! lies in the user's own configuration folder, or where a name says; the ledger knows it by its id.

use crate::platform::{create_private_file, make_private_folder, sync_folder};
use crate::{Digest, StoreError};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The key of a store. It cannot be printed, logged or serialised.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; 32]);

/// What a key is called: 16 hexadecimal digits, from which it cannot be worked out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyId(pub(crate) String);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Key {
    pub(crate) fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(crate) fn random() -> Result<Self, StoreError> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|source| StoreError::Random { source })?;
        Ok(Self(bytes))
    }

    /// Its id.
    pub fn id(&self) -> KeyId {
        KeyId(hex(&self.part("id")[..8]))
    }

    /// A key for one purpose alone: who knows it knows nothing of the others.
    pub(crate) fn part(&self, purpose: &str) -> [u8; 32] {
        keyed(&self.0, &[b"mola key 1", purpose.as_bytes()])
    }

    /// The bytes under which pseudonyms are made. They are the key itself, as in stores whose key lay in
    /// their vault: these keep their pseudonyms.
    pub(crate) fn pseudonyms(&self) -> [u8; 32] {
        self.0
    }

    fn read(text: &str) -> Option<Self> {
        let line = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'))?;
        line.parse::<Digest>().ok().map(|digits| Self(*digits.as_bytes()))
    }

    fn written(&self) -> String {
        format!(
            "# Mola, key {}. Whoever has it and the store can read every name in it.\n\
             # Without it nobody can: keep a copy in another place.\n{}\n",
            self.id(),
            hex(&self.0)
        )
    }
}

/// HMAC-SHA-256 of parts, each preceded by its length.
pub(crate) fn keyed(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(&(part.len() as u64).to_le_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Where keys are. Clones are the same thing.
#[derive(Clone)]
pub struct KeyRing {
    source: Source,
    made: Arc<Mutex<Option<PathBuf>>>,
}

#[derive(Clone)]
enum Source {
    /// One file for each key, named by its id, in the user's own folder.
    Folder(PathBuf),
    /// The file that someone named.
    File(PathBuf),
    /// What someone said.
    Said(String),
    Nowhere,
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyRing")
    }
}

impl KeyRing {
    /// The keys in a folder of the user's own.
    pub fn in_folder(folder: PathBuf) -> Self {
        Self::of(Source::Folder(folder))
    }

    /// The key in a file; it is made there where a new store finds none.
    pub fn in_file(file: PathBuf) -> Self {
        Self::of(Source::File(file))
    }

    /// The key with these 64 hexadecimal digits.
    pub fn said(digits: String) -> Self {
        Self::of(Source::Said(digits))
    }

    /// No keys at all: a store that needs one cannot be opened.
    pub fn nowhere() -> Self {
        Self::of(Source::Nowhere)
    }

    fn of(source: Source) -> Self {
        Self { source, made: Arc::default() }
    }

    /// The file of the key that was made since this was last asked: its owner must be told of it, once.
    pub fn made(&self) -> Option<PathBuf> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Where the key with this id is, or would be.
    pub fn place(&self, id: &KeyId) -> Option<PathBuf> {
        match &self.source {
            Source::Folder(folder) => Some(folder.join(format!("{id}.key"))),
            Source::File(file) => Some(file.clone()),
            Source::Said(_) | Source::Nowhere => None,
        }
    }

    /// The key with this id.
    pub(crate) fn find(&self, id: &KeyId) -> Result<Key, StoreError> {
        let place = self.place(id);
        let named = || place.as_ref().map_or_else(|| "MOLA_KEY".to_owned(), |path| path.display().to_string());
        let found = self.read(place.as_deref())?;
        let Some(key) = found else { return Err(StoreError::KeyAbsent { id: id.clone(), place: named() }) };
        match key.id() == *id {
            true => Ok(key),
            false => Err(StoreError::KeyOther { id: id.clone(), found: key.id(), place: named() }),
        }
    }

    /// The key of a store that has none yet: the one that someone named, or else a new one.
    pub(crate) fn first(&self) -> Result<Key, StoreError> {
        match &self.source {
            Source::Said(_) | Source::Nowhere => self.read(None)?.ok_or(StoreError::KeyNowhere),
            Source::File(file) => match self.read(Some(file))? {
                Some(key) => Ok(key),
                None => self.keep(Key::random()?),
            },
            Source::Folder(_) => self.keep(Key::random()?),
        }
    }

    /// Puts a key where it belongs, if it is not there.
    pub(crate) fn keep(&self, key: Key) -> Result<Key, StoreError> {
        let Some(place) = self.place(&key.id()) else {
            return match self.read(None)? {
                Some(said) if said == key => Ok(key),
                _ => Err(StoreError::KeyNowhere),
            };
        };
        if let Some(found) = self.read(Some(&place))? {
            let id = key.id();
            return match found == key {
                true => Ok(key),
                false => Err(StoreError::KeyOther { id, found: found.id(), place: place.display().to_string() }),
            };
        }
        write(&place, &key).map_err(StoreError::io(&place))?;
        *self.made.lock().unwrap_or_else(PoisonError::into_inner) = Some(place);
        Ok(key)
    }

    /// The key at a place, or the one that was said; none where there is none.
    fn read(&self, place: Option<&Path>) -> Result<Option<Key>, StoreError> {
        let text = match (place, &self.source) {
            (Some(path), _) => match std::fs::read_to_string(path) {
                Ok(text) => text,
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
                Err(error) => return Err(StoreError::io(path)(error)),
            },
            (None, Source::Said(digits)) => digits.clone(),
            (None, _) => return Ok(None),
        };
        let place = place.map_or_else(|| "MOLA_KEY".to_owned(), |path| path.display().to_string());
        Key::read(&text).map(Some).ok_or(StoreError::KeyUnreadable { place })
    }
}

/// On the disk before anything is sealed under it: what a lost key has sealed is lost. Under another name
/// first, so that no half of a key is ever taken for one.
fn write(place: &Path, key: &Key) -> std::io::Result<()> {
    let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    make_private_folder(folder)?;
    let part = place.with_extension(format!("{}.part", std::process::id()));
    let mut file = create_private_file(&part)?;
    file.write_all(key.written().as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&part, place)?;
    sync_folder(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_found_again() {
        let folder = tempfile::tempdir().unwrap();
        for ring in [KeyRing::in_folder(folder.path().join("keys")), KeyRing::in_file(folder.path().join("own.key"))] {
            let key = ring.first().unwrap_or_else(|error| panic!("{error}"));
            let place = ring.made().unwrap();
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                assert_eq!(std::fs::metadata(&place).unwrap().permissions().mode() & 0o777, 0o600);
            }
            assert!(ring.find(&key.id()).is_ok_and(|found| found == key));
            assert!(std::fs::read_to_string(&place).unwrap().contains(&key.id().to_string()));
            std::fs::remove_file(&place).unwrap();
            assert!(matches!(ring.find(&key.id()), Err(StoreError::KeyAbsent { .. })));
        }
    }

    #[test]
    fn another_key_is_no_key() {
        let (one, two) = (KeyRing::said("11".repeat(32)), KeyRing::said(format!("# mine\n{}\n", "22".repeat(32))));
        let id = one.first().unwrap_or_else(|error| panic!("{error}")).id();
        assert!(one.find(&id).is_ok());
        assert!(matches!(two.find(&id), Err(StoreError::KeyOther { .. })));
        assert!(matches!(KeyRing::said("22".to_owned()).first(), Err(StoreError::KeyUnreadable { .. })));
        assert!(matches!(KeyRing::nowhere().first(), Err(StoreError::KeyNowhere)));
        assert!(!format!("{one:?}").contains("11"));
    }

    #[test]
    fn parts_of_a_key_differ() {
        let key = Key::new([7; 32]);
        assert_ne!(key.part("blobs"), key.part("personal"));
        assert_ne!(key.part("blobs"), Key::new([8; 32]).part("blobs"));
    }
}
