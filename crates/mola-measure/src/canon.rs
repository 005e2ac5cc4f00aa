//! The canonical tables that are measured.

use mola_frame::{ColumnType, FrameBuilder, Grain, column};
use polars::prelude::*;

/// The records of all submissions that count, in order of receipt, each with its `SEGMENT`.
pub struct Canon {
    /// Who took part in what.
    pub participations: DataFrame,
    /// Values of indicators.
    pub observations: DataFrame,
    /// Amounts of money.
    pub money: DataFrame,
}

impl Canon {
    /// Brings segments together. Columns that a segment lacks are null in its rows.
    ///
    /// # Errors
    /// When two segments have a column of one name and different types, which is a defect.
    pub fn new(
        participations: Vec<DataFrame>,
        observations: Vec<DataFrame>,
        money: Vec<DataFrame>,
    ) -> PolarsResult<Self> {
        Ok(Self {
            participations: stacked(participations, Grain::Participation)?,
            observations: stacked(observations, Grain::Observation)?,
            money: stacked(money, Grain::Money)?,
        })
    }

    /// No records at all.
    pub fn empty() -> Self {
        let none = |grain| stacked(Vec::new(), grain).expect("an empty table has no columns that differ");
        Self {
            participations: none(Grain::Participation),
            observations: none(Grain::Observation),
            money: none(Grain::Money),
        }
    }
}

fn stacked(frames: Vec<DataFrame>, grain: Grain) -> PolarsResult<DataFrame> {
    if frames.is_empty() {
        let mut frame = FrameBuilder::new(grain, &[]).finish()?;
        frame.with_column(Column::new_empty(column::SEGMENT.into(), &DataType::UInt32))?;
        return Ok(frame);
    }
    let mut frame = polars::functions::concat_df_diagonal(&frames)?;
    // The parts go before they are copied into one, so that a column is there twice at most.
    drop(frames);
    frame.rechunk_mut();
    Ok(frame)
}

/// The numbers of a measure, or nothing but nulls where no record carries it.
pub(crate) fn measure(frame: &DataFrame, name: &str) -> PolarsResult<Float64Chunked> {
    match frame.column(name) {
        Ok(column) => Ok(column.f64()?.clone()),
        Err(_) => {
            let none = Column::full_null(name.into(), frame.height(), &ColumnType::Number.dtype());
            Ok(none.f64()?.clone())
        }
    }
}
