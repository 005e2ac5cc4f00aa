//! Whether a programme's settings are sound, and which mapping takes which file of the inbox.

use crate::cases;
use crate::inbox::{self, Dropped};
use crate::reading::{Choice, choose};
use crate::settings::{Settings, normal};
use crate::{Request, RunError};
use mola_finding::{Code, Finding, Place};
use serde::Serialize;

/// A programme whose settings are sound.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedProgramme {
    /// The programme's code.
    pub programme: String,
    /// The mappings in the order of the pipeline, with the files that they take.
    pub mappings: Vec<CheckedMapping>,
    /// Files of the inbox that are still being written.
    pub waiting: Vec<String>,
    /// Faults of the cases beside the pipeline, in the order of the text.
    pub cases: Vec<Finding>,
    /// Findings that do not stop a run, and files that no mapping takes, or more than one.
    pub findings: Vec<Finding>,
}

/// One mapping and the files of the inbox that it takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckedMapping {
    /// The mapping's name.
    pub mapping: String,
    /// The agency's code.
    pub agency: String,
    /// Files, relative to the inbox.
    pub files: Vec<String>,
}

/// Checks the settings and looks into the inbox; no file in it is opened. The inner error are the
/// faults of the settings, all of them.
///
/// # Errors
/// When there is no pipeline, or settings or inbox cannot be read.
pub fn check(request: &Request) -> Result<Result<CheckedProgramme, Vec<Finding>>, RunError> {
    let settings = match Settings::load(&request.pipeline)? {
        Ok(settings) => settings,
        Err(faults) => return Ok(Err(faults)),
    };
    let own = || normal(&settings.folder.join(&settings.inbox));
    let scan = inbox::scan(&request.inbox.clone().unwrap_or_else(own))?;
    let mapping = |m: &mola_spec::Mapping| CheckedMapping {
        mapping: m.name.clone(),
        agency: m.agency.clone(),
        files: Vec::new(),
    };
    let mut checked = CheckedProgramme {
        programme: settings.pipeline.programme.code.clone(),
        mappings: settings.pipeline.mappings.iter().map(mapping).collect(),
        waiting: scan.waiting,
        cases: cases::faults(&settings)?,
        findings: settings.findings.clone(),
    };
    scan.files.iter().for_each(|file| assign(&settings, file, &mut checked));
    Ok(Ok(checked))
}

fn assign(settings: &Settings, file: &Dropped, checked: &mut CheckedProgramme) {
    let finding = |code| Finding::new(code, Place::file(&file.path));
    match choose(settings, &file.agency, file.below_agency()) {
        Choice::One(mapping) => {
            let own = checked.mappings.iter_mut().find(|m| m.mapping == mapping.name);
            own.into_iter().for_each(|m| m.files.push(file.path.clone()));
        }
        Choice::None(nearest) => {
            checked.findings.push(finding(Code::FileUnknown).with("nearest", nearest.unwrap_or_default()));
        }
        Choice::Several(first, second) => {
            checked.findings.push(finding(Code::FileAmbiguous).with("first", first).with("second", second));
        }
    }
}
