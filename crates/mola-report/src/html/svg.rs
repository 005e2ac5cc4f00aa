//! Charts of the page, drawn in it.

use super::{Page, text};
use crate::document::{Chart, Ink};
use crate::drawing::{Anchor, Shape, WIDTH, draw};

impl Page {
    pub(super) fn chart(&mut self, chart: &Chart, name: &str) {
        let words = self.words;
        let drawing = draw(chart, |value| words.number(value, u8::from(value.fract() != 0.0)));
        let title = text(&chart.title).into_owned();
        self.out.push_str(&format!(
            "<figure aria-labelledby=\"{name}\">\n<figcaption id=\"{name}\">{title}</figcaption>\n\
             <svg role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {WIDTH} {:.0}\">\n",
            text(&chart.alt),
            drawing.height
        ));
        for shape in &drawing.shapes {
            self.shape(shape);
        }
        self.out.push_str("</svg>\n</figure>\n");
    }

    fn shape(&mut self, shape: &Shape) {
        let drawn = match shape {
            Shape::Bar { x, y, width, height, ink } => format!(
                "<rect class=\"{}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/>\n",
                ink_class(*ink)
            ),
            Shape::Rule { from, to } => format!(
                "<line class=\"rule\" x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\"/>\n",
                from.0, from.1, to.0, to.1
            ),
            Shape::Dashes(points) => {
                let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
                format!("<polyline class=\"dashed\" points=\"{}\"/>\n", points.join(" "))
            }
            Shape::Text { x, y, anchor, text: words } => {
                let anchor = match anchor {
                    Anchor::Start => "start",
                    Anchor::Middle => "middle",
                    Anchor::End => "end",
                };
                format!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{}</text>\n", text(words))
            }
        };
        self.out.push_str(&drawn);
    }
}

const fn ink_class(ink: Ink) -> &'static str {
    match ink {
        Ink::Solid => "solid",
        Ink::Lighter => "lighter",
        Ink::Outlined => "outlined",
        Ink::Dashed => "dashed",
    }
}
