//! What agencies answer to what they were told of their files.
//!
//! The workbook that an agency gets back names each finding by an identity: a digest of its kind, its place, what it
//! says and the value that stands there. Where the agency answers that it is right, and says why, the same finding
//! about the same value is not told again. An answer is a finding itself, kept with the reading of the reply: it
//! points to the cell in which the reason stands, for a reason may name someone.

use crate::knowledge::{Held, Knowledge};
use crate::reading::Reader;
use mola_finding::{Arg, CellAddress, Code, Finding, Language, Place, Severity};
use mola_report::{FEEDBACK_MARK, Words};
use mola_sheet::{Hints, Limits, Value, Workbook};
use mola_store::{DigestBuilder, Store, StoreError};
use std::collections::{BTreeMap, BTreeSet};

/// Columns of the table of corrections, from 1: the number, the answer, its reason.
const NUMBER: u32 = 1;
const ANSWER: u32 = 9;
const REASON: u32 = 10;

/// What a finding is known by, wherever its file lies: where it is, what it says, and what stands there. The store's
/// secret is in it, for what stands there may be someone's number.
fn identity(secret: &[u8; 32], finding: &Finding, value: Option<&str>) -> String {
    let mut digest = DigestBuilder::new();
    digest.part("secret", secret);
    let Place { sheet, cell, line, .. } = &finding.place;
    digest.part("code", finding.code.as_str().as_bytes());
    digest.part("place", format!("{sheet:?} {cell:?} {line:?}").as_bytes());
    for (name, value) in &finding.args {
        digest.part(name, format!("{value:?}").as_bytes());
    }
    digest.part("value", value.unwrap_or_default().as_bytes());
    digest.finish().to_string()[..32].to_owned()
}

/// The identities of findings about one file.
pub(crate) fn identities(reader: &Reader<'_>, held: &Held, findings: &[&Finding]) -> Vec<String> {
    let wanted: BTreeSet<(&str, CellAddress)> = findings.iter().filter_map(|finding| cell_of(finding)).collect();
    let values = values(reader, held, &wanted).unwrap_or_default();
    let value = |finding: &Finding| cell_of(finding).and_then(|(sheet, cell)| values.get(&(sheet.to_owned(), cell)));
    findings.iter().map(|finding| identity(&reader.secret, finding, value(finding).map(String::as_str))).collect()
}

fn cell_of(finding: &Finding) -> Option<(&str, CellAddress)> {
    Some((finding.place.sheet.as_deref()?, finding.place.cell?))
}

/// What stands in these cells of a file; none of those that cannot be read.
fn values(
    reader: &Reader<'_>,
    held: &Held,
    wanted: &BTreeSet<(&str, CellAddress)>,
) -> Option<BTreeMap<(String, CellAddress), String>> {
    let mut values = BTreeMap::new();
    if wanted.is_empty() {
        return Some(values);
    }
    let mapping = reader.settings.pipeline.mappings.iter().find(|mapping| mapping.name == held.reading.source);
    let hints = mapping.map_or_else(Hints::default, crate::reading::hints);
    let bytes = reader.files.blob(&held.submission.content).ok()?;
    let mut workbook = Workbook::open(bytes, &hints, &Limits::default()).ok()?;
    for index in 0..workbook.sheets().len() {
        let name = workbook.sheets()[index].name.clone();
        let own: BTreeSet<CellAddress> =
            wanted.iter().filter(|(sheet, _)| *sheet == name).map(|(_, cell)| *cell).collect();
        if own.is_empty() {
            continue;
        }
        let rows: BTreeSet<u32> = own.iter().map(|cell| cell.row).collect();
        let Ok(mut sheet) = workbook.sheet(index) else { continue };
        while let Ok(Some(chunk)) = sheet.next_chunk() {
            for row in chunk.rows().filter(|row| rows.contains(&row.number())) {
                for cell in own.iter().filter(|cell| cell.row == row.number()) {
                    values.insert((name.clone(), *cell), row.get(cell.column).raw().into_owned());
                }
            }
        }
    }
    Some(values)
}

/// The answers in a workbook that Mola gave back, as findings; none in any other.
pub(crate) fn answers(workbook: &mut Workbook, file: &str) -> Vec<Finding> {
    let Some(asked) = Asked::read(workbook) else { return Vec::new() };
    let at = workbook.sheets().iter().position(|sheet| sheet.name == asked.corrections);
    let Some(mut sheet) = at.and_then(|at| workbook.sheet(at).ok()) else { return Vec::new() };
    let mut findings = Vec::new();
    while let Ok(Some(chunk)) = sheet.next_chunk() {
        for row in chunk.rows() {
            let number = match row.get(NUMBER) {
                Value::Number(number) => number.to_string(),
                Value::Text(text) => text.trim().to_owned(),
                _ => continue,
            };
            let Some(question) = asked.findings.get(&number) else { continue };
            let Some(answer) = Some(row.get(ANSWER).raw()).and_then(|text| word(&text)) else { continue };
            let has_reason = row.get(REASON).raw().trim().chars().count() > 1;
            let answer = if answer == "right" && !has_reason { "unreasoned" } else { answer };
            let place = Place::file(file).sheet(asked.corrections.as_str());
            let finding = Finding::new(Code::AnswerGiven, place.cell(CellAddress::new(row.number(), REASON)));
            let finding = finding.with("answer", answer).with("key", question.code.as_str());
            findings.push(finding.with("found", question.place.as_str()).with("part", question.identity.as_str()));
        }
    }
    findings
}

/// Whether all that a workbook has are the sheets that Mola added.
pub(crate) fn is_answer_alone(workbook: &mut Workbook) -> bool {
    let own = Asked::read(workbook).map(|asked| asked.sheets);
    own.is_some_and(|own| workbook.sheets().iter().all(|s| s.name == FEEDBACK_MARK || own.contains(&s.name)))
}

/// What a workbook that was given back asks.
struct Asked {
    /// The sheets that Mola added.
    sheets: Vec<String>,
    /// The sheet of corrections, the last of them.
    corrections: String,
    /// By number on that sheet.
    findings: BTreeMap<String, Question>,
}

struct Question {
    code: String,
    place: String,
    identity: String,
}

impl Asked {
    fn read(workbook: &mut Workbook) -> Option<Self> {
        let at = workbook.sheets().iter().position(|sheet| sheet.name == FEEDBACK_MARK)?;
        let mut sheet = workbook.sheet(at).ok()?;
        let (mut sheets, mut findings) = (Vec::new(), BTreeMap::new());
        while let Ok(Some(chunk)) = sheet.next_chunk() {
            for row in chunk.rows() {
                let text = |column| row.get(column).raw().into_owned();
                match row.get(1) {
                    Value::Text("sheet") => sheets.push(text(2)),
                    Value::Text("finding") => {
                        let question = Question { code: text(3), place: text(4), identity: text(5) };
                        findings.insert(text(2), question);
                    }
                    _ => {}
                }
            }
        }
        Some(Self { corrections: sheets.last()?.clone(), sheets, findings })
    }
}

/// An answer as a stable word, in whatever language it was given.
fn word(text: &str) -> Option<&'static str> {
    let folded = mola_spec::fold(text);
    let words = [("answer-right", "right"), ("answer-corrected", "corrected"), ("answer-question", "question")];
    words.into_iter().find_map(|(key, word)| {
        let said = Language::ALL.iter().any(|language| mola_spec::fold(&Words::of(*language).get(key)) == folded);
        said.then_some(word)
    })
}

/// What agencies have said is right: by agency, the identities of findings.
pub(crate) struct Waivers(BTreeMap<String, BTreeSet<String>>);

impl Waivers {
    /// All that was answered so far, also in replies whose place others have taken.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn of(store: &Store, programme: &str) -> Result<Self, StoreError> {
        let mut waived: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (_, _, finding) in store.findings(programme)? {
            let is_right = finding.args.get("answer") == Some(&Arg::from("right"));
            if let (Code::AnswerGiven, true, Some(Arg::Text(identity))) =
                (finding.code, is_right, finding.args.get("part"))
            {
                let file = finding.place.file.as_deref().unwrap_or_default();
                let agency = file.split_once('/').map_or("", |(agency, _)| agency);
                waived.entry(agency.to_owned()).or_default().insert(identity.clone());
            }
        }
        Ok(Self(waived))
    }

    /// All of them as one text, to be hashed.
    pub fn text(&self) -> String {
        format!("{:?}", self.0)
    }

    /// Leaves out what an agency has said is right. An error stays: what it keeps out of the figures is not counted,
    /// whatever was answered.
    pub fn apply(&self, reader: &Reader<'_>, known: &Knowledge, findings: &mut Vec<(String, Finding)>) {
        if self.0.is_empty() {
            return;
        }
        let held: BTreeMap<&str, &Held> = known.held().map(|held| (held.submission.path.as_str(), held)).collect();
        let mut by_file: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, (_, finding)) in findings.iter().enumerate() {
            let Some(file) = finding.place.file.as_deref().and_then(|file| held.get_key_value(file)) else { continue };
            let agency = self.0.contains_key(&file.1.submission.agency);
            if agency && finding.severity == Severity::Warning {
                by_file.entry(file.0).or_default().push(index);
            }
        }
        let mut waived = BTreeSet::new();
        for (file, indices) in by_file {
            let own = held[file];
            let of_file: Vec<&Finding> = indices.iter().map(|index| &findings[*index].1).collect();
            let identities = identities(reader, own, &of_file);
            let said = &self.0[&own.submission.agency];
            waived.extend(indices.iter().zip(identities).filter(|(_, id)| said.contains(id)).map(|(index, _)| *index));
        }
        let mut index = 0;
        findings.retain(|_| {
            index += 1;
            !waived.contains(&(index - 1))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_understood_in_all_languages() {
        for (text, expected) in [
            ("it is right", Some("right")),
            (" Está bien así ", Some("right")),
            ("c’est juste", Some("right")),
            ("corregido", Some("corrected")),
            ("question", Some("question")),
            ("", None),
            ("perhaps", None),
        ] {
            assert_eq!(word(text), expected, "{text}");
        }
    }

    #[test]
    fn another_value_is_another_finding() {
        let finding = |found: &str| Finding::new(Code::NumberAmbiguous, Place::file("a/b.csv")).with("found", found);
        let of = |found: &str, value| identity(&[7; 32], &finding(found), value);
        assert_eq!(of("1.234", Some("1.234")), of("1.234", Some("1.234")));
        assert_ne!(of("1.234", Some("1.234")), of("1.235", Some("1.235")));
        assert_ne!(of("", Some("8-1-2")), of("", Some("8-1-3")));
        let moved = Finding { place: Place::file("a/c.csv"), ..finding("1.234") };
        assert_eq!(identity(&[7; 32], &moved, None), of("1.234", None));
        assert_ne!(identity(&[8; 32], &moved, None), of("1.234", None));
    }
}
