//! The workbooks of the month's end, read by three in turn.

use super::super::month_end::Place;
use super::super::process::measure;
use super::super::table::Limit;
use super::super::workload::{Size, Workload};
use super::example;
use anyhow::Context;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

/// The size that `bench month-end` has where nothing else is said.
const SIZE: Size = Size { lines: 5_000, people: 40_000, months: 12, seed: 1 };
/// At least four times as fast as calamine's streaming reader.
const OF_CALAMINE: f64 = 0.25;
/// Within four times of inflating and finding every cell.
const OF_LIMIT: f64 = 4.0;
/// Peak memory of the largest inflated part.
const OF_PART: f64 = 3.0;

/// Prints seconds and memory of each, and returns the ratios with their limits.
pub fn measure_all(place: &Place) -> anyhow::Result<Vec<Limit>> {
    let workload = Workload::make(&place.script("make_workload.py"), place.work(), SIZE)?;
    let inbox = workload.inbox();
    let files = workload.files()?.into_iter().filter(|file| file.extension().is_some_and(|e| e == "xlsx"));
    let files: Vec<PathBuf> = files.map(|file| inbox.join(file)).collect();
    let talk = place.work().join("read.log");
    drop(example(place, "workbooks")?);
    let timed = measure(Command::new(place.example("workbooks")).args(&files), &talk, &[0])?.stdout;
    let lines: BTreeMap<&str, (f64, &str)> = timed
        .lines()
        .filter_map(|line| match line.split('\t').collect::<Vec<_>>()[..] {
            [name, number, cells] => Some((name, (number.parse().ok()?, cells))),
            _ => None,
        })
        .collect();
    let told = |name: &str| lines.get(name).copied().with_context(|| format!("nothing about {name}"));
    let peak = |name: &str| -> anyhow::Result<u64> {
        let mut command = Command::new(place.example("workbooks"));
        Ok(measure(command.args(["--only", name]).args(&files), &talk, &[0])?.peak)
    };
    // A process that opens every file and reads none: what program and system take in any case.
    let nothing = peak("nothing")?;
    println!("{:<34} {:>10} {:>9} {:>9}", format!("{} workbooks, one thread", files.len()), "cells", "s", "peak MiB");
    let mut peaks = BTreeMap::new();
    for name in ["mola", "calamine", "limit"] {
        let (seconds, cells) = told(name)?;
        let bytes = peak(name)?.saturating_sub(nothing);
        peaks.insert(name, bytes);
        let title = match name {
            "mola" => "mola",
            "calamine" => "calamine, streaming",
            _ => "inflate, find every cell",
        };
        println!("{title:<34} {cells:>10} {seconds:>9.4} {:>9.1}", bytes as f64 / f64::from(1 << 20));
    }
    let ((mola, _), (calamine, _), (limit, _), (part, _)) =
        (told("mola")?, told("calamine")?, told("limit")?, told("part")?);
    let of_part = peaks["mola"] as f64 / part;
    Ok(vec![
        Limit { name: "workbooks: mola / calamine", ratio: mola / calamine, at_most: OF_CALAMINE },
        Limit { name: "workbooks: mola / physical limit", ratio: mola / limit, at_most: OF_LIMIT },
        Limit { name: "workbooks: memory / largest part", ratio: of_part, at_most: OF_PART },
    ])
}
