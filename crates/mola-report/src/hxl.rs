//! The facts as HXL: a header row, a row of tags, and a row for each indicator, period, agency and place.
//!
//! Each combination of further codes has a column of its own, whose attributes say which: `#reached+f`,
//! `#reached+f+sector_crafts`. Only `+total` is a whole; nothing is a sum of others, since groups overlap. Where
//! there is no value the cell is empty, and `#status` says why for the whole.

use crate::facts::{code_label, no_formula, percent, span};
use crate::workbook::book::is_share;
use crate::{Edition, ReportError, Words};
use mola_model::{Computation, Figure, FigureKey, Indicator, Issue};
use std::collections::{BTreeMap, BTreeSet};

/// What a row is about: indicator, period, span, agency, place.
type RowKey<'a> = (&'a str, FigureKey, Option<&'a str>, Option<&'a str>);
/// The further codes of a figure, by dimension.
type Further<'a> = Vec<(&'a str, &'a str)>;

/// A family of columns of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Family {
    /// Beneficiaries.
    Reached,
    /// Anything else that is measured.
    Value,
}

/// The file of an edition.
pub(crate) fn hxl(edition: &Edition<'_>) -> Result<Vec<u8>, ReportError> {
    let issue = edition.released.issue();
    let table = Table { issue, words: Words::of(edition.language) };
    let mut rows: BTreeMap<RowKey<'_>, BTreeMap<Further<'_>, &Figure>> = BTreeMap::new();
    let mut columns: BTreeSet<(Family, usize, Further<'_>)> = BTreeSet::new();
    for fact in &issue.facts {
        let (row, further) = parted(fact);
        if let Some(indicator) = issue.programme.indicator(&fact.key.indicator) {
            columns.insert((family(indicator), further.len(), further.clone()));
        }
        rows.entry(row).or_default().insert(further, fact);
    }
    let columns: Vec<(Family, Further<'_>)> = columns.into_iter().map(|(family, _, own)| (family, own)).collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(table.headers(&columns))?;
    writer.write_record(table.tags(&columns))?;
    for (key, facts) in &rows {
        writer.write_record(table.row(key, facts, &columns))?;
    }
    Ok(writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?)
}

/// The row and the further codes of a figure.
fn parted(fact: &Figure) -> (RowKey<'_>, Further<'_>) {
    let by = |name: &str| fact.key.by.get(name).map(String::as_str);
    let whole = FigureKey { by: BTreeMap::new(), ..fact.key.clone() };
    let further = fact.key.by.iter().filter(|(name, _)| !matches!(name.as_str(), "agency" | "place"));
    let further = further.map(|(name, code)| (name.as_str(), code.as_str())).collect();
    ((&fact.key.indicator, whole, by("agency"), by("place")), further)
}

fn family(indicator: &Indicator) -> Family {
    match indicator.computation {
        Computation::Unique { .. } | Computation::Indirect => Family::Reached,
        _ => Family::Value,
    }
}

/// The tag of a column of values.
fn tag(family: Family, further: &Further<'_>) -> String {
    let (tag, always) = match family {
        Family::Reached => ("#reached", ""),
        Family::Value => ("#indicator", "+value+num"),
    };
    let attributes: String = match further.is_empty() {
        true => "+total".to_owned(),
        false => further.iter().map(|(name, code)| attribute(name, code)).collect(),
    };
    format!("{tag}{always}{attributes}")
}

/// Women and men have attributes of their own in the standard.
fn attribute(name: &str, code: &str) -> String {
    match (name, code) {
        ("sex", "F") => "+f".to_owned(),
        ("sex", "M") => "+m".to_owned(),
        (_, "?") => format!("+{}_unknown", word(name)),
        _ => format!("+{}_{}", word(name), word(code)),
    }
}

/// Lower-case letters, digits and `_`: what an attribute may consist of.
fn word(text: &str) -> String {
    let legal = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase().to_string() } else { other(c) };
    text.chars().map(legal).collect()
}

/// `60+` and `60-` are not the same.
fn other(c: char) -> String {
    if c == '+' { "plus".to_owned() } else { "_".to_owned() }
}

struct Table<'a> {
    issue: &'a Issue,
    words: &'static Words,
}

const LEADING: [(&str, &str); 14] = [
    ("col-code", "#indicator+code"),
    ("col-about", "#indicator+name"),
    ("col-unit", "#indicator+unit"),
    ("col-period", "#date+period"),
    ("span-from", "#date+start"),
    ("span-until", "#date+end"),
    ("col-span", "#meta+span"),
    ("col-agency-code", "#org+code"),
    ("col-agency", "#org+name"),
    ("col-place-code", "#adm1+code"),
    ("col-place", "#adm1+name"),
    ("col-status", "#status+code"),
    ("col-id", "#meta+id"),
    ("col-target", "#targeted+total"),
];

impl Table<'_> {
    fn headers(&self, columns: &[(Family, Further<'_>)]) -> Vec<String> {
        let leading = LEADING.iter().map(|(key, _)| self.words.get(key).into_owned());
        let value = |(family, further): &(Family, Further<'_>)| {
            let what = self.words.get(if *family == Family::Reached { "col-people-reached" } else { "col-value" });
            let codes: Vec<String> =
                further.iter().map(|(name, code)| code_label(self.issue, self.words, name, code)).collect();
            let codes = if codes.is_empty() { self.words.get("total").into_owned() } else { codes.join(", ") };
            no_formula(&format!("{what}: {codes}")).into_owned()
        };
        leading.chain(columns.iter().map(value)).collect()
    }

    fn tags(&self, columns: &[(Family, Further<'_>)]) -> Vec<String> {
        let leading = LEADING.iter().map(|(_, tag)| (*tag).to_owned());
        leading.chain(columns.iter().map(|(family, further)| tag(*family, further))).collect()
    }

    fn row(
        &self,
        (code, key, agency, place): &RowKey<'_>,
        facts: &BTreeMap<Further<'_>, &Figure>,
        columns: &[(Family, Further<'_>)],
    ) -> Vec<String> {
        let (programme, language) = (&self.issue.programme, self.words.language());
        let indicator = programme.indicator(code);
        let window = key.window(programme.window.first);
        let whole = facts.get(&Further::new());
        let name = |dimension: &str, code: &Option<&str>| {
            code.map(|code| code_label(self.issue, self.words, dimension, code)).unwrap_or_default()
        };
        let code_of =
            |code: &Option<&str>| code.map_or("", |code| if code == "?" { "unknown" } else { code }).to_owned();
        let narrowed = agency.is_some() || place.is_some();
        let leading = [
            (*code).to_owned(),
            indicator.map_or("", |own| own.label.get(language)).to_owned(),
            indicator.map_or("", |own| own.unit.get(language)).to_owned(),
            key.period.to_string(),
            window.first.first_day().to_string(),
            window.last.last_day().to_string(),
            span(key.span).to_owned(),
            code_of(agency),
            name("agency", agency),
            code_of(place),
            name("place", place),
            whole.map_or("", |own| own.status.as_str()).to_owned(),
            whole.map(|own| own.key.to_string()).unwrap_or_default(),
            indicator.and_then(|own| self.targeted(own, key, narrowed)).map(|own| own.to_string()).unwrap_or_default(),
        ];
        let value = |(of, further): &(Family, Further<'_>)| {
            let indicator = indicator.filter(|own| family(own) == *of)?;
            let value = facts.get(further)?.value?;
            Some(if is_share(indicator) { percent(value) } else { value }.to_string())
        };
        let values = columns.iter().map(|column| value(column).unwrap_or_default());
        leading.iter().map(|text| no_formula(text).into_owned()).chain(values).collect()
    }

    /// What is to be reached by the end of the period, of beneficiaries as a whole.
    fn targeted(&self, indicator: &Indicator, key: &FigureKey, narrowed: bool) -> Option<f64> {
        let is_whole = !narrowed && key.span == mola_model::Span::ToDate && family(indicator) == Family::Reached;
        let due = indicator.milestones.iter().rfind(|milestone| milestone.period.last() <= key.period.last());
        due.map(|milestone| milestone.value).or(indicator.target).filter(|_| is_whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_legal_and_tell_codes_apart() {
        for (name, code, expected) in [
            ("sex", "F", "+f"),
            ("sex", "?", "+sex_unknown"),
            ("age_band", "15-24", "+age_band_15_24"),
            ("age_band", "60+", "+age_band_60plus"),
            ("sector", "Artesanía", "+sector_artesan_a"),
        ] {
            assert_eq!(attribute(name, code), expected);
        }
        assert_eq!(tag(Family::Reached, &vec![("sector", "x"), ("sex", "F")]), "#reached+sector_x+f");
        assert_eq!(tag(Family::Value, &Vec::new()), "#indicator+value+num+total");
    }
}
