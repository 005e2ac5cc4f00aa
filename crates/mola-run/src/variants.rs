//! The reports of many donors: what is the same for several of them is made once.

use crate::RunError;
use crate::outputs;
use crate::settings::Settings;
use mola_disclose::Released;
use mola_finding::Language;
use mola_model::{Donor, Format, Withheld};
use mola_report::Edition;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is withheld, the look, the language and the format.
type Made = (usize, Option<usize>, Option<Language>, Format);

/// The reports of one issue.
pub(crate) struct Variants<'a> {
    settings: &'a Settings,
    /// What is shown, by what is withheld; the first withholds nothing.
    released: Vec<(Withheld, Released)>,
    /// How reports are laid out: donors but for their codes and formats.
    looks: Vec<Donor>,
    /// What was made.
    made: BTreeMap<Made, Arc<[u8]>>,
}

impl<'a> Variants<'a> {
    pub fn new(released: Released, settings: &'a Settings) -> Self {
        Self { settings, released: vec![(Withheld::default(), released)], looks: Vec::new(), made: BTreeMap::new() }
    }

    /// The file of a donor's report, or of the programme's own.
    pub fn file(&mut self, donor: Option<&Donor>, language: Language, format: Format) -> Result<Arc<[u8]>, RunError> {
        let withheld = donor.map_or(0, |donor| self.withheld(&donor.withheld));
        // Only what people read is laid out for them.
        let is_laid_out = matches!(format, Format::Xlsx | Format::Html | Format::Pdf);
        let look = donor.filter(|_| is_laid_out).map(|donor| self.look(donor));
        let key = (withheld, look, format.is_in_languages().then_some(language), format);
        if let Some(made) = self.made.get(&key) {
            return Ok(Arc::clone(made));
        }
        let edition = outputs::edition(&self.released[withheld].1, self.settings, language);
        let edition = Edition { donor: look.map(|look| &self.looks[look]), ..edition };
        let bytes: Arc<[u8]> = mola_report::export(&edition, format)?.into();
        self.made.insert(key, Arc::clone(&bytes));
        Ok(bytes)
    }

    fn withheld(&mut self, rule: &Withheld) -> usize {
        if let Some(at) = self.released.iter().position(|(known, _)| known == rule) {
            return at;
        }
        let own = self.released[0].1.withholding(rule);
        self.released.push((rule.clone(), own));
        self.released.len() - 1
    }

    fn look(&mut self, donor: &Donor) -> usize {
        let own = Donor { code: String::new(), formats: Vec::new(), withheld: Withheld::default(), ..donor.clone() };
        if let Some(at) = self.looks.iter().position(|known| *known == own) {
            return at;
        }
        self.looks.push(own);
        self.looks.len() - 1
    }
}
