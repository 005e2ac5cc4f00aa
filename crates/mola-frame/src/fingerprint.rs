//! What a record says, as one number: records that say the same have the same.

use polars::prelude::*;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A fingerprint of each row of a frame, of all columns but those named. Texts count as they are written, whatever
/// codes they have in this frame.
///
/// # Errors
/// What polars refuses.
pub fn fingerprints(frame: &DataFrame, leave_out: &[&str]) -> PolarsResult<Vec<u64>> {
    let mut prints = vec![0_u64; frame.height()];
    let columns = frame.columns().iter().filter(|column| !leave_out.contains(&column.name().as_str()));
    for column in columns {
        let name = hash(column.name().as_str());
        let series = column.as_materialized_series();
        add(series, name, &mut prints)?;
    }
    Ok(prints)
}

/// One column. A value that is absent leaves the fingerprint as it is, so that a column without any value is as none.
fn add(series: &Series, name: u64, prints: &mut [u64]) -> PolarsResult<()> {
    match series.dtype() {
        DataType::Categorical(..) | DataType::Enum(..) => {
            let mut known: HashMap<&str, u64> = HashMap::new();
            let words = series.cat32()?;
            mix(prints, name, words.iter_str().map(|word| word.map(|w| *known.entry(w).or_insert_with(|| hash(w)))));
        }
        DataType::String => mix(prints, name, series.str()?.iter().map(|text| text.map(hash))),
        DataType::Float64 => mix(prints, name, series.f64()?.iter().map(|n| n.map(|n| (n + 0.0).to_bits()))),
        DataType::Boolean => mix(prints, name, series.bool()?.iter().map(|flag| flag.map(u64::from))),
        DataType::UInt64 => mix(prints, name, series.u64()?.iter()),
        _ => {
            let whole = series.to_physical_repr().cast(&DataType::Int64)?;
            mix(prints, name, whole.i64()?.iter().map(|n| n.map(i64::cast_unsigned)));
        }
    }
    Ok(())
}

fn mix(prints: &mut [u64], name: u64, values: impl Iterator<Item = Option<u64>>) {
    for (print, value) in prints.iter_mut().zip(values) {
        if let Some(value) = value {
            *print = stirred(*print ^ stirred(value ^ name));
        }
    }
}

/// Every bit of the number that comes depends on every bit of the one given (the end of `MurmurHash3`).
fn stirred(number: u64) -> u64 {
    let mut n = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    n = (n ^ (n >> 33)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    n = (n ^ (n >> 33)).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    n ^ (n >> 33)
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_that_say_the_same_have_the_same_fingerprint() {
        let frame = |places: &[&str], rows: &[u32], amounts: &[Option<f64>]| {
            let place = Column::new("place".into(), places).cast(&DataType::from_categories(Categories::global()));
            let columns =
                vec![place.expect("words"), Column::new("row".into(), rows), Column::new("amount".into(), amounts)];
            DataFrame::new(rows.len(), columns).expect("a frame")
        };
        let prints = |frame: &DataFrame| fingerprints(frame, &["row"]).expect("fingerprints");
        let one = prints(&frame(&["N", "S", "N", "N"], &[2, 3, 4, 5], &[Some(5.0), Some(5.0), Some(5.0), None]));
        assert_eq!(one[0], one[2]);
        assert!(one[0] != one[1] && one[0] != one[3] && one[1] != one[3]);
        let other = prints(&frame(&["S", "N"], &[9, 8], &[Some(5.0), Some(5.0)]));
        assert_eq!((other[0], other[1]), (one[1], one[0]));
    }
}
