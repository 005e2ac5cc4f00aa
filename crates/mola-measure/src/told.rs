//! How many findings of one kind are told.

use mola_finding::{Code, Finding, Place};
use std::collections::BTreeMap;

/// The most findings of one kind that an agency is told, as in its files. Beyond, they are counted.
const MOST_OF_A_KIND: usize = 500;

/// The findings with their agencies, as they come; those beyond the most of a kind as one that says how many they are.
pub(crate) fn told(all: Vec<(String, Finding)>) -> Vec<(String, Finding)> {
    let mut counts: BTreeMap<(String, Code), usize> = BTreeMap::new();
    let mut listed = all;
    listed.retain(|(agency, finding)| {
        let count = counts.entry((agency.clone(), finding.code)).or_default();
        *count += 1;
        *count <= MOST_OF_A_KIND
    });
    let beyond = counts.into_iter().filter(|(_, count)| *count > MOST_OF_A_KIND);
    listed.extend(beyond.map(|((agency, code), count)| {
        let more = Finding::new(Code::MoreOfThisKind, Place::default());
        (agency, more.with("count", count - MOST_OF_A_KIND).with("key", code.as_str()))
    }));
    listed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_agency_is_told_the_first_of_a_kind_and_how_many_more_there_are() {
        let conflict = |agency: &str, at: usize| {
            (agency.to_owned(), Finding::new(Code::ObservationConflict, Place::default()).with("found", at))
        };
        let all = (0..700).flat_map(|at| [conflict("fao", at), conflict("undp", at % 2)]).take(1_300).collect();
        let told = told(all);
        let of = |agency: &str| told.iter().filter(|(own, f)| own == agency && f.code != Code::MoreOfThisKind).count();
        assert_eq!((of("fao"), of("undp"), told.len()), (500, 500, 1_002));
        assert!(told[1_000..].iter().all(|(_, f)| f.args["count"] == mola_finding::Arg::Number(150.0)));
    }
}
