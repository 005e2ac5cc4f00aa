//! The clock, the folder that the program is called in, its own file: the only place where they
//! are looked at.

use crate::failure::Failure;
use mola_finding::Language;
use mola_run::KeyRing;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// The file that makes a folder a pipeline.
const PIPELINE: &str = "pipeline.toml";

/// Now, Unix milliseconds, UTC.
pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// What tells this build from others: what another build has read is read again.
pub fn engine() -> String {
    let own = std::env::current_exe().and_then(std::fs::metadata).ok();
    let modified = own.as_ref().and_then(|own| own.modified().ok()?.duration_since(UNIX_EPOCH).ok());
    let bytes = own.map_or(0, |own| own.len());
    format!("mola {} {bytes} {}", env!("CARGO_PKG_VERSION"), modified.unwrap_or_default().as_nanos())
}

/// Where keys of stores are: as `MOLA_KEY` says, in the file that `MOLA_KEY_FILE` names, or else in the user's
/// own configuration folder.
pub fn keys() -> KeyRing {
    let named = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    if let Some(digits) = named("MOLA_KEY") {
        return KeyRing::said(digits.to_string_lossy().into_owned());
    }
    if let Some(file) = named("MOLA_KEY_FILE") {
        return KeyRing::in_file(file.into());
    }
    let home = || named("HOME").map(PathBuf::from);
    let folder = if cfg!(windows) {
        named("APPDATA").map(PathBuf::from)
    } else if cfg!(target_os = "macos") {
        home().map(|home| home.join("Library/Application Support"))
    } else {
        named("XDG_CONFIG_HOME").map(PathBuf::from).or_else(|| home().map(|home| home.join(".config")))
    };
    folder.map_or_else(KeyRing::nowhere, |folder| KeyRing::in_folder(folder.join("mola").join("keys")))
}

/// The program itself, to be started again for reading.
pub fn own_program() -> Option<PathBuf> {
    std::env::current_exe().ok()
}

/// A path as it is opened from the present folder, with `/`.
pub fn from_here(path: &str) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let path = Path::new(path);
    path.strip_prefix(here).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// The language of the command line, as far as it can be told before it is understood.
pub fn language_asked_for() -> Language {
    language_in(std::env::args())
}

fn language_in(args: impl Iterator<Item = String>) -> Language {
    let args: Vec<String> = args.collect();
    let joined = args.iter().filter_map(|arg| arg.strip_prefix("--lang=")).next_back();
    let parted = args.windows(2).rfind(|pair| pair[0] == "--lang").map(|pair| pair[1].as_str());
    joined.or(parted).and_then(|code| code.parse().ok()).unwrap_or(Language::Es)
}

/// The folder of the pipeline that is meant: the one named, by its path or by its name in
/// `pipelines`, or else the only one of the project in the present folder.
///
/// # Errors
/// Where none is named and there is not exactly one.
pub fn pipeline(asked: Option<&Path>) -> Result<PathBuf, Failure> {
    pipeline_in(Path::new(""), asked)
}

fn pipeline_in(project: &Path, asked: Option<&Path>) -> Result<PathBuf, Failure> {
    let Some(asked) = asked else { return only_pipeline(project) };
    let named = project.join("pipelines").join(asked);
    let by_path = project.join(asked);
    let is_name = !by_path.is_file() && !by_path.join(PIPELINE).is_file() && named.join(PIPELINE).is_file();
    Ok(if is_name { named } else { by_path })
}

/// Whether this is the path of a pipeline, or its name in `pipelines`.
pub fn is_pipeline(named: &Path) -> bool {
    [named, &Path::new("pipelines").join(named)].iter().any(|path| path.is_file() || path.join(PIPELINE).is_file())
}

fn only_pipeline(project: &Path) -> Result<PathBuf, Failure> {
    if project.join(PIPELINE).is_file() {
        return Ok(project.join("."));
    }
    let folders = std::fs::read_dir(project.join("pipelines")).into_iter().flatten();
    let mut found: Vec<PathBuf> =
        folders.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.join(PIPELINE).is_file()).collect();
    found.sort();
    match found.pop() {
        None => Err(Failure::NoPipelineHere),
        Some(only) if found.is_empty() => Ok(only),
        Some(last) => {
            found.push(last);
            let shown = |path: &PathBuf| path.to_string_lossy().replace('\\', "/");
            Err(Failure::SeveralPipelines(found.iter().map(shown).collect()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_known_before_the_rest() {
        for (line, expected) in [
            ("mola run", Language::Es),
            ("mola --lang fr run", Language::Fr),
            ("mola run --lang=en", Language::En),
            ("mola run --lang", Language::Es),
            ("mola run --lang de", Language::Es),
        ] {
            assert_eq!(language_in(line.split(' ').map(str::to_owned)), expected, "{line}");
        }
    }

    #[test]
    fn the_pipeline_is_the_one_that_is_meant() {
        let project = tempfile::tempdir().expect("a folder");
        let root = project.path();
        let add = |folder: &str| {
            std::fs::create_dir_all(root.join(folder)).expect("a folder");
            std::fs::write(root.join(folder).join(PIPELINE), "").expect("a file");
        };
        let found = |asked: Option<&str>| pipeline_in(root, asked.map(Path::new));
        assert!(matches!(found(None), Err(Failure::NoPipelineHere)));
        add("pipelines/one");
        std::fs::create_dir_all(root.join("pipelines/none")).expect("a folder");
        assert_eq!(found(None).ok(), Some(root.join("pipelines/one")));
        add("pipelines/two");
        assert!(matches!(found(None), Err(Failure::SeveralPipelines(names)) if names.len() == 2));
        for asked in ["pipelines/two", "two"] {
            assert_eq!(found(Some(asked)).ok(), Some(root.join("pipelines/two")));
        }
        assert_eq!(found(Some("three")).ok(), Some(root.join("three")));
    }
}
