//! The records of an xls that is encrypted with the password that every program knows.

use super::{password, u16_at, u32_at};
use crate::error::SheetError;
use md5::Md5;
use rc4::{KeyInit, Rc4, StreamCipher};
use sha1::{Digest, Sha1};

const FILE_PASS: u16 = 0x002F;
const END: u16 = 0x000A;
const SHEET: u16 = 0x0085;
/// Records that are never encrypted ([MS-XLS] 2.2.10): where substreams begin, the password, locks.
const PLAIN: [u16; 7] = [0x0809, FILE_PASS, 0x0194, 0x0195, 0x00E1, 0x0196, 0x0138];
/// The key stream begins anew after so many bytes.
const BLOCK: usize = 1_024;
/// What the password makes of [MS-OFFCRYPTO] 2.3.7.2, and the password's verifier.
const MIX: [u8; 16] = [0x87, 0x6B, 0x9A, 0xE2, 0x1E, 0xE3, 0x05, 0x62, 0x1E, 0x69, 0x96, 0x60, 0x98, 0x6E, 0x94, 0x04];
const MIX_KEY: u16 = 0xB359;
const MIX_VERIFIER: u16 = 0x9A0A;

enum Method {
    /// Each byte is mixed with one of sixteen.
    Mixed,
    /// A key stream; the key of a block is made of this, and has so many bytes.
    Stream { secret: Vec<u8>, is_sha: bool, key_bytes: usize },
}

/// Decrypts a stream of records in place; one that is not encrypted is left as it is.
///
/// # Errors
/// [`SheetError::Encrypted`] where another password is needed.
pub(crate) fn unlock_stream(stream: &mut [u8]) -> Result<(), SheetError> {
    let Some((at, len)) = file_pass(stream) else { return Ok(()) };
    let method = method(&stream[at + 4..at + 4 + len]).ok_or(SheetError::Encrypted)?;
    method.decrypt(stream).ok_or(SheetError::Encrypted)?;
    // What is decrypted has no password any more: the record becomes one that says nothing.
    stream[at..at + 2].copy_from_slice(&[0xFF, 0xFF]);
    Ok(())
}

/// Kind, and where the data begin and end, of the record at `at`.
fn record(stream: &[u8], at: usize) -> Option<(u16, usize, usize)> {
    let (kind, len) = (u16_at(stream, at)?, usize::from(u16_at(stream, at + 2)?));
    let end = at + 4 + len;
    (end <= stream.len()).then_some((kind, at + 4, end))
}

/// Where the record of the password is, and how long.
fn file_pass(stream: &[u8]) -> Option<(usize, usize)> {
    let mut at = 0;
    while let Some((kind, start, end)) = record(stream, at) {
        match kind {
            FILE_PASS => return Some((at, end - start)),
            END => return None,
            _ => at = end,
        }
    }
    None
}

fn method(data: &[u8]) -> Option<Method> {
    // Before BIFF8 there is nothing but a key and a verifier.
    let mixed =
        |at| (u16_at(data, at) == Some(MIX_KEY) && u16_at(data, at + 2) == Some(MIX_VERIFIER)).then_some(Method::Mixed);
    if data.len() == 4 {
        return mixed(0);
    }
    match (u16_at(data, 0)?, u16_at(data, 2)?, u16_at(data, 4)?) {
        (0, ..) => mixed(2),
        (1, 1, 1) => plain_stream(data),
        (1, 2..=4, 2) => provider_stream(data),
        _ => None,
    }
}

/// RC4 with a key of 40 bits by MD5 ([MS-OFFCRYPTO] 2.3.6).
fn plain_stream(data: &[u8]) -> Option<Method> {
    let salt = data.get(6..22)?;
    let short = &Md5::digest(password())[..5];
    let secret = Md5::digest([short, salt].concat().repeat(16))[..5].to_vec();
    let method = Method::Stream { secret, is_sha: false, key_bytes: 16 };
    let mut check = data.get(22..54)?.to_vec();
    method.cipher(0)?.apply_keystream(&mut check);
    (Md5::digest(&check[..16])[..] == check[16..]).then_some(method)
}

/// RC4 of a provider of ciphers, by SHA-1 ([MS-OFFCRYPTO] 2.3.5).
fn provider_stream(data: &[u8]) -> Option<Method> {
    let header = 14;
    let after = header + u32_at(data, 10)? as usize;
    let bits = u32_at(data, header + 16)?;
    let salt = data.get(after + 4..after + 20)?;
    let secret = Sha1::digest([salt, &password()].concat()).to_vec();
    let key_bytes = if bits == 0 { 5 } else { bits as usize / 8 };
    let method = Method::Stream { secret, is_sha: true, key_bytes };
    let mut check = [data.get(after + 20..after + 36)?, data.get(after + 40..after + 60)?].concat();
    method.cipher(0)?.apply_keystream(&mut check);
    (Sha1::digest(&check[..16])[..] == check[16..]).then_some(method)
}

impl Method {
    /// The key stream of a block.
    fn cipher(&self, block: u32) -> Option<Rc4> {
        let Self::Stream { secret, is_sha, key_bytes } = self else { return None };
        let content = [secret.as_slice(), &block.to_le_bytes()].concat();
        let mut key = if *is_sha { Sha1::digest(content).to_vec() } else { Md5::digest(content).to_vec() };
        key.truncate(*key_bytes);
        if *is_sha && key.len() == 5 {
            key.resize(16, 0);
        }
        Rc4::new_from_slice(&key).ok()
    }

    fn decrypt(&self, stream: &mut [u8]) -> Option<()> {
        let plain = stream.to_vec();
        if matches!(self, Self::Stream { .. }) {
            for (block, bytes) in (0..).zip(stream.chunks_mut(BLOCK)) {
                self.cipher(block)?.apply_keystream(bytes);
            }
        }
        let mut at = 0;
        while let Some((kind, start, end)) = record(&plain, at) {
            // Of the record of a sheet, the place of the sheet is as it is.
            let first = match kind {
                _ if PLAIN.contains(&kind) => end,
                SHEET => end.min(start + 4),
                _ => start,
            };
            if matches!(self, Self::Mixed) {
                let offset = end; // Where the data begin and how long they are, together.
                for place in first..end {
                    let mix = MIX[(offset + place - start) % 16];
                    stream[place] = (plain[place] ^ mix).rotate_right(5);
                }
            }
            stream[at..first].copy_from_slice(&plain[at..first]);
            at = end;
        }
        stream[at..].copy_from_slice(&plain[at..]);
        Some(())
    }
}
