//! Files that a command reads by themselves, without a mapping, a project or a store.

use super::{Answer, Call, Ending};
use crate::args::DialectArgs;
use crate::failure::{Failure, shown};
use crate::page::Page;
use mola_finding::{Code, Finding, Place, Severity};
use mola_sheet::{EncodingOrigin, Format, Hints, Limit, Limits, SheetError, Spot, Workbook};
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

/// A file that was opened, and what must be said of it so far.
pub(super) struct Opened {
    pub(super) workbook: Workbook,
    /// As the user knows it.
    pub(super) name: String,
    pub(super) findings: Vec<Finding>,
}

/// Opens a file of any format.
pub(super) fn open(path: &Path, dialect: &DialectArgs) -> Result<Opened, Failure> {
    let name = shown(path);
    // What is read is written at once: small pieces take little memory.
    let limits = Limits { chunk_bytes: 4 << 20, ..Limits::default() };
    let bytes = bytes(path, &limits).map_err(|source| Failure::Unreadable { path: path.to_owned(), source })?;
    let refused = |error: SheetError| Failure::Refused(Box::new(error.finding(&name)));
    let max = limits.max_inflated_bytes;
    let bytes =
        bytes.ok_or_else(|| refused(SheetError::TooLarge { limit: Limit::Inflated, max, spot: Spot::default() }))?;
    let hints = Hints {
        encoding: dialect.encoding.clone(),
        delimiter: dialect.delimiter.clone(),
        quote: dialect.quote,
        escape: dialect.escape,
        repair: true,
    };
    let workbook = Workbook::open(bytes, &hints, &limits).map_err(refused)?;
    let guessed = workbook.encoding().filter(|encoding| encoding.origin == EncodingOrigin::Guessed);
    let findings =
        guessed.map(|encoding| Finding::new(Code::EncodingGuessed, Place::file(&name)).with("found", encoding.name));
    Ok(Opened { workbook, findings: findings.into_iter().collect(), name })
}

/// The bytes of a regular file; `None` where it is larger than any file that is read.
fn bytes(path: &Path, limits: &Limits) -> io::Result<Option<Vec<u8>>> {
    let about = std::fs::metadata(path)?;
    if about.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    // Opening a pipe would wait for whoever writes into it.
    if !about.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    if about.len() > limits.max_inflated_bytes {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or(0));
    File::open(path)?.take(limits.max_inflated_bytes + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limits.max_inflated_bytes).then_some(bytes))
}

impl Opened {
    /// The sheet that is meant: by its name, without regard to case, or else by its number from 1.
    pub(super) fn sheet(&self, wanted: &str) -> Result<usize, Failure> {
        let sheets = self.workbook.sheets();
        let by_name = sheets.iter().position(|sheet| sheet.name.to_lowercase() == wanted.trim().to_lowercase());
        let by_number = || wanted.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        by_name.or_else(by_number).filter(|index| *index < sheets.len()).ok_or_else(|| {
            let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
            let finding = Finding::new(Code::SheetMissing, Place::file(&self.name));
            Failure::Refused(Box::new(finding.with("expected", wanted).with("allowed", names.join(", "))))
        })
    }

    /// Whether rows are lines of a text.
    pub(super) fn is_text(&self) -> bool {
        self.workbook.format() == Format::Csv
    }

    /// The place of a sheet; a text has no sheets.
    pub(super) fn place(&self, sheet: &str) -> Place {
        let place = Place::file(&self.name);
        if self.is_text() { place } else { place.sheet(sheet) }
    }

    /// The failure that an error in a sheet is.
    pub(super) fn refused(&self, error: &SheetError) -> Failure {
        Failure::Refused(Box::new(error.finding(&self.name)))
    }
}

/// What a command writes into while it reads. Colours and their like are not taken out of it: data
/// stay as they are.
pub(super) type Output = BufWriter<io::StdoutLock<'static>>;

pub(super) fn output() -> Output {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}

/// The end of a command that has written while it read: says what was found on standard error.
/// A reader that has gone away is no fault.
pub(super) fn end(call: &Call<'_>, written: io::Result<()>, findings: &[Finding]) -> Result<Answer, Failure> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(Failure::Unanswered(error)),
        _ => {}
    }
    if !call.shared.quiet && !findings.is_empty() {
        let mut page = Page::default();
        page.faults(findings, &call.texts);
        let _ = anstream::stderr().write_all(page.into_text().as_bytes());
    }
    let look = findings.iter().any(|finding| finding.severity >= Severity::Warning);
    Ok(Answer { text: String::new(), ending: if look { Ending::Findings } else { Ending::Clean } })
}
