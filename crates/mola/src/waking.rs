//! What wakes a watch: changes in the inbox as the operating system tells them, the wish to end, and time.
//!
//! Nothing is made of what a change is said to be: not all file systems tell of changes, some tell of
//! them twice or late, and a network share tells nothing of what others do.

use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

/// Changes that come together are one.
const TOGETHER: Duration = Duration::from_millis(300);

/// Why a watch goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wake {
    /// Something may have changed, or the time is over.
    Look,
    /// Someone asks for the end.
    End,
}

enum Signal {
    Changed,
    End,
}

/// Waits for whatever comes first.
pub struct Waking {
    sender: Sender<Signal>,
    signals: Receiver<Signal>,
    watched: Option<Watched>,
}

/// A folder whose changes the system tells.
struct Watched {
    folder: PathBuf,
    /// Which folder it was: another may have taken its name since.
    identity: Option<(u64, u64)>,
    _watcher: RecommendedWatcher,
}

impl Waking {
    /// Ready to wait. From now on Ctrl-C and SIGTERM ask for the end of the watch; the second time they end the
    /// process at once.
    ///
    /// # Errors
    /// When the system takes no handler of signals.
    pub fn new() -> Result<Self, ctrlc::Error> {
        let (sender, signals) = mpsc::channel();
        let own = sender.clone();
        let asked = std::sync::atomic::AtomicBool::new(false);
        ctrlc::set_handler(move || {
            if asked.swap(true, std::sync::atomic::Ordering::SeqCst) || own.send(Signal::End).is_err() {
                // The store is whole at every instant.
                std::process::exit(2);
            }
        })?;
        Ok(Self { sender, signals, watched: None })
    }

    /// Lets the system tell of changes in the folder, where it can. Folders that were taken away and put back are
    /// followed again.
    pub fn follow(&mut self, folder: &Path) {
        let identity = identity(folder);
        let same = |watched: &Watched| watched.folder == folder && watched.identity == identity;
        if self.watched.as_ref().is_some_and(same) {
            return;
        }
        self.watched = None;
        if identity.is_none() {
            return;
        }
        let sender = self.sender.clone();
        let mut watcher = match notify::recommended_watcher(move |_| drop(sender.send(Signal::Changed))) {
            Ok(watcher) => watcher,
            Err(error) => return tracing::info!(%error, "the system tells of no changes; the inbox is looked through"),
        };
        match watcher.watch(folder, RecursiveMode::Recursive) {
            Ok(()) => self.watched = Some(Watched { folder: folder.to_owned(), identity, _watcher: watcher }),
            Err(error) => tracing::info!(%error, "the system tells of no changes; the inbox is looked through"),
        }
    }

    /// Waits for a change, but not longer than this.
    pub fn wait(&self, most: Duration) -> Wake {
        match self.signals.recv_timeout(most) {
            Ok(Signal::End) => Wake::End,
            Ok(Signal::Changed) => self.let_pass(),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => Wake::Look,
        }
    }

    /// Lets the changes pass that come with one.
    fn let_pass(&self) -> Wake {
        let end = Instant::now() + TOGETHER;
        loop {
            match self.signals.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(Signal::End) => return Wake::End,
                Ok(Signal::Changed) => {}
                Err(_) => return Wake::Look,
            }
        }
    }
}

/// What tells a folder from another of the same name; none where there is no folder.
fn identity(folder: &Path) -> Option<(u64, u64)> {
    let metadata = std::fs::metadata(folder).ok().filter(std::fs::Metadata::is_dir)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        Some((metadata.dev(), metadata.ino()))
    }
    #[cfg(not(unix))]
    {
        let made = metadata.created().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
        Some((made.as_secs(), u64::from(made.subsec_nanos())))
    }
}
