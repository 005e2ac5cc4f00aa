//! Reading in processes of their own: what a file does to its reader it does to nobody else.
//!
//! A run starts few such processes, and each reads file after file. What is asked and answered goes
//! through its standard input and output, as [`Message`]s. It writes the segments itself; personal
//! fields come back beside the answer, so that they are in no file on their way to the vault.

mod child;
mod hand;
mod limits;

pub use child::{READER_FAILED, serve};
pub(crate) use hand::{Hand, Outcome, unread};

use mola_finding::Finding;
use mola_store::{Digest, Reading, Segment, StoreError};
use polars::error::PolarsError;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};
use std::path::PathBuf;

/// The first message: what is the same for all files.
#[derive(Serialize, Deserialize)]
struct Hello {
    pipeline: PathBuf,
    /// The settings that the run goes by; another process must not go by others.
    settings: Digest,
    store: PathBuf,
    secret: [u8; 32],
    engine: String,
    now: i64,
}

/// The answer to the first message.
#[derive(Serialize, Deserialize)]
enum Greeting {
    Ready,
    /// The settings are not those of the run any more.
    Changed,
}

/// A file to read; its bytes are in the store.
#[derive(Serialize, Deserialize)]
struct Task {
    /// Relative to the inbox.
    path: String,
    agency: String,
    content: Digest,
}

/// What came of a file.
#[derive(Serialize, Deserialize)]
enum Answer {
    /// The personal fields of the segment that is named come beside it.
    Made { reading: Reading, segments: Vec<Segment>, personal: Option<String>, findings: Vec<Finding> },
    /// The store refused.
    Refused(Refusal),
}

/// Why the store refused, so that it can be told in another process.
#[derive(Serialize, Deserialize)]
enum Refusal {
    Disk { path: PathBuf, code: Option<i32> },
    Blob { expected: Digest, found: Digest },
    Defect(String),
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Io { path, source } => Self::Disk { path, code: source.raw_os_error() },
            StoreError::BlobDamaged { expected, found } => Self::Blob { expected, found },
            other => Self::Defect(other.to_string()),
        }
    }
}

impl From<Refusal> for StoreError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Disk { path, code } => {
                let source = code.map_or_else(|| io::ErrorKind::Other.into(), io::Error::from_raw_os_error);
                Self::Io { path, source }
            }
            Refusal::Blob { expected, found } => Self::BlobDamaged { expected, found },
            Refusal::Defect(text) => Self::FrameUnwritable { source: PolarsError::ComputeError(text.into()) },
        }
    }
}

/// A value, and bytes beside it.
struct Message<T> {
    value: T,
    beside: Vec<u8>,
}

/// Writes a message: the lengths of both parts, then the parts.
fn send<T: Serialize>(output: &mut impl Write, message: &Message<T>) -> io::Result<()> {
    let value = serde_json::to_vec(&message.value)?;
    for part in [&value, &message.beside] {
        output.write_all(&(part.len() as u64).to_le_bytes())?;
    }
    output.write_all(&value)?;
    output.write_all(&message.beside)?;
    output.flush()
}

/// Reads a message; fails where the other side has ended.
fn receive<T: DeserializeOwned>(input: &mut impl Read) -> io::Result<Message<T>> {
    let mut length = || -> io::Result<u64> {
        let mut bytes = [0; 8];
        input.read_exact(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    };
    let (value, beside) = (length()?, length()?);
    let value = serde_json::from_slice(&part(input, value)?)?;
    Ok(Message { value, beside: part(input, beside)? })
}

/// Room for a part, as far as its length is believed before it has come.
const ROOM_BYTES: u64 = 4 << 20;

/// So many bytes.
fn part(input: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(length.min(ROOM_BYTES) as usize);
    input.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_come_as_they_were_sent() {
        let mut pipe = Vec::new();
        for (value, beside) in [("a", vec![]), ("b\n", vec![0, 1, 255])] {
            send(&mut pipe, &Message { value, beside }).expect("a vector takes everything");
        }
        let mut input = pipe.as_slice();
        for (value, beside) in [("a", vec![]), ("b\n", vec![0, 1, 255])] {
            let message: Message<String> = receive(&mut input).expect("a message");
            assert_eq!((message.value.as_str(), message.beside), (value, beside));
        }
        assert!(receive::<String>(&mut input).is_err());
        assert!(receive::<String>(&mut &pipe[..pipe.len() - 1].get(18..).expect("longer")[..]).is_err());
    }
}
