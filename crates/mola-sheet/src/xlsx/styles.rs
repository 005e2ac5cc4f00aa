//! As what cell styles show a number.

use crate::markup::{Attribute, BROKEN, Fault, Markup, Prefix, Token, attribute_text, whole};
use crate::number_format::{Shown, builtin, shown};

/// For each cell style, as what it shows numbers.
pub(super) fn date_styles(bytes: &[u8]) -> Result<Vec<Shown>, Fault> {
    let mut markup = Markup::new(bytes);
    let prefix = Prefix::of_root(markup.root()?, b"styleSheet")?;
    let mut formats: Vec<(u32, Shown)> = Vec::new();
    let mut styles: Vec<u32> = Vec::new();
    if !markup.skip_attributes()? {
        return Ok(Vec::new());
    }
    loop {
        match markup.token()? {
            Token::Start(name) => match prefix.local(name) {
                b"numFmts" => each(&mut markup, &prefix, b"numFmts", |element, markup| {
                    formats.extend(number_format(element, markup)?);
                    Ok(())
                })?,
                b"cellXfs" => each(&mut markup, &prefix, b"cellXfs", |element, markup| {
                    styles.extend(style_format(element, markup)?);
                    Ok(())
                })?,
                _ => markup.skip_element()?,
            },
            Token::End(name) if prefix.local(name) == b"styleSheet" => break,
            Token::Text(text) if text.trim_ascii().is_empty() => {}
            _ => return Err(BROKEN),
        }
    }
    let shown = |id| match formats.iter().rfind(|(known, _)| *known == id) {
        Some((_, shown)) => *shown,
        None => builtin(id),
    };
    Ok(styles.into_iter().map(shown).collect())
}

/// Calls `take` with the local name of each child of the element that was begun; `take` reads its
/// attributes and content.
fn each<'a>(
    markup: &mut Markup<'a>,
    prefix: &Prefix,
    end: &[u8],
    mut take: impl FnMut(&[u8], &mut Markup<'a>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    if !markup.skip_attributes()? {
        return Ok(());
    }
    loop {
        match markup.token()? {
            Token::Start(name) => take(prefix.local(name), markup)?,
            Token::End(name) if prefix.local(name) == end => return Ok(()),
            Token::Text(text) if text.trim_ascii().is_empty() => {}
            _ => return Err(BROKEN),
        }
    }
}

fn number_format(element: &[u8], markup: &mut Markup<'_>) -> Result<Option<(u32, Shown)>, Fault> {
    let (mut id, mut code) = (None, None);
    let has_content = loop {
        match markup.attribute()? {
            Attribute::Pair(b"numFmtId", value) => id = whole(value),
            Attribute::Pair(b"formatCode", value) => code = Some(attribute_text(value)?),
            Attribute::Pair(..) => {}
            Attribute::Open => break true,
            Attribute::Empty => break false,
        }
    };
    if has_content {
        markup.skip_content()?;
    }
    Ok(id.zip(code).filter(|_| element == b"numFmt").map(|(id, code)| (id, shown(&code))))
}

fn style_format(element: &[u8], markup: &mut Markup<'_>) -> Result<Option<u32>, Fault> {
    let mut id = 0;
    let has_content = loop {
        match markup.attribute()? {
            Attribute::Pair(b"numFmtId", value) => id = whole(value).ok_or(BROKEN)?,
            Attribute::Pair(..) => {}
            Attribute::Open => break true,
            Attribute::Empty => break false,
        }
    };
    if has_content {
        markup.skip_content()?;
    }
    Ok((element == b"xf").then_some(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_follow_their_formats() {
        let part = br#"<styleSheet xmlns="m"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>
            <numFmt numFmtId="14" formatCode="Standard"/></numFmts><fonts><font><sz val="11"/></font></fonts>
            <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
            <cellXfs><xf/><xf numFmtId="164"><alignment/></xf><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs></styleSheet>"#;
        assert_eq!(date_styles(part), Ok(vec![Shown::Number, Shown::Date, Shown::Number, Shown::Date]));
    }
}
