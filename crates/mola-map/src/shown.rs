//! Cells as text.

use mola_sheet::Value;
use std::fmt::Write;

/// The cell as a person sees it. Only what is no text is written, into `scratch`.
pub(crate) fn shown<'a>(value: Value<'a>, scratch: &'a mut String) -> &'a str {
    scratch.clear();
    match value {
        Value::Text(text) | Value::Error(text) => return text,
        Value::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            write!(scratch, "{}", number as i64).expect("a string takes everything");
        }
        other => scratch.push_str(&other.raw()),
    }
    scratch
}

/// Whether a cell shows nothing.
#[inline]
pub(crate) fn is_blank(value: Value<'_>) -> bool {
    match value {
        Value::Empty => true,
        Value::Text(text) => text.bytes().next().is_none_or(|b| b <= b' ' || !b.is_ascii()) && text.trim().is_empty(),
        _ => false,
    }
}
