//! Data values as ADX (IHE QRPH, Aggregate Data Exchange): a group for each period and organisation unit.

use super::{Datum, Number, code, data};
use crate::xml::{Xml, name};
use crate::{Edition, ReportError};
use mola_model::{Cycle, Period};
use std::collections::BTreeMap;

/// Attributes that a data value and its group have already: no dimension may be called so.
const TAKEN: [&str; 6] = ["dataElement", "value", "orgUnit", "period", "dataSet", "comment"];

/// The file of an edition.
pub(crate) fn adx(edition: &Edition<'_>) -> Result<Vec<u8>, ReportError> {
    let (issue, settings) = (edition.released.issue(), &edition.publication.dhis2);
    let mut groups: BTreeMap<((Period, Cycle), &str), Vec<Datum<'_>>> = BTreeMap::new();
    for datum in data(issue, settings) {
        // A value of ADX is a number: what is only said in words is in the other formats.
        if matches!(datum.value, Number::Number(_)) {
            groups.entry(((datum.period, datum.period.cycle()), datum.org_unit)).or_default().push(datum);
        }
    }
    let data_set = settings.data_set.as_deref().unwrap_or(&issue.programme.code);
    let exported = format!("{}Z", issue.as_of.format("%Y-%m-%dT%H:%M:%S"));
    let mut xml = Xml::new();
    xml.inside("adx", &[("xmlns", "urn:ihe:qrph:adx:2015"), ("exported", &exported)], |xml| {
        for (((period, _), org_unit), own) in &groups {
            let period = interval(*period);
            let attributes = [("dataSet", data_set), ("period", period.as_str()), ("orgUnit", org_unit)];
            xml.inside("group", &attributes, |xml| own.iter().for_each(|datum| value(xml, datum)));
        }
    });
    Ok(xml.into_bytes())
}

fn value(xml: &mut Xml, datum: &Datum<'_>) {
    let Number::Number(number) = datum.value else { return };
    let number = number.to_string();
    let names: Vec<String> = datum.by.iter().map(|(dimension, _)| attribute(dimension)).collect();
    let mut attributes = vec![("dataElement", datum.element.as_str()), ("value", number.as_str())];
    attributes.extend(names.iter().zip(&datum.by).map(|(name, (_, own))| (name.as_str(), code(own))));
    xml.empty("dataValue", &attributes);
}

/// The name of a dimension as an attribute.
fn attribute(dimension: &str) -> String {
    let name = name(dimension);
    if TAKEN.contains(&name.as_str()) { format!("{name}_") } else { name }
}

/// A period as ADX has it: its first day and how long it is.
pub(super) fn interval(period: Period) -> String {
    let length = match period.cycle() {
        Cycle::Monthly => "P1M",
        Cycle::Quarterly => "P3M",
        Cycle::Semester => "P6M",
        Cycle::Annual => "P1Y",
    };
    format!("{}/{length}", period.first().first_day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dimensions_are_legal_attributes() {
        for (given, expected) in [("sex", "sex"), ("value", "value_"), ("age band", "age_band"), ("2x", "_2x")] {
            assert_eq!(attribute(given), expected);
        }
    }
}
