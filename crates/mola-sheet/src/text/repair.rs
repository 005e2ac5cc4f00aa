//! Reads a line that its quotation marks do not divide into as many fields as its table has.

use super::dialect::Dialect;
use super::scan::{Scanner, Span};

/// Ways of reading that are looked at before a line is given up.
const MOST_WAYS: usize = 200_000;
/// What it costs to take a quotation mark at the beginning of a field as a letter.
const LITERAL: usize = 3;

/// The line from `start` to `end` as exactly `columns` fields: of all ways to read its quotation
/// marks, the one that goes least against the rules; `None` where there is none.
pub(super) fn cut(text: &[u8], (start, end): (usize, usize), dialect: &Dialect, columns: usize) -> Option<Vec<Span>> {
    let line = &text[start..end];
    let delimiter = dialect.delimiter.as_bytes();
    let ends = delimiters(line, delimiter);
    let quotes = dialect.quote.map_or_else(Vec::new, |quote| memchr::memchr_iter(quote, line).collect());
    let ways = (ends.len() + 1).saturating_mul(columns).saturating_mul(quotes.len() + 1);
    if columns < 2 || ends.len() + 1 < columns || ways > MOST_WAYS {
        return None;
    }
    let scanner = Scanner::new(line, dialect);
    let search =
        Search { line, delimiter: delimiter.len(), ends: &ends, quotes: &quotes, scanner, quote: dialect.quote };
    let fields = search.best(columns)?;
    let moved = |span: Span| Span::new(span.range().start + start, span.range().end + start, span.marked, span.quoted);
    Some(fields.into_iter().map(moved).collect())
}

/// Where the delimiters of a line begin.
fn delimiters(line: &[u8], delimiter: &[u8]) -> Vec<usize> {
    memchr::memmem::find_iter(line, delimiter).collect()
}

struct Search<'l> {
    line: &'l [u8],
    delimiter: usize,
    /// Where delimiters begin.
    ends: &'l [usize],
    quotes: &'l [usize],
    scanner: Scanner<'l>,
    quote: Option<u8>,
}

/// The best way to read the rest of a line: its cost, and the field that it begins with.
#[derive(Clone, Copy)]
struct Step {
    cost: usize,
    field: Span,
    /// The start that follows, as an index; `usize::MAX` at the end of the line.
    next: usize,
}

impl Search<'_> {
    /// Fields may begin at the line's start and after each delimiter. From the last start back to the
    /// first, each keeps its best way to become so and so many fields.
    fn best(&self, columns: usize) -> Option<Vec<Span>> {
        let starts = self.ends.len() + 1;
        let mut table: Vec<Option<Step>> = vec![None; starts * (columns + 1)];
        for index in (0..starts).rev() {
            for (cost, field, next) in self.ways(index) {
                for count in 1..=columns {
                    let rest = match next {
                        None => (count == 1).then_some(0),
                        Some(next) if count > 1 => table[next * (columns + 1) + count - 1].map(|step| step.cost),
                        Some(_) => None,
                    };
                    let slot = &mut table[index * (columns + 1) + count];
                    let better = |cost: usize| slot.is_none_or(|step| cost < step.cost);
                    if let Some(cost) = rest.map(|rest| rest + cost).filter(|cost| better(*cost)) {
                        *slot = Some(Step { cost, field, next: next.unwrap_or(usize::MAX) });
                    }
                }
            }
        }
        let mut fields = Vec::with_capacity(columns);
        let mut index = 0;
        for count in (1..=columns).rev() {
            let step = table.get(index * (columns + 1) + count).copied().flatten()?;
            fields.push(step.field);
            index = step.next;
        }
        Some(fields)
    }

    /// The ways to read the field that begins at start `index`: what each costs, and the start that
    /// follows.
    fn ways(&self, index: usize) -> Vec<(usize, Span, Option<usize>)> {
        let start = if index == 0 { 0 } else { self.ends[index - 1] + self.delimiter };
        let opens = self.quote.is_some() && self.line.get(start).copied() == self.quote;
        let mut ways = Vec::new();
        if opens {
            let marks = self.quotes.partition_point(|mark| *mark <= start);
            for (offset, mark) in self.quotes[marks..].iter().enumerate() {
                let Some(end) = self.scanner.closes(*mark) else { continue };
                let inside = &self.quotes[marks..marks + offset];
                let field = Span::new(start + 1, *mark, !inside.is_empty(), true);
                ways.push((unpaired(inside), field, self.start_after(end)));
            }
        }
        let end = self.ends.get(index).copied().unwrap_or(self.line.len());
        if end >= start {
            let cost = if opens { LITERAL } else { 0 };
            let field = Span::new(start, end, false, false);
            ways.push((cost, field, self.start_after(end)));
        }
        ways
    }

    /// The start that follows the delimiter at `end`; `None` at the end of the line.
    fn start_after(&self, end: usize) -> Option<usize> {
        self.ends.binary_search(&end).ok().map(|index| index + 1)
    }
}

/// Quotation marks that are not one of a pair.
fn unpaired(marks: &[usize]) -> usize {
    marks.chunk_by(|one, next| one + 1 == *next).filter(|run| run.len() % 2 == 1).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, columns: usize, expected: Option<&[&str]>) {
        let dialect = Dialect { delimiter: ",".to_owned(), quote: Some(b'"'), escape: None };
        let scanner = Scanner::new(line.as_bytes(), &dialect);
        let found = cut(line.as_bytes(), (0, line.len()), &dialect, columns).map(|fields| {
            let value = |span: &Span| {
                let mut out = String::new();
                scanner.unmarked(span, &mut out, line);
                out
            };
            fields.iter().map(value).collect::<Vec<_>>()
        });
        assert_eq!(
            found.as_deref(),
            expected.map(|e| e.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>()).as_deref(),
            "{line}"
        );
    }

    #[test]
    fn lines_are_read_in_the_way_that_fits() {
        check(r#"1,"2,x,"a, b",c"#, 5, Some(&["1", "\"2", "x", "a, b", "c"]));
        check(r#"1,"long 48"","made, here",x"#, 4, Some(&["1", "long 48\"", "made, here", "x"]));
        check(r#"1,""made, here",x"#, 3, Some(&["1", "\"made, here", "x"]));
        check(r#"1,x,""#, 3, Some(&["1", "x", "\""]));
        check(r#"1,"say ""a, b""",c"#, 3, Some(&["1", "say \"a, b\"", "c"]));
        check("1,2,3", 2, None);
        check("1,2", 3, None);
    }
}
