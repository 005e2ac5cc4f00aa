//! The resolved programme.

use crate::{Cycle, Dimension, Indicator, Labels, Month, Period, Rates, Window};
use chrono::NaiveDate;
use mola_finding::Language;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Who reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agency {
    /// Its code, which is also the name of its folder in the inbox.
    pub code: String,
    /// Its name.
    pub name: Labels,
    /// The language in which it is answered.
    pub language: Language,
}

/// One kind of file of one agency, and when it is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The name of its mapping.
    pub name: String,
    /// The agency that sends it.
    pub agency: String,
    /// How often it comes.
    pub cycle: Cycle,
    /// The month with which its years begin, 1 to 12.
    pub year_starts: u32,
    /// Days after the end of a period by which it is due.
    pub due_days: u32,
    /// The first period that is expected; `None` is the programme's first.
    pub from: Option<Period>,
    /// The last period that is expected; `None` is the programme's last.
    pub until: Option<Period>,
}

impl Source {
    /// The period of its cycle that `month` lies in.
    pub fn period_of(&self, month: Month) -> Period {
        self.cycle.period_of_year(month, self.year_starts)
    }

    /// The day by which the report for `period` is due.
    pub fn due(&self, period: Period) -> NaiveDate {
        period.last().last_day() + chrono::Days::new(u64::from(self.due_days))
    }
}

/// A place with its code and its parent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Its code, such as `PA-4`.
    pub code: String,
    /// The place that it lies in.
    pub parent: Option<String>,
    /// Its name.
    pub label: Labels,
}

/// An output (or outcome) of the results framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: Labels,
}

/// What a value in a unit is worth in another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnitFactor {
    /// The unit as agencies write it.
    pub from: String,
    /// A unit of an indicator.
    pub to: String,
    /// How many of `to` one of `from` is.
    pub factor: f64,
}

/// A programme with everything that says how it is consolidated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Programme {
    /// Its code, such as `MDGF-2097`.
    pub code: String,
    /// Its name.
    pub name: Labels,
    /// Whom to ask.
    pub contact: String,
    /// A note that stands on the cover, such as that all data are invented.
    pub note: Labels,
    /// The months that are reported, first to last.
    pub window: Window,
    /// Days after a period's end when it is cut off; due dates are judged by then at the latest.
    pub cut_off_days: u32,
    /// The currency of the report (ISO 4217).
    pub currency: String,
    /// What other currencies are worth in it, and from which day on.
    #[serde(default)]
    pub rates: Rates,
    /// What a value in a unit is worth in another.
    #[serde(default)]
    pub units: Vec<UnitFactor>,
    /// Who reports, in the order in which they show.
    pub agencies: Vec<Agency>,
    /// What they send, and when.
    pub sources: Vec<Source>,
    /// The places, in the order in which they show.
    pub places: Vec<Place>,
    /// The dimensions, in the order in which they show.
    pub dimensions: Vec<Dimension>,
    /// The outputs and outcomes.
    pub outputs: Vec<Output>,
    /// The indicators, in the order in which they show.
    pub indicators: Vec<Indicator>,
    /// The indicators on the cover.
    pub headline: Vec<String>,
    /// The indicator whose double counting the report reconciles: unique direct people.
    pub people: Option<String>,
    /// Counts of beneficiaries below this are hidden in what leaves the programme; 0 hides none.
    pub small_cells_below: u32,
    /// Whether a count of zero is hidden like a small one.
    #[serde(default)]
    pub hide_zeros: bool,
    /// Shares of a target's due milestone at which an indicator is on track and at risk.
    pub on_track: f64,
    /// See `on_track`.
    pub at_risk: f64,
}

impl Programme {
    /// The indicator with this code.
    pub fn indicator(&self, code: &str) -> Option<&Indicator> {
        self.indicators.iter().find(|i| i.code == code)
    }

    /// The agency with this code.
    pub fn agency(&self, code: &str) -> Option<&Agency> {
        self.agencies.iter().find(|a| a.code == code)
    }

    /// The name of an agency, or its code where it has none.
    pub fn agency_name<'a>(&'a self, code: &'a str, language: Language) -> &'a str {
        self.agency(code).map_or(code, |a| a.name.get(language))
    }

    /// The name of a code of a dimension (`place` and `agency` among them), or the code itself.
    pub fn label<'a>(&'a self, dimension: &str, code: &'a str, language: Language) -> &'a str {
        let label = match dimension {
            "place" => self.places.iter().find(|p| p.code == code).map(|p| &p.label),
            "agency" => self.agency(code).map(|a| &a.name),
            _ => self
                .dimensions
                .iter()
                .find(|d| d.code == dimension)
                .and_then(|d| d.codes.iter().find(|c| c.code == code))
                .map(|c| &c.label),
        };
        label.map(|l| l.get(language)).filter(|l| !l.is_empty()).unwrap_or(code)
    }

    /// For every place its ancestor without a parent: what a province is to its districts.
    pub fn top_places(&self) -> BTreeMap<&str, &str> {
        let parents: BTreeMap<&str, &str> =
            self.places.iter().filter_map(|p| Some((p.code.as_str(), p.parent.as_deref()?))).collect();
        let top = |place: &'_ Place| -> Option<&str> {
            let mut code = self.places.iter().find(|p| p.code == place.code)?.code.as_str();
            // A place is at most as deep as there are places: a ring in the list ends here too.
            for _ in 0..self.places.len() {
                let Some(parent) = parents.get(code) else { break };
                code = parent;
            }
            Some(code)
        };
        self.places.iter().filter_map(|p| Some((p.code.as_str(), top(p)?))).collect()
    }

    /// The day on which a report for the period that ends with `last` is cut off.
    pub fn cut_off(&self, last: Month) -> NaiveDate {
        last.last_day() + chrono::Days::new(u64::from(self.cut_off_days))
    }
}
