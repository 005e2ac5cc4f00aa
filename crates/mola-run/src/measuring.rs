//! From a state of knowledge to figures.

use crate::RunError;
use crate::knowledge::Knowledge;
use crate::linking::Certainty;
use crate::reading::{Loaded, Reader};
use mola_disclose::{Disclosure, Released};
use mola_finding::{Code, Finding};
use mola_measure::{Measured, Participations, Question, measure};
use mola_model::{Completeness, FigureKey, Issue, Period, Status, Window};
use std::collections::BTreeSet;

/// The figures of a state of knowledge, to the end of one period. What is `loaded` already is not
/// read again.
///
/// # Errors
/// When a segment cannot be read.
pub(crate) fn measured(
    known: &Knowledge,
    reader: &Reader<'_>,
    loaded: Loaded,
    period: Period,
) -> Result<Measured, RunError> {
    let mut found = measured_with(known, reader, loaded, period, (false, Certainty::Likely))?;
    // Places take time and memory: they are there only once something has to be told of a record.
    let placeless = |f: &Finding| f.code == Code::ValueOutside && f.place.file.is_none();
    if found.findings.iter().any(|(_, finding)| placeless(finding)) {
        found = measured_with(known, reader, Loaded::new(), period, (true, Certainty::Likely))?;
    }
    leave_open(known, reader, period, &mut found)?;
    Ok(found)
}

/// Gives counts their ranges, where people are still to decide who is the same.
///
/// # Errors
/// When a segment cannot be read.
pub(crate) fn leave_open(
    known: &Knowledge,
    reader: &Reader<'_>,
    period: Period,
    found: &mut Measured,
) -> Result<(), RunError> {
    if !known.same.open.is_empty() {
        let count = |certainty| measured_with(known, reader, Loaded::new(), period, (false, certainty));
        found.leave_open(&count(Certainty::Perhaps)?, &count(Certainty::Sure)?);
    }
    Ok(())
}

/// The figures by what is certain of who is the same; `traced` with the places of all participations.
fn measured_with(
    known: &Knowledge,
    reader: &Reader<'_>,
    loaded: Loaded,
    period: Period,
    (traced, certainty): (bool, Certainty),
) -> Result<Measured, RunError> {
    let programme = &reader.settings.pipeline.programme;
    let mut participations = Participations::new(programme, period, known.participation_rows() as usize);
    known.participations(reader, loaded, (traced, certainty), |frame| participations.add(&frame))?;
    let canon = known.canon(reader)?;
    tracing::debug!("records are together");
    let place = |record| known.place(record);
    Ok(measure(&Question { programme, period, place: &place }, participations, &canon)?)
}

/// The figures that a report of this period would have to hide after what was told before.
pub(crate) fn hidden(
    reader: &Reader<'_>,
    period: Period,
    measured: Measured,
    earlier: Option<&Disclosure>,
) -> BTreeSet<FigureKey> {
    let programme = &reader.settings.pipeline.programme;
    if programme.small_cells_below == 0 {
        return BTreeSet::new();
    }
    let Measured { facts, tracking, reconciliation, cross, overlap, money, .. } = measured;
    let window = Window { first: programme.window.first, last: period.last() };
    let issue = Issue {
        programme: programme.clone(),
        period,
        window,
        as_of: Default::default(),
        provisional: false,
        headline: Vec::new(),
        tracking,
        reconciliation,
        cross,
        completeness: Completeness { months: Vec::new(), rows: Vec::new(), completeness: None, timeliness: None },
        overlap,
        money,
        changes: None,
        since: None,
        findings: Vec::new(),
        sources: Vec::new(),
        facts,
    };
    suppressed(&Released::of(issue, earlier).0)
}

/// The figures that are hidden in what may be shown.
pub(crate) fn suppressed(released: &Released) -> BTreeSet<FigureKey> {
    let hidden = released.issue().facts.iter().filter(|figure| figure.status == Status::Suppressed);
    hidden.map(|figure| figure.key.clone()).collect()
}
