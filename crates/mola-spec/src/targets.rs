//! What is to be reached on the way: `targets.csv`.

use crate::csv_table::{Column, CsvTable, RowAt};
use crate::faults::reference_unknown;
use crate::settings::TableText;
use mola_finding::{Code, Finding};
use mola_model::{Direction, Indicator, Period, Target};
use std::collections::BTreeMap;

const COLUMNS: &[Column] = &[("indicator", true), ("period", true), ("value", true)];

/// Reads the table and gives each indicator its milestones, in order of time. `file` is where
/// indicators are defined.
pub(crate) fn targets<'t>(
    settings: impl Into<TableText<'t>>,
    file: &str,
    indicators: &mut [Indicator],
    findings: &mut Vec<Finding>,
) {
    let (table, mut found) = CsvTable::read(settings, COLUMNS);
    findings.append(&mut found);
    let mut last: BTreeMap<usize, (Period, RowAt<'_>)> = BTreeMap::new();
    for row in table.rows() {
        let Some((position, target)) = target(row, file, indicators, findings) else { continue };
        let indicator = &mut indicators[position];
        if indicator.milestones.iter().any(|other| other.period == target.period) {
            let found = format!("{} {}", indicator.code, target.period);
            findings.push(row.finding("period", Code::NameDuplicate).with("found", found));
            continue;
        }
        findings.extend(beyond(row, indicator, target.value));
        indicator.milestones.push(target);
        let latest = last.entry(position).or_insert((target.period, row));
        if target.period.last() > latest.0.last() {
            *latest = (target.period, row);
        }
    }
    for (position, (period, row)) in last {
        findings.extend(before_measurable(row, &indicators[position], period));
    }
    for indicator in indicators {
        indicator.milestones.sort_by_key(|target| (target.period.last(), target.period.first()));
    }
}

/// The position of the indicator that a row names, and its target.
fn target(
    row: RowAt<'_>,
    file: &str,
    indicators: &[Indicator],
    findings: &mut Vec<Finding>,
) -> Option<(usize, Target)> {
    row.required("value", findings);
    row.required("period", findings);
    let period = row.parsed("period", "2011-10, 2011-Q4, 2011-S2, 2011", findings, |text| text.parse().ok());
    let value = row.number("value", findings);
    let code = row.required("indicator", findings)?;
    let position = indicators.iter().position(|indicator| indicator.code == code);
    if position.is_none() {
        let names = indicators.iter().map(|indicator| indicator.code.as_str());
        let finding = row.finding("indicator", Code::ReferenceUnknown);
        findings.push(reference_unknown(finding, "indicator", code, names, file));
    }
    Some((position?, Target { period: period?, value: value? }))
}

/// A milestone is a value to date: it cannot ask for more than the whole (rule R11).
fn beyond(row: RowAt<'_>, indicator: &Indicator, value: f64) -> Option<Finding> {
    let target = indicator.target.filter(|target| is_beyond(value, *target, indicator.direction))?;
    let finding = row.finding("value", Code::TargetDisagrees).with("indicator", indicator.code.as_str());
    Some(finding.with("found", value).with("expected", target))
}

/// An indicator whose last milestone is due before it can be measured can never reach one (rule R20).
fn before_measurable(row: RowAt<'_>, indicator: &Indicator, last: Period) -> Option<Finding> {
    let measurable = indicator.measurable_from.filter(|from| from.first() > last.last())?;
    let finding = row.finding("period", Code::DefinitionContradiction);
    Some(finding.with("first", format!("measurable_from = {measurable}")).with("second", format!("period = {last}")))
}

fn is_beyond(value: f64, target: f64, direction: Direction) -> bool {
    match direction {
        Direction::Rising => value > target,
        Direction::Falling => value < target,
        Direction::Hold => false,
    }
}
