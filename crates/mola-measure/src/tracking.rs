//! The tracking table: where each indicator stands.

use crate::tally::Tally;
use mola_finding::{Code, Finding, Place};
use mola_model::{
    AxisRule, Direction, Figure, FigureKey, Indicator, Period, Programme, Progress, Status, Target, Tracking,
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
        let actual = to_date.value;
        let milestone = indicator.milestones.iter().rev().find(|m| m.period.last() <= period.last()).copied();
        let of = |target: Option<f64>| Some(actual? / target.filter(|t| *t != 0.0)?);
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
            from_baseline: from_baseline(indicator, actual),
            trend: trend.collect(),
            progress: progress(programme, indicator, &to_date, milestone, period),
            reporters: tally.reporters(&indicator.code, period),
            in_period,
            to_date,
        })
    };
    programme.indicators.iter().filter_map(row).collect()
}

/// (actual − baseline) / (target − baseline), falling indicators included, not clamped (rule R12).
fn from_baseline(indicator: &Indicator, actual: Option<f64>) -> Option<f64> {
    let (baseline, target) = (indicator.baseline?.value, indicator.target?);
    (target != baseline).then_some((actual? - baseline) / (target - baseline))
}

/// How an indicator stands against the milestone that is due, or else its overall target by the
/// share of the programme's time that has gone.
fn progress(
    programme: &Programme,
    indicator: &Indicator,
    to_date: &Figure,
    milestone: Option<Target>,
    period: Period,
) -> Progress {
    match to_date.status {
        Status::NotYetDue => return Progress::NotYetDue,
        Status::Reported => {}
        _ => return Progress::NoData,
    }
    let (Some(actual), Some(target)) = (to_date.value, indicator.target) else { return Progress::NoTarget };
    let baseline = indicator.baseline.map_or(0.0, |b| b.value);
    let reached = match indicator.direction {
        Direction::Rising => actual >= target,
        Direction::Falling => actual <= target,
        Direction::Hold => (actual - target).abs() <= f64::EPSILON * target.abs(),
    };
    if reached {
        return Progress::Achieved;
    }
    let due = milestone.map_or_else(|| baseline + (target - baseline) * elapsed(programme, period), |m| m.value);
    if due == baseline {
        return Progress::OnTrack;
    }
    match (actual - baseline) / (due - baseline) {
        share if share >= programme.on_track => Progress::OnTrack,
        share if share >= programme.at_risk => Progress::AtRisk,
        _ => Progress::OffTrack,
    }
}

/// The share of the programme's months that have gone by the period's end.
fn elapsed(programme: &Programme, period: Period) -> f64 {
    let all = f64::from(programme.window.last.0 - programme.window.first.0 + 1);
    (f64::from(period.last().0 - programme.window.first.0 + 1) / all).clamp(0.0, 1.0)
}

/// Milestones that do not agree with the overall target (rule R11): the last one should equal it.
pub(crate) fn target_findings(programme: &Programme) -> Vec<(String, Finding)> {
    let disagreeing = programme.indicators.iter().filter_map(|indicator| {
        let last = indicator.milestones.last().filter(|_| indicator.time != AxisRule::None)?;
        let target =
            indicator.target.filter(|target| *target != last.value && last.period.last() >= programme.window.last)?;
        let finding = Finding::new(Code::TargetDisagrees, Place::default())
            .with("indicator", indicator.code.as_str())
            .with("found", last.value)
            .with("expected", target);
        Some((indicator.responsible.clone().unwrap_or_default(), finding))
    });
    disagreeing.collect()
}
