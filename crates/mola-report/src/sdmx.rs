//! The facts as observations of SDMX (SDMX-CSV 2.0), every one with its status. What has no value is an observation
//! without one, whose status says why.

use crate::facts::{dimensions, percent, shortened, span};
use crate::workbook::book::is_share;
use crate::xml::name;
use crate::{Edition, ReportError};
use mola_model::{Cycle, Figure, Issue, Period, Status};

/// Where a comment is cut off: the lists of SDMX give no limit, programs that read them do.
const LONGEST_COMMENT: usize = 32_000;

/// The file of an edition.
pub(crate) fn sdmx(edition: &Edition<'_>) -> Result<Vec<u8>, ReportError> {
    let issue = edition.released.issue();
    let dimensions = dimensions(issue);
    let flow = format!("MOLA:{}(1.0)", name(&issue.programme.code).replace(['-', '.'], "_").to_uppercase());
    let mut writer = csv::Writer::from_writer(Vec::with_capacity(issue.facts.len() * 96));
    let own: Vec<String> = dimensions.iter().map(|dimension| dimension_id(dimension)).collect();
    let head = ["STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ", "INDICATOR", "SPAN"];
    let tail = ["TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "UNIT_MEASURE", "COMMENT_OBS", "FIGURE_ID"];
    writer.write_record(head.into_iter().chain(own.iter().map(String::as_str)).chain(tail))?;
    for fact in &issue.facts {
        writer.write_record(record(issue, fact, &dimensions, &flow))?;
    }
    Ok(writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?)
}

/// The name of a dimension; that of places is the usual one.
fn dimension_id(dimension: &str) -> String {
    if dimension == "place" { "REF_AREA".to_owned() } else { name(dimension).replace(['-', '.'], "_").to_uppercase() }
}

fn record(issue: &Issue, fact: &Figure, dimensions: &[String], flow: &str) -> Vec<String> {
    let share = issue.programme.indicator(&fact.key.indicator).is_some_and(is_share);
    let value = fact.value.filter(|_| fact.status == Status::Reported);
    let value = value.map(|value| if share { percent(value) } else { value }.to_string());
    let mut record: Vec<String> =
        ["dataflow", flow, "I", frequency(fact.key.period), &fact.key.indicator, span(fact.key.span)]
            .map(str::to_owned)
            .to_vec();
    let code = |dimension: &String| match fact.key.by.get(dimension).map(String::as_str) {
        None => "_T".to_owned(),
        Some("?") => "_U".to_owned(),
        Some(code) => code.to_owned(),
    };
    record.extend(dimensions.iter().map(code));
    record.push(time(fact.key.period));
    record.push(value.unwrap_or_default());
    record.push(status(issue, fact).to_owned());
    record.push(if share { "PT" } else { "" }.to_owned());
    record.push(shortened(&comment(fact), LONGEST_COMMENT).into_owned());
    record.push(fact.key.to_string());
    record
}

/// What else is known: words, a range, a reason, who is in it.
fn comment(fact: &Figure) -> String {
    let range = fact.low.zip(fact.high).map(|(low, high)| format!("range {low}..{high}"));
    let reason = fact.reason.map(|reason| format!("reason {}", reason.as_str()));
    let reporters = fact.reporters.map(|own| format!("reporters {}/{}", own.reported, own.expected));
    // A text that begins with a word of ours is never taken for a formula.
    let words = fact.text.as_ref().map(|text| format!("text {text}"));
    [range, reason, reporters, words].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// The status of an observation, of SDMX's list `CL_OBS_STATUS`.
fn status(issue: &Issue, fact: &Figure) -> &'static str {
    match fact.status {
        Status::Reported if fact.estimated => "E",
        Status::Reported if issue.provisional => "P",
        Status::Reported => "A",
        // Data that exist and were not collected.
        Status::Missing => "L",
        // Data cannot exist.
        Status::NotApplicable => "M",
        // Not there, without more being known.
        Status::NotYetDue => "O",
        // Suppressed.
        Status::Suppressed => "Q",
    }
}

const fn frequency_of(cycle: Cycle) -> &'static str {
    match cycle {
        Cycle::Monthly => "M",
        Cycle::Quarterly => "Q",
        Cycle::Semester => "S",
        Cycle::Annual => "A",
    }
}

fn frequency(period: Period) -> &'static str {
    frequency_of(period.cycle())
}

/// A period as SDMX has it: `2011-M10`, `2011-Q4`, `2011-S2`, `2011-A1`, or its first day and how long it is.
fn time(period: Period) -> String {
    let (year, month) = (period.first().year(), period.first().month());
    if period.cycle().period_of(period.first()) != period {
        return format!("{}/P{}M", period.first().first_day(), period.cycle().months());
    }
    match period.cycle() {
        Cycle::Monthly => format!("{year:04}-M{month:02}"),
        Cycle::Quarterly => format!("{year:04}-Q{}", month.div_ceil(3)),
        Cycle::Semester => format!("{year:04}-S{}", month.div_ceil(6)),
        Cycle::Annual => format!("{year:04}-A1"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_named_as_sdmx_names_them() {
        for (period, expected) in
            [("2011-10", "2011-M10"), ("2011-Q4", "2011-Q4"), ("2011-S2", "2011-S2"), ("2011", "2011-A1")]
        {
            assert_eq!(time(period.parse().expect("a period")), expected);
        }
        let year = Cycle::Annual.period_of_year("2011-08".parse::<Period>().expect("a month").first(), 7);
        assert_eq!(time(year), "2011-07-01/P12M");
    }
}
