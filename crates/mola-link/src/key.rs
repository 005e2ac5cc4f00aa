//! Pseudonyms.

use hmac::{Hmac, KeyInit, Mac};
use mola_model::Kind;
use sha2::Sha256;

/// Makes keys under one secret.
#[derive(Clone)]
pub struct Pseudonyms {
    start: Hmac<Sha256>,
}

impl Pseudonyms {
    /// Keys under this secret. Whoever has the secret can test guesses; it stays in the vault.
    pub fn new(secret: &[u8; 32]) -> Self {
        Self { start: Hmac::new_from_slice(secret).expect("HMAC takes a key of any length") }
    }

    /// The key of what `identity` names among all of `kind`. `basis` says what the identity is made
    /// of (`id`, `name`, `row`), so that a name never meets an identifier. With a million
    /// beneficiaries the chance that any two share a key is below one in ten million.
    pub fn key(&self, kind: Kind, basis: &str, identity: &str) -> u64 {
        let mut mac = self.start.clone();
        for part in [kind.as_str(), basis, identity] {
            mac.update(&(part.len() as u32).to_le_bytes());
            mac.update(part.as_bytes());
        }
        let bytes = mac.finalize().into_bytes();
        u64::from_le_bytes(bytes[..8].try_into().expect("a SHA-256 has 32 bytes"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_differ_by_secret_kind_basis_and_identity() {
        let (one, two) = (Pseudonyms::new(&[1; 32]), Pseudonyms::new(&[2; 32]));
        let key = one.key(Kind::Person, "id", "8-1-2");
        assert_eq!(key, one.key(Kind::Person, "id", "8-1-2"));
        assert_ne!(key, two.key(Kind::Person, "id", "8-1-2"));
        assert_ne!(key, one.key(Kind::Enterprise, "id", "8-1-2"));
        assert_ne!(key, one.key(Kind::Person, "name", "8-1-2"));
        assert_ne!(key, one.key(Kind::Person, "id", "8-1-3"));
    }
}
