//! Writes a new project folder: settings that run as they are, to be changed step by step.

use crate::RunError;
use include_dir::{Dir, DirEntry, include_dir};
use std::path::{Path, PathBuf};

/// A small programme with one agency and its register of two months.
static STARTER: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/starter");

/// What stands beside either project.
static README: &str = include_str!("../starter/README.txt");

/// The case of Panama: the folders of this repository, and where they stand in a project.
static PIPELINE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../pipelines/panama");
static MAPPINGS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../mappings");
static INBOX: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../fixtures/panama/inbox");

/// Where the case's inbox is in this repository, and where in a project, as its pipeline says it.
const INBOX_HERE: &str = "../../fixtures/panama/inbox";
const INBOX_THERE: &str = "../../inbox";

/// Writes a project folder: with `demo` the whole case of Panama, else a small programme to begin
/// with. Returns the files written, in order.
///
/// # Errors
/// [`RunError::NotEmpty`] where the folder holds something already; nothing is written then.
/// [`RunError::Unreadable`] and [`RunError::Unwritable`] where the disk refuses.
pub fn init(folder: &Path, demo: bool) -> Result<Vec<PathBuf>, RunError> {
    refuse_full(folder)?;
    let mut files: Vec<(PathBuf, Vec<u8>)> = vec![(PathBuf::from("README.txt"), README.as_bytes().to_vec())];
    if demo {
        collect(&PIPELINE, Path::new("pipelines/panama"), &mut files);
        collect(&MAPPINGS, Path::new("mappings"), &mut files);
        collect(&INBOX, Path::new("inbox"), &mut files);
    } else {
        collect(&STARTER, Path::new(""), &mut files);
    }
    // The README stands in the starter's folder too.
    files.sort();
    files.dedup_by(|one, other| one.0 == other.0);
    let mut written = Vec::new();
    for (path, bytes) in files {
        let path = folder.join(path);
        write(&path, &moved(&path, bytes))?;
        written.push(path);
    }
    Ok(written)
}

fn refuse_full(folder: &Path) -> Result<(), RunError> {
    let unreadable = |source| RunError::Unreadable { path: folder.to_owned(), source };
    match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => Err(RunError::NotEmpty(folder.to_owned())),
        Err(error) => Err(unreadable(error)),
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(RunError::NotEmpty(folder.to_owned())),
        },
    }
}

/// Every file below `dir`, with its path below `to`.
fn collect(dir: &Dir<'_>, to: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(inner) => collect(inner, to, files),
            DirEntry::File(file) => files.push((to.join(file.path()), file.contents().to_vec())),
        }
    }
}

/// The file as it stands in a project, whose inbox is elsewhere than in this repository.
fn moved(path: &Path, bytes: Vec<u8>) -> Vec<u8> {
    let settings = path.extension().is_some_and(|ending| ending == "toml");
    match String::from_utf8(bytes) {
        Ok(text) if settings => text.replace(INBOX_HERE, INBOX_THERE).into_bytes(),
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), RunError> {
    let unwritable = |source| RunError::Unwritable { path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(unwritable)?;
    }
    std::fs::write(path, bytes).map_err(unwritable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Request, Settings, run};
    use std::collections::BTreeSet;

    fn project(demo: bool) -> (tempfile::TempDir, Vec<PathBuf>) {
        let folder = tempfile::tempdir().expect("a folder");
        let written = init(&folder.path().join("new"), demo).expect("a project");
        (folder, written)
    }

    fn check_sound(project: &Path, pipeline: &str) {
        let settings = Settings::load(&project.join("new/pipelines").join(pipeline)).expect("settings");
        let findings = match &settings {
            Ok(settings) => &settings.findings,
            Err(faults) => faults,
        };
        assert_eq!(findings.iter().map(|f| f.text(mola_finding::Language::En)).collect::<Vec<_>>(), [""; 0]);
    }

    #[test]
    fn a_new_project_is_sound_and_its_example_runs_without_a_finding() {
        let (folder, _) = project(false);
        check_sound(folder.path(), "my-programme");
        // 10 February 2025: the last report of the example has just come.
        let mut request = Request::new(folder.path().join("new/pipelines/my-programme"), 1_739_145_600_000, "test");
        request.keys = crate::KeyRing::said("07".repeat(32));
        let outcome = run(&request, &|_| {}).expect("a run").expect("a sound pipeline");
        assert_eq!(
            outcome.findings.iter().map(|(_, f)| f.text(mola_finding::Language::En)).collect::<Vec<_>>(),
            [""; 0]
        );
        assert!(!outcome.summary.provisional);
        // Six people; two came twice, and one of them is written in two ways.
        assert_eq!((outcome.summary.lines, outcome.summary.people, outcome.summary.women), (8, Some(6), Some(4)));
    }

    #[test]
    fn the_demo_is_the_whole_case() {
        let (folder, written) = project(true);
        check_sound(folder.path(), "panama");
        let root = Path::new("../..");
        let mut expected = BTreeSet::from(["README.txt".to_owned()]);
        for (from, to) in
            [("pipelines/panama", "pipelines/panama"), ("mappings", "mappings"), ("fixtures/panama/inbox", "inbox")]
        {
            list(&root.join(from), to, &mut expected);
        }
        let below = |path: &PathBuf| {
            let path = path.strip_prefix(folder.path().join("new")).expect("in the project");
            path.to_string_lossy().replace('\\', "/")
        };
        assert_eq!(written.iter().map(below).collect::<BTreeSet<_>>(), expected);
    }

    fn list(folder: &Path, to: &str, all: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let entry = entry.expect("an entry");
            let path = format!("{to}/{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                list(&entry.path(), &path, all);
            } else {
                all.insert(path);
            }
        }
    }

    #[test]
    fn what_is_there_is_not_touched() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("mine.txt");
        std::fs::write(&file, "mine").expect("a file");
        for taken in [folder.path(), file.as_path()] {
            assert!(matches!(init(taken, false), Err(RunError::NotEmpty(_))));
        }
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }
}
