//! Every format of the workbook, in one place: one accent colour, Arial, thin lines.

use mola_finding::Language;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

/// Deep teal: titles, headers, charts.
pub(crate) const ACCENT: Color = Color::RGB(0x0B_4F5C);
/// The accent's lighter companion in charts.
pub(crate) const COMPANION: Color = Color::RGB(0x6F_A8B3);
/// Fill of cards and totals.
pub(crate) const WASH: Color = Color::RGB(0xEE_F4F5);
/// Text.
pub(crate) const INK: Color = Color::RGB(0x1F_2A30);
/// Secondary text; 5.9:1 on white.
pub(crate) const MUTED: Color = Color::RGB(0x56_646C);
/// Lines.
pub(crate) const LINE: Color = Color::RGB(0xC9_D3D7);
/// Dark green, amber and red, each at least 5:1 on white and on its tint.
const TONES: [(Color, Color); 4] = [
    (Color::RGB(0x1B_5E35), Color::RGB(0xE6_F3EA)),
    (Color::RGB(0x7A_4B00), Color::RGB(0xFD_F2DC)),
    (Color::RGB(0x98_1B1B), Color::RGB(0xFB_E9E7)),
    (MUTED, Color::RGB(0xF3_F5F6)),
];

/// How good or bad something is. Never the only bearer of the message: a symbol and a word go with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Good,
    Fair,
    Poor,
    Quiet,
}

/// How a cell of a table looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    Text,
    Wrap,
    Marker,
    Number(u8),
    Percent(u8),
    Money,
    Moment,
    Toned(Tone),
}

/// As many as an exchange rate can have.
const MOST_DECIMALS: u8 = 12;

impl Look {
    /// All looks, in the order of their numbers.
    fn all() -> impl Iterator<Item = Self> {
        let tones = [Tone::Good, Tone::Fair, Tone::Poor, Tone::Quiet];
        [Self::Text, Self::Wrap, Self::Marker, Self::Money, Self::Moment]
            .into_iter()
            .chain((0..=MOST_DECIMALS).map(Self::Number))
            .chain((0..=MOST_DECIMALS).map(Self::Percent))
            .chain(tones.into_iter().map(Self::Toned))
    }

    fn number(self) -> usize {
        let decimals = |d: u8| usize::from(d.min(MOST_DECIMALS));
        let count = usize::from(MOST_DECIMALS) + 1;
        match self {
            Self::Text => 0,
            Self::Wrap => 1,
            Self::Marker => 2,
            Self::Money => 3,
            Self::Moment => 4,
            Self::Number(d) => 5 + decimals(d),
            Self::Percent(d) => 5 + count + decimals(d),
            Self::Toned(tone) => 5 + 2 * count + tone as usize,
        }
    }

    fn format(self, language: Language) -> Format {
        let cell = base()
            .set_align(FormatAlign::VerticalCenter)
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(LINE);
        let left = cell.clone().set_align(FormatAlign::Left).set_indent(1);
        let right = cell.set_align(FormatAlign::Right).set_indent(1);
        match self {
            Self::Text => left,
            Self::Wrap => left.set_text_wrap(),
            Self::Marker => right.set_font_color(MUTED).set_italic(),
            Self::Money => right.set_num_format("#,##0.00"),
            Self::Moment => left.set_num_format(format!("{} hh:mm", date_format(language))),
            Self::Number(d) => right.set_num_format(decimals("#,##0", d)),
            Self::Percent(d) => right.set_num_format(format!("{}%", decimals("0", d))),
            Self::Toned(tone) => {
                let (text, fill) = TONES[tone as usize];
                left.set_font_color(text).set_background_color(fill)
            }
        }
    }
}

fn decimals(format: &str, decimals: u8) -> String {
    if decimals == 0 { format.to_owned() } else { format!("{format}.{}", "0".repeat(usize::from(decimals))) }
}

fn date_format(language: Language) -> &'static str {
    match language {
        Language::Es | Language::Fr => "dd/mm/yyyy",
        Language::En => "d mmm yyyy",
    }
}

/// The format that all others start from.
pub(crate) fn base() -> Format {
    Format::new().set_font_name("Arial").set_font_size(10).set_font_color(INK)
}

/// Every format of the workbook.
pub(crate) struct Style {
    /// By look: plain, then strong (totals).
    cells: Vec<[Format; 2]>,
    pub title: Format,
    pub subtitle: Format,
    pub note: Format,
    pub aside: Format,
    pub section: Format,
    pub header: Format,
    pub header_right: Format,
    pub link: Format,
    pub plain: Format,
    pub small: Format,
    pub small_right: Format,
    pub small_number: Format,
    pub band: Format,
    pub band_line: Format,
    pub standing: [Format; 2],
    pub card_label: Format,
    pub card_value: Format,
    pub card_detail: Format,
    /// By tone.
    pub card_status: [Format; 4],
}

impl Style {
    pub fn new(language: Language) -> Self {
        let header = base()
            .set_bold()
            .set_font_color(Color::White)
            .set_background_color(ACCENT)
            .set_text_wrap()
            .set_indent(1)
            .set_align(FormatAlign::Left)
            .set_align(FormatAlign::VerticalCenter)
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(ACCENT);
        let strong = |look: Look| look.format(language).set_bold().set_background_color(WASH);
        let small = base().set_font_size(8).set_font_color(MUTED);
        let band =
            base().set_background_color(ACCENT).set_font_color(Color::White).set_align(FormatAlign::VerticalCenter);
        let card = base().set_background_color(WASH).set_border_left(FormatBorder::Thick).set_border_left_color(ACCENT);
        let card = card.set_align(FormatAlign::Left).set_align(FormatAlign::VerticalCenter).set_indent(1);
        let standing = |tone: Tone| {
            let (text, fill) = TONES[tone as usize];
            base()
                .set_bold()
                .set_font_color(text)
                .set_background_color(fill)
                .set_align(FormatAlign::VerticalCenter)
                .set_indent(1)
        };
        let card_status =
            TONES.map(|(text, _)| card.clone().set_bold().set_font_color(text).set_align(FormatAlign::Top));
        Self {
            cells: Look::all().map(|look| [look.format(language), strong(look)]).collect(),
            title: base().set_bold().set_font_size(16).set_font_color(ACCENT).set_align(FormatAlign::VerticalCenter),
            subtitle: base().set_font_color(MUTED),
            note: base().set_font_color(MUTED).set_italic().set_align(FormatAlign::Top),
            aside: base().set_font_color(MUTED).set_italic().set_align(FormatAlign::VerticalCenter).set_indent(2),
            section: base().set_bold().set_font_size(12).set_font_color(ACCENT).set_align(FormatAlign::VerticalCenter),
            header_right: header.clone().set_align(FormatAlign::Right),
            header,
            link: base()
                .set_align(FormatAlign::Left)
                .set_indent(1)
                .set_font_color(ACCENT)
                .set_underline(FormatUnderline::Single),
            plain: base().set_align(FormatAlign::Left).set_indent(1),
            small_right: small.clone().set_align(FormatAlign::Right),
            small_number: small.clone().set_num_format("#,##0.####"),
            small,
            band_line: band.clone().set_font_size(12).set_indent(1),
            band: band.set_bold().set_font_size(20).set_indent(1).set_text_wrap(),
            standing: [standing(Tone::Good), standing(Tone::Fair)],
            card_label: card.clone().set_text_wrap(),
            card_value: card.clone().set_bold().set_font_size(26).set_font_color(ACCENT),
            card_detail: card.set_font_color(MUTED),
            card_status,
        }
    }

    /// The format of a cell; strong ones are totals.
    pub fn cell(&self, look: Look, strong: bool) -> &Format {
        &self.cells[look.number()][usize::from(strong)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_look_has_the_format_of_its_number() {
        for (number, look) in Look::all().enumerate() {
            assert_eq!(look.number(), number, "{look:?}");
        }
    }

    #[test]
    fn text_stands_out_from_its_ground() {
        let light = |color: Color| {
            let Color::RGB(rgb) = color else { return 1.0 };
            let part = |shift: u32| {
                let share = f64::from((rgb >> shift) & 0xFF) / 255.0;
                if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
        };
        let contrast = |a: Color, b: Color| {
            let (a, b) = (light(a).max(light(b)), light(a).min(light(b)));
            (a + 0.05) / (b + 0.05)
        };
        let white = Color::White;
        let pairs = [(INK, white), (MUTED, white), (MUTED, WASH), (ACCENT, white), (ACCENT, WASH), (INK, WASH)];
        for (text, ground) in pairs.into_iter().chain(TONES).chain(TONES.map(|(t, _)| (t, WASH))) {
            assert!(contrast(text, ground) >= 4.5, "{text:?} on {ground:?}");
        }
    }
}
