//! Who is who: from identifiers and names as written to keys that are the same wherever the same
//! beneficiary is written.
//!
//! A key is a pseudonym: an HMAC of kind and identity under the store's secret. This crate marks
//! records and never drops one: a record without a usable identity gets a key of its own. It knows
//! neither files nor figures.
//!
//! ```
//! use mola_link::identity;
//! use mola_spec::IdentifierScheme;
//!
//! let spellings = ["8-123-456", "08-0123-00456", " 8 123 456", "8–123–456", "8.123.456"];
//! for spelling in spellings {
//!     assert_eq!(identity(IdentifierScheme::Groups, spelling).as_deref(), Some("8-123-456"));
//! }
//! ```

mod assign;
mod identity;
mod key;
mod lists;
mod profile;
mod repeats;

pub use assign::{Assigned, Linker};
pub use identity::{form, identity};
pub use key::Pseudonyms;
pub use lists::{Band, FieldKind, Levels, Linked, LinkedPair, List, ListField, guess_fields, link_lists};
pub use profile::{OpenProfiles, Profile, Same, same_beneficiaries};
pub use repeats::repeats;
