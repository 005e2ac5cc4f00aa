//! Opens a file of the inbox, whatever has become of it since it was listed.
//!
//! Between listing and opening, someone may put a link, a pipe or a device in the place of a file or of
//! a folder above it. On Unix each step below the inbox is taken without following links and without
//! waiting for whoever has the other end of a pipe. Windows promises less: there, links are told only
//! by what the opened file says of itself.

use std::fs::File;
use std::io;
use std::path::Path;

/// Opens `below` in the folder `inbox` for reading; `None` where what is there is no regular file, or
/// nothing is there any more.
///
/// # Errors
/// When it is there and cannot be opened.
pub(crate) fn open_regular(inbox: &Path, below: &Path) -> io::Result<Option<File>> {
    let file = match open(inbox, below) {
        Ok(file) => file,
        Err(error) if is_other(&error) => return Ok(None),
        Err(error) => return Err(error),
    };
    Ok(file.metadata()?.is_file().then_some(file))
}

#[cfg(unix)]
fn open(inbox: &Path, below: &Path) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags, openat};
    let safe = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let mut folder = File::open(inbox)?;
    let mut steps = below.iter().peekable();
    while let Some(step) = steps.next() {
        let kind = if steps.peek().is_some() { OFlags::DIRECTORY } else { OFlags::RDONLY };
        folder = File::from(openat(&folder, step, safe | kind, Mode::empty())?);
    }
    Ok(folder)
}

#[cfg(not(unix))]
fn open(inbox: &Path, below: &Path) -> io::Result<File> {
    File::open(inbox.join(below))
}

/// Whether an error says that what was listed is not there, or is a link, a socket or the like.
fn is_other(error: &io::Error) -> bool {
    #[cfg(unix)]
    {
        use rustix::io::Errno;
        let raw = error.raw_os_error().map(Errno::from_raw_os_error);
        // BSDs say EMLINK of a link; a socket, or a pipe without a writer, gives ENXIO.
        let others = [Errno::LOOP, Errno::MLINK, Errno::NOTDIR, Errno::NOENT, Errno::NXIO];
        raw.is_some_and(|raw| others.contains(&raw))
    }
    #[cfg(not(unix))]
    {
        error.kind() == io::ErrorKind::NotFound
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    /// Whether something opens, in an inbox where it takes the place of `partner/file`.
    fn check(put: impl Fn(&Path), expected: bool) {
        let inbox = tempfile::tempdir().expect("a folder");
        let outside = tempfile::tempdir().expect("a folder");
        std::fs::write(outside.path().join("file"), "secret").expect("a file");
        std::os::unix::fs::symlink(outside.path(), inbox.path().join("way-out")).expect("a link");
        std::fs::create_dir(inbox.path().join("partner")).expect("a folder");
        put(&inbox.path().join("partner/file"));
        let opened = open_regular(inbox.path(), Path::new("partner/file")).expect("no error");
        assert_eq!(opened.is_some(), expected);
    }

    #[test]
    fn only_a_regular_file_opens_and_nothing_blocks() {
        check(|at| std::fs::write(at, "x").expect("a file"), true);
        check(|_| {}, false);
        check(|at| symlink("../way-out/file", at).expect("a link"), false);
        check(|at| std::fs::create_dir(at).expect("a folder"), false);
        check(|at| drop(UnixListener::bind(at).expect("a socket")), false);
        // A pipe that nobody writes to would block whoever opens it otherwise.
        let pipe = |at: &Path| {
            let made = std::process::Command::new("mkfifo").arg(at).status().expect("mkfifo is there");
            assert!(made.success());
        };
        check(pipe, false);
        let folder = |at: &Path| {
            let partner = at.parent().expect("a folder");
            std::fs::remove_dir(partner).expect("removed");
            symlink("way-out", partner).expect("a link");
        };
        check(folder, false);
    }
}
