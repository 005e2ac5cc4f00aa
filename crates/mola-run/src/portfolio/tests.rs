use super::*;
use proptest::prelude::*;

const PERIOD: &str = "2011-10";

/// A value, or numerator and denominator, or a range, or a state.
#[derive(Debug, Clone, Copy)]
enum Seen {
    Value(f64),
    Of(f64, f64),
    /// A share or mean without its parts.
    Bare(f64),
    Range(f64, f64),
    State(Status),
}

use Seen::{Bare, Of, Range, State, Value};

fn figure(seen: Seen) -> Figure {
    let mut figure = Figure {
        key: FigureKey::to_date("X", PERIOD.parse().expect("a month")),
        status: Status::Reported,
        value: None,
        numerator: None,
        denominator: None,
        low: None,
        high: None,
        text: None,
        reason: None,
        reporters: None,
        records: 1,
        estimated: false,
    };
    match seen {
        Value(value) | Bare(value) => figure.value = Some(value),
        Of(over, under) => {
            (figure.numerator, figure.denominator) = (Some(over), Some(under));
            figure.value = (under != 0.0).then(|| over / under);
        }
        Range(low, high) => (figure.low, figure.high, figure.estimated) = (Some(low), Some(high), true),
        State(status) => figure.status = status,
    }
    figure
}

/// Checks value or range, and how many of how many.
fn check(rule: Together, parts: &[Seen], expected: Result<f64, (f64, f64)>, of: (u32, u32)) {
    let joined = self::joined_of(rule, parts);
    let (low, high) = expected.err().map_or((None, None), |(low, high)| (Some(low), Some(high)));
    assert_eq!((joined.value, joined.low, joined.high), (expected.ok(), low, high), "{rule:?} {parts:?}");
    let reporters = joined.reporters.expect("a count");
    assert_eq!((reporters.reported, reporters.expected), of, "{rule:?} {parts:?}");
}

/// Checks that there is nothing to show, and why.
fn nothing(rule: Together, parts: &[Seen], status: Status) {
    let joined = joined_of(rule, parts);
    assert_eq!((joined.value, joined.low, joined.high), (None, None, None), "{rule:?} {parts:?}");
    assert_eq!(joined.status, Some(status), "{rule:?} {parts:?}");
}

fn joined_of(rule: Together, parts: &[Seen]) -> Joined {
    let figures: Vec<Figure> = parts.iter().map(|seen| figure(*seen)).collect();
    joined(rule, &figures.iter().collect::<Vec<_>>())
}

#[test]
fn figures_come_together_by_their_rule() {
    let (missing, not_due) = (State(Status::Missing), State(Status::NotYetDue));
    check(Together::Sum, &[Value(0.1), Value(0.2)], Ok(0.3), (2, 2));
    check(Together::Sum, &[Value(3.0), Value(0.0)], Ok(3.0), (2, 2));
    check(Together::Sum, &[Value(3.0), missing], Ok(3.0), (1, 2));
    // What is not due yet is nobody's gap.
    check(Together::Sum, &[Value(3.0), not_due], Ok(3.0), (1, 1));
    check(Together::Sum, &[Value(3.0), Range(5.0, 7.0)], Err((8.0, 10.0)), (2, 2));
    check(Together::Max, &[Value(3.0), Value(8.0), missing], Ok(8.0), (2, 3));
    check(Together::Min, &[Value(3.0), Value(8.0)], Ok(3.0), (2, 2));
    // Σ/Σ, not a mean of shares: 1/2 and 99/100.
    check(Together::Ratio, &[Of(1.0, 2.0), Of(99.0, 100.0)], Ok(100.0 / 102.0), (2, 2));
    check(Together::Ratio, &[Of(1.0, 2.0), Of(0.0, 0.0)], Ok(0.5), (2, 2));
    // By n: 10 of 1 and 20 of 3 make 17.5; a mean divides by those who reported.
    check(Together::Mean, &[Of(10.0, 1.0), Of(60.0, 3.0)], Ok(17.5), (2, 2));
    check(Together::Mean, &[Of(10.0, 1.0), missing], Ok(10.0), (1, 2));
    check(Together::Mean, &[Of(10.0, 1.0), Bare(99.0)], Ok(10.0), (1, 2));
    // Nobody knows who is in both: the sum is not printed as a count.
    check(Together::Bounds, &[Value(50.0), Value(90.0)], Err((90.0, 140.0)), (2, 2));
    check(Together::Bounds, &[Value(50.0), Range(60.0, 80.0)], Err((60.0, 130.0)), (2, 2));
    check(Together::Bounds, &[Value(50.0), Value(0.0)], Ok(50.0), (2, 2));
    check(Together::Bounds, &[Value(50.0), missing], Ok(50.0), (1, 2));
    let bounds = joined_of(Together::Bounds, &[Value(1.0), Value(1.0)]);
    assert_eq!(bounds.reason, Some(Reason::OnlyTotals));
}

#[test]
fn what_cannot_be_told_says_why() {
    let hidden = State(Status::Suppressed);
    nothing(Together::Sum, &[State(Status::Missing), State(Status::Missing)], Status::Missing);
    nothing(Together::Sum, &[State(Status::NotYetDue), State(Status::NotYetDue)], Status::NotYetDue);
    nothing(Together::Sum, &[State(Status::NotApplicable), State(Status::NotApplicable)], Status::NotApplicable);
    nothing(Together::Sum, &[hidden, State(Status::Missing)], Status::Suppressed);
    // A ratio with a part missing is missing, and so is one with a bare share.
    nothing(Together::Ratio, &[Of(1.0, 2.0), State(Status::Missing)], Status::Missing);
    nothing(Together::Ratio, &[Of(1.0, 2.0), Bare(0.9)], Status::Missing);
    nothing(Together::Ratio, &[Of(1.0, 2.0), hidden], Status::Suppressed);
    nothing(Together::None, &[Value(1.0), Value(2.0)], Status::NotApplicable);
    // What one programme hides is in no sum: the sum less the others would show it.
    check(Together::Sum, &[Value(3.0), hidden], Ok(3.0), (1, 2));
    check(Together::Bounds, &[Value(30.0), hidden, Value(20.0)], Err((30.0, 50.0)), (2, 3));
}

fn shared(code: &str, kind: &str, unit: &str, seen: Seen) -> Shared {
    let rule = match kind.split(' ').next() {
        Some("unique") => Together::Bounds,
        Some("sum") => Together::Sum,
        _ => Together::Ratio,
    };
    Shared {
        code: code.to_owned(),
        label: Labels::same(code),
        unit: Labels::same(unit),
        decimals: 0,
        share: false,
        kind: kind.to_owned(),
        rule,
        figure: figure(seen),
    }
}

fn programme(code: &str, currency: &str, planned: Option<i64>, indicators: Vec<Shared>) -> Contribution {
    Contribution {
        programme: code.to_owned(),
        name: Labels::same(code),
        period: PERIOD.parse().expect("a month"),
        as_of: Default::default(),
        provisional: false,
        currency: currency.to_owned(),
        indicators,
        money: planned.map(|planned| MoneyRow { planned: Some(planned), ..MoneyRow::default() }),
    }
}

#[test]
fn only_indicators_of_one_kind_and_unit_are_brought_together() {
    let one = vec![
        shared("A", "sum", "n", Value(1.0)),
        shared("B", "unique person", "people", Value(5.0)),
        shared("C", "sum", "hours", Value(7.0)),
        shared("D", "sum", "n", Value(1.0)),
    ];
    let other = vec![
        shared("C", "sum", "days", Value(1.0)),
        shared("B", "unique household", "people", Value(5.0)),
        shared("A", "sum", "n", Value(2.0)),
    ];
    let portfolio = together(vec![programme("P", "USD", None, one), programme("Q", "USD", None, other)]);
    let rows: Vec<_> = portfolio.rows.iter().map(|row| (row.code.as_str(), row.together.value)).collect();
    assert_eq!(rows, [("A", Some(3.0))]);
    let found: Vec<String> = portfolio.findings.iter().map(|f| f.text(mola_finding::Language::En)).collect();
    assert_eq!(found.len(), 2);
    assert!(found[0].contains("P: unique person, people; Q: unique household, people"), "{found:?}");
    assert!(found[1].contains("P: sum, hours; Q: sum, days"), "{found:?}");
}

#[test]
fn periods_that_differ_are_told() {
    let mut later = programme("Q", "USD", None, Vec::new());
    later.period = "2011-11".parse().expect("a month");
    let portfolio = together(vec![programme("P", "USD", None, Vec::new()), later]);
    let found: Vec<&str> = portfolio.findings.iter().map(|f| f.code.as_str()).collect();
    assert_eq!((found, portfolio.periods().len()), (vec!["periods-differ"], 2));
}

#[test]
fn money_adds_up_within_a_currency_only() {
    let portfolio = together(vec![
        programme("P", "USD", Some(10_000), Vec::new()),
        programme("Q", "EUR", Some(20_000), Vec::new()),
        programme("R", "PAB", Some(40_000), Vec::new()),
        programme("S", "USD", None, Vec::new()),
    ]);
    let seen: Vec<_> = portfolio
        .money
        .iter()
        .map(|money| (money.currency.as_str(), money.rows.len(), money.total.as_ref().map(|total| total.planned)))
        .collect();
    assert_eq!(seen, [("USD", 2, Some(Some(50_000))), ("EUR", 1, None)]);
}

#[test]
fn a_programme_without_a_rate_leaves_none_of_all() {
    let spent = |rate: Option<f64>| MoneyRow {
        transferred: Some(10_000),
        disbursed: Some(5_000),
        of_transferred: rate,
        ..MoneyRow::default()
    };
    for (rates, expected) in [([Some(0.5), Some(0.5)], Some(0.5)), ([Some(0.5), None], None), ([None, None], None)] {
        let of = |(code, rate): (&str, Option<f64>)| Contribution {
            money: Some(spent(rate)),
            ..programme(code, "USD", None, Vec::new())
        };
        let portfolio = together(["P", "Q"].into_iter().zip(rates).map(of).collect());
        assert_eq!(portfolio.money[0].total.as_ref().and_then(|total| total.of_transferred), expected, "{rates:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// Whoever is in whichever programmes, the bounds hold the truth.
    #[test]
    fn bounds_hold_the_truth(programmes in proptest::collection::vec(proptest::collection::btree_set(0u8..40, 0..30), 2..5)) {
        let parts: Vec<Seen> = programmes.iter().map(|people| Value(people.len() as f64)).collect();
        let joined = joined_of(Together::Bounds, &parts);
        let truth = programmes.iter().flatten().collect::<std::collections::BTreeSet<_>>().len() as f64;
        let low = joined.value.or(joined.low).expect("a bound");
        let high = joined.value.or(joined.high).expect("a bound");
        prop_assert!(low <= truth && truth <= high, "{} {} {}", low, truth, high);
    }

    #[test]
    fn the_order_of_programmes_changes_nothing(values in proptest::collection::vec((-1e6f64..1e6, 0u32..9), 2..6)) {
        let of: Vec<Seen> = values.iter().map(|(over, under)| Of(*over, f64::from(*under))).collect();
        let turned: Vec<Seen> = of.iter().rev().copied().collect();
        for rule in [Together::Ratio, Together::Mean] {
            prop_assert_eq!(joined_of(rule, &of), joined_of(rule, &turned));
        }
        let plain: Vec<Seen> = values.iter().map(|(value, _)| Value(value.abs())).collect();
        let turned: Vec<Seen> = plain.iter().rev().copied().collect();
        for rule in [Together::Sum, Together::Max, Together::Min, Together::Bounds] {
            prop_assert_eq!(joined_of(rule, &plain), joined_of(rule, &turned));
        }
    }
}
