//! Tests against the built `mola`.
