//! Reads workbooks with this crate, with calamine's streaming reader and with the least that any
//! reader must do (inflate every part with libdeflate, find every cell with memchr), in turn, on one
//! thread, and prints how long each took: `workbooks [--only NAME] FILE…`. Files are in memory before
//! the clock starts. With `--only` one of `mola`, `calamine`, `limit`, `nothing` reads every file once:
//! from outside, that is what it takes in memory.

use calamine::{DataRef, Reader, Xlsx};
use mola_sheet::{Hints, Limits, Value, Workbook};
use std::error::Error;
use std::io::{Cursor, Write};
use std::ops::Range;
use std::time::Instant;

const ROUNDS: usize = 9;
type Outcome = Result<Tally, Box<dyn Error>>;
type Way = (&'static str, fn(&[u8]) -> Outcome);
const WAYS: [Way; 3] = [("mola", with_mola), ("calamine", with_calamine), ("limit", with_limit)];

/// What was read: the same for all who read the same.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Tally {
    cells: usize,
    texts: usize,
    numbers: f64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut paths: Vec<String> = std::env::args().skip(1).collect();
    let mut out = std::io::stdout();
    if paths.first().is_some_and(|first| first == "--only") {
        let name = paths.get(1).cloned().unwrap_or_default();
        for path in paths.drain(..).skip(2) {
            let content = std::fs::read(path)?;
            if let Some((_, way)) = WAYS.iter().find(|(known, _)| *known == name) {
                way(&content)?;
            }
        }
        return Ok(());
    }
    let contents: Vec<Vec<u8>> = paths.iter().map(std::fs::read).collect::<Result<_, _>>()?;
    let mut best = [f64::INFINITY; WAYS.len()];
    let mut tallies = [Tally::default(); WAYS.len()];
    for _ in 0..ROUNDS {
        for (index, (_, way)) in WAYS.iter().enumerate() {
            let start = Instant::now();
            tallies[index] = all(&contents, *way)?;
            best[index] = best[index].min(start.elapsed().as_secs_f64());
        }
    }
    if tallies[0] != tallies[1] {
        return Err(format!("mola read {:?}, calamine {:?}", tallies[0], tallies[1]).into());
    }
    for (index, (name, _)) in WAYS.iter().enumerate() {
        writeln!(out, "{name}\t{:.4}\t{}", best[index], tallies[index].cells)?;
    }
    writeln!(out, "part\t{}\t0", contents.iter().map(|bytes| largest(bytes)).max().unwrap_or(0))?;
    Ok(())
}

fn all(contents: &[Vec<u8>], way: fn(&[u8]) -> Outcome) -> Outcome {
    contents.iter().try_fold(Tally::default(), |sum, bytes| {
        let more = way(bytes)?;
        Ok(Tally { cells: sum.cells + more.cells, texts: sum.texts + more.texts, numbers: sum.numbers + more.numbers })
    })
}

fn with_mola(bytes: &[u8]) -> Outcome {
    let mut workbook = Workbook::open(bytes.to_vec(), &Hints::default(), &Limits::default())?;
    let mut tally = Tally::default();
    for index in 0..workbook.sheets().len() {
        let mut sheet = workbook.sheet(index)?;
        while let Some(chunk) = sheet.next_chunk()? {
            for row in chunk.rows() {
                for (_, value) in row.cells() {
                    tally.cells += 1;
                    match value {
                        Value::Text(text) => tally.texts += text.len(),
                        Value::Number(number) => tally.numbers += number,
                        Value::Date(date) => tally.numbers += date.serial,
                        Value::Empty | Value::Bool(_) | Value::Error(_) | Value::Uncached => {}
                    }
                }
            }
        }
    }
    Ok(tally)
}

fn with_calamine(bytes: &[u8]) -> Outcome {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec()))?;
    let mut tally = Tally::default();
    for name in workbook.sheet_names() {
        let mut cells = workbook.worksheet_cells_reader(&name)?;
        while let Some(cell) = cells.next_cell()? {
            tally.cells += usize::from(!matches!(cell.get_value(), DataRef::Empty));
            match cell.get_value() {
                DataRef::SharedString(text) => tally.texts += text.len(),
                DataRef::String(text) => tally.texts += text.len(),
                DataRef::Float(number) => tally.numbers += number,
                DataRef::Int(number) => tally.numbers += *number as f64,
                DataRef::DateTime(date) => tally.numbers += date.as_f64(),
                _ => {}
            }
        }
    }
    Ok(tally)
}

/// Where the compressed bytes of a part are, and its size.
type Part = (Range<usize>, usize);

/// All parts that are compressed.
fn parts(bytes: &[u8]) -> Result<Vec<Part>, Box<dyn Error>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))?;
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index)?;
        let start = usize::try_from(part.data_start().unwrap_or_default())?;
        let stored = part.compression() == zip::CompressionMethod::Stored;
        if !stored {
            parts.push((start..start + usize::try_from(part.compressed_size())?, usize::try_from(part.size())?));
        }
    }
    Ok(parts)
}

fn with_limit(bytes: &[u8]) -> Outcome {
    let bytes = bytes.to_vec();
    let finder = memchr::memmem::Finder::new(b"<c ");
    let mut tally = Tally::default();
    let mut inflater = libdeflater::Decompressor::new();
    for (range, size) in parts(&bytes)? {
        let mut content = vec![0; size];
        inflater.deflate_decompress(&bytes[range], &mut content)?;
        tally.cells += finder.find_iter(&content).count();
    }
    Ok(tally)
}

/// The largest size of a part. The readers have held it against what is there.
fn largest(bytes: &[u8]) -> usize {
    parts(bytes).unwrap_or_default().iter().map(|(_, size)| *size).max().unwrap_or(0)
}
