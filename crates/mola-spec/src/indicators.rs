//! The programme's indicators: `indicators.csv`.

use crate::axis::{KindWord, RULES};
use crate::csv_table::{Column, CsvTable, RowAt};
use crate::faults::reference_unknown;
use crate::fold::fold;
use crate::mapping::{Known, PARTICIPATION_CODES};
use crate::settings::TableText;
use crate::treatment;
use mola_finding::{Code, Finding};
use mola_model::{
    AxisRule, Baseline, Computation, Direction, Filter, Indicator, Kind, Labels, Level, MeasurableFrom, MoneyFlow,
    PARTICIPATIONS, Period, Treatment,
};
use std::collections::BTreeMap;

const COLUMNS: &[Column] = &[
    ("code", true),
    ("level", false),
    ("output", false),
    ("label_es", false),
    ("label_en", false),
    ("label_fr", false),
    ("unit_es", false),
    ("unit_en", false),
    ("unit_fr", false),
    ("decimals", false),
    ("kind", true),
    ("measure", false),
    ("beneficiary", false),
    ("filter", false),
    ("time", false),
    ("place", false),
    ("agency", false),
    ("disaggregation", false),
    ("order", false),
    ("prorate", false),
    ("totals", false),
    ("totals_reason", false),
    ("population", false),
    ("multiplier", false),
    ("multiplier_source", false),
    ("multiplier_year", false),
    ("min", false),
    ("max", false),
    ("levels", false),
    ("formula", false),
    ("baseline", false),
    ("baseline_period", false),
    ("target", false),
    ("direction", false),
    ("measurable_from", false),
    ("dimensions", false),
    ("responsible", false),
    ("verification_es", false),
    ("verification_en", false),
    ("verification_fr", false),
];

const LEVELS: &[(&str, Level)] = &[("impact", Level::Impact), ("outcome", Level::Outcome), ("output", Level::Output)];
const DIRECTIONS: &[(&str, Direction)] =
    &[("rising", Direction::Rising), ("falling", Direction::Falling), ("hold", Direction::Hold)];
const PERIODS: &str = "2011-10, 2011-Q4, 2011-S2, 2011";

/// Reads the table of indicators. A row that is at fault is left out where it cannot be held, so
/// that what names its code is not called unknown too.
pub(crate) fn indicators<'t>(
    settings: impl Into<TableText<'t>>,
    known: &Known<'_>,
    findings: &mut Vec<Finding>,
) -> Vec<Indicator> {
    let (table, mut found) = CsvTable::read(settings, COLUMNS);
    findings.append(&mut found);
    let mut first: BTreeMap<&str, RowAt<'_>> = BTreeMap::new();
    let mut indicators = Vec::new();
    for row in table.rows() {
        let code = row.required("code", findings);
        if let Some(earlier) = code.and_then(|code| first.insert(code, row)) {
            findings.push(
                row.finding("code", Code::NameDuplicate).with("found", row.get("code")).with("first", earlier.shown()),
            );
        }
        indicators.push(indicator(row, known, findings));
    }
    let rows: Vec<RowAt<'_>> = table.rows().collect();
    treatment::check_formulas(&rows, &indicators, findings);
    indicators
}

fn indicator(row: RowAt<'_>, known: &Known<'_>, findings: &mut Vec<Finding>) -> Indicator {
    row.required("kind", findings);
    let kind = word(row, "kind", KindWord::ALL, findings);
    let axis = |column, findings: &mut Vec<Finding>| axis(row, column, kind, findings);
    let computation = computation(row, kind, known, findings);
    let label = labels(row, ["label_es", "label_en", "label_fr"]);
    if label.iter().next().is_none() {
        findings.push(row.finding("label_es", Code::KeyMissing).with("key", "label_es"));
    }
    check_kind(row, kind, findings);
    check_way(row, findings);
    if baseline_missing(row) {
        findings.push(row.finding("baseline", Code::BaselineMissing).with("indicator", row.get("code")));
    }
    Indicator {
        code: row.get("code").to_owned(),
        level: word(row, "level", LEVELS, findings).unwrap_or(Level::Output),
        output: named(row, "output", known, findings),
        label,
        unit: labels(row, ["unit_es", "unit_en", "unit_fr"]),
        decimals: row.parsed("decimals", "0, 1, 2, 3, 4, 5, 6", findings, decimals).unwrap_or(0),
        treatment: of_kind_word(kind, treatment::treatment(row, &computation, findings)),
        computation,
        time: axis("time", findings),
        place: axis("place", findings),
        agency: axis("agency", findings),
        disaggregation: axis("disaggregation", findings),
        baseline: baseline(row, known, findings),
        target: row.number("target", findings),
        milestones: Vec::new(),
        direction: word(row, "direction", DIRECTIONS, findings).unwrap_or_default(),
        measurable_from: measurable_from(row, known, findings),
        dimensions: dimensions(row, known, findings),
        responsible: responsible(row, known, findings),
        verification: labels(row, ["verification_es", "verification_en", "verification_fr"]),
    }
}

fn labels(row: RowAt<'_>, columns: [&str; 3]) -> Labels {
    let [es, en, fr] = columns.map(|column| Some(row.get(column)).filter(|text| !text.is_empty()).map(str::to_owned));
    Labels { es, en, fr }
}

fn decimals(text: &str) -> Option<u8> {
    text.parse().ok().filter(|decimals| *decimals <= 6)
}

fn period(row: RowAt<'_>, column: &str, findings: &mut Vec<Finding>) -> Option<Period> {
    row.parsed(column, PERIODS, findings, |text| text.parse().ok())
}

/// The cell as one of these words, written in any case.
pub(crate) fn word<T: Copy>(
    row: RowAt<'_>,
    column: &str,
    words: &[(&str, T)],
    findings: &mut Vec<Finding>,
) -> Option<T> {
    let text = fold(row.get(column));
    if text.is_empty() {
        return None;
    }
    let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
    if found.is_none() {
        findings.push(row.value_unknown(column, &words.iter().map(|(word, _)| *word).collect::<Vec<_>>()));
    }
    found
}

/// How the indicator behaves along an axis: as said, if its kind allows that, or as its kind does.
fn axis(row: RowAt<'_>, column: &str, kind: Option<KindWord>, findings: &mut Vec<Finding>) -> AxisRule {
    let said = word(row, column, RULES, findings);
    let Some(kind) = kind else { return said.unwrap_or(AxisRule::None) };
    let allowed = kind.rules(column);
    if let Some(rule) = said
        && !allowed.contains(&rule)
    {
        findings.push(contradiction(row, "kind", column));
    }
    said.unwrap_or(allowed[0])
}

pub(crate) fn contradiction(row: RowAt<'_>, first: &str, second: &str) -> Finding {
    let written = |column| format!("{column} = \"{}\"", row.get(column));
    row.finding(second, Code::DefinitionContradiction).with("first", written(first)).with("second", written(second))
}

fn computation(row: RowAt<'_>, kind: Option<KindWord>, known: &Known<'_>, findings: &mut Vec<Finding>) -> Computation {
    let filter = filter(row, known, findings);
    let kinds: Vec<(&str, Kind)> = Kind::ALL.iter().map(|kind| (kind.as_str(), *kind)).collect();
    let beneficiary = word(row, "beneficiary", &kinds, findings);
    match kind {
        Some(KindWord::Unique | KindWord::New) => {
            row.required("beneficiary", findings);
            Computation::Unique { beneficiary: beneficiary.unwrap_or(Kind::Person), filter }
        }
        Some(KindWord::Count) => {
            Computation::Sum { measure: Some(PARTICIPATIONS.to_owned()), filter: of_kind(filter, beneficiary) }
        }
        Some(KindWord::Sum) => {
            Computation::Sum { measure: measure(row, known, findings), filter: of_kind(filter, beneficiary) }
        }
        Some(KindWord::Stock) => {
            Computation::Stock { measure: measure(row, known, findings), filter: of_kind(filter, beneficiary) }
        }
        Some(KindWord::Mean) => {
            row.required("measure", findings);
            let measure = measure(row, known, findings).unwrap_or_default();
            Computation::Mean { measure, beneficiary: beneficiary.unwrap_or(Kind::Person), filter }
        }
        Some(KindWord::Rate) => rate(row, findings),
        Some(KindWord::Indirect) => Computation::Indirect,
        Some(KindWord::Milestone) => Computation::Milestone,
        Some(KindWord::Ordinal) => Computation::Ordinal { levels: treatment::levels(row, findings) },
        Some(KindWord::Text) => Computation::Text,
        Some(KindWord::Formula) => Computation::Formula { formula: treatment::formula(row, findings) },
        Some(KindWord::Ratio | KindWord::Share) | None => Computation::Ratio,
    }
}

/// What a kind says beyond its computation: who is new, and that a share is a part of a whole.
fn of_kind_word(kind: Option<KindWord>, treatment: Treatment) -> Treatment {
    match kind {
        Some(KindWord::New) => Treatment { newly: true, ..treatment },
        Some(KindWord::Share) => Treatment { high: treatment.high.or(Some(1.0)), ..treatment },
        _ => treatment,
    }
}

/// A sum or stock over one kind of beneficiary only looks at participations of that kind.
fn of_kind(mut filter: Filter, beneficiary: Option<Kind>) -> Filter {
    if let Some(kind) = beneficiary {
        filter.insert("kind".to_owned(), vec![kind.as_str().to_owned()]);
    }
    filter
}

fn measure(row: RowAt<'_>, known: &Known<'_>, findings: &mut Vec<Finding>) -> Option<String> {
    let name = Some(row.get("measure")).filter(|name| !name.is_empty())?;
    if !known.own.measures.iter().any(|measure| measure == name) {
        findings.push(unknown(row, "measure", name, known.own.measures.iter().map(String::as_str), known.pipeline));
    }
    Some(name.to_owned())
}

fn unknown<'a>(
    row: RowAt<'_>,
    column: &str,
    found: &str,
    names: impl IntoIterator<Item = &'a str>,
    file: &str,
) -> Finding {
    reference_unknown(row.finding(column, Code::ReferenceUnknown), column, found, names, file)
}

/// One flow over another, such as `disbursed/planned`.
fn rate(row: RowAt<'_>, findings: &mut Vec<Finding>) -> Computation {
    let flow = |text: &str| MoneyFlow::ALL.into_iter().find(|flow| flow.as_str() == text.trim());
    let parts = row.get("measure").split_once('/').and_then(|(over, under)| Some((flow(over)?, flow(under)?)));
    let parts = parts.filter(|(numerator, denominator)| numerator != denominator);
    if parts.is_none() {
        findings
            .push(row.value_unknown("measure", &["disbursed/planned", "committed/planned", "disbursed/transferred"]));
    }
    let (numerator, denominator) = parts.unwrap_or((MoneyFlow::Disbursed, MoneyFlow::Planned));
    Computation::Rate { numerator, denominator }
}

/// `activity=training|assistance;sector=crafts`: columns of a participation and the codes that count.
fn filter(row: RowAt<'_>, known: &Known<'_>, findings: &mut Vec<Finding>) -> Filter {
    let mut filter = Filter::new();
    for entry in row.get("filter").split(';').map(str::trim).filter(|entry| !entry.is_empty()) {
        let Some((column, codes)) = entry.split_once('=') else {
            findings.push(row.value_unknown("filter", &["activity=training|assistance;sector=crafts"]));
            continue;
        };
        let column = column.trim();
        let own = known.own.dimensions.iter().map(String::as_str);
        let names: Vec<&str> = PARTICIPATION_CODES.iter().copied().chain(own).collect();
        if !names.contains(&column) {
            let near = crate::nearest::nearest(column, names.iter().copied()).unwrap_or_default();
            let finding = row.finding("filter", Code::KeyUnknown).with("key", column).with("nearest", near);
            findings.push(finding.with("allowed", names.join(", ")));
            continue;
        }
        let codes: Vec<&str> = codes.split('|').map(str::trim).filter(|code| !code.is_empty()).collect();
        codes.iter().for_each(|code| findings.extend(check_code(row, column, code, known)));
        filter.insert(column.to_owned(), codes.into_iter().map(str::to_owned).collect());
    }
    filter
}

/// A code that its column's list does not have; a column without a list holds anything.
fn check_code(row: RowAt<'_>, column: &str, code: &str, known: &Known<'_>) -> Option<Finding> {
    if let Some((names, file)) = known.names(column) {
        return (!names.contains(&code)).then(|| unknown(row, "filter", code, names, file));
    }
    let list = known.usual_list(column)?;
    let names = list.codes.iter().map(|entry| entry.code.as_str());
    let there = list.codes.iter().any(|entry| entry.code == code);
    (!there).then(|| unknown(row, "filter", code, names, &list.name))
}

/// Where it started; without a period of its own, in the month before the programme.
fn baseline(row: RowAt<'_>, known: &Known<'_>, findings: &mut Vec<Finding>) -> Option<Baseline> {
    let period = period(row, "baseline_period", findings);
    let value = row.number("baseline", findings)?;
    let before = Period::month(known.programme.window.first.plus(-1));
    Some(Baseline { value, period: period.unwrap_or(before) })
}

/// What a kind has no use for says that something else is meant.
fn check_kind(row: RowAt<'_>, kind: Option<KindWord>, findings: &mut Vec<Finding>) {
    let Some(kind) = kind else { return };
    for column in ["measure", "beneficiary", "filter", "levels", "formula"] {
        if !row.get(column).is_empty() && !kind.has(column) {
            findings.push(contradiction(row, "kind", column));
        }
    }
}

/// A target on the other side of the baseline than the way that is to be gone, or one that no value may reach.
fn check_way(row: RowAt<'_>, findings: &mut Vec<Finding>) {
    let number = |column: &str| row.get(column).parse::<f64>().ok();
    let Some(target) = number("target") else { return };
    let away = number("baseline").is_some_and(|baseline| match fold(row.get("direction")).as_str() {
        "rising" => target < baseline,
        "falling" => target > baseline,
        _ => false,
    });
    if away {
        findings.push(contradiction(row, "direction", "target"));
    }
    if number("max").is_some_and(|max| target > max) {
        findings.push(contradiction(row, "max", "target"));
    }
    if number("min").is_some_and(|min| target < min) {
        findings.push(contradiction(row, "min", "target"));
    }
}

/// A target to which no way can be measured, since nobody says where it starts (rule R12).
fn baseline_missing(row: RowAt<'_>) -> bool {
    !row.get("target").is_empty() && row.get("baseline").is_empty()
}

/// From when on it can be measured: a period, or `event:` and something that the programme waits for.
fn measurable_from(row: RowAt<'_>, known: &Known<'_>, findings: &mut Vec<Finding>) -> Option<MeasurableFrom> {
    let column = "measurable_from";
    let Some(name) = row.get(column).strip_prefix("event:").map(str::trim) else {
        return period(row, column, findings).map(|period| MeasurableFrom::Period { period });
    };
    let Some(month) = known.events.get(name) else {
        findings.push(unknown(row, column, name, known.events.keys().map(String::as_str), known.pipeline));
        return None;
    };
    Some(MeasurableFrom::Event { name: name.to_owned(), month: *month })
}

fn dimensions(row: RowAt<'_>, known: &Known<'_>, findings: &mut Vec<Finding>) -> Vec<String> {
    let names = || known.programme.dimensions.iter().map(|dimension| dimension.code.as_str());
    for dimension in row.list("dimensions").filter(|wanted| !names().any(|name| name == *wanted)) {
        findings.push(unknown(row, "dimensions", dimension, names(), known.pipeline));
    }
    row.list("dimensions").map(str::to_owned).collect()
}

/// A name that the pipeline defines for this column.
fn named(row: RowAt<'_>, column: &str, known: &Known<'_>, findings: &mut Vec<Finding>) -> Option<String> {
    let found = Some(row.get(column)).filter(|text| !text.is_empty())?;
    let (names, file) = known.names(column)?;
    if !names.contains(&found) {
        findings.push(unknown(row, column, found, names, file));
    }
    Some(found.to_owned())
}

fn responsible(row: RowAt<'_>, known: &Known<'_>, findings: &mut Vec<Finding>) -> Option<String> {
    let found = Some(row.get("responsible")).filter(|text| !text.is_empty())?;
    if known.programme.agency(found).is_none() {
        let names = known.programme.agencies.iter().map(|agency| agency.code.as_str());
        findings.push(unknown(row, "responsible", found, names, known.pipeline));
    }
    Some(found.to_owned())
}
