//! The programme that test mappings belong to: `fixtures/map/pipeline.toml` and its code lists.

use chrono::NaiveDate;
use mola_finding::{Finding, Language};
use mola_map::Context;
use mola_model::{Month, Window};
use mola_spec::{Mapping, Pipeline, PipelineFiles, SettingsText, pipeline, resolve};
use std::path::{Path, PathBuf};

/// `fixtures/map`.
pub fn folder() -> PathBuf {
    std::path::absolute("../../fixtures/map").expect("tests run in the folder of their crate")
}

/// The programme with one mapping.
pub struct Project {
    pipeline: Pipeline,
}

impl Project {
    /// The programme with a mapping of this text.
    ///
    /// # Errors
    /// When the settings are at fault: the findings as text.
    pub fn new(mapping: &str) -> Result<Self, String> {
        let read = |path: &Path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            SettingsText::new(name, std::fs::read_to_string(path).expect("a settings file"))
        };
        let folder = folder();
        let (plan, findings) = pipeline(&read(&folder.join("pipeline.toml")));
        let plan = plan.ok_or_else(|| said(&findings))?;
        let lists = std::fs::read_dir(folder.join("codelists")).expect("code lists");
        let lists =
            lists.map(|entry| read(&entry.expect("an entry").path())).map(|list| (list.stem().to_owned(), list));
        let files = PipelineFiles {
            indicators: read(&folder.join("indicators.csv")),
            codelists: lists.collect(),
            mappings: vec![SettingsText::new("mapping.toml", mapping)],
            ..PipelineFiles::default()
        };
        let (pipeline, findings) = resolve(plan, &files);
        Ok(Self { pipeline: pipeline.ok_or_else(|| said(&findings))? })
    }

    /// The mapping.
    pub fn mapping(&self) -> &Mapping {
        &self.pipeline.mappings[0]
    }

    /// The context of a file of this name.
    pub fn context<'a>(&'a self, file: &'a str) -> Context<'a> {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a day");
        let month = |month| Month::new(2011, month).expect("a month");
        Context {
            own: &self.pipeline.own,
            window: Window { first: month(1), last: month(12) },
            earliest: day(2010, 7, 1),
            latest: day(2011, 10, 31),
            ..Context::new(file, "2011-01".parse().expect("a period"), "2011-12".parse().expect("a period"))
        }
    }
}

fn said(findings: &[Finding]) -> String {
    findings.iter().map(|finding| format!("{} {}\n", finding.code.as_str(), finding.text(Language::En))).collect()
}
