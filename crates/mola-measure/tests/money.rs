//! Money: converted line by line, at the rate in force on the line's day.

mod world;

use chrono::NaiveDate;
use mola_finding::{Arg, Place};
use mola_frame::{Field, FrameBuilder, Grain, column};
use mola_measure::{Canon, Measured, Participations, Question, measure};
use mola_model::*;
use polars::frame::DataFrame;
use polars::prelude::{ChunkFull, IntoColumn, UInt32Chunked};
use proptest::prelude::*;
use world::{indicator, month, programme};

/// A line of money: agency, output, flow, day or month of 2011, currency, ten-thousandths.
#[derive(Debug, Clone)]
struct Line {
    agency: &'static str,
    output: &'static str,
    flow: MoneyFlow,
    day: Option<NaiveDate>,
    month: Option<i32>,
    currency: &'static str,
    amount: i64,
}

use MoneyFlow::{Committed, Disbursed, Planned, Transferred};

/// A line of `undp` for `O1` with a day, in units.
fn line(flow: MoneyFlow, day: &str, currency: &'static str, units: f64) -> Line {
    let day: NaiveDate = day.parse().expect(day);
    let month = Some(Month::of(day).month() as i32);
    Line { agency: "undp", output: "O1", flow, day: Some(day), month, currency, amount: (units * 1e4).round() as i64 }
}

fn frame(lines: &[Line]) -> DataFrame {
    let mut builder = FrameBuilder::new(Grain::Money, &OwnColumns::default());
    for (row, line) in lines.iter().enumerate() {
        let words = [
            (column::AGENCY, line.agency),
            (column::OUTPUT, line.output),
            (column::FLOW, line.flow.as_str()),
            (column::CURRENCY, line.currency),
        ];
        for (name, word) in words {
            let at = builder.slot(name).expect("a column");
            let code = builder.intern(at, word);
            builder.set(at, code);
        }
        let slot = |builder: &FrameBuilder, name: &str| builder.slot(name).expect("a column");
        if let Some(day) = line.day {
            builder.set(slot(&builder, column::DATE), Field::Date(day));
        }
        if let Some(number) = line.month {
            builder.set(slot(&builder, column::MONTH), Field::Integer(month(number).0));
        }
        builder.set(slot(&builder, column::AMOUNT), Field::Amount(line.amount));
        builder.end_row(0, row as u32 + 2);
    }
    let mut frame = builder.finish().expect("a frame");
    let segments = UInt32Chunked::full(column::SEGMENT.into(), 0, frame.height());
    frame.with_column(segments.into_column()).expect("a column");
    frame
}

fn rates(lines: &[(&str, &str, &str)]) -> Rates {
    let line = |(currency, from, rate): &(&str, &str, &str)| ExchangeRate {
        currency: (*currency).to_owned(),
        from: from.parse().expect("a day"),
        rate: rate.parse().expect("a rate"),
        source: "invented".to_owned(),
    };
    Rates::new(lines.iter().map(line).collect())
}

/// The euro: 1.30 from February on, 1.42 from the middle of April on.
fn euro() -> Rates {
    rates(&[("EUR", "2011-04-15", "1.42"), ("EUR", "2011-02-01", "1.30")])
}

/// What June says.
fn measured(lines: &[Line], rates: Rates) -> Measured {
    let mut programme = programme();
    programme.rates = rates;
    programme.people = None;
    programme.outputs = ["O1", "O2"].map(|code| Output { code: code.to_owned(), label: Labels::same(code) }).to_vec();
    programme.indicators = vec![indicator("DEL", Computation::Rate { numerator: Disbursed, denominator: Planned })];
    let canon = Canon::new(&[], &[frame(lines)]).expect("one table");
    let place = |record: mola_measure::RecordRef| Place::line("m.csv", record.row, 1);
    let question = Question { programme: &programme, period: "2011-06".parse().expect("a month"), place: &place };
    measure(&question, Participations::new(&programme, question.period, 0), &canon).expect("figures")
}

/// Planned, transferred, committed, disbursed and undisbursed in all, in units.
fn total(measured: &Measured) -> [Option<f64>; 5] {
    let total = measured.money.total.clone().unwrap_or_default();
    [total.planned, total.transferred, total.committed, total.disbursed, total.undisbursed]
        .map(|amount| amount.map(|amount| Amount(amount).to_f64()))
}

/// Checks the totals, and code, line and number found of each finding.
fn check(lines: &[Line], rates: Rates, expected: [Option<f64>; 5], findings: &[(&str, u32, f64)]) {
    let measured = measured(lines, rates);
    assert_eq!(total(&measured), expected, "{lines:?}");
    let found: Vec<(&str, u32, f64)> = measured
        .findings
        .iter()
        .map(|(_, finding)| {
            let Some(Arg::Number(number)) = finding.args.get("found") else { panic!("{finding:?}") };
            (finding.code.as_str(), finding.place.line.unwrap_or(0), *number)
        })
        .collect();
    assert_eq!(found, findings, "{lines:?}");
}

#[test]
fn a_line_has_the_rate_of_its_day() {
    let none = [None; 5];
    let planned = |value| [Some(value), None, None, None, None];
    check(&[], euro(), none, &[]);
    check(&[line(Planned, "2011-02-01", "EUR", 100.0)], euro(), planned(130.0), &[]);
    check(&[line(Planned, "2011-04-14", "EUR", 100.0)], euro(), planned(130.0), &[]);
    check(&[line(Planned, "2011-04-15", "EUR", 100.0)], euro(), planned(142.0), &[]);
    check(&[line(Planned, "2011-06-30", "EUR", 100.0)], euro(), planned(142.0), &[]);
    // After the period's end nothing is due.
    check(&[line(Planned, "2011-07-01", "EUR", 100.0)], euro(), none, &[]);
    // A rate never acts backwards: the line is told of and left out, the others count.
    let early = [line(Planned, "2011-01-31", "EUR", 100.0), line(Planned, "2011-01-31", "USD", 7.0)];
    check(&early, euro(), planned(7.0), &[("rate-missing", 2, 100.0)]);
    check(&early[..1], Rates::default(), none, &[("rate-missing", 2, 100.0)]);
    check(&[line(Planned, "2011-03-01", "XXX", 5.0)], euro(), none, &[("rate-missing", 2, 5.0)]);
}

#[test]
fn a_line_without_a_day_has_the_rate_of_its_months_last() {
    let of_month =
        |month: Option<i32>, currency| Line { day: None, month, currency, ..line(Planned, "2011-01-01", "EUR", 100.0) };
    let planned = |value| [Some(value), None, None, None, None];
    check(&[of_month(Some(4), "EUR")], euro(), planned(142.0), &[]);
    check(&[of_month(Some(3), "EUR")], euro(), planned(130.0), &[]);
    check(&[of_month(Some(1), "EUR")], euro(), [None; 5], &[("rate-missing", 2, 100.0)]);
    // Without day and month there is no rate to take; the report's own currency needs none.
    check(&[of_month(None, "EUR")], euro(), [None; 5], &[("rate-missing", 2, 100.0)]);
    check(&[of_month(None, "USD")], euro(), planned(100.0), &[]);
}

#[test]
fn the_balboa_is_the_dollar() {
    for currency in ["PAB", "B/.", "USD", "US$", "usd"] {
        let lines = [line(Planned, "2011-01-01", currency, 12.3456)];
        check(&lines, Rates::default(), [Some(12.3456), None, None, None, None], &[]);
    }
}

#[test]
fn sums_are_rounded_once_and_committed_includes_disbursed() {
    let third = "1.333333333333";
    let lines: Vec<Line> = (1..=3)
        .flat_map(|at| {
            let day = format!("2011-0{at}-01");
            [line(Committed, &day, "EUR", 0.01), line(Disbursed, &day, "EUR", 0.005)]
        })
        .collect();
    // 0.03 € are 0.03999999999999, 0.015 € half of that: rounded by line they would be 0.03 and 0.03.
    check(&lines, rates(&[("EUR", "2011-01-01", third)]), [None, None, Some(0.04), Some(0.02), Some(0.02)], &[]);
    let flows = [
        line(Planned, "2011-01-01", "USD", 1000.0),
        line(Transferred, "2011-01-01", "USD", 600.0),
        line(Committed, "2011-01-01", "USD", 500.0),
        line(Disbursed, "2011-01-01", "USD", 450.5),
    ];
    let expected = [Some(1000.0), Some(600.0), Some(500.0), Some(450.5), Some(49.5)];
    check(&flows, Rates::default(), expected, &[]);
    let row = measured(&flows, Rates::default()).money.rows[0].clone();
    assert_eq!((row.delivery, row.of_transferred), (Some(0.4505), Some(450.5 / 600.0)));
}

#[test]
fn disbursed_committed_and_planned_are_in_order_for_each_output_and_agency() {
    let of = |agency, output, flow, units| Line { agency, output, ..line(flow, "2011-01-01", "USD", units) };
    // In all it is in order; for undp and O2 it is not.
    let lines = [
        of("undp", "O1", Planned, 900.0),
        of("undp", "O1", Disbursed, 1.0),
        of("undp", "O2", Planned, 100.0),
        of("undp", "O2", Committed, 120.0),
        of("undp", "O2", Disbursed, 130.0),
        of("fao", "O2", Disbursed, 5.0),
        of("fao", "O2", Planned, 4.0),
    ];
    let expected = [("money-order", 0, 130.0), ("money-order", 0, 120.0), ("money-order", 0, 5.0)];
    check(&lines, Rates::default(), [Some(1004.0), None, Some(120.0), Some(136.0), Some(-16.0)], &expected);
    let agencies: Vec<String> = measured(&lines, Rates::default()).findings.into_iter().map(|(a, _)| a).collect();
    assert_eq!(agencies, ["undp", "undp", "fao"]);
}

#[test]
fn what_was_reported_is_kept_by_currency() {
    let fao = |line: Line| Line { agency: "fao", ..line };
    let lines = [
        fao(line(Planned, "2011-03-01", "EUR", 100.0)),
        fao(line(Planned, "2011-01-01", "EUR", 50.0)),
        fao(line(Disbursed, "2011-05-01", "EUR", 10.0)),
        line(Planned, "2011-03-01", "PAB", 20.0),
        line(Planned, "2011-03-01", "USD", 30.0),
    ];
    let money = measured(&lines, euro()).money;
    let seen: Vec<_> = money
        .currencies
        .iter()
        .map(|r| (r.agency.as_str(), r.currency.as_str(), r.planned, r.disbursed, r.lines, r.left_out))
        .collect();
    assert_eq!(
        seen,
        [
            ("undp", "USD", Some(300_000), None, 1, 0),
            ("undp", "PAB", Some(200_000), None, 1, 0),
            ("fao", "EUR", Some(1_500_000), Some(100_000), 3, 1),
        ]
    );
    // Only rates that some line has: the balboa needs none.
    let used: Vec<String> = money.rates.iter().map(|line| format!("{} {}", line.from, line.rate)).collect();
    assert_eq!(used, ["2011-02-01 1.3", "2011-04-15 1.42"]);
    assert_eq!(measured(&lines[4..], euro()).money.currencies, []);
}

#[test]
fn a_delivery_rate_is_a_ratio_of_exact_sums() {
    let of = |agency, flow, currency, units| Line { agency, ..line(flow, "2011-05-01", currency, units) };
    let lines = [
        of("undp", Planned, "USD", 200.0),
        of("undp", Disbursed, "EUR", 50.0),
        of("fao", Planned, "EUR", 100.0),
        of("unwto", Disbursed, "USD", 0.0),
    ];
    let facts = measured(&lines, euro()).facts;
    let shown: Vec<_> = facts
        .iter()
        .map(|f| (f.key.to_string(), f.value.map(|v| (v * 1e6).round() / 1e6), f.numerator, f.records))
        .collect();
    assert_eq!(
        shown,
        [
            ("DEL@2011-06".to_owned(), None, None, 0),
            ("DEL@2011-06+".to_owned(), Some(0.207_602), Some(71.0), 4),
            ("DEL@2011-06+/agency=fao".to_owned(), None, None, 1),
            ("DEL@2011-06+/agency=undp".to_owned(), Some(0.355), Some(71.0), 2),
            ("DEL@2011-06+/agency=unwto".to_owned(), None, Some(0.0), 1),
        ]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn the_order_of_lines_changes_nothing(
        picks in proptest::collection::vec((0usize..3, 0usize..4, 1u32..=6, 0usize..3, -9_999_999i64..99_999_999), 1..24),
        seed in any::<u64>(),
    ) {
        let lines: Vec<Line> = picks.iter().map(|(agency, flow, month, currency, amount)| Line {
            agency: world::AGENCIES[*agency],
            amount: *amount,
            ..line(MoneyFlow::ALL[*flow], &format!("2011-0{month}-10"), ["USD", "EUR", "PAB"][*currency], 0.0)
        }).collect();
        let mut turned = lines.clone();
        turned.rotate_left(seed as usize % lines.len());
        turned.reverse();
        let (one, other) = (measured(&lines, euro()), measured(&turned, euro()));
        prop_assert_eq!(&one.money, &other.money);
        prop_assert_eq!(one.facts, other.facts);
        let most = one.money.agencies.len() as i64 * 100;
        // A total differs from its rounded parts by less than a cent each.
        let parts: i64 = one.money.agencies.iter().filter_map(|row| row.disbursed).sum();
        let whole = one.money.total.clone().unwrap_or_default().disbursed.unwrap_or(0);
        prop_assert!((parts - whole).abs() <= most, "{} {}", parts, whole);
    }
}
