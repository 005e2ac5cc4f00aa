//! Finding the column that a mapping means.

use crate::header::{Header, HeaderColumn};
use mola_finding::CellAddress;
use mola_spec::fold;
use mola_spec::mapping::ColumnChoice;

/// Why there is no column.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NoColumn {
    /// None fits: what was wanted, and the header that comes closest.
    Missing(String, Option<String>),
    /// Several fit: their numbers, and what they are called.
    Several(Vec<(u32, String)>),
}

/// The column that a choice means, and its header.
pub(crate) fn find(choice: &ColumnChoice, header: &Header) -> Result<(u32, String), NoColumn> {
    match choice {
        ColumnChoice::Position(column) => {
            let named = header.columns.iter().find(|c| c.column == *column);
            Ok((*column, named.map_or_else(|| CellAddress::letters(*column), |c| c.text.clone())))
        }
        ColumnChoice::Fits(pattern) => {
            let fits = |c: &&HeaderColumn| pattern.is_match(&c.text) || pattern.is_match(&c.folded);
            one(header.columns.iter().filter(fits).collect(), || NoColumn::Missing(pattern.to_string(), None))
        }
        ColumnChoice::Named { names, nth } => {
            let wanted: Vec<String> = names.iter().map(|name| fold(name)).collect();
            let fitting = header.columns.iter().filter(|c| wanted.contains(&c.folded)).collect();
            let missing = || NoColumn::Missing(names.first().cloned().unwrap_or_default(), nearest(&wanted, header));
            one(pick(fitting, *nth), missing)
        }
    }
}

/// The n-th where all have one name; all of them where the mapping does not count, or where they
/// go by different names.
fn pick(fitting: Vec<&HeaderColumn>, nth: u32) -> Vec<&HeaderColumn> {
    let alike = fitting.windows(2).all(|pair| pair[0].folded == pair[1].folded);
    match (nth as usize).checked_sub(1) {
        Some(index) if alike => fitting.get(index).copied().into_iter().collect(),
        _ => fitting,
    }
}

fn one(fitting: Vec<&HeaderColumn>, missing: impl FnOnce() -> NoColumn) -> Result<(u32, String), NoColumn> {
    match fitting.as_slice() {
        [] => Err(missing()),
        [column] => Ok((column.column, column.text.clone())),
        several => Err(NoColumn::Several(several.iter().map(|column| (column.column, called(column))).collect())),
    }
}

fn called(column: &HeaderColumn) -> String {
    format!("{} \"{}\"", CellAddress::letters(column.column), column.text)
}

/// The header that comes closest to one of the names.
fn nearest(wanted: &[String], header: &Header) -> Option<String> {
    const CLOSE: f64 = 0.7;
    let likeness = |column: &HeaderColumn| {
        let each = wanted.iter().map(|name| strsim::normalized_damerau_levenshtein(name, &column.folded));
        each.fold(0.0, f64::max)
    };
    let scored = header.columns.iter().map(|column| (likeness(column), column)).filter(|(score, _)| *score >= CLOSE);
    // The first of the best: `max_by` would take the last.
    scored.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, column)| column.text.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::header::named;

    fn check(choice: &ColumnChoice, texts: &[&str], expected: Result<u32, NoColumn>) {
        let columns = (1..).zip(texts).map(|(column, text)| named(column, (*text).to_owned())).collect();
        let header = Header { row: 1, body: 2, columns, area: None, above: Vec::new() };
        assert_eq!(find(choice, &header).map(|(column, _)| column), expected, "{choice:?} {texts:?}");
    }

    fn names(names: &[&str], nth: u32) -> ColumnChoice {
        ColumnChoice::Named { names: names.iter().map(|name| (*name).to_owned()).collect(), nth }
    }

    fn several(first: &str, second: &str) -> Result<u32, NoColumn> {
        Err(NoColumn::Several(vec![(1, format!("A \"{first}\"")), (2, format!("B \"{second}\""))]))
    }

    #[test]
    fn columns_are_found_by_name() {
        check(&names(&["Cédula"], 1), &["N°", "CEDULA: "], Ok(2));
        check(&names(&["Cédula", "Documento"], 1), &["documento"], Ok(1));
        check(&names(&["Fecha"], 2), &["Fecha", "x", "fecha"], Ok(3));
        check(&names(&["Fecha"], 0), &["Fecha", "fecha"], several("Fecha", "fecha"));
        check(&names(&["A", "B"], 1), &["A", "B"], several("A", "B"));
        check(
            &names(&["Provincia"], 1),
            &["Distrito", "Provinsia"],
            Err(NoColumn::Missing("Provincia".into(), Some("Provinsia".into()))),
        );
        check(&names(&["Fecha"], 3), &["Fecha", "fecha"], Err(NoColumn::Missing("Fecha".into(), Some("Fecha".into()))));
    }

    #[test]
    fn columns_are_found_by_pattern_and_position() {
        let pattern = |text| ColumnChoice::Fits(regex::Regex::new(text).expect("a pattern"));
        check(&pattern("^ingreso"), &["Hora", "Ingreso (B/.)"], Ok(2));
        check(&pattern("^x"), &["Hora"], Err(NoColumn::Missing("^x".into(), None)));
        check(&ColumnChoice::Position(7), &["Hora"], Ok(7));
    }
}
