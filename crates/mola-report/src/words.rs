//! The words of the report in each language, and how it writes numbers, days and periods in text.

use chrono::{NaiveDate, NaiveDateTime};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use mola_finding::Language;
use mola_model::{Cycle, Kind, MoneyFlow, Month, Period, Progress, Reason, Status};
use std::borrow::Cow;
use std::sync::LazyLock;

/// The words of one language.
pub struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

static WORDS: LazyLock<[Words; 3]> = LazyLock::new(|| Language::ALL.map(Words::load));

/// The words of the report in `language`: names of sheets (`sheet-cover`), headers (`col-target`),
/// states (`state-missing`) and all else in `texts/`.
pub fn labels(language: Language) -> &'static Words {
    Words::of(language)
}

const fn source(language: Language) -> &'static str {
    match language {
        Language::Es => include_str!("../texts/es.ftl"),
        Language::En => include_str!("../texts/en.ftl"),
        Language::Fr => include_str!("../texts/fr.ftl"),
    }
}

impl Words {
    /// The words of `language`, read once for the process.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Es => &WORDS[0],
            Language::En => &WORDS[1],
            Language::Fr => &WORDS[2],
        }
    }

    fn load(language: Language) -> Self {
        let id = language.code().parse().expect("language codes are valid identifiers");
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Isolation marks are for mixed scripts on a page; in a cell they are noise.
        bundle.set_use_isolating(false);
        let resource = FluentResource::try_new(source(language).to_owned()).expect("the texts are well formed");
        bundle.add_resource(resource).expect("no text stands twice");
        Self { language, bundle }
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The text of `key`; the key in brackets where there is none.
    pub fn get(&self, key: &str) -> Cow<'_, str> {
        self.format(key, None)
    }

    /// The text of `key` with the values that it names.
    pub fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set(*name, *value);
        }
        self.format(key, Some(&args)).into_owned()
    }

    fn format<'a>(&'a self, key: &str, args: Option<&'a FluentArgs<'_>>) -> Cow<'a, str> {
        let Some(pattern) = self.bundle.get_message(key).and_then(|m| m.value()) else {
            return format!("⟦{key}⟧").into();
        };
        // A value that a text names and the caller lacks shows as its name in braces; the tests
        // look for braces in every cell.
        self.bundle.format_pattern(pattern, args, &mut Vec::new())
    }

    /// A number as running text has it: `1,234.5`, in French `1 234,5`.
    pub fn number(&self, value: f64, decimals: u8) -> String {
        let (group, point) = match self.language {
            Language::Es | Language::En => (",", "."),
            Language::Fr => ("\u{202f}", ","),
        };
        let text = format!("{:.*}", usize::from(decimals), value.abs());
        let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
        let mut out =
            String::from(if value < 0.0 && text.bytes().any(|b| (b'1'..=b'9').contains(&b)) { "−" } else { "" });
        for (position, digit) in whole.char_indices() {
            if position > 0 && (whole.len() - position) % 3 == 0 {
                out.push_str(group);
            }
            out.push(digit);
        }
        if rest.is_empty() { out } else { format!("{out}{point}{rest}") }
    }

    /// A share of 1 as a percentage in running text.
    pub fn percent(&self, share: f64, decimals: u8) -> String {
        let space = if self.language == Language::En { "" } else { "\u{a0}" };
        format!("{}{space}%", self.number(share * 100.0, decimals))
    }

    /// A day: `31/10/2011`, in English `31 Oct 2011`.
    pub fn day(&self, day: NaiveDate) -> String {
        match self.language {
            Language::Es | Language::Fr => day.format("%d/%m/%Y").to_string(),
            Language::En => day.format("%-d %b %Y").to_string(),
        }
    }

    /// A moment to the minute.
    pub fn moment(&self, moment: NaiveDateTime) -> String {
        format!("{} {}", self.day(moment.date()), moment.format("%H:%M"))
    }

    /// A period in full: `octubre de 2011`.
    pub fn period(&self, period: Period) -> String {
        self.written_period(period, "")
    }

    /// A period in short, for headers: `oct 2011`.
    pub fn short_period(&self, period: Period) -> String {
        self.written_period(period, "-short")
    }

    /// A month in full.
    pub fn month(&self, month: Month) -> String {
        self.period(Period::month(month))
    }

    fn written_period(&self, period: Period, short: &str) -> String {
        let first = period.first();
        if period.cycle().period_of(first) != period {
            let month = |month| self.written_period(Period::month(month), short);
            return format!("{} – {}", month(first), month(period.last()));
        }
        let year = first.year().to_string();
        let number = first.month().div_ceil(period.cycle().months().unsigned_abs()).to_string();
        let key = match period.cycle() {
            Cycle::Annual => return year,
            Cycle::Monthly => {
                let month = self.get(&format!("month{short}-{}", first.month()));
                return self.with(&format!("period-month{short}"), &[("month", &month), ("year", &year)]);
            }
            Cycle::Quarterly => "period-quarter",
            Cycle::Semester => "period-semester",
        };
        self.with(&format!("{key}{short}"), &[("number", &number), ("year", &year)])
    }

    /// What stands in a cell that has no number.
    pub fn marker(&self, status: Status) -> Cow<'_, str> {
        self.get(match status {
            Status::Reported | Status::Missing => "marker-missing",
            Status::NotApplicable => "marker-not-applicable",
            Status::NotYetDue => "marker-not-yet-due",
            Status::Suppressed => "marker-suppressed",
        })
    }

    /// A state in words.
    pub fn status(&self, status: Status) -> Cow<'_, str> {
        self.get(match status {
            Status::Reported => "state-reported",
            Status::Missing => "state-missing",
            Status::NotApplicable => "state-not-applicable",
            Status::NotYetDue => "state-not-yet-due",
            Status::Suppressed => "state-suppressed",
        })
    }

    /// Why a figure has no value, or only a part or a range of it.
    pub fn reason(&self, reason: Reason) -> Cow<'_, str> {
        self.get(match reason {
            Reason::CannotAddUp => "reason-cannot-add-up",
            Reason::NotAdded => "reason-not-added",
            Reason::DenominatorZero => "reason-denominator-zero",
            Reason::OnlyTotals => "reason-only-totals",
            Reason::Undecided => "reason-undecided",
            Reason::Partial => "reason-partial",
            Reason::OperandMissing => "reason-operand-missing",
            Reason::Fell => "reason-fell",
        })
    }

    /// How an indicator stands, as symbol and word.
    pub fn progress(&self, progress: Progress) -> Cow<'_, str> {
        self.get(match progress {
            Progress::Achieved => "progress-achieved",
            Progress::OnTrack => "progress-on-track",
            Progress::AtRisk => "progress-at-risk",
            Progress::OffTrack => "progress-off-track",
            Progress::NotYetDue => "progress-not-yet-due",
            Progress::Overdue => "progress-overdue",
            Progress::NoData => "progress-no-data",
            Progress::NoTarget => "progress-no-target",
        })
    }

    /// A kind of beneficiary, in the plural.
    pub fn kind(&self, kind: Kind) -> Cow<'_, str> {
        self.get(&format!("kind-{}", kind.as_str()))
    }

    /// A flow of money.
    pub fn flow(&self, flow: MoneyFlow) -> Cow<'_, str> {
        self.get(&format!("flow-{}", flow.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The keys of a language, each with the values that its text names.
    fn keys(language: Language) -> Vec<(String, Vec<String>)> {
        let entry = |line: &str| {
            let (key, text) = line.split_once(" = ")?;
            let mut names: Vec<String> =
                text.split("{ $").skip(1).filter_map(|rest| rest.split(' ').next()).map(str::to_owned).collect();
            names.sort();
            Some((key.to_owned(), names))
        };
        source(language).lines().filter(|l| !l.starts_with('#')).filter_map(entry).collect()
    }

    #[test]
    fn languages_have_the_same_keys_and_values() {
        let spanish = keys(Language::Es);
        assert!(spanish.len() > 250);
        for language in [Language::En, Language::Fr] {
            assert_eq!(keys(language), spanish, "{language}");
        }
    }

    #[test]
    fn names_of_sheets_are_legal_and_unique() {
        for language in Language::ALL {
            let mut names: Vec<String> = keys(language)
                .iter()
                .filter(|(k, _)| k.starts_with("sheet-"))
                .map(|(k, _)| labels(language).get(k).to_lowercase())
                .collect();
            assert_eq!(names.len(), 19);
            assert!(
                names
                    .iter()
                    .all(|n| n.chars().count() <= 31 && !n.contains(['[', ']', ':', '*', '?', '/', '\\', '\'']))
            );
            names.sort();
            names.dedup();
            assert_eq!(names.len(), 19, "{language}");
        }
    }

    #[test]
    fn numbers_are_written_by_the_rules_of_the_language() {
        let cases = [
            (Language::Es, 1234.5, 1, "1,234.5"),
            (Language::En, 1_234_567.0, 0, "1,234,567"),
            (Language::Fr, 1234.5, 2, "1\u{202f}234,50"),
            (Language::Es, -12.0, 0, "−12"),
            (Language::Es, -0.001, 1, "0.0"),
            (Language::Es, 999.0, 0, "999"),
        ];
        for (language, value, decimals, expected) in cases {
            assert_eq!(labels(language).number(value, decimals), expected);
        }
        assert_eq!(labels(Language::Fr).percent(0.984, 1), "98,4\u{a0}%");
    }

    #[test]
    fn periods_are_written_in_full_and_in_short() {
        let cases = [
            (Language::Es, "2011-10", "octubre de 2011", "oct 2011"),
            (Language::En, "2011-Q3", "quarter 3 of 2011", "Q3 2011"),
            (Language::Fr, "2011-S2", "semestre 2 de 2011", "S2 2011"),
            (Language::Es, "2011", "2011", "2011"),
        ];
        for (language, text, full, short) in cases {
            let period = text.parse().expect("a period");
            assert_eq!(
                (labels(language).period(period), labels(language).short_period(period)),
                (full.into(), short.into())
            );
        }
    }
}
