//! Facts as Parquet. It is written here, since `mola-report` does not know polars and a second writer of Parquet
//! would only make the binary larger.

use mola_model::Figure;
use mola_report::{FactCell, FactColumn, FactKind, FactTable, ParquetError};
use polars::prelude::*;
use polars_io::prelude::{ParquetCompression, ParquetWriter};

/// Facts a row group: as many as are in memory as columns at a time.
const GROUP: usize = 65_536;

/// The table of facts as one Parquet file, with the columns of the CSV.
pub(crate) fn parquet(table: &FactTable<'_>) -> Result<Vec<u8>, ParquetError> {
    write(table).map_err(|error| ParquetError(error.to_string()))
}

fn write(table: &FactTable<'_>) -> PolarsResult<Vec<u8>> {
    let mut bytes = Vec::new();
    let schema: Schema = table.columns().iter().map(|c| (c.name.as_str().into(), dtype(c.kind))).collect();
    let writer = ParquetWriter::new(&mut bytes).with_compression(ParquetCompression::Snappy).set_parallel(false);
    let mut writer = writer.batched(&schema)?;
    for facts in table.facts().chunks(GROUP) {
        writer.write_batch(&frame(table, facts)?)?;
    }
    writer.finish()?;
    Ok(bytes)
}

const fn dtype(kind: FactKind) -> DataType {
    match kind {
        FactKind::Text => DataType::String,
        FactKind::Number => DataType::Float64,
        FactKind::Count => DataType::UInt64,
        FactKind::Truth => DataType::Boolean,
    }
}

fn frame<'a>(table: &FactTable<'a>, facts: &'a [Figure]) -> PolarsResult<DataFrame> {
    let columns = table.columns().iter().map(|c| column(table, c, facts)).collect();
    DataFrame::new(facts.len(), columns)
}

fn column<'a>(table: &FactTable<'a>, column: &FactColumn, facts: &'a [Figure]) -> Column {
    let cells = facts.iter().map(|fact| table.cell(column, fact));
    let name: PlSmallStr = column.name.as_str().into();
    match column.kind {
        FactKind::Text => {
            let mut texts = StringChunkedBuilder::new(name, facts.len());
            cells.for_each(
                |cell| if let FactCell::Text(own) = cell { texts.append_value(own) } else { texts.append_null() },
            );
            texts.finish().into_column()
        }
        FactKind::Number => {
            let number = |cell| if let FactCell::Number(own) = cell { Some(own) } else { None };
            cells.map(number).collect::<Float64Chunked>().with_name(name).into_column()
        }
        FactKind::Count => {
            let count = |cell| if let FactCell::Count(own) = cell { Some(own) } else { None };
            cells.map(count).collect::<UInt64Chunked>().with_name(name).into_column()
        }
        FactKind::Truth => {
            let truth = |cell| if let FactCell::Truth(own) = cell { Some(own) } else { None };
            cells.map(truth).collect::<BooleanChunked>().with_name(name).into_column()
        }
    }
}
