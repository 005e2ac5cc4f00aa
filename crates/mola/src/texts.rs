//! What the program says, in each language.
//!
//! Texts of findings are in `mola-finding`; here is what stands around them.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use mola_finding::Language;
use std::borrow::Cow;

/// The texts of one language.
pub struct Texts {
    /// The language.
    pub language: Language,
    bundle: FluentBundle<FluentResource>,
}

const fn source(language: Language) -> &'static str {
    match language {
        Language::Es => include_str!("../texts/es.ftl"),
        Language::En => include_str!("../texts/en.ftl"),
        Language::Fr => include_str!("../texts/fr.ftl"),
    }
}

impl Texts {
    /// The texts of `language`.
    pub fn of(language: Language) -> Self {
        let id = language.code().parse().expect("language codes are valid identifiers");
        let mut bundle = FluentBundle::new(vec![id]);
        // Isolation marks are for mixed scripts on a page; in a terminal they are noise.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match language {
            Language::Es => |value, _| written(Language::Es, value),
            Language::En => |value, _| written(Language::En, value),
            Language::Fr => |value, _| written(Language::Fr, value),
        }));
        let resource = FluentResource::try_new(source(language).to_owned()).expect("the texts are well formed");
        bundle.add_resource(resource).expect("no text stands twice");
        Self { language, bundle }
    }

    /// The text of `key`.
    pub fn get(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The text of `key` with the values that it names.
    pub fn with(&self, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        let mut args = FluentArgs::new();
        values.iter().for_each(|(name, value)| args.set(Cow::Owned((*name).to_owned()), value.clone()));
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            debug_assert!(false, "there is no text for {key}");
            return key.to_owned();
        };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        debug_assert!(errors.is_empty(), "{key}: {errors:?}");
        text
    }

    /// A count with its noun, such as `3 files`.
    pub fn count(&self, key: &str, count: u64) -> String {
        self.with(key, &[("count", (count as f64).into())])
    }

    /// A whole number.
    pub fn number(&self, count: u64) -> String {
        self.language.number(count as f64)
    }

    /// A value with so many decimals; a share of 1 as a percentage.
    pub fn value(&self, value: f64, decimals: u8, share: bool) -> String {
        if share { self.percent(value, decimals) } else { self.language.decimal(value, usize::from(decimals)) }
    }

    /// A share of 1 as a percentage.
    pub fn percent(&self, share: f64, decimals: u8) -> String {
        let space = if self.language == Language::En { "" } else { "\u{a0}" };
        format!("{}{space}%", self.language.decimal(share * 100.0, usize::from(decimals)))
    }
}

/// How a value is written in `language`, where that is not as it is.
fn written(language: Language, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(language.number(number.value)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    /// The keys of a language with the variables that each names.
    fn keys(language: Language) -> BTreeMap<String, BTreeSet<String>> {
        let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut key = String::new();
        for line in source(language).lines().filter(|line| !line.starts_with('#')) {
            if !line.starts_with([' ', '}']) && line.contains(" =") {
                key = line.split(" =").next().expect("a key").to_owned();
                assert!(!keys.contains_key(&key), "{key} stands twice");
            }
            if key.is_empty() || line.trim().is_empty() {
                continue;
            }
            let word = |rest: &str| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            keys.entry(key.clone()).or_default().extend(line.split('$').skip(1).map(word));
        }
        keys
    }

    #[test]
    fn all_languages_say_the_same_things() {
        let spanish = keys(Language::Es);
        assert!(spanish.len() > 50);
        for language in [Language::En, Language::Fr] {
            let other = keys(language);
            let only = |one: &BTreeMap<String, BTreeSet<String>>, two: &BTreeMap<String, BTreeSet<String>>| {
                one.iter()
                    .filter(|(key, values)| two.get(*key) != Some(values))
                    .map(|(k, _)| k.clone())
                    .collect::<Vec<_>>()
            };
            assert_eq!((only(&spanish, &other), only(&other, &spanish)), (vec![], vec![]), "{language}");
        }
    }

    #[test]
    fn every_text_can_be_said() {
        for language in Language::ALL {
            let texts = Texts::of(language);
            for (key, names) in keys(language) {
                for count in [0.0, 1.0, 2.0, 1_234.0] {
                    let values: Vec<(&str, FluentValue<'_>)> =
                        names.iter().map(|name| (name.as_str(), count.into())).collect();
                    let text = texts.with(&key, &values);
                    assert!(!text.is_empty() && !text.contains(['{', '}']), "{language} {key}: {text}");
                }
            }
        }
    }

    /// Every key in the code is in the texts, and every text has a use.
    #[test]
    fn texts_and_code_name_the_same_keys() {
        let mut code = String::new();
        for file in ["args", "defect", "failure", "page", "progress", "usage"] {
            code += &std::fs::read_to_string(format!("src/{file}.rs")).expect("a file");
        }
        for entry in std::fs::read_dir("src/commands").expect("a folder") {
            code += &std::fs::read_to_string(entry.expect("an entry").path()).expect("a file");
        }
        let unused: Vec<String> =
            keys(Language::Es).into_keys().filter(|key| !code.contains(&format!("\"{key}\""))).collect();
        assert_eq!(unused, [""; 0]);
    }

    #[test]
    fn values_are_written_by_language() {
        for (language, count, share) in [
            (Language::Es, "1,234", "54.1\u{a0}%"),
            (Language::En, "1,234", "54.1%"),
            (Language::Fr, "1\u{202f}234", "54,1\u{a0}%"),
        ] {
            let texts = Texts::of(language);
            assert_eq!((texts.number(1_234).as_str(), texts.value(0.5414, 1, true).as_str()), (count, share));
        }
    }
}
