//! Digests of the settings, apart by what each kind can do to a figure.

use mola_model::Cause;
use mola_spec::{PipelineFiles, SettingsText};
use mola_store::{Digest, DigestBuilder};
use serde::{Deserialize, Serialize};

/// Digests of the settings, apart by what each kind can do to a figure, so that a figure that
/// changed can be told its reason (rule R19).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsDigests {
    /// The pipeline without its rules of linking, indicators, targets and mappings.
    pub definition: Digest,
    /// By which rules beneficiaries are recognised.
    pub linking: Digest,
    /// Code lists.
    pub code_lists: Digest,
    /// Exchange rates.
    pub exchange_rates: Digest,
}

impl SettingsDigests {
    pub(crate) fn of(main: &SettingsText, files: &PipelineFiles) -> Self {
        let (links, rest) = parted(&main.text);
        let definition = [rest.as_str(), &files.indicators.text].into_iter();
        let definition = definition.chain(files.targets.iter().map(|t| t.text.as_str()));
        let definition = definition.chain(files.mappings.iter().map(|m| m.text.as_str()));
        Self {
            definition: digest(definition),
            linking: digest([links.as_str()].into_iter()),
            code_lists: digest(files.codelists.iter().flat_map(|(name, list)| [name.as_str(), &list.text])),
            exchange_rates: digest(files.rates.iter().map(|rates| rates.text.as_str())),
        }
    }

    /// Why figures of the same files can differ under these and under `newer` settings: the one kind
    /// that changed, or the definition where more than one did; none where none did.
    pub(crate) fn reason(&self, newer: &Self) -> Option<Cause> {
        let kinds = [
            (Cause::Definition, self.definition != newer.definition),
            (Cause::Linking, self.linking != newer.linking),
            (Cause::CodeList, self.code_lists != newer.code_lists),
            (Cause::ExchangeRate, self.exchange_rates != newer.exchange_rates),
        ];
        let mut changed = kinds.into_iter().filter(|(_, changed)| *changed).map(|(reason, _)| reason);
        match (changed.next(), changed.next()) {
            (only, None) => only,
            _ => Some(Cause::Definition),
        }
    }
}

fn digest<'a>(texts: impl Iterator<Item = &'a str>) -> Digest {
    let mut digest = DigestBuilder::new();
    for text in texts {
        digest.part("text", text.as_bytes());
    }
    digest.finish()
}

/// The lines of the tables `[link…]` of `pipeline.toml`, and all others. What says it in another way
/// counts as a definition.
fn parted(text: &str) -> (String, String) {
    let (mut links, mut rest, mut inside) = (String::new(), String::new(), false);
    for line in text.split_inclusive('\n') {
        let start = line.trim_start();
        if start.starts_with('[') {
            inside = start.starts_with("[link]") || start.starts_with("[link.");
        }
        if inside { links.push_str(line) } else { rest.push_str(line) }
    }
    (links, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digests(main: &str, list: &str, indicators: &str, rates: Option<&str>) -> SettingsDigests {
        let text = |text: &str| SettingsText::new("x", text);
        let files = PipelineFiles {
            indicators: text(indicators),
            codelists: [("place".to_owned(), text(list))].into(),
            rates: rates.map(text),
            ..PipelineFiles::default()
        };
        SettingsDigests::of(&text(main), &files)
    }

    #[test]
    fn the_reason_is_the_kind_that_changed() {
        const MAIN: &str = "a = 1\n[link.person]\nidentifier = \"groups\"\n[places]\nlist = \"place\"\n";
        let link = MAIN.replace("groups", "exact");
        let place = MAIN.replace("\"place\"", "\"places\"");
        let old = digests(MAIN, "PA-2", "TEC", None);
        for (main, list, indicators, rates, expected) in [
            (MAIN, "PA-2", "TEC", None, None),
            (MAIN, "PA-2", "TEN", None, Some(Cause::Definition)),
            (&place, "PA-2", "TEC", None, Some(Cause::Definition)),
            (&link, "PA-2", "TEC", None, Some(Cause::Linking)),
            (MAIN, "PA-4", "TEC", None, Some(Cause::CodeList)),
            (MAIN, "PA-2", "TEC", Some("EUR"), Some(Cause::ExchangeRate)),
            (MAIN, "PA-4", "TEC", Some("EUR"), Some(Cause::Definition)),
            (&link, "PA-4", "TEC", None, Some(Cause::Definition)),
        ] {
            assert_eq!(old.reason(&digests(main, list, indicators, rates)), expected, "{list} {indicators} {rates:?}");
        }
    }
}
