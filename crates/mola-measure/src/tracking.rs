//! The tracking table: where each indicator stands.

use crate::tally::Tally;
use mola_finding::{Code, Finding, Place};
use mola_model::{
    Direction, Figure, FigureKey, Indicator, Period, Programme, Progress, Reached, Status, Target, Tracking,
};

/// How many periods a trend goes back, this one included.
const TREND: usize = 8;

/// One row an indicator, in the programme's order.
pub(crate) fn tracking(
    programme: &Programme,
    period: Period,
    periods: &[Period],
    facts: &[Figure],
    tally: &Tally,
) -> Vec<Tracking> {
    let find = |key: FigureKey| facts.binary_search_by(|f| f.key.cmp(&key)).ok().map(|at| facts[at].clone());
    let row = |indicator: &Indicator| {
        let to_date = find(FigureKey::to_date(&indicator.code, period))?;
        let in_period = find(FigureKey::in_period(&indicator.code, period))?;
        let milestone = indicator.milestones.iter().rev().find(|m| m.period.last() <= period.last()).copied();
        let of = |target: Option<f64>| part_done(indicator, to_date.value?, target?);
        let from = periods.len().saturating_sub(TREND);
        let trend = periods[from..].iter().map(|at| {
            let figure = find(FigureKey::to_date(&indicator.code, *at));
            (*at, figure.as_ref().map_or(Status::Missing, |f| f.status), figure.and_then(|f| f.value))
        });
        Some(Tracking {
            indicator: indicator.code.clone(),
            milestone,
            of_milestone: of(milestone.map(|m| m.value)),
            of_target: of(indicator.target),
            reached: to_date
                .value
                .zip(indicator.target)
                .and_then(|(actual, target)| reached(indicator, actual, target)),
            trend: trend.collect(),
            progress: progress(programme, indicator, &to_date, milestone, period),
            reporters: tally.reporters(&indicator.code, period),
            in_period,
            to_date,
        })
    };
    programme.indicators.iter().filter_map(row).collect()
}

/// Actual over what is to be reached (rule R11). What is to fall from a baseline has done its part
/// of the fall: there, a larger actual is no larger part.
fn part_done(indicator: &Indicator, actual: f64, target: f64) -> Option<f64> {
    match indicator.baseline {
        Some(baseline) if indicator.direction == Direction::Falling => way(baseline.value, actual, target),
        _ => (target != 0.0).then_some(actual / target),
    }
}

/// (actual − start) / (end − start), not clamped (rule R12); none where there is no way to go.
fn way(start: f64, actual: f64, end: f64) -> Option<f64> {
    (end != start).then_some((actual - start) / (end - start))
}

fn reached(indicator: &Indicator, actual: f64, target: f64) -> Option<Reached> {
    let Some(baseline) = indicator.baseline else {
        return (target != 0.0).then_some(Reached::OfTarget(actual / target));
    };
    let way = way(baseline.value, actual, target).map(Reached::FromBaseline);
    Some(way.unwrap_or_else(|| Reached::Held(is_met(indicator.direction, actual, target))))
}

/// Whether `actual` is at least as good as `target`.
fn is_met(direction: Direction, actual: f64, target: f64) -> bool {
    match direction {
        Direction::Rising => actual >= target,
        Direction::Falling => actual <= target,
        Direction::Hold => (actual - target).abs() <= f64::EPSILON * target.abs(),
    }
}

/// How an indicator stands against its overall target and the milestone that is due.
fn progress(
    programme: &Programme,
    indicator: &Indicator,
    to_date: &Figure,
    milestone: Option<Target>,
    period: Period,
) -> Progress {
    let actual = match (to_date.status, to_date.value) {
        (Status::Reported, Some(actual)) => actual,
        (Status::NotYetDue, _) => return Progress::NotYetDue,
        // What could be measured only from some time on is late as soon as it can be (rule R20).
        (Status::Missing, _) if indicator.measurable_from.is_some() => return Progress::Overdue,
        _ => return Progress::NoData,
    };
    if indicator.target.is_some_and(|target| is_met(indicator.direction, actual, target)) {
        return Progress::Achieved;
    }
    let Some(due) = due(programme, indicator, milestone, period) else { return Progress::NoTarget };
    match share_of_due(indicator, actual, due) {
        share if share >= programme.on_track => Progress::OnTrack,
        share if share >= programme.at_risk => Progress::AtRisk,
        _ => Progress::OffTrack,
    }
}

/// What is to be reached by now: the milestone that is due, or else the overall target by the share
/// of the programme's time that has gone; whole where no start is known or nothing is to change.
fn due(programme: &Programme, indicator: &Indicator, milestone: Option<Target>, period: Period) -> Option<f64> {
    if let Some(milestone) = milestone {
        return Some(milestone.value);
    }
    let target = indicator.target?;
    let start = match (indicator.baseline, indicator.direction) {
        (Some(baseline), _) => baseline.value,
        (None, Direction::Rising) => 0.0,
        (None, Direction::Falling | Direction::Hold) => target,
    };
    Some(start + (target - start) * elapsed(programme, period))
}

/// How much of what is due is done, as a share of 1, for the thresholds alone.
fn share_of_due(indicator: &Indicator, actual: f64, due: f64) -> f64 {
    let met = is_met(indicator.direction, actual, due);
    let share = match (indicator.baseline, indicator.direction) {
        // No start is known: a fall is told by how far it still has to go.
        (None, Direction::Falling) => (actual != 0.0).then_some(due / actual),
        (None, Direction::Hold) => (due != 0.0).then(|| 1.0 - ((actual - due) / due).abs()),
        (baseline, Direction::Hold) => {
            let start = baseline.map_or(0.0, |baseline| baseline.value);
            (due != start).then(|| 1.0 - ((actual - due) / (due - start)).abs())
        }
        (baseline, _) => way(baseline.map_or(0.0, |baseline| baseline.value), actual, due),
    };
    // Where nothing is to change, it holds or it does not.
    if met { share.unwrap_or(1.0).max(1.0) } else { share.unwrap_or(0.0) }
}

/// The share of the programme's months that have gone by the period's end.
fn elapsed(programme: &Programme, period: Period) -> f64 {
    let all = f64::from(programme.window.last.0 - programme.window.first.0 + 1);
    (f64::from(period.last().0 - programme.window.first.0 + 1) / all).clamp(0.0, 1.0)
}

/// Indicators that can be measured by now and have no value, each with whom to ask (rule R20).
pub(crate) fn overdue_findings(programme: &Programme, tracking: &[Tracking]) -> Vec<(String, Finding)> {
    let overdue = tracking.iter().filter(|row| row.progress == Progress::Overdue);
    let finding = |row: &Tracking| {
        let indicator = programme.indicator(&row.indicator)?;
        let since = indicator.measurable_from.as_ref()?.month()?;
        let mut finding = Finding::new(Code::IndicatorOverdue, Place::default())
            .with("indicator", indicator.code.as_str())
            .with("period", since.to_string());
        let agency = indicator.responsible.clone().unwrap_or_default();
        if !agency.is_empty() {
            finding = finding.with("agency", agency.as_str());
        }
        Some((agency, finding))
    };
    overdue.filter_map(finding).collect()
}
