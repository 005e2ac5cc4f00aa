//! Targets, progress and lag: how far each indicator is, and from where that is told.

mod world;

use mola_finding::Place;
use mola_frame::{Field, FrameBuilder, Grain, column};
use mola_measure::{Canon, Measured, Participations, Question, measure};
use mola_model::*;
use polars::frame::DataFrame;
use polars::prelude::{ChunkFull, IntoColumn, UInt32Chunked};
use world::{indicator, month, programme};

/// One value of the indicator, in March 2011.
fn frame(value: f64) -> DataFrame {
    let mut builder = FrameBuilder::new(Grain::Observation, &OwnColumns::default());
    let slot = |builder: &FrameBuilder, name: &str| builder.slot(name).expect("a column");
    for (name, word) in [(column::AGENCY, "undp"), (column::INDICATOR, "X"), (column::STATUS, "reported")] {
        let at = slot(&builder, name);
        let code = builder.intern(at, word);
        builder.set(at, code);
    }
    builder.set(slot(&builder, column::VALUE), Field::Number(value));
    builder.set(slot(&builder, column::MONTH), Field::Integer(month(3).0));
    builder.set(slot(&builder, column::MONTHS), Field::Integer(1));
    builder.end_row(0, 2);
    let mut frame = builder.finish().expect("a frame");
    let segments = UInt32Chunked::full(column::SEGMENT.into(), 0, frame.height());
    frame.with_column(segments.into_column()).expect("a column");
    frame
}

/// A stock named X.
fn stock(baseline: Option<f64>, target: Option<f64>, direction: Direction) -> Indicator {
    Indicator {
        time: AxisRule::Last,
        place: AxisRule::Sum,
        agency: AxisRule::Sum,
        disaggregation: AxisRule::Sum,
        baseline: baseline.map(|value| Baseline { value, period: "2010".parse().expect("a year") }),
        target,
        direction,
        ..indicator("X", Computation::Stock { measure: None, filter: Filter::new() })
    }
}

fn milestones(indicator: Indicator, all: &[(&str, f64)]) -> Indicator {
    let target = |(period, value): &(&str, f64)| Target { period: period.parse().expect("a period"), value: *value };
    Indicator { milestones: all.iter().map(target).collect(), ..indicator }
}

/// What is known at the end of `period` of 2011, whose programme runs from January to December.
fn measured(indicator: Indicator, value: Option<f64>, period: &str) -> Measured {
    let mut programme = programme();
    programme.indicators = vec![indicator];
    programme.people = None;
    let frames: Vec<DataFrame> = value.map(frame).into_iter().collect();
    let canon = Canon::new(&frames, &[]).expect("one table");
    let place = |_| Place::default();
    let question = Question { programme: &programme, period: period.parse().expect(period), place: &place };
    measure(&question, Participations::new(&programme, question.period, 0), &canon).expect("figures")
}

use Direction::{Falling, Hold, Rising};
use Reached::{FromBaseline, Held, OfTarget};

#[test]
fn progress_is_told_from_the_baseline_where_there_is_one() {
    // Baseline, target, direction, actual; what is reached, % of the overall target.
    for (baseline, target, direction, actual, reached, of_target) in [
        (Some(80.0), Some(60.0), Falling, Some(70.0), Some(FromBaseline(0.5)), Some(0.5)),
        (Some(80.0), Some(60.0), Falling, Some(90.0), Some(FromBaseline(-0.5)), Some(-0.5)),
        (Some(80.0), Some(60.0), Falling, Some(50.0), Some(FromBaseline(1.5)), Some(1.5)),
        (Some(0.0), Some(200.0), Rising, Some(50.0), Some(FromBaseline(0.25)), Some(0.25)),
        (Some(100.0), Some(200.0), Rising, Some(150.0), Some(FromBaseline(0.5)), Some(0.75)),
        (Some(100.0), Some(200.0), Rising, Some(90.0), Some(FromBaseline(-0.1)), Some(0.45)),
        (Some(40.0), Some(0.0), Falling, Some(10.0), Some(FromBaseline(0.75)), Some(0.75)),
        (Some(95.0), Some(95.0), Hold, Some(95.0), Some(Held(true)), Some(1.0)),
        (Some(95.0), Some(95.0), Hold, Some(96.0), Some(Held(false)), Some(96.0 / 95.0)),
        (Some(95.0), Some(95.0), Rising, Some(97.0), Some(Held(true)), Some(97.0 / 95.0)),
        (Some(95.0), Some(95.0), Falling, Some(97.0), Some(Held(false)), None),
        (None, Some(200.0), Rising, Some(50.0), Some(OfTarget(0.25)), Some(0.25)),
        (None, Some(0.0), Falling, Some(5.0), None, None),
        (Some(80.0), None, Falling, Some(70.0), None, None),
        (Some(80.0), Some(60.0), Falling, None, None, None),
    ] {
        let measured = measured(stock(baseline, target, direction), actual, "2011-06");
        let row = &measured.tracking[0];
        assert_eq!((row.reached, row.of_target), (reached, of_target), "{baseline:?} {target:?} {actual:?}");
    }
}

#[test]
fn milestone_and_overall_target_have_a_share_each() {
    let rising =
        milestones(stock(Some(0.0), Some(200.0), Rising), &[("2011-Q1", 40.0), ("2011-Q2", 80.0), ("2011", 200.0)]);
    for (period, milestone, of_milestone) in
        [("2011-03", Some(40.0), Some(1.5)), ("2011-05", Some(40.0), Some(1.5)), ("2011-06", Some(80.0), Some(0.75))]
    {
        let row = measured(rising.clone(), Some(60.0), period).tracking[0].clone();
        assert_eq!((row.milestone.map(|m| m.value), row.of_milestone), (milestone, of_milestone), "{period}");
        assert_eq!(row.of_target, Some(0.3));
    }
    let falling = milestones(stock(Some(80.0), Some(60.0), Falling), &[("2011-Q2", 70.0)]);
    assert_eq!(measured(falling, Some(72.0), "2011-06").tracking[0].of_milestone, Some(0.8));
}

#[test]
fn standing_follows_the_thresholds() {
    use Progress::*;
    let due = |indicator| milestones(indicator, &[("2011-Q2", 100.0), ("2011", 200.0)]);
    let rising = || due(stock(Some(0.0), Some(200.0), Rising));
    let fall = || milestones(stock(Some(80.0), Some(60.0), Falling), &[("2011-Q2", 70.0)]);
    for (name, indicator, actual, expected) in [
        ("reached in all", rising(), Some(200.0), Achieved),
        ("at nine tenths", rising(), Some(90.0), OnTrack),
        ("just below", rising(), Some(89.9), AtRisk),
        ("at seven tenths", rising(), Some(70.0), AtRisk),
        ("below", rising(), Some(69.9), OffTrack),
        ("nothing yet, which is a report", rising(), Some(0.0), OffTrack),
        ("no report", rising(), None, NoData),
        ("no target", stock(Some(0.0), None, Rising), Some(5.0), NoTarget),
        ("a milestone and no overall target", due(stock(Some(0.0), None, Rising)), Some(95.0), OnTrack),
        ("no milestone: half of the time", stock(Some(0.0), Some(200.0), Rising), Some(95.0), OnTrack),
        ("no milestone, too little", stock(Some(0.0), Some(200.0), Rising), Some(60.0), OffTrack),
        ("fell as far as was due", fall(), Some(70.0), OnTrack),
        ("fell further", fall(), Some(60.0), Achieved),
        ("fell a little", fall(), Some(72.5), AtRisk),
        ("rose instead", fall(), Some(90.0), OffTrack),
        ("falling without baseline, far above", stock(None, Some(60.0), Falling), Some(120.0), OffTrack),
        ("falling without baseline, just above", stock(None, Some(60.0), Falling), Some(65.0), OnTrack),
        ("held", stock(Some(95.0), Some(95.0), Hold), Some(95.0), Achieved),
        ("not held", stock(Some(95.0), Some(95.0), Hold), Some(90.0), OffTrack),
        ("held or better", stock(Some(95.0), Some(95.0), Rising), Some(99.0), Achieved),
        ("not held, rising", stock(Some(95.0), Some(95.0), Rising), Some(94.0), OffTrack),
        (
            "a milestone at the baseline is met",
            milestones(stock(Some(10.0), Some(20.0), Rising), &[("2011-Q1", 10.0)]),
            Some(10.0),
            OnTrack,
        ),
        (
            "a milestone at the baseline is missed",
            milestones(stock(Some(10.0), Some(20.0), Rising), &[("2011-Q1", 10.0)]),
            Some(9.0),
            OffTrack,
        ),
    ] {
        let row = measured(indicator, actual, "2011-06").tracking[0].clone();
        assert_eq!(row.progress, expected, "{name}");
    }
}

#[test]
fn what_cannot_be_measured_yet_is_not_late_and_then_it_is() {
    let harvest = |month| Some(MeasurableFrom::Event { name: "harvest".to_owned(), month });
    let period = |text: &str| Some(text.parse::<MeasurableFrom>().expect(text));
    for (from, value, at, expected, findings) in [
        (period("2011-08"), None, "2011-06", Progress::NotYetDue, 0),
        (period("2011-08"), Some(5.0), "2011-06", Progress::NotYetDue, 0),
        (period("2011-08"), None, "2011-07", Progress::NotYetDue, 0),
        (period("2011-08"), None, "2011-08", Progress::Overdue, 1),
        (period("2011-S2"), None, "2011-Q3", Progress::Overdue, 1),
        (period("2012"), None, "2011-12", Progress::NotYetDue, 0),
        (period("2011-02"), Some(5.0), "2011-06", Progress::OffTrack, 0),
        (harvest(None), None, "2011-12", Progress::NotYetDue, 0),
        (harvest(None), Some(5.0), "2011-12", Progress::NotYetDue, 0),
        (harvest(Some(month(8))), None, "2011-07", Progress::NotYetDue, 0),
        (harvest(Some(month(8))), None, "2011-Q3", Progress::Overdue, 1),
        (harvest(Some(month(3))), Some(100.0), "2011-06", Progress::Achieved, 0),
        (None, None, "2011-06", Progress::NoData, 0),
    ] {
        let late = Indicator {
            measurable_from: from.clone(),
            responsible: Some("fao".to_owned()),
            ..stock(Some(0.0), Some(100.0), Rising)
        };
        let measured = measured(late, value, at);
        let row = &measured.tracking[0];
        assert_eq!((row.progress, measured.findings.len()), (expected, findings), "{from:?} {at}");
        let hidden = expected == Progress::NotYetDue;
        assert_eq!(
            (row.to_date.status == Status::NotYetDue, row.to_date.value.is_some()),
            (hidden, value.is_some() && !hidden)
        );
        for (agency, finding) in &measured.findings {
            assert_eq!((agency.as_str(), finding.code.as_str()), ("fao", "indicator-overdue"));
            let text = finding.text(mola_finding::Language::En);
            assert!(text.contains("Ask fao") && text.contains("2011-0"), "{text}");
        }
    }
}
