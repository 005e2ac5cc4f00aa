//! The names of months in Spanish, English and French.

const NAMES: [&[&str]; 12] = [
    &["enero", "january", "janvier"],
    &["febrero", "february", "fevrier"],
    &["marzo", "march", "mars"],
    &["abril", "april", "avril"],
    &["mayo", "may", "mai"],
    &["junio", "june", "juin"],
    &["julio", "july", "juillet"],
    &["agosto", "august", "aout"],
    &["septiembre", "setiembre", "september", "septembre"],
    &["octubre", "october", "octobre"],
    &["noviembre", "november", "novembre"],
    &["diciembre", "december", "decembre"],
];

/// The month, 1 to 12, that a name or its beginning (at least three letters) means in any of the
/// languages; `None` where it means none or several (`jui`).
pub(crate) fn month_of(word: &str) -> Option<u32> {
    let folded = mola_spec::fold(word);
    if folded.len() < 3 {
        return None;
    }
    let fits = |names: &&[&str]| names.iter().any(|name| name.starts_with(&folded));
    let mut fitting = NAMES.iter().zip(1..).filter(|(names, _)| fits(names)).map(|(_, month)| month);
    fitting.next().filter(|_| fitting.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_beginnings() {
        for (word, month) in [
            ("enero", Some(1)),
            ("Ene.", Some(1)),
            ("JAN", Some(1)),
            ("février", Some(2)),
            ("Mar", Some(3)),
            ("avr", Some(4)),
            ("abr", Some(4)),
            ("mai", Some(5)),
            ("May", Some(5)),
            ("jun", Some(6)),
            ("juin", Some(6)),
            ("jul", Some(7)),
            ("juil", Some(7)),
            ("août", Some(8)),
            ("ago", Some(8)),
            ("Sept", Some(9)),
            ("set", Some(9)),
            ("oct", Some(10)),
            ("nov", Some(11)),
            ("déc", Some(12)),
            ("dic", Some(12)),
            ("jui", None),
            ("ma", None),
            ("enerox", None),
            ("", None),
        ] {
            assert_eq!(month_of(word), month, "{word}");
        }
    }
}
