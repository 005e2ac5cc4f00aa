//! The one form in which labels and headers are compared.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The form in which labels and headers are compared: without accents and other marks, in lower
/// case, inner blanks as one, without outer blanks and without `:`, `.` and `*` at the end.
///
/// Folding what is folded changes nothing.
///
/// ```
/// assert_eq!(mola_spec::fold("  Cédula  de\u{a0}Identidad:* "), "cedula de identidad");
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = fold_inside(text);
    let kept = folded.trim_end_matches([' ', ':', '.', '*']).len();
    folded.truncate(kept);
    folded
}

/// The same, with what stands at the end: for patterns, in which `*` is a sign of its own.
pub(crate) fn fold_inside(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.is_ascii() {
        text.bytes().for_each(|byte| push(&mut folded, char::from(byte.to_ascii_lowercase())));
    } else {
        // Lower case may bring marks back (İ becomes i and a dot), so marks go last.
        let lower = text.nfd().flat_map(char::to_lowercase).nfd();
        lower.filter(|c| !is_combining_mark(*c) && !is_invisible(*c)).for_each(|c| push(&mut folded, c));
    }
    if folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

fn push(folded: &mut String, c: char) {
    if !c.is_whitespace() {
        folded.push(c);
    } else if !folded.is_empty() && !folded.ends_with(' ') {
        folded.push(' ');
    }
}

// Left behind by copying from web pages and word processors: zero-width signs, soft hyphen, BOM.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn labels_that_people_hold_for_equal_are_equal() {
        for (text, expected) in [
            ("", ""),
            ("   ", ""),
            ("Provincia", "provincia"),
            (" PROVINCIA : ", "provincia"),
            ("Cédula", "cedula"),
            ("Ce\u{301}dula", "cedula"),
            ("NGÄBE", "ngabe"),
            ("Año\n(fiscal)", "ano (fiscal)"),
            ("Nº  de\u{a0}orden.", "nº de orden"),
            ("n.d.", "n.d"),
            ("-", "-"),
            ("Nombre *", "nombre"),
            ("\u{feff}Code", "code"),
            ("İstanbul", "istanbul"),
        ] {
            assert_eq!(fold(text), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn folding_what_is_folded_changes_nothing(text in "\\PC*") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
