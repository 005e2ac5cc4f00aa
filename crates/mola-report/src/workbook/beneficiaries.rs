//! From the sum of reports to unique people, and who they are.

use super::book::Book;
use super::layout::Page;
use super::style::Look;
use super::table::{Column, Grid, Row, Value};
use mola_model::{Computation, CrossCell, FigureKey, Indicator, Reconciliation, Status, Tracking};
use rust_xlsxwriter::XlsxError;
use std::collections::{BTreeMap, BTreeSet};

/// Widths of the first two columns; the others hold numbers.
const WIDTHS: [f64; 8] = [50.0, 26.0, 15.0, 15.0, 15.0, 15.0, 15.0, 15.0];

pub(crate) fn write(book: &Book<'_>, page: &mut Page<'_, '_>) -> Result<(), XlsxError> {
    page.title("")?;
    page.widths(&WIDTHS)?;
    page.freeze(2, 0)?;
    let mut row = 3;
    if let Some(reconciliation) = &book.issue.reconciliation {
        row = reconcile(book, page, row, reconciliation)?;
        row = agencies(book, page, row, reconciliation)?;
    }
    row = kinds(book, page, row)?;
    row = profile(book, page, row)?;
    page.section(row, "section-cross")?;
    page.line(row + 1, 0, &book.word("note-places"), &book.style.note)?;
    let cross = cross_grid(book);
    page.sheet.set_repeat_rows(row + 2, row + 2)?;
    page.table("tblBeneficiaries", row + 2, &cross.columns, cross.rows)?;
    Ok(())
}

/// Unique people by place, sector and sex.
pub(crate) fn cross_grid<'a>(book: &Book<'a>) -> Grid<'a> {
    let cross = Cross::of(book);
    Grid { columns: cross.columns(book), rows: cross.rows(book) }
}

/// Gross less what was counted twice is unique: a subtraction that a reader can check.
fn reconcile(book: &Book<'_>, page: &mut Page<'_, '_>, row: u32, r: &Reconciliation) -> Result<u32, XlsxError> {
    page.section(row, "section-reconciliation")?;
    // Rows of a formula count from 1.
    let formula = format!("=B{}-B{}-B{}", row + 2, row + 3, row + 4);
    let lines = [
        ("line-gross", Value::count(r.gross)),
        ("line-repeated", Value::count(r.repeated)),
        ("line-shared", Value::count(r.shared)),
        ("line-unique", Value::Formula(formula, r.unique as f64, Look::Number(0))),
    ];
    for (row, (key, value)) in (row + 1..).zip(lines) {
        let values = vec![Value::Wrap(book.word(key)), value];
        page.row(row, &if key == "line-unique" { Row::strong(values) } else { Row::new(values) })?;
    }
    page.line(row + 4, 2, &book.word("line-check"), &book.style.aside)?;
    Ok(row + 6)
}

fn agencies(book: &Book<'_>, page: &mut Page<'_, '_>, row: u32, r: &Reconciliation) -> Result<u32, XlsxError> {
    page.section(row, "section-agencies")?;
    let grid = agency_grid(book, r);
    Ok(page.rows(row + 1, &grid.columns, grid.rows)?.last + 2)
}

/// Each agency's part of the reconciliation.
pub(crate) fn agency_grid<'a>(book: &Book<'a>, r: &'a Reconciliation) -> Grid<'a> {
    let columns = [
        Column::text(book.word("col-agency"), 0.0),
        Column::number(book.word("col-gross"), WIDTHS[1]),
        Column::number(book.word("col-unique"), WIDTHS[2]),
        Column::number(book.word("col-only-here"), WIDTHS[3]),
    ];
    let columns = columns.map(|c| Column { width: c.width.max(15.0), ..c }).to_vec();
    let count = |count: Option<u64>| count.map_or_else(|| book.marker(Status::Suppressed), Value::count);
    let rows = r.agencies.iter().map(|a| {
        Row::new(vec![Value::text(book.agency_name(&a.agency)), count(a.gross), count(a.unique), count(a.only_here)])
    });
    Grid { columns, rows: rows.collect() }
}

/// Everyone reached, kind by kind: kinds never share a total.
fn kinds(book: &Book<'_>, page: &mut Page<'_, '_>, row: u32) -> Result<u32, XlsxError> {
    let grid = kind_grid(book);
    if grid.rows.is_empty() {
        return Ok(row);
    }
    page.section(row, "section-kinds")?;
    Ok(page.rows(row + 1, &grid.columns, grid.rows)?.last + 2)
}

/// The indicators that count beneficiaries, with the kind that each counts.
pub(crate) fn kind_grid<'a>(book: &Book<'a>) -> Grid<'a> {
    let counted = |t: &&'a Tracking| book.issue.programme.indicator(&t.indicator).and_then(kind).is_some();
    let counted = book.issue.tracking.iter().filter(counted);
    let columns = vec![
        Column::text(book.word("col-indicator"), WIDTHS[0]),
        Column::text(book.word("col-kind"), WIDTHS[1]),
        Column::number(book.word("col-in-period"), WIDTHS[2]),
        Column::number(book.word("col-to-date"), WIDTHS[3]),
        Column::number(book.word("col-target"), WIDTHS[4]),
        Column::text(book.word("col-estimated"), WIDTHS[5]),
        Column::text(book.word("col-range"), WIDTHS[6]),
    ];
    Grid { columns, rows: counted.map(|t| kind_row(book, t)).collect() }
}

/// Who the people are, dimension by dimension, each with its shares of the whole. Dimensions stand side by side and
/// close each on its own; of groups that are no parts of a whole there are no shares.
fn profile(book: &Book<'_>, page: &mut Page<'_, '_>, row: u32) -> Result<u32, XlsxError> {
    let grid = profile_grid(book);
    if grid.rows.is_empty() {
        return Ok(row);
    }
    page.section(row, "section-profile")?;
    let placed = page.rows(row + 1, &grid.columns, grid.rows)?;
    page.line(placed.last + 1, 0, &book.word("note-shares"), &book.style.note)?;
    Ok(placed.last + 3)
}

/// The people by each dimension of the programme.
pub(crate) fn profile_grid<'a>(book: &Book<'a>) -> Grid<'a> {
    let issue = book.issue;
    let columns = vec![
        Column::text(book.word("col-dimension"), WIDTHS[0]),
        Column::text(book.word("col-category"), WIDTHS[1]),
        Column::number(book.word("col-to-date"), WIDTHS[2]),
        Column::number(book.word("col-share"), WIDTHS[3]),
    ];
    let mut rows = Vec::new();
    let Some(whole) = issue.programme.people.as_ref().map(|code| FigureKey::to_date(code, issue.period)) else {
        return Grid { columns, rows };
    };
    for dimension in &issue.programme.dimensions {
        let shares: BTreeMap<&str, u32> =
            issue.shares(&whole, &dimension.code).unwrap_or_default().into_iter().collect();
        let declared = dimension.codes.iter().map(|code| code.code.as_str());
        for code in declared.chain(["?"]) {
            let Some(figure) = issue.figure(&whole.clone().by(&dimension.code, code)) else { continue };
            let share = shares.get(code).map_or_else(
                || book.marker(Status::NotApplicable),
                |tenths| Value::Percent(f64::from(*tenths) / 1000.0, 1),
            );
            rows.push(Row::new(vec![
                Value::text(capital(dimension.label.get(book.language))),
                Value::text(capital(&book.code_label(&dimension.code, code))),
                book.figure(figure),
                share,
            ]));
        }
    }
    Grid { columns, rows }
}

fn kind(indicator: &Indicator) -> Option<String> {
    match &indicator.computation {
        Computation::Unique { beneficiary, .. } => Some(format!("kind-{}", beneficiary.as_str())),
        Computation::Indirect => Some("kind-indirect".to_owned()),
        _ => None,
    }
}

fn kind_row<'a>(book: &Book<'a>, row: &'a Tracking) -> Row<'a> {
    let indicator = book.issue.programme.indicator(&row.indicator);
    let kind = indicator.and_then(kind).map_or("".into(), |key| book.word(&key));
    let target = indicator.and_then(|i| i.target);
    Row::new(vec![
        Value::wrap(book.indicator_name(&row.indicator)),
        Value::Wrap(kind),
        book.figure(&row.in_period),
        book.figure(&row.to_date),
        target.map_or_else(|| book.marker(Status::NotApplicable), |t| book.measure(indicator, t)),
        book.estimated(row.to_date.estimated),
        book.range(&row.to_date),
    ])
}

type Code<'a> = Option<&'a str>;

/// The cross table with its margins: place and sector down, sex across.
struct Cross<'a> {
    cells: BTreeMap<(Code<'a>, Code<'a>, Code<'a>), &'a CrossCell>,
    places: Vec<Code<'a>>,
    sectors: Vec<Code<'a>>,
    sexes: Vec<Code<'a>>,
}

impl<'a> Cross<'a> {
    fn of(book: &Book<'a>) -> Self {
        let cells = book.issue.cross.iter();
        let key = |c: &'a CrossCell| (c.place.as_deref(), c.sector.as_deref(), c.sex.as_deref());
        let cells: BTreeMap<_, &CrossCell> = cells.map(|c| (key(c), c)).collect();
        let programme = &book.issue.programme;
        let places = programme.places.iter().map(|p| p.code.as_str());
        let codes = |dimension: &str| {
            let dimension = programme.dimensions.iter().find(|d| d.code == dimension);
            dimension.into_iter().flat_map(|d| &d.codes).map(|c| c.code.as_str())
        };
        Self {
            places: ordered(cells.keys().map(|k| k.0), places),
            sectors: ordered(cells.keys().map(|k| k.1), codes("sector")),
            sexes: ordered(cells.keys().map(|k| k.2), codes("sex")),
            cells,
        }
    }

    fn columns(&self, book: &Book<'_>) -> Vec<Column> {
        let label = |sex: &Code<'_>| match sex {
            Some(code) => capital(&book.code_label("sex", code)),
            None => book.word("col-total").into_owned(),
        };
        let mut columns =
            vec![Column::text(book.word("col-place"), WIDTHS[0]), Column::text(book.word("col-sector"), WIDTHS[1])];
        columns.extend(self.sexes.iter().map(|sex| Column::number(label(sex), WIDTHS[2])));
        columns
    }

    fn rows(&self, book: &Book<'a>) -> Vec<Row<'a>> {
        let pairs = self.places.iter().flat_map(|p| self.sectors.iter().map(move |s| (*p, *s)));
        pairs.filter(|pair| self.has(*pair)).map(|pair| self.row(book, pair)).collect()
    }

    fn has(&self, (place, sector): (Code<'a>, Code<'a>)) -> bool {
        self.sexes.iter().any(|sex| self.cells.contains_key(&(place, sector, *sex)))
    }

    fn row(&self, book: &Book<'a>, (place, sector): (Code<'a>, Code<'a>)) -> Row<'a> {
        let label = |dimension: &str, code: Code<'_>, all: &str| match code {
            Some(code) => capital(&book.code_label(dimension, code)),
            None => book.word(all).into_owned(),
        };
        let mut values =
            vec![Value::text(label("place", place, "all-places")), Value::text(label("sector", sector, "all-sectors"))];
        values.extend(self.sexes.iter().map(|sex| match self.cells.get(&(place, sector, *sex)) {
            Some(cell) => book.figure(&cell.figure),
            // Nobody is in a combination that has no cell.
            None => Value::Number(0.0, 0),
        }));
        if sector.is_none() { Row::strong(values) } else { Row::new(values) }
    }
}

/// The codes that occur: in the order declared, then others, then unknown, then all.
fn ordered<'a>(found: impl Iterator<Item = Code<'a>>, declared: impl Iterator<Item = &'a str>) -> Vec<Code<'a>> {
    let mut found: BTreeSet<Code<'a>> = found.collect();
    let all = found.remove(&None);
    let unknown = found.remove(&Some("?"));
    let mut codes: Vec<Code<'a>> = declared.map(Some).filter(|c| found.remove(c)).collect();
    codes.extend(found);
    codes.extend(unknown.then_some(Some("?")));
    codes.extend(all.then_some(None));
    codes
}

/// The text with a capital first letter, for headers.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
