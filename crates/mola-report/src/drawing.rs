//! A chart as shapes: what a page and a printed sheet draw alike.

use crate::document::{Chart, Ink, Layout};

/// Width of a drawing; its height follows from the chart.
pub(crate) const WIDTH: f64 = 760.0;
/// Size of its letters.
pub(crate) const LETTER: f64 = 12.0;
/// What a letter takes of its size, on average and with room to spare.
const LETTER_WIDTH: f64 = 0.56;

/// Shapes, the last on top.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Drawing {
    pub height: f64,
    pub shapes: Vec<Shape>,
}

/// One shape; y grows downwards.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    Bar {
        x: f64,
        y: f64,
        width: f64,
        height: f64,
        ink: Ink,
    },
    /// A line of the grid.
    Rule {
        from: (f64, f64),
        to: (f64, f64),
    },
    /// A dashed line through points.
    Dashes(Vec<(f64, f64)>),
    /// A text on its base line.
    Text {
        x: f64,
        y: f64,
        anchor: Anchor,
        text: String,
    },
}

/// Which end of a text its place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// Draws `chart`; `number` writes the marks of its scale.
pub(crate) fn draw(chart: &Chart, number: impl Fn(f64) -> String) -> Drawing {
    match chart.layout {
        Layout::Columns => columns(chart, number),
        Layout::Bars => bars(chart),
    }
}

const TOP: f64 = 12.0;
const PLOT_HEIGHT: f64 = 200.0;
const LEGEND: f64 = 26.0;

fn columns(chart: &Chart, number: impl Fn(f64) -> String) -> Drawing {
    let scale = Scale::of(chart.series.iter().flat_map(|s| s.values.iter().flatten().copied()));
    let ticks = scale.ticks();
    let marks: Vec<String> = ticks.iter().map(|tick| number(*tick)).collect();
    let left = marks.iter().map(|m| width(m)).fold(24.0, f64::max) + 10.0;
    let y = |value: f64| TOP + PLOT_HEIGHT * (scale.high - value) / (scale.high - scale.low);
    let mut shapes = Vec::new();
    for (tick, mark) in ticks.iter().zip(marks) {
        shapes.push(Shape::Rule { from: (left, y(*tick)), to: (WIDTH, y(*tick)) });
        shapes.push(Shape::Text { x: left - 6.0, y: y(*tick) + 4.0, anchor: Anchor::End, text: mark });
    }
    let step = (WIDTH - left) / chart.categories.len().max(1) as f64;
    let solid: Vec<_> = chart.series.iter().filter(|s| s.drawn != Ink::Dashed).collect();
    let bar = step * 0.72 / solid.len().max(1) as f64;
    for (n, series) in solid.iter().enumerate() {
        for (c, value) in series.values.iter().enumerate() {
            let Some(value) = value else { continue };
            let x = left + step * (c as f64 + 0.14) + bar * n as f64;
            let (top, bottom) = (y(value.max(0.0)), y(value.min(0.0)));
            shapes.push(Shape::Bar { x, y: top, width: bar * 0.92, height: bottom - top, ink: series.drawn });
        }
    }
    for series in chart.series.iter().filter(|s| s.drawn == Ink::Dashed) {
        let point = |(c, value): (usize, &Option<f64>)| Some((left + step * (c as f64 + 0.5), y((*value)?)));
        shapes.push(Shape::Dashes(series.values.iter().enumerate().filter_map(point).collect()));
    }
    let room = (step / (LETTER * LETTER_WIDTH)) as usize;
    for (c, category) in chart.categories.iter().enumerate() {
        let x = left + step * (c as f64 + 0.5);
        for (line, text) in broken(category, room.max(3), 2).into_iter().enumerate() {
            let y = TOP + PLOT_HEIGHT + 16.0 + 14.0 * line as f64;
            shapes.push(Shape::Text { x, y, anchor: Anchor::Middle, text });
        }
    }
    legend(chart, left, TOP + PLOT_HEIGHT + 44.0, &mut shapes);
    Drawing { height: TOP + PLOT_HEIGHT + 44.0 + LEGEND, shapes }
}

/// Height of a bar with its space.
const BAR: f64 = 24.0;
/// Where bars begin, and how long the longest can be.
const BAR_LEFT: f64 = 300.0;
const BAR_LENGTH: f64 = 380.0;

fn bars(chart: &Chart) -> Drawing {
    let most = chart.series.iter().flat_map(|s| s.values.iter().flatten().copied()).fold(0.0, f64::max);
    let length = |value: f64| if most > 0.0 { BAR_LENGTH * value.max(0.0) / most } else { 0.0 };
    let mut shapes = Vec::new();
    let room = ((BAR_LEFT - 10.0) / (LETTER * LETTER_WIDTH)) as usize;
    for (c, category) in chart.categories.iter().enumerate() {
        let y = TOP + BAR * c as f64;
        let text = broken(category, room, 1).concat();
        shapes.push(Shape::Text { x: BAR_LEFT - 8.0, y: y + 14.0, anchor: Anchor::End, text });
        let mut end = BAR_LEFT;
        for series in &chart.series {
            let value = series.values.get(c).copied().flatten();
            if let Some(value) = value {
                // What was aimed at lies around what is there.
                let inset = if series.drawn == Ink::Outlined { 0.0 } else { 3.0 };
                let (y, height) = (y + 1.0 + inset, BAR - 6.0 - 2.0 * inset);
                shapes.push(Shape::Bar { x: BAR_LEFT, y, width: length(value), height, ink: series.drawn });
                end = end.max(BAR_LEFT + length(value));
            }
            if let Some(label) = series.labels.get(c) {
                shapes.push(Shape::Text { x: end + 6.0, y: y + 14.0, anchor: Anchor::Start, text: label.clone() });
            }
        }
    }
    let bottom = TOP + BAR * chart.categories.len() as f64;
    if chart.series.len() < 2 {
        return Drawing { height: bottom + 4.0, shapes };
    }
    legend(chart, BAR_LEFT, bottom + 4.0, &mut shapes);
    Drawing { height: bottom + LEGEND, shapes }
}

fn legend(chart: &Chart, left: f64, y: f64, shapes: &mut Vec<Shape>) {
    let mut x = left;
    for series in &chart.series {
        match series.drawn {
            Ink::Dashed => shapes.push(Shape::Dashes(vec![(x, y + 6.0), (x + 22.0, y + 6.0)])),
            ink => shapes.push(Shape::Bar { x: x + 6.0, y, width: 12.0, height: 12.0, ink }),
        }
        shapes.push(Shape::Text { x: x + 28.0, y: y + 10.0, anchor: Anchor::Start, text: series.name.clone() });
        x += 28.0 + width(&series.name) + 24.0;
    }
}

fn width(text: &str) -> f64 {
    text.chars().count() as f64 * LETTER * LETTER_WIDTH
}

/// `text` in at most `most` lines of `room` letters; what does not fit is cut off with a mark.
fn broken(text: &str, room: usize, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let used = lines.last().map_or(0, |l| l.chars().count());
        let fits = used == 0 || used + 1 + word.chars().count() <= room;
        if !fits {
            lines.push(String::new());
        }
        let Some(line) = lines.last_mut() else { continue };
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    let cut = lines.len() > most;
    lines.truncate(most);
    let last = lines.len().saturating_sub(1);
    lines.iter().enumerate().map(|(n, line)| clipped(line, room, cut && n == last)).collect()
}

fn clipped(line: &str, room: usize, more: bool) -> String {
    if line.chars().count() <= room && !more {
        return line.to_owned();
    }
    let kept: String = line.chars().take(room.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// A scale with round marks that holds zero and all values.
struct Scale {
    low: f64,
    high: f64,
    step: f64,
}

impl Scale {
    fn of(values: impl Iterator<Item = f64>) -> Self {
        let (low, high) = values.fold((0.0_f64, 0.0_f64), |(low, high), v| (low.min(v), high.max(v)));
        let span = if high > low { high - low } else { 1.0 };
        let rough = span / 4.0;
        let power = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|n| n * power).find(|s| *s >= rough).unwrap_or(rough);
        Self { low: (low / step).floor() * step, high: (low + span).max(high) / step, step }.rounded()
    }

    fn rounded(self) -> Self {
        Self { high: self.high.ceil() * self.step, ..self }
    }

    fn ticks(&self) -> Vec<f64> {
        let count = ((self.high - self.low) / self.step).round() as usize;
        (0..=count).map(|n| self.low + n as f64 * self.step).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Series;

    #[test]
    fn scales_have_round_marks_and_hold_all_values() {
        let cases: [(&[f64], &[f64]); 4] = [
            (&[787.0, 600.0], &[0.0, 200.0, 400.0, 600.0, 800.0]),
            (&[], &[0.0, 0.25, 0.5, 0.75, 1.0]),
            (&[3.0], &[0.0, 1.0, 2.0, 3.0]),
            (&[-5.0, 5.0], &[-5.0, -2.5, 0.0, 2.5, 5.0]),
        ];
        for (values, ticks) in cases {
            assert_eq!(Scale::of(values.iter().copied()).ticks(), ticks, "{values:?}");
        }
    }

    #[test]
    fn names_break_at_words_and_what_does_not_fit_is_marked() {
        for (text, room, most, expected) in [
            ("oct 2011", 20, 2, vec!["oct 2011"]),
            ("oct 2011", 5, 2, vec!["oct", "2011"]),
            ("one two three", 4, 2, vec!["one", "two…"]),
            ("incomparable", 6, 1, vec!["incom…"]),
        ] {
            assert_eq!(broken(text, room, most), expected, "{text}");
        }
    }

    #[test]
    fn a_missing_value_has_no_bar() {
        let chart = |layout| Chart {
            title: String::new(),
            alt: String::new(),
            layout,
            categories: vec!["a".into(), "b".into()],
            series: vec![Series {
                name: "s".into(),
                drawn: Ink::Solid,
                values: vec![Some(4.0), None],
                labels: vec!["4".into(), "s/d".into()],
            }],
        };
        for (layout, expected) in [(Layout::Columns, 1), (Layout::Bars, 1)] {
            let drawing = draw(&chart(layout), |v| v.to_string());
            let values = drawing.shapes.iter().filter(|s| matches!(s, Shape::Bar { y, .. } if *y < 200.0)).count();
            assert_eq!(values, expected, "{layout:?}");
        }
    }
}
