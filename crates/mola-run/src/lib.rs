//! mola-run
