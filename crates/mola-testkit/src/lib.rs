//! mola-testkit
