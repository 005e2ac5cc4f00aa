//! The programme itself: what it is called, when it runs, who reports, what is shown.

use super::written::{PipelineWritten, PlacesWritten, ThresholdsWritten, UnitWritten};
use crate::codelist::{CodeEntry, CodeList};
use crate::document::Cursor;
use crate::faults::{contradiction, duplicates, reference_unknown, value_unknown};
use crate::mapping::is_field;
use crate::nearest::nearest;
use mola_finding::{Code, Finding};
use mola_model::{
    AgeBand, Agency, Computation, Cycle, Dimension, DimensionCode, Kind, Month, Output, PARTICIPATIONS, Period, Place,
    Programme, Rates, UnitFactor, Window, is_currency,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The canonical columns that can be a dimension, besides place and agency, which always are.
const DIMENSIONS: &[&str] = &["sex", "age_band", "area", "ethnicity", "sector", "activity"];

type CodeLists = BTreeMap<String, Arc<CodeList>>;

/// The programme, still without sources and indicators.
pub(crate) fn programme(
    root: Cursor<'_>,
    written: &PipelineWritten,
    codelists: &CodeLists,
    findings: &mut Vec<Finding>,
) -> Programme {
    let own = &written.programme;
    let at = root.key("programme");
    let window = window(at, &own.first, &own.last, findings);
    check_currency(at.key("currency"), &own.currency, findings);
    check_thresholds(root.key("thresholds"), &written.thresholds, findings);
    check_measures(root.key("measures"), findings);
    let is_own = |name: &str| written.dimensions.get(name).is_some_and(|dimension| dimension.own);
    let both = |name: &str| is_own(name) && written.measures.contains_key(name);
    let twice = root.key("dimensions").keys().filter(|(name, _)| both(name));
    findings.extend(twice.map(|(name, at)| at.finding(Code::NameDuplicate).with("found", name)));
    check_names(root, written, findings);
    Programme {
        code: own.code.clone(),
        name: own.name.labels(),
        contact: own.contact.clone(),
        note: own.note.as_ref().map(|note| note.labels()).unwrap_or_default(),
        window,
        cut_off_days: own.cut_off_days,
        currency: own.currency.clone(),
        rates: Rates::default(),
        units: units(root.key("units"), written, findings),
        agencies: agencies(written),
        sources: Vec::new(),
        places: places(root.key("places"), written, codelists, findings),
        dimensions: dimensions(root.key("dimensions"), written, codelists, findings),
        outputs: written.output.iter().map(|o| Output { code: o.code.clone(), label: o.label.labels() }).collect(),
        indicators: Vec::new(),
        headline: own.headline.clone(),
        people: own.people.clone(),
        small_cells_below: own.small_cells_below,
        hide_zeros: own.hide_zeros,
        on_track: written.thresholds.on_track,
        at_risk: written.thresholds.at_risk,
    }
}

fn units(at: Cursor<'_>, written: &PipelineWritten, findings: &mut Vec<Finding>) -> Vec<UnitFactor> {
    let mut units = Vec::new();
    for (from, UnitWritten { is: factor, of: to }) in &written.units {
        if !(factor.is_finite() && *factor > 0.0) {
            findings.push(value_unknown(at.key(from).key("is"), "is", &factor.to_string(), &["0.6987"]));
        }
        units.push(UnitFactor { from: from.clone(), to: to.clone(), factor: *factor });
    }
    units
}

fn agencies(written: &PipelineWritten) -> Vec<Agency> {
    let agency = written.agency.iter();
    agency.map(|a| Agency { code: a.code.clone(), name: a.name.labels(), language: a.language.language() }).collect()
}

/// The code lists that the pipeline gives to canonical columns.
pub(crate) fn lists(written: &PipelineWritten) -> BTreeMap<&str, &str> {
    let dimensions = written.dimensions.iter().map(|(name, dimension)| (name.as_str(), dimension.codes.as_str()));
    dimensions.chain(written.places.iter().map(|places| ("place", places.list.as_str()))).collect()
}

/// What the programme says of its indicators, once they are known.
pub(crate) fn check_indicators(at: Cursor<'_>, programme: &Programme, file: &str, findings: &mut Vec<Finding>) {
    let unknown = |at: Cursor<'_>, key, code: &str| {
        let names = programme.indicators.iter().map(|indicator| indicator.code.as_str());
        reference_unknown(at.finding(Code::ReferenceUnknown), key, code, names, file)
    };
    for (i, code) in programme.headline.iter().enumerate() {
        if programme.indicator(code).is_none() {
            findings.push(unknown(at.key("headline").index(i), "headline", code));
        }
    }
    let Some(code) = &programme.people else { return };
    match programme.indicator(code).map(|indicator| &indicator.computation) {
        None => findings.push(unknown(at.key("people"), "people", code)),
        Some(Computation::Unique { beneficiary: Kind::Person, .. }) => {}
        Some(other) => {
            findings.push(contradiction(at.key("people"), format!("people = \"{code}\""), kind_of(code, other)));
        }
    }
}

/// Why an indicator does not count people once, as `indicators.csv` says it.
fn kind_of(code: &str, computation: &Computation) -> String {
    let kind = match computation {
        Computation::Unique { beneficiary, .. } => {
            return format!("{code}: beneficiary = \"{}\"", beneficiary.as_str());
        }
        Computation::Sum { .. } => "sum",
        Computation::Mean { .. } => "mean",
        Computation::Stock { .. } => "stock",
        Computation::Ratio => "ratio",
        Computation::Indirect => "indirect",
        Computation::Rate { .. } => "rate",
        Computation::Milestone => "milestone",
        Computation::Ordinal { .. } => "ordinal",
        Computation::Text => "text",
        Computation::Formula { .. } => "formula",
    };
    format!("{code}: kind = \"{kind}\"")
}

fn window(at: Cursor<'_>, first: &str, last: &str, findings: &mut Vec<Finding>) -> Window {
    let mut month = |key, text: &str| {
        let period = text.parse::<Period>().ok().filter(|period| period.cycle() == Cycle::Monthly);
        if period.is_none() {
            findings.push(value_unknown(at.key(key), key, text, &["2011-01"]));
        }
        period.map(Period::first)
    };
    let (from, to) = (month("first", first), month("last", last));
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        findings.push(contradiction(at.key("last"), format!("first = \"{first}\""), format!("last = \"{last}\"")));
    }
    // A window that could not be read is never used: its finding stops the run.
    let first = from.or(to).unwrap_or(Month(2000 * 12));
    Window { first, last: to.unwrap_or(first) }
}

/// What the programme waits for, and the month in which it happened; none where it has not.
pub(crate) fn events(
    at: Cursor<'_>,
    written: &BTreeMap<String, String>,
    findings: &mut Vec<Finding>,
) -> BTreeMap<String, Option<Month>> {
    let mut month = |(name, text): (&String, &String)| {
        let text = text.trim();
        let period = text.parse::<Period>().ok().filter(|period| period.cycle() == Cycle::Monthly);
        if period.is_none() && !text.is_empty() {
            findings.push(value_unknown(at.key(name), name, text, &["2011-11"]));
        }
        (name.clone(), period.map(Period::first))
    };
    written.iter().map(&mut month).collect()
}

fn check_currency(at: Cursor<'_>, text: &str, findings: &mut Vec<Finding>) {
    if !is_currency(text) {
        findings.push(value_unknown(at, "currency", text, &["USD", "EUR"]));
    }
}

pub(crate) fn check_thresholds(at: Cursor<'_>, written: &ThresholdsWritten, findings: &mut Vec<Finding>) {
    let ThresholdsWritten { on_track, at_risk } = written;
    if at_risk > on_track {
        findings.push(contradiction(
            at.key("at_risk"),
            format!("on_track = {on_track}"),
            format!("at_risk = {at_risk}"),
        ));
    }
}

fn check_measures(at: Cursor<'_>, findings: &mut Vec<Finding>) {
    for (name, at) in at.keys() {
        check_own_column(at, "measures", name, &["hours", "income_monthly"], findings);
    }
}

/// What becomes a column is named as columns are, and not as one that is there.
fn check_own_column(at: Cursor<'_>, table: &str, name: &str, examples: &[&str], findings: &mut Vec<Finding>) {
    let word = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !word || !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        findings.push(value_unknown(at, table, name, examples));
    } else if is_field(name) || COLUMNS.contains(&name) {
        findings.push(at.finding(Code::NameDuplicate).with("found", name));
    }
}

/// Canonical columns that are no fields of a mapping.
const COLUMNS: &[&str] = &[
    "table",
    "row",
    "column",
    "kind",
    "key",
    "household",
    "months",
    "text",
    "status",
    "cumulative",
    "segment",
    PARTICIPATIONS,
];

fn check_names(root: Cursor<'_>, written: &PipelineWritten, findings: &mut Vec<Finding>) {
    let at = |table: &str, i, key: &str| root.key(table).index(i).key(key);
    let agencies = written.agency.iter().enumerate();
    findings.extend(duplicates(agencies.map(|(i, agency)| (agency.code.as_str(), at("agency", i, "code")))));
    let outputs = written.output.iter().enumerate();
    findings.extend(duplicates(outputs.map(|(i, output)| (output.code.as_str(), at("output", i, "code")))));
}

fn places(at: Cursor<'_>, written: &PipelineWritten, codelists: &CodeLists, findings: &mut Vec<Finding>) -> Vec<Place> {
    let Some(places) = &written.places else { return Vec::new() };
    let Some(list) = list(at.key("list"), "list", &places.list, written, codelists, findings) else {
        return Vec::new();
    };
    shown(at.key("show"), places, list, findings).into_iter().map(place).collect()
}

fn place(entry: &CodeEntry) -> Place {
    Place { code: entry.code.clone(), parent: entry.parent.clone(), label: entry.labels.clone() }
}

/// The places to show in their order, each followed by those that lie in it.
fn shown<'a>(
    at: Cursor<'_>,
    places: &PlacesWritten,
    list: &'a CodeList,
    findings: &mut Vec<Finding>,
) -> Vec<&'a CodeEntry> {
    if places.show.is_empty() {
        return list.codes.iter().collect();
    }
    let mut shown: Vec<&CodeEntry> = Vec::new();
    for (i, code) in places.show.iter().enumerate() {
        let Some(entry) = list.codes.iter().find(|entry| entry.code == *code) else {
            let names = list.codes.iter().map(|entry| entry.code.as_str());
            let finding = at.index(i).finding(Code::ReferenceUnknown);
            findings.push(reference_unknown(finding, "show", code, names, &list.name));
            continue;
        };
        add_with_inner(entry, list, &mut shown);
    }
    shown
}

fn add_with_inner<'a>(entry: &'a CodeEntry, list: &'a CodeList, shown: &mut Vec<&'a CodeEntry>) {
    if shown.iter().any(|other| other.code == entry.code) {
        return;
    }
    shown.push(entry);
    let inner = list.codes.iter().filter(|other| other.parent.as_deref() == Some(&entry.code));
    inner.for_each(|other| add_with_inner(other, list, shown));
}

fn dimensions(
    at: Cursor<'_>,
    written: &PipelineWritten,
    codelists: &CodeLists,
    findings: &mut Vec<Finding>,
) -> Vec<Dimension> {
    let mut dimensions = Vec::new();
    for (name, key) in at.keys() {
        let Some(dimension) = written.dimensions.get(name) else { continue };
        if dimension.own {
            check_own_column(key, "dimensions", name, &["disability", "crop"], findings);
        } else if !DIMENSIONS.contains(&name) {
            let near = nearest(name, DIMENSIONS.iter().copied()).unwrap_or_default();
            let finding = key.finding(Code::KeyUnknown).with("key", name).with("nearest", near);
            findings.push(finding.with("allowed", DIMENSIONS.join(", ")));
        }
        let at = at.key(name).key("codes");
        // Without its list a dimension is still a dimension: what names it is not at fault.
        let list = list(at, "codes", &dimension.codes, written, codelists, findings);
        let entries = list.into_iter().flat_map(|list| &list.codes);
        let codes = entries.map(|e| DimensionCode { code: e.code.clone(), label: e.labels.clone() }).collect();
        let (label, subset) = (dimension.label.labels(), dimension.subset);
        let dimension = Dimension { code: name.to_owned(), label, codes, subset };
        if name == "age_band" {
            check_bands(at, &dimension, findings);
        }
        dimensions.push(dimension);
    }
    dimensions
}

/// Every code is a band, and nobody is in two of them.
fn check_bands(at: Cursor<'_>, dimension: &Dimension, findings: &mut Vec<Finding>) {
    let mut known: Vec<AgeBand> = Vec::new();
    for code in &dimension.codes {
        let Ok(band) = code.code.parse::<AgeBand>() else {
            findings.push(value_unknown(at, "codes", &code.code, &["15-24", "60+"]));
            continue;
        };
        if let Some(other) = known.iter().find(|other| other.touches(band)) {
            findings.push(contradiction(at, other.to_string(), band.to_string()));
        }
        known.push(band);
    }
}

fn list<'a>(
    at: Cursor<'_>,
    key: &str,
    name: &str,
    written: &PipelineWritten,
    codelists: &'a CodeLists,
    findings: &mut Vec<Finding>,
) -> Option<&'a CodeList> {
    let found = codelists.get(name);
    if found.is_none() {
        let folder = written.codelists.as_ref().map_or("[codelists]", |lists| lists.folder.as_str());
        let names = codelists.keys().map(String::as_str);
        findings.push(reference_unknown(at.finding(Code::ReferenceUnknown), key, name, names, folder));
    }
    found.map(AsRef::as_ref)
}
