//! From a plan and a header to the steps of a row.

use crate::body::Body;
use crate::carry::Carries;
use crate::choice::{NoColumn, find};
use crate::findings::Findings;
use crate::given::Beside;
use crate::header::Header;
use crate::lineage::{MappedTable, UnpivotedColumn};
use crate::output::Output;
use crate::plan_reader::{clock_of, destination, name_of, reader, states};
use crate::reader::{Desk, Reader, Scene, What};
use crate::record::Record;
use crate::rules::RowRules;
use crate::step::{Given, Pick, Source, SpreadColumn, Step};
use crate::sums::RowSum;
use crate::survey;
use crate::totals::Total;
use crate::words::Words;
use crate::{Context, number::Locale};
use mola_finding::{Area, CellAddress, Code, Finding};
use mola_frame::{Field, Slot, column};
use mola_sheet::Chunk;
use mola_spec::mapping::{ColumnChoice, FieldPlan, FieldSource, GrainPlan, Mapping, TablePlan, Unpivot};

/// What a table is bound in.
pub(crate) struct Site<'a> {
    /// The mapping.
    pub(crate) mapping: &'a Mapping,
    /// What the caller says of the file.
    pub(crate) context: &'a Context<'a>,
    /// The sheet's name.
    pub(crate) sheet: &'a str,
    /// The sheet's merged ranges.
    pub(crate) merges: &'a [Area],
    /// The rows that the header was found among.
    pub(crate) chunk: &'a Chunk,
}

/// Binds the columns of a table, which is number `index` of its file.
///
/// # Errors
/// When a column that the mapping needs is not there or is there twice: all such faults.
pub(crate) fn bind<'p>(
    plan: &'p TablePlan,
    header: Header,
    index: u16,
    site: &Site<'_>,
    findings: &mut Findings,
    output: &mut Output,
) -> Result<Body<'p>, Vec<Finding>> {
    let table = MappedTable {
        name: plan.name.clone(),
        sheet: site.sheet.to_owned(),
        header_row: header.row,
        ..Default::default()
    };
    let mut binder = Binder {
        plan,
        site,
        scene: Scene {
            sheet: site.sheet.to_owned(),
            words: Words::of(&plan.values),
            earliest: site.context.first_day(plan.grain),
            latest: site.context.latest,
            window: site.context.window,
        },
        carries: Carries::default(),
        down: Vec::new(),
        table,
        faults: Vec::new(),
        beside: Beside::new(&header, plan),
        header,
    };
    binder.fill_down(findings);
    let spread = plan.unpivot.as_ref().map_or_else(Vec::new, |unpivot| binder.spread_columns(unpivot, findings));
    let steps: Vec<Step> =
        plan.fields.iter().filter_map(|field| binder.step(field, &spread, findings, output)).collect();
    let skip = binder.skip(findings);
    let sums = binder.sums(findings);
    if !binder.faults.is_empty() {
        return Err(binder.faults);
    }
    Ok(Body { sums, ..binder.body(steps, spread, skip, index, output) })
}

type Skip<'p> = Vec<(&'p mola_spec::mapping::SkipRule, Option<Pick>)>;

struct Binder<'p, 's> {
    plan: &'p TablePlan,
    site: &'s Site<'s>,
    header: Header,
    scene: Scene,
    carries: Carries,
    down: Vec<u32>,
    table: MappedTable,
    faults: Vec<Finding>,
    beside: Beside,
}

impl<'p> Binder<'p, '_> {
    fn body(
        self,
        steps: Vec<Step>,
        mut spread: Vec<SpreadColumn>,
        skip: Skip<'p>,
        index: u16,
        output: &mut Output,
    ) -> Body<'p> {
        let of_column = |step: &Step| matches!(step.source, Source::Spread | Source::Headed(_));
        let (mut spread_steps, mut steps): (Vec<_>, Vec<_>) = steps.into_iter().partition(of_column);
        for (index, column) in spread.iter_mut().enumerate() {
            column.given = self.beside.headed.iter().map(|given| given[index].clone()).collect();
        }
        let columns: Vec<u32> = spread.iter().map(|column| column.column).collect();
        survey::decide(&mut steps, &mut spread_steps, &columns, self.site, self.header.body);
        let mut mapped: Vec<u32> = self.table.columns.iter().map(|(_, column)| *column).collect();
        mapped.extend(&columns);
        mapped.dedup();
        let totals = self.totals(&steps, &spread_steps, &columns, output);
        let clock = clock_of(steps.iter().chain(&spread_steps));
        let reach = self.header.area.is_none().then(|| self.header.reach(&mapped));
        Body {
            plan: self.plan,
            table: self.table,
            index,
            scene: self.scene,
            rules: RowRules::new(&self.plan.stop, skip, self.plan.skip_hidden, self.header.area),
            carries: self.carries,
            mapped,
            steps,
            spread_steps,
            spread,
            totals,
            sums: Vec::new(),
            constants: constants(self.plan, self.site, output),
            states: states(output),
            clock,
            reach,
            next: self.header.body,
            ignored: vec![0; self.plan.skip.len() + 2],
            record: Record::default(),
            arena: String::new(),
        }
    }

    /// The column of a choice; what speaks against it is a fault, unless it may be absent.
    fn column(
        &mut self,
        choice: &ColumnChoice,
        field: &str,
        optional: bool,
        findings: &Findings,
    ) -> Option<(u32, String)> {
        let cell = (self.header.row > 0)
            .then(|| CellAddress::new(self.header.row, self.header.columns.first().map_or(1, |c| c.column)));
        let fault = |code| {
            findings.fault(code, self.site.sheet, cell).with("table", self.plan.name.as_str()).with("field", field)
        };
        let fault = match find(choice, &self.header) {
            Ok(found) => return Some(found),
            Err(NoColumn::Missing(..)) if optional => return None,
            Err(NoColumn::Missing(column, nearest)) => {
                fault(Code::ColumnMissing).with("column", column).with("nearest", nearest.unwrap_or_default())
            }
            Err(NoColumn::Several(columns)) => {
                let fault = fault(Code::ColumnAmbiguous);
                let faults = ambiguous(&fault, self.header.row, &columns);
                self.blame(faults);
                return None;
            }
        };
        self.blame(vec![fault]);
        None
    }

    fn blame(&mut self, faults: Vec<Finding>) {
        for fault in faults {
            if !self.faults.contains(&fault) {
                self.faults.push(fault);
            }
        }
    }

    fn pick(&mut self, column: u32) -> Pick {
        let merges = if self.plan.fill_merged { self.site.merges } else { &[] };
        let carry = self.carries.of(column, self.down.contains(&column), self.header.body, merges);
        Pick { column, carry }
    }

    fn fill_down(&mut self, findings: &Findings) {
        let plan = self.plan;
        for choice in &plan.fill_down {
            if let Some((column, _)) = self.column(choice, "fill_down", false, findings) {
                self.down.push(column);
            }
        }
    }

    fn skip(&mut self, findings: &Findings) -> Skip<'p> {
        let plan = self.plan;
        let mut rules = Vec::new();
        for rule in &plan.skip {
            let column = rule.column.as_ref().and_then(|choice| self.column(choice, &rule.name, false, findings));
            let pick = column.map(|(column, _)| self.pick(column));
            rules.push((rule, pick));
        }
        rules
    }

    fn sums(&mut self, findings: &Findings) -> Vec<RowSum> {
        let plan = self.plan;
        let mut sums = Vec::new();
        for check in &plan.sums {
            let whole = self.column(&check.whole, "sums", false, findings);
            let parts: Vec<_> = check.parts.iter().map(|part| self.column(part, "sums", false, findings)).collect();
            let parts = parts.into_iter().map(|part| part.map(|(column, _)| column)).collect::<Option<Vec<_>>>();
            if let (Some((whole, label)), Some(parts)) = (whole, parts) {
                let locale = survey::declared(plan.values.decimal, self.site.mapping);
                let fields = self.table.columns.iter().map(|(_, column)| *column).collect();
                sums.push(RowSum { whole, parts, label, locale, fields });
            }
        }
        sums
    }

    /// The columns that become rows; their given values follow with the steps that ask for them.
    fn spread_columns(&mut self, unpivot: &Unpivot, findings: &Findings) -> Vec<SpreadColumn> {
        let fits = |text: &str| unpivot.pattern.is_match(text);
        let fitting = self.header.columns.iter().filter(|column| fits(&column.text) || fits(&column.folded));
        let columns: Vec<_> = fitting.cloned().collect();
        if columns.is_empty() {
            let cell = (self.header.row > 0).then(|| CellAddress::new(self.header.row, 1));
            let fault = findings.fault(Code::ColumnMissing, self.site.sheet, cell);
            self.faults.push(fault.with("column", unpivot.pattern.as_str()).with("table", self.plan.name.as_str()));
        }
        let listed = columns.iter().map(|c| UnpivotedColumn { column: c.column, header: c.text.clone() });
        self.table.unpivoted = listed.collect();
        columns.iter().map(|c| SpreadColumn { column: c.column, given: Vec::new() }).collect()
    }

    fn step(
        &mut self,
        field: &FieldPlan,
        spread: &[SpreadColumn],
        findings: &mut Findings,
        output: &mut Output,
    ) -> Option<Step> {
        let name = name_of(&field.target);
        let destination = destination(&field.target, self.plan.grain, output)?;
        let (source, label) = self.source(field, name, spread, findings, output)?;
        let vital = match self.plan.grain {
            GrainPlan::Observation => name == column::INDICATOR,
            GrainPlan::Money => name == column::OUTPUT || name == column::FLOW,
            GrainPlan::Participation(_) => false,
        };
        let default = match &field.default {
            Some(text) => Some(self.given(field, text, None, findings, output)?),
            None => None,
        };
        let personal = output.personal.slot(name).is_some();
        let of_column = matches!(source, Source::Spread | Source::Headed(_));
        let rest_counts = of_column || !(field.required || vital || destination.is_vital());
        let what = What { field: name.to_owned(), label, personal, rest_counts };
        let reader = reader(field, vital, self.plan, self.site, output, false);
        Some(Step { what, source, reader, destination, required: field.required || vital, default })
    }

    fn source(
        &mut self,
        field: &FieldPlan,
        name: &str,
        spread: &[SpreadColumn],
        findings: &mut Findings,
        output: &mut Output,
    ) -> Option<(Source, String)> {
        match &field.from {
            FieldSource::Column { choice, optional } => {
                // A column that may be absent leaves its default to every row.
                let Some((column, label)) = self.column(choice, name, *optional, findings) else {
                    let text = field.default.as_ref().filter(|_| *optional)?;
                    return Some((Source::Given(self.given(field, text, None, findings, output)?), name.to_owned()));
                };
                self.table.columns.push((name.to_owned(), column));
                Some((Source::Cell(self.pick(column)), label))
            }
            FieldSource::Columns { choices, join } => {
                let found: Vec<_> = choices.iter().map(|choice| self.column(choice, name, false, findings)).collect();
                let found: Vec<(u32, String)> = found.into_iter().collect::<Option<_>>()?;
                self.table.columns.extend(found.iter().map(|(column, _)| (name.to_owned(), *column)));
                let label = found.iter().map(|(_, label)| label.as_str()).collect::<Vec<_>>().join(" + ");
                let picks = found.iter().map(|(column, _)| self.pick(*column)).collect();
                Some((Source::Joined(picks, join.clone()), label))
            }
            FieldSource::Value => {
                self.table.spread.push(name.to_owned());
                Some((Source::Spread, name.to_owned()))
            }
            FieldSource::Group(group) => {
                self.table.headed.push(name.to_owned());
                self.headed(field, name, group, spread, findings, output)
            }
            _ => self.beside(field, name, findings, output),
        }
    }

    /// A value that all rows have from beside the table.
    fn beside(
        &mut self,
        field: &FieldPlan,
        name: &str,
        findings: &mut Findings,
        output: &mut Output,
    ) -> Option<(Source, String)> {
        let (text, cell) = self.beside.text(&field.from, self.site);
        if let Some(cell) = cell {
            self.table.fixed.push((name.to_owned(), cell));
        }
        let text = text.filter(|text| !text.trim().is_empty()).or_else(|| field.default.clone());
        let given = match text {
            Some(text) => self.given(field, &text, cell, findings, output)?,
            None if field.required || self.is_time(field) => {
                let fault = findings.fault(Code::ValueMissing, self.site.sheet, cell);
                self.faults.push(fault.with("field", name).with("table", self.plan.name.as_str()));
                return None;
            }
            None => Given::Reading(crate::reader::Reading::Missing),
        };
        Some((Source::Given(given), name.to_owned()))
    }

    fn is_time(&self, field: &FieldPlan) -> bool {
        matches!(name_of(&field.target), "period" | "year" | "month" | column::DATE)
    }

    /// What the headers of the columns that become rows say, worked out once for each.
    fn headed(
        &mut self,
        field: &FieldPlan,
        name: &str,
        group: &str,
        spread: &[SpreadColumn],
        findings: &mut Findings,
        output: &mut Output,
    ) -> Option<(Source, String)> {
        let unpivot = self.plan.unpivot.as_ref()?;
        let mut given = Vec::with_capacity(spread.len());
        for column in spread {
            let header = self.header.columns.iter().find(|c| c.column == column.column)?;
            let captures = unpivot.pattern.captures(&header.text).or_else(|| unpivot.pattern.captures(&header.folded));
            let text = captures.and_then(|captures| captures.name(group).map(|found| found.as_str().to_owned()));
            let text = text.or_else(|| field.default.clone()).unwrap_or_default();
            let cell = CellAddress::new(self.header.row.max(1), column.column);
            given.push(self.given(field, &text, Some(cell), findings, output)?);
        }
        self.beside.headed.push(given);
        Some((Source::Headed(self.beside.headed.len() - 1), name.to_owned()))
    }

    /// A text read once for all rows; a text that cannot be read is a fault of the file.
    fn given(
        &mut self,
        field: &FieldPlan,
        text: &str,
        cell: Option<CellAddress>,
        findings: &mut Findings,
        output: &mut Output,
    ) -> Option<Given> {
        let constant = cell.is_none()
            && !matches!(field.from, FieldSource::FileName(_) | FieldSource::SheetName(_) | FieldSource::Above(_));
        let mut reader = reader(field, true, self.plan, self.site, output, constant);
        if matches!(reader, Reader::Text | Reader::Identifier) {
            return Some(Given::Text(text.trim().to_owned()));
        }
        let name = name_of(&field.target);
        let what = What { field: name.to_owned(), label: name.to_owned(), personal: false, rest_counts: false };
        let mut own = Findings::new(self.site.context.file);
        let mut arena = String::new();
        let mut desk = Desk { findings: &mut own, builder: &mut output.builder, arena: &mut arena, scene: &self.scene };
        let at =
            crate::reader::At { value: mola_sheet::Value::Text(text), address: cell.unwrap_or(CellAddress::new(1, 1)) };
        let at = if text.is_empty() { crate::reader::At { value: mola_sheet::Value::Empty, ..at } } else { at };
        let reading = reader.read(at, &what, &mut desk);
        let said = own.finish();
        if matches!(reading, crate::reader::Reading::Fault { .. }) {
            self.faults.extend(said.into_iter().map(|mut finding| {
                finding.place.cell = cell;
                finding
            }));
            return None;
        }
        said.into_iter().for_each(|finding| findings.add(finding));
        Some(Given::Reading(reading))
    }

    fn totals(&self, steps: &[Step], spread_steps: &[Step], columns: &[u32], output: &Output) -> Vec<Total> {
        let mut totals = Vec::new();
        for check in &self.plan.totals {
            let rule = self.plan.skip.iter().position(|rule| rule.name == check.rule);
            let step = steps.iter().chain(spread_steps).find(|step| step.what.field == check.field);
            let slot = output.builder.slot(&check.field);
            let (Some(rule), Some(step), Some(slot)) = (rule, step, slot) else { continue };
            let columns: Vec<(u32, f64)> = match &step.source {
                Source::Cell(pick) => vec![(pick.column, 0.0)],
                Source::Spread => columns.iter().map(|column| (*column, 0.0)).collect(),
                _ => continue,
            };
            let (locale, factor) = match &step.reader {
                Reader::Quantity(reader) => (reader.locale, reader.factor),
                _ => (Locale::Doubtful(survey::fallback(self.site.mapping)), 1.0),
            };
            totals.push(Total { rule, slot, label: step.what.label.clone(), locale, factor, columns });
        }
        totals
    }
}

/// Says at the header of each of several columns which other one could be meant.
fn ambiguous(fault: &Finding, row: u32, columns: &[(u32, String)]) -> Vec<Finding> {
    let [(_, first), (_, second), ..] = columns else { return Vec::new() };
    let each = columns.iter().enumerate().map(|(index, (column, called))| {
        let mut fault = fault.clone().with("first", first.as_str());
        fault.place.cell = (row > 0).then(|| CellAddress::new(row, *column));
        fault.with("second", if index == 0 { second.as_str() } else { called.as_str() })
    });
    each.collect()
}

/// What every record holds unless its row says otherwise.
fn constants(plan: &TablePlan, site: &Site<'_>, output: &mut Output) -> Vec<(Slot, Field)> {
    let mut words = vec![(column::AGENCY, site.mapping.agency.as_str()), (column::CURRENCY, site.context.currency)];
    if let GrainPlan::Participation(kind) = plan.grain {
        words.push((column::KIND, kind.as_str()));
    }
    let mut constants = Vec::new();
    for (name, word) in words {
        if let Some(slot) = output.builder.slot(name) {
            constants.push((slot, output.builder.intern(slot, word)));
        }
    }
    for (name, flag) in [(column::CUMULATIVE, plan.cumulative), (column::ESTIMATED, false)] {
        if let Some(slot) = output.builder.slot(name) {
            constants.push((slot, Field::Flag(flag)));
        }
    }
    constants
}
