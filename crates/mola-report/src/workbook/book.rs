//! What every sheet needs: the issue, the words, the formats, and where other sheets put things.

use super::layout::Page;
use super::style::Style;
use super::table::Value;
use super::trends::Plot;
use super::{
    beneficiaries, changes, completeness, cover, data, dictionary, indicators, money, overlap, places, quality,
    reading, sources, trends,
};
use crate::Words;
use mola_finding::Language;
use mola_model::{Computation, Figure, Indicator, Issue, Reason, Status, TotalsPolicy};
use rust_xlsxwriter::XlsxError;
use std::borrow::Cow;

/// A sheet of the workbook.
pub(crate) struct Sheet {
    /// Its key in the texts: `sheet-…`, `title-…`, `about-…`.
    pub key: &'static str,
    /// Writes it.
    pub write: fn(&Book<'_>, &mut Page<'_, '_>) -> Result<(), XlsxError>,
}

/// The sheets in reading order.
pub(crate) const SHEETS: &[Sheet] = &[
    Sheet { key: "cover", write: cover::write },
    Sheet { key: "reading", write: reading::write },
    Sheet { key: "indicators", write: indicators::write },
    Sheet { key: "beneficiaries", write: beneficiaries::write },
    Sheet { key: "places", write: places::write },
    Sheet { key: "trends", write: trends::write },
    Sheet { key: "completeness", write: completeness::write },
    Sheet { key: "overlap", write: overlap::write },
    Sheet { key: "money", write: money::write },
    Sheet { key: "changes", write: changes::write },
    Sheet { key: "quality", write: quality::write },
    Sheet { key: "dictionary", write: dictionary::write },
    Sheet { key: "sources", write: sources::write },
    Sheet { key: "data", write: data::write },
];

/// What every sheet needs.
pub(crate) struct Book<'a> {
    pub issue: &'a Issue,
    pub language: Language,
    pub words: &'static Words,
    pub style: Style,
    /// Where the sheet of trends puts the numbers that charts and sparklines draw.
    pub plot: Plot<'a>,
}

impl<'a> Book<'a> {
    pub fn new(issue: &'a Issue, language: Language) -> Self {
        let plot = Plot::of(issue);
        Self { issue, language, words: Words::of(language), style: Style::new(language), plot }
    }

    /// A text of the report.
    pub fn word(&self, key: &str) -> Cow<'static, str> {
        self.words.get(key)
    }

    /// The name of a sheet.
    pub fn sheet(&self, key: &str) -> String {
        self.words.get(&format!("sheet-{key}")).into_owned()
    }

    /// The key of the word for the report's standing.
    pub fn standing(&self) -> &'static str {
        if self.issue.provisional { "word-provisional" } else { "word-final" }
    }

    /// The indicator's name, or its code where the programme has none.
    pub fn indicator_name(&self, code: &'a str) -> &'a str {
        self.issue.programme.indicator(code).map_or(code, |i| i.label.get(self.language))
    }

    pub fn agency_name(&self, code: &'a str) -> &'a str {
        self.issue.programme.agency_name(code, self.language)
    }

    /// A code of a dimension in words.
    pub fn code_label(&self, dimension: &str, code: &str) -> String {
        crate::facts::code_label(self.issue, self.words, dimension, code)
    }

    /// A value of an indicator as a cell: a share as a percentage, anything else with its decimals.
    pub fn measure(&self, indicator: Option<&Indicator>, value: f64) -> Value<'static> {
        let decimals = indicator.map_or(0, |i| i.decimals);
        if indicator.is_some_and(is_share) { Value::Percent(value, decimals) } else { Value::Number(value, decimals) }
    }

    /// A value of an indicator in running text.
    pub fn measure_text(&self, indicator: Option<&Indicator>, value: f64) -> String {
        let decimals = indicator.map_or(0, |i| i.decimals);
        if indicator.is_some_and(is_share) {
            self.words.percent(value, decimals)
        } else {
            self.words.number(value, decimals)
        }
    }

    /// A value, or the marker of its state.
    pub fn state(&self, indicator: Option<&Indicator>, status: Status, value: Option<f64>) -> Value<'static> {
        match value.filter(|_| status == Status::Reported) {
            Some(value) => self.measure(indicator, value),
            None => self.marker(status),
        }
    }

    /// A figure as a cell.
    pub fn figure<'f>(&self, figure: &'f Figure) -> Value<'f> {
        Value::Figure(&figure.key, Box::new(self.figure_value(figure)))
    }

    /// What a figure shows.
    pub fn figure_value(&self, figure: &Figure) -> Value<'static> {
        let indicator = self.issue.programme.indicator(&figure.key.indicator);
        match (figure.value, figure.low.zip(figure.high), &figure.text) {
            (_, _, Some(text)) => Value::text(text.clone()),
            // Where nobody declared which point to show, the range is all there is.
            (None, Some(_), _) => Value::Marker(self.range_text(figure).unwrap_or_default().into()),
            _ => self.state(indicator, figure.status, figure.value),
        }
    }

    /// The least and the most that a figure can be, where it is not known exactly (rule R6): `140–190`.
    pub fn range_text(&self, figure: &Figure) -> Option<String> {
        let (low, high) = figure.low.zip(figure.high)?;
        let indicator = self.issue.programme.indicator(&figure.key.indicator);
        Some(format!("{}–{}", self.measure_text(indicator, low), self.measure_text(indicator, high)))
    }

    /// A figure's range, and which point of it is shown, by whose word; an empty cell where it is known
    /// exactly.
    pub fn range(&self, figure: &Figure) -> Value<'static> {
        let Some(range) = self.range_text(figure) else { return Value::Blank };
        let treatment = self.issue.programme.indicator(&figure.key.indicator).map(|i| &i.treatment);
        let policy = match treatment.and_then(|treatment| treatment.totals) {
            _ if figure.reason == Some(Reason::Undecided) => "range-undecided",
            Some(TotalsPolicy::Sum) => "range-sum",
            Some(TotalsPolicy::Max) => "range-max",
            Some(TotalsPolicy::Custom(_)) => "range-custom",
            None => "range-open",
        };
        let reason = treatment.map(|treatment| treatment.totals_reason.as_str()).filter(|reason| !reason.is_empty());
        let reason = reason.map_or_else(String::new, |reason| format!(" ({reason})"));
        Value::wrap(format!("{range}: {}{reason}", self.word(policy)))
    }

    pub fn marker(&self, status: Status) -> Value<'static> {
        Value::Marker(self.words.marker(status))
    }

    /// The word for an estimate, or an empty cell.
    pub fn estimated(&self, estimated: bool) -> Value<'static> {
        if estimated { Value::Text(self.word("estimated")) } else { Value::Blank }
    }
}

/// Whether an indicator's value is a share of 1, shown as a percentage.
pub(crate) fn is_share(indicator: &Indicator) -> bool {
    matches!(indicator.computation, Computation::Ratio | Computation::Rate { .. })
}
