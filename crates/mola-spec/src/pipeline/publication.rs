//! How the report is published.

use super::written::{
    ActivityStatusWritten, DonorWritten, IatiWritten, OrganisationWritten, PipelineWritten, SpendingWritten,
};
use crate::document::Cursor;
use crate::faults::{contradiction, duplicates, key_missing, reference_unknown, value_unknown};
use chrono::NaiveDate;
use mola_finding::{Code, Finding};
use mola_model::{
    Activity, ActivitySector, ActivityStatus, Dhis2, Donor, FigureKey, Format, Organisation, Programme, Publication,
    Section, Spending, TrackingColumn, Withheld,
};

pub(crate) fn publication(root: Cursor<'_>, written: &PipelineWritten, findings: &mut Vec<Finding>) -> Publication {
    let formats = written.report.formats.clone().unwrap_or_else(|| Format::USUAL.to_vec());
    let at = root.key("report").key("formats");
    let named = formats.iter().enumerate().map(|(i, format)| (format.name(), at.index(i)));
    findings.extend(duplicates(named));
    let iati = formats.iter().position(|format| *format == Format::Iati);
    findings.extend(iati.filter(|_| written.iati.is_none()).map(|i| key_missing(at.index(i), "[iati]", "")));
    let activity = written.iati.as_ref().map(|iati| activity(root.key("iati"), iati, written, findings));
    let dhis2 = Dhis2 { org_unit: written.dhis2.org_unit.clone(), data_set: written.dhis2.data_set.clone() };
    let named = |(code, own): (&String, &DonorWritten)| donor(root.key("report").key(code), code, own, findings);
    let donors = written.report.donors.iter().map(named).collect();
    Publication { formats, activity, dhis2, donors }
}

fn donor(at: Cursor<'_>, code: &str, written: &DonorWritten, findings: &mut Vec<Finding>) -> Donor {
    // The code is part of the names of files.
    if !code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        findings.push(value_unknown(at, "report", code, &["aecid"]));
    }
    for (key, words) in [("sections", &written.sections), ("columns", &written.columns)] {
        findings.extend(duplicates(words.iter().enumerate().map(|(i, word)| (word.as_str(), at.key(key).index(i)))));
    }
    let mut figures = Vec::new();
    for (i, id) in written.withhold.figures.iter().enumerate() {
        match id.parse::<FigureKey>() {
            Ok(key) => figures.push(key),
            Err(_) => {
                let place = at.key("withhold").key("figures").index(i);
                findings.push(value_unknown(place, "figures", id, &["BEN-D@2011-10+/place=PA-4"]));
            }
        }
    }
    // The schema lets no other words through.
    let titles = written.titles.iter();
    Donor {
        code: code.to_owned(),
        title: written.title.as_ref().map(|title| title.labels()).unwrap_or_default(),
        sections: written.sections.iter().filter_map(|word| Section::named(word)).collect(),
        titles: titles.filter_map(|(word, title)| Some((Section::named(word)?, title.labels()))).collect(),
        columns: written.columns.iter().filter_map(|word| TrackingColumn::named(word)).collect(),
        formats: written.formats.clone(),
        withheld: Withheld {
            indicators: written.withhold.indicators.clone(),
            dimensions: written.withhold.dimensions.clone(),
            figures,
        },
    }
}

/// What donors are not shown must be there: a slip of the pen would show it.
pub(crate) fn check_donors(
    root: Cursor<'_>,
    programme: &Programme,
    file: &str,
    own: &Publication,
    findings: &mut Vec<Finding>,
) {
    let codes: Vec<&str> = programme.indicators.iter().map(|indicator| indicator.code.as_str()).collect();
    let dimensions = programme.dimensions.iter().map(|own| own.code.as_str());
    let dimensions: Vec<&str> = dimensions.chain(["place", "agency"]).collect();
    for donor in &own.donors {
        let at = root.key("report").key(&donor.code).key("withhold");
        let withheld = &donor.withheld;
        let figures: Vec<String> = withheld.figures.iter().map(|key| key.indicator.clone()).collect();
        for (key, named, known, place) in [
            ("indicators", &withheld.indicators, &codes, file),
            ("figures", &figures, &codes, file),
            ("dimensions", &withheld.dimensions, &dimensions, "[dimensions]"),
        ] {
            for (i, code) in named.iter().enumerate().filter(|(_, code)| !known.contains(&code.as_str())) {
                let finding = at.key(key).index(i).finding(Code::ReferenceUnknown);
                findings.push(reference_unknown(finding, key, code, known.iter().copied(), place));
            }
        }
    }
}

fn activity(
    at: Cursor<'_>,
    written: &IatiWritten,
    pipeline: &PipelineWritten,
    findings: &mut Vec<Finding>,
) -> Activity {
    check(at, written, pipeline, findings);
    let (start, end) = (day(at, "start", &written.start, findings), day(at, "end", &written.end, findings));
    if start > end {
        let said = |key: &str, text: &str| format!("{key} = \"{text}\"");
        findings.push(contradiction(at.key("end"), said("start", &written.start), said("end", &written.end)));
    }
    let sector = |(code, share): (&String, &f64)| ActivitySector { code: code.clone(), share: *share };
    Activity {
        id: written.activity.clone(),
        organisation: organisation(&written.organisation),
        funder: written.funder.as_ref().map(organisation),
        description: written.description.as_ref().map(|text| text.labels()).unwrap_or_default(),
        status: status(written.status),
        start,
        end,
        country: written.country.clone(),
        sectors: written.sectors.iter().map(sector).collect(),
        agencies: written.agencies.clone(),
        spending: match written.spending {
            SpendingWritten::Disbursement => Spending::Disbursement,
            SpendingWritten::Expenditure => Spending::Expenditure,
        },
    }
}

fn organisation(written: &OrganisationWritten) -> Organisation {
    Organisation { id: written.id.clone(), kind: written.kind.clone(), name: written.name.labels() }
}

const fn status(written: ActivityStatusWritten) -> ActivityStatus {
    match written {
        ActivityStatusWritten::Pipeline => ActivityStatus::Pipeline,
        ActivityStatusWritten::Implementation => ActivityStatus::Implementation,
        ActivityStatusWritten::Finalisation => ActivityStatus::Finalisation,
        ActivityStatusWritten::Closed => ActivityStatus::Closed,
        ActivityStatusWritten::Cancelled => ActivityStatus::Cancelled,
        ActivityStatusWritten::Suspended => ActivityStatus::Suspended,
    }
}

/// A day. One that could not be read is never used: its finding stops the run.
fn day(at: Cursor<'_>, key: &str, text: &str, findings: &mut Vec<Finding>) -> NaiveDate {
    let day = text.parse::<NaiveDate>().ok();
    if day.is_none() {
        findings.push(value_unknown(at.key(key), key, text, &["2009-03-31"]));
    }
    day.unwrap_or_default()
}

/// What no schema sees: identifiers without blanks and signs, codes of the right form, shares that make 100,
/// agencies that are there.
fn check(at: Cursor<'_>, written: &IatiWritten, pipeline: &PipelineWritten, findings: &mut Vec<Finding>) {
    check_identifier(at, "activity", &written.activity, findings);
    let funder = written.funder.iter().map(|own| (at.key("funder"), own));
    for (at, own) in std::iter::once((at.key("organisation"), &written.organisation)).chain(funder) {
        check_identifier(at, "id", &own.id, findings);
        if !ORGANISATION_TYPES.contains(&own.kind.as_str()) {
            findings.push(value_unknown(at.key("type"), "type", &own.kind, &ORGANISATION_TYPES));
        }
    }
    let is_country = written.country.len() == 2 && written.country.bytes().all(|b| b.is_ascii_uppercase());
    if !is_country {
        findings.push(value_unknown(at.key("country"), "country", &written.country, &["PA"]));
    }
    check_sectors(at.key("sectors"), written, findings);
    let names = || pipeline.agency.iter().map(|agency| agency.code.as_str());
    for (code, id) in &written.agencies {
        let place = at.key("agencies").key(code);
        if !names().any(|name| name == code) {
            let finding = place.finding(Code::ReferenceUnknown);
            findings.push(reference_unknown(finding, "agencies", code, names(), "[[agency]]"));
        }
        check_identifier(at.key("agencies"), code, id, findings);
    }
}

fn check_sectors(at: Cursor<'_>, written: &IatiWritten, findings: &mut Vec<Finding>) {
    for code in written.sectors.keys() {
        if code.len() != 5 || !code.bytes().all(|b| b.is_ascii_digit()) {
            findings.push(value_unknown(at.key(code), "sectors", code, &["32130"]));
        }
    }
    let sum: f64 = written.sectors.values().sum();
    if (sum - 100.0).abs() > 1e-6 {
        findings.push(contradiction(at, format!("sectors = {sum}"), "100"));
    }
}

/// IATI lets an identifier hold no blanks and none of `/ & | ?`.
fn check_identifier(at: Cursor<'_>, key: &str, text: &str, findings: &mut Vec<Finding>) {
    if text.is_empty() || text.chars().any(|c| c.is_whitespace() || c.is_control() || "/&|?".contains(c)) {
        findings.push(value_unknown(at.key(key), key, text, &["XM-DAC-41114"]));
    }
}

/// IATI's list `OrganisationType`.
const ORGANISATION_TYPES: [&str; 16] =
    ["10", "11", "15", "21", "22", "23", "24", "30", "40", "60", "70", "71", "72", "73", "80", "90"];

#[cfg(test)]
mod tests {
    use crate::{PipelineFiles, SettingsText, pipeline, resolve};
    use mola_finding::Arg;

    const MAIN: &str = r#"schema_version = 1
[programme]
code = "X"
name = "X"
currency = "USD"
first = "2011-01"
last = "2011-12"
[inbox]
path = "inbox"
[[agency]]
code = "undp"
name = "UNDP"
language = "es"
"#;
    const IATI: &str = r#"[iati]
activity = "XM-1-A"
organisation = { id = "XM-1", type = "40", name = "A" }
status = "closed"
start = "2009-03-31"
end = "2013-06-17"
country = "PA"
sectors = { 32130 = 100 }
agencies = { undp = "XM-2" }
"#;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let main = SettingsText::new("pipeline.toml", text);
        let (plan, mut found) = pipeline(&main);
        if let Some(plan) = plan {
            let indicators = SettingsText::new("indicators.csv", "code,kind,label_en,beneficiary\n");
            found = resolve(plan, &PipelineFiles { indicators, ..PipelineFiles::default() }).1;
        }
        let said = |finding: &mola_finding::Finding| {
            let what = ["key", "found", "first"].iter().find_map(|name| finding.args.get(*name));
            let text = |arg: &Arg| if let Arg::Text(text) = arg { text.clone() } else { format!("{arg:?}") };
            (finding.code.as_str(), what.map(text).unwrap_or_default())
        };
        let found: Vec<(&str, String)> = found.iter().map(said).collect();
        let expected: Vec<(&str, String)> = expected.iter().map(|(code, what)| (*code, (*what).to_owned())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn what_a_donor_is_not_shown_must_be_there() {
        let donor = |text: &str| format!("{MAIN}[report.aecid]\n{text}\n");
        check(
            &donor("title = \"Informe\"\nsections = [\"indicators\", \"data\"]\ncolumns = [\"code\", \"to-date\"]"),
            &[],
        );
        check(&donor("titles = { indicators = { es = \"Marco\" } }\nwithhold = { dimensions = [\"agency\"] }"), &[]);
        for (text, code, what) in [
            ("sections = [\"sheets\"]", "value-unknown", "sections"),
            ("sections = [\"data\", \"data\"]", "name-duplicate", "data"),
            ("titles = { sheets = \"x\" }", "key-unknown", "sheets"),
            ("withhold = { indicators = [\"BEN\"] }", "reference-unknown", "indicators"),
            ("withhold = { dimensions = [\"province\"] }", "reference-unknown", "dimensions"),
            ("withhold = { figures = [\"BEN\"] }", "value-unknown", "figures"),
            ("withhold = { figures = [\"BEN@2011-10+\"] }", "reference-unknown", "figures"),
        ] {
            check(&donor(text), &[(code, what)]);
        }
        check(&format!("{MAIN}[report.\"a b\"]\ntitle = \"x\"\n"), &[("value-unknown", "report")]);
    }

    #[test]
    fn what_iati_needs_is_said_or_asked_for() {
        check(MAIN, &[]);
        check(&format!("{MAIN}{IATI}[report]\nformats = [\"iati\", \"xlsx\"]\n"), &[]);
        check(&format!("{MAIN}[report]\nformats = [\"iati\"]\n"), &[("key-missing", "[iati]")]);
        check(&format!("{MAIN}[report]\nformats = [\"pdf\"]\n"), &[("value-unknown", "formats")]);
        check(&format!("{MAIN}[report]\nformats = [\"csv\", \"csv\"]\n"), &[("name-duplicate", "csv")]);
        for (old, new, code, what) in [
            ("country = \"PA\"\n", "", "key-missing", "country"),
            ("\"PA\"", "\"Panama\"", "value-unknown", "country"),
            ("XM-1-A", "XM 1", "value-unknown", "activity"),
            ("\"40\"", "\"multilateral\"", "value-unknown", "type"),
            ("2009-03-31", "31/3/2009", "value-unknown", "start"),
            ("2009-03-31", "2019-03-31", "definition-contradiction", "start = \"2019-03-31\""),
            ("32130 = 100", "32130 = 90", "definition-contradiction", "sectors = 90"),
            ("32130 = 100", "321 = 100", "value-unknown", "sectors"),
            ("undp = ", "fao = ", "reference-unknown", "agencies"),
        ] {
            check(&format!("{MAIN}{}", IATI.replace(old, new)), &[(code, what)]);
        }
    }
}
