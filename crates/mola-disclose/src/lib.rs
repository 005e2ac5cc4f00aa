//! Small cells suppressed over a whole issue: the only maker of what exporters accept.
//!
//! A count of beneficiaries below the programme's threshold is hidden, and with it so much else that
//! no hidden count can be worked out as a total less its other parts (rule R23). What is derived from
//! a hidden count (shares, progress) goes with it, and so do the personal values that a finding
//! carries. This crate writes nothing and knows no format.
//!
//! ```
//! use mola_disclose::{Family, Hiding};
//!
//! // Women and men of one village: 3 + 20 = 23. Hiding 3 alone would not hide it.
//! let mut hiding = Hiding::new(5.0, vec![23.0, 3.0, 20.0]);
//! hiding.close(&[Family { total: 0, parts: vec![1, 2] }]);
//! assert!(hiding.reason(1).is_some() && hiding.reason(2).is_some() && hiding.reason(0).is_none());
//! ```

mod apply;
mod cell;
mod family;
mod hiding;
mod personal;
mod released;

pub use cell::{Cell, Hidden};
pub use hiding::{Family, Hiding, Reason};
pub use released::Released;
