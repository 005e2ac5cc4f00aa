//! What follows one below the other, and goes on upon the next sheet.

use super::letters::{Face, lines, width};
use super::sheets::{Colour, FOOT, HEIGHT, Link, MARGIN, Mark, Pair, Role, Sheet, Sheets, Style, WIDTH, Writing};
use super::{GUTTER, SMALL, VALUE};
use crate::document::Card;

/// Lines are so many times as high as their letters.
pub(crate) const LEADING: f32 = 1.35;

/// Sheets and how far down the last one is filled.
pub(crate) struct Flow {
    sheets: Sheets,
    y: f32,
}

impl Flow {
    /// One empty sheet.
    pub(crate) fn new() -> Self {
        Self { sheets: Sheets { list: vec![Sheet::default()], roles: Vec::new() }, y: MARGIN }
    }

    pub(crate) fn into_sheets(self) -> Sheets {
        self.sheets
    }

    pub(crate) fn left(&self) -> f32 {
        MARGIN
    }

    pub(crate) fn width(&self) -> f32 {
        WIDTH - 2.0 * MARGIN
    }

    pub(crate) fn y(&self) -> f32 {
        self.y
    }

    /// How much is left of the sheet.
    pub(crate) fn room(&self) -> f32 {
        HEIGHT - MARGIN - FOOT - self.y
    }

    /// How much a sheet holds.
    pub(crate) fn most() -> f32 {
        HEIGHT - 2.0 * MARGIN - FOOT
    }

    /// The number of the sheet that is being filled, from 0.
    pub(crate) fn sheet(&self) -> usize {
        self.sheets.list.len() - 1
    }

    fn last(&mut self) -> &mut Sheet {
        let at = self.sheet();
        &mut self.sheets.list[at]
    }

    pub(crate) fn down_to(&mut self, y: f32) {
        self.y = y;
    }

    pub(crate) fn gap(&mut self, height: f32) {
        self.y += height;
    }

    pub(crate) fn new_sheet(&mut self) {
        self.sheets.list.push(Sheet::default());
        self.y = MARGIN;
    }

    /// Goes on upon the next sheet where so much does not fit upon this one.
    pub(crate) fn keep(&mut self, height: f32) {
        if height > self.room() && self.y > MARGIN {
            self.new_sheet();
        }
    }

    /// Room for lines that are written later, in two columns: the sheet and the place of each.
    pub(crate) fn columns(&mut self, count: usize, height: f32) -> Vec<(usize, Pair)> {
        let rows = count.div_ceil(2);
        self.keep(rows as f32 * height);
        let (sheet, top, half) = (self.sheet(), self.y, self.width() / 2.0);
        self.y += rows as f32 * height;
        let place = |at: usize| (MARGIN + (at / rows) as f32 * half, top + (at % rows) as f32 * height);
        (0..count).map(|at| (sheet, place(at))).collect()
    }

    /// What the marks that follow belong to.
    pub(crate) fn begin(&mut self, role: Role) -> usize {
        self.sheets.roles.push(role);
        self.sheets.roles.len() - 1
    }

    pub(crate) fn mark(&mut self, mark: Mark) {
        self.last().marks.push(mark);
    }

    pub(crate) fn fill(&mut self, at: Pair, size: Pair, colour: Colour) {
        self.mark(Mark::Fill { at, size, colour });
    }

    pub(crate) fn write(&mut self, at: Pair, style: Style, text: String, of: Option<usize>) {
        self.mark(Mark::Text(Writing { at, style, text, of }));
    }

    /// A line over the whole width.
    pub(crate) fn line(&mut self, colour: Colour) {
        let (from, to) = ((MARGIN, self.y), (WIDTH - MARGIN, self.y));
        self.mark(Mark::Line { from, to, width: 1.0, colour });
        self.y += 2.0;
    }

    /// A place that a link to a figure leads to.
    pub(crate) fn anchor(&mut self, name: String) {
        let y = self.y;
        self.last().anchors.push((name, y));
    }

    /// A text over the whole width, line by line.
    pub(crate) fn text(&mut self, text: &str, style: Style, role: Role) {
        let of = self.begin(role);
        for line in lines(text, self.width(), style.size, style.face) {
            self.keep(style.size * LEADING);
            self.write((MARGIN, self.y + style.size), style, line, Some(of));
            self.y += style.size * LEADING;
        }
    }

    /// A text before a coloured ground.
    pub(crate) fn banner(&mut self, text: &str, style: Style, ground: Colour) {
        let of = self.begin(Role::Paragraph);
        let lines = lines(text, self.width() - 16.0, style.size, style.face);
        let height = style.size * LEADING * lines.len() as f32 + 10.0;
        self.keep(height);
        self.fill((MARGIN, self.y), (self.width(), height), ground);
        for (at, line) in lines.into_iter().enumerate() {
            let y = self.y + 5.0 + style.size * (1.0 + LEADING * at as f32);
            self.write((MARGIN + 8.0, y), style, line, Some(of));
        }
        self.y += height;
    }

    /// A line of the contents: a title, and the number of its sheet.
    pub(crate) fn contents_line(&mut self, title: &str, size: f32, (sheet, (x, top)): (usize, Pair), to: (usize, f32)) {
        let of = Some(self.begin(Role::Paragraph));
        let style = Style::plain(size, Colour::ACCENT);
        let number = (to.0 + 1).to_string();
        let (y, room) = (top + size, self.width() / 2.0 - GUTTER);
        let right = x + room - width(&number, size, Face::Plain);
        let sheet = &mut self.sheets.list[sheet];
        sheet.marks.push(Mark::Text(Writing { at: (x, y), style, text: title.to_owned(), of }));
        sheet.marks.push(Mark::Text(Writing { at: (right, y), style, text: number, of }));
        sheet.links.push(Link { at: (x, top), size: (room, size * LEADING), to });
    }

    /// How high a card is that is so wide within.
    pub(crate) fn card_height(card: &Card<'_>, room: f32) -> f32 {
        card_lines(card, room).iter().map(|(_, style)| style.size * LEADING).sum()
    }

    /// Writes a card.
    pub(crate) fn card(&mut self, card: &Card<'_>, (x, top): Pair, room: f32) {
        let of = self.begin(Role::Paragraph);
        let mut y = top;
        for (text, style) in card_lines(card, room) {
            self.write((x, y + style.size), style, text, Some(of));
            y += style.size * LEADING;
        }
        self.last().anchors.push((card.figure.to_string(), top));
    }
}

fn card_lines(card: &Card<'_>, room: f32) -> Vec<(String, Style)> {
    let (tone, standing) = &card.standing;
    let mut all = Vec::new();
    let mut add = |text: &str, style: Style| {
        all.extend(lines(text, room, style.size, style.face).into_iter().map(|line| (line, style)));
    };
    add(&card.label, Style::plain(SMALL, Colour::INK));
    add(&card.value, Style::bold(VALUE, Colour::ACCENT));
    card.details.iter().for_each(|detail| add(detail, Style::plain(SMALL, Colour::MUTED)));
    add(standing, Style::bold(SMALL, Colour::of(*tone)));
    all
}
