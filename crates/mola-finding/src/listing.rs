//! Findings as a terminal and a feedback workbook list them: by file, then by kind.

use crate::{Arg, Catalogue, Code, Finding, Language, Severity};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How many findings of one kind in one file are listed before the rest is only counted.
pub const LISTED_OF_A_KIND: usize = 20;

/// The findings of one file.
#[derive(Debug, Clone, PartialEq)]
pub struct FileFindings<'a> {
    /// The file, or `None` for findings that belong to no file.
    pub file: Option<&'a str>,
    /// Its kinds of findings, the worst first.
    pub kinds: Vec<KindFindings<'a>>,
}

/// The findings of one kind in one file.
#[derive(Debug, Clone, PartialEq)]
pub struct KindFindings<'a> {
    /// The kind.
    pub code: Code,
    /// How bad they are.
    pub severity: Severity,
    /// Those that are listed, in the order of their places.
    pub listed: Vec<&'a Finding>,
    /// How many more there are.
    pub more: usize,
}

/// Groups findings by file (by name, those without a file last), then by kind (the worst first),
/// then by place, and lists at most `most` of a kind. What a [`Code::MoreOfThisKind`] counts is
/// added to its kind. The order of `findings` changes nothing but that of equals.
pub fn by_file(findings: &[Finding], most: usize) -> Vec<FileFindings<'_>> {
    let mut files: BTreeMap<_, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        let file = finding.place.file.as_deref();
        files.entry((file.is_none(), file)).or_default().push(finding);
    }
    files.into_iter().map(|((_, file), findings)| FileFindings { file, kinds: by_kind(&findings, most) }).collect()
}

fn by_kind<'a>(findings: &[&'a Finding], most: usize) -> Vec<KindFindings<'a>> {
    let mut kinds: BTreeMap<_, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        if !is_told_elsewhere(finding, findings) {
            kinds.entry((Reverse(finding.severity), finding.code)).or_default().push(finding);
        }
    }
    let kind = |((Reverse(severity), code), mut listed): ((Reverse<Severity>, Code), Vec<&'a Finding>)| {
        listed.sort_by(|a, b| a.place.cmp(&b.place));
        let uncounted = listed.len().saturating_sub(most);
        listed.truncate(most);
        KindFindings { code, severity, listed, more: uncounted + counted_more(code, severity, findings) }
    };
    kinds.into_iter().map(kind).collect()
}

/// Whether the finding only counts more of a kind that is listed itself.
fn is_told_elsewhere(finding: &Finding, all: &[&Finding]) -> bool {
    more_of(finding).is_some_and(|(code, _)| all.iter().any(|f| f.code.as_str() == code))
}

/// How many more of `code` the findings count beyond themselves. They are said once, where the
/// kind is at its worst.
fn counted_more(code: Code, severity: Severity, all: &[&Finding]) -> usize {
    let worst = all.iter().filter(|f| f.code == code).map(|f| f.severity).max();
    if worst != Some(severity) {
        return 0;
    }
    all.iter().filter_map(|f| more_of(f)).filter(|(of, _)| *of == code.as_str()).map(|(_, count)| count).sum()
}

/// The kind and the number that a [`Code::MoreOfThisKind`] counts.
fn more_of(finding: &Finding) -> Option<(&str, usize)> {
    match (finding.code, finding.args.get("key")?, finding.args.get("count")?) {
        (Code::MoreOfThisKind, Arg::Text(key), Arg::Number(count)) => Some((key, *count as usize)),
        _ => None,
    }
}

/// The findings as a terminal shows them in `language`: the name of each file, then one line for
/// each finding, at most [`LISTED_OF_A_KIND`] of a kind, then how many more there are.
pub fn listing(findings: &[Finding], language: Language) -> String {
    let catalogue = Catalogue::of(language);
    let mut text = String::new();
    for file in by_file(findings, LISTED_OF_A_KIND) {
        let general = || catalogue.phrase("place-none", []).unwrap_or_default();
        let heading = file.file.map_or_else(general, |name| catalogue.place(&crate::Place::file(name)));
        let gap = if text.is_empty() { "" } else { "\n" };
        writeln!(text, "{gap}{heading}").expect("a string takes all");
        for kind in &file.kinds {
            write_kind(&mut text, catalogue, kind);
        }
    }
    text
}

fn write_kind(text: &mut String, catalogue: &Catalogue, kind: &KindFindings<'_>) {
    let word = catalogue.severity(kind.severity);
    let symbol = kind.severity.symbol();
    for finding in &kind.listed {
        let mut message = catalogue.message(finding);
        message.place = catalogue.place_in_file(&finding.place).join(", ");
        writeln!(text, "  {symbol} {word}: {}", message.paragraph()).expect("a string takes all");
    }
    if kind.more > 0 {
        let values = [("count", kind.more.into()), ("value", kind.code.as_str().into())];
        let line = catalogue.phrase("list-more", values).unwrap_or_default();
        writeln!(text, "    {line}").expect("a string takes all");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CellAddress, Place};

    fn unreadable(file: &str, row: u32) -> Finding {
        let place = Place::file(file).sheet("Avance").cell(CellAddress::new(row, 6));
        Finding::new(Code::NumberUnreadable, place).with("found", format!("aprox. {row}"))
    }

    fn more(file: &str, count: u32) -> Finding {
        let place = Place::file(file);
        Finding::new(Code::MoreOfThisKind, place).with("count", count).with("key", "number-unreadable")
    }

    #[test]
    fn a_listing_goes_by_file_and_the_worst_first() {
        let findings = [
            Finding::new(Code::ReportMissing, Place::default()).with("agency", "FAO").with("period", "2011-03"),
            Finding::new(Code::EncodingGuessed, Place::file("b.csv")).with("found", "windows-1252"),
            Finding::new(Code::FormulaUncached, Place::file("b.csv").cell(CellAddress::new(2, 1))),
            Finding::new(Code::FileEmpty, Place::file("a.xlsx")),
        ];
        let expected = "\
a.xlsx
  ✗ error: El archivo está vacío. Una hoja de cálculo con datos. Ábralo en su computadora, guárdelo de nuevo y vuelva a enviarlo. Si no hay nada que informar, envíe el formulario de siempre con ceros. Mientras tanto, este informe figura como no recibido.

b.csv
  ✗ error: celda A2: La celda contiene una fórmula cuyo resultado no está guardado en el archivo. Abra el archivo en su programa de hojas de cálculo, guárdelo y vuelva a enviarlo. Mientras tanto, esta fila no se cuenta.
  · nota: El archivo no dice cómo están codificadas sus letras; se leyó como windows-1252. Verifique que las tildes y la ñ se vean bien. Si no, guarde el archivo como «CSV UTF-8». Los datos se cuentan tal como se leyeron.

General
  ! advertencia: No ha llegado el informe de FAO de 2011-03. Solicítelo a FAO. Mientras tanto, los totales de 2011-03 están incompletos y así se indican.
";
        assert_eq!(listing(&findings, Language::Es), expected);
        let shuffled: Vec<_> = findings.iter().rev().cloned().collect();
        assert_eq!(listing(&shuffled, Language::Es), expected);
        assert_eq!(listing(&[], Language::Es), "");
    }

    /// Lists `rows` findings of one kind besides a count of more; says how many are listed and not.
    fn check_more(rows: u32, counted: Option<u32>, expected: &[(usize, usize)]) {
        let mut findings: Vec<_> = (1..=rows).rev().map(|row| unreadable("a.xlsx", row)).collect();
        findings.extend(counted.map(|count| more("a.xlsx", count)));
        findings.push(unreadable("b.xlsx", 1));
        let files = by_file(&findings, LISTED_OF_A_KIND);
        let kinds = &files[0].kinds;
        assert_eq!(kinds.iter().map(|kind| (kind.listed.len(), kind.more)).collect::<Vec<_>>(), expected);
        assert_eq!(files[1].kinds[0].more, 0);
        let rows: Vec<_> = kinds[0].listed.iter().filter_map(|f| f.place.cell).collect();
        assert!(rows.is_sorted(), "{rows:?}");
    }

    #[test]
    fn the_first_of_a_kind_are_listed_and_the_rest_counted() {
        check_more(20, None, &[(20, 0)]);
        check_more(21, None, &[(20, 1)]);
        check_more(332, None, &[(20, 312)]);
        check_more(30, Some(1_000), &[(20, 1_010)]);
        check_more(0, Some(7), &[(1, 0)]);
    }

    #[test]
    fn what_is_not_listed_is_said_in_each_language() {
        let findings: Vec<_> = (1..=1_520).map(|row| unreadable("a.xlsx", row)).collect();
        for (language, line) in [
            (Language::Es, "    … y 1,500 más (number-unreadable)."),
            (Language::En, "    … and 1,500 more (number-unreadable)."),
            (Language::Fr, "    … et 1\u{202f}500 de plus (number-unreadable)."),
        ] {
            assert_eq!(listing(&findings, language).lines().last(), Some(line));
        }
    }

    #[test]
    fn a_kind_of_two_severities_counts_more_once() {
        let mut mild = unreadable("a.xlsx", 2);
        mild.severity = Severity::Warning;
        let findings = [mild, more("a.xlsx", 5), unreadable("a.xlsx", 1)];
        let files = by_file(&findings, LISTED_OF_A_KIND);
        let kinds: Vec<_> = files[0].kinds.iter().map(|kind| (kind.severity, kind.more)).collect();
        assert_eq!(kinds, [(Severity::Error, 5), (Severity::Warning, 0)]);
    }
}
