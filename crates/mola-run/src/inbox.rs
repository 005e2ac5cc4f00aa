//! What lies in the inbox.

use crate::RunError;
use crate::opening::open_regular;
use mola_sheet::Limits;
use mola_store::Seen;
use std::fs::Metadata;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// A file of the inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// Relative to the inbox, with `/` between folders.
    pub path: String,
    /// The first folder of the path; empty for a file outside all folders.
    pub agency: String,
    /// Where it is.
    pub full: PathBuf,
    /// Bytes.
    pub size: u64,
    /// Time of the last change, Unix nanoseconds.
    pub modified_ns: i64,
    /// The file's number in its file system; 0 where there is none.
    pub inode: u64,
}

impl Dropped {
    /// Whether the last scan saw the same.
    pub fn is_as_seen(&self, seen: &Seen) -> bool {
        (self.size, self.modified_ns, self.inode) == (seen.size, seen.modified_ns, seen.inode)
    }

    /// Whether the same is still there.
    pub fn is_unchanged(&self) -> bool {
        self.is_at(&self.full)
    }

    /// Whether the same is here now.
    pub fn is_at(&self, path: &Path) -> bool {
        self.is(path.symlink_metadata().ok())
    }

    fn is(&self, found: Option<Metadata>) -> bool {
        found
            .is_some_and(|now| now.is_file() && now.len() == self.size && stamp(&now) == (self.modified_ns, self.inode))
    }

    /// The inbox, and the way from there.
    fn way(&self) -> (&Path, &Path) {
        let steps = self.path.split('/').count();
        let inbox = self.full.ancestors().nth(steps).unwrap_or(Path::new(""));
        (inbox, self.full.strip_prefix(inbox).unwrap_or(&self.full))
    }

    /// The path below the agency's folder.
    pub fn below_agency(&self) -> &str {
        self.path.split_once('/').map_or(&self.path, |(_, below)| below)
    }
}

/// What a scan found, each in order of path.
#[derive(Debug, Default)]
pub struct Scan {
    /// Files to take in.
    pub files: Vec<Dropped>,
    /// Files that are still being written by their name.
    pub waiting: Vec<String>,
}

/// Looks through the inbox. Links are not followed, only regular files count, and names that
/// begin with a dot (Mola's own folders among them) or that programs use for locks are passed over.
///
/// # Errors
/// When the inbox or a folder in it cannot be listed.
pub fn scan(inbox: &Path) -> Result<Scan, RunError> {
    let mut scan = Scan::default();
    let mut folders = vec![(inbox.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        let unreadable = |source| RunError::Unreadable { path: folder.clone(), source };
        for entry in std::fs::read_dir(&folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}/{name}") };
            let Ok(metadata) = entry.path().symlink_metadata() else { continue };
            if name.starts_with('.') || name.starts_with("~$") {
                continue;
            }
            if metadata.is_dir() {
                folders.push((entry.path(), path));
            } else if metadata.is_file() && is_partial(&name) {
                scan.waiting.push(path);
            } else if metadata.is_file() {
                scan.files.push(dropped(path, entry.path(), &metadata));
            }
        }
    }
    scan.files.sort_by(|one, other| one.path.cmp(&other.path));
    scan.waiting.sort();
    Ok(scan)
}

fn is_partial(name: &str) -> bool {
    let name = name.to_lowercase();
    [".part", ".tmp", ".crdownload", ".partial"].iter().any(|ending| name.ends_with(ending))
}

fn dropped(path: String, full: PathBuf, metadata: &Metadata) -> Dropped {
    let agency = path.split_once('/').map_or("", |(agency, _)| agency).to_owned();
    let (modified_ns, inode) = stamp(metadata);
    Dropped { path, agency, full, size: metadata.len(), modified_ns, inode }
}

/// Time of the last change in Unix nanoseconds, and the inode where the platform has one.
fn stamp(metadata: &Metadata) -> (i64, u64) {
    let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let modified_ns = modified.map_or(0, |since| i64::try_from(since.as_nanos()).unwrap_or(i64::MAX));
    #[cfg(unix)]
    let inode = std::os::unix::fs::MetadataExt::ino(metadata);
    #[cfg(not(unix))]
    let inode = 0;
    (modified_ns, inode)
}

/// Reads a file whole; `None` where it is not what was listed any more: it changed meanwhile, so that
/// someone is still writing it, or a link, a pipe or nothing at all is in its place.
///
/// # Errors
/// When it cannot be opened or read, and when it is larger than any file that is read.
pub fn read_settled(file: &Dropped) -> std::io::Result<Option<Vec<u8>>> {
    // A size that cannot be held is refused before anything is read.
    if file.size > Limits::default().max_inflated_bytes {
        return Err(std::io::ErrorKind::FileTooLarge.into());
    }
    let (inbox, below) = file.way();
    let Some(mut opened) = open_regular(inbox, below)?.filter(|opened| file.is(opened.metadata().ok())) else {
        return Ok(None);
    };
    // One byte more than there should be tells a file that grows.
    let mut bytes = Vec::with_capacity(file.size as usize);
    (&mut opened).take(file.size + 1).read_to_end(&mut bytes)?;
    let same = file.is(opened.metadata().ok()) && file.is_unchanged();
    Ok((same && bytes.len() as u64 == file.size).then_some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_regular_files_count() {
        let inbox = tempfile::tempdir().expect("a folder");
        let put = |path: &str| {
            let full = inbox.path().join(path);
            std::fs::create_dir_all(full.parent().expect("a parent")).expect("a folder");
            std::fs::write(full, "x").expect("a file");
        };
        for path in [
            "fao/b.xls",
            "fao/a.xls",
            "fao/2011/c.xls",
            "stray.csv",
            "fao/~$a.xls",
            "fao/.accepted/old.xls",
            "fao/d.xls.part",
        ] {
            put(path);
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink("/etc/hostname", inbox.path().join("fao/link.xls")).expect("a link");
        let scan = scan(inbox.path()).expect("a scan");
        let paths: Vec<&str> = scan.files.iter().map(|f| f.path.as_str()).collect();
        assert_eq!(paths, ["fao/2011/c.xls", "fao/a.xls", "fao/b.xls", "stray.csv"]);
        assert_eq!(scan.files[0].below_agency(), "2011/c.xls");
        assert_eq!(scan.waiting, ["fao/d.xls.part"]);
        assert_eq!(scan.files[3].agency, "");
    }

    #[test]
    fn a_file_that_changes_is_not_settled() {
        let inbox = tempfile::tempdir().expect("a folder");
        std::fs::write(inbox.path().join("a.csv"), "one").expect("a file");
        let scan = scan(inbox.path()).expect("a scan");
        assert_eq!(read_settled(&scan.files[0]).expect("readable"), Some(b"one".to_vec()));
        std::fs::write(inbox.path().join("a.csv"), "one, two").expect("a file");
        assert_eq!(read_settled(&scan.files[0]).expect("readable"), None);
    }
}
