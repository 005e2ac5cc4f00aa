//! The issue as an activity of IATI 2.03: what is being done, where, for how much, and with what results.
//!
//! Elements stand in the order of the schema. What is not reported is no `actual`, since every number there is a
//! report; money that nobody reported is no transaction.

mod results;

use crate::xml::Xml;
use crate::{Edition, ReportError};
use mola_finding::Language;
use mola_model::{Activity, Amount, Issue, Labels, MoneyRow, Organisation};

/// The file of an edition.
pub(crate) fn iati(edition: &Edition<'_>) -> Result<Vec<u8>, ReportError> {
    let activity = edition.publication.activity.as_ref().ok_or(ReportError::NoActivity)?;
    let writer = Writer { issue: edition.released.issue(), activity };
    let mut xml = Xml::new();
    let generated = writer.generated();
    xml.inside("iati-activities", &[("version", "2.03"), ("generated-datetime", &generated)], |xml| {
        writer.activity(xml);
    });
    Ok(xml.into_bytes())
}

struct Writer<'a> {
    issue: &'a Issue,
    activity: &'a Activity,
}

impl Writer<'_> {
    /// The state of knowledge, not the clock: the same issue is the same bytes.
    fn generated(&self) -> String {
        format!("{}Z", self.issue.as_of.format("%Y-%m-%dT%H:%M:%S"))
    }

    fn activity(&self, xml: &mut Xml) {
        let (programme, activity, generated) = (&self.issue.programme, self.activity, self.generated());
        let attributes = [
            ("last-updated-datetime", generated.as_str()),
            ("xml:lang", MAIN.code()),
            ("default-currency", &programme.currency),
            ("hierarchy", "1"),
        ];
        xml.inside("iati-activity", &attributes, |xml| {
            xml.text("iati-identifier", &[], &activity.id);
            organisation(xml, "reporting-org", &activity.organisation, &[]);
            narratives(xml, "title", &programme.name);
            let note =
                if activity.description.iter().next().is_some() { &activity.description } else { &programme.name };
            xml.inside("description", &[("type", "1")], |xml| narrative(xml, note));
            self.participants(xml);
            xml.empty("activity-status", &[("code", activity.status.code())]);
            self.dates(xml);
            self.contact(xml);
            xml.empty("recipient-country", &[("code", &activity.country), ("percentage", "100")]);
            self.locations(xml);
            for sector in &activity.sectors {
                let share = number(sector.share);
                xml.empty("sector", &[("vocabulary", "1"), ("code", &sector.code), ("percentage", &share)]);
            }
            self.budget(xml);
            self.transactions(xml);
            results::results(xml, self.issue);
        });
    }

    /// Who pays, who answers for it, and who carries it out.
    fn participants(&self, xml: &mut Xml) {
        if let Some(funder) = &self.activity.funder {
            organisation(xml, "participating-org", funder, &[("role", "1")]);
        }
        organisation(xml, "participating-org", &self.activity.organisation, &[("role", "2")]);
        for agency in &self.issue.programme.agencies {
            let own = self.activity.agencies.get(&agency.code).map(String::as_str);
            let reference = own.map(|own| ("ref", own));
            let attributes: Vec<(&str, &str)> = reference.into_iter().chain([("role", "4")]).collect();
            xml.inside("participating-org", &attributes, |xml| narrative(xml, &agency.name));
        }
    }

    fn dates(&self, xml: &mut Xml) {
        let (start, end) = (self.activity.start.to_string(), self.activity.end.to_string());
        xml.empty("activity-date", &[("type", "1"), ("iso-date", &start)]);
        let as_of = self.issue.as_of.date();
        if self.activity.start <= as_of {
            xml.empty("activity-date", &[("type", "2"), ("iso-date", &start)]);
        }
        xml.empty("activity-date", &[("type", "3"), ("iso-date", &end)]);
    }

    fn contact(&self, xml: &mut Xml) {
        let contact = &self.issue.programme.contact;
        if contact.contains('@') {
            xml.inside("contact-info", &[("type", "1")], |xml| xml.text("email", &[], contact));
        }
    }

    /// The places, to which results refer.
    fn locations(&self, xml: &mut Xml) {
        for place in &self.issue.programme.places {
            xml.inside("location", &[("ref", &place.code)], |xml| {
                xml.empty("location-reach", &[("code", "2")]);
                narratives(xml, "name", &place.label);
            });
        }
    }

    /// The annual work plan, where all of it lies within a year: a budget may not be longer.
    fn budget(&self, xml: &mut Xml) {
        let window = self.issue.window;
        let planned = self.issue.money.total.as_ref().and_then(|total| total.planned);
        let Some(planned) = planned.filter(|_| window.months().count() <= 12) else { return };
        let (first, last) = (window.first.first_day().to_string(), window.last.last_day().to_string());
        xml.inside("budget", &[("type", "1"), ("status", "2")], |xml| {
            xml.empty("period-start", &[("iso-date", &first)]);
            xml.empty("period-end", &[("iso-date", &last)]);
            xml.text("value", &[("value-date", &first)], &amount(planned));
        });
    }

    /// What is under contract and not paid out, and what is paid out: the two add up to what is committed, and
    /// nothing is in both.
    fn transactions(&self, xml: &mut Xml) {
        let paid = self.activity.spending.code();
        for row in &self.issue.money.rows {
            self.transaction(xml, row, "2", row.undisbursed.or(row.committed), COMMITTED);
            self.transaction(xml, row, paid, row.disbursed, PAID);
        }
    }

    fn transaction(&self, xml: &mut Xml, row: &MoneyRow, kind: &str, value: Option<i64>, what: [&str; 3]) {
        let Some(value) = value else { return };
        let programme = &self.issue.programme;
        let day = self.issue.window.last.last_day().to_string();
        let [es, en, fr] = what.map(|what| Some(format!("{what}: {} {}", row.output, row.agency.to_uppercase())));
        xml.inside("transaction", &[], |xml| {
            xml.empty("transaction-type", &[("code", kind)]);
            xml.empty("transaction-date", &[("iso-date", &day)]);
            xml.text("value", &[("currency", &programme.currency), ("value-date", &day)], &amount(value));
            narratives(xml, "description", &Labels { es, en, fr });
        });
    }
}

/// The language of texts that do not say theirs.
const MAIN: Language = Language::En;
const COMMITTED: [&str; 3] =
    ["Comprometido y no desembolsado", "Committed and not disbursed", "Engagé et non décaissé"];
const PAID: [&str; 3] = ["Desembolsado", "Disbursed", "Décaissé"];

/// An element with a text in each language.
fn narratives(xml: &mut Xml, name: &'static str, labels: &Labels) {
    xml.inside(name, &[], |xml| narrative(xml, labels));
}

/// A text in each language that it has; one that is the same in all languages says none.
fn narrative(xml: &mut Xml, labels: &Labels) {
    let all = [(Language::En, &labels.en), (Language::Es, &labels.es), (Language::Fr, &labels.fr)];
    for (language, text) in all {
        let Some(text) = text.as_deref().filter(|text| !text.is_empty()) else { continue };
        let attribute = [("xml:lang", language.code())];
        xml.text("narrative", if language == MAIN { &[] } else { &attribute }, text);
    }
}

fn organisation(xml: &mut Xml, name: &'static str, own: &Organisation, more: &[(&str, &str)]) {
    let attributes: Vec<(&str, &str)> =
        [("ref", own.id.as_str()), ("type", own.kind.as_str())].into_iter().chain(more.iter().copied()).collect();
    xml.inside(name, &attributes, |xml| narrative(xml, &own.name));
}

/// A number as the schema has it: no exponent, no grouping.
fn number(value: f64) -> String {
    value.to_string()
}

/// An amount in units of its currency.
fn amount(ten_thousandths: i64) -> String {
    Amount(ten_thousandths).decimal().normalize().to_string()
}
