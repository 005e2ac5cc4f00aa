//! XML for programs: elements in the order in which they are written, texts escaped.

use quick_xml::escape::escape;
use std::borrow::Cow;

/// A document being written.
pub(crate) struct Xml {
    out: String,
    /// The elements that are open.
    open: Vec<&'static str>,
}

/// The attributes of an element.
pub(crate) type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Xml {
    pub fn new() -> Self {
        Self { out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), open: Vec::new() }
    }

    /// An element with others in it.
    pub fn inside(&mut self, name: &'static str, attributes: Attributes<'_>, fill: impl FnOnce(&mut Self)) {
        self.tag(name, attributes, ">\n");
        self.open.push(name);
        fill(self);
        self.open.pop();
        self.indent();
        self.out.push_str(&format!("</{name}>\n"));
    }

    /// An element with nothing in it.
    pub fn empty(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.tag(name, attributes, "/>\n");
    }

    /// An element with a text in it.
    pub fn text(&mut self, name: &'static str, attributes: Attributes<'_>, text: &str) {
        self.tag(name, attributes, ">");
        self.out.push_str(&legal(text));
        self.out.push_str(&format!("</{name}>\n"));
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.out.into_bytes()
    }

    fn tag(&mut self, name: &str, attributes: Attributes<'_>, end: &str) {
        self.indent();
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            self.out.push_str(&format!(" {key}=\"{}\"", in_attribute(value)));
        }
        self.out.push_str(end);
    }

    fn indent(&mut self) {
        self.out.extend(std::iter::repeat_n("  ", self.open.len()));
    }
}

/// A text as XML holds it: never markup. What no XML may hold, such as a control character, shows as a mark.
pub(crate) fn legal(text: &str) -> Cow<'_, str> {
    let is_legal = |c: char| matches!(c, '\t' | '\n') || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'));
    if text.chars().all(is_legal) {
        return escape(text);
    }
    let marked: String = text.chars().map(|c| if is_legal(c) { c } else { '\u{fffd}' }).collect();
    escape(&marked).into_owned().into()
}

/// In an attribute a line end would be read as a blank.
fn in_attribute(text: &str) -> String {
    legal(text).replace('\n', "&#10;").replace('\t', "&#9;")
}

/// A name of letters, digits, `_`, `-` and `.` that begins with a letter: what may name an attribute.
pub(crate) fn name(text: &str) -> String {
    let mut name: String =
        text.chars().map(|c| if c.is_ascii_alphanumeric() || "_-.".contains(c) { c } else { '_' }).collect();
    if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        name.insert(0, '_');
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_never_markup() {
        for (given, expected) in [
            ("<script>alert('1')</script>", "&lt;script&gt;alert(&apos;1&apos;)&lt;/script&gt;"),
            ("bell\u{7}\r", "bell\u{fffd}\u{fffd}"),
            ("a & \"b\"\u{ffff}", "a &amp; &quot;b&quot;\u{fffd}"),
            ("\u{202e}abc", "\u{202e}abc"),
        ] {
            assert_eq!(legal(given), expected);
        }
    }

    #[test]
    fn names_are_legal() {
        for (given, expected) in [("sex", "sex"), ("age band", "age_band"), ("1", "_1"), ("", "_"), ("ñ:x", "__x")] {
            assert_eq!(name(given), expected);
        }
    }

    #[test]
    fn elements_nest() {
        let mut xml = Xml::new();
        xml.inside("a", &[("b", "\"1\n\"")], |xml| {
            xml.empty("c", &[]);
            xml.text("d", &[], "x<y");
        });
        let text = String::from_utf8(xml.into_bytes()).expect("UTF-8");
        assert_eq!(
            text,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a b=\"&quot;1&#10;&quot;\">\n  <c/>\n  <d>x&lt;y</d>\n</a>\n"
        );
    }
}
