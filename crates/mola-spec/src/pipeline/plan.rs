//! What `pipeline.toml` says before any other file is read.

use super::written::{
    AcceptedWritten, CompareWritten, IdentifierWritten, LinkRuleWritten, LinkWritten, PipelineWritten,
};
use crate::check::check;
use crate::document::{Cursor, Document};
use crate::schema;
use crate::settings::SettingsText;
use mola_finding::Finding;
use mola_model::{Kind, OwnColumns};
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of accepted files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepted {
    /// They stay where they are.
    Stay,
    /// They move to `<agency>/.accepted`.
    Move,
}

/// How identifiers of one kind of beneficiary are normalised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentifierScheme {
    /// Groups of letters (as capitals) and groups of digits (without leading zeros), joined by `-`.
    Groups,
    /// As `Groups`, of the forms of a cédula or RUC of Panama; anything else is no identifier.
    Panama,
    /// Letters (as capitals) and digits alone.
    Alphanumeric,
    /// As written, without outer blanks.
    Exact,
}

/// How beneficiaries of one kind are recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRule {
    /// How identifiers are normalised.
    pub identifier: IdentifierScheme,
    /// What else of two beneficiaries is compared; nothing where identifiers alone say who is who.
    pub compare: BTreeSet<LinkField>,
}

/// What is compared of two beneficiaries besides their identifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkField {
    /// The name.
    Name,
    /// The date of birth.
    Born,
    /// The sex.
    Sex,
    /// The place.
    Place,
    /// The phone.
    Phone,
}

/// What a pipeline says by itself: above all, which other files are wanted. All paths are as
/// written, relative to the folder of `pipeline.toml`.
#[derive(Debug, Clone)]
pub struct PipelinePlan {
    /// The folder with one folder an agency.
    pub inbox: String,
    /// What becomes of accepted files.
    pub accepted: Accepted,
    /// The table of moments of receipt.
    pub receipts: Option<String>,
    /// The folder of code lists: every `*.csv` in it is one.
    pub codelists: Option<String>,
    /// The table of indicators.
    pub indicators: String,
    /// The table of targets.
    pub targets: Option<String>,
    /// Whether `targets` is only the usual name and the file need not be there.
    pub targets_optional: bool,
    /// The table of exchange rates.
    pub rates: Option<String>,
    /// Whether `rates` is only the usual name and the file need not be there.
    pub rates_optional: bool,
    /// The mappings, in the order of the sources.
    pub mappings: Vec<String>,
    /// The columns that it names itself, in the order of the text.
    pub own: OwnColumns,
    /// How beneficiaries are recognised, for every kind.
    pub link: BTreeMap<Kind, LinkRule>,
    pub(crate) settings: SettingsText,
}

/// Reads `pipeline.toml` alone: which other files are wanted. The plan is none where the text is
/// no pipeline; what it says is judged by [`resolve`](crate::resolve), once all files are there.
pub fn pipeline(main: &SettingsText) -> (Option<PipelinePlan>, Vec<Finding>) {
    let (read, findings) = read(main);
    (read.map(|(document, written)| plan(main, document.root(), &written)), findings)
}

pub(crate) fn read(main: &SettingsText) -> (Option<(Document<'_>, PipelineWritten)>, Vec<Finding>) {
    Document::read(main, |document| check(document, schema::pipeline()))
}

fn plan(main: &SettingsText, root: Cursor<'_>, written: &PipelineWritten) -> PipelinePlan {
    let mut mappings: Vec<String> = Vec::new();
    for source in &written.source {
        if !mappings.contains(&source.mapping) {
            mappings.push(source.mapping.clone());
        }
    }
    PipelinePlan {
        inbox: written.inbox.path.clone(),
        accepted: match written.inbox.accepted {
            AcceptedWritten::Stay => Accepted::Stay,
            AcceptedWritten::Move => Accepted::Move,
        },
        receipts: written.inbox.receipts.clone(),
        codelists: written.codelists.as_ref().map(|lists| lists.folder.clone()),
        indicators: written.indicators.clone(),
        targets: Some(written.targets.clone().unwrap_or_else(|| "targets.csv".to_owned())),
        targets_optional: written.targets.is_none(),
        rates: Some(written.rates.clone().unwrap_or_else(|| "rates.csv".to_owned())),
        rates_optional: written.rates.is_none(),
        mappings,
        own: OwnColumns {
            measures: root.key("measures").keys().map(|(name, _)| name.to_owned()).collect(),
            dimensions: own_dimensions(root.key("dimensions"), written),
        },
        link: link(&written.link),
        settings: main.clone(),
    }
}

fn own_dimensions(at: Cursor<'_>, written: &PipelineWritten) -> Vec<String> {
    let is_own = |name: &str| written.dimensions.get(name).is_some_and(|dimension| dimension.own);
    at.keys().map(|(name, _)| name.to_owned()).filter(|name| is_own(name)).collect()
}

fn link(written: &LinkWritten) -> BTreeMap<Kind, LinkRule> {
    let rules = [
        (Kind::Person, &written.person),
        (Kind::Household, &written.household),
        (Kind::Enterprise, &written.enterprise),
        (Kind::Institution, &written.institution),
        (Kind::Network, &written.network),
    ];
    let scheme = |written| match written {
        IdentifierWritten::Groups => IdentifierScheme::Groups,
        IdentifierWritten::Panama => IdentifierScheme::Panama,
        IdentifierWritten::Alphanumeric => IdentifierScheme::Alphanumeric,
        IdentifierWritten::Exact => IdentifierScheme::Exact,
    };
    let rule =
        |rule: &LinkRuleWritten| LinkRule { identifier: scheme(rule.identifier), compare: compared(&rule.compare) };
    rules.into_iter().map(|(kind, written)| (kind, rule(written))).collect()
}

fn compared(written: &[CompareWritten]) -> BTreeSet<LinkField> {
    let field = |written: &CompareWritten| match written {
        CompareWritten::Name => LinkField::Name,
        CompareWritten::Born => LinkField::Born,
        CompareWritten::Sex => LinkField::Sex,
        CompareWritten::Place => LinkField::Place,
        CompareWritten::Phone => LinkField::Phone,
    };
    written.iter().map(field).collect()
}
