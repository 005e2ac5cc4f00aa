//! The command line.

use crate::commands::log::{LOG_EXAMPLES, LogArgs};
use crate::commands::report::{REPORT_EXAMPLES, ReportArgs};
use crate::commands::retry::{RETRY_EXAMPLES, RetryArgs};
use crate::commands::review::{REVIEW_EXAMPLES, ReviewArgs};
use crate::commands::watch::{WATCH_EXAMPLES, WatchArgs};
use chrono::{DateTime, NaiveDate};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgAction, Parser, Subcommand, ValueEnum};
use mola_finding::Language;
use mola_model::Period;
use mola_sheet::Mark;
use std::path::PathBuf;

const ABOUT: &str = "Makes the one report of a joint programme from the files of its agencies";

const LONG_ABOUT: &str = "\
Makes the one report of a joint programme from the files of its agencies.

Each agency drops what it has into its folder of the inbox: spreadsheets of any format, registers, \
matrices. Mola keeps every file, reads it as its mapping says, finds out who is who, counts each \
person once, and writes the common report as a workbook. What cannot be read is set aside with its \
place, the reason and the remedy; all else is counted.";

const EXAMPLES: &str = "\
First steps:
  mola init my-project --demo      a project folder with a whole invented case
  cd my-project
  mola run                         read the inbox, write the report
  mola explain BEN-D@2011-10+      from a figure to the cells that it comes from

Your own programme:
  mola init my-project             a small project that runs, to be changed step by step
  mola inspect FILE --mapping      a first mapping from a spreadsheet
  mola check                       every fault of the settings, with file and line
  mola test                        given rows, expected figures: the cases beside the pipeline

Exit codes: 0 all is well; 1 done, and something should be looked at; 2 not done.";

/// What is asked of the program.
#[derive(Debug, Parser)]
#[command(name = "mola", version, about = ABOUT, long_about = LONG_ABOUT, after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    pub shared: Shared,
    #[command(subcommand)]
    pub command: Command,
}

/// What all commands understand.
#[derive(Debug, Clone, clap::Args)]
pub struct Shared {
    /// Language of the report and of all messages
    #[arg(long, global = true, value_name = "LANG", default_value = "es", value_parser = language())]
    pub lang: Language,
    /// Form of the answer on standard output
    #[arg(long, global = true, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
    /// Say more on standard error (-vv: still more)
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub verbose: u8,
    /// Say nothing on standard error but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
}

fn language() -> impl TypedValueParser<Value = Language> {
    PossibleValuesParser::new(Language::ALL.map(Language::code)).try_map(|code| code.parse::<Language>())
}

/// A form of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For programs: one object with a schema_version
    Json,
    /// For spreadsheets; only what is a table can be written so
    #[value(skip)]
    Csv,
}

/// The forms of answers that are tables.
fn tabular() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(["csv", "json"]).map(|form| if form == "json" { Format::Json } else { Format::Csv })
}

/// A command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read what is new in the inbox and write the report
    #[command(after_help = RUN_EXAMPLES)]
    Run(RunArgs),
    /// Stay, and read what comes into the inbox as it comes
    #[command(after_help = WATCH_EXAMPLES)]
    Watch(WatchArgs),
    /// Make a project folder
    #[command(after_help = INIT_EXAMPLES)]
    Init(InitArgs),
    /// Show every fault of a pipeline and its mappings, and which mapping takes which file
    #[command(after_help = CHECK_EXAMPLES)]
    Check(CheckArgs),
    /// Measure the cases beside a pipeline and show what comes out otherwise
    #[command(after_help = TEST_EXAMPLES)]
    Test(TestArgs),
    /// Show what a file holds: format, encoding, sheets, tables, columns
    #[command(after_help = INSPECT_EXAMPLES)]
    Inspect(InspectArgs),
    /// Print every cell of a file as it is read, with its type and what is known of it
    #[command(after_help = CELLS_EXAMPLES)]
    Cells(CellsArgs),
    /// Print the table of a file as plain CSV: its header, then its records
    #[command(after_help = TABLE_EXAMPLES)]
    Table(TableArgs),
    /// Find the rows of one list, or of two, that are about the same person or thing
    #[command(after_help = LINK_EXAMPLES)]
    Link(LinkArgs),
    /// Show what has come, what is new and what the last run said; nothing is read
    #[command(after_help = STATUS_EXAMPLES)]
    Status(StatusArgs),
    /// Read files again that were set aside
    #[command(after_help = RETRY_EXAMPLES)]
    Retry(RetryArgs),
    /// Decide of pairs of beneficiaries whether they are the same
    #[command(after_help = REVIEW_EXAMPLES)]
    Review(ReviewArgs),
    /// Show what was done: what came, what became of it, what was reported and decided
    #[command(after_help = LOG_EXAMPLES)]
    Log(LogArgs),
    /// Go from a figure of the last report to its rule, records, files and cells
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain(ExplainArgs),
    /// Freeze the report of a period: from now on it is an issue, and never changes
    #[command(after_help = CLOSE_EXAMPLES, allow_missing_positional = true)]
    Close(CloseArgs),
    /// Open a closed period again, so that it can be issued anew; the issue stays as it is
    #[command(after_help = REOPEN_EXAMPLES, allow_missing_positional = true)]
    Reopen(ReopenArgs),
    /// List what was issued
    #[command(after_help = ISSUES_EXAMPLES)]
    Issues(IssuesArgs),
    /// Write the report of the last run or an issue out again, in any format and language
    #[command(after_help = REPORT_EXAMPLES, override_usage = "mola report [OPTIONS] [PIPELINE] [ISSUE]")]
    Report(ReportArgs),
    /// Show which figures differ between two issues, and why
    #[command(after_help = DIFF_EXAMPLES, override_usage = "mola diff [OPTIONS] [PIPELINE] <ISSUE> <ISSUE>")]
    Diff(DiffArgs),
    /// Print the JSON Schema of mappings, pipelines, cases or bindings, for editors, or of a report as JSON
    #[command(after_help = SCHEMA_EXAMPLES)]
    Schema(SchemaArgs),
    /// Read files for a run: what `mola run` starts by itself
    #[command(hide = true)]
    ReadApart,
    /// Print completions for a shell
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions(CompletionsArgs),
}

const RUN_EXAMPLES: &str = "\
Examples:
  mola run                                    the project's only pipeline, its last period
  mola run pipelines/panama --lang en         one of several, in English
  mola run pipelines/north pipelines/south    several, and what they come to together
  mola run --period 2011-Q3                   another period: month, quarter, semester, year
  mola run --as-of 2011-11-15                 as it was known at the end of that day
  mola run --once                             for a scheduler: in silence where nothing is new
  mola run --format json                      the summary as JSON, for scripts";

/// `mola run`
#[derive(Debug, clap::Args)]
pub struct RunArgs {
    /// Folder of the pipeline, or its name in pipelines/; may be left out where there is only one.
    /// Several make a portfolio besides: indicators with one code are brought together
    #[arg(value_name = "PIPELINE")]
    pub pipelines: Vec<PathBuf>,
    /// Period to report: 2011-10, 2011-Q4, 2011-S2, 2011 [default: the last month with data]
    #[arg(long)]
    pub period: Option<Period>,
    /// Count only what had come by the end of this day (2011-11-15) or moment (RFC 3339)
    #[arg(long, value_name = "DATE", value_parser = moment)]
    pub as_of: Option<i64>,
    /// Inbox to read instead of the pipeline's own
    #[arg(long, value_name = "DIR")]
    pub inbox: Option<PathBuf>,
    /// Store to use instead of .mola in the project folder
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
    /// Folder for the report instead of reports/ in the project folder
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// For schedulers: wait up to a minute while another run uses the store, and where nothing is new
    /// say nothing and end with 0
    #[arg(long)]
    pub once: bool,
}

const INIT_EXAMPLES: &str = "\
Examples:
  mola init my-project          a small programme with one agency, to be changed step by step
  mola init demo --demo         the whole invented case: six reporters, ten months, every format

Then: cd into the folder, mola check, mola run.";

/// `mola init`
#[derive(Debug, clap::Args)]
pub struct InitArgs {
    /// Folder to make; it must be empty or not exist yet
    pub dir: PathBuf,
    /// Write the whole invented case of Panama instead of a small start
    #[arg(long)]
    pub demo: bool,
}

const CHECK_EXAMPLES: &str = "\
Examples:
  mola check                    the project's only pipeline
  mola check pipelines/panama   one of several

Exit codes: 0 no faults; 1 files in the inbox that no mapping takes, or faulty cases; 2 faults.";

/// `mola check`
#[derive(Debug, clap::Args)]
pub struct CheckArgs {
    /// Folder of the pipeline, or its name in pipelines/; may be left out where there is only one
    pub pipeline: Option<PathBuf>,
    /// Inbox to look into instead of the pipeline's own
    #[arg(long, value_name = "DIR")]
    pub inbox: Option<PathBuf>,
}

const TEST_EXAMPLES: &str = "\
Examples:
  mola test                     cases.toml of the project's only pipeline
  mola test pipelines/panama    one of several
  mola test --case cumulative   only cases with this in their names
  mola schema cases             what may stand in cases.toml

Exit codes: 0 all cases pass; 1 some fail; 2 there are none, or the file has faults.";

/// `mola test`
#[derive(Debug, clap::Args)]
pub struct TestArgs {
    /// Folder of the pipeline, or its name in pipelines/; may be left out where there is only one
    pub pipeline: Option<PathBuf>,
    /// Only cases whose names hold this text
    #[arg(long, value_name = "NAME")]
    pub case: Option<String>,
}

const INSPECT_EXAMPLES: &str = "\
Examples:
  mola inspect inbox/undp/PNUD_registro_2011-01.xlsx
  mola inspect inbox/undp/PNUD_registro_2011-01.xlsx --mapping > mappings/undp-register.toml

No names and no identifiers are shown: only headers, types, counts and codes.";

/// `mola inspect`
#[derive(Debug, clap::Args)]
pub struct InspectArgs {
    /// File to look at, of any format
    pub file: PathBuf,
    /// Print a first mapping for such files instead (TOML)
    #[arg(long)]
    pub mapping: bool,
}

const CELLS_EXAMPLES: &str = "\
Examples:
  mola cells inbox/undp/PNUD_registro_2011-01.xlsx
  mola cells inbox/fao/FAO_avance_2011_T2.xls --sheet 2 --format json

Columns: sheet, cell, type (text, number, bool, date, datetime, time, duration, error), value, raw, \
flags (hidden_row, hidden_column, hidden_sheet, merged, formula, no_cached_value). Names and \
identifiers are shown as they are.";

/// `mola cells`
#[derive(Debug, clap::Args)]
pub struct CellsArgs {
    /// File to read, of any format
    pub file: PathBuf,
    /// Sheet, by its name or its number from 1 [default: all sheets]
    #[arg(long, value_name = "SHEET")]
    pub sheet: Option<String>,
    /// Form of the answer on standard output
    #[arg(long, value_name = "FORMAT", default_value = "csv", value_parser = tabular())]
    pub format: Format,
    #[command(flatten)]
    pub dialect: DialectArgs,
}

const LINK_EXAMPLES: &str = "\
Examples:
  mola link register.csv --pairs pairs.csv --clusters clusters.csv
  mola link fao.xlsx unwto.csv --fields fields.toml --pairs pairs.csv --clusters clusters.csv

One list: its duplicates. Two: what both have. A file of fields says what fields hold, and all others \
play no part:
  [fields]
  \"Apellidos y nombres\" = \"full_name\"
  cedula = \"identifier\"
Kinds: identifier, given_name, surname, full_name, birth_date, birth_year, birth_month, birth_day, sex, \
place, number, phone, text, ignored.

Exit codes: 0 clean; 1 done, and something should be looked at; 2 not done.";

const TABLE_EXAMPLES: &str = "\
Examples:
  mola table inbox/unwto/OMT_participantes_2011-05.csv
  mola table inbox/undp/PNUD_registro_2011-01.xlsx --sheet Registro
  mola table list.txt --delimiter tab --quote none --header-rows 2

UTF-8, parted by commas; all values as they stand in the file. What is left out (titles, notes, \
further tables) and what is odd is said on standard error.

Exit codes: 0 clean; 1 printed, and something should be looked at; 2 not printed to the end.";

/// `mola table`
#[derive(Debug, clap::Args)]
pub struct TableArgs {
    /// File to read, of any format
    pub file: PathBuf,
    /// Sheet, by its name or its number from 1 [default: the first one that people see and that holds
    /// something]
    #[arg(long, value_name = "SHEET")]
    pub sheet: Option<String>,
    /// Form of the answer on standard output
    #[arg(long, value_name = "FORMAT", default_value = "csv", value_parser = tabular())]
    pub format: Format,
    /// Rows of the header; 0 where there is none [default: found out]
    #[arg(long, value_name = "COUNT")]
    pub header_rows: Option<usize>,
    /// Rows, or lines of a text, that stand before the table [default: found out]
    #[arg(long, value_name = "COUNT")]
    pub skip_rows: Option<u32>,
    #[command(flatten)]
    pub dialect: DialectArgs,
}

/// `mola link`
#[derive(Debug, clap::Args)]
pub struct LinkArgs {
    /// Lists, of any format
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// What the fields of the lists hold [default: found out]
    #[arg(long, value_name = "FILE")]
    pub fields: Option<PathBuf>,
    /// Where the pairs go, as CSV
    #[arg(long, value_name = "FILE")]
    pub pairs: PathBuf,
    /// Where the cluster of each row goes, as CSV
    #[arg(long, value_name = "FILE")]
    pub clusters: PathBuf,
    #[command(flatten)]
    pub dialect: DialectArgs,
}

/// How a text with delimiters is read, where it must be said.
#[derive(Debug, clap::Args, Default)]
pub struct DialectArgs {
    /// Encoding of a text, such as windows-1252 [default: found out]
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub encoding: Option<String>,
    /// What stands between the fields of a text: one or more characters, or tab [default: found out]
    #[arg(long, value_name = "TEXT", value_parser = delimiter)]
    pub delimiter: Option<String>,
    /// The character around fields of a text, or none [default: found out]
    #[arg(long, value_name = "CHARACTER", value_parser = mark)]
    pub quote: Option<Mark>,
    /// The character before a quotation mark that is text, or none where it is doubled [default: found
    /// out]
    #[arg(long, value_name = "CHARACTER", value_parser = mark)]
    pub escape: Option<Mark>,
}

const STATUS_EXAMPLES: &str = "\
Examples:
  mola status
  mola status pipelines/panama --format json";

/// `mola status`
#[derive(Debug, clap::Args)]
pub struct StatusArgs {
    /// Folder of the pipeline, or its name in pipelines/; may be left out where there is only one
    pub pipeline: Option<PathBuf>,
    /// Inbox to look into instead of the pipeline's own
    #[arg(long, value_name = "DIR")]
    pub inbox: Option<PathBuf>,
    /// Store to look into instead of .mola in the project folder
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
}

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  mola explain BEN-D@2011-10+                 an indicator to date (the + says so)
  mola explain BEN-D@2011-10/agency=undp      in the month alone, of one agency
  mola explain BEN-D@2011-10+/place=PA-4      to date, of one place
  mola explain 787                            a figure of the report by its value

Ids stand in the sheet Data of the report. Identifiers and names are never shown, only their form.";

/// `mola explain`
#[derive(Debug, clap::Args)]
pub struct ExplainArgs {
    /// Id of a figure, or a value of the last report
    pub figure: String,
    /// Folder of the pipeline, or its name in pipelines/; may be left out where there is only one
    #[arg(long, value_name = "DIR")]
    pub pipeline: Option<PathBuf>,
    /// Store to look into instead of .mola in the project folder
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
    /// Show every record instead of the first ones
    #[arg(long)]
    pub all: bool,
}

const CLOSE_EXAMPLES: &str = "\
Examples:
  mola close 2011-10                          what is known now is the report of October
  mola close pipelines/panama 2011-Q3         one of several pipelines, another period
  mola close 2011-10 --as-of 2011-11-15       as it was known at the end of that day

What comes later never changes an issue: the next report tells what became of its figures, and why.
The report is made in every language; it is written in the one of --lang, and mola report gives any.";

/// `mola close`
#[derive(Debug, clap::Args)]
pub struct CloseArgs {
    /// Folder of the pipeline, or its name in pipelines/; may be left out where there is only one
    pub pipeline: Option<PathBuf>,
    /// Period to close: 2011-10, 2011-Q4, 2011-S2, 2011
    pub period: Period,
    /// Count only what had come by the end of this day (2011-11-15) or moment (RFC 3339)
    #[arg(long, value_name = "DATE", value_parser = moment)]
    pub as_of: Option<i64>,
    /// Inbox to read instead of the pipeline's own
    #[arg(long, value_name = "DIR")]
    pub inbox: Option<PathBuf>,
    /// Store to use instead of .mola in the project folder
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
    /// Folder for the report instead of reports/ in the project folder
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

const REOPEN_EXAMPLES: &str = "\
Examples:
  mola reopen 2011-10 --reason \"UNWTO sent its September register\"
  mola reopen pipelines/panama 2011-10 --reason \"Corrected register of UNDP\"

The reason goes into the audit trail. Then mola close makes a new issue, which names the one that it \
replaces.";

/// `mola reopen`
#[derive(Debug, clap::Args)]
pub struct ReopenArgs {
    /// Folder of the pipeline, or its name in pipelines/; may be left out where there is only one
    pub pipeline: Option<PathBuf>,
    /// Period to open again: 2011-10, 2011-Q4, 2011-S2, 2011
    pub period: Period,
    /// Why, for the audit trail; it must be given
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Store to use instead of .mola in the project folder
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
}

const ISSUES_EXAMPLES: &str = "\
Examples:
  mola issues
  mola issues pipelines/panama --format json";

/// `mola issues`
#[derive(Debug, clap::Args)]
pub struct IssuesArgs {
    /// Folder of the pipeline, or its name in pipelines/; may be left out where there is only one
    pub pipeline: Option<PathBuf>,
    /// Store to look into instead of .mola in the project folder
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
}

const DIFF_EXAMPLES: &str = "\
Examples:
  mola diff 3f9a1c 77b0e2                     two issues by the first digits of their ids
  mola diff 2011-09 2011-10                   what October's issue knows otherwise of September's
  mola diff pipelines/panama 3f9a1c 2011-10 --format json

The issue that was closed earlier is the old one, in whatever order they are named.";

/// `mola diff`
#[derive(Debug, clap::Args)]
pub struct DiffArgs {
    /// Two issues, each by the first digits of its id or by its period; before them the folder of the
    /// pipeline, or its name in pipelines/, where there is more than one
    #[arg(value_name = "ISSUE", num_args = 2..=3, required = true)]
    pub issues: Vec<String>,
    /// Show figures that are narrowed further too
    #[arg(long)]
    pub all: bool,
    /// Store to look into instead of .mola in the project folder
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
}

const SCHEMA_EXAMPLES: &str = "\
Examples:
  mola schema mapping > mapping.schema.json
  mola schema pipeline > pipeline.schema.json
  mola schema cases > cases.schema.json
  mola schema report > report.schema.json";

/// `mola schema`
#[derive(Debug, clap::Args)]
pub struct SchemaArgs {
    /// Which language
    pub of: SchemaOf,
}

/// What has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// mappings/*.toml
    Mapping,
    /// pipelines/*/pipeline.toml
    Pipeline,
    /// pipelines/*/cases.toml
    Cases,
    /// The binding of a template
    Binding,
    /// A report as JSON
    Report,
}

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  mola completions bash > ~/.local/share/bash-completion/completions/mola
  mola completions fish > ~/.config/fish/completions/mola.fish";

/// `mola completions`
#[derive(Debug, clap::Args)]
pub struct CompletionsArgs {
    /// Which shell
    pub shell: clap_complete::Shell,
}

/// What is no day and no moment.
#[derive(Debug, thiserror::Error)]
#[error("write a day such as 2011-11-15 or a moment such as 2011-11-15T12:00:00Z")]
pub(crate) struct NoMoment;

/// A moment in Unix milliseconds, UTC; a day means its end.
pub(crate) fn moment(text: &str) -> Result<i64, NoMoment> {
    if let Ok(day) = text.parse::<NaiveDate>() {
        let next = day.succ_opt().and_then(|next| next.and_hms_opt(0, 0, 0)).ok_or(NoMoment)?;
        return Ok(next.and_utc().timestamp_millis() - 1);
    }
    DateTime::parse_from_rfc3339(text).map(|moment| moment.timestamp_millis()).map_err(|_| NoMoment)
}

/// What is no dialect.
#[derive(Debug, thiserror::Error)]
enum NoDialect {
    #[error("write a name of the Encoding Standard, such as utf-8 or windows-1252")]
    Encoding,
    #[error("write one to eight characters, none of them a line end, or tab")]
    Delimiter,
    #[error("write one ASCII character that is no letter and no digit, or none")]
    Mark,
}

fn encoding(text: &str) -> Result<String, NoDialect> {
    mola_spec::encoding(text).map(str::to_owned).ok_or(NoDialect::Encoding)
}

fn delimiter(text: &str) -> Result<String, NoDialect> {
    mola_sheet::delimiter(text).ok_or(NoDialect::Delimiter)
}

fn mark(text: &str) -> Result<Mark, NoDialect> {
    Mark::parse(text).ok_or(NoDialect::Mark)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn a_day_means_its_end() {
        for (text, expected) in [
            ("1970-01-01", Some(86_399_999)),
            ("1970-01-01T00:00:01Z", Some(1_000)),
            ("1970-01-01T01:00:01+01:00", Some(1_000)),
            ("1970-13-01", None),
            ("yesterday", None),
        ] {
            assert_eq!(moment(text).ok(), expected, "{text}");
        }
    }

    /// Each example of the help is a command line that is understood.
    #[test]
    fn examples_can_be_given() {
        let mut examples = 0;
        let command = Args::command();
        let texts = command.get_subcommands().chain([&command]).filter_map(|c| c.get_after_help());
        let texts: Vec<String> = texts.map(ToString::to_string).collect();
        for line in texts.iter().flat_map(|text| text.lines()).filter_map(|line| line.strip_prefix("  mola ")) {
            let command = line.split("  ").next().unwrap_or_default();
            let command = command.split(" --reason ").next().unwrap_or_default();
            let words = command.split(' ').take_while(|word| *word != ">").filter(|word| !word.is_empty());
            let parsed = Args::try_parse_from(std::iter::once("mola").chain(words));
            assert!(parsed.is_ok(), "{line}: {:?}", parsed.err());
            examples += 1;
        }
        assert!(examples > 20, "{examples}");
    }
}
