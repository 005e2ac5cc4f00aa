//! Texts that become codes.

use crate::age_band;
use crate::reader::{At, Desk, Reading, What, no_value};
use crate::shown::shown;
use foldhash::HashMap;
use mola_finding::Code;
use mola_frame::{Field, Slot};
use mola_model::MoneyFlow;
use mola_spec::mapping::Unknown;
use mola_spec::{CodeList, fold};
use std::sync::Arc;

/// Which texts are known, and what they are.
#[derive(Debug)]
pub(crate) enum Vocabulary {
    /// The entries of a code list.
    List { list: Arc<CodeList>, unknown: Unknown },
    /// Every text is its own code.
    Free,
    /// Flows of money, in three languages.
    Flows,
    /// Yes and no, in three languages.
    YesNo,
    /// Bands of age: those of the list by its spellings, and any other that names its ages.
    AgeBands(Option<Arc<CodeList>>),
}

/// Reads one column of codes. Each distinct text is looked up once.
#[derive(Debug)]
pub(crate) struct CodeReader {
    vocabulary: Vocabulary,
    slot: Slot,
    known: HashMap<Box<str>, Known>,
    scratch: String,
}

#[derive(Debug)]
enum Known {
    Is(Reading),
    /// In no list; the entry that comes closest.
    Unknown(String),
}

const YES: &[&str] = &["si", "s", "yes", "y", "oui", "o", "true", "verdadero", "vrai", "x", "1"];
const NO: &[&str] = &["no", "n", "non", "false", "falso", "faux", "0"];
const FLOWS: [(MoneyFlow, &[&str]); 4] = [
    (MoneyFlow::Planned, &["planned", "planificado", "presupuestado", "presupuesto", "budget", "planifie", "prevu"]),
    (MoneyFlow::Transferred, &["transferred", "transferido", "transfere"]),
    (MoneyFlow::Committed, &["committed", "comprometido", "engage"]),
    (MoneyFlow::Disbursed, &["disbursed", "desembolsado", "ejecutado", "decaisse"]),
];

impl CodeReader {
    /// Reads into the column `slot`.
    pub(crate) fn new(vocabulary: Vocabulary, slot: Slot) -> Self {
        Self { vocabulary, slot, known: HashMap::default(), scratch: String::new() }
    }

    /// Reads one cell.
    #[inline]
    pub(crate) fn read(&mut self, at: At<'_>, what: &What, desk: &mut Desk<'_>) -> Reading {
        let mut scratch = std::mem::take(&mut self.scratch);
        let text = shown(at.value, &mut scratch);
        let reading = match self.known.get(text) {
            Some(Known::Is(reading)) => *reading,
            Some(Known::Unknown(nearest)) => self.unknown(nearest, at, what, desk),
            None => {
                let known = self.learn(text, desk);
                let reading = match &known {
                    Known::Is(reading) => *reading,
                    Known::Unknown(nearest) => self.unknown(nearest, at, what, desk),
                };
                self.known.insert(text.into(), known);
                reading
            }
        };
        self.scratch = scratch;
        reading
    }

    fn learn(&self, text: &str, desk: &mut Desk<'_>) -> Known {
        if let Some(none) = desk.scene.words.of_text(text).and_then(no_value) {
            return Known::Is(none);
        }
        let folded = fold(text);
        let among = |words: &[&str]| words.contains(&folded.as_str());
        let mut code = |word: &str| Known::Is(Reading::Field(desk.builder.intern(self.slot, word)));
        match &self.vocabulary {
            Vocabulary::Free => code(text.trim()),
            Vocabulary::List { list, unknown } => match list.find(&folded) {
                Some(entry) => code(&entry.code),
                None if *unknown == Unknown::Keep => code(text.trim()),
                None => Known::Unknown(list.nearest(&folded).unwrap_or_default().to_owned()),
            },
            Vocabulary::AgeBands(list) => {
                let listed = list.as_ref().and_then(|list| list.find(&folded));
                match listed.map(|entry| entry.code.clone()).or_else(|| Some(age_band::read(&folded)?.to_string())) {
                    Some(band) => code(&band),
                    None => Known::Unknown(String::new()),
                }
            }
            Vocabulary::Flows => match FLOWS.iter().find(|(_, words)| among(words)) {
                Some((flow, _)) => code(flow.as_str()),
                None => Known::Unknown(String::new()),
            },
            Vocabulary::YesNo if among(YES) => Known::Is(Reading::Field(Field::Flag(true))),
            Vocabulary::YesNo if among(NO) => Known::Is(Reading::Field(Field::Flag(false))),
            Vocabulary::YesNo => Known::Unknown(String::new()),
        }
    }

    fn unknown(&self, nearest: &str, at: At<'_>, what: &What, desk: &mut Desk<'_>) -> Reading {
        let (code, list) = match &self.vocabulary {
            Vocabulary::List { list, unknown: Unknown::Error } => (Code::CodeUnknown, list.name.as_str()),
            Vocabulary::List { list, .. } => (Code::CodeKept, list.name.as_str()),
            Vocabulary::Flows => (Code::CodeUnknown, "flow"),
            Vocabulary::AgeBands(_) => (Code::CodeKept, "age_band"),
            Vocabulary::Free | Vocabulary::YesNo => (Code::CodeKept, "yesno"),
        };
        desk.say(code, at, what, |finding| finding.with("list", list).with("nearest", nearest));
        Reading::Fault { refuse: code == Code::CodeUnknown }
    }
}
