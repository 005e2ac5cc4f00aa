//! How long hiding takes in a large issue: `cargo run --release -p mola-disclose --example large -- 2500`
//! makes one of so many districts by sector and sex, with all margins, in which many counts are small.
//! All of it is invented.

use mola_disclose::Released;
use mola_model::*;
use std::collections::BTreeMap;
use std::time::Instant;

const PROVINCES: usize = 4;

fn labels(text: &str) -> Labels {
    Labels { es: Some(text.into()), en: Some(text.into()), fr: Some(text.into()) }
}

fn indicator() -> Indicator {
    Indicator {
        code: "PEO".into(),
        level: Level::Output,
        output: None,
        label: labels("PEO"),
        unit: labels(""),
        decimals: 0,
        computation: Computation::Unique { beneficiary: Kind::Person, filter: Filter::new() },
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
        dimensions: Vec::new(),
        responsible: None,
        verification: labels(""),
    }
}

fn programme(districts: usize) -> Programme {
    let province = |at: usize| Place { code: format!("P{at}"), parent: None, label: labels("") };
    let district =
        |at: usize| Place { code: format!("D{at}"), parent: Some(format!("P{}", at % PROVINCES)), label: labels("") };
    let start = Month::new(2011, 1).expect("a month");
    Programme {
        code: "T".into(),
        name: labels("T"),
        contact: String::new(),
        note: labels(""),
        window: Window { first: start, last: start.plus(11) },
        cut_off_days: 30,
        currency: "USD".into(),
        rates: Rates::default(),
        units: Vec::new(),
        agencies: Vec::new(),
        sources: Vec::new(),
        places: (0..PROVINCES).map(province).chain((0..districts).map(district)).collect(),
        dimensions: Vec::new(),
        outputs: Vec::new(),
        indicators: vec![indicator()],
        headline: Vec::new(),
        people: None,
        small_cells_below: 10,
        hide_zeros: false,
        on_track: 0.9,
        at_risk: 0.7,
    }
}

/// Counts of which half are small, a few are zero, and some are large; each with all its margins.
fn facts(districts: usize, period: Period) -> Vec<Figure> {
    let mut seed: u64 = 20_111_031;
    let mut next = move |limit: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % limit
    };
    let mut sums: BTreeMap<FigureKey, f64> = BTreeMap::new();
    for district in 0..districts {
        for sector in 0..5 {
            for sex in ["F", "M", "?"] {
                let most = [3, 12, 12, 40, 200][next(5) as usize];
                let count = next(most) as f64;
                let places = [format!("D{district}"), format!("P{}", district % PROVINCES)];
                for place in places.iter().map(Some).chain([None]) {
                    for sector in [Some(format!("S{sector}")), None] {
                        for sex in [Some(sex), None] {
                            let mut key = FigureKey::to_date("PEO", period);
                            let codes = [
                                ("place", place.cloned()),
                                ("sector", sector.clone()),
                                ("sex", sex.map(str::to_owned)),
                            ];
                            for (dimension, code) in codes {
                                key.by.extend(code.map(|code| (dimension.to_owned(), code)));
                            }
                            *sums.entry(key).or_default() += count;
                        }
                    }
                }
            }
        }
    }
    let figure = |(key, value): (FigureKey, f64)| Figure {
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
    };
    sums.into_iter().map(figure).collect()
}

fn issue(districts: usize, period: Period) -> Issue {
    let programme = programme(districts);
    Issue {
        window: Window { first: programme.window.first, last: period.last() },
        programme,
        period,
        as_of: Default::default(),
        provisional: false,
        headline: Vec::new(),
        tracking: Vec::new(),
        reconciliation: None,
        cross: Vec::new(),
        completeness: Completeness { months: Vec::new(), rows: Vec::new(), completeness: None, timeliness: None },
        overlap: Vec::new(),
        money: Money::default(),
        changes: None,
        since: None,
        findings: Vec::new(),
        sources: Vec::new(),
        facts: facts(districts, period),
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    use std::io::Write;
    let districts = std::env::args().nth(1).as_deref().unwrap_or("2500").parse()?;
    let issue = issue(districts, "2011-10".parse()?);
    let facts = issue.facts.len();
    let start = Instant::now();
    let (_, told) = Released::of(issue, None);
    let taken = start.elapsed();
    let hidden = told.hidden();
    let small = hidden.iter().filter(|own| own.reason == mola_disclose::Reason::Small).count();
    writeln!(std::io::stdout(), "{facts} facts, {small} small, {} hidden, {} ms", hidden.len(), taken.as_millis())?;
    Ok(())
}
