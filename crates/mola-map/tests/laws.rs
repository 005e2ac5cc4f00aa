//! What holds for every file, whatever it says.

mod project;

use mola_frame::{Grain, column};
use mola_map::{Mapped, map};
use mola_sheet::{Hints, Limits, Workbook};
use polars::frame::DataFrame;
use project::Project;
use proptest::prelude::*;
use std::sync::LazyLock;

/// A mapping of canonical tables: each field from the column of its own name.
const IDENTITY: &str = r#"
agency = "undp"
files = ["*"]
[values]
decimal = "."
dates = ["yyyy-mm-dd"]
[[table]]
name = "canonical"
header = { row = 1 }
grain = "participation"
beneficiary = "person"
[table.fields]
identifier = { column = "identifier" }
name = { column = "name" }
date = { column = "date", required = true }
sex = { column = "sex", codes = "sex" }
place = { column = "place", codes = "place" }
hours = { column = "hours" }
"#;

/// A mapping that leaves to the file what it can.
const OPEN: &str = r#"
agency = "undp"
files = ["*"]
[values]
missing = ["-"]
[[table]]
name = "open"
header = { row = 1 }
stop = { first_cell = ["^Fuente"] }
skip = [ { rule = "total", pattern = "^Total" } ]
grain = "observation"
totals = [ { field = "value", rule = "total" } ]
[table.fields]
indicator = { column = "indicator", codes = "indicator" }
period = { column = "period" }
value = { column = "value" }
"#;

static CANONICAL: LazyLock<Project> = LazyLock::new(|| Project::new(IDENTITY).expect("a mapping"));
static OBSERVED: LazyLock<Project> = LazyLock::new(|| Project::new(OPEN).expect("a mapping"));

fn mapped(project: &Project, text: &str) -> Option<Mapped> {
    let mut workbook = Workbook::open(text.into(), &Hints::default(), &Limits::default()).ok()?;
    map(&mut workbook, project.mapping(), &project.context("undp/law.csv")).ok()
}

fn column(frame: &DataFrame, name: &str) -> Vec<String> {
    let column = frame.column(name).expect("a column");
    (0..frame.height()).map(|row| column.get(row).expect("a value").str_value().into_owned()).collect()
}

fn canonical_row() -> impl Strategy<Value = [String; 6]> {
    let identifier = "[1-9]-[1-9][0-9]{0,2}-[1-9][0-9]{0,4}";
    let name = "[A-Z][a-zñéá]{1,8} [A-Z][a-z]{1,8}";
    let date = ("0[1-9]|10", "0[1-9]|1[0-9]|2[0-8]").prop_map(|(month, day)| format!("2011-{month}-{day}"));
    let sex = prop::sample::select(vec!["F", "M"]);
    let place = prop::sample::select(vec!["PA-2", "PA-4", "PA-6", "PA-9"]);
    let hours = (0..4_000_i32).prop_map(|quarters| (f64::from(quarters) / 4.0).to_string());
    (identifier, name, date, sex, place, hours).prop_map(|(a, b, c, d, e, f)| [a, b, c, d.to_owned(), e.to_owned(), f])
}

fn observed_row() -> impl Strategy<Value = String> {
    let period = prop::sample::select(vec!["S1 2011", "oct-11", "2011-03", "", "pronto"]);
    let value = prop::sample::select(vec!["1.234", "12,5", "3.5", "80", "-", "", "aprox. 9", "1 000"]);
    let indicator = prop::sample::select(vec!["TEC", "HA", "Otro"]);
    (indicator, period, value).prop_map(|(a, b, c)| format!("{a};{b};\"{c}\""))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_canonical_table_stays_what_it_is(rows in prop::collection::vec(canonical_row(), 1..20)) {
        let lines = rows.iter().map(|row| row.join(";")).collect::<Vec<_>>().join("\n");
        let mapped = mapped(&CANONICAL, &format!("identifier;name;date;sex;place;hours\n{lines}\n")).expect("it fits");
        prop_assert!(mapped.findings.is_empty(), "{:?}", mapped.findings);
        let (grain, frame) = &mapped.grains[0];
        prop_assert_eq!(*grain, Grain::Participation);
        let personal = mapped.personal.as_ref().expect("people");
        let of = |index: usize| rows.iter().map(|row| row[index].clone()).collect::<Vec<_>>();
        prop_assert_eq!(column(personal, column::IDENTIFIER), of(0));
        prop_assert_eq!(column(personal, column::NAME), of(1));
        prop_assert_eq!(column(frame, column::DATE), of(2));
        prop_assert_eq!(column(frame, column::SEX), of(3));
        prop_assert_eq!(column(frame, column::PLACE), of(4));
        let hours: Vec<f64> = column(frame, "hours").iter().map(|text| text.parse().expect("a number")).collect();
        prop_assert_eq!(hours, of(5).iter().map(|text| text.parse().expect("a number")).collect::<Vec<f64>>());
    }

    #[test]
    fn the_order_of_rows_changes_nothing_but_their_numbers(
        (rows, shuffled) in prop::collection::vec(observed_row(), 1..20).prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
    ) {
        let records = |rows: &[String]| {
            let mapped = mapped(&OBSERVED, &format!("indicator;period;value\n{}\n", rows.join("\n"))).expect("it fits");
            let counts = mapped.tables.iter().map(|t| (t.read, t.kept, t.refused, t.ignored.clone())).collect::<Vec<_>>();
            let frames = mapped.grains.iter().map(|(_, frame)| {
                let names = [column::INDICATOR, column::MONTH, column::MONTHS, column::VALUE, column::STATUS];
                let columns = names.map(|name| column(frame, name));
                let mut records: Vec<_> = (0..frame.height()).map(|row| columns.each_ref().map(|c| c[row].clone())).collect();
                records.sort();
                records
            });
            (counts, frames.collect::<Vec<_>>(), mapped.findings.len())
        };
        prop_assert_eq!(records(&rows), records(&shuffled));
    }

    #[test]
    fn no_row_vanishes_whatever_the_file_says(text in "(indicator;period;value\n)?([-A-Za-z0-9áñ;,.%()/ ]{0,30}\n){0,12}") {
        if let Some(mapped) = mapped(&OBSERVED, &text) {
            for table in &mapped.tables {
                prop_assert_eq!(table.read, table.kept + table.refused + table.ignored_rows());
            }
            let records: u64 = mapped.tables.iter().map(|table| table.records).sum();
            let rows: usize = mapped.grains.iter().map(|(_, frame)| frame.height()).sum();
            prop_assert_eq!(records, rows as u64);
        }
    }
}
