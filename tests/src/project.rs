//! A project folder of its own for each test, and the binary that runs in it.

use mola_testkit::WorkbookText;
use serde_json::Value;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// The key of every store that a test makes: tests leave nothing in the user's own folders.
pub const KEY: &str = "0707070707070707070707070707070707070707070707070707070707070707";

/// The inbox of the copied project.
const INBOX: &str = "fixtures/panama/inbox";

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

/// What a command left behind, each stream on its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Streams {
    /// Its exit code; -1 where a signal ended it.
    pub code: i32,
    /// Data.
    pub stdout: String,
    /// Talk.
    pub stderr: String,
}

impl Streams {
    /// Standard output as JSON.
    ///
    /// # Panics
    /// Where it is none: a test that asks for JSON cannot go on without.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}:\n{}\n{}", self.stdout, self.stderr))
    }
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
        command.env("MOLA_KEY", KEY).args(arguments).current_dir(self.path()).stdin(Stdio::null());
        let mut child = command.stdout(writer.try_clone()?).stderr(writer).spawn()?;
        // The command holds the pipe's other end, and the pipe ends when nobody holds it.
        drop(command);
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes)?;
        let code = child.wait()?.code().unwrap_or(-1);
        Ok(Ended { code, shown: String::from_utf8_lossy(&bytes).into_owned() })
    }

    /// Runs `mola` in the folder, and keeps its two streams apart.
    ///
    /// # Errors
    /// Where it cannot be started.
    pub fn streams(&self, arguments: &[&str]) -> io::Result<Streams> {
        self.streams_in("", arguments)
    }

    /// Runs `mola` in a folder of the project, and keeps its two streams apart.
    ///
    /// # Errors
    /// Where it cannot be started.
    pub fn streams_in(&self, folder: &str, arguments: &[&str]) -> io::Result<Streams> {
        let mut command = Command::new(binary());
        command.env("MOLA_KEY", KEY).args(arguments).current_dir(self.path().join(folder)).stdin(Stdio::null());
        let output = command.output()?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ok(Streams {
            code: output.status.code().unwrap_or(-1),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        })
    }

    /// `mola run` with these further arguments, and its summary.
    ///
    /// # Errors
    /// Where it cannot be started.
    pub fn summary(&self, arguments: &[&str]) -> io::Result<Value> {
        let all: Vec<&str> = ["run", "pipelines/panama", "--format", "json"].iter().chain(arguments).copied().collect();
        Ok(self.streams(&all)?.json())
    }

    /// The bytes of the report that a summary names.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn report_bytes(&self, summary: &Value) -> io::Result<Vec<u8>> {
        std::fs::read(self.path().join(summary["report"].as_str().unwrap_or_default()))
    }

    /// The report that a summary names, read back.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn report(&self, summary: &Value) -> io::Result<WorkbookText> {
        WorkbookText::read(&self.report_bytes(summary)?).map_err(io::Error::other)
    }

    /// Where a file of the inbox lies, such as `undp/PNUD_informe_2011-10.xlsx`.
    pub fn inbox(&self, file: &str) -> PathBuf {
        self.path().join(INBOX).join(file)
    }

    /// Drops a file into the inbox.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn drop_in(&self, file: &str, bytes: &[u8]) -> io::Result<()> {
        std::fs::write(self.inbox(file), bytes)
    }

    /// Replaces the only place with `old` in a file of the project, or of the inbox.
    ///
    /// # Errors
    /// Where the file cannot be read or written, or `old` is not exactly once in it.
    pub fn edit(&self, file: &str, old: &str, new: &str) -> io::Result<()> {
        let path = self.path().join(file);
        let text = std::fs::read_to_string(&path)?;
        if text.matches(old).count() != 1 {
            return Err(io::Error::other(format!("{file} does not hold {old:?} exactly once")));
        }
        std::fs::write(path, text.replace(old, new))
    }
}

/// The repository.
pub fn repository() -> PathBuf {
    // Tests run in the folder of their crate, wherever it was built.
    std::path::absolute("..").unwrap_or_default()
}

/// The binary, which `cargo build --release` (or `cargo xtask test`) puts beside the tests.
pub fn binary() -> PathBuf {
    let test = std::env::current_exe().unwrap_or_default();
    let folder = test.ancestors().nth(2).map(Path::to_path_buf).unwrap_or_default();
    folder.join(format!("mola{}", std::env::consts::EXE_SUFFIX))
}

/// Copies a folder with all that is in it.
pub(crate) fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
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
