//! Small cells suppressed over a whole issue: the only maker of what exporters accept.
//!
//! A count of beneficiaries below the programme's threshold is hidden, and with it so much else that no
//! hidden count can be worked out (rule R23): not from totals less their other parts in any table, not
//! from shares and means, not from the tables of who is with several agencies, and not from what an
//! earlier issue told. What is derived from a hidden count (shares, progress, formulas) goes with it, and so
//! do the personal values that a finding carries. This crate writes nothing and knows no format.
//!
//! ```
//! use mola_disclose::{Cell, Reason};
//!
//! // What is hidden, and why, is told to the programme itself by name.
//! let name: mola_disclose::CountName = "BEN-D@2011-10+/sex=F".parse()?;
//! assert!(matches!(&name.cell, Cell::Figure(key) if key.indicator == "BEN-D"));
//! assert!(Reason::Small < Reason::Complementary);
//! # Ok::<(), mola_disclose::CountNameError>(())
//! ```

mod apply;
mod cell;
mod collect;
mod disclosure;
mod edition;
mod personal;
mod protecting;
mod released;
mod solving;
mod system;
mod withholding;

pub use cell::{Cell, CountName, CountNameError, Line, Side};
pub use disclosure::{Disclosed, Disclosure, Hidden};
pub use released::Released;
pub use system::Reason;
