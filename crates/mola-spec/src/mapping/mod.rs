//! The language of mappings: how one source of one agency becomes canonical records.

mod column;
mod complete;
mod convert;
mod field;
mod header;
pub mod plan;
mod resolve;
mod source;
mod table;
mod versions;
pub(crate) mod written;

pub(crate) use field::PARTICIPATION_CODES;
pub(crate) use field::is_field;
pub(crate) use resolve::{Known, mapping};

#[doc(inline)]
pub use plan::*;
