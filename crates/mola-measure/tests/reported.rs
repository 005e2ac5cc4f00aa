//! An independent check: reports for longer times, in words, by parts and beside lists, measured by plain loops, one
//! for each rule, against the crate, on random programmes.

mod world;

use mola_finding::{Code, Place};
use mola_frame::{Field, FrameBuilder, Grain, column};
use mola_measure::{Canon, Measured, Participations, Question, UNKNOWN, measure};
use mola_model::*;
use polars::prelude::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use world::*;

/// What one agency reports of the months up to one of 2011.
#[derive(Debug, Clone, Default)]
struct Report {
    agency: usize,
    place: Option<usize>,
    sex: Option<&'static str>,
    last: i32,
    months: i32,
    value: Option<f64>,
    text: Option<String>,
}

type Fields<'a> = Vec<(&'a str, Field)>;

/// A canonical table of rows, each of words and fields.
fn table<'a>(grain: Grain, rows: impl Iterator<Item = (Vec<(&'a str, &'a str)>, Fields<'a>)>) -> DataFrame {
    let mut builder = FrameBuilder::new(grain, &OwnColumns::default());
    for (at, (words, fields)) in rows.enumerate() {
        for (name, word) in words {
            let slot = builder.slot(name).expect("a canonical column");
            let code = builder.intern(slot, word);
            builder.set(slot, code);
        }
        for (name, field) in fields {
            let slot = builder.slot(name).expect("a canonical column");
            builder.set(slot, field);
        }
        builder.end_row(0, at as u32 + 1);
    }
    let mut frame = builder.finish().expect("a frame");
    let segments = UInt32Chunked::full(column::SEGMENT.into(), 0, frame.height());
    frame.with_column(segments.into_column()).expect("a column");
    frame
}

fn observations(all: &[Report]) -> DataFrame {
    let rows = all.iter().map(|report| {
        let mut words = vec![
            (column::AGENCY, AGENCIES[report.agency]),
            (column::INDICATOR, "X"),
            (column::STATUS, Status::Reported.as_str()),
        ];
        words.extend(report.place.map(|place| (column::PLACE, PLACES[place])));
        words.extend(report.sex.map(|sex| (column::SEX, sex)));
        words.extend(report.text.as_deref().map(|text| (column::TEXT, text)));
        let mut fields = vec![
            (column::MONTH, Field::Integer(month(report.last).0)),
            (column::MONTHS, Field::Integer(report.months)),
            (column::CUMULATIVE, Field::Flag(false)),
        ];
        fields.extend(report.value.map(|value| (column::VALUE, Field::Number(value))));
        (words, fields)
    });
    table(Grain::Observation, rows)
}

/// A list of who took part: agency, month and person.
fn lists(all: &[(usize, i32, u64)]) -> DataFrame {
    let rows = all.iter().map(|(agency, at, person)| {
        let words = vec![(column::AGENCY, AGENCIES[*agency]), (column::KIND, "person")];
        (words, vec![(column::KEY, Field::Key(1 + person)), (column::MONTH, Field::Integer(month(*at).0))])
    });
    table(Grain::Participation, rows)
}

fn flow() -> Computation {
    Computation::Sum { measure: None, filter: Filter::new() }
}

fn with_rules(rules: [AxisRule; 4], computation: Computation) -> Indicator {
    let [time, place, agency, disaggregation] = rules;
    Indicator { time, place, agency, disaggregation, ..indicator("X", computation) }
}

fn measured(indicator: Indicator, reports: &[Report], people: &[(usize, i32, u64)]) -> Measured {
    let programme = Programme { indicators: vec![indicator], people: None, ..programme() };
    let place = |_| Place::default();
    let question = Question { programme: &programme, period: "2011-06".parse().expect("a month"), place: &place };
    let canon = Canon::new(&[observations(reports)], &[]).expect("one table");
    let mut participations = Participations::new(&programme, question.period, 0);
    participations.add(&lists(people)).expect("canonical columns");
    measure(&question, participations, &canon).expect("figures")
}

fn found<'m>(measured: &'m Measured, id: &str) -> Option<&'m Figure> {
    measured.facts.iter().find(|f| f.key.to_string() == id)
}

fn value(measured: &Measured, id: &str) -> Option<f64> {
    found(measured, id).and_then(|f| f.value)
}

/// The least and the most that a figure says.
fn range(figure: &Figure) -> (Option<f64>, Option<f64>) {
    (figure.low.or(figure.value), figure.high.or(figure.value))
}

/// Reports for a quarter, at most one an agency and quarter, in whole thirds.
fn quarters() -> impl Strategy<Value = Vec<Report>> {
    let key = (0..AGENCIES.len(), prop_oneof![Just(3), Just(6)]);
    proptest::collection::btree_map(key, 0..100u16, 0..6).prop_map(|all| {
        let report = |((agency, last), third)| Report {
            agency,
            last,
            months: 3,
            value: Some(f64::from(third) * 3.0),
            ..Report::default()
        };
        all.into_iter().map(report).collect()
    })
}

/// Reports in words, at most one an agency, place and month.
fn words() -> impl Strategy<Value = Vec<Report>> {
    let key = (0..AGENCIES.len(), 0..PLACES.len(), 1..7i32);
    proptest::collection::btree_map(key, 0..3u8, 0..5).prop_map(|all| {
        let report = |((agency, place, last), word): ((usize, usize, i32), u8)| Report {
            agency,
            place: Some(place),
            last,
            months: 1,
            text: Some(format!("what {word} learnt")),
            ..Report::default()
        };
        all.into_iter().map(report).collect()
    })
}

/// Of each agency and month a total and its parts, each said or not.
type Parts = BTreeMap<(usize, i32), (Option<u8>, [Option<u8>; 2])>;

fn parts() -> impl Strategy<Value = Parts> {
    let said = || proptest::option::weighted(0.7, 0..20u8);
    let value = (proptest::option::weighted(0.7, 0..40u8), [said(), said()]);
    proptest::collection::btree_map((0..AGENCIES.len(), 1..7i32), value, 0..8)
}

fn as_reports(parts: &Parts) -> Vec<Report> {
    let mut reports = Vec::new();
    for ((agency, last), (total, by_sex)) in parts {
        let report = |sex, value: u8| Report {
            agency: *agency,
            last: *last,
            months: 1,
            sex,
            value: Some(f64::from(value)),
            ..Report::default()
        };
        reports.extend(total.map(|total| report(None, total)));
        reports.extend(by_sex.iter().zip(SEXES).filter_map(|(part, sex)| Some(report(Some(sex), (*part)?))));
    }
    reports
}

/// Numbers added up; none where there is none.
fn added(all: impl Iterator<Item = f64>) -> Option<f64> {
    all.reduce(|one, other| one + other)
}

fn told(measured: &Measured, code: Code) -> usize {
    measured.findings.iter().filter(|(_, finding)| finding.code == code).count()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// Rule R17: each month has a third of its quarter, as an estimate; without leave to share out it has nothing.
    #[test]
    fn quarters_are_shared_out_where_that_is_allowed(all in quarters()) {
        let rules = [AxisRule::Sum; 4];
        let treatment = Treatment { prorate: true, ..Treatment::default() };
        let shared = measured(Indicator { treatment, ..with_rules(rules, flow()) }, &all, &[]);
        let whole = measured(with_rules(rules, flow()), &all, &[]);
        for at in 1..=6 {
            let last_of_quarter = (at + 2) / 3 * 3;
            let third = |r: &Report| r.value.map_or(0.0, |value| value / 3.0);
            let own = || all.iter().filter(|r| r.last == last_of_quarter);
            let (month, to_date) = (format!("X@2011-{at:02}"), format!("X@2011-{at:02}+"));
            prop_assert_eq!(value(&shared, &month), added(own().map(third)));
            prop_assert_eq!(found(&shared, &month).is_some_and(|f| f.estimated), own().next().is_some());
            let over = |r: &&Report| r.last <= at;
            let begun = f64::from((at - 1) % 3 + 1);
            let parts = all.iter().filter(over).filter_map(|r| r.value);
            let parts = parts.chain(own().filter(|r| !over(r)).map(|r| third(r) * begun));
            prop_assert_eq!(value(&shared, &to_date), added(parts));
            prop_assert_eq!(value(&whole, &month), None);
            prop_assert_eq!(value(&whole, &to_date), added(all.iter().filter(over).filter_map(|r| r.value)));
        }
    }

    /// The last word of the one who says something; what several say is not brought together.
    #[test]
    fn texts_are_not_brought_together(all in words()) {
        let rules = [AxisRule::Last, AxisRule::None, AxisRule::None, AxisRule::None];
        let m = measured(with_rules(rules, Computation::Text), &all, &[]);
        let mut last: BTreeMap<(usize, Option<usize>), &str> = BTreeMap::new();
        for report in &all {
            last.insert((report.agency, report.place), report.text.as_deref().unwrap_or_default());
        }
        let figure = found(&m, "X@2011-06+");
        let one = last.values().next().filter(|_| last.len() == 1);
        prop_assert_eq!(figure.and_then(|f| f.text.as_deref()), one.copied());
        prop_assert_eq!(figure.is_some_and(|f| f.reason == Some(Reason::NotAdded)), last.len() > 1);
    }

    /// Rule R14: parts and unknown make the total; parts that make more are told.
    #[test]
    fn parts_and_unknown_make_the_total(parts in parts()) {
        let m = measured(with_rules([AxisRule::Sum; 4], flow()), &as_reports(&parts), &[]);
        let made = |by_sex: &[Option<u8>; 2]| added(by_sex.iter().flatten().map(|part| f64::from(*part)));
        let total = |(total, by_sex): &(Option<u8>, [Option<u8>; 2])| total.map(f64::from).or(made(by_sex));
        prop_assert_eq!(value(&m, "X@2011-06+"), added(parts.values().filter_map(total)));
        for (at, sex) in SEXES.iter().enumerate() {
            let own = parts.values().filter_map(|(_, by_sex)| by_sex[at].map(f64::from));
            prop_assert_eq!(value(&m, &format!("X@2011-06+/sex={sex}")), added(own));
        }
        let unknown = parts.values().filter_map(|(total, by_sex)| {
            let (total, made) = (f64::from((*total)?), made(by_sex));
            made.map_or(Some(total), |made| Some(total - made).filter(|rest| *rest > 0.0))
        });
        prop_assert_eq!(value(&m, &format!("X@2011-06+/sex={UNKNOWN}")), added(unknown));
        let compared = || parts.values().filter_map(|(total, by_sex)| Some((f64::from((*total)?), made(by_sex)?)));
        prop_assert_eq!(told(&m, Code::PartsDiffer), compared().filter(|(total, made)| made < total).count());
        prop_assert_eq!(told(&m, Code::PartsExceed), compared().filter(|(total, made)| made > total).count());
    }

    /// Rule R6: exact among the lists, bounds for those of whom only totals are known.
    #[test]
    fn lists_and_totals_bound_how_many_there_are(
        people in proptest::collection::vec((0..1usize, 1..7i32, 0..20u64), 0..30),
        totals in proptest::collection::btree_map((0..AGENCIES.len(), 1..7i32), 0..30u8, 0..6),
        population in proptest::option::of(20..90u8),
    ) {
        let report = |((agency, last), value): (&(usize, i32), &u8)| Report {
            agency: *agency, last: *last, months: 1, value: Some(f64::from(*value)), ..Report::default()
        };
        let reports: Vec<Report> = totals.iter().map(report).collect();
        let population = population.map(f64::from);
        let treatment = Treatment { population, ..Treatment::default() };
        let unique = Computation::Unique { beneficiary: Kind::Person, filter: Filter::new() };
        let m = measured(Indicator { treatment, ..with_rules([AxisRule::Distinct; 4], unique) }, &reports, &people);
        let listed = people.iter().map(|(_, _, person)| person).collect::<BTreeSet<_>>().len() as f64;
        // Who has lists has said with them how many they are, and nobody has more than there are.
        let counts = |r: &&Report| people.is_empty() || r.agency != 0;
        let said = reports.iter().filter(counts).filter_map(|r| r.value);
        let said: Vec<f64> = said.filter(|value| population.is_none_or(|population| *value <= population)).collect();
        let low = said.iter().copied().fold(listed, f64::max);
        let high = (listed + said.iter().sum::<f64>()).min(population.unwrap_or(f64::INFINITY)).max(low);
        let expected = if people.is_empty() && said.is_empty() { (None, None) } else { (Some(low), Some(high)) };
        prop_assert_eq!(found(&m, "X@2011-06+").map_or((None, None), range), expected);
        let exceeds = usize::from(population.is_some_and(|population| listed > population));
        prop_assert_eq!(told(&m, Code::PopulationExceeded), exceeds);
    }
}
