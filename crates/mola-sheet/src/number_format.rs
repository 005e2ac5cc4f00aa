//! Number formats: does one show a number as a date?

/// As what a format shows a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Shown {
    /// As a number.
    #[default]
    Number,
    /// As a date, a time or both.
    Date,
    /// As elapsed time, such as `[h]:mm`.
    Elapsed,
}

/// What a format that programs know by number alone shows: those of ECMA-376 part 1, 18.8.30, with
/// the ones that East Asian editions add.
pub(crate) fn builtin(id: u32) -> Shown {
    match id {
        46 => Shown::Elapsed,
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => Shown::Date,
        _ => Shown::Number,
    }
}

/// What a format code shows. Only what stands outside quotation marks,
/// brackets and escapes counts, and only the first section: the one for positive numbers. A word
/// such as `Standard` is no date although letters of dates are in it: in a date each letter stands
/// in a run of its own kind (`dd`, `mm`, `yyyy`).
pub(crate) fn shown(code: &str) -> Shown {
    match outline(code) {
        Some((_, true)) => Shown::Elapsed,
        Some((letters, false)) if has_date(&letters) => Shown::Date,
        _ => Shown::Number,
    }
}

fn has_date(letters: &str) -> bool {
    let letters = letters.replace("AM/PM", " ").replace("A/P", " ");
    let mut dated = false;
    for run in letters.split(|c: char| !c.is_alphabetic()).flat_map(runs) {
        let (letter, len) = run;
        match letter {
            'Y' | 'M' | 'D' | 'H' | 'S' | 'E' | 'G' | 'B' => dated = true,
            // Spanish, French and German writers: `aaaa`, `jj`, `tt`. A year of one letter is none.
            'A' | 'J' | 'T' if len >= 2 => {}
            _ => return false,
        }
    }
    dated
}

/// The first section in capital letters, without quoted, bracketed and escaped characters, and
/// whether it shows elapsed time such as `[h]`; `None` where it shows digits of numbers.
fn outline(code: &str) -> Option<(String, bool)> {
    let mut out = String::new();
    let mut elapsed = false;
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character {
            ';' => break,
            '"' => {
                characters.by_ref().find(|c| *c == '"');
                out.push(' ');
            }
            '\\' | '_' | '*' => {
                characters.next();
                out.push(' ');
            }
            '[' => {
                let inside: String = characters.by_ref().take_while(|c| *c != ']').collect();
                elapsed |= is_elapsed(&inside);
                out.push(' ');
            }
            '0' if ends_in_seconds(&out) => out.push('0'),
            '0' | '#' | '?' | '%' | '@' if !elapsed => return None,
            _ => out.extend(character.to_uppercase()),
        }
    }
    Some((out, elapsed))
}

/// Fractions of seconds are written `ss.000`.
fn ends_in_seconds(text: &str) -> bool {
    let stem = text.trim_end_matches('0');
    stem.strip_suffix(['.', ',']).is_some_and(|stem| stem.ends_with('S'))
}

fn is_elapsed(inside: &str) -> bool {
    let mut letters = inside.chars().map(|c| c.to_ascii_lowercase());
    match letters.next() {
        Some(first @ ('h' | 'm' | 's')) => letters.all(|letter| letter == first),
        _ => false,
    }
}

/// The letters of a word as runs of equal ones with their lengths.
fn runs(word: &str) -> Vec<(char, usize)> {
    let mut runs: Vec<(char, usize)> = Vec::new();
    for letter in word.chars() {
        match runs.last_mut() {
            Some((last, len)) if *last == letter => *len += 1,
            _ => runs.push((letter, 1)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_told_from_numbers() {
        for code in [
            "dd/mm/yyyy",
            "yyyy-mm-dd",
            "d-mmm-yy",
            "mmm-yy",
            "h:mm AM/PM",
            "[$-409]d\\-mmm\\-yy;@",
            "mm:ss.0",
            "[h]:mm:ss",
            "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
            "\"el\" dd \"de\" mmmm",
            "[Red]dd/mm/yy",
            "yyyy\"年\"m\"月\"",
            "DD.MM.YYYY",
            "dd/mm/aaaa",
            "jj/mm/aaaa",
            "TT.MM.JJJJ",
            "yyyymmddThhmmss",
            "[mm]",
            "ggge",
        ] {
            let expected = match code {
                "yyyymmddThhmmss" => Shown::Number,
                "[h]:mm:ss" | "[mm]" => Shown::Elapsed,
                _ => Shown::Date,
            };
            assert_eq!(shown(code), expected, "{code}");
        }
        for code in [
            "General",
            "Standard",
            "Estándar",
            "Standaard",
            "0",
            "0.00",
            "#,##0.00",
            "0%",
            "@",
            "0.00E+00",
            "[Red]0",
            "\"day\" 0",
            "0\\d",
            "_-* #,##0.00_-",
            "\"B/.\"#,##0.00;[Red]\\-\"B/.\"#,##0.00",
            "[$€-407] 0",
            "0 \"h\"",
            "",
            ";;;",
            "0 m",
            "[>=100]0",
            "St",
        ] {
            assert_eq!(shown(code), Shown::Number, "{code}");
        }
    }
}
