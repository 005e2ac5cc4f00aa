//! A donor's own workbook, filled with a report.

use crate::consolidate::write;
use crate::outputs;
use crate::reporting::{Reported, Writing};
use crate::{Request, RunError, Wanted};
use mola_finding::Finding;
use mola_report::fill;
use mola_spec::SettingsText;
use mola_store::Digest;
use std::path::Path;

/// A template that was filled.
#[derive(Debug)]
pub struct FilledTemplate {
    /// What was written.
    pub reported: Reported,
    /// What of the binding could not be done.
    pub findings: Vec<Finding>,
}

/// Fills a workbook with the figures of an issue or of the last run, as a binding says. The inner error are the
/// faults of the pipeline or of the binding; then nothing is written.
///
/// # Errors
/// When there is no such issue or no run, or the template is no workbook.
pub fn fill_template(
    request: &Request,
    wanted: &Wanted,
    template: &Path,
    binding: &Path,
) -> Result<Result<FilledTemplate, Vec<Finding>>, RunError> {
    let read =
        |path: &Path| std::fs::read(path).map_err(|source| RunError::Unreadable { path: path.to_owned(), source });
    let text = SettingsText::new(binding.to_string_lossy(), String::from_utf8_lossy(&read(binding)?));
    let (binding, faults) = mola_spec::binding(&text);
    let Some(binding) = binding else { return Ok(Err(faults)) };
    let writing = match Writing::open(request, wanted)? {
        Ok(writing) => writing,
        Err(faults) => return Ok(Err(faults)),
    };
    let subject = writing.subject()?;
    let released = subject.released(&writing)?;
    let donor = writing.donors()?.into_iter().next().flatten();
    let released = donor.map_or(released.clone(), |donor| released.withholding(&donor.withheld));
    let edition = outputs::edition(&released, &writing.settings, request.language);
    let unusable = |source| RunError::Template { path: template.to_owned(), source };
    let (bytes, findings) = fill(&read(template)?, &binding, &edition).map_err(unusable)?;
    let own = template.file_stem().unwrap_or_default().to_string_lossy();
    let ending = template.extension().unwrap_or_default().to_string_lossy();
    let stem = donor.map_or(subject.stem.clone(), |donor| format!("{}_{}", subject.stem, donor.code));
    let path = writing.folder().join(format!("{stem}_{own}_{}.{ending}", request.language));
    write(&path, &bytes)?;
    let files = [(outputs::absolute(&path), Digest::of(&bytes).to_string())].into();
    Ok(Ok(FilledTemplate { reported: writing.reported(&subject, files), findings }))
}
