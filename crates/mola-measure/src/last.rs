//! The last value that each beneficiary reported: means over beneficiaries (rule R16) and stocks
//! added up over them (rule R2).

use crate::Measurement;
use crate::allowed::Allowed;
use crate::roster::Axis;
use crate::selection::Selection;
use crate::tally::Part;
use mola_frame::column;
use mola_model::{Exact, FigureKey, Indicator};

/// What the last values make.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Made {
    /// Their mean.
    Mean,
    /// Their sum.
    Sum,
}

/// How many values there are, and their sum; or by how much these change.
#[derive(Debug, Clone, Copy, Default)]
struct Values {
    count: i64,
    sum: Exact,
}

impl Values {
    fn add(&mut self, value: f64) {
        self.count += 1;
        self.sum += Exact::of(value);
    }

    fn take_away(&mut self, value: f64) {
        self.count -= 1;
        self.sum = self.sum - Exact::of(value);
    }

    fn part(self, made: Made) -> Part {
        let sum = Some(self.sum.value()).filter(|_| self.count > 0);
        let records = self.count as u64;
        match made {
            Made::Mean => {
                Part { numerator: sum, denominator: sum.map(|_| self.count as f64), records, ..Part::default() }
            }
            Made::Sum => Part { value: sum, records, ..Part::default() },
        }
    }
}

/// The last values of all beneficiaries.
struct Latest {
    /// By period: what it changes in the values to date.
    changes: Vec<Values>,
    /// By period: the last values within it.
    within: Vec<Values>,
    /// The row of each beneficiary's last value.
    rows: Vec<usize>,
    /// By agency and period whether there is any value.
    reported: Vec<bool>,
}

impl Measurement<'_> {
    /// Adds the figures of what the last values of a measure make.
    pub(crate) fn last(&mut self, indicator: &Indicator, name: &str, selection: &Selection<'_>, made: Made) {
        let none = Vec::new();
        let values = selection.roster.measure(name).unwrap_or(&none);
        let latest = latest(selection, values, Allowed::of(indicator));
        let mut to_date = Values::default();
        for ((period, change), within) in self.periods.iter().zip(latest.changes).zip(latest.within) {
            to_date.count += change.count;
            to_date.sum += change.sum;
            self.tally.add(FigureKey::to_date(&indicator.code, *period), to_date.part(made));
            self.tally.add(FigureKey::in_period(&indicator.code, *period), within.part(made));
        }
        for dimension in self.dimensions(indicator) {
            let Some(codes) = selection.roster.codes.get(&dimension) else { continue };
            let mut groups = vec![Values::default(); codes.words.len()];
            latest.rows.iter().for_each(|row| groups[usize::from(codes.indices[*row])].add(values[*row]));
            for (word, group) in codes.words.iter().zip(groups).filter(|(_, group)| group.count > 0) {
                let key = FigureKey::to_date(&indicator.code, self.question.period).by(&dimension, word);
                self.tally.add(key, group.part(made));
            }
        }
        self.note_reporters(indicator, selection, &latest.reported);
    }

    /// Notes who reported when; `reported` is by agency and period.
    pub(crate) fn note_reporters(&mut self, indicator: &Indicator, selection: &Selection<'_>, reported: &[bool]) {
        let Some(agencies) = selection.roster.codes.get(column::AGENCY) else { return };
        for (agency, reported) in agencies.words.iter().zip(reported.chunks(self.periods.len().max(1))) {
            let own = self.periods.iter().zip(reported).filter(|(_, reported)| **reported);
            own.for_each(|(period, _)| self.tally.reported(&indicator.code, *period, agency));
        }
    }
}

/// Goes through the values of each beneficiary, of which the last one counts, to date and in each period.
fn latest(selection: &Selection<'_>, values: &[f64], allowed: Allowed) -> Latest {
    let roster = selection.roster;
    let periods = usize::from(roster.period_count);
    let mut latest = Latest {
        changes: vec![Values::default(); periods],
        within: vec![Values::default(); periods],
        rows: Vec::new(),
        reported: selection.nobody(),
    };
    if values.is_empty() {
        return latest;
    }
    for (_, rows) in selection.beneficiaries() {
        let mut before: Option<usize> = None;
        for row in rows.filter(|row| allowed.holds(values[*row]) && roster.periods()[*row] != Axis::OUT) {
            let at = usize::from(roster.periods()[row]);
            if let Some(before) = before {
                latest.changes[at].take_away(values[before]);
                if roster.periods()[before] == roster.periods()[row] {
                    latest.within[at].take_away(values[before]);
                }
            }
            latest.changes[at].add(values[row]);
            latest.within[at].add(values[row]);
            latest.reported[selection.reporter(row)] = true;
            before = Some(row);
        }
        latest.rows.extend(before);
    }
    latest
}
