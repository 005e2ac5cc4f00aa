//! A rich issue made in code. All programmes, people and amounts in it are invented.

use chrono::{NaiveDate, NaiveDateTime};
use mola_finding::{CellAddress, Code, Finding, Language, Place as FindingPlace};
use mola_model::*;
use std::collections::{BTreeMap, BTreeSet};

const AGENCIES: [(&str, &str); 6] = [
    ("undp", "PNUD"),
    ("fao", "FAO"),
    ("unido", "ONUDI"),
    ("unctad", "UNCTAD"),
    ("unwto", "OMT"),
    ("mides", "Contraparte nacional"),
];
const PLACES: [(&str, &str); 4] = [("PA-2", "Coclé"), ("PA-4", "Chiriquí"), ("PA-6", "Herrera"), ("PA-9", "Veraguas")];
const SECTORS: [(&str, &str, &str, &str); 3] = [
    ("agriculture", "Agricultura", "Agriculture", "Agriculture"),
    ("handicraft", "Artesanía", "Handicraft", "Artisanat"),
    ("tourism", "Turismo", "Tourism", "Tourisme"),
];
const MONTHS: i32 = 10;

fn labels(es: &str, en: &str, fr: &str) -> Labels {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Labels { es: some(es), en: some(en), fr: some(fr) }
}

/// The day-time `2011-MM-DD hh:00`.
pub fn moment(month: u32, day: u32, hour: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2011, month, day).and_then(|d| d.and_hms_opt(hour, 0, 0)).expect("a moment")
}

fn start() -> Month {
    Month::new(2011, 1).expect("a month")
}

fn october() -> Period {
    "2011-10".parse().expect("a period")
}

/// One report of one person.
#[derive(Clone)]
struct Taking {
    person: usize,
    agency: &'static str,
    month: Month,
    place: &'static str,
    sex: &'static str,
    sector: &'static str,
}

/// Invented people, some with several agencies, in several months, in two provinces.
fn takings() -> Vec<Taking> {
    let mut seed: u64 = 20_111_031;
    let mut next = move |limit: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % limit
    };
    let mut takings = Vec::new();
    for person in 0..620 {
        let home = AGENCIES[next(5)].0;
        let (place, sector) = (PLACES[[0, 1, 1, 2, 3, 3, 3][next(7)]].0, SECTORS[[0, 0, 1, 1, 1, 2][next(6)]].0);
        let sex = ["F", "F", "F", "M", "M", if next(12) == 0 { "?" } else { "F" }][next(6)];
        for turn in 0..1 + next(3) {
            let agency = if turn > 0 && next(3) == 0 { AGENCIES[next(6)].0 } else { home };
            let place = if turn > 0 && next(20) == 0 { "PA-2" } else { place };
            takings.push(Taking { person, agency, month: start().plus(next(10) as i32), place, sex, sector });
        }
    }
    takings
}

fn distinct<'a>(takings: impl Iterator<Item = &'a Taking>) -> u64 {
    takings.map(|t| t.person).collect::<BTreeSet<_>>().len() as u64
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
        records: value as u64 + 3,
        estimated: false,
    }
}

fn without(key: FigureKey, status: Status) -> Figure {
    Figure { status, value: None, records: 0, ..figure(key, 0.0) }
}

fn count(takings: &[Taking], key: FigureKey) -> Figure {
    let window = key.window(start());
    let code = |d: &str| key.by.get(d).map(String::as_str);
    let fits = |t: &&Taking| {
        window.contains(t.month)
            && code("place").is_none_or(|c| c == t.place)
            && code("sex").is_none_or(|c| c == t.sex)
            && code("sector").is_none_or(|c| c == t.sector)
            && code("agency").is_none_or(|c| c == t.agency)
    };
    let value = distinct(takings.iter().filter(fits)) as f64;
    figure(key, value)
}

fn dimension(code: &str, label: Labels, codes: &[(&str, Labels)]) -> Dimension {
    let codes = codes.iter().map(|(c, l)| DimensionCode { code: (*c).to_owned(), label: l.clone() }).collect();
    Dimension { code: code.to_owned(), label, codes, subset: false }
}

fn indicator(code: &str, names: [&str; 3], units: [&str; 3], decimals: u8, computation: Computation) -> Indicator {
    Indicator {
        code: code.to_owned(),
        level: Level::Outcome,
        output: Some("E1".to_owned()),
        label: labels(names[0], names[1], names[2]),
        unit: labels(units[0], units[1], units[2]),
        decimals,
        computation,
        time: AxisRule::Distinct,
        place: AxisRule::Distinct,
        agency: AxisRule::Distinct,
        disaggregation: AxisRule::Distinct,
        treatment: mola_model::Treatment::default(),
        baseline: Some(Baseline { value: 0.0, period: "2010".parse().expect("a year") }),
        target: None,
        milestones: Vec::new(),
        direction: Direction::Rising,
        measurable_from: None,
        dimensions: vec!["sex".to_owned(), "sector".to_owned()],
        responsible: Some("undp".to_owned()),
        verification: labels(
            "Registros de asistencia y visitas",
            "Attendance and visit registers",
            "Registres de présence et de visite",
        ),
    }
}

fn unique(kind: Kind) -> Computation {
    Computation::Unique { beneficiary: kind, filter: BTreeMap::new() }
}

fn counts() -> Vec<Indicator> {
    let people = ["personas", "people", "personnes"];
    vec![
        Indicator {
            target: Some(800.0),
            ..indicator(
                "BEN-D",
                ["Personas beneficiarias directas", "People reached directly", "Personnes bénéficiaires directes"],
                people,
                0,
                unique(Kind::Person),
            )
        },
        Indicator {
            target: Some(2400.0),
            ..indicator(
                "BEN-I",
                [
                    "Personas beneficiarias indirectas",
                    "People reached indirectly",
                    "Personnes bénéficiaires indirectes",
                ],
                people,
                0,
                Computation::Indirect,
            )
        },
        Indicator {
            target: Some(80.0),
            ..indicator(
                "INST",
                ["Instituciones apoyadas", "Institutions supported", "Institutions appuyées"],
                ["instituciones", "institutions", "institutions"],
                0,
                unique(Kind::Institution),
            )
        },
        Indicator {
            target: Some(120.0),
            ..indicator(
                "EMP-MKT",
                [
                    "Microempresas con nuevo acceso a mercados",
                    "Micro-enterprises with new market access",
                    "Microentreprises ayant un nouvel accès aux marchés",
                ],
                ["empresas", "enterprises", "entreprises"],
                0,
                unique(Kind::Enterprise),
            )
        },
        Indicator {
            target: Some(30.0),
            ..indicator(
                "NET",
                [
                    "Redes de microempresas que hacen negocios juntas",
                    "Networks of micro-enterprises that do business together",
                    "Réseaux de microentreprises qui font affaire ensemble",
                ],
                ["redes", "networks", "réseaux"],
                0,
                unique(Kind::Network),
            )
        },
    ]
}

fn measured() -> Vec<Indicator> {
    vec![
        Indicator {
            target: Some(9000.0),
            ..indicator(
                "HRS",
                ["Horas de capacitación", "Training hours", "Heures de formation"],
                ["horas", "hours", "heures"],
                1,
                Computation::Sum { measure: Some("hours".into()), filter: BTreeMap::new() },
            )
        },
        Indicator {
            target: Some(0.6),
            ..indicator(
                "ACC",
                [
                    "Empresas capacitadas que llevan contabilidad",
                    "Trained enterprises that keep accounts",
                    "Entreprises formées qui tiennent une comptabilité",
                ],
                ["% de empresas", "% of enterprises", "% d'entreprises"],
                1,
                Computation::Ratio,
            )
        },
        indicator(
            "INC",
            [
                "Ingreso mensual medio de personas capacitadas",
                "Average monthly income of trained people",
                "Revenu mensuel moyen des personnes formées",
            ],
            ["USD", "USD", "USD"],
            2,
            Computation::Mean { measure: "income".into(), beneficiary: Kind::Person, filter: BTreeMap::new() },
        ),
        Indicator {
            target: Some(3.2),
            measurable_from: Some("2011-12".parse().expect("a period")),
            ..indicator(
                "YLD",
                [
                    "Rendimiento agrícola tras la cosecha",
                    "Agricultural yield after the harvest",
                    "Rendement agricole après la récolte",
                ],
                ["t/ha", "t/ha", "t/ha"],
                2,
                Computation::Stock { measure: None, filter: BTreeMap::new() },
            )
        },
        Indicator {
            target: Some(0.9),
            ..indicator(
                "DLV",
                ["Tasa de ejecución", "Delivery rate", "Taux d'exécution"],
                ["%", "%", "%"],
                1,
                Computation::Rate { numerator: MoneyFlow::Disbursed, denominator: MoneyFlow::Planned },
            )
        },
    ]
}

fn indicators() -> Vec<Indicator> {
    let mut list = counts();
    list.extend(measured());
    for i in &mut list {
        i.milestones = i
            .target
            .map(|t| Target { period: "2011-12".parse().expect("a period"), value: t * 0.9 })
            .into_iter()
            .collect();
    }
    list
}

fn programme(threshold: u32) -> Programme {
    let source = |name: &str, agency: &str, cycle| Source {
        name: name.into(),
        agency: agency.into(),
        cycle,
        year_starts: 1,
        due_days: 15,
        from: None,
        until: None,
    };
    Programme {
        code: "INV-0001".into(),
        name: labels(
            "Red de Oportunidades Empresariales (datos inventados)",
            "Entrepreneurial Opportunities Network (invented data)",
            "Réseau d'opportunités entrepreneuriales (données inventées)",
        ),
        contact: "unidad.coordinacion@example.org".into(),
        note: labels(
            "Todas las personas, empresas y montos de este informe son inventados.",
            "All people, enterprises and amounts in this report are invented.",
            "Toutes les personnes, entreprises et sommes de ce rapport sont inventées.",
        ),
        window: Window { first: start(), last: Month::new(2012, 12).expect("a month") },
        cut_off_days: 30,
        currency: "USD".into(),
        rates: Rates::default(),
        units: Vec::new(),
        agencies: AGENCIES
            .iter()
            .map(|(c, n)| Agency { code: (*c).into(), name: Labels::same(*n), language: Language::Es })
            .collect(),
        sources: vec![source("undp-registro", "undp", Cycle::Monthly), source("fao-visitas", "fao", Cycle::Quarterly)],
        places: PLACES
            .iter()
            .map(|(c, n)| Place { code: (*c).into(), parent: None, label: Labels::same(*n) })
            .collect(),
        dimensions: vec![
            dimension(
                "sex",
                labels("Sexo", "Sex", "Sexe"),
                &[("F", labels("Mujeres", "Women", "Femmes")), ("M", labels("Hombres", "Men", "Hommes"))],
            ),
            dimension(
                "sector",
                labels("Sector", "Sector", "Secteur"),
                &SECTORS.map(|(c, es, en, fr)| (c, labels(es, en, fr))),
            ),
        ],
        outputs: vec![
            Output {
                code: "E1".into(),
                label: labels(
                    "Capacidades empresariales fortalecidas en comunidades pobres",
                    "Entrepreneurial capacities strengthened in poor communities",
                    "Capacités entrepreneuriales renforcées dans les communautés pauvres",
                ),
            },
            Output {
                code: "P2".into(),
                label: labels(
                    "Acceso a mercados y redes",
                    "Access to markets and networks",
                    "Accès aux marchés et réseaux",
                ),
            },
        ],
        indicators: indicators(),
        headline: ["BEN-D", "BEN-I", "INST", "EMP-MKT", "NET", "ACC"].map(String::from).to_vec(),
        people: Some("BEN-D".into()),
        small_cells_below: threshold,
        hide_zeros: false,
        on_track: 0.9,
        at_risk: 0.7,
    }
}

/// Combinations of place, sex and sector, each a code or all.
fn combinations(codes: &[Vec<&'static str>; 3]) -> Vec<[Option<&'static str>; 3]> {
    let with_all = |codes: &[&'static str]| codes.iter().copied().map(Some).chain([None]).collect::<Vec<_>>();
    let mut out = Vec::new();
    for place in with_all(&codes[0]) {
        for sex in with_all(&codes[1]) {
            out.extend(with_all(&codes[2]).into_iter().map(|sector| [place, sex, sector]));
        }
    }
    out
}

fn cross(takings: &[Taking]) -> Vec<CrossCell> {
    let codes = [PLACES.map(|p| p.0).to_vec(), vec!["F", "M", "?"], SECTORS.map(|s| s.0).to_vec()];
    let cell = |[place, sex, sector]: [Option<&str>; 3]| {
        let mut key = FigureKey::to_date("BEN-D", october());
        for (dimension, code) in [("place", place), ("sex", sex), ("sector", sector)] {
            key = code.map_or(key.clone(), |code| key.clone().by(dimension, code));
        }
        CrossCell {
            place: place.map(Into::into),
            sex: sex.map(Into::into),
            sector: sector.map(Into::into),
            figure: count(takings, key),
        }
    };
    combinations(&codes).into_iter().map(cell).filter(|c| c.figure.value != Some(0.0)).collect()
}

fn facts(takings: &[Taking]) -> Vec<Figure> {
    let mut facts: Vec<Figure> = cross(takings).into_iter().map(|c| c.figure).collect();
    for month in 0..MONTHS {
        let period = Period::month(start().plus(month));
        facts.push(count(takings, FigureKey::in_period("BEN-D", period)));
        facts.extend((period != october()).then(|| count(takings, FigureKey::to_date("BEN-D", period))));
        facts.push(figure(FigureKey::in_period("HRS", period), 612.5 + f64::from(month) * 17.25));
    }
    facts.extend(AGENCIES.map(|(a, _)| count(takings, FigureKey::to_date("BEN-D", october()).by("agency", a))));
    for (number, (place, _)) in (0..).zip(PLACES) {
        facts.push(figure(FigureKey::to_date("HRS", october()).by("place", place), 1500.0 + f64::from(number) * 210.5));
        facts.push(figure(FigureKey::to_date("EMP-MKT", october()).by("place", place), f64::from(20 + number * 9)));
        let mut ratio = figure(FigureKey::to_date("ACC", october()).by("place", place), 0.5 + f64::from(number) * 0.03);
        (ratio.numerator, ratio.denominator) = (Some(f64::from(20 + number)), Some(40.0));
        facts.push(ratio);
    }
    facts.push(without(FigureKey::to_date("YLD", october()), Status::NotYetDue));
    facts.sort_by(|a, b| a.key.cmp(&b.key));
    facts
}

fn tracking(programme: &Programme, takings: &[Taking]) -> Vec<Tracking> {
    let fixed: BTreeMap<&str, (f64, f64, Progress)> = BTreeMap::from([
        ("BEN-I", (214.0, 2190.0, Progress::OnTrack)),
        ("INST", (4.0, 83.0, Progress::Achieved)),
        ("EMP-MKT", (9.0, 104.0, Progress::OnTrack)),
        ("NET", (2.0, 19.0, Progress::AtRisk)),
        ("HRS", (767.75, 6901.25, Progress::AtRisk)),
        ("ACC", (0.52, 0.5414, Progress::OnTrack)),
        ("INC", (251.5, 243.75, Progress::NoTarget)),
        ("DLV", (0.08, 0.412, Progress::OffTrack)),
    ]);
    let row = |i: &Indicator| {
        let (now, to_date) = (FigureKey::in_period(&i.code, october()), FigureKey::to_date(&i.code, october()));
        match fixed.get(i.code.as_str()) {
            Some((now_value, value, progress)) => {
                tracked(i, figure(now, *now_value), figure(to_date, *value), *progress, |n| {
                    Some(value * (0.3 + f64::from(n) * 0.1))
                })
            }
            None if i.code == "BEN-D" => {
                let at = |n: i32| count(takings, FigureKey::to_date("BEN-D", Period::month(start().plus(2 + n)))).value;
                tracked(i, count(takings, now), count(takings, to_date), Progress::AtRisk, at)
            }
            None => tracked(
                i,
                without(now, Status::NotYetDue),
                without(to_date, Status::NotYetDue),
                Progress::NotYetDue,
                |_| None,
            ),
        }
    };
    programme.indicators.iter().map(row).collect()
}

fn tracked(
    i: &Indicator,
    in_period: Figure,
    mut to_date: Figure,
    progress: Progress,
    at: impl Fn(i32) -> Option<f64>,
) -> Tracking {
    let share = |target: f64| to_date.value.map(|v| v / target);
    let none = if to_date.value.is_some() { Status::Missing } else { Status::NotYetDue };
    let trend = (0..8).map(|n| {
        // One gap: a month in which nobody reported on the income.
        let value = at(n).filter(|_| i.code != "INC" || n != 3);
        (Period::month(start().plus(2 + n)), if value.is_some() { Status::Reported } else { none }, value)
    });
    let milestone = i.milestones.first().copied();
    let (of_milestone, of_target) = (milestone.and_then(|m| share(m.value)), i.target.and_then(share));
    to_date.estimated = i.code == "BEN-I";
    to_date.denominator = match i.code.as_str() {
        "INC" => Some(212.0),
        "ACC" => Some(447.0),
        _ => None,
    };
    Tracking {
        indicator: i.code.clone(),
        in_period,
        trend: trend.collect(),
        milestone,
        of_milestone,
        of_target,
        reached: of_target
            .map(|share| if i.baseline.is_some() { Reached::FromBaseline(share) } else { Reached::OfTarget(share) }),
        to_date,
        progress,
        reporters: (5, 6),
    }
}

fn reconciliation(takings: &[Taking]) -> Reconciliation {
    let gross = |ts: &[&Taking]| ts.iter().map(|t| (t.person, t.agency, t.month)).collect::<BTreeSet<_>>().len() as u64;
    let all: Vec<&Taking> = takings.iter().collect();
    let agencies: Vec<AgencyCount> = AGENCIES
        .iter()
        .map(|(agency, _)| {
            let own: Vec<&Taking> = takings.iter().filter(|t| t.agency == *agency).collect();
            let elsewhere: BTreeSet<usize> = takings.iter().filter(|t| t.agency != *agency).map(|t| t.person).collect();
            let only_here = distinct(own.iter().copied().filter(|t| !elsewhere.contains(&t.person)));
            AgencyCount {
                agency: (*agency).into(),
                gross: Some(gross(&own)),
                unique: Some(distinct(own.iter().copied())),
                only_here: Some(only_here),
            }
        })
        .collect();
    let (gross, unique) = (gross(&all), distinct(takings.iter()));
    let by_agency: u64 = agencies.iter().filter_map(|a| a.unique).sum();
    Reconciliation { gross, repeated: gross - by_agency, shared: by_agency - unique, unique, agencies }
}

fn overlap(takings: &[Taking]) -> Vec<Overlap> {
    let with = |agency: &str| takings.iter().filter(|t| t.agency == agency).map(|t| t.person).collect::<BTreeSet<_>>();
    let pairs = (0..6).flat_map(|a| (a + 1..6).map(move |b| (AGENCIES[a].0, AGENCIES[b].0)));
    pairs
        .map(|(a, b)| Overlap {
            first: a.into(),
            second: b.into(),
            people: with(a).intersection(&with(b)).count() as u64,
            status: Status::Reported,
        })
        .collect()
}

fn completeness() -> Completeness {
    use ReportState::*;
    let months: Vec<Period> = (0..MONTHS).map(|n| Period::month(start().plus(n))).collect();
    let row = |agency: &str, source: &str, states: [ReportState; 10]| CompletenessRow {
        agency: agency.into(),
        source: source.into(),
        cells: states.map(|state| ReportCell { state, due: None, received: None }).to_vec(),
    };
    let q = NotExpected;
    let rows = vec![
        row("undp", "undp-registro", [OnTime, OnTime, OnTime, OnTime, Late, OnTime, OnTime, OnTime, OnTime, OnTime]),
        row("fao", "fao-matriz", [q, q, OnTime, q, q, Late, q, q, Missing, q]),
        row("fao", "fao-visitas", [OnTime, OnTime, Late, Late, OnTime, OnTime, Missing, OnTime, OnTime, OnTime]),
        row("unido", "unido-empresas", [OnTime; 10]),
        row("unctad", "unctad-semestre", [q, q, q, q, q, OnTime, q, q, q, q]),
        row(
            "unwto",
            "unwto-turismo",
            [OnTime, OnTime, OnTime, OnTime, OnTime, OnTime, OnTime, OnTime, Late, NotYetDue],
        ),
        row("mides", "mides-instituciones", [Late; 10]),
    ];
    Completeness { months, rows, completeness: Some(0.957), timeliness: Some(0.66) }
}

fn money() -> Money {
    let row = |output: &str, agency: &str, planned: i64, committed: i64, disbursed: Option<i64>| MoneyRow {
        output: output.into(),
        agency: agency.into(),
        planned: Some(planned * 10_000),
        committed: Some(committed * 10_000),
        disbursed: disbursed.map(|d| d * 10_000 + 2_500),
        undisbursed: disbursed.map(|d| (committed - d) * 10_000 - 2_500),
        transferred: (agency == "undp").then_some(250_000 * 10_000),
        of_transferred: disbursed.filter(|_| agency == "undp").map(|d| (d as f64 + 0.25) / 250_000.0),
        delivery: disbursed.map(|d| (d as f64 + 0.25) / planned as f64),
    };
    let rows = vec![
        row("E1", "undp", 420_000, 318_000, Some(201_500)),
        row("E1", "fao", 310_000, 150_000, None),
        row("P2", "unido", 275_500, 260_000, Some(188_250)),
        row("P2", "unwto", 198_000, 90_000, Some(61_000)),
    ];
    let sum = |f: fn(&MoneyRow) -> Option<i64>| Some(rows.iter().filter_map(f).sum::<i64>());
    let total = MoneyRow {
        output: String::new(),
        agency: String::new(),
        planned: sum(|r| r.planned),
        committed: sum(|r| r.committed),
        disbursed: sum(|r| r.disbursed),
        transferred: sum(|r| r.transferred),
        ..MoneyRow::default()
    };
    let delivery = total.disbursed.zip(total.planned).map(|(d, p)| d as f64 / p as f64);
    let agencies = rows.iter().map(|r| MoneyRow { output: String::new(), ..r.clone() }).collect();
    // A cent more than the parts say: each of them is rounded for itself.
    let planned = total.planned.map(|planned| planned + 100);
    Money {
        rows,
        agencies,
        total: Some(MoneyRow { delivery, planned, ..total }),
        currencies: vec![
            CurrencyRow {
                agency: "fao".into(),
                currency: "EUR".into(),
                planned: Some(225_000 * 10_000),
                lines: 3,
                left_out: 1,
                ..CurrencyRow::default()
            },
            CurrencyRow {
                agency: "undp".into(),
                currency: "PAB".into(),
                disbursed: Some(5_002_500),
                lines: 1,
                ..CurrencyRow::default()
            },
        ],
        rates: vec![ExchangeRate {
            currency: "EUR".into(),
            from: moment(4, 1, 0).date(),
            rate: "1.418512".parse().expect("a rate"),
            source: "invented".into(),
        }],
    }
}

fn findings() -> Vec<FindingRow> {
    let at = |file: &str, sheet: &str, row: u32, column: u32| {
        FindingPlace::file(file).sheet(sheet).cell(CellAddress::new(row, column))
    };
    let mut rows = vec![
        FindingRow {
            agency: "undp".into(),
            finding: Finding::new(Code::NumberUnreadable, at("undp/2011-03.xlsx", "Avance", 14, 6))
                .with("found", "aprox. 80")
                .with("field", "hours"),
        },
        FindingRow {
            agency: "undp".into(),
            finding: Finding::new(Code::IdentifierInvalid, at("undp/2011-03.xlsx", "Avance", 21, 2))
                .with("found", "8-12X-456"),
        },
        FindingRow {
            agency: "fao".into(),
            finding: Finding::new(Code::CodeUnknown, at("fao/visitas.xls", "Visitas", 7, 3))
                .with("found", "=HYPERLINK(\"http://example.org\")")
                .with("list", "provincias"),
        },
        FindingRow {
            agency: "unwto".into(),
            finding: Finding::new(Code::DateUnreadable, FindingPlace::line("unwto/turismo.csv", 31, 4))
                .with("found", "31-13-2011"),
        },
    ];
    rows.extend((0..25).map(|n| FindingRow {
        agency: "fao".into(),
        finding: Finding::new(Code::ValueMissing, at("fao/visitas.xls", "Visitas", 40 + n, 5)).with("field", "hours"),
    }));
    rows
}

fn sources() -> Vec<SourceRow> {
    let row = |file: &str, agency: &str, state: FileState, read: u64, refused: u64| SourceRow {
        file: file.into(),
        agency: agency.into(),
        source: if state == FileState::Quarantined { String::new() } else { format!("{agency}-registro") },
        state,
        received: moment(11, 3, 9),
        content: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
        mapping: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752".into(),
        sheets: vec!["Avance".into(), "Notas".into()],
        read,
        kept: read - refused,
        refused,
        ignored: 0,
        rows_hidden: false,
    };
    vec![
        row("undp/2011-10 registro de participantes.xlsx", "undp", FileState::Accepted, 312, 1),
        row("fao/visitas.xls", "fao", FileState::Accepted, 208, 26),
        row("unido/firms (copy).xlsx", "unido", FileState::Duplicate, 0, 0),
        row("unwto/turismo.csv", "unwto", FileState::Quarantined, 0, 0),
        row("unctad/semestre.ods", "unctad", FileState::Waiting, 0, 0),
        row("unido/firms.xlsx", "unido", FileState::Superseded, 96, 0),
    ]
}

fn part(reason: Cause, amount: f64) -> BridgePart {
    BridgePart { reason, amount: Some(amount) }
}

/// The issue that the changes are told against.
fn since() -> IssueName {
    let id = "4f0c91aa52e7".repeat(6)[..64].to_owned();
    IssueName { id, period: "2011-09".parse().expect("a period"), closed: moment(10, 20, 9) }
}

fn changes() -> Vec<Change> {
    vec![
        Change {
            key: FigureKey::to_date("BEN-D", "2011-09".parse().expect("a period")),
            old: Some(540.0),
            new: Some(556.0),
            old_words: None,
            new_words: None,
            parts: vec![part(Cause::Correction, -4.0), part(Cause::LateData, 20.0)],
            files: vec!["fao/visitas.xls".into()],
            hidden: false,
        },
        Change {
            key: FigureKey::to_date("ACC", "2011-09".parse().expect("a period")).by("place", "PA-4"),
            old: Some(0.49),
            new: Some(0.53),
            old_words: None,
            new_words: None,
            parts: vec![part(Cause::CodeList, 0.04)],
            files: vec![],
            hidden: false,
        },
        Change {
            key: FigureKey::in_period("HRS", "2011-08".parse().expect("a period")),
            old: None,
            new: Some(733.25),
            old_words: None,
            new_words: None,
            parts: vec![BridgePart { reason: Cause::LateData, amount: None }],
            files: vec!["unido/firms.xlsx".into()],
            hidden: false,
        },
    ]
}

/// The whole issue, hiding counts below `threshold`.
pub fn issue(threshold: u32) -> Issue {
    let takings = takings();
    let programme = programme(threshold);
    Issue {
        period: october(),
        window: Window { first: start(), last: october().last() },
        as_of: moment(11, 12, 15),
        provisional: true,
        headline: programme.headline.clone(),
        tracking: tracking(&programme, &takings),
        reconciliation: Some(reconciliation(&takings)),
        cross: cross(&takings),
        completeness: completeness(),
        overlap: overlap(&takings),
        money: money(),
        changes: Some(changes()),
        since: Some(since()),
        findings: findings(),
        sources: sources(),
        facts: facts(&takings),
        programme,
    }
}
