//! Reads files and says how many cells a second: `read [--sum] FILE…`.

use mola_sheet::{Hints, Limits, Value, Workbook};
use std::error::Error;
use std::io::Write;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout();
    let (mut cells, mut sum, mut texts, mut bytes) = (0_usize, 0.0, 0_usize, 0);
    let start = Instant::now();
    for path in std::env::args().skip(1) {
        let content = std::fs::read(&path)?;
        bytes += content.len();
        if let Err(error) = read(content, &mut |value| {
            cells += 1;
            match value {
                Value::Text(text) => texts += text.len(),
                Value::Number(number) => sum += number,
                Value::Date(date) => sum += date.serial,
                Value::Empty | Value::Bool(_) | Value::Error(_) | Value::Uncached => {}
            }
        }) {
            writeln!(out, "{path}: {error}")?;
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    writeln!(out, "{cells} cells, {texts} bytes of text, numbers add up to {sum}")?;
    writeln!(out, "{bytes} bytes in {seconds:.3} s: {:.1} M cells/s", cells as f64 / seconds / 1e6)?;
    Ok(())
}

fn read(content: Vec<u8>, take: &mut impl FnMut(Value<'_>)) -> Result<(), Box<dyn Error>> {
    let mut workbook = Workbook::open(content, &Hints::default(), &Limits::default())?;
    for index in 0..workbook.sheets().len() {
        let mut sheet = workbook.sheet(index)?;
        while let Some(chunk) = sheet.next_chunk()? {
            for row in chunk.rows() {
                row.cells().for_each(|(_, value)| take(value));
            }
        }
    }
    Ok(())
}
