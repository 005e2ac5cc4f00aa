//! Tests against the built `mola`, and what they have in common: a project of their own
//! ([`project`]) and the examples of a document ([`transcript`]).

pub mod project;
pub mod transcript;
