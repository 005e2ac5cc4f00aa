//! The fields that each grain has, and what their texts become.
//!
//! The names are those of the canonical columns, which `mola-frame` owns; this crate stands above
//! it and names them again as words of the language.

use super::plan::GrainPlan;
use mola_model::OwnColumns;

/// What the text of a field becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A code of a list that the field must name.
    Code,
    /// A text, or a code where a list is named.
    CodeOrText,
    /// A text.
    Text,
    /// A number.
    Number,
    /// A whole number.
    Integer,
    /// An amount of money.
    Amount,
    /// A day.
    Date,
    /// Yes or no.
    Flag,
    /// A flow of money.
    Flow,
    /// A band of age.
    AgeBand,
    /// A whole period.
    Period,
    /// The year of a period.
    Year,
    /// The month of a period.
    Month,
}

/// Fields of time, which every grain has.
const TIME: &[(&str, Form)] =
    &[("date", Form::Date), ("period", Form::Period), ("year", Form::Year), ("month", Form::Month)];

const PARTICIPATION: &[(&str, Form)] = &[
    ("agency", Form::Code),
    ("identifier", Form::Text),
    ("name", Form::Text),
    ("born", Form::Date),
    ("age", Form::Integer),
    ("phone", Form::Text),
    ("household_identifier", Form::Text),
    ("household_size", Form::Integer),
    ("place", Form::Code),
    ("locality", Form::CodeOrText),
    ("sex", Form::Code),
    ("area", Form::Code),
    ("ethnicity", Form::Code),
    ("sector", Form::Code),
    ("activity", Form::Code),
];

const OBSERVATION: &[(&str, Form)] = &[
    ("agency", Form::Code),
    ("indicator", Form::Code),
    ("place", Form::Code),
    ("sex", Form::Code),
    ("area", Form::Code),
    ("ethnicity", Form::Code),
    ("sector", Form::Code),
    ("age_band", Form::AgeBand),
    ("value", Form::Number),
    ("unit", Form::CodeOrText),
    ("numerator", Form::Number),
    ("denominator", Form::Number),
    ("estimated", Form::Flag),
];

const MONEY: &[(&str, Form)] = &[
    ("agency", Form::Code),
    ("output", Form::Code),
    ("flow", Form::Flow),
    ("currency", Form::CodeOrText),
    ("amount", Form::Amount),
];

/// The columns of a participation that hold a code: what an indicator can be filtered by and
/// broken down by.
pub(crate) const PARTICIPATION_CODES: &[&str] =
    &["agency", "place", "locality", "sex", "area", "ethnicity", "sector", "activity"];

fn own(grain: GrainPlan) -> &'static [(&'static str, Form)] {
    match grain {
        GrainPlan::Participation(_) => PARTICIPATION,
        GrainPlan::Observation => OBSERVATION,
        GrainPlan::Money => MONEY,
    }
}

/// What the field `name` becomes in this grain; none where the grain has no such field.
pub(crate) fn form(grain: GrainPlan, name: &str, own_columns: &OwnColumns) -> Option<Form> {
    let known = own(grain).iter().chain(TIME).map(|(field, form)| (*field, *form));
    known.chain(named(grain, own_columns)).find(|(field, _)| *field == name).map(|(_, form)| form)
}

/// The names of all fields of this grain.
pub(crate) fn names(grain: GrainPlan, own_columns: &OwnColumns) -> Vec<&str> {
    let known = own(grain).iter().chain(TIME).map(|(name, _)| *name);
    known.chain(named(grain, own_columns).map(|(name, _)| name)).collect()
}

/// The programme's own columns that this grain may have.
fn named(grain: GrainPlan, own: &OwnColumns) -> impl Iterator<Item = (&str, Form)> {
    let (measures, dimensions): (&[String], &[String]) = match grain {
        GrainPlan::Participation(_) => (&own.measures, &own.dimensions),
        GrainPlan::Observation => (&[], &own.dimensions),
        GrainPlan::Money => (&[], &[]),
    };
    let measures = measures.iter().map(|name| (name.as_str(), Form::Number));
    measures.chain(dimensions.iter().map(|name| (name.as_str(), Form::Code)))
}

/// Whether any grain has a field of this name, so that no measure may have it.
pub(crate) fn is_field(name: &str) -> bool {
    let all = [PARTICIPATION, OBSERVATION, MONEY, TIME];
    all.iter().any(|fields| fields.iter().any(|(field, _)| *field == name))
}
