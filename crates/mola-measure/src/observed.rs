//! Values that agencies observe and report under an indicator's code: flows, stocks and ratios.

use crate::Measurement;
use crate::lineage::{RecordRef, record};
use crate::selection::UNKNOWN;
use crate::tally::Part;
use mola_finding::{Code, Finding, Place};
use mola_frame::column;
use mola_model::{AxisRule, FigureKey, Indicator, Month, Span, Status, Window};
use polars::prelude::*;
use std::collections::BTreeMap;

/// What an observation is about, besides indicator and period: agency, place and dimensions.
type Series = BTreeMap<String, String>;

/// One observation.
#[derive(Debug, Clone)]
pub(crate) struct Observation {
    indicator: String,
    window: Window,
    series: Series,
    value: Option<f64>,
    numerator: Option<f64>,
    denominator: Option<f64>,
    status: Status,
    estimated: bool,
    cumulative: bool,
    record: RecordRef,
}

impl Observation {
    fn agency(&self) -> &str {
        self.series.get(column::AGENCY).map_or("", String::as_str)
    }

    fn is_reported(&self) -> bool {
        self.status == Status::Reported && (self.value.is_some() || self.numerator.is_some())
    }

    fn part(&self) -> Part {
        Part {
            value: self.value,
            numerator: self.numerator,
            denominator: self.denominator,
            records: 1,
            estimated: self.estimated,
        }
    }
}

impl Measurement<'_> {
    /// The observations from the programme's start to the period's end. Of two about the same thing the one received later
    /// counts; where they differ, that is a finding.
    pub(crate) fn observations(&mut self) -> PolarsResult<Vec<Observation>> {
        let provinces = self.question.programme.top_places();
        let all = read(&self.canon.observations, |place| provinces.get(place).copied().unwrap_or(place).to_owned())?;
        let mut kept: BTreeMap<(String, Month, Month, bool, Series), Observation> = BTreeMap::new();
        for observation in all {
            // What was so before the programme began is its baseline, which the indicator states.
            if observation.window.last > self.window.last || observation.window.last < self.window.first {
                continue;
            }
            let place = (self.question.place)(observation.record);
            if self.question.programme.indicator(&observation.indicator).is_none() {
                let finding = Finding::new(Code::IndicatorUnknown, place).with("indicator", &*observation.indicator);
                self.findings.push((observation.agency().to_owned(), finding));
                continue;
            }
            let key = (
                observation.indicator.clone(),
                observation.window.first,
                observation.window.last,
                observation.cumulative,
                observation.series.clone(),
            );
            match kept.get_mut(&key) {
                Some(older) => {
                    self.note_conflict(older, &observation, place);
                    *older = observation;
                }
                None => {
                    kept.insert(key, observation);
                }
            }
        }
        Ok(kept.into_values().collect())
    }

    fn note_conflict(&mut self, older: &Observation, newer: &Observation, place: Place) {
        let shown = |o: &Observation| o.value.or(o.numerator);
        let (Some(first), Some(second)) = (shown(older), shown(newer)) else { return };
        if first != second || older.denominator != newer.denominator {
            let finding = Finding::new(Code::ObservationConflict, place)
                .with("indicator", &*newer.indicator)
                .with("period", newer.window.to_string())
                .with("first", first)
                .with("second", second)
                .with("found", second);
            self.findings.push((newer.agency().to_owned(), finding));
        }
    }

    /// Adds a flow: what is reported for a period counts in it; of what is reported as cumulative
    /// the last value is to date, and a period's value is the difference (rule R4).
    pub(crate) fn observed_flow(&mut self, indicator: &Indicator, all: &[Observation]) {
        let own: Vec<&Observation> = own(indicator, all).collect();
        for observation in own.iter().filter(|o| !o.cumulative) {
            for period in self.periods.clone() {
                let to_date = Window { first: self.window.first, last: period.last() };
                if to_date.holds(observation.window) {
                    self.add(indicator, FigureKey::to_date(&indicator.code, period), observation, observation.part());
                }
                if period.window().holds(observation.window) {
                    self.add(indicator, FigureKey::in_period(&indicator.code, period), observation, observation.part());
                }
            }
        }
        for series in series(own.iter().copied().filter(|o| o.cumulative)) {
            self.note_falls(indicator, &series);
            for period in self.periods.clone() {
                let to_date = last_by(&series, period.last());
                let before = last_by(&series, period.first().plus(-1)).and_then(|o| o.value).unwrap_or(0.0);
                let Some(latest) = to_date else { continue };
                self.add(indicator, FigureKey::to_date(&indicator.code, period), latest, latest.part());
                if let Some(value) = latest.value.filter(|_| period.window().contains(latest.window.last)) {
                    let part = Part { value: Some(value - before), ..latest.part() };
                    self.add(indicator, FigureKey::in_period(&indicator.code, period), latest, part);
                }
            }
        }
        self.note_missing(indicator, all);
        self.note_observers(indicator, &own);
    }

    /// Adds a stock: the last value of each series, added up (rule R2).
    pub(crate) fn observed_stock(&mut self, indicator: &Indicator, all: &[Observation]) {
        let own: Vec<&Observation> = own(indicator, all).collect();
        for series in series(own.iter().copied()) {
            self.add_last(indicator, &series);
        }
        self.note_missing(indicator, all);
        self.note_observers(indicator, &own);
    }

    /// Adds a ratio: numerators over denominators, the last of each series or, for a flow, those of
    /// all periods (rules R1, R3). A bare percentage cannot be added up and is left out.
    pub(crate) fn observed_ratio(&mut self, indicator: &Indicator, all: &[Observation]) {
        let own: Vec<&Observation> = own(indicator, all).collect();
        let whole = |o: &&Observation| o.numerator.is_some() && o.denominator.is_some();
        if indicator.time == AxisRule::Last {
            for series in series(own.iter().copied().filter(|o| whole(o))) {
                self.add_last(indicator, &series);
            }
        } else {
            for observation in own.iter().copied().filter(|o| whole(o)) {
                for period in self.periods.clone() {
                    let to_date = Window { first: self.window.first, last: period.last() };
                    if to_date.holds(observation.window) {
                        self.add(
                            indicator,
                            FigureKey::to_date(&indicator.code, period),
                            observation,
                            observation.part(),
                        );
                    }
                    if period.window().holds(observation.window) {
                        self.add(
                            indicator,
                            FigureKey::in_period(&indicator.code, period),
                            observation,
                            observation.part(),
                        );
                    }
                }
            }
        }
        for observation in own.iter().filter(|o| o.denominator == Some(0.0)) {
            let finding = Finding::new(Code::DenominatorZero, (self.question.place)(observation.record))
                .with("indicator", &*indicator.code)
                .with("period", observation.window.to_string())
                .with("agency", observation.agency());
            self.findings.push((observation.agency().to_owned(), finding));
        }
        self.note_missing(indicator, all);
        self.note_observers(indicator, &own);
    }

    fn add_last(&mut self, indicator: &Indicator, series: &[&Observation]) {
        for period in self.periods.clone() {
            let Some(latest) = last_by(series, period.last()) else { continue };
            self.add(indicator, FigureKey::to_date(&indicator.code, period), latest, latest.part());
            if period.window().contains(latest.window.last) {
                self.add(indicator, FigureKey::in_period(&indicator.code, period), latest, latest.part());
            }
        }
    }

    /// Adds a part to a figure and, to date of the report's own period, to the figures of its
    /// agency, place and dimensions; in any period, to those of its agency. What it does not say of
    /// a dimension of the indicator is unknown: parts and unknown make the total (rule R14).
    fn add(&mut self, indicator: &Indicator, key: FigureKey, observation: &Observation, part: Part) {
        if key == FigureKey::to_date(&key.indicator, self.question.period) {
            let dimensions = self.dimensions(indicator);
            let unsaid = dimensions.iter().filter(|d| !observation.series.contains_key(*d));
            unsaid.for_each(|dimension| self.tally.add(key.clone().by(dimension, UNKNOWN), part));
            for (dimension, code) in &observation.series {
                self.tally.add(key.clone().by(dimension, code), part);
            }
        } else if key.span == Span::InPeriod {
            self.tally.add(key.clone().by(column::AGENCY, observation.agency()), part);
        }
        self.tally.add(key, part);
    }

    /// Adds the figures of places and agencies of which nothing but missing values came: they were
    /// asked, so they are missing and not out of place (rule R10).
    fn note_missing(&mut self, indicator: &Indicator, all: &[Observation]) {
        let key = FigureKey::to_date(&indicator.code, self.question.period);
        for observation in all.iter().filter(|o| o.indicator == indicator.code && o.status == Status::Missing) {
            for dimension in [column::PLACE, column::AGENCY] {
                if let Some(code) = observation.series.get(dimension) {
                    self.tally.add(key.clone().by(dimension, code), Part::default());
                }
            }
        }
    }

    fn note_falls(&mut self, indicator: &Indicator, series: &[&Observation]) {
        for pair in series.windows(2) {
            let (Some(before), Some(now)) = (pair[0].value, pair[1].value) else { continue };
            if now < before {
                let finding = Finding::new(Code::CumulativeFell, (self.question.place)(pair[1].record))
                    .with("indicator", &*indicator.code)
                    .with("period", pair[1].window.last.to_string())
                    .with("agency", pair[1].agency())
                    .with("first", before)
                    .with("second", now);
                self.findings.push((pair[1].agency().to_owned(), finding));
            }
        }
    }

    fn note_observers(&mut self, indicator: &Indicator, own: &[&Observation]) {
        for observation in own {
            let at = self.question.period.cycle().period_of(observation.window.last);
            self.tally.reported(&indicator.code, at, observation.agency());
        }
    }
}

/// The reported observations of an indicator.
fn own<'a>(indicator: &Indicator, all: &'a [Observation]) -> impl Iterator<Item = &'a Observation> {
    let code = indicator.code.clone();
    all.iter().filter(move |o| o.indicator == code && o.is_reported())
}

/// Observations of one agency, place and disaggregation together, each in order of time.
fn series<'a>(all: impl Iterator<Item = &'a Observation>) -> Vec<Vec<&'a Observation>> {
    let mut by_series: BTreeMap<&Series, Vec<&Observation>> = BTreeMap::new();
    all.for_each(|o| by_series.entry(&o.series).or_default().push(o));
    let mut all: Vec<Vec<&Observation>> = by_series.into_values().collect();
    all.iter_mut().for_each(|own| own.sort_by_key(|o| (o.window.last, o.window.first)));
    all
}

/// The last of a series by the end of `month`.
fn last_by<'a>(series: &[&'a Observation], month: Month) -> Option<&'a Observation> {
    series.iter().rev().find(|o| o.window.last <= month).copied()
}

/// The observations of a frame. A place is its province; an absent dimension is not in the series.
fn read(frame: &DataFrame, province: impl Fn(&str) -> String) -> PolarsResult<Vec<Observation>> {
    let words = |name: &str| -> PolarsResult<Vec<Option<String>>> {
        Ok(frame.column(name)?.cat32()?.iter_str().map(|word| word.map(str::to_owned)).collect())
    };
    let numbers = |name: &str| -> PolarsResult<Vec<Option<f64>>> { Ok(frame.column(name)?.f64()?.iter().collect()) };
    let flags = |name: &str| -> PolarsResult<Vec<bool>> {
        Ok(frame.column(name)?.bool()?.iter().map(|flag| flag == Some(true)).collect())
    };
    const DIMENSIONS: [&str; 6] =
        [column::AGENCY, column::PLACE, column::SEX, column::AREA, column::ETHNICITY, column::SECTOR];
    let dimensions = DIMENSIONS.iter().map(|name| words(name)).collect::<PolarsResult<Vec<_>>>()?;
    let (indicators, statuses) = (words(column::INDICATOR)?, words(column::STATUS)?);
    let (values, numerators) = (numbers(column::VALUE)?, numbers(column::NUMERATOR)?);
    let denominators = numbers(column::DENOMINATOR)?;
    let (estimated, cumulative) = (flags(column::ESTIMATED)?, flags(column::CUMULATIVE)?);
    let (last, months) = (frame.column(column::MONTH)?.i32()?, frame.column(column::MONTHS)?.i32()?);
    let one = |row: usize| -> Option<Observation> {
        let last = Month(last.get(row)?);
        let series = DIMENSIONS.iter().zip(&dimensions).filter_map(|(name, words)| {
            let word = words[row].as_deref()?;
            let word = if *name == column::PLACE { province(word) } else { word.to_owned() };
            Some(((*name).to_owned(), word)).filter(|(_, word)| word != UNKNOWN)
        });
        Some(Observation {
            indicator: indicators[row].clone()?,
            window: Window { first: last.plus(1 - months.get(row).unwrap_or(1)), last },
            series: series.collect(),
            value: values[row],
            numerator: numerators[row],
            denominator: denominators[row],
            status: statuses[row].as_deref().and_then(Status::from_word).unwrap_or(Status::Reported),
            estimated: estimated[row],
            cumulative: cumulative[row],
            record: record(frame, row).ok()?,
        })
    };
    Ok((0..frame.height()).filter_map(one).collect())
}

/// The observations that have a part in a figure.
pub(crate) fn behind(indicator: &Indicator, all: &[Observation], key: &FigureKey, window: Window) -> Vec<RecordRef> {
    let own = own(indicator, all)
        .filter(|o| key.by.iter().all(|(d, code)| o.series.get(d).map_or(UNKNOWN, String::as_str) == code));
    let flow = indicator.time != AxisRule::Last;
    let (last, adding): (Vec<&Observation>, Vec<&Observation>) = own.partition(|o| o.cumulative || !flow);
    let mut records: Vec<RecordRef> = adding.into_iter().filter(|o| window.holds(o.window)).map(|o| o.record).collect();
    for series in series(last.into_iter()) {
        records.extend(last_by(&series, window.last).filter(|o| window.contains(o.window.last)).map(|o| o.record));
        // What a flow added in the period is the difference from where it stood before.
        if flow && key.span == Span::InPeriod {
            records.extend(last_by(&series, window.first.plus(-1)).map(|o| o.record));
        }
    }
    records
}
