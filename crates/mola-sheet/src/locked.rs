//! Workbooks that are encrypted with the password that every program knows.
//!
//! Excel encrypts a workbook whose structure is protected with `VelvetSweatshop` where nobody chose a
//! password, and opens it without asking; so do others. Any other password is a refusal. The
//! structures are those of [MS-OFFCRYPTO]; the numbers in comments are its sections. Where something
//! is not as it describes, the file counts as locked. What comes out is checked as any other package.

mod binary;

use crate::compound::Compound;
use crate::error::SheetError;
use crate::markup::{Attribute, Markup, Token, local_name, whole};
use aes::cipher::{Array, BlockCipherDecrypt, KeyInit};
use aes::{Aes128, Aes192, Aes256};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
pub(crate) use binary::unlock_stream;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

const PASSWORD: &str = "VelvetSweatshop";
/// Excel takes a hundred thousand; more than this only wastes time.
const MOST_SPINS: u32 = 1_000_000;
const STANDARD_SPINS: u32 = 50_000;
const SEGMENT: usize = 4_096;
const BLOCK: usize = 16;

/// The package inside a compound file; `None` where the file holds no encrypted package.
///
/// # Errors
/// [`SheetError::Encrypted`] where another password is needed.
pub(crate) fn package(bytes: &[u8]) -> Result<Option<Vec<u8>>, SheetError> {
    let compound = Compound::open(bytes)?;
    let (Some(info), Some(content)) = (compound.stream("EncryptionInfo")?, compound.stream("EncryptedPackage")?) else {
        return Ok(None);
    };
    decrypted(&info, content).map(Some).ok_or(SheetError::Encrypted)
}

fn decrypted(info: &[u8], mut content: Vec<u8>) -> Option<Vec<u8>> {
    let (major, minor) = (u16_at(info, 0)?, u16_at(info, 2)?);
    // The size of the package stands before it.
    let size = usize::try_from(u64::from_le_bytes(content.get(..8)?.try_into().ok()?)).ok()?;
    content.drain(..8);
    content.truncate(content.len() / BLOCK * BLOCK);
    match (major, minor) {
        (4, 4) => agile(info.get(8..)?, &mut content)?,
        (2..=4, 2) => standard(info, &mut content)?,
        _ => return None,
    }
    content.truncate(size);
    (content.len() == size).then_some(content)
}

/// Office 2007 (2.3.4.5): AES in blocks of their own, keys by SHA-1.
fn standard(info: &[u8], content: &mut [u8]) -> Option<()> {
    let header = 12;
    let after = header + u32_at(info, 8)? as usize;
    let key_bytes = u32_at(info, header + 16)? as usize / 8;
    let salt = info.get(after + 4..after + 20)?;
    let mut verifier = info.get(after + 20..after + 36)?.to_vec();
    let mut expected = info.get(after + 40..after + 72)?.to_vec();
    let mut hash = Sha1::digest([salt, &password()].concat()).to_vec();
    for spin in 0..STANDARD_SPINS {
        hash = Sha1::digest([&spin.to_le_bytes(), hash.as_slice()].concat()).to_vec();
    }
    hash = Sha1::digest([hash.as_slice(), &[0; 4]].concat()).to_vec();
    let derived = |fill: u8| {
        let mut buffer = [fill; 64];
        buffer.iter_mut().zip(&hash).for_each(|(to, from)| *to ^= from);
        Sha1::digest(buffer).to_vec()
    };
    let key = [derived(0x36), derived(0x5C)].concat();
    let cipher = Cipher::new(key.get(..key_bytes)?)?;
    for blocks in [&mut verifier[..], &mut expected[..], content] {
        blocks.as_chunks_mut::<BLOCK>().0.iter_mut().for_each(|block| cipher.decrypt(block));
    }
    (Sha1::digest(&verifier)[..] == expected[..20]).then_some(())
}

/// What an element of the agile description says of keys (2.3.4.10).
#[derive(Debug, Default)]
struct Keys {
    spins: u32,
    key_bits: u32,
    hash: String,
    chaining: String,
    salt: Vec<u8>,
    verifier: Vec<u8>,
    expected: Vec<u8>,
    key: Vec<u8>,
}

/// Office 2010 and later (2.3.4.11): AES in chained blocks, by segments.
fn agile(info: &[u8], content: &mut [u8]) -> Option<()> {
    let (data, locks) = agile_keys(info)?;
    let lock = locks.first().filter(|lock| lock.spins <= MOST_SPINS && lock.chaining == "ChainingModeCBC")?;
    let mut hash = digest(&lock.hash, &[&lock.salt, &password()])?;
    for spin in 0..lock.spins {
        hash = digest(&lock.hash, &[&spin.to_le_bytes(), &hash])?;
    }
    let opened = |purpose: [u8; 8], secret: &[u8]| {
        let key = sized(digest(&lock.hash, &[&hash, &purpose])?, lock.key_bits as usize / 8);
        let mut secret = secret.to_vec();
        chained(&Cipher::new(&key)?, &lock.salt, &mut secret)?;
        Some(secret)
    };
    let verifier = opened([0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79], &lock.verifier)?;
    let expected = opened([0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E], &lock.expected)?;
    let found = digest(&lock.hash, &[&verifier])?;
    if expected.get(..found.len())? != found {
        return None;
    }
    let key = opened([0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6], &lock.key)?;
    let cipher = Cipher::new(key.get(..data.key_bits as usize / 8)?)?;
    for (index, segment) in (0_u32..).zip(content.chunks_mut(SEGMENT)) {
        let start = digest(&data.hash, &[&data.salt, &index.to_le_bytes()])?;
        chained(&cipher, &start, segment)?;
    }
    Some(())
}

/// The keys of the content, and those that passwords open.
fn agile_keys(info: &[u8]) -> Option<(Keys, Vec<Keys>)> {
    let mut markup = Markup::new(info);
    let (mut data, mut locks) = (None, Vec::new());
    // The last end tag is followed by nothing.
    while let Ok(token) = markup.token() {
        let Token::Start(name) = token else { continue };
        let mut keys = Keys::default();
        while let Attribute::Pair(name, value) = markup.attribute().ok()? {
            let bytes = || STANDARD.decode(value).ok();
            let text = || String::from_utf8_lossy(value).into_owned();
            match name {
                b"spinCount" => keys.spins = whole(value)?,
                b"keyBits" => keys.key_bits = whole(value)?,
                b"hashAlgorithm" => keys.hash = text(),
                b"cipherChaining" => keys.chaining = text(),
                b"saltValue" => keys.salt = bytes()?,
                b"encryptedVerifierHashInput" => keys.verifier = bytes()?,
                b"encryptedVerifierHashValue" => keys.expected = bytes()?,
                b"encryptedKeyValue" => keys.key = bytes()?,
                _ => {}
            }
        }
        match local_name(name) {
            b"keyData" => data = Some(keys),
            b"encryptedKey" if !keys.key.is_empty() => locks.push(keys),
            _ => {}
        }
    }
    data.filter(|data| data.chaining == "ChainingModeCBC").zip(Some(locks))
}

/// AES with a key of any of its sizes.
enum Cipher {
    Short(Box<Aes128>),
    Middle(Box<Aes192>),
    Long(Box<Aes256>),
}

impl Cipher {
    fn new(key: &[u8]) -> Option<Self> {
        Some(match key.len() {
            16 => Self::Short(Box::new(Aes128::new_from_slice(key).ok()?)),
            24 => Self::Middle(Box::new(Aes192::new_from_slice(key).ok()?)),
            32 => Self::Long(Box::new(Aes256::new_from_slice(key).ok()?)),
            _ => return None,
        })
    }

    fn decrypt(&self, block: &mut [u8; BLOCK]) {
        let mut array = Array::from(*block);
        match self {
            Self::Short(cipher) => cipher.decrypt_block(&mut array),
            Self::Middle(cipher) => cipher.decrypt_block(&mut array),
            Self::Long(cipher) => cipher.decrypt_block(&mut array),
        }
        *block = array.into();
    }
}

/// Decrypts blocks each of which was mixed with the one before; `start` stands before the first.
fn chained(cipher: &Cipher, start: &[u8], content: &mut [u8]) -> Option<()> {
    let mut before: [u8; BLOCK] = sized(start.to_vec(), BLOCK).try_into().ok()?;
    for block in content.as_chunks_mut::<BLOCK>().0 {
        let encrypted = *block;
        cipher.decrypt(block);
        block.iter_mut().zip(before).for_each(|(byte, mixed)| *byte ^= mixed);
        before = encrypted;
    }
    Some(())
}

/// Cut to a size, or filled up to it (2.3.4.11).
fn sized(mut bytes: Vec<u8>, size: usize) -> Vec<u8> {
    bytes.resize(size.min(64), 0x36);
    bytes
}

fn digest(name: &str, parts: &[&[u8]]) -> Option<Vec<u8>> {
    let content = parts.concat();
    Some(match name {
        "SHA1" | "SHA-1" => Sha1::digest(content).to_vec(),
        "SHA256" | "SHA-256" => Sha256::digest(content).to_vec(),
        "SHA384" | "SHA-384" => Sha384::digest(content).to_vec(),
        "SHA512" | "SHA-512" => Sha512::digest(content).to_vec(),
        _ => return None,
    })
}

/// The password in UTF-16.
fn password() -> Vec<u8> {
    PASSWORD.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}
