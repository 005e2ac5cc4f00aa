//! Sixty indicators over made-up participations, by mola or by bare polars:
//! `sixty mola|margins|cells ROWS FOLDER`, where FOLDER is `benches/measure`. Prints how long it took and
//! what was counted, as JSON. `cargo xtask bench measure` runs it.

mod bare;
mod register;

use mola_finding::Place;
use mola_frame::column;
use mola_measure::{Canon, Participations, Question, measure};
use mola_model::{Computation, Period, Programme};
use mola_spec::{PipelineFiles, SettingsText};
use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// Counts by the id of their figure.
type Counts = BTreeMap<String, u64>;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [who, rows, folder] = arguments.as_slice() else { return Err("sixty mola|margins|cells ROWS FOLDER".into()) };
    let (programme, rows) = (programme(Path::new(folder))?, rows.parse()?);
    let period = Period::month(programme.window.last);
    let (time, counts) = match who.as_str() {
        "mola" => mola(&programme, period, rows)?,
        "margins" => bare::margins(&programme, period, rows)?,
        "cells" => bare::cells(&programme, rows)?,
        _ => return Err(format!("{who} is neither mola nor margins nor cells").into()),
    };
    let out = serde_json::json!({ "rows": rows, "seconds": time.as_secs_f64(), "counts": counts });
    writeln!(std::io::stdout(), "{out}")?;
    Ok(())
}

/// The programme that a folder of settings describes.
fn programme(folder: &Path) -> Result<Programme, Box<dyn Error>> {
    let text =
        |name: &str| Ok::<_, std::io::Error>(SettingsText::new(name, std::fs::read_to_string(folder.join(name))?));
    let main = text("pipeline.toml")?;
    let (plan, _) = mola_spec::pipeline(&main);
    let list = |name: &str| Ok::<_, std::io::Error>((name.to_owned(), text(&format!("codelists/{name}.csv"))?));
    let files = PipelineFiles {
        indicators: text("indicators.csv")?,
        codelists: ["place", "sector", "sex"].into_iter().map(list).collect::<Result<_, _>>()?,
        targets: None,
        rates: None,
        mappings: Vec::new(),
        receipts: None,
    };
    let (pipeline, findings) = mola_spec::resolve(plan.ok_or("no pipeline")?, &files);
    Ok(pipeline.ok_or_else(|| format!("{findings:?}"))?.programme)
}

/// Measures the programme as a run does: segment by segment in, all figures out.
fn mola(programme: &Programme, period: Period, rows: u64) -> Result<(Duration, Counts), Box<dyn Error>> {
    let place = |_| Place::default();
    let (question, canon) = (Question { programme, period, place: &place }, Canon::new(&[], &[])?);
    let mut time = Duration::ZERO;
    let mut participations = Participations::new(programme, period, rows as usize);
    for segment in 0..register::segments(rows) {
        let frame = register::segment(segment, rows)?;
        let start = Instant::now();
        participations.add(&frame)?;
        time += start.elapsed();
    }
    let start = Instant::now();
    let measured = measure(&question, participations, &canon)?;
    time += start.elapsed();
    let unique = |code: &str| {
        let indicator = programme.indicator(code);
        indicator.is_some_and(|indicator| matches!(indicator.computation, Computation::Unique { .. }))
    };
    let counted = measured.facts.iter().filter(|figure| unique(&figure.key.indicator));
    let counts = counted.filter_map(|figure| Some((figure.key.to_string(), figure.value? as u64)));
    Ok((time, counts.filter(|(_, count)| *count > 0).collect()))
}

/// The dimensions by which figures to date are shown.
const DIMENSIONS: [&str; 4] = [column::PLACE, column::AGENCY, column::SEX, column::SECTOR];
