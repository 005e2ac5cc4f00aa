//! What became of a figure that was issued: old value, new value, and the bridge between them
//! (rule R19).

use crate::{Exact, Figure, FigureKey, Period};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

/// Why a figure that was issued is not what it was. In the order in which the reasons are measured:
/// first the same files under today's settings, then corrected files in the place of the old ones,
/// then the files that came later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The pipeline, an indicator, a mapping or the program changed; also where several kinds of
    /// settings changed at once, for the old ones cannot be measured apart any more.
    Definition,
    /// Only the rules changed by which beneficiaries are recognised.
    Linking,
    /// Only code lists changed.
    CodeList,
    /// Only exchange rates changed.
    ExchangeRate,
    /// A file took the place of one that had counted.
    Correction,
    /// A file came after the closing.
    LateData,
}

impl Cause {
    /// All reasons, in the order in which they are measured.
    pub const ALL: [Self; 6] =
        [Self::Definition, Self::Linking, Self::CodeList, Self::ExchangeRate, Self::Correction, Self::LateData];

    /// The word in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Definition => "definition",
            Self::Linking => "linking",
            Self::CodeList => "code_list",
            Self::ExchangeRate => "exchange_rate",
            Self::Correction => "correction",
            Self::LateData => "late_data",
        }
    }
}

/// What one reason did to a figure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BridgePart {
    /// The reason.
    pub reason: Cause,
    /// What it added, in the indicator's unit; none where the figure had no value before or has
    /// none now, so that there is no difference to part.
    pub amount: Option<f64>,
}

/// What a figure tells.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// Its value, in the indicator's unit.
    pub value: Option<f64>,
    /// What it says besides: a text, or the range that the value lies in (`140–190`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

impl Told {
    /// Of a value, a range and a text, each of which may not be there.
    pub fn new(value: Option<f64>, range: Option<(f64, f64)>, text: Option<&str>) -> Self {
        let range = range.map(|(low, high)| format!("{low}–{high}"));
        Self { value, words: range.or_else(|| text.map(str::to_owned)) }
    }

    /// What a figure tells.
    pub fn of(figure: &Figure) -> Self {
        Self::new(figure.value, figure.low.zip(figure.high), figure.text.as_deref())
    }

    /// Whether both tell the same: values to nine decimals.
    pub fn same(&self, other: &Self) -> bool {
        same(self.value, other.value) && self.words == other.words
    }
}

/// A figure that is not what it was when it was issued.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The figure.
    pub key: FigureKey,
    /// What it was.
    pub old: Option<f64>,
    /// What it is.
    pub new: Option<f64>,
    /// What it said besides: a text, or a range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_words: Option<String>,
    /// What it says now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_words: Option<String>,
    /// The bridge from old to new, in the order of [`Cause::ALL`]. Amounts add up to the
    /// difference exactly; a reason that changed nothing is not there.
    pub parts: Vec<BridgePart>,
    /// Files that came or were corrected between the two and speak of the figure's months, by name.
    pub files: Vec<String>,
    /// Whether it must not be shown: one of the two values was or is hidden (rule R23).
    #[serde(default)]
    pub hidden: bool,
}

impl Change {
    /// New less old, to nine decimals; none where one of them is not there.
    pub fn difference(&self) -> Option<f64> {
        let (old, new) = self.old.zip(self.new)?;
        Some((Exact::written(new) - Exact::written(old)).nearest())
    }
}

/// The issue that figures are compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueName {
    /// Its id, 64 hexadecimal digits.
    pub id: String,
    /// The period that it closed.
    pub period: Period,
    /// When it was closed, UTC.
    pub closed: NaiveDateTime,
}

impl IssueName {
    /// The first twelve digits of the id, which people are shown.
    pub fn short(&self) -> &str {
        self.id.get(..12).unwrap_or(&self.id)
    }
}

/// Whether two values are the same to nine decimals.
pub fn same(one: Option<f64>, other: Option<f64>) -> bool {
    one.map(Exact::written) == other.map(Exact::written)
}

/// The bridge from `old` over the states of a figure to the last of them: each state with the reason
/// that leads to it. Amounts are differences between states, so that they add up; where a state in
/// between has no value, its difference falls to the next that has one. Where only words changed, there are
/// reasons without amounts.
pub fn bridge(old: &Told, states: &[(Cause, Told)]) -> Vec<BridgePart> {
    let new = states.last().map_or(old, |(_, told)| told);
    match (old.value, new.value) {
        (Some(value), Some(_)) if !same(old.value, new.value) || old.words == new.words => amounts(value, states),
        _ => causes(old, states),
    }
}

fn amounts(old: f64, states: &[(Cause, Told)]) -> Vec<BridgePart> {
    let mut sums = [Exact::default(); Cause::ALL.len()];
    let mut before = Exact::written(old);
    for (reason, told) in states {
        let Some(now) = told.value.map(Exact::written) else { continue };
        sums[*reason as usize] += now - before;
        before = now;
    }
    let some = Cause::ALL.into_iter().zip(sums).filter(|(_, sum)| *sum != Exact::default());
    some.map(|(reason, sum)| BridgePart { reason, amount: Some(sum.nearest()) }).collect()
}

/// The reasons at which a value came or went, or words changed.
fn causes(old: &Told, states: &[(Cause, Told)]) -> Vec<BridgePart> {
    let mut changed = [false; Cause::ALL.len()];
    let mut before = old;
    for (reason, told) in states {
        changed[*reason as usize] |= !before.same(told);
        before = told;
    }
    let some = Cause::ALL.into_iter().zip(changed).filter(|(_, changed)| *changed);
    some.map(|(reason, _)| BridgePart { reason, amount: None }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Cause::{CodeList, Correction, Definition, LateData};
    use proptest::prelude::*;

    fn told(value: Option<f64>) -> Told {
        Told { value, words: None }
    }

    fn check(old: Option<f64>, states: &[(Cause, Option<f64>)], expected: &[(Cause, Option<f64>)]) {
        let states: Vec<(Cause, Told)> = states.iter().map(|(reason, value)| (*reason, told(*value))).collect();
        check_told(&told(old), &states, expected);
    }

    fn check_told(old: &Told, states: &[(Cause, Told)], expected: &[(Cause, Option<f64>)]) {
        let parts: Vec<(Cause, Option<f64>)> = bridge(old, states).into_iter().map(|p| (p.reason, p.amount)).collect();
        assert_eq!(parts, expected, "{old:?} {states:?}");
    }

    #[test]
    fn ranges_and_texts_have_reasons_without_amounts() {
        let range = |value, low, high| Told::new(value, Some((low, high)), None);
        let text = |text| Told::new(None, None, Some(text));
        check_told(&range(None, 90.0, 140.0), &[(LateData, range(None, 90.0, 190.0))], &[(LateData, None)]);
        let states = [(Correction, range(Some(140.0), 90.0, 140.0)), (LateData, range(Some(140.0), 100.0, 140.0))];
        check_told(&range(Some(140.0), 90.0, 140.0), &states, &[(LateData, None)]);
        check_told(
            &range(Some(140.0), 90.0, 140.0),
            &[(LateData, range(Some(190.0), 90.0, 190.0))],
            &[(LateData, Some(50.0))],
        );
        check_told(&text("draft"), &[(Correction, text("law")), (LateData, text("law"))], &[(Correction, None)]);
        check_told(&text("law"), &[(Correction, text("law"))], &[]);
    }

    #[test]
    fn a_bridge_has_a_part_for_each_reason() {
        check(Some(787.0), &[(LateData, Some(797.0))], &[(LateData, Some(10.0))]);
        let states = [(Definition, Some(787.0)), (Correction, Some(780.0)), (LateData, Some(797.0))];
        check(Some(787.0), &states, &[(Correction, Some(-7.0)), (LateData, Some(17.0))]);
        check(
            Some(0.3),
            &[(CodeList, Some(0.1)), (LateData, Some(0.3))],
            &[(CodeList, Some(-0.2)), (LateData, Some(0.2))],
        );
        check(Some(50_000_000.37), &[(LateData, Some(50_000_000.62))], &[(LateData, Some(0.25))]);
        check(Some(5.0), &[(Correction, Some(5.0)), (LateData, Some(5.0))], &[]);
        check(Some(5.0), &[], &[]);
    }

    #[test]
    fn what_has_no_value_has_reasons_without_amounts() {
        check(None, &[(Correction, None), (LateData, Some(3.0))], &[(LateData, None)]);
        check(Some(3.0), &[(Correction, Some(4.0)), (LateData, None)], &[(Correction, None), (LateData, None)]);
        check(None, &[(Correction, None)], &[]);
        // A value that is gone in between: the next state with one bears the difference.
        check(Some(3.0), &[(Correction, None), (LateData, Some(4.0))], &[(LateData, Some(1.0))]);
    }

    /// The value of a figure and the states that it goes through; all are of one kind, as those of an
    /// indicator are: whole numbers, amounts of money, shares.
    fn figure() -> impl Strategy<Value = (Option<f64>, Vec<(Cause, Option<f64>)>)> {
        let whole = (-1_000_000_000i64..1_000_000_000).prop_map(|n| n as f64).boxed();
        let money = (-10_000_000_000_000i64..10_000_000_000_000).prop_map(|n| n as f64 / 10_000.0).boxed();
        let share = (0i32..5_000, 1i32..5_000).prop_map(|(n, d)| f64::from(n) / f64::from(d)).boxed();
        prop_oneof![Just(whole), Just(money), Just(share)].prop_flat_map(|value| {
            let value = prop_oneof![1 => Just(None), 9 => value.prop_map(Some)].boxed();
            let cause = prop::sample::select(Cause::ALL.to_vec());
            (value.clone(), prop::collection::vec((cause, value), 1..7))
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn parts_add_up_to_the_difference((old, states) in figure()) {
            let new = states[states.len() - 1].1;
            let states: Vec<(Cause, Told)> = states.into_iter().map(|(reason, value)| (reason, told(value))).collect();
            let parts = bridge(&told(old), &states);
            let reasons: Vec<Cause> = parts.iter().map(|part| part.reason).collect();
            prop_assert!(reasons.is_sorted_by(|one, other| one < other), "{reasons:?}");
            let Some((from, to)) = old.zip(new) else {
                prop_assert!(parts.iter().all(|part| part.amount.is_none()));
                prop_assert!(same(old, new) || !parts.is_empty());
                return Ok(());
            };
            let amounts: Vec<f64> = parts.iter().filter_map(|part| part.amount).collect();
            prop_assert_eq!(amounts.len(), parts.len());
            prop_assert!(amounts.iter().all(|amount| *amount != 0.0));
            let sum: Exact = amounts.into_iter().map(Exact::written).sum();
            prop_assert_eq!(sum, Exact::written(to) - Exact::written(from));
        }
    }
}
