//! The rows of a case: tables with canonical columns.

use super::definitions::{PERIODS, known};
use super::{CaseReceipt, CaseRow, CaseValue};
use crate::csv_table::{CsvTable, RowAt};
use crate::document::Cursor;
use crate::faults::reference_unknown;
use crate::fold::fold;
use crate::mapping::Known;
use crate::pipeline::Pipeline;
use crate::receipts::moment;
use chrono::NaiveDate;
use mola_finding::{Arg, Code, Finding};
use mola_model::{AgeBand, Amount, Cycle, Kind, MoneyFlow, Period, Programme, Source, Status};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A code that the pipeline or one of its lists defines.
    Code,
    /// Any text.
    Text,
    /// A text that stands for a beneficiary or household.
    Key,
    Kind,
    Status,
    Flow,
    Number,
    Integer,
    Amount,
    Date,
    Flag,
    Period,
    AgeBand,
}

/// A column, what it holds and whether it must be there.
type Columns<'a> = &'a [(&'a str, Form, bool)];

const PARTICIPATIONS: Columns<'static> = &[
    ("agency", Form::Code, true),
    ("kind", Form::Kind, false),
    ("key", Form::Key, true),
    ("household", Form::Key, false),
    ("household_size", Form::Integer, false),
    ("date", Form::Date, false),
    ("period", Form::Period, false),
    ("place", Form::Code, false),
    ("locality", Form::Text, false),
    ("sex", Form::Code, false),
    ("age", Form::Integer, false),
    ("area", Form::Code, false),
    ("ethnicity", Form::Code, false),
    ("sector", Form::Code, false),
    ("activity", Form::Code, false),
];

const OBSERVATIONS: Columns<'static> = &[
    ("agency", Form::Code, true),
    ("indicator", Form::Code, true),
    ("period", Form::Period, true),
    ("place", Form::Code, false),
    ("sex", Form::Code, false),
    ("area", Form::Code, false),
    ("ethnicity", Form::Code, false),
    ("sector", Form::Code, false),
    ("age_band", Form::AgeBand, false),
    ("value", Form::Number, false),
    ("unit", Form::Text, false),
    ("numerator", Form::Number, false),
    ("denominator", Form::Number, false),
    ("text", Form::Text, false),
    ("status", Form::Status, false),
    ("estimated", Form::Flag, false),
    ("cumulative", Form::Flag, false),
];

const MONEY: Columns<'static> = &[
    ("agency", Form::Code, true),
    ("output", Form::Code, false),
    ("date", Form::Date, false),
    ("period", Form::Period, false),
    ("flow", Form::Flow, true),
    ("currency", Form::Text, false),
    ("amount", Form::Amount, true),
];

const CYCLES: [(&str, Cycle); 4] = [
    ("monthly", Cycle::Monthly),
    ("quarterly", Cycle::Quarterly),
    ("semester", Cycle::Semester),
    ("annual", Cycle::Annual),
];

const MOMENTS: &str = "2011-11-15, 2011-11-15T12:00:00Z";

/// Where the tables of a case stand and what they may name.
pub(super) struct Tables<'a> {
    pub(super) at: Cursor<'a>,
    pub(super) pipeline: &'a Pipeline,
    pub(super) programme: &'a Programme,
    /// The codes of findings that the case expects: what they say of a row is no fault of the file.
    pub(super) expected: Vec<&'a str>,
}

impl Tables<'_> {
    pub(super) fn participations(&self, findings: &mut Vec<Finding>) -> Vec<CaseRow> {
        let measures = self.pipeline.own.measures.iter().map(|name| (name.as_str(), Form::Number, false));
        let columns: Vec<_> = PARTICIPATIONS.iter().copied().chain(measures).chain(self.own_dimensions()).collect();
        self.rows("participations", &columns, findings)
    }

    pub(super) fn observations(&self, findings: &mut Vec<Finding>) -> Vec<CaseRow> {
        let columns: Vec<_> = OBSERVATIONS.iter().copied().chain(self.own_dimensions()).collect();
        self.rows("observations", &columns, findings)
    }

    fn own_dimensions(&self) -> impl Iterator<Item = (&str, Form, bool)> {
        self.pipeline.own.dimensions.iter().map(|name| (name.as_str(), Form::Code, false))
    }

    pub(super) fn money(&self, findings: &mut Vec<Finding>) -> Vec<CaseRow> {
        self.rows("money", MONEY, findings)
    }

    fn rows(&self, key: &str, columns: Columns<'_>, findings: &mut Vec<Finding>) -> Vec<CaseRow> {
        let Some(text) = self.at.key(key).table() else { return Vec::new() };
        let mut names: Vec<(&str, bool)> = columns.iter().map(|(name, _, needed)| (*name, *needed)).collect();
        names.extend([("received", false), ("file", false)]);
        let (table, found) = CsvTable::read(text, &names);
        findings.extend(found);
        let known = known(self.pipeline, self.programme);
        let mut faults = Vec::new();
        let rows = table.rows().map(|row| case_row(row, columns, &known, &mut faults)).collect();
        // An indicator that nobody defines may be what the case shows.
        let is_shown = |finding: &Finding| {
            let key = finding.args.get("key") == Some(&Arg::from("indicator"));
            finding.code == Code::ReferenceUnknown && key && self.expected.contains(&Code::IndicatorUnknown.as_str())
        };
        findings.extend(faults.into_iter().filter(|finding| !is_shown(finding)));
        rows
    }

    /// What came, and with it the sources; none where the case says nothing of either.
    pub(super) fn receipts(&self, findings: &mut Vec<Finding>) -> Option<Vec<CaseReceipt>> {
        let Some(text) = self.at.key("receipts").table() else {
            return self.at.key("sources").table().map(|_| Vec::new());
        };
        let (table, found) = CsvTable::read(text, &[("source", true), ("period", true), ("received", true)]);
        findings.extend(found);
        let mut receipts = Vec::new();
        for row in table.rows() {
            let source = self.source(row, findings);
            let period = filled(row, "period", &PERIODS.join(", "), findings, |text| text.parse().ok());
            let received = filled(row, "received", MOMENTS, findings, moment);
            if let (Some(source), Some(period), Some(received)) = (source, period, received) {
                receipts.push(CaseReceipt { source, period, received });
            }
        }
        Some(receipts)
    }

    fn source(&self, row: RowAt<'_>, findings: &mut Vec<Finding>) -> Option<String> {
        let name = row.required("source", findings)?;
        let sources = &self.programme.sources;
        if !sources.iter().any(|source| source.name == name) {
            let names = sources.iter().map(|source| source.name.as_str());
            let finding = row.finding("source", Code::ReferenceUnknown);
            findings.push(reference_unknown(finding, "source", name, names, &self.pipeline.origin.pipeline));
        }
        Some(name.to_owned())
    }
}

/// The sources of a case; none where it names none.
pub(super) fn sources(
    at: Cursor<'_>,
    pipeline: &Pipeline,
    programme: &Programme,
    findings: &mut Vec<Finding>,
) -> Option<Vec<Source>> {
    let text = at.key("sources").table()?;
    let columns = [
        ("agency", true),
        ("source", true),
        ("cycle", true),
        ("year_starts", false),
        ("due_days", true),
        ("from", false),
        ("until", false),
    ];
    let (table, found) = CsvTable::read(text, &columns);
    findings.extend(found);
    let known = known(pipeline, programme);
    let mut sources = Vec::new();
    for row in table.rows() {
        let agency = row.required("agency", findings).map(str::to_owned);
        findings.extend(unknown_code(row, "agency", &known));
        let name = row.required("source", findings).map(str::to_owned);
        let cycle = word(row, "cycle", &CYCLES, findings);
        let due_days = filled(row, "due_days", "15", findings, |text| text.parse().ok().filter(|days| *days <= 3660));
        let starts = |text: &str| text.parse().ok().filter(|month| (1..=12).contains(month));
        let year_starts = row.parsed("year_starts", "1, 7", findings, starts).unwrap_or(1);
        let mut period = |column| row.parsed(column, &PERIODS.join(", "), findings, |text| text.parse().ok());
        let (from, until) = (period("from"), period("until"));
        if let (Some(agency), Some(name), Some(cycle), Some(due_days)) = (agency, name, cycle, due_days) {
            sources.push(Source { name, agency, cycle, year_starts, due_days, from, until });
        }
    }
    Some(sources)
}

fn case_row(row: RowAt<'_>, columns: Columns<'_>, known: &Known<'_>, findings: &mut Vec<Finding>) -> CaseRow {
    let mut cells = Vec::new();
    for (name, form, needed) in columns {
        if *needed {
            row.required(name, findings);
        }
        if !row.get(name).is_empty() {
            cells.extend(value(row, name, *form, known, findings).map(|value| ((*name).to_owned(), value)));
        }
    }
    let timed = columns.iter().any(|(name, _, _)| *name == "date");
    if timed && row.get("period").is_empty() && row.get("date").is_empty() {
        row.required("period", findings);
    }
    if columns.iter().any(|(name, _, _)| *name == "key") {
        findings.extend(longer_than_a_month(row, &cells));
    }
    let received = row.parsed("received", MOMENTS, findings, moment);
    let file = Some(row.get("file")).filter(|file| !file.is_empty()).map(str::to_owned);
    CaseRow { place: row.place(), received, file, cells }
}

/// Someone takes part in a month.
fn longer_than_a_month(row: RowAt<'_>, cells: &[(String, CaseValue)]) -> Option<Finding> {
    let is_longer = |(_, value): &(String, CaseValue)| match value {
        CaseValue::Period(period) => period.cycle() != Cycle::Monthly,
        _ => false,
    };
    cells.iter().any(is_longer).then(|| row.value_unknown("period", &["2011-10"]))
}

fn value(
    row: RowAt<'_>,
    column: &str,
    form: Form,
    known: &Known<'_>,
    findings: &mut Vec<Finding>,
) -> Option<CaseValue> {
    let text = row.get(column);
    match form {
        Form::Code => {
            findings.extend(unknown_code(row, column, known));
            Some(CaseValue::Word(text.to_owned()))
        }
        Form::Text => Some(CaseValue::Word(text.to_owned())),
        Form::AgeBand if text == UNKNOWN => Some(CaseValue::Word(text.to_owned())),
        Form::AgeBand => row
            .parsed(column, "15-24, 60+", findings, |text| text.parse::<AgeBand>().ok())
            .map(|band| CaseValue::Word(band.to_string())),
        Form::Key => Some(CaseValue::Key(text.to_owned())),
        Form::Kind => word(row, column, &Kind::ALL.map(|kind| (kind.as_str(), kind)), findings)
            .map(|kind| CaseValue::Word(kind.as_str().to_owned())),
        Form::Status => word(row, column, &STATUSES.map(|status| (status.as_str(), status)), findings)
            .map(|status| CaseValue::Word(status.as_str().to_owned())),
        Form::Flow => word(row, column, &MoneyFlow::ALL.map(|flow| (flow.as_str(), flow)), findings)
            .map(|flow| CaseValue::Word(flow.as_str().to_owned())),
        Form::Number => row.number(column, findings).map(CaseValue::Number),
        Form::Integer => row.parsed(column, "1", findings, |text| text.parse().ok()).map(CaseValue::Integer),
        Form::Amount => {
            row.parsed(column, "1200, 1200.50", findings, Amount::parse).map(|amount| CaseValue::Amount(amount.0))
        }
        Form::Date => {
            row.parsed(column, "2011-10-31", findings, |text| text.parse::<NaiveDate>().ok()).map(CaseValue::Date)
        }
        Form::Flag => word(row, column, &[("yes", true), ("no", false)], findings).map(CaseValue::Flag),
        Form::Period => {
            row.parsed(column, &PERIODS.join(", "), findings, |text| text.parse::<Period>().ok()).map(CaseValue::Period)
        }
    }
}

const STATUSES: [Status; 5] =
    [Status::Reported, Status::Missing, Status::NotApplicable, Status::NotYetDue, Status::Suppressed];

/// The cell as one of these words, in any case.
fn word<T: Copy>(row: RowAt<'_>, column: &str, words: &[(&str, T)], findings: &mut Vec<Finding>) -> Option<T> {
    let allowed: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    filled(row, column, &allowed.join(", "), findings, |text| {
        let text = fold(text);
        words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value)
    })
}

/// A cell that must be filled, read by `parse`.
fn filled<T>(
    row: RowAt<'_>,
    column: &str,
    allowed: &str,
    findings: &mut Vec<Finding>,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Option<T> {
    row.required(column, findings)?;
    row.parsed(column, allowed, findings, parse)
}

/// A finding where the cell holds a code that is defined nowhere.
fn unknown_code(row: RowAt<'_>, column: &str, known: &Known<'_>) -> Option<Finding> {
    let found = row.get(column);
    let (names, file) = codes(column, known)?;
    let there = found.is_empty() || names.contains(&found) || (found == UNKNOWN && known.names(column).is_none());
    (!there).then(|| {
        let finding = row.finding(column, Code::ReferenceUnknown);
        let finding = reference_unknown(finding, column, found, names, file);
        // A label or an alias is what partners write; here its code is meant.
        let meant = known.usual_list(column).and_then(|list| list.find(&fold(found)));
        match meant {
            Some(entry) => finding.with("nearest", entry.code.as_str()),
            None => finding,
        }
    })
}

/// The category *unknown*.
const UNKNOWN: &str = "?";

/// The codes that a column or dimension may hold, and where they are defined; none where it may
/// hold any.
pub(super) fn codes<'a>(column: &str, known: &'a Known<'_>) -> Option<(Vec<&'a str>, &'a str)> {
    known.names(column).or_else(|| {
        let list = known.usual_list(column)?;
        Some((list.codes.iter().map(|entry| entry.code.as_str()).collect(), list.name.as_str()))
    })
}
