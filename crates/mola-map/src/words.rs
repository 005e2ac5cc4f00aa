//! Texts that stand for no data, zero, or *not applicable*.

use mola_spec::fold;
use mola_spec::mapping::ValueRules;

/// What a mapping says that a text means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// No data.
    Missing,
    /// Zero.
    Zero,
    /// There can be no value here.
    NotApplicable,
}

/// The texts of a table that are no values.
#[derive(Debug)]
pub(crate) struct Words {
    texts: Vec<(String, Meaning)>,
    numbers: Vec<(f64, Meaning)>,
    /// Bytes that such a text can begin with: most texts of a column begin with none of them, and
    /// need not be folded.
    first: [bool; 128],
}

impl Words {
    /// The words of these rules.
    pub(crate) fn of(rules: &ValueRules) -> Self {
        let mark =
            |texts: &[String], meaning| texts.iter().map(move |text| (text.clone(), meaning)).collect::<Vec<_>>();
        let mut texts = mark(&rules.missing, Meaning::Missing);
        texts.extend(mark(&rules.zero, Meaning::Zero));
        texts.extend(mark(&rules.not_applicable, Meaning::NotApplicable));
        let numbers = texts.iter().filter_map(|(text, meaning)| Some((text.parse().ok()?, *meaning))).collect();
        let mut first = [false; 128];
        for (text, _) in &texts {
            match text.bytes().next() {
                Some(byte) if byte.is_ascii() => first[usize::from(byte)] = true,
                Some(_) => {}
                // What folds to nothing is made of these.
                None => b".:*".iter().for_each(|byte| first[usize::from(*byte)] = true),
            }
        }
        Self { texts, numbers, first }
    }

    /// What a text means besides itself. A blank text is always missing.
    #[inline]
    pub(crate) fn of_text(&self, text: &str) -> Option<Meaning> {
        let text = text.trim();
        match text.bytes().next() {
            None => Some(Meaning::Missing),
            Some(byte) if byte.is_ascii() && !self.first[usize::from(byte.to_ascii_lowercase())] => None,
            Some(_) if self.texts.is_empty() => None,
            Some(_) => self.of_folded(&fold(text)),
        }
    }

    /// What a number means besides itself.
    #[inline]
    pub(crate) fn of_number(&self, number: f64) -> Option<Meaning> {
        self.numbers.iter().find(|(word, _)| *word == number).map(|(_, meaning)| *meaning)
    }

    fn of_folded(&self, folded: &str) -> Option<Meaning> {
        self.texts.iter().find(|(text, _)| text == folded).map(|(_, meaning)| *meaning)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_from_values() {
        let words = |texts: &[&str]| texts.iter().map(|text| fold(text)).collect();
        let rules = ValueRules {
            missing: words(&["-", "N/D", "…", "sí no hay", "999", "..."]),
            zero: words(&["ninguno"]),
            not_applicable: words(&["n/a"]),
            decimal: None,
            dates: Vec::new(),
            year_starts: 1,
            year_named: mola_spec::mapping::YearNamed::Last,
        };
        let words = Words::of(&rules);
        for (text, expected) in [
            ("", Some(Meaning::Missing)),
            (" \u{a0}", Some(Meaning::Missing)),
            ("-", Some(Meaning::Missing)),
            (" n/d. ", Some(Meaning::Missing)),
            ("…", Some(Meaning::Missing)),
            ("SI  NO HAY", Some(Meaning::Missing)),
            ("999", Some(Meaning::Missing)),
            ("..", Some(Meaning::Missing)),
            ("Ninguno", Some(Meaning::Zero)),
            ("N/A", Some(Meaning::NotApplicable)),
            ("ninguna", None),
            ("8-123", None),
            ("Ñ", None),
            ("0", None),
        ] {
            assert_eq!(words.of_text(text), expected, "{text:?}");
        }
        assert_eq!(words.of_number(999.0), Some(Meaning::Missing));
        assert_eq!(words.of_number(99.0), None);
    }
}
