//! Bands of age written as text: `15 a 24 años`, `15–24`, `60+`, `60 y más`, `menores de 15`.

use mola_model::AgeBand;

/// Words after an age from which a band is open.
const AND_OVER: &[&str] = &["mas", "more", "over", "older", "above", "plus"];
/// Words before an age below which a band ends.
const UNDER: &[&str] = &["menos", "menor", "menores", "under", "below", "moins"];
/// Words that say nothing of the ages.
const FILLERS: &[&str] = &[
    "a", "y", "o", "de", "to", "and", "or", "et", "ou", "ans", "an", "anos", "ano", "years", "year", "old", "edad",
    "age", "aged", "ages", "entre", "between", "from", "desde", "hasta", "que", "than", "les", "los", "las", "the",
    "yo", "yrs",
];

/// Reads a folded text as a band of age; none where it says no ages, or they could be meant otherwise.
pub(crate) fn read(folded: &str) -> Option<AgeBand> {
    let (mut ages, mut is_open, mut is_under) = (Vec::new(), false, false);
    let mut rest = folded;
    while let Some(c) = rest.chars().next() {
        let class = |c: char| (c.is_ascii_digit(), c.is_alphabetic());
        let end = rest.find(|other: char| class(other) != class(c)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        match class(c) {
            (true, _) => ages.push(run.parse::<u16>().ok()?),
            // `over 60` may or may not mean those who are 60: only what stands behind an age opens a band.
            (_, true) if AND_OVER.contains(&run) && ages.len() == 1 => is_open = true,
            (_, true) if UNDER.contains(&run) && ages.is_empty() => is_under = true,
            (_, true) if FILLERS.contains(&run) => {}
            (_, true) => return None,
            _ => match run.trim() {
                "+" if ages.len() == 1 => is_open = true,
                "<" if ages.is_empty() => is_under = true,
                "" | "-" | "\u{2013}" | "\u{2014}" | "/" | "." | "(" | ")" | "[" | "]" => {}
                _ => return None,
            },
        }
    }
    match (ages[..].as_ref(), is_open, is_under) {
        ([from, to], false, false) => AgeBand::new(*from, Some(*to)),
        ([from], true, false) => AgeBand::new(*from, None),
        ([end], false, true) => AgeBand::new(0, Some(end.checked_sub(1)?)),
        ([age], false, false) => AgeBand::new(*age, Some(*age)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_read_as_people_write_them() {
        for (text, expected) in [
            ("15-24", "15-24"),
            ("15 – 24", "15-24"),
            ("15 a 24 anos", "15-24"),
            ("de 15 a 24 anos de edad", "15-24"),
            ("15 to 24 years", "15-24"),
            ("15/24", "15-24"),
            ("(15-24)", "15-24"),
            ("60+", "60+"),
            ("60 y mas", "60+"),
            ("60 anos o mas", "60+"),
            ("60 and over", "60+"),
            ("60 ans et plus", "60+"),
            ("menores de 15", "0-14"),
            ("<15", "0-14"),
            ("under 5", "0-4"),
            ("moins de 15 ans", "0-14"),
            ("18", "18-18"),
        ] {
            assert_eq!(read(text).map(|band| band.to_string()).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "jovenes", "over 60", "mas de 60", "24-15", "15-24-30", ">60", "mujeres 15-24", "2011-2012"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
