//! What every sheet needs: the issue, the words, the formats, and where other sheets put things.

use super::layout::Page;
use super::style::Style;
use super::table::Value;
use super::trends::Plot;
use super::{
    beneficiaries, changes, completeness, cover, data, dictionary, indicators, money, overlap, places, quality,
    reading, sources, trends,
};
use crate::{Edition, Words};
use mola_finding::Language;
use mola_model::{Computation, Donor, Figure, Indicator, Issue, Reason, Section, Status, TotalsPolicy, TrackingColumn};
use rust_xlsxwriter::XlsxError;
use std::borrow::Cow;

/// A sheet of the workbook.
pub(crate) struct Sheet {
    /// Which section it is.
    pub section: Section,
    /// Its key in the texts: `sheet-…`, `title-…`, `about-…`.
    pub key: &'static str,
    /// Writes it.
    pub write: fn(&Book<'_>, &mut Page<'_, '_>) -> Result<(), XlsxError>,
}

/// The sheets in reading order.
pub(crate) const SHEETS: &[Sheet] = &[
    Sheet { section: Section::Cover, key: "cover", write: cover::write },
    Sheet { section: Section::Reading, key: "reading", write: reading::write },
    Sheet { section: Section::Indicators, key: "indicators", write: indicators::write },
    Sheet { section: Section::Beneficiaries, key: "beneficiaries", write: beneficiaries::write },
    Sheet { section: Section::Places, key: "places", write: places::write },
    Sheet { section: Section::Trends, key: "trends", write: trends::write },
    Sheet { section: Section::Completeness, key: "completeness", write: completeness::write },
    Sheet { section: Section::Overlap, key: "overlap", write: overlap::write },
    Sheet { section: Section::Money, key: "money", write: money::write },
    Sheet { section: Section::Changes, key: "changes", write: changes::write },
    Sheet { section: Section::Quality, key: "quality", write: quality::write },
    Sheet { section: Section::Dictionary, key: "dictionary", write: dictionary::write },
    Sheet { section: Section::Sources, key: "sources", write: sources::write },
    Sheet { section: Section::Data, key: "data", write: data::write },
];

/// What every sheet needs.
pub(crate) struct Book<'a> {
    pub issue: &'a Issue,
    /// Who the report is for, where it is for somebody.
    donor: Option<&'a Donor>,
    pub language: Language,
    pub words: &'static Words,
    pub style: Style,
    /// Where the sheet of trends puts the numbers that charts and sparklines draw.
    pub plot: Plot<'a>,
}

impl<'a> Book<'a> {
    pub fn new(edition: &Edition<'a>) -> Self {
        let (issue, language) = (edition.released.issue(), edition.language);
        let plot = Plot::of(issue);
        Self { issue, donor: edition.donor, language, words: Words::of(language), style: Style::new(language), plot }
    }

    /// A text of the report.
    pub fn word(&self, key: &str) -> Cow<'static, str> {
        self.words.get(key)
    }

    /// The sheets in order, and whether they are shown. Charts draw what stands on the sheet of trends, which is
    /// there in any case.
    pub fn sheets(&self) -> Vec<(&'static Sheet, bool)> {
        let Some(order) = self.section_order() else {
            return SHEETS.iter().map(|sheet| (sheet, true)).collect();
        };
        let wanted = order.iter().filter_map(|section| SHEETS.iter().find(|sheet| sheet.section == *section));
        let mut sheets: Vec<(&Sheet, bool)> = wanted.map(|sheet| (sheet, true)).collect();
        let trends = SHEETS.iter().find(|sheet| sheet.section == Section::Trends);
        sheets.extend(trends.filter(|_| !order.contains(&Section::Trends)).map(|sheet| (sheet, false)));
        sheets
    }

    /// The order of the sections that the donor wants; none where it is the usual one.
    pub fn section_order(&self) -> Option<&'a [Section]> {
        self.donor.map(|donor| donor.sections.as_slice()).filter(|sections| !sections.is_empty())
    }

    /// Whether a section is shown.
    pub fn shows(&self, section: Section) -> bool {
        self.section_order().is_none_or(|order| order.contains(&section))
    }

    /// The title of a section, as the donor calls it.
    pub fn title(&self, key: &str) -> Cow<'static, str> {
        let own = self.donor.zip(Section::named(key)).and_then(|(donor, section)| donor.titles.get(&section));
        let own = own.map(|title| title.get(self.language)).filter(|title| !title.is_empty());
        own.map_or_else(|| self.words.get(&format!("title-{key}")), |title| title.to_owned().into())
    }

    /// What the report is called.
    pub fn report_title(&self) -> Cow<'static, str> {
        let own = self.donor.map(|donor| donor.title.get(self.language)).filter(|title| !title.is_empty());
        own.map_or_else(|| self.words.get("report-title"), |title| title.to_owned().into())
    }

    /// The columns of the tracking table that the donor wants; none where they are the usual ones.
    pub fn tracking_columns(&self) -> Option<&'a [TrackingColumn]> {
        self.donor.map(|donor| donor.columns.as_slice()).filter(|columns| !columns.is_empty())
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
