//! The rows of a table, once its columns are known.

use crate::carry::Carries;
use crate::findings::Findings;
use crate::lineage::MappedTable;
use crate::output::Output;
use crate::outside::Extent;
use crate::reader::{At, Desk, Scene, What};
use crate::record::{Record, State, age};
use crate::rules::{RowRules, Verdict};
use crate::shown::is_blank;
use crate::step::{Pick, SpreadColumn, Step};
use crate::sums::RowSum;
use crate::totals::Total;
use mola_finding::{CellAddress, Code};
use mola_frame::{Field, Slot};
use mola_model::{Month, Window};
use mola_sheet::{Chunk, Row, Value};
use mola_spec::mapping::{GrainPlan, TablePlan};

/// A table whose columns are bound to the fields of its mapping.
pub(crate) struct Body<'p> {
    /// Its plan.
    pub(crate) plan: &'p TablePlan,
    /// What is known of it so far.
    pub(crate) table: MappedTable,
    /// Its number among the tables of the file.
    pub(crate) index: u16,
    /// How its texts are read.
    pub(crate) scene: Scene,
    /// Which rows belong to it.
    pub(crate) rules: RowRules<'p>,
    /// What blank cells take over.
    pub(crate) carries: Carries,
    /// Columns that are looked at to tell whether a row is blank.
    pub(crate) mapped: Vec<u32>,
    /// The steps of a row.
    pub(crate) steps: Vec<Step>,
    /// The steps of each column that becomes rows.
    pub(crate) spread_steps: Vec<Step>,
    /// The columns that become rows.
    pub(crate) spread: Vec<SpreadColumn>,
    /// Sums to compare.
    pub(crate) totals: Vec<Total>,
    /// Columns that must be the sum of others.
    pub(crate) sums: Vec<RowSum>,
    /// What every record of the table holds.
    pub(crate) constants: Vec<(Slot, Field)>,
    /// The words of status: reported, not applicable, missing.
    pub(crate) states: [Field; 3],
    /// The field of time that findings name, and its column.
    pub(crate) clock: (What, Option<Pick>),
    /// The last column that belongs to the table rather than to something beside it; none where its mapping gives
    /// its area.
    pub(crate) reach: Option<u32>,
    /// The next row.
    pub(crate) next: u32,
    /// Rows left out, by verdict: hidden, each skip rule, blank.
    pub(crate) ignored: Vec<u64>,
    /// The open record and its personal texts.
    pub(crate) record: Record,
    /// The personal texts of the open record.
    pub(crate) arena: String,
}

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Closed {
    Kept,
    Refused,
    /// There is nothing to record.
    Nothing,
}

/// Reports a record whose fields may stand in the wrong columns.
fn ragged(sheet: &str, row: Row<'_>, usual: u32, findings: &mut Findings) {
    let cell = CellAddress::new(row.number(), row.fields().min(usual));
    findings.at(Code::RowUnequal, sheet, cell, |finding| {
        finding.with("found", f64::from(row.fields())).with("expected", f64::from(usual))
    });
}

impl Body<'_> {
    /// Takes the rows of a chunk; true once the table has ended. `usual` are the fields that records
    /// of a text should have.
    pub(crate) fn feed(&mut self, chunk: &Chunk, usual: u32, findings: &mut Findings, output: &mut Output) -> bool {
        for row in chunk.rows() {
            if row.number() < self.next {
                continue;
            }
            self.carries.merge(row);
            // A record of several lines is no gap: only blank lines before it are.
            let next = if row.fields() > 0 && !row.is_parted() { row.number() } else { self.next };
            let verdict = self.rules.judge(row, next, &self.carries);
            if verdict == Verdict::End {
                self.table.ended_at = Some(row.number());
                return true;
            }
            self.next = row.number() + 1;
            self.table.read += 1;
            if verdict == Verdict::Take && row.is_ragged(usual) {
                self.table.refused += 1;
                ragged(&self.scene.sheet, row, usual, findings);
            } else {
                self.obey(verdict, row, findings, output);
            }
        }
        false
    }

    fn obey(&mut self, verdict: Verdict, row: Row<'_>, findings: &mut Findings, output: &mut Output) {
        let last = self.ignored.len() - 1;
        match verdict {
            Verdict::Skip(rule) => {
                self.ignored[rule + 1] += 1;
                if self.plan.skip[rule].pattern.is_none() {
                    // A row that lacks something may still head those below it; a total does not.
                    self.carries.down(row);
                }
                for total in self.totals.iter_mut().filter(|total| total.rule == rule) {
                    total.compare(row, &self.scene.sheet, findings);
                }
            }
            Verdict::Hidden => {
                self.ignored[0] += 1;
                self.carries.down(row);
            }
            Verdict::Blank | Verdict::End => self.ignored[last] += 1,
            Verdict::Take if self.mapped.iter().all(|column| is_blank(row.get(*column))) => self.ignored[last] += 1,
            Verdict::Take => {
                self.carries.down(row);
                match self.take(row, findings, output) {
                    Closed::Kept => self.table.kept += 1,
                    Closed::Refused => self.table.refused += 1,
                    Closed::Nothing => self.ignored[last] += 1,
                }
            }
        }
    }

    fn take(&mut self, row: Row<'_>, findings: &mut Findings, output: &mut Output) -> Closed {
        self.record.clear();
        self.arena.clear();
        let broken = self.sums.iter().filter(|sum| !sum.holds(row, &self.scene.sheet, findings)).count();
        self.record.refused = broken > 0;
        let mut desk = Desk { findings, builder: &mut output.builder, arena: &mut self.arena, scene: &self.scene };
        for step in &mut self.steps {
            step.run(row, &self.carries, None, &mut desk, &mut self.record);
        }
        if self.plan.unpivot.is_none() {
            return self.close(row, 0, findings, output);
        }
        if self.record.refused { Closed::Refused } else { self.spread(row, findings, output) }
    }

    /// Makes a record of each column that becomes rows.
    fn spread(&mut self, row: Row<'_>, findings: &mut Findings, output: &mut Output) -> Closed {
        let keep_blank = self.plan.unpivot.as_ref().is_some_and(|unpivot| unpivot.keep_blank);
        let mark = self.record.mark();
        let mut closed = Closed::Nothing;
        for index in 0..self.spread.len() {
            let column = &self.spread[index];
            if !keep_blank && is_blank(row.get(column.column)) {
                continue;
            }
            let mut desk = Desk { findings, builder: &mut output.builder, arena: &mut self.arena, scene: &self.scene };
            for step in &mut self.spread_steps {
                step.run(row, &self.carries, Some(column), &mut desk, &mut self.record);
            }
            closed = match (closed, self.close(row, index, findings, output)) {
                (Closed::Kept, _) | (_, Closed::Kept) => Closed::Kept,
                (Closed::Refused, _) | (_, Closed::Refused) => Closed::Refused,
                _ => Closed::Nothing,
            };
            self.record.reset(mark);
        }
        closed
    }

    /// Ends the open record: works out what follows from its fields, and writes it.
    fn close(&mut self, row: Row<'_>, index: usize, findings: &mut Findings, output: &mut Output) -> Closed {
        // The source's total holds its refused rows, too.
        for total in &mut self.totals {
            total.add(&self.record.fields, index);
        }
        if self.record.refused {
            return Closed::Refused;
        }
        if self.record.without_amount {
            return Closed::Nothing;
        }
        let Some((first, last)) = self.record.months() else {
            self.without_time(row, findings);
            return Closed::Refused;
        };
        let reported = self.plan.grain != GrainPlan::Observation || self.record.state() == State::Reported;
        if !reported && first.first_day() > self.scene.latest {
            // Not due yet, and not reported: there is nothing to say.
            return Closed::Nothing;
        }
        if first.first_day() > self.scene.latest || last.last_day() < self.scene.earliest {
            self.outside(row, first, last, findings);
            return Closed::Refused;
        }
        self.derive(first, last, output);
        let column = self.spread.get(index).map_or(0, |spread| spread.column as u16);
        output.write(&self.record, &self.arena, (self.index, row.number(), column));
        self.table.records += 1;
        Closed::Kept
    }

    /// Sets the columns that follow from others.
    fn derive(&mut self, first: Month, last: Month, output: &mut Output) {
        for (slot, field) in &self.constants {
            output.builder.set(*slot, *field);
        }
        output.set(output.slots.month, Field::Integer(last.0));
        output.set(output.slots.months, Field::Integer(last.0 - first.0 + 1));
        if let Some((_, born)) = self.record.born.filter(|_| !self.record.aged) {
            let on = self.record.date.unwrap_or_else(|| last.last_day());
            if let Some(age) = age(born, on) {
                output.set(output.slots.age, Field::Integer(age));
            }
        }
        output.set(output.slots.status, self.states[self.record.state() as usize]);
    }

    fn clock_cell<'a>(&self, row: Row<'a>) -> At<'a> {
        match self.clock.1 {
            Some(pick) => At { value: row.get(pick.column), address: CellAddress::new(row.number(), pick.column) },
            None => At { value: Value::Empty, address: CellAddress::new(row.number(), 1) },
        }
    }

    /// Reports a record without a day or a period.
    fn without_time(&self, row: Row<'_>, findings: &mut Findings) {
        let at = self.clock_cell(row);
        let label = self.clock.0.label.as_str();
        let Some((month, _)) = self.record.part.months else {
            return findings.at(Code::ValueMissing, &self.scene.sheet, at.address, |f| f.with("field", label));
        };
        // A month without its year: the programme's window may have only one such month.
        let mut fitting = self.scene.window.months().filter(|candidate| candidate.month() == u32::from(month));
        let nearest = fitting.next().filter(|_| fitting.next().is_none()).map(|month| month.to_string());
        findings.at(Code::PeriodUnreadable, &self.scene.sheet, at.address, |finding| {
            finding
                .with("field", label)
                .with("found", at.value.raw().as_ref())
                .with("nearest", nearest.unwrap_or_default())
        });
    }

    fn outside(&self, row: Row<'_>, first: Month, last: Month, findings: &mut Findings) {
        let at = self.clock_cell(row);
        findings.at(Code::DateOutside, &self.scene.sheet, at.address, |finding| {
            let found = Window { first, last }.to_string();
            let (low, high) = (self.scene.earliest.to_string(), self.scene.latest.to_string());
            finding.with("field", self.clock.0.label.as_str()).with("found", found).with("low", low).with("high", high)
        });
    }

    /// What of its sheet it takes.
    pub(crate) fn extent(&self) -> Option<Extent> {
        let ended_by_text = self.table.ended_at.is_some() && !self.rules.is_ended_by_blanks();
        Some(Extent { header: self.table.header_row, reach: self.reach?, ended: self.table.ended_at, ended_by_text })
    }

    /// The table with its counts; findings about their number.
    pub(crate) fn finish(mut self, findings: &mut Findings) -> MappedTable {
        let rules = self.plan.skip.iter().map(|rule| rule.name.as_str());
        let names = std::iter::once("hidden").chain(rules).chain(std::iter::once("blank"));
        let counted = names.zip(&self.ignored).filter(|(_, rows)| **rows > 0);
        for (name, rows) in counted {
            match self.table.ignored.iter_mut().find(|(known, _)| known == name) {
                Some((_, sum)) => *sum += rows,
                None => self.table.ignored.push((name.to_owned(), *rows)),
            }
        }
        let rows = self.table.kept + self.table.refused;
        let cell = CellAddress::new(self.table.header_row.max(1), self.mapped.first().copied().unwrap_or(1));
        if rows == 0 {
            findings.at(Code::TableEmpty, &self.scene.sheet, cell, |finding| finding);
        } else if let Some((low, high)) = self.plan.rows.filter(|(low, high)| rows < *low || rows > *high) {
            findings.at(Code::RowsUnexpected, &self.scene.sheet, cell, |mut finding| {
                finding = finding.with("rows", rows as f64);
                if low > 0 {
                    finding = finding.with("low", low as f64);
                }
                if high < u64::MAX { finding.with("high", high as f64) } else { finding }
            });
        }
        self.table
    }
}
