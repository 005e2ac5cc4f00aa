//! What people decided about two records: that they are of one beneficiary, or of two. A decision stands in
//! the audit trail, which is only ever added to; the last one about a pair holds. It names no one: the two
//! sides are pseudonyms of what the records say, so that it outlives every run, and falls with a correction
//! of the records, which asks the question anew.

use crate::RunError;
use mola_link::{Profile, Pseudonyms};
use mola_model::Kind;
use mola_store::{AuditEntry, Digest, DigestBuilder, Store};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the audit trail calls a decision.
pub(crate) const DECIDED: &str = "link-decided";

/// A decision that holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Decision {
    /// The pair, the lesser side first.
    pub pair: (u64, u64),
    /// Whether they are the same.
    pub same: bool,
    /// Who decided.
    pub who: String,
    /// When, Unix milliseconds.
    pub moment: i64,
    /// Why.
    pub reason: String,
}

/// A decision, or its undoing, as it stands in the audit trail.
#[derive(Debug, Serialize, Deserialize)]
struct Written {
    pair: String,
    one: String,
    other: String,
    /// None where an earlier decision is undone.
    same: Option<bool>,
    who: String,
    reason: String,
}

/// What names a record in decisions. Sex and place play no part: their codes change with code lists.
pub(crate) fn token(pseudonyms: &Pseudonyms, kind: Kind, profile: &Profile) -> u64 {
    let Profile { identity, name, born, phone, .. } = profile;
    let identity = identity.as_deref().unwrap_or_default();
    pseudonyms.key(kind, "profile", &format!("{identity}\u{1f}{name}\u{1f}{born}\u{1f}{phone}"))
}

/// Two sides in their order.
pub(crate) fn pair_of(one: u64, other: u64) -> (u64, u64) {
    (one.min(other), one.max(other))
}

/// A short name of a pair, for people to type.
pub(crate) fn short(pair: (u64, u64)) -> String {
    let digest = Digest::of(format!("{:016x}{:016x}", pair.0, pair.1).as_bytes()).to_string();
    digest[..8].to_owned()
}

/// The decisions that hold at `moment`, in the order of pairs.
///
/// # Errors
/// When the store cannot be read.
pub(crate) fn decisions(store: &Store, programme: &str, moment: i64) -> Result<Vec<Decision>, RunError> {
    let mut last: BTreeMap<(u64, u64), Decision> = BTreeMap::new();
    let entries = store.audit(programme)?;
    for entry in entries.iter().filter(|entry| entry.what == DECIDED && entry.moment <= moment) {
        let Ok(written) = serde_json::from_str::<Written>(&entry.detail) else { continue };
        let side = |text: &str| u64::from_str_radix(text, 16).ok();
        let Some(pair) = side(&written.one).zip(side(&written.other)) else { continue };
        let Written { same, who, reason, .. } = written;
        match same {
            Some(same) => drop(last.insert(pair, Decision { pair, same, who, moment: entry.moment, reason })),
            None => drop(last.remove(&pair)),
        }
    }
    Ok(last.into_values().collect())
}

/// What decides about who is the same, as one digest.
pub(crate) fn digest(decisions: &[Decision]) -> Digest {
    let mut digest = DigestBuilder::new();
    for Decision { pair, same, .. } in decisions {
        digest.part("decision", format!("{:016x} {:016x} {same}", pair.0, pair.1).as_bytes());
    }
    digest.finish()
}

/// The entry of a decision, or of its undoing where `same` is none.
pub(crate) fn entry(
    pair: (u64, u64),
    same: Option<bool>,
    who: &str,
    reason: &str,
    moment: i64,
) -> Result<AuditEntry, RunError> {
    let side = |side: u64| format!("{side:016x}");
    let written = Written {
        pair: short(pair),
        one: side(pair.0),
        other: side(pair.1),
        same,
        who: who.to_owned(),
        reason: reason.to_owned(),
    };
    Ok(AuditEntry { moment, what: DECIDED.to_owned(), detail: serde_json::to_string(&written)? })
}
