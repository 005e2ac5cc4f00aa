//! What is known at a moment: which submissions count, and their records.

use crate::RunError;
use crate::intake::below_agency;
use crate::reading::{Reader, SegmentMeta};
use mola_finding::{Finding, Place};
use mola_frame::{Grain, column};
use mola_map::{MappedTable, cell_of};
use mola_measure::{Canon, RecordRef};
use mola_model::{Computation, Month, Period, Programme};
use mola_store::{DigestBuilder, Reading, ReadingState, Segment, Store, Submission};
use polars::prelude::*;
use rayon::prelude::*;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// A submission with its reading under today's mapping.
pub(crate) struct Held {
    pub submission: Submission,
    pub reading: Reading,
}

/// One segment that counts.
pub(crate) struct HeldSegment {
    pub segment: Segment,
    /// Index into `Knowledge::counted`.
    pub held: usize,
    meta: OnceCell<SegmentMeta>,
}

impl HeldSegment {
    /// Where its records come from.
    pub fn meta(&self) -> &SegmentMeta {
        self.meta.get_or_init(|| serde_json::from_str(&self.segment.meta).unwrap_or_default())
    }
}

/// What is known at a moment, in order of receipt and path.
pub(crate) struct Knowledge {
    /// Submissions that count.
    pub counted: Vec<Held>,
    /// Submissions of which nothing counts.
    pub quarantined: Vec<Held>,
    /// Submissions that came after the moment.
    pub later: Vec<Submission>,
    /// Not read yet.
    pub unread: Vec<Submission>,
    /// Submissions whose place a newer one had taken by the moment.
    pub superseded: Vec<Submission>,
    /// Segments of what counts; records name them by index.
    pub segments: Vec<HeldSegment>,
    /// Findings of readings, with the agency.
    pub findings: Vec<(String, Finding)>,
}

impl Knowledge {
    /// What the store knows at `moment`, Unix milliseconds.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn at(store: &Store, reader: &Reader<'_>, moment: i64) -> Result<Self, RunError> {
        let programme = reader.settings.pipeline.programme.code.as_str();
        let readings: BTreeMap<String, Reading> =
            store.readings(programme)?.into_iter().map(|r| (r.id.clone(), r)).collect();
        let mut known = Self {
            counted: Vec::new(),
            quarantined: Vec::new(),
            later: Vec::new(),
            unread: Vec::new(),
            superseded: Vec::new(),
            segments: Vec::new(),
            findings: Vec::new(),
        };
        let mut submissions = store.submissions(programme)?;
        submissions.sort_by(|a, b| (a.received, &a.path).cmp(&(b.received, &b.path)));
        for submission in submissions {
            let id = reader.id(&submission.content, &submission.agency, below_agency(&submission.path));
            let reading = readings.get(&id).cloned();
            match reading {
                _ if submission.received > moment => known.later.push(submission),
                _ if !submission.current_at(moment) => known.superseded.push(submission),
                Some(reading) if reading.state == ReadingState::Accepted => {
                    known.counted.push(Held { submission, reading });
                }
                Some(reading) => known.quarantined.push(Held { submission, reading }),
                None => known.unread.push(submission),
            }
        }
        known.add_segments(store.segments(programme)?);
        let agencies: BTreeMap<String, String> = known
            .counted
            .iter()
            .chain(&known.quarantined)
            .map(|held| (held.reading.id.clone(), held.submission.agency.clone()))
            .collect();
        for (_, reading, finding) in store.findings(programme)? {
            if let Some(agency) = agencies.get(&reading) {
                known.findings.push((agency.clone(), finding));
            }
        }
        Ok(known)
    }

    fn add_segments(&mut self, all: Vec<Segment>) {
        let mut by_reading: BTreeMap<String, Vec<Segment>> = BTreeMap::new();
        all.into_iter().for_each(|segment| by_reading.entry(segment.reading.clone()).or_default().push(segment));
        for (held, own) in self.counted.iter().enumerate() {
            for segment in by_reading.remove(&own.reading.id).unwrap_or_default() {
                self.segments.push(HeldSegment { segment, held, meta: OnceCell::new() });
            }
        }
    }

    /// Everything that the state of knowledge consists of, as one text to be hashed. What came later
    /// is no part of it.
    pub fn identity(&self) -> DigestBuilder {
        let mut digest = DigestBuilder::new();
        let held = |h: &Held| format!("{} {} {}", h.submission.path, h.submission.received, h.reading.id);
        for (label, list) in [("counted", &self.counted), ("quarantined", &self.quarantined)] {
            for own in list {
                digest.part(label, held(own).as_bytes());
            }
        }
        for (label, list) in [("unread", &self.unread), ("superseded", &self.superseded)] {
            for own in list {
                digest.part(label, format!("{} {}", own.path, own.received).as_bytes());
            }
        }
        digest
    }

    /// The last month within the programme that a record is about, as a period of a month.
    pub fn last_period(&self, programme: &Programme) -> Period {
        let months = self.segments.iter().flat_map(|s| s.meta().months.last().copied());
        let last = months.map(Month).filter(|m| programme.window.contains(*m)).max();
        Period::month(last.unwrap_or(programme.window.last))
    }

    /// The moment at which the last submission that counts came.
    pub fn latest_receipt(&self) -> Option<i64> {
        self.counted.iter().map(|held| held.submission.received).max()
    }

    /// Records of participations in all segments.
    pub fn participation_rows(&self) -> u64 {
        let own = self.segments.iter().filter(|s| s.segment.grain == Grain::Participation.as_str());
        own.map(|s| s.segment.rows).sum()
    }

    /// The records that the programme's indicators need, in order of receipt; `traced` with
    /// their places in the sources.
    ///
    /// # Errors
    /// When a segment cannot be read.
    pub fn canon(&self, reader: &Reader<'_>, traced: bool) -> Result<Canon, RunError> {
        let mut needed = needed(&reader.settings.pipeline.programme, &reader.settings.pipeline.measures);
        if traced {
            needed.extend(TRACE.map(str::to_owned));
        }
        let needed: Vec<&str> = needed.iter().map(String::as_str).collect();
        let named: Vec<(&str, &str)> =
            self.segments.iter().map(|s| (s.segment.id.as_str(), s.segment.grain.as_str())).collect();
        let frames: Vec<(Option<Grain>, DataFrame)> = named
            .par_iter()
            .enumerate()
            .map(|(index, (id, grain))| {
                let grain = Grain::from_word(grain);
                let columns = (grain == Some(Grain::Participation)).then_some(needed.as_slice());
                let mut frame = reader.files.segment(id, columns)?;
                let segment = UInt32Chunked::full(column::SEGMENT.into(), index as u32, frame.height());
                frame.with_column(segment.into_column())?;
                Ok((grain, frame))
            })
            .collect::<Result<_, RunError>>()?;
        let (mut participations, mut observations, mut money) = (Vec::new(), Vec::new(), Vec::new());
        for (grain, frame) in frames {
            match grain {
                Some(Grain::Participation) => participations.push(frame),
                Some(Grain::Observation) => observations.push(frame),
                Some(Grain::Money) => money.push(frame),
                Some(Grain::Personal) | None => {}
            }
        }
        Ok(Canon::new(participations, observations, money)?)
    }

    /// The place of a record in its source, at the cell that its figure comes from.
    pub fn place(&self, record: RecordRef) -> Place {
        let fields = [column::VALUE, column::NUMERATOR, column::HOUSEHOLD_SIZE, column::AMOUNT, column::INDICATOR];
        let Some((place, table)) = self.table(record) else { return Place::default() };
        let cell = fields.iter().find_map(|field| cell_of(table, record.row, field, value_column(record)));
        place.cell(cell.unwrap_or(mola_finding::CellAddress::new(record.row, 1)))
    }

    /// The file and sheet of a record, and its table.
    pub fn table(&self, record: RecordRef) -> Option<(Place, &MappedTable)> {
        let held = self.segments.get(record.segment as usize)?;
        let table = held.meta().tables.get(usize::from(record.table))?;
        let file = self.counted[held.held].submission.path.clone();
        Some((Place::file(file).sheet(table.sheet.clone()), table))
    }
}

/// The column of the sheet that a record comes from, where columns became rows.
pub(crate) fn value_column(record: RecordRef) -> Option<u32> {
    (record.column > 0).then(|| u32::from(record.column))
}

/// The columns that lead from a record to its place in the source.
const TRACE: [&str; 3] = [column::TABLE, column::ROW, column::COLUMN];

/// The columns of participations that some indicator needs.
fn needed(programme: &Programme, measures: &[String]) -> BTreeSet<String> {
    let always = [column::AGENCY, column::KIND, column::KEY, column::MONTH, column::PLACE];
    let mut columns: BTreeSet<String> = always.into_iter().map(str::to_owned).collect();
    columns.extend(programme.dimensions.iter().map(|d| d.code.clone()));
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
            Computation::Ratio | Computation::Rate { .. } => {}
        }
    }
    let canonical = Grain::Participation.columns().iter().map(|(name, _)| *name);
    let known: BTreeSet<&str> = canonical
        .chain(measures.iter().map(String::as_str))
        .chain([column::TABLE, column::ROW, column::COLUMN])
        .collect();
    columns.retain(|name| known.contains(name.as_str()));
    columns
}
