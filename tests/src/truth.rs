//! What a correct consolidation of the Panama programme finds: `fixtures/panama/expect/truth.json`.

use crate::project::repository;
use serde_json::Value;

/// The figures, of which the fixtures' own generator knows that they are right.
#[derive(Debug, Clone)]
pub struct Truth(Value);

impl Truth {
    /// Reads them.
    ///
    /// # Panics
    /// Where the file is not there: no test can go on without.
    pub fn read() -> Self {
        let path = repository().join("fixtures/panama/expect/truth.json");
        let text = std::fs::read_to_string(path).expect("truth.json is there");
        Self(serde_json::from_str(&text).expect("truth.json is JSON"))
    }

    /// What lies at a pointer such as `/people/unique`.
    ///
    /// # Panics
    /// Where there is nothing.
    pub fn at(&self, pointer: &str) -> &Value {
        self.0.pointer(pointer).unwrap_or_else(|| panic!("truth.json holds no {pointer}"))
    }

    /// The number at a pointer.
    ///
    /// # Panics
    /// Where there is none.
    pub fn number(&self, pointer: &str) -> f64 {
        self.at(pointer).as_f64().unwrap_or_else(|| panic!("{pointer} is no number"))
    }
}

/// Whether two numbers are the same but for the last digits of a division.
pub fn equal(left: f64, right: f64) -> bool {
    (left - right).abs() <= 1e-9 * left.abs().max(right.abs()).max(1.0)
}
