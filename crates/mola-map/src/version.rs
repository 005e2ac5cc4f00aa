//! Which version of its report a file says it is.

use crate::date;
use crate::given::cell_text;
use crate::header::first_group;
use crate::{Context, lineage::MappedTable};
use chrono::Datelike;
use mola_sheet::Workbook;
use mola_spec::mapping::{DateForm, Mapping, VersionOrder};

/// What a file says of its version, as a text that is greater for a later one; `None` where its mapping does not ask,
/// or the file does not say.
pub(crate) fn version(
    workbook: &mut Workbook,
    mapping: &Mapping,
    tables: &[MappedTable],
    context: &Context<'_>,
) -> Option<String> {
    let text = match &mapping.versions.as_ref()?.order {
        VersionOrder::Arrival => return None,
        VersionOrder::File(pattern) => first_group(pattern, context.path_below_agency)?,
        VersionOrder::Cell(cell, pattern) => {
            let sheet = &tables.first()?.sheet;
            let index = workbook.sheets().iter().position(|info| info.name == *sheet)?;
            let mut reader = workbook.sheet(index).ok()?;
            let text = cell_text(reader.next_chunk().ok()??, *cell)?;
            match pattern {
                Some(pattern) => first_group(pattern, &text)?,
                None => text,
            }
        }
    };
    let forms = mapping.tables.first().map_or(&[][..], |table| &table.values.dates);
    Some(rank(&text, forms, context.latest.year()))
}

/// Dates by their day, all else with its numbers filled up with zeros: so texts stand in the order of what they say.
fn rank(text: &str, forms: &[DateForm], latest_year: i32) -> String {
    let forms = if forms.is_empty() { &date::USUAL[..] } else { forms };
    if let Some(day) = date::read(text, forms, latest_year) {
        return day.to_string();
    }
    let mut rank = String::new();
    let mut digits = String::new();
    for c in text.trim().to_lowercase().chars().chain(['\0']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if !digits.is_empty() {
            rank.push_str(&format!("{digits:0>20}"));
            digits.clear();
        }
        rank.extend((c != '\0').then_some(c));
    }
    rank
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_versions_have_greater_ranks() {
        for (earlier, later) in
            [("9", "10"), ("v2", "v10"), ("31/01/2011", "01/02/2011"), ("2011-01-31", "2011-02-01"), ("a", "b")]
        {
            assert!(rank(earlier, &[], 2011) < rank(later, &[], 2011), "{earlier} {later}");
        }
        assert_eq!(rank("02", &[], 2011), rank("2", &[], 2011));
    }
}
