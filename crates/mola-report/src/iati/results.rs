//! Results, indicators, baselines, targets and actuals of an activity.

use super::{narrative, narratives, number};
use crate::facts::percent;
use crate::workbook::book::is_share;
use crate::xml::Xml;
use mola_model::{Computation, Direction, Figure, Indicator, Issue, Labels, Level, Period, Span, Status};
use std::collections::BTreeMap;

/// What an indicator of IATI is about: a share goes out three times, so that its parts can be added up.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Value,
    Numerator,
    Denominator,
}

/// By indicator its figures to date, as they are ordered in the issue.
type ToDate<'a> = BTreeMap<&'a str, Vec<&'a Figure>>;

/// The level and the output that the indicators of one result share.
type Group<'a> = (Level, Option<&'a str>);

/// A result for each output and level, in the order of the programme.
pub(super) fn results(xml: &mut Xml, issue: &Issue) {
    let mut figures = ToDate::new();
    for fact in issue.facts.iter().filter(|fact| fact.key.span == Span::ToDate) {
        figures.entry(&fact.key.indicator).or_default().push(fact);
    }
    let mut groups: Vec<(Group<'_>, Vec<&Indicator>)> = Vec::new();
    for indicator in &issue.programme.indicators {
        let key = (indicator.level, indicator.output.as_deref());
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, own)) => own.push(indicator),
            None => groups.push((key, vec![indicator])),
        }
    }
    for ((level, output), indicators) in groups {
        let kind = match level {
            Level::Output => "1",
            Level::Outcome => "2",
            Level::Impact => "3",
        };
        let output = output.and_then(|code| issue.programme.outputs.iter().find(|own| own.code == code));
        let title = output.map_or(&issue.programme.name, |own| &own.label);
        xml.inside("result", &[("type", kind), ("aggregation-status", "0")], |xml| {
            narratives(xml, "title", title);
            if let Some(output) = output {
                let uri = ("vocabulary-uri", VOCABULARY_URI);
                xml.empty("reference", &[("vocabulary", "99"), ("code", &output.code), uri]);
            }
            for indicator in indicators {
                one(xml, issue, indicator, figures.get(indicator.code.as_str()).map_or(&[], Vec::as_slice));
            }
        });
    }
}

/// Where the codes of a programme's own results framework come from.
const VOCABULARY_URI: &str = "https://iatistandard.org/en/guidance/standard-guidance/results/";

fn one(xml: &mut Xml, issue: &Issue, indicator: &Indicator, figures: &[&Figure]) {
    let writer = Writer { issue, indicator, figures, side: Side::Value };
    writer.indicator(xml);
    if figures.iter().any(|figure| figure.numerator.is_some()) {
        Writer { side: Side::Numerator, ..writer }.indicator(xml);
        Writer { side: Side::Denominator, ..writer }.indicator(xml);
    }
}

#[derive(Clone, Copy)]
struct Writer<'a> {
    issue: &'a Issue,
    indicator: &'a Indicator,
    figures: &'a [&'a Figure],
    side: Side,
}

impl Writer<'_> {
    fn indicator(self, xml: &mut Xml) {
        let measure = match (self.side, &self.indicator.computation) {
            (Side::Value, Computation::Text) => "5",
            (Side::Value, Computation::Ordinal { .. }) => "4",
            (Side::Value, _) if is_share(self.indicator) => "2",
            _ => "1",
        };
        let ascending = if self.indicator.direction == Direction::Falling { "0" } else { "1" };
        let attributes = [("measure", measure), ("ascending", ascending), ("aggregation-status", "0")];
        xml.inside("indicator", &attributes, |xml| {
            narratives(xml, "title", &self.title());
            if self.side == Side::Value {
                xml.inside("description", &[], |xml| narrative(xml, &self.unit()));
            }
            let code = self.code();
            xml.empty("reference", &[("vocabulary", "99"), ("code", &code), ("indicator-uri", VOCABULARY_URI)]);
            self.baseline(xml);
            for period in self.periods() {
                self.period(xml, period);
            }
        });
    }

    fn code(self) -> String {
        let code = &self.indicator.code;
        match self.side {
            Side::Value => code.clone(),
            Side::Numerator => format!("{code}-NUM"),
            Side::Denominator => format!("{code}-DEN"),
        }
    }

    fn title(self) -> Labels {
        let label = &self.indicator.label;
        let with = |text: &Option<String>, word: &str| text.as_ref().map(|text| format!("{text} ({word})"));
        let [es, en, fr] = match self.side {
            Side::Value => return label.clone(),
            Side::Numerator => ["numerador", "numerator", "numérateur"],
            Side::Denominator => ["denominador", "denominator", "dénominateur"],
        };
        Labels { es: with(&label.es, es), en: with(&label.en, en), fr: with(&label.fr, fr) }
    }

    fn unit(self) -> Labels {
        let unit = &self.indicator.unit;
        if unit.iter().next().is_some() { unit.clone() } else { Labels::same("1") }
    }

    /// A value as IATI has it: a share as a percentage.
    fn value(self, value: f64) -> String {
        let is_percentage = self.side == Side::Value && is_share(self.indicator);
        number(if is_percentage { percent(value) } else { value })
    }

    fn baseline(self, xml: &mut Xml) {
        let Some(baseline) = self.indicator.baseline.filter(|_| self.side == Side::Value) else { return };
        let (year, day) = (baseline.period.last().year().to_string(), baseline.period.last().last_day().to_string());
        let value = self.value(baseline.value);
        xml.empty("baseline", &[("year", &year), ("iso-date", &day), ("value", &value)]);
    }

    /// The ends of the periods that have a target or are reported: all are told from the programme's first month on.
    fn periods(self) -> Vec<Period> {
        let last = Period::month(self.issue.programme.window.last);
        let mut periods: Vec<Period> = self.indicator.milestones.iter().map(|milestone| milestone.period).collect();
        periods.extend(self.indicator.target.map(|_| last));
        periods.push(self.issue.period);
        periods.sort_by_key(|period| (period.last(), period.first()));
        periods.dedup_by_key(|period| period.last());
        periods
    }

    fn period(self, xml: &mut Xml, period: Period) {
        let start = self.issue.programme.window.first;
        let (first, last) = (start.first_day().to_string(), period.last().last_day().to_string());
        xml.inside("period", &[], |xml| {
            xml.empty("period-start", &[("iso-date", &first)]);
            xml.empty("period-end", &[("iso-date", &last)]);
            if let Some(target) = self.target(period).filter(|_| self.side == Side::Value) {
                xml.empty("target", &[("value", &self.value(target))]);
            }
            for figure in self.figures.iter().filter(|figure| figure.key.period.last() == period.last()) {
                self.actual(xml, figure);
            }
        });
    }

    /// What is to be reached by the end of a period: its milestone, or the overall target at the programme's end.
    fn target(self, period: Period) -> Option<f64> {
        let due = |milestone: &&mola_model::Target| milestone.period.last() == period.last();
        let milestone = self.indicator.milestones.iter().find(due).map(|milestone| milestone.value);
        milestone.or(self.indicator.target.filter(|_| period.last() == self.issue.programme.window.last))
    }

    /// A figure that was reported. What is missing, hidden, or only known as a range is none.
    fn actual(self, xml: &mut Xml, figure: &Figure) {
        if figure.status != Status::Reported {
            return;
        }
        let number = match self.side {
            Side::Value => figure.value,
            Side::Numerator => figure.numerator,
            Side::Denominator => figure.denominator,
        };
        let is_text = matches!(self.indicator.computation, Computation::Text);
        let text = figure.text.as_deref().filter(|_| self.side == Side::Value);
        if number.is_none() && !(is_text && text.is_some()) {
            return;
        }
        let value = number.filter(|_| !is_text).map(|number| self.value(number));
        let attributes: Vec<(&str, &str)> = value.iter().map(|value| ("value", value.as_str())).collect();
        xml.inside("actual", &attributes, |xml| {
            let place = figure.key.by.get("place").filter(|code| self.is_declared(code));
            if let Some(place) = place {
                xml.empty("location", &[("ref", place)]);
            }
            for (name, code) in figure.key.by.iter().filter(|(name, _)| *name != "place" || place.is_none()) {
                let code = if code == "?" { "unknown" } else { code };
                xml.empty("dimension", &[("name", name), ("value", code)]);
            }
            let comment = comment(figure, text);
            if comment.iter().next().is_some() {
                xml.inside("comment", &[], |xml| narrative(xml, &comment));
            }
        });
    }

    /// Whether the activity declares a location of this code: a reference to another leads nowhere.
    fn is_declared(self, code: &str) -> bool {
        self.issue.programme.places.iter().any(|place| place.code == code)
    }
}

/// What is to be known of a figure: its words, that it is an estimate, how many reported.
fn comment(figure: &Figure, text: Option<&str>) -> Labels {
    let reporters = figure.reporters.filter(|own| own.reported < own.expected);
    let said = |estimated: &str, of: &str, reports: &str| {
        let mut parts: Vec<String> = text.map(str::to_owned).into_iter().collect();
        parts.extend(figure.estimated.then(|| estimated.to_owned()));
        parts.extend(reporters.map(|own| format!("{} {of} {} {reports}", own.reported, own.expected)));
        (!parts.is_empty()).then(|| parts.join("; "))
    };
    Labels {
        es: said("estimación", "de", "informes"),
        en: said("estimate", "of", "reports"),
        fr: said("estimation", "de", "rapports"),
    }
}
