//! An independent check: registers measured by plain loops, one for each rule, against the crate, on random
//! programmes.

mod world;

use mola_finding::Place;
use mola_frame::{Field, FrameBuilder, Grain, column};
use mola_measure::{Canon, Measured, Participations, Question, UNKNOWN, measure};
use mola_model::{Dimension, *};
use polars::prelude::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use world::*;

const ACTIVITIES: [&str; 2] = ["training", "support"];
const GROUPS: [&str; 2] = ["young", "disabled"];
/// Relatives a person of whom no household is known.
const RELATIVES: f64 = 2.5;
const BANDS: [(&str, i32, i32); 3] = [("0-14", 0, 14), ("15-24", 15, 24), ("25+", 25, i32::MAX)];

/// One line of a register of 2011. Three people of neighbouring numbers are a household.
#[derive(Debug, Clone)]
struct Line {
    person: u64,
    agency: usize,
    month: i32,
    place: Option<usize>,
    age: Option<i32>,
    group: Option<usize>,
    activity: usize,
    hours: Option<u8>,
    /// Whether the line names the household.
    is_housed: bool,
}

impl Line {
    fn household(&self) -> u64 {
        self.person / 3
    }

    fn household_size(&self) -> i32 {
        3 + (self.household() % 3) as i32
    }
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let line = (
        (0..12u64, 0..AGENCIES.len(), 1..10i32),
        (proptest::option::of(0..PLACES.len()), proptest::option::of(0..70i32)),
        (proptest::option::of(0..GROUPS.len()), 0..ACTIVITIES.len(), proptest::option::of(0..40u8)),
        proptest::bool::weighted(0.7),
    );
    let line = line.prop_map(|((person, agency, month), (place, age), (group, activity, hours), is_housed)| Line {
        person,
        agency,
        month,
        place,
        age,
        group,
        activity,
        hours,
        is_housed,
    });
    proptest::collection::vec(line, 0..50)
}

fn own() -> OwnColumns {
    OwnColumns { measures: vec!["hours".to_owned()], dimensions: vec!["group".to_owned()] }
}

fn frame(lines: &[Line]) -> DataFrame {
    let mut builder = FrameBuilder::new(Grain::Participation, &own());
    for (at, line) in lines.iter().enumerate() {
        let words = [
            (column::AGENCY, Some(AGENCIES[line.agency])),
            (column::KIND, Some("person")),
            (column::PLACE, line.place.map(|place| PLACES[place])),
            (column::ACTIVITY, Some(ACTIVITIES[line.activity])),
            ("group", line.group.map(|group| GROUPS[group])),
        ];
        for (name, word) in words.into_iter().filter_map(|(name, word)| Some((name, word?))) {
            let slot = builder.slot(name).expect("a column");
            let code = builder.intern(slot, word);
            builder.set(slot, code);
        }
        let fields = [
            (column::KEY, Some(Field::Key(1000 + line.person))),
            (column::HOUSEHOLD, line.is_housed.then(|| Field::Key(line.household()))),
            (column::HOUSEHOLD_SIZE, line.is_housed.then(|| Field::Integer(line.household_size()))),
            (column::MONTH, Some(Field::Integer(month(line.month).0))),
            (column::AGE, line.age.map(Field::Integer)),
            ("hours", line.hours.map(|hours| Field::Number(f64::from(hours)))),
        ];
        for (name, field) in fields.into_iter().filter_map(|(name, field)| Some((name, field?))) {
            let slot = builder.slot(name).expect("a column");
            builder.set(slot, field);
        }
        builder.end_row(0, at as u32 + 1);
    }
    let mut frame = builder.finish().expect("a frame");
    let segments = UInt32Chunked::full(column::SEGMENT.into(), 0, frame.height());
    frame.with_column(segments.into_column()).expect("a column");
    frame
}

fn dimension(code: &str, codes: &[&str], subset: bool) -> Dimension {
    let code_of = |code: &&str| DimensionCode { code: (*code).to_owned(), label: Labels::same(*code) };
    Dimension { code: code.to_owned(), label: Labels::same(code), codes: codes.iter().map(code_of).collect(), subset }
}

fn registers() -> Programme {
    let only = |activity: &str| Filter::from([(column::ACTIVITY.to_owned(), vec![activity.to_owned()])]);
    let shown = vec![column::AGE_BAND.to_owned(), "group".to_owned()];
    let unique = |code, filter| Indicator {
        dimensions: shown.clone(),
        ..indicator(code, Computation::Unique { beneficiary: Kind::Person, filter })
    };
    let sum = |measure: &str, activity| Computation::Sum { measure: Some(measure.to_owned()), filter: only(activity) };
    let indirect = |code| Indicator { dimensions: Vec::new(), ..indicator(code, Computation::Indirect) };
    let multiplier = Multiplier { value: RELATIVES, source: "an invented survey".to_owned(), year: 2010 };
    let newly = Treatment { newly: true, ..Treatment::default() };
    let by_multiplier = Treatment { multiplier: Some(multiplier), ..Treatment::default() };
    Programme {
        dimensions: vec![
            dimension(column::AGE_BAND, &BANDS.map(|(code, ..)| code), false),
            dimension("group", &GROUPS, true),
        ],
        indicators: vec![
            unique("PEO", Filter::new()),
            unique("TRN", only("training")),
            Indicator { treatment: newly, ..unique("NEW", Filter::new()) },
            Indicator { dimensions: shown.clone(), ..indicator("HRS", sum("hours", "support")) },
            Indicator { dimensions: shown.clone(), ..indicator("CNT", sum(PARTICIPATIONS, "training")) },
            indirect("IND"),
            Indicator { treatment: by_multiplier, ..indirect("MUL") },
        ],
        ..programme()
    }
}

fn measured(lines: &[Line], period: &str) -> Measured {
    let programme = registers();
    let place = |_| Place::default();
    let question = Question { programme: &programme, period: period.parse().expect("a period"), place: &place };
    let mut participations = Participations::new(&programme, question.period, 0);
    participations.add(&frame(lines)).expect("canonical columns");
    measure(&question, participations, &Canon::new(&[], &[]).expect("one table")).expect("figures")
}

/// A count of no one may be a zero or no figure: which of them is told elsewhere.
fn value(measured: &Measured, id: &str) -> f64 {
    measured.facts.iter().find(|f| f.key.to_string() == id).and_then(|f| f.value).unwrap_or(0.0)
}

fn people<'l>(lines: impl Iterator<Item = &'l Line>) -> f64 {
    lines.map(|line| line.person).collect::<BTreeSet<_>>().len() as f64
}

/// Each person's age by the line of the latest month that tells it; of those of one month the last.
fn ages(lines: &[&Line]) -> BTreeMap<u64, i32> {
    let mut ages: BTreeMap<u64, (i32, i32)> = BTreeMap::new();
    for line in lines {
        let Some(age) = line.age else { continue };
        let known = ages.entry(line.person).or_insert((line.month, age));
        if line.month >= known.0 {
            *known = (line.month, age);
        }
    }
    ages.into_iter().map(|(person, (_, age))| (person, age)).collect()
}

/// Checks what an indicator of people says of the lines that are its own. How old someone is may stand in any line.
fn check_people(m: &Measured, code: &str, all: &[Line], own: &[&Line]) -> Result<(), TestCaseError> {
    let to_date = format!("{code}@2011-Q3+");
    prop_assert_eq!(value(m, &to_date), people(own.iter().copied()));
    for quarter in 1..=3 {
        let (first, last) = (quarter * 3 - 2, quarter * 3);
        let inside = own.iter().copied().filter(|l| (first..=last).contains(&l.month));
        prop_assert_eq!(value(m, &format!("{code}@2011-Q{quarter}")), people(inside));
        let until = own.iter().copied().filter(|l| l.month <= last);
        prop_assert_eq!(value(m, &format!("{code}@2011-Q{quarter}+")), people(until));
        for (index, agency) in AGENCIES.iter().enumerate() {
            let of = own.iter().copied().filter(|l| (first..=last).contains(&l.month) && l.agency == index);
            prop_assert_eq!(value(m, &format!("{code}@2011-Q{quarter}/agency={agency}")), people(of));
        }
    }
    for place in [Some(0), Some(1), None] {
        let code_of = place.map_or(UNKNOWN, |place| PLACES[place]);
        let of = own.iter().copied().filter(|l| l.place == place);
        prop_assert_eq!(value(m, &format!("{to_date}/place={code_of}")), people(of));
    }
    let mut ages = ages(&all.iter().collect::<Vec<_>>());
    ages.retain(|person, _| own.iter().any(|line| line.person == *person));
    for (band, from, to) in BANDS {
        let inside = ages.values().filter(|age| (from..=to).contains(*age)).count() as f64;
        prop_assert_eq!(value(m, &format!("{to_date}/age_band={band}")), inside);
    }
    let without = people(own.iter().copied()) - ages.len() as f64;
    prop_assert_eq!(value(m, &format!("{to_date}/age_band=?")), without);
    for (index, group) in GROUPS.iter().enumerate() {
        let of = own.iter().copied().filter(|l| l.group == Some(index));
        prop_assert_eq!(value(m, &format!("{to_date}/group={group}")), people(of));
    }
    prop_assert!(m.facts.iter().all(|f| f.key.by.get("group").is_none_or(|code| code != UNKNOWN)));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn people_are_counted_whom_an_indicator_means(lines in lines()) {
        let m = measured(&lines, "2011-Q3");
        check_people(&m, "PEO", &lines, &lines.iter().collect::<Vec<_>>())?;
        check_people(&m, "TRN", &lines, &lines.iter().filter(|l| l.activity == 0).collect::<Vec<_>>())?;
    }

    #[test]
    fn hours_are_added_where_they_count(lines in lines()) {
        let m = measured(&lines, "2011-Q3");
        let hours = |own: &dyn Fn(&Line) -> bool| -> f64 {
            lines.iter().filter(|l| l.activity == 1 && own(l)).filter_map(|l| l.hours).map(f64::from).sum()
        };
        prop_assert_eq!(value(&m, "HRS@2011-Q3+"), hours(&|_| true));
        prop_assert_eq!(value(&m, "HRS@2011-Q2"), hours(&|l| (4..=6).contains(&l.month)));
        for (index, agency) in AGENCIES.iter().enumerate() {
            prop_assert_eq!(value(&m, &format!("HRS@2011-Q3+/agency={agency}")), hours(&|l| l.agency == index));
        }
        for (index, group) in GROUPS.iter().enumerate() {
            prop_assert_eq!(value(&m, &format!("HRS@2011-Q3+/group={group}")), hours(&|l| l.group == Some(index)));
        }
    }

    #[test]
    fn who_is_new_is_new_once(lines in lines()) {
        let m = measured(&lines, "2011-Q3");
        for quarter in 1..=3 {
            let until = |last: i32| people(lines.iter().filter(|l| l.month <= last));
            prop_assert_eq!(value(&m, &format!("NEW@2011-Q{quarter}")), until(quarter * 3) - until(quarter * 3 - 3));
            prop_assert_eq!(value(&m, &format!("NEW@2011-Q{quarter}+")), until(quarter * 3));
        }
    }

    #[test]
    fn participations_are_counted_each(lines in lines()) {
        let m = measured(&lines, "2011-Q3");
        let count = |own: &dyn Fn(&Line) -> bool| lines.iter().filter(|l| l.activity == 0 && own(l)).count() as f64;
        prop_assert_eq!(value(&m, "CNT@2011-Q3+"), count(&|_| true));
        prop_assert_eq!(value(&m, "CNT@2011-Q2"), count(&|l| (4..=6).contains(&l.month)));
        for (index, agency) in AGENCIES.iter().enumerate() {
            prop_assert_eq!(value(&m, &format!("CNT@2011-Q3+/agency={agency}")), count(&|l| l.agency == index));
        }
    }

    #[test]
    fn relatives_are_counted_once_a_household(lines in lines()) {
        let m = measured(&lines, "2011-Q3");
        for quarter in 1..=3 {
            let mut households: BTreeMap<u64, (i32, BTreeSet<u64>)> = BTreeMap::new();
            let until = || lines.iter().filter(|l| l.month <= quarter * 3);
            for line in until().filter(|l| l.is_housed) {
                let (size, members) = households.entry(line.household()).or_default();
                *size = line.household_size();
                members.insert(line.person);
            }
            let relatives: i32 = households.values().map(|(size, members)| size - members.len() as i32).sum();
            prop_assert_eq!(value(&m, &format!("IND@2011-Q{quarter}+")), f64::from(relatives));
            // Of whom no line names the household, so many relatives are estimated.
            let housed: BTreeSet<u64> = until().filter(|l| l.is_housed).map(|l| l.person).collect();
            let without = people(until().filter(|l| !housed.contains(&l.person)));
            let multiplied = format!("MUL@2011-Q{quarter}+");
            prop_assert_eq!(value(&m, &multiplied), f64::from(relatives) + RELATIVES * without);
            let estimated = m.facts.iter().any(|f| f.key.to_string() == multiplied && f.estimated);
            prop_assert_eq!(estimated, without > 0.0);
        }
    }
}
