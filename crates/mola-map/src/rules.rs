//! Which rows belong to a table.

use crate::carry::Carries;
use crate::shown::{is_blank, shown};
use crate::step::Pick;
use mola_finding::Area;
use mola_sheet::Row;
use mola_spec::mapping::{SkipRule, StopPlan};
use regex::RegexSet;

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The table has ended before it.
    End,
    /// It is hidden.
    Hidden,
    /// The skip rule with this index leaves it out.
    Skip(usize),
    /// None of its cells holds anything.
    Blank,
    /// It is read.
    Take,
}

/// The rules of one table.
#[derive(Debug)]
pub(crate) struct RowRules<'p> {
    stop: &'p StopPlan,
    skip: Vec<(&'p SkipRule, Option<Pick>)>,
    skip_hidden: bool,
    area: Option<Area>,
    /// All patterns over the first filled cell at once: most rows fit none.
    quick: RegexSet,
    blank: u32,
    scratch: String,
}

impl<'p> RowRules<'p> {
    /// The rules of a table that begins below its header; `skip` with the columns they look at.
    pub(crate) fn new(
        stop: &'p StopPlan,
        skip: Vec<(&'p SkipRule, Option<Pick>)>,
        skip_hidden: bool,
        area: Option<Area>,
    ) -> Self {
        let first_cell =
            skip.iter().filter(|(rule, _)| rule.column.is_none()).filter_map(|(rule, _)| rule.pattern.as_ref());
        let patterns = stop.first_cell.iter().chain(first_cell).map(|pattern| pattern.as_str());
        let quick = RegexSet::new(patterns).expect("each of the patterns was compiled on its own");
        Self { stop, skip, skip_hidden, area, quick, blank: 0, scratch: String::new() }
    }

    /// What becomes of `row`; `next` is the row that follows the one before.
    pub(crate) fn judge(&mut self, row: Row<'_>, next: u32, carries: &Carries) -> Verdict {
        if self.area.is_some_and(|area| row.number() > area.last.row) {
            return Verdict::End;
        }
        let (area, mut scratch) = (self.area, std::mem::take(&mut self.scratch));
        let inside = |column| area.is_none_or(|a| (a.first.column..=a.last.column).contains(&column));
        let first = row.cells().find(|(column, value)| inside(*column) && !is_blank(*value));
        let text = first.map(|(_, value)| shown(value, &mut scratch).trim());
        let quick = text.is_some_and(|text| !self.quick.is_empty() && self.quick.is_match(text));
        let ended = self.ended(text, quick, row.number() - next);
        let verdict = if ended { Verdict::End } else { self.of_row(text, quick, row, carries) };
        self.scratch = scratch;
        verdict
    }

    /// Whether there were so many blank rows that the table has ended.
    pub(crate) fn is_ended_by_blanks(&self) -> bool {
        self.stop.blank_rows > 0 && self.blank >= self.stop.blank_rows
    }

    /// Whether the table has ended, by blank rows or by the first filled cell.
    fn ended(&mut self, first: Option<&str>, quick: bool, gap: u32) -> bool {
        self.blank += gap + u32::from(first.is_none());
        if self.is_ended_by_blanks() {
            return true;
        }
        let Some(first) = first else { return false };
        self.blank = 0;
        quick && self.stop.first_cell.iter().any(|pattern| pattern.is_match(first))
    }

    fn of_row(&self, first: Option<&str>, quick: bool, row: Row<'_>, carries: &Carries) -> Verdict {
        if self.skip_hidden && row.is_hidden() {
            return Verdict::Hidden;
        }
        let Some(first) = first else { return Verdict::Blank };
        let fits = |(rule, pick): &(&SkipRule, Option<Pick>)| match (pick, &rule.pattern) {
            (None, Some(pattern)) => quick && pattern.is_match(first),
            (None, None) => false,
            (Some(pick), None) => is_blank(merged(*pick, row, carries)),
            (Some(pick), Some(pattern)) => {
                let mut scratch = String::new();
                let value = merged(*pick, row, carries);
                !is_blank(value) && pattern.is_match(shown(value, &mut scratch).trim())
            }
        };
        self.skip.iter().position(fits).map_or(Verdict::Take, Verdict::Skip)
    }
}

fn merged<'a>(pick: Pick, row: Row<'a>, carries: &'a Carries) -> mola_sheet::Value<'a> {
    let own = row.get(pick.column);
    match pick.carry {
        Some(carry) if is_blank(own) => carries.merged(carry),
        _ => own,
    }
}
