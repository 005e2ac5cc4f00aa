//! From a pipeline's folder to its resolved plan.

mod digests;

pub use digests::SettingsDigests;

use crate::RunError;
use mola_finding::{Code, Finding, Place};
use mola_model::{Kind, Month, Programme};
use mola_spec::{Accepted, IdentifierScheme, Mapping, Pipeline, PipelineFiles, SettingsText};
use mola_store::{Digest, DigestBuilder};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A pipeline with what it was read from.
pub struct Settings {
    /// The resolved plan.
    pub pipeline: Pipeline,
    /// The inbox, relative to `folder`.
    pub inbox: String,
    /// What becomes of accepted files in the inbox.
    pub accepted: Accepted,
    /// The folder of `pipeline.toml`.
    pub folder: PathBuf,
    /// The project folder: the nearest one above that holds `pipelines`, or else the pipeline's own.
    pub root: PathBuf,
    /// Findings that do not stop a run.
    pub findings: Vec<Finding>,
    /// The digest of everything that was read.
    pub digest: Digest,
    /// The same, apart by what each kind of settings can do to a figure.
    pub digests: SettingsDigests,
    versions: BTreeMap<String, Digest>,
}

/// Settings, or why there are none.
pub type Loaded = Result<Settings, Vec<Finding>>;

impl Settings {
    /// Reads the pipeline in `folder`. The inner error are its faults, all of them.
    ///
    /// # Errors
    /// When there is no pipeline in the folder or a file that is there cannot be read.
    pub fn load(folder: &Path) -> Result<Loaded, RunError> {
        let folder = if folder.is_file() { folder.parent().unwrap_or(Path::new(".")) } else { folder };
        let main = folder.join("pipeline.toml");
        if !main.is_file() {
            return Err(RunError::NoPipeline(folder.to_owned()));
        }
        let root = project_root(folder);
        let reader = Reader { root: &root };
        let main = reader.text(&main)?;
        let (plan, mut findings) = mola_spec::pipeline(&main);
        let Some(plan) = plan else { return Ok(Err(findings)) };
        let given = |name: &Option<String>, optional: bool| {
            name.clone().filter(|name| !optional || folder.join(name).is_file())
        };
        let (targets, rates) = (given(&plan.targets, plan.targets_optional), given(&plan.rates, plan.rates_optional));
        let mut missing = Vec::new();
        let mut wanted = |name: &str| reader.wanted(&folder.join(name), &mut missing);
        let files = PipelineFiles {
            indicators: wanted(&plan.indicators)?.unwrap_or_default(),
            targets: targets.as_deref().map(&mut wanted).transpose()?.flatten(),
            rates: rates.as_deref().map(&mut wanted).transpose()?.flatten(),
            receipts: plan.receipts.as_deref().map(&mut wanted).transpose()?.flatten(),
            mappings: plan
                .mappings
                .iter()
                .map(|name| wanted(name))
                .filter_map(Result::transpose)
                .collect::<Result<_, _>>()?,
            codelists: plan
                .codelists
                .as_deref()
                .map_or_else(|| Ok(BTreeMap::new()), |name| reader.lists(&folder.join(name)))?,
        };
        findings.append(&mut missing);
        if findings.iter().any(is_fault) {
            return Ok(Err(findings));
        }
        let texts = all_texts(&main, &files);
        let digests = SettingsDigests::of(&main, &files);
        let codelists: BTreeMap<String, Digest> =
            files.codelists.iter().map(|(name, list)| (name.clone(), Digest::of(list.text.as_bytes()))).collect();
        let mappings: BTreeMap<String, Digest> =
            files.mappings.iter().map(|m| (m.path.clone(), Digest::of(m.text.as_bytes()))).collect();
        let (inbox, accepted) = (plan.inbox.clone(), plan.accepted);
        let (pipeline, more) = mola_spec::resolve(plan, &files);
        findings.extend(more);
        let Some(pipeline) = pipeline.filter(|_| !findings.iter().any(is_fault)) else { return Ok(Err(findings)) };
        let versions = pipeline
            .mappings
            .iter()
            .map(|mapping| (mapping.name.clone(), version(&pipeline, mapping, &mappings, &codelists)))
            .collect();
        let folder = folder.to_owned();
        Ok(Ok(Self { pipeline, inbox, accepted, folder, root, findings, digest: texts, digests, versions }))
    }

    /// The text of a file beside `pipeline.toml`; none where there is no such file.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub(crate) fn beside(&self, name: &str) -> Result<Option<SettingsText>, RunError> {
        let path = self.folder.join(name);
        path.is_file().then(|| Reader { root: &self.root }.text(&path)).transpose()
    }

    /// How identifiers are compared, by kind of beneficiary.
    pub(crate) fn schemes(&self) -> BTreeMap<Kind, IdentifierScheme> {
        self.pipeline.link.iter().map(|(kind, rule)| (*kind, rule.identifier)).collect()
    }

    /// The version of a mapping: it changes with everything that its records depend on.
    pub fn version(&self, mapping: &str) -> Digest {
        self.versions.get(mapping).copied().unwrap_or_else(|| Digest::of(mapping.as_bytes()))
    }
}

fn is_fault(finding: &Finding) -> bool {
    finding.severity == mola_finding::Severity::Error
}

fn all_texts(main: &SettingsText, files: &PipelineFiles) -> Digest {
    let mut digest = DigestBuilder::new();
    let others = [Some(&files.indicators), files.targets.as_ref(), files.rates.as_ref(), files.receipts.as_ref()];
    let lists = files.codelists.values();
    for text in std::iter::once(main).chain(others.into_iter().flatten()).chain(&files.mappings).chain(lists) {
        digest.part("text", text.text.as_bytes());
    }
    digest.finish()
}

fn version(
    pipeline: &Pipeline,
    mapping: &Mapping,
    mappings: &BTreeMap<String, Digest>,
    codelists: &BTreeMap<String, Digest>,
) -> Digest {
    let mut digest = DigestBuilder::new();
    let text = mappings.iter().find(|(path, _)| Path::new(path).file_stem().is_some_and(|s| s == &*mapping.name));
    digest.part("mapping", text.map_or("", |(path, _)| path).as_bytes());
    digest.part("text", format!("{:?}", text.map(|(_, digest)| digest)).as_bytes());
    for list in &mapping.depends {
        digest.part("list", format!("{list} {:?}", codelists.get(list)).as_bytes());
    }
    // What is compared after reading changes no record.
    let schemes: BTreeMap<_, _> = pipeline.link.iter().map(|(kind, rule)| (kind, rule.identifier)).collect();
    let rules = format!("{:?} {schemes:?} {:?}", pipeline.own, pipeline.programme.currency);
    digest.part("rules", rules.as_bytes());
    digest.part("window", pipeline.programme.window.to_string().as_bytes());
    digest.part("baseline", first_baseline(&pipeline.programme).to_string().as_bytes());
    digest.finish()
}

/// The first month that is spoken of: that of the oldest baseline, or the programme's first.
pub(crate) fn first_baseline(programme: &Programme) -> Month {
    let baselines = programme.indicators.iter().filter_map(|indicator| indicator.baseline.as_ref());
    baselines.map(|baseline| baseline.period.first()).fold(programme.window.first, Month::min)
}

/// The nearest folder above that holds `pipelines`, or else the pipeline's own.
fn project_root(folder: &Path) -> PathBuf {
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let root = absolute.ancestors().skip(1).find(|above| above.join("pipelines").is_dir());
    root.unwrap_or(&absolute).to_owned()
}

struct Reader<'a> {
    root: &'a Path,
}

impl Reader<'_> {
    fn text(&self, path: &Path) -> Result<SettingsText, RunError> {
        let bytes = std::fs::read(path).map_err(|source| RunError::Unreadable { path: path.to_owned(), source })?;
        Ok(SettingsText { path: self.shown(path), text: String::from_utf8_lossy(&bytes).into_owned() })
    }

    /// The text of a file that the pipeline names; where there is none, that is a finding.
    fn wanted(&self, path: &Path, missing: &mut Vec<Finding>) -> Result<Option<SettingsText>, RunError> {
        if path.is_file() {
            return self.text(path).map(Some);
        }
        missing.push(Finding::new(Code::SettingsMissing, Place::file(self.shown(path))));
        Ok(None)
    }

    /// Every code list of a folder, by name.
    fn lists(&self, folder: &Path) -> Result<BTreeMap<String, SettingsText>, RunError> {
        let unreadable = |source| RunError::Unreadable { path: folder.to_owned(), source };
        let mut lists = BTreeMap::new();
        for entry in std::fs::read_dir(folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.extension().is_some_and(|e| e == "csv")
                && let Some(name) = path.file_stem().and_then(|s| s.to_str())
            {
                lists.insert(name.to_owned(), self.text(&path)?);
            }
        }
        Ok(lists)
    }

    /// A path as findings show it: below the project folder where it is there, with `/`.
    fn shown(&self, path: &Path) -> String {
        let path = normal(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()));
        path.strip_prefix(self.root).unwrap_or(&path).to_string_lossy().replace('\\', "/")
    }
}

/// A path without `.` and `..`, as far as its text tells.
pub(crate) fn normal(path: &Path) -> PathBuf {
    let mut parts = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => drop(parts.pop()),
            std::path::Component::CurDir => {}
            part => parts.push(part),
        }
    }
    parts
}
