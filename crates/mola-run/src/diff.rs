//! Which figures two issues have differently, and why.

use crate::consolidate::{reader, store_folder};
use crate::issuing::{self, IssueStatus, ProgrammeIssues};
use crate::knowledge::Knowledge;
use crate::measuring::measured;
use crate::reading::Loaded;
use crate::record::IssueRecord;
use crate::restating::{Past, Present, Restating, Values, months, values};
use crate::settings::Settings;
use crate::summary::SummaryChange;
use crate::{Request, RunError, Step};
use mola_finding::Finding;
use mola_model::{Change, FigureKey};
use mola_store::{IssueEntry, Store};
use serde::Serialize;
use std::collections::BTreeSet;

/// What an issue has otherwise than an earlier one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IssueDifference {
    /// The version of this shape.
    pub schema_version: u32,
    /// The programme's code.
    pub programme: String,
    /// The issue that was closed earlier.
    pub old: IssueStatus,
    /// The issue that was closed later.
    pub new: IssueStatus,
    /// How the bridges were found.
    pub origin: BridgeOrigin,
    /// The figures of the old issue that the new one knows otherwise, in order of key. Those that are
    /// over all, or by agency or place alone, come first.
    pub changes: Vec<SummaryChange>,
    /// How many of them are over all, or by agency or place alone.
    pub level: usize,
}

/// How the bridges between two issues were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BridgeOrigin {
    /// They stand in the new issue, as they were when it was closed.
    Issued,
    /// They are measured now, under today's settings.
    Measured,
}

/// The difference between two issues, each named by the beginning of its id or by its period; the one
/// that was closed earlier is the old one. The inner error are the faults of the pipeline.
///
/// # Errors
/// When there is no such issue, or the store cannot be used.
pub fn diff(
    request: &Request,
    one: &str,
    other: &str,
    progress: &(dyn Fn(Step) + Sync),
) -> Result<Result<IssueDifference, Vec<Finding>>, RunError> {
    let settings = match Settings::load(&request.pipeline)? {
        Ok(settings) => settings,
        Err(faults) => return Ok(Err(faults)),
    };
    let folder = store_folder(request.store.as_deref(), &settings);
    let store = Store::open_read(&folder, &request.keys)?;
    let entries = store.issues(&settings.pipeline.programme.code)?;
    let at = |asked: &str| -> Result<usize, RunError> {
        let found = issuing::find(&store, &settings, &entries, asked)?;
        Ok(entries.iter().position(|entry| entry.id == found.id).unwrap_or_default())
    };
    let (one, other) = (at(one)?, at(other)?);
    let (old, new) = (&entries[one.min(other)], &entries[one.max(other)]);
    let record = issuing::record(&store.files(), new)?;
    let is_told = old.id == new.id || record.since == Some(old.id);
    let (origin, changes) = if is_told {
        (BridgeOrigin::Issued, if old.id == new.id { Vec::new() } else { record.changes })
    } else {
        drop(store);
        // What today's settings have not read yet is read now, and kept.
        let mut store = Store::open(&folder, &request.keys)?;
        let reader = reader(&settings, &store, request)?;
        let past = issuing::past(&reader.files, old)?;
        let mut restating = Restating { reader: &reader, store: &mut store, progress };
        (BridgeOrigin::Measured, measure(&mut restating, &past, new, &record)?)
    };
    let states = ProgrammeIssues::of(&settings.pipeline.programme.code, &entries).issues;
    let (level, narrow): (Vec<&Change>, Vec<&Change>) = changes.iter().partition(|change| change.key.is_level());
    Ok(Ok(IssueDifference {
        schema_version: 1,
        programme: settings.pipeline.programme.code.clone(),
        old: states[one.min(other)].clone(),
        new: states[one.max(other)].clone(),
        origin,
        level: level.len(),
        changes: level.into_iter().chain(narrow).map(SummaryChange::from).collect(),
    }))
}

/// What became of the figures of the old issue by the new one: as they were issued where they were,
/// and else from the files that the new one is made of.
fn measure(
    restating: &mut Restating<'_>,
    past: &Past,
    new: &IssueEntry,
    record: &IssueRecord,
) -> Result<Vec<Change>, RunError> {
    let known = restating.holding(&record.making.files)?;
    let issued: Values =
        record.figures.iter().filter_map(|(id, f)| Some((id.parse::<FigureKey>().ok()?, f.told()))).collect();
    let now = if new.period == past.period.to_string() {
        issued
    } else {
        let mut now = values(&measured(&known, restating.reader, Loaded::new(), past.period)?.facts);
        now.iter_mut().for_each(|(key, told)| issued.get(key).into_iter().for_each(|own| told.clone_from(own)));
        now
    };
    let now = Present {
        period: past.period,
        making: record.making.clone(),
        values: now,
        hidden: BTreeSet::new(),
        months: months(&known),
        successors: Knowledge::at(restating.store, restating.reader, new.known_until)?.successors(),
    };
    restating.changes(past, &now)
}
