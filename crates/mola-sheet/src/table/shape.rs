//! Whether a text looks like data or like words.

use crate::value::Value;

/// What a cell looks like, as far as a header must be told from records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Nothing, or a mark for nothing such as `n/d`.
    Nothing,
    /// Words, names, codes.
    Words,
    /// A number, a date, a time, an amount, a truth.
    Data,
}

/// Texts that stand for *no data*, in small letters.
const NOTHING: [&str; 12] = ["-", "--", "---", "–", "—", "n/d", "n.d.", "s/d", "n/a", "na", "nan", "null"];
/// Data are short.
const LONGEST: usize = 40;

pub(super) fn shape(value: Value<'_>) -> Shape {
    match value {
        Value::Empty | Value::Error(_) | Value::Uncached => Shape::Nothing,
        Value::Number(_) | Value::Date(_) | Value::Bool(_) => Shape::Data,
        Value::Text(text) => of_text(text),
    }
}

pub(super) fn of_text(text: &str) -> Shape {
    let text = text.trim();
    let (mut digits, mut letters) = (0, 0);
    for character in text.chars() {
        digits += usize::from(character.is_numeric());
        letters += usize::from(character.is_alphabetic());
    }
    if text.is_empty() || text.len() <= 4 && NOTHING.contains(&text.to_lowercase().as_str()) {
        Shape::Nothing
    } else if text.len() <= LONGEST && letters <= 3 && digits > letters && !is_code(text) {
        // Up to three letters: a currency, a month, the T between day and time.
        Shape::Data
    } else {
        Shape::Words
    }
}

/// Whether digits follow on the letters that a text begins with, as in `H12`: that is a name.
fn is_code(text: &str) -> bool {
    let rest = text.trim_start_matches(char::is_alphabetic);
    rest.len() < text.len() && rest.starts_with(|c: char| c.is_numeric())
}

/// Whether a text is a year, as columns are often named.
pub(super) fn is_year(text: &str) -> bool {
    let text = text.trim();
    text.len() == 4 && text.parse().is_ok_and(|year: u16| (1900..=2100).contains(&year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_are_told_from_words() {
        for (text, expected) in [
            ("28/01/2018", Shape::Data),
            ("00:15", Shape::Data),
            ("$74.69", Shape::Data),
            ("B/. 1,145.00", Shape::Data),
            ("14-ene-2011", Shape::Data),
            ("2011-10-31T08:30:00", Shape::Data),
            ("8-123-456", Shape::Data),
            ("(80)", Shape::Data),
            ("Qty", Shape::Words),
            ("MG-8", Shape::Words),
            ("Q1", Shape::Words),
            ("H12", Shape::Words),
            ("Calle 12, casa 3", Shape::Words),
            ("", Shape::Nothing),
            (" - ", Shape::Nothing),
            ("N/D", Shape::Nothing),
        ] {
            assert_eq!(of_text(text), expected, "{text}");
        }
    }
}
