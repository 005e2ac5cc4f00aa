//! Bytes sealed under the key of the store: AES-256-GCM, which any change of a byte breaks.
//!
//! The nonce is worked out from what is sealed and from its name: the same bytes are sealed alike, so that a blob
//! that is there already is known to be the same, and that two different ones share a nonce is as likely as that two
//! random ones of 96 bits do.

use crate::key::{Key, keyed};
use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use std::sync::Arc;

/// Every sealed text begins so; none of the formats of partners does.
const MARK: &[u8] = b"mola-sealed-1\n";
const NONCE: usize = 12;

/// Seals and opens for one purpose. It cannot be printed.
#[derive(Clone)]
pub(crate) struct Seal(Arc<Parts>);

struct Parts {
    cipher: Aes256Gcm,
    nonces: [u8; 32],
}

impl Seal {
    pub(crate) fn new(key: &Key, purpose: &str) -> Self {
        let cipher = Aes256Gcm::new(&key.part(purpose).into());
        Self(Arc::new(Parts { cipher, nonces: key.part(&format!("{purpose} nonces")) }))
    }

    /// Bytes that only this key opens, and only under this name.
    pub(crate) fn close(&self, name: &str, bytes: &[u8]) -> Vec<u8> {
        let nonce = &keyed(&self.0.nonces, &[name.as_bytes(), bytes])[..NONCE];
        let nonce: [u8; NONCE] = nonce.try_into().expect("a SHA-256 has 32 bytes");
        let payload = Payload { msg: bytes, aad: name.as_bytes() };
        let sealed = self.0.cipher.encrypt(&Nonce::from(nonce), payload).expect("what fits in memory can be sealed");
        [MARK, &nonce, &sealed].concat()
    }

    /// What was sealed; none where it was sealed under another key or name, or was changed since.
    pub(crate) fn open(&self, name: &str, bytes: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = bytes.strip_prefix(MARK)?.split_at_checked(NONCE)?;
        let nonce: [u8; NONCE] = nonce.try_into().ok()?;
        self.0.cipher.decrypt(&Nonce::from(nonce), Payload { msg: sealed, aad: name.as_bytes() }).ok()
    }
}

/// Whether bytes are sealed, under whatever key.
pub(crate) fn is_sealed(bytes: &[u8]) -> bool {
    bytes.starts_with(MARK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_under_its_key_and_name_alone() {
        let seal = |byte: u8, purpose: &str| Seal::new(&Key::new([byte; 32]), purpose);
        let sealed = seal(1, "blobs").close("name", b"Ana 8-1-2");
        assert_eq!(seal(1, "blobs").open("name", &sealed).as_deref(), Some(&b"Ana 8-1-2"[..]));
        assert_eq!(seal(1, "blobs").close("name", b"Ana 8-1-2"), sealed);
        assert!(is_sealed(&sealed) && !sealed.windows(3).any(|window| window == b"Ana"));
        assert_eq!(seal(2, "blobs").open("name", &sealed), None);
        assert_eq!(seal(1, "personal").open("name", &sealed), None);
        assert_eq!(seal(1, "blobs").open("other", &sealed), None);
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(seal(1, "blobs").open("name", &changed), None, "byte {at}");
        }
    }
}
