//! One file: from its bytes to segments.

use crate::feedback::leave_out_own;
use crate::linking::decisions::{self, Decision};
use crate::replies::{answers, is_answer_alone};
use crate::settings::{Settings, SettingsDigests, first_baseline};
use crate::versions::told;
use mola_finding::{Code, Finding, Place};
use mola_frame::{Grain, column};
use mola_link::Linker;
use mola_map::{Context, Mapped, MappedTable};
use mola_sheet::{EncodingOrigin, Hints, Limits, Mark, Workbook};
use mola_spec::Mapping;
use mola_store::{Digest, DigestBuilder, Files, Reading, ReadingState, RowCounts, Segment, StoreError};
use polars::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use std::panic::AssertUnwindSafe;
use std::path::Path;

/// What a segment's records come from; the ledger keeps it beside the segment.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct SegmentMeta {
    /// The tables that records point to.
    pub tables: Vec<MappedTable>,
    /// The months that the records are about, in order.
    pub months: Vec<i32>,
    /// A digest of what the records say, wherever they stand.
    #[serde(default)]
    pub digest: String,
    /// A sample of the fingerprints of the records, ascending; all of them where they are few.
    #[serde(default)]
    pub sample: Vec<u64>,
    /// Which version of its report the file says it is; a later one has the greater text.
    #[serde(default)]
    pub version: Option<String>,
    /// The checksum of the segment's file.
    #[serde(default)]
    pub checksum: Option<u32>,
}

/// Segments that are loaded, by id.
pub(crate) type Loaded = HashMap<String, DataFrame>;

/// A file to read.
pub(crate) struct File<'a> {
    /// Relative to the inbox.
    pub path: &'a str,
    /// Below the agency's folder.
    pub below_agency: &'a str,
    /// The agency's folder.
    pub agency: &'a str,
    /// The digest of its bytes.
    pub content: Digest,
}

/// What reading one file made.
pub(crate) struct Made {
    pub reading: Reading,
    pub segments: Vec<Segment>,
    pub personal: Option<(String, Vec<u8>)>,
    pub findings: Vec<Finding>,
}

/// Everything that reading needs and that is the same for all files.
pub(crate) struct Reader<'a> {
    pub settings: &'a Settings,
    pub linker: Linker,
    pub files: Files,
    pub engine: &'a str,
    pub now: i64,
    /// What people decided about who is the same.
    pub decisions: Vec<Decision>,
    /// From which the linker makes keys.
    pub secret: [u8; 32],
    /// What reads files in processes of their own; where there is none, they are read in this one.
    pub program: Option<&'a Path>,
}

impl Reader<'_> {
    /// The digests of the settings; what people decided is a rule of linking.
    pub(crate) fn digests(&self) -> SettingsDigests {
        let mut digests = self.settings.digests.clone();
        if !self.decisions.is_empty() {
            let mut linking = DigestBuilder::new();
            linking.part("rules", digests.linking.to_string().as_bytes());
            linking.part("decisions", decisions::digest(&self.decisions).to_string().as_bytes());
            digests.linking = linking.finish();
        }
        digests
    }
}

/// The mapping that takes a file.
pub(crate) enum Choice<'a> {
    One(&'a Mapping),
    None(Option<&'a str>),
    Several(&'a str, &'a str),
}

impl Choice<'_> {
    /// That no mapping takes the file, or more than one.
    fn fault(&self, place: Place) -> Finding {
        match self {
            Self::One(_) => Finding::new(Code::FileUnknown, place),
            Self::None(nearest) => Finding::new(Code::FileUnknown, place).with("nearest", nearest.unwrap_or_default()),
            Self::Several(first, second) => {
                Finding::new(Code::FileAmbiguous, place).with("first", *first).with("second", *second)
            }
        }
    }
}

/// The mapping that takes a file by its agency and name.
pub(crate) fn choose<'a>(settings: &'a Settings, agency: &str, below_agency: &str) -> Choice<'a> {
    let name = below_agency.to_lowercase();
    let own: Vec<&Mapping> = settings.pipeline.mappings.iter().filter(|m| m.agency == agency).collect();
    let fits = |m: &&&Mapping| m.files.iter().any(|glob| glob.is_match(below_agency) || glob.is_match(&name));
    match own.iter().filter(fits).collect::<Vec<_>>().as_slice() {
        [] => Choice::None(own.first().map(|m| m.name.as_str())),
        [one] => Choice::One(one),
        [first, second, ..] => Choice::Several(&first.name, &second.name),
    }
}

impl<'a> Reader<'a> {
    /// The mapping that takes the file by its agency and name.
    pub(crate) fn choose(&self, agency: &str, below_agency: &str) -> Choice<'a> {
        choose(self.settings, agency, below_agency)
    }

    /// The id of the reading of this content as this file.
    pub(crate) fn id(&self, content: &Digest, agency: &str, below_agency: &str) -> String {
        let mut digest = DigestBuilder::new();
        digest.part("content", content.to_string().as_bytes()).part("engine", self.engine.as_bytes());
        match self.choose(agency, below_agency) {
            Choice::One(mapping) => {
                digest.part("mapping", self.settings.version(&mapping.name).to_string().as_bytes());
                // Fields may come from the file's name.
                digest.part("name", below_agency.as_bytes());
            }
            Choice::None(_) => {
                digest.part("mapping", b"none");
            }
            Choice::Several(first, second) => {
                digest.part("several", format!("{first} {second}").as_bytes());
            }
        }
        digest.finish().to_string()[..32].to_owned()
    }

    /// Reads a file, writes its segments and says what became of it.
    ///
    /// # Errors
    /// Only where the store cannot be written. A file that cannot be read is quarantined.
    pub(crate) fn read(&self, file: &File<'_>, bytes: Vec<u8>) -> Result<Made, StoreError> {
        let id = self.id(&file.content, file.agency, file.below_agency);
        let place = Place::file(file.path);
        let mapping = match self.choose(file.agency, file.below_agency) {
            Choice::One(mapping) => mapping,
            other => {
                return match reply_alone(file, &bytes) {
                    Some(answers) => self.accepted(id, file, "", answered(answers)),
                    None => Ok(self.quarantined(id, file, "", vec![other.fault(place)])),
                };
            }
        };
        // A defect in a reader must not take the other files down with it.
        let mapped = std::panic::catch_unwind(AssertUnwindSafe(|| self.mapped(file, bytes, mapping)));
        let mapped =
            mapped.unwrap_or_else(|_| Err(vec![Finding::new(Code::FileDamaged, place).with("reason", "structure")]));
        match mapped {
            Ok(mapped) => self.accepted(id, file, &mapping.name, mapped),
            Err(findings) => Ok(self.quarantined(id, file, &mapping.name, findings)),
        }
    }

    fn mapped(&self, file: &File<'_>, bytes: Vec<u8>, mapping: &Mapping) -> Result<Mapped, Vec<Finding>> {
        let hints = hints(mapping);
        let programme = &self.settings.pipeline.programme;
        let mut workbook = Workbook::open(bytes, &hints, &Limits::default()).map_err(|e| e.findings(file.path))?;
        let answers = answers(&mut workbook, file.path);
        if is_answer_alone(&mut workbook) {
            return Ok(answered(answers));
        }
        leave_out_own(&mut workbook);
        let context = Context {
            file: file.path,
            path_below_agency: file.below_agency,
            currency: &programme.currency,
            own: &self.settings.pipeline.own,
            window: programme.window,
            earliest: programme.window.first.first_day(),
            latest: programme.window.last.last_day(),
            baseline: first_baseline(programme).first_day(),
        };
        let noted = noted(file, &workbook);
        match mola_map::map(&mut workbook, mapping, &context) {
            Ok(mut mapped) => {
                mapped.findings.splice(0..0, noted.into_iter().chain(answers));
                Ok(mapped)
            }
            // What was guessed about the file may be why it does not fit.
            Err(refused) => Err(refused.findings.into_iter().chain(noted).chain(answers).collect()),
        }
    }

    /// The reading of a file that its reader did not survive.
    pub(crate) fn unread(&self, file: &File<'_>, finding: Finding) -> Made {
        let source = match self.choose(file.agency, file.below_agency) {
            Choice::One(mapping) => mapping.name.as_str(),
            Choice::None(_) | Choice::Several(..) => "",
        };
        let id = self.id(&file.content, file.agency, file.below_agency);
        self.quarantined(id, file, source, vec![finding])
    }

    fn quarantined(&self, id: String, file: &File<'_>, source: &str, findings: Vec<Finding>) -> Made {
        let reading = Reading {
            id,
            content: file.content,
            source: source.to_owned(),
            state: ReadingState::Quarantined,
            counts: RowCounts::default(),
            moment: self.now,
        };
        Made { reading, segments: Vec::new(), personal: None, findings }
    }

    fn accepted(&self, id: String, file: &File<'_>, source: &str, mapped: Mapped) -> Result<Made, StoreError> {
        let Mapped { grains, personal, tables, version, mut findings } = mapped;
        let mut segments = Vec::new();
        let mut vault = None;
        for (grain, mut frame) in grains {
            let name = format!("{id}-{}", grain.as_str());
            if let (Grain::Participation, Some(personal)) = (grain, &personal) {
                self.link(file, &tables, &mut frame, personal, &mut findings)?;
                vault = Some((name.clone(), Files::encode(&mut personal.clone())?));
            }
            let own = personal.as_ref().filter(|_| grain == Grain::Participation);
            let (digest, sample) = told(&frame, own).map_err(|source| StoreError::FrameUnwritable { source })?;
            let (tables, version) = (tables.clone(), version.clone());
            self.files.put_segment(&name, &mut frame)?;
            let checksum = Some(self.files.segment_checksum(&name)?);
            let meta = SegmentMeta { tables, months: months(&frame), digest, sample, version, checksum };
            segments.push(Segment {
                id: name,
                reading: id.clone(),
                grain: grain.as_str().to_owned(),
                rows: frame.height() as u64,
                meta: serde_json::to_string(&meta).expect("lineage is plain data"),
            });
        }
        let reading = Reading {
            id,
            content: file.content,
            source: source.to_owned(),
            state: ReadingState::Accepted,
            counts: counts(&tables),
            moment: self.now,
        };
        Ok(Made { reading, segments, personal: vault, findings })
    }

    fn link(
        &self,
        file: &File<'_>,
        tables: &[MappedTable],
        frame: &mut DataFrame,
        personal: &DataFrame,
        findings: &mut Vec<Finding>,
    ) -> Result<(), StoreError> {
        let place = |table: u16, row: u32| {
            let place = Place::file(file.path);
            let Some(table) = tables.get(usize::from(table)) else { return place };
            let place = place.sheet(table.sheet.clone());
            match mola_map::cell_of(table, row, column::IDENTIFIER, None) {
                Some(cell) => place.cell(cell),
                None => place.cell(mola_finding::CellAddress::new(row, 1)),
            }
        };
        let salt = file.content.to_string();
        let assigned = self.linker.assign(frame, personal, &salt, &place, findings);
        assigned
            .and_then(|_| mola_link::repeats(frame, personal, &place, findings))
            .map_err(|source| StoreError::FrameUnwritable { source })
    }
}

/// The answers of a workbook that holds nothing else; `None` where it is no such workbook.
fn reply_alone(file: &File<'_>, bytes: &[u8]) -> Option<Vec<Finding>> {
    if !bytes.starts_with(b"PK") {
        return None;
    }
    let read = || {
        let mut workbook = Workbook::open(bytes.to_vec(), &Hints::default(), &Limits::default()).ok()?;
        is_answer_alone(&mut workbook).then(|| answers(&mut workbook, file.path))
    };
    std::panic::catch_unwind(AssertUnwindSafe(read)).ok().flatten()
}

/// A file without records: it answers.
fn answered(findings: Vec<Finding>) -> Mapped {
    Mapped { grains: Vec::new(), personal: None, tables: Vec::new(), version: None, findings }
}

/// What a mapping declares about a text.
pub(crate) fn hints(mapping: &Mapping) -> Hints {
    let mark = |text: &Option<String>| text.as_deref().and_then(Mark::parse);
    Hints {
        encoding: mapping.encoding.clone(),
        delimiter: mapping.delimiter.clone(),
        quote: mark(&mapping.quote),
        escape: mark(&mapping.escape),
        repair: false,
    }
}

/// What was decided about the file as a whole: a name that says another format than the content, an
/// encoding that could only be guessed.
fn noted(file: &File<'_>, workbook: &Workbook) -> Vec<Finding> {
    let mut findings = Vec::new();
    let found = workbook.format().to_string();
    let ending = file.path.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    let expected = match ending.as_str() {
        "tsv" | "txt" => "csv",
        "htm" => "html",
        ending => ending,
    };
    if expected != found {
        let finding = Finding::new(Code::FormatMismatch, Place::file(file.path));
        findings.push(finding.with("found", found).with("expected", ending.as_str()));
    }
    if let Some(encoding) = workbook.encoding().filter(|e| e.origin == EncodingOrigin::Guessed) {
        findings.push(Finding::new(Code::EncodingGuessed, Place::file(file.path)).with("found", encoding.name));
    }
    findings
}

/// The months that records are about, in order.
fn months(frame: &DataFrame) -> Vec<i32> {
    let Ok(months) = frame.column(column::MONTH).and_then(|column| column.i32()) else { return Vec::new() };
    months.iter().flatten().collect::<BTreeSet<i32>>().into_iter().collect()
}

fn counts(tables: &[MappedTable]) -> RowCounts {
    let mut counts = RowCounts::default();
    for table in tables {
        counts.read += table.read;
        counts.kept += table.kept;
        counts.refused += table.refused;
        for (rule, rows) in &table.ignored {
            *counts.ignored.entry(rule.clone()).or_default() += rows;
        }
    }
    counts
}
