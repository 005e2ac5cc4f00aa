//! Observed values: what came, what did not, and what is not said of them.

mod world;

use chrono::NaiveDate;
use mola_finding::Place;
use mola_frame::{Field, FrameBuilder, Grain, column};
use mola_measure::{Canon, Participations, Question, Receipt, completeness, measure};
use mola_model::*;
use polars::frame::DataFrame;
use polars::prelude::{ChunkFull, IntoColumn, UInt32Chunked};
use world::{indicator, month, programme};

/// One observation of `undp`, with no sex or sector said.
struct Seen {
    indicator: &'static str,
    place: Option<&'static str>,
    months: (Month, Month),
    value: Option<f64>,
    parts: Option<(f64, f64)>,
    cumulative: bool,
}

/// A value for a month of 2011.
fn value(indicator: &'static str, place: Option<&'static str>, at: i32, value: Option<f64>) -> Seen {
    Seen { indicator, place, months: (month(at), month(at)), value, parts: None, cumulative: false }
}

fn frame(all: &[Seen]) -> DataFrame {
    let mut builder = FrameBuilder::new(Grain::Observation, &OwnColumns::default());
    let slot = |builder: &FrameBuilder, name: &str| builder.slot(name).expect("a column");
    for (row, seen) in all.iter().enumerate() {
        let came = seen.value.is_some() || seen.parts.is_some();
        let status = if came { Status::Reported } else { Status::Missing };
        let words = [
            (column::AGENCY, Some("undp")),
            (column::INDICATOR, Some(seen.indicator)),
            (column::PLACE, seen.place),
            (column::STATUS, Some(status.as_str())),
        ];
        for (name, word) in words.into_iter().filter_map(|(name, word)| Some((name, word?))) {
            let at = slot(&builder, name);
            let code = builder.intern(at, word);
            builder.set(at, code);
        }
        let numbers = [
            (column::VALUE, seen.value),
            (column::NUMERATOR, seen.parts.map(|(numerator, _)| numerator)),
            (column::DENOMINATOR, seen.parts.map(|(_, denominator)| denominator)),
        ];
        for (name, number) in numbers.into_iter().filter_map(|(name, number)| Some((name, number?))) {
            builder.set(slot(&builder, name), Field::Number(number));
        }
        let (first, last) = seen.months;
        builder.set(slot(&builder, column::MONTH), Field::Integer(last.0));
        builder.set(slot(&builder, column::MONTHS), Field::Integer(last.0 - first.0 + 1));
        builder.set(slot(&builder, column::CUMULATIVE), Field::Flag(seen.cumulative));
        builder.end_row(0, row as u32 + 1);
    }
    let mut frame = builder.finish().expect("a frame");
    let segments = UInt32Chunked::full(column::SEGMENT.into(), 0, frame.height());
    frame.with_column(segments.into_column()).expect("a column");
    frame
}

/// An indicator with one rule for all axes.
fn adding(code: &str, rule: AxisRule, computation: Computation) -> Indicator {
    Indicator { time: rule, place: rule, agency: rule, disaggregation: rule, ..indicator(code, computation) }
}

/// Checks figures as of June: their ids, states and values.
/// A figure's id, and status and value where there is such a figure.
type Expected<'a> = (&'a str, Option<(Status, Option<f64>)>);

fn check(all: &[Seen], expected: &[Expected<'_>]) {
    let mut programme = programme();
    programme.indicators = vec![
        adding("HRS", AxisRule::Sum, Computation::Sum { measure: Some("hours".to_owned()), filter: Filter::new() }),
        Indicator { time: AxisRule::Last, ..adding("ACC", AxisRule::Ratio, Computation::Ratio) },
    ];
    programme.people = None;
    let canon = Canon::new(&[frame(all)], &[]).expect("one table");
    let place = |_| Place::default();
    let question = Question { programme: &programme, period: "2011-06".parse().expect("a month"), place: &place };
    let measured = measure(&question, Participations::new(&programme, question.period, 0), &canon).expect("figures");
    for (id, figure) in expected {
        let found = measured.facts.iter().find(|f| f.key.to_string() == *id).map(|f| (f.status, f.value));
        assert_eq!(found, *figure, "{id}");
    }
}

const fn reported(value: f64) -> Option<(Status, Option<f64>)> {
    Some((Status::Reported, Some(value)))
}

#[test]
fn parts_and_unknown_make_the_total() {
    let flow = [value("HRS", Some("PA-2"), 1, Some(3.0)), value("HRS", None, 6, Some(4.0))];
    check(
        &flow,
        &[
            ("HRS@2011-06+", reported(7.0)),
            ("HRS@2011-06", reported(4.0)),
            ("HRS@2011-06+/place=PA-2", reported(3.0)),
            ("HRS@2011-06+/place=?", reported(4.0)),
            ("HRS@2011-06+/sex=?", reported(7.0)),
            ("HRS@2011-06+/agency=undp", reported(7.0)),
            ("HRS@2011-01/agency=undp", reported(3.0)),
            ("HRS@2011-06/agency=undp", reported(4.0)),
        ],
    );
}

#[test]
fn an_agency_adds_in_a_period_what_its_cumulative_count_grew_by() {
    let count = |at, count| Seen { cumulative: true, ..value("HRS", Some("PA-2"), at, Some(count)) };
    let expected = [
        ("HRS@2011-06+", reported(22.0)),
        ("HRS@2011-06", reported(7.0)),
        ("HRS@2011-06/agency=undp", reported(7.0)),
        ("HRS@2011-05/agency=undp", reported(5.0)),
    ];
    check(&[count(4, 10.0), count(5, 15.0), count(6, 22.0)], &expected);
}

#[test]
fn a_place_that_did_not_answer_is_missing_and_one_that_was_not_asked_is_not_there() {
    let share = |place, parts| Seen { parts, months: (month(1), month(6)), ..value("ACC", Some(place), 6, None) };
    check(
        &[share("PA-2", Some((1.0, 4.0))), share("PA-4", None)],
        &[
            ("ACC@2011-06+", reported(0.25)),
            ("ACC@2011-06+/place=PA-2", reported(0.25)),
            ("ACC@2011-06+/place=PA-4", Some((Status::Missing, None))),
            ("ACC@2011-06+/place=PA-9", None),
        ],
    );
}

#[test]
fn what_was_so_before_the_programme_is_no_achievement() {
    let before = Month::new(2010, 12).expect("a month");
    let baseline =
        Seen { parts: Some((1.0, 2.0)), months: (before.plus(-5), before), ..value("ACC", Some("PA-2"), 1, None) };
    check(&[baseline], &[("ACC@2011-06+", Some((Status::Missing, None))), ("ACC@2011-06+/place=PA-2", None)]);
}

#[test]
fn a_report_that_comes_early_is_not_expected_yet() {
    let mut programme = programme();
    programme.sources = vec![Source {
        name: "matrix".to_owned(),
        agency: "undp".to_owned(),
        cycle: Cycle::Quarterly,
        year_starts: 1,
        due_days: 15,
        from: None,
        until: None,
    }];
    let window = Window { first: month(1), last: month(4) };
    let receipt = |at, day: &str| Receipt {
        source: "matrix".to_owned(),
        months: vec![month(at)],
        received: day.parse::<NaiveDate>().expect("a day").into(),
    };
    let receipts = [receipt(2, "2011-04-20"), receipt(4, "2011-05-03")];
    let today = "2011-05-30".parse().expect("a day");
    let found = completeness(&programme, window, &receipts, today, &mut Vec::new());
    let states: Vec<ReportState> = found.rows[0].cells.iter().map(|cell| cell.state).collect();
    let none = ReportState::NotExpected;
    assert_eq!(states, [none, none, ReportState::Late, ReportState::OnTime]);
    assert_eq!((found.completeness, found.timeliness), (Some(1.0), Some(0.0)));
}
