//! What agencies send, and when.

use super::written::{PipelineWritten, SourceWritten};
use crate::document::Cursor;
use crate::faults::{contradiction, duplicates, value_unknown};
use crate::mapping::Mapping;
use crate::settings::stem;
use mola_finding::{Code, Finding, Place};
use mola_model::{Cycle, Period, Source, Window};

/// The sources, each with the agency of its mapping; those whose mapping is at fault are left out.
pub(crate) fn sources(
    at: Cursor<'_>,
    written: &PipelineWritten,
    mappings: &[Mapping],
    window: Window,
    findings: &mut Vec<Finding>,
) -> Vec<Source> {
    let each = written.source.iter().enumerate();
    findings.extend(duplicates(each.clone().map(|(i, source)| (stem(&source.mapping), at.index(i).key("mapping")))));
    let mut sources = Vec::new();
    for (i, written) in each {
        let (from, until) = expected(at.index(i), written, window, findings);
        let name = stem(&written.mapping);
        let Some(mapping) = mappings.iter().find(|mapping| mapping.name == name) else { continue };
        sources.push(Source {
            name: name.to_owned(),
            agency: mapping.agency.clone(),
            cycle: written.cycle.cycle(),
            year_starts: written.year_starts.unwrap_or(1),
            due_days: written.due_days,
            from,
            until,
        });
    }
    sources
}

/// The first and the last period that are expected: periods of the source's own cycle, in order,
/// and not all outside the programme.
fn expected(
    at: Cursor<'_>,
    written: &SourceWritten,
    window: Window,
    findings: &mut Vec<Finding>,
) -> (Option<Period>, Option<Period>) {
    let cycle = (written.cycle.cycle(), written.year_starts.unwrap_or(1));
    let mut period = |key, text: &Option<String>| period(at.key(key), key, text.as_deref()?, cycle, window, findings);
    let (from, until) = (period("from", &written.from), period("until", &written.until));
    if let (Some(first), Some(last)) = (from, until)
        && first.first() > last.first()
    {
        findings.push(contradiction(at.key("until"), format!("from = \"{first}\""), format!("until = \"{last}\"")));
    }
    (from, until)
}

fn period(
    at: Cursor<'_>,
    key: &str,
    text: &str,
    (cycle, year_starts): (Cycle, u32),
    window: Window,
    findings: &mut Vec<Finding>,
) -> Option<Period> {
    let of_cycle = |month| cycle.period_of_year(month, year_starts);
    let period: Option<Period> = text.parse().ok().filter(|period: &Period| of_cycle(period.first()) == *period);
    if period.is_none() {
        let (first, last) = (of_cycle(window.first).to_string(), of_cycle(window.last).to_string());
        findings.push(value_unknown(at, key, text, &[&first, &last]));
    }
    period
}

/// The place where the mapping of this path is named.
pub(crate) fn of_mapping<'d>(at: Cursor<'d>, path: &str) -> Cursor<'d> {
    let mut index = 0;
    while at.index(index).key("mapping").text().is_some_and(|text| text != path) {
        index += 1;
    }
    at.index(index).key("mapping")
}

/// Two mappings of one agency with the same glob would both take the same files. Each mapping
/// comes with the places of its globs.
pub(crate) fn check_globs(mappings: &[(Mapping, Vec<Place>)], findings: &mut Vec<Finding>) {
    let mut seen: Vec<(&str, String, &Place)> = Vec::new();
    for (mapping, places) in mappings {
        for (glob, place) in mapping.files.iter().zip(places) {
            let written = glob.glob().glob();
            let folded = written.to_lowercase();
            let same = seen.iter().find(|(agency, other, _)| *agency == mapping.agency && *other == folded);
            if let Some((_, _, first)) = same {
                let file = first.file.as_deref().unwrap_or_default();
                let line = first.line.unwrap_or_default();
                let finding = Finding::new(Code::DefinitionContradiction, (*place).clone());
                let finding = finding.with("first", format!("files = \"{written}\""));
                findings.push(finding.with("second", format!("files = \"{written}\" ({file}:{line})")));
            }
            seen.push((&mapping.agency, folded, place));
        }
    }
}
