//! Frames as Parquet.

use polars::prelude::{DataFrame, PolarsResult};
use polars_io::mmap::MmapBytesReader;
use polars_io::prelude::{ParallelStrategy, ParquetCompression, ParquetReader, ParquetWriter, SerReader, StatisticsOptions};
use std::io::Write;

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

/// Reads a frame, or some of its columns in the order of the file.
pub(crate) fn read(reader: impl MmapBytesReader, columns: Option<&[&str]>) -> PolarsResult<DataFrame> {
    let columns = columns.map(|names| names.iter().map(|name| (*name).to_owned()).collect());
    ParquetReader::new(reader).with_columns(columns).read_parallel(ParallelStrategy::None).set_rechunk(true).finish()
}
