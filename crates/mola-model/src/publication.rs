//! How an issue is published: in which formats, and what these need that no figure tells.

use crate::{FigureKey, Labels};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// A format of the report. A new one is a variant, a line in [`Format::ALL`], one in `row`, and the line of
/// `mola-report` that writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// The workbook.
    Xlsx,
    /// The page.
    Html,
    /// The page, printed.
    Pdf,
    /// The whole issue, for programs.
    Json,
    /// The facts as CSV.
    Csv,
    /// The facts as Apache Parquet.
    Parquet,
    /// The facts as a data package: CSV and Parquet with their description.
    Package,
    /// An activity of IATI 2.03.
    Iati,
    /// HXL: a table with a row of tags.
    Hxl,
    /// Data values for DHIS2, as JSON.
    Dhis2,
    /// The same as ADX.
    Adx,
    /// Observations of SDMX, as CSV.
    Sdmx,
}

impl Format {
    /// All formats, in the order in which they are listed.
    pub const ALL: &[Self] = &[
        Self::Xlsx,
        Self::Html,
        Self::Pdf,
        Self::Json,
        Self::Csv,
        Self::Parquet,
        Self::Package,
        Self::Iati,
        Self::Hxl,
        Self::Dhis2,
        Self::Adx,
        Self::Sdmx,
    ];

    /// What a run writes where the pipeline does not say otherwise.
    pub const USUAL: &[Self] = &[Self::Xlsx, Self::Html];

    /// Its name, the ending of its files, and whether there is one a language.
    const fn row(self) -> (&'static str, &'static str, bool) {
        match self {
            Self::Xlsx => ("xlsx", "xlsx", true),
            Self::Html => ("html", "html", true),
            Self::Pdf => ("pdf", "pdf", true),
            Self::Json => ("json", "json", false),
            Self::Csv => ("csv", "csv", true),
            Self::Parquet => ("parquet", "parquet", true),
            Self::Package => ("package", "zip", true),
            Self::Iati => ("iati", "iati.xml", false),
            Self::Hxl => ("hxl", "hxl.csv", true),
            Self::Dhis2 => ("dhis2", "dhis2.json", false),
            Self::Adx => ("adx", "adx.xml", false),
            Self::Sdmx => ("sdmx", "sdmx.csv", false),
        }
    }

    /// Its name in pipelines and on the command line.
    pub const fn name(self) -> &'static str {
        self.row().0
    }

    /// The ending of its files.
    pub const fn ending(self) -> &'static str {
        self.row().1
    }

    /// Whether there is a file of it in each language; otherwise one file is for all of them.
    pub const fn is_in_languages(self) -> bool {
        self.row().2
    }

    /// The format of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.name() == name)
    }

    /// The format whose files end so.
    pub fn of_ending(ending: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.ending() == ending)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How an issue is published. It is no part of the issue: it can be said later, and no figure depends on it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Publication {
    /// What a run writes, in order; the first is the one that people are pointed to.
    pub formats: Vec<Format>,
    /// What IATI has to know of the programme besides.
    pub activity: Option<Activity>,
    /// What DHIS2 has to know of it.
    pub dhis2: Dhis2,
    /// Who gets a report of their own, in the order of their codes.
    pub donors: Vec<Donor>,
}

/// Who gets a report of their own.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Donor {
    /// The code, which is part of the names of files.
    pub code: String,
    /// What the report is called; empty where it is called as usual.
    pub title: Labels,
    /// The sections, in order; all of them where none is named.
    pub sections: Vec<Section>,
    /// What sections are called that are not called as usual.
    pub titles: BTreeMap<Section, Labels>,
    /// The columns of the tracking table, in order; the usual ones where none is named.
    pub columns: Vec<TrackingColumn>,
    /// The formats; those of the programme where none is named.
    pub formats: Vec<Format>,
    /// What is not shown.
    pub withheld: Withheld,
}

/// What is not shown to somebody.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Withheld {
    /// Whole indicators.
    pub indicators: Vec<String>,
    /// Whatever is narrowed by these dimensions.
    pub dimensions: Vec<String>,
    /// Figures, each with all others that are narrowed by the same dimensions.
    pub figures: Vec<FigureKey>,
}

impl Withheld {
    /// Whether nothing is withheld.
    pub fn is_empty(&self) -> bool {
        self.indicators.is_empty() && self.dimensions.is_empty() && self.figures.is_empty()
    }
}

macro_rules! words {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $of:literal])+ $variant:ident = $word:literal,)+ }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[doc = $of])+ $variant,)+ }

        impl $name {
            /// All of them, in their usual order.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The word in pipelines, and in the keys of texts.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The one that a word names.
            pub fn named(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|own| own.word() == word)
            }
        }
    };
}

words! {
    /// A section of the report: a sheet of the workbook, a part of the page.
    Section {
        /// The cover.
        Cover = "cover",
        /// How to read.
        Reading = "reading",
        /// The tracking table.
        Indicators = "indicators",
        /// Who was reached.
        Beneficiaries = "beneficiaries",
        /// By province and sector.
        Places = "places",
        /// Over time.
        Trends = "trends",
        /// Who reported when.
        Completeness = "completeness",
        /// People with several agencies.
        Overlap = "overlap",
        /// Money.
        Money = "money",
        /// What changed since the last issue.
        Changes = "changes",
        /// Findings.
        Quality = "quality",
        /// What indicators mean.
        Dictionary = "dictionary",
        /// The files behind it.
        Sources = "sources",
        /// Every figure.
        Data = "data",
    }
}

words! {
    /// A column of the tracking table.
    TrackingColumn {
        /// The indicator's code.
        Code = "code",
        /// Its name.
        Indicator = "indicator",
        /// Its result level.
        Level = "level",
        /// Its output.
        Output = "output",
        /// Its unit.
        Unit = "unit",
        /// Where it started.
        Baseline = "baseline",
        /// When that was.
        BaselinePeriod = "baseline-period",
        /// The overall target.
        Target = "target",
        /// The milestone that is due.
        Milestone = "milestone",
        /// When it is due.
        MilestonePeriod = "milestone-period",
        /// In the period alone.
        InPeriod = "in-period",
        /// To date.
        ToDate = "to-date",
        /// Between what it lies.
        Range = "range",
        /// Actual over milestone.
        OfMilestone = "of-milestone",
        /// Actual over target.
        OfTarget = "of-target",
        /// How much of the way is done.
        Reached = "reached",
        /// From where that is told.
        Basis = "basis",
        /// The last periods, drawn.
        Trend = "trend",
        /// Which way it goes.
        Direction = "direction-of-change",
        /// How it stands.
        Status = "status",
        /// Who reported on it.
        Reporters = "reporters",
        /// The n that it rests on.
        Base = "base",
        /// Whether it is an estimate.
        Estimated = "estimated",
        /// How it is verified.
        Verification = "verification",
        /// Who answers for it.
        Responsible = "responsible",
    }
}

impl Publication {
    /// The table of the pipeline without which there is nothing to write in a format, where it is not there.
    pub fn lacks(&self, format: Format) -> Option<&'static str> {
        (format == Format::Iati && self.activity.is_none()).then_some("[iati]")
    }
}

/// A programme as an activity of IATI.
#[derive(Debug, Clone, PartialEq)]
pub struct Activity {
    /// Its identifier, which begins with that of the organisation that publishes it.
    pub id: String,
    /// Who publishes it and answers for it.
    pub organisation: Organisation,
    /// Who pays.
    pub funder: Option<Organisation>,
    /// What it does, in words; where nothing is said, its name.
    pub description: Labels,
    /// How far it is.
    pub status: ActivityStatus,
    /// Its first day.
    pub start: NaiveDate,
    /// Its last day, as planned.
    pub end: NaiveDate,
    /// The country (ISO 3166-1, two letters).
    pub country: String,
    /// The sectors (purpose codes of the OECD DAC, five digits), whose shares make 100.
    pub sectors: Vec<ActivitySector>,
    /// By code of an agency, its identifier.
    pub agencies: BTreeMap<String, String>,
    /// What kind of transaction is money that is paid out.
    pub spending: Spending,
}

/// An organisation of IATI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Its identifier, such as `XM-DAC-41114`.
    pub id: String,
    /// Its type, such as `40` for multilateral.
    pub kind: String,
    /// Its name.
    pub name: Labels,
}

/// A sector of an activity.
#[derive(Debug, Clone, PartialEq)]
pub struct ActivitySector {
    /// Its code.
    pub code: String,
    /// Its share, in per cent.
    pub share: f64,
}

/// How far an activity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActivityStatus {
    /// It is being planned.
    Pipeline,
    /// It is being carried out.
    Implementation,
    /// It is done, and is being closed or evaluated.
    Finalisation,
    /// It is closed.
    Closed,
    /// It was given up.
    Cancelled,
    /// It rests.
    Suspended,
}

impl ActivityStatus {
    /// The code of IATI's list `ActivityStatus`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pipeline => "1",
            Self::Implementation => "2",
            Self::Finalisation => "3",
            Self::Closed => "4",
            Self::Cancelled => "5",
            Self::Suspended => "6",
        }
    }
}

/// What money that is paid out is to IATI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spending {
    /// Paid to others, who carry out.
    Disbursement,
    /// Spent on goods and services.
    Expenditure,
}

impl Spending {
    /// The code of IATI's list `TransactionType`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Disbursement => "3",
            Self::Expenditure => "4",
        }
    }
}

/// What DHIS2 has to know of a programme.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dhis2 {
    /// The code of the organisation unit of the whole programme; none is the programme's own code.
    pub org_unit: Option<String>,
    /// The code of the data set; none is none.
    pub data_set: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn formats_are_told_apart_by_name_and_by_ending() {
        for format in Format::ALL {
            assert_eq!(
                (Format::named(format.name()), Format::of_ending(format.ending())),
                (Some(*format), Some(*format))
            );
        }
        assert_eq!(Format::ALL.iter().map(|f| f.ending()).collect::<BTreeSet<_>>().len(), Format::ALL.len());
        assert_eq!(Format::named("pdf"), None);
    }
}
