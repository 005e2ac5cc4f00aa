//! The values that an indicator allows.

use crate::selection::Selection;
use crate::{Measurement, lineage::record};
use mola_finding::{Code, Finding, Place};
use mola_frame::column;
use mola_model::{Computation, Indicator};
use polars::prelude::PolarsResult;

/// The least and the most that a value may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Allowed {
    low: Option<f64>,
    high: Option<f64>,
}

impl Allowed {
    /// What an indicator allows. Nobody is reached less than zero times; only a sum may be corrected downwards, where
    /// it says so. No more are reached than there are.
    pub(crate) fn of(indicator: &Indicator) -> Self {
        let treatment = &indicator.treatment;
        let low = treatment.low.or(Some(0.0)).filter(|_| !matches!(indicator.computation, Computation::Text));
        let high = [treatment.high, treatment.population].into_iter().flatten().reduce(f64::min);
        Self { low, high }
    }

    /// Whether a value lies within; what is not a number does not.
    #[inline]
    pub(crate) fn holds(self, value: f64) -> bool {
        self.low.is_none_or(|low| value >= low) && self.high.is_none_or(|high| value <= high) && !value.is_nan()
    }

    /// That a value lies outside.
    pub(crate) fn finding(self, indicator: &Indicator, found: f64, place: Place) -> Finding {
        let finding = Finding::new(Code::ValueOutside, place).with("indicator", &*indicator.code).with("found", found);
        let bounds = [("low", self.low), ("high", self.high)];
        let said = bounds.into_iter().filter_map(|(name, bound)| Some((name, bound?)));
        said.fold(finding, |finding, (name, bound)| finding.with(name, bound))
    }
}

impl Measurement<'_> {
    /// Says which numbers of participations lie outside of what an indicator allows. They are in no figure of it.
    pub(crate) fn note_outside(
        &mut self,
        indicator: &Indicator,
        name: &str,
        selection: &Selection<'_>,
    ) -> PolarsResult<()> {
        let (roster, allowed) = (selection.roster, Allowed::of(indicator));
        let values = roster.measure(name).unwrap_or_default();
        let outside = |row: &usize| !values[*row].is_nan() && !allowed.holds(values[*row]) && selection.has(*row);
        let received = |row: usize| roster.received.get(row).copied().unwrap_or_default();
        let mut rows: Vec<(u32, usize)> = (0..values.len()).filter(outside).map(|row| (received(row), row)).collect();
        rows.sort_unstable();
        for (received, row) in rows {
            // Where records were gathered without their places, the finding has none either.
            let place = match roster.frame.width() {
                0 => Place::default(),
                _ => (self.question.place)(record(&roster.frame, received as usize)?),
            };
            let agency = roster.codes.get(column::AGENCY).map_or("", |agencies| agencies.word(row));
            self.findings.push((agency.to_owned(), allowed.finding(indicator, values[row], place)));
        }
        Ok(())
    }
}
