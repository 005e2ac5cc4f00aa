//! Texts that want to be something else are texts in every format, and never a failure.

mod exporting;
mod sample;

use calamine::{Data, Reader, Xlsx};
use exporting::file;
use mola_disclose::Released;
use mola_finding::Language;
use mola_model::{
    Activity, ActivityStatus, FigureKey, Format, Issue, Labels, Organisation, Publication, Spending, Status,
};
use mola_report::{Edition, export};
use quick_xml::Reader as XmlReader;
use quick_xml::events::Event;
use scraper::{Html, Selector};
use std::io::Cursor;

/// Text that would be a formula, markup, a character that XML may not hold, or longer than a cell.
fn hostile() -> Vec<String> {
    let short = [
        "=HYPERLINK(\"http://example.org\",\"x\")",
        "+1",
        "-1+1",
        "@x",
        "<script>alert(1)</script>",
        "]]>&amp;\"'",
        "bell\u{7}\u{0}\u{1b}[31m\u{ffff}",
        "\u{202e}drow\u{202c} עברית",
        "line\nline\r\n\tline",
    ];
    short.into_iter().map(str::to_owned).chain([format!("={}", "ñ".repeat(40_000))]).collect()
}

/// An issue that says `text` wherever a programme or a partner may write.
fn issue(text: &str) -> Issue {
    let mut issue = sample::issue(0);
    let labels = Labels { es: Some(text.to_owned()), en: Some(text.to_owned()), fr: Some(text.to_owned()) };
    issue.programme.name = labels.clone();
    issue.programme.note = labels.clone();
    issue.programme.contact = text.to_owned();
    issue.programme.outputs.iter_mut().for_each(|own| own.label = labels.clone());
    issue.programme.places.iter_mut().for_each(|own| own.label = labels.clone());
    issue.programme.agencies.iter_mut().for_each(|own| own.name = labels.clone());
    for indicator in &mut issue.programme.indicators {
        (indicator.label, indicator.unit) = (labels.clone(), labels.clone());
        indicator.verification = labels.clone();
    }
    issue.sources.iter_mut().for_each(|own| own.file = text.to_owned());
    let words = issue.facts.iter_mut().filter(|fact| fact.key.by.is_empty() && fact.status == Status::Reported);
    words.for_each(|fact| (fact.value, fact.text) = (None, Some(text.to_owned())));
    issue
}

fn publication() -> Publication {
    let organisation = Organisation { id: "XM-1".into(), kind: "40".into(), name: Labels::same("Invented") };
    let day = chrono::NaiveDate::from_ymd_opt(2011, 1, 1).expect("a day");
    let activity = Activity {
        id: "XM-1-A".into(),
        organisation,
        funder: None,
        description: Labels::default(),
        status: ActivityStatus::Closed,
        start: day,
        end: day,
        country: "PA".into(),
        sectors: Vec::new(),
        agencies: Default::default(),
        spending: Spending::Expenditure,
    };
    Publication { activity: Some(activity), ..Publication::default() }
}

fn written(text: &str, format: Format) -> Vec<u8> {
    let (released, publication) = (Released::of(issue(text), None).0, publication());
    let edition = Edition {
        released: &released,
        publication: &publication,
        donor: None,
        language: Language::Es,
        parquet: |_| Ok(Vec::new()),
    };
    export(&edition, format).unwrap_or_else(|error| panic!("{format}: {error}"))
}

#[test]
fn every_format_can_be_written_of_any_text() {
    for text in hostile() {
        for format in Format::ALL {
            assert!(!written(&text, *format).is_empty() || *format == Format::Parquet, "{format}");
        }
    }
}

#[test]
fn no_cell_of_a_workbook_is_a_formula_of_a_partner() {
    for text in hostile() {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(written(&text, Format::Xlsx))).expect("a workbook");
        let mut seen = 0;
        for name in book.sheet_names() {
            let formulas = book.worksheet_formula(&name).expect("formulas");
            let own =
                formulas.used_cells().find(|(.., formula)| formula.contains("HYPERLINK") || formula.contains('ñ'));
            assert_eq!(own, None, "{name}");
            for (.., cell) in book.worksheet_range(&name).expect("a sheet").used_cells() {
                let Data::String(found) = cell else { continue };
                assert!(found.chars().count() <= 32_767);
                seen += usize::from(found.starts_with(&text.chars().take(4).collect::<String>()));
                assert!(!found.starts_with("=ññ") || found.ends_with("[…]"), "a long text ends with a mark");
            }
        }
        assert!(seen > 20 || text.contains('\u{7}') || text.starts_with(['\u{202e}', 'l']), "{text}: {seen}");
    }
}

#[test]
fn no_text_is_markup() {
    for text in hostile() {
        let page = String::from_utf8(written(&text, Format::Html)).expect("UTF-8");
        let page = Html::parse_document(&page);
        assert_eq!(page.select(&Selector::parse("script").expect("a selector")).count(), 0, "{text}");
        for format in [Format::Iati, Format::Adx] {
            let xml = String::from_utf8(written(&text, format)).expect("UTF-8");
            let legal = |c: char| matches!(c, '\t' | '\n') || c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}');
            assert!(xml.chars().all(legal), "{format}");
            let mut reader = XmlReader::from_str(&xml);
            loop {
                match reader.read_event().unwrap_or_else(|error| panic!("{format}: {error}")) {
                    Event::Eof => break,
                    Event::Start(tag) | Event::Empty(tag) => assert_ne!(tag.name().as_ref(), "script"),
                    _ => {}
                }
            }
        }
    }
}

#[test]
fn no_field_of_a_csv_is_taken_for_a_formula() {
    for text in hostile() {
        for format in [Format::Csv, Format::Hxl, Format::Sdmx] {
            let bytes = written(&text, format);
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
            for record in reader.records() {
                let record = record.unwrap_or_else(|error| panic!("{format}: {error}"));
                let is_formula =
                    |field: &&str| field.starts_with(['=', '+', '-', '@', '\t', '\r']) && field.parse::<f64>().is_err();
                assert_eq!(record.iter().find(is_formula), None, "{format}");
            }
        }
    }
}

#[test]
fn programs_get_a_text_as_it_is_or_shortened_with_a_mark() {
    for text in hostile() {
        let json: serde_json::Value = serde_json::from_slice(&written(&text, Format::Json)).expect("JSON");
        assert_eq!(json["programme"]["name"]["es"].as_str(), Some(text.as_str()));
        let sent: serde_json::Value = serde_json::from_slice(&written(&text, Format::Dhis2)).expect("JSON");
        let values = sent["dataValues"].as_array().expect("values").iter().filter_map(|own| own["value"].as_str());
        assert!(values.into_iter().any(|value| value == text), "{text}");
    }
    let released = Released::of(issue("x"), None).0;
    let key = FigureKey::to_date("BEN-D", released.issue().period);
    assert_eq!(released.issue().figure(&key).and_then(|figure| figure.text.as_deref()), Some("x"));
    assert!(!file(&released, Language::Fr, Format::Sdmx).is_empty());
}
