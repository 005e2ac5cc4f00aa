//! Value types that refuse nonsense, and the resolved programme: what a pipeline says once all its
//! settings have been read, checked and brought together.
//!
//! This crate does no I/O, reads no clock and does not know polars.
//!
//! ```
//! use mola_model::{Cycle, Period};
//!
//! let quarter: Period = "2011-Q3".parse()?;
//! assert_eq!(quarter.cycle(), Cycle::Quarterly);
//! assert!(quarter.contains("2011-08".parse::<Period>()?));
//! # Ok::<(), mola_model::PeriodError>(())
//! ```

mod amount;
mod beneficiary;
mod binding;
mod dimension;
mod exact;
mod figure;
mod formula;
mod indicator;
mod issue;
mod labels;
mod period;
mod portfolio;
mod programme;
mod publication;
mod rates;
mod restatement;
mod shares;
mod status;

pub use amount::{Amount, AmountError, AmountSum};
pub use beneficiary::{Kind, Reach};
pub use binding::{Binding, BoundCell, BoundTable, CellAt, Part, Rows, Said, Shows};
pub use dimension::{AgeBand, AgeBandError, Dimension, DimensionCode, OwnColumns};
pub use exact::Exact;
pub use figure::{Figure, FigureKey, FigureKeyError, Reason, Reporters, Span};
pub use formula::{Formula, FormulaError, Operator};
pub use indicator::{
    Axis, AxisRule, Baseline, Computation, Direction, Filter, Indicator, Level, MeasurableFrom, MoneyFlow, Multiplier,
    PARTICIPATIONS, Target, TotalsPolicy, Treatment,
};
pub use issue::{
    AgencyCount, Completeness, CompletenessRow, CrossCell, CurrencyRow, FileState, FindingRow, Issue, Money, MoneyRow,
    Overlap, Reconciliation, ReportCell, ReportState, SourceRow, Tracking,
};
pub use labels::Labels;
pub use period::{Cycle, Month, Period, PeriodError, Window};
pub use portfolio::{Contribution, Joined, Portfolio, PortfolioMoney, PortfolioRow, Shared, Together};
pub use programme::{Agency, Output, Place, Programme, Source, UnitFactor};
pub use publication::{
    Activity, ActivitySector, ActivityStatus, Dhis2, Donor, Format, Organisation, Publication, Section, Spending,
    TrackingColumn, Withheld,
};
pub use rates::{ExchangeRate, Rate, RateError, Rates, currency_code, is_currency, parity};
pub use restatement::{BridgePart, Cause, Change, IssueName, Told, bridge, same};
pub use status::{Progress, Reached, Status};
