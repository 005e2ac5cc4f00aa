//! An independent check: what agencies observe, measured by plain loops, one for each rule, against the
//! crate, on random programmes.

mod world;

use mola_finding::Place;
use mola_frame::{Field, FrameBuilder, Grain, column};
use mola_measure::{Canon, Measured, Participations, Question, measure};
use mola_model::*;
use polars::prelude::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use world::*;

/// What one agency says of one place and month of 2011: a value in tenths, or that there is none.
#[derive(Debug, Clone)]
struct Said {
    agency: usize,
    place: usize,
    month: i32,
    tenths: Option<u16>,
    of: u16,
}

type Series = (usize, usize);

/// At most one report for each agency, place and month, as after corrections.
fn reports() -> impl Strategy<Value = Vec<Said>> {
    let key = (0..AGENCIES.len(), 0..PLACES.len(), 1..7i32);
    let value = (proptest::option::weighted(0.8, 0..500u16), 0..4u16);
    proptest::collection::btree_map(key, value, 0..30).prop_map(|all| {
        let said = |((agency, place, month), (tenths, of))| Said { agency, place, month, tenths, of };
        all.into_iter().map(said).collect()
    })
}

/// The reports under the code of an indicator; as shares where it is one.
fn frame(code: &str, all: &[Said], cumulative: bool, share: bool) -> DataFrame {
    let mut builder = FrameBuilder::new(Grain::Observation, &OwnColumns::default());
    for (row, said) in all.iter().enumerate() {
        let status = if said.tenths.is_some() { Status::Reported } else { Status::Missing };
        let words = [
            (column::AGENCY, AGENCIES[said.agency]),
            (column::INDICATOR, code),
            (column::PLACE, PLACES[said.place]),
            (column::STATUS, status.as_str()),
        ];
        for (name, word) in words {
            let slot = builder.slot(name).expect("a canonical column");
            let code = builder.intern(slot, word);
            builder.set(slot, code);
        }
        let value = said.tenths.map(|tenths| f64::from(tenths) / 10.0);
        let numbers = match share {
            true => [(column::NUMERATOR, value), (column::DENOMINATOR, value.map(|_| f64::from(said.of)))],
            false => [(column::VALUE, value), (column::VALUE, None)],
        };
        for (name, number) in numbers.into_iter().filter_map(|(name, number)| Some((name, number?))) {
            let slot = builder.slot(name).expect("a canonical column");
            builder.set(slot, Field::Number(number));
        }
        for (name, field) in [
            (column::MONTH, Field::Integer(month(said.month).0)),
            (column::MONTHS, Field::Integer(1)),
            (column::CUMULATIVE, Field::Flag(cumulative)),
        ] {
            let slot = builder.slot(name).expect("a canonical column");
            builder.set(slot, field);
        }
        builder.end_row(0, row as u32 + 1);
    }
    let mut frame = builder.finish().expect("a frame");
    let segments = UInt32Chunked::full(column::SEGMENT.into(), 0, frame.height());
    frame.with_column(segments.into_column()).expect("a column");
    frame
}

fn with_rules(code: &str, rules: [AxisRule; 3], computation: Computation) -> Indicator {
    let [time, place, agency] = rules;
    Indicator { time, place, agency, disaggregation: AxisRule::Sum, ..indicator(code, computation) }
}

fn measured(indicator: Indicator, frame: DataFrame) -> Measured {
    let programme = Programme { indicators: vec![indicator], people: None, ..programme() };
    let place = |_| Place::default();
    let question = Question { programme: &programme, period: "2011-06".parse().expect("a month"), place: &place };
    let canon = Canon::new(&[frame], &[]).expect("one table");
    measure(&question, Participations::new(&programme, question.period, 0), &canon).expect("figures")
}

fn found<'m>(measured: &'m Measured, id: &str) -> Option<&'m Figure> {
    measured.facts.iter().find(|f| f.key.to_string() == id)
}

fn value(measured: &Measured, id: &str) -> Option<f64> {
    found(measured, id).and_then(|f| f.value)
}

/// The last that each agency said of each place by the end of a month, in tenths and of how many.
fn last(all: &[Said], until: i32) -> BTreeMap<Series, (u16, u16)> {
    let mut last = BTreeMap::new();
    for said in all {
        if let Some(tenths) = said.tenths.filter(|_| said.month <= until) {
            last.insert((said.agency, said.place), (tenths, said.of));
        }
    }
    last
}

/// Tenths as a number; none where nothing was said.
fn whole(tenths: impl Iterator<Item = u16>) -> Option<f64> {
    let all: Vec<u64> = tenths.map(u64::from).collect();
    (!all.is_empty()).then(|| all.iter().sum::<u64>() as f64 / 10.0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn flows_are_added(all in reports()) {
        let rules = [AxisRule::Sum; 3];
        let flow = Computation::Sum { measure: None, filter: Filter::new() };
        let m = measured(with_rules("X", rules, flow), frame("X", &all, false, false));
        for until in 1..=6 {
            let to_date = whole(all.iter().filter(|s| s.month <= until).filter_map(|s| s.tenths));
            prop_assert_eq!(value(&m, &format!("X@2011-{until:02}+")), to_date);
            let in_month = whole(all.iter().filter(|s| s.month == until).filter_map(|s| s.tenths));
            prop_assert_eq!(value(&m, &format!("X@2011-{until:02}")), in_month);
        }
        for (index, place) in PLACES.iter().enumerate() {
            let expected = whole(all.iter().filter(|s| s.place == index).filter_map(|s| s.tenths));
            prop_assert_eq!(value(&m, &format!("X@2011-06+/place={place}")), expected);
        }
    }

    #[test]
    fn cumulative_counts_are_taken_once(all in reports()) {
        let rules = [AxisRule::Sum; 3];
        let flow = Computation::Sum { measure: None, filter: Filter::new() };
        let m = measured(with_rules("X", rules, flow), frame("X", &all, true, false));
        for until in 1..=6 {
            let to_date = whole(last(&all, until).into_values().map(|(tenths, _)| tenths));
            prop_assert_eq!(value(&m, &format!("X@2011-{until:02}+")), to_date);
        }
        // A month has what each series grew by in it; where one fell, nothing can be said of that one.
        for at in 1..=6 {
            let (now, before) = (last(&all, at), last(&all, at - 1));
            let came = all.iter().filter(|s| s.month == at && s.tenths.is_some()).map(|s| (s.agency, s.place));
            let grown = came.filter_map(|series| {
                now[&series].0.checked_sub(before.get(&series).map_or(0, |(tenths, _)| *tenths))
            });
            prop_assert_eq!(value(&m, &format!("X@2011-{at:02}")), whole(grown));
        }
    }

    #[test]
    fn of_stocks_the_last_counts(all in reports()) {
        let rules = [AxisRule::Last, AxisRule::Sum, AxisRule::Sum];
        let stock = Computation::Stock { measure: None, filter: Filter::new() };
        let m = measured(with_rules("X", rules, stock), frame("X", &all, false, false));
        for until in 1..=6 {
            let expected = whole(last(&all, until).into_values().map(|(tenths, _)| tenths));
            prop_assert_eq!(value(&m, &format!("X@2011-{until:02}+")), expected);
        }
    }

    #[test]
    fn the_largest_by_place_is_added_or_the_sums_are_compared(all in reports()) {
        let rules = [AxisRule::Last, AxisRule::Sum, AxisRule::Max];
        let stock = Computation::Stock { measure: None, filter: Filter::new() };
        let ordered = |order| {
            let treatment = Treatment { order, ..Treatment::default() };
            Indicator { treatment, ..with_rules("X", rules, stock.clone()) }
        };
        let last = last(&all, 6);
        let by_place = (0..PLACES.len()).filter_map(|p| last.iter().filter(|((_, at), _)| *at == p).map(|(_, (t, _))| *t).max());
        let m = measured(ordered([Axis::Time, Axis::Agency, Axis::Place]), frame("X", &all, false, false));
        prop_assert_eq!(value(&m, "X@2011-06+"), whole(by_place));
        let by_agency: Option<u64> = (0..AGENCIES.len())
            .filter_map(|a| {
                let own: Vec<u64> = last.iter().filter(|((at, _), _)| *at == a).map(|(_, (t, _))| u64::from(*t)).collect();
                (!own.is_empty()).then(|| own.iter().sum())
            })
            .max();
        let m = measured(ordered([Axis::Time, Axis::Place, Axis::Agency]), frame("X", &all, false, false));
        prop_assert_eq!(value(&m, "X@2011-06+"), by_agency.map(|tenths| tenths as f64 / 10.0));
    }

    #[test]
    fn shares_are_numerators_over_denominators(all in reports()) {
        let rules = [AxisRule::Last, AxisRule::Ratio, AxisRule::Ratio];
        let mut ratio = with_rules("X", rules, Computation::Ratio);
        ratio.disaggregation = AxisRule::Ratio;
        let m = measured(ratio, frame("X", &all, false, true));
        let last = last(&all, 6);
        let over: u64 = last.values().map(|(tenths, _)| u64::from(*tenths)).sum();
        let under: u64 = last.values().map(|(_, of)| u64::from(*of)).sum();
        let expected = (under > 0).then(|| over as f64 / 10.0 / under as f64);
        prop_assert_eq!(value(&m, "X@2011-06+"), expected);
        let zero = found(&m, "X@2011-06+").and_then(|f| f.reason) == Some(Reason::DenominatorZero);
        prop_assert_eq!(zero, under == 0 && !last.is_empty());
    }

    #[test]
    fn means_are_weighed_by_their_n(all in reports()) {
        let rules = [AxisRule::Last, AxisRule::Mean, AxisRule::Mean];
        let mean = Computation::Mean { measure: "income".to_owned(), beneficiary: Kind::Person, filter: Filter::new() };
        let mut mean = with_rules("X", rules, mean);
        mean.disaggregation = AxisRule::Mean;
        let m = measured(mean, frame("X", &all, false, true));
        let last = last(&all, 6);
        let over: u64 = last.values().map(|(tenths, _)| u64::from(*tenths)).sum();
        let under: u64 = last.values().map(|(_, of)| u64::from(*of)).sum();
        prop_assert_eq!(value(&m, "X@2011-06+"), (under > 0).then(|| over as f64 / 10.0 / under as f64));
    }

    #[test]
    fn what_is_reached_once_is_reached(all in reports()) {
        let m = measured(with_rules("X", [AxisRule::Max; 3], Computation::Milestone), frame("X", &all, false, false));
        for until in 1..=6 {
            let said = || all.iter().filter(|s| s.month <= until).filter_map(|s| s.tenths);
            let expected = said().next().map(|_| f64::from(u8::from(said().any(|tenths| tenths > 0))));
            let key = format!("X@2011-{until:02}+");
            prop_assert_eq!(value(&m, &key), expected);
            // The date is that of whoever was there first.
            let reached = all.iter().filter(|s| s.month <= until && s.tenths.is_some_and(|tenths| tenths > 0));
            let first = reached.map(|s| s.month).min().map(|month| format!("2011-{month:02}"));
            prop_assert_eq!(found(&m, &key).and_then(|f| f.text.clone()), first);
        }
    }

    #[test]
    fn of_levels_the_highest_holds(all in reports()) {
        let levels = (1..=50).map(|level| format!("level {level}")).collect();
        let scale = with_rules("X", [AxisRule::Max; 3], Computation::Ordinal { levels });
        let m = measured(scale, frame("X", &all, false, false));
        let highest = all.iter().filter_map(|s| s.tenths).map(|tenths| tenths / 10).filter(|level| *level > 0).max();
        prop_assert_eq!(value(&m, "X@2011-06+"), highest.map(f64::from));
        let text = found(&m, "X@2011-06+").and_then(|f| f.text.clone());
        prop_assert_eq!(text, highest.map(|level| format!("level {level}")));
    }

    #[test]
    fn a_formula_is_worked_out_from_its_parts(over in reports(), under in reports()) {
        let flow = || Computation::Sum { measure: None, filter: Filter::new() };
        let formula = Formula::parse("100 * X / Y").expect("a formula");
        let indicators = vec![
            with_rules("X", [AxisRule::Sum; 3], flow()),
            with_rules("Y", [AxisRule::Sum; 3], flow()),
            with_rules("F", [AxisRule::None; 3], Computation::Formula { formula }),
        ];
        let programme = Programme { indicators, people: None, ..programme() };
        let place = |_| Place::default();
        let question = Question { programme: &programme, period: "2011-06".parse().expect("a month"), place: &place };
        let frames = [frame("X", &over, false, false), frame("Y", &under, false, false)];
        let canon = Canon::new(&frames, &[]).expect("one table");
        let m = measure(&question, Participations::new(&programme, question.period, 0), &canon).expect("figures");
        let parts = [&over, &under].map(|all| whole(all.iter().filter_map(|s| s.tenths)));
        let expected = match parts {
            [Some(over), Some(under)] if under != 0.0 => Some(100.0 * over / under),
            _ => None,
        };
        prop_assert_eq!(value(&m, "F@2011-06+"), expected);
        let zero = found(&m, "F@2011-06+").and_then(|f| f.reason) == Some(Reason::DenominatorZero);
        prop_assert_eq!(zero, parts[0].is_some() && parts[1] == Some(0.0));
    }

    #[test]
    fn totals_bound_how_many_there_are(sets in proptest::collection::vec((0..3usize, 0..2usize, 1..7i32, proptest::collection::btree_set(0..30u8, 0..12)), 0..12)) {
        // Each report is a list that is not shown: only its length is.
        let mut lists: BTreeMap<(usize, usize, i32), BTreeSet<u8>> = BTreeMap::new();
        for (agency, place, month, list) in sets {
            lists.insert((agency, place, month), list);
        }
        let said = |((agency, place, month), list): (&(usize, usize, i32), &BTreeSet<u8>)| Said {
            agency: *agency, place: *place, month: *month, tenths: Some(list.len() as u16 * 10), of: 0,
        };
        let all: Vec<Said> = lists.iter().map(said).collect();
        let computation = Computation::Unique { beneficiary: Kind::Person, filter: Filter::new() };
        let m = measured(with_rules("X", [AxisRule::Distinct; 3], computation), frame("X", &all, false, false));
        let truth = lists.values().flatten().collect::<BTreeSet<_>>().len() as f64;
        if let Some(figure) = found(&m, "X@2011-06+").filter(|_| !all.is_empty()) {
            let low = figure.low.or(figure.value).expect("a range or a number");
            let high = figure.high.or(figure.value).expect("a range or a number");
            prop_assert!(low <= truth && truth <= high, "{low} {truth} {high}");
            let largest = lists.values().map(BTreeSet::len).max().unwrap_or(0) as f64;
            let added: usize = lists.values().map(BTreeSet::len).sum();
            prop_assert_eq!((low, high), (largest, added as f64));
        }
    }
}
