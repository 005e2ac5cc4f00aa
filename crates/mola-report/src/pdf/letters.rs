//! Letters: how wide a text is, and where its lines break.

use std::sync::LazyLock;
use ttf_parser::Face as Outlines;

/// The two faces of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Face {
    Plain,
    Bold,
}

const PLAIN: &[u8] = include_bytes!("../../fonts/DejaVuSansCondensed.ttf");
const BOLD: &[u8] = include_bytes!("../../fonts/DejaVuSansCondensed-Bold.ttf");

impl Face {
    /// The font file.
    pub(crate) const fn file(self) -> &'static [u8] {
        match self {
            Self::Plain => PLAIN,
            Self::Bold => BOLD,
        }
    }

    /// What a letter takes of its size.
    fn advance(self, letter: char) -> f32 {
        static LATIN: LazyLock<[Vec<f32>; 2]> = LazyLock::new(|| [Face::Plain, Face::Bold].map(Face::table));
        match LATIN[usize::from(self == Self::Bold)].get(letter as usize) {
            Some(advance) => *advance,
            None => self.outlines().map_or(1.0, |outlines| advance(&outlines, letter)),
        }
    }

    fn outlines(self) -> Option<Outlines<'static>> {
        Outlines::parse(self.file(), 0).ok()
    }

    /// The advances of the letters that most texts are made of.
    fn table(self) -> Vec<f32> {
        let outlines = self.outlines();
        let letters = (0..LATIN_LETTERS).filter_map(char::from_u32);
        letters.map(|letter| outlines.as_ref().map_or(1.0, |outlines| advance(outlines, letter))).collect()
    }
}

/// Latin letters with their accents.
const LATIN_LETTERS: u32 = 0x250;

fn advance(outlines: &Outlines<'_>, letter: char) -> f32 {
    // What a font does not have shows as its first glyph, an empty box.
    let glyph = outlines.glyph_index(letter).unwrap_or_default();
    let advance = outlines.glyph_hor_advance(glyph).unwrap_or(outlines.units_per_em());
    f32::from(advance) / f32::from(outlines.units_per_em())
}

/// How wide a text is at this size.
pub(crate) fn width(text: &str, size: f32, face: Face) -> f32 {
    text.chars().map(|letter| face.advance(letter)).sum::<f32>() * size
}

/// The lines of a text that is at most so wide: broken at its own line ends and between words, and within a word that
/// is too long for a line. What no document may hold, such as a control character, shows as a mark.
pub(crate) fn lines(text: &str, room: f32, size: f32, face: Face) -> Vec<String> {
    let mut all = Vec::new();
    for paragraph in text.lines() {
        let mut line = Line { done: &mut all, text: String::new(), used: 0.0 };
        for word in paragraph.split([' ', '\t']).filter(|word| !word.is_empty()) {
            line.word(word, room, |letter| face.advance(letter) * size);
        }
        let last = line.text;
        all.push(last);
    }
    if all.is_empty() {
        all.push(String::new());
    }
    all
}

/// A line that is being filled, and those above it.
struct Line<'l> {
    done: &'l mut Vec<String>,
    text: String,
    used: f32,
}

impl Line<'_> {
    fn word(&mut self, word: &str, room: f32, wide: impl Fn(char) -> f32) {
        let shown = |letter: char| if letter.is_control() { '\u{fffd}' } else { letter };
        let (space, own) = (wide(' '), word.chars().map(|letter| wide(shown(letter))).sum::<f32>());
        if !self.text.is_empty() && self.used + space + own > room {
            self.end();
        }
        if !self.text.is_empty() {
            self.put(' ', space);
        }
        for letter in word.chars().map(shown) {
            if own > room && !self.text.is_empty() && self.used + wide(letter) > room {
                self.end();
            }
            self.put(letter, wide(letter));
        }
    }

    fn put(&mut self, letter: char, wide: f32) {
        self.text.push(letter);
        self.used += wide;
    }

    fn end(&mut self) {
        self.done.push(std::mem::take(&mut self.text));
        self.used = 0.0;
    }
}

/// The width of the widest word.
pub(crate) fn widest_word(text: &str, size: f32, face: Face) -> f32 {
    text.split([' ', '\n']).map(|word| width(word, size, face)).fold(0.0, f32::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_hold_all_words_and_are_no_wider_than_their_room() {
        let text = "Personas beneficiadas directamente, por provincia\ny sexo: incomprensibilidades inconmensurables";
        for room in [30.0, 60.0, 120.0, 1000.0] {
            let lines = lines(text, room, 10.0, Face::Plain);
            assert!(lines.iter().all(|line| width(line, 10.0, Face::Plain) <= room + 0.01), "{lines:?}");
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            assert_eq!(letters(&lines.concat()), letters(text));
        }
        assert_eq!(lines(text, 1000.0, 10.0, Face::Plain).len(), 2);
    }

    #[test]
    fn bold_letters_are_wider_and_what_the_font_lacks_has_a_width_too() {
        assert!(width("Meta", 10.0, Face::Bold) > width("Meta", 10.0, Face::Plain));
        assert!(width("\u{4e2d}", 10.0, Face::Plain) > 0.0);
        assert_eq!(lines("", 10.0, 10.0, Face::Plain), [""]);
        assert_eq!(lines("bell\u{7}", 100.0, 10.0, Face::Plain), ["bell\u{fffd}"]);
    }
}
