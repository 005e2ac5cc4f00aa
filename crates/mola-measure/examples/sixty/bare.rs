//! The same counts by polars alone: group-by and `n_unique`.

use crate::{Counts, DIMENSIONS, register};
use mola_frame::column;
use mola_measure::UNKNOWN;
use mola_model::{Computation, FigureKey, Filter, Indicator, Month, Period, Programme};
use polars::prelude::*;
use std::collections::BTreeMap;
use std::error::Error;
use std::time::{Duration, Instant};

/// What the register has and the counts need.
const COLUMNS: [&str; 9] = [
    column::KIND,
    column::KEY,
    column::MONTH,
    column::PLACE,
    column::AGENCY,
    column::SEX,
    column::AREA,
    column::SECTOR,
    column::ACTIVITY,
];

/// Every indicator that counts beneficiaries once, with the conditions on its participations.
fn unique(programme: &Programme) -> impl Iterator<Item = (&Indicator, Expr)> {
    programme.indicators.iter().filter_map(|indicator| match &indicator.computation {
        Computation::Unique { beneficiary, filter } => {
            let kind = Filter::from([(column::KIND.to_owned(), vec![beneficiary.as_str().to_owned()])]);
            let tests = kind.iter().chain(filter).map(|(name, codes)| {
                let words = codes.iter().map(|code| col(name.as_str()).cast(DataType::String).eq(lit(code.as_str())));
                words.reduce(Expr::or).unwrap_or_else(|| lit(false))
            });
            Some((indicator, tests.reduce(Expr::and)?))
        }
        _ => None,
    })
}

/// The whole register in memory, one piece a column, its codes as words of a category.
fn register(rows: u64) -> PolarsResult<DataFrame> {
    let mut all = register::segment(0, rows)?.select(COLUMNS)?;
    for segment in 1..register::segments(rows) {
        all.vstack_mut_owned(register::segment(segment, rows)?.select(COLUMNS)?)?;
    }
    all.align_chunks_par();
    all.rechunk_mut_par();
    Ok(all)
}

/// For each indicator: to date and by period, by each dimension, by agency and period; for the people
/// reconciled also each combination of place, sex and sector, and by agency and month.
pub fn margins(programme: &Programme, period: Period, rows: u64) -> Result<(Duration, Counts), Box<dyn Error>> {
    let register = register(rows)?;
    let months: Vec<Period> = programme.window.months().map(Period::month).collect();
    let mut counts = Counts::new();
    let start = Instant::now();
    for (indicator, condition) in unique(programme) {
        let own = register.clone().lazy().filter(condition).collect()?;
        over_time(&own, indicator, &months, &mut counts)?;
        let to_date = FigureKey::to_date(&indicator.code, period);
        for cut in cuts(programme.people.as_ref() == Some(&indicator.code)) {
            let add = |row: &[(&str, String)], count| {
                let key = row.iter().fold(to_date.clone(), |key, (name, word)| key.by(name, word));
                counts.insert(key.to_string(), count);
            };
            group(&own, cut, add)?;
        }
    }
    Ok((start.elapsed(), counts))
}

fn over_time(own: &DataFrame, indicator: &Indicator, months: &[Period], counts: &mut Counts) -> PolarsResult<()> {
    group(own, &[column::MONTH], |row, count| {
        counts.insert(FigureKey::in_period(&indicator.code, month(&row[0].1)).to_string(), count);
    })?;
    group(own, &[column::AGENCY, column::MONTH], |row, count| {
        let key = FigureKey::in_period(&indicator.code, month(&row[1].1)).by(column::AGENCY, &row[0].1);
        counts.insert(key.to_string(), count);
    })?;
    // To date: whoever came for the first time by then.
    let firsts = own.clone().lazy().group_by([col(column::KEY)]).agg([col(column::MONTH).min()]).collect()?;
    let mut behind = 0;
    let mut first = BTreeMap::new();
    group(&firsts, &[column::MONTH], |row, count| {
        first.insert(month(&row[0].1), count);
    })?;
    for period in months {
        behind += first.get(period).copied().unwrap_or(0);
        counts.insert(FigureKey::to_date(&indicator.code, *period).to_string(), behind);
    }
    Ok(())
}

/// By what figures to date are broken down.
fn cuts(reconciled: bool) -> impl Iterator<Item = &'static [&'static str]> {
    const CROSSED: [&[&str]; 4] = [
        &[column::PLACE, column::SEX],
        &[column::PLACE, column::SECTOR],
        &[column::SEX, column::SECTOR],
        &[column::PLACE, column::SEX, column::SECTOR],
    ];
    let crossed = CROSSED.into_iter().filter(move |_| reconciled);
    DIMENSIONS.iter().map(std::slice::from_ref).chain(crossed)
}

/// Beneficiaries by some columns.
fn group(own: &DataFrame, by: &[&str], mut take: impl FnMut(&[(&str, String)], u64)) -> PolarsResult<()> {
    let columns: Vec<Expr> = by.iter().map(|name| col(*name)).collect();
    let found = own.clone().lazy().group_by(columns).agg([col(column::KEY).n_unique().alias("count")]).collect()?;
    let words = by.iter().map(|name| found.column(name)?.cast(&DataType::String)).collect::<PolarsResult<Vec<_>>>()?;
    let counts = found.column("count")?.cast(&DataType::UInt64)?;
    for (at, count) in counts.u64()?.iter().enumerate() {
        let word = |column: &Column| Ok::<_, PolarsError>(column.str()?.get(at).unwrap_or(UNKNOWN).to_owned());
        let row =
            by.iter().zip(&words).map(|(name, column)| Ok((*name, word(column)?))).collect::<PolarsResult<Vec<_>>>()?;
        take(&row, count.unwrap_or_default());
    }
    Ok(())
}

/// The month that its number names.
fn month(number: &str) -> Period {
    Period::month(Month(number.parse().unwrap_or_default()))
}

/// One group-by for all: in each cell of month, province, sex and sector the beneficiaries of each indicator.
/// These are other counts, and fewer; they are what one pass of polars takes.
pub fn cells(programme: &Programme, rows: u64) -> Result<(Duration, Counts), Box<dyn Error>> {
    let register = register(rows)?;
    let by = [column::MONTH, column::PLACE, column::SEX, column::SECTOR].map(col);
    let counts: Vec<Expr> = unique(programme)
        .map(|(indicator, condition)| col(column::KEY).filter(condition).n_unique().alias(indicator.code.as_str()))
        .collect();
    let start = Instant::now();
    let found = register.lazy().group_by(by).agg(counts).collect()?;
    let time = start.elapsed();
    Ok((time, Counts::from([("cells".to_owned(), found.height() as u64)])))
}
