//! Code lists: a code, its labels and every other spelling that means it.

use crate::csv_table::{Column, CsvTable, RowAt};
use crate::fold::fold;
use crate::nearest::nearest_folded;
use crate::settings::SettingsText;
use chrono::NaiveDate;
use foldhash::fast::FixedState;
use mola_finding::{Code, Finding};
use mola_model::Labels;
use std::collections::HashMap;

const COLUMNS: &[Column] = &[
    ("code", true),
    ("label_es", false),
    ("label_en", false),
    ("label_fr", false),
    ("aliases", false),
    ("parent", false),
    ("valid_from", false),
    ("valid_to", false),
    ("origin", false),
];

/// One code with what it is called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CodeEntry {
    /// The code.
    pub code: String,
    /// Its names.
    pub labels: Labels,
    /// Other spellings.
    pub aliases: Vec<String>,
    /// The code that it lies in.
    pub parent: Option<String>,
    /// The first day on which it is valid.
    pub valid_from: Option<NaiveDate>,
    /// The last day on which it is valid.
    pub valid_to: Option<NaiveDate>,
}

/// A code list, in the order in which its codes show.
#[derive(Debug, Clone)]
pub struct CodeList {
    /// Its name: that of its file.
    pub name: String,
    /// Its codes.
    pub codes: Vec<CodeEntry>,
    index: HashMap<String, u32, FixedState>,
}

impl CodeEntry {
    fn spellings(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.code.as_str()).chain(self.labels.iter()).chain(self.aliases.iter().map(String::as_str))
    }
}

impl CodeList {
    /// A list of these codes. Where two of them share a spelling, it means the first.
    pub fn new(name: impl Into<String>, codes: Vec<CodeEntry>) -> Self {
        let mut list = Self { name: name.into(), codes, index: HashMap::default() };
        for position in 0..list.codes.len() {
            list.enter(position, |_, _| {});
        }
        list
    }

    /// The position in `codes` of what a folded text means: by code, label in any language or
    /// alias. `folded` is what [`fold`] gives.
    pub fn find_index(&self, folded: &str) -> Option<usize> {
        self.index.get(folded).map(|position| *position as usize)
    }

    /// The entry that a folded text means.
    pub fn find(&self, folded: &str) -> Option<&CodeEntry> {
        self.find_index(folded).map(|position| &self.codes[position])
    }

    /// The label to propose for a text that the list does not have; none where nothing is near.
    pub fn nearest(&self, text: &str) -> Option<&str> {
        let wanted = fold(text);
        let spellings = self.codes.iter().flat_map(|entry| entry.spellings().map(move |s| (fold(s), (entry, s))));
        let (entry, spelling) = nearest_folded(&wanted, spellings)?;
        // An alias may be a misspelling itself: its entry's own label is proposed instead.
        let own = entry.labels.iter().chain([entry.code.as_str()]).any(|label| label == spelling);
        if own {
            return Some(spelling);
        }
        let label = nearest_folded(&wanted, entry.labels.iter().map(|label| (fold(label), label)));
        label.or_else(|| entry.labels.iter().next()).or(Some(&entry.code))
    }

    /// Enters the spellings of a code into the index and tells of those that another code of the
    /// same parent has already. Where the parents differ, the one that stands first is meant: a
    /// province before the district of the same name.
    fn enter(&mut self, position: usize, mut taken: impl FnMut(&str, usize)) {
        let entry = &self.codes[position];
        for spelling in entry.spellings() {
            let folded = fold(spelling);
            if folded.is_empty() {
                continue;
            }
            let first = *self.index.entry(folded).or_insert(position as u32) as usize;
            let other = &self.codes[first];
            if first != position && (other.parent == entry.parent || spelling == entry.code) {
                taken(spelling, first);
            }
        }
    }
}

/// Reads the table of a code list.
pub(crate) fn codelist(name: &str, settings: &SettingsText) -> (CodeList, Vec<Finding>) {
    let (table, mut findings) = CsvTable::read(settings, COLUMNS);
    let rows: Vec<RowAt<'_>> = table.rows().collect();
    let codes = rows.iter().map(|row| entry(*row, &mut findings)).collect();
    let mut list = CodeList { name: name.to_owned(), codes, index: HashMap::default() };
    for (position, row) in rows.iter().enumerate() {
        list.enter(position, |spelling, first| {
            let finding = row.finding(column_of(*row, spelling), Code::NameDuplicate);
            findings.push(finding.with("found", spelling).with("first", rows[first].shown()));
        });
    }
    check_parents(&list, &rows, &mut findings);
    (list, findings)
}

fn entry(row: RowAt<'_>, findings: &mut Vec<Finding>) -> CodeEntry {
    let text = |column| Some(row.get(column)).filter(|text| !text.is_empty()).map(str::to_owned);
    let mut date = |column| row.parsed(column, "yyyy-mm-dd", findings, |text| text.parse().ok());
    let (valid_from, valid_to) = (date("valid_from"), date("valid_to"));
    CodeEntry {
        code: row.required("code", findings).unwrap_or_default().to_owned(),
        labels: Labels { es: text("label_es"), en: text("label_en"), fr: text("label_fr") },
        aliases: row.list("aliases").map(str::to_owned).collect(),
        parent: text("parent"),
        valid_from,
        valid_to,
    }
}

fn column_of(row: RowAt<'_>, spelling: &str) -> &'static str {
    let columns = ["code", "label_es", "label_en", "label_fr"];
    columns.into_iter().find(|column| row.get(column) == spelling).unwrap_or("aliases")
}

/// Parents must be in the list, and no code may be inside itself.
fn check_parents(list: &CodeList, rows: &[RowAt<'_>], findings: &mut Vec<Finding>) {
    let by_code: HashMap<&str, &CodeEntry, FixedState> = list.codes.iter().map(|e| (e.code.as_str(), e)).collect();
    for (entry, row) in list.codes.iter().zip(rows) {
        let Some(parent) = &entry.parent else { continue };
        if !by_code.contains_key(parent.as_str()) {
            let names = list.codes.iter().map(|e| e.code.as_str());
            let finding = row.finding("parent", Code::ReferenceUnknown);
            findings.push(crate::faults::reference_unknown(finding, "parent", parent, names, &list.name));
        } else if is_inside_itself(entry, &by_code) {
            let finding = row.finding("parent", Code::DefinitionContradiction);
            findings.push(
                finding.with("first", format!("code = {}", entry.code)).with("second", format!("parent = {parent}")),
            );
        }
    }
}

fn is_inside_itself(entry: &CodeEntry, by_code: &HashMap<&str, &CodeEntry, FixedState>) -> bool {
    let mut above = entry;
    for _ in 0..by_code.len() {
        match above.parent.as_deref().and_then(|parent| by_code.get(parent)) {
            Some(parent) if parent.code == entry.code => return true,
            Some(parent) => above = parent,
            None => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> CodeList {
        let text = "code,label_es,label_fr,aliases,parent\nPA-9,Veraguas,,Beragua|Veragua,\nPA-3,Colón,,,\nPA0301,Colón,,,PA-3\nF,Mujer,Femme,,\n";
        let (list, findings) = codelist("place", &SettingsText::new("lists/place.csv", text));
        assert_eq!(findings, []);
        list
    }

    #[test]
    fn any_spelling_finds_its_code() {
        let list = places();
        assert_eq!(list.name, "place");
        for (text, expected) in [
            ("VERAGUAS", Some("PA-9")),
            ("pa-9", Some("PA-9")),
            (" beragua.", Some("PA-9")),
            ("colon", Some("PA-3")),
            ("Femme", Some("F")),
            ("Bocas", None),
            ("", None),
        ] {
            assert_eq!(list.find(&fold(text)).map(|entry| entry.code.as_str()), expected, "{text}");
        }
    }

    #[test]
    fn a_label_is_proposed_and_never_a_misspelling() {
        let list = places();
        for (text, expected) in
            [("Veraguaz", Some("Veraguas")), ("Beraguaz", Some("Veraguas")), ("fem", Some("Femme")), ("xyz", None)]
        {
            assert_eq!(list.nearest(text), expected, "{text}");
        }
    }
}
