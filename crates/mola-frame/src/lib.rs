//! The canonical tables as polars frames. This crate alone owns their column names and types; it
//! knows neither file formats nor rules of counting.
//!
//! There are three grains: a *participation* (a beneficiary took part in an activity), an
//! *observation* (a value of an indicator for period, place and disaggregation) and *money*. A
//! fourth frame, *personal*, runs row by row beside the participations and holds what must never
//! leave the vault.
//!
//! ```
//! use mola_frame::{FrameBuilder, Grain, column};
//! use mola_model::OwnColumns;
//!
//! let own = OwnColumns { measures: vec!["hours".to_owned()], ..OwnColumns::default() };
//! let mut builder = FrameBuilder::new(Grain::Participation, &own);
//! let sex = builder.slot(column::SEX).expect("a canonical column");
//! let hours = builder.slot("hours").expect("a measure of this frame");
//! let female = builder.intern(sex, "F");
//! builder.set(sex, female);
//! builder.set(hours, mola_frame::Field::Number(8.0));
//! builder.end_row(0, 6);
//! let frame = builder.finish()?;
//! assert_eq!(frame.height(), 1);
//! # Ok::<(), polars::error::PolarsError>(())
//! ```

mod builder;
mod cells;
pub mod column;
mod fingerprint;
mod grain;

pub use builder::{Field, FrameBuilder, Slot};
pub use fingerprint::fingerprints;
pub use grain::{ColumnType, Grain};
