//! mola-map
