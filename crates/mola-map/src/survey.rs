//! How the numbers of a column that are written as text separate decimals.

use crate::bind::Site;
use crate::number::{Decimal, Evidence, Locale};
use crate::reader::Reader;
use crate::step::{Source, Step};
use mola_finding::Language;
use mola_sheet::{Chunk, Value};
use mola_spec::mapping::Mapping;

/// Decides the locale of each column of numbers by all its texts. Where a column shows nothing,
/// the other columns of its table decide, and then the language, and each doubt is reported.
///
/// All rows are looked at that come in one piece: a sheet too large for that is decided by its
/// first piece, which is some hundred thousand rows.
pub(crate) fn decide(steps: &mut [Step], spread_steps: &mut [Step], spread: &[u32], site: &Site<'_>, body: u32) {
    let mut open: Vec<(&mut Step, Evidence)> = steps
        .iter_mut()
        .chain(spread_steps)
        .filter(|step| matches!(&step.reader, Reader::Quantity(reader) if reader.is_open()))
        .map(|step| (step, Evidence::default()))
        .collect();
    for (step, evidence) in &mut open {
        match &step.source {
            Source::Cell(pick) => gather(evidence, &[pick.column], site.chunk, body),
            Source::Spread => gather(evidence, spread, site.chunk, body),
            Source::Joined(..) | Source::Given(_) | Source::Headed(_) => {}
        }
    }
    let all = open.iter().fold(Evidence::default(), |all, (_, evidence)| all.and(*evidence));
    let fallback = all.majority(fallback(site.mapping));
    for (step, evidence) in open {
        if let Reader::Quantity(reader) = &mut step.reader {
            reader.locale = evidence.locale(fallback);
        }
    }
}

fn gather(evidence: &mut Evidence, columns: &[u32], chunk: &Chunk, body: u32) {
    for row in chunk.rows().filter(|row| row.number() >= body) {
        for column in columns {
            if let Value::Text(text) = row.get(*column) {
                evidence.add(text);
            }
        }
    }
}

/// The sign that separates decimals in the language of a mapping.
pub(crate) fn fallback(mapping: &Mapping) -> Decimal {
    match mapping.language {
        Language::En => Decimal::Dot,
        Language::Es | Language::Fr => Decimal::Comma,
    }
}

/// The locale that a mapping declares; a doubt where it leaves it to the column.
pub(crate) fn declared(decimal: Option<char>, mapping: &Mapping) -> Locale {
    match decimal {
        Some(',') => Locale::Declared(Decimal::Comma),
        Some(_) => Locale::Declared(Decimal::Dot),
        None => Locale::Doubtful(fallback(mapping)),
    }
}
