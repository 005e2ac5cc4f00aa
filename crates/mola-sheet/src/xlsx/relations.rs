//! Which part points to which: the relationships of a package.

use super::part_error;
use crate::error::{Damage, SheetError, Spot};
use crate::markup::{Attribute, BROKEN, Fault, Markup, Prefix, Token, attribute_text};
use crate::package::{Package, xml_bytes};

/// One pointer from a part to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Relation {
    pub(crate) id: String,
    /// The last step of the type's address, which transitional and strict files have in common.
    pub(crate) kind: String,
    /// The full name of the part.
    pub(crate) target: String,
    pub(crate) external: bool,
}

/// The relations of `part`; of the package itself where `part` is empty. None where none are stored.
pub(crate) fn relations(package: &mut Package, part: &str) -> Result<Vec<Relation>, SheetError> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let name = join(folder, &format!("_rels/{file}.rels"));
    if !package.has(&name) {
        return Ok(Vec::new());
    }
    let bytes = xml_bytes(package.part(&name)?, &name)?;
    parse(&bytes, folder).map_err(|fault| part_error(fault, &name))
}

/// The part that a relation points to, which must lie inside the package.
pub(crate) fn inside(relation: &Relation) -> Result<&str, SheetError> {
    if relation.external {
        return Err(SheetError::damaged(Damage::PartExternal, Spot::part(&relation.target)));
    }
    Ok(&relation.target)
}

fn parse(bytes: &[u8], folder: &str) -> Result<Vec<Relation>, Fault> {
    let mut markup = Markup::new(bytes);
    let prefix = Prefix::of_root(markup.root()?, b"Relationships")?;
    let mut relations = Vec::new();
    if !markup.skip_attributes()? {
        return Ok(relations);
    }
    loop {
        match markup.token()? {
            Token::Start(name) if prefix.local(name) == b"Relationship" => {
                relations.push(relation(&mut markup, folder)?)
            }
            Token::Start(_) => markup.skip_element()?,
            Token::End(name) if prefix.local(name) == b"Relationships" => return Ok(relations),
            Token::Text(text) if text.trim_ascii().is_empty() => {}
            _ => return Err(BROKEN),
        }
    }
}

fn relation(markup: &mut Markup<'_>, folder: &str) -> Result<Relation, Fault> {
    let (mut id, mut kind, mut target, mut external) = (String::new(), String::new(), String::new(), false);
    let has_content = loop {
        match markup.attribute()? {
            Attribute::Pair(b"Id", value) => id = attribute_text(value)?,
            Attribute::Pair(b"Type", value) => kind = attribute_text(value)?,
            Attribute::Pair(b"Target", value) => target = attribute_text(value)?,
            Attribute::Pair(b"TargetMode", value) => external = value.eq_ignore_ascii_case(b"External"),
            Attribute::Pair(..) => {}
            Attribute::Open => break true,
            Attribute::Empty => break false,
        }
    };
    if has_content {
        markup.skip_content()?;
    }
    let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
    let target = if external { target } else { join(folder, &target) };
    Ok(Relation { id, kind, target, external })
}

/// A target as the name of a part: from the package's root if it begins with a slash, else from
/// `folder`.
fn join(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let folder = if target.starts_with('/') { "" } else { folder };
    let mut steps: Vec<&str> = Vec::new();
    for step in folder.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            _ => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_names_of_parts() {
        for (folder, target, name) in [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl/worksheets", "../sharedStrings.xml", "xl/sharedStrings.xml"),
            ("", "./xl\\workbook.xml", "xl/workbook.xml"),
            ("", "../../x", "x"),
        ] {
            assert_eq!(join(folder, target), name);
        }
    }

    #[test]
    fn types_of_both_editions_are_alike() {
        let part = br#"<Relationships xmlns="p"><Relationship Id="a" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet" Target="s.xml"/>
            <Relationship Id="b" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="http://x/" TargetMode="External"></Relationship></Relationships>"#;
        let relations = parse(part, "xl").expect("relations");
        assert!(relations.iter().all(|relation| relation.kind == "worksheet"));
        assert_eq!(inside(&relations[0]), Ok("xl/s.xml"));
        assert!(inside(&relations[1]).is_err());
    }
}
