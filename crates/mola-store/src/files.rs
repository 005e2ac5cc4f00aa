//! Blobs and segments: files that are written once, under a name that says what is in them.

use crate::parquet::{self, Unreadable};
use crate::platform::{make_private_folder, sync_folder};
use crate::sealing::{Seal, is_sealed};
use crate::{Digest, Key, StoreError};
use polars::error::PolarsError;
use polars::prelude::DataFrame;
use std::fs::File;
use std::io::{BufWriter, Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Blobs and segments, for any thread. Clones are the same thing.
///
/// A file is written under a temporary name and renamed: no reader ever sees a part of one. It is on
/// the disk only after [`Files::sync`]. Before that a power failure may tear it; so nobody trusts a
/// blob whose hash is another or a segment that the ledger does not name.
#[derive(Clone)]
pub struct Files(Arc<Shared>);

struct Shared {
    seal: Seal,
    root: PathBuf,
    blobs: PathBuf,
    segments: PathBuf,
    incoming: PathBuf,
    derived: PathBuf,
    next: AtomicU64,
    // Whether another process puts on the disk what is written here.
    lent: bool,
    pending: Mutex<Pending>,
    // Held from taking the pending files until they are on the disk: whoever syncs next must not
    // return earlier.
    syncing: Mutex<()>,
}

/// Files that are written but not yet known to be on the disk.
#[derive(Default)]
struct Pending {
    files: Vec<(PathBuf, File)>,
    folders: bool,
    failed: Option<PathBuf>,
}

/// More open files than this wait for the disk at once; laptops allow 256 in a process.
const MOST_PENDING: usize = 96;

/// So many files go to the disk at the same time. The file system writes them in one go.
const SYNC_THREADS: usize = 8;

impl Files {
    /// The files of a store that is there.
    pub(crate) fn new(root: &Path, key: &Key) -> Self {
        Self::with(root, key, false)
    }

    /// The files of a store that another process has open for writing, for a process that works for it and
    /// was told its secret: what is written here is that one's to [`Files::adopt`].
    pub fn lent(root: &Path, secret: &[u8; 32]) -> Self {
        Self::with(root, &Key::new(*secret), true)
    }

    fn with(root: &Path, key: &Key, lent: bool) -> Self {
        Self(Arc::new(Shared {
            seal: Seal::new(key, "blobs"),
            root: root.to_owned(),
            blobs: root.join("blobs"),
            segments: root.join("segments"),
            incoming: root.join("incoming"),
            derived: root.join("derived"),
            next: AtomicU64::new(0),
            lent,
            pending: Mutex::default(),
            syncing: Mutex::default(),
        }))
    }

    /// The files of a store that this process alone writes to: makes the folders and throws away what
    /// an interrupted run left half written.
    pub(crate) fn open(root: &Path, key: &Key) -> Result<Self, StoreError> {
        let files = Self::new(root, key);
        for folder in [&files.0.blobs, &files.0.segments, &files.0.incoming] {
            make_private_folder(folder).map_err(StoreError::io(folder))?;
        }
        let incoming = &files.0.incoming;
        for entry in incoming.read_dir().map_err(StoreError::io(incoming))? {
            let path = entry.map_err(StoreError::io(incoming))?.path();
            std::fs::remove_file(&path).map_err(StoreError::io(&path))?;
        }
        Ok(files)
    }

    /// The store's folder.
    pub fn root(&self) -> &Path {
        &self.0.root
    }

    /// Takes over segments that a process has written to which the files were lent.
    ///
    /// # Errors
    /// [`StoreError::Io`] where one is not there.
    pub fn adopt<'a>(&self, ids: impl Iterator<Item = &'a str>) -> Result<(), StoreError> {
        for id in ids {
            let path = self.segment_path(id)?;
            // For writing as well: some systems put only such a file on the disk.
            let file = File::options().read(true).write(true).open(&path).map_err(StoreError::io(&path))?;
            self.push(path, file)?;
        }
        Ok(())
    }

    /// Keeps the bytes of a submission and gives their digest. Bytes that are there already are not
    /// written again.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn put_blob(&self, bytes: &[u8]) -> Result<Digest, StoreError> {
        let content = Digest::of(bytes);
        self.put_blob_as(&content, bytes)?;
        Ok(content)
    }

    /// Like [`Files::put_blob`], for a caller that has the digest of the bytes already.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn put_blob_as(&self, content: &Digest, bytes: &[u8]) -> Result<(), StoreError> {
        let path = self.blob_path(content);
        let sealed = self.0.seal.close(&content.to_string(), bytes);
        if let Some(file) = same_file(&path, &sealed) {
            // A run that was interrupted may have written it without putting it on the disk.
            return self.push(path, file);
        }
        self.place(path, |file| file.write_all(&sealed).map_err(WriteError::Io)).map(drop)
    }

    /// The bytes of a submission, as received.
    ///
    /// # Errors
    /// [`StoreError::BlobDamaged`] where their digest is another, [`StoreError::Sealed`] where they do not
    /// open, [`StoreError::Io`].
    pub fn blob(&self, content: &Digest) -> Result<Vec<u8>, StoreError> {
        let path = self.blob_path(content);
        let bytes = std::fs::read(&path).map_err(StoreError::io(&path))?;
        let bytes = match is_sealed(&bytes) {
            true => self.opened(content, &bytes)?,
            // Kept before blobs were sealed; the next run seals it.
            false => bytes,
        };
        let found = Digest::of(&bytes);
        match found == *content {
            true => Ok(bytes),
            false => Err(StoreError::BlobDamaged { expected: *content, found }),
        }
    }

    fn opened(&self, content: &Digest, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        let opened = self.0.seal.open(&content.to_string(), sealed);
        opened.ok_or_else(|| StoreError::Sealed { what: format!("the kept file {content}") })
    }

    /// Seals every blob that is not sealed yet.
    pub(crate) fn seal_all(&self) -> Result<(), StoreError> {
        let folder = &self.0.blobs;
        for entry in folder.read_dir().map_err(StoreError::io(folder))? {
            let path = entry.map_err(StoreError::io(folder))?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let Ok(content) = name.parse::<Digest>() else { continue };
            let bytes = std::fs::read(&path).map_err(StoreError::io(&path))?;
            if !is_sealed(&bytes) {
                self.put_blob_as(&content, &bytes)?;
            }
        }
        self.sync()
    }

    /// Writes a segment and gives its bytes on disk. What is there under this id is replaced. The
    /// frame may be rechunked; its values stay.
    ///
    /// # Errors
    /// [`StoreError::SegmentId`] where the id cannot be a file name, [`StoreError::FrameUnwritable`],
    /// [`StoreError::Io`].
    pub fn put_segment(&self, id: &str, frame: &mut DataFrame) -> Result<u64, StoreError> {
        let path = self.segment_path(id)?;
        self.place(path, |file| {
            let mut buffer = BufWriter::with_capacity(1 << 16, file);
            let bytes = parquet::write(&mut buffer, frame).map_err(WriteError::Frame)?;
            buffer.flush().map_err(WriteError::Io)?;
            Ok(bytes)
        })
    }

    /// A checksum of a segment as it is on the disk. Parquet has none that is checked.
    ///
    /// # Errors
    /// [`StoreError::SegmentId`], [`StoreError::Io`].
    pub fn segment_checksum(&self, id: &str) -> Result<u32, StoreError> {
        let path = self.segment_path(id)?;
        let bytes = std::fs::read(&path).map_err(StoreError::io(&path))?;
        Ok(crc32fast::hash(&bytes))
    }

    /// Reads a segment, or some of its columns in the order in which they are asked for.
    ///
    /// # Errors
    /// [`StoreError::SegmentDamaged`], [`StoreError::ColumnAbsent`], [`StoreError::Io`].
    pub fn segment(&self, id: &str, columns: Option<&[&str]>) -> Result<DataFrame, StoreError> {
        let path = self.segment_path(id)?;
        let file = File::open(&path).map_err(StoreError::io(&path))?;
        parquet::read(file, columns).map_err(|source| match source {
            Unreadable::Column(column) => StoreError::ColumnAbsent { id: id.to_owned(), column },
            Unreadable::Damaged(source) => StoreError::SegmentDamaged { id: id.to_owned(), source },
        })
    }

    /// A frame as the bytes of a Parquet file, for the vault.
    ///
    /// # Errors
    /// [`StoreError::FrameUnwritable`].
    pub fn encode(frame: &mut DataFrame) -> Result<Vec<u8>, StoreError> {
        let mut bytes = Vec::new();
        parquet::write(&mut bytes, frame).map_err(|source| StoreError::FrameUnwritable { source })?;
        Ok(bytes)
    }

    /// The frame that [`Files::encode`] wrote.
    ///
    /// # Errors
    /// [`StoreError::FrameUnreadable`].
    pub fn decode(bytes: &[u8]) -> Result<DataFrame, StoreError> {
        parquet::read(Cursor::new(bytes), None).map_err(|unreadable| match unreadable {
            Unreadable::Damaged(source) => StoreError::FrameUnreadable { source },
            Unreadable::Column(_) => unreachable!("no column is asked for"),
        })
    }

    /// What was derived from the inputs that this digest names; `None` where it is not kept.
    pub fn derived(&self, inputs: &Digest) -> Option<Vec<u8>> {
        let bytes = std::fs::read(self.0.derived.join(inputs.to_string())).ok()?;
        // Nobody waits until it is on the disk, so it bears its own digest.
        let (digest, rest) = bytes.split_at_checked(64)?;
        (Digest::of(rest).to_string().as_bytes() == digest).then(|| rest.to_vec())
    }

    /// Keeps what can be derived again, under the digest of its inputs.
    pub(crate) fn put_derived(&self, inputs: &Digest, bytes: &[u8]) -> Result<(), StoreError> {
        make_private_folder(&self.0.derived).map_err(StoreError::io(&self.0.derived))?;
        self.place(self.0.derived.join(inputs.to_string()), |file| {
            file.write_all(Digest::of(bytes).to_string().as_bytes()).map_err(WriteError::Io)?;
            file.write_all(bytes).map_err(WriteError::Io)
        })
    }

    /// Puts on the disk whatever has been written so far. A thread that has nothing else to do may
    /// call this while others go on writing: then the commit has less to wait for.
    ///
    /// # Errors
    /// [`StoreError::Unsynced`] from the first file that fails on, for as long as the store is open:
    /// after a failed write nobody knows what is on the disk.
    pub fn sync_files(&self) -> Result<(), StoreError> {
        let _turn = hold(&self.0.syncing);
        self.drain()
    }

    /// Like [`Files::sync_files`], and the folders that name the files. [`crate::Store::commit`]
    /// calls this first.
    ///
    /// # Errors
    /// As [`Files::sync_files`].
    pub fn sync(&self) -> Result<(), StoreError> {
        let _turn = hold(&self.0.syncing);
        self.drain()?;
        if !std::mem::take(&mut hold(&self.0.pending).folders) {
            return Ok(());
        }
        for folder in [&self.0.blobs, &self.0.segments] {
            if sync_folder(folder).is_err() {
                hold(&self.0.pending).failed = Some(folder.clone());
                return Err(StoreError::Unsynced { path: folder.clone() });
            }
        }
        Ok(())
    }

    /// Takes the pending files and puts them on the disk.
    fn drain(&self) -> Result<(), StoreError> {
        let files = std::mem::take(&mut hold(&self.0.pending).files);
        let failed = sync_all(&files);
        let mut pending = hold(&self.0.pending);
        pending.failed = pending.failed.take().or(failed);
        match &pending.failed {
            Some(path) => Err(StoreError::Unsynced { path: path.clone() }),
            None => Ok(()),
        }
    }

    /// Writes a file under a temporary name, renames it and leaves it for the next sync.
    fn place<T>(&self, path: PathBuf, write: impl FnOnce(&mut File) -> Result<T, WriteError>) -> Result<T, StoreError> {
        let number = self.0.next.fetch_add(1, Ordering::Relaxed);
        let temporary = self.0.incoming.join(format!("{}-{number}.tmp", std::process::id()));
        let mut file = File::create(&temporary).map_err(StoreError::io(&temporary))?;
        let value = write(&mut file).map_err(|error| match error {
            WriteError::Io(source) => StoreError::Io { path: temporary.clone(), source },
            WriteError::Frame(source) => StoreError::FrameUnwritable { source },
        })?;
        std::fs::rename(&temporary, &path).map_err(StoreError::io(&path))?;
        self.push(path, file)?;
        Ok(value)
    }

    fn push(&self, path: PathBuf, file: File) -> Result<(), StoreError> {
        if self.0.lent {
            return Ok(());
        }
        let mut pending = hold(&self.0.pending);
        pending.files.push((path, file));
        pending.folders = true;
        let full = pending.files.len() >= MOST_PENDING;
        drop(pending);
        if full { self.sync_files() } else { Ok(()) }
    }

    fn blob_path(&self, content: &Digest) -> PathBuf {
        self.0.blobs.join(content.to_string())
    }

    fn segment_path(&self, id: &str) -> Result<PathBuf, StoreError> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        match (1..=120).contains(&id.len()) && id.bytes().all(fits) {
            true => Ok(self.0.segments.join(format!("{id}.parquet"))),
            false => Err(StoreError::SegmentId { id: id.to_owned() }),
        }
    }
}

enum WriteError {
    Io(std::io::Error),
    Frame(PolarsError),
}

/// The file at `path`, if it holds exactly these bytes. Opened for writing as well, for some systems
/// put only such a file on the disk.
fn same_file(path: &Path, bytes: &[u8]) -> Option<File> {
    let mut file = File::options().read(true).write(true).open(path).ok()?;
    if file.metadata().ok()?.len() != bytes.len() as u64 {
        return None;
    }
    let mut found = Vec::with_capacity(bytes.len());
    file.read_to_end(&mut found).ok()?;
    (found == bytes).then_some(file)
}

/// A thread that panicked while it held a list left it whole: it is only pushed to and taken.
fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Puts files on the disk, several at a time; gives one that failed.
fn sync_all(files: &[(PathBuf, File)]) -> Option<PathBuf> {
    let share = files.len().div_ceil(SYNC_THREADS).max(1);
    std::thread::scope(|scope| {
        let threads: Vec<_> = files.chunks(share).map(|part| scope.spawn(|| first_unsynced(part))).collect();
        let mut failures = threads.into_iter().filter_map(|thread| match thread.join() {
            Ok(failed) => failed,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        failures.next()
    })
}

/// Puts files on the disk; the first that fails is thrown away, for the system may go on showing
/// content that the disk does not have, and is the answer.
fn first_unsynced(files: &[(PathBuf, File)]) -> Option<PathBuf> {
    let (path, _) = files.iter().find(|(_, file)| file.sync_all().is_err())?;
    // Best effort: nothing is committed after this, and a blob is verified when it is read.
    let _ = std::fs::remove_file(path);
    Some(path.clone())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn after_a_failed_sync_nothing_is_promised_any_more() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(folder.path(), &Key::new([7; 32])).unwrap();
        let content = files.put_blob(b"content").unwrap();
        files.sync().unwrap();
        // The null device refuses to be synced.
        let lost = files.blob_path(&content);
        files.push(lost.clone(), File::open("/dev/null").unwrap()).unwrap();
        for _ in 0..2 {
            assert!(matches!(files.sync(), Err(StoreError::Unsynced { path }) if path == lost));
        }
        assert!(!lost.exists(), "what did not reach the disk must not look as if it had");
    }
}
