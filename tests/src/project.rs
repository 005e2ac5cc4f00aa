//! A project folder of its own for each test, and the binary that runs in it.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// What of the repository is a project folder.
const PARTS: [&str; 3] = ["pipelines", "mappings", "fixtures/panama"];

/// A temporary copy of the repository's own project: pipelines, mappings and the invented inbox.
/// It is gone when this is dropped.
#[derive(Debug)]
pub struct Project {
    folder: TempDir,
}

/// What a command left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// Its exit code; -1 where a signal ended it.
    pub code: i32,
    /// What it printed to stdout and stderr, as a terminal shows it.
    pub shown: String,
}

impl Project {
    /// Copies the repository's project.
    ///
    /// # Errors
    /// Where a file cannot be read or written.
    pub fn copy() -> io::Result<Self> {
        let folder = TempDir::new()?;
        for part in PARTS {
            let from = repository().join(part);
            if from.is_dir() {
                copy_folder(&from, &folder.path().join(part))?;
            }
        }
        Ok(Self { folder })
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs `mola` in the folder.
    ///
    /// # Errors
    /// Where it cannot be started.
    pub fn mola(&self, arguments: &[&str]) -> io::Result<Ended> {
        let (mut reader, writer) = io::pipe()?;
        let mut command = Command::new(binary());
        command.args(arguments).current_dir(self.path()).stdin(Stdio::null());
        let mut child = command.stdout(writer.try_clone()?).stderr(writer).spawn()?;
        // The command holds the pipe's other end, and the pipe ends when nobody holds it.
        drop(command);
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes)?;
        let code = child.wait()?.code().unwrap_or(-1);
        Ok(Ended { code, shown: String::from_utf8_lossy(&bytes).into_owned() })
    }
}

/// The repository.
pub fn repository() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The binary, which `cargo build --release` (or `cargo xtask test`) puts beside the tests.
pub fn binary() -> PathBuf {
    let test = std::env::current_exe().unwrap_or_default();
    let folder = test.ancestors().nth(2).map(Path::to_path_buf).unwrap_or_default();
    folder.join(format!("mola{}", std::env::consts::EXE_SUFFIX))
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
