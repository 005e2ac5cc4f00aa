//! Relatives of direct beneficiaries (rule R9).

use crate::Measurement;
use crate::lineage::record;
use crate::roster::{Axis, Roster, ordered};
use crate::selection::Selection;
use crate::tally::Part;
use mola_finding::{Code, Finding};
use mola_frame::column;
use mola_model::{FigureKey, Indicator};
use polars::prelude::*;
use std::collections::BTreeSet;

/// Relatives of households whose size is known, and how many households that are; or by how much
/// these change.
#[derive(Debug, Clone, Copy, Default)]
struct Relatives {
    people: i64,
    households: i64,
}

impl Relatives {
    /// Members who are not direct beneficiaries. A household without a size adds none.
    fn of(size: i32, direct: i64) -> Self {
        if size > 0 { Self { people: (i64::from(size) - direct).max(0), households: 1 } } else { Self::default() }
    }

    fn add(&mut self, other: Self) {
        self.people += other.people;
        self.households += other.households;
    }

    fn take_away(&mut self, other: Self) {
        self.people -= other.people;
        self.households -= other.households;
    }

    fn part(self) -> Part {
        if self.households == 0 {
            return Part::default();
        }
        Part { value: Some(self.people as f64), records: self.households as u64, ..Part::default() }
    }
}

/// A household as far as rows up to one of them tell.
#[derive(Clone, Copy, Default)]
struct Household {
    /// The latest size; 0 where none was said.
    size: i32,
    /// The row that says so.
    row: usize,
    /// Direct beneficiaries in it.
    direct: i64,
}

impl Household {
    fn relatives(&self) -> Relatives {
        Relatives::of(self.size, self.direct)
    }

    /// Takes a row that is later than those before; `new` says whether its beneficiary is.
    fn take(&mut self, row: usize, size: i32, new: bool) {
        self.direct += i64::from(new);
        if size != Roster::NO_SIZE {
            (self.size, self.row) = (size, row);
        }
    }
}

/// What all households make.
struct Households {
    /// By period: what it changes in the relatives to date.
    changes: Vec<Relatives>,
    /// By period: the relatives by what its own rows say.
    within: Vec<Relatives>,
    /// Each household by all rows.
    last: Vec<Household>,
    /// Rows that give a household another size than the one that counts, with that one.
    conflicts: Vec<(usize, i32)>,
}

/// Who was counted last in some place.
struct Once(Vec<u32>);

impl Once {
    /// Whether `who` was not yet counted under this number, which no earlier one may follow.
    fn is_new(&mut self, who: u32, number: u32) -> bool {
        std::mem::replace(&mut self.0[who as usize], number) != number
    }
}

impl Measurement<'_> {
    /// Adds, over unique households, their size less the direct members in them: to date by
    /// period, and by place. Two direct members of one household do not count their relatives twice.
    pub(crate) fn indirect(&mut self, indicator: &Indicator, selection: &Selection<'_>) -> PolarsResult<()> {
        let roster = selection.roster;
        let (households, reported) = households(selection);
        let mut to_date = Relatives::default();
        for ((period, change), within) in self.periods.iter().zip(&households.changes).zip(&households.within) {
            to_date.add(*change);
            self.tally.add(FigureKey::to_date(&indicator.code, *period), to_date.part());
            self.tally.add(FigureKey::in_period(&indicator.code, *period), within.part());
        }
        if let Some(places) = roster.codes.get(column::PLACE) {
            let mut groups = vec![Relatives::default(); places.words.len()];
            let sized = households.last.iter().filter(|household| household.size > 0);
            sized.for_each(|own| groups[usize::from(places.indices[own.row])].add(own.relatives()));
            for (word, group) in places.words.iter().zip(groups).filter(|(_, group)| group.households > 0) {
                let key = FigureKey::to_date(&indicator.code, self.question.period).by(column::PLACE, word);
                self.tally.add(key, group.part());
            }
        }
        self.add_estimated(indicator, selection);
        self.note_reporters(indicator, selection, &reported);
        self.note_size_conflicts(selection, households.conflicts)
    }

    /// Adds, for direct beneficiaries of whom no household is known, as many relatives as the indicator's
    /// multiplier says: an estimate.
    fn add_estimated(&mut self, indicator: &Indicator, selection: &Selection<'_>) {
        let Some(multiplier) = &indicator.treatment.multiplier else { return };
        let (changes, within) = without_household(selection);
        let mut to_date = 0;
        for ((period, change), within) in self.periods.iter().zip(changes).zip(within) {
            to_date += change;
            let keys = [FigureKey::to_date(&indicator.code, *period), FigureKey::in_period(&indicator.code, *period)];
            for (key, people) in keys.into_iter().zip([to_date, within]).filter(|(_, people)| *people > 0) {
                let value = Some(people as f64 * multiplier.value);
                self.tally.add(key, Part { value, records: people as u64, estimated: true, ..Part::default() });
            }
        }
    }

    /// Says which rows give a household another size than the one that counts.
    fn note_size_conflicts(&mut self, selection: &Selection<'_>, mut conflicts: Vec<(usize, i32)>) -> PolarsResult<()> {
        let roster = selection.roster;
        conflicts.sort_unstable_by_key(|(row, _)| roster.received[*row]);
        let mut told = BTreeSet::new();
        for (row, found) in conflicts {
            let size = roster.sizes[row];
            if !told.insert((roster.households[row], size)) {
                continue;
            }
            let place = (self.question.place)(record(&roster.frame, roster.received[row] as usize)?);
            let agency = roster.codes.get(column::AGENCY).map(|agencies| agencies.word(row).to_owned());
            let finding = Finding::new(Code::HouseholdSizeConflict, place)
                .with("first", f64::from(size))
                .with("second", f64::from(found))
                .with("found", f64::from(found));
            self.findings.push((agency.unwrap_or_default(), finding));
        }
        Ok(())
    }
}

/// Goes through the rows of each household by month and receipt: of several sizes the latest counts. Also
/// gives who reported when.
fn households(selection: &Selection<'_>) -> (Households, Vec<bool>) {
    let roster = selection.roster;
    let periods = usize::from(roster.period_count);
    let mut all = Households {
        changes: vec![Relatives::default(); periods],
        within: vec![Relatives::default(); periods],
        last: Vec::new(),
        conflicts: Vec::new(),
    };
    let mut reported = selection.nobody();
    let (order, beneficiaries) = (by_household(selection), roster.beneficiaries());
    let nobody = || Once(vec![Roster::NONE; roster.beneficiary_count as usize]);
    let (mut ever, mut now, mut groups) = (nobody(), nobody(), 0);
    for rows in order.chunk_by(|one, other| roster.households[*one as usize] == roster.households[*other as usize]) {
        let mut to_date = Household::default();
        for own in rows.chunk_by(|one, other| roster.periods()[*one as usize] == roster.periods()[*other as usize]) {
            let (before, mut within) = (to_date.relatives(), Household::default());
            for row in own.iter().map(|row| *row as usize) {
                let (who, size) = (beneficiaries[row], roster.sizes[row]);
                to_date.take(row, size, ever.is_new(who, roster.households[row]));
                within.take(row, size, now.is_new(who, groups));
                reported[selection.reporter(row)] = true;
            }
            groups += 1;
            let at = usize::from(roster.periods()[own[0] as usize]);
            all.changes[at].add(to_date.relatives());
            all.changes[at].take_away(before);
            all.within[at].add(within.relatives());
        }
        let said = rows.iter().map(|row| *row as usize).filter(|row| roster.sizes[*row] != Roster::NO_SIZE);
        let other = said.filter(|row| roster.sizes[*row] != to_date.size);
        all.conflicts.extend(other.map(|row| (row, to_date.size)));
        all.last.push(to_date);
    }
    (all, reported)
}

/// The rows that name a household, by household, then by month, then in the order of receipt.
fn by_household(selection: &Selection<'_>) -> Vec<u32> {
    let roster = selection.roster;
    let mut received = vec![0; roster.height()];
    (0u32..).zip(&roster.received).for_each(|(row, at)| received[*at as usize] = row);
    received.retain(|row| {
        let at = *row as usize;
        let named = roster.households.get(at).is_some_and(|household| *household != Roster::NONE);
        named && roster.periods()[at] != Axis::OUT && selection.has(at)
    });
    let by_month = ordered(received.into_iter(), roster.month_count.into(), |row| roster.months[row as usize].into());
    ordered(by_month.into_iter(), roster.household_count, |row| roster.households[row as usize])
}

/// By period: by how much it changes the number of beneficiaries of whom no household is known to date,
/// and how many there are by its own rows.
fn without_household(selection: &Selection<'_>) -> (Vec<i64>, Vec<i64>) {
    let roster = selection.roster;
    let nobody = vec![0; usize::from(roster.period_count)];
    let (mut changes, mut within) = (nobody.clone(), nobody);
    for (_, rows) in selection.beneficiaries() {
        // Whether they were there, and whether their household was known: ever, and in the same period.
        let (mut ever, mut now, mut period) = ((false, false), (false, false), Axis::OUT);
        let without = |(there, known): (bool, bool)| i64::from(there && !known);
        for row in rows.filter(|row| roster.periods()[*row] != Axis::OUT) {
            if roster.periods()[row] != period {
                (now, period) = ((false, false), roster.periods()[row]);
            }
            let known = roster.households.get(row).is_some_and(|household| *household != Roster::NONE);
            let (ever_before, now_before) = (without(ever), without(now));
            (ever, now) = ((true, ever.1 || known), (true, now.1 || known));
            changes[usize::from(period)] += without(ever) - ever_before;
            within[usize::from(period)] += without(now) - now_before;
        }
    }
    (changes, within)
}
