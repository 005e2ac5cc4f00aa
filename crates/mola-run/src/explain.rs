//! From a figure of the last report back to rule, records, file, sheet, cell and raw text.

mod calculation;

pub use calculation::{Calculation, ExplainedPart, ExplainedProgress, ExplainedRange};

use crate::consolidate::{moment, reader, store_folder};
use crate::knowledge::{Knowledge, value_column};
use crate::linking::Certainty;
use crate::measuring::leave_open;
use crate::reading::Loaded;
use crate::record::RunRecord;
use crate::settings::Settings;
use crate::{Request, RunError};
use mola_finding::{CellAddress, Finding};
use mola_frame::column;
use mola_link::form;
use mola_map::cell_of;
use mola_measure::{Lineage, Participations, Question, RecordRef, lineage, measure};
use mola_model::{Computation, Figure, FigureKey, Labels};
use mola_sheet::{Limits, Workbook};
use mola_store::{Files, Store};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Fields that are never shown as written.
const PERSONAL: [&str; 5] =
    [column::IDENTIFIER, column::NAME, column::BORN, column::PHONE, column::HOUSEHOLD_IDENTIFIER];

/// A figure and where it comes from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explained {
    /// The version of this shape.
    pub schema_version: u32,
    /// The figure's id.
    pub figure: String,
    /// The figure.
    pub value: Figure,
    /// The indicator's name.
    pub label: Labels,
    /// The indicator's unit.
    pub unit: Labels,
    /// The rule that it is computed by.
    pub computation: Computation,
    /// What it was worked out from, besides records.
    pub calculation: Calculation,
    /// The months that it is about.
    pub window: String,
    /// Beneficiaries behind it.
    pub beneficiaries: Option<u64>,
    /// Records behind it.
    pub records: u64,
    /// The same by agency, in the programme's order.
    pub agencies: Vec<ExplainedAgency>,
    /// The first records, with their cells.
    pub shown: Vec<ExplainedRecord>,
    /// Further figures of the report with the value that was asked for.
    pub others: Vec<String>,
}

/// One agency's part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExplainedAgency {
    /// The agency's code.
    pub agency: String,
    /// Records.
    pub records: u64,
    /// Beneficiaries, each once.
    pub beneficiaries: Option<u64>,
}

/// One record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExplainedRecord {
    /// The file, relative to the inbox.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// The row of the sheet.
    pub row: u32,
    /// When the file came, RFC 3339, UTC.
    pub received: String,
    /// Which beneficiary it is about, as a number within this answer.
    pub beneficiary: Option<u32>,
    /// The cells that the figure is made of.
    pub cells: Vec<ExplainedCell>,
}

/// One cell behind a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExplainedCell {
    /// The canonical field.
    pub field: String,
    /// Its address.
    pub cell: String,
    /// What stands there; of personal fields only the form (`9-999-999`).
    pub raw: String,
}

/// Explains a figure of the last report, by its id or by its value, with at most `most` records.
/// The inner error are the faults of the pipeline.
///
/// # Errors
/// When there is no report yet, no such figure in it, or the store cannot be read.
pub fn explain(request: &Request, figure: &str, most: usize) -> Result<Result<Explained, Vec<Finding>>, RunError> {
    let settings = match Settings::load(&request.pipeline)? {
        Ok(settings) => settings,
        Err(faults) => return Ok(Err(faults)),
    };
    let programme = &settings.pipeline.programme;
    let no_run = || RunError::NoRun(crate::consolidate::shown(&settings.folder, &settings.root));
    let store = match Store::open_read(&store_folder(request.store.as_deref(), &settings), &request.keys) {
        Err(mola_store::StoreError::Absent { .. }) => return Err(no_run()),
        store => store?,
    };
    let last = store.last_run(&programme.code)?.ok_or_else(no_run)?;
    let record = RunRecord::read(&last).ok_or_else(no_run)?;
    let (key, others) = wanted(&record, figure)?;
    let reader = reader(&settings, &store, request)?;
    let known = Knowledge::at(&store, &reader, request.as_of.unwrap_or(record.moment))?;
    let place = |record| known.place(record);
    let period = record.summary.period.parse().unwrap_or(key.period);
    let (mut participations, mut traced) =
        (Participations::new(programme, period, known.participation_rows() as usize), Vec::new());
    known.participations(&reader, Loaded::new(), (true, Certainty::Likely), |frame| {
        participations.add(&frame)?;
        traced.push(frame);
        Ok(())
    })?;
    let canon = known.canon(&reader)?;
    let question = Question { programme, period, place: &place };
    let mut measured = measure(&question, participations, &canon)?;
    leave_open(&known, &reader, period, &mut measured)?;
    let no_figure = || RunError::NoFigure(figure.to_owned());
    let value = measured.facts.iter().find(|f| f.key == key).cloned().ok_or_else(no_figure)?;
    let indicator = programme.indicator(&key.indicator).ok_or_else(no_figure)?;
    let behind = lineage(&question, &traced, &canon, &key)?;
    let calculation = calculation::calculation(&measured, &record, indicator, &value, behind.beneficiaries);
    Ok(Ok(Explained {
        schema_version: 1,
        figure: key.to_string(),
        value,
        label: indicator.label.clone(),
        unit: indicator.unit.clone(),
        computation: indicator.computation.clone(),
        calculation,
        window: key.window(programme.window.first).to_string(),
        beneficiaries: behind.beneficiaries,
        records: behind.records.len() as u64,
        agencies: by_agency(&settings, &known, &behind),
        shown: cells(&settings, &known, &reader.files, &behind, most)?,
        others,
    }))
}

/// The figure that is meant by an id or a value, and further ones with the same value. Of several
/// the widest is meant.
fn wanted(record: &RunRecord, asked: &str) -> Result<(FigureKey, Vec<String>), RunError> {
    let none = || RunError::NoFigure(asked.to_owned());
    if let Ok(key) = asked.parse::<FigureKey>() {
        return if record.figures.contains_key(&key.to_string()) { Ok((key, Vec::new())) } else { Err(none()) };
    }
    let number = asked.trim().trim_end_matches('%').replace([',', ' ', '\u{a0}'], "");
    let number: f64 = number.parse().map_err(|_| none())?;
    let scale = if asked.trim().ends_with('%') { 100.0 } else { 1.0 };
    let decimals = asked.trim().trim_end_matches('%').split_once('.').map_or(0, |(_, d)| d.trim().len()) as i32;
    let near = 0.5 * 10f64.powi(-decimals) + 1e-9;
    let mut keys: Vec<FigureKey> = record
        .figures
        .iter()
        .filter(|(_, told)| told.value.is_some_and(|v| (v * scale - number).abs() < near))
        .filter_map(|(id, _)| id.parse().ok())
        .collect();
    // To date before in the period, the later before the earlier, the whole before its parts.
    keys.sort_by(|a, b| (a.by.len(), b.span, b.period, a).cmp(&(b.by.len(), a.span, a.period, b)));
    let mut keys = keys.into_iter();
    let first = keys.next().ok_or_else(none)?;
    Ok((first, keys.map(|key| key.to_string()).collect()))
}

fn by_agency(settings: &Settings, known: &Knowledge, behind: &Lineage) -> Vec<ExplainedAgency> {
    let mut parts: BTreeMap<&str, (u64, BTreeSet<u32>)> = BTreeMap::new();
    for record in &behind.records {
        let Some(held) = known.segments.get(record.segment as usize) else { continue };
        let part = parts.entry(&known.counted[held.held].submission.agency).or_default();
        part.0 += 1;
        part.1.extend(record.beneficiary);
    }
    let order = |agency: &str| settings.pipeline.programme.agencies.iter().position(|a| a.code == agency);
    let mut all: Vec<ExplainedAgency> = parts
        .into_iter()
        .map(|(agency, (records, people))| ExplainedAgency {
            agency: agency.to_owned(),
            records,
            beneficiaries: behind.beneficiaries.map(|_| people.len() as u64),
        })
        .collect();
    all.sort_by_key(|part| order(&part.agency).unwrap_or(usize::MAX));
    all
}

/// A cell to read: the index of the record shown, of the cell in it, and the address.
type Wanted = (usize, usize, CellAddress);

/// The first records with their cells, as they stand in the files received.
fn cells(
    settings: &Settings,
    known: &Knowledge,
    files: &Files,
    behind: &Lineage,
    most: usize,
) -> Result<Vec<ExplainedRecord>, RunError> {
    let mut shown: Vec<ExplainedRecord> = Vec::new();
    let mut wanted: BTreeMap<(usize, String), Vec<Wanted>> = BTreeMap::new();
    for record in behind.records.iter().take(most) {
        let Some((place, table)) = known.table(*record) else { continue };
        let held = known.segments[record.segment as usize].held;
        let mut cells = Vec::new();
        for field in &behind.fields {
            let Some(cell) = cell_of(table, record.row, field, value_column(*record)) else { continue };
            let at = (shown.len(), cells.len(), cell);
            wanted.entry((held, table.sheet.clone())).or_default().push(at);
            cells.push(ExplainedCell { field: field.clone(), cell: cell.to_string(), raw: String::new() });
        }
        shown.push(explained(known, record, place.file, &table.sheet, held, cells));
    }
    for ((held, sheet), cells) in wanted {
        fill(settings, known, files, held, &sheet, &cells, &mut shown)?;
    }
    Ok(shown)
}

fn explained(
    known: &Knowledge,
    record: &RecordRef,
    file: Option<String>,
    sheet: &str,
    held: usize,
    cells: Vec<ExplainedCell>,
) -> ExplainedRecord {
    ExplainedRecord {
        file: file.unwrap_or_default(),
        sheet: sheet.to_owned(),
        row: record.row,
        received: moment(known.counted[held].submission.received).and_utc().to_rfc3339(),
        beneficiary: record.beneficiary,
        cells,
    }
}

/// Reads the raw text of cells of one sheet.
fn fill(
    settings: &Settings,
    known: &Knowledge,
    files: &Files,
    held: usize,
    sheet: &str,
    cells: &[Wanted],
    shown: &mut [ExplainedRecord],
) -> Result<(), RunError> {
    let held = &known.counted[held];
    let mapping = settings.pipeline.mappings.iter().find(|m| m.name == held.reading.source);
    let hints = mapping.map(crate::reading::hints).unwrap_or_default();
    let bytes = files.blob(&held.submission.content)?;
    // The file was read when it was taken in: where it cannot be read now, cells stay empty.
    let Ok(mut workbook) = Workbook::open(bytes, &hints, &Limits::default()) else { return Ok(()) };
    let Some(index) = workbook.sheets().iter().position(|s| s.name == sheet) else { return Ok(()) };
    let Ok(mut reader) = workbook.sheet(index) else { return Ok(()) };
    let mut by_row: BTreeMap<u32, Vec<(usize, usize, u32)>> = BTreeMap::new();
    for (record, at, cell) in cells {
        by_row.entry(cell.row).or_default().push((*record, *at, cell.column));
    }
    while let Ok(Some(chunk)) = reader.next_chunk() {
        for row in chunk.rows() {
            for (record, at, column) in by_row.get(&row.number()).into_iter().flatten() {
                let cell = &mut shown[*record].cells[*at];
                let raw = row.get(*column).raw().into_owned();
                cell.raw = if PERSONAL.contains(&cell.field.as_str()) { form(&raw) } else { raw };
            }
        }
    }
    Ok(())
}
