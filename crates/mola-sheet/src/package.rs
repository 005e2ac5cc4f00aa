//! The zip container of xlsx, xlsb and ods, with nothing in its directory believed.

use crate::error::{Damage, Limit, SheetError, Spot};
use crate::limits::{Limits, MAX_PARTS};
use flate2::read::DeflateDecoder;
use foldhash::HashMap;
use std::io::{Cursor, Read};
use std::ops::Range;
use zip::{CompressionMethod, ZipArchive};

/// Parts larger than this are refused when they inflate more than [`BOMB_RATIO`] times. Sheets of
/// equal rows reach a hundred times.
const BOMB_BYTES: u64 = 64 << 20;
const BOMB_RATIO: u64 = 400;
/// No deflated byte becomes more bytes than this.
const DEFLATE_RATIO: u64 = 1_032;

#[derive(Debug, Clone)]
struct Entry {
    name: String,
    data: Range<usize>,
    inflated: u64,
    crc: u32,
    method: CompressionMethod,
    encrypted: bool,
}

/// A zip file in memory and its directory.
#[derive(Debug)]
pub(crate) struct Package<B = Vec<u8>> {
    bytes: B,
    entries: Vec<Entry>,
    by_name: HashMap<String, usize>,
    max_inflated: u64,
    inflated: u64,
}

impl<B: AsRef<[u8]>> Package<B> {
    /// Reads the directory. Refuses names that come twice, parts that share bytes, and parts that
    /// say of themselves that they go past the limits.
    pub(crate) fn open(bytes: B, limits: &Limits) -> Result<Self, SheetError> {
        let entries = directory(bytes.as_ref())?;
        refuse_overlaps(&entries)?;
        let mut by_name = HashMap::default();
        for (index, entry) in entries.iter().enumerate() {
            if by_name.insert(folded(&entry.name), index).is_some() {
                return Err(SheetError::damaged(Damage::PartTwice, Spot::part(&entry.name)));
            }
        }
        Ok(Self { bytes, entries, by_name, max_inflated: limits.max_inflated_bytes, inflated: 0 })
    }

    /// The names of all parts, in the directory's order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.name.as_str())
    }

    /// Whether there is such a part; case does not count.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.by_name.contains_key(&folded(name))
    }

    /// The size that the directory states for a part.
    pub(crate) fn stated_size(&self, name: &str) -> Option<u64> {
        self.by_name.get(&folded(name)).map(|index| self.entries[*index].inflated)
    }

    /// The whole content of a part, its size and checksum checked.
    pub(crate) fn part(&mut self, name: &str) -> Result<Vec<u8>, SheetError> {
        let entry = self.admit(name)?;
        let data = &self.bytes.as_ref()[entry.data.clone()];
        let content = match entry.method {
            CompressionMethod::Stored => data.to_vec(),
            _ => inflate(data, &entry)?,
        };
        if content.len() as u64 != entry.inflated {
            return Err(SheetError::damaged(Damage::PartSize, Spot::part(&entry.name)));
        }
        if libdeflater::crc32(&content) != entry.crc {
            return Err(SheetError::damaged(Damage::Checksum, Spot::part(&entry.name)));
        }
        Ok(content)
    }

    /// A part as a stream, for parts that are not to be held in memory as a whole.
    pub(crate) fn stream(&mut self, name: &str) -> Result<PartStream<'_>, SheetError> {
        let entry = self.admit(name)?;
        let data = &self.bytes.as_ref()[entry.data.clone()];
        let source = match entry.method {
            CompressionMethod::Stored => Source::Stored(data),
            _ => Source::Deflated(Box::new(DeflateDecoder::new(data))),
        };
        Ok(PartStream { source, entry, crc: libdeflater::Crc::new(), read: 0 })
    }

    /// The entry of a part, once it is shown that reading it stays within the limits.
    fn admit(&mut self, name: &str) -> Result<Entry, SheetError> {
        let index = self.by_name.get(&folded(name));
        let entry = index.map(|index| self.entries[*index].clone());
        let entry = entry.ok_or_else(|| SheetError::damaged(Damage::PartMissing, Spot::part(name)))?;
        let spot = || Spot::part(&entry.name);
        if entry.encrypted {
            return Err(SheetError::Encrypted);
        }
        let packed = entry.data.len() as u64;
        let ratio = match entry.method {
            CompressionMethod::Stored => 1,
            CompressionMethod::Deflated => DEFLATE_RATIO,
            _ => return Err(SheetError::damaged(Damage::Compression, spot())),
        };
        if entry.inflated > packed.saturating_mul(ratio).saturating_add(64) {
            return Err(SheetError::damaged(Damage::PartSize, spot()));
        }
        self.inflated = self.inflated.saturating_add(entry.inflated);
        let bomb = entry.inflated > BOMB_BYTES && entry.inflated / packed.max(1) > BOMB_RATIO;
        if bomb || self.inflated > self.max_inflated {
            return Err(SheetError::too_large(Limit::Inflated, self.max_inflated, spot()));
        }
        Ok(entry)
    }
}

/// Names of parts are compared without case, and some writers turn the slashes round.
fn folded(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_lowercase()
}

fn directory(bytes: &[u8]) -> Result<Vec<Entry>, SheetError> {
    let broken = |_| SheetError::damaged(Damage::Directory, Spot::default());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.has_duplicate_names() {
        return Err(SheetError::damaged(Damage::PartTwice, Spot::default()));
    }
    if archive.len() > MAX_PARTS {
        return Err(SheetError::too_large(Limit::Parts, MAX_PARTS as u64, Spot::default()));
    }
    (0..archive.len())
        .map(|index| {
            let file = archive.by_index_raw(index).map_err(broken)?;
            let name = String::from_utf8_lossy(file.name_raw()).into_owned();
            let start = file.data_start().and_then(|start| usize::try_from(start).ok());
            let len = usize::try_from(file.compressed_size()).ok();
            let end = start.zip(len).and_then(|(start, len)| start.checked_add(len));
            let data = start.zip(end).map(|(start, end)| start..end).filter(|range| range.end <= bytes.len());
            let data = data.ok_or_else(|| SheetError::damaged(Damage::Directory, Spot::part(&name)))?;
            let (inflated, crc) = (file.size(), file.crc32());
            Ok(Entry { name, data, inflated, crc, method: file.compression(), encrypted: file.encrypted() })
        })
        .collect()
}

fn refuse_overlaps(entries: &[Entry]) -> Result<(), SheetError> {
    let mut order: Vec<&Entry> = entries.iter().filter(|entry| !entry.data.is_empty()).collect();
    order.sort_by_key(|entry| entry.data.start);
    match order.windows(2).find(|pair| pair[0].data.end > pair[1].data.start) {
        Some(pair) => Err(SheetError::damaged(Damage::PartsOverlap, Spot::part(&pair[1].name))),
        None => Ok(()),
    }
}

fn inflate(data: &[u8], entry: &Entry) -> Result<Vec<u8>, SheetError> {
    use libdeflater::DecompressionError;
    let damaged = |damage| SheetError::damaged(damage, Spot::part(&entry.name));
    let size = usize::try_from(entry.inflated).map_err(|_| damaged(Damage::PartSize))?;
    let mut content = vec![0; size];
    let inflated = libdeflater::Decompressor::new().deflate_decompress(data, &mut content);
    match inflated {
        Ok(len) => {
            content.truncate(len);
            Ok(content)
        }
        Err(DecompressionError::InsufficientSpace) => Err(damaged(Damage::PartSize)),
        Err(DecompressionError::BadData) => Err(damaged(Damage::Inflate)),
    }
}

enum Source<'a> {
    Stored(&'a [u8]),
    Deflated(Box<DeflateDecoder<&'a [u8]>>),
}

/// A part that is inflated piece by piece. Size and checksum are checked where it ends.
pub(crate) struct PartStream<'a> {
    source: Source<'a>,
    entry: Entry,
    crc: libdeflater::Crc,
    read: u64,
}

impl PartStream<'_> {
    /// Appends at most `len` more bytes to `buffer`; returns whether there were any.
    pub(crate) fn read_more(&mut self, buffer: &mut Vec<u8>, len: usize) -> Result<bool, SheetError> {
        let damaged = |damage| SheetError::damaged(damage, Spot::part(&self.entry.name));
        let before = buffer.len();
        let more = match &mut self.source {
            Source::Stored(source) => source.take(len as u64).read_to_end(buffer),
            Source::Deflated(source) => source.take(len as u64).read_to_end(buffer),
        };
        let more = more.map_err(|_| damaged(Damage::Inflate))?;
        self.crc.update(&buffer[before..]);
        self.read += more as u64;
        let ended = more < len;
        if self.read > self.entry.inflated || (ended && self.read != self.entry.inflated) {
            return Err(damaged(Damage::PartSize));
        }
        if ended && self.crc.sum() != self.entry.crc {
            return Err(damaged(Damage::Checksum));
        }
        Ok(more > 0)
    }
}

/// The text of an XML part in UTF-8: a byte-order mark or a declaration may say otherwise.
pub(crate) fn xml_bytes(content: Vec<u8>, part: &str) -> Result<Vec<u8>, SheetError> {
    let encoding = match content.as_slice() {
        [0xEF, 0xBB, 0xBF, ..] => encoding_rs::UTF_8,
        [0xFF, 0xFE, ..] | [b'<', 0, ..] => encoding_rs::UTF_16LE,
        [0xFE, 0xFF, ..] | [0, b'<', ..] => encoding_rs::UTF_16BE,
        _ => declared_encoding(&content),
    };
    if encoding == encoding_rs::UTF_8 {
        return Ok(content);
    }
    let (text, broken) = encoding.decode_with_bom_removal(&content);
    if broken {
        return Err(SheetError::damaged(Damage::Text, Spot::part(part)));
    }
    Ok(text.into_owned().into_bytes())
}

fn declared_encoding(content: &[u8]) -> &'static encoding_rs::Encoding {
    let head = &content[..content.len().min(200)];
    let declaration = head.strip_prefix(b"<?xml").and_then(|rest| rest.split(|b| *b == b'>').next());
    let label = declaration.and_then(|text| {
        let at = memchr::memmem::find(text, b"encoding")?;
        text[at..].split(|b| *b == b'"' || *b == b'\'').nth(1)
    });
    label.and_then(encoding_rs::Encoding::for_label).unwrap_or(encoding_rs::UTF_8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).expect("a name");
            writer.write_all(content).expect("memory");
        }
        writer.finish().expect("memory").into_inner()
    }

    #[test]
    fn parts_are_read_whole_and_in_pieces() {
        let long = b"0123456789".repeat(100_000);
        let bytes = package(&[("a.xml", b"<a/>"), ("Dir/Long.xml", &long)]);
        let mut package = Package::open(bytes, &Limits::default()).expect("a package");
        assert_eq!(package.part("/A.xml").expect("a part"), b"<a/>");
        assert_eq!(package.part("dir\\long.xml").expect("a part"), long);
        let mut stream = package.stream("dir/long.xml").expect("a part");
        let mut pieces = Vec::new();
        while stream.read_more(&mut pieces, 300_000).expect("a sound part") {}
        assert_eq!(pieces, long);
    }

    #[test]
    fn a_damaged_part_is_refused() {
        let bytes = package(&[("a.xml", &b"0123456789".repeat(10))]);
        let name = memchr::memmem::find(&bytes, b"a.xml").expect("the name") + 5;
        let directory = memchr::memmem::rfind(&bytes, b"PK\x01\x02").expect("the directory");
        for (at, what) in [(name + 2, "content"), (directory + 16, "checksum"), (directory + 24, "size")] {
            let mut bytes = bytes.clone();
            bytes[at] ^= 1;
            let part = Package::open(bytes, &Limits::default()).and_then(|mut package| package.part("a.xml"));
            assert!(part.is_err(), "{what}");
        }
    }

    #[test]
    fn limits_hold_over_all_parts() {
        let bytes = package(&[("a", &[1; 600]), ("b", &[2; 600])]);
        let limits = Limits { max_inflated_bytes: 1_000, ..Limits::default() };
        let mut package = Package::open(bytes, &limits).expect("a package");
        assert!(package.part("a").is_ok());
        assert!(matches!(package.part("b"), Err(SheetError::TooLarge { limit: Limit::Inflated, .. })));
    }

    #[test]
    fn xml_may_be_utf16() {
        let text = "<?xml version=\"1.0\"?><a>ñ</a>";
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(xml_bytes(wide, "a").expect("text"), text.as_bytes());
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xF1</a>".to_vec();
        assert!(String::from_utf8(xml_bytes(latin, "a").expect("text")).expect("UTF-8").contains('ñ'));
    }
}
