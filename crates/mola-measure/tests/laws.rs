//! Laws of counting, on random participations, against a plain count with sets.

mod world;

use mola_finding::Place;
use mola_frame::{Field, FrameBuilder, Grain, column};
use mola_measure::{Canon, Measured, Participations, Question, UNKNOWN, measure};
use mola_model::*;
use polars::prelude::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use world::*;

/// One participation: person, agency, month of 2011, province, sex, sector, hours, income.
type Row = (u64, usize, i32, Option<usize>, Option<usize>, usize, Option<u8>, Option<u8>);

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (
        0..12u64,
        0..AGENCIES.len(),
        1..7i32,
        proptest::option::of(0..PLACES.len()),
        proptest::option::of(0..SEXES.len()),
        0..SECTORS.len(),
        proptest::option::of(0..40u8),
        proptest::option::of(0..200u8),
    );
    proptest::collection::vec(row, 0..60)
}

fn frame(rows: &[Row], segment: u32) -> DataFrame {
    let own = OwnColumns { measures: vec!["hours".to_owned(), "income".to_owned()], ..OwnColumns::default() };
    let mut builder = FrameBuilder::new(Grain::Participation, &own);
    for (at, (person, agency, when, place, sex, sector, hours, income)) in rows.iter().enumerate() {
        let words = [
            (column::AGENCY, Some(AGENCIES[*agency])),
            (column::KIND, Some("person")),
            (column::PLACE, place.map(|p| PLACES[p])),
            (column::SEX, sex.map(|s| SEXES[s])),
            (column::SECTOR, Some(SECTORS[*sector])),
        ];
        for (name, word) in words {
            let slot = builder.slot(name).expect("a column");
            if let Some(word) = word {
                let code = builder.intern(slot, word);
                builder.set(slot, code);
            }
        }
        let numbers = [("hours", hours), ("income", income)];
        for (name, value) in numbers {
            if let Some(value) = value {
                let slot = builder.slot(name).expect("a measure");
                builder.set(slot, Field::Number(f64::from(*value)));
            }
        }
        let key = builder.slot(column::KEY).expect("a column");
        builder.set(key, Field::Key(1000 + *person));
        let at_month = builder.slot(column::MONTH).expect("a column");
        builder.set(at_month, Field::Integer(month(*when).0));
        builder.end_row(0, at as u32 + 1);
    }
    let mut frame = builder.finish().expect("a frame");
    let segments = UInt32Chunked::full(column::SEGMENT.into(), segment, frame.height());
    frame.with_column(segments.into_column()).expect("a column");
    frame
}

fn measured(frames: Vec<DataFrame>) -> Measured {
    let canon = Canon::new(&[], &[]).expect("one table");
    let programme = programme();
    let place = |_| Place::default();
    let question = Question { programme: &programme, period: "2011-06".parse().expect("a month"), place: &place };
    let mut participations = Participations::new(&programme, question.period, 0);
    frames.iter().for_each(|frame| participations.add(frame).expect("canonical columns"));
    measure(&question, participations, &canon).expect("figures")
}

/// Segments that are gone once they were added are counted like segments that stay: what polars knows of
/// words goes with the last column that has any.
#[test]
fn segments_may_go_once_they_were_added() {
    let programme = programme();
    let place = |_| Place::default();
    let question = Question { programme: &programme, period: "2011-06".parse().expect("a month"), place: &place };
    let mut participations = Participations::new(&programme, question.period, 0);
    for (person, agency, sex) in [(1, 0, 0), (2, 1, 1), (3, 0, 1)] {
        let row: Row = (person, agency, 6, Some(0), Some(sex), sex, None, None);
        participations.add(&frame(&[row], 0)).expect("canonical columns");
    }
    let canon = Canon::new(&[], &[]).expect("one table");
    let measured = measure(&question, participations, &canon).expect("figures");
    for (index, people) in [(0, 2.0), (1, 1.0)] {
        assert_eq!(value(&measured, &format!("PEO@2011-06+/agency={}", AGENCIES[index])), Some(people));
    }
}

fn value(measured: &Measured, id: &str) -> Option<f64> {
    measured.facts.iter().find(|f| f.key.to_string() == id).and_then(|f| f.value)
}

fn people<'a>(rows: impl Iterator<Item = &'a Row>) -> f64 {
    rows.map(|row| row.0).collect::<BTreeSet<_>>().len() as f64
}

/// Zero and no figure are told apart elsewhere; here a count of no one may be either.
fn same(found: Option<f64>, expected: f64) -> bool {
    found.unwrap_or(0.0) == expected
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn people_are_counted_as_sets(rows in rows()) {
        let m = measured(vec![frame(&rows, 0)]);
        prop_assert!(same(value(&m, "PEO@2011-06+"), people(rows.iter())));
        for until in 1..=6 {
            let id = format!("PEO@2011-{until:02}+");
            prop_assert!(same(value(&m, &id), people(rows.iter().filter(|r| r.2 <= until))), "{id}");
            let id = format!("PEO@2011-{until:02}");
            prop_assert!(same(value(&m, &id), people(rows.iter().filter(|r| r.2 == until))), "{id}");
        }
        for (index, agency) in AGENCIES.iter().enumerate() {
            let id = format!("PEO@2011-06+/agency={agency}");
            prop_assert!(same(value(&m, &id), people(rows.iter().filter(|r| r.1 == index))), "{id}");
        }
        for place in [Some(0), Some(1), None] {
            let id = format!("PEO@2011-06+/place={}", place.map_or(UNKNOWN, |p| PLACES[p]));
            prop_assert!(same(value(&m, &id), people(rows.iter().filter(|r| r.3 == place))), "{id}");
        }
    }

    #[test]
    fn sexes_and_unknown_add_up_to_all(rows in rows()) {
        let m = measured(vec![frame(&rows, 0)]);
        let parts: f64 = [SEXES[0], SEXES[1], UNKNOWN]
            .iter()
            .filter_map(|sex| value(&m, &format!("PEO@2011-06+/sex={sex}")))
            .sum();
        prop_assert_eq!(parts, people(rows.iter()));
    }

    #[test]
    fn the_reconciliation_adds_up(rows in rows()) {
        let m = measured(vec![frame(&rows, 0)]);
        let r = m.reconciliation.expect("people are reconciled");
        let triples: BTreeSet<_> = rows.iter().map(|r| (r.0, r.1, r.2)).collect();
        prop_assert_eq!(r.gross, triples.len() as u64);
        prop_assert_eq!(r.gross - r.repeated - r.shared, r.unique);
        prop_assert_eq!(r.unique as f64, people(rows.iter()));
        let pairs: BTreeMap<_, _> = m.overlap.iter().map(|o| ((o.first.as_str(), o.second.as_str()), o.people)).collect();
        for ((first, second), both) in pairs {
            let of = |code| rows.iter().filter(|r| AGENCIES[r.1] == code).map(|r| r.0).collect::<BTreeSet<_>>();
            prop_assert_eq!(both, of(first).intersection(&of(second)).count() as u64);
        }
    }

    #[test]
    fn hours_of_all_parts_are_the_hours_of_the_whole(rows in rows()) {
        let m = measured(vec![frame(&rows, 0)]);
        let all: f64 = rows.iter().filter_map(|r| r.6).map(f64::from).sum();
        prop_assert!(same(value(&m, "HRS@2011-06+"), all));
        let of = |ids: Vec<String>| ids.iter().filter_map(|id| value(&m, id)).sum::<f64>();
        prop_assert_eq!(of((1..=6).map(|at| format!("HRS@2011-{at:02}")).collect()), all);
        prop_assert_eq!(of(AGENCIES.iter().map(|a| format!("HRS@2011-06+/agency={a}")).collect()), all);
        let places = ["PA-2", "PA-4", UNKNOWN];
        prop_assert_eq!(of(places.iter().map(|p| format!("HRS@2011-06+/place={p}")).collect()), all);
    }

    #[test]
    fn a_mean_is_over_each_persons_last_value(rows in rows()) {
        let m = measured(vec![frame(&rows, 0)]);
        let mut last: BTreeMap<u64, (i32, f64)> = BTreeMap::new();
        for row in &rows {
            if let Some(income) = row.7 && last.get(&row.0).is_none_or(|(when, _)| row.2 >= *when) {
                last.insert(row.0, (row.2, f64::from(income)));
            }
        }
        let figure = m.facts.iter().find(|f| f.key.to_string() == "INC@2011-06+").expect("a figure");
        match last.len() {
            0 => prop_assert_eq!((figure.value, figure.status), (None, Status::Missing)),
            n => {
                let mean = last.values().map(|(_, income)| income).sum::<f64>() / n as f64;
                prop_assert!((figure.value.expect("a mean") - mean).abs() < 1e-9);
                prop_assert_eq!(figure.denominator, Some(n as f64));
            }
        }
    }

    #[test]
    fn how_rows_are_split_into_files_changes_nothing(rows in rows(), cut in 0..60usize) {
        let cut = cut.min(rows.len());
        let whole = measured(vec![frame(&rows, 0)]);
        let split = measured(vec![frame(&rows[..cut], 0), frame(&rows[cut..], 1)]);
        prop_assert_eq!(whole, split);
    }

    #[test]
    fn the_order_of_rows_changes_no_count(rows in rows()) {
        let mut turned = rows.clone();
        turned.reverse();
        let (one, other) = (measured(vec![frame(&rows, 0)]), measured(vec![frame(&turned, 0)]));
        // Attributes that differ between reports are settled by order within a month; all else is not.
        let counts = |m: &Measured| {
            let own = m.facts.iter().filter(|f| !f.key.by.contains_key("sex") && f.key.indicator != "INC");
            own.map(|f| (f.key.to_string(), f.value)).collect::<Vec<_>>()
        };
        prop_assert_eq!(counts(&one), counts(&other));
    }
}

#[test]
fn a_person_with_two_sexes_is_told_and_counted_once() {
    let rows = [(1, 0, 1, None, Some(0), 0, None, None), (1, 1, 2, None, Some(1), 0, None, None)];
    let m = measured(vec![frame(&rows, 0)]);
    let told: Vec<&str> = m.findings.iter().map(|(_, f)| f.code.as_str()).collect();
    assert_eq!(told.iter().filter(|code| **code == "attribute-conflict").count(), 1, "{told:?}");
    assert_eq!(value(&m, "PEO@2011-06+/sex=M"), Some(1.0));
    assert_eq!(value(&m, "PEO@2011-06+"), Some(1.0));
}
