//! Several programmes side by side: what each may show, and what they come to together.

use crate::{Figure, Labels, MoneyRow, Period, Reason, Reporters, Status};
use chrono::NaiveDateTime;
use mola_finding::Finding;
use serde::{Deserialize, Serialize};

/// What one programme gives to a portfolio: only what its report shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// The programme's code.
    pub programme: String,
    /// Its name.
    pub name: Labels,
    /// The period to whose end its figures are.
    pub period: Period,
    /// The latest receipt that counts, UTC.
    pub as_of: NaiveDateTime,
    /// Whether something is missing, refused or quarantined.
    pub provisional: bool,
    /// Its currency (ISO 4217).
    pub currency: String,
    /// Its indicators to date, in its own order.
    pub indicators: Vec<Shared>,
    /// Its money in all; none where no money was reported.
    pub money: Option<MoneyRow>,
}

/// One indicator of one programme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shared {
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: Labels,
    /// Its unit.
    pub unit: Labels,
    /// Decimals to show.
    pub decimals: u8,
    /// Whether its values are shares of 1, shown as percentages.
    pub share: bool,
    /// What it counts or measures, in words that are the same only where that is the same.
    pub kind: String,
    /// How it is brought together with those of other programmes.
    pub rule: Together,
    /// The figure to date.
    pub figure: Figure,
}

/// How figures of several programmes are brought together: by the rules that hold within one, but
/// that programmes share no keys of beneficiaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Together {
    /// Added up.
    Sum,
    /// The largest counts.
    Max,
    /// The smallest counts.
    Min,
    /// Numerators over denominators (rule R1).
    Ratio,
    /// The mean by n (rule R16).
    Mean,
    /// Between the largest and the sum: nobody knows who is in several programmes (rule R6).
    Bounds,
    /// Not at all.
    None,
}

/// Programmes side by side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Portfolio {
    /// The programmes, in the order in which they were asked for.
    pub programmes: Vec<Contribution>,
    /// Indicators whose code several programmes have, in the order of the first.
    pub rows: Vec<PortfolioRow>,
    /// Money by currency, in the order of the programmes.
    pub money: Vec<PortfolioMoney>,
    /// What someone must know.
    pub findings: Vec<Finding>,
}

impl Portfolio {
    /// The latest receipt that counts in any programme.
    pub fn as_of(&self) -> NaiveDateTime {
        self.programmes.iter().map(|programme| programme.as_of).max().unwrap_or_default()
    }

    /// The periods that are reported, each once, in order of time.
    pub fn periods(&self) -> Vec<Period> {
        let mut periods: Vec<Period> = self.programmes.iter().map(|programme| programme.period).collect();
        periods.sort_by_key(|period| (period.last(), period.first()));
        periods.dedup();
        periods
    }

    /// Whether something is missing, refused or quarantined in any programme.
    pub fn is_provisional(&self) -> bool {
        self.programmes.iter().any(|programme| programme.provisional)
    }
}

/// One indicator of several programmes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PortfolioRow {
    /// Its code.
    pub code: String,
    /// How it is brought together.
    pub rule: Together,
    /// By programme; none where a programme does not have it.
    pub parts: Vec<Option<Shared>>,
    /// What all come to.
    pub together: Joined,
}

/// What the figures of several programmes come to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Joined {
    /// The value, in the indicator's unit; none where only its bounds are known, or it cannot be told.
    pub value: Option<f64>,
    /// The numerator of a ratio.
    pub numerator: Option<f64>,
    /// The denominator of a ratio, or the n of a mean.
    pub denominator: Option<f64>,
    /// The least that it can be, where that is not the value.
    pub low: Option<f64>,
    /// The most that it can be.
    pub high: Option<f64>,
    /// What is known where there is neither value nor range.
    pub status: Option<Status>,
    /// Why there is no value, or only a range.
    pub reason: Option<Reason>,
    /// Programmes that are in it, and those from which a value is due.
    pub reporters: Option<Reporters>,
    /// Whether a part of it is an estimate.
    pub estimated: bool,
}

/// Money of the programmes that report in one currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PortfolioMoney {
    /// The currency (ISO 4217).
    pub currency: String,
    /// By programme, whose code stands in the place of the output.
    pub rows: Vec<MoneyRow>,
    /// Over all of them; none where it is one alone.
    pub total: Option<MoneyRow>,
}
