//! The workbook of an invented issue, read back.

mod exporting;
mod sample;

use calamine::{Data, Reader, Xlsx};
use exporting::file;
use mola_disclose::Released;
use mola_finding::Language;
use mola_model::Format;
use mola_model::{Issue, Reached, Status, TotalsPolicy};
use mola_report::{FACTS_ON_SHEET, Words, labels};
use std::io::Cursor;

/// The sheets of a workbook, each as rows of cells as calamine reads them.
struct Opened {
    words: &'static Words,
    file: Xlsx<Cursor<Vec<u8>>>,
}

fn released(issue: Issue) -> Released {
    Released::of(issue, None).0
}

fn open(released: &Released, language: Language) -> Opened {
    let bytes = file(released, language, Format::Xlsx);
    // Kept for looking at by hand.
    let name = format!(
        "{}/sample-{}-{language}.xlsx",
        env!("CARGO_TARGET_TMPDIR"),
        released.issue().programme.small_cells_below
    );
    std::fs::write(name, &bytes).expect("a file");
    Opened { words: labels(language), file: Xlsx::new(Cursor::new(bytes)).expect("a workbook that opens") }
}

impl Opened {
    fn rows(&mut self, key: &str) -> Vec<Vec<Data>> {
        let name = self.words.get(&format!("sheet-{key}"));
        self.file.worksheet_range(&name).expect("the sheet").rows().map(<[Data]>::to_vec).collect()
    }

    /// The rows below the header that begins with the text of `key`.
    fn table(&mut self, sheet: &str, first: &str, second: &str) -> Vec<Vec<Data>> {
        let (first, second) = (self.words.get(first).into_owned(), self.words.get(second).into_owned());
        let rows = self.rows(sheet);
        let is_header =
            |row: &Vec<Data>| row[0] == Data::String(first.clone()) && row[1] == Data::String(second.clone());
        let header = rows.iter().position(is_header).expect("a header row");
        rows[header + 1..].iter().take_while(|row| row[0] != Data::Empty).cloned().collect()
    }
}

fn number(cell: &Data) -> Option<f64> {
    match cell {
        Data::Float(value) => Some(*value),
        Data::Int(value) => Some(*value as f64),
        _ => None,
    }
}

fn text(cell: &Data) -> &str {
    match cell {
        Data::String(text) => text,
        _ => "",
    }
}

#[test]
fn every_tracking_figure_stands_in_its_cell() {
    let released = released(sample::issue(0));
    for language in Language::ALL {
        let mut opened = open(&released, language);
        let rows = opened.table("indicators", "col-code", "col-indicator");
        assert_eq!(rows.len(), released.issue().tracking.len());
        for (row, tracking) in rows.iter().zip(&released.issue().tracking) {
            assert_eq!(text(&row[0]), tracking.indicator);
            for (cell, figure) in [(&row[10], &tracking.in_period), (&row[11], &tracking.to_date)] {
                assert_eq!(number(cell), figure.value, "{} {language}", tracking.indicator);
                let marker = opened.words.marker(figure.status);
                assert!(figure.value.is_some() || text(cell) == marker, "{}", tracking.indicator);
            }
            let way = match tracking.reached {
                Some(Reached::FromBaseline(share) | Reached::OfTarget(share)) => Some(share),
                _ => None,
            };
            for (cell, share) in [(&row[13], tracking.of_milestone), (&row[14], tracking.of_target), (&row[15], way)] {
                assert_eq!(number(cell), share, "{}", tracking.indicator);
            }
            assert_eq!(text(&row[19]), opened.words.progress(tracking.progress));
        }
    }
}

/// What cover, indicators and beneficiaries show of people of whom only totals are known.
fn ranged(value: Option<f64>, totals: Option<TotalsPolicy>, language: Language) -> [Vec<String>; 3] {
    let mut issue = sample::issue(0);
    let indicator = issue.programme.indicators.iter_mut().find(|i| i.code == "BEN-D").expect("people");
    (indicator.treatment.totals, indicator.treatment.totals_reason) = (totals, "carta 7".to_owned());
    let label = indicator.label.get(language).to_owned();
    let row = issue.tracking.iter_mut().find(|t| t.indicator == "BEN-D").expect("people are tracked");
    (row.to_date.value, row.to_date.low, row.to_date.high) = (value, Some(1140.0), Some(1190.0));
    row.to_date.status = if value.is_some() { Status::Reported } else { Status::NotApplicable };
    let mut opened = open(&released(issue), language);
    let cell = |cell: &Data| number(cell).map_or_else(|| text(cell).to_owned(), |number| number.to_string());
    let cover = opened.rows("cover");
    let first = cover.iter().position(|row| text(&row[0]) == label).expect("a card");
    let card = [1, 3].map(|below| cell(&cover[first + below][0])).to_vec();
    let indicators = opened.table("indicators", "col-code", "col-indicator");
    let tracked = indicators.iter().find(|row| text(&row[0]) == "BEN-D").expect("a row");
    let kinds = opened.table("beneficiaries", "col-indicator", "col-kind");
    let kind = kinds.iter().find(|row| text(&row[0]) == label).expect("a row");
    [card, tracked[11..13].iter().map(cell).collect(), [&kind[3], &kind[6]].map(cell).to_vec()]
}

#[test]
fn a_range_stands_beside_its_point_or_in_its_place() {
    let [card, tracked, kind] = ranged(Some(1190.0), Some(TotalsPolicy::Sum), Language::Es);
    assert_eq!(card[0], "1190");
    assert!(card[1].starts_with("en el rango 1,140–1,190 · "), "{card:?}");
    assert_eq!(tracked, ["1190", "1,140–1,190: totales sumados (carta 7)"]);
    assert_eq!(kind, tracked);
    let [card, tracked, kind] = ranged(None, None, Language::En);
    assert_eq!(card[0], "1,140–1,190");
    assert!(!card[1].contains("1,140"), "{card:?}");
    assert_eq!(tracked, ["1,140–1,190", "1,140–1,190: no point declared (carta 7)"]);
    assert_eq!(kind, tracked);
    for (policy, words) in
        [(TotalsPolicy::Max, "le plus grand des totaux"), (TotalsPolicy::Custom(1150.0), "chiffre déclaré")]
    {
        let [_, tracked, _] = ranged(Some(1150.0), Some(policy), Language::Fr);
        assert_eq!(tracked[1], format!("1\u{202f}140–1\u{202f}190: {words} (carta 7)"));
    }
}

#[test]
fn the_reconciliation_adds_up_in_its_cells() {
    let released = released(sample::issue(0));
    let expected = released.issue().reconciliation.clone().expect("a reconciliation");
    let mut opened = open(&released, Language::Es);
    let rows = opened.rows("beneficiaries");
    let line = |key: &str| {
        let key = labels(Language::Es).get(key);
        number(&rows.iter().find(|r| text(&r[0]) == key).expect("a line")[1]).expect("a number")
    };
    let (gross, repeated, shared) = (line("line-gross"), line("line-repeated"), line("line-shared"));
    assert_eq!((gross, repeated, shared), (expected.gross as f64, expected.repeated as f64, expected.shared as f64));
    assert_eq!(line("line-unique"), expected.unique as f64);
    assert_eq!(gross - repeated - shared, expected.unique as f64);
    assert!(expected.repeated > 0 && expected.shared > 0);
    let agencies = opened.table("beneficiaries", "col-agency", "col-gross");
    assert_eq!(agencies.iter().filter_map(|r| number(&r[1])).sum::<f64>(), gross);
}

#[test]
fn the_cross_table_holds_every_cell() {
    let released = released(sample::issue(0));
    let mut opened = open(&released, Language::En);
    let rows = opened.table("beneficiaries", "col-place", "col-sector");
    let mut found: Vec<f64> = rows.iter().flat_map(|r| &r[2..]).filter_map(number).filter(|v| *v > 0.0).collect();
    let mut expected: Vec<f64> = released.issue().cross.iter().filter_map(|c| c.figure.value).collect();
    found.sort_by(f64::total_cmp);
    expected.sort_by(f64::total_cmp);
    assert_eq!(found, expected);
    let total = rows.last().and_then(|r| r.iter().filter_map(number).next_back());
    assert_eq!(total, released.issue().reconciliation.as_ref().map(|r| r.unique as f64));
}

#[test]
fn every_fact_has_a_row_and_a_line() {
    let released = released(sample::issue(5));
    for language in Language::ALL {
        let rows = open(&released, language).table("data", "col-id", "col-indicator");
        let facts = &released.issue().facts;
        assert_eq!(rows.len(), facts.len());
        let csv = file(&released, language, Format::Csv);
        let csv = String::from_utf8(csv).expect("utf-8");
        let mut lines = csv.lines();
        assert_eq!(
            lines.next(),
            Some(
                "figure,indicator,label,unit,period,span,agency,place,sex,sector,value,numerator,denominator,low,high,text,status,reason,reporters,estimated,records"
            )
        );
        for ((row, line), fact) in rows.iter().zip(lines).zip(facts) {
            assert_eq!(text(&row[0]), fact.key.to_string());
            assert_eq!(number(&row[10]), fact.value);
            assert!(line.starts_with(&format!("{},", fact.key)), "{line}");
        }
    }
}

#[test]
fn too_many_facts_stand_beside_the_workbook() {
    let mut issue = sample::issue(0);
    let fact = issue.facts[0].clone();
    issue.facts.resize(FACTS_ON_SHEET + 1, fact);
    let mut opened = open(&released(issue), Language::En);
    let rows = opened.rows("data");
    assert_eq!(rows.len(), 3);
    assert!(text(&rows[2][0]).contains("50,001"), "{rows:?}");
}

#[test]
fn hidden_counts_show_nowhere() {
    let issue = sample::issue(8);
    let small: Vec<_> = issue.cross.iter().filter(|c| c.figure.value.is_some_and(|v| v < 8.0)).collect();
    assert!(!small.is_empty());
    let (released, hidden) = Released::of(issue.clone(), None);
    assert!(hidden.hidden().len() > small.len());
    let mut opened = open(&released, Language::Fr);
    let marker = opened.words.get("marker-suppressed").into_owned();
    let rows = opened.table("beneficiaries", "col-place", "col-sector");
    let values: Vec<f64> = rows.iter().flat_map(|r| &r[2..]).filter_map(number).collect();
    assert!(values.iter().all(|v| *v == 0.0 || *v >= 8.0), "{values:?}");
    let shown = rows.iter().flatten().filter(|c| text(c) == marker).count();
    let suppressed = released.issue().cross.iter().filter(|c| c.figure.status == Status::Suppressed).count();
    assert_eq!(shown, suppressed);
    let identifier = opened.rows("quality").iter().flatten().any(|c| text(c).contains("8-12X-456"));
    assert!(!identifier);
}

#[test]
fn every_word_is_there_and_no_text_is_cut() {
    for language in Language::ALL {
        let mut opened = open(&released(sample::issue(5)), language);
        let sheets = opened.file.sheet_names();
        assert_eq!(sheets.len(), 14);
        for sheet in sheets {
            let range = opened.file.worksheet_range(&sheet).expect("the sheet");
            for cell in range.rows().flatten() {
                assert!(!text(cell).contains(['⟦', '{', '$']), "{sheet}: {cell:?}");
            }
        }
    }
}

#[test]
fn findings_are_listed_up_to_a_limit_and_counted_beyond() {
    let mut opened = open(&released(sample::issue(0)), Language::Es);
    let rows = opened.rows("quality");
    let listed = rows.iter().filter(|r| number(&r[0]).is_some()).count();
    assert_eq!(listed, 4 + 20);
    assert!(rows.iter().any(|r| text(&r[6]) == "y 5 más de esta clase"));
}

#[test]
fn formulas_have_their_results() {
    let mut opened = open(&released(sample::issue(0)), Language::Es);
    let money = opened.rows("money");
    let total = money.iter().find(|r| text(&r[0]) == "Total").expect("a total");
    assert_eq!(number(&total[2]), Some(1_203_500.01));
    assert_eq!(number(&total[5]), Some(450_750.75));
    for sheet in ["beneficiaries", "money", "changes", "sources"] {
        let name = opened.words.get(&format!("sheet-{sheet}")).into_owned();
        let formulas = opened.file.worksheet_formula(&name).expect("formulas");
        assert!(formulas.used_cells().count() > 0, "{sheet}");
        let range = opened.file.worksheet_range(&name).expect("the sheet");
        let (top, left) = formulas.start().expect("a first formula");
        for (row, column, _) in formulas.used_cells() {
            let at = (top + row as u32, left + column as u32);
            assert!(
                range.get_value(at).and_then(number).is_some_and(|v| v != 0.0 || sheet == "sources"),
                "{sheet} {at:?}"
            );
        }
    }
}

#[test]
fn what_partners_write_stays_text() {
    let mut opened = open(&released(sample::issue(0)), Language::Es);
    let name = opened.words.get("sheet-quality").into_owned();
    let formulas = opened.file.worksheet_formula(&name).expect("formulas");
    assert_eq!(formulas.used_cells().count(), 0);
}

#[test]
fn the_same_issue_is_the_same_bytes() {
    let released = released(sample::issue(5));
    let first = file(&released, Language::Es, Format::Xlsx);
    // The formats of zip and of document properties count in steps of up to two seconds.
    std::thread::sleep(std::time::Duration::from_millis(2100));
    assert!(first == file(&released, Language::Es, Format::Xlsx));
}

#[test]
fn an_issue_with_nothing_in_it_is_a_workbook_too() {
    let mut issue = sample::issue(5);
    issue.tracking.clear();
    issue.facts.clear();
    issue.cross.clear();
    issue.overlap.clear();
    issue.findings.clear();
    issue.sources.clear();
    issue.completeness.rows.clear();
    issue.headline.clear();
    (issue.reconciliation, issue.changes, issue.money) = (None, None, mola_model::Money::default());
    for language in Language::ALL {
        let bytes = file(&released(issue.clone()), language, Format::Xlsx);
        assert_eq!(Xlsx::new(Cursor::new(bytes)).expect("a workbook that opens").sheet_names().len(), 14);
    }
}
