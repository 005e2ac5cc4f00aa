//! The flat table of facts: its columns, what stands in them, and the same as CSV.

use crate::{Edition, ReportError, Words};
use mola_finding::Language;
use mola_model::{Figure, Issue, Reason, Span};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The most facts that the workbook holds; beyond, they are in the CSV and in Parquet alone.
pub const FACTS_ON_SHEET: usize = 50_000;

/// The dimensions by which any fact is narrowed: agency and place, then the programme's own in
/// their order, then any other.
pub(crate) fn dimensions(issue: &Issue) -> Vec<String> {
    let mut found: BTreeSet<&str> = issue.facts.iter().flat_map(|f| f.key.by.keys()).map(String::as_str).collect();
    let declared = issue.programme.dimensions.iter().map(|d| d.code.as_str());
    let mut ordered: Vec<&str> = ["agency", "place"].into_iter().chain(declared).filter(|d| found.remove(d)).collect();
    ordered.extend(found);
    ordered.into_iter().map(str::to_owned).collect()
}

/// The facts of an issue as one table: a row a fact, in the order of their ids.
#[derive(Debug)]
pub struct FactTable<'a> {
    issue: &'a Issue,
    language: Language,
    columns: Vec<FactColumn>,
}

/// A column of the table of facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactColumn {
    /// Its name.
    pub name: String,
    /// What stands in it.
    pub kind: FactKind,
    /// What it says, for the description of the data.
    pub(crate) about: &'static str,
    of: Of,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactKind {
    /// Texts.
    Text,
    /// Numbers.
    Number,
    /// Whole numbers that are always there.
    Count,
    /// True or false, always there.
    Truth,
}

/// Which part of a fact a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Of {
    Id,
    Indicator,
    Label,
    Unit,
    Period,
    Span,
    Dimension(String),
    Value,
    Numerator,
    Denominator,
    Low,
    High,
    Words,
    Status,
    Reason,
    Reporters,
    Estimated,
    Records,
}

/// One cell of the table of facts.
#[derive(Debug, Clone, PartialEq)]
pub enum FactCell<'a> {
    /// Nothing.
    Empty,
    /// A text, as it is.
    Text(Cow<'a, str>),
    /// A number; a share is of 1.
    Number(f64),
    /// A whole number.
    Count(u64),
    /// True or false.
    Truth(bool),
}

impl<'a> FactTable<'a> {
    /// The facts of an edition, with the names of indicators in its language.
    pub fn of(edition: &Edition<'a>) -> Self {
        let issue = edition.released.issue();
        Self { issue, language: edition.language, columns: columns(&dimensions(issue)) }
    }

    /// The columns, in their order.
    pub fn columns(&self) -> &[FactColumn] {
        &self.columns
    }

    /// The facts, which [`FactTable::cell`] takes.
    pub fn facts(&self) -> &'a [Figure] {
        &self.issue.facts
    }

    /// What stands in a column of the row of a fact.
    pub fn cell(&self, column: &FactColumn, fact: &'a Figure) -> FactCell<'a> {
        let indicator = || self.issue.programme.indicator(&fact.key.indicator);
        let number = |value: Option<f64>| value.map_or(FactCell::Empty, FactCell::Number);
        match &column.of {
            Of::Id => FactCell::Text(fact.key.to_string().into()),
            Of::Indicator => FactCell::Text(fact.key.indicator.as_str().into()),
            Of::Label => text(indicator().map_or("", |own| own.label.get(self.language))),
            Of::Unit => text(indicator().map_or("", |own| own.unit.get(self.language))),
            Of::Period => FactCell::Text(fact.key.period.to_string().into()),
            Of::Span => text(span(fact.key.span)),
            Of::Dimension(name) => text(fact.key.by.get(name).map_or("", String::as_str)),
            Of::Value => number(fact.value),
            Of::Numerator => number(fact.numerator),
            Of::Denominator => number(fact.denominator),
            Of::Low => number(fact.low),
            Of::High => number(fact.high),
            Of::Words => text(fact.text.as_deref().unwrap_or_default()),
            Of::Status => text(fact.status.as_str()),
            Of::Reason => text(fact.reason.map_or("", Reason::as_str)),
            Of::Reporters => fact
                .reporters
                .map_or(FactCell::Empty, |own| FactCell::Text(format!("{}/{}", own.reported, own.expected).into())),
            Of::Estimated => FactCell::Truth(fact.estimated),
            Of::Records => FactCell::Count(fact.records),
        }
    }
}

fn text(text: &str) -> FactCell<'_> {
    if text.is_empty() { FactCell::Empty } else { FactCell::Text(text.into()) }
}

/// The word for a span of time in files.
pub(crate) const fn span(span: Span) -> &'static str {
    match span {
        Span::InPeriod => "in_period",
        Span::ToDate => "to_date",
    }
}

fn columns(dimensions: &[String]) -> Vec<FactColumn> {
    let column = |name: &str, kind, of, about| FactColumn { name: name.to_owned(), kind, about, of };
    let mut columns = vec![
        column("figure", FactKind::Text, Of::Id, "The id of the figure; mola explain takes it."),
        column("indicator", FactKind::Text, Of::Indicator, "The code of the indicator."),
        column("label", FactKind::Text, Of::Label, "The name of the indicator."),
        column("unit", FactKind::Text, Of::Unit, "The unit of the indicator; shares are of 1 all the same."),
        column("period", FactKind::Text, Of::Period, "The period."),
        column("span", FactKind::Text, Of::Span, "in_period, or to_date: from the programme's first month on."),
    ];
    const BY: &str = "The code to which the figure is narrowed; empty for all, ? for unknown.";
    columns.extend(dimensions.iter().map(|d| column(d, FactKind::Text, Of::Dimension(d.clone()), BY)));
    columns.extend([
        column("value", FactKind::Number, Of::Value, "The value; empty where there is none, which is not zero."),
        column("numerator", FactKind::Number, Of::Numerator, "The numerator of a share."),
        column("denominator", FactKind::Number, Of::Denominator, "The denominator of a share, or the n of a mean."),
        column("low", FactKind::Number, Of::Low, "The least that it can be, where it is not known exactly."),
        column("high", FactKind::Number, Of::High, "The most that it can be."),
        column("text", FactKind::Text, Of::Words, "What it says in words."),
        column("status", FactKind::Text, Of::Status, "What is known of the value."),
        column("reason", FactKind::Text, Of::Reason, "Why there is no value, or only a part or a range of it."),
        column("reporters", FactKind::Text, Of::Reporters, "Reporters in it, of those expected."),
        column("estimated", FactKind::Truth, Of::Estimated, "Whether a part of it is an estimate."),
        column("records", FactKind::Count, Of::Records, "Records that it was made from."),
    ]);
    columns
}

/// Every fact of the issue as CSV (UTF-8, comma, header row), with codes for machines and the
/// indicator's name and unit in the edition's language. Numbers have a decimal point; what is not
/// reported is empty, with its state in `status`.
///
/// # Errors
/// When the CSV cannot be written, which memory alone can cause.
pub(crate) fn facts_csv(edition: &Edition<'_>) -> Result<Vec<u8>, ReportError> {
    let table = FactTable::of(edition);
    let mut writer = csv::Writer::from_writer(Vec::with_capacity(table.facts().len() * 96));
    writer.write_record(table.columns().iter().map(|column| column.name.as_str()))?;
    for fact in table.facts() {
        for column in table.columns() {
            match table.cell(column, fact) {
                FactCell::Empty => writer.write_field("")?,
                FactCell::Text(own) => writer.write_field(&*no_formula(&own))?,
                FactCell::Number(number) => writer.write_field(number.to_string())?,
                FactCell::Count(count) => writer.write_field(count.to_string())?,
                FactCell::Truth(truth) => writer.write_field(truth.to_string())?,
            }
        }
        writer.write_record(None::<&[u8]>)?;
    }
    Ok(writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?)
}

/// A text for a CSV. Spreadsheets take what begins so for a formula, however it is quoted: an apostrophe before it
/// says that it is a text.
pub(crate) fn no_formula(text: &str) -> Cow<'_, str> {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{text}").into(),
        false => text.into(),
    }
}

/// A share of 1 in per cent, without the noise of binary fractions.
pub(crate) fn percent(share: f64) -> f64 {
    (share * 1e12).round() / 1e10
}

/// As much of a text as a format takes; one that is longer ends with a mark.
pub(crate) fn shortened(text: &str, longest: usize) -> Cow<'_, str> {
    const MARK: &str = " […]";
    if text.len() <= longest || text.chars().count() <= longest {
        return text.into();
    }
    let kept = longest.saturating_sub(MARK.chars().count());
    text.chars().take(kept).chain(MARK.chars()).collect::<String>().into()
}

/// A code of a dimension in words; `?` is the category *unknown*.
pub(crate) fn code_label<'a>(issue: &'a Issue, words: &'a Words, dimension: &str, code: &'a str) -> String {
    match (code, dimension) {
        ("?", "place") => words.get("unknown-place").into_owned(),
        ("?", _) => words.get("unknown").into_owned(),
        _ => issue.programme.label(dimension, code, words.language()).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_told_in_per_cent_as_on_paper() {
        for (share, expected) in [(0.304, "30.4"), (0.07, "7"), (0.0, "0"), (1.1, "110"), (-0.29, "-29")] {
            assert_eq!(percent(share).to_string(), expected);
        }
        assert!((percent(1.0 / 3.0) - 100.0 / 3.0).abs() < 1e-9);
    }

    #[test]
    fn a_long_text_ends_with_a_mark() {
        assert_eq!(shortened("ñandú", 5), "ñandú");
        assert_eq!(shortened("ñandúes", 6), "ña […]");
        assert_eq!(shortened(&"ñ".repeat(40_000), 32_767).chars().count(), 32_767);
    }

    #[test]
    fn no_text_of_a_csv_is_taken_for_a_formula() {
        for (given, expected) in [
            ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
            ("+1", "'+1"),
            ("@x", "'@x"),
            ("-", "'-"),
            ("\t=1", "'\t=1"),
            ("a=1", "a=1"),
            ("", ""),
        ] {
            assert_eq!(no_formula(given), expected);
        }
    }
}
