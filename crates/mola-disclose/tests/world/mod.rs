//! Issues of random programmes, counted person by person. Everyone in them is invented.

use mola_model::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

pub const PLACES: [&str; 3] = ["N", "S", "W"];
pub const AGENCIES: [&str; 3] = ["A", "B", "C"];
pub const SECTORS: [&str; 2] = ["farm", "shop"];

/// Someone took part.
#[derive(Debug, Clone)]
pub struct Taking {
    pub month: i32,
    pub agency: usize,
    pub place: usize,
    pub sector: usize,
}

/// Someone, with all that they took part in.
#[derive(Debug, Clone)]
pub struct Person {
    pub is_woman: bool,
    pub income: u32,
    pub takings: Vec<Taking>,
}

/// People of whom most are with one agency in one place.
pub fn people(most: usize) -> impl Strategy<Value = Vec<Person>> {
    let rarely = |range: std::ops::Range<usize>| prop_oneof![3 => Just(0), 1 => range];
    let taking = (0..4_i32, rarely(0..3), rarely(0..3), rarely(0..2));
    let taking = taking.prop_map(|(month, agency, place, sector)| Taking { month, agency, place, sector });
    let person = (any::<bool>(), 0..50_u32, prop::collection::vec(taking, 1..4), 0..6_u8);
    let person = person.prop_map(|(is_woman, income, mut takings, roams)| {
        let first = takings[0].clone();
        if roams > 0 {
            takings.iter_mut().for_each(|own| *own = Taking { month: own.month, ..first });
        }
        Person { is_woman, income, takings }
    });
    prop::collection::vec(person, 0..most)
}

pub fn start() -> Month {
    Month::new(2011, 1).expect("a month")
}

pub fn period(month: i32) -> Period {
    Period::month(start().plus(month))
}

fn labels(text: &str) -> Labels {
    Labels { es: Some(text.into()), en: Some(text.into()), fr: Some(text.into()) }
}

fn indicator(code: &str, computation: Computation) -> Indicator {
    Indicator {
        code: code.to_owned(),
        level: Level::Output,
        output: None,
        label: labels(code),
        unit: labels(""),
        decimals: 0,
        computation,
        time: AxisRule::Distinct,
        place: AxisRule::Distinct,
        agency: AxisRule::Distinct,
        disaggregation: AxisRule::Distinct,
        treatment: Treatment::default(),
        baseline: None,
        target: None,
        milestones: Vec::new(),
        direction: Direction::Rising,
        measurable_from: None,
        dimensions: vec!["sex".into(), "sector".into()],
        responsible: None,
        verification: labels(""),
    }
}

fn programme(threshold: u32) -> Programme {
    let place = |code: &&str| Place { code: (*code).to_owned(), parent: None, label: labels(code) };
    let agency =
        |code: &&str| Agency { code: (*code).to_owned(), name: labels(code), language: mola_finding::Language::Es };
    Programme {
        code: "T".into(),
        name: labels("T"),
        contact: String::new(),
        note: labels(""),
        window: Window { first: start(), last: start().plus(11) },
        cut_off_days: 30,
        currency: "USD".into(),
        rates: Rates::default(),
        units: Vec::new(),
        agencies: AGENCIES.iter().map(agency).collect(),
        sources: Vec::new(),
        places: PLACES.iter().map(place).collect(),
        dimensions: Vec::new(),
        outputs: Vec::new(),
        indicators: vec![
            indicator("PEO", Computation::Unique { beneficiary: Kind::Person, filter: Filter::new() }),
            indicator(
                "INC",
                Computation::Mean { measure: "income".into(), beneficiary: Kind::Person, filter: Filter::new() },
            ),
            indicator("RAT", Computation::Ratio),
        ],
        headline: vec!["PEO".into()],
        people: Some("PEO".into()),
        small_cells_below: threshold,
        hide_zeros: false,
        on_track: 0.9,
        at_risk: 0.7,
    }
}

fn figure(key: FigureKey, value: f64) -> Figure {
    Figure {
        key,
        status: Status::Reported,
        value: Some(value),
        numerator: None,
        denominator: None,
        low: None,
        high: None,
        text: None,
        reason: None,
        reporters: None,
        records: value as u64,
        estimated: false,
    }
}

/// Whether a person is in a figure.
fn is_in(person: &Person, key: &FigureKey) -> bool {
    let window = key.window(start());
    let code = |dimension: &str, own: &str| key.by.get(dimension).is_none_or(|code| code == own);
    code("sex", if person.is_woman { "F" } else { "M" })
        && person.takings.iter().any(|own| {
            window.contains(start().plus(own.month))
                && code("agency", AGENCIES[own.agency])
                && code("place", PLACES[own.place])
                && code("sector", SECTORS[own.sector])
        })
}

fn counted(people: &[Person], key: FigureKey) -> Figure {
    let value = people.iter().filter(|person| is_in(person, &key)).count() as f64;
    figure(key, value)
}

fn mean(people: &[Person], key: FigureKey) -> Option<Figure> {
    let own: Vec<f64> = people.iter().filter(|p| is_in(p, &key)).map(|p| f64::from(p.income)).collect();
    let (sum, n) = (own.iter().sum::<f64>(), own.len() as f64);
    (n > 0.0).then(|| Figure { numerator: Some(sum), denominator: Some(n), ..figure(key, sum / n) })
}

/// The share of those with an income, of all.
fn share(people: &[Person], key: FigureKey) -> Option<Figure> {
    let own: Vec<&Person> = people.iter().filter(|p| is_in(p, &key)).collect();
    let (over, n) = (own.iter().filter(|p| p.income > 20).count() as f64, own.len() as f64);
    (n > 0.0).then(|| Figure { numerator: Some(over), denominator: Some(n), ..figure(key, over / n) })
}

/// Every choice of codes of place, sector and sex, all of each among them.
fn cuts() -> Vec<BTreeMap<String, String>> {
    let mut cuts = vec![BTreeMap::new()];
    for (dimension, codes) in [("place", &PLACES[..]), ("sector", &SECTORS[..]), ("sex", &["F", "M"][..])] {
        let narrowed = |cut: &BTreeMap<String, String>| {
            let with = |code: &&str| {
                let mut cut = cut.clone();
                cut.insert(dimension.to_owned(), (*code).to_owned());
                cut
            };
            codes.iter().map(with).collect::<Vec<_>>()
        };
        let more: Vec<_> = cuts.iter().flat_map(narrowed).collect();
        cuts.extend(more);
    }
    cuts
}

fn facts(people: &[Person], month: i32) -> Vec<Figure> {
    let whole = |code: &str| FigureKey::to_date(code, period(month));
    let mut facts = Vec::new();
    for by in cuts() {
        let count = counted(people, FigureKey { by: by.clone(), ..whole("PEO") });
        // A combination of several codes that nobody has is no figure.
        facts.extend((count.value != Some(0.0) || by.len() < 2).then_some(count));
        if by.len() < 2 {
            facts.extend(mean(people, FigureKey { by: by.clone(), ..whole("INC") }));
            facts.extend(share(people, FigureKey { by, ..whole("RAT") }));
        }
    }
    facts.extend(AGENCIES.map(|agency| counted(people, whole("PEO").by("agency", agency))));
    for at in 0..=month {
        facts.extend((at < month).then(|| counted(people, FigureKey::to_date("PEO", period(at)))));
        facts.push(counted(people, FigureKey::in_period("PEO", period(at))));
        let by_agency = AGENCIES.map(|a| counted(people, FigureKey::in_period("PEO", period(at)).by("agency", a)));
        facts.extend(by_agency.into_iter().filter(|figure| figure.value != Some(0.0)));
    }
    facts.sort_by(|one, other| one.key.cmp(&other.key));
    facts
}

/// The agencies that a person is with by the end of a month.
fn agencies_of(person: &Person, month: i32) -> BTreeSet<usize> {
    person.takings.iter().filter(|own| own.month <= month).map(|own| own.agency).collect()
}

fn reconciliation(people: &[Person], month: i32) -> Reconciliation {
    let of: Vec<BTreeSet<usize>> = people.iter().map(|person| agencies_of(person, month)).collect();
    let months = |person: &Person, agency: usize| {
        let own = person.takings.iter().filter(|own| own.month <= month && own.agency == agency);
        own.map(|own| own.month).collect::<BTreeSet<_>>().len() as u64
    };
    let agencies: Vec<AgencyCount> = (0..AGENCIES.len())
        .map(|at| AgencyCount {
            agency: AGENCIES[at].to_owned(),
            gross: Some(people.iter().map(|person| months(person, at)).sum()),
            unique: Some(of.iter().filter(|own| own.contains(&at)).count() as u64),
            only_here: Some(of.iter().filter(|own| own.len() == 1 && own.contains(&at)).count() as u64),
        })
        .collect();
    let gross: u64 = agencies.iter().filter_map(|own| own.gross).sum();
    let by_agency: u64 = agencies.iter().filter_map(|own| own.unique).sum();
    let unique = of.iter().filter(|own| !own.is_empty()).count() as u64;
    Reconciliation { gross, repeated: gross - by_agency, shared: by_agency - unique, unique, agencies }
}

fn overlap(people: &[Person], month: i32) -> Vec<Overlap> {
    let of: Vec<BTreeSet<usize>> = people.iter().map(|person| agencies_of(person, month)).collect();
    let pair = |(one, two): (usize, usize)| Overlap {
        first: AGENCIES[one].to_owned(),
        second: AGENCIES[two].to_owned(),
        people: of.iter().filter(|own| own.contains(&one) && own.contains(&two)).count() as u64,
        status: Status::Reported,
    };
    [(0, 1), (0, 2), (1, 2)].map(pair).to_vec()
}

/// The issue to the end of a month.
pub fn issue(people: &[Person], month: i32, threshold: u32) -> Issue {
    Issue {
        programme: programme(threshold),
        period: period(month),
        window: Window { first: start(), last: start().plus(month) },
        as_of: Default::default(),
        provisional: false,
        headline: vec!["PEO".into()],
        tracking: Vec::new(),
        reconciliation: Some(reconciliation(people, month)),
        cross: Vec::new(),
        completeness: Completeness { months: Vec::new(), rows: Vec::new(), completeness: None, timeliness: None },
        overlap: overlap(people, month),
        money: Money::default(),
        changes: None,
        since: None,
        findings: Vec::new(),
        sources: Vec::new(),
        facts: facts(people, month),
    }
}
