//! The text that a cell of OpenDocument shows.

use crate::markup::{Attribute, Fault, Markup, Token, unescape_into};

/// Reads the content of a cell up to its end tag: its paragraphs, each on a line, without comments,
/// drawings and tables inside the cell.
pub(super) fn cell_text(markup: &mut Markup<'_>, end: &[u8], max: usize) -> Result<String, Fault> {
    let mut text = String::new();
    let mut first = true;
    loop {
        match markup.token()? {
            Token::Start(b"text:p" | b"text:h") => {
                if !std::mem::take(&mut first) {
                    text.push('\n');
                }
                if markup.skip_attributes()? {
                    paragraph(markup, &mut text)?;
                }
                if text.len() > max {
                    return Err(Fault::TextLimit);
                }
            }
            Token::Start(_) => markup.skip_element()?,
            Token::End(name) if name == end => return Ok(text),
            Token::End(_) | Token::Text(_) | Token::CData(_) => {}
        }
    }
}

/// Runs of blanks in the file are one blank; those that count are elements.
fn paragraph(markup: &mut Markup<'_>, out: &mut String) -> Result<(), Fault> {
    let mut depth = 1_usize;
    let mut line = Line { out, blank: false, broken: false, started: false };
    let mut piece = String::new();
    while depth > 0 {
        match markup.token()? {
            Token::Text(raw) => {
                piece.clear();
                unescape_into(raw, &mut piece)?;
                line.push_collapsed(&piece);
            }
            Token::CData(raw) => line.push_collapsed(&String::from_utf8_lossy(raw)),
            Token::Start(b"text:s") => {
                let times = blanks(markup)?;
                line.push_exact(&" ".repeat(times));
            }
            Token::Start(b"text:tab") => {
                markup.skip_element()?;
                line.push_exact("\t");
            }
            Token::Start(b"text:line-break") => {
                markup.skip_element()?;
                line.push_exact("\n");
            }
            Token::Start(b"office:annotation" | b"office:annotation-end" | b"text:note" | b"text:ruby-text") => {
                markup.skip_element()?;
            }
            Token::Start(_) => depth += usize::from(markup.skip_attributes()?),
            Token::End(_) => depth -= 1,
        }
    }
    line.end();
    Ok(())
}

struct Line<'t> {
    out: &'t mut String,
    /// Blanks were passed over, and perhaps a line end among them.
    blank: bool,
    broken: bool,
    started: bool,
}

impl Line<'_> {
    fn push_collapsed(&mut self, text: &str) {
        for character in text.chars() {
            if matches!(character, ' ' | '\t' | '\n' | '\r') {
                self.broken = character != ' ' || (self.blank && self.broken);
                self.blank = self.started;
            } else {
                if std::mem::take(&mut self.blank) {
                    self.out.push(' ');
                }
                self.started = true;
                self.out.push(character);
            }
        }
    }

    /// A blank at the end counts, as writers mean it, unless it is the layout of the file.
    fn end(&mut self) {
        if self.blank && !self.broken {
            self.out.push(' ');
        }
    }

    fn push_exact(&mut self, text: &str) {
        if std::mem::take(&mut self.blank) {
            self.out.push(' ');
        }
        self.started = true;
        self.out.push_str(text);
    }
}

/// The number of blanks that `text:s` stands for; a line has no use for more than a thousand.
fn blanks(markup: &mut Markup<'_>) -> Result<usize, Fault> {
    let mut times = 1;
    loop {
        match markup.attribute()? {
            Attribute::Pair(b"text:c", value) => times = crate::markup::whole(value).unwrap_or(1) as usize,
            Attribute::Pair(..) => {}
            Attribute::Open => {
                markup.skip_content()?;
                return Ok(times.min(1_000));
            }
            Attribute::Empty => return Ok(times.min(1_000)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_lines() {
        for (content, expected) in [
            ("<text:p>a</text:p><text:p>b &amp; c</text:p>", "a\nb & c"),
            ("\n  <text:p>\n   a\n  <text:span>b</text:span>  c\n </text:p>\n", "a b c"),
            ("<text:p>a<text:s text:c=\"3\"/>b<text:tab/>c<text:line-break/>d</text:p>", "a   b\tc\nd"),
            ("<office:annotation><text:p>no</text:p></office:annotation><text:p>yes</text:p>", "yes"),
            ("<text:p/><text:p>b</text:p>", "\nb"),
            ("<text:p><text:s/>a </text:p>", " a "),
        ] {
            let bytes = format!("{content}</c>");
            assert_eq!(cell_text(&mut Markup::new(bytes.as_bytes()), b"c", 99).as_deref(), Ok(expected), "{content}");
        }
        assert_eq!(cell_text(&mut Markup::new(b"<text:p>abc</text:p></c>"), b"c", 2), Err(Fault::TextLimit));
    }
}
