//! Charts of the printed report.

use super::SUBHEADING;
use super::flow::{Flow, LEADING};
use super::letters::{Face, width};
use super::sheets::{Colour, Mark, Pair, Role, Style, Writing};
use crate::Words;
use crate::document::{Chart, Ink};
use crate::drawing::{Anchor, LETTER, Shape, WIDTH, draw};

/// A chart is drawn no smaller than this part of its size where it would fill the width.
const SMALLEST: f32 = 0.7;

/// Draws a chart below its title, upon one sheet with it.
pub(super) fn chart(flow: &mut Flow, chart: &Chart, words: &Words) {
    let drawing = draw(chart, |value| words.number(value, u8::from(value.fract() != 0.0)));
    let (title, drawn) = (SUBHEADING * LEADING, drawing.height as f32);
    let widest = flow.width() / WIDTH as f32;
    // Rather a little smaller than upon a sheet of its own.
    let here = widest.min((flow.room() - title - 4.0) / drawn);
    let scale = if here >= widest * SMALLEST { here } else { widest.min((Flow::most() - title - 4.0) / drawn) };
    let height = drawn * scale;
    flow.keep(title + height);
    flow.text(&chart.title, Style::bold(SUBHEADING, Colour::ACCENT), Role::Paragraph);
    let of = flow.begin(Role::Figure(chart.alt.clone()));
    let place = Placed { left: flow.left(), top: flow.y(), scale };
    drawing.shapes.iter().for_each(|shape| flow.mark(place.mark(shape, of)));
    flow.down_to(place.top + height + 4.0);
}

/// Where a drawing lies on its sheet.
struct Placed {
    left: f32,
    top: f32,
    scale: f32,
}

impl Placed {
    fn at(&self, (x, y): (f64, f64)) -> Pair {
        (self.left + x as f32 * self.scale, self.top + y as f32 * self.scale)
    }

    fn mark(&self, shape: &Shape, of: usize) -> Mark {
        match shape {
            Shape::Bar { x, y, width, height, ink } => {
                let (at, size) = (self.at((*x, *y)), (*width as f32 * self.scale, *height as f32 * self.scale));
                match ink {
                    Ink::Solid => Mark::Fill { at, size, colour: Colour::ACCENT },
                    Ink::Lighter => Mark::Fill { at, size, colour: Colour::COMPANION },
                    Ink::Outlined | Ink::Dashed => Mark::Outline { at, size, colour: Colour::ACCENT },
                }
            }
            Shape::Rule { from, to } => {
                Mark::Line { from: self.at(*from), to: self.at(*to), width: 0.5, colour: Colour::RULE }
            }
            Shape::Dashes(points) => {
                Mark::Dashes { points: points.iter().map(|point| self.at(*point)).collect(), colour: Colour::MUTED }
            }
            Shape::Text { x, y, anchor, text } => {
                // A little smaller than on a page: these letters are wider.
                let size = LETTER as f32 * self.scale * 0.85;
                let (x, y) = self.at((*x, *y));
                let wide = width(text, size, Face::Plain);
                let x = match anchor {
                    Anchor::Start => x,
                    Anchor::Middle => x - wide / 2.0,
                    Anchor::End => x - wide,
                };
                let style = Style::plain(size, Colour::INK);
                Mark::Text(Writing { at: (x, y), style, text: text.clone(), of: Some(of) })
            }
        }
    }
}
