//! A whole file: its sheets in order, on each of them its tables.

use crate::findings::Findings;
use crate::header::{Seeker, Sought};
use crate::lineage::MappedTable;
use crate::output::{Output, Outputs};
use crate::outside::Outside;
use crate::sheets::place;
use crate::table::{Ended, Io, Table};
use crate::version::version;
use crate::{Context, Mapped, Refused};
use mola_finding::{Area, Code, Finding, Place};
use mola_frame::Grain;
use mola_sheet::{Chunk, SheetError, SheetInfo, Visibility, Workbook};
use mola_spec::mapping::{HeaderPlace, Mapping, SheetChoice, VersionOrder};

/// Makes canonical records of a file.
///
/// # Errors
/// When the file breaks its mapping: nothing of it can be counted then.
pub fn map(workbook: &mut Workbook, mapping: &Mapping, context: &Context<'_>) -> Result<Mapped, Refused> {
    let mut findings = Findings::new(context.file);
    let placing = place(mapping, workbook.sheets(), &findings);
    sheets_unread(workbook, mapping, &placing.sheets, &mut findings);
    let outputs = Outputs::new(context.own);
    let mut io = Io { mapping, context, findings, faults: placing.faults, outputs, found: 0, usual_fields: 0 };
    let mut ends =
        Ends { tables: Vec::new(), absent: vec![None; mapping.tables.len()], found: vec![false; mapping.tables.len()] };
    for (sheet, numbers) in placing.sheets.iter().enumerate().filter(|(_, numbers)| !numbers.is_empty()) {
        if let Err(error) = ends.read(workbook, sheet, numbers, &mut io) {
            io.faults.extend(error.findings(context.file));
        }
    }
    ends.judge(&mut io);
    let mut mapped = finish(io, ends.tables)?;
    mapped.version = version(workbook, mapping, &mapped.tables, context);
    let asked = mapping.versions.as_ref().is_some_and(|plan| !matches!(plan.order, VersionOrder::Arrival));
    if asked && mapped.version.is_none() {
        mapped.findings.push(Finding::new(Code::VersionMissing, Place::file(context.file)));
    }
    Ok(mapped)
}

/// Tells of the sheets that no table is looked for on: of hidden ones that hold anything, of others that hold the
/// header of a table. Notes and lists to choose from are on a sheet of their own in most files.
fn sheets_unread(workbook: &mut Workbook, mapping: &Mapping, placed: &[Vec<usize>], findings: &mut Findings) {
    let left: Vec<usize> = (0..placed.len()).filter(|sheet| placed[*sheet].is_empty()).collect();
    let (mut seen, mut hidden) = (Vec::new(), Vec::new());
    for index in left {
        let SheetInfo { name, visibility } = workbook.sheets()[index].clone();
        let is_hidden = visibility != Visibility::Visible;
        let matters = workbook.sheet(index).and_then(|mut sheet| {
            let merges = sheet.merges().to_vec();
            Ok(sheet.next_chunk()?.is_some_and(|chunk| is_hidden || has_header(mapping, chunk, &merges)))
        });
        // A sheet that cannot be read holds something.
        if matters.unwrap_or(true) {
            if is_hidden { hidden.push(name) } else { seen.push(name) }
        }
    }
    for (names, reason) in [(seen, "visible"), (hidden, "hidden")] {
        if let Some(finding) = named(names, findings.of_file(Code::SheetsUnread)) {
            findings.add(finding.with("reason", reason));
        }
    }
}

/// Whether the header of a table that is found by its texts stands among these rows.
fn has_header(mapping: &Mapping, chunk: &Chunk, merges: &[Area]) -> bool {
    let sought = mapping.tables.iter().filter(|table| matches!(table.header.place, HeaderPlace::Containing { .. }));
    sought.into_iter().any(|table| {
        let mut seeker = Seeker::new(&table.header, merges, Vec::new());
        let found = chunk.rows().map(|row| seeker.feed(row)).find(|sought| !matches!(sought, Sought::More));
        matches!(found, Some(Sought::Found(_)))
    })
}

fn named(names: Vec<String>, finding: Finding) -> Option<Finding> {
    const MOST: usize = 10;
    let more = if names.len() > MOST { ", …" } else { "" };
    let listed = names.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join(", ");
    (!names.is_empty()).then(|| finding.with("count", names.len() as f64).with("found", listed + more))
}

struct Ends {
    tables: Vec<(u16, MappedTable)>,
    /// By table of the plan: what to say if no sheet has it.
    absent: Vec<Option<Finding>>,
    found: Vec<bool>,
}

impl Ends {
    fn read(
        &mut self,
        workbook: &mut Workbook,
        sheet: usize,
        numbers: &[usize],
        io: &mut Io<'_>,
    ) -> Result<(), SheetError> {
        let name = workbook.sheets()[sheet].name.clone();
        let mut reader = workbook.sheet(sheet)?;
        let merges = reader.merges().to_vec();
        let plans = &io.mapping.tables;
        let mut tables: Vec<_> =
            numbers.iter().map(|number| Table::new(*number, &plans[*number], &name, &merges)).collect();
        io.usual_fields = reader.usual_fields();
        let mut outside = Outside::default();
        while let Some(chunk) = reader.next_chunk()? {
            for table in &mut tables {
                table.feed(chunk, io);
            }
            // Also below the last table: what stands there is told of, and damage there is damage.
            outside.feed(chunk, &tables.iter().filter_map(Table::extent).collect::<Vec<_>>());
        }
        outside.finish(&name, &mut io.findings);
        for table in tables {
            self.end(table, io);
        }
        Ok(())
    }

    fn end(&mut self, table: Table<'_>, io: &mut Io<'_>) {
        let number = table.number;
        let plan = &io.mapping.tables[number];
        match table.finish(io) {
            Ended::Mapped(index, mapped) => {
                self.found[number] = true;
                self.tables.push((index, mapped));
            }
            // Of every sheet that is named the table is expected; of each sheet of a file, once.
            Ended::Absent(finding) if plan.optional || matches!(plan.sheets, SheetChoice::Each) => {
                self.absent[number].get_or_insert(finding);
            }
            Ended::Absent(finding) => io.faults.push(finding),
            Ended::Refused => self.found[number] = true,
        }
    }

    /// A table that no sheet has is a fault, unless it may be absent; so is a file without any.
    fn judge(&mut self, io: &mut Io<'_>) {
        let absent = std::mem::take(&mut self.absent);
        let mut optional = Vec::new();
        for (number, finding) in absent.into_iter().enumerate() {
            let Some(finding) = finding.filter(|_| !self.found[number]) else { continue };
            if io.mapping.tables[number].optional { optional.push(finding) } else { io.faults.push(finding) }
        }
        if self.tables.is_empty() && io.faults.is_empty() {
            io.faults.append(&mut optional);
            if io.faults.is_empty() {
                io.faults.push(io.findings.of_file(Code::FileEmpty));
            }
        }
    }
}

fn finish(io: Io<'_>, mut tables: Vec<(u16, MappedTable)>) -> Result<Mapped, Refused> {
    let mut found = io.findings.finish();
    if !io.faults.is_empty() {
        let mut findings = io.faults;
        findings.append(&mut found);
        return Err(Refused { findings });
    }
    tables.sort_by_key(|(index, _)| *index);
    let mut mapped = Mapped { grains: Vec::new(), personal: None, tables: Vec::new(), version: None, findings: found };
    mapped.tables = tables.into_iter().map(|(_, table)| table).collect();
    for output in io.outputs.into_list().into_iter().filter(|output| output.builder.height() > 0) {
        let Output { grain, builder, personal, .. } = output;
        // Each column is filled by its own type, and words are few: polars has no reason to refuse.
        let frame = builder.finish().expect("columns of one height and far fewer codes than ids");
        mapped.grains.push((grain, frame));
        if grain == Grain::Participation {
            mapped.personal = Some(personal.finish().expect("columns of one height"));
        }
    }
    Ok(mapped)
}
