//! Tags of XML, read in one pass over the bytes.
//!
//! This is for workbook parts: elements, attributes, texts, CDATA; comments and processing
//! instructions are passed over, a document type is refused. Namespaces are told by the prefix
//! that the root element has: see [`Prefix`].

use crate::error::Damage;
use memchr::{memchr, memmem};

/// Why the next piece of markup cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The bytes end. More may follow where a part is read in pieces.
    End,
    /// What is there is wrong.
    Damage(Damage),
    /// A text is longer than a cell's may be.
    TextLimit,
}

impl From<Damage> for Fault {
    fn from(damage: Damage) -> Self {
        Self::Damage(damage)
    }
}

pub(crate) const BROKEN: Fault = Fault::Damage(Damage::Markup);

/// One piece of markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// `<name`: the attributes come next, by [`Markup::attribute`] or [`Markup::skip_attributes`].
    Start(&'a [u8]),
    /// `</name>`
    End(&'a [u8]),
    /// Text with its entities as written.
    Text(&'a [u8]),
    /// Text without entities.
    CData(&'a [u8]),
}

/// One step through the attributes of a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Attribute<'a> {
    /// A name and its value as written.
    Pair(&'a [u8], &'a [u8]),
    /// `>`: content follows.
    Open,
    /// `/>`: there is no content.
    Empty,
}

/// A place in the bytes of a part.
#[derive(Debug, Clone)]
pub(crate) struct Markup<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) at: usize,
}

impl<'a> Markup<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    #[inline]
    pub(crate) fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..]
    }

    /// The next piece; `Fault::End` where the bytes end.
    #[inline]
    pub(crate) fn token(&mut self) -> Result<Token<'a>, Fault> {
        loop {
            let rest = self.rest();
            match rest {
                [] => return Err(Fault::End),
                [b'<', b'/', ..] => return self.end_tag(),
                [b'<', b'!', ..] => {
                    if let Some(token) = self.declaration()? {
                        return Ok(token);
                    }
                }
                [b'<', b'?', ..] => self.skip_past(b"?>", 2)?,
                [b'<', ..] => return self.start_tag(),
                _ => {
                    let len = memchr(b'<', rest).ok_or(Fault::End)?;
                    self.at += len;
                    return Ok(Token::Text(&rest[..len]));
                }
            }
        }
    }

    #[inline]
    fn start_tag(&mut self) -> Result<Token<'a>, Fault> {
        let rest = &self.rest()[1..];
        let len = rest.iter().position(|b| ends_name(*b)).ok_or(Fault::End)?;
        if len == 0 {
            return Err(BROKEN);
        }
        self.at += 1 + len;
        Ok(Token::Start(&rest[..len]))
    }

    fn end_tag(&mut self) -> Result<Token<'a>, Fault> {
        let rest = &self.rest()[2..];
        let len = memchr(b'>', rest).ok_or(Fault::End)?;
        self.at += 3 + len;
        Ok(Token::End(rest[..len].trim_ascii_end()))
    }

    fn declaration(&mut self) -> Result<Option<Token<'a>>, Fault> {
        let rest = self.rest();
        if rest.starts_with(b"<!--") {
            self.skip_past(b"-->", 4)?;
            return Ok(None);
        }
        if rest.starts_with(b"<![CDATA[") {
            self.skip_past(b"]]>", 9)?;
            let end = self.at - 3 - (self.bytes.len() - rest.len());
            return Ok(Some(Token::CData(&rest[9..end])));
        }
        // A few bytes may be the beginning of either.
        let cut = b"<!--".starts_with(rest) || b"<![CDATA[".starts_with(rest);
        Err(if cut { Fault::End } else { Fault::Damage(Damage::Doctype) })
    }

    fn skip_past(&mut self, end: &[u8], from: usize) -> Result<(), Fault> {
        let rest = self.rest().get(from..).ok_or(Fault::End)?;
        self.at += from + memmem::find(rest, end).ok_or(Fault::End)? + end.len();
        Ok(())
    }

    /// The next attribute of the tag that was begun.
    #[inline]
    pub(crate) fn attribute(&mut self) -> Result<Attribute<'a>, Fault> {
        let rest = self.rest();
        let start = rest.iter().position(|b| !b.is_ascii_whitespace()).ok_or(Fault::End)?;
        match rest[start] {
            b'>' => {
                self.at += start + 1;
                return Ok(Attribute::Open);
            }
            b'/' => {
                self.at += start + 2;
                return match rest.get(start + 1) {
                    Some(b'>') => Ok(Attribute::Empty),
                    Some(_) => Err(BROKEN),
                    None => Err(Fault::End),
                };
            }
            _ => {}
        }
        let rest = &rest[start..];
        let equals = rest.iter().position(|b| *b == b'=' || *b == b'>' || *b == b'<').ok_or(Fault::End)?;
        let name = rest[..equals].trim_ascii_end();
        if rest[equals] != b'=' || name.is_empty() {
            return Err(BROKEN);
        }
        let open = equals + 1 + rest[equals + 1..].iter().position(|b| !b.is_ascii_whitespace()).ok_or(Fault::End)?;
        let quote = rest[open];
        if quote != b'"' && quote != b'\'' {
            return Err(BROKEN);
        }
        let value = &rest[open + 1..];
        let len = value.iter().position(|b| *b == quote).ok_or(Fault::End)?;
        self.at += start + open + 2 + len;
        Ok(Attribute::Pair(name, &value[..len]))
    }

    /// Passes over the attributes; returns whether the element has content.
    pub(crate) fn skip_attributes(&mut self) -> Result<bool, Fault> {
        loop {
            match self.attribute()? {
                Attribute::Open => return Ok(true),
                Attribute::Empty => return Ok(false),
                Attribute::Pair(..) => {}
            }
        }
    }

    /// Passes over all that is inside the element whose attributes were read, its end included.
    pub(crate) fn skip_content(&mut self) -> Result<(), Fault> {
        let mut depth = 1_usize;
        while depth > 0 {
            match self.token()? {
                Token::Start(_) => depth += usize::from(self.skip_attributes()?),
                Token::End(_) => depth -= 1,
                Token::Text(_) | Token::CData(_) => {}
            }
        }
        Ok(())
    }

    /// Passes over the attributes and content of the element that was begun.
    pub(crate) fn skip_element(&mut self) -> Result<(), Fault> {
        if self.skip_attributes()? { self.skip_content() } else { Ok(()) }
    }

    /// Reads on to the root element; returns its name.
    pub(crate) fn root(&mut self) -> Result<&'a [u8], Fault> {
        loop {
            match self.token()? {
                Token::Start(name) => return Ok(name),
                Token::Text(text) if text.trim_ascii().is_empty() || text == "\u{feff}".as_bytes() => {}
                _ => return Err(BROKEN),
            }
        }
    }
}

#[inline]
fn ends_name(byte: u8) -> bool {
    matches!(byte, b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r')
}

/// The prefix by which a part writes the names of its own namespace: nothing, or `x:`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Prefix(Vec<u8>);

impl Prefix {
    /// The prefix of the root element, which must have this local name.
    pub(crate) fn of_root(name: &[u8], local: &[u8]) -> Result<Self, Fault> {
        match name.strip_suffix(local) {
            Some(prefix) if prefix.is_empty() || prefix.ends_with(b":") => Ok(Self(prefix.to_owned())),
            _ => Err(BROKEN),
        }
    }

    /// Whether names carry no prefix.
    #[inline]
    pub(crate) fn is_plain(&self) -> bool {
        self.0.is_empty()
    }

    /// The local name of an element of the namespace; the whole name of any other.
    #[inline]
    pub(crate) fn local<'a>(&self, name: &'a [u8]) -> &'a [u8] {
        if self.is_plain() { name } else { name.strip_prefix(self.0.as_slice()).unwrap_or(b"") }
    }
}

/// The part of a name after its prefix.
pub(crate) fn local_name(name: &[u8]) -> &[u8] {
    memchr(b':', name).map_or(name, |colon| &name[colon + 1..])
}

/// Appends text with its entities resolved and its line ends as line feeds.
pub(crate) fn unescape_into(raw: &[u8], out: &mut String) -> Result<(), Fault> {
    let mut rest = std::str::from_utf8(raw).map_err(|_| Fault::Damage(Damage::Text))?;
    while let Some(at) = memchr::memchr2(b'&', b'\r', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = if rest.as_bytes()[at] == b'\r' {
            out.push('\n');
            rest[at + 1..].strip_prefix('\n').unwrap_or(&rest[at + 1..])
        } else {
            let end = rest[at..].find(';').ok_or(BROKEN)?;
            out.push(entity(&rest[at + 1..at + end]).ok_or(BROKEN)?);
            &rest[at + end + 1..]
        };
    }
    out.push_str(rest);
    Ok(())
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = name.strip_prefix('#')?;
            let (digits, radix) = match digits.strip_prefix(['x', 'X']) {
                Some(digits) => (digits, 16),
                None => (digits, 10),
            };
            let plain = digits.bytes().all(|b| b.is_ascii_hexdigit());
            let code = u32::from_str_radix(digits, radix).ok().filter(|_| plain)?;
            char::from_u32(code)
        }
    }
}

/// The value of an attribute as text.
pub(crate) fn attribute_text(raw: &[u8]) -> Result<String, Fault> {
    let mut text = String::with_capacity(raw.len());
    unescape_into(raw, &mut text)?;
    Ok(text)
}

/// Whether an attribute of the type `xsd:boolean` says yes.
pub(crate) fn is_true(raw: &[u8]) -> bool {
    matches!(raw, b"1" | b"true" | b"on")
}

/// A whole number without sign; `None` for anything else.
#[inline]
pub(crate) fn whole(raw: &[u8]) -> Option<u32> {
    if raw.is_empty() || raw.len() > 9 {
        return None;
    }
    raw.iter().try_fold(0_u32, |number, byte| byte.is_ascii_digit().then(|| number * 10 + u32::from(byte - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trace(text: &str) -> Result<String, Fault> {
        let mut markup = Markup::new(text.as_bytes());
        let mut out = String::new();
        loop {
            match markup.token() {
                Ok(Token::Start(name)) => {
                    out.push_str(&format!("<{}", String::from_utf8_lossy(name)));
                    while let Attribute::Pair(name, value) = markup.attribute()? {
                        let (name, value) = (String::from_utf8_lossy(name), String::from_utf8_lossy(value));
                        out.push_str(&format!(" {name}={value}"));
                    }
                }
                Ok(Token::End(name)) => out.push_str(&format!("/{}", String::from_utf8_lossy(name))),
                Ok(Token::Text(text)) => out.push_str(&format!("'{}'", String::from_utf8_lossy(text))),
                Ok(Token::CData(text)) => out.push_str(&format!("[{}]", String::from_utf8_lossy(text))),
                Err(Fault::End) if markup.rest().is_empty() => return Ok(out),
                Err(fault) => return Err(fault),
            }
        }
    }

    #[test]
    fn markup_is_read_as_written() {
        for (text, expected) in [
            ("<a b='1' c = \"x>y\" />", "<a b=1 c=x>y"),
            ("<?xml version='1.0'?><a><!-- <b> -->t</a >", "<a't'/a"),
            ("<a><![CDATA[<b>]]></a>", "<a[<b>]/a"),
            ("<x:a\n\tr=\"\"\n>", "<x:a r="),
        ] {
            assert_eq!(trace(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn broken_markup_is_told_from_cut_markup() {
        let doctype = Fault::Damage(Damage::Doctype);
        for (text, fault) in [
            ("<a b>", BROKEN),
            ("<a b=1>", BROKEN),
            ("<a / >", BROKEN),
            ("< a>", BROKEN),
            ("<!DOCTYPE a>", doctype),
            ("<!ENTITY a>", doctype),
            ("<a b='1", Fault::End),
            ("<a", Fault::End),
            ("<!-", Fault::End),
            ("<a>text", Fault::End),
        ] {
            assert_eq!(trace(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn entities_are_resolved() {
        let check = |raw: &str| attribute_text(raw.as_bytes()).ok();
        for (raw, text) in
            [("a&amp;b", "a&b"), ("&#241;&#xF1;", "ññ"), ("1\r\n2\r3", "1\n2\n3"), ("&lt;&gt;&quot;&apos;", "<>\"'")]
        {
            assert_eq!(check(raw).as_deref(), Some(text));
        }
        for raw in ["&nbsp;", "&amp", "&#xD800;", "&#;", "&#+65;"] {
            assert_eq!(check(raw), None, "{raw}");
        }
    }

    #[test]
    fn prefixes_are_the_roots() {
        let prefix = Prefix::of_root(b"x:worksheet", b"worksheet").expect("a root");
        assert_eq!(prefix.local(b"x:row"), b"row");
        assert_eq!(prefix.local(b"row"), b"");
        assert!(Prefix::of_root(b"myworksheet", b"worksheet").is_err());
    }
}
