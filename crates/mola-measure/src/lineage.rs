//! From a figure back to the records that it was made from.

use crate::allowed::Allowed;
use crate::gathering::gatherings;
use crate::money::{self, Line};
use crate::roster::{Codes, Roster};
use crate::selection::Selection;
use crate::{Canon, Measurement, Question, observed, periods, selected};
use mola_frame::column;
use mola_model::{Computation, FigureKey, Indicator, MoneyFlow, PARTICIPATIONS, Programme, Span, Window};
use polars::prelude::*;
use std::collections::BTreeMap;

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
    let mut window = key.window(programme.window.first);
    let mut since = None;
    if indicator.treatment.newly && key.span == Span::InPeriod {
        // Who is new is known from all that was before.
        window.first = programme.window.first;
        since = Some(key.period.first().0 - window.first.0);
    }
    let mut lineage = Lineage::default();
    if let Some((kind, filter)) = selected(&indicator.computation)
        && let Some(mut gathering) = gatherings(programme, std::slice::from_ref(indicator), window).remove(&kind)
    {
        participations.iter().try_for_each(|frame| gathering.add(frame))?;
        let roster = gathering.finish()?;
        add_participations(indicator, &Selection::new(&roster, &filter)?, key, since, &mut lineage)?;
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
    indicator: &Indicator,
    selection: &Selection<'_>,
    key: &FigureKey,
    since: Option<i32>,
    lineage: &mut Lineage,
) -> PolarsResult<()> {
    let (computation, allowed) = (&indicator.computation, Allowed::of(indicator));
    let measure = match computation {
        Computation::Sum { measure, .. } | Computation::Stock { measure, .. } => match measure {
            Some(measure) => Some(measure.as_str()),
            None => return Ok(()),
        },
        Computation::Mean { measure, .. } => Some(measure.as_str()),
        Computation::Indirect => Some(column::HOUSEHOLD_SIZE),
        _ => None,
    };
    let roster = selection.roster;
    let beneficiaries = roster.beneficiaries();
    let inside = |row: usize| {
        let has = |(dimension, code)| roster.codes.get(dimension).is_some_and(|codes: &Codes| codes.word(row) == code);
        key.by.iter().all(has)
    };
    let has = |row: usize| match measure {
        Some(column::HOUSEHOLD_SIZE) => roster.sizes.get(row).is_some_and(|size| *size != Roster::NO_SIZE),
        Some(PARTICIPATIONS) => true,
        Some(name) => roster.measure(name).is_some_and(|values| allowed.holds(values[row])),
        None => true,
    };
    let is_new = |row: usize| {
        let mut own = roster.rows_of(beneficiaries[row]).filter(|row| selection.has(*row));
        since.is_none_or(|since| own.all(|row| i32::from(roster.months[row]) >= since))
    };
    let rows = (0..roster.height()).filter(|row| selection.has(*row) && inside(*row) && has(*row) && is_new(*row));
    let mut received: Vec<(u32, u32)> = rows.map(|row| (roster.received[row], beneficiaries[row])).collect();
    received.sort_unstable();
    let mut numbers = BTreeMap::new();
    for (row, id) in received {
        let next = numbers.len() as u32;
        let beneficiary = Some(*numbers.entry(id).or_insert(next));
        lineage.records.push(RecordRef { column: 0, beneficiary, ..record(&roster.frame, row as usize)? });
    }
    lineage.beneficiaries = Some(numbers.len() as u64);
    lineage.fields.extend(measure.filter(|name| *name != PARTICIPATIONS).map(str::to_owned));
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
