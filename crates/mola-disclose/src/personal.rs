//! Personal values that a finding carries: they are for the agency that sent them, not for donors.

use mola_finding::{Code, Finding};

/// The canonical fields that hold personal data.
const FIELDS: &[&str] = &["identifier", "name", "born", "phone", "household_identifier", "household", "key"];

/// The values of a finding that can repeat what a partner wrote.
const RAW: &[&str] = &["found", "nearest", "first", "second", "expected", "low", "high"];

/// Takes out of `finding` what it repeats of personal fields.
pub(crate) fn redact(finding: &mut Finding) {
    if !is_personal(finding) {
        return;
    }
    for name in RAW {
        if finding.code.args().contains(name) {
            finding.args.insert((*name).to_owned(), "…".into());
        } else {
            finding.args.remove(*name);
        }
    }
}

fn is_personal(finding: &Finding) -> bool {
    use mola_finding::Arg;
    let field = match finding.args.get("field") {
        Some(Arg::Text(field)) => FIELDS.contains(&field.as_str()),
        Some(Arg::Number(_)) | None => false,
    };
    field || matches!(finding.code, Code::IdentifierInvalid | Code::HouseholdSizeConflict)
}

#[cfg(test)]
mod tests {
    use super::*;
    use mola_finding::Place;

    #[test]
    fn personal_values_go_and_others_stay() {
        let cases = [
            (Code::IdentifierInvalid, "identifier", false),
            (Code::AttributeConflict, "name", false),
            (Code::DateUnreadable, "born", false),
            (Code::AttributeConflict, "sex", true),
            (Code::NumberUnreadable, "hours", true),
        ];
        for (code, field, stays) in cases {
            let mut finding = Finding::new(code, Place::file("a.xlsx")).with("field", field);
            for name in ["found", "first", "second"] {
                finding = finding.with(name, "8-123-456");
            }
            redact(&mut finding);
            let text = format!("{finding:?}");
            assert_eq!(text.contains("8-123-456"), stays, "{code} {field}");
            assert!(code.args().iter().all(|name| finding.args.contains_key(*name) || *name == "field"), "{code}");
        }
    }
}
