//! A pipeline as it is written.

use crate::mapping::written::LanguageWritten;
use mola_finding::Language;
use mola_model::{Cycle, Format, Labels, Section, TrackingColumn};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;
use std::collections::BTreeMap;

/// How one programme is consolidated.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Pipeline")]
pub(crate) struct PipelineWritten {
    /// The version of this language: 1.
    #[schemars(range(min = 1, max = 1))]
    #[allow(dead_code, reason = "checked against the schema")]
    pub(crate) schema_version: u32,
    /// The table of indicators, beside the pipeline.
    #[serde(default = "indicators_file")]
    pub(crate) indicators: String,
    /// The table of targets, beside the pipeline; left out, `targets.csv` where there is one.
    pub(crate) targets: Option<String>,
    /// The table of exchange rates, beside the pipeline; left out, `rates.csv` where there is one.
    pub(crate) rates: Option<String>,
    /// The programme.
    pub(crate) programme: ProgrammeWritten,
    /// Where submissions come in.
    pub(crate) inbox: InboxWritten,
    /// Where progress turns from good to middling to poor.
    #[serde(default)]
    pub(crate) thresholds: ThresholdsWritten,
    /// What the programme waits for, such as the harvest, by name: the month in which it happened,
    /// such as `2011-11`; empty as long as it has not.
    #[serde(default)]
    pub(crate) events: BTreeMap<String, String>,
    /// Numbers that a participation may carry, by name.
    #[serde(default)]
    pub(crate) measures: BTreeMap<String, MeasureWritten>,
    /// Units in which values are reported besides those of the indicators, by name as agencies write it.
    #[serde(default)]
    pub(crate) units: BTreeMap<String, UnitWritten>,
    /// How identifiers are normalised, by kind of beneficiary.
    #[serde(default)]
    pub(crate) link: LinkWritten,
    /// Where the code lists are.
    pub(crate) codelists: Option<CodelistsWritten>,
    /// The places that the report shows.
    pub(crate) places: Option<PlacesWritten>,
    /// The dimensions by which figures are broken down, by canonical column, in the order in which
    /// they show.
    #[serde(default)]
    pub(crate) dimensions: BTreeMap<String, DimensionWritten>,
    /// Who reports, in the order in which they show.
    #[schemars(length(min = 1))]
    pub(crate) agency: Vec<AgencyWritten>,
    /// How the report is published.
    #[serde(default)]
    pub(crate) report: ReportWritten,
    /// What IATI has to know of the programme; the format iati needs it.
    pub(crate) iati: Option<IatiWritten>,
    /// What DHIS2 has to know of it.
    #[serde(default)]
    pub(crate) dhis2: Dhis2Written,
    /// What they send, and when.
    #[serde(default)]
    pub(crate) source: Vec<SourceWritten>,
    /// The outputs and outcomes of the results framework.
    #[serde(default)]
    pub(crate) output: Vec<OutputWritten>,
}

fn indicators_file() -> String {
    "indicators.csv".to_owned()
}

/// A text in one language for all, or in each.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum LabelsWritten {
    /// The same in every language.
    Same(String),
    /// One text a language.
    Each(EachLanguage),
}

/// A text in each language.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EachLanguage {
    /// Spanish.
    es: Option<String>,
    /// English.
    en: Option<String>,
    /// French.
    fr: Option<String>,
}

impl LabelsWritten {
    pub(crate) fn labels(&self) -> Labels {
        match self {
            Self::Same(text) => Labels::same(text.clone()),
            Self::Each(each) => Labels { es: each.es.clone(), en: each.en.clone(), fr: each.fr.clone() },
        }
    }
}

impl LanguageWritten {
    pub(crate) const fn language(self) -> Language {
        match self {
            Self::Es => Language::Es,
            Self::En => Language::En,
            Self::Fr => Language::Fr,
        }
    }
}

/// The programme.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProgrammeWritten {
    /// Its code, such as `MDGF-2097`.
    pub(crate) code: String,
    /// Its name.
    pub(crate) name: LabelsWritten,
    /// A note for the cover, such as that all data are invented.
    pub(crate) note: Option<LabelsWritten>,
    /// Whom to ask.
    #[serde(default)]
    pub(crate) contact: String,
    /// The currency of the report (ISO 4217).
    pub(crate) currency: String,
    /// The first month that is reported, such as `2011-01`.
    pub(crate) first: String,
    /// The last month that is reported.
    pub(crate) last: String,
    /// Days after a period's end when it is cut off.
    #[serde(default = "month_of_days")]
    #[schemars(range(max = 3660))]
    pub(crate) cut_off_days: u32,
    /// The indicators on the cover.
    #[serde(default)]
    pub(crate) headline: Vec<String>,
    /// The indicator of unique direct people, whose double counting the report reconciles.
    pub(crate) people: Option<String>,
    /// Counts of beneficiaries below this are hidden in what leaves the programme; 0 hides none.
    #[serde(default = "ten")]
    pub(crate) small_cells_below: u32,
    /// Whether a count of zero is hidden like a small one.
    #[serde(default)]
    pub(crate) hide_zeros: bool,
}

const fn ten() -> u32 {
    10
}

const fn month_of_days() -> u32 {
    30
}

/// Where submissions come in.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct InboxWritten {
    /// The folder with one folder an agency, relative to the pipeline's file.
    pub(crate) path: String,
    /// Whether accepted files stay or move out of the way; `stay` where left out.
    #[serde(default)]
    pub(crate) accepted: AcceptedWritten,
    /// The table of moments of receipt of files that came before Mola, beside the pipeline.
    pub(crate) receipts: Option<String>,
}

/// What becomes of accepted files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum AcceptedWritten {
    #[default]
    Stay,
    Move,
}

/// Shares of the milestone due at which an indicator is on track and at risk.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ThresholdsWritten {
    /// On track from this share on.
    pub(crate) on_track: f64,
    /// At risk from this share on; off track below it.
    pub(crate) at_risk: f64,
}

impl Default for ThresholdsWritten {
    fn default() -> Self {
        Self { on_track: 0.9, at_risk: 0.7 }
    }
}

/// A number that a participation may carry.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MeasureWritten {
    /// Its unit, for people.
    #[serde(default)]
    pub(crate) unit: String,
}

/// What a value in a unit is worth: `{ is = 0.6987, of = "ha" }`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnitWritten {
    /// How many of the other unit one of this is.
    pub(crate) is: f64,
    /// The other unit: that of an indicator, in any of its languages.
    pub(crate) of: String,
}

/// How identifiers are normalised, by kind of beneficiary.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct LinkWritten {
    pub(crate) person: LinkRuleWritten,
    pub(crate) household: LinkRuleWritten,
    pub(crate) enterprise: LinkRuleWritten,
    pub(crate) institution: LinkRuleWritten,
    pub(crate) network: LinkRuleWritten,
}

/// How beneficiaries of one kind are recognised.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct LinkRuleWritten {
    /// How an identifier is normalised; `groups` where left out.
    pub(crate) identifier: IdentifierWritten,
    /// By what else those are recognised whose identifiers are missing or misspelt; left out, by nothing.
    pub(crate) compare: Vec<CompareWritten>,
}

/// What is compared of two beneficiaries.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum CompareWritten {
    Name,
    Born,
    Sex,
    Place,
    Phone,
}

/// `groups`: digits of each group without leading zeros, letters as capitals. `panama`: as `groups`, and
/// nothing that is neither a cédula nor a RUC of Panama. `alphanumeric`: letters and digits alone.
/// `exact`: as written.
#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum IdentifierWritten {
    #[default]
    Groups,
    Panama,
    Alphanumeric,
    Exact,
}

/// Where the code lists are.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodelistsWritten {
    /// The folder, relative to the pipeline's file. Every `*.csv` in it is a list of that name.
    pub(crate) folder: String,
}

/// The places that the report shows.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlacesWritten {
    /// The code list of places.
    pub(crate) list: String,
    /// Those that show, in this order; left out, all of them.
    #[serde(default)]
    pub(crate) show: Vec<String>,
}

/// A dimension.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DimensionWritten {
    /// Its code list; that of `age_band` has bands for codes, such as `15-24` and `60+`.
    pub(crate) codes: String,
    /// Its name.
    pub(crate) label: LabelsWritten,
    /// Whether it is a column that this programme alone has, such as `disability`.
    #[serde(default)]
    pub(crate) own: bool,
    /// Whether its codes are groups *of whom* something is told, such as young people, rather than parts that make
    /// up the whole.
    #[serde(default)]
    pub(crate) subset: bool,
}

/// Who reports.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AgencyWritten {
    /// Its code, which is also the name of its folder in the inbox.
    pub(crate) code: String,
    /// Its name.
    pub(crate) name: LabelsWritten,
    /// The language in which it is answered.
    pub(crate) language: LanguageWritten,
}

/// How the report is published.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct ReportWritten {
    /// What a run writes, in order; `["xlsx", "html"]` where left out. `mola report --as` writes any other later.
    #[schemars(schema_with = "formats_schema")]
    pub(crate) formats: Option<Vec<Format>>,
    /// By code of a donor, what its report is: `[report.aecid]`.
    #[serde(flatten)]
    pub(crate) donors: BTreeMap<String, DonorWritten>,
}

/// A donor's report, where it is not as usual.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct DonorWritten {
    /// What the report is called.
    pub(crate) title: Option<LabelsWritten>,
    /// The sections, in order; left out, all of them.
    #[schemars(schema_with = "sections_schema")]
    pub(crate) sections: Vec<String>,
    /// By section what it is called.
    #[schemars(schema_with = "titles_schema")]
    pub(crate) titles: BTreeMap<String, LabelsWritten>,
    /// The columns of the tracking table, in order; left out, the usual ones.
    #[schemars(schema_with = "columns_schema")]
    pub(crate) columns: Vec<String>,
    /// The formats; left out, those of the programme.
    #[schemars(schema_with = "formats_schema")]
    pub(crate) formats: Vec<Format>,
    /// What is not shown.
    pub(crate) withhold: WithheldWritten,
}

/// What is not shown to a donor.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct WithheldWritten {
    /// Whole indicators.
    pub(crate) indicators: Vec<String>,
    /// Whatever is narrowed by these dimensions: `place`, `agency`, `sex`, …
    pub(crate) dimensions: Vec<String>,
    /// Figures by their ids, each with all others that are narrowed by the same dimensions.
    pub(crate) figures: Vec<String>,
}

fn sections_schema(_: &mut SchemaGenerator) -> Schema {
    let words: Vec<&str> = Section::ALL.iter().map(|section| section.word()).collect();
    schemars::json_schema!({ "type": "array", "items": { "enum": words }, "minItems": 1 })
}

fn titles_schema(generator: &mut SchemaGenerator) -> Schema {
    let labels = generator.subschema_for::<LabelsWritten>();
    let titles: serde_json::Map<String, serde_json::Value> =
        Section::ALL.iter().map(|section| (section.word().to_owned(), labels.clone().to_value())).collect();
    schemars::json_schema!({ "type": "object", "properties": titles, "additionalProperties": false })
}

fn columns_schema(_: &mut SchemaGenerator) -> Schema {
    let words: Vec<&str> = TrackingColumn::ALL.iter().map(|column| column.word()).collect();
    schemars::json_schema!({ "type": "array", "items": { "enum": words }, "minItems": 1 })
}

/// A programme as an activity of IATI 2.03.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IatiWritten {
    /// The identifier of the activity, such as `XM-DAC-41114-MDGF-2097`: it begins with that of the organisation.
    pub(crate) activity: String,
    /// Who publishes it and answers for it.
    pub(crate) organisation: OrganisationWritten,
    /// Who pays.
    pub(crate) funder: Option<OrganisationWritten>,
    /// What it does, in words; left out, the programme's name.
    pub(crate) description: Option<LabelsWritten>,
    /// How far it is.
    pub(crate) status: ActivityStatusWritten,
    /// Its first day, such as `2009-03-31`.
    pub(crate) start: String,
    /// Its last day, as planned.
    pub(crate) end: String,
    /// The country (ISO 3166-1, two capitals), such as `PA`.
    pub(crate) country: String,
    /// The sectors (purpose codes of the OECD DAC, five digits) with their shares in per cent, which make 100.
    pub(crate) sectors: BTreeMap<String, f64>,
    /// By code of an agency its identifier, such as `XM-DAC-41301` for FAO.
    #[serde(default)]
    pub(crate) agencies: BTreeMap<String, String>,
    /// What money that is paid out is: paid to others, or spent; `expenditure` where left out.
    #[serde(default)]
    pub(crate) spending: SpendingWritten,
}

/// An organisation of IATI.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OrganisationWritten {
    /// Its identifier, such as `XM-DAC-41114`.
    pub(crate) id: String,
    /// Its type by IATI's list, such as `40` for multilateral, `10` for a government.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// Its name.
    pub(crate) name: LabelsWritten,
}

/// How far an activity is.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ActivityStatusWritten {
    Pipeline,
    Implementation,
    Finalisation,
    Closed,
    Cancelled,
    Suspended,
}

/// What money that is paid out is to IATI.
#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SpendingWritten {
    Disbursement,
    #[default]
    Expenditure,
}

/// What DHIS2 has to know of a programme.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Dhis2Written {
    /// The code of the organisation unit of the whole programme; left out, the programme's own code.
    pub(crate) org_unit: Option<String>,
    /// The code of the data set.
    pub(crate) data_set: Option<String>,
}

/// The formats by their names: the model lists them, and does not know of schemas.
fn formats_schema(_: &mut SchemaGenerator) -> Schema {
    let names: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
    schemars::json_schema!({ "type": "array", "items": { "enum": names }, "minItems": 1 })
}

/// One kind of file of one agency.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SourceWritten {
    /// Its mapping, relative to the pipeline's file.
    pub(crate) mapping: String,
    /// How often it comes.
    pub(crate) cycle: CycleWritten,
    /// The month with which its years begin; 1 where left out.
    #[schemars(range(min = 1, max = 12))]
    pub(crate) year_starts: Option<u32>,
    /// Days after the end of a period by which it is due.
    #[schemars(range(max = 3660))]
    pub(crate) due_days: u32,
    /// The first period that is expected; left out, the programme's first.
    pub(crate) from: Option<String>,
    /// The last period that is expected; left out, the programme's last.
    pub(crate) until: Option<String>,
}

/// How often something is reported.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum CycleWritten {
    Monthly,
    Quarterly,
    Semester,
    Annual,
}

impl CycleWritten {
    pub(crate) const fn cycle(self) -> Cycle {
        match self {
            Self::Monthly => Cycle::Monthly,
            Self::Quarterly => Cycle::Quarterly,
            Self::Semester => Cycle::Semester,
            Self::Annual => Cycle::Annual,
        }
    }
}

/// An output or outcome of the results framework.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutputWritten {
    /// Its code.
    pub(crate) code: String,
    /// Its name.
    pub(crate) label: LabelsWritten,
}
