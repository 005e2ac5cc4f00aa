//! Which sheets the tables of a mapping are on.

use mola_finding::{Code, Finding};
use mola_sheet::{SheetInfo, Visibility};
use mola_spec::mapping::{Mapping, SheetChoice, TablePlan};

use crate::findings::Findings;

/// For each sheet of the file, the tables that are looked for on it, by their numbers in the plan.
#[derive(Debug)]
pub(crate) struct Placing {
    /// By sheet.
    pub(crate) sheets: Vec<Vec<usize>>,
    /// What is said where a table has no sheet.
    pub(crate) faults: Vec<Finding>,
}

/// Places the tables of a mapping on the sheets of a file.
pub(crate) fn place(mapping: &Mapping, sheets: &[SheetInfo], findings: &Findings) -> Placing {
    let mut placing = Placing { sheets: vec![Vec::new(); sheets.len()], faults: Vec::new() };
    for (number, table) in mapping.tables.iter().enumerate() {
        let chosen = choose(table, sheets);
        if chosen.is_empty() && !table.optional {
            placing.faults.push(missing(table, sheets, findings));
        }
        chosen.into_iter().for_each(|sheet| placing.sheets[sheet].push(number));
    }
    placing
}

fn choose(table: &TablePlan, sheets: &[SheetInfo]) -> Vec<usize> {
    let visible = |sheet: &SheetInfo| sheet.visibility == Visibility::Visible;
    let all = sheets.iter().enumerate();
    match &table.sheets {
        SheetChoice::First => all.filter(|(_, sheet)| visible(sheet)).map(|(index, _)| index).take(1).collect(),
        SheetChoice::Index(number) => number.checked_sub(1).filter(|index| *index < sheets.len()).into_iter().collect(),
        SheetChoice::Each => all.filter(|(_, sheet)| visible(sheet)).map(|(index, _)| index).collect(),
        SheetChoice::Named(names) => {
            let fits = |sheet: &SheetInfo| names.iter().any(|name| name.fits(&sheet.name, !visible(sheet)));
            all.filter(|(_, sheet)| fits(sheet)).map(|(index, _)| index).collect()
        }
    }
}

fn missing(table: &TablePlan, sheets: &[SheetInfo], findings: &Findings) -> Finding {
    let expected = match &table.sheets {
        SheetChoice::First | SheetChoice::Each => String::new(),
        SheetChoice::Index(number) => number.to_string(),
        SheetChoice::Named(names) => names.iter().map(|name| name.written.as_str()).collect::<Vec<_>>().join(", "),
    };
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    let folded = mola_spec::fold(&expected);
    const CLOSE: f64 = 0.6;
    let likeness = |name: &str| strsim::normalized_damerau_levenshtein(&folded, &mola_spec::fold(name));
    let scored = names.iter().map(|name| (likeness(name), *name)).filter(|(score, _)| *score >= CLOSE);
    let nearest = scored.reduce(|best, next| if next.0 > best.0 { next } else { best });
    let finding = findings.of_file(Code::SheetMissing).with("expected", expected).with("table", table.name.as_str());
    finding.with("nearest", nearest.map_or("", |(_, name)| name)).with("allowed", names.join(", "))
}
