//! What an agency gets back for a file in which something is to be corrected, as a page: the short twin of its
//! workbook.

use super::{STYLE, text, tone_class};
use crate::Words;
use crate::feedback::Feedback;
use crate::workbook::style::Tone;
use crate::workbook::{Line, listed};
use mola_finding::{Catalogue, Finding, Message, Severity};

/// Verdict, counts and corrections as one page without script. The same feedback is the same bytes.
pub fn feedback_page(feedback: &Feedback<'_>) -> String {
    let words = Words::of(feedback.language);
    let (title, file) = (text(&words.get("title-feedback")).into_owned(), text(feedback.file).into_owned());
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title} · {file}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n<p class=\"line\">{} · {} · {file}</p>\n\
         <p class=\"standing fair\">{}</p>\n</header>\n<main id=\"content\">\n",
        words.language().code(),
        text(feedback.programme),
        text(feedback.agency),
        text(&feedback.verdict()),
    );
    page.push_str(&counts(feedback, words));
    page.push_str(&corrections(feedback, words));
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

fn counts(feedback: &Feedback<'_>, words: &Words) -> String {
    let number = |count: u64| words.number(count as f64, 0);
    let counts = feedback.counts;
    let mut lines = vec![
        ("feedback-read", number(counts.read)),
        ("feedback-kept", number(counts.kept)),
        ("feedback-refused", number(counts.refused)),
        ("feedback-ignored", number(counts.ignored)),
    ];
    lines.extend(feedback.due.map(|due| ("feedback-due", words.day(due))));
    lines.push(("feedback-received", words.moment(feedback.received)));
    lines.push(("feedback-receipt", feedback.content.clone()));
    let row = |(key, value): (&str, String)| {
        format!("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", text(&words.get(key)), text(&value))
    };
    format!("<section>\n<table>\n{}</table>\n</section>\n", lines.into_iter().map(row).collect::<String>())
}

fn corrections(feedback: &Feedback<'_>, words: &Words) -> String {
    let columns = ["col-number", "col-severity", "col-sheet", "col-cell", "col-found", "col-expected", "col-remedy"];
    let names = columns.iter().chain(&["col-effect"]);
    let head: String = names.map(|key| format!("<th scope=\"col\">{}</th>", text(&words.get(key)))).collect();
    let lines = listed(&feedback.findings);
    let rows: String = lines.iter().enumerate().map(|(at, line)| row(feedback, words, at + 1, line)).collect();
    let title = text(&words.get("sheet-corrections")).into_owned();
    format!(
        "<section>\n<h2>{title}</h2>\n<div class=\"wide\">\n<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n\
         </table>\n</div>\n</section>\n"
    )
}

fn row(feedback: &Feedback<'_>, words: &Words, number: usize, line: &Line<'_>) -> String {
    let finding: &Finding = match line {
        Line::One(_, finding) => finding,
        Line::More(_, more) => {
            let rest = words.with("feedback-more", &[("count", &more.to_string())]);
            return format!("<tr><td></td><td colspan=\"7\">{}</td></tr>\n", text(&rest));
        }
    };
    let (tone, severity) = match finding.severity {
        Severity::Error => (Tone::Poor, "severity-error"),
        Severity::Warning => (Tone::Fair, "severity-warning"),
        Severity::Note => (Tone::Quiet, "severity-note"),
    };
    let place = &finding.place;
    let spot = match (place.cell, place.line) {
        (Some(cell), _) => cell.to_string(),
        (None, Some(line)) => words.with("place-line", &[("line", &line.to_string())]),
        (None, None) => String::new(),
    };
    let Message { found, expected, remedy, effect, .. } = Catalogue::of(feedback.language).message(finding);
    let sheet = place.sheet.clone().unwrap_or_default();
    let cells: String =
        [sheet, spot, found, expected, remedy, effect].iter().map(|cell| format!("<td>{}</td>", text(cell))).collect();
    let severity = text(&words.get(severity)).into_owned();
    format!("<tr><td>{number}</td><td class=\"{}\">{severity}</td>{cells}</tr>\n", tone_class(tone))
}
