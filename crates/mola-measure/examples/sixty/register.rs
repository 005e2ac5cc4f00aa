//! Participations that nobody took part in. Each depends on its number alone.

use mola_frame::{Field, FrameBuilder, Grain, Slot, column};
use mola_model::{Month, OwnColumns};
use polars::prelude::*;

/// Participations a segment.
const SEGMENT: u64 = 100_000;
/// Participations a beneficiary, in the mean.
const EACH: u64 = 10;

const AGENCIES: [&str; 5] = ["undp", "fao", "unido", "unctad", "unwto"];
const PLACES: [&str; 4] = ["PA-2", "PA-4", "PA-6", "PA-9"];
const SECTORS: [&str; 3] = ["crafts", "agriculture", "tourism"];
const ACTIVITIES: [&str; 12] = ["a01", "a02", "a03", "a04", "a05", "a06", "a07", "a08", "a09", "a10", "a11", "a12"];

/// How many segments so many participations make.
pub fn segments(rows: u64) -> u64 {
    rows.div_ceil(SEGMENT)
}

/// The participations of a segment, of so many in all.
pub fn segment(segment: u64, rows: u64) -> PolarsResult<DataFrame> {
    let measures = ["hours", "income", "members"].map(str::to_owned).to_vec();
    let own = OwnColumns { measures, ..OwnColumns::default() };
    let mut builder = FrameBuilder::new(Grain::Participation, &own);
    for row in segment * SEGMENT..((segment + 1) * SEGMENT).min(rows) {
        participation(&mut builder, row, rows)?;
        builder.end_row(0, (row % SEGMENT) as u32 + 1);
    }
    let mut frame = builder.finish()?;
    let segments = UInt32Chunked::full(column::SEGMENT.into(), segment as u32, frame.height());
    frame.with_column(segments.into_column())?;
    Ok(frame)
}

fn participation(builder: &mut FrameBuilder, row: u64, rows: u64) -> PolarsResult<()> {
    let mut chance = Chance(row);
    let kind = match chance.below(100) {
        0 => "network",
        1..=3 => "enterprise",
        _ => "person",
    };
    let who = chance.below((rows / EACH).max(1));
    // What does not change from one participation to the next.
    let mut own = Chance(u64::MAX - who);
    let sex = if own.below(3) == 0 { "M" } else { "F" };
    let area = if own.below(4) == 0 { "urban" } else { "rural" };
    let household = who / 2;
    let size = 3 + Chance(u64::MAX / 2 - household).below(6);
    let place = chance.below(100).checked_sub(1).map(|at| PLACES[(at % 4) as usize]);
    let words = [
        (column::KIND, Some(kind)),
        (column::AGENCY, Some(AGENCIES[chance.below(5) as usize])),
        (column::PLACE, place),
        (column::SEX, Some(sex)),
        (column::AREA, Some(area)),
        (column::SECTOR, Some(SECTORS[chance.below(3) as usize])),
        (column::ACTIVITY, Some(ACTIVITIES[chance.below(12) as usize])),
    ];
    for (name, word) in words.into_iter().filter_map(|(name, word)| Some((name, word?))) {
        let slot = slot(builder, name)?;
        let code = builder.intern(slot, word);
        builder.set(slot, code);
    }
    let first = Month::new(2011, 1).map_or(0, |month| month.0);
    let numbers = [
        (column::KEY, Field::Key(who)),
        (column::HOUSEHOLD, Field::Key(household)),
        (column::HOUSEHOLD_SIZE, Field::Integer(size as i32)),
        (column::MONTH, Field::Integer(first + chance.below(10) as i32)),
        ("hours", Field::Number(chance.below(40) as f64 / 2.0)),
        ("income", Field::Number(chance.below(60_000) as f64 / 100.0)),
        ("members", Field::Number(chance.below(30) as f64)),
    ];
    for (name, value) in numbers {
        let slot = slot(builder, name)?;
        builder.set(slot, value);
    }
    Ok(())
}

fn slot(builder: &FrameBuilder, name: &str) -> PolarsResult<Slot> {
    builder.slot(name).ok_or_else(|| polars_err!(ColumnNotFound: "{name}"))
}

/// Numbers that look like chance and are the same in every run (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % bound
    }
}
