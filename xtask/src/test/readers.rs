//! The Python in which programs that nobody here wrote open what Mola writes.

use anyhow::{Context, ensure};
use cargo_metadata::MetadataCommand;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What tests find the Python by.
pub(super) const VARIABLE: &str = "MOLA_PYTHON";

/// What is installed, each list by itself: of the second only the files are used, and what they would bring with them
/// does not agree with the first.
const LISTS: [(&str, &[&str]); 2] = [("requirements.txt", &[]), ("requirements-data.txt", &["--no-deps"])];

/// The Python that is named, or else one of our own beside the build, made anew where the lists have changed.
///
/// # Errors
/// When there is no `python3` with `venv`, or a package cannot be installed.
pub(super) fn python() -> anyhow::Result<OsString> {
    if let Some(named) = std::env::var_os(VARIABLE) {
        return Ok(named);
    }
    let metadata = MetadataCommand::new().no_deps().exec().context("cargo metadata")?;
    let lists = metadata.workspace_root.as_std_path().join("tests/readers");
    let own = metadata.target_directory.as_std_path().join("readers");
    let python = own.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let same = |(name, _): &(&str, &[&str])| fs::read(own.join(name)).ok() == fs::read(lists.join(name)).ok();
    if python.is_file() && LISTS.iter().all(same) {
        return Ok(python.into());
    }
    eprintln!("── packages of tests/readers");
    fs::create_dir_all(&own)?;
    carry_out(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&own))
        .context("python3 with venv is needed")?;
    for (name, options) in LISTS {
        install(&python, &lists.join(name), options)?;
        fs::copy(lists.join(name), own.join(name))?;
    }
    Ok(python.into())
}

fn install(python: &Path, list: &Path, options: &[&str]) -> anyhow::Result<()> {
    let mut command = Command::new(python);
    command.args(["-m", "pip", "install", "-q", "--disable-pip-version-check"]).args(options).arg("-r").arg(list);
    carry_out(&mut command).with_context(|| format!("the packages of {}", list.display()))
}

fn carry_out(command: &mut Command) -> anyhow::Result<()> {
    ensure!(command.status()?.success(), "{command:?} failed");
    Ok(())
}
