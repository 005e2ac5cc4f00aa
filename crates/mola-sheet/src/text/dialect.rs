//! Which bytes stand between and around the fields of a text.

use crate::limits::Hints;

/// How a text is cut into fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// The byte between fields.
    pub delimiter: u8,
    /// The byte around fields that hold a delimiter or a line end.
    pub quote: u8,
}

/// In this order where all else is equal.
const DELIMITERS: [u8; 4] = [b';', b'\t', b',', b'|'];
/// How much of a text is looked at.
const SAMPLE_BYTES: usize = 256 << 10;

/// What was found out about a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outline {
    pub(super) dialect: Dialect,
    /// Fields of most records.
    pub(super) columns: usize,
    /// Where the records begin: after a line `sep=;`, which is no record.
    pub(super) start: usize,
}

/// Finds the dialect by what the whole text agrees on, so that neither a preamble nor decimal
/// commas mislead.
pub(super) fn outline(text: &str, hints: &Hints) -> Outline {
    let (named, start) = separator_line(text);
    let quote = hints.quote.unwrap_or(b'"');
    let sample = &text.as_bytes()[start..text.len().min(start + SAMPLE_BYTES)];
    let tallies = |delimiter: u8| tally(sample, delimiter, quote);
    let known = hints.delimiter.or(named);
    let candidates = known.as_ref().map_or(&DELIMITERS[..], std::slice::from_ref);
    let best = candidates
        .iter()
        .rev()
        .map(|delimiter| (tallies(*delimiter), *delimiter))
        .max_by_key(|(tally, _)| tally.score());
    let (tally, delimiter) = best.expect("there are delimiters to choose from");
    Outline { dialect: Dialect { delimiter, quote }, columns: tally.columns, start }
}

/// Excel's own hint: `sep=` and a delimiter on the first line.
fn separator_line(text: &str) -> (Option<u8>, usize) {
    let end = text.find(['\n', '\r']).unwrap_or(text.len());
    let line = text[..end].trim_matches('"');
    match line.as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] if delimiter.is_ascii() => {
            // The line end stays: it is passed over with its number counted.
            (Some(*delimiter), end)
        }
        _ => (None, 0),
    }
}

/// How a delimiter divides a sample.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    records: usize,
    /// The number of fields that most records with more than one field have.
    columns: usize,
    /// How many records have it.
    agreeing: usize,
}

impl Tally {
    /// Records in agreement count first, in tenths of a per cent; then the number of fields.
    fn score(&self) -> (usize, usize) {
        if self.columns < 2 { (0, 0) } else { (self.agreeing * 1_000 / self.records.max(1), self.columns) }
    }
}

fn tally(sample: &[u8], delimiter: u8, quote: u8) -> Tally {
    let counts = fields_of_records(sample, delimiter, quote);
    let mut sorted: Vec<usize> = counts.iter().copied().filter(|count| *count > 1).collect();
    sorted.sort_unstable();
    let groups = sorted.chunk_by(|one, other| one == other);
    let (agreeing, columns) = groups.map(|group| (group.len(), group[0])).max().unwrap_or((0, 1));
    Tally { records: counts.len(), columns, agreeing }
}

/// The number of fields of each record that is not blank.
fn fields_of_records(sample: &[u8], delimiter: u8, quote: u8) -> Vec<usize> {
    let mut counts = Vec::new();
    let (mut fields, mut blank, mut quoted, mut field_start) = (1, true, false, true);
    for byte in sample.iter().copied() {
        if quoted {
            // After the closing mark another one opens again, so that a doubled mark stays inside.
            quoted = byte != quote;
            field_start = !quoted;
            continue;
        }
        match byte {
            b'\n' | b'\r' => {
                if !blank {
                    counts.push(fields);
                }
                (fields, blank, field_start) = (1, true, true);
            }
            _ if byte == delimiter => {
                fields += 1;
                (blank, field_start) = (false, true);
            }
            _ if byte == quote && field_start => {
                quoted = true;
                (blank, field_start) = (false, false);
            }
            _ => (blank, field_start) = (blank && byte == b' ', false),
        }
    }
    if !blank {
        counts.push(fields);
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_are_what_the_table_agrees_on() {
        for (text, delimiter, columns) in [
            ("a;b;c\n1,5;2,5;3,5\n1,5;2,5;3,5\n", b';', 3),
            ("a,b\n1,2\n", b',', 2),
            ("a\tb\n1,5\t2\n", b'\t', 2),
            ("a|b|c\n1|2|3\n", b'|', 3),
            ("OMT, Registro de capacitación, 2010\n\nno;nombre;monto\n1;Ana;2,5\n2;Eva;3,5\n3;Luz;4,5\n", b';', 3),
            ("id,note\n1,\"a;b;c\"\n2,\"d;e;f\"\n", b',', 2),
            ("id,note\n1,\"say \"\"a;b\"\"\"\n2,x\n", b',', 2),
            ("sep=;\na;b\n1,2,3;4\n", b';', 2),
            ("one\ntwo\n", b';', 1),
        ] {
            let found = outline(text, &Hints::default());
            assert_eq!((found.dialect.delimiter, found.columns), (delimiter, columns), "{text}");
        }
    }

    #[test]
    fn what_is_declared_holds() {
        let hints = Hints { delimiter: Some(b','), quote: Some(b'\''), ..Hints::default() };
        let found = outline("a;b,'c;d'\n", &hints);
        assert_eq!(found.dialect, Dialect { delimiter: b',', quote: b'\'' });
    }
}
