//! What a binding names, in an issue.

use super::sheet::Content;
use super::{nearest, number};
use crate::{Edition, Words};
use mola_model::{Binding, Figure, FigureKey, Indicator, Issue, Part, Rows, Said, Shows, Span, Status};
use std::collections::BTreeSet;

/// The figures of an issue as cells.
pub(super) struct Values<'a> {
    issue: &'a Issue,
    words: &'static Words,
    missing: &'a str,
}

/// Something that is not there.
pub(super) struct Unknown {
    pub key: &'static str,
    pub found: String,
    pub nearest: String,
}

/// A row of a table: what it is about, and its figure.
pub(super) struct Row<'a> {
    code: &'a str,
    label: String,
    figure: String,
}

impl<'a> Values<'a> {
    pub fn of(edition: &Edition<'a>, missing: &'a str) -> Self {
        Self { issue: edition.released.issue(), words: Words::of(edition.language), missing }
    }

    pub fn shown(&self, shows: &Shows) -> Result<Content, Unknown> {
        match shows {
            Shows::Figure(id, part) => self.part(&self.figure(id)?, *part),
            Shows::Report(said) => Ok(Content::Text(self.said(*said))),
        }
    }

    fn said(&self, said: Said) -> String {
        let (programme, language) = (&self.issue.programme, self.words.language());
        let standing = if self.issue.provisional { "word-provisional" } else { "word-final" };
        match said {
            Said::Programme => programme.name.get(language).to_owned(),
            Said::Code => programme.code.clone(),
            Said::Period => self.words.period(self.issue.period),
            Said::AsOf => self.words.day(self.issue.as_of.date()),
            Said::Standing => self.words.get(standing).into_owned(),
            Said::Contact => programme.contact.clone(),
        }
    }

    /// The key of an id in which `{period}` stands for the period of the report.
    fn figure(&self, id: &str) -> Result<FigureKey, Unknown> {
        let written = id.replace("{period}", &self.issue.period.to_string());
        let unknown = |nearest: String| Unknown { key: "figure", found: id.to_owned(), nearest };
        let key: FigureKey = written.parse().map_err(|_| unknown("BEN-D@{period}+".to_owned()))?;
        let codes = || self.issue.programme.indicators.iter().map(|own| own.code.as_str());
        if !codes().any(|code| code == key.indicator) {
            return Err(unknown(nearest(&key.indicator, codes())));
        }
        match self.issue.figure(&key) {
            Some(_) => Ok(key),
            None => Err(unknown(String::new())),
        }
    }

    /// The rows of a table, in the order of the programme.
    pub fn rows(&self, rows: &'a Rows) -> Result<Vec<Row<'a>>, Unknown> {
        let (programme, language) = (&self.issue.programme, self.words.language());
        match rows {
            Rows::Indicators(codes) => {
                let all = || programme.indicators.iter().map(|own| own.code.as_str());
                let codes: Vec<&str> =
                    if codes.is_empty() { all().collect() } else { codes.iter().map(String::as_str).collect() };
                let row = |code: &'a str| match programme.indicator(code) {
                    Some(own) => Ok(Row {
                        code,
                        label: own.label.get(language).to_owned(),
                        figure: format!("{code}@{{period}}+"),
                    }),
                    None => Err(Unknown { key: "indicators", found: code.to_owned(), nearest: nearest(code, all()) }),
                };
                codes.into_iter().map(row).collect()
            }
            Rows::Codes { dimension, figure } => {
                let codes = self.codes(dimension);
                if codes.is_empty() {
                    let known = programme.dimensions.iter().map(|own| own.code.as_str()).chain(["place", "agency"]);
                    let nearest = nearest(dimension, known);
                    return Err(Unknown { key: "rows", found: dimension.clone(), nearest });
                }
                self.figure(figure)?;
                let row = |code: &'a str| Row {
                    code,
                    label: programme.label(dimension, code, language).to_owned(),
                    figure: format!("{figure}/{dimension}={code}"),
                };
                Ok(codes.into_iter().map(row).collect())
            }
        }
    }

    fn codes(&self, dimension: &str) -> Vec<&'a str> {
        let programme = &self.issue.programme;
        match dimension {
            "place" => programme.places.iter().map(|own| own.code.as_str()).collect(),
            "agency" => programme.agencies.iter().map(|own| own.code.as_str()).collect(),
            _ => {
                let own = programme.dimensions.iter().find(|own| own.code == dimension);
                own.map(|own| own.codes.iter().map(|code| code.code.as_str()).collect()).unwrap_or_default()
            }
        }
    }

    /// What a column shows of a row. A figure that a code does not have is none.
    pub fn of_row(&self, row: &Row<'_>, part: Part) -> Content {
        match part {
            Part::Code => Content::Text(row.code.to_owned()),
            Part::Label => Content::Text(row.label.clone()),
            _ => match self.figure(&row.figure) {
                Ok(key) => self.part(&key, part).unwrap_or_else(|_| self.nothing()),
                Err(_) => self.nothing(),
            },
        }
    }

    fn nothing(&self) -> Content {
        if self.missing.is_empty() { Content::Empty } else { Content::Text(self.missing.to_owned()) }
    }

    fn part(&self, key: &FigureKey, part: Part) -> Result<Content, Unknown> {
        let key = match part {
            Part::InPeriod => FigureKey { span: Span::InPeriod, ..key.clone() },
            _ => key.clone(),
        };
        let Some(figure) = self.issue.figure(&key) else { return Ok(self.nothing()) };
        let indicator = self.issue.programme.indicator(&key.indicator);
        let content = match part {
            Part::Value | Part::InPeriod => self.value(figure),
            Part::Numerator => number(figure.numerator),
            Part::Denominator => number(figure.denominator),
            Part::Low => number(figure.low.or(figure.value)),
            Part::High => number(figure.high.or(figure.value)),
            Part::Text => figure.text.clone().map_or(Content::Empty, Content::Text),
            Part::Status => Content::Text(self.words.status(figure.status).into_owned()),
            Part::Id => Content::Text(key.to_string()),
            Part::Code => Content::Text(key.indicator.clone()),
            Part::Label | Part::Unit | Part::Baseline | Part::Target | Part::Milestone | Part::OfTarget => {
                indicator.map_or(Content::Empty, |own| self.of_indicator(own, part))
            }
        };
        Ok(if content == Content::Empty { self.nothing() } else { content })
    }

    fn value(&self, figure: &Figure) -> Content {
        match (figure.status, figure.value, &figure.text) {
            (Status::Reported, Some(value), _) => Content::Number(value),
            (Status::Reported, None, Some(text)) => Content::Text(text.clone()),
            _ => Content::Empty,
        }
    }

    fn of_indicator(&self, own: &Indicator, part: Part) -> Content {
        let language = self.words.language();
        let tracking = || self.issue.tracking.iter().find(|tracking| tracking.indicator == own.code);
        match part {
            Part::Label => Content::Text(own.label.get(language).to_owned()),
            Part::Unit => Content::Text(own.unit.get(language).to_owned()),
            Part::Baseline => number(own.baseline.map(|baseline| baseline.value)),
            Part::Target => number(own.target),
            Part::Milestone => number(tracking().and_then(|own| own.milestone).map(|milestone| milestone.value)),
            _ => number(tracking().and_then(|own| own.of_target)),
        }
    }
}

/// The indicators that a binding shows.
pub(super) fn bound<'a>(binding: &'a Binding, issue: &'a Issue) -> BTreeSet<&'a str> {
    let of_id = |id: &'a String| id.split('@').next().unwrap_or_default();
    let mut bound = BTreeSet::new();
    for cell in &binding.cells {
        if let Shows::Figure(id, _) = &cell.shows {
            bound.insert(of_id(id));
        }
    }
    for table in &binding.tables {
        match &table.rows {
            Rows::Indicators(codes) if codes.is_empty() => {
                bound.extend(issue.programme.indicators.iter().map(|own| own.code.as_str()));
            }
            Rows::Indicators(codes) => bound.extend(codes.iter().map(String::as_str)),
            Rows::Codes { figure, .. } => drop(bound.insert(of_id(figure))),
        }
    }
    bound
}
