//! The values that messages name.

use serde::{Deserialize, Serialize, Serializer};

/// A value that a message names.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Arg {
    /// A finite number, written by the rules of the reader's language.
    Number(f64),
    /// A text, written as it is.
    Text(String),
}

/// Up to here every whole number has a form of its own as `f64`.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl Serialize for Arg {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            // Whole numbers are written without `.0`: they are counts.
            Self::Number(number) if number.fract() == 0.0 && number.abs() <= EXACT => {
                serializer.serialize_i64(*number as i64)
            }
            Self::Number(number) => serializer.serialize_f64(*number),
        }
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<f64> for Arg {
    /// JSON has no form for what is not finite, so that becomes a text.
    fn from(number: f64) -> Self {
        if number.is_finite() { Self::Number(number) } else { Self::Text(number.to_string()) }
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Self::Number(number as f64)
    }
}

impl From<u32> for Arg {
    fn from(number: u32) -> Self {
        Self::Number(f64::from(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_and_read_alike() {
        for (arg, json) in [
            (Arg::from(80_u32), "80"),
            (Arg::from(-3.0), "-3"),
            (Arg::from(0.5), "0.5"),
            (Arg::from("80"), "\"80\""),
            (Arg::from(f64::NAN), "\"NaN\""),
        ] {
            assert_eq!(serde_json::to_string(&arg).expect("it can be written"), json);
            assert_eq!(serde_json::from_str::<Arg>(json).expect("it can be read"), arg);
        }
    }
}
