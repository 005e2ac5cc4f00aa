//! The Panama programme: the report, read back by another program, holds the figures of
//! `fixtures/panama/expect/truth.json`, cell by cell, in each language.

use mola_testkit::{SheetText, WorkbookText};
use mola_tests::project::Project;
use mola_tests::table::Table;
use mola_tests::truth::{Truth, equal};
use serde_json::Value;
use std::collections::BTreeMap;

/// The months of the programme.
const MONTHS: std::ops::RangeInclusive<u32> = 1..=10;

/// The report of the fixtures and its summary.
fn run(language: &str) -> (WorkbookText, Value) {
    let project = Project::copy().expect("the project can be copied");
    let summary = project.summary(&["--lang", language]).expect("mola is built");
    (project.report(&summary).expect("the report is there"), summary)
}

fn sheet<'a>(report: &'a WorkbookText, name: &str) -> &'a SheetText {
    report.sheet(name).unwrap_or_else(|| panic!("no sheet {name}"))
}

fn table(report: &WorkbookText, name: &str, header: &[&str]) -> Table {
    Table::under(sheet(report, name), header).unwrap_or_else(|| panic!("no table {header:?} on {name}"))
}

/// Compares numbers and names all that differ.
fn check<'a>(cases: impl IntoIterator<Item = (&'a str, Option<f64>, f64)>) {
    let wrong = |(what, found, expected): (&str, Option<f64>, f64)| match found {
        Some(found) if equal(found, expected) => None,
        _ => Some(format!("{what}: {found:?}, not {expected}")),
    };
    let wrong: Vec<String> = cases.into_iter().filter_map(wrong).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Compares the cells of a table: its row, its column, and where the truth is.
fn check_table(table: &Table, cases: &[(&[&str], &str, &str)]) {
    let truth = Truth::read();
    let names: Vec<String> = cases.iter().map(|(row, column, _)| format!("{row:?} {column:?}")).collect();
    check(
        names
            .iter()
            .zip(cases)
            .map(|(name, (row, column, pointer))| (name.as_str(), table.number(row, column), truth.number(pointer))),
    );
}

/// Code and label of the indicators, with what they come to.
const INDICATORS: [(&str, &str); 14] = [
    ("BEN-D", "/people/unique"),
    ("BEN-I", "/indirect/value"),
    ("INS", "/institutions/unique"),
    ("NET", "/networks/unique"),
    ("MKT", "/enterprises_market/unique"),
    ("ENT", "/enterprises_trained/unique"),
    ("INC", "/income/all/mean"),
    ("VIS", "/cumulative/VIS/value"),
    ("TRH", "/training_hours/to_date"),
    ("MEM", "/network_members/value"),
    ("TEC", "/matrix/TEC/value"),
    ("HA", "/matrix/HA/value"),
    ("TPR", "/cumulative/TPR/value"),
    ("INC n", "/income/all/n"),
];

#[test]
fn the_published_totals_are_reached() {
    // What the programme published for October 2011 (fixtures/panama/README.md).
    let truth = Truth::read();
    let published = [("people", 787.0), ("indirect", 2190.0), ("institutions", 83.0)];
    let found = ["/people/unique", "/indirect/value", "/institutions/unique"].map(|at| Some(truth.number(at)));
    check(published.into_iter().zip(found).map(|((what, expected), found)| (what, found, expected)));
    assert!(truth.number("/networks/unique") > 20.0 && truth.number("/enterprises_market/unique") > 100.0);
}

#[test]
fn the_cover_shows_the_headline_figures() {
    let (report, _) = run("es");
    let truth = Truth::read();
    let cells = ["A6", "E6", "I6", "A12", "E12", "I12"];
    let codes = ["BEN-D", "BEN-I", "INS", "NET", "MKT", "TRH"];
    check(cells.into_iter().zip(codes).map(|(address, code)| {
        let (_, pointer) = INDICATORS.iter().find(|(known, _)| *known == code).expect("the indicator is in the list");
        (address, report.cell("Portada", address).and_then(|text| text.parse().ok()), truth.number(pointer))
    }));
    assert_eq!(report.cell("Portada", "A1"), Some("Red de Oportunidades Empresariales para Familias Pobres"));
}

#[test]
fn indicators_hold_the_figures_to_date() {
    let (report, _) = run("es");
    let indicators = table(&report, "Indicadores", &["Código", "A la fecha"]);
    assert_eq!(indicators.height(), 21);
    let cases: Vec<(&[&str], &str, &str)> =
        INDICATORS[..13].iter().map(|(code, at)| (std::slice::from_ref(code), "A la fecha", *at)).collect();
    check_table(&indicators, &cases);
    check_table(
        &indicators,
        &[
            (&["INC"], "Casos (n)", "/income/all/n"),
            (&["ACC"], "Casos (n)", "/ratios/ACC/2011-S1/denominator"),
            (&["CRE"], "Casos (n)", "/ratios/CRE/2011-S1/denominator"),
            (&["DEL"], "Casos (n)", "/money/total/planned"),
            (&["BEN-D"], "En el período", "/people/by_month/2011-10/active"),
            (&["TRH"], "En el período", "/training_hours/by_month/2011-10/sum"),
        ],
    );
    let truth = Truth::read();
    let share = |code: &str| indicators.number(&[code], "A la fecha").map(|share| share * 100.0);
    check([
        ("ACC", share("ACC"), truth.number("/ratios/ACC/2011-S1/per_cent")),
        ("CRE", share("CRE"), truth.number("/ratios/CRE/2011-S1/per_cent")),
        ("DEL", share("DEL"), truth.number("/money/total/delivery_per_cent")),
    ]);
    // The semester's answers are missing, the harvest is not yet due: neither is zero.
    assert_eq!(indicators.cell(&["ACC"], "En el período"), Some("s/d"));
    assert_eq!(indicators.cell(&["YLD"], "A la fecha"), Some("aún no"));
}

#[test]
fn rules_show_in_the_indicators() {
    let (report, _) = run("es");
    let truth = Truth::read();
    let indicators = table(&report, "Indicadores", &["Código", "A la fecha"]);
    check_table(
        &indicators,
        &[
            (&["ASI"], "A la fecha", "/assisted/value"),
            (&["DTM"], "A la fecha", "/days_until_sale/value"),
            (&["DTM"], "Avance", "/days_until_sale/reached"),
            (&["FAI"], "A la fecha", "/fairs/value"),
        ],
    );
    // Of whom only totals are known there is a range, and whose word the point is (rule R6).
    let range = indicators.cell(&["ASI"], "Rango").expect("a range");
    let ends = format!("{}–{}: ", truth.number("/assisted/low"), truth.number("/assisted/high"));
    assert!(range.starts_with(&ends) && range.contains("MIDES"), "{range}");
    assert_eq!(indicators.cell(&["BEN-D"], "Rango").unwrap_or_default(), "");
    // The harvest has not been (rule R20).
    assert_eq!(indicators.cell(&["PRI"], "A la fecha"), Some("aún no"));
    let data = table(&report, "Datos", &["Identificador", "Numerador"]);
    check_table(
        &data,
        &[
            (&["FAI@2011-10+/age_band=15-29"], "Valor", "/fairs/by_age_band/15-29"),
            (&["FAI@2011-10+/age_band=30+"], "Valor", "/fairs/by_age_band/30+"),
            (&["FAI@2011-10+/age_band=?"], "Valor", "/fairs/by_age_band/unknown"),
        ],
    );
    // A bare percentage is shown where it was reported, and in no total (rule R1).
    check([("CRE of MIDES", data.number(&["CRE@2011-10+/agency=gov"], "Valor"), 0.385)]);
}

#[test]
fn euros_are_converted_at_the_rate_of_their_day() {
    let (report, _) = run("es");
    let money = table(&report, "Dinero", &["Resultado", "Agencia"]);
    let column = "Transferido (USD)";
    check_table(&money, &[(&["Total"], column, "/transfers_usd/O2.2")]);
}

#[test]
fn shares_keep_numerator_and_denominator() {
    let (report, _) = run("es");
    let data = table(&report, "Datos", &["Identificador", "Numerador"]);
    check_table(
        &data,
        &[
            (&["ACC@2011-10+"], "Numerador", "/ratios/ACC/2011-S1/numerator"),
            (&["ACC@2011-10+"], "Denominador o n", "/ratios/ACC/2011-S1/denominator"),
            (&["CRE@2011-10+"], "Numerador", "/ratios/CRE/2011-S1/numerator"),
            (&["CRE@2011-10+"], "Denominador o n", "/ratios/CRE/2011-S1/denominator"),
            (&["INC@2011-10+"], "Numerador", "/income/all/sum"),
            (&["INC@2011-10+"], "Denominador o n", "/income/all/n"),
            (&["INC@2011-10+/sex=F"], "Denominador o n", "/income/F/n"),
            (&["INC@2011-10+/sex=F"], "Valor", "/income/F/mean"),
            (&["DEL@2011-10+"], "Numerador", "/money/total/disbursed"),
        ],
    );
}

#[test]
fn people_are_reconciled_from_gross_to_unique() {
    let (report, _) = run("es");
    let truth = Truth::read();
    let people = sheet(&report, "Beneficiarios");
    let number = |address: &str| people.cell(address).and_then(|text| text.parse().ok());
    check([
        ("gross", number("B5"), truth.number("/people/gross")),
        ("repeated", number("B6"), truth.number("/people/repeated")),
        ("shared", number("B7"), truth.number("/people/shared")),
        ("unique", number("B8"), truth.number("/people/unique")),
    ]);
    let agencies = table(&report, "Beneficiarios", &["Agencia", "Suma de informes"]);
    for (name, code) in [("PNUD", "undp"), ("FAO", "fao"), ("ONUDI", "unido"), ("UNCTAD", "unctad"), ("OMT", "unwto")] {
        check_table(
            &agencies,
            &[
                (&[name], "Suma de informes", &format!("/people/by_agency/{code}/gross")),
                (&[name], "Personas únicas", &format!("/people/by_agency/{code}/unique")),
            ],
        );
    }
}

const PLACES: [(&str, &str); 5] =
    [("PA-2", "Coclé"), ("PA-4", "Chiriquí"), ("PA-6", "Herrera"), ("PA-9", "Veraguas"), ("unknown", "Sin lugar")];
const SECTORS: [(&str, &str); 4] =
    [("crafts", "Artesanía"), ("agriculture", "Agropecuario"), ("tourism", "Turismo"), ("unknown", "Desconocido")];

fn name(names: &[(&'static str, &'static str)], code: &Value) -> &'static str {
    names.iter().find(|(known, _)| Some(*known) == code.as_str()).expect("the code has a name").1
}

#[test]
fn people_by_place_sector_and_sex() {
    let (report, _) = run("es");
    let truth = Truth::read();
    let people = table(&report, "Beneficiarios", &["Lugar", "Sector", "Mujeres", "Hombres"]);
    let cells = truth.at("/people/by_province_sex_sector").as_array().expect("a list");
    assert!(!cells.is_empty());
    let mut sum = 0.0;
    for cell in cells {
        let row = [name(&PLACES, &cell["place"]), name(&SECTORS, &cell["sector"])];
        let sex = if cell["sex"] == "F" { "Mujeres" } else { "Hombres" };
        let expected = cell["people"].as_f64().expect("a number");
        check([(format!("{row:?} {sex}").as_str(), people.number(&row, sex), expected)]);
        sum += expected;
    }
    let inner = |row: &[&str; 2]| people.number(row, "Total");
    let shown: f64 = PLACES.iter().flat_map(|(_, p)| SECTORS.iter().filter_map(|(_, s)| inner(&[*p, *s]))).sum();
    check([("all cells", Some(shown), sum)]);
    check_table(
        &people,
        &[
            (&["Todos los lugares", "Todos los sectores"], "Mujeres", "/people/by_sex/F"),
            (&["Todos los lugares", "Todos los sectores"], "Hombres", "/people/by_sex/M"),
            (&["Todos los lugares", "Todos los sectores"], "Total", "/people/unique"),
        ],
    );
}

#[test]
fn results_by_province_and_sector() {
    let (report, _) = run("es");
    let results = table(&report, "Por provincia y sector", &["Desglose", "Categoría"]);
    for (code, place) in &PLACES[..4] {
        let row = ["Lugar", *place];
        for (column, at) in [
            ("Personas beneficiadas directamente", "/people"),
            ("Instituciones apoyadas directamente", "/institutions"),
            ("Redes que hacen negocios en conjunto", "/networks"),
            ("Empresas con nuevo acceso a mercados", "/enterprises_market"),
            ("Empresas capacitadas", "/enterprises_trained"),
            ("Visitantes de las iniciativas turísticas", "/cumulative/VIS"),
            ("Empresas miembros de redes", "/network_members"),
            ("Transferencias de tecnología", "/matrix/TEC"),
            ("Hectáreas con prácticas mejoradas", "/matrix/HA"),
            ("Productos turísticos desarrollados", "/cumulative/TPR"),
        ] {
            check_table(&results, &[(&row, column, &format!("{at}/by_province/{code}"))]);
        }
    }
    for (code, sector) in SECTORS {
        let column = "Personas beneficiadas directamente";
        check_table(&results, &[(&["Sector", sector], column, &format!("/people/by_sector/{code}"))]);
    }
}

#[test]
fn overlap_by_pair_of_agencies() {
    let (report, _) = run("es");
    let overlap = table(&report, "Coincidencias", &["Agencia", "Otra agencia"]);
    let names = [("undp", "PNUD"), ("fao", "FAO"), ("unido", "ONUDI"), ("unctad", "UNCTAD"), ("unwto", "OMT")];
    let truth = Truth::read();
    let pairs = truth.at("/people/overlap_pairs").as_object().expect("an object");
    assert_eq!(overlap.height(), pairs.len());
    for (pair, expected) in pairs {
        let (one, other) = pair.split_once('+').expect("two agencies");
        let named = |code: &str| names.iter().find(|(known, _)| *known == code).expect("a known agency").1;
        let found = [[named(one), named(other)], [named(other), named(one)]]
            .iter()
            .find_map(|row| overlap.number(row, "Personas en ambas"));
        check([(pair.as_str(), found, expected.as_f64().expect("a number"))]);
    }
}

#[test]
fn money_by_output_and_agency() {
    let (report, _) = run("es");
    let money = table(&report, "Dinero", &["Resultado", "Agencia"]);
    let columns =
        [("Planificado (USD)", "planned"), ("Comprometido (USD)", "committed"), ("Desembolsado (USD)", "disbursed")];
    let truth = Truth::read();
    let lines = truth.at("/money/lines").as_array().expect("a list");
    // The lines and their total.
    assert_eq!(money.height(), lines.len() + 1);
    for (column, field) in columns {
        let mut found: Vec<f64> = money.column(column).iter().filter_map(|text| text.parse().ok()).collect();
        let mut expected: Vec<f64> = lines.iter().filter_map(|line| line[field].as_f64()).collect();
        expected.push(truth.number(&format!("/money/total/{field}")));
        found.sort_by(f64::total_cmp);
        expected.sort_by(f64::total_cmp);
        assert_eq!(found.len(), expected.len(), "{column}");
        check(found.iter().zip(&expected).map(|(found, expected)| (column, Some(*found), *expected)));
        check_table(&money, &[(&["Total"], column, &format!("/money/total/{field}"))]);
    }
    let agencies = by_agency(&report);
    for (name, code) in [("PNUD", "undp"), ("FAO", "fao"), ("ONUDI", "unido"), ("UNCTAD", "unctad"), ("OMT", "unwto")] {
        for (at, (_, field)) in columns.iter().enumerate() {
            let pointer = format!("/money/by_agency/{code}/{field}");
            check([(pointer.as_str(), agencies.get(name).map(|amounts| amounts[at]), truth.number(&pointer))]);
        }
    }
}

/// The second table of the sheet on money: planned, committed, disbursed of each agency.
fn by_agency(report: &WorkbookText) -> BTreeMap<String, [f64; 3]> {
    let money = sheet(report, "Dinero");
    let top = money.find("Por agencia").expect("the table is there").row;
    let amounts = |row: u32| ["C", "E", "F"].map(|column| money.cell(&format!("{column}{row}"))?.parse().ok());
    let line = |row: u32| match amounts(row) {
        [Some(planned), Some(committed), Some(disbursed)] => {
            Some((money.cell(&format!("A{row}"))?.to_owned(), [planned, committed, disbursed]))
        }
        _ => None,
    };
    (top + 2..top + 20).filter_map(line).collect()
}

#[test]
fn completeness_and_timeliness() {
    let (report, summary) = run("es");
    let truth = Truth::read();
    let reports = sheet(&report, "Integridad");
    let share = |label: &str| {
        let label = reports.find(label)?;
        reports.cell(&format!("B{}", label.row))?.parse().ok()
    };
    let expected = truth.number("/completeness/expected");
    check([
        ("received", share("Integridad: recibidos / esperados"), truth.number("/completeness/received") / expected),
        ("on time", share("Puntualidad: a tiempo / esperados"), truth.number("/completeness/on_time") / expected),
    ]);
    let states = |state: &str| reports.cells.values().filter(|text| text.ends_with(state)).count() as f64;
    check([
        ("late", Some(states(" tarde")), truth.number("/completeness/late")),
        ("missing", Some(states(" falta")), truth.number("/completeness/missing")),
    ]);
    let missing = summary["missing"].as_array().expect("a list");
    assert_eq!(missing.len() as f64, truth.number("/completeness/missing"));
    assert_eq!((&missing[0]["source"], &missing[0]["period"]), (&"unwto-participants".into(), &"2011-09".into()));
}

#[test]
fn sources_account_for_every_row() {
    let (report, summary) = run("es");
    let sources = table(&report, "Fuentes", &["Agencia", "Archivo", "Filas leídas"]);
    let truth = Truth::read();
    let mut files: BTreeMap<&str, [f64; 4]> = BTreeMap::new();
    for table in truth.at("/files").as_array().expect("a list") {
        let counts = files.entry(table["file"].as_str().expect("a file")).or_default();
        for (count, field) in counts.iter_mut().zip(["read", "kept", "refused", "ignored"]) {
            *count += table[field].as_f64().expect("a number");
        }
    }
    let names = sources.column("Archivo");
    for (file, counts) in &files {
        let row = names.iter().position(|name| name == file).unwrap_or_else(|| panic!("{file} is no source"));
        for (column, expected) in ["Filas leídas", "Aceptadas", "Rechazadas", "Omitidas por regla"].iter().zip(counts)
        {
            check([(format!("{file} {column}").as_str(), sources.column(column)[row].parse().ok(), *expected)]);
        }
    }
    for (at, field) in ["read", "kept", "refused", "ignored"].into_iter().enumerate() {
        check([(field, summary["rows"][field].as_f64(), files.values().map(|counts| counts[at]).sum())]);
    }
}

#[test]
fn the_summary_holds_the_figures() {
    let (_, summary) = run("en");
    let truth = Truth::read();
    for (key, pointer) in [
        ("people", "/people/unique"),
        ("women", "/people/by_sex/F"),
        ("hours", "/training_hours/to_date"),
        ("gross", "/people/gross"),
        ("repeated", "/people/repeated"),
        ("shared", "/people/shared"),
    ] {
        check([(key, summary[key].as_f64(), truth.number(pointer))]);
    }
    let indicators = summary["indicators"].as_array().expect("a list");
    for (code, pointer) in &INDICATORS[..13] {
        let found = indicators.iter().find(|indicator| indicator["code"] == *code);
        check([(*code, found.and_then(|indicator| indicator["value"].as_f64()), truth.number(pointer))]);
    }
    assert_eq!(summary["by_agency_month"], by_agency_month(&truth));
    assert_eq!(summary["by_cell"], by_cell(&truth));
}

fn by_agency_month(truth: &Truth) -> Value {
    let agencies = truth.at("/people/by_agency").as_object().expect("an object");
    let of = |(agency, counts): (&String, &Value)| {
        let month = |month: u32| {
            let month = format!("2011-{month:02}");
            Some((format!("{agency} {month}"), counts["by_month"].get(&month)?.clone()))
        };
        MONTHS.filter_map(month).collect::<Vec<_>>()
    };
    agencies.iter().flat_map(of).collect::<serde_json::Map<_, _>>().into()
}

fn by_cell(truth: &Truth) -> Value {
    let cells = truth.at("/people/by_province_sex_sector").as_array().expect("a list");
    let known = |code: &Value, name: &str| if code == "unknown" { "?".to_owned() } else { name.to_owned() };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let cell = |cell: &Value| {
        let (place, sector) = (&cell["place"], text(&cell["sector"]));
        let key = [known(place, name(&PLACES, place)), text(&cell["sex"]), known(&cell["sector"], &sector)].join(" / ");
        (key, cell["people"].clone())
    };
    cells.iter().map(cell).collect::<serde_json::Map<_, _>>().into()
}

#[test]
fn all_figures_are_the_same_in_each_language() {
    let numbers = |report: &WorkbookText| -> Vec<BTreeMap<String, String>> {
        let is_number = |text: &&String| text.parse::<f64>().is_ok();
        let of = |sheet: &SheetText| {
            let numbers = sheet.cells.iter().filter(|(_, text)| is_number(text));
            numbers.map(|(address, text)| (address.to_string(), text.clone())).collect()
        };
        report.sheets.iter().map(of).collect()
    };
    let (spanish, _) = run("es");
    let expected = numbers(&spanish);
    assert!(expected.iter().map(BTreeMap::len).sum::<usize>() > 1000);
    for language in ["en", "fr"] {
        let (report, _) = run(language);
        for (sheet, (found, expected)) in spanish.sheets.iter().zip(numbers(&report).iter().zip(&expected)) {
            assert_eq!(found, expected, "{language}, {}", sheet.name);
        }
    }
}

#[test]
fn sheets_have_names_in_each_language() {
    for (language, names) in [
        (
            "es",
            "Portada, Cómo leer, Indicadores, Beneficiarios, Por provincia y sector, Tendencias, Integridad, Coincidencias, Dinero, Cambios, Calidad, Diccionario, Fuentes, Datos",
        ),
        (
            "en",
            "Cover, How to read, Indicators, Beneficiaries, By province and sector, Trends, Completeness, Overlap, Money, Changes, Quality, Dictionary, Sources, Data",
        ),
        (
            "fr",
            "Couverture, Mode de lecture, Indicateurs, Bénéficiaires, Par province et secteur, Tendances, Complétude, Recoupements, Finances, Modifications, Qualité, Dictionnaire, Sources, Données",
        ),
    ] {
        let (report, _) = run(language);
        let found: Vec<&str> = report.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        assert_eq!(found.join(", "), names);
    }
}
