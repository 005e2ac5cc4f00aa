//! Frames as Parquet.

use polars::prelude::{DataFrame, PolarsError, PolarsResult};
use polars_io::mmap::MmapBytesReader;
use polars_io::prelude::{
    ParallelStrategy, ParquetCompression, ParquetReader, ParquetWriter, SerReader, StatisticsOptions,
};
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The compression of segments and of the vault's values.
const COMPRESSION: ParquetCompression = ParquetCompression::Snappy;

/// Writes a frame and gives the number of bytes.
///
/// Columns are written one after the other: callers work on several frames at once already. There
/// are no statistics, for a segment is always read whole.
pub(crate) fn write(writer: impl Write, frame: &mut DataFrame) -> PolarsResult<u64> {
    ParquetWriter::new(writer)
        .with_compression(COMPRESSION)
        .with_statistics(StatisticsOptions::empty())
        .set_parallel(false)
        .finish(frame)
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
    let columns = columns.map(|names| names.iter().map(|name| (*name).to_owned()).collect());
    reader.with_columns(columns).finish().map_err(Unreadable::Damaged)
}
