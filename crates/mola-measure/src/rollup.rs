//! Observed values brought together over time, place and agency, each axis by the indicator's rule.

use crate::lineage::RecordRef;
use crate::roster::UNKNOWN;
use crate::tally::Part;
use mola_model::{Axis, AxisRule, Exact, Indicator, Month, Reason, Status, Window};
use std::collections::BTreeMap;

/// A value on its way to a figure.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Rolled {
    /// The value of a count, a sum, a level.
    pub value: Option<Exact>,
    /// Numerator and denominator of a share; sum and n of an average.
    pub over: Option<(Exact, Exact)>,
    /// A share or an average without the numbers that it was made from.
    pub bare: Option<f64>,
    /// The least and the most, where beneficiaries are known as totals only.
    pub bounds: Option<(Exact, Exact)>,
    /// What it says in words.
    pub text: Option<String>,
    /// What is known of it; reported where any of the above is there.
    pub state: State,
    /// Why it is not, or not wholly, there.
    pub reason: Option<Reason>,
    /// Whether a part of it is an estimate.
    pub estimated: bool,
    /// The observations that it was made from.
    pub records: Vec<RecordRef>,
}

/// What is known of a value, the stronger the later in the list: of several parts the strongest
/// state holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    /// Nothing was said.
    #[default]
    Nothing,
    NotApplicable,
    NotYetDue,
    Missing,
    Refused,
    Reported,
}

impl State {
    pub(crate) fn of(status: Status) -> Self {
        match status {
            Status::Reported => Self::Reported,
            Status::Missing | Status::Suppressed => Self::Missing,
            Status::NotApplicable => Self::NotApplicable,
            Status::NotYetDue => Self::NotYetDue,
        }
    }
}

/// A value with where it stands on the axes that it has not been brought together over yet.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Leaf {
    /// The time that it is about; none once time is gone.
    pub window: Option<Window>,
    /// Whether it counts from the programme's start on.
    pub cumulative: bool,
    /// The place; none once place is gone, `UNKNOWN` where none was said.
    pub place: Option<String>,
    /// The agency; none once agency is gone.
    pub agency: Option<String>,
    pub rolled: Rolled,
}

/// What is asked: a stretch of time, to date or on its own.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    pub window: Window,
    pub to_date: bool,
}

impl Rolled {
    /// As a part of a figure. A bare share is shown for who reported it, and in no total.
    pub(crate) fn part(&self, is_total: bool) -> Part {
        let bare = self.bare.filter(|_| !is_total && self.over.is_none());
        let refused = self.bare.is_some() && bare.is_none() && self.over.is_none();
        Part {
            value: self.value.map(Exact::value),
            numerator: self.over.map(|(numerator, _)| numerator.value()),
            denominator: self.over.map(|(_, denominator)| denominator.value()),
            bare,
            low: self.bounds.map(|(low, _)| low.value()),
            high: self.bounds.map(|(_, high)| high.value()),
            text: self.text.clone(),
            state: if refused { State::Refused } else { self.state },
            reason: self.reason.or(refused.then_some(Reason::CannotAddUp)),
            records: self.records.len() as u64,
            estimated: self.estimated,
        }
    }

    fn refused(parts: &[&Self], reason: Reason) -> Self {
        let records = parts.iter().flat_map(|part| part.records.iter().copied()).collect();
        Self { state: State::Refused, reason: Some(reason), records, ..Self::default() }
    }

    fn is_reported(&self) -> bool {
        self.state == State::Reported
    }

    /// What larger and smaller are judged by.
    pub(crate) fn amount(&self) -> Option<Exact> {
        let share = self.over.filter(|(_, under)| *under != Exact::default());
        self.value.or(share.map(|(over, under)| Exact::of(over.value() / under.value())))
    }
}

/// Brings leaves together over time, place and agency, in the order that the indicator says.
pub(crate) fn bring_together(indicator: &Indicator, leaves: Vec<Leaf>, asked: Asked) -> Rolled {
    let mut leaves = leaves;
    for axis in indicator.treatment.order {
        leaves = over_axis(indicator, leaves, axis, asked);
    }
    leaves.into_iter().next().map(|leaf| leaf.rolled).unwrap_or_default()
}

/// Like [`bring_together`], but not over agencies: what each agency adds to the total, by agency.
pub(crate) fn by_agency(indicator: &Indicator, leaves: Vec<Leaf>, asked: Asked) -> BTreeMap<String, Rolled> {
    let mut leaves = leaves;
    for axis in indicator.treatment.order.into_iter().filter(|axis| *axis != Axis::Agency) {
        leaves = over_axis(indicator, leaves, axis, asked);
    }
    leaves.into_iter().map(|leaf| (leaf.agency.unwrap_or_default(), leaf.rolled)).collect()
}

/// What leaves have in common that are brought together over an axis.
type Coordinates = (Option<(Month, Month)>, bool, Option<String>, Option<String>);

fn over_axis(indicator: &Indicator, leaves: Vec<Leaf>, axis: Axis, asked: Asked) -> Vec<Leaf> {
    let mut groups: BTreeMap<Coordinates, Vec<Leaf>> = BTreeMap::new();
    for leaf in leaves {
        let window = leaf.window.filter(|_| axis != Axis::Time).map(|window| (window.last, window.first));
        let cumulative = leaf.cumulative && axis != Axis::Time;
        let place = leaf.place.clone().filter(|_| axis != Axis::Place);
        let agency = leaf.agency.clone().filter(|_| axis != Axis::Agency);
        groups.entry((window, cumulative, place, agency)).or_default().push(leaf);
    }
    let rule = match axis {
        Axis::Time => indicator.time,
        Axis::Place => indicator.place,
        Axis::Agency => indicator.agency,
    };
    let together = groups.into_iter().map(|((window, cumulative, place, agency), own)| {
        let rolled = match axis {
            Axis::Time => over_time(indicator, rule, &own, asked),
            _ => over(rule, &own.iter().map(|leaf| &leaf.rolled).collect::<Vec<_>>()),
        };
        let window = window.map(|(last, first)| Window { first, last });
        Leaf { window, cumulative, place, agency, rolled }
    });
    together.collect()
}

/// Several values as one, by the rule of an axis that is not time.
pub(crate) fn over(rule: AxisRule, parts: &[&Rolled]) -> Rolled {
    let reported: Vec<&Rolled> = parts.iter().copied().filter(|part| part.is_reported()).collect();
    // What is not to be brought together stays so, however many reports there are beside it; a report that is refused
    // for itself is left out of what others make, and said so.
    let refused = parts.iter().filter(|part| part.state == State::Refused);
    let mut reasons = refused.map(|part| part.reason.unwrap_or(Reason::NotAdded));
    if let Some(reason) = reasons.find(|reason| *reason == Reason::NotAdded || reported.is_empty()) {
        return Rolled::refused(parts, reason);
    }
    match reported.as_slice() {
        [] => {
            let state = parts.iter().map(|part| part.state).max().unwrap_or_default();
            Rolled { state, reason: noted(parts), ..Rolled::default() }
        }
        [one] => Rolled { reason: noted(parts).or(one.reason), ..(*one).clone() },
        several => several_as_one(rule, several, noted(parts)),
    }
}

/// The reason that a part brings with it, so that the whole tells it too.
fn noted(parts: &[&Rolled]) -> Option<Reason> {
    parts.iter().filter_map(|part| part.reason).min()
}

fn several_as_one(rule: AxisRule, parts: &[&Rolled], noted: Option<Reason>) -> Rolled {
    let mut whole = Rolled {
        state: State::Reported,
        reason: noted,
        estimated: parts.iter().any(|part| part.estimated),
        records: parts.iter().flat_map(|part| part.records.iter().copied()).collect(),
        ..Rolled::default()
    };
    let by_value = |pick: fn(&Rolled, &Rolled) -> bool| {
        parts.iter().copied().reduce(|best, next| if pick(next, best) { next } else { best })
    };
    match rule {
        AxisRule::Sum => whole.value = sum(parts),
        AxisRule::Distinct => {
            let bounds = |part: &&Rolled| part.bounds.or(part.value.map(|value| (value, value)));
            let all: Vec<(Exact, Exact)> = parts.iter().filter_map(bounds).collect();
            whole.bounds =
                all.iter().map(|(low, _)| *low).max().map(|low| (low, all.iter().map(|(_, high)| *high).sum()));
        }
        AxisRule::Max => whole.keep_best(by_value(|next, best| {
            // Of two who reached the same, the text of who was there first: a milestone keeps its first date.
            next.amount() > best.amount() || next.amount() == best.amount() && is_earlier(&next.text, &best.text)
        })),
        AxisRule::Min => whole.keep_best(by_value(|next, best| {
            // What all must reach is reached with the last of them.
            next.amount() < best.amount() || next.amount() == best.amount() && is_earlier(&best.text, &next.text)
        })),
        AxisRule::Ratio | AxisRule::Mean => return whole.shares(parts),
        AxisRule::Last | AxisRule::None => return Rolled::refused(parts, Reason::NotAdded),
    }
    whole
}

/// Whether both say something and one comes before the other.
fn is_earlier(one: &Option<String>, other: &Option<String>) -> bool {
    one.as_ref().zip(other.as_ref()).is_some_and(|(one, other)| one < other)
}

fn sum(parts: &[&Rolled]) -> Option<Exact> {
    let values: Vec<Exact> = parts.iter().filter_map(|part| part.value).collect();
    (!values.is_empty()).then(|| values.into_iter().sum())
}

impl Rolled {
    fn keep_best(&mut self, best: Option<&Self>) {
        let Some(best) = best else { return };
        (self.value, self.over, self.text) = (best.value, best.over, best.text.clone());
    }

    /// Numerators over denominators. What came without them is left out, and said so.
    fn shares(mut self, parts: &[&Self]) -> Self {
        let wholes: Vec<(Exact, Exact)> = parts.iter().filter_map(|part| part.over).collect();
        if wholes.len() < parts.len() {
            self.reason = Some(Reason::CannotAddUp);
        }
        if wholes.is_empty() {
            return Self::refused(parts, Reason::CannotAddUp);
        }
        // Records that are left out are not behind the figure.
        let counted = parts.iter().filter(|part| part.over.is_some());
        self.records = counted.flat_map(|part| part.records.iter().copied()).collect();
        self.over = Some((wholes.iter().map(|(over, _)| *over).sum(), wholes.iter().map(|(_, under)| *under).sum()));
        self
    }
}

/// One series over time, by the rule of time.
fn over_time(indicator: &Indicator, rule: AxisRule, leaves: &[Leaf], asked: Asked) -> Rolled {
    let mut series: Vec<(Window, &Leaf)> = leaves.iter().filter_map(|leaf| Some((leaf.window?, leaf))).collect();
    series.sort_by_key(|(window, _)| (window.last, std::cmp::Reverse(window.first)));
    match rule {
        AxisRule::Sum => flow(indicator, &series, asked),
        AxisRule::Distinct => sets(&series, asked),
        AxisRule::Last => {
            let inside = |window: &Window| asked.holds_end(*window);
            let own: Vec<&(Window, &Leaf)> = series.iter().filter(|(window, _)| inside(window)).collect();
            let last = own.iter().rev().find(|(_, leaf)| leaf.rolled.is_reported()).or(own.last());
            last.map(|(_, leaf)| leaf.rolled.clone()).unwrap_or_default()
        }
        rule => {
            let own: Vec<&Rolled> =
                series.iter().filter(|(window, _)| asked.window.holds(*window)).map(|(_, leaf)| &leaf.rolled).collect();
            let mut rolled = over(rule, &own);
            if own.len() < series.iter().filter(|(window, _)| asked.window.touches(*window)).count() {
                rolled.reason = rolled.reason.or(Some(Reason::Partial));
            }
            rolled
        }
    }
}

impl Asked {
    fn holds_end(self, window: Window) -> bool {
        self.window.contains(window.last)
    }
}

/// What came in a stretch of time: of cumulative reports the last less what was there before
/// (rule R4), of others those that lie in it as a whole (rule R17).
fn flow(indicator: &Indicator, series: &[(Window, &Leaf)], asked: Asked) -> Rolled {
    let (cumulative, own): (Vec<_>, Vec<_>) = series.iter().copied().partition(|(_, leaf)| leaf.cumulative);
    let mut parts: Vec<Rolled> = Vec::new();
    let last = |month: Month| {
        cumulative.iter().rev().find(|(window, leaf)| window.last <= month && leaf.rolled.is_reported()).copied()
    };
    let latest = last(asked.window.last).filter(|(window, _)| asked.to_date || asked.holds_end(*window));
    if let Some((_, leaf)) = latest {
        let mut grown = leaf.rolled.clone();
        if let Some((_, before)) = last(asked.window.first.plus(-1)).filter(|_| !asked.to_date) {
            grown.value = grown.value.map(|value| value - before.rolled.value.unwrap_or_default());
            grown.records.extend(&before.rolled.records);
        }
        // A fall is a correction to look at, and no negative achievement.
        if grown.value.is_some_and(|value| value < Exact::default()) {
            grown = Rolled { value: None, state: State::Refused, reason: Some(Reason::Fell), ..grown };
        }
        parts.push(grown);
    } else {
        parts.extend(cumulative.iter().filter(|(window, _)| asked.holds_end(*window)).map(|(_, l)| l.rolled.clone()));
    }
    // What is in a cumulative count is not added to it.
    let counted = latest.map(|(window, _)| window.last);
    let mut rest: Vec<&(Window, &Leaf)> =
        own.iter().filter(|(window, _)| counted.is_none_or(|month| window.first > month)).collect();
    // Of two reports about the same months the one for the longer time counts.
    rest.sort_by_key(|(window, _)| (window.first.0 - window.last.0, window.first));
    let (mut is_partial, mut taken) = (false, Vec::new());
    for (window, leaf) in rest {
        if taken.iter().any(|other: &Window| other.touches(*window)) {
            continue;
        }
        if asked.window.holds(*window) {
            taken.push(*window);
            parts.push(leaf.rolled.clone());
        } else if asked.window.touches(*window) {
            is_partial = true;
            let shared = shared_out(indicator, *window, leaf, asked);
            taken.extend(shared.as_ref().map(|_| *window));
            parts.extend(shared);
        }
    }
    let mut rolled = over(AxisRule::Sum, &parts.iter().collect::<Vec<_>>());
    if is_partial && !indicator.treatment.prorate {
        rolled.reason = rolled.reason.or(Some(Reason::Partial));
    }
    rolled
}

/// The share of a longer report that falls on the months that are asked for, where the indicator
/// allows that: an estimate.
fn shared_out(indicator: &Indicator, window: Window, leaf: &Leaf, asked: Asked) -> Option<Rolled> {
    let value = leaf.rolled.value.filter(|_| indicator.treatment.prorate)?.value();
    let months = window.months().filter(|month| asked.window.contains(*month)).count() as f64;
    let value = Exact::of(value * months / window.months().count() as f64);
    Some(Rolled { value: Some(value), estimated: true, ..leaf.rolled.clone() })
}

/// Beneficiaries known as totals: the last cumulative total, or at least the largest total and at
/// most all of them together (rule R6).
fn sets(series: &[(Window, &Leaf)], asked: Asked) -> Rolled {
    let inside = series.iter().filter(|(window, _)| asked.window.holds(*window));
    let own: Vec<&Rolled> = inside.filter(|(_, leaf)| !leaf.cumulative).map(|(_, leaf)| &leaf.rolled).collect();
    let cumulative = series.iter().rev().find(|(window, leaf)| {
        leaf.cumulative && leaf.rolled.is_reported() && window.last <= asked.window.last && asked.to_date
    });
    let exact: Vec<&Rolled> = cumulative.map(|(_, leaf)| &leaf.rolled).into_iter().collect();
    over(AxisRule::Distinct, if exact.is_empty() { &own } else { &exact })
}

/// Leaves of one agency and time without a place become what is left of their total for no place, where the
/// same report has places too: parts and unknown make the total (rule R14).
pub(crate) fn close_places(leaves: Vec<Leaf>) -> Vec<Leaf> {
    let mut groups: BTreeMap<Coordinates, Vec<Leaf>> = BTreeMap::new();
    for leaf in leaves {
        let window = leaf.window.map(|window| (window.last, window.first));
        groups.entry((window, leaf.cumulative, None, leaf.agency.clone())).or_default().push(leaf);
    }
    let closed = groups.into_values().flat_map(|own| {
        let (whole, parts): (Vec<Leaf>, Vec<Leaf>) =
            own.into_iter().partition(|leaf| leaf.place.as_deref() == Some(UNKNOWN));
        let rest = whole.into_iter().filter_map(|mut leaf| {
            leaf.rolled = remainder(&leaf.rolled, &parts.iter().map(|part| &part.rolled).collect::<Vec<_>>())?;
            Some(leaf)
        });
        let rest: Vec<Leaf> = rest.collect();
        parts.into_iter().chain(rest)
    });
    closed.collect()
}

/// What is left of a total when its parts are taken away; none where nothing is.
pub(crate) fn remainder(total: &Rolled, parts: &[&Rolled]) -> Option<Rolled> {
    if !parts.iter().any(|part| part.is_reported()) {
        return Some(total.clone());
    }
    let less = |whole: Exact, part: Exact| Some(whole - part).filter(|rest| *rest > Exact::default());
    let value = total.value.and_then(|whole| less(whole, sum(parts).unwrap_or_default()));
    let over = total.over.and_then(|(over, under)| {
        let taken: (Exact, Exact) = parts
            .iter()
            .filter_map(|part| part.over)
            .fold(Default::default(), |(a, b), (over, under)| (a + over, b + under));
        less(under, taken.1).map(|under| (over - taken.0, under))
    });
    let there = value.is_some() || over.is_some();
    there.then(|| Rolled { value, over, bare: None, text: None, ..total.clone() })
}
