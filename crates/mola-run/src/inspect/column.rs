//! What a column holds.

use super::personal;
use super::row::Cell;
use super::seen::Seen;
use mola_finding::CellAddress;
use mola_spec::fold;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A column with at most so many different texts may hold codes.
const MOST_CODES: usize = 12;
/// A code is no longer than this.
const LONGEST_CODE: usize = 40;

/// What a column holds, as seen: four cells in five or more are so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnKind {
    /// Nothing.
    Empty,
    /// Text.
    Text,
    /// Few texts that come again and again.
    Code,
    /// Numbers.
    Number,
    /// Numbers as text.
    NumberAsText,
    /// Dates.
    Date,
    /// Dates as text.
    DateAsText,
    /// True or false.
    Truth,
    /// Error values, or formulas without a stored result.
    Broken,
    /// No kind is at four cells in five.
    Mixed,
}

impl ColumnKind {
    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Text => "text",
            Self::Code => "code",
            Self::Number => "number",
            Self::NumberAsText => "number-as-text",
            Self::Date => "date",
            Self::DateAsText => "date-as-text",
            Self::Truth => "truth",
            Self::Broken => "broken",
            Self::Mixed => "mixed",
        }
    }
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InspectedColumn {
    /// Its letters.
    pub column: String,
    /// Its number, from 1.
    pub position: u32,
    /// Its header; the rows of a header are joined with ` / `.
    pub header: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// Of numbers as text: `,`, `.`, or `?` where it cannot be told.
    pub decimal: Option<String>,
    /// Of dates as text: `dd/mm/yyyy`, `mm/dd/yyyy`, `yyyy-mm-dd`, `mmm-yy`, or `?`.
    pub order: Option<String>,
    /// Cells that hold something, merged ones included.
    pub filled: u64,
    /// Different texts, where there are at most twelve.
    pub distinct: Option<u64>,
    /// All values of a column of codes.
    pub examples: Vec<String>,
    /// Whether it seems to be about single persons: then nothing of it is shown.
    pub personal: bool,
    /// Whether some of its cells are merged over several rows.
    pub merged: bool,
    /// Texts that stand for *no data*, such as `n/d`.
    pub missing: Vec<String>,
    /// Cells that are of another kind.
    pub odd: Vec<OddCells>,
}

/// Cells that are of another kind than their column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OddCells {
    /// What they are.
    pub kind: ColumnKind,
    /// How many.
    pub count: u64,
    /// The first one's address.
    pub first: String,
}

/// What was seen of a column so far.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    filled: u64,
    merged: bool,
    kinds: BTreeMap<Family, (u64, CellAddress)>,
    marks: [u64; 4],
    orders: [u64; 5],
    missing: BTreeSet<String>,
    /// Texts as first written, by folded form; none once there are too many.
    texts: Option<BTreeMap<String, String>>,
    too_many: bool,
    personal: u64,
}

/// What cells are counted under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Family {
    Text,
    Number,
    NumberText,
    Date,
    DateText,
    Truth,
    Broken,
}

impl Family {
    const fn kind(self) -> ColumnKind {
        match self {
            Self::Text => ColumnKind::Text,
            Self::Number => ColumnKind::Number,
            Self::NumberText => ColumnKind::NumberAsText,
            Self::Date => ColumnKind::Date,
            Self::DateText => ColumnKind::DateAsText,
            Self::Truth => ColumnKind::Truth,
            Self::Broken => ColumnKind::Broken,
        }
    }
}

impl Tally {
    pub fn add(&mut self, row: u32, cell: &Cell) {
        self.filled += 1;
        self.merged |= cell.inherited;
        let family = match cell.seen {
            Seen::Nothing => {
                self.missing.insert(cell.text.clone());
                return;
            }
            Seen::Text => Family::Text,
            Seen::Number => Family::Number,
            Seen::NumberText(mark) => {
                self.marks[mark as usize] += 1;
                Family::NumberText
            }
            Seen::Date => Family::Date,
            Seen::DateText(order) => {
                self.orders[order as usize] += 1;
                Family::DateText
            }
            Seen::Truth => Family::Truth,
            Seen::Error | Seen::Uncached => Family::Broken,
        };
        let own = self.kinds.entry(family).or_insert((0, CellAddress::new(row, cell.column)));
        own.0 += 1;
        self.add_text(&cell.text);
    }

    fn add_text(&mut self, text: &str) {
        self.personal += u64::from(personal::is_text(text));
        if self.too_many {
            return;
        }
        let texts = self.texts.get_or_insert_default();
        texts.entry(fold(text)).or_insert_with(|| text.to_owned());
        if texts.len() > MOST_CODES {
            self.too_many = true;
            self.texts = None;
        }
    }

    fn known(&self) -> u64 {
        self.kinds.values().map(|(count, _)| count).sum()
    }

    /// The family of four cells in five, where there is one.
    fn main(&self) -> Option<Family> {
        let known = self.known();
        self.kinds.iter().find(|(_, (count, _))| known > 0 && count * 5 >= known * 4).map(|(family, _)| *family)
    }

    /// Whether text would be out of place in it.
    pub fn is_typed(&self) -> bool {
        self.main().is_some_and(|family| family != Family::Text)
    }

    /// Whether this text is one of those that come again and again here.
    pub fn knows(&self, text: &str) -> bool {
        self.texts.as_ref().is_some_and(|texts| texts.contains_key(&fold(text)))
    }

    pub fn finish(self, position: u32, header: String) -> InspectedColumn {
        let main = self.main();
        let known = self.known();
        // Names, numbers and identifiers may come again and again too.
        let personal =
            personal::is_header(&header) || (main == Some(Family::Text) && known > 0 && self.personal * 2 >= known);
        let texts = self.texts.clone().unwrap_or_default();
        let is_code = main == Some(Family::Text)
            && !personal
            && !header.is_empty()
            && known >= 2 * texts.len() as u64
            && !texts.is_empty()
            && texts.values().all(|text| text.chars().count() <= LONGEST_CODE && !personal::is_text(text));
        let kind = match main {
            _ if known == 0 => ColumnKind::Empty,
            Some(_) if is_code => ColumnKind::Code,
            Some(family) => family.kind(),
            None => ColumnKind::Mixed,
        };
        InspectedColumn {
            column: CellAddress::letters(position),
            position,
            header,
            kind,
            decimal: self.decimal(main),
            order: self.order(main),
            filled: self.filled,
            distinct: (!self.too_many).then_some(texts.len() as u64),
            examples: if is_code { texts.into_values().collect() } else { Vec::new() },
            personal,
            merged: self.merged,
            odd: self.odd(main),
            missing: self.missing.into_iter().collect(),
        }
    }

    fn decimal(&self, main: Option<Family>) -> Option<String> {
        let [_, comma, point, unclear] = self.marks;
        (main == Some(Family::NumberText) && comma + point + unclear > 0).then(|| {
            match (comma, point) {
                (0, 0) => "?",
                (comma, point) if comma >= point => ",",
                _ => ".",
            }
            .to_owned()
        })
    }

    fn order(&self, main: Option<Family>) -> Option<String> {
        let [day, month, either, year, name] = self.orders;
        (main == Some(Family::DateText)).then(|| {
            match () {
                () if year >= day + month + either + name => "yyyy-mm-dd",
                () if name > day + month + either => "mmm-yy",
                () if day > 0 && month == 0 => "dd/mm/yyyy",
                () if month > 0 && day == 0 => "mm/dd/yyyy",
                () => "?",
            }
            .to_owned()
        })
    }

    fn odd(&self, main: Option<Family>) -> Vec<OddCells> {
        let others = self.kinds.iter().filter(|(family, _)| Some(**family) != main);
        others
            .map(|(family, (count, first))| OddCells { kind: family.kind(), count: *count, first: first.to_string() })
            .collect()
    }
}
