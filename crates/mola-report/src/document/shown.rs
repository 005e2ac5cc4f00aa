//! What a cell of a table says in running text.

use crate::Words;
use crate::workbook::style::{Look, Tone};
use crate::workbook::table::Value;
use mola_model::FigureKey;
use std::borrow::Cow;

/// A cell as text.
#[derive(Debug, PartialEq)]
pub(crate) struct Shown<'a> {
    pub text: Cow<'a, str>,
    /// Whether it stands on the right, as numbers do.
    pub numeric: bool,
    /// Whether it stands in the place of a number.
    pub quiet: bool,
    pub tone: Option<Tone>,
    pub figure: Option<&'a FigureKey>,
}

/// What `value` says.
pub(crate) fn shown<'a>(value: &'a Value<'a>, words: &Words) -> Shown<'a> {
    let plain = |text: Cow<'a, str>, numeric| Shown { text, numeric, quiet: false, tone: None, figure: None };
    match value {
        Value::Text(text) | Value::Wrap(text) => plain(Cow::Borrowed(text), false),
        Value::Marker(text) => Shown { quiet: true, ..plain(Cow::Borrowed(text), true) },
        Value::Toned(tone, text) => Shown { tone: Some(*tone), ..plain(Cow::Borrowed(text), false) },
        Value::Number(value, decimals) => plain(words.number(*value, *decimals).into(), true),
        Value::Percent(share, decimals) => plain(words.percent(*share, *decimals).into(), true),
        Value::Money(amount) => plain(words.number(*amount as f64 / 10_000.0, 2).into(), true),
        Value::Moment(moment) => plain(words.moment(*moment).into(), false),
        Value::Formula(_, result, look) => plain(result_text(words, *result, *look).into(), true),
        Value::Figure(key, value) => Shown { figure: Some(key), ..shown(value, words) },
        Value::Blank => plain("".into(), false),
    }
}

fn result_text(words: &Words, result: f64, look: Look) -> String {
    match look {
        Look::Percent(decimals) => words.percent(result, decimals),
        Look::Money => words.number(result, 2),
        Look::Number(decimals) => words.number(result, decimals),
        Look::Text | Look::Wrap | Look::Marker | Look::Moment | Look::Toned(_) => words.number(result, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mola_finding::Language;

    #[test]
    fn cells_read_as_the_workbook_shows_them() {
        let key = FigureKey::to_date("A", "2011-10".parse().expect("a period"));
        let cases = [
            (Value::Number(1234.5, 1), "1,234.5", true),
            (Value::Percent(0.5, 0), "50\u{a0}%", true),
            (Value::Money(12_345_678), "1,234.57", true),
            (Value::Formula("=A1/B1".into(), 0.25, Look::Percent(1)), "25.0\u{a0}%", true),
            (Value::text("=A1"), "=A1", false),
            (Value::Figure(&key, Box::new(Value::Number(0.0, 0))), "0", true),
        ];
        for (value, text, numeric) in &cases {
            let shown = shown(value, Words::of(Language::Es));
            assert_eq!((&*shown.text, shown.numeric), (*text, *numeric), "{value:?}");
        }
        assert_eq!(shown(&cases[5].0, Words::of(Language::Es)).figure, Some(&key));
    }
}
