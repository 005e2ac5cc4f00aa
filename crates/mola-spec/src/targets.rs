//! What is to be reached on the way: `targets.csv`.
//!
//! A value is what is to be reached *to date* by the end of its period, unless the column `basis`
//! says `in_period`: then it is what the period alone is to add, and the milestone is the running
//! sum. Only flows (`time` = `sum`) have targets of that kind.

use crate::csv_table::{Column, CsvTable, RowAt};
use crate::faults::reference_unknown;
use crate::settings::TableText;
use mola_finding::{Code, Finding};
use mola_model::{AxisRule, Direction, Exact, Indicator, Target, Window};

const COLUMNS: &[Column] = &[("indicator", true), ("period", true), ("value", true), ("basis", false)];

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Basis {
    ToDate,
    InPeriod,
}

/// A row that can be read.
struct Written<'t> {
    row: RowAt<'t>,
    indicator: usize,
    target: Target,
    basis: Basis,
}

/// Reads the table and gives each indicator its milestones, values to date in order of time. `file`
/// is where indicators are defined.
pub(crate) fn targets<'a>(
    settings: impl Into<TableText<'a>>,
    file: &str,
    window: Window,
    indicators: &mut [Indicator],
    findings: &mut Vec<Finding>,
) {
    let (table, mut found) = CsvTable::read(settings, COLUMNS);
    findings.append(&mut found);
    let mut written: Vec<Written<'_>> = Vec::new();
    for row in table.rows() {
        let Some(row) = read(row, file, indicators, findings) else { continue };
        let same = |other: &&Written<'_>| other.indicator == row.indicator && other.target.period == row.target.period;
        if let Some(earlier) = written.iter().find(same) {
            let found = format!("{} {}", indicators[row.indicator].code, row.target.period);
            let finding = row.row.finding("period", Code::NameDuplicate).with("found", found);
            findings.push(finding.with("first", earlier.row.shown()));
            continue;
        }
        written.push(row);
    }
    written.sort_by_key(|row| (row.target.period.last(), row.target.period.first()));
    for (position, indicator) in indicators.iter_mut().enumerate() {
        let own: Vec<&Written<'_>> = written.iter().filter(|row| row.indicator == position).collect();
        findings.extend(own.iter().filter_map(|row| not_a_flow(row, indicator)));
        findings.extend(own.windows(2).filter_map(|pair| mixed(pair[0], pair[1])));
        indicator.milestones = to_date(&own);
        findings.extend(own.last().and_then(|last| before_measurable(last, indicator)));
        findings.extend(disagreeing(&own, indicator, window));
    }
}

/// What a row says; a basis that cannot be read is taken for the usual one.
fn read<'t>(row: RowAt<'t>, file: &str, indicators: &[Indicator], findings: &mut Vec<Finding>) -> Option<Written<'t>> {
    row.required("value", findings);
    row.required("period", findings);
    let period = row.parsed("period", "2011-10, 2011-Q4, 2011-S2, 2011", findings, |text| text.parse().ok());
    let value = row.number("value", findings);
    let basis = row.parsed("basis", "to_date, in_period", findings, |text| match text {
        "to_date" => Some(Basis::ToDate),
        "in_period" => Some(Basis::InPeriod),
        _ => None,
    });
    let code = row.required("indicator", findings)?;
    let position = indicators.iter().position(|indicator| indicator.code == code);
    if position.is_none() {
        let names = indicators.iter().map(|indicator| indicator.code.as_str());
        let finding = row.finding("indicator", Code::ReferenceUnknown);
        findings.push(reference_unknown(finding, "indicator", code, names, file));
    }
    let target = Target { period: period?, value: value? };
    Some(Written { row, indicator: position?, target, basis: basis.unwrap_or(Basis::ToDate) })
}

/// The milestones, each a value to date.
fn to_date(own: &[&Written<'_>]) -> Vec<Target> {
    let mut sum = Exact::default();
    let milestone = |row: &&Written<'_>| {
        sum += Exact::of(row.target.value);
        let value = if row.basis == Basis::InPeriod { sum.value() } else { row.target.value };
        Target { value, ..row.target }
    };
    own.iter().map(milestone).collect()
}

/// A stock has no value in a period alone.
fn not_a_flow(row: &Written<'_>, indicator: &Indicator) -> Option<Finding> {
    let wrong = row.basis == Basis::InPeriod && !indicator.is_flow();
    let word = match indicator.time {
        AxisRule::Sum => "sum",
        AxisRule::Last => "last",
        AxisRule::Max => "max",
        AxisRule::Min => "min",
        AxisRule::Mean => "mean",
        AxisRule::Ratio => "ratio",
        AxisRule::Distinct => "distinct",
        AxisRule::None => "none",
    };
    wrong.then(|| contradiction(row, "basis", format!("{}: time = {word}", indicator.code), "basis = in_period".into()))
}

/// Values to date and in a period cannot be told apart in one sum, and what two periods share is
/// not to be reached twice.
fn mixed(earlier: &Written<'_>, later: &Written<'_>) -> Option<Finding> {
    let said = |row: &Written<'_>| {
        let basis = if row.basis == Basis::InPeriod { "in_period" } else { "to_date" };
        format!("{}, basis = {basis} ({})", row.target.period, row.row.shown())
    };
    let overlap = earlier.target.period.last() >= later.target.period.first();
    let twice = later.basis == Basis::InPeriod && overlap;
    (earlier.basis != later.basis || twice).then(|| contradiction(later, "period", said(earlier), said(later)))
}

fn contradiction(row: &Written<'_>, column: &str, first: String, second: String) -> Finding {
    row.row.finding(column, Code::DefinitionContradiction).with("first", first).with("second", second)
}

/// Milestones that do not agree with the overall target (rule R11): none asks for more, and the last
/// one, where it is due by the programme's end, asks for just as much.
fn disagreeing(own: &[&Written<'_>], indicator: &Indicator, window: Window) -> Vec<Finding> {
    let Some(target) = indicator.target else { return Vec::new() };
    let rows = own.iter().zip(&indicator.milestones);
    let wrong = rows.enumerate().filter(|(at, (_, milestone))| {
        let ends = at + 1 == own.len() && milestone.period.last() >= window.last && indicator.time != AxisRule::None;
        is_beyond(milestone.value, target, indicator.direction) || ends && milestone.value != target
    });
    let finding = |row: &Written<'_>, found: f64| {
        let finding = row.row.finding("value", Code::TargetDisagrees).with("indicator", indicator.code.as_str());
        finding.with("found", found).with("expected", target)
    };
    // Once a running sum has gone past the target, all that follow it have too.
    let most = if own.first().is_some_and(|row| row.basis == Basis::InPeriod) { 1 } else { own.len() };
    wrong.take(most).map(|(_, (row, milestone))| finding(row, milestone.value)).collect()
}

/// An indicator whose last milestone is due before it can be measured can never reach one (rule R20).
fn before_measurable(row: &Written<'_>, indicator: &Indicator) -> Option<Finding> {
    let from = indicator.measurable_from.as_ref()?;
    let (first, last) = (from.month()?, row.target.period);
    let said = (format!("measurable_from = {from}"), format!("period = {last}"));
    (first > last.last()).then(|| contradiction(row, "period", said.0, said.1))
}

fn is_beyond(value: f64, target: f64, direction: Direction) -> bool {
    match direction {
        Direction::Rising => value > target,
        Direction::Falling => value < target,
        Direction::Hold => false,
    }
}
