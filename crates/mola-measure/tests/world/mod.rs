//! An invented programme for tests of measuring.

use mola_model::*;

/// Who reports.
pub const AGENCIES: [&str; 3] = ["undp", "fao", "unwto"];
/// Where.
pub const PLACES: [&str; 2] = ["PA-2", "PA-4"];
/// The codes of sex.
pub const SEXES: [&str; 2] = ["F", "M"];
/// The codes of sector.
pub const SECTORS: [&str; 3] = ["agriculture", "crafts", "tourism"];

/// A month of 2011.
pub fn month(number: i32) -> Month {
    Month::new(2011, number as u32).expect("a month")
}

/// An indicator that is broken down by sex and sector.
pub fn indicator(code: &str, computation: Computation) -> Indicator {
    Indicator {
        code: code.to_owned(),
        level: Level::Output,
        output: None,
        label: Labels::same(code),
        unit: Labels::same("1"),
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
        dimensions: vec!["sex".to_owned(), "sector".to_owned()],
        responsible: None,
        verification: Labels::default(),
    }
}

/// The programme: people, hours, income.
pub fn programme() -> Programme {
    let codes = |all: &[&str]| {
        let code = |c: &&str| DimensionCode { code: (*c).to_owned(), label: Labels::same(*c) };
        all.iter().map(code).collect::<Vec<_>>()
    };
    let dimension = |code: &str, all: &[&str]| Dimension {
        code: code.to_owned(),
        label: Labels::same(code),
        codes: codes(all),
        subset: false,
    };
    let agency =
        |c: &&str| Agency { code: (*c).to_owned(), name: Labels::same(*c), language: mola_finding::Language::Es };
    let place = |c: &&str| mola_model::Place { code: (*c).to_owned(), parent: None, label: Labels::same(*c) };
    let none = Filter::new;
    Programme {
        code: "TEST".to_owned(),
        name: Labels::same("invented"),
        contact: String::new(),
        note: Labels::default(),
        window: Window { first: month(1), last: month(12) },
        cut_off_days: 30,
        currency: "USD".to_owned(),
        rates: Rates::default(),
        units: Vec::new(),
        agencies: AGENCIES.iter().map(agency).collect(),
        sources: Vec::new(),
        places: PLACES.iter().map(place).collect(),
        dimensions: vec![dimension("sex", &SEXES), dimension("sector", &SECTORS)],
        outputs: Vec::new(),
        indicators: vec![
            indicator("PEO", Computation::Unique { beneficiary: Kind::Person, filter: none() }),
            indicator("HRS", Computation::Sum { measure: Some("hours".to_owned()), filter: none() }),
            indicator(
                "INC",
                Computation::Mean { measure: "income".to_owned(), beneficiary: Kind::Person, filter: none() },
            ),
        ],
        headline: Vec::new(),
        people: Some("PEO".to_owned()),
        small_cells_below: 0,
        hide_zeros: false,
        on_track: 0.9,
        at_risk: 0.7,
    }
}
