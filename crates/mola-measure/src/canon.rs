//! The canonical tables that are measured, besides participations.

use mola_frame::{FrameBuilder, Grain, column};
use mola_model::OwnColumns;
use polars::prelude::*;

/// The observations and amounts of all submissions that count, in order of receipt, each with its
/// `SEGMENT`.
pub struct Canon {
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
    pub fn new(observations: &[DataFrame], money: &[DataFrame]) -> PolarsResult<Self> {
        Ok(Self { observations: stacked(observations, Grain::Observation)?, money: stacked(money, Grain::Money)? })
    }
}

/// Frames one below the other. They stay as they are, chunk by chunk: a copy in one piece would take
/// as much memory again.
pub(crate) fn stacked(frames: &[DataFrame], grain: Grain) -> PolarsResult<DataFrame> {
    if frames.is_empty() {
        let mut frame = FrameBuilder::new(grain, &OwnColumns::default()).finish()?;
        frame.with_column(Column::new_empty(column::SEGMENT.into(), &DataType::UInt32))?;
        return Ok(frame);
    }
    polars::functions::concat_df_diagonal(frames)
}
