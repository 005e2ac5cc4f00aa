//! The whole issue as JSON, for programs: one file for all languages, of the shape that `mola schema report` prints.

mod parts;

use crate::ReportError;
use mola_disclose::Released;
use mola_model::{Cause, Change, Figure, Indicator, Issue, Labels, Reached, Tracking};
use parts::{CompletenessJson, MoneyJson, OverlapJson, ReconciliationJson, SourceJson};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The version of the shape.
const SCHEMA_VERSION: u32 = 1;

static SCHEMA: LazyLock<Value> = LazyLock::new(|| schemars::schema_for!(IssueJson<'_>).to_value());

/// The JSON Schema (2020-12) of a report as JSON.
pub fn report_schema() -> Value {
    SCHEMA.clone()
}

/// The issue as JSON.
pub(crate) fn json(released: &Released) -> Result<Vec<u8>, ReportError> {
    let mut bytes = serde_json::to_vec_pretty(&IssueJson::of(released.issue()))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The report of a joint programme for one period.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Report")]
struct IssueJson<'a> {
    /// The version of this shape: 1.
    schema_version: u32,
    programme: ProgrammeJson<'a>,
    /// The period that is reported, such as `2011-10`, `2011-Q4`.
    period: String,
    /// The latest receipt that counts, RFC 3339, UTC.
    as_of: String,
    /// Whether something is still missing, refused or quarantined.
    provisional: bool,
    /// The issue that changes are told against; none where this is the first.
    since: Option<String>,
    /// The indicators on the cover.
    headline: &'a [String],
    indicators: Vec<IndicatorJson<'a>>,
    figures: Figures<'a>,
    /// How the sum of what agencies report becomes the number of unique people.
    reconciliation: Option<ReconciliationJson<'a>>,
    /// People whom two agencies both reported.
    overlap: Vec<OverlapJson<'a>>,
    completeness: CompletenessJson<'a>,
    money: MoneyJson<'a>,
    /// Figures that are not what they were; none where nothing was reported before.
    changes: Option<Vec<ChangeJson<'a>>>,
    findings: Vec<FindingJson<'a>>,
    /// The files behind it.
    sources: Vec<SourceJson<'a>>,
}

/// The programme.
#[derive(Serialize, JsonSchema)]
struct ProgrammeJson<'a> {
    code: &'a str,
    name: Texts<'a>,
    /// A note, such as that all data are invented.
    note: Texts<'a>,
    contact: &'a str,
    /// The currency of all money (ISO 4217).
    currency: &'a str,
    /// The first month that is reported.
    first: String,
    /// The last month that is reported.
    last: String,
    /// Counts of beneficiaries below this are suppressed; 0 suppresses none.
    small_cells_below: u32,
    agencies: Vec<Named<'a>>,
    places: Vec<PlaceJson<'a>>,
    dimensions: Vec<DimensionJson<'a>>,
    outputs: Vec<Named<'a>>,
}

/// A text in Spanish, English and French; a language that is not there is left out.
#[derive(Serialize, JsonSchema)]
struct Texts<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    es: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    en: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fr: Option<&'a str>,
}

/// A code and its name.
#[derive(Serialize, JsonSchema)]
struct Named<'a> {
    code: &'a str,
    label: Texts<'a>,
}

/// A place.
#[derive(Serialize, JsonSchema)]
struct PlaceJson<'a> {
    code: &'a str,
    /// The place that it lies in.
    parent: Option<&'a str>,
    label: Texts<'a>,
}

/// A dimension by which figures are broken down.
#[derive(Serialize, JsonSchema)]
struct DimensionJson<'a> {
    code: &'a str,
    label: Texts<'a>,
    /// Whether its codes are groups of whom something is told rather than parts of a whole.
    subset: bool,
    codes: Vec<Named<'a>>,
}

/// An indicator, and how it stands.
#[derive(Serialize, JsonSchema)]
struct IndicatorJson<'a> {
    code: &'a str,
    /// Its result level.
    #[schemars(with = "String", extend("enum" = ["impact", "outcome", "output"]))]
    level: mola_model::Level,
    /// The output or outcome that it belongs to.
    output: Option<&'a str>,
    label: Texts<'a>,
    unit: Texts<'a>,
    /// Decimals to show.
    decimals: u8,
    /// Whether its values are shares of 1, shown as percentages.
    share: bool,
    baseline: Option<DatedJson>,
    /// What is to be reached at the end.
    target: Option<f64>,
    /// What is to be reached on the way, to date, in order of time.
    milestones: Vec<DatedJson>,
    /// The agency that answers for it.
    responsible: Option<&'a str>,
    /// How it is verified.
    verification: Texts<'a>,
    /// How it stands; none where it is not tracked.
    standing: Option<StandingJson>,
}

/// A value and the period that it is about.
#[derive(Serialize, JsonSchema)]
struct DatedJson {
    period: String,
    value: f64,
}

/// How an indicator stands against its target.
#[derive(Serialize, JsonSchema)]
struct StandingJson {
    /// The id of the figure in the period alone.
    in_period: String,
    /// The id of the figure to date.
    to_date: String,
    /// How it stands.
    #[schemars(with = "String", extend("enum" = ["achieved", "on_track", "at_risk", "off_track", "not_yet_due", "overdue", "no_data", "no_target"]))]
    progress: mola_model::Progress,
    /// Actual to date over the milestone that is due, as a share of 1.
    of_milestone: Option<f64>,
    /// Actual to date over the overall target, as a share of 1.
    of_target: Option<f64>,
    /// How much of the way from the baseline is done, as a share of 1.
    from_baseline: Option<f64>,
    /// Whether what is to stay as it is has stayed so.
    held: Option<bool>,
    /// Agencies that reported on it.
    reported: u32,
    /// Agencies that were expected to.
    expected: u32,
}

/// Every figure, in order of their ids.
struct Figures<'a>(&'a [Figure]);

impl Serialize for Figures<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(FigureJson::of))
    }
}

impl JsonSchema for Figures<'_> {
    fn schema_name() -> Cow<'static, str> {
        "Figures".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        <Vec<FigureJson<'static>>>::json_schema(generator)
    }
}

/// One value of one indicator.
#[derive(Serialize, JsonSchema)]
struct FigureJson<'a> {
    /// Its id, which `mola explain` takes.
    id: String,
    indicator: &'a str,
    period: String,
    /// `in_period`, or `to_date`: from the programme's first month on.
    #[schemars(with = "String", extend("enum" = ["in_period", "to_date"]))]
    span: mola_model::Span,
    /// By dimension the code to which it is narrowed; `?` is unknown.
    by: &'a BTreeMap<String, String>,
    /// What is known of the value.
    #[schemars(with = "String", extend("enum" = ["reported", "missing", "not_applicable", "not_yet_due", "suppressed"]))]
    status: mola_model::Status,
    /// The value; none where there is none, which is not zero. A share is of 1.
    value: Option<f64>,
    /// The numerator of a share.
    #[serde(skip_serializing_if = "Option::is_none")]
    numerator: Option<f64>,
    /// The denominator of a share, or the n of a mean.
    #[serde(skip_serializing_if = "Option::is_none")]
    denominator: Option<f64>,
    /// The least that it can be, where it is not known exactly.
    #[serde(skip_serializing_if = "Option::is_none")]
    low: Option<f64>,
    /// The most that it can be.
    #[serde(skip_serializing_if = "Option::is_none")]
    high: Option<f64>,
    /// What it says in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    /// Why there is no value, or only a part or a range of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    /// Reporters that are in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    reported: Option<u32>,
    /// Reporters that were expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<u32>,
    /// Whether a part of it is an estimate.
    estimated: bool,
    /// Records that it was made from.
    records: u64,
}

/// A figure that is not what it was.
#[derive(Serialize, JsonSchema)]
struct ChangeJson<'a> {
    figure: String,
    old: Option<f64>,
    new: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    old_words: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new_words: Option<&'a str>,
    /// Whether the two values must not be shown.
    hidden: bool,
    /// The bridge from old to new: amounts add up to the difference.
    parts: Vec<PartJson>,
    /// Files that came or were corrected between the two.
    files: &'a [String],
}

/// What one reason did to a figure.
#[derive(Serialize, JsonSchema)]
struct PartJson {
    reason: &'static str,
    amount: Option<f64>,
}

/// What someone must know.
#[derive(Serialize, JsonSchema)]
struct FindingJson<'a> {
    /// The agency's code; empty where it is about the programme.
    agency: &'a str,
    /// The kind.
    code: &'static str,
    #[schemars(with = "String", extend("enum" = ["note", "warning", "error"]))]
    severity: &'static str,
    file: Option<&'a str>,
    sheet: Option<&'a str>,
    cell: Option<String>,
    line: Option<u32>,
    /// The finding in words.
    text: EachText,
}

/// A text in Spanish, English and French.
#[derive(Serialize, JsonSchema)]
struct EachText {
    es: String,
    en: String,
    fr: String,
}

impl<'a> Texts<'a> {
    fn of(labels: &'a Labels) -> Self {
        Self { es: labels.es.as_deref(), en: labels.en.as_deref(), fr: labels.fr.as_deref() }
    }
}

impl<'a> IssueJson<'a> {
    fn of(issue: &'a Issue) -> Self {
        let indicator = |own: &'a Indicator| {
            IndicatorJson::of(own, issue.tracking.iter().find(|tracking| tracking.indicator == own.code))
        };
        Self {
            schema_version: SCHEMA_VERSION,
            programme: ProgrammeJson::of(issue),
            period: issue.period.to_string(),
            as_of: parts::moment(issue.as_of),
            provisional: issue.provisional,
            since: issue.since.as_ref().map(|since| since.id.clone()),
            headline: &issue.headline,
            indicators: issue.programme.indicators.iter().map(indicator).collect(),
            figures: Figures(&issue.facts),
            reconciliation: issue.reconciliation.as_ref().map(ReconciliationJson::of),
            overlap: issue.overlap.iter().map(OverlapJson::of).collect(),
            completeness: CompletenessJson::of(&issue.completeness),
            money: MoneyJson::of(&issue.money),
            changes: issue.changes.as_ref().map(|all| all.iter().map(ChangeJson::of).collect()),
            findings: issue.findings.iter().map(FindingJson::of).collect(),
            sources: issue.sources.iter().map(SourceJson::of).collect(),
        }
    }
}

impl<'a> ProgrammeJson<'a> {
    fn of(issue: &'a Issue) -> Self {
        let programme = &issue.programme;
        let named = |(code, label): (&'a String, &'a Labels)| Named { code, label: Texts::of(label) };
        let place = |own: &'a mola_model::Place| PlaceJson {
            code: &own.code,
            parent: own.parent.as_deref(),
            label: Texts::of(&own.label),
        };
        let dimension = |own: &'a mola_model::Dimension| DimensionJson {
            code: &own.code,
            label: Texts::of(&own.label),
            subset: own.subset,
            codes: own.codes.iter().map(|code| named((&code.code, &code.label))).collect(),
        };
        Self {
            code: &programme.code,
            name: Texts::of(&programme.name),
            note: Texts::of(&programme.note),
            contact: &programme.contact,
            currency: &programme.currency,
            first: programme.window.first.to_string(),
            last: programme.window.last.to_string(),
            small_cells_below: programme.small_cells_below,
            agencies: programme.agencies.iter().map(|own| named((&own.code, &own.name))).collect(),
            places: programme.places.iter().map(place).collect(),
            dimensions: programme.dimensions.iter().map(dimension).collect(),
            outputs: programme.outputs.iter().map(|own| named((&own.code, &own.label))).collect(),
        }
    }
}

impl<'a> IndicatorJson<'a> {
    fn of(own: &'a Indicator, tracking: Option<&Tracking>) -> Self {
        let dated = |period: mola_model::Period, value: f64| DatedJson { period: period.to_string(), value };
        Self {
            code: &own.code,
            level: own.level,
            output: own.output.as_deref(),
            label: Texts::of(&own.label),
            unit: Texts::of(&own.unit),
            decimals: own.decimals,
            share: crate::workbook::book::is_share(own),
            baseline: own.baseline.map(|baseline| dated(baseline.period, baseline.value)),
            target: own.target,
            milestones: own.milestones.iter().map(|target| dated(target.period, target.value)).collect(),
            responsible: own.responsible.as_deref(),
            verification: Texts::of(&own.verification),
            standing: tracking.map(StandingJson::of),
        }
    }
}

impl StandingJson {
    fn of(tracking: &Tracking) -> Self {
        let (from_baseline, held) = match tracking.reached {
            Some(Reached::FromBaseline(share)) => (Some(share), None),
            Some(Reached::Held(held)) => (None, Some(held)),
            Some(Reached::OfTarget(_)) | None => (None, None),
        };
        Self {
            in_period: tracking.in_period.key.to_string(),
            to_date: tracking.to_date.key.to_string(),
            progress: tracking.progress,
            of_milestone: tracking.of_milestone,
            of_target: tracking.of_target,
            from_baseline,
            held,
            reported: tracking.reporters.0,
            expected: tracking.reporters.1,
        }
    }
}

impl<'a> FigureJson<'a> {
    fn of(own: &'a Figure) -> Self {
        Self {
            id: own.key.to_string(),
            indicator: &own.key.indicator,
            period: own.key.period.to_string(),
            span: own.key.span,
            by: &own.key.by,
            status: own.status,
            value: own.value,
            numerator: own.numerator,
            denominator: own.denominator,
            low: own.low,
            high: own.high,
            text: own.text.as_deref(),
            reason: own.reason.map(mola_model::Reason::as_str),
            reported: own.reporters.map(|reporters| reporters.reported),
            expected: own.reporters.map(|reporters| reporters.expected),
            estimated: own.estimated,
            records: own.records,
        }
    }
}

impl<'a> ChangeJson<'a> {
    fn of(own: &'a Change) -> Self {
        let part = |part: &mola_model::BridgePart| PartJson { reason: Cause::as_str(part.reason), amount: part.amount };
        Self {
            figure: own.key.to_string(),
            old: own.old,
            new: own.new,
            old_words: own.old_words.as_deref(),
            new_words: own.new_words.as_deref(),
            hidden: own.hidden,
            parts: own.parts.iter().map(part).collect(),
            files: &own.files,
        }
    }
}

impl<'a> FindingJson<'a> {
    fn of(row: &'a mola_model::FindingRow) -> Self {
        use mola_finding::Language;
        let (finding, place) = (&row.finding, &row.finding.place);
        let text = |language| finding.text(language);
        Self {
            agency: &row.agency,
            code: finding.code.as_str(),
            severity: finding.severity.as_str(),
            file: place.file.as_deref(),
            sheet: place.sheet.as_deref(),
            cell: place.cell.map(|cell| cell.to_string()),
            line: place.line,
            text: EachText { es: text(Language::Es), en: text(Language::En), fr: text(Language::Fr) },
        }
    }
}
