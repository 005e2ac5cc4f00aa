//! Reads invented texts with this crate and with the `csv` crate in turn, and prints how long each
//! took: `delimited [MEGABYTES]`. Both read the same bytes, in memory, to the last field; this crate
//! finds out encoding and dialect besides.

use mola_sheet::{Hints, Limits, Workbook};
use std::error::Error;
use std::io::Write;
use std::time::Instant;

const ROUNDS: usize = 7;

fn main() -> Result<(), Box<dyn Error>> {
    let megabytes: usize = std::env::args().nth(1).map_or(Ok(32), |text| text.parse())?;
    let mut out = std::io::stdout();
    for (name, header, line) in KINDS {
        let mut text = String::from(header);
        (0..)
            .take_while(|index| {
                text.push_str(&line(*index));
                text.len() < megabytes << 20
            })
            .for_each(drop);
        let bytes = text.into_bytes();
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            theirs.push(timed(|| with_csv(&bytes))?);
            let own = bytes.clone();
            ours.push(timed(|| with_sheet(own))?);
        }
        let (ours, theirs) = (best(&ours)?, best(&theirs)?);
        let ratio = ours.0 / theirs.0;
        writeln!(out, "{name}\t{}\t{}\t{:.4}\t{:.4}\t{ratio:.3}", bytes.len(), ours.1, ours.0, theirs.0)?;
    }
    Ok(())
}

/// A name, the header, and how a line is made of its number.
type Kind = (&'static str, &'static str, fn(usize) -> String);

const KINDS: [Kind; 4] = [
    ("numbers", "a,b,c,d,e,f\n", |i| format!("{i},{},{},{},{},{}\n", i % 7, i * 3 % 100, i % 2, i % 12, i % 1000)),
    ("register", "id,name,number,sex,born,place,what,amount\r\n", |i| {
        let (sex, day) = (if i % 2 == 0 { "F" } else { "M" }, i % 28 + 1);
        format!(
            "BEN-{i:05},Ana María Pérez {},{},{sex},1990-01-{day:02},Coclé,Capacitación en costos,{}.5\r\n",
            i % 977,
            900_000_000 + i,
            i % 100
        )
    }),
    ("quoted", "id,name,number,what\n", |i| {
        format!("\"BEN-{i:05}\",\"Ana, María {i}\",\"{}\",\"taller {}\"\n", i * 7, i % 5)
    }),
    ("long", "id,note\n", |i| format!("{i},{}\n", "palabras y más palabras sobre un taller inventado ".repeat(4))),
];

/// Seconds, and what was counted.
fn timed(work: impl FnOnce() -> Result<usize, Box<dyn Error>>) -> Result<(f64, usize), Box<dyn Error>> {
    let start = Instant::now();
    let fields = work()?;
    Ok((start.elapsed().as_secs_f64(), fields))
}

/// The shortest of several times: whatever else the machine does only ever adds to it.
fn best(times: &[(f64, usize)]) -> Result<(f64, usize), Box<dyn Error>> {
    times.iter().copied().min_by(|one, other| one.0.total_cmp(&other.0)).ok_or_else(|| "no rounds".into())
}

fn with_csv(bytes: &[u8]) -> Result<usize, Box<dyn Error>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut record = csv::StringRecord::new();
    let mut fields = 0;
    while reader.read_record(&mut record)? {
        fields += record.iter().filter(|field| !field.is_empty()).count();
    }
    Ok(fields)
}

fn with_sheet(bytes: Vec<u8>) -> Result<usize, Box<dyn Error>> {
    let limits = Limits { chunk_bytes: 1 << 20, ..Limits::default() };
    let mut workbook = Workbook::open(bytes, &Hints::default(), &limits)?;
    let mut sheet = workbook.sheet(0)?;
    let mut fields = 0;
    while let Some(chunk) = sheet.next_chunk()? {
        fields += chunk.cell_count();
    }
    Ok(fields)
}
