//! Code without what is only text: comments and literals become blanks, lines stay where they are.

/// The code with the inside of comments, strings and characters blanked out.
pub fn blank(text: &str) -> String {
    let mut reader = Reader { rest: text, out: String::with_capacity(text.len()) };
    while let Some(character) = reader.rest.chars().next() {
        let length = reader.literal(character);
        match length {
            Some(length) => reader.skip(length),
            None => reader.keep(character),
        }
    }
    reader.out
}

struct Reader<'a> {
    rest: &'a str,
    out: String,
}

impl Reader<'_> {
    /// The length in bytes of the comment or literal that begins here.
    fn literal(&self, first: char) -> Option<usize> {
        let rest = self.rest;
        match first {
            '/' if rest.starts_with("//") => Some(rest.find('\n').unwrap_or(rest.len())),
            '/' if rest.starts_with("/*") => Some(comment(rest)),
            '"' => Some(string(rest)),
            'r' if !self.out.ends_with(|c: char| c.is_alphanumeric() && c != 'b' || c == '_') => raw(rest),
            '\'' => character(rest),
            _ => None,
        }
    }

    fn keep(&mut self, character: char) {
        self.out.push(character);
        self.rest = &self.rest[character.len_utf8()..];
    }

    fn skip(&mut self, length: usize) {
        let (gone, rest) = self.rest.split_at(length);
        self.out.extend(gone.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        self.rest = rest;
    }
}

/// A comment between `/*` and `*/`, others inside it included.
fn comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        let pair = rest.as_bytes().get(at..at + 2).unwrap_or_default();
        match pair {
            b"/*" => depth += 1,
            b"*/" => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

/// A string with escapes, both quotes included.
fn string(rest: &str) -> usize {
    let mut escaped = false;
    for (at, character) in rest.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// A raw string; none where `r` begins something else.
fn raw(rest: &str) -> Option<usize> {
    let hashes = rest[1..].bytes().take_while(|b| *b == b'#').count();
    let inside = rest[1 + hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(inside.find(&end).map_or(rest.len(), |at| 2 + hashes + at + end.len()))
}

/// A character; none for a lifetime or a label.
fn character(rest: &str) -> Option<usize> {
    let mut characters = rest.char_indices().skip(1);
    let (_, first) = characters.next()?;
    if first == '\\' {
        let after = rest[3..].find('\'')?;
        return Some(3 + after + 1);
    }
    let (at, second) = characters.next()?;
    (second == '\'').then_some(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_code_is_left() {
        for (text, expected) in [
            ("a // b\nc", "a     \nc"),
            ("a /* b /* c */\n*/ d", "a             \n   d"),
            (r#"a("{\"}") b"#, "a(      ) b"),
            ("r#\"{\"}\"# a br\"{\" for", "         a b     for"),
            ("'{' '\\'' '\\u{1}' &'a str 'b: loop", "                 &'a str 'b: loop"),
            ("let r = 'ñ';", "let r =    ;"),
            ("\"unclosed", "         "),
        ] {
            assert_eq!(blank(text), expected, "{text}");
        }
    }
}
