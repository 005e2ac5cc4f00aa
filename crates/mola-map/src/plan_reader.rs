//! What a field's plan says about reading and placing it.

use crate::bind::Site;
use crate::code::{CodeReader, Vocabulary};
use crate::day::DayReader;
use crate::number::{Decimal, Locale};
use crate::output::Output;
use crate::period::Years;
use crate::quantity::QuantityReader;
use crate::reader::{Reader, What};
use crate::span::{SpanPart, SpanReader};
use crate::step::{Destination, Pick, Source, Step};
use crate::survey;
use chrono::Datelike;
use mola_frame::{ColumnType, Field, column};
use mola_model::Status;
use mola_spec::mapping::{Convert, DateForm, FieldPlan, GrainPlan, TablePlan, Target, Unknown, YearNamed};

/// The name of a field in findings and lineage.
pub(crate) fn name_of(target: &Target) -> &str {
    match target {
        Target::Column(name) => name,
        Target::Period => "period",
        Target::Year => "year",
        Target::Month => "month",
    }
}

/// Where a field goes; none where its grain has no such column.
pub(crate) fn destination(target: &Target, grain: GrainPlan, output: &Output) -> Option<Destination> {
    let Target::Column(name) = target else { return Some(Destination::Part) };
    let main = output.builder.slot(name);
    let personal = output.personal.slot(name).filter(|_| matches!(grain, GrainPlan::Participation(_)));
    Some(match (name.as_str(), main, personal) {
        (column::DATE, slot, _) => Destination::Date(slot),
        (column::BORN, _, Some(slot)) => Destination::Born(slot),
        (column::IDENTIFIER, _, Some(slot)) => Destination::Identifier(slot),
        (_, None, Some(slot)) => Destination::Text(slot),
        (column::AGE, Some(slot), _) => Destination::Age(slot),
        (column::VALUE, Some(slot), _) => Destination::Value(slot),
        (column::NUMERATOR | column::DENOMINATOR, Some(slot), _) => Destination::RatioPart(slot),
        (column::AMOUNT, Some(slot), _) => Destination::Amount(slot),
        (_, Some(slot), _) => Destination::Column(slot),
        (_, None, None) => return None,
    })
}

/// How a field is read. `vital` says that the row is refused where a code is unknown; `constant`
/// that the text stands in the mapping, which writes numbers and dates one way.
pub(crate) fn reader(
    field: &FieldPlan,
    vital: bool,
    plan: &TablePlan,
    site: &Site<'_>,
    output: &Output,
    constant: bool,
) -> Reader {
    let rules = &plan.values;
    let years = Years {
        latest: site.context.latest.year(),
        starts: rules.year_starts,
        named_by_first: rules.year_named == YearNamed::First,
    };
    let list = match &field.convert {
        Convert::Code { list, .. } => Some(list.clone()),
        _ => None,
    };
    let name = match &field.target {
        Target::Period => return Reader::Span(SpanReader::new(SpanPart::Whole, list, years)),
        Target::Year => return Reader::Span(SpanReader::new(SpanPart::Year, list, years)),
        Target::Month => return Reader::Span(SpanReader::new(SpanPart::Month, list, years)),
        Target::Column(name) => name,
    };
    let code = |vocabulary| match output.builder.slot(name) {
        Some(slot) => Reader::Code(CodeReader::new(vocabulary, slot)),
        None => Reader::Text,
    };
    match &field.convert {
        Convert::Text if name == column::IDENTIFIER => Reader::Identifier,
        Convert::Text => code(Vocabulary::Free),
        Convert::Code { list, unknown } => {
            let unknown = if vital && *unknown == Unknown::Warn { Unknown::Error } else { *unknown };
            code(Vocabulary::List { list: list.clone(), unknown })
        }
        Convert::AgeBand(list) => code(Vocabulary::AgeBands(list.clone())),
        Convert::Flag => code(Vocabulary::YesNo),
        Convert::Flow(_) => code(Vocabulary::Flows),
        Convert::Date => Reader::Day(day(name, plan, site, constant)),
        Convert::Number { factor, min, max } => {
            quantity(name, (*factor, *min, *max), false, plan, site, output, constant)
        }
        Convert::Integer { min, max } => quantity(name, (1.0, *min, *max), true, plan, site, output, constant),
        Convert::Amount => quantity(name, (1.0, None, None), false, plan, site, output, constant),
    }
}

fn day(name: &str, plan: &TablePlan, site: &Site<'_>, constant: bool) -> DayReader {
    let forms = if constant { &[DateForm::YearMonthDay][..] } else { &plan.values.dates };
    let is_birth = name == column::BORN;
    let earliest = if is_birth { DayReader::OLDEST } else { site.context.first_day(plan.grain) };
    DayReader { takes_years: is_birth, ..DayReader::new(earliest, site.context.latest, forms) }
}

fn quantity(
    name: &str,
    (factor, min, max): (f64, Option<f64>, Option<f64>),
    whole: bool,
    plan: &TablePlan,
    site: &Site<'_>,
    output: &Output,
    constant: bool,
) -> Reader {
    let locale = match constant {
        true => Locale::Declared(Decimal::Dot),
        false => survey::declared(plan.values.decimal, site.mapping),
    };
    let kind = output.builder.slot(name).map_or(ColumnType::Number, |slot| output.builder.column_type(slot));
    let whole = whole || kind == ColumnType::Integer;
    Reader::Quantity(QuantityReader { locale, kind, whole, factor, min, max })
}

/// The words of status, in the order of `State`.
pub(crate) fn states(output: &mut Output) -> [Field; 3] {
    let Some(slot) = output.slots.status else { return [Field::Null; 3] };
    [Status::Reported, Status::NotApplicable, Status::Missing]
        .map(|status| output.builder.intern(slot, status.as_str()))
}

/// The field of time that findings name, and its column where it has one: the day before the
/// period, the month before the year.
pub(crate) fn clock_of<'a>(steps: impl Iterator<Item = &'a Step>) -> (What, Option<Pick>) {
    let rank = |step: &Step| match step.what.field.as_str() {
        column::DATE => Some(0),
        "period" => Some(1),
        "month" => Some(2),
        "year" => Some(3),
        _ => None,
    };
    let first = steps.filter_map(|step| Some((rank(step)?, step))).min_by_key(|(rank, _)| *rank);
    let label = first.map_or(column::DATE, |(_, step)| step.what.label.as_str());
    let pick = first.and_then(|(_, step)| match &step.source {
        Source::Cell(pick) => Some(*pick),
        _ => None,
    });
    (What { field: column::DATE.to_owned(), label: label.to_owned(), personal: false, rest_counts: false }, pick)
}
