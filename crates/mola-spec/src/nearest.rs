//! The right name for a wrong one.

use crate::fold::fold;

/// Names that are less alike than this are not proposed: 1 is the same, 0 has nothing in common.
const LEAST: f64 = 0.55;

/// The candidate that `text` was probably meant to be; the first of those equally near.
pub(crate) fn nearest<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = fold(text);
    nearest_folded(&wanted, candidates.into_iter().map(|name| (fold(name), name)))
}

/// The same over candidates that are folded already, each with what is to be proposed for it.
pub(crate) fn nearest_folded<T>(wanted: &str, candidates: impl IntoIterator<Item = (impl AsRef<str>, T)>) -> Option<T> {
    let mut best: Option<(f64, T)> = None;
    for (folded, candidate) in candidates {
        let likeness = likeness(wanted, folded.as_ref());
        if likeness >= LEAST && best.as_ref().is_none_or(|(most, _)| likeness > *most) {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn likeness(wanted: &str, candidate: &str) -> f64 {
    let alike = strsim::normalized_damerau_levenshtein(wanted, candidate);
    // What is written in part (`verification` for `verification_es`) is near, though it is short.
    let part =
        wanted.len() >= 3 && (candidate.starts_with(wanted) || wanted.starts_with(candidate) && candidate.len() >= 3);
    if part { alike.max(LEAST) } else { alike }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_is_proposed_and_nothing_far() {
        let names = ["column", "columns", "constant", "codes", "verification_es"];
        for (text, expected) in [
            ("colum", Some("column")),
            ("Columna", Some("column")),
            ("cosntant", Some("constant")),
            ("verification", Some("verification_es")),
            ("fecha", None),
            ("", None),
        ] {
            assert_eq!(nearest(text, names), expected, "{text}");
        }
    }
}
