//! Frames as Parquet.
//!
//! A column of codes is written as small whole numbers; the words that they stand for are in the file's
//! metadata, once each. Reading it then takes no strings: the columns of codes of a month end are
//! there in a tenth of the time.

use polars::prelude::*;
use polars_io::mmap::MmapBytesReader;
use polars_io::prelude::{
    KeyValueMetadata, ParallelStrategy, ParquetCompression, ParquetReader, ParquetWriter, SerReader, StatisticsOptions,
};
use std::collections::HashMap;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The compression of segments and of the vault's values.
const COMPRESSION: ParquetCompression = ParquetCompression::Snappy;

/// The words of a column of codes stand in the metadata under this and the column's name, as a list in JSON.
const WORDS: &str = "mola.words.";

/// Writes a frame and gives the number of bytes.
///
/// Columns are written one after the other: callers work on several frames at once already. There
/// are no statistics, for a segment is always read whole.
pub(crate) fn write(writer: impl Write, frame: &DataFrame) -> PolarsResult<u64> {
    let mut words = Vec::new();
    let mut columns = Vec::with_capacity(frame.width());
    for column in frame.columns() {
        columns.push(match column.dtype() {
            DataType::Categorical(..) => {
                let (numbers, own) = numbered(column)?;
                words.push((format!("{WORDS}{}", column.name()), own));
                numbers
            }
            _ => column.clone(),
        });
    }
    ParquetWriter::new(writer)
        .with_compression(COMPRESSION)
        .with_statistics(StatisticsOptions::empty())
        .with_key_value_metadata(Some(KeyValueMetadata::from_static(words)))
        .set_parallel(false)
        .finish(&mut DataFrame::new(frame.height(), columns)?)
}

/// A column of codes as numbers from 0 in the order in which they first occur, and its words.
fn numbered(column: &Column) -> PolarsResult<(Column, String)> {
    let codes = column.cat32()?;
    let mut words: Vec<&str> = Vec::new();
    let mut known: HashMap<u32, u32> = HashMap::new();
    let mut last = (u32::MAX, 0);
    let mut number = |id: u32| {
        if last.0 != id {
            let next = words.len() as u32;
            last = (id, *known.entry(id).or_insert(next));
            if last.1 == next {
                words.push(codes.get_mapping().cat_to_str(id).unwrap_or_default());
            }
        }
        last.1
    };
    let numbers: UInt32Chunked = codes.physical().iter().map(|id| id.map(&mut number)).collect();
    let smallest = match words.len() {
        0..=256 => DataType::UInt8,
        257..=65_536 => DataType::UInt16,
        _ => DataType::UInt32,
    };
    let numbers = numbers.with_name(column.name().clone()).into_column().cast(&smallest)?;
    Ok((numbers, serde_json::Value::from(words).to_string()))
}

/// The column of codes that [`numbered`] took apart.
fn coded(column: &Column, words: &str) -> PolarsResult<Column> {
    let damaged = || PolarsError::ComputeError("the words of a column of codes are not as they were written".into());
    let words: Vec<String> = serde_json::from_str(words).map_err(|_| damaged())?;
    let dtype = DataType::from_categories(Categories::global());
    let mapping = dtype.cat_mapping()?;
    let ids = words.iter().map(|word| mapping.insert_cat(word)).collect::<PolarsResult<Vec<u32>>>()?;
    let numbers = column.cast(&DataType::UInt32)?;
    let numbers = numbers.u32()?;
    if numbers.max().is_some_and(|largest| largest as usize >= ids.len()) {
        return Err(damaged());
    }
    let physical = numbers.apply_values(|number| ids.get(number as usize).copied().unwrap_or_default());
    Ok(Categorical32Chunked::from_cats_and_dtype(physical, dtype).into_column())
}

/// Why a frame cannot be read.
pub(crate) enum Unreadable {
    /// There is no column of this name.
    Column(String),
    /// The bytes are not what was written.
    Damaged(PolarsError),
}

/// Reads a frame, or some of its columns in the order in which they are asked for.
///
/// The reader of polars panics on some damaged files; here that is an error like any other.
pub(crate) fn read(reader: impl MmapBytesReader, columns: Option<&[&str]>) -> Result<DataFrame, Unreadable> {
    // Nothing of the reader is used after a panic.
    catch_unwind(AssertUnwindSafe(|| read_columns(reader, columns))).unwrap_or_else(|_| {
        Err(Unreadable::Damaged(PolarsError::ComputeError("the reader gave up on what it found".into())))
    })
}

fn read_columns(reader: impl MmapBytesReader, columns: Option<&[&str]>) -> Result<DataFrame, Unreadable> {
    let mut reader = ParquetReader::new(reader).read_parallel(ParallelStrategy::None).set_rechunk(true);
    let schema = reader.schema().map_err(Unreadable::Damaged)?;
    if let Some(absent) = columns.into_iter().flatten().find(|name| !schema.contains(name)) {
        return Err(Unreadable::Column((*absent).to_owned()));
    }
    let metadata = reader.get_metadata().map_err(Unreadable::Damaged)?.key_value_metadata().clone();
    let columns = columns.map(|names| names.iter().map(|name| (*name).to_owned()).collect());
    let mut frame = reader.with_columns(columns).finish().map_err(Unreadable::Damaged)?;
    for entry in metadata.into_iter().flatten() {
        let (Some(name), Some(words)) = (entry.key.strip_prefix(WORDS), entry.value) else { continue };
        let Ok(at) = frame.try_get_column_index(name) else { continue };
        let column = coded(&frame.columns()[at], &words).map_err(Unreadable::Damaged)?;
        frame.replace_column(at, column).map_err(Unreadable::Damaged)?;
    }
    Ok(frame)
}
