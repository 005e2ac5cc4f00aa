//! XML as a text of which pieces are replaced: where its elements are, and what is put in their place.

use super::TemplateError;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::BTreeMap;
use std::ops::Range;

/// An element, by its bytes in the text.
#[derive(Debug, Clone)]
pub(super) struct Element<'a> {
    /// Its name without what stands before the colon.
    pub name: &'a str,
    /// What stands before the name, with the colon.
    pub prefix: &'a str,
    /// All of it.
    pub range: Range<usize>,
    /// Its first tag.
    pub tag: Range<usize>,
    /// What is in it; nothing where it is one tag alone.
    pub inner: Option<Range<usize>>,
}

impl Element<'_> {
    pub fn tag_text<'x>(&self, xml: &'x str) -> &'x str {
        &xml[self.tag.clone()]
    }
}

/// Every element of a text, in the order in which they begin.
pub(super) fn tags(xml: &str) -> Result<Vec<Element<'_>>, TemplateError> {
    let broken = |error: quick_xml::Error| TemplateError::Xml(error.to_string());
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut elements: Vec<Element<'_>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let position = |reader: &Reader<&[u8]>| usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
    loop {
        let start = position(&reader);
        let event = reader.read_event().map_err(broken)?;
        let end = position(&reader);
        match event {
            Event::Eof => break,
            Event::Start(_) | Event::Empty(_) => {
                let (prefix, name) = names(&xml[start..end]);
                let is_open = matches!(event, Event::Start(_));
                if is_open {
                    open.push(elements.len());
                }
                let inner = is_open.then_some(end..end);
                elements.push(Element { name, prefix, range: start..end, tag: start..end, inner });
            }
            Event::End(_) => {
                if let Some(at) = open.pop() {
                    elements[at].range.end = end;
                    elements[at].inner = Some(elements[at].tag.end..start);
                }
            }
            _ => {}
        }
    }
    Ok(elements)
}

/// The name in a tag, and what stands before it.
fn names(tag: &str) -> (&str, &str) {
    let name = tag.trim_start_matches('<');
    let end = name.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(name.len());
    let name = &name[..end];
    name.find(':').map_or(("", name), |colon| name.split_at(colon + 1))
}

/// The value of an attribute as it is written, between its quotation marks.
pub(super) fn attribute<'x>(tag: &'x str, name: &str) -> Option<&'x str> {
    let mut rest = tag;
    loop {
        let at = rest.find(name)?;
        let before = rest[..at].chars().next_back();
        let after = rest[at + name.len()..].trim_start();
        if let Some(value) = after.strip_prefix('=').filter(|_| before.is_some_and(char::is_whitespace)) {
            let value = value.trim_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            return value[1..].split(quote).next();
        }
        rest = &rest[at + name.len()..];
    }
}

/// A tag with an attribute of this value, in the place of the one it has.
pub(super) fn with_attribute(tag: &str, name: &str, value: &str) -> String {
    if let Some(old) = attribute(tag, name) {
        let start = old.as_ptr() as usize - tag.as_ptr() as usize;
        return format!("{}{value}{}", &tag[..start], &tag[start + old.len()..]);
    }
    let end = tag.trim_end_matches('>').trim_end_matches('/').trim_end().len();
    format!("{} {name}=\"{value}\"{}", &tag[..end], &tag[end..])
}

/// Pieces of a text that are put in the place of others.
#[derive(Debug, Default)]
pub(super) struct Edits(BTreeMap<(usize, usize), String>);

impl Edits {
    pub fn replace(&mut self, range: Range<usize>, text: String) {
        self.0.insert((range.start, range.end), text);
    }

    pub fn insert(&mut self, at: usize, text: String) {
        self.0.entry((at, at)).or_default().push_str(&text);
    }

    /// The text with all pieces in their places.
    pub fn apply(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 1024);
        let mut from = 0;
        for ((start, end), piece) in self.0 {
            out.push_str(&text[from..start]);
            out.push_str(&piece);
            from = end;
        }
        out.push_str(&text[from..]);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_where_they_are() {
        let xml = "<?xml version=\"1.0\"?><x:a b='1'><!-- <c/> --><c r=\"A1\"/>t</x:a>";
        let found = tags(xml).expect("elements");
        assert_eq!((found[0].name, found[0].prefix, &xml[found[0].range.clone()]), ("a", "x:", &xml[21..]));
        assert_eq!(&xml[found[0].inner.clone().expect("an inside")], "<!-- <c/> --><c r=\"A1\"/>t");
        assert_eq!((found[1].tag_text(xml), found[1].inner.clone()), ("<c r=\"A1\"/>", None));
        assert!(tags("<a><b></a>").is_err());
    }

    #[test]
    fn attributes_are_read_and_written_as_they_stand() {
        let tag = "<c  sr=\"x\" r = 'A1' s=\"4\"/>";
        assert_eq!((attribute(tag, "r"), attribute(tag, "s"), attribute(tag, "t")), (Some("A1"), Some("4"), None));
        assert_eq!(with_attribute(tag, "s", "12"), "<c  sr=\"x\" r = 'A1' s=\"12\"/>");
        assert_eq!(with_attribute("<c/>", "s", "1"), "<c s=\"1\"/>");
        assert_eq!(with_attribute("<c a=\"/\">", "s", "1"), "<c a=\"/\" s=\"1\">");
    }

    #[test]
    fn pieces_are_put_in_the_place_of_others() {
        let mut edits = Edits::default();
        edits.replace(1..2, "X".to_owned());
        edits.insert(1, "<".to_owned());
        edits.insert(3, "a".to_owned());
        edits.insert(3, "b".to_owned());
        assert_eq!(edits.apply("0123"), "0<X2ab3");
    }
}
