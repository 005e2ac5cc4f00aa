//! A donor's own report: its sections, columns and titles.

mod sample;

use calamine::{Data, Reader, Xlsx};
use mola_disclose::Released;
use mola_finding::Language;
use mola_model::{Donor, Format, Labels, Publication, Section, TrackingColumn};
use mola_report::{Edition, export, labels};
use scraper::{Html, Selector};
use std::io::Cursor;

fn donor() -> Donor {
    let title = |text: &str| Labels { es: Some(text.to_owned()), en: None, fr: None };
    Donor {
        code: "inv".into(),
        title: title("Informe al donante inventado"),
        sections: vec![Section::Cover, Section::Money, Section::Indicators, Section::Data],
        titles: [(Section::Indicators, title("Marco de resultados"))].into(),
        columns: vec![TrackingColumn::Target, TrackingColumn::Code, TrackingColumn::Trend, TrackingColumn::ToDate],
        ..Donor::default()
    }
}

fn file(format: Format) -> Vec<u8> {
    let released = Released::of(sample::issue(0), None).0;
    let (publication, donor) = (Publication::default(), donor());
    let edition = Edition {
        released: &released,
        publication: &publication,
        donor: Some(&donor),
        language: Language::Es,
        parquet: |_| Ok(Vec::new()),
    };
    export(&edition, format).expect("a file")
}

#[test]
fn the_workbook_has_the_sheets_and_columns_that_are_wanted() {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file(Format::Xlsx))).expect("a workbook");
    let words = labels(Language::Es);
    let name = |key: &str| words.get(&format!("sheet-{key}")).into_owned();
    // Charts draw what stands on the sheet of trends.
    let sheets = ["cover", "money", "indicators", "data", "trends"].map(name);
    assert_eq!(book.sheet_names(), sheets);
    let visible: Vec<bool> =
        book.sheets_metadata().iter().map(|sheet| sheet.visible == calamine::SheetVisible::Visible).collect();
    assert_eq!(visible, [true, true, true, true, false]);
    let rows = book.worksheet_range(&name("indicators")).expect("the sheet");
    let text = |row: u32, column: u32| match rows.get_value((row, column)) {
        Some(Data::String(text)) => text.clone(),
        other => format!("{other:?}"),
    };
    assert_eq!(text(0, 0), "Marco de resultados");
    let headers = ["col-target", "col-code", "col-trend", "col-to-date"].map(|key| words.get(key).into_owned());
    assert_eq!([0, 1, 2, 3].map(|column| text(3, column)), headers);
    assert_eq!(text(4, 1), "BEN-D");
    assert_eq!(rows.width(), 4);
}

#[test]
fn the_page_has_the_parts_that_are_wanted_in_their_order() {
    let page = Html::parse_document(&String::from_utf8(file(Format::Html)).expect("UTF-8"));
    let all = |selector: &str| {
        let selector = Selector::parse(selector).expect("a selector");
        page.select(&selector).map(|own| own.text().collect::<String>()).collect::<Vec<_>>()
    };
    let sections: Vec<String> = {
        let selector = Selector::parse("main > section").expect("a selector");
        page.select(&selector).filter_map(|own| own.attr("id").map(str::to_owned)).collect()
    };
    assert_eq!(sections, ["summary", "money", "indicators"]);
    assert!(all("h2").contains(&"Marco de resultados".to_owned()));
    assert!(all(".line")[0].contains("Informe al donante inventado"), "{:?}", all(".line"));
    let words = labels(Language::Es);
    let wanted = ["col-target", "col-code", "col-trend", "col-to-date"].map(|key| words.get(key).into_owned());
    assert_eq!(all("#indicators thead th"), wanted);
}
