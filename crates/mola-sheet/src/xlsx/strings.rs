//! Texts of a workbook: the shared table and the texts inside cells.

use crate::chunk::SharedTexts;
use crate::error::{Damage, Limit, SheetError, Spot};
use crate::markup::{BROKEN, Fault, Markup, Prefix, Token, unescape_into};
use memchr::memchr;

/// Reads the part of shared texts.
pub(super) fn shared_texts(bytes: &[u8], part: &str, max_text: usize) -> Result<SharedTexts, SheetError> {
    table(bytes, max_text).map_err(|fault| match fault {
        Fault::End => SheetError::damaged(Damage::CutOff, Spot::part(part)),
        Fault::Damage(damage) => SheetError::damaged(damage, Spot::part(part)),
        Fault::TextLimit => SheetError::too_large(Limit::Text, max_text as u64, Spot::part(part)),
    })
}

fn table(bytes: &[u8], max_text: usize) -> Result<SharedTexts, Fault> {
    let mut markup = Markup::new(bytes);
    let prefix = Prefix::of_root(markup.root()?, b"sst")?;
    // The counts that the part states of itself may be anything; its length is what it is.
    let mut texts = SharedTexts::with_capacity(bytes.len() / 2, bytes.len() / 24);
    if !markup.skip_attributes()? {
        return Ok(texts);
    }
    loop {
        if prefix.is_plain() {
            plain_items(&mut markup, &mut texts, max_text)?;
        }
        match markup.token()? {
            Token::Start(name) if prefix.local(name) == b"si" => {
                if markup.skip_attributes()? {
                    rich_text(&mut markup, &prefix, b"si", texts.open(), max_text)?;
                }
                close(&mut texts, max_text)?;
            }
            Token::Start(name) if prefix.local(name) == b"extLst" => markup.skip_element()?,
            Token::End(name) if prefix.local(name) == b"sst" => return Ok(texts),
            Token::Text(text) if text.trim_ascii().is_empty() => {}
            _ => return Err(BROKEN),
        }
    }
}

/// Reads items of the shape that nearly all have, `<si><t>text</t></si>`, up to the first other.
fn plain_items(markup: &mut Markup<'_>, texts: &mut SharedTexts, max_text: usize) -> Result<(), Fault> {
    while let Some(text) = markup.rest().strip_prefix(b"<si><t>") {
        let len = memchr(b'<', text).ok_or(Fault::End)?;
        if !text[len..].starts_with(b"</t></si>") {
            return Ok(());
        }
        text_into(&text[..len], texts.open())?;
        close(texts, max_text)?;
        markup.at += 7 + len + 9;
    }
    Ok(())
}

fn close(texts: &mut SharedTexts, max_text: usize) -> Result<(), Fault> {
    if texts.close() > max_text { Err(Fault::TextLimit) } else { Ok(()) }
}

/// Reads the inside of an `si` or `is` element: its texts joined, phonetic hints left out.
pub(super) fn rich_text(
    markup: &mut Markup<'_>,
    prefix: &Prefix,
    end: &[u8],
    out: &mut String,
    max_text: usize,
) -> Result<(), Fault> {
    let start = out.len();
    loop {
        match markup.token()? {
            Token::Start(name) => match prefix.local(name) {
                b"t" => {
                    if markup.skip_attributes()? {
                        plain_text(markup, prefix, b"t", out)?;
                    }
                }
                // A run is only a pair of properties and text: its end is passed over below.
                b"r" => {
                    markup.skip_attributes()?;
                }
                _ => markup.skip_element()?,
            },
            Token::End(name) if prefix.local(name) == end => return Ok(()),
            Token::End(name) if prefix.local(name) == b"r" => {}
            Token::Text(text) if text.trim_ascii().is_empty() => {}
            _ => return Err(BROKEN),
        }
        if out.len() - start > max_text {
            return Err(Fault::TextLimit);
        }
    }
}

/// Reads text up to the end tag `end`.
pub(super) fn plain_text(markup: &mut Markup<'_>, prefix: &Prefix, end: &[u8], out: &mut String) -> Result<(), Fault> {
    loop {
        match markup.token()? {
            Token::Text(text) => text_into(text, out)?,
            Token::CData(text) => out.push_str(std::str::from_utf8(text).map_err(|_| Fault::Damage(Damage::Text))?),
            Token::End(name) if prefix.local(name) == end => return Ok(()),
            _ => return Err(BROKEN),
        }
    }
}

/// Appends the text of a workbook: entities and `_x000D_` escapes resolved.
pub(super) fn text_into(raw: &[u8], out: &mut String) -> Result<(), Fault> {
    if memchr::memchr3(b'&', b'\r', b'_', raw).is_none() {
        out.push_str(std::str::from_utf8(raw).map_err(|_| Fault::Damage(Damage::Text))?);
        return Ok(());
    }
    let start = out.len();
    unescape_into(raw, out)?;
    if memchr::memmem::find(&out.as_bytes()[start..], b"_x").is_some() {
        let escaped = out.split_off(start);
        resolve_escapes(&escaped, out);
    }
    Ok(())
}

/// Workbooks write characters that XML forbids as `_x000B_`, in units of UTF-16.
fn resolve_escapes(text: &str, out: &mut String) {
    let mut rest = text;
    let mut units: Vec<u16> = Vec::new();
    while let Some(at) = rest.find("_x") {
        match escape_at(&rest[at..]) {
            Some(unit) => {
                flush(&mut units, &rest[..at], out);
                units.push(unit);
                rest = &rest[at + 7..];
            }
            None => {
                flush(&mut units, &rest[..at + 2], out);
                rest = &rest[at + 2..];
            }
        }
    }
    flush(&mut units, rest, out);
}

/// Writes the units gathered so far before `text`, unless `text` is empty and more may follow.
fn flush(units: &mut Vec<u16>, text: &str, out: &mut String) {
    let continues = text.is_empty() && units.last().is_some_and(|unit| (0xD800..0xDC00).contains(unit));
    if !continues {
        out.extend(char::decode_utf16(units.drain(..)).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
    }
    out.push_str(text);
}

fn escape_at(text: &str) -> Option<u16> {
    let digits = text.get(2..6).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
    text[6..].starts_with('_').then(|| u16::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chunk::Chunk;
    use crate::value::DateSystem;
    use std::sync::Arc;

    fn texts(items: &str) -> Result<Vec<String>, Fault> {
        let part = format!("<sst xmlns=\"x\" count=\"9\" uniqueCount=\"18446744073709551615\">{items}</sst>");
        let table = Arc::new(table(part.as_bytes(), 100)?);
        let mut chunk = Chunk::new(Arc::clone(&table), DateSystem::Excel1900);
        chunk.begin_row(1, false);
        (0..table.len() as u32).for_each(|text| chunk.push_shared(text + 1, text));
        chunk.end_row().expect("columns ascend");
        let row = chunk.rows().next();
        Ok((1..=table.len() as u32).map(|c| row.map(|r| r.get(c).raw().into_owned()).unwrap_or_default()).collect())
    }

    #[test]
    fn every_item_keeps_its_place() {
        for (items, expected) in [
            ("<si><t>a</t></si><si><t xml:space=\"preserve\"> b </t></si>", &["a", " b "][..]),
            ("<si/><si></si><si><t/></si><si><t></t></si><si><t>c</t></si>", &["", "", "", "", "c"]),
            ("<si><r><rPr><b/></rPr><t>a</t></r><r><t>b</t></r><rPh sb=\"0\"><t>x</t></rPh></si>", &["ab"]),
            ("<si><t>&lt;&#241;</t></si>\n<si><t><![CDATA[<&]]></t></si>", &["<ñ", "<&"]),
            ("<si><t>a_x000D_b_x005F_x0041_</t></si>", &["a\rb_x0041_"]),
            ("<si><t>_xD83D__xDE00_ _xD800_ _xDE00_a_</t></si>", &["😀 \u{FFFD} \u{FFFD}a_"]),
            ("<si><t>snake_xcase_ _x12_</t></si>", &["snake_xcase_ _x12_"]),
        ] {
            assert_eq!(texts(items).expect("a table"), expected, "{items}");
        }
    }

    #[test]
    fn what_is_no_table_is_refused() {
        for items in ["<si><t>a</si>", "<si><t>&nbsp;</t></si>", "x", "<si>", "<t>a</t>", "</si>"] {
            assert!(texts(items).is_err(), "{items}");
        }
        assert_eq!(texts(&format!("<si><t>{}</t></si>", "x".repeat(101))), Err(Fault::TextLimit));
        assert_eq!(table(b"<sst><si><t>\xFF\xFE</t></si></sst>", 9).err(), Some(Fault::Damage(Damage::Text)));
    }
}
