//! Segments read back, with the columns that the programme's indicators need.

use crate::RunError;
use crate::reading::{Loaded, Reader};
use mola_frame::{Grain, column};
use mola_model::{Computation, OwnColumns, Programme};
use polars::prelude::DataFrame;
use std::collections::BTreeSet;

impl Reader<'_> {
    /// Loads segments, untraced, one after the other: other cores read new files meanwhile. One that cannot be
    /// read is left out: whoever needs it meets the error.
    pub(crate) fn load(&self, segments: &[(String, Grain)]) -> Loaded {
        let columns = self.columns(false);
        let read = |(id, grain): &(String, Grain)| Some((id.clone(), self.segment(id, *grain, &columns).ok()?));
        segments.iter().filter_map(read).collect()
    }

    /// A segment's records; of participations the given columns.
    pub(crate) fn segment(&self, id: &str, grain: Grain, columns: &BTreeSet<String>) -> Result<DataFrame, RunError> {
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        let asked = (grain == Grain::Participation).then_some(columns.as_slice());
        Ok(self.files.segment(id, asked)?)
    }

    /// The columns of participations that the programme's indicators need; `traced` with those that
    /// lead to their places in the sources.
    pub(crate) fn columns(&self, traced: bool) -> BTreeSet<String> {
        let pipeline = &self.settings.pipeline;
        let mut columns = needed(&pipeline.programme, &pipeline.own);
        if traced {
            columns.extend(TRACE.map(str::to_owned));
        }
        columns
    }
}

/// The columns that lead from a record to its place in the source.
const TRACE: [&str; 3] = [column::TABLE, column::ROW, column::COLUMN];

/// The columns of participations that some indicator needs.
fn needed(programme: &Programme, own: &OwnColumns) -> BTreeSet<String> {
    let always = [column::AGENCY, column::KIND, column::KEY, column::MONTH, column::PLACE];
    let mut columns: BTreeSet<String> = always.into_iter().map(str::to_owned).collect();
    columns.extend(programme.dimensions.iter().map(|d| d.code.clone()));
    if columns.contains(column::AGE_BAND) {
        columns.insert(column::AGE.to_owned());
    }
    for indicator in &programme.indicators {
        columns.extend(indicator.dimensions.iter().cloned());
        match &indicator.computation {
            Computation::Unique { filter, .. } => columns.extend(filter.keys().cloned()),
            Computation::Sum { measure, filter } | Computation::Stock { measure, filter } => {
                columns.extend(measure.iter().cloned());
                columns.extend(filter.keys().cloned());
            }
            Computation::Mean { measure, filter, .. } => {
                columns.insert(measure.clone());
                columns.extend(filter.keys().cloned());
            }
            Computation::Indirect => {
                columns.extend([column::HOUSEHOLD.to_owned(), column::HOUSEHOLD_SIZE.to_owned()]);
                // Households of several sizes are findings, with their places.
                columns.extend(TRACE.map(str::to_owned));
            }
            Computation::Ratio
            | Computation::Rate { .. }
            | Computation::Milestone
            | Computation::Ordinal { .. }
            | Computation::Text
            | Computation::Formula { .. } => {}
        }
    }
    let canonical = Grain::Participation.columns().iter().map(|(name, _)| *name);
    let named = own.measures.iter().chain(&own.dimensions).map(String::as_str);
    let known: BTreeSet<&str> = canonical.chain(named).chain([column::TABLE, column::ROW, column::COLUMN]).collect();
    columns.retain(|name| known.contains(name.as_str()));
    columns
}
