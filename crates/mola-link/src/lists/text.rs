//! Words as they are compared: without accents, case and marks, and with what they stand for.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Short and familiar forms, each with the names that they stand for: `form,name`.
const FORMS: &str = include_str!("../../codelists/forms.csv");
/// Given names by which the parts of a full name are told apart: `name`.
const GIVEN: &str = include_str!("../../codelists/given.csv");

/// Words that carry nothing: particles of names, forms of companies.
const EMPTY_WORDS: &[&str] = &[
    "de", "del", "la", "las", "los", "el", "y", "e", "da", "do", "dos", "van", "von", "der", "den", "sa", "srl", "sas",
    "ltda", "inc", "ltd", "llc", "gmbh", "ag", "cv", "rl", "vda", "the", "of", "and", "sr", "sra", "jr", "dr", "mr",
    "mrs", "don", "dona",
];

/// Lower case, no accents (ñ is n), everything else a blank.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.is_ascii() {
        folded.extend(text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }));
        return folded;
    }
    // Not compatibility forms: ª and º mark an abbreviation.
    for c in text.nfd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'ª' => folded.push('a'),
            'º' | '°' => folded.push('o'),
            'ß' => folded.push_str("ss"),
            'ø' | 'Ø' => folded.push('o'),
            'æ' | 'Æ' => folded.push_str("ae"),
            _ if c.is_alphanumeric() => folded.extend(c.to_lowercase()),
            '\'' | '’' | '´' | '`' => {}
            _ => folded.push(' '),
        }
    }
    folded
}

/// The words of a folded text.
pub(super) fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split_whitespace()
}

/// Whether a word carries nothing in a name.
pub(super) fn is_empty_word(word: &str) -> bool {
    EMPTY_WORDS.contains(&word)
}

/// What a short or familiar form stands for, or the word itself.
pub(super) fn formal<'a>(forms: &'a foldhash::HashMap<&'static str, &'static str>, word: &'a str) -> &'a str {
    forms.get(word).copied().unwrap_or(word)
}

/// The list of forms.
pub(super) fn forms() -> foldhash::HashMap<&'static str, &'static str> {
    FORMS.lines().skip(1).filter_map(|line| line.split_once(',')).collect()
}

/// The list of given names.
pub(super) fn given() -> foldhash::HashSet<&'static str> {
    GIVEN.lines().skip(1).collect()
}

/// How a word sounds, so that words that are heard alike and written otherwise have one key. Made for
/// Spanish spelling, which the keys of `rphonetic` do not know; harmless for other languages.
pub(super) fn sound(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let mut key = String::with_capacity(word.len());
    let mut index = 0;
    while index < letters.len() {
        let next = letters.get(index + 1).copied().unwrap_or(' ');
        let soft = matches!(next, 'e' | 'i' | 'y');
        let (sound, taken) = match letters[index] {
            'h' => ("", 1),
            'v' | 'w' => ("b", 1),
            'z' | 'x' => ("s", 1),
            'c' if soft => ("s", 1),
            'c' if next == 'h' => ("x", 2),
            's' if next == 'h' => ("x", 2),
            'c' if next == 'k' => ("k", 2),
            'c' => ("k", 1),
            'q' if next == 'u' => ("k", 2),
            'q' => ("k", 1),
            'p' if next == 'h' => ("f", 2),
            'g' if soft => ("j", 1),
            'l' if next == 'l' => ("i", 2),
            'y' => ("i", 1),
            _ => ("*", 1),
        };
        match sound {
            "*" if !key.ends_with(letters[index]) => key.push(letters[index]),
            "*" => {}
            _ if key.ends_with(sound) => {}
            _ => key.push_str(sound),
        }
        index += taken;
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_without_their_dress() {
        for (written, folded) in [("ÁBREGO Peña", "abrego pena"), ("Mª", "ma"), ("Müller-Strauß", "muller strauss")]
        {
            assert_eq!(fold(written), folded);
        }
        assert_eq!(formal(&forms(), "ma"), "maria");
        assert_eq!(formal(&forms(), "rguez"), "rodriguez");
    }

    #[test]
    fn what_sounds_alike_has_one_key() {
        for (one, other) in
            [("vejarano", "bejarano"), ("zuleika", "suleica"), ("quintero", "kintero"), ("llanos", "yanos")]
        {
            assert_eq!(sound(one), sound(other));
        }
        assert_ne!(sound("luis"), sound("luisa"));
    }
}
