//! Sheets with marks on them, before they are drawn. Lengths are points.

use super::letters::Face;
use crate::workbook::style::Tone;

/// A4, lying.
pub(crate) const WIDTH: f32 = 841.89;
pub(crate) const HEIGHT: f32 = 595.28;
pub(crate) const MARGIN: f32 = 40.0;
/// Below the text, for the number of the sheet.
pub(crate) const FOOT: f32 = 24.0;

/// A place on a sheet, or a width and a height; y grows downwards.
pub(crate) type Pair = (f32, f32);

/// All sheets, in order.
pub(crate) struct Sheets {
    pub list: Vec<Sheet>,
    /// What marks belong to, in the order of reading.
    pub roles: Vec<Role>,
}

/// One sheet: marks, the last on top, and the places that links lead to.
#[derive(Default)]
pub(crate) struct Sheet {
    pub marks: Vec<Mark>,
    /// Names of figures, each with the height at which it stands.
    pub anchors: Vec<(String, f32)>,
    pub links: Vec<Link>,
}

/// A place on a sheet that leads to another.
pub(crate) struct Link {
    pub at: Pair,
    pub size: Pair,
    pub to: (usize, f32),
}

/// One mark.
pub(crate) enum Mark {
    Text(Writing),
    Fill { at: Pair, size: Pair, colour: Colour },
    Outline { at: Pair, size: Pair, colour: Colour },
    Line { from: Pair, to: Pair, width: f32, colour: Colour },
    Dashes { points: Vec<Pair>, colour: Colour },
}

/// A text on its base line.
pub(crate) struct Writing {
    pub at: Pair,
    pub style: Style,
    pub text: String,
    /// What it belongs to, as an index into the roles; none of what only adorns.
    pub of: Option<usize>,
}

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Style {
    pub size: f32,
    pub face: Face,
    pub colour: Colour,
}

impl Style {
    pub(crate) const fn plain(size: f32, colour: Colour) -> Self {
        Self { size, face: Face::Plain, colour }
    }

    pub(crate) const fn bold(size: f32, colour: Colour) -> Self {
        Self { size, face: Face::Bold, colour }
    }
}

/// What a mark is to those who hear the document read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Role {
    Title,
    Heading,
    Subheading,
    Paragraph,
    /// A chart, with the words for it.
    Figure(String),
    /// A table begins, with its title; rows and cells follow.
    Table(String),
    /// A row of it; of the header where `true`.
    Row(bool),
    /// A cell of the last row.
    Cell,
}

/// A colour: red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    pub(crate) const INK: Self = Self(0x1f, 0x2a, 0x30);
    pub(crate) const MUTED: Self = Self(0x56, 0x64, 0x6c);
    pub(crate) const ACCENT: Self = Self(0x0b, 0x4f, 0x5c);
    pub(crate) const COMPANION: Self = Self(0x6f, 0xa8, 0xb3);
    pub(crate) const WASH: Self = Self(0xee, 0xf4, 0xf5);
    pub(crate) const RULE: Self = Self(0xc9, 0xd3, 0xd7);
    pub(crate) const PAPER: Self = Self(0xff, 0xff, 0xff);

    /// The colour of words that say how something stands.
    pub(crate) const fn of(tone: Tone) -> Self {
        match tone {
            Tone::Good => Self(0x1b, 0x5e, 0x35),
            Tone::Fair => Self(0x7a, 0x4b, 0x00),
            Tone::Poor => Self(0x98, 0x1b, 0x1b),
            Tone::Quiet => Self::MUTED,
        }
    }

    /// What lies behind them.
    pub(crate) const fn wash(tone: Tone) -> Self {
        match tone {
            Tone::Good => Self(0xe6, 0xf3, 0xea),
            Tone::Fair => Self(0xfd, 0xf2, 0xdc),
            Tone::Poor => Self(0xfb, 0xe9, 0xe7),
            Tone::Quiet => Self(0xf3, 0xf5, 0xf6),
        }
    }
}
