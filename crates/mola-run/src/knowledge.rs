//! What is known at a moment: which submissions count, and their records.

use crate::RunError;
use crate::intake::below_agency;
use crate::linking::{Certainty, Sameness};
use crate::reading::{Loaded, Reader, SegmentMeta};
use crate::record::Files;
use crate::versions::{Aside, outdated, overlaps, restated};
use mola_finding::{Code, Finding, Place};
use mola_frame::{Grain, column};
use mola_map::{MappedTable, cell_of};
use mola_measure::{Canon, RecordRef};
use mola_model::{Month, Period, Programme};
use mola_store::{DigestBuilder, Reading, ReadingState, Segment, Store, Submission};
use polars::prelude::*;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

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
    meta: OnceLock<SegmentMeta>,
}

impl HeldSegment {
    /// Where its records come from.
    pub fn meta(&self) -> &SegmentMeta {
        self.meta.get_or_init(|| serde_json::from_str(&self.segment.meta).unwrap_or_default())
    }
}

/// How a submission stands in a state of knowledge.
enum Standing {
    Current,
    Later,
    Superseded,
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
    /// Submissions whose place a newer one of their name had taken by the moment.
    pub superseded: Vec<Submission>,
    /// Submissions that were accepted and do not count: another file is their newer version, or says the same.
    pub aside: Vec<Aside>,
    /// Of each file whose place a newer one of its name has taken, the last reading that counted.
    before: Vec<Aside>,
    /// Segments of what counts; records name them by index.
    pub segments: Vec<HeldSegment>,
    /// Findings of readings, with the agency.
    pub findings: Vec<(String, Finding)>,
    /// Who is the same although the identifiers do not say so.
    pub same: Sameness,
}

impl Knowledge {
    /// What the store knows at `moment`, Unix milliseconds.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn at(store: &Store, reader: &Reader<'_>, moment: i64) -> Result<Self, RunError> {
        Self::of(store, reader, |submission| match submission {
            _ if submission.received > moment => Standing::Later,
            _ if !submission.current_at(moment) => Standing::Superseded,
            _ => Standing::Current,
        })
    }

    /// The state of knowledge in which just these files are current.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn holding(store: &Store, reader: &Reader<'_>, files: &Files) -> Result<Self, RunError> {
        Self::of(store, reader, |submission| match is_among(files, submission) {
            true => Standing::Current,
            false => Standing::Later,
        })
    }

    fn of(store: &Store, reader: &Reader<'_>, standing: impl Fn(&Submission) -> Standing) -> Result<Self, RunError> {
        let programme = reader.settings.pipeline.programme.code.as_str();
        let readings: BTreeMap<String, Reading> =
            store.readings(programme)?.into_iter().map(|r| (r.id.clone(), r)).collect();
        let mut known = Self {
            counted: Vec::new(),
            quarantined: Vec::new(),
            later: Vec::new(),
            unread: Vec::new(),
            superseded: Vec::new(),
            aside: Vec::new(),
            before: Vec::new(),
            segments: Vec::new(),
            findings: Vec::new(),
            same: Sameness::default(),
        };
        let mut submissions = store.submissions(programme)?;
        submissions.sort_by(|a, b| (a.received, &a.path).cmp(&(b.received, &b.path)));
        let mut before: BTreeMap<String, Held> = BTreeMap::new();
        for submission in submissions {
            let id = reader.id(&submission.content, &submission.agency, below_agency(&submission.path));
            match (standing(&submission), readings.get(&id).cloned()) {
                (Standing::Later, _) => known.later.push(submission),
                (Standing::Superseded, reading) => {
                    let reading = reading.filter(|reading| reading.state == ReadingState::Accepted);
                    let held = reading.map(|reading| Held { submission: submission.clone(), reading });
                    before.extend(held.map(|held| (submission.path.clone(), held)));
                    known.superseded.push(submission);
                }
                (Standing::Current, Some(reading)) if reading.state == ReadingState::Accepted => {
                    known.counted.push(Held { submission, reading });
                }
                (Standing::Current, Some(reading)) => known.quarantined.push(Held { submission, reading }),
                (Standing::Current, None) => known.unread.push(submission),
            }
        }
        known.add_segments(reader, store.segments(programme)?, before);
        let agencies: BTreeMap<String, String> = known
            .counted
            .iter()
            .chain(&known.quarantined)
            .chain(known.aside.iter().filter(|aside| aside.is_same).map(|aside| &aside.held))
            .map(|held| (held.reading.id.clone(), held.submission.agency.clone()))
            .collect();
        for (_, reading, finding) in store.findings(programme)? {
            if let Some(agency) = agencies.get(&reading) {
                known.findings.push((agency.clone(), finding));
            }
        }
        let registers: Vec<&str> = known.of_grain(Grain::Participation).map(|(_, id)| id).collect();
        known.same = Sameness::of(store, reader, &registers)?;
        known.findings.extend(known.same.findings.iter().map(|finding| (String::new(), finding.clone())));
        let borrowed: Vec<_> = known.same.borrowed.iter().filter_map(|record| known.borrowed(record)).collect();
        known.findings.extend(borrowed);
        Ok(known)
    }

    /// The finding of a record with the identifier of someone else, and the agency.
    fn borrowed(&self, (segment, table, row): &(String, u16, u32)) -> Option<(String, Finding)> {
        let index = self.segments.iter().position(|held| held.segment.id == *segment)?;
        let record =
            RecordRef { segment: u32::try_from(index).ok()?, table: *table, row: *row, column: 0, beneficiary: None };
        let (place, table) = self.table(record)?;
        let cell = cell_of(table, *row, column::IDENTIFIER, None)?;
        let agency = self.counted[self.segments[index].held].submission.agency.clone();
        Some((agency, Finding::new(Code::IdentifierShared, place.cell(cell))))
    }

    /// Gives what counts its segments, and sets aside what does not count beside another file.
    fn add_segments(&mut self, reader: &Reader<'_>, all: Vec<Segment>, before: BTreeMap<String, Held>) {
        let mut by_reading: BTreeMap<String, Vec<Segment>> = BTreeMap::new();
        all.into_iter().for_each(|segment| by_reading.entry(segment.reading.clone()).or_default().push(segment));
        let outdated = outdated(reader, &self.counted, &by_reading);
        let paths: Vec<String> = self.counted.iter().map(|held| held.submission.path.clone()).collect();
        for (index, held) in std::mem::take(&mut self.counted).into_iter().enumerate() {
            match outdated.get(&index) {
                None => self.counted.push(held),
                Some((by, is_same)) => {
                    let segments = by_reading.remove(&held.reading.id).unwrap_or_default();
                    self.aside.push(Aside { held, segments, by: paths[*by].clone(), is_same: *is_same });
                }
            }
        }
        for (held, own) in self.counted.iter().enumerate() {
            for segment in by_reading.remove(&own.reading.id).unwrap_or_default() {
                self.segments.push(HeldSegment { segment, held, meta: OnceLock::new() });
            }
        }
        let before = before.into_iter().map(|(by, held)| {
            let segments = by_reading.remove(&held.reading.id).unwrap_or_default();
            Aside { held, segments, by, is_same: false }
        });
        self.before = before.collect();
    }

    /// What counts and has a segment that is not on the disk as it was written.
    pub fn damaged(&self, reader: &Reader<'_>) -> Vec<Submission> {
        let is_damaged = |own: &&HeldSegment| {
            let found = reader.files.segment_checksum(&own.segment.id).ok();
            own.meta().checksum.is_some_and(|written| found != Some(written))
        };
        let held: BTreeSet<usize> = self.segments.par_iter().filter(is_damaged).map(|own| own.held).collect();
        held.into_iter().map(|held| self.counted[held].submission.clone()).collect()
    }

    /// What became of the rows of files whose place others took, and which files repeat the rows of others.
    ///
    /// # Errors
    /// When a segment cannot be read.
    pub fn told_of_versions(&self, reader: &Reader<'_>) -> Result<Vec<Finding>, RunError> {
        let mut findings = overlaps(&self.counted, &self.segments);
        for aside in self.aside.iter().chain(&self.before) {
            if aside.is_same {
                let place = Place::file(&aside.held.submission.path);
                findings.push(Finding::new(Code::FileRepeated, place).with("file", aside.by.as_str()));
                continue;
            }
            let Some(new) = self.counted.iter().position(|held| held.submission.path == aside.by) else { continue };
            let new: Vec<&HeldSegment> = self.segments.iter().filter(|segment| segment.held == new).collect();
            findings.extend(restated(reader, aside, &new)?);
        }
        Ok(findings)
    }

    /// All files that were read.
    pub fn held(&self) -> impl Iterator<Item = &Held> {
        self.counted.iter().chain(&self.quarantined).chain(self.aside.iter().map(|aside| &aside.held))
    }

    /// When a file came that was accepted.
    pub fn received(&self, path: &str) -> Option<i64> {
        let held = self.counted.iter().chain(self.aside.iter().map(|aside| &aside.held));
        held.map(|held| &held.submission).find(|own| own.path == path).map(|own| own.received)
    }

    /// By path, the file that took a file's place.
    pub fn successors(&self) -> BTreeMap<String, String> {
        let replaced = self.aside.iter().filter(|aside| !aside.is_same);
        replaced.map(|aside| (aside.held.submission.path.clone(), aside.by.clone())).collect()
    }

    /// The files that are current, whether anything of them counts or not.
    pub fn files(&self) -> Files {
        let read = self.counted.iter().chain(&self.quarantined).map(|held| &held.submission);
        read.chain(&self.unread).map(|s| (s.path.clone(), (s.content, s.received))).collect()
    }

    /// The months that the records of each file that counts are about.
    pub fn months(&self) -> BTreeMap<&str, BTreeSet<i32>> {
        let mut months: BTreeMap<&str, BTreeSet<i32>> = BTreeMap::new();
        for segment in &self.segments {
            let path = self.counted[segment.held].submission.path.as_str();
            months.entry(path).or_default().extend(&segment.meta().months);
        }
        months
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
        for own in &self.aside {
            digest.part("aside", format!("{} {}", held(&own.held), own.by).as_bytes());
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

    /// Gives the participations that count to `take`, segment by segment in order of receipt, with the columns that
    /// the programme's indicators need; `traced` with their places in the sources, and with the keys that
    /// beneficiaries have by `certainty`. What is `loaded` already, not traced, is not read again.
    ///
    /// # Errors
    /// When a segment cannot be read, or `take` fails.
    pub fn participations(
        &self,
        reader: &Reader<'_>,
        mut loaded: Loaded,
        (traced, certainty): (bool, Certainty),
        mut take: impl FnMut(DataFrame) -> PolarsResult<()> + Send,
    ) -> Result<(), RunError> {
        let columns = reader.columns(traced);
        let mut own = self.of_grain(Grain::Participation).peekable();
        // While some are counted, the next are read: so few are in memory at a time.
        let mut portions = std::iter::from_fn(|| {
            let mut rows = 0;
            let mut portion = Vec::new();
            while let Some((index, id)) = own.next_if(|_| portion.is_empty() || rows < ROWS_AT_ONCE) {
                rows += self.segments[index].segment.rows;
                portion.push((index, id));
            }
            Some(portion).filter(|portion| !portion.is_empty())
        });
        let mut load = || -> Result<Option<Vec<DataFrame>>, RunError> {
            let Some(portion) = portions.next() else { return Ok(None) };
            let known: Vec<_> = portion.iter().map(|(index, id)| (*index, *id, loaded.remove(*id))).collect();
            let frames = known.into_par_iter().map(|(index, id, known)| {
                let frame = match known {
                    Some(frame) => frame,
                    None => reader.segment(id, Grain::Participation, &columns)?,
                };
                numbered(self.same.apply(frame, id, certainty)?, index)
            });
            frames.collect::<Result<_, _>>().map(Some)
        };
        let mut ready = load()?;
        while let Some(frames) = ready {
            let (taken, next) = rayon::join(|| frames.into_iter().try_for_each(&mut take), &mut load);
            taken?;
            ready = next?;
        }
        Ok(())
    }

    /// The observations and amounts that count, in order of receipt.
    ///
    /// # Errors
    /// When a segment cannot be read.
    pub fn canon(&self, reader: &Reader<'_>) -> Result<Canon, RunError> {
        let read = |grain| -> Result<Vec<DataFrame>, RunError> {
            let own: Vec<(usize, &str)> = self.of_grain(grain).collect();
            let none = BTreeSet::new();
            own.into_par_iter().map(|(index, id)| numbered(reader.segment(id, grain, &none)?, index)).collect()
        };
        Ok(Canon::new(&read(Grain::Observation)?, &read(Grain::Money)?)?)
    }

    /// The segments of a grain, with their indices.
    fn of_grain(&self, grain: Grain) -> impl Iterator<Item = (usize, &str)> {
        let all = self.segments.iter().enumerate();
        all.filter(move |(_, s)| s.segment.grain == grain.as_str()).map(|(index, s)| (index, s.segment.id.as_str()))
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

/// Whether a submission is one of these files.
pub(crate) fn is_among(files: &Files, submission: &Submission) -> bool {
    files.get(&submission.path) == Some(&(submission.content, submission.received))
}

/// Segments of about so many rows are in memory at the same time, and as many again are being read.
const ROWS_AT_ONCE: u64 = 1 << 16;

/// The records of a segment with its index, where their places are asked for.
fn numbered(mut frame: DataFrame, index: usize) -> Result<DataFrame, RunError> {
    if frame.column(column::TABLE).is_ok() {
        let segment = UInt32Chunked::full(column::SEGMENT.into(), index as u32, frame.height());
        frame.with_column(segment.into_column())?;
    }
    Ok(frame)
}

/// The column of the sheet that a record comes from, where columns became rows.
pub(crate) fn value_column(record: RecordRef) -> Option<u32> {
    (record.column > 0).then(|| u32::from(record.column))
}
