//! The page of an invented issue, read back by an HTML5 parser.

mod exporting;
mod sample;

use exporting::file;
use mola_disclose::Released;
use mola_finding::Language;
use mola_model::{FigureKey, Format, Issue, Labels, Status};
use mola_report::labels;
use scraper::{Html, Selector};
use std::collections::BTreeSet;

fn page(issue: Issue, language: Language) -> (Released, Html) {
    let released = Released::of(issue, None).0;
    let bytes = file(&released, language, Format::Html);
    let text = String::from_utf8(bytes).expect("UTF-8");
    // Kept for looking at by hand.
    std::fs::write(format!("{}/sample-{language}.html", env!("CARGO_TARGET_TMPDIR")), &text).expect("a file");
    let page = Html::parse_document(&text);
    (released, page)
}

fn all<'a>(page: &'a Html, selector: &str) -> Vec<scraper::ElementRef<'a>> {
    page.select(&Selector::parse(selector).expect("a selector")).collect()
}

fn text(element: scraper::ElementRef<'_>) -> String {
    element.text().collect()
}

/// What a page may show of a figure: its number with its decimals, its marker, its words or its range.
fn expected(released: &Released, language: Language, key: &FigureKey) -> Option<String> {
    let issue = released.issue();
    let words = labels(language);
    let figure = issue.figure(key)?;
    if figure.status != Status::Reported {
        return Some(words.marker(figure.status).into_owned()).filter(|_| figure.low.is_none());
    }
    let indicator = issue.programme.indicator(&key.indicator)?;
    let share = matches!(indicator.computation, mola_model::Computation::Ratio | mola_model::Computation::Rate { .. });
    let value = figure.value?;
    Some(if share { words.percent(value, indicator.decimals) } else { words.number(value, indicator.decimals) })
}

#[test]
fn every_figure_shows_the_value_of_its_id() {
    for threshold in [0, 12] {
        for language in Language::ALL {
            let (released, page) = page(sample::issue(threshold), language);
            let mut compared = 0;
            for element in all(&page, "[data-lineage]") {
                let id = element.attr("data-lineage").expect("an id");
                let key: FigureKey = id.parse().expect("the id of a figure");
                if let Some(expected) = expected(&released, language, &key) {
                    assert_eq!(text(element), expected, "{id} {language}");
                    compared += 1;
                }
            }
            assert!(compared > 100, "{compared}");
            let tracked: BTreeSet<String> =
                all(&page, "[data-lineage]").iter().filter_map(|e| e.attr("data-lineage").map(str::to_owned)).collect();
            for row in &released.issue().tracking {
                assert!(tracked.contains(&row.to_date.key.to_string()), "{}", row.indicator);
            }
        }
    }
}

#[test]
fn a_page_stands_alone_and_its_addresses_are_unique() {
    let (_, page) = page(sample::issue(0), Language::En);
    assert_eq!(format!("{:?}", page.quirks_mode), "NoQuirks");
    for other in ["script", "link", "img", "iframe", "object"] {
        assert!(all(&page, other).is_empty(), "{other}");
    }
    let ids: Vec<&str> = all(&page, "[id]").iter().filter_map(|e| e.attr("id")).collect();
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len());
    for link in all(&page, "a[href], [aria-labelledby]") {
        let target = link.attr("href").map_or_else(|| link.attr("aria-labelledby"), |href| href.strip_prefix('#'));
        assert!(target.is_some_and(|id| ids.contains(&id)), "{target:?}");
    }
    for chart in all(&page, "svg") {
        assert!(chart.attr("aria-label").is_some_and(|label| !label.is_empty()));
    }
    assert!(all(&page, "svg").len() >= 3);
}

#[test]
fn every_text_is_there_in_every_language() {
    for language in Language::ALL {
        let (_, page) = page(sample::issue(0), language);
        let whole: String = page.root_element().text().collect();
        assert!(!whole.contains('⟦') && !whole.contains("{ $") && !whole.contains('\u{e000}'), "{language}");
        assert_eq!(page.root_element().attr("lang"), Some(language.code()));
    }
}

#[test]
fn hostile_texts_are_text() {
    for hostile in ["<script>alert(1)</script>", "=HYPERLINK(\"x\")", "+1", "@x", "bell\u{7}", "\u{202e}abc", "مرحبا"]
    {
        let mut issue = sample::issue(0);
        issue.programme.name = Labels::same(hostile);
        issue.programme.indicators[0].label = Labels::same(hostile);
        let (_, page) = page(issue, Language::Es);
        assert!(all(&page, "script").is_empty());
        let shown = hostile.replace('\u{7}', "\u{fffd}");
        assert_eq!(text(all(&page, "h1")[0]), shown);
    }
    let mut issue = sample::issue(0);
    let long = "ñ ".repeat(20_000);
    issue.programme.name = Labels::same(long.as_str());
    let (_, page) = page(issue, Language::Es);
    assert_eq!(text(all(&page, "h1")[0]), long);
}

#[test]
fn the_same_issue_is_the_same_page() {
    let page = || file(&Released::of(sample::issue(5), None).0, Language::Fr, Format::Html);
    assert_eq!(page(), page());
}
