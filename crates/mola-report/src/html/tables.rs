//! Tables of the page.

use super::{Page, text, tone_class};
use crate::document::shown;
use crate::workbook::table::{Column, Grid, Row};

impl Page {
    /// A table under its title. A wide one scrolls by itself, so that the page does not.
    pub(super) fn table(&mut self, title: &str, grid: &Grid<'_>, name: &str) {
        let title = text(title).into_owned();
        self.out.push_str(&format!(
            "<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-labelledby=\"{name}\">\n\
             <table>\n<caption id=\"{name}\">{title}</caption>\n<thead>\n<tr>"
        ));
        for column in &grid.columns {
            self.header_cell(column);
        }
        self.out.push_str("</tr>\n</thead>\n<tbody>\n");
        for row in &grid.rows {
            self.row(row);
        }
        self.out.push_str("</tbody>\n</table>\n</div>\n");
    }

    fn header_cell(&mut self, column: &Column) {
        let class = if column.numeric { " class=\"number\"" } else { "" };
        // A header without a name says nothing; an empty one would promise something.
        let name = if column.header.is_empty() { "td" } else { "th" };
        let scope = if name == "th" { " scope=\"col\"" } else { "" };
        self.out.push_str(&format!("<{name}{scope}{class}>{}</{name}>", text(&column.header)));
    }

    fn row(&mut self, row: &Row<'_>) {
        self.out.push_str(if row.strong { "<tr class=\"total\">" } else { "<tr>" });
        for (number, value) in row.values.iter().enumerate() {
            let shown = shown(value, self.words);
            let mut classes: Vec<&str> = Vec::new();
            classes.extend(shown.numeric.then_some("number"));
            classes.extend(shown.quiet.then_some("marker"));
            classes.extend(shown.tone.map(tone_class));
            let class = if classes.is_empty() { String::new() } else { format!(" class=\"{}\"", classes.join(" ")) };
            let lineage = shown.figure.map(|key| self.lineage(key)).unwrap_or_default();
            let heads = number == 0 && !shown.numeric && !shown.text.is_empty();
            let (open, close) = if heads { ("th scope=\"row\"", "th") } else { ("td", "td") };
            self.out.push_str(&format!("<{open}{class}{lineage}>{}</{close}>", text(&shown.text)));
        }
        self.out.push_str("</tr>\n");
    }
}
