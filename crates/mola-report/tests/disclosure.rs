//! An attacker who subtracts finds no hidden count in a released issue.

mod sample;

use mola_disclose::{Cell, Reason, Released};
use mola_model::{Figure, FigureKey, Issue, Status, Withheld};
use std::collections::{BTreeMap, BTreeSet};

/// A figure over all codes of one dimension, and the figures that it is made of.
fn families(facts: &[&Figure]) -> Vec<Vec<FigureKey>> {
    let mut parts: BTreeMap<(FigureKey, String), Vec<FigureKey>> = BTreeMap::new();
    for fact in facts {
        for dimension in fact.key.by.keys() {
            let mut total = fact.key.clone();
            total.by.remove(dimension);
            parts.entry((total, dimension.clone())).or_default().push(fact.key.clone());
        }
    }
    parts.into_iter().map(|((total, _), parts)| [vec![total], parts].concat()).collect()
}

/// Hidden figures that are the only hidden one of a family.
fn found(issue: &Issue) -> Vec<String> {
    let facts: Vec<&Figure> = issue.facts.iter().collect();
    let hidden: BTreeSet<&FigureKey> =
        facts.iter().filter(|f| f.status == Status::Suppressed).map(|f| &f.key).collect();
    let alone = |family: Vec<FigureKey>| {
        let inside: Vec<&FigureKey> = family.iter().filter(|k| hidden.contains(k)).collect();
        (inside.len() == 1).then(|| inside[0].to_string())
    };
    families(&facts).into_iter().filter_map(alone).collect()
}

#[test]
fn no_hidden_figure_is_the_difference_of_others() {
    for threshold in [2, 3, 5, 8, 12, 40] {
        let (released, hidden) = Released::of(sample::issue(threshold), None);
        assert_eq!(found(released.issue()), Vec::<String>::new(), "{threshold}");
        assert!(hidden.hidden().iter().any(|h| h.reason == Reason::Small), "{threshold}");
        let below = f64::from(threshold);
        let small = |f: &&Figure| f.key.indicator == "BEN-D" && f.value.is_some_and(|v| v > 0.0 && v < below);
        assert_eq!(released.issue().facts.iter().find(small), None);
    }
}

#[test]
fn the_attacker_finds_what_is_hidden_alone() {
    let mut issue = sample::issue(0);
    let small = issue.facts.iter().position(|f| f.key.by.len() == 3).expect("a cell of the cross table");
    (issue.facts[small].status, issue.facts[small].value) = (Status::Suppressed, None);
    assert_eq!(found(&issue).len(), 3);
}

#[test]
fn what_is_hidden_in_one_place_is_hidden_in_all() {
    let (released, hidden) = Released::of(sample::issue(12), None);
    let issue = released.issue();
    let figures = issue.cross.iter().map(|c| &c.figure).chain(issue.tracking.iter().map(|t| &t.to_date));
    for figure in figures {
        let fact = issue.figure(&figure.key);
        assert!(fact.is_none_or(|f| f.status == figure.status), "{}", figure.key);
    }
    let pairs = hidden.hidden().iter().filter(|h| matches!(h.cell, Cell::Overlap(..))).count();
    assert!(pairs > 0);
    assert_eq!(issue.overlap.iter().filter(|o| o.status == Status::Suppressed).count(), pairs);
    assert!(issue.overlap.iter().all(|o| o.people == 0 || o.people >= 12));
    let agencies = issue.reconciliation.iter().flat_map(|r| &r.agencies);
    assert!(agencies.flat_map(|a| [a.unique, a.only_here]).flatten().all(|n| n == 0 || n >= 12));
}

#[test]
fn a_threshold_of_zero_hides_nothing() {
    let issue = sample::issue(0);
    let (released, hidden) = Released::of(issue.clone(), None);
    assert!(hidden.hidden().is_empty());
    assert_eq!(released.issue().facts, issue.facts);
}

#[test]
fn a_change_of_what_is_hidden_shows_no_number() {
    let change = |old: Option<f64>, new: Option<f64>, hidden: bool| {
        let mut issue = sample::issue(5);
        let mut change = issue.changes.iter().flatten().next().cloned().expect("a change");
        (change.old, change.new, change.hidden) = (old, new, hidden);
        issue.changes = Some(vec![change]);
        let (released, _) = Released::of(issue, None);
        let change = released.issue().changes.iter().flatten().next().cloned().expect("the change");
        let numbers = change.parts.iter().map(|part| part.amount).chain([change.old, change.new]);
        (change.hidden, numbers.flatten().count())
    };
    // Two values, and no parts, since one of the reasons moved only a few; or nothing, where a value was or is
    // hidden or small.
    assert_eq!(change(Some(540.0), Some(556.0), false), (false, 2));
    assert_eq!(change(Some(540.0), Some(556.0), true), (true, 0));
    assert_eq!(change(Some(4.0), Some(20.0), false), (true, 0));
    assert_eq!(change(Some(20.0), Some(4.0), false), (true, 0));
}

#[test]
fn a_change_of_a_range_shows_no_small_end() {
    let words = |old: &str, new: &str| {
        let mut issue = sample::issue(5);
        let mut change = issue.changes.iter().flatten().next().cloned().expect("a change");
        (change.old, change.new, change.hidden) = (None, None, false);
        (change.old_words, change.new_words) = (Some(old.to_owned()), Some(new.to_owned()));
        issue.changes = Some(vec![change]);
        let (released, _) = Released::of(issue, None);
        let change = released.issue().changes.iter().flatten().next().cloned().expect("the change");
        (change.hidden, change.old_words, change.new_words)
    };
    let shown = |range: &str| Some(range.to_owned());
    assert_eq!(words("90–140", "90–190"), (false, shown("90–140"), shown("90–190")));
    assert_eq!(words("3–140", "90–190"), (true, None, None));
    assert_eq!(words("90–140", "4–190"), (true, None, None));
}

/// What is known of a count: exactly, as a range with a point, or as a range alone.
#[derive(Clone, Copy)]
enum Known {
    Exact(f64),
    Point(f64, [f64; 2]),
    Range([f64; 2]),
}

/// Gives the people to date and those by agency these values, and says what a report of them shows.
fn ranges(total: Known, agencies: &[Known]) -> Vec<String> {
    let mut issue = sample::issue(5);
    let figure = issue.facts.iter().find(|f| f.key.indicator == "BEN-D").cloned().expect("people");
    let key = FigureKey::to_date("BEN-D", issue.period);
    let of = |key: FigureKey, known: Known| {
        let (status, value, range) = match known {
            Known::Exact(count) => (Status::Reported, Some(count), None),
            Known::Point(count, range) => (Status::Reported, Some(count), Some(range)),
            Known::Range(range) => (Status::NotApplicable, None, Some(range)),
        };
        let [low, high] = [0, 1].map(|at| range.map(|range| range[at]));
        Figure {
            key,
            status,
            value,
            low,
            high,
            reason: range.map(|_| mola_model::Reason::OnlyTotals),
            ..figure.clone()
        }
    };
    let names = ["undp", "fao", "unido", "unctad", "unwto"];
    issue.facts = vec![of(key.clone(), total)];
    issue.facts.extend(names.iter().zip(agencies).map(|(name, known)| of(key.clone().by("agency", name), *known)));
    let total = issue.facts[0].clone();
    issue.tracking.iter_mut().filter(|t| t.indicator == "BEN-D").for_each(|t| t.to_date = total.clone());
    (issue.cross, issue.overlap, issue.reconciliation, issue.changes) = (Vec::new(), Vec::new(), None, None);
    let (released, _) = Released::of(issue, None);
    let tracked = released.issue().tracking.iter().find(|t| t.indicator == "BEN-D").expect("people are tracked");
    assert_eq!(tracked.to_date, released.issue().facts[0], "the same figure in two places");
    released.issue().facts.iter().map(shown).collect()
}

/// A figure in short; nothing of a hidden one may be left.
fn shown(figure: &Figure) -> String {
    let numbers = [figure.value, figure.numerator, figure.denominator, figure.low, figure.high];
    if figure.status == Status::Suppressed {
        assert_eq!((numbers, &figure.text, figure.reason), ([None; 5], &None, None));
        return "hidden".to_owned();
    }
    let number = |value: Option<f64>| value.map_or("-".to_owned(), |value| value.to_string());
    match figure.low.zip(figure.high) {
        Some((low, high)) => format!("{} of {low}-{high}", number(figure.value)),
        None => number(figure.value),
    }
}

#[test]
fn a_range_is_hidden_with_what_it_would_tell() {
    use Known::{Exact, Point, Range};
    // Nothing is small: all of it is shown.
    assert_eq!(ranges(Range([90.0, 140.0]), &[Exact(50.0), Exact(90.0)]), ["- of 90-140", "50", "90"]);
    assert_eq!(ranges(Point(140.0, [90.0, 140.0]), &[Exact(50.0), Exact(90.0)]), ["140 of 90-140", "50", "90"]);
    // The least is small, the point is not; and a range without a point.
    assert_eq!(ranges(Point(7.0, [4.0, 7.0]), &[]), ["hidden"]);
    assert_eq!(ranges(Range([3.0, 20.0]), &[]), ["hidden"]);
    assert_eq!(ranges(Range([0.0, 4.0]), &[]), ["hidden"]);
    assert_eq!(ranges(Range([0.0, 20.0]), &[]), ["- of 0-20"]);
    // Largest part 90 and sum 93: the other is 3. The point alone does not tell.
    assert_eq!(ranges(Point(93.0, [90.0, 93.0]), &[Exact(3.0), Exact(90.0)]), ["93", "hidden", "hidden"]);
    assert_eq!(ranges(Range([90.0, 93.0]), &[Exact(3.0), Exact(90.0)]), ["hidden", "hidden", "hidden"]);
    // What is known of a part only as a range may be small too.
    assert_eq!(
        ranges(Exact(200.0), &[Range([2.0, 9.0]), Exact(90.0), Exact(101.0)]),
        ["200", "hidden", "hidden", "101"]
    );
}

/// What is withheld, and which figures that is.
type Rule = (Withheld, fn(&FigureKey) -> bool);

/// Rules by which something is withheld, and figures that go with it.
fn rules() -> Vec<Rule> {
    let figure = |id: &str| vec![id.parse::<FigureKey>().expect(id)];
    vec![
        (Withheld { dimensions: vec!["agency".into()], ..Withheld::default() }, |key| key.by.contains_key("agency")),
        (Withheld { indicators: vec!["BEN-D".into()], ..Withheld::default() }, |key| key.indicator == "BEN-D"),
        (Withheld { figures: figure("BEN-D@2011-10+/place=PA-4"), ..Withheld::default() }, |key| {
            key.indicator == "BEN-D" && key.by.contains_key("place")
        }),
    ]
}

#[test]
fn what_a_donor_is_not_shown_does_not_come_back_through_totals() {
    let (released, _) = Released::of(sample::issue(0), None);
    for (rule, is_hidden) in rules() {
        let own = released.withholding(&rule);
        let (all, shown) = (released.issue(), own.issue());
        assert_eq!(found(shown), Vec::<String>::new(), "{rule:?}");
        let mut hidden = 0;
        for (before, after) in all.facts.iter().zip(&shown.facts) {
            if is_hidden(&before.key) && before.status == Status::Reported {
                assert_eq!((after.status, after.value), (Status::Suppressed, None), "{}", after.key);
                hidden += 1;
            } else if !is_hidden(&before.key) {
                assert_eq!(before, after);
            }
        }
        assert!(hidden > 3, "{rule:?}");
        // Tables that say the same are without it as well.
        let told = shown.cross.iter().map(|cell| &cell.figure).chain(shown.tracking.iter().map(|row| &row.to_date));
        assert!(told.filter(|figure| is_hidden(&figure.key)).all(|figure| figure.value.is_none()), "{rule:?}");
        let changes = shown.changes.iter().flatten().filter(|change| is_hidden(&change.key));
        assert!(changes.into_iter().all(|change| change.hidden && change.old.is_none() && change.new.is_none()));
        let by_agency = rule.dimensions.contains(&"agency".to_owned());
        if by_agency || rule.indicators.contains(&"BEN-D".to_owned()) {
            assert!(shown.overlap.iter().all(|row| row.status == Status::Suppressed && row.people == 0));
        }
        let reconciled = shown.reconciliation.as_ref();
        assert_eq!(reconciled.is_none(), rule.indicators.contains(&"BEN-D".to_owned()));
        let counts = reconciled.iter().flat_map(|own| &own.agencies);
        assert!(counts.filter(|_| by_agency).all(|row| (row.gross, row.unique, row.only_here) == (None, None, None)));
    }
    assert_eq!(released.withholding(&Withheld::default()), released);
}
