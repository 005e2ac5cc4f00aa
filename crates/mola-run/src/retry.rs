//! Files that were set aside, read again.
//!
//! A file that breaks its mapping is read again by itself once the mapping, a code list or the program
//! changes. What is left are files that were set aside for another reason, such as a reading that took
//! too much memory on a busy computer.

use crate::consolidate::{moment, reader, store_folder};
use crate::intake::{below_agency, read_again};
use crate::knowledge::{Held, Knowledge};
use crate::settings::Settings;
use crate::status::FileStatus;
use crate::{Request, RunError, Step};
use mola_finding::Finding;
use mola_model::FileState;
use mola_store::{Store, Submission};
use serde::Serialize;

/// What came of reading files again.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Retried {
    /// The version of this shape.
    pub schema_version: u32,
    /// The programme's code.
    pub programme: String,
    /// The files that were read again, in order of name, as they stand now.
    pub files: Vec<FileStatus>,
    /// Why files are set aside still.
    #[serde(skip)]
    pub findings: Vec<Finding>,
}

/// Reads files again that were set aside: the ones named, by path below the inbox, by name or by where they lie; all
/// of them where none is named. The inner error are the faults of the pipeline.
///
/// # Errors
/// [`RunError::NotQuarantined`] where a name is that of none; when the store cannot be used.
pub fn retry(
    request: &Request,
    names: &[String],
    progress: &(dyn Fn(Step) + Sync),
) -> Result<Result<Retried, Vec<Finding>>, RunError> {
    let settings = match Settings::load(&request.pipeline)? {
        Ok(settings) => settings,
        Err(faults) => return Ok(Err(faults)),
    };
    let mut store = Store::open(&store_folder(request.store.as_deref(), &settings), &request.keys)?;
    let reader = reader(&settings, &store, request)?;
    let known = Knowledge::at(&store, &reader, i64::MAX)?;
    let aside: Vec<Submission> = known.quarantined.into_iter().map(|held| held.submission).collect();
    let wanted = wanted(&aside, names)?;
    read_again(&reader, &mut store, wanted.clone(), Some("file-retried"), progress)?;
    let known = Knowledge::at(&store, &reader, i64::MAX)?;
    let is_wanted = |held: &&Held| wanted.contains(&held.submission);
    let counted = known.counted.iter().filter(is_wanted).map(|held| standing(held, FileState::Accepted));
    let aside = known.quarantined.iter().filter(is_wanted).map(|held| standing(held, FileState::Quarantined));
    let mut files: Vec<FileStatus> = counted.chain(aside).collect();
    files.sort_by(|one, other| one.file.cmp(&other.file));
    let told = |finding: &Finding| {
        let still = |file: &&FileStatus| file.state == FileState::Quarantined;
        files.iter().filter(still).any(|file| finding.place.file.as_ref() == Some(&file.file))
    };
    let findings = known.findings.into_iter().map(|(_, finding)| finding).filter(told).collect();
    let programme = settings.pipeline.programme.code.clone();
    Ok(Ok(Retried { schema_version: 1, programme, files, findings }))
}

fn standing(held: &Held, state: FileState) -> FileStatus {
    let Held { submission, reading } = held;
    FileStatus {
        file: submission.path.clone(),
        agency: submission.agency.clone(),
        source: reading.source.clone(),
        state,
        received: moment(submission.received).and_utc().to_rfc3339(),
        kept: reading.counts.kept,
        refused: reading.counts.refused,
    }
}

/// The files that are meant.
fn wanted(aside: &[Submission], names: &[String]) -> Result<Vec<Submission>, RunError> {
    if names.is_empty() {
        return Ok(aside.to_vec());
    }
    let mut wanted: Vec<Submission> = Vec::new();
    for name in names {
        let own: Vec<&Submission> = aside.iter().filter(|submission| is_meant(&submission.path, name)).collect();
        if own.is_empty() {
            let aside = aside.iter().map(|submission| submission.path.clone()).collect();
            return Err(RunError::NotQuarantined { file: name.clone(), aside });
        }
        wanted.extend(own.into_iter().filter(|own| !wanted.contains(own)).cloned().collect::<Vec<_>>());
    }
    Ok(wanted)
}

/// Whether a name means the file of this path: the path itself or what ends in it, or what it ends in.
fn is_meant(path: &str, name: &str) -> bool {
    let name = name.replace('\\', "/");
    let ends = |long: &str, short: &str| long.strip_suffix(short).is_some_and(|rest| rest.ends_with('/'));
    let moved = name.rsplit_once("/.quarantined/").map(|(_, moved)| moved.get(9..).unwrap_or_default());
    let flat = below_agency(path).replace('/', "-");
    path == name || ends(&name, path) || ends(path, &name) || moved.is_some_and(|moved| moved == flat)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_meant_by_path_name_or_place() {
        for (name, expected) in [
            ("fao/2011/a.xls", true),
            ("a.xls", true),
            ("2011/a.xls", true),
            ("inbox/fao/2011/a.xls", true),
            ("inbox\\fao\\2011\\a.xls", true),
            ("inbox/fao/.quarantined/0123abcd-2011-a.xls", true),
            ("xls", false),
            ("b.xls", false),
            ("undp/a.xls", false),
            ("", false),
        ] {
            assert_eq!(is_meant("fao/2011/a.xls", name), expected, "{name}");
        }
    }
}
