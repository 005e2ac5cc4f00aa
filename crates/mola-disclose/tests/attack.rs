//! Whoever solves two issues finds nothing that is hidden to within less than the threshold.

mod attacker;
mod world;

use attacker::Attacker;
use mola_disclose::Released;
use mola_model::{FigureKey, Issue, Span, Status};
use proptest::prelude::*;
use world::{Person, issue, people};

/// Two issues of the same people, of two months in a row, as they leave.
fn issued(people: &[Person], month: i32, threshold: u32) -> [Issue; 2] {
    let (first, told) = Released::of(issue(people, month, threshold), None);
    let (second, _) = Released::of(issue(people, month + 1, threshold), Some(&told));
    [first.issue().clone(), second.issue().clone()]
}

fn attack([first, second]: &[Issue; 2], threshold: u32) -> Vec<String> {
    let mut attacker = Attacker::default();
    attacker.opens("1", first);
    attacker.opens("2", second);
    attacker.compares(("1", first), ("2", second));
    attacker.finds(f64::from(threshold))
}

/// Counts to date of one thing, shown by both issues, that a small group lies between.
fn small_steps([first, second]: &[Issue; 2], threshold: u32) -> Vec<String> {
    let count = |issue: &Issue, key: &FigureKey| issue.figure(key).filter(|f| f.status == Status::Reported)?.value;
    let mut found = Vec::new();
    for fact in first.facts.iter().filter(|f| f.key.indicator == "PEO" && f.key.span == Span::ToDate) {
        let now = FigureKey { period: second.period, ..fact.key.clone() };
        if let (Some(old), Some(new)) = (count(first, &fact.key), count(second, &now))
            && new != old
            && (new - old).abs() < f64::from(threshold)
        {
            found.push(format!("{now}: {old} to {new}"));
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    #[test]
    fn nothing_hidden_is_found(people in people(120), month in 0..3_i32, threshold in 2..12_u32) {
        let issues = issued(&people, month, threshold);
        prop_assert_eq!(attack(&issues, threshold), Vec::<String>::new());
        prop_assert_eq!(small_steps(&issues, threshold), Vec::<String>::new());
    }
}

fn taking(month: i32, agency: usize, place: usize) -> world::Taking {
    world::Taking { month, agency, place, sector: 0 }
}

/// So many women and men who did the same once.
fn crowd(women: usize, men: usize, own: &world::Taking) -> Vec<Person> {
    let person = |is_woman| Person { is_woman, income: 30, takings: vec![own.clone()] };
    (0..women + men).map(|at| person(at < women)).collect()
}

/// Both issues of a crowd withstand the attack; gives the second.
fn check(people: &[Person], threshold: u32) -> Issue {
    let issues = issued(people, 1, threshold);
    assert_eq!(attack(&issues, threshold), Vec::<String>::new());
    assert_eq!(small_steps(&issues, threshold), Vec::<String>::new());
    let [_, second] = issues;
    second
}

fn shown(issue: &Issue, figure: &str) -> Option<f64> {
    issue.figure(&figure.parse().expect(figure)).expect(figure).value
}

#[test]
fn one_woman_among_many_men_is_not_found() {
    let issue = check(&crowd(1, 60, &taking(0, 0, 0)), 10);
    assert_eq!(shown(&issue, "PEO@2011-03+"), Some(61.0));
    assert_eq!(shown(&issue, "PEO@2011-03+/sex=F"), None);
    assert_eq!(shown(&issue, "PEO@2011-03+/sex=M"), None);
}

#[test]
fn a_few_who_came_in_a_month_are_not_found_by_comparing_issues() {
    let people = [crowd(30, 40, &taking(0, 0, 0)), crowd(2, 1, &taking(2, 0, 0))].concat();
    let [first, second] = issued(&people, 1, 10);
    assert_eq!(shown(&first, "PEO@2011-02+"), Some(70.0));
    assert_eq!(shown(&second, "PEO@2011-03+"), None, "73 after 70");
    let more = [people, crowd(20, 20, &taking(2, 0, 0))].concat();
    assert_eq!(shown(&check(&more, 10), "PEO@2011-03+"), Some(113.0));
}

#[test]
fn of_two_months_in_one_report_the_earlier_is_hidden() {
    let people = [crowd(30, 40, &taking(0, 0, 0)), crowd(2, 1, &taking(1, 0, 0))].concat();
    let (first, _) = Released::of(issue(&people, 1, 10), None);
    assert_eq!(shown(first.issue(), "PEO@2011-02+"), Some(73.0));
    assert_eq!(shown(first.issue(), "PEO@2011-01+"), None);
}

#[test]
fn the_few_with_two_agencies_are_not_found() {
    let mut people = [crowd(40, 40, &taking(0, 0, 0)), crowd(30, 30, &taking(0, 1, 0))].concat();
    people[0].takings.push(taking(0, 1, 0));
    let issue = check(&people, 10);
    assert_eq!(issue.overlap[0].status, Status::Suppressed);
    assert!(issue.reconciliation.is_none(), "what is removed is one person");
}

#[test]
fn few_of_whom_a_share_is_told_are_not_found() {
    let mut people = crowd(40, 40, &taking(0, 0, 0));
    people[0].income = 0;
    let issue = check(&people, 10);
    // 79 of 80: the rest is one person.
    assert_eq!(shown(&issue, "RAT@2011-03+"), None);
}

#[test]
fn without_small_counts_nothing_is_hidden() {
    let people = [crowd(40, 40, &taking(0, 0, 0)), crowd(30, 30, &taking(0, 1, 1))].concat();
    let issue = check(&people, 10);
    assert!(issue.facts.iter().all(|fact| fact.status == Status::Reported));
}

#[test]
fn the_attacker_finds_what_is_hidden_carelessly() {
    let mut issues = issued(&crowd(40, 40, &taking(0, 0, 0)), 1, 0);
    for key in ["PEO@2011-03+/sex=F", "PEO@2011-02+/sex=M"] {
        let key = key.parse().expect("a figure");
        for fact in issues.iter_mut().flat_map(|issue| &mut issue.facts).filter(|fact| fact.key == key) {
            (fact.status, fact.value) = (Status::Suppressed, None);
        }
    }
    assert!(attack(&issues, 10).len() >= 2);
}
