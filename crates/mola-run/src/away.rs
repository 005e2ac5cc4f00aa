//! Moves what is in the ledger out of the inbox, where the pipeline says so.
//!
//! The ledger is the record, the move is not: it is made as well as it goes, and a file that stays is
//! not read again. Beside a file that was set aside lies a text that says why.

use crate::RunError;
use crate::feedback::feedback;
use crate::inbox::Dropped;
use crate::knowledge::Held;
use crate::reading::Reader;
use mola_finding::Finding;
use mola_model::FileState;
use mola_store::{Digest, Reading, ReadingState, Store, Submission};
use std::collections::BTreeMap;

/// What became of a content under today's mapping, or under the one that read it last.
struct Verdict {
    reading: Reading,
    findings: Vec<Finding>,
}

/// Moves files, each with the content that the ledger knows of it, to `.accepted` or `.quarantined` in their agency's
/// folder.
///
/// # Errors
/// When the ledger cannot be read.
pub(crate) fn put_away(reader: &Reader<'_>, store: &Store, settled: &[(&Dropped, Digest)]) -> Result<(), RunError> {
    let own: Vec<&(&Dropped, Digest)> = settled.iter().filter(|(file, _)| !file.agency.is_empty()).collect();
    if own.is_empty() {
        return Ok(());
    }
    let verdicts = verdicts(reader, store, &own)?;
    for (file, content) in own {
        let Some(verdict) = verdicts.get(content) else { continue };
        if !put_one_away(reader, file, *content, verdict) {
            tracing::warn!(file = %file.path, "taken in, but could not be moved out of the inbox");
        }
    }
    Ok(())
}

fn verdicts(
    reader: &Reader<'_>,
    store: &Store,
    files: &[&(&Dropped, Digest)],
) -> Result<BTreeMap<Digest, Verdict>, RunError> {
    let programme = reader.settings.pipeline.programme.code.as_str();
    let todays: BTreeMap<Digest, String> =
        files.iter().map(|(file, content)| (*content, reader.id(content, &file.agency, file.below_agency()))).collect();
    let mut verdicts: BTreeMap<Digest, Verdict> = BTreeMap::new();
    for reading in store.readings(programme)? {
        let is_wanted = todays.get(&reading.content).is_some_and(|id| *id == reading.id);
        // A duplicate under another name has no reading of its own: what became of its content holds.
        let is_accepted = reading.state == ReadingState::Accepted;
        if todays.contains_key(&reading.content)
            && (is_wanted || is_accepted || !verdicts.contains_key(&reading.content))
        {
            verdicts.insert(reading.content, Verdict { reading, findings: Vec::new() });
        }
    }
    for (content, reading, finding) in store.findings(programme)? {
        if let Some(verdict) = verdicts.get_mut(&content).filter(|verdict| verdict.reading.id == reading) {
            verdict.findings.push(finding);
        }
    }
    Ok(verdicts)
}

/// Whether the file was moved.
fn put_one_away(reader: &Reader<'_>, file: &Dropped, content: Digest, verdict: &Verdict) -> bool {
    let Some(agency) = file.full.ancestors().nth(file.path.matches('/').count()) else { return false };
    let quarantined = verdict.reading.state == ReadingState::Quarantined;
    let folder = agency.join(if quarantined { ".quarantined" } else { ".accepted" });
    let name = format!("{}-{}", &content.to_string()[..8], file.below_agency().replace('/', "-"));
    let target = folder.join(&name);
    if std::fs::create_dir_all(&folder).is_err() || std::fs::rename(&file.full, &target).is_err() {
        return false;
    }
    if !file.is_at(&target) {
        // Someone saved another one in the same instant: it has not been read, and goes back.
        return !file.full.exists() && std::fs::rename(&target, &file.full).is_ok();
    }
    let reasons = folder.join(format!("{name}.txt"));
    if quarantined && std::fs::write(&reasons, why(reader, file, content, verdict)).is_err() {
        tracing::warn!(file = %file.path, "set aside, but the reasons could not be written beside it");
    }
    true
}

/// Why nothing of the file is counted, in the language of its agency.
fn why(reader: &Reader<'_>, file: &Dropped, content: Digest, verdict: &Verdict) -> String {
    let submission = Submission {
        content,
        path: file.path.clone(),
        agency: file.agency.clone(),
        size: file.size,
        received: reader.now,
        superseded: None,
    };
    let held = Held { submission, reading: verdict.reading.clone() };
    let mut told = feedback(reader, &held, FileState::Quarantined, None);
    told.findings = verdict.findings.iter().collect();
    mola_report::reasons(&told)
}
