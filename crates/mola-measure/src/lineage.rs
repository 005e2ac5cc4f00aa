//! From a figure back to the records that it was made from.

use crate::gathering::Gathering;
use crate::money::{self, Line};
use crate::selection::Selection;
use crate::{Canon, Measurement, Question, observed, periods};
use mola_frame::column;
use mola_model::{Computation, FigureKey, MoneyFlow, Programme, Span, Window};
use polars::prelude::*;
use std::collections::BTreeSet;

/// A record behind a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordRef {
    /// The segment's index.
    pub segment: u32,
    /// The table within it.
    pub table: u16,
    /// The row of the sheet.
    pub row: u32,
    /// The column that became rows; 0 where none did.
    pub column: u16,
    /// For participations which beneficiary it is, as a number from 0 within this answer.
    pub beneficiary: Option<u32>,
}

/// What a figure was made from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lineage {
    /// The records, in order of receipt and row.
    pub records: Vec<RecordRef>,
    /// Beneficiaries among them.
    pub beneficiaries: Option<u64>,
    /// The canonical fields that the figure is made of, for which a cell is to be shown.
    pub fields: Vec<String>,
}

/// The records behind the figure `key`; none where no record has a part in it. `participations` are
/// segments with their records' places, in order of receipt.
///
/// # Errors
/// When a canonical column is absent, which is a defect.
pub fn lineage(
    question: &Question<'_>,
    participations: &[DataFrame],
    canon: &Canon,
    key: &FigureKey,
) -> PolarsResult<Lineage> {
    let programme = question.programme;
    let Some(indicator) = programme.indicator(&key.indicator) else { return Ok(Lineage::default()) };
    let window = key.window(programme.window.first);
    let mut lineage = Lineage::default();
    if let Some(mut gathering) = Gathering::of(indicator, programme, window) {
        participations.iter().try_for_each(|frame| gathering.add(frame))?;
        add_participations(&indicator.computation, &gathering.finish()?, key, &mut lineage)?;
    }
    match indicator.computation {
        Computation::Rate { numerator, denominator } => {
            money(canon, programme, key, window, [numerator, denominator], &mut lineage)?;
        }
        Computation::Formula { .. } => {}
        _ => {
            let question = Question { programme, period: key.period, place: question.place };
            let mut m = Measurement::new(&question, canon, periods(key.period, programme.window.first));
            let all = m.observations()?;
            let rows = observed::behind(programme, indicator, &all, key, window);
            if !rows.is_empty() {
                let fields = [column::VALUE, column::NUMERATOR, column::DENOMINATOR];
                lineage.fields.extend(fields.map(str::to_owned));
            }
            lineage.records.extend(rows);
        }
    }
    lineage.records.sort_unstable();
    lineage.records.dedup();
    Ok(lineage)
}

fn add_participations(
    computation: &Computation,
    selection: &Selection,
    key: &FigureKey,
    lineage: &mut Lineage,
) -> PolarsResult<()> {
    let measure = match computation {
        Computation::Sum { measure, .. } | Computation::Stock { measure, .. } => match measure {
            Some(measure) => Some(measure.as_str()),
            None => return Ok(()),
        },
        Computation::Mean { measure, .. } => Some(measure.as_str()),
        Computation::Indirect => Some(column::HOUSEHOLD_SIZE),
        _ => None,
    };
    let inside = |row: usize| {
        key.by.iter().all(|(dimension, code)| {
            selection.codes.get(dimension).is_some_and(|codes| codes.words[codes.indices[row] as usize] == *code)
        })
    };
    let valued = match measure {
        Some(name) => selection.frame.column(name).map(|c| c.is_not_null()).ok(),
        None => None,
    };
    let has = |row: usize| match (&valued, measure) {
        (Some(valued), _) => valued.get(row) == Some(true),
        (None, Some(_)) => false,
        (None, None) => true,
    };
    let mut people = BTreeSet::new();
    let (segments, tables) =
        (selection.frame.column(column::SEGMENT)?.u32()?, selection.frame.column(column::TABLE)?.u16()?);
    let rows = selection.frame.column(column::ROW)?.u32()?;
    for row in (0..selection.height()).filter(|row| inside(*row) && has(*row)) {
        people.insert(selection.ids[row]);
        lineage.records.push(RecordRef {
            segment: segments.get(row).unwrap_or_default(),
            table: tables.get(row).unwrap_or_default(),
            row: rows.get(row).unwrap_or_default(),
            column: 0,
            beneficiary: Some(selection.ids[row]),
        });
    }
    lineage.beneficiaries = Some(people.len() as u64);
    lineage.fields.extend(measure.map(str::to_owned));
    lineage.fields.push(column::IDENTIFIER.to_owned());
    let dimensions = key.by.keys().map(String::as_str).filter(|dimension| *dimension != column::AGENCY);
    let field = |dimension: &str| if dimension == column::AGE_BAND { column::AGE } else { dimension }.to_owned();
    lineage.fields.extend(dimensions.map(field));
    Ok(())
}

fn money(
    canon: &Canon,
    programme: &Programme,
    key: &FigureKey,
    window: Window,
    parts: [MoneyFlow; 2],
    lineage: &mut Lineage,
) -> PolarsResult<()> {
    let own = |line: &Line| key.by.get(column::AGENCY).is_none_or(|code| line.agency == *code);
    let counts = |line: &Line| key.span == Span::ToDate && line.rate.is_some() && parts.contains(&line.flow);
    for line in money::lines(&canon.money, programme, window.last)? {
        if counts(&line) && own(&line) {
            lineage.records.push(record(&canon.money, line.row)?);
        }
    }
    lineage.fields.push(column::AMOUNT.to_owned());
    Ok(())
}

/// The record in one row of a canonical table.
pub(crate) fn record(frame: &DataFrame, row: usize) -> PolarsResult<RecordRef> {
    Ok(RecordRef {
        segment: frame.column(column::SEGMENT)?.u32()?.get(row).unwrap_or_default(),
        table: frame.column(column::TABLE)?.u16()?.get(row).unwrap_or_default(),
        row: frame.column(column::ROW)?.u32()?.get(row).unwrap_or_default(),
        column: frame.column(column::COLUMN)?.u16()?.get(row).unwrap_or_default(),
        beneficiary: None,
    })
}
