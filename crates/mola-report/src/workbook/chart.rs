//! Charts, drawn by the spreadsheet from cells of the workbook: target outlined, actual solid.

use super::book::Book;
use super::style::{ACCENT, COMPANION, LINE, MUTED};
use super::trends::FIRST_PERIOD;
use rust_xlsxwriter::{
    Chart, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType, ChartSolidFill, ChartType, Color,
};

/// A range of cells: sheet, first row and column, last row and column, from 0.
pub(crate) type Cells<'a> = (&'a str, u32, u16, u32, u16);

/// A cell: sheet, row and column, from 0.
pub(crate) type Cell<'a> = (&'a str, u32, u16);

/// How a series is drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Drawn {
    Solid,
    Lighter,
    Outlined,
}

fn font(size: f64) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_name("Arial").set_size(size).set_color(MUTED).unset_bold();
    font
}

fn line(color: Color, width: f64) -> ChartLine {
    let mut line = ChartLine::new();
    line.set_color(color).set_width(width);
    line
}

fn solid(color: Color) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_solid_fill(ChartSolidFill::new().set_color(color)).set_no_border();
    format
}

fn outlined(color: Color) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_no_fill().set_border(&line(color, 1.25));
    format
}

fn stroke(color: Color, dash: ChartLineDashType) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_line(line(color, 2.25).set_dash_type(dash));
    format
}

/// Title, fonts, grid and legend that all charts share.
fn dress(chart: &mut Chart, title: &str, alt: &str) {
    let mut title_font = font(11.0);
    title_font.set_bold().set_color(ACCENT);
    chart.title().set_name(title).set_font(&title_font).set_overlay(false);
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font(9.0));
    let mut bare = ChartFormat::new();
    bare.set_no_border();
    chart.chart_area().set_format(&mut bare);
    chart.set_alt_text(alt);
    chart.x_axis().set_font(&font(9.0));
    chart.y_axis().set_font(&font(9.0));
}

/// Columns of the month and to date, and the target as a dashed line; none where there is nothing to draw.
pub(crate) fn people(book: &Book<'_>, width: u32, height: u32) -> Option<Chart> {
    let plot = &book.plot;
    let people = plot.people?;
    let (first, last) = (plot.points.first()?, plot.points.last()?);
    let sheet = book.sheet("trends");
    let (top, bottom) = (plot.people_row() + 1, plot.people_row() + plot.points.len() as u32);
    let column = |c: u16| -> Cells<'_> { (&sheet, top, c, bottom, c) };
    let name = |c: u16| (sheet.as_str(), plot.people_row(), c);
    let indicator = book.indicator_name(people);
    let title = book.words.with("chart-people", &[("indicator", indicator)]);
    let values = [
        ("indicator", indicator),
        ("first", &*book.words.period(first.month)),
        ("last", &*book.words.period(last.month)),
    ];
    let alt = book.words.with("chart-people-alt", &values);
    let mut chart = Chart::new(ChartType::Column);
    for (c, color) in [(FIRST_PERIOD, COMPANION), (FIRST_PERIOD + 1, ACCENT)] {
        let series = chart.add_series();
        series.set_categories(column(0)).set_values(column(c)).set_name(name(c));
        series.set_format(&mut solid(color)).set_gap(60).set_overlap(0);
    }
    if plot.target.is_some() {
        let mut target = Chart::new(ChartType::Line);
        let series = target.add_series();
        series.set_categories(column(0)).set_values(column(FIRST_PERIOD + 2)).set_name(name(FIRST_PERIOD + 2));
        series.set_format(&mut stroke(MUTED, ChartLineDashType::Dash));
        chart.combine(&target);
    }
    dress(&mut chart, &title, &alt);
    chart.y_axis().set_num_format("#,##0").set_major_gridlines_line(&line(LINE, 0.5)).set_min(0);
    chart.set_width(width).set_height(height);
    Some(chart)
}

/// Horizontal bars, one a category, the first on top.
pub(crate) fn bars(title: &str, alt: &str, categories: Cells<'_>, values: Cells<'_>, number_format: &str) -> Chart {
    let mut chart = Chart::new(ChartType::Bar);
    let mut label = rust_xlsxwriter::ChartDataLabel::new();
    label.show_value().set_font(&font(9.0)).set_num_format(number_format);
    let series = chart.add_series();
    series.set_categories(categories).set_values(values).set_gap(50);
    series.set_format(&mut solid(ACCENT)).set_data_label(&label);
    dress(&mut chart, title, alt);
    chart.legend().set_hidden();
    chart.y_axis().set_reverse().set_major_gridlines(false);
    chart.x_axis().set_major_gridlines(false).set_hidden(true).set_min(0);
    chart
}

/// Columns side by side, one group a category.
pub(crate) fn groups(title: &str, alt: &str, categories: Cells<'_>, series: &[(Cell<'_>, Cells<'_>, Drawn)]) -> Chart {
    let mut chart = Chart::new(ChartType::Column);
    for (name, values, drawn) in series {
        let mut format = match drawn {
            Drawn::Solid => solid(ACCENT),
            Drawn::Lighter => solid(COMPANION),
            Drawn::Outlined => outlined(ACCENT),
        };
        let added = chart.add_series();
        added.set_categories(categories).set_values(*values).set_name(*name);
        added.set_format(&mut format).set_gap(80).set_overlap(0);
    }
    dress(&mut chart, title, alt);
    chart.y_axis().set_num_format("#,##0").set_major_gridlines_line(&line(LINE, 0.5)).set_min(0);
    chart
}
