//! mola-spec
