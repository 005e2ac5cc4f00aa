//! What the schema of IATI does not see: every trap of the standard has a test of its own.

mod sample;

use mola_disclose::Released;
use mola_finding::Language;
use mola_model::{
    Activity, ActivitySector, ActivityStatus, Computation, Format, Issue, Labels, Organisation, Publication, Spending,
    Status,
};
use mola_report::{Edition, export};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

/// An element, with what is in it.
#[derive(Debug, Clone, Default)]
struct Node {
    name: String,
    attributes: BTreeMap<String, String>,
    text: String,
    children: Vec<Node>,
}

impl Node {
    fn of(tag: &BytesStart<'_>) -> Self {
        let attributes = tag.attributes().map(|own| own.expect("an attribute"));
        let attributes = attributes.map(|own| (own.key.as_ref().to_owned(), own.value.to_string()));
        Self { name: tag.name().as_ref().to_owned(), attributes: attributes.collect(), ..Self::default() }
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// The elements of a name in this one.
    fn all(&self, name: &str) -> impl Iterator<Item = &Node> + use<'_> {
        let name = name.to_owned();
        self.children.iter().filter(move |child| child.name == name)
    }

    fn one(&self, name: &str) -> &Node {
        self.all(name).next().unwrap_or_else(|| panic!("no {name} in {}", self.name))
    }
}

fn parsed(xml: &str) -> Node {
    let mut reader = Reader::from_str(xml);
    let mut open = vec![Node::default()];
    loop {
        match reader.read_event().expect("XML") {
            Event::Eof => break,
            Event::Start(tag) => open.push(Node::of(&tag)),
            Event::Empty(tag) => open.last_mut().expect("an element").children.push(Node::of(&tag)),
            Event::End(_) => {
                let own = open.pop().expect("an element");
                open.last_mut().expect("an element").children.push(own);
            }
            Event::Text(text) => open.last_mut().expect("an element").text.push_str(&text),
            _ => {}
        }
    }
    open.pop().expect("a document")
}

fn publication(spending: Spending) -> Publication {
    let organisation = Organisation { id: "XM-1".into(), kind: "40".into(), name: Labels::same("Invented") };
    let day = chrono::NaiveDate::from_ymd_opt(2011, 1, 1).expect("a day");
    let activity = Activity {
        id: "XM-1-INV".into(),
        organisation,
        funder: None,
        description: Labels::default(),
        status: ActivityStatus::Implementation,
        start: day,
        end: day,
        country: "PA".into(),
        sectors: vec![ActivitySector { code: "32130".into(), share: 100.0 }],
        agencies: BTreeMap::new(),
        spending,
    };
    Publication { activity: Some(activity), ..Publication::default() }
}

fn activity(issue: Issue, spending: Spending) -> Node {
    let (released, publication) = (Released::of(issue, None).0, publication(spending));
    let edition = Edition {
        released: &released,
        publication: &publication,
        donor: None,
        language: Language::Es,
        parquet: |_| Ok(Vec::new()),
    };
    let xml = String::from_utf8(export(&edition, Format::Iati).expect("a file")).expect("UTF-8");
    parsed(&xml).one("iati-activities").one("iati-activity").clone()
}

fn indicators(activity: &Node) -> Vec<&Node> {
    activity.all("result").flat_map(|result| result.all("indicator")).collect()
}

fn indicator<'a>(activity: &'a Node, code: &str) -> &'a Node {
    let found = indicators(activity).into_iter().find(|own| own.one("reference").attribute("code") == Some(code));
    found.unwrap_or_else(|| panic!("no {code}"))
}

fn actuals(indicator: &Node) -> Vec<&Node> {
    indicator.all("period").flat_map(|period| period.all("actual")).collect()
}

#[test]
fn codes_and_their_vocabularies_stand_where_they_belong() {
    let activity = activity(sample::issue(0), Spending::Expenditure);
    for result in activity.all("result") {
        assert!(result.all("reference").all(|own| own.attribute("vocabulary-uri").is_some()));
        assert!(result.all("reference").all(|own| own.attribute("indicator-uri").is_none()));
    }
    for own in indicators(&activity) {
        let reference = own.one("reference");
        assert!(reference.attribute("indicator-uri").is_some() && reference.attribute("vocabulary-uri").is_none());
        assert!(own.all("baseline").all(|baseline| baseline.attribute("year").is_some_and(|year| year.len() == 4)));
    }
    assert!(indicators(&activity).iter().any(|own| own.all("baseline").next().is_some()));
}

#[test]
fn a_value_is_a_plain_number_and_a_text_has_none() {
    let mut issue = sample::issue(0);
    let period = issue.period;
    let at = issue.programme.indicators.iter().position(|own| own.code == "BEN-D").expect("an indicator");
    issue.programme.indicators[at].computation = Computation::Text;
    issue.programme.indicators[at].baseline = None;
    for fact in issue.facts.iter_mut().filter(|fact| fact.key.indicator == "BEN-D" && fact.key.period == period) {
        (fact.value, fact.text) = (None, Some("Signed".to_owned()));
    }
    let activity = activity(issue, Spending::Expenditure);
    let text = indicator(&activity, "BEN-D");
    assert_eq!(text.attribute("measure"), Some("5"));
    assert!(!actuals(text).is_empty() && actuals(text).iter().all(|own| own.attribute("value").is_none()));
    let mut comments =
        actuals(text).into_iter().flat_map(|own| own.all("comment")).flat_map(|own| own.all("narrative"));
    assert!(comments.any(|own| own.text == "Signed"));
    let plain = |text: &str| text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'));
    let others = indicators(&activity).into_iter().filter(|own| own.attribute("measure") != Some("5"));
    for own in others.flat_map(|own| actuals(own)) {
        assert!(own.attribute("value").is_some_and(plain), "{own:?}");
    }
}

#[test]
fn a_disaggregated_value_is_one_actual_of_declared_places_and_named_codes() {
    let issue = sample::issue(0);
    let places: Vec<String> = issue.programme.places.iter().map(|place| place.code.clone()).collect();
    let activity = activity(issue, Spending::Expenditure);
    let declared: Vec<&str> = activity.all("location").filter_map(|own| own.attribute("ref")).collect();
    assert_eq!(declared, places);
    let order = ["location", "dimension", "comment", "document-link"];
    let mut combinations = 0;
    for own in indicators(&activity).into_iter().flat_map(|own| actuals(own)) {
        let names: Vec<usize> = own
            .children
            .iter()
            .map(|child| order.iter().position(|name| *name == child.name).unwrap_or_else(|| panic!("{child:?}")))
            .collect();
        assert!(names.is_sorted(), "{own:?}");
        assert!(own.all("location").all(|place| declared.contains(&place.attribute("ref").unwrap_or_default())));
        for dimension in own.all("dimension") {
            let (name, code) = (dimension.attribute("name"), dimension.attribute("value"));
            assert!(name.is_some_and(|name| !name.is_empty()), "{dimension:?}");
            assert!(code.is_some_and(|code| !code.is_empty() && code.parse::<f64>().is_err()), "{dimension:?}");
        }
        combinations += usize::from(own.all("dimension").count() + own.all("location").count() > 1);
    }
    assert!(combinations > 10, "{combinations}");
}

#[test]
fn what_is_missing_or_hidden_is_no_actual_and_a_zero_is_one() {
    for threshold in [0, 12] {
        let mut issue = sample::issue(threshold);
        let key = issue.tracking[0].to_date.key.clone().by("place", "PA-2").by("sex", "F");
        let zero = issue.facts.iter_mut().find(|fact| fact.key == key).expect("a fact");
        zero.value = Some(0.0);
        let (released, _) = Released::of(issue.clone(), None);
        let shown = released.issue().facts.iter().filter(|fact| {
            let is_whole = fact.key.span == mola_model::Span::ToDate && fact.key.period == released.issue().period;
            is_whole && fact.status == Status::Reported && fact.value.is_some()
        });
        let of_parts = |own: &Node| {
            let code = own.one("reference").attribute("code").unwrap_or_default();
            code.ends_with("-NUM") || code.ends_with("-DEN")
        };
        let expected = shown.count();
        let activity = activity(issue, Spending::Expenditure);
        let last = released.issue().period.last().last_day().to_string();
        let periods = indicators(&activity).into_iter().filter(|own| !of_parts(own)).flat_map(|own| own.all("period"));
        let periods = periods.filter(|own| own.one("period-end").attribute("iso-date") == Some(&last));
        let found: Vec<&Node> = periods.flat_map(|period| period.all("actual")).collect();
        assert_eq!(found.len(), expected, "{threshold}");
        let zeros = found.iter().filter(|own| own.attribute("value") == Some("0")).count();
        assert!(threshold > 0 || zeros > 0, "{threshold}: {zeros}");
    }
}

#[test]
fn the_parts_of_a_share_go_out_as_two_more_indicators() {
    let activity = activity(sample::issue(0), Spending::Expenditure);
    assert_eq!(indicator(&activity, "ACC").attribute("measure"), Some("2"));
    for code in ["ACC-NUM", "ACC-DEN"] {
        let own = indicator(&activity, code);
        assert_eq!(own.attribute("measure"), Some("1"));
        assert!(!actuals(own).is_empty() && own.all("baseline").next().is_none(), "{code}");
        assert!(own.all("period").all(|period| period.all("target").next().is_none()), "{code}");
    }
}

#[test]
fn money_is_in_no_two_transactions() {
    for (spending, paid) in [(Spending::Disbursement, "3"), (Spending::Expenditure, "4")] {
        let issue = sample::issue(0);
        let committed: i64 = issue.money.rows.iter().filter_map(|row| row.committed).sum();
        let activity = activity(issue, spending);
        let kinds: Vec<&str> =
            activity.all("transaction").filter_map(|own| own.one("transaction-type").attribute("code")).collect();
        assert!(kinds.contains(&"2") && kinds.contains(&paid));
        assert!(kinds.iter().all(|kind| *kind == "2" || *kind == paid), "{kinds:?}");
        let value = |own: &Node| own.one("value").text.trim().parse::<f64>().expect("a number");
        let sum: f64 = activity.all("transaction").map(value).sum();
        assert!((sum - committed as f64 / 10_000.0).abs() < 0.01, "{sum} {committed}");
    }
}
