//! Values that agencies observe and report under an indicator's code: flows, stocks and ratios.

use crate::Measurement;
use crate::allowed::Allowed;
use crate::breakdown::{Breakdowns, Group, Seen};
use crate::lineage::{RecordRef, record};
use crate::rollup::{Asked, Leaf, Rolled, State, bring_together, by_agency, close_places};
use crate::roster::UNKNOWN;
use mola_finding::{Code, Finding, Place};
use mola_frame::column;
use mola_model::{AxisRule, Computation, Exact, FigureKey, Indicator, Month, Programme, Span, Status, Window};
use mola_spec::fold;
use polars::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What an observation is about, besides indicator and period: agency, place and dimensions.
type Series = BTreeMap<String, String>;

/// One observation.
#[derive(Debug, Clone)]
pub(crate) struct Observation {
    indicator: String,
    pub(crate) window: Window,
    pub(crate) series: Series,
    value: Option<f64>,
    numerator: Option<f64>,
    denominator: Option<f64>,
    unit: Option<String>,
    text: Option<String>,
    status: Status,
    estimated: bool,
    pub(crate) cumulative: bool,
    record: RecordRef,
}

impl Observation {
    pub(crate) fn agency(&self) -> &str {
        self.series.get(column::AGENCY).map_or("", String::as_str)
    }
}

impl Measurement<'_> {
    /// The observations from the programme's start to the period's end. Of two about the same thing the one received later
    /// counts; where they differ, that is a finding.
    pub(crate) fn observations(&mut self) -> PolarsResult<Vec<Observation>> {
        let provinces = self.question.programme.top_places();
        let mut dimensions = vec![column::AGENCY, column::PLACE];
        dimensions.extend([column::SEX, column::AREA, column::ETHNICITY, column::SECTOR, column::AGE_BAND]);
        let own = self.question.programme.dimensions.iter().map(|dimension| dimension.code.as_str());
        dimensions.extend(own.filter(|name| !dimensions.contains(name)).collect::<Vec<_>>());
        let province = |place: &str| provinces.get(place).copied().unwrap_or(place).to_owned();
        let all = read(&self.canon.observations, &dimensions, province)?;
        let mut kept: BTreeMap<(String, Month, Month, bool, Series), Observation> = BTreeMap::new();
        for mut observation in all {
            // What was so before the programme began is its baseline, which the indicator states.
            if observation.window.first > self.window.last || observation.window.last < self.window.first {
                continue;
            }
            let place = (self.question.place)(observation.record);
            if let Err(finding) = self.in_unit_of_indicator(&mut observation) {
                self.findings.push((observation.agency().to_owned(), Finding { place, ..finding }));
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

    /// Converts a value into its indicator's unit.
    fn in_unit_of_indicator(&self, observation: &mut Observation) -> Result<(), Finding> {
        let programme = self.question.programme;
        let Some(indicator) = programme.indicator(&observation.indicator) else {
            let unknown = Finding::new(Code::IndicatorUnknown, Place::default());
            return Err(unknown.with("indicator", &*observation.indicator));
        };
        let Some(unit) = &observation.unit else { return Ok(()) };
        let is_own = |name: &str| indicator.unit.iter().any(|label| fold(label) == fold(name));
        if indicator.unit.iter().next().is_none() || is_own(unit) {
            return Ok(());
        }
        let known = programme.units.iter().find(|known| fold(&known.from) == fold(unit) && is_own(&known.to));
        let Some(known) = known else {
            let expected = indicator.unit.iter().collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(", ");
            let finding = Finding::new(Code::UnitUnknown, Place::default())
                .with("indicator", &*observation.indicator)
                .with("found", &**unit)
                .with("expected", expected);
            return Err(finding);
        };
        for value in [&mut observation.value, &mut observation.numerator].into_iter().flatten() {
            *value *= known.factor;
        }
        Ok(())
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

    /// Adds what agencies observe under an indicator's code: to date and in each period; by agency, place and the
    /// indicator's dimensions; each axis by its rule. Agencies in `listed` have lists of the same
    /// beneficiaries: their totals are no further ones.
    pub(crate) fn observed(&mut self, indicator: &Indicator, all: &[Observation], listed: &BTreeSet<String>) {
        let own = self.accepted(indicator, all, listed);
        if own.is_empty() {
            return;
        }
        let programme = self.question.programme;
        let breakdowns = Breakdowns::of(programme);
        let groups = breakdowns.groups(&own);
        let leaves = whole(indicator, &groups);
        for period in self.periods.clone() {
            let to_date = Asked { window: Window { first: self.window.first, last: period.last() }, to_date: true };
            let in_period = Asked { window: period.window(), to_date: false };
            let (code, all) = (&indicator.code, || leaves.clone());
            self.add(indicator, FigureKey::to_date(code, period), bring_together(indicator, all(), to_date), true);
            let key = FigureKey::in_period(code, period);
            self.add(indicator, key.clone(), bring_together(indicator, all(), in_period), true);
            for (agency, rolled) in by_agency(indicator, all(), in_period) {
                self.add(indicator, key.clone().by(column::AGENCY, &agency), rolled, false);
            }
        }
        let asked = Asked { window: self.window, to_date: true };
        let key = FigureKey::to_date(&indicator.code, self.question.period);
        for dimension in self.dimensions(indicator) {
            for (code, leaves) in narrowed(indicator, &groups, &dimension) {
                let rolled = bring_together(indicator, leaves, asked);
                self.add(indicator, key.clone().by(&dimension, &code), rolled, false);
            }
        }
        self.note_observers(indicator, &own);
        self.note_falls(indicator, &own);
        self.note_parts(indicator, &groups);
        self.note_overlaps(indicator, &own);
    }

    /// The observations of an indicator that count, each as a value. Those that cannot be are findings.
    fn accepted<'o>(
        &mut self,
        indicator: &Indicator,
        all: &'o [Observation],
        listed: &BTreeSet<String>,
    ) -> Vec<Seen<'o>> {
        let own = all.iter().filter(|o| o.indicator == indicator.code && !listed.contains(o.agency()));
        let mut accepted = Vec::new();
        for observation in own {
            match refusal(indicator, observation) {
                Some(finding) => {
                    let place = (self.question.place)(observation.record);
                    self.findings.push((observation.agency().to_owned(), Finding { place, ..finding }));
                    // Who said something that cannot be has been asked, and has not answered yet.
                    let at = self.question.period.around(observation.window.last);
                    self.tally.asked(&indicator.code, at, observation.agency());
                }
                None => accepted.push((observation, observation.rolled(indicator))),
            }
        }
        for (observation, rolled) in &accepted {
            let code = if rolled.over.is_some_and(|(_, under)| under == Exact::default()) {
                Code::DenominatorZero
            } else if rolled.bare.is_some() {
                Code::CannotAddUp
            } else {
                continue;
            };
            let finding = Finding::new(code, (self.question.place)(observation.record))
                .with("indicator", &*indicator.code)
                .with("period", observation.window.to_string())
                .with("agency", observation.agency());
            self.findings.push((observation.agency().to_owned(), finding));
        }
        accepted
    }

    fn add(&mut self, indicator: &Indicator, key: FigureKey, rolled: Rolled, is_total: bool) {
        if rolled == Rolled::default() {
            return;
        }
        let mut part = rolled.part(is_total);
        if matches!(indicator.computation, Computation::Unique { .. })
            && let Some(value) = part.value.take()
        {
            (part.low, part.high) = (Some(value), Some(value));
        }
        self.tally.add(key, part);
    }

    fn note_falls(&mut self, indicator: &Indicator, own: &[Seen<'_>]) {
        let mut by_series: BTreeMap<&Series, Vec<&Observation>> = BTreeMap::new();
        let counted = own.iter().filter(|(o, _)| o.cumulative && o.value.is_some());
        counted.for_each(|(o, _)| by_series.entry(&o.series).or_default().push(o));
        for mut series in by_series.into_values() {
            series.sort_by_key(|o| (o.window.last, o.window.first));
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
    }

    fn note_observers(&mut self, indicator: &Indicator, own: &[Seen<'_>]) {
        for (observation, rolled) in own {
            let at = self.question.period.around(observation.window.last);
            self.tally.asked(&indicator.code, at, observation.agency());
            if rolled.state == State::Reported && rolled.bare.is_none() {
                self.tally.reported(&indicator.code, at, observation.agency());
            }
        }
    }

    /// Says where the parts of a report are not its total, or a group of whom something is told is larger than it
    /// (rule R14), and which bands of age lie in none that the programme shows.
    fn note_parts(&mut self, indicator: &Indicator, groups: &[Group<'_>]) {
        for group in groups {
            self.note_bands(indicator, group);
            let Some(total) = group.total(indicator) else { continue };
            for dimension in group.dimensions() {
                let Some((found, expected)) = group.differing(indicator, dimension, &total) else { continue };
                let code = match found < expected {
                    true => Code::PartsDiffer,
                    false if group.is_subset(dimension) => Code::SubsetExceeds,
                    false => Code::PartsExceed,
                };
                let finding = self
                    .finding_of(code, indicator, group.first())
                    .with("dimension", dimension)
                    .with("found", found.value())
                    .with("expected", expected.value());
                self.findings.push((group.first().agency().to_owned(), finding));
            }
        }
    }

    fn note_bands(&mut self, indicator: &Indicator, group: &Group<'_>) {
        for (observation, band) in group.bands_outside() {
            let finding = self
                .finding_of(Code::BandNotNested, indicator, observation)
                .with("found", band)
                .with("allowed", group.bands_shown());
            self.findings.push((observation.agency().to_owned(), finding));
        }
    }

    fn finding_of(&self, code: Code, indicator: &Indicator, observation: &Observation) -> Finding {
        Finding::new(code, (self.question.place)(observation.record))
            .with("indicator", &*indicator.code)
            .with("period", observation.window.to_string())
            .with("agency", observation.agency())
    }

    fn note_overlaps(&mut self, indicator: &Indicator, own: &[Seen<'_>]) {
        if indicator.time != AxisRule::Sum {
            return;
        }
        let mut by_series: BTreeMap<&Series, Vec<&Observation>> = BTreeMap::new();
        let flows = own.iter().filter(|(o, rolled)| !o.cumulative && rolled.state == State::Reported);
        flows.for_each(|(o, _)| by_series.entry(&o.series).or_default().push(o));
        for series in by_series.into_values() {
            for longer in &series {
                let within = series.iter().find(|o| o.window != longer.window && longer.window.holds(o.window));
                let Some(within) = within else { continue };
                let finding = Finding::new(Code::PeriodsOverlap, (self.question.place)(within.record))
                    .with("indicator", &*indicator.code)
                    .with("agency", longer.agency())
                    .with("first", longer.window.to_string())
                    .with("second", within.window.to_string());
                self.findings.push((longer.agency().to_owned(), finding));
            }
        }
    }
}

/// Why an observation cannot count, if so.
fn refusal(indicator: &Indicator, observation: &Observation) -> Option<Finding> {
    if observation.status != Status::Reported {
        return None;
    }
    if let (Computation::Ordinal { levels }, Some(text)) = (&indicator.computation, &observation.text)
        && !levels.contains(text)
    {
        let finding = Finding::new(Code::LevelUnknown, Place::default()).with("indicator", &*indicator.code);
        return Some(finding.with("found", text.as_str()).with("allowed", levels.join(", ")));
    }
    let allowed = Allowed::of(indicator);
    let outside = |value: &f64| !allowed.holds(*value);
    let share = observation.numerator.zip(observation.denominator).filter(|(_, under)| *under != 0.0);
    let parts = [observation.numerator, observation.denominator].into_iter().flatten().find(|part| *part < 0.0);
    let value = observation.value.or(share.map(|(over, under)| over / under));
    let found = parts.or(value.filter(outside))?;
    Some(allowed.finding(indicator, found, Place::default()))
}

impl Observation {
    /// What it says, as its indicator understands it.
    fn rolled(&self, indicator: &Indicator) -> Rolled {
        let mut rolled = Rolled {
            estimated: self.estimated,
            records: vec![self.record],
            state: State::of(self.status),
            ..Rolled::default()
        };
        if self.status != Status::Reported {
            return rolled;
        }
        let parts = self.numerator.zip(self.denominator).map(|(over, under)| (Exact::of(over), Exact::of(under)));
        match &indicator.computation {
            Computation::Ratio => (rolled.over, rolled.bare) = (parts, self.value.filter(|_| parts.is_none())),
            Computation::Mean { .. } => {
                let weighed = self.value.zip(self.denominator);
                rolled.over = parts.or(weighed.map(|(mean, n)| (Exact::of(mean * n), Exact::of(n))));
                rolled.bare = self.value.filter(|_| rolled.over.is_none());
            }
            Computation::Ordinal { levels } => {
                let level = |value: f64| levels.get((value as usize).checked_sub(1)?).cloned();
                rolled.text = self.text.clone().or_else(|| level(self.value?));
                let at = rolled.text.as_ref().and_then(|text| levels.iter().position(|level| level == text));
                rolled.value = at.map(|at| Exact::of(at as f64 + 1.0));
            }
            Computation::Milestone => {
                rolled.value = self.value.map(|value| Exact::of(f64::from(u8::from(value != 0.0))));
                rolled.text = self.value.filter(|value| *value != 0.0).map(|_| self.window.last.to_string());
            }
            Computation::Text => rolled.text.clone_from(&self.text),
            _ => rolled.value = self.value.map(Exact::of),
        }
        if rolled.value.is_none() && rolled.over.is_none() && rolled.bare.is_none() && rolled.text.is_none() {
            rolled.state = State::Missing;
        }
        rolled
    }

    pub(crate) fn place(&self) -> String {
        self.series.get(column::PLACE).cloned().unwrap_or_else(|| UNKNOWN.to_owned())
    }

    /// What it is narrowed to, besides agency and place.
    pub(crate) fn groups(&self) -> impl Iterator<Item = (&String, &String)> {
        self.series.iter().filter(|(name, _)| !matches!(name.as_str(), column::AGENCY | column::PLACE))
    }
}

/// The totals of all groups, as leaves that do not count anyone twice.
fn whole(indicator: &Indicator, groups: &[Group<'_>]) -> Vec<Leaf> {
    let leaves = groups.iter().filter_map(|group| Some(group.leaf(group.total(indicator)?))).collect();
    if indicator.place == AxisRule::Sum || indicator.place == AxisRule::Ratio { close_places(leaves) } else { leaves }
}

/// The leaves of each code of a dimension, agency and place among them. What is in none is unknown.
fn narrowed(indicator: &Indicator, groups: &[Group<'_>], dimension: &str) -> BTreeMap<String, Vec<Leaf>> {
    let mut by_code: BTreeMap<String, Vec<Leaf>> = BTreeMap::new();
    if matches!(dimension, column::AGENCY | column::PLACE) {
        for leaf in whole(indicator, groups) {
            let code = if dimension == column::PLACE { leaf.place.clone() } else { leaf.agency.clone() };
            by_code.entry(code.unwrap_or_default()).or_default().push(leaf);
        }
        return by_code;
    }
    for group in groups {
        for (code, rolled) in group.shown(indicator, dimension) {
            by_code.entry(code).or_default().push(group.leaf(rolled));
        }
    }
    by_code
}

/// The observations behind a figure.
pub(crate) fn behind(
    programme: &Programme,
    indicator: &Indicator,
    all: &[Observation],
    key: &FigureKey,
    window: Window,
) -> Vec<RecordRef> {
    let own = all.iter().filter(|o| o.indicator == indicator.code && refusal(indicator, o).is_none());
    let own: Vec<Seen<'_>> = own.map(|o| (o, o.rolled(indicator))).collect();
    let asked = Asked { window, to_date: key.span == Span::ToDate };
    let breakdowns = Breakdowns::of(programme);
    let groups = breakdowns.groups(&own);
    let leaves = match key.by.iter().next() {
        None => whole(indicator, &groups),
        Some((dimension, code)) => narrowed(indicator, &groups, dimension).remove(code).unwrap_or_default(),
    };
    bring_together(indicator, leaves, asked).records
}

/// The observations of a frame. A place is its province; an absent dimension is not in the series.
fn read(frame: &DataFrame, names: &[&str], province: impl Fn(&str) -> String) -> PolarsResult<Vec<Observation>> {
    let words = |name: &str| -> PolarsResult<Vec<Option<String>>> {
        Ok(frame.column(name)?.cat32()?.iter_str().map(|word| word.map(str::to_owned)).collect())
    };
    let numbers = |name: &str| -> PolarsResult<Vec<Option<f64>>> { Ok(frame.column(name)?.f64()?.iter().collect()) };
    let flags = |name: &str| -> PolarsResult<Vec<bool>> {
        Ok(frame.column(name)?.bool()?.iter().map(|flag| flag == Some(true)).collect())
    };
    // Segments of earlier versions lack columns, and so do those of sources that fill none of them.
    let lenient = |name: &str| words(name).unwrap_or_else(|_| vec![None; frame.height()]);
    let dimensions: Vec<Vec<Option<String>>> = names.iter().map(|name| lenient(name)).collect();
    let (indicators, statuses) = (words(column::INDICATOR)?, words(column::STATUS)?);
    let (texts, units) = (lenient(column::TEXT), lenient(column::UNIT));
    let (values, numerators) = (numbers(column::VALUE)?, numbers(column::NUMERATOR)?);
    let denominators = numbers(column::DENOMINATOR)?;
    let (estimated, cumulative) = (flags(column::ESTIMATED)?, flags(column::CUMULATIVE)?);
    let (last, months) = (frame.column(column::MONTH)?.i32()?, frame.column(column::MONTHS)?.i32()?);
    let one = |row: usize| -> Option<Observation> {
        let last = Month(last.get(row)?);
        let series = names.iter().zip(&dimensions).filter_map(|(name, words)| {
            let word = words[row].as_deref()?;
            let word = if *name == column::PLACE { province(word) } else { word.to_owned() };
            // A report that says *unknown* of sex or area has a part for it; one that says nothing is the whole.
            Some(((*name).to_owned(), word)).filter(|(name, word)| name != column::PLACE || word != UNKNOWN)
        });
        Some(Observation {
            indicator: indicators[row].clone()?,
            window: Window { first: last.plus(1 - months.get(row).unwrap_or(1)), last },
            series: series.collect(),
            value: values[row],
            numerator: numerators[row],
            denominator: denominators[row],
            unit: units[row].clone(),
            text: texts[row].clone(),
            status: statuses[row].as_deref().and_then(Status::from_word).unwrap_or(Status::Reported),
            estimated: estimated[row],
            cumulative: cumulative[row],
            record: record(frame, row).ok()?,
        })
    };
    Ok((0..frame.height()).filter_map(one).collect())
}
