//! One table on one sheet: first sought, then read.

use crate::Context;
use crate::bind::{Site, bind};
use crate::body::Body;
use crate::findings::Findings;
use crate::given::patterns_above;
use crate::header::{Header, Seeker, Sought};
use crate::lineage::MappedTable;
use crate::output::Outputs;
use crate::outside::Extent;
use mola_finding::{Area, Code, Finding};
use mola_sheet::Chunk;
use mola_spec::mapping::{HeaderPlace, Mapping, TablePlan};

/// What the tables of a file write to.
pub(crate) struct Io<'a> {
    /// The mapping.
    pub(crate) mapping: &'a Mapping,
    /// What the caller says of the file.
    pub(crate) context: &'a Context<'a>,
    /// Findings about cells.
    pub(crate) findings: Findings,
    /// Findings that make the file unreadable.
    pub(crate) faults: Vec<Finding>,
    /// The frames.
    pub(crate) outputs: Outputs,
    /// How many tables were found.
    pub(crate) found: u16,
    /// Fields of most records of the sheet that is read; 0 where it is no text.
    pub(crate) usual_fields: u32,
}

/// A table of the plan on a sheet.
pub(crate) struct Table<'p> {
    /// Which table of the plan it is.
    pub(crate) number: usize,
    plan: &'p TablePlan,
    sheet: String,
    merges: Vec<Area>,
    /// Whether the sheet has rows at all.
    has_rows: bool,
    phase: Phase<'p>,
}

enum Phase<'p> {
    Seeking(Box<Seeker<'p>>),
    Reading(Box<Body<'p>>),
    /// All rows are read.
    Read(Box<Body<'p>>),
    /// Its header is not there.
    Lost(Box<Seeker<'p>>),
    /// Its columns do not fit the plan; that is said.
    Refused,
}

/// What became of a table.
pub(crate) enum Ended {
    /// It was read.
    Mapped(u16, MappedTable),
    /// Its header is not there: what to say where it has to be.
    Absent(Finding),
    /// Its columns do not fit the plan; that is said.
    Refused,
}

impl<'p> Table<'p> {
    /// Table `number` of a plan, to be sought on this sheet.
    pub(crate) fn new(number: usize, plan: &'p TablePlan, sheet: &str, merges: &[Area]) -> Self {
        let seeker = Seeker::new(&plan.header, merges, patterns_above(plan));
        let phase = Phase::Seeking(Box::new(seeker));
        Self { number, plan, sheet: sheet.to_owned(), merges: merges.to_vec(), has_rows: false, phase }
    }

    /// What of the sheet it takes, once its header is found.
    pub(crate) fn extent(&self) -> Option<Extent> {
        match &self.phase {
            Phase::Reading(body) | Phase::Read(body) => body.extent(),
            Phase::Seeking(_) | Phase::Lost(_) | Phase::Refused => None,
        }
    }

    /// Takes the next rows of the sheet.
    pub(crate) fn feed(&mut self, chunk: &Chunk, io: &mut Io<'_>) {
        self.has_rows |= chunk.cell_count() > 0;
        let phase = std::mem::replace(&mut self.phase, Phase::Refused);
        self.phase = match phase {
            Phase::Seeking(seeker) => self.seek(seeker, chunk, io),
            Phase::Reading(body) => read(body, chunk, io),
            other => other,
        };
    }

    fn seek(&self, mut seeker: Box<Seeker<'p>>, chunk: &Chunk, io: &mut Io<'_>) -> Phase<'p> {
        for row in chunk.rows() {
            match seeker.feed(row) {
                Sought::More => {}
                Sought::Lost => return Phase::Lost(seeker),
                Sought::Found(header) => return self.begin(header, seeker, chunk, io),
            }
        }
        Phase::Seeking(seeker)
    }

    fn begin(&self, header: Header, seeker: Box<Seeker<'p>>, chunk: &Chunk, io: &mut Io<'_>) -> Phase<'p> {
        if header.columns.is_empty() {
            return Phase::Lost(seeker);
        }
        let site = Site { mapping: io.mapping, context: io.context, sheet: &self.sheet, merges: &self.merges, chunk };
        let output = io.outputs.of(self.plan.grain);
        match bind(self.plan, header, io.found, &site, &mut io.findings, output) {
            Ok(body) => {
                io.found += 1;
                read(Box::new(body), chunk, io)
            }
            Err(faults) => {
                io.faults.extend(faults);
                Phase::Refused
            }
        }
    }

    /// Ends the table with its sheet.
    pub(crate) fn finish(self, io: &mut Io<'_>) -> Ended {
        match self.phase {
            Phase::Reading(body) | Phase::Read(body) => {
                let index = body.index;
                Ended::Mapped(index, body.finish(&mut io.findings))
            }
            Phase::Seeking(_) if !self.has_rows => Ended::Absent(io.findings.fault(Code::FileEmpty, &self.sheet, None)),
            Phase::Seeking(seeker) | Phase::Lost(seeker) => {
                let finding = io.findings.fault(Code::HeaderMissing, &self.sheet, None);
                let finding = finding.with("expected", wanted(self.plan)).with("table", self.plan.name.as_str());
                Ended::Absent(match seeker.best_row() {
                    Some(row) => finding.with("row", row),
                    None => finding,
                })
            }
            Phase::Refused => Ended::Refused,
        }
    }
}

/// What the header should hold.
fn wanted(plan: &TablePlan) -> String {
    match &plan.header.place {
        HeaderPlace::Containing { texts, .. } => texts.join(", "),
        HeaderPlace::Row(row) => row.to_string(),
        HeaderPlace::Area(area) => format!("{}:{}", area.first, area.last),
        HeaderPlace::None { first_row } => first_row.to_string(),
    }
}

fn read<'p>(mut body: Box<Body<'p>>, chunk: &Chunk, io: &mut Io<'_>) -> Phase<'p> {
    let output = io.outputs.of(body.plan.grain);
    if body.feed(chunk, io.usual_fields, &mut io.findings, output) { Phase::Read(body) } else { Phase::Reading(body) }
}
