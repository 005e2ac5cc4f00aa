//! `mola report`

use super::issues::short;
use super::status::minute;
use super::{Answer, Call, Ending, json};
use crate::environment;
use crate::failure::Failure;
use crate::page::Page;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use mola_finding::{Finding, JsonFinding};
use mola_model::Format;
use mola_run::{Reported, Request, Wanted};
use serde::Serialize;
use std::path::{Path, PathBuf};

pub(crate) const REPORT_EXAMPLES: &str = "\
Examples:
  mola report                                 the report of the last run again
  mola report --as html,csv --lang en         the same in other formats, in English
  mola report 2011-10                         the last issue of October, as it was issued
  mola report 3f9a1c --as csv                 an issue by the first digits of its id, in a further format
  mola report pipelines/panama 2011-10 --all --out sent
  mola report 2011-10 --donor aecid           the sections, columns and figures that a donor gets
  mola report 2011-10 --template donor.xlsx --binding donor.toml

--format is the form of the answer on the terminal, as in every command; --as says what is written. What \
was issued is given byte for byte; all else is made of what was kept of the issue, and hides what it hides.";

/// `mola report`
#[derive(Debug, clap::Args)]
pub struct ReportArgs {
    /// First digits of the id of an issue, or a period, whose last issue is meant [default: the last run];
    /// before it the folder of the pipeline, or its name in pipelines/, where there is more than one
    #[arg(value_name = "ISSUE", num_args = 0..=2)]
    pub names: Vec<String>,
    /// Formats to write, parted by commas [default: those that were issued, or that the pipeline names]
    #[arg(long = "as", value_name = "FORMATS", value_delimiter = ',', value_parser = format())]
    pub formats: Vec<Format>,
    /// The report of one donor, as [report.DONOR] of the pipeline says
    #[arg(long, value_name = "DONOR")]
    pub donor: Option<String>,
    /// Write everything: every format, or those of --as, in every language, and all donors' reports
    #[arg(long)]
    pub all: bool,
    /// A donor's own workbook (xlsx, xlsm) to fill instead; all else in it stays as it is
    #[arg(long, value_name = "FILE", requires = "binding", conflicts_with_all = ["formats", "all"])]
    pub template: Option<PathBuf>,
    /// Which figure goes where in the workbook (TOML; mola schema binding)
    #[arg(long, value_name = "FILE", requires = "template")]
    pub binding: Option<PathBuf>,
    /// Store to look into instead of .mola in the project folder
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
    /// Folder for the report instead of reports/ in the project folder
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

fn format() -> impl TypedValueParser<Value = Format> {
    let names: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
    // Every name that is let through is one of a format.
    PossibleValuesParser::new(names).map(|name| Format::named(&name).unwrap_or(Format::Xlsx))
}

/// The pipeline and the issue that are named. One name alone is a pipeline where there is one of that name.
fn named(names: &[String]) -> (Option<&Path>, Option<String>) {
    match names {
        [pipeline, issue, ..] => (Some(Path::new(pipeline)), Some(issue.clone())),
        [one] if environment::is_pipeline(Path::new(one)) => (Some(Path::new(one)), None),
        [one] => (None, Some(one.clone())),
        [] => (None, None),
    }
}

pub(super) fn report(call: &Call<'_>, args: &ReportArgs) -> Result<Answer, Failure> {
    let (pipeline, issue) = named(&args.names);
    let request = Request { store: args.store.clone(), out: args.out.clone(), ..call.request(pipeline)? };
    let wanted = Wanted { issue, formats: args.formats.clone(), all: args.all, donor: args.donor.clone() };
    let (mut reported, findings) = match args.template.as_deref().zip(args.binding.as_deref()) {
        Some((template, binding)) => {
            let filled = mola_run::fill_template(&request, &wanted, template, binding)?.map_err(Failure::Faults)?;
            (filled.reported, filled.findings)
        }
        None => (mola_run::report(&request, &wanted)?.map_err(Failure::Faults)?, Vec::new()),
    };
    let ending = if findings.is_empty() { Ending::Clean } else { Ending::Findings };
    let here = reported.files.into_iter().map(|(path, digest)| (environment::from_here(&path), digest));
    reported.files = here.collect();
    let text = match call.is_json() {
        true => json(&ReportJson { reported: &reported, findings: JsonFinding::all(&findings, call.texts.language) })?,
        false => as_text(call, &reported, &findings),
    };
    Ok(Answer { text, ending })
}

/// A report as programs get it.
#[derive(Serialize)]
struct ReportJson<'a> {
    #[serde(flatten)]
    reported: &'a Reported,
    /// What of a binding could not be done.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<JsonFinding>,
}

fn as_text(call: &Call<'_>, reported: &Reported, findings: &[Finding]) -> String {
    let mut page = Page::default();
    let period = ("period", reported.period.as_str().into());
    match &reported.issue {
        Some(issue) => {
            let values = [("issue", short(&issue.id).into()), period, ("moment", minute(&issue.closed).into())];
            page.wrapped("", &call.texts.with("report-done", &values));
        }
        None => page.wrapped("", &call.texts.with("report-run", &[period])),
    }
    page.gap();
    let mut pairs = Vec::new();
    for (path, digest) in &reported.files {
        pairs.push((call.texts.get("run-report"), vec![path.clone()]));
        pairs.push(("SHA-256".to_owned(), vec![digest.clone()]));
    }
    page.whole_pairs(&pairs);
    if !findings.is_empty() {
        page.gap();
        page.listing(findings, &call.texts);
    }
    page.into_text()
}
