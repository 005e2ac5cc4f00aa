//! Quotation marks that would swallow rows: they are found before anything is read.

use super::LineCursor;
use super::dialect::Outline;
use crate::error::{Damage, SheetError, Spot};
use memchr::memchr;

/// From this many columns on, a line with all the delimiters of a record is one.
const TELLING_COLUMNS: usize = 4;

/// Refuses a text in which a quotation mark is never closed, or closed so late that the field holds
/// what is plainly another record. A reader of such a text would lose rows without an error.
pub(super) fn check(bytes: &[u8], outline: &Outline) -> Result<(), SheetError> {
    let quote = outline.dialect.quote;
    let mut lines = LineCursor::new();
    let mut at = outline.start;
    while let Some(open) = next_opening(bytes, at, outline) {
        let mut damage = |damage| SheetError::damaged(damage, Spot::line(lines.line_of(bytes, open)));
        let close = closing(bytes, open + 1, quote).ok_or_else(|| damage(Damage::QuoteOpen))?;
        if swallows(&bytes[open + 1..close], outline) {
            return Err(damage(Damage::QuoteSwallows));
        }
        at = close + 1;
    }
    Ok(())
}

/// The next quotation mark at the beginning of a field.
fn next_opening(bytes: &[u8], from: usize, outline: &Outline) -> Option<usize> {
    let mut at = from;
    loop {
        let found = at + memchr(outline.dialect.quote, bytes.get(at..)?)?;
        let before = found.checked_sub(1).filter(|_| found > outline.start).map(|before| bytes[before]);
        match before {
            None | Some(b'\n' | b'\r') => return Some(found),
            Some(byte) if byte == outline.dialect.delimiter => return Some(found),
            Some(_) => at = found + 1,
        }
    }
}

/// The mark that closes a field; doubled ones are text.
fn closing(bytes: &[u8], from: usize, quote: u8) -> Option<usize> {
    let mut at = from;
    loop {
        let found = at + memchr(quote, bytes.get(at..)?)?;
        if bytes.get(found + 1) != Some(&quote) {
            return Some(found);
        }
        at = found + 2;
    }
}

/// Whether a line inside the field, after its first one, has as many delimiters as a record. Lists
/// in a sentence have a blank after each comma; those do not count.
fn swallows(field: &[u8], outline: &Outline) -> bool {
    if outline.columns < TELLING_COLUMNS {
        return false;
    }
    let is_record = |line: &[u8]| {
        let tight = |pair: &&[u8]| pair[0] == outline.dialect.delimiter && pair[1] != b' ';
        line.windows(2).filter(tight).count() + 1 >= outline.columns
    };
    field.split(|byte| *byte == b'\n' || *byte == b'\r').skip(1).any(is_record)
}

#[cfg(test)]
mod tests {
    use super::super::dialect::outline;
    use super::*;
    use crate::limits::Hints;

    #[test]
    fn quotes_that_swallow_rows_are_refused() {
        let rows = "a,b,c,d\n1,2,3,4\n1,2,3,4\n1,2,3,4\n";
        for (tail, expected) in [
            ("1,\"x\ny, z, u, v\",3,4\n", None),
            ("1,5\" pipe,3,4\n1,2,3,4\n", None),
            ("1,\"say \"\"hi\"\"\",3,4\n", None),
            ("1,\"\",3,4\n1,\"\"\"\",3,4\n", None),
            ("1,\"x,3,4\n1,2,3,4\n", Some((Damage::QuoteOpen, 5))),
            ("1,2,3,\"4\n1,2,3,4\n1,2,3,\"4\n", Some((Damage::QuoteSwallows, 5))),
            ("1,2,3,4\r\n1,\"x\"\"\n", Some((Damage::QuoteOpen, 6))),
        ] {
            let text = format!("{rows}{tail}");
            let found = check(text.as_bytes(), &outline(&text, &Hints::default()));
            let expected = expected.map(|(damage, line)| SheetError::damaged(damage, Spot::line(line)));
            assert_eq!(found.err(), expected, "{tail}");
        }
    }
}
